"""Transfers that wait for a grid, for their next step, or for a look some time later."""

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from epex.core.dates import latest
from epex.core.grid import RECEIVING, SOURCE
from epex.core.transfer import FAILED, GOING
from epex.projections.duties.duty import Duty
from epex.projections.reading import Reading
from epex.projections.table import Row
from epex.projections.transfers import TRANSFERS_TABLE

NEXT = {"compared": "anticipate", "anticipated": "pilot", "adapted": "pilot", "evaluated": "sustain"}


class Wait(NamedTuple):
    """Under which heading something waits, for which command, and until when."""

    heading: str
    command: str
    due: str = ""


def duties(reading: Reading, today: str) -> Iterator[Duty]:
    """Name what waits for the reader's organisation, on its own side of each transfer."""
    reading.need("transfers")
    home = reading.reader.organisation or ""
    rows = [row for row in reading.rows(TRANSFERS_TABLE) if home in (row["source"], row["receiving"]) and home]
    titles = reading.titles_of("transfer", rows)
    for waits in (partial(_due, today=today), partial(_ended, today=today), _unfilled, _moving):
        for row in rows:
            for heading, command, due in waits(row, home):
                given = {"id": row["id"], "title": titles[row["id"]], "command": f"transfer {command}", "due": due}
                yield Duty(heading=heading, **given)


def _due(row: Row, home: str, today: str) -> Iterator[Wait]:
    again = row["next_review"]
    if again and latest(again) <= today and row["receiving"] == home:
        act = "evaluate" if row["evaluated"] else "show"
        yield Wait("Transfers to look at again", f"{act} {row['id']}", again)


def _ended(row: Row, home: str, today: str) -> Iterator[Wait]:
    end = row["pilot_ends_on"]
    if row["status"] == "piloted" and end and latest(end) < today and row["receiving"] == home:
        yield Wait("Pilots to evaluate", f"evaluate {row['id']}", end)


def _unfilled(row: Row, home: str) -> Iterator[Wait]:
    for side in (SOURCE, RECEIVING):
        if row[side] == home and row["status"] == "considered" and side not in row["compared"]:
            yield Wait("Grids to fill", f"grid {row['id']} --side {side}")


def _moving(row: Row, home: str) -> Iterator[Wait]:
    held_back = row["status"] == "anticipated" and row["decision"] not in GOING
    if row["receiving"] == home and row["status"] in NEXT and not held_back:
        act = "abandon" if row["status"] == "evaluated" and row["result"] == FAILED else NEXT[row["status"]]
        yield Wait("Transfers to move on", f"{act} {row['id']}")
