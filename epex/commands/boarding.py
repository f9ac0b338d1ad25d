"""The board of visits as a table: one line a visit, in words short enough for a glance."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from epex.commands.printing import GAP, NARROWEST, UNWRAPPED, print_table, room, short
from epex.core.visit import OVER
from epex.core.vocabulary import MATCH_SIDES

COLUMNS = ("status", "days", "signed", "reflected", "followed_up", "next")


def print_board(rows: Sequence[Mapping[str, Any]]) -> None:
    """Print how each visit stands, without columns that are empty everywhere; where nothing wraps, titles are cut."""
    told = [{**row, **_told(row)} for row in rows]
    if not told:
        print_table(told, COLUMNS)
        return
    columns = [name for name in COLUMNS if any(row[name] for row in told)]
    taken = len(short(rows[0]["id"])) + sum(
        len(GAP) + max(len(text) for text in (name.replace("_", " "), *(row[name] for row in told))) for name in columns
    )
    left = max(NARROWEST, UNWRAPPED - taken - len(GAP))
    print_table(told if room() else [{**row, "title": _cut(row["title"], left)} for row in told], columns)


def _cut(title: str, width: int) -> str:
    return title if len(title) <= width else f"{title[: width - 1].rstrip()}…"


def _told(row: Mapping[str, Any]) -> dict[str, str]:
    return {
        "days": _days(row),
        "signed": ""
        if row["status"] in (*OVER, "cancelled") and all(row["signed"].values())
        else _sides(row["signed"]),
        "reflected": _sides(row["reflections"]),
        "followed_up": ", ".join(_followed(row["follow_ups"])) if _is_asked(row) else "",
        "next": ", ".join(_steps(row["next"])),
    }


def _days(row: Mapping[str, Any]) -> str:
    start, end = row["started_on"] or row["starts_on"], row["completed_on"] or row["ends_on"]
    if not end or end == start:
        return str(start)
    shared = (start[:size] for size in (len("2017-03-"), len("2017-")) if start[:size] == end[:size])
    same = next(shared, "")
    return f"{start} to {end.removeprefix(same)}" if start else f"to {end}"


def _sides(known: Mapping[str, bool | None]) -> str:
    if all(known[side] is None for side in MATCH_SIDES):
        return ""
    there = [side for side in MATCH_SIDES if known[side]]
    return "both" if len(there) == len(MATCH_SIDES) else " ".join(there) or "-"


def _is_asked(row: Mapping[str, Any]) -> bool:
    return any(step["step"] == "follow up" for step in row["next"])


def _followed(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Name what was written, while there is more to write."""
    for row in rows:
        if any(row[side] for side in MATCH_SIDES):
            yield f"{row['months']} months: {_sides(row)}"


def _steps(steps: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Name the steps; those that both sides have to take are named once."""
    named: dict[str, list[str]] = {}
    for step in steps:
        months = f" {step['months']} months" if step["months"] else ""
        named.setdefault(f"{step['step']}{months}", []).append(step["side"])
    for name, sides in named.items():
        yield f"{name} ({sides[0]})" if len(sides) == 1 and sides[0] else name
