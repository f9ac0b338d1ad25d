"""Offers, needs and matches: what each event does to its row, and what their pages tell."""

from dataclasses import replace

from epex.core.match import MatchAccepted, MatchDeclined, MatchProposed
from epex.core.need import NeedStated, NeedWithdrawn
from epex.core.offer import OfferMade, OfferWithdrawn
from tests.projections.bases import ANNA, BEA, CLEO, PUBLIC, Base
from tests.projections.society import WEEK

OFFERED = OfferMade(text="How tea is offered", organisation="organisation-north", settings=("school",), year=1)
STATED = NeedStated(text="Tea with parents", organisation="organisation-south", task="A first talk", setting="school")
PROPOSED = MatchProposed(
    host="organisation-north",
    visitor="organisation-south",
    year=1,
    reasons=("shared_challenge", "task", "setting", "different_country", "capacity"),
    against=("no_language", "paired_before"),
    challenges=("challenge-trust",),
    offers=("offer-tea",),
    needs=("need-tea",),
    settings=("school",),
    people=("person-bea",),
)


def arrange(base: Base) -> None:
    base.record("offer-tea", OFFERED)
    base.record("need-tea", STATED)
    base.record("match-tea", PROPOSED)


def test_offers_and_needs_stand_until_they_are_withdrawn(base: Base) -> None:
    arrange(base)
    base.record("offer-tea", OfferWithdrawn(reason="No more tea"))
    base.record("need-tea", NeedWithdrawn(reason="Hush"), visibility="private")

    offer, need = (base.queries(BEA).show(one) for one in ("offer-tea", "need-tea"))

    names = ("title", "status", "withdrawn_because", "organisation_title", "year")
    assert [offer[name] for name in names] == ["How tea is offered", "withdrawn", "No more tea", "The north house", 1]
    # That the need was withdrawn is known to whoever withdrew it, and to nobody else.
    assert [need[name] for name in names] == ["Tea with parents", "open", "", "The south house", None]
    assert base.queries(ANNA).show("need-tea")["status"] == "withdrawn"
    match = {"id": "match-tea", "title": "The south house visits The north house", "status": "proposed"}
    assert (offer["matches"], need["matches"]) == ([match], [match])


def test_a_match_tells_its_reasons_in_words(base: Base) -> None:
    arrange(base)

    row = base.queries(ANNA).show("match-tea")

    assert row["title"] == "The south house visits The north house"
    assert [reason["text"] for reason in row["reasons"]] == [
        "Both have the challenge 'How do we win trust?'.",
        "Both work in: school.",
        "They work in different countries: AT and XK.",
        "The host's offer has room for a visit.",
    ]
    assert [one["code"] for one in row["against"]] == ["no_language", "paired_before"]
    assert (row["offers_titles"], row["people_titles"]) == (["How tea is offered"], ["Bea"])


def test_a_match_tells_what_plugins_said_when_it_was_proposed(base: Base) -> None:
    said = replace(PROPOSED, plugin_reasons={"tea/cups": "Cups."}, plugin_against={"tea/milk": "No milk."})
    base.record("match-tea", said)

    row = base.queries(ANNA).show("match-tea")

    assert row["reasons"][-1] == {"code": "tea/cups", "text": "Cups. (tea)"}
    assert row["against"][-1] == {"code": "tea/milk", "text": "No milk. (tea)"}


def test_a_match_is_accepted_when_both_sides_have(base: Base) -> None:
    arrange(base)
    base.record("match-tea", MatchAccepted(side="host", reason="Gladly"))
    half = base.queries(ANNA).show("match-tea")
    base.record("match-tea", MatchAccepted(side="visitor"), by=BEA)
    base.record("visit-tea", replace(WEEK, match="match-tea"))

    whole = base.queries(ANNA).show("match-tea")

    assert (half["status"], half["accepted"], whole["status"]) == ("proposed", ["host"], "accepted")
    assert [(step["step"], step.get("side")) for step in whole["steps"]] == [
        ("proposed", None),
        ("accepted", "host"),
        ("accepted", "visitor"),
    ]
    assert whole["visits"] == [{"id": "visit-tea", "title": WEEK.title, "status": "planned"}]
    assert base.queries(ANNA).show("visit-tea")["match_title"] == whole["title"]


def test_a_declined_match_names_what_replaces_it(base: Base) -> None:
    arrange(base)
    base.record("match-tea", MatchDeclined(reason="Ill", side="host", replacement="match-new"))
    base.record("match-new", replace(PROPOSED, host="organisation-far", replaces="match-tea"))

    old, new = (base.queries(CLEO).show(one) for one in ("match-tea", "match-new"))

    assert (old["status"], old["declined_by"], old["replaced_by_title"]) == (
        "declined",
        "host",
        "The south house visits The far house",
    )
    assert new["replaces_title"] == "The south house visits The north house"


def test_a_replacement_that_is_hidden_is_not_named(base: Base) -> None:
    arrange(base)
    base.record("match-tea", MatchDeclined(reason="Ill", replacement="match-new"))
    base.record("match-new", replace(PROPOSED, host="organisation-far"), visibility="private")

    assert base.queries(CLEO).show("match-tea")["replaced_by"] == ""
    assert base.ids("match", CLEO) == ["match-old", "match-tea"]


def test_a_match_for_everybody_names_nothing_that_is_not(base: Base) -> None:
    arrange(base)
    base.record("match-open", PROPOSED, visibility="public")

    row = base.queries(None).show("match-open")

    assert base.queries(None).reader == PUBLIC
    assert (row["title"], row["challenges"], row["offers"]) == ("An organisation visits an organisation", [], [])
    assert "shared_challenge" not in [reason["code"] for reason in row["reasons"]]


def test_answers_to_a_match_that_is_not_there_change_nothing(empty: Base) -> None:
    empty.record("match-x", MatchAccepted(side="host"), MatchDeclined(reason="No"))
    empty.record("offer-x", OfferWithdrawn())
    empty.record("need-x", NeedWithdrawn())

    assert [empty.ids(subject, None) for subject in ("match", "offer", "need")] == [[], [], []]


def test_lists_are_narrowed_by_place_and_year(base: Base) -> None:
    arrange(base)
    base.record("need-any", replace(STATED, setting="prison", organisation="organisation-far"))

    assert base.ids("match", country=("XK",), year=(1,)) == ["match-tea"]
    assert base.ids("match", organisation=("organisation-far",)) == []
    assert base.ids("need", setting=("school",)) == ["need-tea"]
    assert base.ids("offer", organisation=("organisation-north",), year=(2,)) == []
    assert base.ids("need", country=("DE",)) == ["need-any"]


def test_a_visit_leads_back_to_its_match_and_what_that_rests_on(base: Base) -> None:
    arrange(base)
    base.record("match-new", replace(PROPOSED, replaces="match-tea"))
    base.record("visit-tea", replace(WEEK, match="match-new", matched_on=()))

    traced = base.queries(ANNA).trace("need-tea")

    assert [(link["of"], link["relation"], link["id"]) for link in traced["evidence"]] == [
        ("need-tea", "matched_on", "match-tea"),
        ("match-tea", "replaces", "match-new"),
        ("need-tea", "matched_on", "match-new"),
        ("match-new", "planned_from", "visit-tea"),
    ]
