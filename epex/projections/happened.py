"""What had happened by a day, as it is known now: the events in the order of their own dates."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import structs

from epex.core.dates import latest
from epex.core.log.envelope import Fact
from epex.projections.columns import access, is_as_open, occurred_on
from epex.projections.follow import Log

PORTION = 5000


class Happened:
    """A log in which everything was recorded on the day on which it happened."""

    def __init__(self, facts: Sequence[Fact], log: Log) -> None:
        """Number facts that lie in their order anew."""
        self._facts = [
            Fact(structs.replace(fact.envelope, position=place), fact.event) for place, fact in enumerate(facts, 1)
        ]
        self._log = log

    def facts(self, after: int = 0, upto: int | None = None, limit: int = 1000) -> list[Fact]:
        """Read facts after a position, in order."""
        return self._facts[after:upto][:limit]

    def head(self) -> int:
        """Give the last position."""
        return len(self._facts)

    def here(self, origin: str | None, positions: Sequence[int]) -> list[int]:
        """Find where events of another base stand in the log itself."""
        return self._log.here(origin, positions)


def in_order(log: Log, upto: int | None = None) -> list[tuple[str, Fact]]:
    """Read every event with the day by which it had happened at the latest, in the order of these days.

    Something was there by the first day on which anything happened to it, as far as all may know who know of it.
    """
    found: list[Fact] = []
    while facts := log.facts(found[-1].position if found else 0, upto, PORTION):
        found.extend(facts)
    began: dict[str, str] = {}
    made: dict[str, dict[str, str]] = {}
    for fact in found:
        there = made.setdefault(fact.stream, {"access": access(fact)})
        if is_as_open(fact, there):
            began[fact.stream] = min(_day(fact), began.get(fact.stream, _day(fact)))
    return sorted(_dated(found, began), key=lambda each: each[0])


def _dated(facts: Iterable[Fact], began: Mapping[str, str]) -> Iterator[tuple[str, Fact]]:
    seen: set[str] = set()
    for fact in facts:
        first = began[fact.stream]
        yield (max(first, _day(fact)) if fact.stream in seen else first), fact
        seen.add(fact.stream)


def _day(fact: Fact) -> str:
    return latest(occurred_on(fact))
