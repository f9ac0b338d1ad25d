"""A story of change: chosen by evaluators with the reason, and released when its teller has agreed."""

from dataclasses import dataclass, replace
from typing import Annotated, ClassVar, Literal, assert_never

from epex.core.confided import Confided, ForEvaluators, Withdrawn, named, require_opened
from epex.core.decision import Actor, On, Refused, require_one_of, require_role, require_short, require_text
from epex.core.reader import is_wider
from epex.core.sealed import QuotedText, Sealed
from epex.core.vocabulary import LANGUAGES, STORY_METHODS

ABOUT = ("transfer", "element", "visit", "theme")
RELEASED = ("network", "public")
# What leaves the evaluation is sealed anew under the base's own wrapping key.
Released = Annotated[str, Sealed(part="released")]


@dataclass(frozen=True, kw_only=True)
class StoryChosen(ForEvaluators):
    """`about` is a transfer, an element, a visit or a theme; `considered` counts the stories it was chosen from.

    The words are a text of its own, a passage of a reflection, or both. The reason is why this one was chosen.
    """

    type: ClassVar[str] = "story.chosen"
    sentence: ClassVar[str] = "chose {it} about {about}"
    title: Confided
    text: Confided = ""
    teller: Confided = ""
    about: str
    year: int
    language: str = "en"
    method: str = "most_significant_change"
    considered: int = 0
    chosen_by: Confided = ""
    document: str = ""
    document_version: int = 0
    start: int = 0
    end: int = 0
    quote: QuotedText = ""
    passage_hash: QuotedText = ""
    reason: Confided

    @property
    def words_of(self) -> str:
        """Name the person who tells it, where the key for evaluation is."""
        return named(self.teller)


@dataclass(frozen=True, kw_only=True)
class StoryConsentRecorded(ForEvaluators):
    """What the teller answered when asked whether the story may leave the evaluation, and how they were asked."""

    type: ClassVar[str] = "story.consent_recorded"
    sentence: ClassVar[str] = "recorded what the teller of {it} answered"
    agreed: bool
    how: Confided
    reason: Confided = ""


@dataclass(frozen=True, kw_only=True)
class StoryReleased:
    """The words as they leave the evaluation, with the reason for it; a passage is seen with its reflection."""

    type: ClassVar[str] = "story.released"
    widens: ClassVar[bool] = True
    sentence: ClassVar[str] = "released {it} ({visibility})"
    visibility: str
    title: Released
    text: Released = ""
    chosen_by: Released = ""
    because: Released
    reason: Released = ""


@dataclass(frozen=True, kw_only=True)
class StoryWithdrawn(Withdrawn):
    type: ClassVar[str] = "story.withdrawn"
    sentence: ClassVar[str] = "withdrew a story of change"


StoryEvent = StoryChosen | StoryConsentRecorded | StoryReleased | StoryWithdrawn
Events = StoryEvent


@dataclass(frozen=True, slots=True)
class Story:
    """What decisions about a story need to know; its visibility is `evaluation` until it is released."""

    id: str
    visibility: str = "evaluation"
    consent: Literal["", "agreed", "refused"] = ""
    withdrawn: bool = False


def evolve(story: Story | None, stream: str, event: StoryEvent) -> Story:
    """Apply one event; every event that decisions allow applies."""
    state = story or Story(stream)
    match event:
        case StoryChosen():
            return state
        case StoryConsentRecorded(agreed=agreed):
            return replace(state, consent="agreed" if agreed else "refused")
        case StoryReleased(visibility=visibility):
            return replace(state, visibility=visibility)
        case StoryWithdrawn():
            return replace(state, withdrawn=True)
        case _:
            assert_never(event)


def choose(story: str, chosen: StoryChosen, years: frozenset[int], *, by: Actor) -> list[On]:
    """Choose a story of change, with the reason for choosing it."""
    require_role(by, "evaluator", act="choose a story of change")
    require_short(chosen.title, "title of the story")
    require_text(chosen.reason, "reason for choosing it")
    if not chosen.text.strip() and not chosen.document:
        raise Refused("The story has no words; give it a text, or quote a passage with --source and --quote.")
    if chosen.about.partition("-")[0] not in ABOUT:
        raise Refused(f"A story of change is about one of: {', '.join(ABOUT)}; name it with --about.")
    require_one_of(chosen.method, STORY_METHODS, "method of choosing")
    require_one_of(chosen.language, LANGUAGES, "language")
    if chosen.considered < 0:
        raise Refused("The number of stories it was chosen from is below nought; leave it out, or count them.")
    require_opened(chosen.year, years)
    return [On(story, chosen)]


def record_consent(story: Story, how: str, *, by: Actor, agreed: bool = True) -> list[On]:
    """Record what the teller answered; a later answer replaces an earlier one."""
    require_role(by, "evaluator", act="record what the teller of a story answered")
    require_present(story)
    require_text(how, "way in which the teller was asked")
    if story.visibility in RELEASED and not agreed:
        raise Refused("This story was released already; take it back with 'epex story withdraw'.")
    return [On(story.id, StoryConsentRecorded(agreed=agreed, how=how))]


def release(story: Story, released: StoryReleased, *, by: Actor) -> list[On]:
    """Let the story leave the evaluation; its teller has to have agreed."""
    require_role(by, "evaluator", act="release a story of change")
    require_present(story)
    require_one_of(released.visibility, RELEASED, "visibility of a story that is released")
    if story.consent != "agreed":
        told = "refused" if story.consent else "was not asked yet"
        raise Refused(f"The teller {told}; record their agreement with 'epex story consent' first.")
    if story.visibility in RELEASED and not is_wider(released.visibility, story.visibility):
        raise Refused(f"It is released to '{story.visibility}' already, and a release only widens that; leave it.")
    require_short(released.title, "title of the story")
    return [On(story.id, released)]


def withdraw(story: Story, *, by: Actor, reason: str = "") -> list[On]:
    """Withdraw a story for good, also a released one; its keys are destroyed."""
    require_role(by, "evaluator", act="withdraw a story of change")
    require_present(story)
    return [On(story.id, StoryWithdrawn(reason=reason))]


def require_present(story: Story) -> None:
    """Refuse a story that was withdrawn."""
    if story.withdrawn:
        raise Refused("This story was withdrawn; choose another one with 'epex story choose'.")
