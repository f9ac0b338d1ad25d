"""An element of practice: something that an organisation does, described so that others can take it up."""

from dataclasses import dataclass, fields, replace
from typing import Annotated, ClassVar, assert_never

from epex.core.dates import parse_date
from epex.core.decision import Actor, On, Refused, require_one_of, require_role, require_text
from epex.core.evidence import Passage, Place, require_new, with_place
from epex.core.sealed import Lines, QuotedText, Sealed, Text
from epex.core.vocabulary import EVIDENCE_LEVELS, LABELS, LANGUAGES, SETTINGS, STANCES

LADDER = ("draft", "shared", "inspiring")
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
    """New values of some fields; None means unchanged."""

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


@dataclass(frozen=True, kw_only=True)
class ElementEvidenceLinked:
    type: ClassVar[str] = "element.evidence_linked"
    sentence: ClassVar[str] = "linked {source} as evidence that {stance} {it}"
    source: str
    stance: str
    document: str = ""
    document_version: int = 0
    start: int = 0
    end: int = 0
    quote: QuotedText = ""
    note: Text = ""
    reason: Text = ""


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


@dataclass(frozen=True, kw_only=True)
class ElementRetired:
    type: ClassVar[str] = "element.retired"
    sentence: ClassVar[str] = "retired {it}"
    reason: Text


ElementEvent = (
    ElementIdentified
    | ElementDescribed
    | ElementEvidenceLinked
    | ElementConditionNoted
    | ElementLabelled
    | ElementMerged
    | ElementAbsorbed
    | ElementRetired
)
Events = ElementEvent


@dataclass(frozen=True, slots=True)
class Element:
    """What decisions about an element need to know; `status` is open, merged or retired."""

    id: str
    organisation: str = ""
    status: str = "open"
    label: str = "draft"
    evidence: frozenset[str] = frozenset()
    passages: frozenset[Place] = frozenset()


def evolve(element: Element | None, stream: str, event: ElementEvent) -> Element:
    """Apply one event; every event that decisions allow applies."""
    state = element or Element(stream)
    match event:
        case ElementIdentified(organisation=organisation):
            return replace(state, organisation=organisation)
        case ElementEvidenceLinked(source=source):
            place = (event.document, event.document_version, event.start, event.end)
            return replace(state, evidence=state.evidence | {source}, passages=with_place(state.passages, place))
        case ElementLabelled(label=label):
            return replace(state, label=label)
        case ElementMerged():
            return replace(state, status="merged")
        case ElementRetired():
            return replace(state, status="retired", label="retired")
        case ElementDescribed() | ElementConditionNoted() | ElementAbsorbed():
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
    return [On(element.id, replace(described, since=_date(described.since)))]


def link(
    element: Element, source: str, stance: str, *, by: Actor, passage: Passage | None = None, note: str = ""
) -> list[On]:
    """Link what people saw or said, with its stance; nobody needs the owner's leave to contradict."""
    require_role(by, "coordinator", "practitioner", "editor", act="link evidence")
    require_open(element, "link evidence to it")
    require_one_of(stance, STANCES, "stance")
    if source.partition("-")[0] not in WITNESSES:
        raise Refused("An element rests on what people saw and said; link a reflection or a visit.")
    if source in element.evidence and passage is None:
        raise Refused("This evidence is linked already; quote a passage of it to say more.")
    require_new(element.passages, passage)
    words = passage.fields() if passage else {}
    return [On(element.id, ElementEvidenceLinked(source=source, stance=stance, note=note, **words))]


def note_condition(element: Element, text: str, *, by: Actor) -> list[On]:
    """Note what has to be in place before the element works; whoever saw it lacking may say so."""
    require_role(by, "coordinator", "practitioner", "editor", act="note a condition")
    require_open(element, "note a condition on it")
    require_text(text, "condition")
    return [On(element.id, ElementConditionNoted(text=text))]


def label(element: Element, label: str, *, by: Actor, reason: str = "") -> list[On]:
    """Move an element one step on the ladder; only the step from draft to shared goes without a reason."""
    require_workable(element, by, "label it")
    require_step(element, label)
    if (element.label, label) != ("draft", "shared"):
        require_text(reason, "reason")
    return [On(element.id, ElementLabelled(label=label, reason=reason))]


def merge(element: Element, into: Element, reason: str, *, by: Actor) -> list[On]:
    """Merge an element into another one that goes on; the actor speaks for both."""
    if element.id == into.id:
        raise Refused("An element cannot be merged into itself; name another element with --into.")
    require_workable(element, by, "merge it")
    require_workable(into, by, "merge another one into it")
    require_text(reason, "reason")
    return [
        On(element.id, ElementMerged(into=into.id, reason=reason)),
        On(into.id, ElementAbsorbed(merged=element.id)),
    ]


def retire(element: Element, reason: str, *, by: Actor) -> list[On]:
    """Retire an element that is stale or was given up."""
    require_workable(element, by, "retire it")
    require_text(reason, "reason")
    return [On(element.id, ElementRetired(reason=reason))]


def require_voice(organisation: str, by: Actor, act: str) -> None:
    """Refuse to speak for an organisation unless the actor belongs to it, coordinates or edits."""
    if by.organisation != organisation:
        require_role(by, "coordinator", "editor", act=act)


def require_open(element: Element, act: str) -> None:
    """Refuse to work on an element that has ended."""
    if element.status != "open":
        raise Refused(f"The element is {element.status}, so nobody can {act} any more; use one that is open.")


def require_workable(element: Element, by: Actor, act: str) -> None:
    """Refuse to work on another organisation's element, or on one that has ended."""
    require_voice(element.organisation, by, "work on an element of another organisation")
    require_open(element, act)


def require_step(element: Element, label: str) -> None:
    """Refuse a label that is more than one step away, or that has a way of its own."""
    require_one_of(label, LABELS, "label")
    if label == "retired":
        raise Refused("Retiring is not a label; use 'epex element retire' and say why.")
    if label == "peer_reviewed":
        raise Refused("Only a review gives this label, and request-review comes with peer review; label it inspiring.")
    here, there = LABELS.index(element.label), LADDER.index(label)
    if abs(there - here) != 1:
        near = " or ".join(step for step in LADDER if abs(LADDER.index(step) - here) == 1)
        raise Refused(f"The element is labelled {element.label}; go one step at a time, to {near}.")


def require_described(described: ElementIdentified | ElementDescribed) -> None:
    """Refuse a description without a name or core, or with words outside the vocabulary."""
    if described.name is not None:
        require_text(described.name, "element's name")
    if described.core is not None:
        require_text(described.core, "sentence that says the core")
    if described.language is not None:
        require_one_of(described.language, LANGUAGES, "language")
    if described.setting:
        require_one_of(described.setting, SETTINGS, "setting")
    if described.evidence_level is not None:
        require_one_of(described.evidence_level, EVIDENCE_LEVELS, "evidence level")


def _date(text: str | None) -> str | None:
    return parse_date(text) if text else text
