"""The timeline: what happened in each month, in lanes."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from epex.plugins import Block, Document, Option, Paragraph, Picture, Queries, Sentence, Table, readable_date
from epex.plugins.audience import NOT_SHOWN, RULE, WITHHELD
from epex.plugins.builtin.pictures.counting import LANES, Happening, happenings
from epex.plugins.builtin.pictures.source import Source
from epex.plugins.builtin.pictures.spans import UNKNOWN, Calendar
from epex.plugins.cells import Breakdown, Cell, withheld
from epex.plugins.drawing import Band, Lane, Span, draw_lanes
from epex.plugins.saying import say, spoken

NAME = "timeline"
SUMMARY = "Draw what happened month by month: visits, reflections, themes, elements, transfers, publications."
OPTIONS: tuple[Option, ...] = ()
NOTHING = "Nothing has happened yet that you may read."
MEMBERS_ONLY = (
    "Meetings, decisions about themes and publications are told to members only. Outside the network each year of the"
    " calendar is a whole of its own; the sum over all years is left out."
)


def build(queries: Queries, options: Mapping[str, str]) -> Document:
    """Build the report."""
    source = Source(queries, options)
    found = happenings(source)
    calendar = Calendar(happening.day for happening in found)
    lanes = _lanes(found, calendar, outside=source.is_outside)
    return source.document(
        NAME, "The exchange over time", _period(found, outside=source.is_outside), _blocks(source, lanes, calendar)
    )


def _period(found: Iterable[Happening], *, outside: bool) -> str:
    days = sorted(happening.day[: len("2016") if outside else None] for happening in found if happening.day)
    return f"From {readable_date(days[0])} to {readable_date(days[-1])}" if days else ""


def _blocks(source: Source, lanes: Sequence[Lane], calendar: Calendar) -> Iterator[Block]:
    if not lanes:
        yield Paragraph(text=NOT_SHOWN if source.is_outside else NOTHING, tone="missing")
        return
    spans = [*calendar.spans, *([UNKNOWN] if _is_anywhere("", lanes) else [])]
    yield Picture(
        title=f"What happened, {calendar.unit} by {calendar.unit}",
        about=_about(calendar, spans, outside=source.is_outside),
        drawing=draw_lanes(lanes, spans, list(_bands(source, calendar))),
        table=_table(lanes, spans, calendar),
    )
    if source.is_outside:
        yield Paragraph(text=f"{RULE} {MEMBERS_ONLY}")


def _about(calendar: Calendar, spans: Sequence[Span], *, outside: bool) -> Sentence:
    text = (
        f"Each lane has a bar for every {calendar.unit} in which something happened; the number stands above it, and"
        " bars compare within their lane. Visits stand where they took place or were to begin."
    )
    undated = " What has no day stands under the question mark." if UNKNOWN in spans else ""
    hidden = " A cross is a figure that is withheld." if outside else ""
    return say(f"{text}{undated}{hidden}")


def _lanes(found: Sequence[Happening], calendar: Calendar, *, outside: bool) -> list[Lane]:
    by_lane: dict[tuple[str, str], list[Happening]] = defaultdict(list)
    for happening in found:
        by_lane[happening.group, happening.name].append(happening)
    order = [(group, name) for group, names in LANES.items() for name in names]
    build_lane = _protected if outside else _lane
    lanes = [build_lane(key, by_lane[key], calendar) for key in order if key in by_lane]
    return [lane for lane in lanes if lane.counts or lane.withheld]


def _lane(key: tuple[str, str], found: Sequence[Happening], calendar: Calendar) -> Lane:
    group, name = key
    counts = Counter(calendar.key(happening.day) for happening in found)
    return Lane(name=name, group=group, counts=counts, ink=LANES[group][name], total=len(found))


def _protected(key: tuple[str, str], found: Sequence[Happening], calendar: Calendar) -> Lane:
    group, name = key
    years: dict[str, list[Happening]] = defaultdict(list)
    for happening in found:
        years[happening.day[:4]].append(happening)
    counts: dict[str, int] = {}
    hidden: set[str] = set()
    for year, some in years.items():
        breakdown = _breakdown(name, some, calendar)
        gone = withheld(breakdown)
        if gone is None:
            # Nothing of the year may be told, not even in which spans there was something.
            hidden |= {span.key for span in calendar.spans if span.key[: len(year)] == year} if year else {""}
        else:
            hidden |= gone
            counts |= {cell.label: cell.count for cell in breakdown.cells if cell.label not in gone}
    return Lane(name=name, group=group, counts=counts, ink=LANES[group][name], withheld=frozenset(hidden))


def _breakdown(name: str, found: Iterable[Happening], calendar: Calendar) -> Breakdown:
    spans: dict[str, list[Happening]] = defaultdict(list)
    for happening in found:
        spans[calendar.key(happening.day)].append(happening)
    cells = tuple(
        Cell(
            label=span,
            count=len(some),
            organisations=frozenset[str]().union(*(happening.organisations for happening in some)),
        )
        for span, some in sorted(spans.items())
    )
    return Breakdown(key=name, title=name, unit=name, cells=cells)


def _bands(source: Source, calendar: Calendar) -> Iterator[Band]:
    years = sorted(source.rows("year"), key=lambda row: row["number"])
    starts = [*(calendar.place(row["occurred_on"]) for row in years), len(calendar.spans)]
    for row, since, until in zip(years, starts, starts[1:], strict=False):
        if until > since:
            yield Band(since=since, until=until, name=f"Year {row['number']}: {spoken(row['purpose'])}")


def _table(lanes: Sequence[Lane], spans: Sequence[Span], calendar: Calendar) -> Table:
    rows = [(say(span.name), _told(span.key, lanes)) for span in spans if _is_anywhere(span.key, lanes)]
    in_all = [(say("In all"), say(_sentences((lane.group, f"{lane.total} {lane.name}") for lane in lanes)))]
    return Table(
        caption=f"What happened, by {calendar.unit}; where nothing did, the {calendar.unit} is left out",
        columns=(say(calendar.unit.capitalize()), say("What happened")),
        rows=tuple(rows + (in_all if all(lane.total is not None for lane in lanes) else [])),
    )


def _is_anywhere(span: str, lanes: Iterable[Lane]) -> bool:
    return any(span in lane.counts or span in lane.withheld for lane in lanes)


def _told(span: str, lanes: Iterable[Lane]) -> Sentence:
    there = [lane for lane in lanes if span in lane.counts or span in lane.withheld]
    parts = ((lane.group, _part(lane, span)) for lane in there)
    return say(_sentences(parts))


def _part(lane: Lane, span: str) -> str:
    return f"{lane.name} ({WITHHELD})" if span in lane.withheld else f"{lane.counts[span]} {lane.name}"


def _sentences(parts: Iterable[tuple[str, str]]) -> str:
    by_group: dict[str, list[str]] = defaultdict(list)
    for group, part in parts:
        by_group[group].append(part)
    return " ".join(f"{group}: {', '.join(some)}." for group, some in by_group.items())
