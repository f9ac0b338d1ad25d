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


def require_order(start: str, end: str) -> None:
    """Refuse an end that lies before the beginning, however imprecise the two are."""
    if start and end and latest(end) < earliest(start):
        raise Refused(f"It would end ({end}) before it starts ({start}); give the dates in their order.")
