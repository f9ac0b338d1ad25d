"""The doctor's check of the roles without which a network cannot go on."""

from epex.app.keeping.findings import Examination, Finding, ok, warning
from epex.core.decision import LASTING
from epex.core.reader import OVERSEER, Reader
from epex.projections.holders import held
from epex.projections.reading import Reading

# Only a coordinator gives roles.
INSTEAD = {
    "coordinator": "restore a backup from the time when somebody was, with 'epex restore FILE DIR'",
    OVERSEER: f"give somebody the role with 'epex person revise PERSON --role {OVERSEER}'",
}
MOVE = "move who is to a member with 'epex person move PERSON --organisation ID'"


def roles(examination: Examination) -> Finding:
    """See that somebody coordinates, and that somebody protects personal data."""
    reading = Reading(examination.base.today, Reader(roles=frozenset({OVERSEER})))
    members, all_of_them = held(reading), held(reading, by_members=False)
    for role in LASTING:
        if role not in members:
            what = f"nobody whose organisation is a member is {role.replace('_', ' ')}"
            return warning(what, INSTEAD[role] if role not in all_of_them else MOVE)
    return ok("somebody coordinates, and somebody protects personal data")
