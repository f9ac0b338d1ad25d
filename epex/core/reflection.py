"""A reflection: one person's answers after a visit or a meeting, or an imported text."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated, ClassVar, Literal, assert_never

from epex.core.answers import tidied
from epex.core.decision import Actor, On, Refused, require_one_of, require_role, require_text
from epex.core.reader import WIDENING, is_wider
from epex.core.sealed import Sealed, Text, Texts
from epex.core.visit import OVER
from epex.core.vocabulary import LANGUAGES, SIDES

QUOTATION = ("none", "anonymous", "attributed")
# Months after a visit, when people look back once more; 0 is the reflection right after it.
FOLLOW_UPS = (3, 6, 12)


@dataclass(frozen=True, kw_only=True)
class ReflectionRecorded:
    """`answers` by question; `about` is a visit or meeting and empty in an import, whose `source` names its origin.

    The author is the person whose words they are, never who typed them; empty in an import that names nobody.
    """

    type: ClassVar[str] = "reflection.recorded"
    sentence: ClassVar[str] = "recorded {it}"
    title: Text = ""
    answers: Texts
    about: str = ""
    source: str = ""
    side: str = ""
    author: str = ""
    organisation: str = ""
    question_set: str = ""
    question_set_version: int = 1
    language: str = ""
    detected_language: str = ""
    quotation: str = "none"
    visibility: str = "pair"
    follow_up: int = 0
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class ReflectionRevised:
    """All answers anew; passages go on pointing into the version that they quote.

    Where a language is None it stays what it was.
    """

    type: ClassVar[str] = "reflection.revised"
    sentence: ClassVar[str] = "revised {it} (version {version})"
    answers: Texts
    reason: Text
    version: int
    language: str | None = None
    detected_language: str | None = None


@dataclass(frozen=True, kw_only=True)
class ReflectionTranslated:
    """The answers of one version in another language; `reviewed` when the author wrote them."""

    type: ClassVar[str] = "reflection.translated"
    sentence: ClassVar[str] = "translated {it} into '{language}'"
    answers: Texts
    language: str
    version: int
    translator: str
    reviewed: bool = False
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class ReflectionTranslationConfirmed:
    type: ClassVar[str] = "reflection.translation_confirmed"
    sentence: ClassVar[str] = "confirmed the translation of {it} into '{language}'"
    language: str
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class ReflectionReleased:
    type: ClassVar[str] = "reflection.released"
    widens: ClassVar[bool] = True
    sentence: ClassVar[str] = "released {it} to more readers ({visibility})"
    visibility: str
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class ReflectionKeepingAgreed:
    """Whether it stays, without a name, when its author is erased."""

    type: ClassVar[str] = "reflection.keeping_agreed"
    sentence: ClassVar[str] = "said whether {it} stays when its author is erased"
    agreed: bool
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class ReflectionWithdrawalRequested:
    """From here on nobody changes or releases it; the reason has a key of its own, which stays."""

    type: ClassVar[str] = "reflection.withdrawal_requested"
    sentence: ClassVar[str] = "asked that a reflection be withdrawn"
    reason: Annotated[str, Sealed(part="withdrawal")] = ""


@dataclass(frozen=True, kw_only=True)
class ReflectionWithdrawn:
    """What was looked through, and where other texts still repeat its words: streams, and their events."""

    type: ClassVar[str] = "reflection.withdrawn"
    sentence: ClassVar[str] = "finished withdrawing a reflection, after looking through {files} files"
    digest: str
    looked_for: int
    files: int
    bytes: int
    mentions: tuple[str, ...] = ()
    positions: tuple[int, ...] = ()
    is_milestone: ClassVar[bool] = True
    # The certificate tells each reader what of it they may know.
    aside: ClassVar[frozenset[str]] = frozenset({"mentions", "positions"})


ReflectionEvent = (
    ReflectionRecorded
    | ReflectionRevised
    | ReflectionTranslated
    | ReflectionTranslationConfirmed
    | ReflectionReleased
    | ReflectionKeepingAgreed
    | ReflectionWithdrawalRequested
    | ReflectionWithdrawn
)
Events = ReflectionEvent


@dataclass(frozen=True, slots=True)
class AboutVisit:
    """The visit that a reflection looks back on."""

    visit: str
    status: str
    host_people: frozenset[str]
    visitors: frozenset[str]


@dataclass(frozen=True, slots=True)
class AboutMeeting:
    """The meeting that a reflection looks back on."""

    meeting: str
    attended: frozenset[str]


@dataclass(frozen=True, slots=True)
class Imported:
    """The source that a text was imported from."""

    source: str


About = AboutVisit | AboutMeeting | Imported


@dataclass(frozen=True, slots=True)
class Reflection:
    """What decisions about a reflection need to know; `version` is that of its answers.

    `translations` tells by language who translated which version; those in `reviewed` need no other eyes.
    """

    id: str
    author: str = ""
    visibility: str = "pair"
    version: int = 0
    stated: str = ""
    detected: str = ""
    translations: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    reviewed: frozenset[str] = frozenset()
    withdrawal: Literal["", "requested", "done"] = ""

    @property
    def language(self) -> str:
        """Give the language that its author states, else what it reads like."""
        return self.stated or self.detected


def evolve(reflection: Reflection | None, stream: str, event: ReflectionEvent) -> Reflection:
    """Apply one event; every event that decisions allow applies."""
    state = reflection or Reflection(stream)
    match event:
        case ReflectionRecorded(author=author, visibility=visibility):
            told = replace(state, stated=event.language, detected=event.detected_language)
            return replace(told, author=author, visibility=visibility, version=1)
        case ReflectionRevised(language=stated, detected_language=detected):
            stated, detected = _or(stated, state.stated), _or(detected, state.detected)
            return replace(state, version=event.version, stated=stated, detected=detected)
        case ReflectionTranslated(language=language):
            made = {**state.translations, language: (event.translator, event.version)}
            reviewed = state.reviewed | {language} if event.reviewed else state.reviewed - {language}
            return replace(state, translations=made, reviewed=reviewed)
        case ReflectionTranslationConfirmed(language=language):
            return replace(state, reviewed=state.reviewed | {language})
        case ReflectionReleased(visibility=visibility):
            return replace(state, visibility=visibility)
        case ReflectionKeepingAgreed():
            return state
        case ReflectionWithdrawalRequested():
            return replace(state, withdrawal="requested")
        case ReflectionWithdrawn():
            return replace(state, withdrawal="done")
        case _:
            assert_never(event)


def record(
    reflection: str,
    recorded: ReflectionRecorded,
    about: About,
    *,
    by: Actor,
    said: Mapping[int, str] | None = None,
) -> list[On]:
    """Record somebody's answers; `about` fills in what they look back on, and the side when it is left open.

    Without an author the words are those of the person who records them, except in an import. `said` names what the
    author has already recorded about the same, by follow-up.
    """
    imported = isinstance(about, Imported)
    author = recorded.author or ("" if imported else by.person)
    if author != by.person:
        require_role(by, "coordinator", act="import texts" if imported else "type in somebody else's reflection")
    require_known(recorded)
    require_first(recorded.follow_up, about, said or {})
    event = replace(
        recorded,
        answers=tidied(recorded.answers),
        about=_stream(about),
        source=about.source if isinstance(about, Imported) else "",
        side=_side(recorded.side, author, about),
        author=author,
    )
    return [On(reflection, event)]


def revise(
    reflection: Reflection,
    answers: Mapping[str, str],
    reason: str,
    *,
    by: Actor,
    typed_by: str | None = None,
    present: Mapping[str, str] | None = None,
    language: str = "",
    detected: str | None = None,
) -> list[On]:
    """Replace the answers by a new version, with the reason; the earlier one stays in the log.

    Nobody but the author may, and the coordinator who recorded it for them, `typed_by`; None is an import, which any
    coordinator brings up to date with its source. `present` are the answers that stand, where they can be read; a
    language that is not stated stays the one that was.
    """
    if reflection.author not in ("", by.person) and typed_by not in (None, by.person):
        raise Refused("Only its author, or who typed it in for them, may revise a reflection; ask one of them.")
    if reflection.author != by.person:
        require_role(by, "coordinator", act="revise somebody else's reflection for them")
    require_present(reflection)
    require_text(reason, "reason")
    stated, said = language or reflection.stated, tidied(answers)
    if stated:
        require_one_of(stated, LANGUAGES, "language")
    if (said, stated) == (present, reflection.stated):
        raise Refused("It says this already, so the revision changes nothing; say what is to change.")
    event = ReflectionRevised(
        answers=said, reason=reason, version=reflection.version + 1, language=stated, detected_language=detected
    )
    return [On(reflection.id, event)]


def may_revise(author: str, typed_by: str, person: str, roles: Collection[str]) -> bool:
    """Tell whether somebody may revise the words of an author that somebody typed in."""
    return person == author != "" or ("coordinator" in roles and (author == "" or typed_by == person))


def release(reflection: Reflection, visibility: str, *, by: Actor) -> list[On]:
    """Let more people read; nobody but the author may, or for an import without one the data protection officer."""
    if not reflection.author:
        require_role(by, "data_protection_officer", act="release an import that names nobody")
    elif by.person != reflection.author:
        raise Refused("Only its author may release a reflection; ask the person whose words they are.")
    require_present(reflection)
    require_one_of(visibility, WIDENING, "visibility")
    if not is_wider(visibility, reflection.visibility):
        raise Refused(
            f"Its visibility is '{reflection.visibility}', and a release only widens that; {_wider(reflection)}."
        )
    return [On(reflection.id, ReflectionReleased(visibility=visibility))]


def agree_to_keep(reflection: Reflection, *, by: Actor, agreed: bool = True, imported: bool = False) -> list[On]:
    """Let a reflection stay, without a name, when its author is erased, or no longer; only the author decides that.

    A coordinator who imports it brings along what its author decided elsewhere.
    """
    if imported:
        require_role(by, "coordinator", act="import what an author agreed to")
    elif by.person != reflection.author:
        raise Refused("Only its author may agree that a reflection stays; ask the person whose words they are.")
    require_present(reflection)
    return [On(reflection.id, ReflectionKeepingAgreed(agreed=agreed))]


def require_present(reflection: Reflection) -> None:
    """Refuse what was withdrawn, or is about to be."""
    if reflection.withdrawal:
        raise Refused("This reflection was withdrawn; record a new one to say something else.")


def require_known(recorded: ReflectionRecorded) -> None:
    """Refuse words outside the vocabulary."""
    require_one_of(recorded.visibility, WIDENING, "visibility")
    require_one_of(recorded.quotation, QUOTATION, "permission to quote")
    if recorded.language:
        require_one_of(recorded.language, LANGUAGES, "language")
    if recorded.side:
        require_one_of(recorded.side, SIDES, "side")


def require_first(follow_up: int, about: About, said: Mapping[int, str]) -> None:
    """Refuse a follow-up that nobody asks for, and a second reflection where there is one."""
    if follow_up and (follow_up not in FOLLOW_UPS or not isinstance(about, AboutVisit)):
        months = ", ".join(map(str, FOLLOW_UPS))
        raise Refused(f"Only a visit is looked back on again, after {months} months; leave out the follow-up.")
    if follow_up in said:
        what = f"follow-up after {follow_up} months" if follow_up else "reflection"
        raise Refused(
            f"This person's {what} is recorded already; change it with 'epex reflection revise {said[follow_up]}'."
        )


def _or(said: str | None, before: str) -> str:
    return before if said is None else said


def _stream(about: About) -> str:
    match about:
        case AboutVisit(visit=visit):
            return visit
        case AboutMeeting(meeting=meeting):
            return meeting
        case Imported():
            return ""
        case _:
            assert_never(about)


def _side(stated: str, author: str, about: About) -> str:
    match about:
        case AboutVisit():
            return _side_of_visit(stated, author, about)
        case AboutMeeting():
            return _side_of_meeting(stated, author, about)
        case Imported(source=source):
            require_text(source, "name of the source")
            return stated
        case _:
            assert_never(about)


def _side_of_visit(stated: str, author: str, about: AboutVisit) -> str:
    if about.status not in OVER:
        raise Refused(f"The visit is {about.status}; record the reflection once the visit is completed.")
    if author not in about.host_people | about.visitors:
        raise Refused("Only somebody who hosted or visited reflects on a visit; name one of them as the author.")
    side = "host" if author in about.host_people else "visitor"
    if stated not in ("", side):
        raise Refused(f"The author was on this visit as {side}; record the reflection with --side {side}.")
    return side


def _side_of_meeting(stated: str, author: str, about: AboutMeeting) -> str:
    if author not in about.attended:
        raise Refused("Only somebody who attended reflects on a meeting; name one of them as the author.")
    if stated not in ("", "participant"):
        raise Refused("At a meeting everybody is a participant; record the reflection with --side participant.")
    return "participant"


def _wider(reflection: Reflection) -> str:
    wider = WIDENING[WIDENING.index(reflection.visibility) + 1 :]
    return f"choose one of: {', '.join(wider)}" if wider else "there is nothing to do"
