"""Interviews."""

from typing import Any

import pytest

from epex.core import interview
from epex.core.decision import Actor, On, Refused
from epex.core.evidence import Link, Passage
from epex.core.interview import (
    Interview,
    InterviewCited,
    InterviewRecorded,
    InterviewRevised,
    InterviewUncited,
    InterviewWithdrawn,
)
from epex.core.log.registry import shape_of
from epex.core.reader import EVALUATION
from tests.core.actors import COORDINATOR, EDITOR, EVALUATOR, PRACTITIONER, STRANGER

ID = "interview-1"
FINDING = "finding-1"
YEARS = frozenset({1, 2})
SAID = InterviewRecorded(text="Nobody asks the officers.", person=PRACTITIONER.person, year=2, language="en")
KEPT = Interview(ID, version=1)
GONE = Interview(ID, version=1, withdrawn=True)
PASSAGE = Passage(ID, 1, 0, 6, "Nobody")
CITED = Interview(ID, version=1, cited=frozenset({Link(FINDING), Link(FINDING, ID, 1, 0, 6)}))
NO_EVALUATOR = [COORDINATOR, EDITOR, PRACTITIONER, STRANGER]


def test_record_keeps_what_was_said_with_the_year_it_is_about() -> None:
    assert interview.record(ID, SAID, YEARS, by=EVALUATOR) == [On(ID, SAID)]


@pytest.mark.parametrize("by", NO_EVALUATOR)
def test_record_is_for_evaluators_alone(by: Actor) -> None:
    with pytest.raises(Refused, match="Only an evaluator may record an interview; ask one of them to record it"):
        interview.record(ID, SAID, YEARS, by=by)


@pytest.mark.parametrize(
    ("changes", "years", "why"),
    [
        ({"text": " "}, YEARS, "The interview is empty; give it a text"),
        ({"person": EVALUATOR.person}, YEARS, "Nobody interviews themselves; name the person who was interviewed"),
        ({"language": "tlh"}, YEARS, "'tlh' is not a known language; choose one of"),
        ({"question_set": "Who is it?"}, YEARS, "'Who is it\\?' cannot be the question set"),
        ({"year": 3}, YEARS, "Year 3 of the programme is not open; choose one of: 1, 2"),
        ({"year": 1}, frozenset(), "Year 1 of the programme is not open; open it with 'epex year open'"),
    ],
)
def test_record_refuses(changes: dict[str, Any], years: frozenset[int], why: str) -> None:
    said = InterviewRecorded(**{"text": "Yes.", "year": 2, "question_set": "epex", **changes})

    with pytest.raises(Refused, match=why):
        interview.record(ID, said, years, by=EVALUATOR)


def test_words_of_names_the_person_where_the_key_is() -> None:
    people = ["person-1", "", "[sealed]", "[erased]"]

    assert [InterviewRecorded(text="", person=one, year=1).words_of for one in people] == ["person-1", "", "", ""]


def test_every_word_of_an_interview_is_sealed_under_the_key_for_evaluation() -> None:
    classes = (InterviewRecorded, InterviewRevised, InterviewCited, InterviewUncited, InterviewWithdrawn)
    sealed = {kind.type: {name: mark.wrapping for name, mark in shape_of(kind).sealed.items()} for kind in classes}

    assert sealed == {
        "interview.recorded": dict.fromkeys(("text", "person", "reason"), EVALUATION),
        "interview.revised": dict.fromkeys(("text", "reason"), EVALUATION),
        "interview.cited": dict.fromkeys(("quote", "note", "reason"), EVALUATION),
        "interview.uncited": {"reason": EVALUATION},
        "interview.withdrawn": {"reason": EVALUATION},
    }


def test_revise_replaces_the_text_by_a_new_version() -> None:
    revised = interview.revise(KEPT, "They are asked now.", "A name taken out", by=EVALUATOR)

    assert revised == [On(ID, InterviewRevised(text="They are asked now.", reason="A name taken out", version=2))]


@pytest.mark.parametrize(
    ("known", "text", "reason", "by", "why"),
    [
        (KEPT, "Yes.", "Why", COORDINATOR, "Only an evaluator may revise an interview"),
        (GONE, "Yes.", "Why", EVALUATOR, "This interview was withdrawn; record another one"),
        (KEPT, "", "Why", EVALUATOR, "The interview is empty"),
        (KEPT, "Yes.", "", EVALUATOR, "The reason is empty"),
    ],
)
def test_revise_refuses(known: Interview, text: str, reason: str, by: Actor, why: str) -> None:
    with pytest.raises(Refused, match=why):
        interview.revise(known, text, reason, by=by)


def test_cite_lets_a_finding_rest_on_the_whole_or_on_a_passage() -> None:
    whole = interview.cite(KEPT, FINDING, "supports", by=EVALUATOR, note="Said twice")
    passage = interview.cite(KEPT, "story-1", "nuances", by=EVALUATOR, passage=PASSAGE)

    quoted = InterviewCited(target="story-1", stance="nuances", version=1, start=0, end=6, quote="Nobody")
    assert (whole, passage) == (
        [On(ID, InterviewCited(target=FINDING, stance="supports", note="Said twice"))],
        [On(ID, quoted)],
    )


@pytest.mark.parametrize(
    ("known", "target", "stance", "passage", "by", "why"),
    [
        (KEPT, FINDING, "supports", None, EDITOR, "Only an evaluator may link an interview"),
        (GONE, FINDING, "supports", None, EVALUATOR, "This interview was withdrawn"),
        (KEPT, FINDING, "doubts", None, EVALUATOR, "'doubts' is not a known stance"),
        (KEPT, "theme-1", "supports", None, EVALUATOR, "Only findings and stories of change rest on interviews"),
        (CITED, FINDING, "supports", None, EVALUATOR, "This is linked already; quote another passage"),
        (CITED, FINDING, "supports", PASSAGE, EVALUATOR, "This is linked already; quote another passage"),
    ],
)
def test_cite_refuses(known: Interview, target: str, stance: str, passage: Passage | None, by: Actor, why: str) -> None:
    with pytest.raises(Refused, match=why):
        interview.cite(known, target, stance, by=by, passage=passage)


def test_uncite_takes_back_what_rests_on_it() -> None:
    taken = interview.uncite(CITED, FINDING, "It was about another year", by=EVALUATOR)

    assert taken == [On(ID, InterviewUncited(target=FINDING, reason="It was about another year"))]


@pytest.mark.parametrize(
    ("known", "target", "reason", "by", "why"),
    [
        (CITED, FINDING, "Why", PRACTITIONER, "Only an evaluator may unlink an interview"),
        (GONE, FINDING, "Why", EVALUATOR, "This interview was withdrawn"),
        (CITED, FINDING, " ", EVALUATOR, "The reason is empty"),
        (CITED, "finding-2", "Why", EVALUATOR, "This does not rest on the interview; 'epex interview show' lists"),
    ],
)
def test_uncite_refuses(known: Interview, target: str, reason: str, by: Actor, why: str) -> None:
    with pytest.raises(Refused, match=why):
        interview.uncite(known, target, reason, by=by)


def test_withdraw_needs_no_reason() -> None:
    assert interview.withdraw(KEPT, by=EVALUATOR) == [On(ID, InterviewWithdrawn(reason=""))]


@pytest.mark.parametrize(
    ("known", "by", "why"),
    [
        (KEPT, COORDINATOR, "Only an evaluator may withdraw an interview"),
        (GONE, EVALUATOR, "This interview was withdrawn"),
    ],
)
def test_withdraw_refuses(known: Interview, by: Actor, why: str) -> None:
    with pytest.raises(Refused, match=why):
        interview.withdraw(known, by=by)


def test_evolve_follows_versions_citations_and_the_withdrawal() -> None:
    events: list[interview.InterviewEvent] = [
        SAID,
        InterviewRevised(text="New", reason="Why", version=2),
        InterviewCited(target=FINDING, stance="supports"),
        InterviewCited(target="story-1", stance="supports", version=2, start=0, end=3, quote="New"),
        InterviewUncited(target=FINDING, reason="Why"),
        InterviewWithdrawn(),
    ]

    known: Interview | None = None
    for event in events:
        known = interview.evolve(known, ID, event)

    assert known == Interview(ID, version=2, withdrawn=True, cited=frozenset({Link("story-1", ID, 2, 0, 3)}))
