"""Which of many: the filters that every list takes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from itertools import product

from epex.core.dates import earliest, latest
from epex.projections.table import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a list is narrowed to; empty means everything. A year below 1000 is one of the programme."""

    country: Sequence[str] = ()
    organisation: Sequence[str] = ()
    setting: Sequence[str] = ()
    year: Sequence[int] = ()
    theme: Sequence[str] = ()
    since: str = ""
    until: str = ""
    limit: int | None = None
    offset: int = 0

    @property
    def by_place(self) -> bool:
        """Tell whether it matters where something comes from."""
        return bool(self.country or self.organisation or self.setting or self.year)

    def page(self, rows: Sequence[Row]) -> list[Row]:
        """Cut out the page that is asked for."""
        end = None if self.limit is None else self.offset + self.limit
        return list(rows[self.offset : end])

    def spans(self, day: str) -> bool:
        """Tell whether a date, as precise as it is, can lie in the time asked for."""
        if not day:
            return not (self.since or self.until)
        if self.since and latest(day) < earliest(self.since):
            return False
        return not self.until or earliest(day) <= latest(self.until)


@dataclass(slots=True)
class Place:
    """Where something comes from: the organisations, countries, settings and programme years that it touches."""

    organisation: set[str] = field(default_factory=set)
    country: set[str] = field(default_factory=set)
    setting: set[str] = field(default_factory=set)
    year: set[int] = field(default_factory=set)
    # The countries and settings that stand together in one piece of what it rests on; an empty one is not stated.
    evidenced: set[tuple[str, str]] = field(default_factory=set)

    @property
    def pairs(self) -> set[tuple[str, str]]:
        """Give the countries with the settings that they stand together with."""
        return self.evidenced or set(product(self.country or {""}, self.setting or {""}))

    def add(self, other: "Place") -> None:
        """Touch what another thing touches."""
        for part in fields(self):
            getattr(self, part.name).update(getattr(other, part.name))

    def fits(self, filters: Filters, day: str) -> bool:
        """Tell whether it lies within the filters."""
        years = [*self.year, *([int(day[:4])] if day[:4].isdigit() else [])]
        asked: Iterable[tuple[Sequence[object], Iterable[object]]] = (
            (filters.country, self.country),
            (filters.organisation, self.organisation),
            (filters.setting, self.setting),
            (filters.year, years),
        )
        return all(not wanted or not set(wanted).isdisjoint(found) for wanted, found in asked)


def narrowed(rows: Sequence[Row], filters: Filters, places: Mapping[str, Place]) -> list[Row]:
    """Keep the rows within the filters."""
    in_time = [row for row in rows if filters.spans(row["occurred_on"])]
    if not filters.by_place:
        return in_time
    return [row for row in in_time if places[row["id"]].fits(filters, row["occurred_on"])]
