"""Who takes part in a visit: two sides, each with people of its own organisations."""

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from epex.core.decision import Actor, Refused, require_text

if TYPE_CHECKING:
    from epex.core.visit import Visit, VisitAgreed, VisitCorrected, VisitPlanned

# The organisation to which each person belongs at this moment.
Homes = Mapping[str, str]
NOBODY_KNOWN: Homes = {}


def require_two_sides(planned: "VisitPlanned", homes: Homes) -> None:
    """Refuse a visit without a host or visitors, in which one side stands on both, or with people of neither."""
    require_text(planned.host, "host organisation")
    if not planned.visitors or not planned.visiting_organisations:
        raise Refused("A visit needs somebody who visits; name a visitor who belongs to an organisation.")
    if planned.host in planned.visiting_organisations:
        raise Refused("A visitor cannot be of the host organisation; name somebody from another one.")
    require_apart(planned.host_people, planned.visitors)
    require_hosts(planned.host_people, planned.host, homes)
    require_visitors(planned.visitors, planned.visiting_organisations, homes)


def require_apart(host_people: Iterable[str], visitors: Iterable[str]) -> None:
    """Refuse somebody who would host their own visit."""
    if not set(visitors).isdisjoint(host_people):
        raise Refused("Somebody is named as host and as visitor; name each person on one side only.")


def require_hosts(named: Iterable[str], host: str, homes: Homes) -> None:
    """Refuse somebody as host who does not belong to the organisation that is visited."""
    if any(homes.get(person) != host for person in named):
        raise Refused("Only people of the host organisation host a visit; name people who belong to it.")


def require_visitors(named: Iterable[str], organisations: Collection[str], homes: Homes) -> None:
    """Refuse somebody as visitor who belongs to none of the organisations that visit."""
    if any(homes.get(person) not in organisations for person in named):
        raise Refused("Only people of a visiting organisation visit; name people who belong to one.")


def require_briefed(visit: "Visit", briefed: Collection[str]) -> None:
    """Refuse a briefing that somebody who visits was not at, or one of strangers."""
    if not briefed:
        return
    if not visit.visitors.issubset(briefed):
        raise Refused("Not every visitor was briefed; brief them all, or correct who visits with 'epex visit correct'.")
    if not (visit.visitors | visit.host_people).issuperset(briefed):
        raise Refused("Somebody was briefed who takes no part; name hosts and visitors, or correct who takes part.")


def newcomers(visit: "Visit", event: "VisitAgreed | VisitCorrected") -> frozenset[str]:
    """Name those whom an agreement or a correction lets take part who did not before."""
    named = {*(event.host_people or ()), *(getattr(event, "visitors", None) or ())}
    return frozenset(named) - visit.host_people - visit.visitors


def names_people(event: object) -> bool:
    """Tell whether an event says anew who takes part in a visit."""
    return bool(getattr(event, "host_people", None) or getattr(event, "visitors", None))


def require_let_in(visit: "Visit", event: "VisitAgreed | VisitCorrected", by: Actor, *, is_written: bool) -> None:
    """Refuse to let others into what was written, and somebody of another organisation to let themselves in."""
    others = newcomers(visit, event)
    if others and is_written:
        raise Refused(
            "Nobody is let in once something was written for those who take part; ask its authors to release it to "
            "more readers, and add what others saw with 'epex visit monitor'."
        )
    if by.person in others and by.organisation not in (visit.host, *visit.visiting_organisations):
        raise Refused("Nobody of another organisation lets themselves in; ask a host or a visitor to record it.")


def left_unsigned(visit: "Visit", corrected: "VisitCorrected") -> tuple[str, ...]:
    """Name the sides whose signature falls: their organisations are others now, or all of their people."""
    sides = {
        "host": (visit.host_people, corrected.host_people, False),
        "visitor": (
            visit.visitors,
            corrected.visitors,
            visit.visiting_organisations != frozenset(corrected.visiting_organisations or visit.visiting_organisations),
        ),
    }
    return tuple(
        side
        for side, (before, after, others) in sides.items()
        if side in visit.signed and (others or (before and after is not None and before.isdisjoint(after)))
    )
