"""Who stands behind the figures of a year: members who left later, owners of elements, and never fewer than three."""

from collections.abc import Callable
from typing import Any

import pytest

from epex.core.element import ElementEvidenceLinked, ElementIdentified
from epex.core.finding import FindingEvidenceLinked, FindingStated
from epex.core.organisation import OrganisationLeft
from epex.core.story import StoryChosen, StoryReleased
from epex.core.transfer import TransferConsidered
from epex.core.year import YearOpened
from epex.plugins import Document, Paragraph, Table
from epex.plugins.audience import NOT_SHOWN
from tests.plugins.test_year_review import blocks, figures, review
from tests.projections.bases import EVE, Base

pytestmark = pytest.mark.slow

PLACES = ("north", "south", "far")
PRACTICE = "Practice found and carried over"


def shown(document: Document, section: str, title: str) -> bool:
    """Tell whether a breakdown is shown at all."""
    (whole,) = [
        block.caption if isinstance(block, Table) else block.text
        for block in blocks(document, section)
        if (isinstance(block, Table) and block.caption.startswith(title))
        or (isinstance(block, Paragraph) and block.text.startswith(title))
    ]
    return NOT_SHOWN not in whole


def elements(base: Base, *places: str) -> list[str]:
    """Find an element in each place; all three members stand behind what speaks for it."""
    known = len(base.ids("element"))
    walks = [f"element-walk-{number}" for number in range(known, known + len(places))]
    for walk, place in zip(walks, places, strict=True):
        found = ElementIdentified(name=f"Walk {walk}", core="Two walk.", organisation=f"organisation-{place}")
        spoken_for = [ElementEvidenceLinked(source=each, stance="supports") for each in ("visit-week", "transfer-tea")]
        base.record(walk, found, *spoken_for)
    return walks


def transfers(base: Base, *places: str) -> None:
    """Carry an element from each place to the far one, where one is on its way from the north."""
    for place in places:
        way: dict[str, Any] = {"source": f"organisation-{place}", "receiving": "organisation-far"}
        base.record(f"transfer-of-{place}", TransferConsidered(element="element-tea", **way))


def findings(base: Base, *places: str) -> None:
    """State a finding on an element of each place."""
    for walk in elements(base, *places):
        linked = FindingEvidenceLinked(source=walk, stance="supports")
        base.record(f"finding-{walk}", FindingStated(statement="Walks help", kind="what_works", year=1), linked, by=EVE)


def stories(base: Base, *places: str) -> None:
    """Release a story about an element of each place."""
    for walk in elements(base, *places):
        chosen = StoryChosen(title="A walk", text="They walked.", about=walk, year=1, reason="Small")
        base.record(f"story-{walk}", chosen, by=EVE, visibility="evaluation")
        base.record(f"story-{walk}", StoryReleased(visibility="network", title="A walk", because="It is small"), by=EVE)


@pytest.mark.parametrize(
    ("left_on", "members"), [("2017-06", "3 of 3"), ("2017-01-16", "3 of 3"), ("2016-12", "2 of 2")]
)
def test_who_left_later_was_a_member_in_the_year(small: Base, left_on: str, members: str) -> None:
    small.record("year-two", YearOpened(number=2, purpose="practice_transfer"), occurred_on="2017-01-16")
    small.record("organisation-far", OrganisationLeft(), occurred_on=left_on)

    found = figures(review(small, year="2"), "Coverage", "Members in a visit")

    assert found["took no part"] == members


def test_a_member_who_left_counts_for_what_they_did_in_the_year(small: Base) -> None:
    small.record("organisation-south", OrganisationLeft(), occurred_on="2099")

    assert figures(review(small), "Coverage", "Members in a visit") == {"took part": "2 of 3", "took no part": "1 of 3"}


@pytest.mark.parametrize(
    ("record", "section", "title", "few"),
    [
        (elements, PRACTICE, "Elements of practice found", ("north", "south")),
        (transfers, PRACTICE, "Transfers considered", ("north",)),
        (findings, "Findings", "Findings that stand", ("north", "south")),
        (stories, "Stories of change", "Stories of change", ("north", "south")),
    ],
)
def test_outside_a_figure_rests_on_three_organisations(
    small: Base,
    record: Callable[..., None],
    section: str,
    title: str,
    few: tuple[str, ...],
) -> None:
    record(small, *few)
    two = shown(review(small, audience="outside"), section, title)
    record(small, *(place for place in PLACES if place not in few))
    three = shown(review(small, audience="outside"), section, title)

    assert (two, three) == (False, True)


def test_an_element_rests_on_its_owner_whoever_speaks_for_it(small: Base) -> None:
    # What speaks for each of them is of all three members.
    stories(small, "north", "north", "north")

    document = review(small, audience="outside")

    assert shown(document, PRACTICE, "Elements of practice found") is False
    assert shown(document, "Stories of change", "Stories of change") is False
    assert "3" in figures(review(small), PRACTICE, "Elements of practice found")["draft"]
