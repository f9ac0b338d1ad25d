"""A chapter of a publication: outlined from themes, drafted, reviewed by somebody else, approved, frozen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Literal, assert_never

from epex.core.decision import Actor, On, Refused, require_one_of, require_role, require_short, require_text
from epex.core.manuscript import Resting
from epex.core.publication import Publication, require_open
from epex.core.sealed import Lines, Text
from epex.core.vocabulary import LANGUAGES

VERDICTS = ("accept", "revise")
Status = Literal["outlined", "drafted", "reviewed", "approved", "frozen"]


@dataclass(frozen=True, kw_only=True)
class ChapterOutlined:
    """`number` is its place in the book; `writers` may draft it beside the editors."""

    type: ClassVar[str] = "chapter.outlined"
    sentence: ClassVar[str] = "outlined {it} for {publication}"
    publication: str
    title: Text
    number: int = 0
    themes: tuple[str, ...] = ()
    writers: tuple[str, ...] = ()
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class ChapterDrafted:
    """The whole chapter anew. What a paragraph rests on stands in pairs: the source, and the paragraph's place.

    So do the positions of the events behind it. `quotes` are those placed in it.
    """

    type: ClassVar[str] = "chapter.drafted"
    sentence: ClassVar[str] = "drafted {it} (version {version})"
    version: int
    drafter: str
    paragraphs: Lines
    language: str = "en"
    sources: tuple[str, ...] = ()
    source_places: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
    position_places: tuple[int, ...] = ()
    quotes: tuple[str, ...] = ()
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class ChapterMessageStated:
    """A key message for an audience; one with the number of another takes its place."""

    type: ClassVar[str] = "chapter.message_stated"
    sentence: ClassVar[str] = "stated message {number} of {it}"
    number: int
    audience: Text
    text: Text
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class ChapterViewpointAdded:
    """The chapter's side of a viewpoint, whose words are a document of their own."""

    type: ClassVar[str] = "chapter.viewpoint_added"
    sentence: ClassVar[str] = "added {viewpoint} to {it}"
    viewpoint: str
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class ChapterReviewed:
    type: ClassVar[str] = "chapter.reviewed"
    sentence: ClassVar[str] = "reviewed {it} ({verdict})"
    verdict: str
    version: int
    reviewer: str
    comment: Text = ""
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class ChapterApproved:
    type: ClassVar[str] = "chapter.approved"
    sentence: ClassVar[str] = "approved {it} (version {version})"
    version: int
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class ChapterFrozen:
    """The chapter's side of a frozen edition."""

    type: ClassVar[str] = "chapter.frozen"
    sentence: ClassVar[str] = "froze {it} (version {version})"
    publication: str
    version: int
    reason: Text = ""


ChapterEvent = (
    ChapterOutlined
    | ChapterDrafted
    | ChapterMessageStated
    | ChapterViewpointAdded
    | ChapterReviewed
    | ChapterApproved
    | ChapterFrozen
)
Events = ChapterEvent


@dataclass(frozen=True, slots=True)
class Chapter:
    """What decisions about a chapter need to know."""

    id: str
    publication: str = ""
    status: Status = "outlined"
    version: int = 0
    drafter: str = ""
    writers: frozenset[str] = frozenset()
    messages: int = 0

    @property
    def closed(self) -> bool:
        """Tell whether its edition is frozen."""
        return self.status == "frozen"


def evolve(chapter: Chapter | None, stream: str, event: ChapterEvent) -> Chapter:
    """Apply one event; every event that decisions allow applies."""
    state = chapter or Chapter(stream)
    match event:
        case ChapterOutlined(publication=publication, writers=writers):
            return replace(state, publication=publication, writers=frozenset(writers))
        case ChapterDrafted(version=version, drafter=drafter):
            return replace(state, status="drafted", version=version, drafter=drafter)
        case ChapterMessageStated(number=number):
            return replace(state, status=_changed(state), messages=max(state.messages, number))
        case ChapterViewpointAdded():
            return replace(state, status=_changed(state))
        case ChapterReviewed(verdict=verdict):
            return replace(state, status="reviewed" if verdict == "accept" else "drafted")
        case ChapterApproved():
            return replace(state, status="approved")
        case ChapterFrozen():
            return replace(state, status="frozen")
        case _:
            assert_never(event)


def within(chapter: Chapter, publication: Publication) -> Chapter:
    """Give a chapter as its edition lets it be: once that is frozen, one that stands outside it is closed as well."""
    return chapter if publication.status == "open" else replace(chapter, status="frozen")


def outline(
    chapter: str,
    publication: Publication,
    title: str,
    *,
    by: Actor,
    number: int = 0,
    themes: tuple[str, ...] = (),
    writers: tuple[str, ...] = (),
) -> list[On]:
    """Outline a chapter from the themes that it is to tell."""
    require_role(by, "coordinator", "editor", act="outline a chapter")
    require_open(publication, "outline a chapter for it")
    require_short(title, "chapter's title")
    if not themes:
        raise Refused("A chapter is outlined from at least one theme; name it with --theme.")
    if number < 0:
        raise Refused("Chapters are counted from 1; give a number such as 1.")
    event = ChapterOutlined(
        publication=publication.id,
        title=title,
        number=number,
        themes=tuple(dict.fromkeys(themes)),
        writers=tuple(dict.fromkeys(writers)),
    )
    return [On(chapter, event)]


def draft(
    chapter: Chapter, paragraphs: Sequence[str], resting: Sequence[Resting], *, by: Actor, language: str = "en"
) -> list[On]:
    """Write the chapter anew; `resting` says for each paragraph what it rests on."""
    if by.person not in chapter.writers:
        require_role(by, "editor", act="draft a chapter that does not name them as a writer")
    require_unfrozen(chapter, "drafted")
    require_one_of(language, LANGUAGES, "language")
    if not paragraphs:
        raise Refused("The draft is empty; write at least one paragraph.")
    drafted = ChapterDrafted(
        version=chapter.version + 1,
        drafter=by.person,
        paragraphs=tuple(paragraphs),
        language=language,
        sources=tuple(source for rests in resting for source in rests.sources),
        source_places=tuple(place for place, rests in enumerate(resting) for _ in rests.sources),
        positions=tuple(position for rests in resting for position in rests.positions),
        position_places=tuple(place for place, rests in enumerate(resting) for _ in rests.positions),
        quotes=tuple(dict.fromkeys(rests.quote for rests in resting if rests.quote)),
    )
    return [On(chapter.id, drafted)]


def message(chapter: Chapter, audience: str, text: str, *, by: Actor, number: int = 0) -> list[On]:
    """State a key message for an audience, a new one or in the place of another."""
    if by.person not in chapter.writers:
        require_role(by, "editor", "coordinator", act="state a message of a chapter")
    require_unfrozen(chapter, "changed")
    require_text(audience, "audience")
    require_text(text, "message")
    if number and not 1 <= number <= chapter.messages:
        known = f"the chapter has {chapter.messages}"
        raise Refused(
            f"There is no message {number} to replace; {known}, so name one of them, or leave out --replacing."
        )
    stated = ChapterMessageStated(number=number or chapter.messages + 1, audience=audience, text=text)
    return [On(chapter.id, stated)]


def review(chapter: Chapter, verdict: str, *, by: Actor, comment: str = "") -> list[On]:
    """Review the newest draft; whoever drafted it may not."""
    require_role(by, "editor", "reviewer", "coordinator", "practitioner", act="review a chapter")
    require_one_of(verdict, VERDICTS, "outcome of a review")
    if by.person == chapter.drafter:
        raise Refused("Nobody reviews what they drafted themselves; ask somebody else to review it.")
    if chapter.status not in ("drafted", "reviewed"):
        raise Refused(f"The chapter is {chapter.status}, so there is no draft to review; draft it first.")
    if verdict == "revise":
        require_text(comment, "comment, which says what to revise,")
    reviewed = ChapterReviewed(verdict=verdict, version=chapter.version, reviewer=by.person, comment=comment)
    return [On(chapter.id, reviewed)]


def approve(chapter: Chapter, *, by: Actor) -> list[On]:
    """Approve a chapter that a review accepted; whoever drafted it may not."""
    require_role(by, "editor", "coordinator", act="approve a chapter")
    if by.person == chapter.drafter:
        raise Refused(
            "Nobody approves what they drafted themselves; ask another editor or a coordinator to approve it."
        )
    if chapter.status != "reviewed":
        raise Refused(
            f"The chapter is {chapter.status}; a review has to accept its newest draft before it is approved; "
            "ask somebody for one with 'epex chapter review'."
        )
    return [On(chapter.id, ChapterApproved(version=chapter.version))]


def require_unfrozen(chapter: Chapter, act: str) -> None:
    """Refuse to change what was frozen."""
    if chapter.closed:
        raise Refused(
            f"The edition of this chapter is frozen, so it cannot be {act};"
            " record an erratum with 'epex publication erratum', or open a new edition."
        )


def _changed(state: Chapter) -> Status:
    return "drafted" if state.status in ("reviewed", "approved") else state.status
