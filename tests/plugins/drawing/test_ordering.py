"""The order of threads."""

from datetime import date
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from epex.plugins.drawing.ordering import crossed, families, ordered

DAY = date(2017, 1, 1)
LIVES = {key: (date(2016, 1, number + 1), date(2018, 1, 1)) for number, key in enumerate("abcdef")}
BONDS = st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef"), st.just(DAY)), max_size=4)


def test_families_are_put_together_however_far_they_are_bound() -> None:
    assert families(LIVES, [("a", "c", DAY), ("f", "c", DAY)]) == [["a", "c", "f"], ["b"], ["d"], ["e"]]


def test_what_is_bound_lies_side_by_side() -> None:
    assert ordered(LIVES, [("a", "d", DAY), ("a", "f", DAY)]) == ["d", "a", "f", "b", "c", "e"]


@settings(max_examples=40, deadline=None)
@given(BONDS)
def test_no_move_of_one_thread_makes_fewer_crossings(bonds: list[tuple[str, str, date]]) -> None:
    order = ordered(LIVES, bonds)

    assert sorted(order) == sorted(LIVES)
    for family in families(LIVES, bonds):
        own = [bond for bond in bonds if bond[0] in family]
        here = [key for key in order if key in family]
        best = min(crossed(tried, LIVES, own) for tried in permutations(family))
        assert crossed(here, LIVES, own)[0] <= best[0] + 1
