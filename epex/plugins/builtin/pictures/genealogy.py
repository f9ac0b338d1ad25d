"""The genealogy of the themes: how they were proposed, merged, split, renamed and retired."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from epex.plugins import (
    Block,
    Document,
    Option,
    Paragraph,
    Picture,
    Queries,
    Row,
    Sentence,
    Table,
    readable_date,
    with_events,
)
from epex.plugins.builtin.pictures.source import Source
from epex.plugins.drawing import Bond, Knot, Sign, Thread, draw_threads, families
from epex.plugins.saying import counted, say

NAME = "genealogy"
SUMMARY = "Draw the themes over time: proposed, discussed, adopted, merged, split, renamed, retired."
OPTIONS: tuple[Option, ...] = ()
MOST = 20
SIGNS = {
    "proposed": Sign(name="proposed", corners=0, ink="blue", is_hollow=True),
    "discussed": Sign(name="discussed", corners=0, ink="soft"),
    "adopted": Sign(name="adopted", corners=5, ink="green", turn=-0.25 * 5),
    "parked": Sign(name="parked", corners=4, ink="amber", turn=0.5),
    "renamed": Sign(name="renamed", corners=4, ink="violet"),
    "reopened": Sign(name="reopened", corners=3, ink="blue"),
    "merged": Sign(name="merged into another", corners=3, ink="violet", turn=0.25),
    "split": Sign(name="split into several", corners=3, ink="violet", turn=0.75),
    "rejected": Sign(name="rejected", corners=-1, ink="red"),
    "retired": Sign(name="retired", corners=4, ink="red", turn=0.5, is_hollow=True),
}
ENDS = ("merged", "split", "rejected", "retired")
ABOUT = (
    "Each line is a theme. Each mark stands at its own day, whenever it was recorded, or at the first day of what is"
    " known of it; marks that would cover each other hang below the line. How a theme stands is told at the end, and a"
    " dotted line goes on. Where themes were merged, one line runs into the other, and where one was split, others come"
    " out of it."
)
OUTSIDE = "Of the themes only those are told outside the network that were released to the public; there is none."
NONE = "There is no theme that you may read."


def build(queries: Queries, options: Mapping[str, str]) -> Document:
    """Build the report."""
    source = Source(queries, options)
    themes = [row for row in source.rows("theme") if not source.is_outside or row["visibility"] == "public"]
    blocks = tuple(_pictures(themes, source)) or (
        Paragraph(text=OUTSIDE if source.is_outside else NONE, tone="missing"),
    )
    document = source.document(
        NAME, "How the themes came about", counted(len(themes), "theme") if themes else "", blocks
    )
    return document if source.is_outside else with_events(document, queries)


def _pictures(themes: Sequence[Row], source: Source) -> Iterator[Block]:
    steps: dict[str, list[Row]] = defaultdict(list)
    there = {row["id"] for row in themes}
    for step in source.steps("theme"):
        if step["id"] in there and (not source.is_outside or step["visibility"] == "public"):
            steps[step["id"]].append({**step, "into": [other for other in step["into"] if other in there]})
    if not themes:
        return
    bonds = list(_bonds(themes, steps, there))
    threads = {row["id"]: _thread(row, steps[row["id"]]) for row in themes}
    since, until = _stretch(threads.values())
    sheets = list(_sheets(threads, bonds))
    for number, sheet in enumerate(sheets, 1):
        here = [row for row in themes if row["id"] in sheet]
        part = f", {number} of {len(sheets)}" if len(sheets) > 1 else ""
        yield Picture(
            title=f"The themes{part}",
            about=say(ABOUT),
            drawing=draw_threads([threads[row["id"]] for row in here], bonds, SIGNS, since, until),
            table=_table(here, steps, part, source),
        )


def _stretch(threads: Iterable[Thread]) -> tuple[date, date]:
    """Span all days."""
    days = [knot.day for thread in threads for knot in thread.knots]
    return min(days), max(days)


def _sheets(threads: Mapping[str, Thread], bonds: Sequence[Bond]) -> Iterator[set[str]]:
    lives = {key: (thread.since, thread.until or date.max) for key, thread in threads.items()}
    sheet: set[str] = set()
    for family in families(lives, [(bond.source, bond.target, bond.day) for bond in bonds]):
        if sheet and len(sheet) + len(family) > MOST:
            yield sheet
            sheet = set()
        sheet |= set(family)
    if sheet:
        yield sheet


def _bonds(themes: Iterable[Row], steps: Mapping[str, Sequence[Row]], there: set[str]) -> Iterator[Bond]:
    for row in themes:
        if row["split_from"] in there:
            yield Bond(source=row["split_from"], target=row["id"], day=_day(row["occurred_on"]))
        for step in steps[row["id"]]:
            if step["step"] == "merged":
                yield from (Bond(source=row["id"], target=one, day=_day(step["occurred_on"])) for one in step["into"])


def _thread(row: Row, steps: Sequence[Row]) -> Thread:
    last = steps[-1] if steps else None
    is_over = last is not None and last["step"] in ENDS
    said = f"{row['title']}: proposed on {readable_date(row['occurred_on'])}"
    knots = [Knot(day=_day(row["occurred_on"]), sign="proposed", says=said)]
    knots += [Knot(day=_day(step["occurred_on"]), sign=step["step"], says=_says(row, step)) for step in steps]
    return Thread(
        key=row["id"],
        name=row["title"],
        since=min(knot.day for knot in knots),
        until=max(knot.day for knot in knots) if is_over else None,
        end=row["status"],
        knots=tuple(knots),
    )


def _says(row: Row, step: Row) -> str:
    named = f" '{step['name']}', before '{step['before']}'," if step["name"] else ""
    return f"{row['title']}: {step['step']}{named} on {readable_date(step['occurred_on'])}"


def _day(day: str) -> date:
    """Give the first day of what is known of a day."""
    return date.fromisoformat(f"{day}-01-01"[:10] if len(day) <= len("2016") else f"{day}-01"[:10])


def _table(themes: Sequence[Row], steps: Mapping[str, Sequence[Row]], part: str, source: Source) -> Table:
    titles = source.queries.titles({other for row in themes for step in steps[row["id"]] for other in step["into"]})
    rows = []
    for row in themes:
        parent = f", out of '{row['split_from_title']}'" if row["split_from_title"] else ""
        first = (say(readable_date(row["occurred_on"])), say(f"proposed{parent}", _at(source, row)))
        rows.append((say(row["title"]), *first, say(row["status"])))
        for step in steps[row["id"]]:
            more = (say(readable_date(step["occurred_on"])), _decided(step, titles, source))
            rows.append((say(row["title"]), *more, say("")))
    heads = (say("Theme"), say("When"), say("What was decided"), say("Stands"))
    return Table(caption=f"The themes and what was decided on each{part}", columns=heads, rows=tuple(rows))


def _decided(step: Row, titles: Mapping[str, str], source: Source) -> Sentence:
    into = " and ".join(f"'{titles[other]}'" for other in step["into"] if other in titles)
    what = f" into {into}" if into else f": '{step['name']}' (before: '{step['before']}')" if step["name"] else ""
    return say(f"{step['step']}{what}", _at(source, step))


def _at(source: Source, row: Row) -> list[int]:
    return [] if source.is_outside else [row["position"]]
