"""How many weeks organisations take to vet a visitor: all that a plugin can add, in one file."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from epex.plugins import (
    Command,
    Desk,
    Document,
    EventTypes,
    MatchingReason,
    On,
    Option,
    Queries,
    Question,
    QuestionSet,
    Refused,
    Report,
    Row,
    SearchField,
    Section,
    Sentence,
    Table,
    Text,
    Weighed,
    hookimpl,
    with_events,
)
from epex.plugins.serving import Panel
from epex.plugins.views import READERS, Batch, Fact, Projection, readers
from epex.plugins.views import Table as ViewTable

HOOKS = "1.1"
SUBJECT = "vetting_times"
MOST_WEEKS = 104
SOON, LATE = 2, 8
# What people call short when they ask.
SHORT = 4
HEADS = ("Organisation", "Vettings", "Weeks, shortest to longest")


@dataclass(frozen=True, kw_only=True)
class VettingNoted:
    """An organisation took some weeks to vet a visitor."""

    type: ClassVar[str] = "vetting_times.noted"
    sentence: ClassVar[str] = "noted that {organisation} took {weeks} weeks to vet a visitor"
    organisation: str
    weeks: int
    note: Text = ""
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class VettingMended:
    """A number of weeks was put right."""

    type: ClassVar[str] = "vetting_times.mended"
    sentence: ClassVar[str] = "put right that the vetting took {weeks} weeks"
    weeks: int
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class Vetting:
    """A vetting as later decisions need it."""

    id: str
    weeks: int


def evolve(vetting: Vetting | None, stream: str, event: Any) -> Vetting:
    """Apply one event."""
    return replace(vetting, weeks=event.weeks) if vetting else Vetting(id=stream, weeks=event.weeks)


def note(desk: Desk, given: Mapping[str, str]) -> list[On]:
    """Note how long a vetting took."""
    vetting = desk.new(SUBJECT)
    event = VettingNoted(organisation=given["organisation"], weeks=weeks(given), note=given.get("note", ""))
    return [On(vetting, event)]


def mend(desk: Desk, given: Mapping[str, str]) -> list[On]:
    """Put a number of weeks right."""
    vetting = desk.load(given["vetting"])
    if vetting is None:
        raise Refused(f"There is no vetting '{given['vetting']}'; 'epex audit log' shows the ids there are.")
    if vetting.weeks == weeks(given):
        raise Refused(f"This vetting took {vetting.weeks} weeks as it is; there is nothing to put right.")
    return [On(vetting.id, VettingMended(weeks=weeks(given)))]


def weeks(given: Mapping[str, str]) -> int:
    """Read the number of weeks.

    Raises Refused when it is none.
    """
    text = given["weeks"]
    if not text.isdecimal() or int(text) > MOST_WEEKS:
        raise Refused(f"'{text}' is no number of weeks; give one from 0 to {MOST_WEEKS}.")
    return int(text)


COLUMNS = {"id": str, "position": int, "organisation": str, "weeks": int, "time": str}
TIMES = ViewTable("vetting_times", ("id",), {**COLUMNS, **READERS})
VIEW = Projection("vetting_times", version=2, tables=[TIMES])


@VIEW.on(VettingNoted)
def noted(rows: Batch, fact: Fact, event: VettingNoted) -> None:
    """Add a vetting; its note stays in the log, where it is sealed."""
    told = {"id": fact.stream, "position": fact.position, "organisation": event.organisation, "weeks": event.weeks}
    told["time"] = called(event.weeks)
    rows[TIMES].put({**told, **readers(fact)})


@VIEW.on(VettingMended)
def mended(rows: Batch, fact: Fact, event: VettingMended) -> None:
    """Show the number that is right."""
    rows[TIMES].change(fact.stream, weeks=event.weeks, time=called(event.weeks), position=fact.position)


def called(weeks: int) -> str:
    """Say whether a vetting took a short or a long time."""
    return "short" if weeks <= SHORT else "long"


def build(queries: Queries, options: Mapping[str, str]) -> Document:
    """Build the report, perhaps only of the organisation that hosts a visit."""
    visit = options.get("visit", "")
    host = queries.show(queries.resolve(visit, "visit"))["host"] if visit else ""
    by_organisation: dict[str, list[Row]] = defaultdict(list)
    for row in queries.rows("vetting_times"):
        if host in ("", row["organisation"]):
            by_organisation[row["organisation"]].append(row)
    titles = queries.titles(by_organisation)
    table = Table(
        caption="How long vettings took",
        columns=tuple(Sentence(text=head) for head in HEADS),
        rows=tuple(line(titles[one], by_organisation[one]) for one in sorted(titles, key=titles.__getitem__)),
    )
    document = Document(
        report="vetting-times",
        title=Sentence(text="Vetting times"),
        handling=Sentence(text="For members of the network only: it names organisations."),
        page=(Section(title="By organisation", blocks=(table,)),),
    )
    return with_events(document, queries)


def line(title: str, vettings: Sequence[Row]) -> tuple[Sentence, ...]:
    """Make a row of the table; every number leads back to the events behind it."""
    taken = sorted(row["weeks"] for row in vettings)
    positions = tuple(row["position"] for row in vettings)
    told = str(taken[0]) if taken[0] == taken[-1] else f"{taken[0]} to {taken[-1]}"
    return (
        Sentence(text=title),
        Sentence(text=str(len(taken)), positions=positions),
        Sentence(text=told, positions=positions),
    )


def weigh(queries: Queries, host: Row, _visitor: Row, _year: int) -> Weighed | None:
    """Say where a host vets visitors soon, or late."""
    taken = [row["weeks"] for row in queries.rows("vetting_times") if row["organisation"] == host["id"]]
    if not taken:
        return None
    if max(taken) <= SOON:
        return Weighed(sentence=f"{host['title']} has vetted visitors within {SOON} weeks.", points=1)
    late = f"Vetting has taken {host['title']} up to {max(taken)} weeks."
    return Weighed(sentence=late, points=-2) if max(taken) >= LATE else None


EVENTS = EventTypes(subject=SUBJECT, events=(VettingNoted, VettingMended), evolve=evolve)
WEEKS = Option(name="weeks", value="NUMBER", summary="how many weeks it took", required=True)
ORGANISATION = Option(name="organisation", value="ORG", summary="who vetted", required=True, subject="organisation")
NOTE = Option(name="note", value="TEXT", summary="what took so long")
QUESTIONS = QuestionSet(
    name="vetting",
    version=1,
    title="How the vetting went",
    questions=(
        Question("asked", {"en": "What was asked of you?", "de": "Was wurde von Ihnen verlangt?"}),
        Question("waited", {"en": "What did you wait for?", "de": "Worauf haben Sie gewartet?"}),
        Question("easier", {"en": "What would have made it easier?", "de": "Was hätte es leichter gemacht?"}),
    ),
)
VISIT = Option(name="visit", value="VISIT", summary="only of the organisation that hosts it")
VETTING = Option(name="vetting", value="ID", summary="which vetting", required=True)


@hookimpl
def epex_event_types() -> Sequence[EventTypes]:
    """Add the events."""
    return [EVENTS]


@hookimpl
def epex_projections() -> Sequence[Projection]:
    """Add the view."""
    return [VIEW]


@hookimpl
def epex_commands() -> Sequence[Command]:
    """Add the commands."""
    noting = "Note how many weeks an organisation took to vet a visitor."
    mending = "Put the number of weeks of a vetting right."
    return [
        Command(name="note", summary=noting, decide=note, options=(ORGANISATION, WEEKS, NOTE), text="note"),
        Command(name="mend", summary=mending, decide=mend, options=(VETTING, WEEKS)),
    ]


@hookimpl
def epex_reports() -> Sequence[Report]:
    """Add the report."""
    summary = "How many weeks organisations took to vet visitors."
    return [Report(name="vetting-times", summary=summary, build=build, options=(VISIT,))]


@hookimpl
def epex_question_sets() -> Sequence[QuestionSet]:
    """Offer the questions about a vetting."""
    return [QUESTIONS]


@hookimpl
def epex_matching_reasons() -> Sequence[MatchingReason]:
    """Add the reason."""
    return [MatchingReason(name="vetting-time", summary="How soon a host has vetted visitors.", weigh=weigh)]


@hookimpl
def epex_search_fields() -> Sequence[SearchField]:
    """Add a field for what concerns organisations that vet fast or slowly, and count by it."""
    summary = "short or long: how long the organisations take to vet a visitor"
    return [
        SearchField(name="vetting-time", summary=summary, table=TIMES.name, of="organisation", value="time", facet=True)
    ]


@hookimpl
def epex_panels() -> Sequence[Panel]:
    """Add the report to the page of a visit: how long its host takes."""
    return [Panel(title="How long vetting takes", report="vetting-times", on="visit")]
