"""Correcting a visit that was recorded wrongly, or in which somebody else takes part."""

from dataclasses import fields, replace
from typing import Any

from epex.core.decision import Actor, On, Refused, require_one_of, require_text
from epex.core.periods import parse_optional, require_order
from epex.core.visit import DAYS, OVER, PEOPLE, Visit, VisitCorrected, require_apart, require_turn
from epex.core.vocabulary import PLACE_PRECISIONS, PREVENTION_LEVELS, PURPOSES, SETTINGS

UNDER_WAY = ("started", *OVER)
CORRECTABLE = ("planned", "agreed", "prepared", "postponed", *UNDER_WAY)
ALWAYS_SAID = ("reason", "brief_again")


def correct(visit: Visit, corrected: VisitCorrected, *, by: Actor) -> list[On]:
    """Correct a visit; whoever takes part may, and a coordinator. What was recorded before stays in the log."""
    require_turn(visit, "correct it", CORRECTABLE, by)
    require_text(corrected.reason, "reason")
    require_change(corrected)
    require_known_words(corrected)
    event = replace(corrected, **_once_each(corrected), **_days(visit, corrected))
    require_people(visit, event, by)
    again = visit.status == "prepared" and not visit.briefed.issuperset(event.visitors or ())
    return [On(visit.id, replace(event, brief_again=again))]


def require_change(corrected: VisitCorrected) -> None:
    """Refuse a correction that changes nothing."""
    if not changed(corrected):
        raise Refused("The correction changes nothing; give at least one field, such as --starts-on.")


def changed(corrected: VisitCorrected) -> list[str]:
    """Name the fields that a correction gives a new value."""
    given = (field.name for field in fields(corrected) if field.name not in ALWAYS_SAID)
    return [name for name in given if getattr(corrected, name) is not None]


def require_known_words(corrected: VisitCorrected) -> None:
    """Refuse an empty title, a year that cannot be, and words outside the vocabulary."""
    if corrected.title is not None:
        require_text(corrected.title, "visit's title")
    if corrected.year is not None and corrected.year < 1:
        raise Refused("Programme years are counted from 1; give the number of the year, such as 1.")
    if corrected.purpose is not None:
        require_one_of(corrected.purpose, PURPOSES, "purpose")
    if corrected.place_precision is not None:
        require_one_of(corrected.place_precision, PLACE_PRECISIONS, "precision of the place")
    if corrected.setting:
        require_one_of(corrected.setting, SETTINGS, "setting")
    if corrected.level:
        require_one_of(corrected.level, PREVENTION_LEVELS, "prevention level")


def require_people(visit: Visit, corrected: VisitCorrected, by: Actor) -> None:
    """Refuse a side without people, somebody on both sides, and a stranger who lets others into a visit's texts."""
    hosts, visitors = corrected.host_people, corrected.visitors
    if hosts is None and visitors is None:
        return
    if visitors is not None and not (visitors and corrected.visiting_organisations):
        raise Refused("A visit needs somebody who visits; name a visitor who belongs to an organisation.")
    if visit.host in (corrected.visiting_organisations or ()):
        raise Refused("A visitor cannot be of the host organisation; name somebody from another one.")
    there = visit.host_people if hosts is None else frozenset(hosts)
    require_apart(tuple(there), visit.visitors if visitors is None else frozenset(visitors))
    if visit.status in UNDER_WAY and not visit.side_of(by.person):
        raise Refused(
            "Who takes part reads what the two sides wrote for each other, so once a visit has started only its hosts "
            "and visitors may correct who took part; ask one of them to record it."
        )


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


def _once_each(corrected: VisitCorrected) -> dict[str, Any]:
    given = {name: getattr(corrected, name) for name in PEOPLE}
    return {name: tuple(dict.fromkeys(people)) for name, people in given.items() if people is not None}
