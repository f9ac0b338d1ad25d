"""What holds for every step that decides how something stands: who reads it, and when it was."""

from collections.abc import Iterable

from epex.core.dates import earliest, latest
from epex.core.decision import Refused
from epex.core.reader import is_more_open


def require_as_open(label: str, than: str) -> None:
    """Refuse a step that decides the status, but that fewer people would read than what it belongs to."""
    if is_more_open(than, label):
        whole = "Everybody who reads this reads how it stands"
        raise Refused(f"{whole}; leave out --visibility, and put what is confidential into a reflection.")


def require_later(day: str, before: Iterable[str]) -> None:
    """Refuse a step that is dated before those that led to it, however imprecise the dates are."""
    known = max((one for one in before if one), key=earliest, default="")
    if day and known and latest(day) < earliest(known):
        raise Refused(f"{day} lies before the step of {known}; give a day from then on with --occurred-on.")
