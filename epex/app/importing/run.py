"""Run an import: rows into batches, each recorded whole, every row counted once."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from epex.app.acting import PROGRAM
from epex.app.base import KnowledgeBase
from epex.app.importing.identity import content_mark, event_id, import_id, stream_id
from epex.app.importing.mapping import PAIR, ColumnMap, Unfit
from epex.app.importing.reflections import Draft, Drafter
from epex.app.importing.rows import NumberedRow, Sheet
from epex.app.keys import read_secret
from epex.core.decision import On, Refused, require_role
from epex.core.log.command import Command
from epex.core.log.envelope import Fact
from epex.core.reflection import ReflectionRecorded, ReflectionRevised, revise

KIND = "reflections"
SUBJECT = "reflection"
BATCH = 1000

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that was not recorded, with its first fault."""

    row: int
    field: str
    why: str


@dataclass(slots=True)
class Outcome:
    """What became of the rows; each counts in exactly one place."""

    recorded: int = 0
    skipped: int = 0
    refused: list[Refusal] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Give the shape that `--json` prints."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fit row with the identity that it has for ever."""

    number: int
    row_id: str
    mark: str
    stream: str
    event_id: str
    draft: Draft


@dataclass(slots=True)
class Batch:
    """Events that are recorded together."""

    ons: list[On] = field(default_factory=list)
    event_ids: list[str] = field(default_factory=list)
    occurred_ons: list[str | None] = field(default_factory=list)
    expected: dict[str, int] = field(default_factory=dict)

    def add(self, on: On, identity: str, occurred_on: str | None, version: int = 0) -> None:
        """Add one event; `version` is that of a stream which is there already."""
        self.ons.append(on)
        self.event_ids.append(identity)
        self.occurred_ons.append(occurred_on)
        if version:
            self.expected[on.stream] = version


class Import:
    """One import by one person; it goes on where an earlier run was broken off."""

    def __init__(
        self, base: KnowledgeBase, mapping: ColumnMap, *, revises: bool = False, dry_run: bool = False
    ) -> None:
        """Prepare an import of reflections.

        Raises Refused when the person may not import.
        """
        self._by = base.begin().by
        require_role(self._by, "coordinator", act="import texts")
        self._log = base.log
        self._mapping = mapping
        self._revises, self._dry_run = revises, dry_run
        self._source = mapping.values.get("source") or base.config.network_id
        self._secret = read_secret(base.config.keys_folder, "import.secret")
        self._drafter = Drafter(base, mapping, self._source, self._by)
        self._import_id = import_id(self._source, KIND)
        self._taken: dict[str, str] = {}

    def run(self, sheet: Sheet, progress: Progress | None = None) -> Outcome:
        """Record every row that is fit and new, batch by batch.

        Raises Refused when the mapping does not fit the file.
        """
        self._mapping.require_columns(sheet.columns)
        outcome, done = Outcome(), 0
        for rows in _batched(sheet.rows):
            self._record(rows, outcome)
            done += len(rows)
            if progress:
                progress(done, len(sheet.rows))
        return outcome

    def _record(self, rows: Sequence[NumberedRow], outcome: Outcome) -> None:
        batch = Batch()
        candidates = list(self._candidates(rows, outcome))
        known = self._log.reader.known([candidate.event_id for candidate in candidates])
        for candidate in candidates:
            try:
                is_new = self._decide(candidate, candidate.event_id in known, batch)
            except Unfit as unfit:
                outcome.refused.append(Refusal(candidate.number, unfit.field, unfit.why))
                continue
            outcome.recorded += is_new
            outcome.skipped += not is_new
        outcome.refused.sort(key=lambda refusal: refusal.row)
        if batch.ons and not self._dry_run:
            self._log.append(batch.ons, self._command(batch), self._by, batch.expected)

    def _candidates(self, rows: Iterable[NumberedRow], outcome: Outcome) -> Iterable[Candidate]:
        for row in rows:
            try:
                yield self._candidate(row)
            except Unfit as unfit:
                outcome.refused.append(Refusal(row.number, unfit.field, unfit.why))

    def _candidate(self, row: NumberedRow) -> Candidate:
        if row.fault:
            raise Unfit("row", f"{row.fault[:1].upper()}{row.fault[1:]}.")
        content = self._mapping.fields(row.cells)
        stated = content.pop("id", "")
        mark = content_mark(self._secret, content)
        row_id = stated or mark
        stream = stream_id(SUBJECT, self._source, KIND, row_id)
        first = event_id(self._source, KIND, row_id, 0)
        return Candidate(row.number, row_id, mark, stream, first, self._drafter.draft(stream, content))

    def _decide(self, candidate: Candidate, is_known: bool, batch: Batch) -> bool:  # noqa: FBT001 - a private step
        """Tell whether a row is recorded, and not skipped; raises Unfit when it is refused."""
        if taken := self._taken.get(candidate.stream):
            return _again(taken, candidate.mark)
        if self._log.vault.is_destroyed(candidate.stream):
            raise Unfit("id", "This was erased; it is not imported again.")
        is_new = self._changed(candidate, batch) if is_known else self._found(candidate, batch)
        self._taken[candidate.stream] = candidate.mark
        return is_new

    def _found(self, candidate: Candidate, batch: Batch) -> bool:
        batch.add(On(candidate.stream, candidate.draft.recorded), candidate.event_id, candidate.draft.occurred_on)
        return True

    def _changed(self, candidate: Candidate, batch: Batch) -> bool:
        facts = self._log.stream(candidate.stream)
        # What people revised here is theirs: a row is held against what was imported last.
        imported = [fact for fact in facts if fact.envelope.correlation_id == self._import_id and _has_answers(fact)]
        other = candidate.draft.differs(facts[0])
        if not other and _answers(imported[-1]) == candidate.draft.recorded.answers:
            return False
        self._require_revisable(other)
        identity = event_id(self._source, KIND, candidate.row_id, len(imported), candidate.mark)
        batch.add(self._revision(candidate), identity, candidate.draft.occurred_on, facts[-1].envelope.version)
        return True

    def _require_revisable(self, other: str) -> None:
        if other and self._revises:
            raise Unfit(other, "It has changed since it was imported, and an import revises only the text.")
        if not self._revises:
            raise Unfit(other or "text", "It has changed since it was imported; add --revise to record a revision.")

    def _revision(self, candidate: Candidate) -> On:
        state = self._log.load(candidate.stream).state
        answers, reason = candidate.draft.recorded.answers, f"The row has changed in its source: {self._source}"
        return revise(state, answers, reason, by=self._by)[0]

    def _command(self, batch: Batch) -> Command:
        visibility = self._mapping.values.get("visibility", PAIR)
        return Command(
            visibility=visibility,
            audience=self._by.organisation if visibility == "organisation" else None,
            correlation_id=self._import_id,
            recorded_by=PROGRAM,
            event_ids=batch.event_ids,
            occurred_ons=batch.occurred_ons,
        )


def require_kind(kind: str) -> None:
    """Refuse a kind of rows that cannot be imported."""
    if kind != KIND:
        raise Refused(f"Rows of the kind '{kind}' cannot be imported; write --kind {KIND}.")


def _batched(rows: Sequence[NumberedRow]) -> Iterable[Sequence[NumberedRow]]:
    return (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))


def _again(taken: str, mark: str) -> bool:
    if taken != mark:
        raise Unfit("id", "An earlier row of this file has the same id and other content; keep one of them.")
    return False


def _has_answers(fact: Fact) -> bool:
    return isinstance(fact.event, ReflectionRecorded | ReflectionRevised)


def _answers(fact: Fact) -> dict[str, str]:
    return fact.event.answers if isinstance(fact.event, ReflectionRecorded | ReflectionRevised) else {}
