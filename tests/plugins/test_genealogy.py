"""The genealogy: every decision is drawn at its own day, whenever it was recorded."""

from datetime import date, datetime

import pytest

from epex.core.theme import ThemeDiscussed, ThemeMerged, ThemeProposed, ThemeRenamed
from epex.plugins import Picture
from epex.plugins.drawing import Line, Mark
from tests.plugins.drawing.seen import outside, overlapping
from tests.plugins.test_pictures import pictures, report
from tests.projections.bases import Base


def _marks(picture: Picture) -> dict[str, float]:
    """Give where each decision is drawn, from the first day on."""
    assert picture.drawing
    marks = [shape for shape in picture.drawing.shapes if isinstance(shape, Mark) and shape.says]
    return {mark.says: sum(x for x, _ in mark.points) / len(mark.points) - 14 for mark in marks}


def _day(says: str) -> date:
    return datetime.strptime(says.rpartition(" on ")[2], "%d %B %Y").date()  # noqa: DTZ007 - a day has no zone


def test_old_decisions_that_were_typed_in_later_stand_at_their_days(small: Base) -> None:
    small.record("theme-alpha", ThemeProposed(labels={"en": "Alpha"}), occurred_on="2018-05-01")
    small.record("theme-beta", ThemeProposed(labels={"en": "Beta"}), occurred_on="2018-05-01")
    small.record("theme-alpha", ThemeDiscussed(rationale="x"), occurred_on="2017-05-10")
    small.record("theme-alpha", ThemeRenamed(labels={"en": "Alpha new"}, rationale="x"), occurred_on="2019-02-01")
    small.record("theme-beta", ThemeMerged(into="theme-alpha", rationale="x"), occurred_on="2015-01-01")

    (picture,) = pictures(report(small, "genealogy").page)

    assert picture.drawing
    assert (outside(picture.drawing), overlapping(picture.drawing)) == ([], [])
    marks = {says: place for says, place in _marks(picture).items() if says.startswith(("Alpha", "Beta"))}
    assert len(marks) == 5
    unit = marks["Alpha new: proposed on 1 May 2018"] / (date(2018, 5, 1) - date(2015, 1, 1)).days
    assert {says: pytest.approx((_day(says) - date(2015, 1, 1)).days * unit) for says in marks} == marks
    bends = [shape.points for shape in picture.drawing.shapes if isinstance(shape, Line) and shape.is_bent]
    (end,) = [points[-1][0] - 14 for points in bends if points[0][0] == 14]
    assert end == pytest.approx(marks["Alpha new: discussed on 10 May 2017"])
