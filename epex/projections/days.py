"""The days of visits and meetings, for a calendar that leaves the base: without people, and places as agreed."""

from epex.core.dates import latest
from epex.projections.details.visit import shown_place
from epex.projections.meetings import MEETINGS_TABLE
from epex.projections.places import Places
from epex.projections.reading import Reading
from epex.projections.table import Row
from epex.projections.visits import VISITS_TABLE

TENTATIVE = ("planned", "postponed")


def calendar(reading: Reading, year: int = 0) -> list[Row]:
    """List the visits and meetings that the reader may see, in the order of their days; what has no day comes last."""
    reading.need("visits", "meetings")
    visits = [visit for visit in reading.rows(VISITS_TABLE) if year in (0, visit["year"])]
    rows = [*_visits(reading, visits), *_meetings(reading, visits, whole=not year)]
    return sorted(rows, key=lambda row: (row["starts_on"] or "9999", row["title"], row["id"]))


def _visits(reading: Reading, visits: list[Row]) -> list[Row]:
    titles = reading.titles({one for visit in visits for one in (visit["host"], *visit["visiting_organisations"])})
    places = Places(reading)
    return [
        {
            "id": visit["id"],
            "title": visit["title"],
            "kind": "visit",
            "status": _status(visit["status"]),
            "starts_on": visit["started_on"] or visit["starts_on"],
            "ends_on": visit["completed_on"] or visit["ends_on"],
            "place": ", ".join(part for part in shown_place(visit).values() if part),
            "country": "" if visit["place_precision"] == "withheld" else places.countries.get(visit["host"], ""),
            "host": titles.get(visit["host"], ""),
            "visitors": [titles[guest] for guest in visit["visiting_organisations"] if guest in titles],
            "changed_at": visit["changed_at"],
        }
        for visit in visits
    ]


def _meetings(reading: Reading, visits: list[Row], *, whole: bool) -> list[Row]:
    """List the meetings; a programme year has those that were held while its visits took place."""
    span = sorted(day for visit in visits if (day := visit["started_on"] or visit["starts_on"]))
    return [
        {
            "id": meeting["id"],
            "title": meeting["title"],
            "kind": "meeting",
            "status": "confirmed",
            "starts_on": meeting["held_on"],
            "ends_on": "",
            "place": meeting["place"],
            "country": "",
            "host": "",
            "visitors": [],
            "changed_at": meeting["recorded_at"],
        }
        for meeting in reading.rows(MEETINGS_TABLE)
        if whole or (span and span[0] <= latest(meeting["held_on"]) and meeting["held_on"] <= latest(span[-1]))
    ]


def _status(status: str) -> str:
    return "cancelled" if status == "cancelled" else "tentative" if status in TENTATIVE else "confirmed"
