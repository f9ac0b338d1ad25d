"""Run an import: rows into batches, each recorded whole, every row counted once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any, TypeVar

from epex.app.acting import PROGRAM
from epex.app.base import KnowledgeBase
from epex.app.importing.columns import Unfit, words
from epex.app.importing.ground import Ground
from epex.app.importing.identity import content_mark, event_id, import_id, stream_id
from epex.app.importing.kind import Dated
from epex.app.importing.mapping import ColumnMap
from epex.app.importing.rows import NumberedRow, Sheet
from epex.app.keys import read_secret
from epex.app.noting import noted
from epex.core.dates import earliest
from epex.core.decision import Refused, require_role
from epex.core.log.command import Command
from epex.core.log.envelope import Fact, UnknownEvent
from epex.core.reader import EVALUATION

BATCH = 1000

Progress = Callable[[int, int], None]
Decided = TypeVar("Decided")


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that was not recorded, with its first fault; `file` names it where rows are files."""

    row: int
    field: str
    why: str
    file: str = ""

    def as_json(self) -> dict[str, Any]:
        """Give the shape that `--json` prints."""
        plain = {"row": self.row, "field": self.field, "why": self.why}
        return {**plain, "file": self.file} if self.file else plain


@dataclass(slots=True)
class Outcome:
    """What became of the rows; each counts in exactly one place. `noted` are those that may tell who a client is."""

    recorded: int = 0
    skipped: int = 0
    refused: list[Refusal] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Give the shape that `--json` prints."""
        refused = [refusal.as_json() for refusal in self.refused]
        return {"recorded": self.recorded, "skipped": self.skipped, "refused": refused}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row with the identity that it has for ever."""

    row: NumberedRow
    row_id: str
    mark: str
    stream: str
    event_id: str
    content: Mapping[str, str]


@dataclass(slots=True)
class Batch:
    """Events that are recorded together."""

    steps: list[Dated] = field(default_factory=list)
    event_ids: list[str] = field(default_factory=list)
    occurred_ons: list[str | None] = field(default_factory=list)
    expected: dict[str, int] = field(default_factory=dict)

    def add(self, steps: Iterable[Dated], identities: Iterable[str], occurred_on: str | None) -> None:
        """Add the events of one row."""
        for step, identity in zip(steps, identities, strict=False):
            self.steps.append(step)
            self.event_ids.append(identity)
            self.occurred_ons.append(step.occurred_on or occurred_on)


class Import:
    """One import by one person; it goes on where an earlier run was broken off."""

    def __init__(
        self, base: KnowledgeBase, mapping: ColumnMap, *, revises: bool = False, dry_run: bool = False
    ) -> None:
        """Prepare an import of one kind of rows.

        Raises Refused when the person may not import them.
        """
        self._kind, self._mapping = mapping.kind, mapping
        self._by = base.begin().by
        self._visibility = mapping.values.get("visibility", self._kind.visibility)
        self._require_rights()
        self._log = base.log
        self._revises, self._dry_run = revises, dry_run
        self._source = mapping.values.get("source") or base.config.network_id
        self._secret = read_secret(base.config.keys_folder, "import.secret")
        self._ground = Ground(base, self._source, self._by, self._visibility)
        self._import_id = import_id(self._source, self._kind.name)
        self._taken: dict[str, str] = {}

    def run(self, sheet: Sheet, progress: Progress | None = None) -> Outcome:
        """Record every row that is fit and new, batch by batch.

        Raises Refused when the mapping does not fit the file.
        """
        self._mapping = self._mapping.fitted(sheet.columns)
        outcome, done = Outcome(), 0
        for rows in _batched(sheet.rows):
            self._record(rows, outcome)
            done += len(rows)
            if progress:
                progress(done, len(sheet.rows))
        return outcome

    def _require_rights(self) -> None:
        if self._kind.subject == "reflection":
            require_role(self._by, "coordinator", act="import texts")
        if self._kind.visibility == EVALUATION and self._visibility != EVALUATION:
            raise Refused(
                "What is confided to the evaluation is for evaluators only; leave visibility out of [values]."
            )
        if self._visibility == EVALUATION:
            require_role(self._by, "evaluator", act="record something that only evaluators read")

    def _record(self, rows: Sequence[NumberedRow], outcome: Outcome) -> None:
        batch = Batch()
        candidates = list(self._candidates(rows, outcome))
        known = self._log.reader.known([candidate.event_id for candidate in candidates])
        for candidate in candidates:
            before = len(batch.steps)
            try:
                is_new = self._decide(candidate, candidate.event_id in known, batch)
            except Unfit as unfit:
                outcome.refused.append(_refusal(candidate.row, unfit))
                continue
            outcome.recorded += is_new
            outcome.skipped += not is_new
            if noted(step.on.event for step in batch.steps[before:]):
                outcome.noted.append(candidate.row.file or f"row {candidate.row.number}")
        outcome.refused.sort(key=lambda refusal: refusal.row)
        if batch.steps and not self._dry_run:
            self._log.append([step.on for step in batch.steps], self._command(batch), self._by, batch.expected)

    def _candidates(self, rows: Iterable[NumberedRow], outcome: Outcome) -> Iterable[Candidate]:
        for row in rows:
            try:
                yield self._candidate(row)
            except Unfit as unfit:
                outcome.refused.append(_refusal(row, unfit))

    def _candidate(self, row: NumberedRow) -> Candidate:
        if row.fault:
            raise Unfit("row", f"{row.fault[:1].upper()}{row.fault[1:]}{'' if row.fault.endswith('.') else '.'}")
        self._require_plain(row)
        content = self._mapping.fields(row.cells)
        stated = content.pop("id", "")
        mark = content_mark(self._secret, content)
        row_id, kind = stated or mark, self._kind
        stream = stream_id(kind.subject, self._source, kind.name, row_id)
        if self._ground.is_here(kind.subject, stated):
            stream = stated
        first = event_id(self._source, kind.name, row_id, 0)
        return Candidate(row, row_id, mark, stream, first, content)

    def _require_plain(self, row: NumberedRow) -> None:
        texts = {column.name for column in self._kind.columns if column.read is words}
        for name, columns in self._mapping.columns.items():
            if name in texts and row.nested.intersection(columns):
                raise Unfit(name, "It is a list or an object where a text belongs; write it as one text.")

    def _decide(self, candidate: Candidate, is_known: bool, batch: Batch) -> bool:  # noqa: FBT001 - a private step
        """Tell whether a row is recorded, and not skipped; raises Unfit when it is refused."""
        is_again = is_known or candidate.stream == candidate.row_id
        drafted = self._drafted(candidate, is_again=is_again)
        if taken := self._taken.get(candidate.stream):
            return _again(taken, candidate.mark)
        if self._log.vault.is_destroyed(candidate.stream):
            raise Unfit("id", "This was erased; it is not imported again.")
        is_new = self._changed(candidate, drafted, batch) if is_again else self._found(candidate, drafted, batch)
        self._taken[candidate.stream] = candidate.mark
        return is_new

    def _drafted(self, candidate: Candidate, *, is_again: bool) -> Sequence[Dated]:
        with self._ground.again() if is_again else nullcontext():
            given = {**self._mapping.values, **candidate.content}
            self._require_past(given.get("occurred_on", ""))
            values = self._kind.values(given, self._ground)
            return _decided(lambda: self._kind.decide(candidate.stream, values, self._ground))

    def _require_past(self, day: str) -> None:
        if day and earliest(day) > self._ground.today:
            raise Unfit("occurred_on", f"{day} lies in the future; record things when they have happened.")

    def _found(self, candidate: Candidate, drafted: Sequence[Dated], batch: Batch) -> bool:
        batch.add(drafted, self._identities(candidate, 0, len(drafted)), self._day(candidate))
        return True

    def _changed(self, candidate: Candidate, drafted: Sequence[Dated], batch: Batch) -> bool:
        if candidate.row_id == candidate.mark:
            return False
        facts = self._log.stream(candidate.stream)
        # What people revised here is theirs: a row is held against what was imported last.
        by_hand = not self._is_ours(facts[0])
        imported = facts if by_hand else [fact for fact in facts if self._is_ours(fact)]
        given = {*self._mapping.values, *candidate.content}
        recorded = [fact.event for fact in imported if not isinstance(fact.event, UnknownEvent)]
        now = [step.on.event for step in drafted]
        change = self._kind.change(now, recorded, given, by_hand=by_hand)
        moved = self._moved(candidate, drafted, imported[0])
        if not change.values and not moved:
            return False
        self._require_revisable(change.values, moved)
        state = self._log.load(candidate.stream).state
        revise = self._kind.revise
        ons = _decided(lambda: revise(state, change, self._ground)) if revise else ()
        self._add_revision(
            candidate, [on if isinstance(on, Dated) else Dated(on) for on in ons], len(imported), facts[-1], batch
        )
        return True

    def _add_revision(self, candidate: Candidate, steps: Sequence[Dated], done: int, last: Fact, batch: Batch) -> None:
        if not steps:
            raise Unfit("row", "It has changed since it was imported, and what is here already says so; compare them.")
        identities = self._identities(candidate, done, len(steps), candidate.mark)
        batch.add(steps, identities, self._day(candidate) if self._kind.keeps_day else None)
        batch.expected[candidate.stream] = last.envelope.version

    def _moved(self, candidate: Candidate, drafted: Sequence[Dated], first: Fact) -> str:
        """Name the date when it is another one; what was recorded here by hand keeps its own."""
        day = drafted[0].occurred_on or self._day(candidate)
        if self._is_ours(first) and first.envelope.occurred_on and not day:
            raise Unfit("occurred_on", "The row leaves out its day, which was imported; put occurred_on back.")
        return "occurred_on" if self._is_ours(first) and day != first.envelope.occurred_on else ""

    def _is_ours(self, fact: Fact) -> bool:
        return fact.envelope.correlation_id == self._import_id

    def _require_revisable(self, values: Mapping[str, Any], moved: str) -> None:
        fixed = [name for name in values if name not in self._kind.revisable]
        other = moved or next(iter(fixed or values))
        column = self._kind.renamed.get(other, other)
        since = "It has changed since it was imported"
        if not self._revises and self._kind.revise:
            raise Unfit(column, f"{since}; add --revise to record a revision.")
        if not self._kind.revise:
            raise Unfit(column, f"{since}, and an import does not revise rows of this kind; record what has changed.")
        if moved or fixed:
            raise Unfit(column, f"{since}, and an import revises only {self._kind.revises}.")

    def _identities(self, candidate: Candidate, start: int, count: int, mark: str = "") -> list[str]:
        places = range(start, start + count)
        return [event_id(self._source, self._kind.name, candidate.row_id, place, mark) for place in places]

    def _day(self, candidate: Candidate) -> str | None:
        return candidate.content.get("occurred_on") or self._mapping.values.get("occurred_on")

    def _command(self, batch: Batch) -> Command:
        return Command(
            visibility=self._visibility,
            audience=self._by.organisation if self._visibility == "organisation" else None,
            correlation_id=self._import_id,
            recorded_by=PROGRAM,
            event_ids=batch.event_ids,
            occurred_ons=batch.occurred_ons,
        )


def _batched(rows: Sequence[NumberedRow]) -> Iterable[Sequence[NumberedRow]]:
    return (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))


def _refusal(row: NumberedRow, unfit: Unfit) -> Refusal:
    return Refusal(row.number, unfit.field, unfit.why, row.file)


def _decided(decide: Callable[[], Decided]) -> Decided:
    try:
        return decide()
    except Refused as refused:
        raise Unfit("row", str(refused)) from refused


def _again(taken: str, mark: str) -> bool:
    if taken != mark:
        raise Unfit("id", "An earlier row of this file has the same id and other content; keep one of them.")
    return False
