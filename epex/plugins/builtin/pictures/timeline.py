"""The timeline: what happened in each month, in lanes."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from epex.plugins import Block, Document, Option, Paragraph, Picture, Queries, Sentence, Table, readable_date
from epex.plugins.audience import HELD_BACK, NOT_SHOWN
from epex.plugins.builtin.pictures.counting import LANES, Happening, happenings, told_as_held
from epex.plugins.builtin.pictures.source import HELD, Source
from epex.plugins.builtin.pictures.spans import UNKNOWN, Calendar
from epex.plugins.cells import Breakdown, Cell, withheld
from epex.plugins.drawing import Band, Lane, Span, draw_lanes
from epex.plugins.saying import say, spoken

NAME = "timeline"
SUMMARY = "Draw what happened month by month: visits, reflections, themes, elements, transfers, publications."
OPTIONS: tuple[Option, ...] = ()
NOTHING = "Nothing has happened yet that you may read."
HIDDEN = "Withheld, or nothing"
RULE = f"{HELD_BACK}; where its lane has any figure, both are a cross in the picture and '{HIDDEN}' in the table."
MEMBERS_ONLY = (
    "Meetings, decisions about themes and publications are told to members only. Outside the network each year of the"
    " calendar is a whole of its own; the sum over all years is left out, and so is a lane in which nothing happened or"
    " no figure may be shown."
)
CROSSES = (
    " A cross is a figure that is withheld. In a lane that has one, there is a cross wherever there is no number, also"
    " where nothing happened."
)


def build(queries: Queries, options: Mapping[str, str]) -> Document:
    """Build the report."""
    source = Source(queries, options)
    found = happenings(source)
    calendar = Calendar(_days(found, outside=source.is_outside))
    closed = _closed(source) if source.is_outside else frozenset()
    lanes = _lanes(found, calendar, closed, outside=source.is_outside)
    while source.is_outside and len(told := _within_told_years(found, lanes)) < len(found):
        found, calendar = told, Calendar(_days(told, outside=True))
        lanes = _lanes(found, calendar, closed, outside=True)
    return source.document(
        NAME, "The exchange over time", _period(found, outside=source.is_outside), _blocks(source, lanes, calendar)
    )


def _closed(source: Source) -> frozenset[str]:
    """Name the years of the calendar in which visits were held of a programme year that may not tell how many."""
    visits = source.rows("visit")
    told = told_as_held(visits)
    return frozenset(row["occurred_on"][:4] for row in visits if row["status"] in HELD and told[row["year"]] is None)


def _days(found: Iterable[Happening], *, outside: bool) -> list[str]:
    """List the days to be covered; outside, whole years, for the first and the last month would tell of few."""
    days = sorted(happening.day for happening in found if len(happening.day) >= len("2016-01"))
    return [f"{days[0][:4]}-01", f"{days[-1][:4]}-12"] if outside and days else days


def _within_told_years(found: Iterable[Happening], lanes: Iterable[Lane]) -> list[Happening]:
    """Leave out the years before the first and after the last of which a figure is told."""
    years = sorted({key[:4] for lane in lanes for key in lane.counts} - {""})
    return [one for one in found if not one.day or (years and years[0] <= one.day[:4] <= years[-1])]


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
        about=_about(calendar, spans, lanes, outside=source.is_outside),
        drawing=draw_lanes(lanes, spans, list(_bands(source, calendar))),
        table=_table(lanes, spans, calendar, outside=source.is_outside),
    )
    if source.is_outside:
        yield Paragraph(text=f"{RULE} {MEMBERS_ONLY}")


def _about(calendar: Calendar, spans: Sequence[Span], lanes: Iterable[Lane], *, outside: bool) -> Sentence:
    when = "of which a figure may be told" if outside else "in which something happened"
    text = (
        f"Each lane has a bar for every {calendar.unit} {when}; the number stands above it, and"
        " bars compare within their lane. Visits stand where they took place or were to begin."
    )
    undated = " What has no day stands under the question mark." if UNKNOWN in spans else ""
    hidden = CROSSES if any(lane.withheld for lane in lanes) else ""
    return say(f"{text}{undated}{hidden}")


def _lanes(found: Sequence[Happening], calendar: Calendar, closed: frozenset[str], *, outside: bool) -> list[Lane]:
    by_lane: dict[tuple[str, str], list[Happening]] = defaultdict(list)
    for happening in found:
        by_lane[happening.group, happening.name].append(happening)
    order = [(group, name) for group, names in LANES.items() for name in names]
    keys = [key for key in order if key in by_lane]
    lanes = [
        _protected(key, by_lane[key], calendar, closed) if outside else _lane(key, by_lane[key], calendar)
        for key in keys
    ]
    # A lane without a number looks like one in which nothing happened.
    shown = [lane for lane in lanes if lane.counts]
    return [_crossed(lane, shown, calendar) for lane in shown]


def _lane(key: tuple[str, str], found: Sequence[Happening], calendar: Calendar) -> Lane:
    group, name = key
    counts = Counter(calendar.key(happening.day) for happening in found)
    return Lane(name=name, group=group, counts=counts, ink=LANES[group][name], total=len(found))


def _protected(key: tuple[str, str], found: Sequence[Happening], calendar: Calendar, closed: frozenset[str]) -> Lane:
    group, name = key
    years: dict[str, list[Happening]] = defaultdict(list)
    for happening in found:
        years[happening.day[:4]].append(happening)
    counts = Counter[str]()
    hidden: set[str] = set()
    for year, some in years.items():
        breakdown = _breakdown(name, some, calendar)
        gone = withheld(breakdown)
        if group == "Visits" and year in closed and gone == frozenset():
            # A lane that is told whole would tell the sum that other reports withhold.
            gone = frozenset((min(breakdown.cells, key=lambda cell: (cell.count, cell.label)).label,))
        counts.update({cell.label: cell.count for cell in breakdown.cells})
        hidden |= {cell.label for cell in breakdown.cells} if gone is None else gone
    told = {label: count for label, count in counts.items() if label not in hidden}
    return Lane(name=name, group=group, counts=told, ink=LANES[group][name], withheld=frozenset(hidden))


def _crossed(lane: Lane, lanes: Iterable[Lane], calendar: Calendar) -> Lane:
    """Withhold, where anything is withheld, all that has no number: nobody sees where nothing happened."""
    keys = {*(span.key for span in calendar.spans), *(key for one in lanes for key in one.counts)}
    hidden = frozenset(keys - lane.counts.keys() if lane.withheld else ())
    return Lane(name=lane.name, group=lane.group, counts=lane.counts, ink=lane.ink, withheld=hidden, total=lane.total)


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


def _table(lanes: Sequence[Lane], spans: Sequence[Span], calendar: Calendar, *, outside: bool) -> Table:
    listed = [span for span in spans if outside or _is_anywhere(span.key, lanes)]
    rows = [(say(span.name), _told(span.key, lanes)) for span in listed]
    rule = f"every {calendar.unit} is listed" if outside else f"where nothing did, the {calendar.unit} is left out"
    in_all = [(say("In all"), say(_sentences((lane.group, f"{lane.total} {lane.name}") for lane in lanes)))]
    return Table(
        caption=f"What happened, by {calendar.unit}; {rule}",
        columns=(say(calendar.unit.capitalize()), say("What happened")),
        rows=tuple(rows + (in_all if all(lane.total is not None for lane in lanes) else [])),
    )


def _is_anywhere(span: str, lanes: Iterable[Lane]) -> bool:
    return any(span in lane.counts or span in lane.withheld for lane in lanes)


def _told(span: str, lanes: Sequence[Lane]) -> Sentence:
    shown = _sentences((lane.group, f"{lane.counts[span]} {lane.name}") for lane in lanes if span in lane.counts)
    hidden = _grouped((lane.group.lower(), lane.name) for lane in lanes if span in lane.withheld)
    crosses = "; ".join(f"{group} {', '.join(names)}" for group, names in hidden.items())
    told = [shown, f"{HIDDEN}: {crosses}." if crosses else ""]
    # Something may have happened in a lane that is left out.
    return say(" ".join(filter(None, told)) or f"{HIDDEN}.")


def _sentences(parts: Iterable[tuple[str, str]]) -> str:
    return " ".join(f"{group}: {', '.join(some)}." for group, some in _grouped(parts).items())


def _grouped(parts: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    by_group: dict[str, list[str]] = defaultdict(list)
    for group, part in parts:
        by_group[group].append(part)
    return by_group
