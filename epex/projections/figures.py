"""The years in numbers: what the reader may see, counted."""

from collections import Counter
from collections.abc import Iterable, Sequence

from epex.projections.filters import Filters
from epex.projections.listing import listing
from epex.projections.reading import VIEWS, Reading
from epex.projections.table import Row

HELD = ("started", "completed", "monitored")
COUNTED = ("visit", "reflection", "meeting", "challenge", "element", "theme", "transfer", "organisation", "year")


def figures(reading: Reading) -> Row:
    """Count visits by year, reflections by side and language, elements by label, transfers and themes by state."""
    reading.need(*(VIEWS[subject] for subject in COUNTED))
    rows = {subject: listing(reading, subject, Filters()) for subject in COUNTED}
    reflections, members = rows["reflection"], rows["organisation"]
    return {
        "years": _years(rows["year"], rows["visit"]),
        "organisations": len(members),
        "countries": len({row["country"] for row in members}),
        "visits": len(rows["visit"]),
        "reflections": {
            "total": len(reflections),
            "by_side": _count(row["side"] or "imported" for row in reflections),
            "by_language": _count(row["language"] or row["detected_language"] or "unknown" for row in reflections),
        },
        "meetings": len(rows["meeting"]),
        "challenges": len(rows["challenge"]),
        "elements": {"total": len(rows["element"]), "by_label": _count(row["label"] for row in rows["element"])},
        "transfers": {"total": len(rows["transfer"]), "by_state": _count(row["status"] for row in rows["transfer"])},
        "themes": {"total": len(rows["theme"]), "by_state": _count(row["status"] for row in rows["theme"])},
    }


def _years(years: Sequence[Row], visits: Sequence[Row]) -> list[Row]:
    purposes = {row["number"]: row["purpose"] for row in years}
    numbers = sorted({*purposes, *(visit["year"] for visit in visits)})
    return [_year(number, purposes.get(number, ""), visits) for number in numbers]


def _year(number: int, purpose: str, visits: Sequence[Row]) -> Row:
    states = [visit["status"] for visit in visits if visit["year"] == number]
    held = sum(state in HELD for state in states)
    cancelled = states.count("cancelled")
    return {
        "number": number,
        "purpose": purpose,
        "visits": {
            "total": len(states),
            "held": held,
            "cancelled": cancelled,
            "planned": len(states) - held - cancelled,
            "by_status": _count(states),
        },
    }


def _count(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items()))
