"""What waits at the data protection officer's desk: requests, incidents, and what was kept long enough."""

from collections.abc import Iterator

from epex.core.dates import days_after
from epex.core.reader import OVERSEER
from epex.projections.due import due
from epex.projections.duties.duty import Duty
from epex.projections.incidents import INCIDENTS_TABLE
from epex.projections.people import LEAVING, PEOPLE_TABLE
from epex.projections.reading import Reading
from epex.projections.requests import REQUESTS_TABLE

HEADING = "On the data protection officer's desk"
# The General Data Protection Regulation, article 33(1): the authority hears of it within 72 hours.
DAYS = 3
NEXT = {"reported": "assess", "assessed": "close"}


def duties(reading: Reading, today: str) -> Iterator[Duty]:
    """Name what an officer has to answer, assess or delete."""
    if OVERSEER not in reading.reader.roles:
        return
    reading.need("requests", "incidents", "people")
    yield from _unfinished(reading)
    for row in reading.rows(INCIDENTS_TABLE):
        if row["status"] in NEXT:
            verb = "notify" if row["to_tell"] else NEXT[row["status"]]
            until = days_after(row["noticed_on"], DAYS)
            yield Duty(
                heading=HEADING, id=row["id"], title=row["title"], command=f"incident {verb} {row['id']}", due=until
            )
    names = reading.names(row["person"] for row in reading.rows(REQUESTS_TABLE))
    for row in reading.rows(REQUESTS_TABLE):
        if row["status"] == "open":
            title = f"{row['title']}, {names.get(row['person'], 'somebody')}"
            yield Duty(
                heading=HEADING, id=row["id"], title=title, command=f"request answer {row['id']}", due=row["due_on"]
            )
    late = due(reading, today)
    if late:
        title = f"{len(late)} {'thing was' if len(late) == 1 else 'things were'} kept long enough"
        yield Duty(heading=HEADING, id="", title=title, command="retention due", due=late[0]["due_on"])


def _unfinished(reading: Reading) -> Iterator[Duty]:
    """Name the erasures that were begun, or that a merge brought more to do for."""
    for row in reading.rows(PEOPLE_TABLE, columns=("id", "status")):
        if row["status"] == LEAVING and row["id"] != reading.reader.person:
            command = f"person erase {row['id']} --ground TEXT"
            yield Duty(heading=HEADING, id=row["id"], title="An erasure to finish", command=command)
