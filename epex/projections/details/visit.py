"""The page of a visit: its place as far as it may be shown, what was noted on the way, what people wrote."""

from epex.projections.details.steps import related, steps
from epex.projections.places import Places
from epex.projections.reading import Reading
from epex.projections.reflections import REFLECTIONS_TABLE
from epex.projections.standing import unsigned
from epex.projections.table import Row
from epex.projections.visits import STEPS_TABLE

SHOWN_PLACES = ("region", "city")


def details(reading: Reading, row: Row) -> Row:
    """Tell the place, the steps and the reflections."""
    open_place = row["place_precision"] in SHOWN_PLACES or reading.reader.may_read(f"pair:{row['id']}", row["author"])
    return {
        "not_signed_by": unsigned(row),
        "place": row["place"] if open_place else "",
        "country": Places(reading).countries.get(row["host"], ""),
        "steps": steps(reading, STEPS_TABLE, "visit", row["id"]),
        "reflections": related(reading, "reflection", REFLECTIONS_TABLE, "about", row["id"]),
    }
