"""Everything that waits, by its headings."""

from dataclasses import replace
from itertools import groupby

from epex.core.visit import VisitAgreed
from epex.projections.duties.waiting import NAMES
from tests.projections.bases import ANNA, CLEO, Base
from tests.projections.society import WEEK

ELSEWHERE = replace(WEEK, host="organisation-far", host_people=("person-cleo",))


def test_each_heading_comes_once_and_what_is_due_first(base: Base) -> None:
    base.record("visit-a", replace(WEEK, starts_on="2016-05"), VisitAgreed(signed_for="visitor"))
    base.record("visit-b", replace(ELSEWHERE, starts_on="2016-04-01"), VisitAgreed(signed_for="visitor"))
    base.record("visit-c", replace(WEEK, starts_on="2016-03-02", ends_on=""), VisitAgreed(signed_for="visitor"))
    base.record("visit-d", replace(WEEK, starts_on="", ends_on=""), VisitAgreed(signed_for="visitor"))

    duties = base.queries(ANNA).waiting("2016-03-01")

    grouped = [(heading, [duty.id for duty in told]) for heading, told in groupby(duties, lambda duty: duty.heading)]
    assert grouped[:3] == [
        ("Agreements to sign", ["visit-c", "visit-a", "visit-d"]),
        ("Agreements not signed by both sides", ["visit-b"]),
        ("Visits to move on", ["visit-c", "visit-a", "visit-d"]),
    ]
    assert len(grouped) == len(dict(grouped))


def test_what_is_hidden_does_not_wait(base: Base) -> None:
    before = base.queries(CLEO).waiting("2018-01-01")
    base.record("visit-a", WEEK, VisitAgreed(signed_for="visitor"), visibility="pair", audience="visit-a")

    assert base.queries(CLEO).waiting("2018-01-01") == before
    assert {"matches", "agreements", "reflections", "visits", "followups"} <= set(NAMES)
