"""What had happened by a day, as it is known now: the events in the order of their own dates."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from msgspec import structs

from epex.core.dates import earliest
from epex.core.happening import MENDABLE, mended_days
from epex.core.log.envelope import Fact
from epex.core.watching import watched
from epex.projections.columns import access, happened_by, is_as_open, stated_on
from epex.projections.follow import Log, unopened

PORTION = 5000
NEVER = "9999-12-31"


class Happened:
    """A log in which everything was recorded on the day on which it happened."""

    def __init__(self, facts: Sequence[Fact], log: Log) -> None:
        """Number facts that lie in their order anew."""
        self._facts = [
            Fact(structs.replace(fact.envelope, position=place), fact.event) for place, fact in enumerate(facts, 1)
        ]
        self._log = log

    def facts(self, after: int = 0, upto: int | None = None, limit: int = 1000, *, foreign: bool = True) -> list[Fact]:
        """Read facts after a position, in order; without `foreign`, those of other subjects are not opened."""
        facts = self._facts[after:upto][:limit]
        return facts if foreign else unopened(facts)

    def head(self) -> int:
        """Give the last position."""
        return len(self._facts)

    def newest(self) -> tuple[int, str]:
        """Give the position and the id of the last event."""
        return (self.head(), self._facts[-1].envelope.event_id) if self._facts else (0, "")

    def event_class(self, name: str) -> type | None:
        """Find the class of an event type, or None for a stranger's."""
        return self._log.event_class(name)

    def here(self, origin: str | None, positions: Sequence[int]) -> list[int]:
        """Find where events of another base stand in the log itself."""
        return self._log.here(origin, positions)


def in_order(log: Log, upto: int | None = None) -> list[tuple[str, Fact]]:
    """Read every event with the day by which it had happened at the latest, in the order of these days.

    Something was there by the first day on which anything happened to it, as far as all may know who know of it, and
    what was recorded without a day had happened by the day of what was recorded of it after that.
    """
    found: list[Fact] = []
    with watched("Reading the log", "events") as tell:
        while facts := log.facts(found[-1].position if found else 0, upto, PORTION):
            found.extend(facts)
            tell(found[-1].position, log.head() if upto is None else upto)
    streams: dict[str, list[Fact]] = defaultdict(list)
    for fact in found:
        streams[fact.stream].append(fact)
    days = {position: day for facts in streams.values() for position, day in _days(facts)}
    return sorted(((days[fact.position], fact) for fact in found), key=lambda each: each[0])


def _days(facts: Sequence[Fact]) -> Iterator[tuple[int, str]]:
    """Say of each event on a stream by which day it had happened."""
    there = {"access": access(facts[0])}
    stated, began, days = _stated(facts), NEVER, list[str]()
    for fact in reversed(facts):
        days.append(_by(fact, stated[fact.position], began))
        if is_as_open(fact, there):
            began = min(began, days[-1])
    yield facts[0].position, began
    for fact, day in zip(facts[1:], days[-2::-1], strict=True):
        yield fact.position, max(began, day)


def _by(fact: Fact, stated: str | None, later: str) -> str:
    """Give the last day on which something can have happened that came before what happened `later`."""
    day = happened_by(fact, stated)
    return min(day, later) if stated is None or earliest(stated) <= later else day


def _stated(facts: Iterable[Fact]) -> dict[int, str | None]:
    """Give the dates that were stated, put right by the corrections that all may know of."""
    stated: dict[int, str | None] = {}
    newest: dict[str, Fact] = {}
    for fact in facts:
        stated[fact.position] = stated_on(fact)
        if fact.event.type in MENDABLE:
            newest[fact.event.type] = fact
        for type_name, day in mended_days(fact.event).items():
            if (mended := newest.get(type_name)) and is_as_open(fact, {"access": access(mended)}):
                stated[mended.position] = day
    return stated
