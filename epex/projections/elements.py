"""The elements of practice, and how each came to its description and label."""

from typing import Any

from epex.core.element import (
    ElementAbsorbed,
    ElementConditionNoted,
    ElementDescribed,
    ElementIdentified,
    ElementLabelled,
    ElementMerged,
    ElementReopened,
    ElementRetired,
    ElementReviewed,
)
from epex.core.ladder import label_after
from epex.core.log.envelope import Fact
from epex.projections.columns import COLUMNS, ORIGIN, founding, is_as_open, occurred_on, origin
from epex.projections.projection import Projection
from epex.projections.shades import tell, tell_more
from epex.projections.table import Batch, Table

# In TIDieR order.
DESCRIPTION = (
    "core",
    "language",
    "setting",
    "rationale",
    "materials",
    "steps",
    "providers",
    "mode",
    "place",
    "frequency",
    "core_parts",
    "adaptable_parts",
    "preconditions",
    "target_group",
    "scope",
    "since",
    "evidence_level",
    "risks",
)

ELEMENTS_TABLE = Table(
    "elements",
    ("id",),
    {
        **COLUMNS,
        "title": str,
        "organisation": str,
        **dict.fromkeys(DESCRIPTION, str),
        "steps": list,
        "label": str,
        "status": str,
        "merged_into": str,
        "absorbed": list,
        "positions": dict,
        **dict.fromkeys(("review_by", "review_outcome", "reviewed_on", "described_on"), str),
    },
)
STEPS_TABLE = Table(
    "element_steps",
    ("element", "position"),
    {"element": str, **ORIGIN, "step": str, "label": str, "outcome": str, "review_by": str, "text": str},
)
ELEMENTS = Projection("elements", version=2, tables=[ELEMENTS_TABLE, STEPS_TABLE])


@ELEMENTS.on(ElementIdentified)
def identified(rows: Batch, fact: Fact, event: ElementIdentified) -> None:
    """Add the element with what is known of it."""
    said = _description(event)
    rows[ELEMENTS_TABLE].put(
        {
            **founding(fact),
            **said,
            "organisation": event.organisation,
            "label": "draft",
            "status": "open",
            "positions": {name: fact.position for name, value in said.items() if value},
        }
    )


@ELEMENTS.on(ElementDescribed)
def described(rows: Batch, fact: Fact, event: ElementDescribed) -> None:
    """Take over what is described anew, and remember by which event."""
    element = rows[ELEMENTS_TABLE].get(fact.stream)
    if element is None or not is_as_open(fact, element):
        return
    said = _description(event)
    if said:
        positions = element["positions"] | dict.fromkeys(said, fact.position)
        rows[ELEMENTS_TABLE].change(fact.stream, **said, positions=positions, described_on=occurred_on(fact))
    if event.review_by is not None:
        rows[ELEMENTS_TABLE].change(fact.stream, review_by=event.review_by)


@ELEMENTS.on(ElementConditionNoted)
def condition_noted(rows: Batch, fact: Fact, event: ElementConditionNoted) -> None:
    """Keep the condition."""
    _step(rows, fact, "condition", text=event.text)


@ELEMENTS.on(ElementLabelled)
def labelled(rows: Batch, fact: Fact, event: ElementLabelled) -> None:
    """Change the label, and keep the reason."""
    tell(rows[ELEMENTS_TABLE], fact, fact.stream, label=event.label, **_again(event.review_by))
    _step(rows, fact, "labelled", label=event.label, text=event.reason, review_by=event.review_by)


@ELEMENTS.on(ElementReviewed)
def reviewed(rows: Batch, fact: Fact, event: ElementReviewed) -> None:
    """Tell the outcome of a peer review and its day to all who read the element; the step is for fewer."""
    element = rows[ELEMENTS_TABLE].get(fact.stream)
    if element is None:
        return
    label = label_after(element["label"], event.result)
    told = {"label": label, "review_outcome": event.result, "reviewed_on": occurred_on(fact)}
    rows[ELEMENTS_TABLE].change(fact.stream, **told, **_again(event.review_by))
    _step(rows, fact, "reviewed", label=label, outcome=event.result, review_by=event.review_by)


@ELEMENTS.on(ElementMerged)
def merged(rows: Batch, fact: Fact, event: ElementMerged) -> None:
    """Point to the element that goes on."""
    tell(rows[ELEMENTS_TABLE], fact, fact.stream, status="merged", merged_into=event.into)
    _step(rows, fact, "merged", text=event.reason)


@ELEMENTS.on(ElementAbsorbed)
def absorbed(rows: Batch, fact: Fact, event: ElementAbsorbed) -> None:
    """Remember which element goes on in this one."""
    tell_more(rows[ELEMENTS_TABLE], fact, fact.stream, "absorbed", event.merged)


@ELEMENTS.on(ElementRetired)
def retired(rows: Batch, fact: Fact, event: ElementRetired) -> None:
    """Retire it, and keep the reason."""
    tell(rows[ELEMENTS_TABLE], fact, fact.stream, status="retired", label="retired")
    _step(rows, fact, "retired", label="retired", text=event.reason)


@ELEMENTS.on(ElementReopened)
def reopened(rows: Batch, fact: Fact, event: ElementReopened) -> None:
    """Make it a draft again, and keep the reason."""
    tell(rows[ELEMENTS_TABLE], fact, fact.stream, status="open", label="draft")
    _step(rows, fact, "reopened", label="draft", text=event.reason)


def _description(event: ElementIdentified | ElementDescribed) -> dict[str, Any]:
    given = {name: value for name in DESCRIPTION if (value := getattr(event, name)) is not None}
    if "steps" in given:
        given["steps"] = list(given["steps"])
    return given if event.name is None else {"title": event.name, **given}


def _again(review_by: str) -> dict[str, str]:
    return {"review_by": review_by} if review_by else {}


def _step(rows: Batch, fact: Fact, step: str, **words: str) -> None:
    rows[STEPS_TABLE].put({"element": fact.stream, **origin(fact), "step": step, **words})
