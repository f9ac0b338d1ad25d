"""The files beside the vault: wrapping keys, the base's signing key, the secrets of import and index."""

import os
from pathlib import Path
from secrets import token_bytes

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from epex.core.decision import Refused
from epex.core.log.canonical import from_base64, to_base64

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
SECRET_BYTES = 32
SECRETS = ("base.key", "evaluation.key", "import.secret", "index.secret")
SIGNING = "signing.key"


def make_keys(folder: Path) -> str:
    """Make a new base's keys and return its public signing key in base64."""
    folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    for name in SECRETS:
        _write_private(folder / name, to_base64(token_bytes(SECRET_BYTES)).encode())
    signing = Ed25519PrivateKey.generate()
    _write_private(folder / SIGNING, signing.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return to_base64(signing.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))


def read_secret(folder: Path, name: str) -> bytes:
    """Read one secret.

    Raises Refused when it is not there or damaged.
    """
    try:
        secret = from_base64((folder / name).read_text("ascii").strip())
    except FileNotFoundError as error:
        raise Refused(f"{folder / name} is missing; bring it back from the backup of the keys.") from error
    except ValueError:
        secret = b""
    if len(secret) != SECRET_BYTES:
        raise Refused(f"{folder / name} is damaged; bring it back from the backup of the keys.")
    return secret


def wrapping_keys(folder: Path) -> dict[str, bytes]:
    """Read the wrapping keys that are here; without `evaluation.key`, interviews print as sealed."""
    found = {"base": read_secret(folder, "base.key")}
    if (folder / "evaluation.key").exists():
        found["evaluation"] = read_secret(folder, "evaluation.key")
    return found


def _write_private(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
