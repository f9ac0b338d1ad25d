"""Evidence: what something rests on, whole documents or the exact words in one version of one."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any, ClassVar, Literal, NamedTuple, TypeVar
from unicodedata import normalize

from epex.core.decision import Actor, Refused, require_one_of, require_role, require_text
from epex.core.sealed import QuotedText, Text
from epex.core.vocabulary import STANCES

Place = tuple[str, int, int, int]
State = Literal["unchanged", "moved", "changed", "withdrawn"]


class Link(NamedTuple):
    """One piece of evidence: a source as a whole, or one passage of it, as somebody judged what it does."""

    source: str
    document: str = ""
    document_version: int = 0
    start: int = 0
    end: int = 0
    stance: str = "supports"

    @property
    def place(self) -> Place:
        """Give document, version, start and end."""
        return (self.document, self.document_version, self.start, self.end)

    @property
    def key(self) -> str:
        """Write on one line what it is, whatever it does."""
        return " ".join(map(str, (self.source, *self.place))) if self.document else self.source


@dataclass(frozen=True, kw_only=True)
class _Evidence:
    source: str
    document: str = ""
    document_version: int = 0
    start: int = 0
    end: int = 0

    @property
    def link(self) -> Link:
        """Give the piece of evidence that is meant."""
        return Link(self.source, self.document, self.document_version, self.start, self.end)

    @property
    def key(self) -> str:
        """Write it on one line."""
        return self.link.key


@dataclass(frozen=True, kw_only=True)
class EvidenceLinked(_Evidence):
    """What every link to a piece of evidence carries; the words and their hash are sealed under their document's key.

    Offsets count codepoints in NFC, the end exclusive; the hash is SHA-256 in hexadecimal of the words in UTF-8.
    """

    sentence: ClassVar[str] = "linked {source} as evidence that {stance} {it}"
    stance: str
    quote: QuotedText = ""
    passage_hash: QuotedText = ""
    note: Text = ""
    reason: Text = ""

    @property
    def link(self) -> Link:
        """Give the piece of evidence with its stance."""
        return super().link._replace(stance=self.stance)


@dataclass(frozen=True, kw_only=True)
class EvidenceUnlinked(_Evidence):
    """What every taking back carries: one passage, or without a document all of a source, whatever the stance."""

    sentence: ClassVar[str] = "took {source} back as evidence for {it}"
    reason: Text

    def means(self, key: str) -> bool:
        """Tell whether a piece of evidence is taken back."""
        return key == self.key if self.document else key.partition(" ")[0] == self.source


@dataclass(frozen=True, slots=True)
class Passage:
    """Codepoint offsets into one version of a document, end exclusive, with the words."""

    document: str
    document_version: int
    start: int
    end: int
    quote: str

    @property
    def place(self) -> Place:
        """Give document, version, start and end."""
        return (self.document, self.document_version, self.start, self.end)

    def fields(self) -> dict[str, Any]:
        """List what an event takes over."""
        words = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {**words, "passage_hash": passage_hash(self.quote)}


@dataclass(frozen=True, slots=True)
class Grounded:
    """What decisions need to know of something that rests on evidence.

    `taken` are the sources that came with something merged or split, `let_go` the passages taken back since.
    """

    id: str
    links: frozenset[Link] = field(default=frozenset(), kw_only=True)
    taken: frozenset[str] = field(default=frozenset(), kw_only=True)
    let_go: frozenset[Link] = field(default=frozenset(), kw_only=True)

    @property
    def evidence(self) -> frozenset[str]:
        """Name the sources."""
        return self.taken | {link.source for link in self.links}

    @property
    def sources(self) -> tuple[str, ...]:
        """List the sources, for what takes them over."""
        return tuple(sorted(self.evidence))


G = TypeVar("G", bound=Grounded)


def with_evidence(state: G, event: EvidenceLinked | EvidenceUnlinked) -> G:
    """Add what was linked, or leave out what was taken back."""
    if isinstance(event, EvidenceLinked):
        return replace(state, links=state.links | {event.link})
    links = frozenset(link for link in state.links if not event.means(link.key))
    if event.document:
        return replace(state, links=links, let_go=state.let_go | {event.link})
    return replace(state, links=links, taken=state.taken - {event.source})


def with_sources(state: G, sources: Iterable[str] | None) -> G:
    """Add what comes from something that was merged or split; None where an older event does not tell."""
    taken = frozenset(sources or ())
    let_go = frozenset(link for link in state.let_go if link.source not in taken)
    return replace(state, taken=state.taken | taken, let_go=let_go)


def linking(
    state: Grounded, source: str, stance: str, passage: Passage | None = None, note: str = ""
) -> dict[str, Any]:
    """Give the fields of a new link.

    Raises Refused when the stance is unknown, or the same is linked already and would count twice.
    """
    require_one_of(stance, STANCES, "stance")
    link = Link(source, *passage.place) if passage else Link(source)
    if is_linked(state, link._replace(stance=stance)):
        what, more = ("passage", "another one") if passage else ("evidence", "a passage of it")
        instead = "unlink it first" if source in state.taken and not passage else "give another --stance to contest it"
        raise Refused(f"This {what} is linked already; quote {more} to say more, or {instead}.")
    return {"source": source, "stance": stance, "note": note, **(passage.fields() if passage else {})}


def is_linked(state: Grounded, link: Link) -> bool:
    """Tell whether a piece of evidence would count twice; with another stance it contests what others linked."""
    if link.document:
        return link in state.links
    same = {(known.source, known.stance) for known in state.links}
    return link.source in state.taken or (link.source, link.stance) in same


def taken_back(state: Grounded, source: str, place: Place | None, reason: str) -> dict[str, Any]:
    """Give the fields of a taking back: of all that was linked of a source, or of one passage.

    Raises Refused without a reason, or when it is not linked.
    """
    require_text(reason, "reason")
    kind = state.id.partition("-")[0]
    if source not in state.evidence:
        raise Refused(f"This evidence is not linked to the {kind}; 'epex {kind} show' lists what is.")
    if place is None:
        return {"source": source, "reason": reason}
    link = Link(source, *place)
    if link.key not in {known.key for known in state.links} and (source not in state.taken or link in state.let_go):
        raise Refused(f"This passage is not linked to the {kind}; 'epex {kind} show' lists those that are.")
    where = dict(zip(("document", "document_version", "start", "end"), place, strict=True))
    return {"source": source, **where, "reason": reason}


def require_linker(by: Actor) -> None:
    """Refuse unless the actor coordinates, practises or edits."""
    require_role(by, "coordinator", "practitioner", "editor", act="link evidence")


def require_own(
    state: Grounded, source: str, linked_by: Iterable[str], by: Actor, act: str = "unlink evidence that others linked"
) -> None:
    """Refuse to take back what was not linked here, or not by the actor alone, unless they coordinate or edit."""
    if source in state.taken or set(linked_by) != {by.person}:
        require_role(by, "coordinator", "editor", act=act)


@dataclass(frozen=True, slots=True)
class Standing:
    """How quoted words stand in the newest version of their document, and where; nowhere when they do not."""

    state: State
    start: int | None = None
    end: int | None = None


def standing(quote: str, start: int, newest: str | None) -> Standing:
    """Tell how quoted words stand in the newest text of their document; None when that is gone.

    Words that stand in several places are found where they are nearest to the old one.
    """
    if newest is None:
        return Standing("withdrawn")
    quote, newest = normalize("NFC", quote), normalize("NFC", newest)
    if not quote:
        return Standing("changed")
    if newest.startswith(quote, start):
        return Standing("unchanged", start, start + len(quote))
    near = min(_places(quote, newest), key=lambda place: (abs(place - start), place), default=None)
    return Standing("changed") if near is None else Standing("moved", near, near + len(quote))


def passage_hash(words: str) -> str:
    """Hash the words of a passage."""
    return sha256(normalize("NFC", words).encode()).hexdigest()


def locate(document: str, version: int, text: str, quote: str) -> Passage:
    """Find the quoted words in a document's text; offsets count in NFC, the form that the log stores.

    Raises Refused when the words do not stand there, or stand there twice.
    """
    text, quote = normalize("NFC", text), normalize("NFC", quote)
    start = text.find(quote)
    if not quote.strip() or start < 0:
        raise Refused("These words do not stand in the document; quote them exactly as they were written.")
    if text.find(quote, start + 1) >= 0:
        raise Refused("These words stand in the document more than once; quote a little more of the sentence.")
    return Passage(document, version, start, start + len(quote), quote)


def _places(quote: str, text: str) -> Iterable[int]:
    place = text.find(quote)
    while place >= 0:
        yield place
        place = text.find(quote, place + 1)
