"""Write a merge bundle: every event as this base has it, the signed head, what was destroyed, and the keys, sealed."""

import json
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from epex.app.base import KnowledgeBase
from epex.app.keeping.archive import NewArchive, new_archive
from epex.app.keeping.backup import Tell, about
from epex.app.keys import wrapping_keys
from epex.app.merging.receiving import BASE, Receiver, sealed
from epex.core.decision import Refused
from epex.core.log.checkpoint import Checkpoint, Signed
from epex.core.log.envelope import METADATA, WIDTH
from epex.core.log.rows import Pair
from epex.core.log.verification import PAYLOAD
from epex.core.network import require_may_merge
from epex.core.reader import EVALUATION
from epex.core.watching import each

KIND = "merge bundle"
EVENTS, HEAD, REGISTER = "events.ndjson", "head.txt", "destroyed.txt"
NAMES = re.compile(r"events\.ndjson|head\.txt|destroyed\.txt|keys-(base|evaluation)\.json")


def write_bundle(base: KnowledgeBase, path: Path, receiver: Receiver, *, tell: Tell) -> dict[str, Any]:
    """Write all that was recorded until now for one receiver; return what the file says of itself.

    Raises Refused when the person may not, something is at the path, or the log is not as it was recorded and signed.
    """
    base.require_now("A bundle")
    require_may_merge(base.begin().by)
    if receiver.base_id == base.config.base_id:
        raise Refused("That key is this base's own; take the line that 'epex merge key' prints in the other base.")
    with new_archive(path) as archive:
        tell("Hashing every event again, and signing the head ...")
        signed = base.notary.sign()
        tell("Writing the events ...")
        _add_events(archive, base, signed.checkpoint.size)
        archive.add(HEAD, str(signed.note).encode())
        archive.add(REGISTER, str(base.notary.register.read() or "").encode())
        # After the log, so that the key of every event is there.
        sent = _add_keys(archive, base, receiver, signed.checkpoint)
        manifest = archive.seal(KIND, {**about(base.config), **_told(signed, receiver), "keys": sum(sent.values())})
    return {"file": str(path), **{name: value for name, value in manifest.items() if name != "members"}}


def keys_file(name: str) -> str:
    """Name the member that holds the keys under one wrapping key."""
    return f"keys-{name}.json"


def bound_to(base_id: str, checkpoint: Checkpoint, receiver: str) -> str:
    """Say what the keys in a bundle belong to: the sender, its head, and the receiver."""
    return f"{base_id} {checkpoint.size} {checkpoint.root.hex()} {receiver}"


def _told(signed: Signed, receiver: Receiver) -> dict[str, Any]:
    head = {"size": signed.checkpoint.size, "root": signed.checkpoint.root.hex()}
    return {**head, "to_base": receiver.base_id, "to_key": receiver.mark}


def _add_events(archive: NewArchive, base: KnowledgeBase, size: int) -> None:
    path = archive.workplace / EVENTS
    with path.open("wb") as file:
        file.writelines(_lines(each("Writing", "events", islice(base.log.rows.pairs(), size), size)))
    archive.add_file(EVENTS, path)
    path.unlink()


def _lines(pairs: Iterable[Pair]) -> Iterator[bytes]:
    for event, _ in pairs:
        # Every row was hashed before the head over it was signed.
        if event:
            envelope = dict(zip(METADATA, event[:WIDTH], strict=True))
            line = {"envelope": envelope, "payload": event[PAYLOAD].decode()}
            yield json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _add_keys(archive: NewArchive, base: KnowledgeBase, receiver: Receiver, head: Checkpoint) -> dict[str, int]:
    here, sent = wrapping_keys(base.config), dict[str, int]()
    bound = bound_to(base.config.base_id, head, receiver.mark)
    for name in (BASE, EVALUATION):
        if name in here and name in receiver.keys:
            secrets = base.log.vault.secrets(name)
            archive.add(keys_file(name), sealed(receiver.keys[name], secrets, f"{bound} {name}"))
            sent[name] = len(secrets)
    return sent
