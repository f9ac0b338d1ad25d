"""What every row that a reader can see carries: where it comes from, when, and who may read it."""

from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from typing import Any

from epex.core.decision import Refused
from epex.core.happening import OWN, had_happened_by, own_day
from epex.core.log.envelope import Envelope, Fact
from epex.core.reader import EVALUATION, WIDENING, access_of

ORIGIN: Mapping[str, Any] = {"position": int, "recorded_at": str, "occurred_on": str, "access": str, "author": str}
CIRCLES = 10_000
DAY = len("2017-03-14")
# The rows of subjects have shades: what events changed that fewer people may read (projections/shades.py).
COLUMNS: Mapping[str, Any] = {"id": str, **ORIGIN, "shades": list}


def founding(fact: Fact) -> dict[str, Any]:
    """Fill the common columns from the event that makes a row."""
    return {"id": fact.stream, **origin(fact)}


def origin(fact: Fact) -> dict[str, Any]:
    """Fill the common columns of a row that is not a subject of its own."""
    return {
        "position": fact.position,
        "recorded_at": fact.envelope.recorded_at,
        "occurred_on": occurred_on(fact),
        "access": access(fact),
        "author": fact.envelope.actor,
    }


def occurred_on(fact: Fact) -> str:
    """Say when it happened: the stated date, else the day of recording."""
    return stated_on(fact) or fact.envelope.recorded_at[:DAY]


def stated_on(fact: Fact) -> str | None:
    """Give the date that somebody stated: with the event, else in it."""
    return fact.envelope.occurred_on or stated_in(fact.envelope, fact.event.type, partial(getattr, fact.event))


def known_on(fact: Fact) -> str:
    """Give the day on which it was first recorded, on whatever branch."""
    return (fact.envelope.origin_recorded_at or fact.envelope.recorded_at)[:DAY]


def happened_by(fact: Fact, stated: str | None) -> str:
    """Give the day by which it had happened: by the date that was stated, else the day of recording."""
    return had_happened_by(stated, known_on(fact)) if stated else fact.envelope.recorded_at[:DAY]


def stated_in(envelope: Envelope, type_name: str, part: Callable[[str], Any]) -> str | None:
    """Give the date that an event tells as its own, when it was known by the day on which it was first recorded."""
    if type_name not in OWN:
        return None
    return own_day(type_name, part, (envelope.origin_recorded_at or envelope.recorded_at)[:DAY]) or None


def moment(fact: Fact) -> str:
    """Say when it was first recorded, on whatever branch; all branches sort by it in the same way."""
    return f"{fact.envelope.origin_recorded_at or fact.envelope.recorded_at} {fact.envelope.event_id}"


def access(fact: Fact) -> str:
    """Say who may read an event; a label that nobody knows opens nothing."""
    return access_or_private(fact.envelope.visibility, fact.envelope.audience)


@lru_cache(maxsize=CIRCLES)
def access_or_private(visibility: str, audience: str | None) -> str:
    """Join a label and its audience; a label that nobody knows opens nothing."""
    try:
        return access_of(visibility, audience)
    except Refused:
        return "private"


def label_of(access: str) -> str:
    """Give the visibility label of an access."""
    return access.partition(":")[0]


def narrower(label: str, other: str) -> str:
    """Give the label that fewer people read; the evaluation stands apart, and what nobody knows is private."""
    if EVALUATION in (label, other):
        return EVALUATION
    if label not in WIDENING or other not in WIDENING:
        return "private"
    return min(label, other, key=WIDENING.index)


def is_as_open(fact: Fact, row: Mapping[str, Any] | None) -> bool:
    """Tell whether all who read a row may read this event; if not, its words stay out of the row."""
    if row is None:
        return False
    own, there = access(fact), row["access"]
    return own == there or (
        label_of(own) != label_of(there) and narrower(label_of(own), label_of(there)) == label_of(there)
    )
