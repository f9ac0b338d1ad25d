"""An edition as it would be printed: its canonical text, its hash, and what stands in the way of freezing it."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from epex.core.chapter import ChapterFrozen
from epex.core.consent import Consent
from epex.core.decision import Actor, On, Refused
from epex.core.manuscript import Kind, lines_of
from epex.core.publication import Publication, PublicationFrozen, require_editor, require_open
from epex.core.quote import SHORT, Quote, lacking
from epex.core.screening import Term, alone, is_too_few, repeats, screen, telling, worded

WITHDRAWN = "[withdrawn]"
AWAITED = "[words that await consent]"
OF_OTHERS = "it has to be for exactly these words, as you may not read their reflection: let one who may ask its author"

# A text, and before it where it stands.
Told = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedQuote:
    """A quote where it is printed; `fits` counts the organisations that fit what it shows of its author's."""

    state: Quote
    words: str
    credit: str
    language: str = ""
    shows: tuple[str, ...] = ()
    fits: int = 0
    consents: tuple[Consent, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """Words that were proposed as a quote; without an id, they were open once and the reader may not read them now."""

    id: str = ""
    words: tuple[str, ...] = ()
    gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A paragraph of a chapter, with what it rests on."""

    kind: Kind
    words: str = ""
    quote: PlacedQuote | None = None
    sources: tuple[str, ...] = ()
    positions: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedViewpoint:
    """A viewpoint where it is printed."""

    id: str
    title: str
    words: str
    credit: str
    language: str = "en"
    dissenting: bool = False
    signed: bool = True
    withdrawn: bool = False
    positions: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A key message for an audience."""

    number: int
    audience: str
    words: str
    positions: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A chapter as it would be printed; `narrow` says that some of it is not open to the whole network."""

    id: str
    title: str
    number: int = 0
    version: int = 0
    status: str = "outlined"
    language: str = "en"
    narrow: bool = False
    pieces: tuple[Piece, ...] = ()
    viewpoints: tuple[SignedViewpoint, ...] = ()
    messages: tuple[Message, ...] = ()
    positions: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """What stands between blank lines of the canonical text, a viewpoint with its heading; and whose text it is."""

    words: str
    source: str = ""

    @property
    def digest(self) -> str:
        """Hash it."""
        return sha256(self.words.encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A whole edition, with what its texts are screened for.

    `unnamed` are names that may not stand in it, `single_names` the first names and surnames of everybody here,
    `full_names` their whole names, and `terms` the words that tell of organisations and people. `made_from` names
    the events behind its text. `unsettled` is what else stands in the way of freezing it.
    """

    id: str
    title: str
    number: int = 1
    name: str = ""
    language: str = "en"
    editors: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    unnamed: tuple[str, ...] = ()
    single_names: tuple[str, ...] = ()
    full_names: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    proposed: tuple[Proposed, ...] = ()
    positions: tuple[int, ...] = ()
    made_from: tuple[str, ...] = ()
    unsettled: tuple[str, ...] = ()

    @property
    def quotes(self) -> list[str]:
        """List the quotes that it prints."""
        placed = (piece.quote for part in self.parts for piece in part.pieces if piece.quote)
        return list(dict.fromkeys(quote.state.id for quote in placed))

    @property
    def viewpoints(self) -> list[str]:
        """List the viewpoints that it prints."""
        return [viewpoint.id for part in self.parts for viewpoint in part.viewpoints if not viewpoint.withdrawn]


def freeze(publication: Publication, edition: Edition, *, by: Actor, day: str, names_may_stand: str = "") -> list[On]:
    """Freeze an edition with the hash of its content, and each of its chapters with it.

    `names_may_stand` answers the doubts: why names that stand alone may be printed.
    """
    require_editor(publication, by, "freeze it")
    require_open(publication, "freeze it")
    standing = [*objections(edition, day), *([] if names_may_stand.strip() else doubts(edition))]
    if standing:
        listed = " ".join(f"({number}) {objection}" for number, objection in enumerate(standing, 1))
        raise Refused(f"The edition cannot be frozen yet: {listed}")
    frozen = PublicationFrozen(
        content_hash=content_hash(edition),
        chapters=tuple(part.id for part in edition.parts),
        versions=tuple(part.version for part in edition.parts),
        quotes=tuple(edition.quotes),
        viewpoints=tuple(edition.viewpoints),
        positions=positions(edition),
        blocks=tuple(block.digest for block in blocks(edition)),
        made_from=edition.made_from,
        names_may_stand=names_may_stand,
    )
    closing = [On(part.id, ChapterFrozen(publication=edition.id, version=part.version)) for part in edition.parts]
    return [On(publication.id, frozen), *closing]


def canonical(edition: Edition) -> str:
    """Write the edition as the Markdown that is hashed: UTF-8, NFC as stored, one blank line between blocks."""
    return "\n\n".join(block.words for block in blocks(edition)) + "\n"


def blocks(edition: Edition) -> list[Block]:
    """List the blocks of the canonical text in their order."""
    name = f", {edition.name}" if edition.name else ""
    found = [Block(f"# {edition.title}"), Block(f"Edition {edition.number}{name}. Language: {edition.language}.")]
    found += [Block(f"Edited by {', '.join(edition.editors)}.", edition.id)] if edition.editors else []
    for part in edition.parts:
        found += _part(part)
    return found


def erased_from(edition: Edition, frozen: PublicationFrozen, lost: Collection[str]) -> set[str] | None:
    """Name the texts of a frozen edition that are erased; None when anything else is not what was frozen.

    `lost` names the quotes and viewpoints whose keys are destroyed, and the edition itself when an editor's is.
    """
    now = blocks(edition)
    printed = tuple(viewpoint.id for part in edition.parts for viewpoint in part.viewpoints)
    if (tuple(edition.quotes), printed, len(now)) != (frozen.quotes, frozen.viewpoints, len(frozen.blocks)):
        return None
    changed = {block.source for block, told in zip(now, frozen.blocks, strict=True) if block.digest != told}
    return changed if changed <= set(lost) else None


def content_hash(edition: Edition) -> str:
    """Hash the canonical text of an edition."""
    return sha256(canonical(edition).encode()).hexdigest()


def positions(edition: Edition) -> tuple[int, ...]:
    """List the positions of all events that an edition is made from."""
    found = {*edition.positions}
    for part in edition.parts:
        told: tuple[Piece | SignedViewpoint | Message, ...] = (*part.pieces, *part.viewpoints, *part.messages)
        found |= {*part.positions, *(position for each in told for position in each.positions)}
    return tuple(sorted(found))


def objections(edition: Edition, day: str) -> list[str]:
    """List everything that stands in the way of freezing an edition on a day, each with what to do."""
    if not edition.parts:
        return ["The edition has no chapter; outline one with 'epex chapter outline'.", *edition.unsettled]
    found = [*_named_in(_front(edition), edition)]
    for part in edition.parts:
        found += [*_unready(part), *_named_in(_texts(part), edition), *_pasted(_written(part), edition.proposed)]
        for place, piece in enumerate(part.pieces, 1):
            if piece.quote:
                found += [*_forbidden(piece.quote, part, edition.id, day), *_guessed(piece.quote, part, place, edition)]
    return list(dict.fromkeys((*found, *edition.unsettled)))


def doubts(edition: Edition) -> list[str]:
    """List the names that stand alone in an edition, for somebody to say why they may."""
    texts = [*_front(edition), *(told for part in edition.parts for told in _texts(part))]
    found = [
        f"{where} says {_listed(names)}, and somebody here is called that; take it out, or freeze the edition with"
        " --names-may-stand and why."
        for where, text in texts
        if (names := alone(text, edition.single_names, edition.full_names))
    ]
    return list(dict.fromkeys(found))


def called(quote: Quote) -> str:
    """Name a quote by a beginning of its id that commands take."""
    return quote.id[:SHORT]


def _part(part: Part) -> Iterator[Block]:
    yield Block(f"## {part.title}")
    for piece in part.pieces:
        if piece.quote:
            yield Block(_cited(piece.quote.words, piece.quote.credit), piece.quote.state.id)
        elif piece.kind == "heading":
            yield Block(f"### {lines_of(piece.words)[0]}")
        else:
            lines = lines_of(piece.words)
            yield Block("\n".join(f"- {line}" for line in lines) if piece.kind == "points" else lines[0])
    for viewpoint in part.viewpoints:
        cited = _cited(viewpoint.words, viewpoint.credit)
        yield Block(f"### {heading_of(viewpoint)}\n\n{cited}", viewpoint.id)
    if part.messages:
        told = (f"- For {message.audience}: {' '.join(message.words.split())}" for message in part.messages)
        yield Block("### Messages")
        yield Block("\n".join(told))


def heading_of(viewpoint: SignedViewpoint) -> str:
    """Word the heading of a viewpoint."""
    kind = "A dissenting viewpoint" if viewpoint.dissenting else "A viewpoint"
    return f"{kind}: {viewpoint.title}" if viewpoint.title else kind


def _cited(words: str, credit: str) -> str:
    said = "\n".join(f"> {line}".rstrip() for line in words.split("\n"))
    return f"{said}\n>\n> -- {credit}"


def _unready(part: Part) -> Iterator[str]:
    if part.status not in ("approved", "frozen"):
        yield (
            f"The chapter '{part.title}' is {part.status}; let somebody review it and an editor approve it, with"
            " 'epex chapter review' and 'epex chapter approve'."
        )
    if part.narrow:
        yield (
            f"Some of the chapter '{part.title}' was recorded for fewer readers than the network;"
            " record it again with --visibility network."
        )
    for viewpoint in part.viewpoints:
        if not (viewpoint.signed or viewpoint.withdrawn):
            yield (
                f"A viewpoint in the chapter '{part.title}' is not signed; ask its author to sign it with"
                f" 'epex viewpoint sign {viewpoint.id[: len('viewpoint-3f2a1b0c')]}'."
            )


def _front(edition: Edition) -> list[Told]:
    return [("The title", f"{edition.title}\n\n{edition.name}")]


def _written(part: Part) -> list[Told]:
    """Give the texts of a chapter that are no quotes, each with where it stands; not who is named below them."""
    where = f"the chapter '{part.title}'"
    return [
        (f"The title of {where}", part.title),
        *((f"Paragraph {place} of {where}", piece.words) for place, piece in enumerate(part.pieces, 1)),
        *((f"A viewpoint in {where}", f"{each.title}\n\n{each.words}") for each in part.viewpoints),
        *((f"Message {each.number} of {where}", f"{each.audience}\n\n{each.words}") for each in part.messages),
    ]


def _texts(part: Part) -> list[Told]:
    placed = ((place, piece.quote) for place, piece in enumerate(part.pieces, 1) if piece.quote)
    quoted = ((f"Paragraph {place} of the chapter '{part.title}'", quote.words) for place, quote in placed)
    return [*_written(part), *quoted]


def _pasted(texts: Iterable[Told], proposed: Sequence[Proposed]) -> Iterator[str]:
    for where, text in texts:
        for quote in proposed:
            if any(repeats(text, words) for words in quote.words):
                yield f"{where} holds {_as_plain_text(quote)}."


def _as_plain_text(quote: Proposed) -> str:
    if not quote.id:
        return "words as plain text that somebody was to be quoted with; take them out"
    name = quote.id[:SHORT]
    if quote.gone:
        return f"the words of {name} as plain text, which is withdrawn; take them out"
    return f"the words of {name} as plain text; place it with [[{name}]] on a line of its own"


def _named_in(texts: Iterable[Told], edition: Edition) -> Iterator[str]:
    for where, text in texts:
        for what in worded(screen(text, edition.unnamed)):
            yield f"{where} seems to hold {what}; take it out."


def _listed(words: Sequence[str]) -> str:
    return " and ".join(f"'{word}'" for word in words)


def _forbidden(quote: PlacedQuote, part: Part, edition: str, day: str) -> Iterator[str]:
    name = called(quote.state)
    if quote.state.withdrawn or quote.words == WITHDRAWN:
        yield f"{name} in the chapter '{part.title}' was withdrawn; draft the chapter again without it."
        return
    missing = lacking(quote.state, quote.consents, edition, day)
    asking = OF_OTHERS if quote.words == AWAITED else "ask"
    for scope, why in missing:
        yield (
            f"{name} in the chapter '{part.title}' lacks the consent '{scope.replace('_', ' ')}' for this edition:"
            f" {why}; {asking} with 'epex consent ask {name}', or take the quote out."
        )
    if quote.words == AWAITED and not missing:
        yield (
            f"{name} in the chapter '{part.title}' stands in a reflection that you may not read; let an editor who may"
            " read it freeze the edition, or take the quote out."
        )


def _guessed(quote: PlacedQuote, part: Part, place: int, edition: Edition) -> Iterator[str]:
    if quote.state.use == "attributed":
        return
    name = called(quote.state)
    if quote.shows and quote.words != AWAITED and is_too_few(quote.fits):
        yield (
            f"{name} in the chapter '{part.title}' shows the {' and the '.join(quote.shows)} of its author's"
            f" organisation, which fit fewer than three members; withdraw it and propose it again with less to --show."
        )
    for words in telling(_beside(part.pieces, place, quote), edition.terms, edition.full_names):
        yield (
            f"'{words}' beside the anonymous {name} in the chapter '{part.title}' fits fewer than three members, so"
            " readers can guess who is quoted; move it further away or leave it out."
        )
    for where, texts in _over(quote, part, place, edition):
        for words in telling(texts, edition.terms, edition.full_names):
            yield (
                f"'{words}' in {where} fits fewer than three members, so readers can guess who is quoted by the"
                f" anonymous {name} in the chapter '{part.title}'; word it otherwise, or take the quote out."
            )


def _beside(pieces: Sequence[Piece], place: int, quote: PlacedQuote) -> list[str]:
    """Give the words of the paragraphs before and after a quote; places count from 1."""
    beside = pieces[max(0, place - 2) : place + 1]
    placed = [f"{piece.quote.words}\n{piece.quote.credit}" for piece in beside if piece.quote not in (None, quote)]
    return [*(piece.words for piece in beside), *placed]


def _over(quote: PlacedQuote, part: Part, place: int, edition: Edition) -> Iterator[tuple[str, list[str]]]:
    """Give what else readers see with a quote: its words, the titles and heading over it, viewpoints and messages."""
    headings = [piece.words for piece in part.pieces[: place - 1] if piece.kind == "heading"]
    yield "its own words", [quote.words]
    yield "the title of the edition", [edition.title, edition.name]
    yield "the title of its chapter", [part.title]
    yield "the heading over it", headings[-1:]
    for viewpoint in part.viewpoints:
        yield "a viewpoint in its chapter", [viewpoint.title, viewpoint.words, viewpoint.credit]
    for message in part.messages:
        yield f"message {message.number} of its chapter", [message.audience, message.words]
