"""A witness: a partner organisation that remembers what it was shown of a log, and cosigns only what grew out of it."""

import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fcntl import LOCK_EX, flock
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from epex.app.auditing.sources import Shown
from epex.app.config import FILE_NAME
from epex.core.decision import Refused
from epex.core.log.canonical import to_base64
from epex.core.log.checkpoint import Checkpoints, Signed, witness_name
from epex.core.log.notes import COSIGNATURE, PublicKey, Signer

KEY_FILE = "witness.key"
NAME_FILE = "witness.txt"
TRUSTED = "log.vkey"
SEEN, REFUSED, LOCK = "seen", "refused", "lock"
PRIVATE_FILE = 0o600
UNFIT = re.compile(r"[^\w.-]+")
Moment = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Seen:
    """What a witness answers: the cosigned checkpoint, its file, and whether it was given back to the base."""

    signed: Signed
    path: Path
    is_returned: bool
    is_first: bool


class Witness:
    """A witness's own folder: its key, the logs' keys, and every checkpoint that it has cosigned."""

    def __init__(self, folder: Path, name: str = "", clock: Moment = time.time) -> None:
        """Open the folder; the first time, make the witness's key under a name.

        Raises Refused in a base's own folder, where a witness would witness itself.
        """
        if any((above / FILE_NAME).is_file() for above in (folder.resolve(), *folder.resolve().parents)):
            raise Refused(f"{folder} belongs to a knowledge base; name another folder, for a witness works in its own.")
        self.folder = folder
        self._clock = clock
        if not (folder / KEY_FILE).exists():
            _make_key(folder, UNFIT.sub("-", name or folder.resolve().name).strip("-") or "witness")
        self.signer = _read_signer(folder)

    def see(self, shown: Shown, trusted: PublicKey | None = None) -> Seen:
        """Cosign a checkpoint that grew out of what was seen before; keep what does not, as a proof against the log.

        `trusted` is the log's key where nothing else tells it. Raises Refused when the checkpoint is not cosigned.
        """
        with _alone(self.folder):
            return self._see(shown, trusted)

    def logs(self) -> list[str]:
        """List the keys of the logs that were seen here, as verifiers are told them."""
        return [path.read_text("utf-8").strip() for path in sorted(self.folder.glob(f"{SEEN}/*/{TRUSTED}"))]

    def _see(self, shown: Shown, trusted: PublicKey | None) -> Seen:
        origin = shown.signed.checkpoint.origin
        self._require_signed(shown, trusted)
        kept = Checkpoints(self._place(SEEN, origin))
        before = kept.newest()
        if before is not None:
            self._require_growth(shown, before)
        if not shown.is_whole():
            self._reject(shown, "it is not that of the ledger it is shown with")
        cosigned = Signed(shown.signed.checkpoint, self.signer.cosign(shown.signed.sound().note, int(self._clock())))
        return Seen(cosigned, kept.write(cosigned), _give_back(cosigned, shown.home), before is None)

    def _require_signed(self, shown: Shown, trusted: PublicKey | None) -> None:
        origin, file = shown.signed.checkpoint.origin, self._place(SEEN, shown.signed.checkpoint.origin) / TRUSTED
        known = PublicKey.from_vkey(file.read_text("utf-8")) if file.exists() else None
        if known and trusted and known != trusted:
            raise Refused(f"The key given is not the one that {origin} was first seen with here; {file} holds that.")
        key = known or trusted or next((key for key in shown.keys if key.name == origin), None)
        if key is None:
            raise Refused(
                f"The key of {origin} is not known here yet; give it with --key, or show a bundle or the base's folder."
            )
        if key.name != origin or not key.verifies(shown.signed.note):
            self._reject(shown, "it is not signed with the key that is known for this log")
        if known is None:
            file.write_text(f"{key.vkey}\n", "utf-8")

    def _require_growth(self, shown: Shown, before: Signed) -> None:
        grew = shown.grew_from(before.checkpoint)
        if grew is None and shown.signed.checkpoint.size < before.checkpoint.size:
            raise Refused(f"One over {before.checkpoint.size} events was cosigned here already; show the newest one.")
        if grew is None:
            raise Refused(
                f"Nothing shows that this log grew out of the {before.checkpoint.size} events seen before; ask for a"
                " bundle, or for what 'epex audit checkpoint --since' writes for the last checkpoint cosigned here."
            )
        if not grew:
            self._reject(shown, f"the log did not grow out of the {before.checkpoint.size} events seen before")

    def _reject(self, shown: Shown, why: str) -> None:
        path = Checkpoints(self._place(REFUSED, shown.signed.checkpoint.origin)).write(shown.signed)
        size = shown.signed.checkpoint.size
        raise Refused(
            f"NOT COSIGNED: the checkpoint over {size} events is refused, for {why}. Somebody may have changed the"
            f" history: keep {path} as the proof, and ask the base's people."
        )

    def _place(self, what: str, origin: str) -> Path:
        place = self.folder / what / UNFIT.sub("-", origin)
        place.mkdir(parents=True, exist_ok=True)
        return place


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    # Two at once could each cosign a history that the other has not seen.
    with (folder / LOCK).open("a") as lock:
        flock(lock, LOCK_EX)
        yield


def _make_key(folder: Path, name: str) -> None:
    private = Ed25519PrivateKey.generate()
    (folder / NAME_FILE).write_text(f"{name}\n", "utf-8")
    beside = folder / f"{KEY_FILE}.new"
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE), "wb") as file:
        file.write(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    beside.replace(folder / KEY_FILE)


def _read_signer(folder: Path) -> Signer:
    try:
        private = load_pem_private_key((folder / KEY_FILE).read_bytes(), None)
        name = (folder / NAME_FILE).read_text("utf-8").strip()
    except (ValueError, TypeError, UnsupportedAlgorithm, FileNotFoundError) as error:
        raise Refused(f"{folder / KEY_FILE} or {NAME_FILE} beside it is damaged; bring both back.") from error
    if not isinstance(private, Ed25519PrivateKey) or not name:
        raise Refused(f"{folder / KEY_FILE} is no key of a witness; bring it back.")
    public = to_base64(private.public_key().public_bytes_raw())
    return Signer(witness_name(name, public), private, COSIGNATURE)


def _give_back(cosigned: Signed, home: Path | None) -> bool:
    if home is None or not os.access(home, os.W_OK):
        return False
    Checkpoints(home).write(cosigned)
    return True
