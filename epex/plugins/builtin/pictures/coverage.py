"""Coverage: in which countries and settings there are elements of practice and themes, and where there are gaps."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

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
    country_name,
    with_events,
)
from epex.plugins.builtin.pictures.one import about_one
from epex.plugins.builtin.pictures.source import NOT_STATED, Source
from epex.plugins.cells import is_enough
from epex.plugins.drawing import Matrix, draw_matrix
from epex.plugins.saying import say, spoken

NAME = "coverage"
SUMMARY = "Draw where there are elements of practice and themes, by country and setting, and where there are gaps."
OPTIONS: tuple[Option, ...] = (
    Option(name="element", value="ID", summary="only what this element of practice rests on, and what it lacks"),
    Option(name="theme", value="ID", summary="only what this theme rests on, and what it lacks"),
)
MEMBERS_ONLY = (
    "Where themes come from, and what each kind of organisation has, is told to members only, for it rests on what"
    " people wrote to each other, or on few."
)
TOLD = "A figure is told only where three organisations or more stand behind it; no sum is told."
CROSSES = (
    "A cross stands wherever there is no figure, also where there is no element, so that nobody sees where fewer than"
    " three organisations have some."
)
NOTHING_TOLD = (
    "No figure is told: one is only where three organisations or more stand behind it, and where no other could be"
    " computed from it."
)
# What no longer stands fills no gap.
OVER = ("merged", "split", "rejected", "retired")
Key = tuple[str, str]
Cells = Mapping[Key, Sequence[Row]]


def build(queries: Queries, options: Mapping[str, str]) -> Document:
    """Build the report."""
    source = Source(queries, options)
    if options.get("element") or options.get("theme"):
        one, withheld = about_one(source, options.get("element", ""), options.get("theme", ""))
        return with_events(one, queries, withheld)
    document = source.document(NAME, "What is covered, and what is not", "", _blocks(source))
    return document if source.is_outside else with_events(document, queries)


def _blocks(source: Source) -> Iterator[Block]:
    organisations = {row["id"]: row for row in source.rows("organisation")}
    there, elements = organisations.values(), _elements(source, organisations)
    if source.is_outside:
        yield from _outside(elements, there)
        return
    yield covered("Elements of practice", "elements", elements, there, ELEMENTS)
    themes = source.rows("theme")
    places = source.queries.places(row["id"] for row in themes)
    yield covered("Themes", "themes", _themes(themes, places), there, THEMES)
    yield _kinds(elements, themes, places, organisations)


ELEMENTS = "Where each was found: the country of its organisation, and its setting. Retired ones are left out."
THEMES = (
    "What each rests on, directly: a theme stands in a country and a setting where one piece of its evidence has both,"
    " and once for each such pair, so the sum is more than the themes. Rejected and retired ones are left out."
)


def _kinds(
    elements: Cells, themes: Iterable[Row], places: Mapping[str, Row], organisations: Mapping[str, Row]
) -> Block:
    """Set what each kind of organisation has beside how many of it are members."""
    homes = {identity: row["kind"] or NOT_STATED for identity, row in organisations.items()}
    found = {name: defaultdict[str, list[Row]](list) for name in ("Members", "Elements of practice", "Themes")}
    for row in organisations.values():
        found["Members"][homes[row["id"]]].append(row)
    for row in (row for some in elements.values() for row in some):
        found["Elements of practice"][homes.get(row["organisation"], NOT_STATED)].append(row)
    for row in (row for row in themes if row["status"] not in OVER):
        for kind in {homes.get(one, NOT_STATED) for one in places[row["id"]]["organisations"]}:
            found["Themes"][kind].append(row)
    kinds = _names((), (kind for some in found.values() for kind in some), spoken)
    rows = tuple((say(name), *(_number(some[kind]) for some in found.values())) for kind, name in kinds.items())
    caption = "By kind of organisation: an element counts where it was found, a theme wherever its evidence comes from"
    return Table(caption=caption, columns=tuple(map(say, ("Kind of organisation", *found))), rows=rows)


def _number(rows: Sequence[Row]) -> Sentence:
    return say(str(len(rows)), _at(rows)) if rows else say("none yet", tone="missing")


def covered(title: str, unit: str, cells: Cells, organisations: Iterable[Row], what: str) -> Block:
    """Draw a matrix of countries and settings; the members' own are always there, so that gaps are seen."""
    rows, columns = _heads(cells, organisations)
    if not any(cells.values()):
        return Paragraph(text=f"{title}: none that you may read.", tone="missing")
    counts = {key: len(some) for key, some in cells.items() if some}
    gaps = "a dot is a gap where the network has members or settings, and nothing yet."
    about = f"{what} The stronger the colour, the more; {gaps}"
    return Picture(
        title=f"{title}, by country and setting",
        about=say(about),
        drawing=draw_matrix(Matrix(rows=rows, columns=columns, counts=counts, unit=unit)),
        table=_table(
            title, rows, columns, {key: say(str(len(some)), _at(some)) for key, some in cells.items() if some}
        ),
    )


def _outside(cells: Cells, organisations: Iterable[Row]) -> Iterator[Block]:
    """Draw what may be told; where there is no figure, nobody sees whether there is nothing or too little."""
    title = "Elements of practice"
    behind = {key: frozenset(row["organisation"] for row in some) - {""} for key, some in cells.items()}
    enough = {key: some for key, some in cells.items() if is_enough(behind[key])}
    rows, columns = _heads(enough, organisations)
    places = frozenset(_keys(rows, columns))
    told = {key: len(some) for key, some in enough.items()}
    if told and len(places - told.keys()) == 1:
        # Who knows the sum would know the one figure that is left.
        del told[min(told, key=lambda key: (told[key], key))]
    if not told:
        yield Paragraph(text=f"{title}, by country and setting. {NOTHING_TOLD}", tone="missing")
    else:
        hidden = places - told.keys()
        yield Picture(
            title=f"{title}, by country and setting",
            about=say(f"{ELEMENTS} The stronger the colour, the more. {CROSSES if hidden else ''}".rstrip()),
            drawing=draw_matrix(Matrix(rows=rows, columns=columns, counts=told, withheld=hidden, unit="elements")),
            table=_table(
                title, rows, columns, {key: say(str(count)) for key, count in told.items()}, "withheld, or nothing"
            ),
        )
        yield Paragraph(text=TOLD)
    yield Paragraph(text=MEMBERS_ONLY)


def _elements(source: Source, organisations: Mapping[str, Row]) -> Cells:
    found: dict[Key, list[Row]] = defaultdict(list)
    for row in source.rows("element"):
        if row["status"] not in OVER:
            country = organisations.get(row["organisation"], {}).get("country", "")
            found[country or NOT_STATED, row["setting"] or NOT_STATED].append(row)
    return found


def _themes(themes: Iterable[Row], places: Mapping[str, Row]) -> Cells:
    found: dict[Key, list[Row]] = defaultdict(list)
    for row in themes:
        if row["status"] not in OVER:
            for country, setting in places[row["id"]]["pairs"]:
                found[country or NOT_STATED, setting or NOT_STATED].append(row)
    return found


def _heads(cells: Cells, organisations: Iterable[Row]) -> tuple[dict[str, str], dict[str, str]]:
    there = list(organisations)
    countries = {row["country"] for row in there} - {""}
    settings = {setting for row in there for setting in row["settings"]}
    rows = _names(countries, (country for country, _ in cells), country_name)
    return rows, _names(settings, (setting for _, setting in cells), spoken)


def _names(known: Iterable[str], more: Iterable[str], named: Callable[[str], str]) -> dict[str, str]:
    found = set(more)
    names = {code: named(code) for code in sorted({*known, *found} - {NOT_STATED}, key=named)}
    return {**names, NOT_STATED: NOT_STATED} if NOT_STATED in found else names


def _table(
    title: str,
    rows: Mapping[str, str],
    columns: Mapping[str, str],
    cells: Mapping[Key, Sentence],
    unlisted: str = "a gap",
) -> Table:
    there = [key for key in _keys(rows, columns) if key in cells]
    listed = tuple((say(rows[row]), say(columns[column]), cells[row, column]) for row, column in there)
    return Table(
        caption=f"{title}, by country and setting; what is not listed is {unlisted}",
        columns=(say("Country"), say("Setting"), say(title)),
        rows=listed,
    )


def _keys(rows: Iterable[str], columns: Iterable[str]) -> Iterator[Key]:
    return ((row, column) for row in rows for column in columns)


def _at(rows: Iterable[Row]) -> list[int]:
    return [row["position"] for row in rows]
