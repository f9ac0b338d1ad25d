"""What all formats write alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epex.plugins.formats.marks import direction, one_line, references, runs


@pytest.mark.parametrize(
    ("positions", "expected"),
    [((), ""), ((7,), "[7]"), ((9, 4, 5, 6, 4), "[4-6, 9]"), ((1, 3), "[1, 3]")],
)
def test_references_are_compact(positions: tuple[int, ...], expected: str) -> None:
    assert references(positions) == expected


@given(st.sets(st.integers(1, 60)))
def test_runs_hold_every_position_once(positions: set[int]) -> None:
    spread = [position for first, last in runs(positions) for position in range(first, last + 1)]

    assert spread == sorted(positions)


@pytest.mark.parametrize(
    ("language", "expected"), [("ar", "rtl"), ("ar-TN", "rtl"), ("arn", "ltr"), ("de", "ltr"), ("", "ltr")]
)
def test_direction_follows_the_language(language: str, expected: str) -> None:
    assert direction(language) == expected


def test_one_line_drops_what_steers_a_terminal_or_turns_a_line_round() -> None:
    assert one_line("tea\x1b[2J \u202eand\r\n\twalks\x9b") == "tea[2J and walks"
