"""A practitioner's viewpoint in a chapter: one person's own words, signed by them, dissenting where they like."""

from dataclasses import dataclass, replace
from typing import ClassVar, assert_never

from epex.core.chapter import Chapter, ChapterViewpointAdded, require_unfrozen
from epex.core.decision import Actor, On, Refused, require_one_of, require_role, require_text
from epex.core.sealed import Text
from epex.core.vocabulary import LANGUAGES


@dataclass(frozen=True, kw_only=True)
class ViewpointWritten:
    """Signed at once when the signer records it themselves."""

    type: ClassVar[str] = "viewpoint.written"
    sentence: ClassVar[str] = "wrote {it} of {signer} for {chapter}"
    chapter: str
    signer: str
    title: Text = ""
    text: Text
    language: str = "en"
    dissenting: bool = False
    signed: bool = False
    reason: Text = ""

    @property
    def words_of(self) -> str:
        """Name the person whose words the document holds."""
        return self.signer


@dataclass(frozen=True, kw_only=True)
class ViewpointSigned:
    type: ClassVar[str] = "viewpoint.signed"
    sentence: ClassVar[str] = "signed {it}"
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class ViewpointWithdrawn:
    type: ClassVar[str] = "viewpoint.withdrawn"
    sentence: ClassVar[str] = "withdrew {it}"
    reason: Text = ""


ViewpointEvent = ViewpointWritten | ViewpointSigned | ViewpointWithdrawn
Events = ViewpointEvent


@dataclass(frozen=True, slots=True)
class Viewpoint:
    """What decisions about a viewpoint need to know."""

    id: str
    chapter: str = ""
    signer: str = ""
    signed: bool = False
    withdrawn: bool = False


def evolve(viewpoint: Viewpoint | None, stream: str, event: ViewpointEvent) -> Viewpoint:
    """Apply one event; every event that decisions allow applies."""
    state = viewpoint or Viewpoint(stream)
    match event:
        case ViewpointWritten(chapter=chapter, signer=signer, signed=signed):
            return replace(state, chapter=chapter, signer=signer, signed=signed)
        case ViewpointSigned():
            return replace(state, signed=True)
        case ViewpointWithdrawn():
            return replace(state, withdrawn=True)
        case _:
            assert_never(event)


def write(
    viewpoint: str,
    chapter: Chapter,
    signer: str,
    text: str,
    *,
    by: Actor,
    title: str = "",
    language: str = "en",
    dissenting: bool = False,
) -> list[On]:
    """Write somebody's viewpoint into a chapter; typed in by another, it waits for their signature."""
    if by.person != signer:
        require_role(by, "editor", "coordinator", act="type in somebody else's viewpoint")
    elif signer not in chapter.writers:
        require_role(by, "practitioner", "editor", "coordinator", act="write a viewpoint")
    require_unfrozen(chapter, "changed")
    require_text(text, "viewpoint")
    require_one_of(language, LANGUAGES, "language")
    written = ViewpointWritten(
        chapter=chapter.id,
        signer=signer,
        title=title,
        text=text,
        language=language,
        dissenting=dissenting,
        signed=by.person == signer,
    )
    return [On(viewpoint, written), On(chapter.id, ChapterViewpointAdded(viewpoint=viewpoint))]


def sign(viewpoint: Viewpoint, *, by: Actor) -> list[On]:
    """Sign one's own viewpoint that somebody else typed in."""
    require_own(viewpoint, by, "sign")
    if viewpoint.withdrawn:
        raise Refused("This viewpoint was withdrawn; write a new one with 'epex chapter viewpoint'.")
    if viewpoint.signed:
        raise Refused("This viewpoint is signed already; there is nothing to do.")
    return [On(viewpoint.id, ViewpointSigned())]


def withdraw(viewpoint: Viewpoint, *, by: Actor, reason: str = "") -> list[On]:
    """Withdraw one's own viewpoint, at any time and without a reason."""
    require_own(viewpoint, by, "withdraw")
    if viewpoint.withdrawn:
        raise Refused("This viewpoint was withdrawn already; there is nothing to do.")
    return [On(viewpoint.id, ViewpointWithdrawn(reason=reason))]


def require_own(viewpoint: Viewpoint, by: Actor, act: str) -> None:
    """Refuse anybody but the signer."""
    if by.person != viewpoint.signer:
        raise Refused(f"Only the person whose viewpoint it is may {act} it; ask them to record it.")
