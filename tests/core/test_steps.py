"""What holds for every step that decides how something stands."""

import pytest

from epex.core.decision import Refused
from epex.core.steps import require_as_open, require_later


@pytest.mark.parametrize("label", ["network", "public"])
def test_a_step_is_as_open_as_what_it_belongs_to(label: str) -> None:
    require_as_open(label, "network")


def test_a_step_for_fewer_readers_is_refused() -> None:
    with pytest.raises(Refused, match="leave out --visibility"):
        require_as_open("organisation", "network")


@pytest.mark.parametrize(
    ("day", "before"),
    [("", ["2018"]), ("2018", []), ("2018", ["2017-05", "2018-03-14"]), ("2018-03", ["2018-03-14", ""])],
)
def test_a_step_is_dated_from_the_one_before_on(day: str, before: list[str]) -> None:
    require_later(day, before)


def test_a_step_dated_before_the_one_before_is_refused() -> None:
    with pytest.raises(Refused, match="2017 lies before the step of 2018-03-14"):
        require_later("2017", ["2017-05", "2018-03-14"])
