"""Dates, countries and languages in words."""

import pytest

from epex.plugins import country_name, language_name, readable_date


@pytest.mark.parametrize(
    ("day", "words"), [("2017-03-14", "14 March 2017"), ("2017-03", "March 2017"), ("2017", "2017")]
)
def test_readable_date_is_as_precise_as_the_date(day: str, words: str) -> None:
    assert readable_date(day) == words


@pytest.mark.parametrize(("code", "name"), [("XK", "Kosovo"), ("DK", "Denmark"), ("", ""), ("??", "??")])
def test_country_name_is_known_or_the_code(code: str, name: str) -> None:
    assert country_name(code) == name


@pytest.mark.parametrize(("code", "name"), [("sq", "Albanian"), ("ar", "Arabic"), ("", ""), ("??", "??")])
def test_language_name_is_known_or_the_code(code: str, name: str) -> None:
    assert language_name(code) == name
