"""How much somebody may record and ask within a time: more than anybody does, and no more than that."""

import re

from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from epex.plugins.builtin.web.attempts import Limit
from epex.plugins.builtin.web.pacing import COSTLY, FORGOTTEN_ABOVE, LONG, RECORDING, TOO_MUCH, Pace
from epex.plugins.builtin.web.site import PAGES, application
from tests.plugins.web.doors import Clock
from tests.plugins.web.test_site import routes_of
from tests.plugins.web.visiting import Site

PRACTITIONER, OTHER = "Denise Hartley-Owusu", "Gisela Trautwein-Haas"
FEW = {"recording": (Limit("few", 2, 60),), "costly": (Limit("one", 1, 60),)}


def request_of(person: str, method: str = "POST", address: str = "192.0.2.1") -> Request:
    return Request(
        {"type": "http", "method": method, "headers": [], "client": (address, 1), "state": {"person": person}}
    )


def taken(pace: Pace, clock: Clock, times: int, every: float = 0.0, **asking: str) -> int:
    """Send so many forms, one every so many seconds, and count those that are taken."""
    found = 0
    for _ in range(times):
        found += not pace.wait(request_of(**{"person": "person-1", **asking}), "any")
        clock.now += every
    return found


def test_forms_of_one_person_are_taken_up_to_the_limits() -> None:
    clock = Clock()
    pace = Pace(clock)
    minute, hour = RECORDING

    assert taken(pace, clock, minute.times * 2) == minute.times
    assert pace.wait(request_of("person-1"), "any") == minute.seconds
    assert taken(pace, clock, 1, person="person-2") == 1
    clock.now += minute.seconds
    assert taken(pace, clock, hour.times * 2, every=0.5) == hour.times - minute.times
    clock.now += hour.seconds
    assert taken(pace, clock, 1) == 1


def test_minutes_that_are_typed_fast_are_always_taken() -> None:
    clock = Clock()

    assert taken(Pace(clock), clock, 8 * 1800, every=2) == 8 * 1800


def test_whoever_is_nobody_is_counted_by_address() -> None:
    clock = Clock()
    pace = Pace(clock, FEW)

    assert taken(pace, clock, 5, person="") == 2
    assert taken(pace, clock, 5, person="", address="192.0.2.2") == 2
    assert taken(pace, clock, 5, person="person-1") == 2
    assert taken(pace, clock, 5, person="", address="2001:db8::1") == 2
    assert taken(pace, clock, 5, person="", address="2001:db8::2") == 0


def test_pages_that_take_long_are_limited_and_others_are_not() -> None:
    clock = Clock()
    pace = Pace(clock)
    (limit,) = COSTLY

    for name in sorted(LONG):
        waits = [pace.wait(request_of(name, "GET"), name) for _ in range(limit.times + 1)]
        assert waits == [0] * limit.times + [limit.seconds]
    assert [pace.wait(request_of("report", "GET"), "visits") for _ in range(1000)] == [0] * 1000


def test_pages_that_take_long_are_pages_of_the_site() -> None:
    assert {route.name for name in PAGES for route in routes_of(name)} >= LONG


@given(st.lists(st.floats(0, 90), max_size=40))
def test_no_minute_ever_takes_more_than_its_limit(pauses: list[float]) -> None:
    clock = Clock()
    pace, times = Pace(clock, FEW), []
    for pause in pauses:
        clock.now += pause
        early = pace.wait(request_of("person-1"), "any")
        times += [] if early else [clock.now]
        if early:
            # Whoever waits as long as was said is taken.
            clock.now += early
            assert pace.wait(request_of("person-1"), "any") == 0
            times.append(clock.now)

    assert [first for first, third in zip(times, times[2:], strict=False) if third - first < 60 - 1e-3] == []


def test_those_who_left_are_not_remembered() -> None:
    clock = Clock()
    pace = Pace(clock)
    for number in range(FORGOTTEN_ABOVE + 1):
        pace.wait(request_of(f"person-{number}"), "any")
    clock.now += 3600

    pace.wait(request_of("person-last"), "any")

    assert set(pace._asked) == {("recording", "person-last")}


def test_site_says_in_one_sentence_when_to_come_again(site: Site) -> None:
    site.app = application(site.served, Pace(Clock(), FEW))
    browser = site.member(PRACTITIONER)
    answers = []
    for number in range(3):
        browser.get("/new/challenge")
        answers.append(browser.fill(text=f"Who pays for the tea of evening {number}?"))

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].headers["Retry-After"] == "60"
    assert browser.alert == TOO_MUCH
    assert "Who pays for the tea of evening 2?" in browser.main
    assert re.findall("[0-9a-f-]{36}", browser.main) == []
    assert [browser.get("/plugins").status_code for _ in range(2)] == [200, 429]
    assert browser.alert == TOO_MUCH
    assert browser.get("/visits").status_code == 200
    assert site.member(OTHER).get("/plugins").status_code == 200
