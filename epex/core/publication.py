"""A publication: an edition that is opened, frozen with a hash of its content, published, and mended by errata."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Literal, assert_never

from epex.core.dates import parse_date
from epex.core.decision import Actor, On, Refused, require_one_of, require_role, require_short
from epex.core.screening import screen, worded
from epex.core.sealed import Text
from epex.core.vocabulary import LANGUAGES

Status = Literal["open", "frozen", "published"]


@dataclass(frozen=True, kw_only=True)
class PublicationOpened:
    """`editors` are people who may freeze it beside those who hold the role."""

    type: ClassVar[str] = "publication.opened"
    sentence: ClassVar[str] = "opened {it}, edition {number}"
    title: Text
    number: int = 1
    edition: Text = ""
    language: str = "en"
    editors: tuple[str, ...] = ()
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class PublicationFrozen:
    """The SHA-256 of the edition's canonical Markdown, and all that it was made from.

    `blocks` holds the SHA-256 of each block of that Markdown in order, so that all that can still be read is proven
    when some of it was erased. `names_may_stand` says why names of people here that stand alone in it may be printed.
    `made_from` names the events behind its text in their order: by id and version, which no merge changes.
    """

    aside: ClassVar[frozenset[str]] = frozenset({"made_from", "blocks"})
    type: ClassVar[str] = "publication.frozen"
    sentence: ClassVar[str] = "froze {it} with the content hash {content_hash}"
    content_hash: str
    chapters: tuple[str, ...]
    versions: tuple[int, ...]
    quotes: tuple[str, ...] = ()
    viewpoints: tuple[str, ...] = ()
    positions: tuple[int, ...] = ()
    blocks: tuple[str, ...] = ()
    made_from: tuple[str, ...] = ()
    names_may_stand: Text = ""
    is_milestone: ClassVar[bool] = True
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class PublicationPublished:
    """`content_hash` is that of the frozen text that came out; earlier events leave it out."""

    type: ClassVar[str] = "publication.published"
    sentence: ClassVar[str] = "published {it}"
    on: str = ""
    place: Text = ""
    content_hash: str = ""
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class PublicationErratumIssued:
    """`concerns` names the quotes and viewpoints that readers are told of.

    `names_may_stand` says why names of people here that stand alone in the text may be printed. `content_hash` is that
    of the frozen text that it was written for; earlier events leave it out.
    """

    type: ClassVar[str] = "publication.erratum_issued"
    sentence: ClassVar[str] = "issued erratum {number} to {it}"
    number: int
    text: Text
    concerns: tuple[str, ...] = ()
    names_may_stand: Text = ""
    content_hash: str = ""
    reason: Text = ""


PublicationEvent = PublicationOpened | PublicationFrozen | PublicationPublished | PublicationErratumIssued
Events = PublicationEvent


@dataclass(frozen=True, slots=True)
class Publication:
    """What decisions about a publication need to know; `errata` and `mended` are of the text that is frozen."""

    id: str
    status: Status = "open"
    editors: frozenset[str] = frozenset()
    quoted: frozenset[str] = frozenset()
    errata: int = 0
    mended: frozenset[str] = frozenset()
    content_hash: str = ""


def evolve(publication: Publication | None, stream: str, event: PublicationEvent) -> Publication:
    """Apply one event; every event that decisions allow applies."""
    state = publication or Publication(stream)
    match event:
        case PublicationOpened(editors=editors):
            return replace(state, editors=frozenset(editors))
        case PublicationFrozen(quotes=quotes, viewpoints=viewpoints, content_hash=content_hash):
            quoted = frozenset((*quotes, *viewpoints))
            return Publication(stream, "frozen", state.editors, quoted, content_hash=content_hash)
        case PublicationPublished():
            return replace(state, status="published") if is_of_its_text(state, event) else state
        case PublicationErratumIssued(number=number, concerns=concerns):
            mended = replace(state, errata=max(state.errata, number), mended=state.mended | set(concerns))
            return mended if is_of_its_text(state, event) else state
        case _:
            assert_never(event)


def is_of_its_text(publication: Publication, event: PublicationPublished | PublicationErratumIssued) -> bool:
    """Tell whether an event speaks of the text that is frozen, and not of one that another branch froze."""
    return event.content_hash in ("", publication.content_hash)


def open(  # noqa: A001
    publication: str,
    title: str,
    *,
    by: Actor,
    number: int = 1,
    edition: str = "",
    language: str = "en",
    editors: tuple[str, ...] = (),
    known: Mapping[int, str] | None = None,
) -> list[On]:
    """Open an edition; `known` gives the titles of the editions that there are by their numbers."""
    require_role(by, "coordinator", "editor", act="open a publication")
    require_short(title, "publication's title")
    require_one_of(language, LANGUAGES, "language")
    if number < 1:
        raise Refused("Editions are counted from 1; give a number such as 1.")
    require_new(title, number, known or {})
    event = PublicationOpened(
        title=title, number=number, edition=edition, language=language, editors=tuple(dict.fromkeys(editors))
    )
    return [On(publication, event)]


def publish(
    publication: Publication,
    withdrawn: Collection[str],
    *,
    by: Actor,
    on: str = "",
    place: str = "",
    unnamed: Collection[str] = (),
    guessed: Collection[str] = (),
) -> list[On]:
    """Publish a frozen edition; what was withdrawn since it was frozen needs an erratum first.

    `unnamed` are the names of people that the place may not hold, `guessed` its words that tell who is quoted.
    """
    require_editor(publication, by, "publish it")
    if publication.status != "frozen":
        instead = "freeze it first" if publication.status == "open" else "issue an erratum, or open a new edition"
        raise Refused(f"The publication is {publication.status}; {instead}.")
    due = sorted((publication.quoted & set(withdrawn)) - publication.mended)
    if due:
        raise Refused(
            f"Withdrawn since it was frozen: {', '.join(due)}; issue an erratum with"
            " 'epex publication erratum --concerns ID' before it is published."
        )
    for what in worded(screen(place, unnamed)):
        raise Refused(f"The place seems to hold {what}; say where it came out without it.")
    for words in guessed:
        raise Refused(
            f"'{words}' in the place fits fewer than three members, so readers can guess who is quoted without a name;"
            " say where it came out without it."
        )
    day = parse_date(on) if on else ""
    return [On(publication.id, PublicationPublished(on=day, place=place, content_hash=publication.content_hash))]


def require_new(title: str, number: int, known: Mapping[int, str]) -> None:
    """Refuse the number or the title of an edition that there is."""
    if number in known:
        raise Refused(f"There is an edition {number} already, '{known[number]}'; leave out --number for the next one.")
    for there in known.values():
        if " ".join(there.split()).casefold() == " ".join(title.split()).casefold():
            raise Refused(
                f"An edition has the title '{there}' already; give this one another, such as one with a year."
            )


def require_settled(held: Sequence[str]) -> None:
    """Refuse while a merge holds back freezings of the edition, by their ids: a book that was printed may be one."""
    if held:
        how = f"decide on it first, 'epex merge show {held[0][:8]}' says how"
        raise Refused(f"A merge holds back a freezing of this edition; {how}.")


def require_open(publication: Publication, act: str) -> None:
    """Refuse to change an edition that is frozen."""
    if publication.status != "open":
        raise Refused(f"The edition is {publication.status}, so nobody can {act}; open a new edition.")


def require_editor(publication: Publication, by: Actor, act: str) -> None:
    """Refuse anybody but the edition's own editors and those who hold the role."""
    if by.person not in publication.editors:
        require_role(by, "editor", act=act)
