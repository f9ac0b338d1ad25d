"""Wheels: nodes in groups, arrows between them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from epex.plugins.drawing import Line, Mark, Node, Words, draw_wheel
from tests.plugins.drawing.seen import numbers, outside, overlapping


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=24), st.integers(1, 9))
def test_nothing_runs_off_the_sheet_and_no_name_into_another(names: list[str], countries: int) -> None:
    nodes = [
        Node(key=str(number), name=name, group=f"Country {number * countries // len(names)}")
        for number, name in enumerate(names)
    ]

    drawing = draw_wheel(nodes, {("0", str(len(names) - 1)): 3})

    assert outside(drawing) == []
    assert overlapping(drawing) == []


@pytest.mark.parametrize("groups", [1, 2, 6, 11])
def test_neighbouring_groups_have_different_inks(groups: int) -> None:
    nodes = [Node(key=str(number), name=str(number), group=f"group {number}") for number in range(groups)]

    drawing = draw_wheel(nodes, {})

    inks = [shape.ink for shape in drawing.shapes if isinstance(shape, Line)]
    assert len(inks) == groups
    assert groups == 1 or all(one != other for one, other in zip(inks, [*inks[1:], inks[0]], strict=True))


def test_arrows_lead_both_ways_by_different_lines_and_tell_how_many() -> None:
    nodes = [Node(key=key, name=key.upper(), group="") for key in "abc"]

    drawing = draw_wheel(nodes, {("a", "b"): 4, ("b", "a"): 1}, "visits")

    ways = [shape.points for shape in drawing.shapes if isinstance(shape, Line) and shape.says]
    assert len(set(ways)) == 2
    heads = [shape.says for shape in drawing.shapes if isinstance(shape, Mark) and len(shape.points) == 3]
    assert heads == ["B to A: 1 visits", "A to B: 4 visits"]
    assert numbers(drawing) == {"A to B": 4}
    assert [shape.text for shape in drawing.shapes if isinstance(shape, Words)] == ["4", "A", "B", "C"]
