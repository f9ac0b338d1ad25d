"""Find where the texts of others, as far as they can still be opened, say what is to be erased."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from epex.app.erasing.forms import Finder
from epex.core.log.envelope import Fact, UnknownEvent
from epex.core.log.log import EventLog
from epex.core.log.registry import shape_of
from epex.core.watching import watched

PORTION = 1000
TOGETHER = 50


@dataclass(frozen=True, slots=True)
class Mention:
    """An event whose words still say it."""

    stream: str
    position: int


def mentions(log: EventLog, finder: Finder) -> list[Mention]:
    """List the events that say what is looked for, in their order."""
    return [
        Mention(fact.stream, fact.position)
        for some in _together(log)
        if finder.finds("\n".join(map(_said, some)))
        for fact in some
        if finder.finds(_said(fact))
    ]


def every_fact(log: EventLog) -> Iterator[Fact]:
    """Read the whole log in order, with what a merge holds back."""
    last = 0
    while facts := log.facts(last, limit=PORTION, through=True):
        yield from facts
        last = facts[-1].position


def _together(log: EventLog) -> Iterator[list[Fact]]:
    last = 0
    with watched("Reading the log", "events") as tell:
        while facts := log.facts(last, limit=TOGETHER, through=True):
            yield facts
            last = facts[-1].position
            tell(last, log.head())


def words(value: Any) -> Iterator[str]:
    """Give every text within a value."""
    match value:
        case str():
            yield value
        case Mapping():
            for key, inner in value.items():
                yield from (str(key), *words(inner))
        case Sequence() | frozenset():
            yield from (text for inner in value for text in words(inner))


def _said(fact: Fact) -> str:
    if isinstance(fact.event, UnknownEvent):
        return fact.event.payload.decode("utf-8", "replace")
    event: Any = fact.event
    kind: Any = type(event)
    sealed = shape_of(kind).sealed
    told = ((field.name in sealed, text) for field in fields(event) for text in words(getattr(event, field.name)))
    # What is not sealed are ids and words of our own vocabulary.
    return "\n".join(text for is_sealed, text in told if is_sealed or " " in text)


def streams(found: Iterable[Mention]) -> tuple[str, ...]:
    """Name the streams of mentions, each once."""
    return tuple(dict.fromkeys(mention.stream for mention in found))
