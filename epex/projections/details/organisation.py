"""The page of an organisation: its people."""

from epex.projections.people import PEOPLE_TABLE
from epex.projections.reading import Reading
from epex.projections.table import Row


def details(reading: Reading, row: Row) -> Row:
    """List the people who belong to it."""
    reading.need("people")
    members = reading.among(PEOPLE_TABLE, [row["id"]], ("id", "title", "roles"), key="organisation")
    names = reading.titles_of("person", members)
    return {
        "people": [{"id": person["id"], "title": names[person["id"]], "roles": person["roles"]} for person in members]
    }
