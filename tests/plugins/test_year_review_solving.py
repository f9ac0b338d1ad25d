"""Outside the network no withheld figure follows from printed ones: no multiple, sum or difference tells it."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import combinations
from random import Random
from typing import Any

import pytest

from epex.plugins.builtin.year_review.figures import breakdowns
from epex.plugins.builtin.year_review.gathering import SIDES, Material
from epex.plugins.builtin.year_review.shift import shift
from epex.plugins.cells import Breakdown, Published, protected

pytestmark = pytest.mark.slow

HOMES = tuple(f"organisation-{number}" for number in range(7))
YEAR = {"number": 1, "occurred_on": "2016", "position": 1, "purpose": "getting_to_know"}
EXCHANGES = 1500
# So often, and for so many values, a printed figure goes along with one withheld figure alone when it tells it.
OFTEN, VALUES = 8, 3
NUMBER = re.compile(r"\d+")
Numbers = dict[str, int]
Figured = Callable[[Material], list[Breakdown]]


def exchanges() -> Iterator[Material]:
    """Think of many small exchanges."""
    chance = Random(7)  # noqa: S311 - it keeps nothing secret
    return (exchange(chance) for _ in range(EXCHANGES))


def exchange(chance: Random) -> Material:
    """Let some visits be held, called off or put off, among some of the members; who takes part writes or does not."""
    there = HOMES[: chance.randint(2, len(HOMES))]
    often = {"completed": chance.randint(0, 9), "cancelled": chance.randint(0, 4), "postponed": chance.randint(0, 3)}
    states = [state for state, count in often.items() for _ in range(count)]
    visits = tuple(visit(number, state, chance, there) for number, state in enumerate(states))
    written = tuple(
        {"id": f"reflection-{row['id']}-{side}-{months}", "visit": row["id"], "side": side, "follow_up": months}
        for row in visits
        for side in SIDES
        for months in (0, 3)
        if row["status"] == "completed" and chance.random() < (0.7, 0.2)[months > 0]
    )
    homes = {row["id"]: frozenset((row["host"], *row["visiting_organisations"])) for row in visits}
    owners = {**homes, **{row["id"]: homes[str(row["visit"])] for row in written}}
    return Material(
        year=YEAR,
        until="",
        today="2018-12-31",
        organisations={one: member(number, one) for number, one in enumerate(HOMES)},
        visits=visits,
        presences=tuple({**row, "position": None} for row in written),
        knows_all=False,
        reflections=tuple({"id": row["id"], "position": 1} for row in written),
        answers={str(row["id"]): {"how": "So"} if chance.random() < 0.5 else {"why": "So"} for row in written},
        elements=tuple(element(number, chance) for number in range(chance.randint(0, 6))),
        transfers=(),
        evidence=(),
        findings=(),
        stories=(),
        owners={**owners, **{f"element-{number}": frozenset({chance.choice(HOMES)}) for number in range(6)}},
        shared=True,
    )


def member(number: int, identity: str) -> dict[str, Any]:
    """Let an organisation be a member."""
    return {"id": identity, "position": number, "country": ("AT", "BE")[number % 2], "kind": "ngo", "left_on": ""}


def element(number: int, chance: Random) -> dict[str, Any]:
    """Find an element."""
    label, went = chance.choice(("draft", "shared", "inspiring")), chance.choice(([], ["transfer-1"]))
    return {"id": f"element-{number}", "position": number, "label": label, "moved": bool(went), "steps": went}


def visit(number: int, status: str, chance: Random, there: tuple[str, ...]) -> dict[str, Any]:
    """Plan the visit of a number."""
    host, guest = chance.sample(there, 2)
    return {
        "id": f"visit-{number}",
        "position": number,
        "status": status,
        "host": host,
        "visiting_organisations": [guest],
        "purpose": chance.choice(("getting_to_know", "practice_transfer")),
        "setting": chance.choice(("prison", "school")),
        "completed_on": "2017-01-01",
        "ends_on": "",
    }


def outside(material: Material, figured: Figured) -> tuple[Numbers, Numbers]:
    """Give the numbers that an outsider reads, and those that are withheld from them, by their names."""
    found = protected(figured(material))
    printed: Numbers = {}
    hidden: Numbers = {}
    for key, one in found.items():
        if not one.is_empty:
            printed[f"{key} in all"] = one.breakdown.total
            parts = {f"{key}.{cell.label}": (one.count(cell), cell.count) for cell in one.breakdown.cells}
            printed |= {name: count for name, (count, _) in parts.items() if count is not None}
            hidden |= {name: held_back for name, (count, held_back) in parts.items() if count is None}
        elif not one.breakdown.whole:
            hidden[f"{key} in all"] = one.breakdown.total
    return printed | in_shift(material, found), hidden


def in_shift(material: Material, found: Mapping[str, Published]) -> Numbers:
    """Give the wholes of the shares that are told beside."""
    rows = shift([material], [found], outside=True).rows
    told = {row[0].text: NUMBER.findall(row[1].text) for row in rows if " of " in row[1].text}
    return {f"{name} in all": int(numbers[1]) for name, numbers in told.items()}


def telling(figured: Figured = breakdowns) -> list[tuple[str, str]]:
    """List which withheld figure goes along with what is printed: a figure, or a sum or difference of two."""
    seen: defaultdict[tuple[str, str], dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for material in exchanges():
        printed, hidden = outside(material, figured)
        for (name, number), (what, withheld) in (
            (said, held_back) for said in spoken(printed) for held_back in hidden.items()
        ):
            seen[what, name][number].append(withheld)
    return sorted(key for key, groups in seen.items() if _tells(groups))


def _tells(groups: Mapping[int, list[int]]) -> bool:
    often = [found for found in groups.values() if len(found) >= OFTEN]
    values = {found[0] for found in often}
    return len(values) >= VALUES and all(len(set(found)) == 1 for found in often)


def spoken(printed: Numbers) -> Iterator[tuple[str, int]]:
    """Give each number, and the sum and difference of each two totals and endings of visits."""
    yield from printed.items()
    wholes = [each for each in printed.items() if each[0].endswith(" in all") or each[0].startswith("visits.")]
    for (one, first), (other, second) in combinations(wholes, 2):
        yield f"{one} + {other}", first + second
        yield f"{one} - {other}", first - second


def test_no_withheld_figure_follows_from_what_is_printed() -> None:
    assert telling() == []


@pytest.mark.parametrize("key", ["follow_ups", "reflected_host"])
def test_a_total_that_tells_is_found(key: str) -> None:
    def apart(material: Material) -> list[Breakdown]:
        return [replace(one, whole="") if one.key == key else one for one in breakdowns(material)]

    assert ("visits.held", f"{key} in all") in telling(apart)


def test_reflections_are_counted_outside_when_those_of_each_side_and_the_later_ones_are() -> None:
    found = [outside(material, breakdowns) for material in exchanges()]
    counted = [hidden for printed, hidden in found if any(name.startswith("Reflections") for name in printed)]

    sides = ("reflected_host", "reflected_visitor", "follow_ups")
    assert [name for hidden in counted for name in hidden if name.startswith(sides)] == []
    assert 0 < len(counted) < EXCHANGES
