"""One thing that waits for somebody."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from epex.projections.reading import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """`heading` groups it, `command` is what to type (without `epex`), `due` is a date or empty."""

    heading: str
    id: str
    title: str
    command: str
    due: str = ""


Duties = Callable[[Reading, str], Iterable[Duty]]
