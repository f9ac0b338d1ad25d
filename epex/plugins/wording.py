"""Words that reports share: dates, countries and languages as people write them."""

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale


def readable_date(day: str) -> str:
    """Write a date of any precision in words, such as `14 March 2017`, `March 2017` or `2017`."""
    match [int(part) for part in day.split("-")]:
        case [year, month]:
            return f"{date(year, month, 1):%B} {year}"
        case [year, month, number]:
            return f"{number} {date(year, month, 1):%B} {year}"
        case _:
            return day


def country_name(code: str) -> str:
    """Give the English name of a country, or its code when nobody knows it."""
    return str(_english().territories.get(code, code))


def language_name(code: str) -> str:
    """Give the English name of a language, or its code when nobody knows it."""
    return str(_english().languages.get(code, code))


@cache
def _english() -> "Locale":
    from babel import Locale  # noqa: PLC0415 - start-up: its tables weigh more than all the rest

    return Locale("en")
