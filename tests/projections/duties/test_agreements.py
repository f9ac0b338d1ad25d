"""Agreements that a side has not signed."""

from epex.core.decision import Actor
from epex.core.person import PersonErasureRequested
from epex.core.visit import VisitAgreed, VisitSigned
from epex.projections.duties.agreements import duties
from epex.projections.reading import Reading
from tests.projections.bases import ANNA, BEA, CLEO, DORA, Base
from tests.projections.society import WEEK

LATER = "visit-later"


def told(base: Base, actor: Actor) -> list[tuple[str, str, str]]:
    reading = Reading(base.views, base.queries(actor).reader)
    return [(duty.heading, duty.command, duty.note) for duty in duties(reading, "2016-03-01")]


def test_whoever_has_not_signed_is_asked_to_and_the_coordinator_is_told(base: Base) -> None:
    base.record(LATER, WEEK, VisitAgreed(signed_for="host"))

    assert [told(base, actor) for actor in (BEA, CLEO, DORA)] == [
        [("Agreements to sign", f"visit sign {LATER}", "")],
        [],
        [],
    ]
    command = f"visit sign {LATER} --signed-for visitor"
    assert told(base, ANNA) == [("Agreements not signed by both sides", command, "not signed by the visitor")]


def test_a_coordinator_who_takes_part_signs_for_their_own_side(base: Base) -> None:
    base.record(LATER, WEEK, VisitAgreed(signed_for="visitor"), by=BEA)

    assert told(base, ANNA) == [("Agreements to sign", f"visit sign {LATER}", "")]


def test_nothing_waits_once_both_have_signed_or_before_anybody_has(base: Base) -> None:
    base.record("visit-planned", WEEK)
    base.record(LATER, WEEK, VisitAgreed(signed_for="host"), VisitSigned(signed_for="visitor"))

    assert [told(base, actor) for actor in (ANNA, BEA)] == [[], []]


def test_a_coordinator_names_somebody_else_where_all_who_would_sign_were_erased(base: Base) -> None:
    base.record(LATER, WEEK, VisitAgreed(signed_for="host"))
    base.record("person-bea", PersonErasureRequested(ground="A letter"))

    (row,) = [row for row in base.queries(ANNA).board("2016-03-01") if row["id"] == LATER]

    note = "not signed by the visitor, of whom nobody is left; name somebody else, or cancel it"
    command = f"visit correct {LATER} --visitor PERSON --reason WHY"
    assert told(base, ANNA) == [("Agreements not signed by both sides", command, note)]
    assert [step["command"] for step in row["next"] if step["step"] == "sign"] == [command]
