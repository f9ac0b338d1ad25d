"""Spans of time: months as long as there are not too many, else quarters, else years."""

from collections.abc import Iterable
from datetime import date

from epex.plugins.drawing import Span

MOST = 42
MONTHS, QUARTERS, YEARS = 12, 4, 1
UNKNOWN = Span(key="", head="?", name="day not stated", part_of="")


class Calendar:
    """The spans from the first to the last of some days."""

    def __init__(self, days: Iterable[str]) -> None:
        """Choose how long the spans are, by how far the days lie apart."""
        stated = [day for day in days if len(day) >= len("2016-01")]
        first, last = min(stated, default=""), max(stated, default="")
        self.years = range(int(first[:4]), int(last[:4]) + 1) if stated else range(0)
        self.a_year = next((some for some in (MONTHS, QUARTERS) if self._number(first, last, some) <= MOST), YEARS)
        spans = (self._span(year, part) for year in self.years for part in range(self.a_year))
        self.spans = [span for span in spans if self.key(first) <= span.key <= self.key(last)]

    @property
    def unit(self) -> str:
        """Name the length of a span."""
        return {MONTHS: "month", QUARTERS: "quarter", YEARS: "year"}[self.a_year]

    def key(self, day: str) -> str:
        """Give the key of the span that a day lies in; empty when the day is not stated precisely enough."""
        if len(day) < len("2016-01"):
            return day if self.a_year == YEARS else ""
        return f"{day[:4]}-{(int(day[5:7]) - 1) * self.a_year // MONTHS + 1:02}" if self.a_year > YEARS else day[:4]

    def place(self, day: str) -> int:
        """Count the spans before the one that a day lies in."""
        return sum(span.key < (self.key(day) or day) for span in self.spans)

    def _number(self, first: str, last: str, a_year: int) -> int:
        if not first:
            return 0
        since, until = ((int(day[:4]) * MONTHS + int(day[5:7]) - 1) * a_year // MONTHS for day in (first, last))
        return until - since + 1

    def _span(self, year: int, part: int) -> Span:
        if self.a_year == MONTHS:
            name = f"{date(year, part + 1, 1):%B}"
            return Span(key=f"{year}-{part + 1:02}", head=name[:1], name=f"{name} {year}", part_of=str(year))
        if self.a_year == QUARTERS:
            head = f"Q{part + 1}"
            return Span(key=f"{year}-{part + 1:02}", head=head, name=f"{head} {year}", part_of=str(year))
        return Span(key=str(year), head=str(year), name=str(year), part_of="")
