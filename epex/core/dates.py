"""Partial dates: `2017`, `2017-03` or `2017-03-14`, as precise as somebody remembers."""

import re
from calendar import monthrange
from datetime import date

from epex.core.decision import Refused

FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


def parse_date(text: str) -> str:
    """Accept a date in one of the three forms.

    Raises Refused when it has another form or does not exist.
    """
    found = FORM.fullmatch(text.strip())
    if found and exists(*(int(part or 1) for part in found.groups())):
        return found.group()
    raise Refused(f"'{text}' is not a date; write it as 2017, 2017-03 or 2017-03-14.")


def earliest(partial: str) -> str:
    """Give the first day that a partial date can mean."""
    return (partial + "-01-01")[:10] if len(partial) == len("2017") else (partial + "-01")[:10]


def latest(partial: str) -> str:
    """Give the last day that a partial date can mean."""
    month = partial if len(partial) > len("2017") else f"{partial}-12"
    if len(month) > len("2017-03"):
        return month
    _, days = monthrange(int(month[:4]), int(month[5:]))
    return f"{month}-{days}"


def exists(year: int, month: int, day: int) -> bool:
    """Tell whether the calendar has this day."""
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def months_after(day: str, months: int) -> str:
    """Give the same day some months later, or the last day of that month when it has no such day.

    A partial date counts from its last day; nothing lies after the calendar's last one.
    """
    start = date.fromisoformat(latest(day))
    index = min(start.year * 12 + start.month - 1 + months, date.max.year * 12 + 11)
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(start.day, monthrange(year, month)[1])).isoformat()


def days_after(day: str, days: int) -> str:
    """Give the day some days later; a partial date counts from its last day."""
    ordinal = date.fromisoformat(latest(day)).toordinal() + days
    return date.fromordinal(min(ordinal, date.max.toordinal())).isoformat()
