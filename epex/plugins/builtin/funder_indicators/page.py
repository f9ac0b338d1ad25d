"""The pages of the funder indicators: reach, value cycles with their stories, follow-ups and transfers."""

from collections.abc import Iterable, Sequence

from epex.plugins import Block, Notice, Paragraph, Quote, Row, Section, Sentence, Table, Tone
from epex.plugins.audience import RULE
from epex.plugins.builtin.funder_indicators.columns import Column
from epex.plugins.builtin.funder_indicators.figures import CYCLES, NONE_NAMED, cycle_of, told
from epex.plugins.builtin.funder_indicators.words import (
    ALL_YEARS,
    COUNTED_UNDER,
    CYCLE_NAMES,
    CYCLES_ARE,
    FOLLOWED,
    HOW_FAR,
    NO_SCORE,
    NOTHING_TOLD,
    REACH,
    STANDING,
    STANDING_RESULTS,
    VALUES,
)
from epex.plugins.builtin.practice_transfer.words import listed
from epex.plugins.builtin.year_review.words import KNOWN, SHARED, UNKNOWN
from epex.plugins.saying import say, spoken

# What a row is called, the breakdown and its part.
Line = tuple[str, str, str]
SHORT: Sequence[Line] = (
    ("Visits held", "visits", "held"),
    ("Organisations that took part", "members", "took part"),
    ("Transfers evaluated", "standings", "determined"),
    ("Of those, failed", "results", "failed"),
)


def page(columns: Sequence[Column], *, outside: bool) -> tuple[Block, ...]:
    """Put the report together; the last column is the whole that is asked for."""
    known = SHARED if outside else KNOWN if columns[-1].material.knows_all else UNKNOWN
    after = [(f"After {months} months", f"after {months}", "written") for months in (3, 6, 12)]
    return (
        _notice(columns[-1], outside=outside),
        Section(title="Whom it reached", blocks=_reach(columns, outside=outside)),
        Section(title="What it was worth", blocks=(*_values(columns, outside=outside), Paragraph(text=known))),
        Section(title="Stories", blocks=tuple(_stories(columns[-1], outside=outside))),
        Section(
            title="Follow-up reflections",
            blocks=tuple(_tables(FOLLOWED, after, columns, outside=outside, of_visits=True)),
        ),
        Section(title="What was carried over", blocks=_transfers(columns, outside=outside)),
        Section(title="How it is counted", blocks=_rules(columns, outside=outside)),
    )


def _reach(columns: Sequence[Column], *, outside: bool) -> tuple[Block, ...]:
    # Who knows the hosts, the visitors and all of them knows how many were both.
    lines = [line for line in REACH if not (outside and line[1] == "people")]
    return tuple(_tables("Reach", lines, columns, outside=outside, of_visits=True))


def _rules(columns: Sequence[Column], *, outside: bool) -> tuple[Block, ...]:
    together = (Paragraph(text=ALL_YEARS),) if len(columns) > 1 else ()
    return (Paragraph(text=NO_SCORE), *together, *((Paragraph(text=RULE),) if outside else ()))


def _notice(column: Column, *, outside: bool) -> Notice:
    said = [
        say(f"{name}: {figure.text}.", () if outside else column.cell(key, part).positions, figure.tone)
        for name, key, part in SHORT
        for figure in [column.tell(key, part, outside=outside)]
    ]
    return Notice(heading=say(f"{column.title} in short"), sentences=(*said, *_lacking(column, outside=outside)))


def _lacking(column: Column, *, outside: bool) -> list[Sentence]:
    bare = [cycle for cycle in CYCLES if not any(_counts(column, cycle, outside=outside))]
    if not bare:
        return [say("There is evidence, or a figure that is withheld, for every value cycle.")]
    names = listed(CYCLE_NAMES[cycle].lower() for cycle in bare)
    return [say(f"No evidence yet of the value cycle{'s' * (len(bare) > 1)}: {names}.", tone="missing")]


def _counts(column: Column, cycle: str, *, outside: bool) -> list[bool]:
    """Tell for each figure of a cycle whether there may be evidence; one that is withheld may be."""
    counts = (column.count(key, part, outside=outside) for _, key, part in _cycle(cycle))
    return [count is None or count > 0 for count in counts]


def _cycle(cycle: str) -> list[Line]:
    return [
        *VALUES.get(cycle, ()),
        ("transfers", "cycles", cycle),
        ("stories of change", "told", cycle),
    ]


def _values(columns: Sequence[Column], *, outside: bool) -> list[Block]:
    lines = [(f"{CYCLE_NAMES[cycle]}: {name}", key, part) for cycle in CYCLES for name, key, part in _cycle(cycle)]
    unnamed = [
        ("None named: transfers", "cycles", NONE_NAMED),
        ("None named: stories of change", "told", NONE_NAMED),
    ]
    tables = _tables("Value cycles", [*lines, *unnamed], columns, outside=outside, of_visits=True)
    return [*tables, Paragraph(text=CYCLES_ARE), Paragraph(text=COUNTED_UNDER)]


def _transfers(columns: Sequence[Column], *, outside: bool) -> tuple[Block, ...]:
    if not columns[-1].total("transfers"):
        return (Paragraph(text="No transfer is recorded that you may read.", tone="missing"),)
    seen = [column for column in columns if not outside or column.figures["ways"].is_whole]
    ways = dict.fromkeys(cell.label for column in seen for cell in column.figures["ways"].breakdown.cells)
    lines = [line for standing in STANDING for line in _standing(standing, ways)]
    results = [(name, "results", part) for part, name in STANDING_RESULTS.items()]
    return (
        *_tables("Transfers by how far they are", lines, columns, outside=outside),
        *_tables("What came of those that were evaluated", results, columns, outside=outside),
    )


def _standing(standing: str, ways: Iterable[str]) -> list[Line]:
    named = [way for way in ways if way.startswith(f"{standing}: ")]
    return [
        (STANDING[standing], "standings", standing),
        *((f"{standing.capitalize()}, {_how_far(way)}", "ways", way) for way in named),
    ]


def _how_far(way: str) -> str:
    status = way.partition(": ")[2]
    return HOW_FAR.get(status, spoken(status))


def _stories(column: Column, *, outside: bool) -> list[Block]:
    there = [row for row in told(column.material) if not outside or row["visibility"] == "public"]
    if not there:
        return [Paragraph(text="No story of change is there that may be told here.", tone="missing")]
    cycles = {row["id"]: row["value_cycle"] for row in column.material.transfers}
    return [_story(row, cycle_of(row, cycles), outside=outside) for row in there]


def _story(row: Row, cycle: str, *, outside: bool) -> Block:
    named = f"value cycle: {cycle}" if cycle in CYCLES else "no value cycle named"
    among = f", chosen from {row['considered']}" if row["considered"] else ""
    about = f", about '{row['about_title']}'" if row["about_title"] and not outside else ""
    source = f"{row['title']}{about}; {named}{among}. Chosen because: {row['because']}"
    positions = () if outside else (row["position"],)
    if not row["text"]:
        return Paragraph(text=source, positions=positions)
    return Quote(words=say(row["text"], language=row["language"]), source=say(source, positions))


def _tables(
    caption: str, lines: Iterable[Line], columns: Sequence[Column], *, outside: bool, of_visits: bool = False
) -> list[Block]:
    """Set figures beside each other; outside a line of which nothing is told is named below the table."""
    rows = {
        name: [column.tell(key, part, outside=outside, tone=_tone(key, part)) for column in columns]
        for name, key, part in lines
    }
    silent = [name for name, cells in rows.items() if outside and all(cell.tone == "missing" for cell in cells)]
    heads = [say(column.title, column.resting if of_visits and not outside else ()) for column in columns]
    told = tuple((say(name), *cells) for name, cells in rows.items() if name not in silent)
    table = [Table(caption=caption, columns=(say("Indicator"), *heads), rows=told)] if told else []
    return [
        *table,
        *([Paragraph(text=f"{caption}. {NOTHING_TOLD} {'; '.join(silent)}.", tone="missing")] if silent else []),
    ]


def _tone(key: str, part: str) -> Tone:
    if key == "standings":
        return "determined" if part == "determined" else "anticipated"
    return "contradicts" if part == "failed" else ""
