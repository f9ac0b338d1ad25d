"""Coverage: in which countries and settings there are elements of practice and themes, and where there are gaps."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

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
from epex.plugins.builtin.pictures.one import NOT_TOLD, about_one
from epex.plugins.builtin.pictures.source import NOT_STATED, Source
from epex.plugins.builtin.practice_transfer.findings import witness
from epex.plugins.cells import is_enough
from epex.plugins.drawing import Matrix, draw_matrix
from epex.plugins.saying import counted, say, spoken

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
UNPLACED = (NOT_STATED, NOT_TOLD)
Key = tuple[str, str]
NOWHERE: Key = ("", "")
Cells = Mapping[Key, Sequence[Row]]


class Resting(NamedTuple):
    """What a theme rests on directly: where that comes from, and the links of which it is not told."""

    row: Row
    pairs: frozenset[Key]
    organisations: frozenset[str]
    withheld: frozenset[int]


def build(queries: Queries, options: Mapping[str, str]) -> Document:
    """Build the report."""
    source = Source(queries, options)
    if options.get("element") or options.get("theme"):
        one, withheld = about_one(source, options.get("element", ""), options.get("theme", ""))
        return with_events(one, queries, withheld)
    themes = () if source.is_outside else _resting(queries, source.rows("theme"))
    document = source.document(NAME, "What is covered, and what is not", "", _blocks(source, themes))
    withheld = frozenset[int]().union(*(theme.withheld for theme in themes))
    return document if source.is_outside else with_events(document, queries, withheld)


def _blocks(source: Source, themes: Sequence[Resting]) -> Iterator[Block]:
    organisations = {row["id"]: row for row in source.rows("organisation")}
    there, elements = organisations.values(), _elements(source, organisations)
    if source.is_outside:
        yield from _outside(elements, there)
        return
    yield covered("Elements of practice", "elements", elements, there, ELEMENTS)
    yield covered("Themes", "themes", _themes(themes), there, THEMES)
    yield _kinds(elements, themes, organisations)
    yield from _not_told(themes)


ELEMENTS = "Where each was found: the country of its organisation, and its setting. Retired ones are left out."
THEMES = (
    "What each rests on, directly: a theme stands in a country and a setting where one piece of its evidence has both,"
    " and once for each such pair, so the sum is more than the themes. Rejected and retired ones are left out. Of words"
    " whose speaker is not to be named, it is not told where they come from."
)


def _kinds(elements: Cells, themes: Iterable[Resting], organisations: Mapping[str, Row]) -> Block:
    """Set what each kind of organisation has beside how many of it are members."""
    homes = {identity: row["kind"] or NOT_STATED for identity, row in organisations.items()}
    found = {name: defaultdict[str, list[Row]](list) for name in ("Members", "Elements of practice", "Themes")}
    for row in organisations.values():
        found["Members"][homes[row["id"]]].append(row)
    for row in (row for some in elements.values() for row in some):
        found["Elements of practice"][homes.get(row["organisation"], NOT_STATED)].append(row)
    for theme in themes:
        known = {homes.get(one, NOT_STATED) for one in theme.organisations}
        for kind in known | ({NOT_TOLD} if theme.withheld else set()):
            found["Themes"][kind].append(theme.row)
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


def _resting(queries: Queries, themes: Iterable[Row]) -> list[Resting]:
    """Find where the evidence of themes comes from; of speakers who are not to be named, nothing is asked."""
    shown = [(row, queries.show(row["id"])) for row in themes if row["status"] not in OVER]
    links = {link["id"]: link for _, page in shown for link in page["evidence"]}
    unnamed = {identity for identity, link in links.items() if not _is_named(queries, link)}
    asked = {identity for _, page in shown for identity in page.get("challenges", ())}
    places = queries.places((links.keys() | asked) - unnamed)
    return [_rests(row, page, places, unnamed) for row, page in shown]


def _is_named(queries: Queries, link: Row) -> bool:
    return link["kind"] != "reflection" or witness(queries, link).is_named


def _rests(row: Row, page: Row, places: Mapping[str, Row], unnamed: Collection[str]) -> Resting:
    withheld = frozenset(link["position"] for link in page["evidence"] if link["id"] in unnamed)
    sources = {*(link["id"] for link in page["evidence"]), *page.get("challenges", ())}
    there = [places[identity] for identity in sources if identity in places]
    pairs = {(country, setting) for place in there for country, setting in place["pairs"]} - {NOWHERE}
    organisations = frozenset(one for place in there for one in place["organisations"])
    return Resting(row, frozenset(pairs or (() if withheld else (NOWHERE,))), organisations, withheld)


def _themes(themes: Iterable[Resting]) -> Cells:
    found: dict[Key, list[Row]] = defaultdict(list)
    for theme in themes:
        for country, setting in theme.pairs:
            found[country or NOT_STATED, setting or NOT_STATED].append(theme.row)
        if theme.withheld:
            found[NOT_TOLD, NOT_TOLD].append(theme.row)
    return found


def _not_told(themes: Iterable[Resting]) -> Iterator[Block]:
    withheld = tuple(sorted({position for theme in themes for position in theme.withheld}))
    if withheld:
        pieces = counted(len(withheld), "piece of evidence of themes comes", "pieces of evidence of themes come")
        why = "for whoever said it is not to be named; that may be where a gap is drawn"
        yield Paragraph(text=f"It is not told where {pieces} from, {why}.", positions=withheld, tone="unknown")


def _heads(cells: Cells, organisations: Iterable[Row]) -> tuple[dict[str, str], dict[str, str]]:
    there = list(organisations)
    countries = {row["country"] for row in there} - {""}
    settings = {setting for row in there for setting in row["settings"]}
    rows = _names(countries, (country for country, _ in cells), country_name)
    return rows, _names(settings, (setting for _, setting in cells), spoken)


def _names(known: Iterable[str], more: Iterable[str], named: Callable[[str], str]) -> dict[str, str]:
    found = set(more)
    names = {code: named(code) for code in sorted({*known, *found} - {*UNPLACED}, key=named)}
    return names | {name: name for name in UNPLACED if name in found}


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
