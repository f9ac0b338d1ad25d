"""Lanes: a bar with its number in every span in which something happened."""

from hypothesis import given, settings
from hypothesis import strategies as st

from epex.plugins.drawing import Band, Box, Lane, Span, Words, draw_lanes
from tests.plugins.drawing.seen import numbers, outside, overlapping

SPANS = [Span(key=f"2016-{month:02}", head="J", name=f"month {month}", part_of="2016") for month in range(1, 13)]
KEYS = [span.key for span in SPANS]
LANES = st.builds(
    Lane,
    name=st.text(max_size=40),
    group=st.sampled_from(["Visits", "Themes and everything that was ever decided about them"]),
    counts=st.dictionaries(st.sampled_from(KEYS), st.integers(1, 99_999)),
    total=st.none() | st.integers(0, 9999),
)


@settings(max_examples=50, deadline=None)
@given(st.lists(LANES, min_size=1, max_size=6), st.text(max_size=80))
def test_nothing_runs_off_the_sheet_or_into_another(lanes: list[Lane], name: str) -> None:
    drawing = draw_lanes(lanes, SPANS, [Band(since=0, until=2, name=name), Band(since=2, until=12, name=name)])

    assert outside(drawing) == []
    assert overlapping(drawing) == []


def test_bars_compare_within_their_lane_and_numbers_stand_above_them() -> None:
    lane = Lane(name="held", group="Visits", counts={"2016-01": 1, "2016-03": 4}, total=5)

    drawing = draw_lanes([lane], SPANS)

    bars = [shape for shape in drawing.shapes if isinstance(shape, Box) and shape.ink == "blue"]
    assert [bar.height for bar in bars] == [3.25, 13.0]
    assert numbers(drawing) == {"Visits, held, month 1": 1, "Visits, held, month 3": 4, "Visits, held, in all": 5}


def test_what_is_withheld_has_a_cross_and_no_bar() -> None:
    lane = Lane(name="held", group="Visits", counts={}, withheld=frozenset(["2016-02"]))

    drawing = draw_lanes([lane], SPANS)

    crosses = [shape.says for shape in drawing.shapes if isinstance(shape, Words) and shape.text == "×"]
    assert crosses == ["Visits, held, month 2: withheld"]
    assert "in all" not in {shape.text for shape in drawing.shapes if isinstance(shape, Words)}
