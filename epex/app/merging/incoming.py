"""Read a merge bundle: nothing in it is believed before its ledger, its signature and its history were checked."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from msgspec import structs

from epex.app.base import KnowledgeBase
from epex.app.keeping.archive import Archive
from epex.app.keeping.key_backup import passing_folder
from epex.app.keeping.registers import parse
from epex.app.merging.bundle import EVENTS, HEAD, KIND, NAMES, REGISTER, bound_to, keys_file
from epex.app.merging.lineage import Stage, own_stages, shared_size, stages
from epex.app.merging.receiving import BASE, opened, privates, receiver_of
from epex.core.decision import Refused
from epex.core.log.canonical import from_base64
from epex.core.log.checkpoint import ORIGIN, Signed
from epex.core.log.envelope import Envelope, leaf_hash
from epex.core.log.holding import MERGED, held_by
from epex.core.log.ledger import Frontier
from epex.core.log.notes import PublicKey
from epex.core.log.register import parse_register
from epex.core.reader import EVALUATION
from epex.core.watching import each


class Line(msgspec.Struct, forbid_unknown_fields=True):
    """One event in a bundle."""

    envelope: Envelope
    payload: str


class Recorded(NamedTuple):
    """One event of the other branch, with the hash of its leaf there."""

    place: int
    envelope: Envelope
    payload: bytes
    leaf: bytes


@dataclass(frozen=True)
class Incoming:
    """What another branch sent: its events after the shared ones, its head, what it destroyed, and its keys."""

    head: Signed
    stages: Sequence[Stage]
    shared: int
    events: Sequence[Recorded]
    ids: frozenset[str]
    destroyed: Mapping[str, str]
    keys: Mapping[str, Mapping[str, bytes]]

    @property
    def base(self) -> str:
        """Name the base that sent it."""
        return self.stages[-1].base

    def origin_of(self, one: Recorded) -> tuple[str, int]:
        """Name the base that recorded an event first, and the position that it has there."""
        there = one.envelope
        return (there.origin_base or self.base_of(one.place), there.origin_position or there.position)

    def base_of(self, index: int) -> str:
        """Name the base that recorded a leaf."""
        return next(stage.base for stage in reversed(self.stages) if stage.begins <= index)


def read_bundle(base: KnowledgeBase, path: Path) -> Incoming:
    """Read a bundle that was made for this base.

    Raises Refused when it is damaged, for another receiver, not signed, or of another history.
    """
    with Archive.open(path, KIND, NAMES) as archive:
        _require_receiver(base, archive)
        archive.require_sound()
        try:
            head = Signed.parse(archive.text(HEAD))
            with _extracted(base, archive) as file:
                found = _Ledger(base, file, head.checkpoint.size)
        except (ValueError, KeyError, msgspec.MsgspecError) as error:
            raise _damaged(path, str(error)) from error
        key = _own_key(found.stages)
        if found.size != head.checkpoint.size or found.root != head.checkpoint.root:
            raise _damaged(path, "its events are not those of the head that it shows")
        if not key.verifies(head.note):
            raise _damaged(path, "its head was not signed with the key that its own history announces")
        return Incoming(
            head=head,
            stages=found.stages,
            shared=found.shared,
            events=found.events,
            ids=frozenset(found.ids),
            destroyed=_destroyed(archive, key),
            keys=dict(_keys(base, archive, head, found.stages[-1].base)),
        )


class _Ledger:
    """The events of a bundle, hashed and counted; those that both branches share are compared and let go."""

    def __init__(self, base: KnowledgeBase, file: Path, said: int) -> None:
        leaves, self._tree = base.log.rows.leaves(), Frontier()
        self.ids, self._versions, self._last = set[str](), dict[str, int](), 0
        with file.open("rb") as lines:
            self.stages = list(stages(_cells(lines)))
        self.shared = shared_size(own_stages(base.log.rows), self.stages)
        with file.open("rb") as lines:
            recorded = each("Checking", "events", _recorded(lines), said)
            self.events = [self._checked(one) for one in recorded if not self._is_shared(one, leaves)]
        if self._tree.size < self.shared or len(leaves) < self.shared:
            raise _another_history(min(self._tree.size, len(leaves)))

    @property
    def size(self) -> int:
        """Count the events."""
        return self._tree.size

    @property
    def root(self) -> bytes:
        """Give the root of the ledger."""
        return self._tree.root()

    def _is_shared(self, one: Recorded, leaves: Sequence[bytes]) -> bool:
        self._tree.add(one.leaf)
        envelope = one.envelope
        if envelope.event_id in self.ids or envelope.position <= self._last:
            raise ValueError(f"its event {envelope.position} stands there twice, or out of order")
        if envelope.version != self._versions.get(envelope.stream_id, 0) + 1:
            raise ValueError(f"its event {envelope.position} is out of order in its stream")
        if envelope.type == MERGED and envelope.origin_base is None and not self.ids.isdisjoint(held_by(one.payload)):
            raise ValueError(f"its event {envelope.position} holds back what was there before it")
        self.ids.add(envelope.event_id)
        self._versions[envelope.stream_id], self._last = envelope.version, envelope.position
        if one.place < self.shared and leaves[one.place : one.place + 1] != [one.leaf]:
            raise _another_history(one.place)
        return one.place < self.shared

    def _checked(self, one: Recorded) -> Recorded:
        origins = (one.envelope.origin_base, one.envelope.origin_position, one.envelope.origin_recorded_at)
        if len({origin is None for origin in origins}) > 1:
            raise ValueError(f"its event {one.envelope.position} does not say where it comes from")
        return one


def _recorded(lines: Any) -> Iterator[Recorded]:
    for index, raw in enumerate(lines):
        line = msgspec.json.decode(raw, type=Line)
        payload = line.payload.encode()
        yield Recorded(index, line.envelope, payload, leaf_hash(line.envelope, sha256(payload).digest()))


def _cells(lines: Any) -> Iterator[tuple[int, tuple[Any, ...]]]:
    for one in _recorded(lines):
        yield one.place, (*structs.astuple(one.envelope), one.payload)


@contextmanager
def _extracted(base: KnowledgeBase, archive: Archive) -> Iterator[Path]:
    with passing_folder(base.config) as folder:
        archive.extract(EVENTS, folder / EVENTS)
        yield folder / EVENTS


def _require_receiver(base: KnowledgeBase, archive: Archive) -> None:
    own = receiver_of(base.config)
    if archive.manifest.get("base_id") == own.base_id:
        raise Refused("This bundle was made by this very base; merge that of another branch, made by 'epex branch'.")
    if (archive.manifest.get("to_base"), archive.manifest.get("to_key")) != (own.base_id, own.mark):
        raise Refused(
            f"{archive.path} was made for another receiver; ask for one that is made with"
            f" 'epex export --bundle FILE --to {own}'."
        )


def _own_key(chain: Sequence[Stage]) -> PublicKey:
    return PublicKey(f"{ORIGIN}{chain[-1].base}", from_base64(chain[-1].public_key))


def _destroyed(archive: Archive, key: PublicKey) -> Mapping[str, str]:
    text = archive.text(REGISTER)
    if not text:
        return {}
    note = parse(text, archive.path)
    if not note.text.startswith(f"{key.name} ") or not key.verifies(note):
        raise _damaged(archive.path, "its register of destroyed keys was not signed by the base that sent it")
    return parse_register(note.text)


def _keys(
    base: KnowledgeBase, archive: Archive, head: Signed, sender: str
) -> Iterator[tuple[str, Mapping[str, bytes]]]:
    own, here = receiver_of(base.config), privates(base.config)
    bound = bound_to(sender, head.checkpoint, own.mark)
    for name in (BASE, EVALUATION):
        if keys_file(name) not in archive.names or name not in here:
            continue
        try:
            yield name, opened(here[name], archive.read(keys_file(name)), f"{bound} {name}")
        except ValueError as error:
            # The evaluation's wrapping key may have been changed since; then interviews stay sealed.
            if name == BASE:
                raise _damaged(archive.path, str(error)) from error


def as_taken(one: Recorded, base: str, version: int, command_id: str) -> Envelope:
    """Give the envelope of an event here: what it was there stays, and where it comes from is set once."""
    there = one.envelope
    if there.origin_base is None:
        there = structs.replace(
            there,
            origin_base=base,
            origin_position=there.position,
            origin_version=there.version,
            origin_recorded_at=there.recorded_at,
        )
    return structs.replace(there, position=0, version=version, recorded_at="", command_id=command_id)


def _another_history(size: int) -> Refused:
    return Refused(
        f"Nothing was merged, for up to event {size + 1} the history in this bundle is not the one that is here,"
        " although both branches say that they share it; see 'epex audit verify' in both."
    )


def _damaged(path: Path, why: str) -> Refused:
    return Refused(f"{path} is damaged: {why}; take another copy of it, or ask for it again.")
