"""What a matching reason is: a plugin's sentence for or against that one organisation visits another."""

from collections.abc import Callable
from dataclasses import dataclass

from epex.core.pairing import MOST_POINTS
from epex.plugins.command import NAME
from epex.plugins.reading import Queries, Row

LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """What a plugin found: a sentence with 1 to 3 points speaks for the visit, one with -1 to -3 against it."""

    sentence: str
    points: int


Weigh = Callable[[Queries, Row, Row, int], Weighed | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchingReason:
    """A reason by its name; `weigh` is asked about each pair, and returns None where it has nothing to say.

    `weigh` gets what the reader may read, the host and the visitor as rows of `listing("organisation")`, and the
    number of the programme year, 0 for any.
    """

    name: str
    summary: str
    weigh: Weigh


def wrong(reason: MatchingReason) -> str:
    """Say what is wrong with a matching reason; nothing when it can be asked."""
    if not NAME.fullmatch(reason.name) or not reason.summary.strip():
        return f"has a matching reason '{reason.name}' without a plain name or a summary"
    return "" if callable(reason.weigh) else f"has a matching reason '{reason.name}' that cannot be called"


def checked(found: object) -> Weighed | None:
    """Give back what a plugin found.

    Raises TypeError or ValueError when it is of another form.
    """
    if found is None:
        return None
    if not isinstance(found, Weighed) or type(found.sentence) is not str or type(found.points) is not int:
        raise TypeError("it gave something else than None, or a sentence with its points")
    sentence = found.sentence.strip()
    if not sentence.isprintable() or not 0 < len(sentence) <= LONGEST:
        raise ValueError(f"its sentence is empty, of several lines, or longer than {LONGEST} letters")
    if not 0 < abs(found.points) <= MOST_POINTS:
        raise ValueError(f"it gave {found.points} points instead of 1 to {MOST_POINTS}, or -{MOST_POINTS} to -1")
    return Weighed(sentence=sentence, points=found.points)
