"""Matrices: each number in its cell, gaps seen, nothing off the sheet."""

from hypothesis import given, settings
from hypothesis import strategies as st

from epex.plugins.drawing import Box, Matrix, Words, draw_matrix
from epex.plugins.drawing.matrix import shade
from tests.plugins.drawing.seen import numbers, outside, overlapping

NAMES = st.dictionaries(st.text("abc", min_size=1, max_size=4), st.text(max_size=60), min_size=1, max_size=12)


@st.composite
def matrices(draw: st.DrawFn) -> Matrix:
    """Draw any matrix."""
    rows, columns = draw(NAMES), draw(NAMES)
    keys = st.tuples(st.sampled_from(sorted(rows)), st.sampled_from(sorted(columns)))
    return Matrix(rows=rows, columns=columns, counts=draw(st.dictionaries(keys, st.integers(0, 999))), corner="corner")


@settings(max_examples=50, deadline=None)
@given(matrices())
def test_nothing_runs_off_the_sheet_or_into_another(matrix: Matrix) -> None:
    drawing = draw_matrix(matrix)

    assert outside(drawing) == []
    assert overlapping(drawing) == []


def test_every_number_stands_in_its_cell_and_gaps_and_withheld_cells_are_seen() -> None:
    rows, columns = {"AT": "Austria", "XK": "Kosovo"}, {"school": "school", "prison": "prison"}
    counts = {("AT", "school"): 7, ("XK", "prison"): 2}
    matrix = Matrix(rows=rows, columns=columns, counts=counts, withheld=frozenset([("XK", "school")]), unit="visits")

    drawing = draw_matrix(matrix)

    assert numbers(drawing) == {"Austria, school": 7, "Kosovo, prison": 2}
    assert [shape.ink for shape in drawing.shapes if isinstance(shape, Box)] == ["heat-5", "rule", "rule", "heat-2"]
    assert [(one.text, one.says) for one in drawing.shapes if isinstance(one, Words) and one.text in "×·"] == [
        ("·", ""),
        ("×", "Kosovo, school: withheld"),
    ]


def test_sums_have_no_shade_and_pale_nothing() -> None:
    counts = {("a", "a"): 2, ("a", "all"): 900}
    names = {"a": "A", "all": "900 others"}

    drawing = draw_matrix(Matrix(rows=names, columns=names, counts=counts, sums=frozenset(["all"])))

    assert [shape.ink for shape in drawing.shapes if isinstance(shape, Box)] == ["heat-2", "tint", "rule", "rule"]


def test_names_that_are_too_long_are_told_whole_where_they_are_shortened() -> None:
    name = "Association of everybody who has ever worked on this, and of their friends"

    drawing = draw_matrix(Matrix(rows={"a": name}, columns={"b": name}, counts={}))

    assert [shape.says for shape in drawing.shapes if isinstance(shape, Words) and shape.text.endswith("…")] == [
        name
    ] * 2


def test_shades_follow_small_numbers_themselves_and_great_ones_by_their_share() -> None:
    assert [shade(count, 4) for count in (1, 2, 4)] == [1, 2, 4]
    assert [shade(count, 100) for count in (1, 20, 21, 99, 100)] == [1, 1, 2, 5, 5]
