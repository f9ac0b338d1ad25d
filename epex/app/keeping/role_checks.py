"""The doctor's check of the roles without which a network cannot go on."""

from epex.app.keeping.findings import Examination, Finding, ok, warning
from epex.core.decision import LASTING
from epex.core.reader import OVERSEER, Reader
from epex.projections.filters import Filters
from epex.projections.holders import alone, held
from epex.projections.listing import listing
from epex.projections.reading import Reading

INSTEAD = {
    "coordinator": "a data protection officer names one with 'epex person revise PERSON --role coordinator'",
    OVERSEER: f"give somebody the role with 'epex person revise PERSON --role {OVERSEER}'",
}
NOBODY = "restore a backup from the time when somebody was, with 'epex restore FILE DIR'"
# Small networks may have to live with it, so it is said and no warning.
BOTH = "alone coordinates the network and protects personal data; better that somebody else does one of the two"
MOVE = "move who is to a member with 'epex person move PERSON --organisation ID'"


def roles(examination: Examination) -> Finding:
    """See that somebody coordinates, and that somebody protects personal data."""
    reading = Reading(examination.base.today, Reader(roles=frozenset({OVERSEER})))
    members, all_of_them = held(reading), held(reading, by_members=False)
    for role in LASTING:
        if role not in members:
            what = f"nobody whose organisation is a member is {role.replace('_', ' ')}"
            return warning(what, MOVE if role in all_of_them else _instead(role, all_of_them))
    if len([one for one in listing(reading, "organisation", Filters()) if not one["left_on"]]) > 1:
        for person in listing(reading, "person", Filters()):
            if alone(reading, {person["id"]}).issuperset(LASTING):
                return ok(f"{person['title']} {BOTH}")
    return ok("somebody coordinates, and somebody protects personal data")


def _instead(role: str, held_by_anybody: frozenset[str]) -> str:
    return INSTEAD[role] if held_by_anybody.intersection(LASTING) else NOBODY
