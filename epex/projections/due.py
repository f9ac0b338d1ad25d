"""What is kept longer than its rule allows: by kind, with the day on which it was due."""

from collections.abc import Iterator, Mapping

import sqlalchemy as sa

from epex.core.dates import months_after
from epex.core.reader import EVALUATION
from epex.projections.reading import VIEWS, Reading
from epex.projections.retentions import EXTENSIONS_TABLE, RETENTIONS_TABLE
from epex.projections.table import Row

# What to type about each kind that is due, and the states in which nothing is left of a thing.
COMMANDS = {
    "reflection": "reflection withdraw",
    "interview": "interview withdraw",
    "story": "story withdraw",
    "person": "person erase",
    "request": "retention extend",
    "incident": "retention extend",
}
CONFIDED = ("interview", "story")
OFFICER, EVALUATOR = "a data protection officer", "an evaluator"
# The day that time counts from, where it is not the day that a thing is about.
COUNTED_FROM = {"request": "settled_on", "incident": "noticed_on"}
GONE = ("withdrawn", "being withdrawn", "erased", "being erased")


def due(reading: Reading, today: str) -> list[Row]:
    """List what the reader may see that is due by the rules in force, the oldest first."""
    reading.need("retentions")
    rules = [rule for rule in reading.rows(RETENTIONS_TABLE) if rule["status"] == "in force"]
    longer = _longer(reading)
    found = [row for rule in rules for row in _of(reading, rule, today, longer)]
    return sorted(found, key=lambda row: (row["due_on"], row["id"]))


def _longer(reading: Reading) -> Mapping[str, str]:
    # The reason is for those who may read it; until when holds for everybody who is asked to delete.
    there = reading.views.table(EXTENSIONS_TABLE)
    rows = reading.views.read(sa.select(there.c.thing, there.c.until).order_by(there.c.position))
    return {row["thing"]: row["until"] for row in rows}


def _of(reading: Reading, rule: Row, today: str, longer: Mapping[str, str]) -> Iterator[Row]:
    kind = rule["kind"]
    if kind not in VIEWS:
        return
    reading.need(VIEWS[kind])
    rows = [row for row in reading.rows(reading.table(kind)) if row.get("status") not in GONE]
    counted = _counted(reading, kind, rows)
    ends = {identity: longer.get(identity) or months_after(day, rule["months"]) for identity, day in counted.items()}
    titles = reading.titles_of(kind, rows)
    asked = _asked(reading, kind, [row for row in rows if ends.get(row["id"], today) <= today])
    for identity, day in ends.items():
        if day <= today:
            command = f"{COMMANDS[kind]} {identity}"
            told = {"id": identity, "title": titles[identity], "kind": kind, "due_on": day, "command": command}
            yield {**told, "ask": asked[identity]}


def _asked(reading: Reading, kind: str, rows: list[Row]) -> Mapping[str, str]:
    """Say whom to ask about each, where the reader may not do it."""
    reader = reading.reader
    if kind in CONFIDED:
        return {row["id"]: "" if EVALUATION in reader.grants else EVALUATOR for row in rows}
    authors = {row["id"]: row["author"] if kind == "reflection" else "" for row in rows}
    names = reading.names(authors.values())
    return {
        identity: names[author] if author and author != reader.person else "" if author or reader.oversees else OFFICER
        for identity, author in authors.items()
    }


def _counted(reading: Reading, kind: str, rows: list[Row]) -> Mapping[str, str]:
    if kind != "person":
        column = COUNTED_FROM.get(kind, "occurred_on")
        return {row["id"]: row[column] for row in rows if row[column]}
    reading.need("organisations")
    homes = reading.rows(reading.table("organisation"), columns=("id", "left_on"))
    left = {home["id"]: home["left_on"] for home in homes if home["left_on"]}
    return {row["id"]: left[row["organisation"]] for row in rows if row["organisation"] in left}
