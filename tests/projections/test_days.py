"""The days that go into a calendar."""

from dataclasses import replace

from epex.core.meeting import MeetingHeld
from epex.core.visit import VisitPostponed
from tests.projections.bases import ANNA, CLEO, Base
from tests.projections.society import HIDDEN_WORDS, WEEK


def test_calendar_has_visits_and_meetings_with_their_days_and_status(told: Base) -> None:
    rows = told.queries(ANNA).calendar()

    assert [(row["id"], row["kind"], row["status"], row["starts_on"], row["ends_on"]) for row in rows] == [
        ("visit-other", "visit", "cancelled", "2016-03-07", "2016-03-11"),
        ("visit-week", "visit", "confirmed", "2016-03-07", "2016-03-11"),
        ("meeting-spring", "meeting", "confirmed", "2016-05", ""),
    ]


def test_calendar_tells_no_more_of_a_place_than_was_agreed(base: Base) -> None:
    for precision in ("withheld", "country", "region", "city"):
        base.record(
            f"visit-{precision}", replace(WEEK, place="Graz, Lendplatz 1", region="Styria", place_precision=precision)
        )

    rows = {row["id"]: (row["place"], row["country"]) for row in base.queries(ANNA).calendar()}

    assert [rows[f"visit-{precision}"] for precision in ("withheld", "country", "region", "city")] == [
        ("", ""),
        ("", "AT"),
        ("Styria", "AT"),
        ("Graz, Styria", "AT"),
    ]


def test_calendar_of_a_year_has_the_meetings_between_its_visits(base: Base) -> None:
    base.record("visit-later", replace(WEEK, year=2, starts_on="2017-02-01"))
    base.record("visit-last", replace(WEEK, year=2, starts_on="2017-06"))
    for stream, day in (("meeting-in", "2017-03"), ("meeting-out", "2017-09-01")):
        base.record(stream, MeetingHeld(title="Plenary", kind="plenary", held_on=day))

    assert [row["id"] for row in base.queries(ANNA).calendar(2)] == ["visit-later", "meeting-in", "visit-last"]
    assert base.queries(ANNA).calendar(3) == []


def test_calendar_marks_what_may_still_move(base: Base) -> None:
    base.record("visit-later", WEEK, VisitPostponed(reason="Snow"))

    row = base.queries(ANNA).calendar()[-1]

    assert (row["id"], row["status"], row["starts_on"]) == ("visit-later", "tentative", "")


def test_calendar_hides_what_a_reader_may_not_see(base: Base) -> None:
    before = base.queries(CLEO).calendar()
    base.record("visit-later", replace(WEEK, title=HIDDEN_WORDS), visibility="pair", audience="visit-later")

    assert base.queries(CLEO).calendar() == before
    assert len(base.queries(ANNA).calendar()) == len(before) + 1
