"""Outside the network no figure that fewer than three organisations stand behind can be computed."""

from collections.abc import Sequence
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epex.plugins.cells import FEWEST, Breakdown, Cell, Published, as_they_are, protected, withheld

ORGANISATIONS = tuple(f"organisation-{number}" for number in range(6))


def cell(label: str, count: int, *organisations: int) -> Cell:
    return Cell(label=label, count=count, organisations=frozenset(ORGANISATIONS[number] for number in organisations))


def breakdown(*cells: Cell, key: str = "visits", whole: str = "") -> Breakdown:
    return Breakdown(key=key, title="Visits", unit="Visits", cells=cells, whole=whole)


WIDE = cell("wide", 9, 0, 1, 2, 3)
MEDIUM = cell("medium", 4, 0, 1, 2)
SMALL = cell("small", 1, 0)


@st.composite
def breakdowns(draw: st.DrawFn) -> Breakdown:
    """Draw any breakdown: each thing that is counted has one or two organisations behind it."""
    cells = []
    for number in range(draw(st.integers(1, 5))):
        things = draw(st.lists(st.sets(st.sampled_from(ORGANISATIONS), min_size=1, max_size=2), max_size=5))
        behind = frozenset(one for thing in things for one in thing)
        cells.append(Cell(label=f"part {number}", count=len(things), organisations=behind))
    return breakdown(*cells)


def explanations(published: Published) -> list[tuple[int, ...]]:
    """List every way to fill the withheld cells that fits what is shown: the total, the other cells, and no nought."""
    cells = published.breakdown.cells
    shown = [published.count(each) for each in cells]
    rest = published.breakdown.total - sum(count for count in shown if count is not None)
    hidden = sum(count is None for count in shown)
    return list(_sums(rest, hidden))


def _sums(total: int, parts: int) -> Sequence[tuple[int, ...]]:
    """List the ways to write a number as a sum of positive parts, in order."""
    if not parts:
        return [()]
    cuts = combinations(range(1, total), parts - 1)
    return [tuple(end - start for start, end in zip((0, *cut), (*cut, total), strict=True)) for cut in cuts]


@given(breakdowns())
def test_no_withheld_figure_can_be_computed_from_what_is_shown(drawn: Breakdown) -> None:
    published = protected([drawn])["visits"]

    if not published.is_empty and published.withheld:
        possible = explanations(published)
        assert all(len({each[place] for each in possible}) > 1 for place in range(len(published.withheld)))


@given(breakdowns())
def test_every_figure_that_is_shown_rests_on_enough_organisations(drawn: Breakdown) -> None:
    published = protected([drawn])["visits"]

    shown = [each for each in drawn.cells if published.count(each)]
    assert [each for each in shown if len(each.organisations) < FEWEST] == []
    assert published.is_empty or not drawn.total or len(drawn.organisations) >= FEWEST


@given(breakdowns())
def test_what_enough_organisations_stand_behind_is_shown_when_nothing_needs_cover(drawn: Breakdown) -> None:
    if all(len(each.organisations) >= FEWEST for each in drawn.cells if each.count):
        assert withheld(drawn) == frozenset()


@pytest.mark.parametrize(
    ("cells", "hidden"),
    [
        ((WIDE, MEDIUM), set()),
        ((WIDE, MEDIUM, SMALL), {"small", "medium"}),
        ((WIDE, MEDIUM, SMALL, cell("nought", 0)), {"small", "medium"}),
        ((WIDE, cell("a", 1, 0), cell("b", 2, 1)), {"a", "b"}),
        # Two that are one each would be told by their sum.
        ((WIDE, MEDIUM, cell("a", 1, 0), cell("b", 1, 1)), {"a", "b", "medium"}),
        ((cell("a", 1, 0), cell("b", 1, 1), cell("c", 1, 2)), None),
        ((cell("a", 9, 0, 1),), None),
        ((cell("nought", 0),), set()),
        ((), set()),
    ],
)
def test_withheld_takes_the_next_smallest_along(cells: tuple[Cell, ...], hidden: set[str] | None) -> None:
    assert withheld(breakdown(*cells)) == hidden


def test_parts_of_a_withheld_whole_are_not_shown_at_all() -> None:
    visits = breakdown(WIDE, MEDIUM, SMALL)
    parts = [
        breakdown(cell("school", 4, 0, 1, 2), key=f"by {each}", whole=f"visits.{each}") for each in ("medium", "wide")
    ]

    found = protected([visits, *parts])

    assert [found[key].is_empty for key in ("visits", "by medium", "by wide")] == [False, True, False]


def test_parts_of_what_is_not_shown_are_not_shown() -> None:
    visits = breakdown(cell("held", 9, 0, 1))
    parts = breakdown(WIDE, key="settings", whole="visits.held")

    found = protected([visits, parts])

    assert [published.is_empty for published in found.values()] == [True, True]


def test_members_see_every_figure() -> None:
    found = as_they_are([breakdown(SMALL)])["visits"]

    assert (found.count(SMALL), found.is_empty) == (1, False)
