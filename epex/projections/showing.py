"""One thing, with all that the reader may see of it."""

from collections.abc import Callable, Mapping
from typing import Any

from epex.projections.elements import STEPS_TABLE as ELEMENT_STEPS
from epex.projections.filters import Filters
from epex.projections.lineage import Lineage, decisions
from epex.projections.listing import dated, listing, shown, with_titles
from epex.projections.people import PEOPLE_TABLE
from epex.projections.places import Places
from epex.projections.reading import VIEWS, Reading, subject_of, unknown
from epex.projections.reflections import REFLECTIONS_TABLE
from epex.projections.table import Row, Table
from epex.projections.transfers import STEPS_TABLE as TRANSFER_STEPS
from epex.projections.transfers import TRANSFERS_TABLE
from epex.projections.visits import STEPS_TABLE as VISIT_STEPS

SHOWN_PLACES = ("region", "city")


def show(reading: Reading, identity: str) -> Row:
    """Show one thing.

    Raises Refused when there is nothing of this id that the reader may see.
    """
    subject = subject_of(identity)
    if subject not in VIEWS:
        raise unknown(identity)
    reading.need(VIEWS[subject])
    found = reading.among(reading.table(subject), [identity])
    if not found:
        raise unknown(identity)
    (row,) = with_titles(reading, subject, [dated(subject, found[0])])
    title = reading.titles_of(subject, found)[identity]
    more = MORE[subject](reading, row) if subject in MORE else {}
    return shown({**row, **more}, title)


def _organisation(reading: Reading, row: Row) -> Row:
    reading.need("people")
    members = reading.among(PEOPLE_TABLE, [row["id"]], ("id", "title", "roles"), key="organisation")
    names = reading.titles_of("person", members)
    return {
        "people": [{"id": person["id"], "title": names[person["id"]], "roles": person["roles"]} for person in members]
    }


def _year(reading: Reading, row: Row) -> Row:
    return {"visits": [visit for visit in listing(reading, "visit", Filters()) if visit["year"] == row["number"]]}


def _visit(reading: Reading, row: Row) -> Row:
    open_place = row["place_precision"] in SHOWN_PLACES or reading.reader.may_read(f"pair:{row['id']}", row["author"])
    return {
        "place": row["place"] if open_place else "",
        "country": Places(reading).countries.get(row["host"], ""),
        "steps": _steps(reading, VISIT_STEPS, "visit", row["id"]),
        "reflections": _related(reading, "reflection", REFLECTIONS_TABLE, "about", row["id"]),
    }


def _reflection(reading: Reading, row: Row) -> Row:
    return {"used_in": Lineage(reading).rests_on_it(row["id"])}


def _meeting(reading: Reading, row: Row) -> Row:
    return {
        "decisions": decisions(reading, [row["id"]], key="forum"),
        "reflections": _related(reading, "reflection", REFLECTIONS_TABLE, "about", row["id"]),
    }


def _challenge(reading: Reading, row: Row) -> Row:
    return {"used_in": Lineage(reading).rests_on_it(row["id"])}


def _element(reading: Reading, row: Row) -> Row:
    steps = _steps(reading, ELEMENT_STEPS, "element", row["id"])
    return {
        "conditions": [step for step in steps if step["step"] == "condition"],
        "history": [step for step in steps if step["step"] != "condition"],
        "evidence": Lineage(reading).evidence_of(row["id"]),
        "transfers": _related(reading, "transfer", TRANSFERS_TABLE, "element", row["id"]),
    }


def _theme(reading: Reading, row: Row) -> Row:
    place = Places(reading).of([row["id"]])[row["id"]]
    return {
        "labels": row["titles"],
        "definition": reading.words(row["definitions"]) if row["definitions"] else "",
        "organisations": sorted(reading.titles(place.organisation).values()),
        "countries": sorted(place.country),
        "decisions": decisions(reading, [row["id"]]),
        "evidence": Lineage(reading).evidence_of(row["id"]),
    }


def _transfer(reading: Reading, row: Row) -> Row:
    steps = _steps(reading, TRANSFER_STEPS, "transfer", row["id"])
    compared = [step for step in steps if step["step"] == "compared"]
    grids = {step["side"]: {"ratings": step.get("ratings", {}), "notes": step.get("notes", {})} for step in compared}
    return {"grids": grids, "determined": row["evaluated"], "steps": steps}


MORE: Mapping[str, Callable[[Reading, Row], Row]] = {
    "organisation": _organisation,
    "year": _year,
    "visit": _visit,
    "reflection": _reflection,
    "meeting": _meeting,
    "challenge": _challenge,
    "element": _element,
    "theme": _theme,
    "transfer": _transfer,
}


def _steps(reading: Reading, table: Table, subject: str, identity: str) -> list[Row]:
    names = reading.names
    rows = sorted(reading.among(table, [identity], key=subject), key=lambda row: int(row["position"]))
    people = names(row["author"] for row in rows)
    return [{**_filled(row, subject), "actor": row["author"], "actor_name": people[row["author"]]} for row in rows]


def _filled(row: Row, subject: str) -> Row:
    hidden = (subject, "access", "author")
    return {name: value for name, value in row.items() if name not in hidden and _says(value)}


def _says(value: Any) -> bool:
    return value not in ("", [], {})


def _related(reading: Reading, subject: str, table: Table, column: str, identity: str) -> list[Row]:
    reading.need(VIEWS[subject])
    rows = reading.among(table, [identity], key=column)
    titles = reading.titles_of(subject, rows)
    named = {"reflection": ("side", "language", "person"), "transfer": ("receiving", "status", "evaluated")}[subject]
    return [{"id": row["id"], "title": titles[row["id"]], **{name: row[name] for name in named}} for row in rows]
