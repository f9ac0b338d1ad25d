"""A kind of rows: its columns, the decisions they go through, and what of a row can change later."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from epex.app.importing.columns import Column, Unfit
from epex.core import catalogue
from epex.core.decision import On, Refused
from epex.core.log.envelope import Fact

if TYPE_CHECKING:
    from epex.app.importing.ground import Ground

ID = Column(name="id", takes="what names the row in its source; a later import knows it again by that")
Values = Mapping[str, Any]
# A first version has no earlier ones, and one pilot or none is told whole.
NOTHING = ("", "0", "1")


@dataclass(frozen=True, slots=True)
class Dated:
    """One event of a row, with a date where it differs from the row's; an empty one says that nobody noted the day."""

    on: On
    occurred_on: str | None = None


@dataclass(frozen=True, slots=True)
class Circle:
    """Who reads what a row records: a label, and whom it speaks of."""

    visibility: str
    audience: str | None = None


@dataclass(frozen=True, slots=True)
class Lost:
    """A column of a table of ours that does not come back, and why; `words` are those that matter, else all."""

    column: str
    why: str
    words: Sequence[str] = ()

    def loses(self, cell: str) -> bool:
        """Tell whether a cell says something that is lost."""
        return cell in self.words if self.words else cell not in NOTHING


class Course:
    """Take one step after another on one stream, each on the state that the one before left."""

    def __init__(self, stream: str, state: Any = None) -> None:
        """Begin with a state, or with nothing."""
        self.stream = stream
        self.state = state
        self.steps: list[Dated] = []

    def take(self, ons: Sequence[On], occurred_on: str | None = None) -> None:
        """Take a decision's events."""
        evolve = catalogue.evolve(catalogue.subject_of(self.stream))
        for on in ons:
            if on.stream == self.stream:
                self.state = evolve(self.state, on.stream, on.event)
            self.steps.append(Dated(on, occurred_on))


def told(events: Sequence[Any]) -> dict[str, Any]:
    """Gather what events say, the last word first; reasons are not compared."""
    said: dict[str, Any] = {}
    for event in events:
        names = (one.name for one in fields(event) if one.name != "reason")
        said |= {name: value for name in names if (value := getattr(event, name)) is not None}
    return said


def as_shown(shown: Mapping[str, Any], raw: Mapping[str, Any]) -> Mapping[str, Any]:  # noqa: ARG001 - some need it
    """Export what is shown."""
    return shown


Decide = Callable[[str, Values, "Ground"], Sequence[Dated]]
Around = Callable[[Values, "Ground"], Circle | None]
Means = Callable[[Mapping[str, str], "Ground"], str]
Lies = Callable[[str, Values, "Ground"], Sequence[Fact]]
Doubt = Callable[[str, Values, "Ground"], str]
Revise = Callable[[Any, "Change", "Ground"], Sequence[On | Dated]]
Told = Callable[[Sequence[Any]], dict[str, Any]]
Exported = Callable[[Mapping[str, Any], Mapping[str, Any]], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Change:
    """What a row says that is not recorded: the new values, and all that is said now and was said before.

    `row` is the row as it was read, and `stream` what it is about.
    """

    values: Values
    now: Values
    before: Values
    row: Values = field(default_factory=dict)
    stream: str = ""

    def added(self, name: str) -> list[Any]:
        """List what was added to several values; raises Refused when some were taken away, for that is not imported."""
        before, now = self.before.get(name, ()), self.now.get(name, ())
        if gone := [one for one in before if one not in now]:
            raise Refused(f"The row leaves out '{gone[0]}', and an import only adds to {name}; put it back.")
        return [one for one in now if one not in before]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of rows.

    `one_of` are columns of which a row needs at least one. `ignored` is what events say beside the row, `derived` what
    they say beside a row that does not give it, and `filled` what a page shows although nobody said it. `revise` turns
    what has changed into a decision; it may change what `revisable` names, and `keeps_day` when that is dated as the
    row. `renamed` gives the column of an event's field, and `shown` the field of a page that a column is exported from.
    `body` takes the text of a Markdown file. `circle` says who reads what a row records, and `closed` that nobody may
    say otherwise. `lost` is what a table of ours tells and an import cannot bring. `means` names the stream that a row
    means by what it says, and `lies` lists the events of a row that lie elsewhere. `doubt` says what is doubtful about
    a row that is recorded all the same.
    """

    name: str
    subject: str
    columns: tuple[Column, ...]
    decide: Decide
    revise: Revise | None = None
    revisable: Sequence[str] = ()
    revises: str = ""
    told: Told = told
    ignored: Sequence[str] = ("source",)
    derived: Sequence[str] = ()
    filled: Sequence[str] = ()
    one_of: Sequence[str] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)
    shown: Mapping[str, str] = field(default_factory=dict)
    exported: Exported = as_shown
    visibility: str = "network"
    keeps_day: bool = False
    body: str = ""
    circle: Around | None = None
    closed: bool = False
    means: Means | None = None
    lies: Lies | None = None
    doubt: Doubt | None = None
    lost: Sequence[Lost] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """List the names of the columns, the id's among them."""
        return (*(column.name for column in self.columns), ID.name)

    @property
    def dates(self) -> frozenset[str]:
        """Name the columns that hold dates."""
        return frozenset(column.name for column in self.columns if column.is_date)

    def values(self, given: Mapping[str, str], ground: "Ground") -> dict[str, Any]:
        """Read the cells of a row.

        Raises Unfit with the first field that is missing or cannot be read.
        """
        if self.one_of and not set(self.one_of) & set(given):
            raise Unfit(self.one_of[0], f"The row has no {self.one_of[0]}.")
        missing = [column.name for column in self.columns if column.required and column.name not in given]
        if missing:
            raise Unfit(missing[0], f"The row has no {missing[0].replace('_', ' ')}.")
        there = [column for column in self.columns if column.name in given]
        return {column.name: column.value(given[column.name], ground) for column in there}

    def change(
        self, drafted: Sequence[Any], recorded: Sequence[Any], given: Collection[str], *, by_hand: bool = False
    ) -> Change:
        """Find what a row that gives some columns says now, and the recorded events do not."""
        before, now = self.told(recorded), self.told(drafted)
        beside = {*self.ignored, *(name for name in self.derived if name not in given)}
        if by_hand:
            beside.update(name for name in self.filled if not before.get(name))
        values = {name: value for name, value in now.items() if name not in beside and value != before.get(name)}
        return Change(values, now, before)
