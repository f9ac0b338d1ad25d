"""The page of a match: its reasons in words, what was said on the way, and the visits that came of it."""

from epex.projections.details.steps import steps
from epex.projections.matches import MATCHES_TABLE, STEPS_TABLE
from epex.projections.matching import sentences, words_shared
from epex.projections.places import Places
from epex.projections.reading import Reading
from epex.projections.table import Row
from epex.projections.visits import VISITS_TABLE


def details(reading: Reading, row: Row) -> Row:
    """Tell the reasons, the steps and the visits."""
    reading.need("visits")
    titles = reading.titles(row["challenges"])
    countries = [Places(reading).countries.get(row[side], "") for side in ("host", "visitor")]
    visits = [visit for visit in reading.rows(VISITS_TABLE) if visit["match"] == row["id"]]
    return {
        **sentences(row, titles, words_shared(reading, row), countries),
        "steps": steps(reading, STEPS_TABLE, "match", row["id"]),
        "visits": [{"id": visit["id"], "title": visit["title"], "status": visit["status"]} for visit in visits],
    }


def matches_of(reading: Reading, column: str, identity: str) -> list[Row]:
    """List the matches that name an offer or a need."""
    reading.need("matches")
    rows = [row for row in reading.rows(MATCHES_TABLE) if identity in row[column]]
    titles = reading.titles_of("match", rows)
    return [{"id": row["id"], "title": titles[row["id"]], "status": row["status"]} for row in rows]
