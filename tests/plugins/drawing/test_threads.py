"""Threads: they begin, are met by knots, and end in each other."""

from datetime import date, timedelta
from math import hypot

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from epex.plugins.drawing import Bond, Knot, Line, Mark, Sign, Thread, Words, draw_threads
from tests.plugins.drawing.seen import outside, overlapping

SIGNS = {
    "proposed": Sign(name="proposed", corners=0, ink="blue", is_hollow=True),
    "adopted": Sign(name="adopted", corners=5, ink="green"),
    "rejected": Sign(name="rejected", corners=-1, ink="red"),
}
FIRST, LAST = date(2016, 1, 18), date(2018, 12, 20)
DAYS = st.dates(FIRST, LAST)


def thread(key: str, since: date, until: date | None = None, *more: Knot, name: str = "") -> Thread:
    knots = (Knot(day=since, sign="proposed", says=f"{key}: proposed"), *more)
    return Thread(
        key=key, name=name or key, since=since, until=until, end="merged" if until else "adopted", knots=knots
    )


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(DAYS, st.text(max_size=200)), min_size=1, max_size=8))
def test_nothing_runs_off_the_sheet_or_into_another(begun: list[tuple[date, str]]) -> None:
    threads = [
        thread(str(number), day, None, Knot(day=LAST, sign="rejected"), name=name)
        for number, (day, name) in enumerate(begun)
    ]

    drawing = draw_threads(threads, [], SIGNS, min(day for day, _ in begun), LAST)

    assert outside(drawing) == []
    assert overlapping(drawing) == []


@settings(max_examples=50, deadline=None)
@given(st.lists(st.lists(DAYS, min_size=1, max_size=6), min_size=1, max_size=5), st.data())
def test_every_knot_stands_at_its_day_in_whatever_order_they_came(lives: list[list[date]], data: st.DataObject) -> None:
    days = [day for life in lives for day in life]
    first, last = min(days), max(days)
    threads = [
        Thread(
            key=str(number),
            name="A theme",
            since=min(life),
            until=data.draw(st.sampled_from([None, max(life)])),
            end="adopted",
            knots=tuple(Knot(day=day, sign="rejected", says=day.isoformat()) for day in life),
        )
        for number, life in enumerate(lives)
    ]
    keys = st.sampled_from([one.key for one in threads])
    ends = data.draw(st.lists(st.tuples(keys, keys, st.sampled_from(days)), max_size=3))
    bonds = [Bond(source=one, target=other, day=day) for one, other, day in ends if one != other]

    drawing = draw_threads(threads, bonds, SIGNS, first, last)

    assert (outside(drawing), overlapping(drawing)) == ([], [])
    knots = [shape for shape in drawing.shapes if isinstance(shape, Mark) and shape.says]
    assert sorted(shape.says for shape in knots) == sorted(day.isoformat() for day in days)
    for shape in knots:
        passed = (date.fromisoformat(shape.says) - first).days / max((last - first).days, 1)
        assert _middle(shape)[0] == pytest.approx(14 + 782 * passed)
    middles = [_middle(shape) for shape in knots]
    assert all(hypot(x - a, y - b) > 12.9 for n, (x, y) in enumerate(middles) for a, b in middles[n + 1 :])


def test_a_thread_that_goes_up_in_one_that_was_not_there_yet_runs_to_where_that_begins() -> None:
    later = FIRST + timedelta(days=400)
    threads = [thread("early", FIRST, FIRST), thread("late", later)]

    drawing = draw_threads(threads, [Bond(source="early", target="late", day=FIRST)], SIGNS, FIRST, LAST)

    (bend,) = [shape for shape in drawing.shapes if isinstance(shape, Line) and shape.is_bent]
    knots = [shape.points[0] for shape in drawing.shapes if isinstance(shape, Mark) and shape.says]
    assert [bend.points[0], bend.points[-1]] == knots


def _middle(mark: Mark) -> tuple[float, float]:
    across, down = ([point[axis] for point in mark.points] for axis in (0, 1))
    return sum(across) / len(across), sum(down) / len(down)


def test_merged_and_split_threads_bend_into_each_other_side_by_side() -> None:
    middle = date(2017, 5, 4)
    threads = [
        thread("trust", FIRST),
        thread("between", FIRST + timedelta(days=3)),
        thread("families", FIRST + timedelta(days=9), middle),
        thread("child", middle),
    ]
    bonds = [
        Bond(source="families", target="trust", day=middle),
        Bond(source="trust", target="child", day=middle),
    ]

    drawing = draw_threads(threads, bonds, SIGNS, FIRST, LAST)

    names = [shape.text for shape in drawing.shapes if isinstance(shape, Words) and shape.has_halo]
    assert sorted((names.index("families"), names.index("trust"), names.index("child"))) == [0, 1, 2]
    bends = [shape.points for shape in drawing.shapes if isinstance(shape, Line) and shape.is_bent]
    assert len(bends) == 2
    assert all(abs(points[0][1] - points[-1][1]) == 40 for points in bends)


def test_knots_of_one_day_hang_below_each_other_and_the_legend_names_those_there_are() -> None:
    one = thread("trust", FIRST, None, Knot(day=FIRST, sign="adopted", says="trust: adopted"))

    drawing = draw_threads([one], [], SIGNS, FIRST, LAST)

    knots = [shape for shape in drawing.shapes if isinstance(shape, Mark) and shape.says]
    (left, top), (right, bottom) = map(_middle, knots)
    assert right == pytest.approx(left)
    assert bottom - top > 13
    legend = [shape.text for shape in drawing.shapes if isinstance(shape, Words)]
    assert legend[:2] == ["proposed", "adopted"]
    assert "rejected" not in legend


def test_many_years_are_told_without_their_quarters() -> None:
    drawing = draw_threads([thread("trust", FIRST)], [], SIGNS, FIRST, date(2031, 1, 5))

    texts = [shape.text for shape in drawing.shapes if isinstance(shape, Words)]
    assert {"2016", "2017", "2030"} <= set(texts)
    assert "Apr" not in texts
