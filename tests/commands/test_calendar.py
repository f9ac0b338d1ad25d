"""`epex visit calendar`: what other programs make of it."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from icalendar import Calendar

from tests.commands.running import HOST, VISITING, VISITOR, Epex


def plan(epex: Epex, title: str, *more: str) -> str:
    return epex.record("visit", "plan", title, "--year", "1", "--host", HOST, "--visitor", VISITOR, *more)


def events(raw: bytes | str) -> dict[str, Any]:
    return {str(event["uid"]): event for event in Calendar.from_ical(raw).walk("VEVENT")}


def test_calendar_is_read_back_as_all_day_events(epex: Epex) -> None:
    dates = ("--starts-on", "2017-03-13", "--ends-on", "2017-03-17")
    visit = plan(epex, "Street work; at night", *dates, "--place", "Bergen, Norway", "--place-precision", "city")
    meeting = epex.record("meeting", "hold", "Plenary", "--kind", "plenary", "--held-on", "2017-05-02")

    done = epex("visit", "calendar")

    read = events(done.stdout)
    assert list(read) == [visit, meeting]
    event = read[visit]
    assert (event["summary"], event["location"], event["status"]) == (
        "Street work; at night",
        "Bergen",
        "TENTATIVE",
    )
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2017, 3, 13), date(2017, 3, 18))
    assert event["description"] == f"Host: {HOST}\nVisitors: {VISITING}"
    assert (read[meeting]["dtend"].dt, "description" in read[meeting]) == (date(2017, 5, 3), False)
    assert VISITOR not in done.stdout
    assert done.stderr == ""


def test_calendar_says_how_sure_a_visit_is(epex: Epex) -> None:
    agreed, cancelled = (plan(epex, title, "--starts-on", "2017-03-13") for title in ("One", "Two"))
    epex.record("visit", "agree", agreed)
    epex.record("visit", "cancel", cancelled, "--reason", "Snow")

    read = events(epex("visit", "calendar").stdout)

    assert (read[agreed]["status"], read[cancelled]["status"]) == ("CONFIRMED", "CANCELLED")
    assert (read[agreed]["transp"], read[cancelled]["transp"]) == ("OPAQUE", "TRANSPARENT")


def test_calendar_names_no_more_of_the_place_than_was_agreed(epex: Epex) -> None:
    given = {
        precision: plan(
            epex, precision, "--starts-on", "2017-03-13", "--place", "Hafenstrasse", "--place-precision", precision
        )
        for precision in ("withheld", "country", "region")
    }

    read = events(epex("visit", "calendar").stdout)

    places = {precision: str(read[visit].get("location", "")) for precision, visit in given.items()}
    assert places == {"withheld": "", "country": "Norway", "region": "Norway"}


def test_calendar_goes_into_a_file_and_says_what_has_no_day(epex: Epex, tmp_path: Path) -> None:
    visit = plan(epex, "Dated", "--starts-on", "2017-03-13", "--ends-on", "2017-04")
    plan(epex, "Some time in March", "--starts-on", "2017-03")
    file = tmp_path / "visits.ics"

    done = epex("visit", "calendar", "--output", str(file))

    read = events(file.read_bytes())
    assert (done.stdout, list(read)) == ("", [visit])
    assert read[visit]["dtend"].dt == date(2017, 5, 1)
    assert done.stderr.splitlines() == [
        f"Wrote 1 event into {file}.",
        "1 visit or meeting has no exact day yet, and so no place in a calendar.",
    ]


def test_calendar_is_that_of_a_built_in_plugin(epex: Epex, tmp_path: Path) -> None:
    plan(epex, "Dated", "--starts-on", "2017-03-13")
    plan(epex, "Some time in March", "--starts-on", "2017-03")
    file, none = tmp_path / "visits.ics", tmp_path / "none.ics"

    epex("export", "--format", "icalendar", "--option", "year=1", "--output", str(file))
    epex("export", "--format", "icalendar", "--option", "year=2", "--output", str(none))

    written = epex("visit", "calendar", "--year", "1")
    assert file.read_bytes() == written.stdout_bytes
    assert (len(events(file.read_bytes())), len(events(none.read_bytes()))) == (1, 0)
    assert epex.refusal("export", "--format", "icalendar", "--option", "year=two", "--output", str(file) + "x") == (
        "'two' is no programme year; write a number, such as 2."
    )


def test_calendar_of_a_year_and_as_json(epex: Epex) -> None:
    plan(epex, "Dated", "--starts-on", "2017-03-13")
    for title in ("A", "B"):
        plan(epex, title)

    rows = json.loads(epex("visit", "calendar", "--year", "1", "--json").stdout)
    nothing = epex("visit", "calendar", "--year", "2")

    assert [(row["title"], row["status"], row["host"]) for row in rows] == [("Dated", "tentative", HOST)]
    assert events(nothing.stdout) == {}
    assert "2 visits or meetings have no exact day yet" in epex("visit", "calendar").stderr
