"""Run an import: rows into batches, each recorded whole, every row counted once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from typing import Any, TypeVar

from epex.app.acting import PROGRAM
from epex.app.base import KnowledgeBase
from epex.app.importing.batch import Batch, Candidate
from epex.app.importing.columns import Unfit, words
from epex.app.importing.ground import Ground
from epex.app.importing.identity import content_mark, event_id, import_id, stream_id
from epex.app.importing.kind import Circle, Dated, Values
from epex.app.importing.mapping import ColumnMap
from epex.app.importing.outcome import Outcome, called, refusal
from epex.app.importing.rows import NumberedRow, Sheet
from epex.app.keys import read_secret
from epex.app.noting import noted
from epex.core.dates import earliest
from epex.core.decision import On, Refused, require_role
from epex.core.log.command import Command
from epex.core.log.envelope import Envelope, Fact, UnknownEvent
from epex.core.reader import EVALUATION, access_of, is_more_open
from epex.core.steps import OPEN, binds, require_for_all
from epex.core.vocabulary import VISIBILITIES
from epex.core.watching import Progress

BATCH = 1000
GONE = "an erased person is nobody here"
ERASED_THERE = "This was withdrawn or erased where the table comes from; leave the row out."

Decided = TypeVar("Decided")


class Import:
    """One import by one person; it goes on where an earlier run was broken off."""

    def __init__(
        self,
        base: KnowledgeBase,
        mapping: ColumnMap,
        *,
        revises: bool = False,
        dry_run: bool = False,
        after: "Import | None" = None,
    ) -> None:
        """Prepare an import of one kind of rows, perhaps of the same file as the one before it.

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
        self._after = after

    def run(self, sheet: Sheet, progress: Progress | None = None) -> Outcome:
        """Record every row that is fit and new, batch by batch.

        Raises Refused when the mapping does not fit the file.
        """
        self._mapping = self._mapping.fitted(sheet.columns)
        if self._after and self._dry_run:
            self._ground.go_on(self._after._ground)  # noqa: SLF001 - of its own class
        outcome, done = Outcome(strangers=self._mapping.strangers(sheet.columns)), 0
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
        if self._kind.closed and self._visibility != self._kind.visibility:
            raise Refused(
                f"{self._kind.name.capitalize()} have readers of their own; leave visibility out of [values]."
            )
        if self._visibility == EVALUATION:
            require_role(self._by, "evaluator", act="record something that only evaluators read")

    def _record(self, rows: Sequence[NumberedRow], outcome: Outcome) -> None:
        batches: list[Batch] = []
        candidates = list(self._candidates(rows, outcome))
        known = self._log.reader.known([candidate.event_id for candidate in candidates])
        for candidate in candidates:
            try:
                found = self._decide(candidate, outcome, is_known=candidate.event_id in known)
            except Unfit as unfit:
                outcome.refused.append(refusal(candidate.row, unfit))
                continue
            outcome.recorded += found is not None
            outcome.skipped += found is None
            if found and noted(step.on.event for step in found.steps):
                outcome.noted.append(called(candidate.row))
            if found and not (candidate.is_named or candidate.event_id in known):
                self._lose(candidate.row, outcome)
            if found and not (batches and batches[-1].take(found)):
                batches.append(found)
        outcome.refused.sort(key=lambda one: one.row)
        for batch in () if self._dry_run else batches:
            self._log.append([step.on for step in batch.steps], self._command(batch), self._by, batch.expected)

    def _lose(self, row: NumberedRow, outcome: Outcome) -> None:
        """Note what a row of ours tells and does not bring."""
        said = [(lost.column, lost.why) for lost in self._kind.lost if lost.loses(row.cells.get(lost.column, ""))]
        for name, why in (*(said if row.is_ours else ()), *((name, GONE) for name in row.gone)):
            outcome.lost.setdefault((name, why), []).append(called(row))

    def _candidates(self, rows: Iterable[NumberedRow], outcome: Outcome) -> Iterable[Candidate]:
        for row in rows:
            try:
                yield self._candidate(row)
            except Unfit as unfit:
                outcome.refused.append(refusal(row, unfit))

    def _candidate(self, row: NumberedRow) -> Candidate:
        if row.fault:
            raise Unfit("row", f"{row.fault[:1].upper()}{row.fault[1:]}{'' if row.fault.endswith('.') else '.'}")
        self._require_plain(row)
        content = self._mapping.fields(row.cells)
        stated = content.pop("id", "")
        mark = content_mark(self._secret, content)
        row_id, kind = stated or mark, self._kind
        stream = stream_id(kind.subject, self._source, kind.name, row_id)
        is_here = self._ground.is_here(kind.subject, stated)
        named = stated if is_here else self._meant(content)
        if named and named != stream:
            self._ground.call(stream, named)
        first = event_id(self._source, kind.name, row_id, 0)
        is_named = is_here or (bool(named) and self._ground.version(named) > 0)
        return Candidate(row, row_id, mark, named or stream, first, content, is_named)

    def _meant(self, content: Mapping[str, str]) -> str:
        given = {**self._mapping.values, **content}
        return self._kind.means(given, self._ground) if self._kind.means else ""

    def _require_plain(self, row: NumberedRow) -> None:
        texts = {column.name for column in self._kind.columns if column.read is words}
        for name, columns in self._mapping.columns.items():
            if name in texts and row.nested.intersection(columns):
                raise Unfit(name, "It is a list or an object where a text belongs; write it as one text.")

    def _decide(self, candidate: Candidate, outcome: Outcome, *, is_known: bool) -> Batch | None:
        """Give what a row records, or nothing when it is skipped; raises Unfit when it is refused."""
        is_again = is_known or candidate.is_named
        values, drafted = self._drafted(candidate, is_again=is_again)
        if taken := self._taken.get(candidate.stream):
            _require_same(taken, candidate.mark)
            return None
        if self._log.vault.is_destroyed(candidate.stream):
            raise Unfit("id", "This was erased; it is not imported again.")
        decide = self._changed if is_again else self._found
        # What is here as the row says it has nothing to draft.
        found = decide(candidate, values, drafted) if drafted else None
        self._taken[candidate.stream] = candidate.mark
        doubt = self._kind.doubt(candidate.stream, values, self._ground) if self._kind.doubt and not is_again else ""
        outcome.doubts += [f"{called(candidate.row)}: {doubt}"] if doubt else []
        return found

    def _drafted(self, candidate: Candidate, *, is_again: bool) -> tuple[Values, Sequence[Dated]]:
        with self._ground.again() if is_again else nullcontext():
            given = {**self._mapping.values, **candidate.content}
            self._require_past("occurred_on", given.get("occurred_on", ""))
            self._ground.day = given.get("occurred_on", "")
            self._ground.visibility = self._label(candidate.row)
            values = self._values(candidate.row, given)
            drafted = _decided(lambda: self._kind.decide(candidate.stream, values, self._ground))
        for day in {step.occurred_on for step in drafted if step.occurred_on}:
            self._require_past(next((one for one in self._kind.dates if values.get(one) == day), "row"), day)
        return values, drafted

    def _values(self, row: NumberedRow, given: Mapping[str, str]) -> Values:
        try:
            return self._kind.values(given, self._ground)
        except Unfit as unfit:
            if row.is_erased and unfit.field not in given:
                raise Unfit(unfit.field, ERASED_THERE) from unfit
            raise

    def _label(self, row: NumberedRow) -> str:
        """Say for whom a row is: as the mapping says, else as a table of ours does, else as the kind is."""
        said = row.cells.get("visibility", "") if row.is_ours else ""
        is_fixed = self._kind.closed or self._kind.visibility == EVALUATION or "visibility" in self._mapping.values
        if is_fixed or not said:
            return self._visibility
        if said not in VISIBILITIES:
            raise Unfit("visibility", f"'{said}' is not a known visibility; use one of: {', '.join(VISIBILITIES)}.")
        if said == EVALUATION:
            act = "record something that only evaluators read"
            _decided(lambda: require_role(self._by, "evaluator", act=act), "visibility")
        return said

    def _require_past(self, name: str, day: str) -> None:
        if day and earliest(day) > self._ground.today:
            raise Unfit(name, f"{day} lies in the future; record things when they have happened.")

    def _found(self, candidate: Candidate, values: Values, drafted: Sequence[Dated]) -> Batch:
        self._ground.begin(candidate.stream)
        batch = self._batch(values, drafted)
        batch.add(drafted, self._identities(candidate, 0, len(drafted)), self._day(candidate))
        return batch

    def _changed(self, candidate: Candidate, values: Values, drafted: Sequence[Dated]) -> Batch | None:
        if candidate.row_id == candidate.mark and not candidate.is_named:
            return None
        facts = self._facts(candidate, values)
        # What people revised here is theirs: a row is held against what was imported last.
        by_hand = not self._is_ours(facts[0])
        imported = facts if by_hand else [fact for fact in facts if self._is_ours(fact)]
        given = {*self._mapping.values, *candidate.content}
        recorded = [fact.event for fact in imported if not isinstance(fact.event, UnknownEvent)]
        now = [step.on.event for step in drafted]
        change = self._kind.change(now, recorded, given, by_hand=by_hand)
        change = replace(change, row=values, stream=candidate.stream)
        moved = self._moved(candidate, drafted, imported[0])
        if not change.values and not moved:
            return None
        self._require_revisable(change.values, moved)
        state = self._ground.state(candidate.stream)
        revise = self._kind.revise
        ons = _decided(lambda: revise(state, change, self._ground)) if revise else ()
        steps = [on if isinstance(on, Dated) else Dated(on) for on in ons]
        if not steps:
            raise Unfit("row", "It has changed since it was imported, and what is here already says so; compare them.")
        batch = self._batch(values, steps)
        identities = self._identities(candidate, len(imported), len(steps), candidate.mark)
        batch.add(steps, identities, self._day(candidate) if self._kind.keeps_day else None)
        return batch

    def _facts(self, candidate: Candidate, values: Values) -> list[Fact]:
        own = self._log.stream(candidate.stream)
        lies = self._kind.lies
        beside = lies(candidate.stream, values, self._ground) if lies else ()
        found = sorted((*own, *beside), key=lambda fact: fact.position)
        if not found:
            raise Unfit("id", "What was imported by this id belongs to something else; give the row an id of its own.")
        return found

    def _batch(self, values: Values, steps: Sequence[Dated]) -> Batch:
        """Begin a batch for those who may read the row; a step is read by no more people than what it belongs to."""
        streams = dict.fromkeys(step.on.stream for step in steps)
        begun = {stream: version for stream in streams if (version := self._ground.version(stream))}
        own = self._kind.circle(values, self._ground) if self._kind.circle else None
        circle = own or self._circle(values)
        # What a dry run has only said to found is in no log.
        firsts = {stream: facts[0].envelope for stream in begun if (facts := self._log.stream(stream))}
        for first in firsts.values():
            if is_more_open(circle.visibility, first.visibility):
                circle = Circle(first.visibility, first.audience)
            elif circle.visibility == first.visibility and circle.audience is None:
                circle = Circle(circle.visibility, first.audience)
        self._require_open([step.on for step in steps], circle, firsts)
        self._ground.took(steps)
        return Batch(circle, expected=begun)

    def _circle(self, values: Values) -> Circle:
        """Say who reads a row; what a table of ours has for one organisation is for that one."""
        label = self._ground.visibility
        if label != "organisation":
            return Circle(label)
        is_said = self._visibility != label
        return Circle(label, values.get("organisation") if is_said else self._by.organisation)

    def _require_open(self, ons: Sequence[On], circle: Circle, firsts: Mapping[str, Envelope]) -> None:
        """Refuse to hide what there is once, and what later decisions look at."""
        _decided(lambda: require_for_all(ons, circle.visibility))
        for stream, first in firsts.items():
            is_as_open = circle.visibility in OPEN or _access(circle) == _access(first)
            if not is_as_open and binds(self._ground.state(stream), stream, ons, circle.visibility):
                what = stream.partition("-")[0]
                why = f"What changes the {what} is as open as the {what} itself"
                raise Unfit("row", f"{why}; leave visibility out of [values].")

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
            visibility=batch.circle.visibility,
            audience=batch.circle.audience,
            correlation_id=self._import_id,
            recorded_by=PROGRAM,
            event_ids=batch.event_ids,
            occurred_ons=batch.occurred_ons,
        )


def _access(labelled: Circle | Envelope) -> str:
    return access_of(labelled.visibility, labelled.audience)


def _batched(rows: Sequence[NumberedRow]) -> Iterable[Sequence[NumberedRow]]:
    return (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))


def _decided(decide: Callable[[], Decided], name: str = "row") -> Decided:
    try:
        return decide()
    except Refused as refused:
        raise Unfit(name, str(refused)) from refused


def _require_same(taken: str, mark: str) -> None:
    if taken != mark:
        raise Unfit("id", "An earlier row of this file has the same id and other content; keep one of them.")
