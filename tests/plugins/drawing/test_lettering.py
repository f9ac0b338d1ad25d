"""The room that words take."""

from hypothesis import given
from hypothesis import strategies as st

from epex.plugins.drawing.lettering import room, shortened


@given(st.text(max_size=40), st.floats(1, 300))
def test_what_is_shortened_fits_and_begins_as_the_whole_does(text: str, wide: float) -> None:
    shown = shortened(text, 12, wide)

    assert room(shown, 12) <= wide
    assert text.startswith(shown.removesuffix("…"))


def test_what_fits_stays_as_it_is() -> None:
    assert shortened("Trust", 12, 60) == "Trust"
    assert shortened("Trust comes first, always", 12, 90) == "Trust comes…"
    assert shortened("Trust", 12, 3) == ""


def test_wide_signs_take_more_room_than_narrow_ones_and_marks_none() -> None:
    assert room("信", 10) > room("W", 10) > room("o", 10) > room("i", 10)
    assert room("e\u0301", 10) == room("e", 10)
    assert room("o", 10, is_strong=True) > room("o", 10)
