"""Signatures, briefings and corrections of visits, and who reads what afterwards."""

from dataclasses import replace
from typing import Any

from epex.core.visit import (
    VisitAgreed,
    VisitCompleted,
    VisitCorrected,
    VisitPostponed,
    VisitPrepared,
    VisitSigned,
    VisitStarted,
)
from tests.projections.bases import ANNA, BEA, CLEO, DORA, Base
from tests.projections.society import WEEK

LATER = "visit-later"


def shown(base: Base, *names: str) -> list[Any]:
    row = base.queries(ANNA).show(LATER)
    return [row[name] for name in names]


def test_an_agreement_without_a_side_was_signed_by_both(base: Base) -> None:
    base.record(LATER, WEEK, VisitAgreed(), occurred_on="2016-02-01")

    assert shown(base, "signed", "not_signed_by") == [{"host": "2016-02-01", "visitor": "2016-02-01"}, []]


def test_a_signature_is_missing_until_it_is_given(base: Base) -> None:
    base.record(LATER, WEEK, VisitAgreed(signed_for="host"), occurred_on="2016-02-01")
    before = shown(base, "status", "not_signed_by")

    base.record(LATER, VisitSigned(signed_for="visitor"), occurred_on="2016-02-03")

    assert before == ["agreed", ["visitor"]]
    assert shown(base, "signed", "not_signed_by") == [{"host": "2016-02-01", "visitor": "2016-02-03"}, []]


def test_a_postponement_takes_the_signatures_away(base: Base) -> None:
    base.record(LATER, WEEK, VisitAgreed(), VisitPostponed(reason="Snow"))

    assert shown(base, "status", "signed", "not_signed_by") == ["postponed", {}, []]


def test_the_briefed_are_named_and_everybody_who_visits_where_nobody_is(base: Base) -> None:
    base.record(LATER, WEEK, VisitAgreed(), VisitPrepared(confidentiality_briefing=True))
    unnamed = shown(base, "briefed_titles")
    both = ("person-bea", "person-anna")
    base.record(LATER, VisitPrepared(confidentiality_briefing=True, briefed=both))

    assert (unnamed, shown(base, "briefed_titles")) == ([["Bea"]], [["Bea", "Anna"]])


def test_a_correction_puts_words_days_and_codes_right_and_keeps_why(base: Base) -> None:
    base.record(LATER, WEEK, VisitAgreed(), VisitStarted(on="2016-03-07"), VisitCompleted(on="2016-03-11"))

    right = VisitCorrected(reason="A slip", title="Two weeks", setting="prison", completed_on="2016-03-12", year=2)
    base.record(LATER, right)

    row = base.queries(ANNA).show(LATER)
    assert [row[name] for name in ("title", "setting", "completed_on", "year")] == [
        "Two weeks",
        "prison",
        "2016-03-12",
        2,
    ]
    step = row["steps"][-1]
    assert (step["step"], step["reason"]) == ("corrected", "A slip")
    assert step["changed"] == ["title", "year", "completed_on", "setting"]


def test_a_correction_swaps_visitors_and_with_them_who_reads_what_the_pair_reads(base: Base) -> None:
    base.record(LATER, WEEK)

    swap = VisitCorrected(
        reason="Bea is ill", visitors=("person-cleo",), visiting_organisations=("organisation-far",), host_people=()
    )
    base.record(LATER, swap)

    reads = [f"pair:{LATER}" in base.queries(actor).reader.grants for actor in (ANNA, BEA, CLEO)]
    assert reads == [False, False, True]
    wide = [f"organisation:{LATER}" in base.queries(actor).reader.grants for actor in (ANNA, BEA, CLEO, DORA)]
    assert wide == [True, False, True, True]
    assert shown(base, "visitors_titles", "visiting_organisations_titles", "host_people") == [
        ["Cleo"],
        ["The far house"],
        [],
    ]


def test_people_can_change_sides_in_one_correction(base: Base) -> None:
    base.record(LATER, replace(WEEK, host_people=("person-anna",), visitors=("person-bea",)))

    base.record(
        LATER,
        VisitCorrected(
            reason="The wrong way round",
            host_people=("person-bea",),
            visitors=("person-anna",),
            visiting_organisations=("organisation-south",),
        ),
    )

    reads = [f"pair:{LATER}" in base.queries(actor).reader.grants for actor in (ANNA, BEA)]
    assert (reads, shown(base, "host_people", "visitors")) == ([True, True], [["person-bea"], ["person-anna"]])


def test_a_correction_that_needs_another_briefing_goes_back_to_agreed(base: Base) -> None:
    base.record(LATER, WEEK, VisitAgreed(), VisitPrepared(confidentiality_briefing=True))

    base.record(LATER, VisitCorrected(reason="One more", visitors=("person-bea", "person-cleo"), brief_again=True))

    assert shown(base, "status") == ["agreed"]


def test_a_correction_for_fewer_readers_keeps_its_words_out_of_the_row(base: Base) -> None:
    base.record(LATER, WEEK)
    before = shown(base, "level", "changed_at")

    hushed = VisitCorrected(reason="Hush", title="The key under the flowerpot", level="tertiary")
    base.record(LATER, hushed, visibility="pair", audience=LATER)

    assert shown(base, "title", "level") == [WEEK.title, "tertiary"]
    strange = base.queries(CLEO).show(LATER)
    assert [strange[name] for name in ("title", "level", "changed_at")] == [WEEK.title, *before]
    assert [len(base.queries(actor).show(LATER)["steps"]) for actor in (BEA, CLEO)] == [1, 0]


def test_steps_of_a_visit_that_is_not_there_change_nothing(empty: Base) -> None:
    steps = (
        VisitSigned(signed_for="host"),
        VisitCorrected(reason="A slip"),
        VisitPrepared(confidentiality_briefing=True),
    )
    empty.record("visit-x", *steps)

    assert empty.ids("visit", None) == []


def test_search_finds_a_visit_by_what_was_put_right(base: Base) -> None:
    base.record(LATER, WEEK, VisitAgreed(), VisitPrepared(confidentiality_briefing=True))
    right = VisitCorrected(
        reason="A slip",
        title="Tables",
        starts_on="2016-04-01",
        year=2,
        visitors=("person-cleo",),
        visiting_organisations=("organisation-far",),
        brief_again=True,
    )
    base.record(LATER, right)

    base.views.catch_up(["documents"])
    documents = base.views.projection("documents").tables[0]
    there = base.views.table(documents)
    (row,) = base.views.read(there.select().where(there.c.id == LATER))
    assert (row["titles"], row["label"], row["occurred_on"]) == ({"": "Tables"}, "agreed", "2016-04-01")
    assert (row["organisations"], row["year"]) == (["organisation-north", "organisation-far"], 2)
