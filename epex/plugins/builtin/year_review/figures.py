"""The figures of a year, each as a whole in its parts, with what is missing among them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from epex.plugins import Row, country_name
from epex.plugins.builtin.pictures.counting import by_ending
from epex.plugins.builtin.year_review.gathering import SIDES, Material, ids, is_within
from epex.plugins.cells import Breakdown, Cell
from epex.plugins.saying import spoken

NOT_STATED = "not stated"
STANCES = ("supports", "nuances", "contradicts")
STATES = (
    "considered",
    "compared",
    "anticipated",
    "adapted",
    "piloted",
    "evaluated",
    "sustained",
    "changed",
    "abandoned",
)
MONTHS = (3, 6, 12)
TITLES = {
    "purposes": ("What they were for", "Visits"),
    "countries": ("Visits held, by the host's country", "Visits held"),
    "settings": ("Visits held, by setting", "Visits held"),
    "kinds": ("Visits held, by the host's kind of organisation", "Visits held"),
    "members": ("Members in a visit that was held", "Members"),
    "member_countries": ("Members that took part, by country", "Members"),
    "member_kinds": ("Members that took part, by kind", "Members"),
    "follow_ups": ("Follow-ups due after 3, 6 and 12 months, one a side", "Follow-ups"),
    "elements": ("Elements of practice found, by label", "Elements"),
    "moved": ("Elements found that went further", "Elements"),
    "transfers": ("Transfers considered in the year, as they stand", "Transfers"),
    "stances": ("Evidence linked in the year", "Pieces"),
    "findings": ("Findings that stand", "Findings"),
    "stories": ("Stories of change", "Stories"),
}


def breakdowns(material: Material) -> list[Breakdown]:
    """List every breakdown of a year, each whole before its parts."""
    return [
        *visits(material),
        *(_side(material, side, column) for side, column in SIDES.items()),
        *coverage(material),
        *members(material),
        followed_up(material),
        *practice(material),
        *evaluation(material),
    ]


def visits(material: Material) -> list[Breakdown]:
    """Tell how the visits of the year ended, and what they were for."""
    there = material.visits
    return [
        by_ending(there),
        divided(material, "purposes", there, lambda visit: visit["purpose"], whole="visits"),
    ]


def coverage(material: Material) -> list[Breakdown]:
    """Tell where the visits took place, as far as it is stated."""

    def of_host(visit: Row, column: str) -> str:
        return str(material.organisations.get(visit["host"], {}).get(column, ""))

    # Where a visit took place tells of its host, whoever came.
    held, more = [{**visit, "behind": [visit["host"]]} for visit in material.held], {"whole": "visits.held"}
    return [
        divided(material, "countries", held, lambda visit: _country(of_host(visit, "country")), **more),
        divided(material, "settings", held, lambda visit: visit["setting"], **more),
        divided(material, "kinds", held, lambda visit: of_host(visit, "kind"), **more),
    ]


def members(material: Material) -> list[Breakdown]:
    """Tell which members took part in a visit that was held."""
    active = {one for visit in material.held for one in material.behind(visit["id"])}
    there = [row for row in material.organisations.values() if is_member_in(row, material)]
    taking = [row for row in there if row["id"] in active]
    parts, whole = ("took part", "took no part"), "members.took part"
    return [
        divided(material, "members", there, lambda row: parts[row["id"] not in active], parts, missing=parts[1]),
        divided(material, "member_countries", taking, lambda row: _country(row["country"]), whole=whole),
        divided(material, "member_kinds", taking, lambda row: row["kind"], whole=whole),
    ]


def is_member_in(organisation: Row, material: Material) -> bool:
    """Tell whether an organisation was a member in the year; who left since was one then."""
    left = organisation["left_on"]
    return not left or is_within(left, material.year["occurred_on"], "")


def followed_up(material: Material, after: Sequence[int] = MONTHS, key: str = "follow_ups") -> Breakdown:
    """Tell how many follow-ups that were due by the newest event are there, one for each side of a visit."""
    there = {(row["visit"], row["side"], row["follow_up"]) for row in material.presences}
    due = [
        (visit, side, column, months)
        for visit in material.held
        for side, column in SIDES.items()
        for months in after
        if _is_due(visit, months, material.today)
    ]
    missing = _missing(material)
    cells: dict[str, list[tuple[Row, str]]] = {"written": [], missing: []}
    for visit, side, column, months in due:
        cells["written" if (visit["id"], side, months) in there else missing].append((visit, column))
    parts = tuple(
        Cell(
            label=label,
            count=len(found),
            organisations=frozenset(one for visit, column in found for one in ids(visit[column])),
            positions=_positions(visit for visit, _ in found),
            is_missing=label == missing,
        )
        for label, found in cells.items()
    )
    title, unit = TITLES.get(key, TITLES["follow_ups"])
    # So many are due for each visit that was held: who knows how many, knows the visits.
    return Breakdown(key=key, title=title, unit=unit, cells=parts, whole="visits.held")


def practice(material: Material) -> list[Breakdown]:
    """Tell what was found and where it went."""
    going = {row["element"] for row in material.transfers}
    there, transfers = material.elements, material.transfers
    parts = ("considered elsewhere", "nowhere else yet")
    states = [state for state in STATES if any(row["status"] == state for row in transfers)]
    return [
        divided(material, "elements", there, lambda row: row["label"]),
        divided(
            material,
            "moved",
            there,
            lambda row: parts[not _moved(row, going)],
            parts,
            missing=parts[1],
            whole="elements",
        ),
        divided(material, "transfers", transfers, lambda row: row["status"], states),
    ]


def evaluation(material: Material) -> list[Breakdown]:
    """Tell what speaks for and against, and what the evaluation says."""
    stated = [row for row in material.findings if row["status"] == "stated"]
    return [
        divided(material, "stances", material.evidence, lambda link: link["stance"], STANCES),
        divided(material, "findings", stated, lambda row: row["kind"]),
        divided(material, "stories", material.stories, lambda row: row["status"]),
    ]


def divided(
    material: Material,
    key: str,
    rows: Sequence[Row],
    label: Callable[[Row], str],
    order: Sequence[str] = (),
    *,
    missing: str = NOT_STATED,
    whole: str = "",
) -> Breakdown:
    """Divide rows into parts by a label, those of an order first."""
    found: dict[str, list[Row]] = {name: [] for name in order}
    for row in rows:
        found.setdefault(label(row) or NOT_STATED, []).append(row)
    names = [*order, *sorted((name for name in found if name not in order), key=lambda name: (name == missing, name))]
    cells = tuple(_cell(material, name, found[name], is_missing=name == missing) for name in names)
    title, unit = TITLES.get(key, (key, key))
    return Breakdown(key=key, title=title, unit=unit, cells=cells, whole=whole)


def _cell(material: Material, label: str, rows: Sequence[Row], *, is_missing: bool) -> Cell:
    return Cell(
        label=spoken(label),
        count=len(rows),
        organisations=frozenset(one for row in rows for one in _behind(material, row)),
        positions=_positions(rows),
        is_missing=is_missing,
    )


def _behind(material: Material, row: Row) -> frozenset[str]:
    if row["id"] in material.organisations:
        return frozenset({row["id"]})
    if "behind" in row:
        return frozenset(ids(row["behind"]))
    if row["id"].startswith("element-"):
        return material.behind(row["id"])
    resting = [row["id"], row.get("about", ""), *(link["id"] for link in row.get("evidence", ()))]
    return frozenset(one for each in resting for one in material.behind(each))


def _side(material: Material, side: str, column: str) -> Breakdown:
    there: dict[str, list[int]] = defaultdict(list)
    for row in material.presences:
        if row["side"] == side and not row["follow_up"]:
            there[row["visit"]] += [row["position"]] if row["position"] else []
    missing = _missing(material)
    parts = {
        "reflected": [visit for visit in material.held if visit["id"] in there],
        missing: [visit for visit in material.held if visit["id"] not in there],
    }
    cells = tuple(
        Cell(
            label=label,
            count=len(rows),
            organisations=frozenset(one for row in rows for one in ids(row[column])),
            positions=tuple(sorted({*_positions(rows), *(one for row in rows for one in there.get(row["id"], ()))})),
            is_missing=label == missing,
        )
        for label, rows in parts.items()
    )
    title = f"Visits held on which the {side}'s side reflected"
    return Breakdown(key=f"reflected_{side}", title=title, unit="Visits held", cells=cells, whole="visits.held")


def _missing(material: Material) -> str:
    return (
        "missing" if material.knows_all else f"none that {'the network reads' if material.shared else 'you may read'}"
    )


def _country(code: str) -> str:
    return country_name(code) if code else ""


def _moved(element: Row, going: set[str]) -> bool:
    return element["id"] in going or bool(element["moved"])


def _is_due(visit: Row, months: int, today: str) -> bool:
    day = str(visit["completed_on"] or visit["ends_on"])
    if not day or not today:
        return False
    return _month(day) + months <= _month(today)


def _month(day: str) -> int:
    year, month = int(day[:4]), int(day[5:7] or 12)
    return year * 12 + month


def _positions(rows: Iterable[Row]) -> tuple[int, ...]:
    return tuple(sorted({row["position"] for row in rows}))
