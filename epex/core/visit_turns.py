"""Whose turn it is in a visit, and what comes next."""

from typing import TYPE_CHECKING

from epex.core.decision import Actor, Refused, require_role

if TYPE_CHECKING:
    from epex.core.visit import Visit

NEXT = {
    "planned": "the next step is 'epex visit agree'",
    "postponed": "the next step is 'epex visit agree', once both sides have a new date",
    "agreed": "the next step is 'epex visit prepare', or 'epex visit sign' for a side that has not signed",
    "prepared": "the next step is 'epex visit start'",
    "started": "the next step is 'epex visit complete'",
    "completed": "the next step is 'epex visit monitor'",
    "monitored": "what else was attained goes into 'epex visit monitor'",
    "cancelled": "plan another one with 'epex visit plan', or take a mistake back with 'epex visit correct --status'",
}


def require_turn(visit: "Visit", act: str, allowed: tuple[str, ...], by: Actor) -> None:
    """Refuse a step to strangers, and a step that is not the visit's turn."""
    if by.person not in visit.host_people | visit.visitors:
        require_role(by, "coordinator", act="act on a visit in which they neither host nor visit")
    if visit.status not in allowed:
        raise Refused(f"The visit is {visit.status}, so nobody can {act} now; {NEXT[visit.status]}.")
