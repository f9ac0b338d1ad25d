"""Findings of the evaluation."""

from typing import Any

import pytest

from epex.core import finding
from epex.core.decision import Actor, On, Refused
from epex.core.evidence import Link, Passage, passage_hash
from epex.core.finding import (
    Finding,
    FindingEvidenceLinked,
    FindingEvidenceUnlinked,
    FindingRetracted,
    FindingRevised,
    FindingStated,
)
from tests.core.actors import COORDINATOR, EDITOR, EVALUATOR, PRACTITIONER, STRANGER

ID = "finding-1"
YEARS = frozenset({1, 2})
STATED = FindingStated(statement="Trust was named first.", kind="what_works", year=2)
KNOWN = Finding(ID)
TAKEN_BACK = Finding(ID, retracted=True)
PASSAGE = Passage("reflection-1", 1, 0, 5, "Trust")
RESTING = Finding(ID, links=frozenset({Link("reflection-1", "reflection-1", 1, 0, 5), Link("theme-1")}))


def test_state_records_a_finding_about_a_year() -> None:
    assert finding.state(ID, STATED, YEARS, by=EVALUATOR) == [On(ID, STATED)]


@pytest.mark.parametrize("by", [COORDINATOR, EDITOR, PRACTITIONER, STRANGER])
def test_state_is_for_evaluators_alone(by: Actor) -> None:
    with pytest.raises(Refused, match="Only an evaluator may state a finding"):
        finding.state(ID, STATED, YEARS, by=by)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"statement": "\n"}, "The finding is empty"),
        ({"kind": "gossip"}, "'gossip' is not a known kind of finding"),
        ({"language": "tlh"}, "'tlh' is not a known language"),
        ({"year": 3}, "Year 3 of the programme is not open; choose one of: 1, 2"),
    ],
)
def test_state_refuses(changes: dict[str, Any], why: str) -> None:
    stated = FindingStated(**{"statement": "Trust.", "kind": "change", "year": 1, **changes})

    with pytest.raises(Refused, match=why):
        finding.state(ID, stated, YEARS, by=EVALUATOR)


def test_revise_words_it_anew_with_the_reason() -> None:
    revised = finding.revise(KNOWN, "Trust came first.", "Counted again", by=EVALUATOR)

    assert revised == [On(ID, FindingRevised(statement="Trust came first.", reason="Counted again"))]


@pytest.mark.parametrize(
    ("known", "statement", "reason", "by", "why"),
    [
        (KNOWN, "Trust.", "Why", COORDINATOR, "Only an evaluator may revise a finding"),
        (TAKEN_BACK, "Trust.", "Why", EVALUATOR, "This finding was retracted; state a new one with 'epex finding"),
        (KNOWN, "", "Why", EVALUATOR, "The finding is empty"),
        (KNOWN, "Trust.", "", EVALUATOR, "The reason is empty"),
    ],
)
def test_revise_refuses(known: Finding, statement: str, reason: str, by: Actor, why: str) -> None:
    with pytest.raises(Refused, match=why):
        finding.revise(known, statement, reason, by=by)


def test_link_takes_a_source_with_its_stance_and_passage() -> None:
    linked = finding.link(KNOWN, "reflection-1", "contradicts", by=EVALUATOR, passage=PASSAGE, note="In prison")

    event = FindingEvidenceLinked(
        source="reflection-1",
        stance="contradicts",
        document="reflection-1",
        document_version=1,
        start=0,
        end=5,
        quote="Trust",
        passage_hash=passage_hash("Trust"),
        note="In prison",
    )
    assert linked == [On(ID, event)]


@pytest.mark.parametrize(
    ("known", "source", "by", "why"),
    [
        (KNOWN, "theme-1", EDITOR, "Only an evaluator may link the evidence of a finding"),
        (TAKEN_BACK, "theme-1", EVALUATOR, "This finding was retracted"),
        (KNOWN, "person-1", EVALUATOR, "A finding rests on one of: interview, reflection, visit"),
        (KNOWN, "interview-1", EVALUATOR, "A finding rests on one of"),
        (RESTING, "theme-1", EVALUATOR, "This evidence is linked already"),
    ],
)
def test_link_refuses(known: Finding, source: str, by: Actor, why: str) -> None:
    with pytest.raises(Refused, match=why):
        finding.link(known, source, "supports", by=by)


def test_unlink_takes_one_passage_or_all_of_a_source_back() -> None:
    whole = finding.unlink(RESTING, "theme-1", "Another theme", by=EVALUATOR)
    passage = finding.unlink(RESTING, "reflection-1", "Misread", by=EVALUATOR, place=PASSAGE.place)

    place = {"document": "reflection-1", "document_version": 1, "start": 0, "end": 5}
    assert (whole, passage) == (
        [On(ID, FindingEvidenceUnlinked(source="theme-1", reason="Another theme"))],
        [On(ID, FindingEvidenceUnlinked(source="reflection-1", reason="Misread", **place))],  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("known", "source", "reason", "by", "why"),
    [
        (RESTING, "theme-1", "Why", EDITOR, "Only an evaluator may unlink the evidence of a finding"),
        (TAKEN_BACK, "theme-1", "Why", EVALUATOR, "This finding was retracted"),
        (RESTING, "theme-1", "", EVALUATOR, "The reason is empty"),
        (KNOWN, "theme-1", "Why", EVALUATOR, "This evidence is not linked to the finding"),
    ],
)
def test_unlink_refuses(known: Finding, source: str, reason: str, by: Actor, why: str) -> None:
    with pytest.raises(Refused, match=why):
        finding.unlink(known, source, reason, by=by)


def test_retract_takes_it_back_with_the_reason() -> None:
    assert finding.retract(KNOWN, "Year 3 showed otherwise", by=EVALUATOR) == [
        On(ID, FindingRetracted(reason="Year 3 showed otherwise"))
    ]


@pytest.mark.parametrize(
    ("known", "reason", "by", "why"),
    [
        (KNOWN, "Why", PRACTITIONER, "Only an evaluator may retract a finding"),
        (TAKEN_BACK, "Why", EVALUATOR, "This finding was retracted"),
        (KNOWN, " ", EVALUATOR, "The reason is empty"),
    ],
)
def test_retract_refuses(known: Finding, reason: str, by: Actor, why: str) -> None:
    with pytest.raises(Refused, match=why):
        finding.retract(known, reason, by=by)


def test_evolve_follows_the_evidence_and_the_end() -> None:
    linked = [FindingEvidenceLinked(source=source, stance="supports") for source in ("theme-1", "visit-1")]
    events: list[finding.FindingEvent] = [
        STATED,
        FindingRevised(statement="Trust", reason="Why"),
        *linked,
        FindingEvidenceUnlinked(source="visit-1", reason="Why"),
        FindingRetracted(reason="Why"),
    ]

    known: Finding | None = None
    for event in events:
        known = finding.evolve(known, ID, event)

    assert known == Finding(ID, retracted=True, links=frozenset({Link("theme-1")}))
