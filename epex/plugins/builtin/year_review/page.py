"""The pages of the year review: tables of figures, each with its whole, and the sentences beside them."""

from collections.abc import Iterable, Mapping, Sequence

from epex.plugins import Block, Bullets, Notice, Paragraph, Row, Section, Sentence, Table
from epex.plugins.audience import NOT_SHOWN, RULE, WITHHELD
from epex.plugins.builtin.pictures.coverage import covered
from epex.plugins.builtin.pictures.source import NOT_STATED
from epex.plugins.builtin.pictures.visit_network import picture as network
from epex.plugins.builtin.year_review.gathering import Material
from epex.plugins.builtin.year_review.shift import shift
from epex.plugins.builtin.year_review.words import (
    KNOWN,
    MEASURE,
    NO_PART_SHOWN,
    SHARED,
    UNKNOWN,
)
from epex.plugins.cells import Cell, Published
from epex.plugins.saying import counted, say, spoken

Figures = Mapping[str, Published]
COVERED = ("countries", "settings", "kinds", "members")


def page(years: list[Material], found: Sequence[Figures], *, outside: bool) -> tuple[Block, ...]:
    """Put the report together; the reviewed year is the last."""
    material, figures = years[-1], found[-1]

    def table(key: str) -> Block:
        return _table(figures[key], outside=outside)

    counted_how = Paragraph(text=SHARED if outside else KNOWN if material.knows_all else UNKNOWN)
    return (
        _notice(material, figures, outside=outside),
        Section(title="Visits", blocks=(table("visits"), table("purposes"))),
        *([] if outside else [_network(material)]),
        Section(title="Who reflected", blocks=(table("reflected_host"), table("reflected_visitor"), counted_how)),
        Section(title="From what to how", blocks=(shift(years, found, outside=outside), Paragraph(text=MEASURE))),
        Section(title="Practice found and carried over", blocks=tuple(map(table, ("elements", "moved", "transfers")))),
        Section(title="Coverage", blocks=(*map(table, COVERED), *([] if outside else [_coverage(material)]))),
        Section(title="The members that took part", blocks=(table("member_countries"), table("member_kinds"))),
        Section(title="Contradictions", blocks=(table("stances"), *_contradictions(material, outside=outside))),
        Section(title="Findings", blocks=(table("findings"), *_findings(material, outside=outside))),
        Section(title="Stories of change", blocks=(table("stories"), *_stories(material, outside=outside))),
        Section(title="Follow-ups", blocks=(table("follow_ups"), counted_how)),
        Section(title="What is missing", blocks=(_missing(figures),)),
    )


def _network(material: Material) -> Section:
    drawn = tuple(network(material.held, list(material.organisations.values())))
    return Section(title="Who visited whom", blocks=drawn)


def _coverage(material: Material) -> Block:
    cells: dict[tuple[str, str], list[Row]] = {}
    for visit in material.held:
        country = material.organisations.get(visit["host"], {}).get("country") or NOT_STATED
        cells.setdefault((country, visit["setting"] or NOT_STATED), []).append(visit)
    there = material.organisations.values()
    return covered(
        "Visits held", "visits", cells, there, "Where each took place: the country of its host, and its setting."
    )


def _notice(material: Material, figures: Figures, *, outside: bool) -> Notice:
    visits = figures["visits"]
    said = [
        _of(visits, cell, f"visits {cell.label}", outside=outside)
        for cell in visits.breakdown.cells
        if cell.label in ("held", "cancelled", "postponed")
    ]
    rule = (say(RULE),) if outside else ()
    return Notice(heading=say(f"Year {material.number} in short"), sentences=(*said, *rule))


def _table(published: Published, *, outside: bool) -> Block:
    breakdown = published.breakdown
    if published.is_empty:
        return Paragraph(text=f"{breakdown.title}. {NOT_SHOWN}", tone="missing")
    if not breakdown.total:
        return Paragraph(text=f"{breakdown.title}: none.", tone="missing")
    if all(published.count(cell) is None for cell in breakdown.cells if cell.count):
        return Paragraph(text=f"{breakdown.title}: {breakdown.total} in all. {NO_PART_SHOWN}", tone="missing")
    rows = tuple(
        (say(cell.label), _figure(published, cell, outside=outside), say(_percent(published, cell)))
        for cell in breakdown.cells
    )
    heads = (say("Part"), say(f"{breakdown.unit} (of {breakdown.total})"), say("Share"))
    return Table(caption=f"{breakdown.title}: {breakdown.total} in all", columns=heads, rows=rows)


def _figure(published: Published, cell: Cell, *, outside: bool) -> Sentence:
    count = published.count(cell)
    if count is None:
        return say(WITHHELD, tone="missing")
    text = f"{count} of {published.breakdown.total}"
    return say(text, () if outside else cell.positions, "missing" if cell.is_missing and count else "")


def _percent(published: Published, cell: Cell) -> str:
    count = published.count(cell)
    return "" if count is None else f"{round(100 * count / published.breakdown.total)} %"


def _of(published: Published, cell: Cell, what: str, *, outside: bool) -> Sentence:
    if published.is_empty:
        return say(f"{what}: not shown.", tone="missing")
    if published.count(cell) is None:
        return say(f"{what[:1].upper()}{what[1:]}: {WITHHELD}.", tone="missing")
    figure = _figure(published, cell, outside=outside)
    return say(f"{figure.text} {what}.", figure.positions, figure.tone)


def _contradictions(material: Material, *, outside: bool) -> list[Block]:
    if outside:
        return [Paragraph(text="What contradicts is told to members only, for it names who says so.")]
    against = [link for link in material.evidence if link["stance"] != "supports"]
    if not against:
        return [Paragraph(text="Nothing that was linked in the year contradicts or nuances anything.", tone="missing")]
    return [Bullets(points=tuple(map(_contradiction, against)))]


def _contradiction(link: Row) -> Sentence:
    words = f": “{link['words']}”" if link["words"] else ""
    note = f" ({link['note']})" if link["note"] and link["is_named"] else ""
    who = link["title"] if link["is_named"] else "Somebody who is not to be named"
    text = f"{who} {link['stance']} the {link['target_kind']} '{link['target_title']}'{words}{note}"
    return say(text, [link["position"]], link["stance"])


def _findings(material: Material, *, outside: bool) -> list[Block]:
    stated = _open(material.findings, outside=outside)
    points = tuple(_finding(row, outside=outside) for row in stated if row["status"] == "stated")
    retracted = [row for row in stated if row["status"] == "retracted"]
    said = f"{counted(len(retracted), 'finding')} taken back since."
    taken_back = [Paragraph(text=said, positions=() if outside else _positions(retracted))] if retracted else []
    return [*([Bullets(points=points)] if points else []), *taken_back]


def _finding(row: Row, *, outside: bool) -> Sentence:
    if outside:
        return say(f"{row['title']} ({spoken(row['kind'])})", language=row["language"])
    against = sum(link["stance"] == "contradicts" for link in row["evidence"])
    resting = counted(len(row["evidence"]), "piece of evidence that you may see", "pieces of evidence that you may see")
    text = f"{row['title']} ({spoken(row['kind'])}; rests on {resting}, {against} of them against it)"
    return say(text, [row["position"], *_positions(row["evidence"])], "" if row["evidence"] else "missing")


def _stories(material: Material, *, outside: bool) -> list[Block]:
    told = [row for row in _open(material.stories, outside=outside) if row["status"] in ("chosen", "released")]
    points = tuple(_story(row, outside=outside) for row in told)
    return [Bullets(points=points)] if points else []


def _story(row: Row, *, outside: bool) -> Sentence:
    from_how_many = f", chosen from {row['considered']}" if row["considered"] else ""
    text = f"{row['title']}{from_how_many} ({spoken(row['method'])}). Chosen because: {row['because']}"
    return say(text, () if outside else [row["position"]])


def _open(rows: Iterable[Row], *, outside: bool) -> list[Row]:
    return [row for row in rows if not outside or row["visibility"] == "public"]


def _missing(figures: Figures) -> Block:
    points = [
        say(f"{published.breakdown.title}: {_figure(published, cell, outside=True).text} {cell.label}.", tone="missing")
        for published in figures.values()
        for cell in published.breakdown.cells
        if cell.is_missing and published.count(cell)
    ]
    if not points:
        return Paragraph(text="Nothing that is counted here is missing.")
    return Bullets(points=tuple(points))


def _positions(rows: Iterable[Row]) -> tuple[int, ...]:
    return tuple(sorted({row["position"] for row in rows}))
