"""Transfers wait for each side's grid, for the receiving side's next step, and for a later look."""

import pytest

from epex.core.decision import Actor, Event
from epex.core.transfer import (
    TransferAbandoned,
    TransferAnticipated,
    TransferCompared,
    TransferConsidered,
    TransferEvaluated,
    TransferPiloted,
    TransferSustained,
)
from epex.projections.duties.transfers import duties
from epex.projections.readers import reader_of
from epex.projections.reading import Reading
from tests.projections.bases import ANNA, BEA, CLEO, Base

CONSIDERED = TransferConsidered(element="element-tea", source="organisation-north", receiving="organisation-south")
GRIDS = tuple(TransferCompared(side=side, ratings={"environment.law": "fits"}) for side in ("source", "receiving"))
TRY = TransferAnticipated(decision="try", reason="Why not")
PILOTED = TransferPiloted(starts_on="2017-01", ends_on="2017-06")
EVALUATED = TransferEvaluated(outcome="Half of them came.", next_review="2018-06")
GRID, MOVE, AGAIN, PILOT = "Grids to fill", "Transfers to move on", "Transfers to look at again", "Pilots to evaluate"


def waiting(base: Base, actor: Actor, today: str = "2018-01-01") -> list[tuple[str, str, str]]:
    reading = Reading(base.views, reader_of(base.views, actor.person))
    found = [duty for duty in duties(reading, today) if duty.id == "transfer-x"]
    assert {duty.title for duty in found} <= {"Tea first → The south house"}
    return [(duty.heading, duty.command, duty.due) for duty in found]


def test_each_side_fills_its_own_grid(base: Base) -> None:
    base.record("transfer-x", CONSIDERED)
    both = waiting(base, ANNA), waiting(base, BEA)
    base.record("transfer-x", GRIDS[0])

    assert both == (
        [(GRID, "transfer grid transfer-x --side source", "")],
        [(GRID, "transfer grid transfer-x --side receiving", "")],
    )
    assert (waiting(base, ANNA), len(waiting(base, BEA)), waiting(base, CLEO)) == ([], 1, [])


@pytest.mark.parametrize(
    ("events", "today", "found"),
    [
        (GRIDS, "2018-01-01", [(MOVE, "transfer anticipate transfer-x", "")]),
        ((*GRIDS, TRY), "2018-01-01", [(MOVE, "transfer pilot transfer-x", "")]),
        ((*GRIDS, TransferAnticipated(decision="no", reason="No")), "2018-01-01", []),
        (
            (*GRIDS, TransferAnticipated(decision="not_now", reason="No", next_review="2017-12")),
            "2018-01-01",
            [(AGAIN, "transfer show transfer-x", "2017-12")],
        ),
        ((*GRIDS, TRY, PILOTED), "2017-06-30", []),
        ((*GRIDS, TRY, PILOTED), "2017-07-01", [(PILOT, "transfer evaluate transfer-x", "2017-06")]),
        ((*GRIDS, TRY, PILOTED, EVALUATED), "2018-01-01", [(MOVE, "transfer sustain transfer-x", "")]),
        (
            (*GRIDS, TRY, PILOTED, TransferEvaluated(outcome="Nobody came.", result="failed")),
            "2018-01-01",
            [(MOVE, "transfer abandon transfer-x", "")],
        ),
        ((*GRIDS, TRY, PILOTED, EVALUATED, TransferSustained()), "2018-06-29", []),
        (
            (*GRIDS, TRY, PILOTED, EVALUATED, TransferSustained()),
            "2018-06-30",
            [(AGAIN, "transfer evaluate transfer-x", "2018-06")],
        ),
        ((*GRIDS, TRY, PILOTED, EVALUATED, TransferAbandoned(reason="Too dear")), "2019-01-01", []),
    ],
)
def test_the_receiving_side_moves_it_on_and_looks_again(
    base: Base, events: tuple[Event, ...], today: str, found: list[tuple[str, str, str]]
) -> None:
    base.record("transfer-x", CONSIDERED, *events)

    assert waiting(base, BEA, today) == found
    assert (waiting(base, ANNA, today), waiting(base, CLEO, today)) == ([], [])


def test_a_transfer_that_the_reader_may_not_see_does_not_wait(base: Base) -> None:
    base.record("transfer-x", CONSIDERED, visibility="private")

    assert (len(waiting(base, ANNA)), waiting(base, BEA)) == (1, [])
