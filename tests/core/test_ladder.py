"""The labels of an element: what a peer review makes of them, and when they are stale."""

import pytest

from epex.core.decision import Refused
from epex.core.ladder import is_stale, label_after, require_ahead


@pytest.mark.parametrize(
    ("label", "result", "after"),
    [
        ("shared", "confirmed", "peer_reviewed"),
        ("inspiring", "confirmed", "peer_reviewed"),
        ("inspiring", "revise", "inspiring"),
        ("shared", "not_ready", "shared"),
        ("peer_reviewed", "confirmed", "peer_reviewed"),
        ("peer_reviewed", "revise", "inspiring"),
        ("peer_reviewed", "not_ready", "inspiring"),
    ],
)
def test_a_review_confirms_a_label_or_takes_it_back(label: str, result: str, after: str) -> None:
    assert label_after(label, result) == after


@pytest.mark.parametrize(
    ("status", "review_by", "today", "stale"),
    [
        ("open", "", "2019-01-01", False),
        ("open", "2018-06", "2018-06-30", False),
        ("open", "2018-06", "2018-07-01", True),
        ("open", "2018", "2018-12-31", False),
        ("retired", "2018-06", "2018-07-01", False),
        ("merged", "2018-06", "2018-07-01", False),
    ],
)
def test_an_open_element_is_stale_after_the_last_day_that_its_date_can_mean(
    status: str, review_by: str, today: str, *, stale: bool
) -> None:
    assert is_stale(status, review_by, today) == stale


def test_another_look_is_asked_for_until_a_day_that_is_still_ahead() -> None:
    for review_by, day in (("", "2018-06"), ("2018", "2018-06-30"), ("2018-06-30", "2018-06-30"), ("2018-05", "2018")):
        require_ahead(review_by, day)

    with pytest.raises(Refused, match="2018-05 is over, so the element would be stale at once; give a later day with"):
        require_ahead("2018-05", "2018-06-01")
