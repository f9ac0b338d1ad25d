"""Everything that waits for the person who reads, gathered from the modules beside this one."""

from collections.abc import Iterable, Iterator
from importlib import import_module

from epex.projections.duties.duty import Duties, Duty
from epex.projections.reading import Reading

# In the order in which they are shown.
NAMES = (
    "matches",
    "agreements",
    "reflections",
    "visits",
    "followups",
    "reviews",
    "transfers",
    "stale",
    "evaluation",
    "desk",
    "notices",
    "kept",
    "consents",
    "chapters",
    "merges",
    "uses",
)


def waiting(reading: Reading, today: str) -> list[Duty]:
    """List what waits for the reader on a day; what is due comes first under each heading."""
    return [duty for name in NAMES for duty in _by_heading(_of(name, reading, today))]


def _by_heading(duties: Iterable[Duty]) -> Iterator[Duty]:
    """Put what has one heading together, in the order in which the headings come up."""
    together: dict[str, list[Duty]] = {}
    for duty in duties:
        together.setdefault(duty.heading, []).append(duty)
    for group in together.values():
        yield from sorted(group, key=_urgency)


def _of(name: str, reading: Reading, today: str) -> Iterator[Duty]:
    duties: Duties = import_module(f"epex.projections.duties.{name}").duties
    yield from duties(reading, today)


def _urgency(duty: Duty) -> tuple[bool, str]:
    return (not duty.due, duty.due)
