"""The manifest of an index: which files belong to it, sealed with a secret of this base.

Opening an index runs what its files say, so no file is opened before its hash was compared.
"""

import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Self

NAME = "manifest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What an index was built from, where it lies, and the SHA-256 of each of its files."""

    schema: str
    position: int
    documents: int
    folder: str
    files: Mapping[str, str]

    def sealed(self, secret: bytes) -> bytes:
        """Write the manifest with its seal in the first line."""
        body = json.dumps(asdict(self), sort_keys=True).encode()
        return _seal(body, secret) + b"\n" + body

    @classmethod
    def unsealed(cls, raw: bytes, secret: bytes) -> Self | None:
        """Read a manifest; None when this base did not write it. Nothing is parsed before the seal was compared."""
        seal, _, body = raw.partition(b"\n")
        if not hmac.compare_digest(seal, _seal(body, secret)):
            return None
        return cls(**json.loads(body))


def hashes_of(folder: Path, known: Mapping[str, str] | None = None) -> dict[str, str]:
    """Hash every file of a folder; what is known of files that are never changed is taken over."""
    have = known or {}
    return {path.name: have.get(path.name) or _hash(path) for path in sorted(folder.iterdir())}


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _seal(body: bytes, secret: bytes) -> bytes:
    return hmac.new(secret, body, sha256).hexdigest().encode()
