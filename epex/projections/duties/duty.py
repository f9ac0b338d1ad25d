"""One thing that waits for somebody."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from epex.projections.reading import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """`heading` groups it, `command` is what to type (without `epex`), `due` is a date or empty.

    `note` says more, such as whose turn it is; `overview` is the command that shows everything under the heading.
    """

    heading: str
    id: str
    title: str
    command: str
    due: str = ""
    note: str = ""
    overview: str = "waiting --all"


Duties = Callable[[Reading, str], Iterable[Duty]]
