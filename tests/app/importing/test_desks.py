"""The officer's desk, question sets, and people who share a name."""

from pathlib import Path

import pytest

from epex.app.base import KnowledgeBase
from epex.core.incident import IncidentAssessed, IncidentClosed
from epex.core.question_texts import BUILT_IN
from epex.core.questions import QuestionsAdded, QuestionsAdopted
from epex.core.retention import RetentionLifted, RetentionSet
from tests.app.importing.bases import TONE, brought, copied, founded, newest, refused, steps_of, whys
from tests.app.importing.exchanges import acting

REQUEST = {
    "id": "d1",
    "person": "Tone Dahl",
    "kind": "access",
    "received_on": "2017-05-02",
    "text": "What do you keep?",
}
INCIDENT = {"id": "i1", "title": "A lost notebook", "noticed_on": "2017-05-03", "affected": "Tone Dahl; HH"}
RULE = {"id": "z1", "kind": "reflection", "months": "36", "reason": "Three years after."}
STREET = {
    "id": "s1",
    "name": "street",
    "wordings_en": "how: How?\nwhy: Why so?",
    "wordings_de": "how: Wie?\nwhy: Warum?",
}


@pytest.fixture
def base(tmp_path: Path) -> KnowledgeBase:
    return copied(founded, tmp_path / "base")


def test_requests_are_received_and_settled_later_for_few_readers(base: KnowledgeBase) -> None:
    settled = {**REQUEST, "extended_because": "Six years of letters.", "answer": "Sent it.", "settled_on": "2017-07"}

    outcomes = [brought(base, "requests", row, revises=True) for row in (REQUEST, REQUEST, settled, settled)]
    other = brought(base, "requests", {**settled, "answer": "Sent more."}, revises=True)

    assert [outcome.recorded for outcome in outcomes] == [1, 0, 1, 0]
    assert refused(other) == [(2, "answer")]
    assert steps_of(base, 3) == [
        ("request.received", "2017-05-02"),
        ("request.extended", None),
        ("request.answered", "2017-07"),
    ]
    assert {fact.envelope.visibility for fact in base.log.facts(limit=10_000)[-3:]} == {"private"}


def test_requests_name_what_is_not_fit(base: KnowledgeBase) -> None:
    outcome = brought(
        base,
        "requests",
        {**REQUEST, "status": "refused"},
        {**REQUEST, "status": "refused", "answer": "Sent it."},
        {**REQUEST, "reason": "It is too much."},
        {**REQUEST, "received_on": "9999"},
        {**REQUEST, "kind": "money"},
        {**REQUEST, "status": "refused", "reason": "Somebody else's."},
    )
    own = brought(
        acting(base, TONE), "requests", {**REQUEST, "id": "d2", "answer": "I have it."}, {**REQUEST, "id": "d3"}
    )

    assert (outcome.recorded, [field for field, _ in whys(outcome)]) == (
        1,
        ["row", "answer", "reason", "received_on", "kind"],
    )
    assert (own.recorded, [field for field, _ in whys(own)]) == (1, ["row"])


def test_incidents_are_worked_on_until_they_are_closed(base: KnowledgeBase) -> None:
    assessed = {**INCIDENT, "risk": "low", "to_tell": "people", "assessment": "Initials.", "assessed_on": "2017-05-04"}
    told = {**assessed, "people_told_on": "2017-05-05"}
    closed = {**told, "measures": "No notebooks.", "closed_on": "2017-06"}

    outcomes = [brought(base, "incidents", row, revises=True) for row in (INCIDENT, assessed, told, closed, closed)]
    reopened = brought(base, "incidents", {**closed, "risk": "none"}, revises=True)

    assert [outcome.recorded for outcome in outcomes] == [1, 1, 1, 1, 0]
    assert refused(reopened) == [(2, "row")]
    assert steps_of(base, 4) == [
        ("incident.reported", "2017-05-03"),
        ("incident.assessed", "2017-05-04"),
        ("incident.notified", "2017-05-05"),
        ("incident.closed", "2017-06"),
    ]
    assert [type(event) for event in newest(base, 3)][::2] == [IncidentAssessed, IncidentClosed]


def test_incidents_name_what_is_not_fit(base: KnowledgeBase) -> None:
    outcome = brought(
        base,
        "incidents",
        {**INCIDENT, "risk": "high", "assessment": "Names."},
        {**INCIDENT, "assessment": "Names."},
        {**INCIDENT, "measures": "None."},
        {**INCIDENT, "people_told_on": "2017-05-01"},
        {**INCIDENT, "affected": "Nobody"},
        {**INCIDENT, "happened_on": "2018"},
    )
    by_others = brought(acting(base, TONE), "incidents", {**INCIDENT, "risk": "low", "assessment": "No."}, INCIDENT)

    assert (outcome.recorded, [field for field, _ in whys(outcome)]) == (
        0,
        ["row", "risk", "row", "row", "affected", "row"],
    )
    assert (by_others.recorded, [field for field, _ in whys(by_others)]) == (1, ["row"])


def test_rules_of_retention_are_one_for_each_kind(base: KnowledgeBase) -> None:
    longer = {**RULE, "months": "48"}
    lifted = {**longer, "status": "lifted", "lifted_on": "2017-09"}

    first, again = brought(base, "retentions", RULE), brought(base, "retentions", {**RULE, "id": ""})
    elsewhere = [brought(base, "retentions", {**longer, "id": "z9"}, revises=revises) for revises in (False, True)]
    off = [brought(base, "retentions", lifted, revises=True) for _ in range(2)]

    assert (first.recorded, again.skipped, refused(elsewhere[0]), elsewhere[1].recorded) == (1, 1, [(2, "months")], 1)
    assert [outcome.recorded for outcome in off] == [1, 0]
    assert [type(event) for event in newest(base, 2)] == [RetentionSet, RetentionLifted]
    assert [row["status"] for row in base.queries().listing("retention")] == ["lifted"]
    assert brought(base, "retentions", longer, revises=True).recorded == 1
    assert refused(brought(acting(base, TONE), "retentions", {**RULE, "kind": "person"})) == [(2, "row")]


def test_question_sets_come_in_versions_and_are_put_in_force(base: KnowledgeBase) -> None:
    better = {**STREET, "wordings_en": "how: How did you begin?\nwhy: Why so?", "in_force": "yes"}

    outcomes = [brought(base, "question_sets", row, revises=True) for row in (STREET, STREET, better, better)]
    by_name = brought(base, "question_sets", {**better, "id": "other"})

    assert [outcome.recorded for outcome in outcomes] == [1, 0, 1, 0]
    assert (by_name.recorded, by_name.skipped) == (0, 1)
    added, adopted = newest(base, 2)
    assert (type(added), added.version, added.wordings["how"]["de"]) == (QuestionsAdded, 2, "Wie?")
    assert adopted == QuestionsAdopted(question_set="street", version=2)


def test_a_question_set_that_comes_with_the_program_is_put_in_force_only(base: KnowledgeBase) -> None:
    gibbs = BUILT_IN["gibbs"]
    words = {code: gibbs.worded(code) for code in gibbs.languages}
    row = {
        "name": "gibbs",
        "title": gibbs.title,
        **{f"wordings_{code}": "\n".join(f"{key}: {one}" for key, one in each.items()) for code, each in words.items()},
    }

    same = brought(base, "question_sets", row)
    outcomes = [brought(base, "question_sets", {**row, "in_force": "yes"}) for _ in range(2)]

    assert refused(same) == [(2, "row")]
    assert [(outcome.recorded, outcome.skipped) for outcome in outcomes] == [(1, 0), (0, 1)]
    assert newest(base, 1) == [QuestionsAdopted(question_set="gibbs", version=gibbs.version)]


def test_question_sets_name_what_is_not_fit(base: KnowledgeBase) -> None:
    outcome = brought(
        base,
        "question_sets",
        {**STREET, "original": "fr"},
        {**STREET, "wordings_de": "how: Wie?"},
        {**STREET, "name": "Street work"},
        {**STREET, "wordings_en": "How do you begin?"},
    )

    assert [field for field, _ in whys(outcome)] == ["wordings_fr", "row", "row", "wordings_en"]
    assert refused(brought(acting(base, TONE), "question_sets", STREET)) == [(2, "row")]


def test_people_who_share_a_name_are_recorded_and_told_of(base: KnowledgeBase) -> None:
    rows = [
        {"id": "p1", "name": "tone dahl", "organisation": "HH"},
        {"id": "p2", "name": "Ben Okafor", "organisation": "HH"},
        {"id": "p3", "name": "Ben Okafor", "organisation": "HH"},
    ]

    outcome, again = brought(base, "people", *rows), brought(base, "people", *rows)

    told = "already; --as NAME cannot tell them apart, so use their ids for it."
    assert (outcome.recorded, outcome.doubts) == (
        3,
        [f"row 2: Somebody here is called 'tone dahl' {told}", f"row 4: Somebody here is called 'Ben Okafor' {told}"],
    )
    assert (again.skipped, again.doubts) == (3, [])
