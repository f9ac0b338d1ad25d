"""Who could visit whom, as one reader knows the members."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from epex.core.challenge import ChallengeShared, ChallengeStated
from epex.core.match import MatchAccepted, MatchDeclined, MatchProposed
from epex.core.need import NeedStated
from epex.core.offer import OfferMade, OfferWithdrawn
from epex.core.organisation import OrganisationLeft, OrganisationRevised
from epex.core.pairing import Further, Pair
from epex.core.reader import Reader
from epex.core.visit import VisitCancelled
from tests.projections.bases import ANNA, BEA, CLEO, Base
from tests.projections.society import HIDDEN_WORDS, WEEK

NORTH, SOUTH, FAR = "organisation-north", "organisation-south", "organisation-far"
OFFERED = OfferMade(text="How meals are shared", organisation=FAR, settings=("school",), languages=("de",))
STATED = NeedStated(text="A meal with parents", organisation=NORTH, languages=("de",))
PROPOSED = MatchProposed(host=FAR, visitor=NORTH, offers=("offer-tea",))


def codes(row: Any, name: str = "reasons") -> list[str]:
    return [one["code"] for one in row[name]]


def pairs(base: Base, **which: Any) -> list[tuple[str, str]]:
    return [(row["host"], row["visitor"]) for row in base.queries(ANNA).suggestions(**which)]


def capacity(base: Base, year: int = 0) -> bool:
    return "capacity" in codes(base.queries(ANNA).suggestion(FAR, NORTH, year))


def test_suggestions_are_ranked_with_reasons_in_words(base: Base) -> None:
    base.record("offer-tea", OFFERED)
    base.record("need-tea", STATED)

    first, *others = base.queries(ANNA).suggestions()

    assert (first["title"], first["host_title"]) == ("The north house visits The far house", "The far house")
    assert codes(first) == ["task", "setting", "language", "different_country", "not_paired", "capacity"]
    assert first["reasons"][0]["text"] == "What one wants to learn, the other can show: meals."
    assert (first["against"], first["offers"]) == ([], [{"id": "offer-tea", "title": "How meals are shared"}])
    assert [codes(row) for row in others][:2] == [
        ["setting", "different_country", "not_paired", "capacity"],
        ["setting", "different_country", "not_paired"],
    ]


def test_suggestions_can_be_for_one_host_or_one_visitor(base: Base) -> None:
    assert pairs(base, host=FAR) == [(FAR, NORTH), (FAR, SOUTH)]
    assert pairs(base, visitor=FAR) == [(NORTH, FAR), (SOUTH, FAR)]
    assert pairs(base, host=FAR, visitor=SOUTH) == [(FAR, SOUTH)]


def test_those_who_share_a_challenge_or_have_visited_each_other_are_told_so(base: Base) -> None:
    row = base.queries(ANNA).suggestion(NORTH, SOUTH)

    assert row["challenges"] == [{"id": "challenge-trust", "title": "How do we win trust?"}]
    assert row["reasons"][0] == {"code": "shared_challenge", "text": "Both have the challenge 'How do we win trust?'."}
    assert codes(row, "against") == ["no_language", "paired_before", "no_offer", "no_need", "declined"]


def test_whoever_has_left_is_not_suggested(base: Base) -> None:
    base.record(FAR, OrganisationLeft())

    assert pairs(base) == [(NORTH, SOUTH), (SOUTH, NORTH)]
    assert codes(base.queries(ANNA).suggestion(FAR, SOUTH)) == ["not_paired"]


def test_a_match_under_way_is_not_suggested_and_a_declined_one_is_told(base: Base) -> None:
    base.record("match-tea", PROPOSED)
    under_way = pairs(base, host=FAR)
    base.record("match-tea", MatchDeclined(reason="Ill"))

    again = base.queries(ANNA).suggestions(host=FAR, visitor=NORTH)

    assert under_way == [(FAR, SOUTH)]
    assert [codes(row, "against")[-1] for row in again] == ["declined"]


def test_a_match_whose_visit_was_planned_makes_room_for_another_suggestion(base: Base) -> None:
    base.record("match-tea", PROPOSED, MatchAccepted(side="host"), MatchAccepted(side="visitor"))
    base.record("visit-tea", replace(WEEK, host=FAR, visiting_organisations=(NORTH,), match="match-tea"))

    (row,) = base.queries(ANNA).suggestions(host=FAR, visitor=NORTH)

    assert "paired_before" in codes(row, "against")


def test_capacity_is_taken_by_matches_and_given_back_by_what_falls_through(base: Base) -> None:
    base.record("offer-tea", OFFERED)
    counted = [capacity(base)]
    base.record("match-tea", replace(PROPOSED, visitor=SOUTH))
    counted.append(capacity(base))
    base.record("visit-tea", replace(WEEK, host=FAR, match="match-tea"))
    counted.append(capacity(base))
    base.record("visit-tea", VisitCancelled(reason="Snow"))
    counted.append(capacity(base))

    assert counted == [True, False, False, True]


def test_capacity_of_a_year_is_taken_by_visits_without_a_match(base: Base) -> None:
    base.record("offer-tea", replace(OFFERED, year=1))
    counted = [capacity(base), capacity(base, 1), capacity(base, 2)]
    base.record("visit-tea", replace(WEEK, host=FAR))

    assert (counted, capacity(base, 1)) == ([True, True, False], False)
    assert "no_offer" in codes(base.queries(ANNA).suggestion(FAR, NORTH, 2), "against")


def test_a_withdrawn_offer_is_none(base: Base) -> None:
    base.record("offer-tea", OFFERED, OfferWithdrawn())

    assert "no_offer" in codes(base.queries(ANNA).suggestion(FAR, NORTH), "against")


@pytest.mark.parametrize("label", ["private", "organisation"])
def test_what_a_reader_may_not_see_is_no_reason(base: Base, label: str) -> None:
    before = base.queries(ANNA).suggestions()
    hidden = ChallengeStated(text=HIDDEN_WORDS, language="en", organisation=SOUTH)
    audience = SOUTH if label == "organisation" else None
    base.record("challenge-far", hidden, ChallengeShared(organisation=FAR), by=BEA, visibility=label, audience=audience)
    base.record("offer-far", replace(OFFERED, text=HIDDEN_WORDS), by=BEA, visibility=label, audience=audience)
    base.record("visit-far", replace(WEEK, host=FAR, host_people=()), by=BEA, visibility=label, audience="visit-far")

    assert base.queries(ANNA).suggestions() == before
    assert base.queries(BEA).suggestions() != before


def test_grounds_to_record_are_only_what_the_network_reads(base: Base) -> None:
    hidden = ChallengeStated(text=HIDDEN_WORDS, language="en", organisation=SOUTH)
    base.record("challenge-far", hidden, ChallengeShared(organisation=FAR), by=BEA, visibility="private")
    base.record("offer-tea", OFFERED)
    base.record(NORTH, OrganisationRevised(languages=("de",)))

    seen, kept = base.queries(BEA).suggestion(FAR, SOUTH), base.queries(BEA).grounds(FAR, SOUTH, 1)

    assert "shared_challenge" in codes(seen)
    assert kept == MatchProposed(
        host=FAR,
        visitor=SOUTH,
        year=1,
        reasons=("setting", "different_country", "not_paired", "capacity"),
        against=("no_language", "no_need"),
        offers=("offer-tea",),
        settings=("school",),
    )


def test_what_else_is_said_is_asked_for_the_reader_and_for_the_network_when_it_is_kept(base: Base) -> None:
    asked: list[tuple[str, int, int]] = []

    def weigh(reader: Reader, year: int, pairs: Sequence[Pair]) -> dict[Pair, list[Further]]:
        asked.append((reader.person, year, len(pairs)))
        return {(FAR, SOUTH): [Further(code="tea/cups", text="Cups.", points=1)]}

    every, one = base.queries(BEA).suggestions(weigh=weigh), base.queries(BEA).suggestion(FAR, SOUTH, 2, weigh)
    kept = base.queries(BEA).grounds(FAR, SOUTH, 1, weigh)

    assert asked == [(BEA.person, 0, len(every)), (BEA.person, 2, 1), ("", 1, 1)]
    assert [codes(row)[-1] == "tea/cups" for row in every] == [
        row["host"] == FAR and row["visitor"] == SOUTH for row in every
    ]
    assert (codes(one)[-1], kept.plugin_reasons, kept.plugin_against) == ("tea/cups", {"tea/cups": "Cups."}, {})


@pytest.mark.slow
def test_an_offer_with_room_is_named_first_in_what_is_recorded(base: Base) -> None:
    base.record("offer-full", OFFERED)
    base.record("match-full", replace(PROPOSED, visitor=SOUTH, offers=("offer-full",)))
    base.record("offer-tea", OFFERED)

    assert base.queries(CLEO).grounds(FAR, NORTH).offers == ("offer-tea", "offer-full")


def test_of_strangers_nothing_is_known(base: Base) -> None:
    kept = base.queries(ANNA).grounds("organisation-nobody", NORTH)

    assert (kept.reasons, kept.offers) == (("not_paired",), ())
