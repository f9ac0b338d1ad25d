"""Take in what an importer read of another program's file: rows of several kinds, one kind after the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from epex.app.base import KnowledgeBase
from epex.app.importing.kinds import kind_of, place_of
from epex.app.importing.mapping import ColumnMap
from epex.app.importing.outcome import Outcome
from epex.app.importing.rows import NumberedRow, Sheet
from epex.app.importing.run import Import
from epex.core.decision import Refused
from epex.core.watching import Progress
from epex.plugins.exchange import Cells, Taken
from epex.projections.queries import Queries

LARGEST = 500_000_000
# Whatever a code, a source or a case of another program may have been here.
SUBJECTS = ("theme", "element", "concept", "reflection", "challenge")
SHOWN = 40


@dataclass(slots=True)
class TakenIn:
    """What became of the rows of each kind, and what of the file was lost."""

    outcomes: dict[str, Outcome] = field(default_factory=dict)
    lost: Sequence[str] = ()

    @property
    def outcome(self) -> Outcome:
        """Sum up what became of all rows."""
        found = Outcome()
        for outcome in self.outcomes.values():
            found.recorded += outcome.recorded
            found.skipped += outcome.skipped
            found.refused += outcome.refused
            found.noted += outcome.noted
            found.doubts += outcome.doubts
            found.strangers += outcome.strangers
        return found

    def as_json(self) -> dict[str, Any]:
        """Give the shape that `--json` prints."""
        kinds = {name: {"recorded": one.recorded, "skipped": one.skipped} for name, one in self.outcomes.items()}
        return {**self.outcome.as_json(), "kinds": kinds, "lost": list(self.lost)}


def read_file(path: Path) -> bytes:
    """Read a file for an importer.

    Raises Refused when it is missing, empty or larger than an importer should hold in memory.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise Refused(f"{path.name} has more than {LARGEST // 10**6} MB; save it without audio and video.")
        content = path.read_bytes()
    except OSError as error:
        raise Refused(f"{path} cannot be read ({error.strerror}); check the name and the rights.") from error
    if not content:
        raise Refused(f"{path.name} is empty; choose a file with something in it.")
    return content


def take_in(
    base: KnowledgeBase,
    taken: Taken,
    *,
    revises: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> TakenIn:
    """Record the rows kind by kind, so that later ones may name earlier ones.

    Raises Refused when the person may not import one of the kinds, before anything is recorded.
    """
    here = _here(base.queries(), taken)
    fresh = {name: _new(rows, here) for name, rows in taken.rows.items() if rows}
    told, before = TakenIn(lost=taken.lost), None
    imports: dict[str, Import] = {}
    for kind in sorted(map(kind_of, fresh), key=place_of):
        told.outcomes[kind.name] = Outcome(skipped=len(taken.rows[kind.name]) - len(fresh[kind.name]))
        # Whoever brings nothing new of a kind needs no right to it.
        if fresh[kind.name]:
            mapping = ColumnMap(kind=kind, values=taken.values.get(kind.name, {}))
            before = Import(base, mapping, revises=revises, dry_run=dry_run, after=before)
            imports[kind.name] = before
    for name, one in imports.items():
        outcome = one.run(_sheet(name, fresh[name], here), progress)
        outcome.skipped += told.outcomes[name].skipped
        told.outcomes[name] = outcome
    return told


def _here(queries: Queries, taken: Taken) -> Mapping[str, str]:
    """Give the ids of what is here by the uuids that rows name."""
    named = {uuid for rows in taken.rows.values() for row in rows for cell in row.values() if (uuid := _uuid(cell))}
    ids = queries.titles(f"{subject}-{uuid}" for subject in SUBJECTS for uuid in sorted(named))
    return {identity.partition("-")[2]: identity for identity in (*ids, *queries.concepts.known)}


def _new(rows: Sequence[Cells], here: Mapping[str, str]) -> list[tuple[int, Cells]]:
    """Leave out the rows of what is here: another program is no authority on it."""
    return [(number, row) for number, row in enumerate(rows, 1) if _uuid(row.get("id", "")) not in here]


def _sheet(kind: str, rows: Sequence[tuple[int, Cells]], here: Mapping[str, str]) -> Sheet:
    columns = tuple(dict.fromkeys(name for _, row in rows for name in row))
    return Sheet(columns, tuple(_row(kind, number, row, here) for number, row in rows))


def _row(kind: str, number: int, row: Cells, here: Mapping[str, str]) -> NumberedRow:
    cells = {name: here.get(_uuid(cell), cell) if name != "id" else cell for name, cell in row.items()}
    first = next((cell for name, cell in row.items() if name not in ("id", "of", "source")), "")
    words = " ".join(first.split())
    short = f"{words[:SHOWN]}..." if len(words) > SHOWN else words
    return NumberedRow(number, cells, file=f"{kind} {number} '{short}'")


def _uuid(text: str) -> str:
    """Give a uuid as ids write it; empty for any other text."""
    try:
        return str(UUID(text)) if len(text) in (36, 38) else ""
    except ValueError:
        return ""
