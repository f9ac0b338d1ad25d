"""An element whose date for a look has passed waits for its owner."""

from epex.core.decision import Actor
from epex.core.element import ElementDescribed, ElementRetired
from epex.projections.duties.stale import duties
from epex.projections.readers import reader_of
from epex.projections.reading import Reading
from tests.projections.bases import ANNA, CLEO, Base


def waiting(base: Base, actor: Actor, today: str) -> list[tuple[str, str, str, str]]:
    reading = Reading(base.views, reader_of(base.views, actor.person))
    return [(duty.heading, duty.title, duty.command, duty.due) for duty in duties(reading, today)]


def test_an_element_waits_for_its_owner_when_its_day_has_passed(base: Base) -> None:
    base.record("element-tea", ElementDescribed(review_by="2018-06"))

    due = ("Elements to look at again", "Tea first", "element describe element-tea --review-by DATE", "2018-06")
    assert waiting(base, ANNA, "2018-07-01") == [due]
    assert (waiting(base, ANNA, "2018-06-30"), waiting(base, CLEO, "2018-07-01")) == ([], [])


def test_an_element_that_has_ended_waits_no_longer(base: Base) -> None:
    base.record("element-tea", ElementDescribed(review_by="2018-06"), ElementRetired(reason="Nobody does it"))

    assert waiting(base, ANNA, "2018-07-01") == []


def test_somebody_whom_nobody_knows_has_nothing_to_look_at(base: Base) -> None:
    base.record("element-tea", ElementDescribed(review_by="2018-06"))

    assert waiting(base, Actor(""), "2018-07-01") == []
