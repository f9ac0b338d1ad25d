"""An element of practice: something that an organisation does, described so that others can take it up."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Annotated, ClassVar, NamedTuple, assert_never

from epex.core import evidence
from epex.core.dates import parse_date
from epex.core.decision import Actor, On, Refused, require_one_of, require_role, require_short, require_text
from epex.core.evidence import Passage, Place
from epex.core.ladder import label_after, require_step
from epex.core.periods import parse_optional
from epex.core.sealed import Lines, Sealed, Text
from epex.core.vocabulary import EVIDENCE_LEVELS, LANGUAGES, SETTINGS

WITNESSES = ("reflection", "visit")

NewText = Annotated[str | None, Sealed()]
NewLines = Annotated[tuple[str, ...] | None, Sealed()]


@dataclass(frozen=True, kw_only=True)
class ElementIdentified:
    """The description follows the order of TIDieR; `organisation` is the one whose practice it is."""

    type: ClassVar[str] = "element.identified"
    sentence: ClassVar[str] = "identified {it} at {organisation}"
    name: Text
    core: Text
    language: str = "en"
    organisation: str
    setting: str = ""
    rationale: Text = ""
    materials: Text = ""
    steps: Lines = ()
    providers: Text = ""
    mode: Text = ""
    place: Text = ""
    frequency: Text = ""
    core_parts: Text = ""
    adaptable_parts: Text = ""
    preconditions: Text = ""
    target_group: Text = ""
    scope: Text = ""
    since: str = ""
    evidence_level: str = "told"
    risks: Text = ""


@dataclass(frozen=True, kw_only=True)
class ElementDescribed:
    """New values of some fields; None means unchanged, and an empty `review_by` that nobody has to look again."""

    type: ClassVar[str] = "element.described"
    sentence: ClassVar[str] = "described {it} anew"
    name: NewText = None
    core: NewText = None
    language: str | None = None
    setting: str | None = None
    rationale: NewText = None
    materials: NewText = None
    steps: NewLines = None
    providers: NewText = None
    mode: NewText = None
    place: NewText = None
    frequency: NewText = None
    core_parts: NewText = None
    adaptable_parts: NewText = None
    preconditions: NewText = None
    target_group: NewText = None
    scope: NewText = None
    since: str | None = None
    evidence_level: str | None = None
    risks: NewText = None
    review_by: str | None = None


@dataclass(frozen=True, kw_only=True)
class ElementEvidenceLinked(evidence.EvidenceLinked):
    type: ClassVar[str] = "element.evidence_linked"


@dataclass(frozen=True, kw_only=True)
class ElementEvidenceUnlinked(evidence.EvidenceUnlinked):
    type: ClassVar[str] = "element.evidence_unlinked"


@dataclass(frozen=True, kw_only=True)
class ElementConditionNoted:
    type: ClassVar[str] = "element.condition_noted"
    sentence: ClassVar[str] = "noted a condition on {it}"
    text: Text
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class ElementLabelled:
    type: ClassVar[str] = "element.labelled"
    sentence: ClassVar[str] = "labelled {it} as {label}"
    label: str
    review_by: str = ""
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class ElementReviewRequested:
    """`agreed` says that the request is the owner's own, or the reviewer is agreed to already."""

    type: ClassVar[str] = "element.review_requested"
    sentence: ClassVar[str] = "asked {reviewer} to review {it}"
    review: str
    reviewer: str
    agreed: bool = False
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class ElementReviewAgreed:
    type: ClassVar[str] = "element.review_agreed"
    sentence: ClassVar[str] = "agreed that {reviewer} reviews {it}"
    review: str
    reviewer: str
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class ElementReviewDeclined:
    type: ClassVar[str] = "element.review_declined"
    sentence: ClassVar[str] = "declined that {reviewer} reviews {it}"
    review: str
    reviewer: str
    reason: Text


@dataclass(frozen=True, kw_only=True)
class ElementReviewed:
    """What is told of a review: how it came out. Its text is an event of its own, on the review's stream."""

    type: ClassVar[str] = "element.reviewed"
    sentence: ClassVar[str] = "reviewed {it}: {result}"
    review: str
    result: str
    review_by: str = ""
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class ElementMerged:
    type: ClassVar[str] = "element.merged"
    sentence: ClassVar[str] = "merged {it} into {into}"
    into: str
    reason: Text


@dataclass(frozen=True, kw_only=True)
class ElementAbsorbed:
    """The other side of a merge, on the element that goes on."""

    type: ClassVar[str] = "element.absorbed"
    sentence: ClassVar[str] = "took {merged} up into {it}"
    merged: str
    evidence: tuple[str, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class ElementRetired:
    type: ClassVar[str] = "element.retired"
    sentence: ClassVar[str] = "retired {it}"
    reason: Text


@dataclass(frozen=True, kw_only=True)
class ElementReopened:
    """From here on it is a draft again, whatever its label was before."""

    type: ClassVar[str] = "element.reopened"
    sentence: ClassVar[str] = "reopened {it}"
    reason: Text


ElementEvent = (
    ElementIdentified
    | ElementDescribed
    | ElementEvidenceLinked
    | ElementEvidenceUnlinked
    | ElementConditionNoted
    | ElementLabelled
    | ElementReviewRequested
    | ElementReviewAgreed
    | ElementReviewDeclined
    | ElementReviewed
    | ElementMerged
    | ElementAbsorbed
    | ElementRetired
    | ElementReopened
)
Events = ElementEvent


class Asked(NamedTuple):
    """A review that was asked for and is not written yet."""

    review: str
    reviewer: str
    agreed: bool


@dataclass(frozen=True, slots=True)
class Element(evidence.Grounded):
    """What decisions about an element need to know; `status` is open, merged or retired."""

    organisation: str = ""
    status: str = "open"
    label: str = "draft"
    asked: frozenset[Asked] = frozenset()


def evolve(element: Element | None, stream: str, event: ElementEvent) -> Element:
    """Apply one event; every event that decisions allow applies."""
    state = element or Element(stream)
    match event:
        case ElementIdentified(organisation=organisation):
            return replace(state, organisation=organisation)
        case ElementEvidenceLinked() | ElementEvidenceUnlinked():
            return evidence.with_evidence(state, event)
        case ElementAbsorbed(evidence=sources):
            return evidence.with_sources(state, sources)
        case ElementLabelled(label=label):
            return replace(state, label=label)
        case ElementReviewRequested() | ElementReviewAgreed() | ElementReviewDeclined() | ElementReviewed():
            return _reviewed(state, event)
        case ElementMerged():
            return replace(state, status="merged")
        case ElementRetired():
            return replace(state, status="retired", label="retired")
        case ElementReopened():
            return replace(state, status="open", label="draft")
        case ElementDescribed() | ElementConditionNoted():
            return state
        case _:
            assert_never(event)


def identify(element: str, identified: ElementIdentified, *, by: Actor) -> list[On]:
    """Identify an element in what an organisation does."""
    require_text(identified.organisation, "organisation")
    require_voice(identified.organisation, by, "identify an element of another organisation")
    require_described(identified)
    return [On(element, replace(identified, since=_date(identified.since) or ""))]


def describe(element: Element, described: ElementDescribed, *, by: Actor) -> list[On]:
    """Describe an element anew; what is None stays as it is."""
    require_workable(element, by, "describe it")
    if all(getattr(described, change.name) is None for change in fields(described)):
        raise Refused("The description changes nothing; give at least one field, such as --risks.")
    require_described(described)
    return [On(element.id, replace(described, since=_date(described.since), review_by=_date(described.review_by)))]


def link(
    element: Element, source: str, stance: str, *, by: Actor, passage: Passage | None = None, note: str = ""
) -> list[On]:
    """Link what people saw or said, with its stance; nobody needs the owner's leave to contradict."""
    evidence.require_linker(by)
    require_open(element, "link evidence to it")
    if source.partition("-")[0] not in WITNESSES:
        raise Refused("An element rests on what people saw and said; link a reflection or a visit.")
    return [On(element.id, ElementEvidenceLinked(**evidence.linking(element, source, stance, passage, note)))]


def unlink(
    element: Element, source: str, reason: str, *, by: Actor, place: Place | None = None, linked_by: Iterable[str] = ()
) -> list[On]:
    """Take evidence back, with the reason: all that was linked of a source, or one passage."""
    evidence.require_own(element, source, linked_by, by)
    require_open(element, "unlink evidence from it")
    return [On(element.id, ElementEvidenceUnlinked(**evidence.taken_back(element, source, place, reason)))]


def note_condition(element: Element, text: str, *, by: Actor) -> list[On]:
    """Note what has to be in place before the element works; whoever saw it lacking may say so."""
    require_role(by, "coordinator", "practitioner", "editor", act="note a condition")
    require_open(element, "note a condition on it")
    require_text(text, "condition")
    return [On(element.id, ElementConditionNoted(text=text))]


def label(element: Element, label: str, *, by: Actor, reason: str = "", review_by: str = "") -> list[On]:
    """Move an element one step on the ladder; only the step from draft to shared goes without a reason."""
    require_workable(element, by, "label it")
    require_step(element.label, label)
    if (element.label, label) != ("draft", "shared"):
        require_text(reason, "reason")
    return [On(element.id, ElementLabelled(label=label, review_by=parse_optional(review_by), reason=reason))]


def merge(element: Element, into: Element, reason: str, *, by: Actor) -> list[On]:
    """Merge an element into another one that goes on; the actor speaks for both."""
    if element.id == into.id:
        raise Refused("An element cannot be merged into itself; name another element with --into.")
    require_workable(element, by, "merge it")
    require_workable(into, by, "merge another one into it")
    require_text(reason, "reason")
    return [
        On(element.id, ElementMerged(into=into.id, reason=reason)),
        On(into.id, ElementAbsorbed(merged=element.id, evidence=element.sources)),
    ]


def retire(element: Element, reason: str, *, by: Actor) -> list[On]:
    """Retire an element that is stale or was given up."""
    require_workable(element, by, "retire it")
    require_text(reason, "reason")
    return [On(element.id, ElementRetired(reason=reason))]


def reopen(element: Element, reason: str, *, by: Actor) -> list[On]:
    """Take a retired element up again, as a draft."""
    require_voice(element.organisation, by, "work on an element of another organisation")
    if element.status == "merged":
        raise Refused("The element was merged into another one; work on the one that went on, or identify a new one.")
    if element.status != "retired":
        raise Refused(f"The element is {element.status} already; 'epex element describe' and 'link' work on it.")
    require_text(reason, "reason")
    return [On(element.id, ElementReopened(reason=reason))]


def require_voice(organisation: str, by: Actor, act: str) -> None:
    """Refuse to speak for an organisation unless the actor belongs to it, coordinates or edits."""
    if by.organisation != organisation:
        require_role(by, "coordinator", "editor", act=act)


def require_open(element: Element, act: str) -> None:
    """Refuse to work on an element that has ended."""
    if element.status != "open":
        again = ", or take it up again with 'epex element reopen'" if element.status == "retired" else ""
        raise Refused(f"The element is {element.status}, so nobody can {act} any more; use one that is open{again}.")


def require_workable(element: Element, by: Actor, act: str) -> None:
    """Refuse to work on another organisation's element, or on one that has ended."""
    require_voice(element.organisation, by, "work on an element of another organisation")
    require_open(element, act)


def require_described(described: ElementIdentified | ElementDescribed) -> None:
    """Refuse a description without a name or core, or with words outside the vocabulary."""
    if described.name is not None:
        require_short(described.name, "element's name")
    if described.core is not None:
        require_text(described.core, "sentence that says the core")
    if described.language is not None:
        require_one_of(described.language, LANGUAGES, "language")
    if described.setting:
        require_one_of(described.setting, SETTINGS, "setting")
    if described.evidence_level is not None:
        require_one_of(described.evidence_level, EVIDENCE_LEVELS, "evidence level")


def _reviewed(
    state: Element, event: ElementReviewRequested | ElementReviewAgreed | ElementReviewDeclined | ElementReviewed
) -> Element:
    others = frozenset(asked for asked in state.asked if asked.review != event.review)
    match event:
        case ElementReviewRequested(review=review, reviewer=reviewer, agreed=agreed):
            return replace(state, asked=others | {Asked(review, reviewer, agreed)})
        case ElementReviewAgreed(review=review, reviewer=reviewer):
            return replace(state, asked=others | {Asked(review, reviewer, agreed=True)})
        case ElementReviewDeclined():
            return replace(state, asked=others)
        case ElementReviewed(result=result):
            return replace(state, asked=others, label=label_after(state.label, result))
        case _:
            assert_never(event)


def _date(text: str | None) -> str | None:
    return parse_date(text) if text else text
