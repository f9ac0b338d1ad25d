"""Dates may be missing or imprecise, but an end never lies before its beginning."""

import pytest

from epex.core.decision import Refused
from epex.core.periods import parse_change, parse_optional, parse_period, require_happened


def test_optional_date_may_be_missing() -> None:
    assert parse_optional("") == ""


def test_optional_date_is_checked_when_it_is_there() -> None:
    with pytest.raises(Refused, match=r"^'2017-13-40' is not a date"):
        parse_optional("2017-13-40")


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [
        ("", ""),
        ("2017", ""),
        ("", "2017-03"),
        ("2017-03-14", "2017-03-14"),
        ("2017-03-14", "2017-03"),
        ("2017-03-14", "2017"),
        ("2017-12", "2018"),
    ],
)
def test_period_is_kept_as_precise_as_it_was_told(starts_on: str, ends_on: str) -> None:
    assert parse_period(starts_on, ends_on) == (starts_on, ends_on)


@pytest.mark.parametrize(
    ("starts_on", "ends_on"), [("2017-03-14", "2017-03-13"), ("2017-03", "2017-02"), ("2018", "2017")]
)
def test_period_refuses_an_end_before_its_beginning(starts_on: str, ends_on: str) -> None:
    why = rf"^It would end \({ends_on}\) before it starts \({starts_on}\); give the dates in their order\.$"

    with pytest.raises(Refused, match=why):
        parse_period(starts_on, ends_on)


def test_a_change_of_one_day_is_held_against_the_other_that_is_known() -> None:
    assert parse_change("2017-03-13", "", "2017-03-10", "2017-03-17") == ("2017-03-13", "")
    assert parse_change("", "2017-03-11", "2017-03-10", "") == ("", "2017-03-11")
    with pytest.raises(
        Refused, match=r"^It would end \(2017-03-17\) before it starts \(2017-04-01\), as it was planned; give --ends"
    ):
        parse_change("2017-04-01", "", "2017-03-10", "2017-03-17")
    with pytest.raises(Refused, match=r"as it was planned; give --starts-on along\.$"):
        parse_change("", "2017-03-01", "2017-03-10", "2017-03-17")


def test_what_lies_in_the_future_has_not_happened() -> None:
    assert [require_happened(day, "2017-03-13") for day in ("", "2017", "2017-03", "2017-03-13")] == [
        *("", "2017", "2017-03", "2017-03-13")
    ]
    for day in ("2018", "2017-03-14"):
        with pytest.raises(Refused, match=f"^{day} lies in the future; record things when they have happened"):
            require_happened(day, "2017-03-13")
