"""Dates that may be missing, and the order of a beginning and an end."""

from epex.core.dates import earliest, latest, parse_date
from epex.core.decision import Refused


def parse_optional(text: str) -> str:
    """Accept a date, or nothing."""
    return parse_date(text) if text else ""


def parse_period(starts_on: str, ends_on: str) -> tuple[str, str]:
    """Accept a beginning and an end, each of which may be missing.

    Raises Refused when the end certainly lies before the beginning.
    """
    start, end = parse_optional(starts_on), parse_optional(ends_on)
    require_order(start, end)
    return start, end


def parse_change(starts_on: str, ends_on: str, known_start: str, known_end: str) -> tuple[str, str]:
    """Accept a new beginning or end beside the known ones.

    Raises Refused when one that is not given would stand on the wrong side, and says which to give along.
    """
    start, end = parse_period(starts_on, ends_on)
    first, last = start or known_start, end or known_end
    if first and last and latest(last) < earliest(first):
        missing = "--ends-on" if start else "--starts-on"
        raise Refused(f"It would end ({last}) before it starts ({first}), as it was planned; give {missing} along.")
    return start, end


def require_happened(day: str, today: str) -> str:
    """Refuse a day that lies in the future, however imprecise it is, and else give it back."""
    if day and earliest(day) > today:
        raise Refused(f"{day} lies in the future; record things when they have happened.")
    return day


def require_begun(starts_on: str, day: str) -> None:
    """Refuse to judge on a day what certainly began later."""
    if starts_on and day and latest(day) < earliest(starts_on):
        raise Refused(f"It begins on {starts_on}, after {day}; wait for it, or mend its day with --starts-on first.")


def require_order(start: str, end: str) -> None:
    """Refuse an end that lies before the beginning, however imprecise the two are."""
    if start and end and latest(end) < earliest(start):
        raise Refused(f"It would end ({end}) before it starts ({start}); give the dates in their order.")
