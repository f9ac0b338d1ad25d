"""What people are called where their words are quoted: as they prefer, and as the reader may know."""

from collections.abc import Iterable

from epex.core.sealed import ERASED, SEALED
from epex.projections.people import PEOPLE_TABLE
from epex.projections.reading import Reading, displayed
from epex.projections.table import Row

ANONYMOUS = "anonymous"
MEMBER = "a member"
# The role that says most about whose words they are comes first.
TELLING = ("practitioner", "evaluator", "reviewer", "editor", "coordinator", "data_protection_officer")


def shown_names(reading: Reading, people: Iterable[str]) -> dict[str, str]:
    """Name people as each prefers; of whom the reader may not know, only that it is somebody."""
    reading.need("people")
    wanted = set(people)
    known = {row["id"]: row for row in reading.among(PEOPLE_TABLE, wanted, ("id", "title", "name_preference", "roles"))}
    return {person: _preferred(known[person]) if person in known else displayed("") for person in wanted}


def _preferred(row: Row) -> str:
    if row["title"] in ("", ERASED, SEALED):
        return displayed(row["title"])
    match row["name_preference"]:
        case "full_name":
            return str(row["title"])
        case "first_name":
            return str(row["title"]).split()[0]
        case "role_only":
            return _by_role(row["roles"])
        case _:
            return ANONYMOUS


def _by_role(roles: Iterable[str]) -> str:
    role = next((role.replace("_", " ") for role in TELLING if role in roles), "")
    return f"{'an' if role[0] in 'aeiou' else 'a'} {role}" if role else MEMBER
