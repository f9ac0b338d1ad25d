"""Rows of matches, with the answers that both sides have given."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from epex.app.importing.columns import (
    NAMED,
    Column,
    Unfit,
    by_name,
    code,
    codes,
    date,
    paired,
    programme_year,
    reference,
    references,
)
from epex.app.importing.columns import spoken as languages
from epex.app.importing.ground import Ground
from epex.app.importing.kind import Change, Course, Dated, Kind, Values
from epex.app.importing.kind import told as plainly_told
from epex.core import match
from epex.core.decision import Refused
from epex.core.match import FROM_PLUGINS, Match, MatchAccepted, MatchDeclined, MatchProposed
from epex.core.vocabulary import MATCH_OBJECTIONS, MATCH_REASONS, MATCH_SIDES, SETTINGS

GROUNDS = ("reasons", "against", "challenges", "offers", "needs", "settings", "languages", *FROM_PLUGINS)
STATUSES = ("proposed", "accepted", "declined")
ANSWERS = ("status", "accepted", "declined_by", "reason")


def decide(stream: str, values: Values, ground: Ground) -> Sequence[Dated]:
    """Propose it, and record the answers."""
    host, visitor = (ground.organisation(values[side]) for side in MATCH_SIDES)
    proposed = _proposed(values, ground)
    people = () if ground.is_again else tuple(map(ground.state, proposed.people))
    said = ("match", host.id, visitor.id, proposed.year, frozenset(proposed.people))
    standing = "" if ground.is_again else ground.earlier(said) or ground.queries.standing_match(proposed)
    course = Course(stream)
    course.take(match.propose(stream, proposed, host, visitor, by=ground.by, people=people, standing=standing))
    _answer(course, values, ground)
    if course.state.status in match.OPEN:
        ground.keep(said, stream)
    return course.steps


def revise(state: Match, change: Change, ground: Ground) -> Sequence[Dated]:
    """Record the answers that came since."""
    course = Course(state.id, state)
    _answer(course, change.row, ground)
    return course.steps


def told(events: Sequence[Any]) -> dict[str, Any]:
    """Tell what was proposed, and the answers."""
    said = plainly_told([event for event in events if isinstance(event, MatchProposed)])
    sides = {event.side for event in events if isinstance(event, MatchAccepted)}
    said["accepted"] = tuple(side for side in MATCH_SIDES if side in sides)
    said["status"] = "accepted" if len(sides) == len(MATCH_SIDES) else "proposed"
    for event in events:
        if isinstance(event, MatchDeclined):
            said |= {"status": "declined", "declined_by": event.side, "reason": event.reason}
    return said


def exported(shown: Mapping[str, Any], raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the codes of the reasons, and when and why it was answered."""
    answers = [step for step in shown.get("steps", ()) if step["step"] != "proposed"]
    declined = [step.get("reason", "") for step in answers if step["step"] == "declined"]
    days = [step["occurred_on"] for step in answers]
    plain = {name: raw[name] for name in ("reasons", "against")} | {name: paired(raw[name]) for name in FROM_PLUGINS}
    plain["accepted"] = [side for side in MATCH_SIDES if side in raw["accepted"]]
    return {**shown, **plain, "reason": "".join(declined[-1:]), "answered_on": "".join(days[-1:])}


def _proposed(values: Values, ground: Ground) -> MatchProposed:
    ends = {side: values[side] for side in MATCH_SIDES}
    year, people = values.get("year", 0), values.get("people", ())
    given = {name: values[name] for name in GROUNDS if name in values}
    replaces = values.get("replaces", "")
    if replaces and not ground.is_again and ground.state(replaces).status != "declined":
        raise Unfit("replaces", "The match that it replaces is not declined; decline that one first.")
    if given:
        return MatchProposed(**ends, year=year, people=people, replaces=replaces, **given)
    found = ground.queries.grounds(ends["host"], ends["visitor"], year)
    return replace(found, people=people, replaces=replaces)


def _answer(course: Course, values: Values, ground: Ground) -> None:
    state: Match = course.state
    status, day = values.get("status", "proposed"), values.get("answered_on", "")
    sides = MATCH_SIDES if status == "accepted" else values.get("accepted", ())
    ends = [ground.organisation(one) for one in (state.host, state.visitor)]
    for side in sides:
        if side not in course.state.accepted:
            course.take(match.accept(course.state, by=ground.by, side=side, organisations=ends), day)
    if status == "declined" and not state.declined:
        if not values.get("reason"):
            raise Unfit("reason", "A match is declined with a reason; say why in the column reason.")
        side = values.get("declined_by", "")
        course.take(match.decline(course.state, values["reason"], by=ground.by, side=side), day)
    if course.state.status != status:
        raise Refused(f"The match is {course.state.status} here; mend the status of the row.")


KIND = Kind(
    name="matches",
    subject="match",
    columns=(
        Column(name="host", takes=f"who would be visited: {NAMED}", read=reference("organisation"), required=True),
        Column(name="visitor", takes=f"who would visit: {NAMED}", read=reference("organisation"), required=True),
        Column(name="year", takes="the number of the programme year; else any", read=programme_year),
        Column(name="people", takes="who would host or visit, with ; between", read=references("person")),
        Column(
            name="reasons",
            takes=f"several of {', '.join(MATCH_REASONS)}; without any column of grounds, what is found here",
            read=codes(MATCH_REASONS, "reason for a match"),
        ),
        Column(
            name="against",
            takes=f"several of {', '.join(MATCH_OBJECTIONS)}",
            read=codes(MATCH_OBJECTIONS, "objection to a match"),
        ),
        Column(name="challenges", takes="the challenges that both have", read=references("challenge")),
        Column(name="offers", takes="the host's offers", read=references("offer")),
        Column(name="needs", takes="the visitor's needs", read=references("need")),
        Column(name="settings", takes=f"several of {', '.join(SETTINGS)}", read=codes(SETTINGS, "setting")),
        Column(name="languages", takes="codes of the languages that both speak", read=languages),
        Column(name="plugin_reasons", takes="what plugins said for it, as PLUGIN/NAME: WORDS on lines", read=by_name()),
        Column(name="plugin_against", takes="what plugins said against it, as above", read=by_name()),
        Column(name="replaces", takes="the declined match that it comes in for", read=reference("match")),
        Column(name="status", takes=f"one of {', '.join(STATUSES)}", read=code(STATUSES, "status of a match")),
        Column(name="accepted", takes="who has accepted: host, visitor", read=codes(MATCH_SIDES, "side of a match")),
        Column(name="declined_by", takes="who declined: host or visitor", read=code(MATCH_SIDES, "side of a match")),
        Column(name="reason", takes="why it was declined"),
        date("answered_on", "when it was accepted or declined"),
        date("occurred_on", "when it was proposed"),
    ),
    decide=decide,
    revise=revise,
    revisable=ANSWERS,
    revises="the answers of both sides",
    told=told,
    derived=GROUNDS,
    exported=exported,
    body="reason",
)
