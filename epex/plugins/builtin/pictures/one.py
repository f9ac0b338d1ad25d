"""What one element or theme rests on, by country, setting and kind of organisation, and what it still lacks."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from epex.plugins import (
    Block,
    Bullets,
    Document,
    Notice,
    Paragraph,
    Picture,
    Refused,
    Row,
    Section,
    Sentence,
    Table,
    Tone,
    country_name,
)
from epex.plugins.builtin.pictures.source import NOT_STATED, Source
from epex.plugins.builtin.practice_transfer.findings import Witness, witness
from epex.plugins.builtin.practice_transfer.quotes import attributed
from epex.plugins.drawing import Matrix, draw_matrix
from epex.plugins.saying import counted, say, spoken

ONE_ONLY = "Ask for one element or for one theme, not for both; leave one of the options out."
INSIDE_ONLY = (
    "What one element or theme rests on is for members of the network: name who reads with --as and without"
    " audience=outside, or leave the option out."
)
NOT_TOLD = "not told"
HOME, ASKED, TRIED = "comes from here", "asked here", "tried here"
STANCES: Mapping[str, Tone] = {"supports": "supports", "nuances": "nuances", "contradicts": "contradicts"}
COLUMNS = (HOME, ASKED, *STANCES, TRIED)
PLACE = ("organisations", "countries", "settings")
TRYING = ("piloted", "evaluated", "sustained", "changed", "abandoned")
ROWS = "The rows are those of the members and of what it rests on; a dot is nothing yet"
RULE = (
    "Numbers are pieces of evidence by their stance, and transfers that were tried there, failures included. A"
    " reflection counts where its author works, and in the setting of its visit; a transfer in no setting, for nobody"
    " recorded in which it was tried. Where a challenge was only asked that led to it, evidence is lacking still."
    " Of words whose speaker is not to be named, it is not told where they come from."
)


class Sight(NamedTuple):
    """Something that speaks of the element or theme: as what, where if that may be told, and the event that says so."""

    column: str
    organisations: frozenset[str]
    countries: frozenset[str]
    settings: frozenset[str]
    position: int
    is_told: bool = True


class Side(NamedTuple):
    """One way to sort what there is: the heading, how a key is called, and which keys a sight and a member have."""

    head: str
    many: str
    named: Callable[[str], str]
    of_sight: Callable[[Sight], Iterable[str]]
    of_member: Callable[[Row], Iterable[str]]


def about_one(source: Source, element: str, theme: str) -> tuple[Document, frozenset[int]]:
    """Build the report on one element or theme, and give the events that would name somebody who is not to be named.

    Raises Refused when both are asked for, there is none such, or people outside the network would read it.
    """
    if element and theme:
        raise Refused(ONE_ONLY)
    if source.is_outside:
        raise Refused(INSIDE_ONLY)
    queries = source.queries
    subject = "element" if element else "theme"
    row = queries.show(queries.resolve(element or theme, subject))
    organisations = {each["id"]: each for each in source.rows("organisation")}
    members = [each for each in organisations.values() if not each["left_on"]]
    tried = _transfers(source, row, subject)
    evidence = [witness(queries, link) for link in row["evidence"]]
    sights = [
        *_home(row, subject, organisations),
        *_asked(source, row),
        *_evidence(source, evidence),
        *_tried(tried, organisations),
    ]
    sides = _sides(organisations)
    pictures = (_picture(side, sights, members) for side in sides)
    blocks = (
        _notice(sides, sights, members),
        *_against(evidence, tried),
        *filter(None, pictures),
        Paragraph(text=RULE),
    )
    title = f"What the {subject} rests on, and what it lacks: {row['title']}"
    document = source.document("coverage", title, f"{spoken(row.get('label') or row['status'])}", blocks)
    return document, frozenset(position for seen in evidence if not seen.is_named for position in seen.positions)


def _sides(organisations: Mapping[str, Row]) -> tuple[Side, ...]:
    def kinds(ids: Iterable[str]) -> set[str]:
        return {organisations[one]["kind"] for one in ids if one in organisations}

    return (
        Side("Country", "Countries", country_name, lambda sight: sight.countries, lambda row: [row["country"]]),
        Side("Setting", "Settings", spoken, lambda sight: sight.settings, lambda row: row["settings"]),
        Side(
            "Kind of organisation",
            "Kinds of organisation",
            spoken,
            lambda sight: kinds(sight.organisations),
            lambda row: [row["kind"]],
        ),
    )


def _home(row: Row, subject: str, organisations: Mapping[str, Row]) -> Iterator[Sight]:
    if subject == "element":
        country = organisations.get(row["organisation"], {}).get("country", "")
        owner = frozenset({row["organisation"]} - {""})
        yield Sight(HOME, owner, frozenset({country} - {""}), frozenset({row["setting"]} - {""}), row["position"])


def _asked(source: Source, row: Row) -> Iterator[Sight]:
    """Find where the challenges come from that a theme was proposed from, those aside that are evidence of it."""
    beside = {link["id"] for link in row["evidence"]}
    asked = [identity for identity in row.get("challenges", ()) if identity not in beside]
    places = source.queries.places(asked)
    return (_sight(ASKED, places.get(identity, {}), row["position"]) for identity in asked)


def _evidence(source: Source, evidence: Sequence[Witness]) -> Iterator[Sight]:
    places = source.queries.places({seen.link["id"] for seen in evidence if seen.is_named})
    for seen in evidence:
        sight = _sight(seen.stance, places.get(seen.link["id"], {}), seen.link["position"])
        yield sight._replace(is_told=seen.is_named)


def _sight(column: str, place: Mapping[str, Sequence[str]], position: int) -> Sight:
    organisations, countries, settings = (frozenset(place.get(name, ())) for name in PLACE)
    return Sight(column, organisations, countries, settings, position)


def _transfers(source: Source, row: Row, subject: str) -> list[Row]:
    family = {row["id"]} if subject == "element" else {link["id"] for link in row["evidence"]}
    related = {each["id"] for each in row.get("transfers", ())}
    there = source.rows("transfer")
    return [each for each in there if {each["id"], each["element"]} & (family | related) and each["status"] in TRYING]


def _tried(transfers: Sequence[Row], organisations: Mapping[str, Row]) -> Iterator[Sight]:
    for row in transfers:
        receiver = organisations.get(row["receiving"])
        if receiver:
            country = frozenset({receiver["country"]} - {""})
            # Of a transfer it is known who tried it, and not in which of its settings.
            yield Sight(TRIED, frozenset({receiver["id"]}), country, frozenset(), row["position"])


def _lacking(side: Side, sights: Sequence[Sight], members: Sequence[Row]) -> dict[str, list[Row]]:
    """Give the keys that members have and nothing speaks of, with those members."""
    found = {key for sight in sights if sight.column != ASKED for key in side.of_sight(sight)}
    known = sorted({key for row in members for key in side.of_member(row)} - {""} - found, key=side.named)
    return {key: [row for row in members if key in side.of_member(row)] for key in known}


def _notice(sides: Sequence[Side], sights: Sequence[Sight], members: Sequence[Row]) -> Notice:
    lacking = (_lack(side, sights, members) for side in sides)
    return Notice(heading=say("Still lacking"), sentences=(*lacking, *_not_told(sights)))


def _not_told(sights: Sequence[Sight]) -> Iterator[Sentence]:
    hidden = [sight.position for sight in sights if not sight.is_told]
    if hidden:
        pieces = counted(len(hidden), "piece of evidence comes", "pieces of evidence come")
        why = "for whoever said it is not to be named; that may be where something is lacking here"
        yield say(f"It is not told where {pieces} from, {why}.", hidden, "unknown")


def _lack(side: Side, sights: Sequence[Sight], members: Sequence[Row]) -> Sentence:
    lacking = _lacking(side, sights, members)
    if not lacking:
        return say(f"{side.many}: none of those that the members have.")
    names = "; ".join(f"{side.named(key)} ({counted(len(rows), 'member')})" for key, rows in lacking.items())
    return say(f"{side.many}: {names}.", [row["position"] for rows in lacking.values() for row in rows], "missing")


def _picture(side: Side, sights: Sequence[Sight], members: Sequence[Row]) -> Picture | None:
    cells: dict[tuple[str, str], list[int]] = {}
    for sight in sights:
        for key in set(side.of_sight(sight)) - {""} or {NOT_STATED if sight.is_told else NOT_TOLD}:
            cells.setdefault((key, sight.column), []).append(sight.position)
    known = {key for row in members for key in side.of_member(row)} | {key for key, _ in cells}
    rows = {key: side.named(key) for key in sorted(known - {"", NOT_STATED, NOT_TOLD}, key=side.named)}
    rows |= {key: key for key in (NOT_STATED, NOT_TOLD) if key in known}
    columns = {name: name for name in COLUMNS if any(column == name for _, column in cells)}
    if not cells:
        return None
    there = [(row, column) for row in rows for column in columns if (row, column) in cells]
    listed = tuple(
        (
            say(rows[row]),
            say(column, tone=STANCES.get(column, "")),
            say(str(len(cells[row, column])), cells[row, column]),
        )
        for row, column in there
    )
    title = f"By {side.head.lower()}"
    return Picture(
        title=title,
        about=say(f"{ROWS} in this {side.head.lower()}."),
        drawing=draw_matrix(
            Matrix(rows=rows, columns=columns, counts={key: len(some) for key, some in cells.items()}, unit="")
        ),
        table=Table(
            caption=f"{title}; what is not listed is nothing yet",
            columns=(say(side.head), say("What there is"), say("How many")),
            rows=listed,
        ),
    )


def _against(evidence: Sequence[Witness], tried: Sequence[Row]) -> Iterator[Block]:
    against = [seen for seen in evidence if seen.stance == "contradicts"]
    failed = [row for row in tried if row["result"] == "failed" or row["status"] == "abandoned"]
    points = (*map(_contradiction, against), *map(_trial, failed))
    if points:
        yield Section(title="What speaks against it", blocks=(Bullets(points=points),))
    else:
        yield Paragraph(text="Nothing that you may see contradicts it, and no trial failed.", tone="missing")
    others = tuple(_trial(row) for row in tried if row not in failed)
    if others:
        yield Section(title="Where else it was tried", blocks=(Bullets(points=others),))


def _contradiction(seen: Witness) -> Sentence:
    link = seen.link
    if not seen.is_named:
        return say(attributed(seen), [link["position"]], "contradicts")
    note = f": {link['note']}" if link["note"] else ""
    return say(f"Contradicts, {link['kind']} '{link['title']}'{note}", [link["position"]], "contradicts")


def _trial(row: Row) -> Sentence:
    result = {"worked": "it worked", "partly": "it worked in part", "failed": "it failed"}.get(row["result"], "")
    ended = f"; {result}" if result else ""
    text = f"Tried by {row['receiving_title'] or 'an organisation'}: {row['status']}, {row['standing']}{ended}."
    return say(text, [row["position"]], "determined" if row["evaluated"] else "anticipated")
