"""The network of visits: who shadowed whom."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from epex.plugins import (
    Block,
    Document,
    Option,
    Paragraph,
    Picture,
    Queries,
    Refused,
    Row,
    Table,
    country_name,
    with_events,
)
from epex.plugins.audience import NOT_SHOWN
from epex.plugins.builtin.pictures.counting import told_as_held
from epex.plugins.builtin.pictures.source import HELD, Source
from epex.plugins.drawing import Matrix, Node, draw_matrix, draw_wheel
from epex.plugins.saying import counted, say

NAME = "visit-network"
SUMMARY = "Draw who shadowed whom: an arrow leads from each host to the organisations that visited it."
OPTIONS = (Option(name="year", value="N", summary="only visits of this programme year, such as 2"),)
MOST = 24
FOLDED = "others"
Pair = tuple[str, str]
OUTSIDE = "Who visited whom is told to members only, for every arrow names two organisations."


def build(queries: Queries, options: Mapping[str, str]) -> Document:
    """Build the report."""
    source = Source(queries, options)
    year = _year(options.get("year", ""), source)
    planned = [row for row in source.rows("visit") if year in (None, row["year"])]
    visits = [row for row in planned if row["status"] in HELD]
    title = f"Who shadowed whom in year {year}" if year else "Who shadowed whom"
    if source.is_outside:
        said = Paragraph(text=_told(planned))
        return source.document(NAME, title, "", (said, Paragraph(text=OUTSIDE, tone="missing")))
    organisations = source.rows("organisation")
    document = source.document(NAME, title, "", picture(visits, organisations))
    return with_events(document, queries)


def picture(visits: Sequence[Row], organisations: Sequence[Row]) -> Iterator[Block]:
    """Draw the visits that were held; the organisations stand by country, those without a visit are named below."""
    arrows = pairs(visits)
    taking = {one for pair in arrows for one in pair}
    there = [row for row in by_country(organisations) if row["id"] in taking]
    if not arrows:
        yield Paragraph(text="No visit has been held that you may read.", tone="missing")
        return
    table = _table(arrows, {row["id"]: row for row in organisations})
    counts = {pair: len(positions) for pair, positions in arrows.items()}
    said = f"{counted(len(visits), 'visit')} between {counted(len(there), 'organisation')}"
    yield _wheel(there, counts, table, said) if len(there) <= MOST else _matrix(there, counts, table, said)
    without = [row["title"] for row in organisations if row["id"] not in taking and not row["left_on"]]
    if without:
        yield Paragraph(text=f"In no visit that was held: {', '.join(without)}.", tone="missing")


def pairs(visits: Sequence[Row]) -> dict[Pair, list[int]]:
    """List the visits by host and visiting organisation, as positions; one with several visitors counts for each."""
    found: dict[Pair, list[int]] = defaultdict(list)
    for row in visits:
        for visitor in row["visiting_organisations"]:
            if row["host"] and visitor:
                found[row["host"], visitor].append(row["position"])
    return found


def by_country(organisations: Sequence[Row]) -> list[Row]:
    """Sort organisations by the name of their country and then by their own."""
    return sorted(organisations, key=lambda row: (country_name(row["country"]), row["title"]))


def short(row: Row) -> str:
    """Give the short name of an organisation, or its name."""
    return str(row["short_name"] or row["title"])


def _told(visits: Sequence[Row]) -> str:
    """Say how many took place, where each year may tell it: nobody can compute the one that is missing."""
    held = list(told_as_held(visits).values())
    return f"{counted(sum(filter(None, held)), 'visit')} took place." if held and None not in held else NOT_SHOWN


def _year(asked: str, source: Source) -> int | None:
    if not asked:
        return None
    if not asked.strip().isdecimal():
        raise Refused(f"'{asked}' is not the number of a programme year; give one such as 2.")
    opened = sorted(row["number"] for row in source.rows("year"))
    if opened and int(asked) not in opened:
        raise Refused(f"There is no programme year {asked}; choose one of: {', '.join(map(str, opened))}.")
    return int(asked)


def _wheel(there: Sequence[Row], counts: Mapping[Pair, int], table: Table, said: str) -> Picture:
    nodes = [Node(key=row["id"], name=short(row), group=country_name(row["country"])) for row in there]
    about = (
        f"{said}. An arrow leads from the host to who visited it, in the colour of the host's country; a number stands"
        " on an arrow for several visits, one without is one visit. A visit with guests from two organisations is two"
        " arrows."
    )
    return Picture(title="Visits held", about=say(about), drawing=draw_wheel(nodes, counts, "visits"), table=table)


def _matrix(there: Sequence[Row], counts: Mapping[Pair, int], table: Table, said: str) -> Picture:
    busy = Counter[str]()
    for pair, count in counts.items():
        busy.update(dict.fromkeys(pair, count))
    most = {one for one, _ in sorted(busy.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST]}
    rest = len(there) - len(most)
    names = {row["id"]: f"{short(row)}, {row['country']}" for row in there if row["id"] in most}
    folded = {**names, FOLDED: f"{rest} others"}
    cells = Counter[Pair]()
    for (host, visitor), count in counts.items():
        cells[host if host in most else FOLDED, visitor if visitor in most else FOLDED] += count
    matrix = Matrix(
        rows=folded,
        columns=folded,
        counts=cells,
        corner="host below, visitor above",
        unit="visits",
        sums=frozenset((FOLDED,)),
    )
    about = (
        f"{said}. Rows are hosts, columns are visitors, and the stronger the colour of a cell, the more visits. Drawn"
        f" are the {len(most)} organisations with the most visits, by country; the {rest} others stand folded in the"
        " last row and column, and each of them by name in the table. A dot is a pair without a visit."
    )
    return Picture(title="Visits held", about=say(about), drawing=draw_matrix(matrix), table=table)


def _table(arrows: Mapping[Pair, list[int]], organisations: Mapping[str, Row]) -> Table:
    ordered = sorted(arrows.items(), key=lambda arrow: tuple(_order(one, organisations) for one in arrow[0]))
    rows = tuple(
        (
            say(_name(host, organisations)),
            say(_name(visitor, organisations)),
            say(str(len(positions)), positions),
        )
        for (host, visitor), positions in ordered
    )
    heads = (say("Host"), say("Visited by"), say("Visits"))
    return Table(caption="Visits held, by host and by who visited", columns=heads, rows=rows)


def _order(identity: str, organisations: Mapping[str, Row]) -> tuple[str, str]:
    row = organisations[identity]
    return country_name(row["country"]), row["title"]


def _name(identity: str, organisations: Mapping[str, Row]) -> str:
    row = organisations[identity]
    return f"{row['title']} ({country_name(row['country'])})"
