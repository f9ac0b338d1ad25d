"""Verify a base: every event against its leaf, and the ledger against what was signed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from epex.app.auditing.merged import merged_faults
from epex.app.config import Config
from epex.app.hashing import WatchedRows
from epex.app.opening import origin
from epex.core.decision import Refused
from epex.core.log.announced import announced_keys
from epex.core.log.checkpoint import Checkpoints, Signed, read_checkpoint
from epex.core.log.database import Database
from epex.core.log.ledger import root_of
from epex.core.log.notes import PublicKey
from epex.core.log.rows import RowReader
from epex.core.log.verification import Fault, Verdict, verify

FOREIGN = "the log does not announce the base that epex.toml names: it is another log"


@dataclass(frozen=True, slots=True)
class Named:
    """A signed checkpoint under the name that it is told by."""

    name: str
    signed: Signed

    @property
    def size(self) -> int:
        """Count the events that it covers."""
        return self.signed.checkpoint.size


def verify_base(config: Config, database: Database, outside: Path | None = None) -> dict[str, Any]:
    """Verify the log of a base, without any of its keys, against its own checkpoints and one kept outside.

    Raises Refused when the outside checkpoint cannot be read.
    """
    rows, keys = WatchedRows(database), announced_keys(database)
    own, broken = _own(Checkpoints(config.checkpoints_folder))
    given = [Named(f"the checkpoint {outside}", read_checkpoint(outside))] if outside else []
    verdict = verify(rows, {named.size for named in (*own, *given)})
    found = {named.name: list(_faults(named, verdict, keys, rows)) for named in (*own, *given)}
    foreign = [] if verdict.faults or origin(config) in keys else [Fault(position=0, what=FOREIGN)]
    # Where an event was changed, what a branch signed does not hold either, and that is no second fault.
    branches = [] if verdict.faults else list(merged_faults(rows, keys))
    faults = [*verdict.faults, *foreign, *branches, *broken, *_telling(own, found), *_telling(given, found)]
    covering = _covering(given or [named for named in own if named.signed.witnesses()], found)
    covered = covering.size if covering else 0
    return {
        "ok": not faults,
        "size": verdict.size,
        "root": verdict.root.hex(),
        "checkpoint": told(covering.signed) if covering else None,
        "uncovered_events": verdict.size - covered,
        "uncovered_since": rows.recorded_at(covered),
        "faults": faults,
    }


def coverage(config: Config, database: Database) -> str:
    """Say in one sentence how much of the log somebody outside has seen; nothing is hashed for it."""
    rows, own = RowReader(database), Checkpoints(config.checkpoints_folder).readable(newest_first=True)
    size, newest = rows.size(), next((signed for signed in own if signed.witnesses()), None)
    if newest is None:
        return f"No witness outside has seen any of the {size} events of this log."
    if root_of(islice(rows.leaves(), newest.checkpoint.size)) != newest.checkpoint.root:
        return "This log is not the one that a witness has seen; run 'epex audit verify'."
    who = " and ".join(key.name.rpartition("/")[0] for key in newest.witnesses())
    left = size - newest.checkpoint.size
    newer = "the newest one is" if left == 1 else f"the newest {left} are"
    rest = f"; {newer} not covered" if left else ""
    return f"{who} witnessed {newest.checkpoint.size} of the {size} events of this log{rest}."


def told(signed: Signed) -> dict[str, Any]:
    """Tell a checkpoint in plain values."""
    checkpoint = signed.checkpoint
    return {
        "origin": checkpoint.origin,
        "size": checkpoint.size,
        "root": checkpoint.root.hex(),
        "witnesses": [key.name for key in signed.witnesses()],
    }


def _own(checkpoints: Checkpoints) -> tuple[list[Named], list[Fault]]:
    own, broken = list[Named](), list[Fault]()
    for path in checkpoints.paths():
        try:
            own.append(Named(f"the checkpoint {path.name}", read_checkpoint(path)))
        except Refused as refused:
            broken.append(Fault(position=0, what=str(refused).rstrip(".")))
    return own, broken


def _faults(named: Named, verdict: Verdict, keys: Mapping[str, PublicKey], rows: RowReader) -> Iterator[Fault]:
    checkpoint = named.signed.checkpoint
    key = keys.get(checkpoint.origin)
    if key is None:
        yield Fault(position=0, what=f"{named.name} is of another log, {checkpoint.origin}")
    elif not key.verifies(named.signed.note):
        yield Fault(position=0, what=f"{named.name} was not signed with the key that this log announces")
    elif checkpoint.size > verdict.size:
        lost = checkpoint.size - verdict.size
        gone = "1 event is" if lost == 1 else f"{lost} events are"
        yield Fault(position=verdict.last, what=f"after it {gone} missing, which {named.name} covers")
    elif verdict.roots[checkpoint.size] != checkpoint.root:
        last, _ = rows.leaf(checkpoint.size - 1) or (0, b"")
        yield Fault(position=last, what=f"up to here the log is not the one that {named.name} was signed for")


def _telling(own: Sequence[Named], found: Mapping[str, Sequence[Fault]]) -> list[Fault]:
    # Where the log differs from one checkpoint, it differs from every larger one too: the first and the last tell it.
    faults = [fault for named in own for fault in found[named.name]]
    placed = [fault for fault in faults if fault["position"]]
    return [*placed[:1], *placed[1:][-1:], *(fault for fault in faults if not fault["position"])]


def _covering(candidates: Sequence[Named], found: Mapping[str, Sequence[Fault]]) -> Named | None:
    sound = [named for named in candidates if not found[named.name]]
    return max(sound, key=lambda named: named.size, default=None)
