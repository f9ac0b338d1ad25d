"""What the timeline counts: what happened on which day, from the first meeting to the publication."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from epex.plugins import Row
from epex.plugins.builtin.pictures.source import HELD, Source
from epex.plugins.cells import Breakdown, Cell, Published, protected
from epex.plugins.drawing import Ink


class Happening(NamedTuple):
    """Something that happened: in which lane, on which day, and which organisations stand behind it."""

    group: str
    name: str
    day: str
    organisations: frozenset[str] = frozenset()


LANES: Mapping[str, Mapping[str, Ink]] = {
    "Meetings": {"held": "violet"},
    "Visits": {"held": "green", "still ahead": "blue", "postponed": "amber", "cancelled": "red"},
    "Reflections": {"by hosts": "blue", "by visitors": "blue", "by participants": "blue"},
    "Themes": {
        "proposed": "blue",
        "discussed": "violet",
        "adopted": "green",
        "parked": "amber",
        "rejected or retired": "red",
        "renamed": "violet",
        "merged or split": "violet",
        "reopened": "amber",
    },
    "Elements of practice": {
        "found": "blue",
        "shared": "green",
        "inspiring": "green",
        "peer reviewed": "green",
        "retired": "red",
        "draft again": "amber",
        "merged": "violet",
    },
    "Transfers": {
        "considered": "blue",
        "compared": "violet",
        "judged beforehand": "violet",
        "adapted": "amber",
        "piloted": "amber",
        "evaluated": "green",
        "kept": "green",
        "abandoned": "red",
    },
    "Publications": {"opened": "blue", "published": "green"},
}
# What is told outside as well: who stands behind the others cannot be counted for everybody alike.
COUNTED = ("Visits", "Reflections", "Elements of practice", "Transfers")
DECIDED = {
    "rejected": "rejected or retired",
    "retired": "rejected or retired",
    "merged": "merged or split",
    "split": "merged or split",
}
LABELLED = {"draft": "draft again", "peer_reviewed": "peer reviewed"}
ENDINGS = ("held", "cancelled", "postponed", "still ahead")
KEPT = {"sustained": "kept", "changed": "kept", "anticipated": "judged beforehand"}


def happenings(source: Source) -> list[Happening]:
    """Count everything that the reader may see."""
    groups = COUNTED if source.is_outside else LANES
    return [happening for group in groups for happening in GATHERED[group](source)]


def _visits(source: Source) -> Iterator[Happening]:
    for row in source.rows("visit"):
        behind = _named(row["host"], *row["visiting_organisations"])
        yield Happening("Visits", ending(row), row["occurred_on"], behind)


def ending(visit: Row) -> str:
    """Tell how a visit ended, or that it is still ahead."""
    if visit["status"] in HELD:
        return "held"
    return str(visit["status"]) if visit["status"] in LANES["Visits"] else "still ahead"


def by_ending(visits: Sequence[Row]) -> Breakdown:
    """Divide visits by how they ended; every report withholds outside by this one whole."""
    found = {name: [visit for visit in visits if ending(visit) == name] for name in ENDINGS}
    cells = tuple(
        Cell(
            label=name,
            count=len(some),
            organisations=frozenset(one for row in some for one in _named(row["host"], *row["visiting_organisations"])),
            positions=tuple(sorted(row["position"] for row in some)),
        )
        for name, some in found.items()
    )
    return Breakdown(key="visits", title="Visits of the year", unit="Visits", cells=cells)


def told_as_held(visits: Sequence[Row]) -> dict[int | None, int | None]:
    """Count the visits of each programme year that were held, for outside; None where that is withheld."""
    years = {row["year"]: [each for each in visits if each["year"] == row["year"]] for row in visits}
    return {
        year: _held(published) for year, some in years.items() for published in protected([by_ending(some)]).values()
    }


def _held(published: Published) -> int | None:
    (held,) = (cell for cell in published.breakdown.cells if cell.label == "held")
    return published.count(held)


def _reflections(source: Source) -> Iterator[Happening]:
    for row in source.rows("reflection"):
        if not row["status"]:
            side = f"by {row['side'] or 'participant'}s"
            yield Happening("Reflections", side, row["occurred_on"], _named(row["organisation"]))


def _meetings(source: Source) -> Iterator[Happening]:
    return (Happening("Meetings", "held", row["held_on"]) for row in source.rows("meeting"))


def _themes(source: Source) -> Iterator[Happening]:
    for row in source.rows("theme"):
        yield Happening("Themes", "proposed", row["occurred_on"])
    for step in source.steps("theme"):
        yield Happening("Themes", str(DECIDED.get(step["step"], step["step"])), step["occurred_on"])


def _elements(source: Source) -> Iterator[Happening]:
    group, owners = "Elements of practice", {row["id"]: _named(row["organisation"]) for row in source.rows("element")}
    for row in source.rows("element"):
        yield Happening(group, "found", row["occurred_on"], owners[row["id"]])
    for step in source.steps("element"):
        name = str(LABELLED.get(step["label"], step["label"] or step["step"]))
        if name in LANES[group] and step["id"] in owners:
            yield Happening(group, name, step["occurred_on"], owners[step["id"]])


def _transfers(source: Source) -> Iterator[Happening]:
    owners = {row["id"]: _named(row["source"], row["receiving"]) for row in source.rows("transfer")}
    for step in source.steps("transfer"):
        if step["id"] in owners:
            name = str(KEPT.get(step["step"], step["step"]))
            yield Happening("Transfers", name, step["occurred_on"], owners[step["id"]])


def _publications(source: Source) -> Iterator[Happening]:
    for row in source.rows("publication"):
        yield Happening("Publications", "opened", row["occurred_on"])
        if row["published_on"]:
            yield Happening("Publications", "published", row["published_on"])


def _named(*organisations: str) -> frozenset[str]:
    return frozenset(filter(None, organisations))


GATHERED: Mapping[str, Callable[[Source], Iterator[Happening]]] = {
    "Meetings": _meetings,
    "Visits": _visits,
    "Reflections": _reflections,
    "Themes": _themes,
    "Elements of practice": _elements,
    "Transfers": _transfers,
    "Publications": _publications,
}
