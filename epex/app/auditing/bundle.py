"""Write a bundle: one file with all that an outsider needs to check the log, and no more than its maker may read."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, takewhile
from pathlib import Path
from typing import Any, TypedDict, cast

from epex.app.base import KnowledgeBase
from epex.app.keeping.archive import NewArchive, new_archive
from epex.app.keys import SIGNING
from epex.app.opening import origin
from epex.core.decision import Refused
from epex.core.log.announced import announced_keys
from epex.core.log.canonical import from_json, to_base64
from epex.core.log.checkpoint import Signed, file_name
from epex.core.log.envelope import METADATA, WIDTH, Envelope
from epex.core.log.ledger import Frontier
from epex.core.log.log import EventLog
from epex.core.log.registry import OpenedField
from epex.core.log.rows import Cells, Pair
from epex.core.log.verification import PAYLOAD, STREAM, verify_pairs
from epex.core.person import PersonErased, PersonErasureRequested
from epex.core.reader import EVALUATION, Reader
from epex.core.reflection import ReflectionWithdrawn
from epex.core.watching import Progress
from epex.projections.readable import readable
from epex.projections.reading import Reading

PORTION = 1000
LEDGER = "ledger.txt"
SEE = "see 'epex audit verify'"
PUBLIC = Reader(grants=frozenset({"public"}))
TYPE = METADATA.index("type")
# What an erasure names can be what not everybody may read; an event is shown whole or as a hash.
ERASING = frozenset({PersonErasureRequested.type, PersonErased.type, ReflectionWithdrawn.type})
VERIFIER = Path(__file__).with_name("verifier.py")
README = """\
This file is a bundle of an epex log: all that is needed to check it, on a computer without epex and without a network.

    python verify.py THIS-FILE --key KEY --checkpoint FILE

Python 3.9 or newer and OpenSSL 3 are needed. Take verify.py and the key from somewhere else than this file if you can:
whoever made this file could have made those as well. A checkpoint that you kept from earlier shows that the log only
grew since. 'verify.py --help' says what is checked.

keys.txt          the public keys of the base, its own first
ledger.txt        line n is the hash of leaf n-1: one for every event of the log
checkpoints/      sizes and roots of the ledger that were signed, by the base and by its witnesses
destroyed.txt     which keys were destroyed, and when: what they sealed can be read by nobody
events.ndjson     the events that the maker of this file may read, each with salt and text of its sealed fields
verify.py         the program that checks all this

An event that is not in events.ndjson may exist all the same: it is in the ledger as a hash.
"""

Row = tuple[Cells, Cells]
Texts = Mapping[str, OpenedField]


class Summary(TypedDict):
    """What a bundle holds: every event as a leaf, those that are shown, and the texts in them."""

    file: str
    size: int
    root: str
    shown: int
    texts: int
    checkpoint: int
    uncovered_events: int


def write_bundle(
    base: KnowledgeBase, path: Path, *, public_only: bool = False, progress: Progress | None = None
) -> Summary:
    """Write what the reader may see, hashes of all else, and the verifier; others may go on recording.

    Raises Refused when something is at the path, or the log is not as it was recorded and signed.
    """
    base.require_now("A bundle")
    sight = _Sight(base, PUBLIC if public_only else base.reader)
    with new_archive(path) as archive:
        checkpoints = _checkpoints(base)
        _add_texts(archive, base, checkpoints)
        copied = _Copy(base.log, sight, {one.checkpoint.size for one in checkpoints})
        copied.write(archive, progress)
        _require_as_signed(copied, checkpoints)
    return copied.summary(path, max(one.checkpoint.size for one in checkpoints))


class _Sight:
    """What one reader may see of events and the texts in them."""

    def __init__(self, base: KnowledgeBase, reader: Reader) -> None:
        self._log = base.log
        self._reader = reader
        self._reading = Reading(base.views, reader)

    def events(self, rows: Sequence[Row]) -> list[Row]:
        """Choose the events that the reader may see."""
        seen = readable(self._reading, rows[0][0][0] - 1, rows[-1][0][0])
        return [(event, leaf) for event, leaf in rows if event[0] in seen and self._may_know(event)]

    def _may_know(self, event: Cells) -> bool:
        """Tell whether the reader may see all that an erasure names."""
        if event[TYPE] not in ERASING:
            return True
        told = cast("dict[str, list[Any]]", from_json(event[PAYLOAD]))
        named = {one for name in ("documents", "kept", "mentions") for one in told.get(name, ())}
        places = told.get("positions", [])
        return named <= self._reading.titles(named).keys() and all(
            place in readable(self._reading, place - 1, place) for place in places
        )

    def texts(self, events: Sequence[Cells]) -> list[Texts]:
        """Open the texts of events that the reader sees; words quoted from a document need sight of that as well."""
        self._log.registry.prepare([event[PAYLOAD] for event in events])
        opened = [(event[STREAM], self._opened(event)) for event in events]
        # A log has more keys than should be in memory at once.
        self._log.vault.let_go()
        strange = {one.owner for stream, texts in opened for one in texts.values() if one.owner != stream}
        seen = self._reading.titles(strange)
        return [
            {name: one for name, one in texts.items() if one.owner == stream or one.owner in seen}
            for stream, texts in opened
        ]

    def _opened(self, event: Cells) -> Texts:
        envelope = Envelope.from_row(event)
        try:
            found = self._log.registry.opened(envelope, event[PAYLOAD])
        except ValueError as error:
            raise Refused(f"No bundle was written, for at event {envelope.position} {error}; {SEE}.") from error
        evaluates = EVALUATION in self._reader.grants
        return {name: one for name, one in found.items() if evaluates or one.wrapping != EVALUATION}


class _Copy:
    """A log on its way into a bundle: every event is verified before it is written."""

    def __init__(self, log: EventLog, sight: _Sight, sizes: set[int]) -> None:
        self.roots: dict[int, bytes] = {}
        self._log, self._sight, self._sizes = log, sight, sizes
        self._tree = Frontier()
        self._shown = self._texts = 0

    def write(self, archive: NewArchive, progress: Progress | None) -> None:
        """Add the ledger, and the events that may be seen."""
        head, total, path = self._log.head(), self._log.rows.size(), archive.workplace / LEDGER
        with path.open("wb") as ledger, archive.zip.open("events.ndjson", "w", force_zip64=True) as shown:
            for portion in _portions(self._log.rows.pairs(), head):
                rows = self._verified(portion)
                ledger.writelines(b"%s\n" % leaf[2].hex().encode() for _, leaf in rows)
                shown.writelines(self._lines(self._sight.events(rows)))
                if progress:
                    progress(self._tree.size, total)
        archive.add_file(LEDGER, path)

    def summary(self, path: Path, covered: int) -> Summary:
        """Sum up, when the newest checkpoint covers so many events."""
        return Summary(
            file=str(path),
            size=self._tree.size,
            root=self._tree.root().hex(),
            shown=self._shown,
            texts=self._texts,
            checkpoint=covered,
            uncovered_events=self._tree.size - covered,
        )

    def _verified(self, portion: Sequence[Pair]) -> list[Row]:
        verdict = verify_pairs(portion, self._sizes, self._tree)
        if verdict.faults:
            fault = verdict.faults[0]
            raise Refused(f"No bundle was written, for at event {fault['position']} {fault['what']}; {SEE}.")
        self.roots |= verdict.roots
        return [(event, leaf) for event, leaf in portion if event and leaf]

    def _lines(self, rows: Sequence[Row]) -> Iterator[bytes]:
        texts = self._sight.texts([event for event, _ in rows])
        for (event, leaf), opened in zip(rows, texts, strict=True):
            self._shown += 1
            self._texts += len(opened)
            yield _line(event, leaf[1], opened)


def _line(event: Cells, index: int, opened: Texts) -> bytes:
    shown = {
        "leaf_index": index,
        **dict(zip(METADATA, event[:WIDTH], strict=True)),
        "payload": event[PAYLOAD].decode(),
        "opened": {name: {"salt": to_base64(one.salt), "text": one.text.decode()} for name, one in opened.items()},
    }
    return json.dumps(shown, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _portions(pairs: Iterable[Pair], head: int) -> Iterator[list[Pair]]:
    # What is recorded from now on is not yet in the views, and belongs into the next bundle.
    known = takewhile(lambda pair: (pair[0] or pair[1] or (0,))[0] <= head, pairs)
    while portion := list(islice(known, PORTION)):
        yield portion


def _checkpoints(base: KnowledgeBase) -> list[Signed]:
    if (base.config.keys_folder / SIGNING).exists():
        base.notary.sign(whole=False)
    elif base.log.vault.tombstones() and not base.notary.register.path.exists():
        raise Refused(f"{base.notary.register.path} is missing; bring it back from the newest backup.")
    found = [signed for _, signed in base.notary.checkpoints.all()]
    if not found:
        raise Refused("No checkpoint was ever signed, and the signing key is not here; bring it back from its backup.")
    return found


def _add_texts(archive: NewArchive, base: KnowledgeBase, checkpoints: Sequence[Signed]) -> None:
    keys, own = announced_keys(base.log.engine), origin(base.config)
    if own not in keys:
        raise Refused(f"The log announces no key for {own}; {SEE}.")
    vkeys = [keys.pop(own).vkey, *(key.vkey for key in keys.values())]
    register = base.notary.register.read()
    archive.add("README.txt", README.encode())
    archive.add("verify.py", VERIFIER.read_bytes())
    archive.add("keys.txt", "".join(f"{vkey}\n" for vkey in vkeys).encode())
    archive.add("destroyed.txt", str(register or "").encode())
    for signed in checkpoints:
        archive.add(f"checkpoints/{file_name(signed.checkpoint)}", str(signed.note).encode())


def _require_as_signed(copied: _Copy, checkpoints: Sequence[Signed]) -> None:
    for signed in checkpoints:
        if copied.roots.get(signed.checkpoint.size) != signed.checkpoint.root:
            name = file_name(signed.checkpoint)
            raise Refused(f"No bundle was written, for the log is not the one that checkpoint {name} signs; {SEE}.")
