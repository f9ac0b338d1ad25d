"""The grid of criteria: its words, and when it is whole."""

import pytest

from epex.core import grid
from epex.core.decision import Refused
from epex.core.vocabulary import CRITERIA


def test_every_criterion_asks_a_question() -> None:
    assert tuple(grid.QUESTIONS) == CRITERIA


@pytest.mark.parametrize(
    ("sides", "whole"),
    [((), False), (("source",), False), (("receiving",), False), (("receiving", "source"), True)],
)
def test_a_comparison_is_whole_with_both_sides(sides: tuple[str, ...], *, whole: bool) -> None:
    assert grid.is_whole(sides) == whole


def test_a_grid_is_taken_with_one_rating_and_a_note_on_another_criterion() -> None:
    grid.require_grid({"environment.law": "blocks"}, {"population.needs": "Nobody has asked"})


@pytest.mark.parametrize(
    ("ratings", "notes", "why"),
    [
        ({}, {"environment.law": "Court"}, "The grid is empty; rate at least one criterion"),
        ({"weather": "fits"}, {}, "'weather' is not a known criterion"),
        ({"environment.law": "perhaps"}, {}, "'perhaps' is not a known rating"),
        ({"environment.law": "fits"}, {"weather": "Rain"}, "'weather' is not a known criterion"),
    ],
)
def test_a_grid_refuses_what_it_does_not_know(ratings: dict[str, str], notes: dict[str, str], why: str) -> None:
    with pytest.raises(Refused, match=f"^{why}"):
        grid.require_grid(ratings, notes)
