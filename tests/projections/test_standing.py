"""How each visit stands, as the board tells coordinators and everybody else."""

from dataclasses import replace
from typing import Any

import pytest

from epex.core.decision import Actor
from epex.core.reflection import ReflectionRecorded
from epex.core.visit import VisitAgreed, VisitCancelled, VisitCompleted, VisitPrepared, VisitSigned, VisitStarted
from tests.projections.bases import ANNA, BEA, CLEO, DORA, Base
from tests.projections.society import HIDDEN_WORDS, WEEK

LATER = "visit-later"
PLAN = replace(WEEK, starts_on="2017-03-07", ends_on="2017-03-09")
READY = VisitAgreed(), VisitPrepared(confidentiality_briefing=True), VisitStarted(on="2017-03-07")
OVER = (PLAN, *READY, VisitCompleted(on="2017-03-09"))


def row(base: Base, visit: str = LATER, by: Actor = ANNA, today: str = "2017-03-10") -> Any:
    return next(row for row in base.queries(by).board(today) if row["id"] == visit)


def steps(shown: Any) -> list[tuple[str, str, str]]:
    return [(step["step"], step["side"], step["due_on"]) for step in shown["next"]]


def wrote(base: Base, side: str, author: str, months: int = 0, label: str = "private") -> None:
    written = ReflectionRecorded(
        answers={"why": HIDDEN_WORDS}, about=LATER, side=side, author=author, follow_up=months, visibility=label
    )
    base.record(f"reflection-{side}-{months}", written, visibility=label, audience=LATER)


def test_the_board_lists_visits_by_their_days_with_both_sides(told: Base) -> None:
    rows = told.queries(ANNA).board("2016-04-01")

    assert [(row["id"], row["status"], row["host_title"]) for row in rows] == [
        ("visit-week", "monitored", "The north house"),
        ("visit-other", "cancelled", "The north house"),
    ]
    assert rows[0]["visiting_organisations_titles"] == ["The south house"]
    assert told.queries(ANNA).board("2016-04-01", 2) == []


def test_a_visit_without_a_day_comes_last(base: Base) -> None:
    base.record(LATER, replace(WEEK, title="A", starts_on="", ends_on=""))

    assert [shown["id"] for shown in base.queries(ANNA).board("2016-04-01")][-1] == LATER


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ((), [("agree", "", "2017-03-07")]),
        ((VisitAgreed(signed_for="host"),), [("sign", "visitor", "2017-03-07"), ("prepare", "", "2017-03-07")]),
        ((VisitAgreed(signed_for="host"), VisitSigned(signed_for="visitor")), [("prepare", "", "2017-03-07")]),
        (READY[:2], [("start", "", "2017-03-07")]),
        (READY, [("complete", "", "2017-03-09")]),
        ((VisitCancelled(reason="Snow"),), []),
    ],
)
def test_next_is_what_has_to_happen_on_the_way(base: Base, events: Any, expected: list[tuple[str, str, str]]) -> None:
    base.record(LATER, PLAN, *events)

    assert steps(row(base)) == expected


def test_coordinators_see_which_side_has_not_written_and_whom_to_ask(base: Base) -> None:
    base.record(LATER, *OVER)
    wrote(base, "visitor", "person-bea")

    shown = row(base)

    assert shown["reflections"] == {"host": False, "visitor": True}
    assert (shown["missing"], shown["missing_names"]) == (["person-anna"], ["Anna"])
    assert steps(shown) == [("reflect", "host", "2017-03-09"), ("monitor", "", "")]
    assert shown["next"][0]["command"] == "form export person-anna"


def test_a_side_without_people_has_nobody_to_ask(base: Base) -> None:
    base.record(LATER, replace(PLAN, host_people=()), *READY, VisitCompleted())

    shown = row(base)

    assert shown["missing"] == ["person-bea"]
    assert shown["next"][0]["command"] == f"visit correct {LATER}"


def test_others_are_told_of_what_they_may_read_and_never_that_something_is_missing(base: Base) -> None:
    base.record(LATER, *OVER)
    hidden_from_cleo = row(base, by=CLEO)
    wrote(base, "visitor", "person-bea")
    wrote(base, "host", "person-anna", label="network")

    seen = [row(base, by=actor)["reflections"] for actor in (CLEO, BEA, DORA)]

    assert hidden_from_cleo["reflections"] == {"host": None, "visitor": None}
    assert seen == [{"host": True, "visitor": None}, {"host": True, "visitor": True}, {"host": True, "visitor": True}]
    assert (hidden_from_cleo["missing"], steps(hidden_from_cleo)) == ([], [("monitor", "", "")])


def test_what_others_see_does_not_change_with_what_is_hidden(base: Base) -> None:
    base.record(LATER, *OVER)
    before = base.queries(CLEO).board("2019-01-01")

    wrote(base, "visitor", "person-bea", 12)
    base.record("visit-hidden", PLAN, visibility="private")

    assert base.queries(CLEO).board("2019-01-01") == before
    assert [len(base.queries(actor).board("2019-01-01")) for actor in (ANNA, CLEO)] == [4, 3]


def test_follow_ups_are_due_after_three_six_and_twelve_months(base: Base) -> None:
    base.record(LATER, *OVER)
    wrote(base, "visitor", "person-bea", 3)

    shown = row(base)["follow_ups"]

    assert [(due["months"], due["due_on"], due["host"], due["visitor"]) for due in shown] == [
        (3, "2017-06-09", False, True),
        (6, "2017-09-09", False, False),
        (12, "2018-03-09", False, False),
    ]


@pytest.mark.parametrize(
    ("today", "months"),
    [
        *(("2017-05-09", None), ("2017-05-10", 3), ("2017-08-09", 3), ("2017-08-10", 6), ("2018-02-07", 12)),
        *(("2019-03-09", 12), ("2019-03-10", None)),
    ],
)
def test_the_last_follow_up_that_is_due_stands_for_earlier_ones(base: Base, today: str, months: int | None) -> None:
    base.record(LATER, *OVER)

    asked = {step["months"] for step in row(base, today=today)["next"] if step["step"] == "follow up"}

    assert asked == ({months} if months else set())


def test_a_follow_up_that_was_written_is_asked_for_no_more(base: Base) -> None:
    base.record(LATER, *OVER)
    wrote(base, "visitor", "person-bea", 12)
    wrote(base, "host", "person-anna", 12)

    assert "follow up" not in [step["step"] for step in row(base, today="2018-03-09")["next"]]


def test_a_visit_that_nobody_dated_has_no_follow_ups(base: Base) -> None:
    undated = replace(PLAN, starts_on="", ends_on="")
    base.record(LATER, undated, VisitAgreed(), VisitStarted(), VisitCompleted())

    assert row(base, today="2030-01-01")["follow_ups"] == []


def test_those_who_take_part_see_what_their_own_side_has_to_write(base: Base) -> None:
    base.record(LATER, *OVER)
    wrote(base, "host", "person-anna")

    shown = row(base, by=BEA, today="2017-06-09")

    assert (shown["reflections"], shown["missing"]) == ({"host": None, "visitor": False}, [])
    assert [(step["step"], step["side"], step["command"]) for step in shown["next"]] == [
        ("reflect", "visitor", f"reflection record {LATER}"),
        ("monitor", "", f"visit monitor {LATER}"),
        ("follow up", "visitor", f"reflection record {LATER} --follow-up 3"),
    ]
