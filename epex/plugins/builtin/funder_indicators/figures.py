"""The figures that a funder asks for, each a part of a whole, with who stands behind it."""

from collections.abc import Iterable, Mapping, Sequence

from epex.plugins import Row
from epex.plugins.builtin.year_review.figures import MONTHS, STATES, breakdowns, divided, followed_up, is_member_in
from epex.plugins.builtin.year_review.gathering import Material, ids
from epex.plugins.cells import Breakdown, Cell

CYCLES = ("immediate", "potential", "applied", "realised", "transformative")
NONE_NAMED = "none named"
STANDINGS = ("anticipated", "determined")
RESULTS = ("worked", "partly", "failed")
REACHED, MISSED = "reached", "not reached"
SIDES = {"hosts": ("host_people",), "visitors": ("visitors",), "people": ("host_people", "visitors")}


def indicators(material: Material, people: Sequence[Row]) -> list[Breakdown]:
    """List every breakdown, each whole before its parts; those of the year review come first."""
    return [
        *breakdowns(material),
        _countries(material),
        _settings(material),
        *(_people(material, people, key, names) for key, names in SIDES.items()),
        *(followed_up(material, [months], f"after {months}") for months in MONTHS),
        *_transfers(material),
        *_values(material),
    ]


def _countries(material: Material) -> Breakdown:
    taking = {one for visit in material.held for one in material.behind(visit["id"])}
    there = [row for row in material.organisations.values() if row["country"] and is_member_in(row, material)]
    found = {row["country"] for row in there if row["id"] in taking}
    behind = {country: [row for row in there if row["country"] == country] for country in _each(there, "country")}
    return _reached(material, "reached countries", behind, found)


def _settings(material: Material) -> Breakdown:
    hosting = {visit["host"] for visit in material.held}
    there = [row for row in material.organisations.values() if row["id"] in hosting or is_member_in(row, material)]
    found = {visit["setting"] for visit in material.held} - {""}
    listed = {setting for row in there for setting in row["settings"]} | found
    hosts = {setting: {v["host"] for v in material.held if v["setting"] == setting} for setting in listed}
    behind = {
        setting: [
            row for row in there if row["id"] in hosts[setting] or (setting in row["settings"] and not hosts[setting])
        ]
        for setting in sorted(listed)
    }
    return _reached(material, "reached settings", behind, found)


def _reached(material: Material, key: str, behind: Mapping[str, Sequence[Row]], found: set[str]) -> Breakdown:
    visits = tuple(sorted(visit["position"] for visit in material.held))
    cells = tuple(
        Cell(
            label=label,
            count=len(some),
            organisations=frozenset(row["id"] for one in some for row in behind[one]),
            positions=visits if label == REACHED else _positions(row for one in some for row in behind[one]),
            is_missing=label == MISSED,
        )
        for label, some in ((REACHED, sorted(found & behind.keys())), (MISSED, sorted(behind.keys() - found)))
    )
    return Breakdown(key=key, title=key, unit=key, cells=cells)


def _people(material: Material, people: Sequence[Row], key: str, names: Iterable[str]) -> Breakdown:
    taking = {person for visit in material.held for name in names for person in visit[name]}
    visits = [visit for visit in material.held if any(visit[name] for name in names)]
    parts = {REACHED: [row for row in people if row["id"] in taking], MISSED: []}
    parts[MISSED] = [row for row in people if row["id"] not in taking]
    cells = tuple(
        Cell(
            label=label,
            count=len(some),
            organisations=frozenset(row["organisation"] for row in some) - {""},
            positions=_positions(visits if label == REACHED else some),
        )
        for label, some in parts.items()
    )
    return Breakdown(key=key, title=key, unit="People", cells=cells)


def _transfers(material: Material) -> list[Breakdown]:
    there = material.transfers
    ways = [f"{standing}: {status}" for standing in STANDINGS for status in STATES]
    known = {f"{row['standing']}: {row['status']}" for row in there}
    evaluated = [row for row in there if row["standing"] == "determined"]
    return [
        divided(material, "standings", there, lambda row: row["standing"], STANDINGS, whole="transfers"),
        divided(
            material,
            "ways",
            there,
            lambda row: f"{row['standing']}: {row['status']}",
            [way for way in ways if way in known],
            whole="transfers",
        ),
        divided(material, "results", evaluated, lambda row: row["result"], RESULTS, whole="standings.determined"),
    ]


def _values(material: Material) -> list[Breakdown]:
    cycles = {row["id"]: row["value_cycle"] for row in material.transfers}
    order = (*CYCLES, NONE_NAMED)
    parts = ("found in a reflection", "in none that is seen")
    return [
        divided(
            material,
            "cycles",
            material.transfers,
            lambda row: row["value_cycle"] or NONE_NAMED,
            order,
            whole="transfers",
        ),
        divided(material, "told", told(material), lambda row: cycle_of(row, cycles), order),
        divided(
            material, "written", material.elements, lambda row: parts[not _is_written(row)], parts, whole="elements"
        ),
    ]


def told(material: Material) -> list[Row]:
    """List the stories that stand."""
    return [row for row in material.stories if row["status"] in ("chosen", "released")]


def cycle_of(story: Row, cycles: Mapping[str, str]) -> str:
    """Name the value cycle of the transfer that a story is about; a story about anything else names none."""
    return cycles.get(story["about"], "") or NONE_NAMED


def _is_written(element: Row) -> bool:
    return any(link["kind"] == "reflection" and link["stance"] != "contradicts" for link in element["evidence"])


def _each(rows: Iterable[Row], column: str) -> list[str]:
    return sorted({one for row in rows for one in ids(row[column])})


def _positions(rows: Iterable[Row]) -> tuple[int, ...]:
    return tuple(sorted({row["position"] for row in rows}))
