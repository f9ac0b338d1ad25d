"""Matches, reviews and transfers: carried as far as they have come, on, and never back."""

from pathlib import Path

import pytest

from epex.app.base import KnowledgeBase
from epex.core.decision import Refused
from epex.core.element import ElementReviewed
from epex.core.match import MatchDeclined, MatchProposed
from tests.app.importing.bases import HOME, TONE, brought, copied, newest, refused, steps_of, taken_in, whys
from tests.app.importing.exchanges import acting, exchanging

MATCH = {"id": "a1", "host": "o1", "visitor": "HH"}
REVIEW = {"id": "w1", "element": "e1", "reviewer": "Tone Dahl", "reason": "They said so by mail."}
GRID = "environment.law: adapt\nsupport.training: fits"
CONSIDERED = {"id": "x1", "element": "e1", "to": "HH", "occurred_on": "2017-01"}
COMPARED = {**CONSIDERED, "source_grid": GRID, "receiving_grid": GRID, "receiving_notes": "environment.law: Vetting."}
DECIDED = {**COMPARED, "decision": "try_adapted", "decision_reason": "Two want to.", "anticipated_on": "2017-03-05"}
TRIED = {**DECIDED, "adaptations": "On Saturdays", "pilot_starts_on": "2017-04", "pilot_ends_on": "2017-06"}
EVALUATED = {**TRIED, "outcome": "It held.", "result": "worked", "evaluated_on": "2017-07-01", "next_review": "2018"}


@pytest.fixture
def base(tmp_path: Path) -> KnowledgeBase:
    return copied(exchanging, tmp_path / "base")


def test_matches_without_grounds_get_those_that_are_found(base: KnowledgeBase) -> None:
    outcome, again = brought(base, "matches", MATCH), brought(base, "matches", MATCH)

    [proposed] = newest(base, 1)
    assert (outcome.recorded, again.skipped, type(proposed)) == (1, 1, MatchProposed)
    assert {"shared_challenge", "different_country"} <= set(proposed.reasons)


def test_matches_keep_what_plugins_said(base: KnowledgeBase) -> None:
    said = {"plugin_reasons": "tea/cups: Cups.\ntea/pots: Pots: two.", "plugin_against": "tea/milk: No milk."}

    outcome = brought(base, "matches", {**MATCH, **said})

    [proposed] = newest(base, 1)
    assert (outcome.recorded, proposed.reasons) == (1, ())
    assert proposed.plugin_reasons == {"tea/cups": "Cups.", "tea/pots": "Pots: two."}
    assert proposed.plugin_against == {"tea/milk": "No milk."}


def test_matches_are_answered_later_and_stay_answered(base: KnowledgeBase) -> None:
    brought(base, "matches", MATCH)
    half = {**MATCH, "accepted": "host", "answered_on": "2017-02-01"}
    off = {**half, "status": "declined", "reason": "No room", "declined_by": "visitor"}

    outcomes = [brought(base, "matches", row, revises=True) for row in (half, off, off, {**half, "status": "accepted"})]

    assert [(outcome.recorded, outcome.skipped) for outcome in outcomes] == [(1, 0), (1, 0), (0, 1), (0, 0)]
    assert steps_of(base, 2) == [("match.accepted", "2017-02-01"), ("match.declined", "2017-02-01")]
    assert newest(base, 1) == [MatchDeclined(reason="No room", side="visitor")]
    assert refused(outcomes[-1]) == [(2, "row")]


def test_matches_come_in_for_declined_ones_and_not_twice(base: KnowledgeBase) -> None:
    outcome = brought(
        base,
        "matches",
        {**MATCH, "status": "declined", "reason": "Ill"},
        {**MATCH, "id": "a2", "replaces": "a1", "people": "p1"},
        {**MATCH, "id": "a3", "people": "p1"},
        {**MATCH, "id": "a4", "replaces": "a2"},
        {**MATCH, "id": "a5", "year": "1", "status": "declined"},
        {**MATCH, "id": "a6", "year": "1", "people": "Anna Berg"},
        {**MATCH, "id": "a7", "visitor": "o1"},
    )

    assert (outcome.recorded, [field for field, _ in whys(outcome)]) == (2, ["row", "replaces", "reason", "row", "row"])
    assert newest(base, 1)[0].replaces.startswith("match-")


def test_matches_are_answered_only_for_ones_own_side(base: KnowledgeBase) -> None:
    outcome = brought(acting(base, TONE), "matches", {**MATCH, "status": "accepted"})

    assert [why for _, why in whys(outcome)] == [
        "Only a coordinator may accept a match for another organisation; ask one of them to record it."
    ]


def test_reviews_are_asked_for_and_read_by_nobody_but_the_owner_and_the_reviewer(base: KnowledgeBase) -> None:
    outcome = brought(base, "reviews", REVIEW)
    agreed = brought(base, "reviews", {**REVIEW, "status": "agreed", "answered_on": "2017-02"}, revises=True)

    envelope = base.log.facts(limit=10_000)[-1].envelope
    owner = next(row["id"] for row in base.queries().listing("organisation") if row["title"] == "Far Shore")
    assert (outcome.recorded, agreed.recorded, whys(agreed)) == (1, 1, [])
    assert (envelope.visibility, envelope.audience, envelope.occurred_on) == ("organisation", owner, "2017-02")


@pytest.mark.slow
def test_reviews_are_written_by_who_was_asked(base: KnowledgeBase) -> None:
    brought(base, "reviews", {**REVIEW, "status": "agreed"})
    [asked] = acting(base, TONE).queries().listing("review")
    written = {"outcome": "confirmed", "text": "We saw it work.", "review_by": "2019"}
    row = {**REVIEW, "id": asked["id"], **written}

    by_another = brought(base, "reviews", {**REVIEW, **written}, revises=True)
    own = brought(acting(base, TONE), "reviews", {**REVIEW, "id": "mine", **written})
    outcomes = [brought(acting(base, TONE), "reviews", row, revises=revises) for revises in (False, True, True)]

    assert [field for field, _ in whys(by_another)] == ["text"]
    assert whys(own) == [("id", f"This person is asked already; give the row the id {asked['id']}, and add --revise.")]
    assert [(outcome.recorded, outcome.skipped) for outcome in outcomes] == [(0, 0), (1, 0), (0, 1)]
    assert type(newest(base, 1)[0]) is ElementReviewed
    assert acting(base, TONE).queries().show(asked["id"])["text"] == "We saw it work."


def test_reviews_that_are_over_stay_so_and_half_written_ones_are_refused(base: KnowledgeBase) -> None:
    first = brought(
        base,
        "reviews",
        {**REVIEW, "status": "declined"},
        {**REVIEW, "id": "w2", "reviewer": "Ben Okafor"},
        {**REVIEW, "id": "w3", "status": "agreed", "outcome": "confirmed"},
        {**REVIEW, "id": "w4", "status": "written"},
    )
    on = brought(base, "reviews", {**REVIEW, "status": "agreed"}, revises=True)
    other = brought(base, "reviews", {**REVIEW, "element": "e9"})

    assert (first.recorded, [field for field, _ in whys(first)]) == (1, ["row", "outcome", "text"])
    assert [field for field, _ in (*whys(on), *whys(other))] == ["status", "element"]


def test_reviews_have_readers_of_their_own(base: KnowledgeBase) -> None:
    with pytest.raises(Refused, match="Reviews have readers of their own; leave visibility out"):
        taken_in(
            base,
            "reviews",
            "element,reviewer\n",
            mapping='[columns]\nelement = "element"\nreviewer = "reviewer"\n[values]\nvisibility = "network"\n',
        )


def test_transfers_go_as_far_as_their_status_each_step_on_its_day(base: KnowledgeBase) -> None:
    kept = {**EVALUATED, "status": "sustained", "end_reason": "They like it.", "ended_on": "2017-08"}

    outcome, again = brought(base, "transfers", kept), brought(base, "transfers", kept)

    assert (outcome.recorded, whys(outcome), again.skipped) == (1, [], 1)
    assert steps_of(base, 8) == [
        ("transfer.considered", "2017-01"),
        ("transfer.compared", None),
        ("transfer.compared", None),
        ("transfer.anticipated", "2017-03-05"),
        ("transfer.adapted", None),
        ("transfer.piloted", "2017-04"),
        ("transfer.evaluated", "2017-07-01"),
        ("transfer.sustained", "2017-08"),
    ]
    [row] = base.queries().listing("transfer")
    assert (row["status"], row["standing"], row["result"], row["next_review"]) == (
        "sustained",
        "determined",
        "worked",
        "2018",
    )


def test_transfers_are_carried_on_and_never_back(base: KnowledgeBase) -> None:
    rows = [
        CONSIDERED,
        {**CONSIDERED, "source_grid": GRID},
        DECIDED,
        {**TRIED, "status": "piloted"},
        {**EVALUATED, "status": "determined"},
        {**EVALUATED, "status": "changed", "end_reason": "Shorter.", "next_review": "2019"},
        {**EVALUATED, "status": "abandoned", "end_reason": "No staff.", "next_review": "2019", "failure": "Two left."},
    ]

    outcomes = [brought(base, "transfers", row, revises=True) for row in rows]
    again = brought(base, "transfers", rows[-1], revises=True)
    back = brought(base, "transfers", DECIDED, revises=True)
    looked = brought(base, "transfers", {**rows[-1], "next_review": "2020"}, revises=True)
    reworded = brought(base, "transfers", {**rows[-1], "outcome": "It broke."}, revises=True)

    assert [(outcome.recorded, whys(outcome)) for outcome in outcomes] == [(1, [])] * len(rows)
    assert (again.skipped, refused(back)) == (1, [(2, "status")])
    assert (refused(looked), refused(reworded)) == ([(2, "next_review")], [(2, "outcome")])
    assert [name.partition(".")[2] for name, _ in steps_of(base, 9)] == [
        *("considered", "compared", "compared", "anticipated", "adapted", "piloted", "evaluated"),
        *("changed", "abandoned"),
    ]


def test_transfers_that_nobody_tried_are_abandoned_at_once(base: KnowledgeBase) -> None:
    row = {
        **CONSIDERED,
        "status": "abandoned",
        "end_reason": "The law.",
        "failure": "No walk-ins.",
        "ended_on": "2017-02",
    }

    outcome, again = brought(base, "transfers", row), brought(base, "transfers", row)

    assert (outcome.recorded, again.skipped) == (1, 1)
    assert steps_of(base, 2) == [("transfer.considered", "2017-01"), ("transfer.abandoned", "2017-02")]


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({**CONSIDERED, "status": "planned"}, "status"),
        ({**CONSIDERED, "status": "compared"}, "source_grid"),
        ({**COMPARED, "status": "considered"}, "status"),
        ({**COMPARED, "status": "anticipated"}, "decision"),
        ({**DECIDED, "status": "adapted"}, "adaptations"),
        ({**TRIED, "status": "determined"}, "outcome"),
        ({**EVALUATED, "status": "piloted"}, "outcome"),
        ({**EVALUATED, "status": "changed"}, "end_reason"),
        ({**EVALUATED, "result": "failed", "status": "sustained"}, "row"),
        ({**DECIDED, "decision": "no", "pilot_starts_on": "2017-04"}, "row"),
        ({**EVALUATED, "evaluated_on": "2016-07-01"}, "evaluated_on"),
        ({**EVALUATED, "evaluated_on": "9999"}, "evaluated_on"),
        ({**COMPARED, "source_grid": "environment.weather=fits"}, "row"),
        ({**COMPARED, "source_grid": "environment.law"}, "source_grid"),
        ({**COMPARED, "source_grid": "environment.law=fits; environment.law=adapt"}, "source_grid"),
        ({**CONSIDERED, "next_review": "2019"}, "next_review"),
        ({**TRIED, "failure": "Nobody came."}, "failure"),
        ({**CONSIDERED, "source_notes": "environment.law: Yes."}, "source_notes"),
    ],
)
def test_transfers_name_the_field_that_is_not_fit(base: KnowledgeBase, row: dict[str, str], field: str) -> None:
    head = base.log.head()

    outcome = brought(base, "transfers", row)

    assert (refused(outcome), base.log.head()) == ([(2, field)], head)


def test_transfers_are_considered_once_while_they_go_on(base: KnowledgeBase) -> None:
    off = {**CONSIDERED, "status": "abandoned", "end_reason": "The law."}

    first = brought(base, "transfers", off, {**CONSIDERED, "id": "x2"}, {**CONSIDERED, "id": "x3"})
    second = brought(base, "transfers", {**CONSIDERED, "id": "x4"})

    assert (first.recorded, refused(first), refused(second)) == (2, [(4, "row")], [(2, "row")])


def test_transfers_are_decided_by_those_who_receive_them(base: KnowledgeBase) -> None:
    outcome = brought(acting(base, "Ben Okafor"), "transfers", DECIDED)
    own = brought(acting(base, TONE), "transfers", {**CONSIDERED, "to": HOME})

    assert [why for _, why in whys(outcome)] == [
        "Only a coordinator may fill the receiving grid for another organisation; ask one of them to record it."
    ]
    assert (own.recorded, whys(own)) == (1, [])
