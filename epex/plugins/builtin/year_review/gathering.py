"""What a year rests on, gathered through the queries: the year, its visits, and what was recorded in its time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from epex.plugins import Queries, Refused, Row
from epex.plugins.audience import SHARED

HELD = ("started", "completed", "monitored")
OWNING = {
    "visit": ("host", "visiting_organisations"),
    "reflection": ("organisation",),
    "challenge": ("organisation", "shared_by"),
    "element": ("organisation",),
    "transfer": ("source", "receiving"),
}
RESTING = ("element", "theme", "challenge", "finding")
# What more is told of them is told one by one.
CONFIDED = ("finding", "story")
SIDES = {"host": "host", "visitor": "visiting_organisations"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Everything that the reader may see of one programme year; `until` is the day before the next one, or empty."""

    year: Row
    until: str
    today: str
    organisations: Mapping[str, Row]
    visits: tuple[Row, ...]
    presences: tuple[Row, ...]
    knows_all: bool
    reflections: tuple[Row, ...]
    answers: Mapping[str, Mapping[str, str]]
    elements: tuple[Row, ...]
    transfers: tuple[Row, ...]
    evidence: tuple[Row, ...]
    findings: tuple[Row, ...]
    stories: tuple[Row, ...]
    owners: Mapping[str, frozenset[str]] = field(default_factory=dict)
    shared: bool = False

    @property
    def number(self) -> int:
        """Give the number of the year."""
        return int(self.year["number"])

    @property
    def held(self) -> list[Row]:
        """List the visits that took place."""
        return [visit for visit in self.visits if visit["status"] in HELD]

    @property
    def withheld(self) -> frozenset[int]:
        """Give the events that would name somebody who is not to be named."""
        return frozenset(link["position"] for link in self.evidence if not link["is_named"])

    def behind(self, identity: str) -> frozenset[str]:
        """Name the organisations behind something."""
        return self.owners.get(identity, frozenset())


class Archive:
    """What every year is gathered from, read once."""

    def __init__(self, queries: Queries, *, shared: bool = False) -> None:
        """Read nothing yet; what is `shared` is what the whole network reads, whoever asks."""
        self._queries = queries
        self._shared = shared

    @cached_property
    def years(self) -> dict[int, Row]:
        """Give the programme years by number."""
        return {row["number"]: row for row in self._listing("year")}

    def gather(self, number: int) -> Material:
        """Gather a year.

        Raises Refused when it was not opened.
        """
        if number not in self.years:
            known = f"choose one of: {', '.join(map(str, sorted(self.years)))}" if self.years else "none is"
            raise Refused(f"Year {number} of the programme is not open; {known}.")
        year, following = self.years[number], self.years.get(number + 1)
        return self._gather(year, [number], year["occurred_on"], following["occurred_on"] if following else "")

    def gather_all(self) -> Material:
        """Gather all years, what lies before the first included.

        Raises Refused when none was opened.
        """
        if not self.years:
            raise Refused("No year of the programme is open; open one with 'epex year open'.")
        return self._gather(self.years[min(self.years)], list(self.years), "", "")

    def _gather(self, year: Row, numbers: Sequence[int], since: str, until: str) -> Material:
        visits = tuple(row for row in self._rows["visit"] if row["year"] in numbers)
        there = {visit["id"] for visit in visits}
        reflections = tuple(row for row in self._rows["reflection"] if row["about"] in there and not row["status"])
        return Material(
            year=year,
            until=until,
            today=max(self._days.values(), default=""),
            organisations={row["id"]: row for row in self._listing("organisation")},
            visits=visits,
            presences=tuple(row for row in self._presences if row["visit"] in there),
            knows_all=not self._shared and self._queries.knows_presences(),
            shared=self._shared,
            reflections=reflections,
            answers=self._queries.answers(row["id"] for row in reflections),
            elements=tuple(
                {**row, "moved": row["id"] in self._moved}
                for row in self._pages["element"]
                if is_within(row["occurred_on"], since, until)
            ),
            transfers=tuple(row for row in self._rows["transfer"] if is_within(row["occurred_on"], since, until)),
            evidence=tuple(link for link in self._linked if is_within(self._day(link), since, until)),
            findings=tuple(row for row in self._pages["finding"] if row["year"] in numbers),
            stories=tuple(row for row in self._pages["story"] if row["year"] in numbers),
            owners=self._owners,
        )

    def _listing(self, subject: str) -> list[Row]:
        return self._open(self._queries.listing(subject))

    def _open(self, rows: list[Row]) -> list[Row]:
        return [row for row in rows if row["visibility"] in SHARED] if self._shared else rows

    @cached_property
    def _presences(self) -> list[Row]:
        if not self._shared:
            return self._queries.presences()
        written = [row for row in self._rows["reflection"] if not row["status"]]
        return [
            {**{name: row[name] for name in ("side", "follow_up", "position")}, "visit": row["about"]}
            for row in written
        ]

    @cached_property
    def _rows(self) -> dict[str, list[Row]]:
        return {subject: self._listing(subject) for subject in OWNING}

    @cached_property
    def _pages(self) -> dict[str, list[Row]]:
        plain = {subject: self._open(rows) for subject, rows in self._plain.items()}
        return plain | {each: [self._queries.show(row["id"]) for row in self._listing(each)] for each in CONFIDED}

    @cached_property
    def _plain(self) -> dict[str, list[Row]]:
        return {each: self._queries.pages(each) for each in RESTING if each not in CONFIDED}

    @cached_property
    def _moved(self) -> set[str]:
        """Name the elements that are considered somewhere, be it as what was merged into them."""
        absorbed = {row["id"]: row["absorbed"] for row in self._plain["element"]}
        moved = {row["element"] for row in self._queries.listing("transfer")}
        return {identity for identity in absorbed if moved & _family(identity, absorbed)}

    @cached_property
    def _days(self) -> dict[int, str]:
        return self._queries.days()

    @cached_property
    def _linked(self) -> list[Row]:
        found = [
            {**link, "target_title": row["title"], "target_kind": subject, **self._told(link)}
            for subject in RESTING
            for row in self._pages[subject]
            for link in row.get("evidence", ())
            if link["stance"] and (not self._shared or self._is_shared(link))
        ]
        # What went along in a merge is evidence of two things, and counts once.
        return list({(link["position"], link["id"]): link for link in found}.values())

    @cached_property
    def _owners(self) -> dict[str, frozenset[str]]:
        return {
            row["id"]: frozenset(one for name in names for one in ids(row[name]))
            for subject, names in OWNING.items()
            for row in self._rows[subject]
        }

    def _is_shared(self, link: Row) -> bool:
        return link["kind"] not in OWNING or link["id"] in self._owners

    def _day(self, link: Row) -> str:
        return self._days.get(link["position"], "")

    def _told(self, link: Row) -> Row:
        """Say in which words a piece speaks against something, and whether whose they are may be told."""
        if link["kind"] != "reflection" or link["stance"] == "supports":
            return {"words": "", "is_named": True}
        permission = self._queries.show(link["id"])["quotation"]
        words = link["passage"] if permission in ("anonymous", "attributed") else ""
        return {"words": words, "is_named": permission == "attributed"}


def _family(element: str, absorbed: Mapping[str, Sequence[str]]) -> set[str]:
    found, waiting = {element}, [element]
    while waiting:
        fresh = {*absorbed[waiting.pop()]} & absorbed.keys() - found
        found |= fresh
        waiting += fresh
    return found


def is_within(day: str, since: str, until: str) -> bool:
    """Tell whether a day, as precise as it is, lies in a time that begins with a day and ends before another."""
    return day[: len(since)] >= since[: len(day)] and (not until or day < until)


def ids(value: str | list[str]) -> list[str]:
    """List the ids in a column that holds one or several."""
    return [one for one in ([value] if isinstance(value, str) else value) if one]
