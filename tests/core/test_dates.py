"""Partial dates."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epex.core.dates import days_after, earliest, latest, months_after, parse_date
from epex.core.decision import Refused

DAYS = st.dates().map(date.isoformat)


@pytest.mark.parametrize("text", ["2017", "2017-03", "2017-03-14", "2016-02-29", "0001", "9999-12-31"])
def test_parse_date_accepts_the_three_forms(text: str) -> None:
    assert parse_date(text) == text


def test_parse_date_ignores_spaces_around() -> None:
    assert parse_date(" 2017-03\n") == "2017-03"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "17",
        "20170314",
        "2017-3",
        "2017-03-1",
        "2017-03-14T09:26",
        "14.03.2017",
        "2017/03/14",
        "2017-",
        "-2017",
        "2017–03",
        "٢٠١٧",
        "spring 2017",
    ],
)
def test_parse_date_refuses_other_forms(text: str) -> None:
    with pytest.raises(Refused) as refusal:
        parse_date(text)

    assert str(refusal.value) == f"'{text}' is not a date; write it as 2017, 2017-03 or 2017-03-14."


@pytest.mark.parametrize("text", ["2017-13-40", "2017-13", "2017-00", "2017-02-29", "2017-04-31", "2017-03-00", "0000"])
def test_parse_date_refuses_days_that_do_not_exist(text: str) -> None:
    with pytest.raises(Refused, match="write it as 2017, 2017-03 or 2017-03-14"):
        parse_date(text)


@pytest.mark.parametrize(
    ("partial", "first", "last"),
    [
        ("2017", "2017-01-01", "2017-12-31"),
        ("2017-03", "2017-03-01", "2017-03-31"),
        ("2017-02", "2017-02-01", "2017-02-28"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2017-12", "2017-12-01", "2017-12-31"),
        ("2017-03-14", "2017-03-14", "2017-03-14"),
    ],
)
def test_earliest_and_latest_are_the_ends_of_a_partial_date(partial: str, first: str, last: str) -> None:
    assert (earliest(partial), latest(partial)) == (first, last)


@given(DAYS, st.sampled_from([4, 7, 10]))
def test_every_day_lies_within_the_partial_dates_that_name_it(day: str, precision: int) -> None:
    partial = parse_date(day[:precision])

    assert earliest(partial) <= day <= latest(partial)


@given(DAYS, st.sampled_from([4, 7, 10]))
def test_earliest_and_latest_are_days_themselves(day: str, precision: int) -> None:
    partial = day[:precision]

    assert [parse_date(end) for end in (earliest(partial), latest(partial))] == [earliest(partial), latest(partial)]


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        ("2017-01-31", 1, "2017-02-28"),
        ("2016-01-31", 1, "2016-02-29"),
        ("2017-12-14", 1, "2018-01-14"),
        ("2017-03", 12, "2018-03-31"),
        ("2017", 0, "2017-12-31"),
        ("9999-12-14", 3, "9999-12-14"),
    ],
)
def test_months_after_is_the_same_day_or_the_months_last(day: str, months: int, then: str) -> None:
    assert months_after(day, months) == then


@given(DAYS, st.integers(0, 400))
def test_months_after_never_goes_back(day: str, months: int) -> None:
    assert months_after(day, months) >= day or months_after(day, months)[:4] == "9999"


@pytest.mark.parametrize(
    ("day", "days", "then"),
    [("2017-03-30", 3, "2017-04-02"), ("2017-02", 1, "2017-03-01"), ("9999-12-31", 3, "9999-12-31")],
)
def test_days_after_counts_from_the_last_day_of_a_partial_date(day: str, days: int, then: str) -> None:
    assert days_after(day, days) == then
