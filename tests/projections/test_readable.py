"""Which events a reader may see: those of the audit log."""

import pytest

from epex.core.decision import Actor
from epex.core.reader import Reader
from epex.projections.readable import readable
from epex.projections.reading import Reading
from tests.projections.bases import ANNA, BEA, CLEO, DORA, EVE, Base


@pytest.mark.parametrize("actor", [ANNA, BEA, CLEO, DORA, EVE], ids=lambda actor: actor.person)
def test_readable_lists_the_positions_of_the_audit_log(told: Base, actor: Actor) -> None:
    reading = told.queries(actor)._reading

    found = readable(reading, 0, told.log.head())

    assert found == {row["position"] for row in told.queries(actor).audit_log()}


def test_readable_lists_a_stretch(told: Base) -> None:
    assert readable(told.queries(DORA)._reading, 2, 5) == {3, 4, 5}


def test_readable_lists_nothing_without_a_grant(told: Base) -> None:
    assert readable(Reading(told.views, Reader()), 0, told.log.head()) == set()
