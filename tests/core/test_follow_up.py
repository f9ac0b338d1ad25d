"""A follow-up is written when it is due, or nearly so."""

import pytest

from epex.core.decision import Refused
from epex.core.follow_up import require_near


@pytest.mark.parametrize(
    ("months", "over_on", "day"),
    [
        (0, "2017-03-17", "2017-03-17"),
        (3, "", "2017-03-17"),
        (3, "2017-03-17", "2017-05-18"),
        (3, "2017-03-17", "2017-05"),
        (3, "2017-03-17", "2019-01-01"),
    ],
)
def test_a_follow_up_is_written_from_a_month_before_it_is_due(months: int, over_on: str, day: str) -> None:
    require_near(months, over_on, day)


def test_a_follow_up_that_comes_far_too_early_is_refused() -> None:
    with pytest.raises(
        Refused, match=r"^The follow-up after 3 months is due on 2017-06-17; write it from 2017-05-18 on"
    ):
        require_near(3, "2017-03-17", "2017-05-17")
