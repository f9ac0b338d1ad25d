"""Rows of elements of practice, with their conditions and the label that they have come to."""

from collections.abc import Mapping, Sequence
from typing import Any

from epex.app.importing.columns import Column, code, date, language, lines, reference
from epex.app.importing.ground import Ground
from epex.app.importing.kind import Change, Course, Dated, Kind, Lost, Values
from epex.app.importing.kind import told as plainly_told
from epex.core import element
from epex.core.decision import On
from epex.core.element import (
    Element,
    ElementConditionNoted,
    ElementDescribed,
    ElementIdentified,
    ElementLabelled,
    ElementReopened,
    ElementRetired,
    ElementReviewed,
)
from epex.core.ladder import LADDER
from epex.core.vocabulary import EVIDENCE_LEVELS, SETTINGS

TEXTS = {
    "rationale": "why it is thought to work",
    "materials": "what is used",
    "providers": "who provides it, with which skills",
    "mode": "how it is provided",
    "place": "where",
    "frequency": "how often and for how long",
    "core_parts": "what has to stay as it is",
    "adaptable_parts": "what can be adapted",
    "preconditions": "what has to be there: law, access, trust, money, staff",
    "target_group": "whom it is for",
    "scope": "how far it reaches",
    "risks": "known failures and risks",
}
DESCRIPTION = ("name", "core", "language", "setting", "steps", *TEXTS, "since", "evidence_level")
RETIRED = "retired"
REVIEWED = "peer_reviewed"
Labelling = ElementLabelled | ElementRetired | ElementReopened
STEPS = (*LADDER, RETIRED)


def decide(stream: str, values: Values, ground: Ground) -> Sequence[Dated]:
    """Identify it, note its conditions, and label it step by step."""
    given = {name: values[name] for name in (*DESCRIPTION, "organisation") if name in values}
    course = Course(stream)
    course.take(element.identify(stream, ElementIdentified(**given), by=ground.by))
    for condition in values.get("conditions", ()):
        course.take(element.note_condition(course.state, condition, by=ground.by))
    if again := values.get("review_by"):
        course.take(element.describe(course.state, ElementDescribed(review_by=again), by=ground.by))
    _label(course, values.get("label", "draft"), values.get("reason") or _so_labelled(ground), ground)
    return course.steps


def revise(state: Element, change: Change, ground: Ground) -> Sequence[On]:
    """Describe it anew, and note what conditions were added."""
    course = Course(state.id, state)
    given = {name: change.values[name] for name in (*DESCRIPTION, "review_by") if name in change.values}
    if given:
        course.take(element.describe(state, ElementDescribed(**given), by=ground.by))
    for condition in change.added("conditions"):
        course.take(element.note_condition(state, condition, by=ground.by))
    return [step.on for step in course.steps]


def told(events: Sequence[Any]) -> dict[str, Any]:
    """Tell conditions and labels apart from the description."""
    said = plainly_told([event for event in events if isinstance(event, ElementIdentified | ElementDescribed)])
    conditions = tuple(event.text for event in events if isinstance(event, ElementConditionNoted))
    labels = [_label_of(event) for event in events if isinstance(event, Labelling)]
    again = {"review_by": _review_by(events)}
    return {**said, **again, "conditions": conditions, "label": labels[-1] if labels else "draft"}


def exported(shown: Mapping[str, Any], raw: Mapping[str, Any]) -> Mapping[str, Any]:  # noqa: ARG001 - as all kinds
    """Take the words of the conditions out of the page."""
    return {**shown, "conditions": [one["text"] for one in shown.get("conditions", ()) if one.get("text")]}


def _review_by(events: Sequence[Any]) -> str:
    """Say until when to look again; only a description says that nobody has to."""
    found = ""
    for event in events:
        if isinstance(event, ElementDescribed):
            found = found if event.review_by is None else event.review_by
        elif isinstance(event, ElementLabelled | ElementReviewed):
            found = event.review_by or found
    return found


def _label_of(event: Labelling) -> str:
    if isinstance(event, ElementLabelled):
        return _short_of_review(event.label)
    return RETIRED if isinstance(event, ElementRetired) else "draft"


def _label(course: Course, wanted: str, reason: str, ground: Ground) -> None:
    if wanted == RETIRED:
        course.take(element.retire(course.state, reason, by=ground.by))
        return
    for step in LADDER[1 : LADDER.index(wanted) + 1]:
        course.take(element.label(course.state, step, by=ground.by, reason=reason))


def _so_labelled(ground: Ground) -> str:
    return f"It had this label in its source: {ground.source}"


def _labelled(text: str, known: Any) -> str:
    word: str = code((*STEPS, REVIEWED), "label")(text, known)
    return _short_of_review(word)


def _short_of_review(label: str) -> str:
    """Give the highest label that an import can, for a review is made here."""
    return LADDER[-1] if label == REVIEWED else label


KIND = Kind(
    name="elements",
    subject="element",
    columns=(
        Column(name="name", takes="its name", required=True),
        Column(name="core", takes="the one sentence that says what it is", required=True),
        Column(
            name="organisation",
            takes="whose practice it is: an id, a name, or the id of its row in the same source",
            read=reference("organisation"),
            required=True,
        ),
        Column(name="language", takes="the code of the description's language; else en", read=language),
        Column(name="setting", takes=f"one of {', '.join(SETTINGS)}", read=code(SETTINGS, "setting")),
        Column(name="steps", takes="its steps; several with ; between", read=lines),
        *(Column(name=name, takes=takes) for name, takes in TEXTS.items()),
        date("since", "since when it is done"),
        Column(
            name="evidence_level",
            takes=f"how well it is known: {', '.join(EVIDENCE_LEVELS)}",
            read=code(EVIDENCE_LEVELS, "evidence level"),
        ),
        Column(name="conditions", takes="what has to be in place; several with ; between", read=lines),
        Column(
            name="label",
            takes=f"one of {', '.join(STEPS)}; else draft (peer_reviewed comes in as {LADDER[-1]})",
            read=_labelled,
        ),
        Column(name="reason", takes="why it has that label"),
        date("review_by", "until when to look at it again"),
        date("occurred_on", "when it was identified"),
    ),
    decide=decide,
    revise=revise,
    revisable=(*DESCRIPTION, "review_by", "conditions"),
    revises="the description, the conditions and when to look again",
    derived=("review_by",),
    lost=(
        Lost("label", f"it comes in as {LADDER[-1]}, for a review is made here", (REVIEWED,)),
        Lost("review_outcome", "a review is made here"),
        Lost("reviewed_on", "a review is made here"),
        Lost("merged_into", "it comes in as one of its own; merge it with 'epex element merge'"),
        Lost("absorbed", "merge them here with 'epex element merge'"),
    ),
    told=told,
    shown={"name": "title"},
    exported=exported,
    body="core",
)
