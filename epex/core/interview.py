"""An interview by the evaluator: sealed from everybody else, quoted only where evaluators read."""

from dataclasses import dataclass, field, replace
from typing import ClassVar, assert_never

from epex.core.confided import Confided, ForEvaluators, Withdrawn, named, require_opened
from epex.core.decision import Actor, On, Refused, require_one_of, require_role, require_text
from epex.core.evidence import Link, Passage
from epex.core.questions import require_code
from epex.core.vocabulary import LANGUAGES, STANCES

CITING = ("finding", "story")


@dataclass(frozen=True, kw_only=True)
class InterviewRecorded(ForEvaluators):
    """The person interviewed is sealed too, so that the log does not tell who spoke; empty for one from outside."""

    type: ClassVar[str] = "interview.recorded"
    sentence: ClassVar[str] = "recorded {it}"
    text: Confided
    person: Confided = ""
    year: int
    question_set: str = ""
    language: str = ""
    reason: Confided = ""

    @property
    def words_of(self) -> str:
        """Name the person whose words these are, where the key for evaluation is."""
        return named(self.person)


@dataclass(frozen=True, kw_only=True)
class InterviewRevised(ForEvaluators):
    """The whole text anew; passages go on pointing into the version that they quote."""

    type: ClassVar[str] = "interview.revised"
    sentence: ClassVar[str] = "revised {it} (version {version})"
    text: Confided
    reason: Confided
    version: int


@dataclass(frozen=True, kw_only=True)
class InterviewCited(ForEvaluators):
    """What rests on the interview; kept on its own stream, so that the finding or story does not tell of it.

    Without a quote the whole interview is meant. Offsets count codepoints in NFC, the end exclusive.
    """

    type: ClassVar[str] = "interview.cited"
    sentence: ClassVar[str] = "linked {it} as evidence that {stance} {target}"
    target: str
    stance: str
    version: int = 0
    start: int = 0
    end: int = 0
    quote: Confided = ""
    note: Confided = ""
    reason: Confided = ""


@dataclass(frozen=True, kw_only=True)
class InterviewUncited(ForEvaluators):
    type: ClassVar[str] = "interview.uncited"
    sentence: ClassVar[str] = "took {it} back as evidence for {target}"
    target: str
    reason: Confided


@dataclass(frozen=True, kw_only=True)
class InterviewWithdrawn(Withdrawn):
    type: ClassVar[str] = "interview.withdrawn"
    sentence: ClassVar[str] = "withdrew an interview"


InterviewEvent = InterviewRecorded | InterviewRevised | InterviewCited | InterviewUncited | InterviewWithdrawn
Events = InterviewEvent


@dataclass(frozen=True, slots=True)
class Interview:
    """What decisions about an interview need to know; `version` is that of its text, `cited` what rests on it."""

    id: str
    version: int = 0
    withdrawn: bool = False
    cited: frozenset[Link] = field(default=frozenset())


def evolve(interview: Interview | None, stream: str, event: InterviewEvent) -> Interview:
    """Apply one event; every event that decisions allow applies."""
    state = interview or Interview(stream)
    match event:
        case InterviewRecorded():
            return replace(state, version=1)
        case InterviewRevised(version=version):
            return replace(state, version=version)
        case InterviewCited(target=target, version=version, start=start, end=end):
            return replace(state, cited=state.cited | {Link(target, stream if version else "", version, start, end)})
        case InterviewUncited(target=target):
            return replace(state, cited=frozenset(link for link in state.cited if link.source != target))
        case InterviewWithdrawn():
            return replace(state, withdrawn=True)
        case _:
            assert_never(event)


def record(interview: str, recorded: InterviewRecorded, years: frozenset[int], *, by: Actor) -> list[On]:
    """Record what somebody said to an evaluator; `years` are the programme years that are open."""
    require_role(by, "evaluator", act="record an interview")
    require_text(recorded.text, "interview")
    if recorded.person == by.person:
        raise Refused("Nobody interviews themselves; name the person who was interviewed.")
    if recorded.question_set:
        require_code(recorded.question_set, "question set")
    if recorded.language:
        require_one_of(recorded.language, LANGUAGES, "language")
    require_opened(recorded.year, years)
    return [On(interview, recorded)]


def revise(interview: Interview, text: str, reason: str, *, by: Actor) -> list[On]:
    """Replace the text by a new version, with the reason."""
    require_role(by, "evaluator", act="revise an interview")
    require_present(interview)
    require_text(text, "interview")
    require_text(reason, "reason")
    return [On(interview.id, InterviewRevised(text=text, reason=reason, version=interview.version + 1))]


def cite(
    interview: Interview, target: str, stance: str, *, by: Actor, passage: Passage | None = None, note: str = ""
) -> list[On]:
    """Let a finding or a story rest on an interview, or on a passage of it."""
    require_role(by, "evaluator", act="link an interview")
    require_present(interview)
    require_one_of(stance, STANCES, "stance")
    if target.partition("-")[0] not in CITING:
        raise Refused("Only findings and stories of change rest on interviews; link it to one of them.")
    link = Link(target, *passage.place) if passage else Link(target)
    if link in interview.cited:
        raise Refused("This is linked already; quote another passage of the interview to say more.")
    words = {name: getattr(passage, name) for name in ("start", "end", "quote")} if passage else {}
    version = passage.document_version if passage else 0
    return [On(interview.id, InterviewCited(target=target, stance=stance, version=version, note=note, **words))]


def uncite(interview: Interview, target: str, reason: str, *, by: Actor) -> list[On]:
    """Take everything back that a finding or a story rests on in an interview, with the reason."""
    require_role(by, "evaluator", act="unlink an interview")
    require_present(interview)
    require_text(reason, "reason")
    if target not in {link.source for link in interview.cited}:
        raise Refused("This does not rest on the interview; 'epex interview show' lists what does.")
    return [On(interview.id, InterviewUncited(target=target, reason=reason))]


def withdraw(interview: Interview, *, by: Actor, reason: str = "") -> list[On]:
    """Withdraw an interview for good; its key is destroyed."""
    require_role(by, "evaluator", act="withdraw an interview")
    require_present(interview)
    return [On(interview.id, InterviewWithdrawn(reason=reason))]


def require_present(interview: Interview) -> None:
    """Refuse an interview that was withdrawn."""
    if interview.withdrawn:
        raise Refused("This interview was withdrawn; record another one to say something else.")
