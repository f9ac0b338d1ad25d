"""Transfers: how each stands, its pilots, and when to look again."""

from typing import Any

import pytest

from epex.core.decision import Event
from epex.core.element import ElementAbsorbed, ElementIdentified, ElementMerged
from epex.core.transfer import (
    TransferAbandoned,
    TransferAdapted,
    TransferAnticipated,
    TransferChanged,
    TransferCompared,
    TransferConsidered,
    TransferEvaluated,
    TransferPiloted,
    TransferSustained,
)
from tests.projections.bases import ANNA, BEA, CLEO, Base

CONSIDERED = TransferConsidered(element="element-tea", source="organisation-north", receiving="organisation-far")
TRY = TransferAnticipated(decision="try", reason="Why not", next_review="2016-12")
PILOTED = TransferPiloted(starts_on="2016-09", ends_on="2016-10", number=1)
EVALUATED = TransferEvaluated(outcome="Half of them came.", result="partly", value_cycle="applied", next_review="2017")
FAILED = TransferEvaluated(outcome="Nobody came.", result="failed", failure="We never asked.")


@pytest.mark.parametrize(
    ("events", "status", "standing"),
    [
        ((), "considered", "anticipated"),
        ((TRY,), "anticipated", "anticipated"),
        ((TRY, TransferAdapted(adaptations=("Coffee",))), "adapted", "anticipated"),
        ((TRY, PILOTED), "piloted", "anticipated"),
        ((TRY, PILOTED, TransferAdapted(adaptations=("Coffee",))), "piloted", "anticipated"),
        ((TRY, PILOTED, TransferAbandoned(reason="Nobody drank it")), "abandoned", "anticipated"),
        ((TransferSustained(),), "sustained", "anticipated"),
        ((TRY, PILOTED, EVALUATED), "evaluated", "determined"),
        ((TRY, PILOTED, EVALUATED, TransferChanged(reason="Cold")), "changed", "determined"),
        ((TRY, PILOTED, FAILED, TransferAbandoned(reason="Nobody drank it")), "abandoned", "determined"),
        ((TRY, PILOTED, EVALUATED, PILOTED), "piloted", "determined"),
    ],
)
def test_a_transfer_is_anticipated_until_it_was_evaluated(
    base: Base, events: tuple[Event, ...], status: str, standing: str
) -> None:
    base.record("transfer-x", CONSIDERED, *events)

    (listed,) = [row for row in base.queries(CLEO).listing("transfer") if row["id"] == "transfer-x"]
    shown = base.queries(CLEO).show("transfer-x")

    assert (listed["status"], listed["standing"], listed["evaluated"]) == (status, standing, standing == "determined")
    assert (shown["standing"], shown["determined"]) == (standing, standing == "determined")


def test_the_next_look_is_what_was_said_last(base: Base) -> None:
    base.record("transfer-x", CONSIDERED)
    looks = []
    for event in (
        TRY,
        EVALUATED,
        TransferSustained(),
        TransferSustained(next_review="2018-06"),
        FAILED,
        TransferChanged(reason="Cold", next_review="2019"),
        TransferAbandoned(reason="Nobody drank it"),
    ):
        base.record("transfer-x", event)
        looks.append(base.queries(CLEO).show("transfer-x")["next_review"])

    assert looks == ["2016-12", "2017", "2017", "2018-06", "", "2019", ""]


def test_pilots_are_told_apart_and_the_last_word_on_each_counts(base: Base) -> None:
    base.record(
        "transfer-x",
        CONSIDERED,
        TransferPiloted(starts_on="2016-09"),
        TransferPiloted(ends_on="2016-10", fidelity="Mostly", number=1),
        TransferPiloted(starts_on="2017-01", number=2),
        TransferPiloted(fidelity="As described", number=2),
    )

    row = base.queries(CLEO).show("transfer-x")

    assert (row["pilots"], row["pilot_ends_on"]) == (2, "")
    assert row["tried"] == [
        {"pilot": 1, "starts_on": "2016-09", "ends_on": "2016-10", "fidelity": "Mostly"},
        {"pilot": 2, "starts_on": "2017-01", "fidelity": "As described"},
    ]


def test_what_failed_is_kept_word_by_word(base: Base) -> None:
    gone = TransferAbandoned(reason="Nobody drank it", failure="Tea is for the old.")
    base.record("transfer-x", CONSIDERED, FAILED, gone)

    row = base.queries(CLEO).show("transfer-x")

    assert row["result"] == "failed"
    assert [step.get("failure") for step in row["steps"]] == [None, "We never asked.", "Tea is for the old."]


def test_a_step_that_fewer_may_read_is_not_shown(base: Base) -> None:
    base.record("transfer-x", CONSIDERED)
    noted = TransferCompared(side="source", ratings={"environment.law": "blocks"}, notes={"environment.law": "Secret"})
    closed: dict[str, Any] = {"visibility": "organisation", "audience": "organisation-north"}
    base.record("transfer-x", noted, **closed)

    ours, theirs = (base.queries(actor).show("transfer-x") for actor in (ANNA, CLEO))

    assert (ours["grid_readers"], theirs["grid_readers"]) == ({"source": "organisation"}, {})
    assert (ours["grids"]["source"]["notes"], theirs["grids"]) == ({"environment.law": "Secret"}, {})


def test_steps_without_a_transfer_make_no_row(base: Base) -> None:
    base.record("transfer-x", PILOTED, TransferAdapted(adaptations=("Coffee",)), EVALUATED)

    assert base.ids("transfer", CLEO) == ["transfer-tea"]


def test_the_transfers_of_a_merged_element_are_found_on_both_pages(base: Base) -> None:
    for name in ("cup", "mug"):
        said = ElementIdentified(name=f"A {name}", core="It holds tea.", organisation="organisation-north")
        base.record(f"element-{name}", said)
    cup = TransferConsidered(element="element-cup", source="organisation-north", receiving="organisation-south")
    base.record("transfer-cup", cup)
    base.record("element-cup", ElementMerged(into="element-mug", reason="Same"))
    base.record("element-mug", ElementAbsorbed(merged="element-cup"), ElementMerged(into="element-tea", reason="Same"))
    base.record("element-tea", ElementAbsorbed(merged="element-mug"))
    queries = base.queries(BEA)

    pages = {name: queries.show(f"element-{name}")["transfers"] for name in ("cup", "tea")}

    assert [(row["id"], row["element_title"], row["standing"]) for row in pages["tea"]] == [
        ("transfer-tea", "Tea first", "anticipated"),
        ("transfer-cup", "A cup", "anticipated"),
    ]
    assert [row["id"] for row in pages["cup"]] == ["transfer-cup"]
    assert queries.show("transfer-cup")["element_title"] == "A cup"


@pytest.mark.slow
def test_a_merged_element_that_the_reader_may_not_see_brings_nothing_along(base: Base) -> None:
    said = ElementIdentified(name="A secret cup", core="It holds tea.", organisation="organisation-north")
    base.record("element-cup", said, visibility="private")
    cup = TransferConsidered(element="element-cup", source="organisation-north", receiving="organisation-south")
    base.record("transfer-cup", cup)
    base.record("element-tea", ElementAbsorbed(merged="element-cup"))

    assert [row["id"] for row in base.queries(ANNA).show("element-tea")["transfers"]] == [
        "transfer-tea",
        "transfer-cup",
    ]
    assert [row["id"] for row in base.queries(BEA).show("element-tea")["transfers"]] == ["transfer-tea"]
