"""Correcting a visit that was recorded wrongly, or in which somebody else takes part."""

from dataclasses import fields, replace
from typing import Any

from epex.core.decision import Actor, On, Refused, require_text
from epex.core.periods import parse_optional, require_order
from epex.core.visit import DAYS, LISTS, OVER, Visit, VisitCorrected
from epex.core.visit_people import (
    NOBODY_KNOWN,
    Homes,
    left_unsigned,
    require_apart,
    require_hosts,
    require_let_in,
    require_visitors,
)
from epex.core.visit_terms import require_known_words, require_place
from epex.core.visit_turns import require_turn
from epex.core.vocabulary import MATCH_SIDES

UNDER_WAY = ("started", *OVER)
CORRECTABLE = ("planned", "agreed", "prepared", "postponed", *UNDER_WAY)
ALWAYS_SAID = ("reason", "brief_again", "unsigned", "unmatched")
# The days that a step noted go with it when it is taken back.
NOTED = {"started": "started_on", "completed": "completed_on"}


def correct(
    visit: Visit,
    corrected: VisitCorrected,
    *,
    by: Actor,
    is_written: bool,
    homes: Homes = NOBODY_KNOWN,
    standing: str = "",
) -> list[On]:
    """Correct a visit; whoever takes part may, and a coordinator. What was recorded before stays in the log.

    `is_written` tells whether anything was written for the two sides, `homes` where those belong who are named, and
    `standing` is another visit that came of the same match meanwhile.
    """
    require_turn(visit, "correct it", CORRECTABLE if corrected.status is None else (*CORRECTABLE, "cancelled"), by)
    require_text(corrected.reason, "reason")
    require_change(corrected)
    require_known_words(corrected)
    require_place(corrected.place or "", corrected.place_precision or visit.place_precision)
    event = replace(corrected, **_once_each(visit, corrected), **_days(visit, corrected))
    if event.host is not None:
        event = _of_host(visit, event, is_written=is_written)
    require_people(visit, event, by, homes)
    require_let_in(visit, event, by, is_written=is_written)
    if event.status is not None:
        require_before(visit, event.status, is_written=is_written, standing=standing)
        return [On(visit.id, _taken_back(visit, event))]
    again = visit.status == "prepared" and not visit.briefed.issuperset(event.visitors or ())
    return [On(visit.id, replace(event, brief_again=again, unsigned=left_unsigned(visit, event)))]


def require_change(corrected: VisitCorrected) -> None:
    """Refuse a correction that changes nothing."""
    if not changed(corrected):
        raise Refused("The correction changes nothing; give at least one field, such as --starts-on.")


def changed(corrected: VisitCorrected) -> list[str]:
    """Name the fields that a correction gives a new value."""
    given = (field.name for field in fields(corrected) if field.name not in ALWAYS_SAID)
    return [name for name in given if getattr(corrected, name) is not None]


def require_before(visit: Visit, status: str, *, is_written: bool, standing: str = "") -> None:
    """Refuse to take back more than the last step, or one that something rests on."""
    if visit.status == "postponed":
        raise Refused("A visit that was put off by mistake is agreed on again; 'epex visit agree' takes its dates too.")
    if status not in visit.before[-1:]:
        back = f"say --status {visit.before[-1]} to take that back" if visit.before else "there is nothing to take back"
        raise Refused(f"Only the last step can be taken back, and the visit is {visit.status} now; {back}.")
    if is_written and visit.status in OVER and status not in OVER:
        raise Refused("Somebody has looked back on this visit, so it stays completed; correct its days instead.")
    if standing:
        raise Refused(f"Another visit was planned from its match meanwhile: {standing}; cancel that one first.")


def require_people(visit: Visit, corrected: VisitCorrected, by: Actor, homes: Homes) -> None:
    """Refuse a side without people or with others' people, somebody on both sides, and a stranger who changes them."""
    hosts, visitors, guests = corrected.host_people, corrected.visitors, corrected.visiting_organisations
    if hosts is None and visitors is None:
        return
    host = corrected.host or visit.host
    if visitors is not None and not (visitors and guests):
        raise Refused("A visit needs somebody who visits; name a visitor who belongs to an organisation.")
    if host in (guests or ()):
        raise Refused("A visitor cannot be of the host organisation; name somebody from another one.")
    require_apart(visit.host_people if hosts is None else hosts, visit.visitors if visitors is None else visitors)
    require_hosts({*(hosts or ())} - (visit.host_people if host == visit.host else frozenset()), host, homes)
    require_visitors(frozenset(visitors or ()) - visit.visitors, guests or (), homes)
    if visit.status in UNDER_WAY and not visit.side_of(by.person):
        raise Refused(
            "Only hosts and visitors may correct who took part once a visit has started, for they read what the two "
            "sides write; ask one of them to record it."
        )


def _of_host(visit: Visit, corrected: VisitCorrected, *, is_written: bool) -> VisitCorrected:
    """Let another organisation host, with nobody of the first."""
    if visit.match:
        raise Refused("The visit comes from a match that names its host; cancel it, and plan another one.")
    if visit.signed or is_written:
        raise Refused("Who hosts was signed, or written about, already; cancel the visit, and plan another one.")
    if corrected.host in (corrected.visiting_organisations or visit.visiting_organisations):
        raise Refused("A visitor cannot be of the host organisation; name another host.")
    return corrected if corrected.host_people is not None else replace(corrected, host_people=())


def _taken_back(visit: Visit, event: VisitCorrected) -> VisitCorrected:
    noted: dict[str, Any] = {NOTED[visit.status]: ""} if visit.status in NOTED else {}
    fallen = MATCH_SIDES if visit.status == "agreed" else left_unsigned(visit, event)
    return replace(event, unsigned=tuple(side for side in fallen if side in visit.signed), **noted)


def _days(visit: Visit, corrected: VisitCorrected) -> dict[str, Any]:
    given = {name: parse_optional(value) for name in DAYS if (value := getattr(corrected, name)) is not None}
    if "started_on" in given and visit.status not in UNDER_WAY:
        raise Refused(
            "The visit has not started; correct the planned day with --starts-on, or note 'epex visit start'."
        )
    if "completed_on" in given and visit.status not in OVER:
        raise Refused("The visit is not over; correct the planned day with --ends-on, or note 'epex visit complete'.")
    right = {name: given.get(name, getattr(visit, name)) for name in DAYS}
    for start, end in (DAYS[:2], DAYS[2:]):
        if start in given or end in given:
            require_order(right[start], right[end])
    return given


def _once_each(visit: Visit, corrected: VisitCorrected) -> dict[str, Any]:
    given = {name: getattr(corrected, name) for name in LISTS}
    once: dict[str, Any] = {name: tuple(dict.fromkeys(ids)) for name, ids in given.items() if ids is not None}
    gone = visit.matched_on.difference(corrected.matched_on) if corrected.matched_on is not None else ()
    return {**once, "unmatched": tuple(sorted(gone))}
