"""Shades: what an event that only some may read changes is changed for them alone."""

from typing import Any

from epex.core.challenge import ChallengeShared
from epex.core.element import ElementLabelled, ElementMerged, ElementRetired
from epex.core.organisation import OrganisationLeft
from epex.core.person import PersonMoved, PersonRevised
from epex.core.retention import RetentionLifted, RetentionSet
from epex.core.theme import ThemeEvidenceLinked, ThemeEvidenceUnlinked, ThemeParked, ThemeReopened
from epex.core.visit import VisitAgreed, VisitCancelled, VisitPostponed, VisitSigned
from tests.projections.bases import ANNA, BEA, CLEO, DORA, Base
from tests.projections.society import WEEK

PRIVATE: dict[str, Any] = {"visibility": "private"}
LABELLED = ElementLabelled(label="inspiring", reason="Hush")


def told(base: Base, identity: str, *names: str) -> list[list[Any]]:
    """Tell the same of one thing to whoever recorded it, to the data protection officer, and to two others."""
    rows = [base.queries(actor).show(identity) for actor in (ANNA, DORA, BEA, CLEO)]
    return [[row[name] for name in names] for row in rows]


def test_a_step_that_others_may_not_see_changes_nothing_for_them(base: Base) -> None:
    before = told(base, "element-tea", "label", "status")[0]

    base.record("element-tea", LABELLED, ElementRetired(reason="Hush"), **PRIVATE)

    assert told(base, "element-tea", "label", "status") == [["retired"] * 2, ["retired"] * 2, before, before]


def test_a_later_step_that_all_may_see_stands_for_all(base: Base) -> None:
    base.record("theme-trust", ThemeParked(rationale="Hush"), **PRIVATE)
    base.record("theme-trust", ThemeReopened(rationale="Again"))

    assert told(base, "theme-trust", "status") == [["discussed"]] * 4


def test_what_a_later_step_does_not_speak_of_stays_in_its_shade(base: Base) -> None:
    base.record("element-tea", ElementMerged(into="element-late", reason="Hush"), **PRIVATE)
    base.record("element-tea", ElementLabelled(label="shared", reason="Now"))

    assert [row[0] for row in told(base, "element-tea", "status")] == ["merged", "merged", "open", "open"]
    assert told(base, "element-tea", "label") == [["shared"]] * 4


def test_something_added_for_few_stays_with_what_is_added_for_all(base: Base) -> None:
    (before, *_) = told(base, "challenge-trust", "shared_by")[0]
    base.record("challenge-trust", ChallengeShared(organisation="organisation-far"), **PRIVATE)
    base.record("challenge-trust", ChallengeShared(organisation="organisation-north"))

    every = [set(row[0]) - set(before) for row in told(base, "challenge-trust", "shared_by")]
    assert every == [{"organisation-far", "organisation-north"}] * 2 + [{"organisation-north"}] * 2


def test_evidence_that_was_taken_back_for_few_is_there_for_others(base: Base) -> None:
    linked = ThemeEvidenceLinked(source="visit-week", stance="supports")
    base.record("theme-trust", linked)
    base.record("theme-trust", ThemeEvidenceUnlinked(source="visit-week", reason="Hush"), **PRIVATE)

    grounds = [[row["id"] for row in rows[0]].count("visit-week") for rows in told(base, "theme-trust", "evidence")]
    assert grounds == [0, 0, 1, 1]


def test_a_filter_of_a_list_knows_no_more_than_its_reader(base: Base) -> None:
    base.record("visit-week", VisitCancelled(reason="Hush"), **PRIVATE)
    base.record("organisation-far", OrganisationLeft(reason="Hush"), **PRIVATE)

    statuses = [
        [row["status"] for row in base.queries(actor).listing("visit") if row["id"] == "visit-week"]
        for actor in (ANNA, CLEO)
    ]
    left = [
        [row["left_on"] != "" for row in base.queries(actor).listing("organisation") if row["id"] == "organisation-far"]
        for actor in (ANNA, CLEO)
    ]
    assert (statuses[0], statuses[1] == ["cancelled"], left) == (["cancelled"], False, [[True], [False]])


def test_a_rule_that_few_know_of_leaves_the_one_that_others_know(base: Base) -> None:
    base.record("retention-tea", RetentionSet(kind="incident", months=12, reason="By law"))
    base.record("retention-tea", RetentionSet(kind="incident", months=48, reason="Hush"), **PRIVATE)
    months = told(base, "retention-tea", "months", "title", "why")

    base.record("retention-tea", RetentionLifted(reason="Hush"), **PRIVATE)

    hidden, seen = [48, "Each incident: 48 months", "By law"], [12, "Each incident: 12 months", "By law"]
    assert months == [hidden, hidden, seen, seen]
    assert [row[0] for row in told(base, "retention-tea", "status")] == ["lifted"] * 2 + ["in force"] * 2


def test_a_role_counts_although_few_know_that_somebody_holds_it(base: Base) -> None:
    base.record("person-cleo", PersonRevised(roles=("evaluator",)), **PRIVATE)
    base.record("person-cleo", PersonMoved(organisation="organisation-north"), **PRIVATE)

    reader = base.queries(CLEO).reader
    assert (reader.roles, reader.organisation) == (frozenset({"evaluator"}), "organisation-north")
    assert [row[0] == ["evaluator"] for row in told(base, "person-cleo", "roles")] == [True, True, False, False]


def test_a_signature_that_few_see_stays_beside_those_that_come_later(base: Base) -> None:
    pair: dict[str, Any] = {"visibility": "pair", "audience": "visit-later"}
    base.record("visit-later", WEEK)
    base.record("visit-later", VisitAgreed(signed_for="host"), **pair)
    base.record("visit-later", VisitSigned(signed_for="visitor"), **pair)
    by_few = [sorted(row[0]) for row in told(base, "visit-later", "signed")]

    base.record("visit-later", VisitAgreed(signed_for="host"), **pair)
    base.record("visit-later", VisitSigned(signed_for="visitor"))

    assert by_few == [["host", "visitor"]] * 3 + [[]]
    assert [sorted(row[0]) for row in told(base, "visit-later", "signed")] == [["host", "visitor"]] * 3 + [["visitor"]]


def test_a_visit_that_is_put_off_for_all_is_signed_by_nobody(base: Base) -> None:
    base.record("visit-later", WEEK, VisitAgreed(signed_for="host"))
    base.record("visit-later", VisitSigned(signed_for="visitor"), **PRIVATE)
    base.record("visit-later", VisitPostponed(reason="Snow"))

    assert told(base, "visit-later", "signed") == [[{}]] * 4
