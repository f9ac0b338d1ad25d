"""The tree that a report returns: what it says, in which language, and the events behind every sentence."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Literal, TypeAlias, assert_never

from msgspec import Struct

from epex.plugins.drawing.shapes import Drawing

Tone: TypeAlias = Literal[
    "",
    "missing",
    "fits",
    "adapt",
    "blocks",
    "unknown",
    "supports",
    "nuances",
    "contradicts",
    "anticipated",
    "determined",
]


class Sentence(Struct, frozen=True, kw_only=True):
    """Something that the report says, with the positions of the events that it rests on.

    `language` is that of the words, empty for the document's own. The tone never stands alone: the words say it too.
    """

    text: str
    positions: tuple[int, ...] = ()
    language: str = ""
    tone: Tone = ""


class Paragraph(Sentence, frozen=True, kw_only=True, tag="paragraph"):
    """A sentence, or a few that rest on the same events, standing by themselves."""


class Bullets(Struct, frozen=True, kw_only=True, tag="bullets"):
    """A list of points; `ordered` when their order matters."""

    points: tuple[Sentence, ...]
    ordered: bool = False


class Fact(Struct, frozen=True, kw_only=True):
    """A label and what there is to say about it."""

    label: str
    sentences: tuple[Sentence, ...]


class Facts(Struct, frozen=True, kw_only=True, tag="facts"):
    """A list of labelled facts."""

    facts: tuple[Fact, ...]


class Table(Struct, frozen=True, kw_only=True, tag="table"):
    """A table; the first cell of each row is its heading.

    What a whole column rests on stands at its heading, so that its cells need not repeat it.
    """

    caption: str
    columns: tuple[Sentence, ...]
    rows: tuple[tuple[Sentence, ...], ...]

    def __post_init__(self) -> None:
        """Make sure that every row is as long as the head.

        Raises ValueError when one is not.
        """
        if not self.columns or any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"the rows of the table '{self.caption}' are not as long as its head")


class Picture(Struct, frozen=True, kw_only=True, tag="picture"):
    """A picture with its table, which alone tells everything; formats that cannot draw print words and table.

    `about` says in a sentence or two what there is to see and how to read it.
    """

    title: str
    about: Sentence
    table: Table
    drawing: Drawing | None = None


class Quote(Struct, frozen=True, kw_only=True, tag="quote"):
    """Somebody's own words, with their source and the stance they take."""

    words: Sentence
    source: Sentence


class Notice(Struct, frozen=True, kw_only=True, tag="notice"):
    """What a reader must not miss: a word or two that catch the eye, and the sentences that explain them."""

    heading: Sentence
    sentences: tuple[Sentence, ...] = ()


class Step(Struct, frozen=True, kw_only=True):
    """One event of the log, in words."""

    position: int
    recorded_on: str
    summary: str


class Trail(Struct, frozen=True, kw_only=True, tag="trail"):
    """The events that a document's positions point to."""

    steps: tuple[Step, ...]


class Section(Struct, frozen=True, kw_only=True, tag="section"):
    """A part of a document; `half` lets a wide page set two of them side by side."""

    title: str
    blocks: tuple["Block", ...]
    half: bool = False


Block: TypeAlias = Paragraph | Bullets | Facts | Table | Picture | Quote | Notice | Trail | Section


class Document(Struct, frozen=True, kw_only=True, tag="document"):
    """A report: its first page, its appendix, and who may see it.

    `handling` is the line that says how far the document may be passed on; `footer` closes it, and is the program's.
    """

    report: str
    title: Sentence
    subtitle: tuple[Sentence, ...] = ()
    handling: Sentence
    page: tuple[Block, ...]
    appendix: tuple[Block, ...] = ()
    footer: Sentence = Sentence(text="")
    language: str = "en"
    schema_version: int = 1


def sentences(document: Document) -> Iterator[Sentence]:
    """Walk over every sentence of a document, in reading order."""
    yield document.title
    yield from document.subtitle
    yield document.handling
    for block in (*document.page, *document.appendix):
        yield from _sentences(block)
    if document.footer.text:
        yield document.footer


def positions(document: Document) -> tuple[int, ...]:
    """List the positions of all events behind a document, in order."""
    return tuple(sorted({position for sentence in sentences(document) for position in sentence.positions}))


def steps(document: Document) -> Iterator[Step]:
    """Walk over every step of a document's trails."""
    for block in (*document.page, *document.appendix):
        yield from _steps(block)


def _steps(block: Block) -> Iterable[Step]:
    match block:
        case Trail(steps=steps):
            return steps
        case Section(blocks=blocks):
            return chain.from_iterable(map(_steps, blocks))
    return ()


def _sentences(block: Block) -> Iterable[Sentence]:
    match block:
        case Paragraph():
            return (block,)
        case Bullets(points=points):
            return points
        case Facts(facts=facts):
            return chain.from_iterable(fact.sentences for fact in facts)
        case Table(columns=columns, rows=rows):
            return chain(columns, *rows)
        case Picture(about=about, table=table):
            return (about, *_sentences(table))
        case Quote(words=words, source=source):
            return (words, source)
        case Notice(heading=heading, sentences=explained):
            return (heading, *explained)
        case Section(blocks=blocks):
            return chain.from_iterable(map(_sentences, blocks))
        case Trail():
            return ()
        case _:
            assert_never(block)
