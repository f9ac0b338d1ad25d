"""Write an edition as a document: its chapters, viewpoints and messages, and an appendix of what they rest on."""

from collections.abc import Iterable, Iterator, Sequence

from epex.core.edition import Edition, Part, Piece, SignedViewpoint, heading_of
from epex.core.manuscript import lines_of
from epex.plugins.document import (
    Block,
    Bullets,
    Document,
    Notice,
    Paragraph,
    Quote,
    Section,
    Sentence,
    Step,
    Table,
    Trail,
)
from epex.plugins.wording import language_name, readable_date
from epex.projections.queries import Queries
from epex.projections.reading import opening, subject_of
from epex.projections.table import Row

DRAFT = "DRAFT"
# The titles of other things may tell of organisations or people.
TELLING_TITLES = ("theme", "element", "challenge")
COLUMNS = ("Paragraph", "It begins", "It rests on", "Events in the log")
NOT_YET = "DRAFT, not to be passed on: it is not frozen, and words in it may not be agreed to yet."


def book(edition: Edition, publication: Row, queries: Queries, footer: str = "") -> Document:
    """Write the whole book; `publication` is its page as the reader sees it."""
    mark = f"{DRAFT} · " if publication["status"] == "open" else ""
    parts = tuple(_chapter(part, number, mark) for number, part in enumerate(edition.parts, 1))
    return Document(
        report="publication",
        title=Sentence(text=f"{mark}{edition.title}", language=edition.language),
        subtitle=tuple(_subtitle(edition)),
        handling=Sentence(text=_handling(publication)),
        page=(*_errata(publication), *parts),
        appendix=tuple(_appendix(edition, queries, mark)),
        footer=Sentence(text=footer),
        language="en",
    )


def _subtitle(edition: Edition) -> Iterator[Sentence]:
    name = f", {edition.name}" if edition.name else ""
    yield Sentence(text=f"Edition {edition.number}{name}, in {language_name(edition.language)}")
    if edition.editors:
        yield Sentence(text=f"Edited by {', '.join(edition.editors)}")


def _handling(publication: Row) -> str:
    if publication["status"] == "open":
        return NOT_YET
    day = publication["published_on"]
    told = f"Published on {readable_date(day)}. " if day else ""
    return f"{told}Frozen; the SHA-256 of its content is {publication['content_hash']}."


def _errata(publication: Row) -> Iterator[Block]:
    told = tuple(Sentence(text=f"{one['number']}. {one['text']}") for one in publication["errata"])
    if told:
        yield Notice(heading=Sentence(text="Errata"), sentences=told)


def _chapter(part: Part, number: int, mark: str) -> Section:
    blocks = list(_under_headings(part.pieces, part.language, mark))
    if not part.pieces:
        blocks = [Paragraph(text="Nothing is drafted yet.", tone="missing")]
    blocks += [_viewpoint(viewpoint, mark) for viewpoint in part.viewpoints]
    if part.messages:
        points = tuple(
            Sentence(text=f"For {message.audience}: {message.words}", language=part.language)
            for message in part.messages
        )
        blocks.append(Section(title=f"{mark}Messages", blocks=(Bullets(points=points),)))
    return Section(title=f"{mark}{number}. {part.title}", blocks=tuple(blocks))


def _under_headings(pieces: Iterable[Piece], language: str, mark: str) -> Iterator[Block]:
    heading, below = "", list[Block]()
    for piece in pieces:
        if piece.kind == "heading":
            yield from _below(heading, below)
            heading, below = f"{mark}{lines_of(piece.words)[0]}", []
        else:
            below.append(_block(piece, language))
    yield from _below(heading, below)


def _below(heading: str, blocks: Sequence[Block]) -> Iterable[Block]:
    return [Section(title=heading, blocks=tuple(blocks))] if heading else blocks


def _block(piece: Piece, language: str) -> Block:
    if piece.quote:
        words = Sentence(text=piece.quote.words, language=piece.quote.language)
        return Quote(words=words, source=Sentence(text=piece.quote.credit))
    lines = tuple(Sentence(text=line, language=language) for line in lines_of(piece.words))
    return Bullets(points=lines) if piece.kind == "points" else Paragraph(text=lines[0].text, language=language)


def _viewpoint(viewpoint: SignedViewpoint, mark: str) -> Section:
    said = (" ".join(part.split()) for part in viewpoint.words.split("\n\n"))
    words = tuple(Paragraph(text=text, language=viewpoint.language) for text in said if text)
    signed = "Signed: " if viewpoint.signed else "Not yet signed: "
    return Section(title=f"{mark}{heading_of(viewpoint)}", blocks=(*words, Paragraph(text=signed + viewpoint.credit)))


def _appendix(edition: Edition, queries: Queries, mark: str) -> Iterator[Block]:
    events = {event["position"]: event for event in queries.audit_log()}
    ids = {source for part in edition.parts for piece in part.pieces for source in piece.sources}
    titles = queries.titles(ids)
    tables = [table for number, part in enumerate(edition.parts, 1) for table in _table(part, number, titles, events)]
    explained = Paragraph(
        text="Each paragraph that rests on evidence is listed with the positions of its events in the network's log,"
        " so that it can be audited with 'epex audit show POSITION', and followed back to its visits with"
        " 'epex audit why CHAPTER:PARAGRAPH'. Whose words they are is not told here."
    )
    yield Section(title=f"{mark}What this rests on", blocks=(explained, *tables))
    behind = {position for table in tables for row in table.rows for position in row[-1].positions}
    steps = tuple(_step(events[position]) for position in sorted(behind))
    if steps:
        yield Section(title=f"{mark}The events", blocks=(Trail(steps=steps),))


def _table(part: Part, number: int, titles: dict[str, str], events: dict[int, Row]) -> Iterator[Table]:
    rows = []
    for place, piece in enumerate(part.pieces, 1):
        known = tuple(position for position in dict.fromkeys(piece.positions) if position in events)
        sources = _sources(piece, titles)
        if known or sources:
            begins = opening(piece.quote.words if piece.quote else " ".join(lines_of(piece.words)))
            texts = (str(place), begins, ", ".join(sources) or "a quote")
            rows.append((*(Sentence(text=text) for text in texts), Sentence(text="", positions=known)))
    if rows:
        columns = tuple(Sentence(text=column) for column in COLUMNS)
        yield Table(caption=f"{number}. {part.title}", columns=columns, rows=tuple(rows))


def _sources(piece: Piece, titles: dict[str, str]) -> list[str]:
    seen = [source for source in piece.sources if source in titles]
    told = (titles[each] if subject_of(each) in TELLING_TITLES else f"a {subject_of(each)}" for each in seen)
    return list(dict.fromkeys(told))


def _step(event: Row) -> Step:
    subject, _, act = event["type"].partition(".")
    summary = f"{subject.capitalize()}: {act.replace('_', ' ')}."
    return Step(position=event["position"], recorded_on=event["recorded_at"][:10], summary=summary)
