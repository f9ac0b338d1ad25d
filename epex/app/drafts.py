"""Drafts: what somebody has typed and not recorded yet. They never leave this machine, and are sealed while they wait.

They lie in the base's folder `drafts/`, one file each, and go into no backup, bundle or branch.
"""

import hmac
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_bytes, token_hex

from epex.app.config import Config
from epex.app.keys import PRIVATE_FOLDER, read_secret, write_private
from epex.core.log.canonical import canonical_json, from_base64, to_base64
from epex.core.log.log import EventLog
from epex.core.reflection import ReflectionRecorded

FOLDER = "drafts"
SUFFIX = ".draft"
NONCE_BYTES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Unrecorded answers: whose words, who types them, about what; `use` tells drafts about one thing apart."""

    author: str
    typist: str
    about: str
    use: str
    answers: dict[str, str]
    language: str = ""
    question_set: str = ""
    question_set_version: int = 1
    saved_at: str = ""
    chosen: dict[str, str] = field(default_factory=dict)

    @property
    def place(self) -> tuple[str, str, str]:
        """Give what there is only one draft of."""
        return (self.author, self.about, self.use)


def use_of(months: int) -> str:
    """Tell drafts about one visit apart: right after it, or so many months later."""
    return f"after {months} months" if months else "record"


class Drafts:
    """The drafts of one base."""

    def __init__(self, config: Config, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """Name their folder; nothing is made before there is one to keep."""
        self._folder = config.folder / FOLDER
        self._config = config
        self._clock = clock

    def save(self, draft: Draft) -> None:
        """Keep a draft in place of an earlier one; whatever breaks off leaves the one or the other whole."""
        self._folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
        content = {**asdict(draft), "saved_at": self._clock().isoformat()}
        path = self._path(draft.place)
        passing = path.with_name(f"{path.name}.{token_hex(4)}")
        write_private(passing, self._sealed(canonical_json(content)))
        passing.replace(path)
        _settle(self._folder)

    def find(self, author: str, about: str, use: str) -> Draft | None:
        """Find the draft of somebody about something."""
        return self._read(self._path((author, about, use)))

    def of(self, person: str) -> list[Draft]:
        """List what somebody has typed or is to be the author of, the newest first."""
        every = (draft for path in self._paths(SUFFIX) if (draft := self._read(path)) is not None)
        own = [draft for draft in every if person in (draft.author, draft.typist)]
        return sorted(own, key=lambda draft: draft.saved_at, reverse=True)

    def drop(self, author: str, about: str, use: str) -> None:
        """Delete a draft that was recorded, or is not wanted."""
        self._path((author, about, use)).unlink(missing_ok=True)

    def forget(self, is_meant: Callable[[Draft], bool]) -> None:
        """Delete every draft that is meant, and what nobody can open any more."""
        for path in self._paths():
            draft = self._read(path)
            if draft is None or is_meant(draft):
                path.unlink(missing_ok=True)

    def _paths(self, suffix: str = "") -> Iterator[Path]:
        yield from sorted(path for path in self._folder.glob(f"*{suffix}") if path.is_file())

    def _path(self, place: tuple[str, str, str]) -> Path:
        mark = hmac.digest(self._key("names"), canonical_json(list(place)), "sha256").hex()
        return self._folder / f"{mark[:40]}{SUFFIX}"

    def _key(self, use: str) -> bytes:
        secret = read_secret(self._config.keys_folder, "import.secret")
        return hmac.digest(secret, f"drafts: {use}".encode(), "sha256")

    def _sealed(self, content: bytes) -> bytes:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - start-up: most runs type nothing

        nonce = token_bytes(NONCE_BYTES)
        text = AESGCM(self._key("words")).encrypt(nonce, content, None)
        return json.dumps({"nonce": to_base64(nonce), "ciphertext": to_base64(text)}, separators=(",", ":")).encode()

    def _read(self, path: Path) -> Draft | None:
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - start-up: as above
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - start-up: as above

        try:
            cell = json.loads(path.read_bytes())
            nonce, text = from_base64(cell["nonce"]), from_base64(cell["ciphertext"])
            return Draft(**json.loads(AESGCM(self._key("words")).decrypt(nonce, text, None)))
        except (FileNotFoundError, InvalidTag, ValueError, TypeError, KeyError):
            # One that another key sealed, or that a full disk cut off, is nobody's any more.
            return None


def forget_drafts(config: Config, log: EventLog, stream: str) -> None:
    """Delete the drafts that go with an erased person, or with a withdrawn reflection and what it looked back on."""
    recorded = (fact.event for fact in log.stream(stream))
    words = next((event for event in recorded if isinstance(event, ReflectionRecorded)), None)
    if words is None:
        Drafts(config).forget(lambda draft: stream in (draft.author, draft.typist))
    else:
        Drafts(config).forget(
            lambda draft: draft.about == stream or (draft.author, draft.about) == (words.author, words.about)
        )


def _settle(folder: Path) -> None:
    """Let the folder itself remember the new name."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
