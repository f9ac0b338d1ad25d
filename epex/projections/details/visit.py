"""The page of a visit: its place as far as it may be shown, what was noted on the way, what people wrote."""

from epex.core.visit_terms import city_of
from epex.projections.details.steps import related, steps
from epex.projections.places import Places
from epex.projections.reading import Reading
from epex.projections.reflections import REFLECTIONS_TABLE
from epex.projections.standing import unsigned
from epex.projections.table import Row
from epex.projections.visits import STEPS_TABLE


def details(reading: Reading, row: Row) -> Row:
    """Tell the place, the steps and the reflections."""
    takes_part = reading.reader.may_read(f"pair:{row['id']}", row["author"])
    told = {} if takes_part else shown_place(row)
    return {
        "not_signed_by": unsigned(row),
        **told,
        "country": Places(reading).countries.get(row["host"], "")
        if takes_part or row["place_precision"] != "withheld"
        else "",
        "steps": steps(reading, STEPS_TABLE, "visit", row["id"]),
        "reflections": related(reading, "reflection", REFLECTIONS_TABLE, "about", row["id"]),
    }


def shown_place(row: Row) -> dict[str, str]:
    """Tell of a place what everybody may know: the city, the region, or nothing but the host's country."""
    precision = row["place_precision"]
    return {
        "place": city_of(row["place"]) if precision == "city" else "",
        "region": row["region"] if precision in ("city", "region") else "",
    }
