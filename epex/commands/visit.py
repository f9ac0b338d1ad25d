"""Visits: planned, agreed, prepared, carried out and monitored."""

from typing import TYPE_CHECKING, Any

import click

from epex.commands.boarding import print_board
from epex.commands.calendar import calendar
from epex.commands.frame import DATE, IN_SETTING, Subject, add_list, add_show, options, reading, recording
from epex.core import match, visit, visit_correction
from epex.core.dates import days_after, earliest
from epex.core.decision import On, Refused
from epex.core.offer import require_open
from epex.core.organisation import require_members
from epex.core.periods import require_happened
from epex.core.steps import require_later
from epex.core.visit import VisitAgreed, VisitCorrected, VisitPlanned
from epex.core.visit_turns import NEXT
from epex.core.vocabulary import MATCH_SIDES, PLACE_PRECISIONS, PREVENTION_LEVELS, PURPOSES, SETTINGS

if TYPE_CHECKING:
    from epex.commands.desk import Desk

WHICH = click.argument("which", metavar="VISIT")
DATES = options(
    click.option("--starts-on", type=DATE, metavar="DATE", help="The first day."),
    click.option("--ends-on", type=DATE, metavar="DATE", help="The last day."),
)
AGREEMENT = options(
    click.option("--host-person", "host_people", metavar="PERSON", multiple=True, help="Who hosts."),
    DATES,
    click.option("--objectives", metavar="TEXT", help="What the visitors want to learn."),
    click.option("--work-plan", metavar="TEXT", help="What is done on which day."),
)
ON = click.option("--on", type=DATE, metavar="DATE", help="The day; else the date given with --occurred-on.")

PLACE = options(
    click.option("--place", metavar="TEXT", help="Where, the city first: 'Oslo, Storgata 5'; whole for the two sides."),
    click.option("--region", metavar="TEXT", help="In which region."),
)
PRECISION = "What of it all others read: the city, the region, the host's country, or nothing."

SIGNED_FOR = click.option("--signed-for", type=click.Choice(MATCH_SIDES), help="The side that signs; else your own.")
NAMING = {"host_people": "person", "visitors": "person", "matched_on": "challenge"}
# A visit of more days than that is probably a slip of the pen.
LONG = 31
NEEDED = {"host": "who hosts", "visitors": "who visits", "year": "in which programme year it takes place"}

group = Subject(
    "visit",
    help="Job-shadowing visits, from plan to monitoring.",
    example='epex visit plan "Street work at night" --year 2 --host "Youth House North" --visitor "Mira Holm"',
)


@group.command("plan", example='epex visit plan "Street work" --year 2 --host "Youth House" --visitor "Mira Holm"')
@click.argument("title", metavar="TITLE")
@click.option("--match", "matched", metavar="MATCH", help="The match that it comes from, which names host and year.")
@click.option("--year", type=int, metavar="N", help="The programme year; needed without a match.")
@click.option("--purpose", type=click.Choice(PURPOSES), help="What for; else the purpose of the year.")
@click.option("--host", metavar="ORGANISATION", help="Who is visited; needed without a match.")
@click.option("--visitor", "visitors", metavar="PERSON", multiple=True, help="Who visits; else whom the match names.")
@AGREEMENT
@PLACE
@click.option(
    "--place-precision", type=click.Choice(PLACE_PRECISIONS), default="region", show_default=True, help=PRECISION
)
@click.option("--setting", type=click.Choice(SETTINGS), metavar="S", help=IN_SETTING)
@click.option("--level", type=click.Choice(PREVENTION_LEVELS), help="The level of prevention.")
@click.option("--matched-on", metavar="CHALLENGE", multiple=True, help="The challenge behind the match.")
@recording(text="objectives")
def plan(desk: "Desk", matched: str = "", purpose: str = "", **given: Any) -> list[On]:
    """Plan a visit, perhaps from a match; the visiting organisations are those where the visitors belong."""
    stream = desk.new("visit")
    known = desk.load(matched, "match") if matched else None
    terms = from_match(desk, known, given) if known else given
    require_sides(terms)
    visitors = desk.find_all(terms.pop("visitors"), "person")
    terms["host"] = desk.find(terms["host"], "organisation")
    terms["host_people"] = desk.find_all(terms["host_people"], "person")
    terms["matched_on"] = desk.find_all(terms["matched_on"], "challenge")
    homes = _homes(desk, visitors)
    planned = VisitPlanned(
        purpose=purpose or _purpose(desk, terms["year"]),
        visitors=visitors,
        visiting_organisations=tuple(homes.values()),
        **terms,
    )
    _require_members(desk, planned.host, *planned.visiting_organisations)
    remark(planned.starts_on, planned.ends_on)
    homes |= _homes(desk, planned.host_people)
    standing = desk.queries.visit_from(known.id) if known else ""
    return visit.plan(stream, planned, by=desk.by, match=known, homes=homes, standing=standing)


@group.command("agree", example="epex visit agree visit-3f2a --starts-on 2017-03-13 --ends-on 2017-03-17")
@WHICH
@AGREEMENT
@SIGNED_FOR
@recording(text="objectives")
def agree(desk: "Desk", which: str, host_people: tuple[str, ...], **terms: Any) -> list[On]:
    """Record the learning agreement, signed by your own side, or by both if you take no part."""
    agreed = VisitAgreed(host_people=desk.find_all(host_people, "person"), **terms)
    state = desk.load(which, "visit")
    _require_members(desk, state.host, *sorted(state.visiting_organisations))
    remark(agreed.starts_on or state.starts_on, agreed.ends_on or state.ends_on)
    homes, is_written = _homes(desk, agreed.host_people), desk.base.is_written_about(state.id)
    return visit.agree(state, agreed, by=desk.by, is_written=is_written, homes=homes)


@group.command("sign", example="epex visit sign visit-3f2a")
@WHICH
@SIGNED_FOR
@recording()
def sign(desk: "Desk", which: str, signed_for: str = "") -> list[On]:
    """Sign the learning agreement for the side that has not signed it yet."""
    state = desk.load(which, "visit")
    return visit.sign(state, by=desk.by, signed_for=signed_for)


@group.command("prepare", example='epex visit prepare visit-3f2a --briefed "Mira Holm"')
@WHICH
@click.option(
    "--confidentiality-briefing/--no-confidentiality-briefing",
    default=True,
    show_default=True,
    help="Whether the visitors were briefed on confidentiality.",
)
@click.option("--briefed", metavar="PERSON", multiple=True, help="Who was briefed; else everybody who visits.")
@recording()
def prepare(desk: "Desk", which: str, confidentiality_briefing: bool, briefed: tuple[str, ...]) -> list[On]:
    """Record that a visit is prepared, which says that the visitors were briefed on confidentiality."""
    told = desk.find_all(briefed, "person")
    state = desk.load(which, "visit")
    return visit.prepare(state, by=desk.by, confidentiality_briefing=confidentiality_briefing, briefed=told)


@group.command("start", example="epex visit start visit-3f2a --on 2017-03-13")
@WHICH
@ON
@recording()
def start(desk: "Desk", which: str, on: str = "") -> list[On]:
    """Record that a visit has started."""
    day = desk.dated(on)
    return visit.start(desk.load(which, "visit"), by=desk.by, on=require_happened(day, desk.base.day))


@group.command("complete", example="epex visit complete visit-3f2a --on 2017-03-17")
@WHICH
@ON
@recording()
def complete(desk: "Desk", which: str, on: str = "") -> list[On]:
    """Record that a visit was carried out to its end."""
    day, state = desk.dated(on), desk.load(which, "visit")
    # Without a day it ends today at the latest, so that it has to have started.
    require_happened(day or state.started_on, desk.base.day)
    return visit.complete(state, by=desk.by, on=day)


@group.command("monitor", example='epex visit monitor visit-3f2a "Two colleagues now work with parents"')
@WHICH
@click.argument("attained", metavar="[TEXT]", required=False)
@click.option("--unexpected", metavar="TEXT", help="What nobody had expected.")
@recording(text="attained", required=True)
def monitor(desk: "Desk", which: str, attained: str, unexpected: str = "") -> list[On]:
    """Note what a completed visit attained."""
    state = desk.load(which, "visit")
    require_later(desk.day, (state.started_on, state.completed_on))
    return visit.monitor(state, attained, by=desk.by, unexpected=unexpected)


@group.command("postpone", example='epex visit postpone visit-3f2a --reason "The host is ill"')
@WHICH
@DATES
@recording(required=True)
def postpone(desk: "Desk", which: str, **dates: str) -> list[On]:
    """Put off a visit that has not started."""
    remark(dates.get("starts_on", ""), dates.get("ends_on", ""))
    return visit.postpone(desk.load(which, "visit"), desk.reason, by=desk.by, **dates)


@group.command("cancel", example='epex visit cancel visit-3f2a --reason "The prison gave no access"')
@WHICH
@recording(required=True)
def cancel(desk: "Desk", which: str) -> list[On]:
    """Call off a visit, or break it off."""
    state = desk.load(which, "visit")
    require_later(desk.day, (state.started_on,))
    return visit.cancel(state, desk.reason, by=desk.by)


@group.command("correct", example='epex visit correct visit-3f2a --starts-on 2017-03-14 --reason "A slip of the pen"')
@WHICH
@click.option(
    "--status", type=click.Choice([*NEXT]), metavar="STATUS", help="The one before: takes the last step back."
)
@click.option("--title", metavar="TEXT", help="What it is called.")
@click.option("--year", type=int, metavar="N", help="The programme year.")
@click.option("--purpose", type=click.Choice(PURPOSES), help="What for.")
@click.option("--host", metavar="ORGANISATION", help="Who is visited, as long as nobody signed or wrote.")
@click.option("--visitor", "visitors", metavar="PERSON", multiple=True, help="Who visits: all who do, not only one.")
@AGREEMENT
@click.option("--started-on", type=DATE, metavar="DATE", help="The day on which it really started.")
@click.option("--completed-on", type=DATE, metavar="DATE", help="The day on which it really ended.")
@PLACE
@click.option("--place-precision", type=click.Choice(PLACE_PRECISIONS), help=PRECISION)
@click.option("--setting", type=click.Choice(SETTINGS), metavar="S", help=IN_SETTING)
@click.option("--level", type=click.Choice(PREVENTION_LEVELS), help="The level of prevention.")
@click.option("--matched-on", metavar="CHALLENGE", multiple=True, help="The challenges behind the match: all of them.")
@recording(required=True)
def correct(desk: "Desk", which: str, host: str = "", **right: Any) -> list[On]:
    """Correct what was recorded wrongly, or who takes part, with the reason; what was recorded stays in the log.

    The last step is taken back with --status and the status before it, as long as nothing rests on it.
    """
    state = desk.load(which, "visit")
    for name, subject in NAMING.items():
        right[name] = desk.find_all(right[name], subject) or None
    guests = _homes(desk, right["visitors"] or ())
    right |= {"host": desk.find(host, "organisation") or None, "visiting_organisations": tuple(guests.values()) or None}
    _require_members(desk, host)
    for day in (right.get("started_on"), right.get("completed_on")):
        require_happened(day or "", desk.base.day)
    if right.get("year"):
        require_open(right["year"], desk.queries.open_years())
    # To others than the two sides a page tells only part of a place.
    unknown = {} if state.side_of(desk.by.person) else {"place": None, "region": None}
    present = {**desk.queries.show(state.id), **unknown}
    corrected = VisitCorrected(reason=desk.reason, **_changed(present, right))
    remark(corrected.starts_on or state.starts_on, corrected.ends_on or state.ends_on)
    return visit_correction.correct(
        state,
        corrected,
        by=desk.by,
        is_written=desk.base.is_written_about(state.id),
        homes={**guests, **_homes(desk, right["host_people"] or ())},
        standing=desk.queries.visit_from(state.match) if state.status == "cancelled" else "",
    )


@group.command("board", example="epex visit board --year 2")
@click.option("--year", type=int, default=0, metavar="N", help="Only of this programme year.")
@reading(print_board)
def board(base: Any, year: int) -> Any:
    """Show how every visit stands: signatures, reflections, follow-ups, and what comes next."""
    return base.queries().board(base.day, year)


group.add_command(calendar)
add_list(group, "status", "occurred_on", "host", example="epex visit list --year 2 --setting prison")
add_show(group, "epex visit show visit-3f2a")


def from_match(desk: "Desk", matched: match.Match, given: dict[str, Any]) -> dict[str, Any]:
    """Fill in what a match names: the host, the year, the people, and the challenges that it rests on."""
    rests_on = desk.queries.show(matched.id)["challenges"]
    named = {person: desk.load(person, "person").organisation for person in sorted(matched.people)}
    sides = {"host_people": matched.host, "visitors": matched.visitor}
    people = {name: tuple(who for who, home in named.items() if home == side) for name, side in sides.items()}
    known = {"host": matched.host, "matched_on": tuple(rests_on), **people}
    terms = {**given, **{name: value for name, value in known.items() if not given.get(name)}}
    return terms if given.get("year") or not matched.year else {**terms, "year": matched.year}


def require_sides(terms: dict[str, Any]) -> None:
    """Refuse a plan that says neither by itself nor by its match who hosts, who visits and in which year."""
    for name, option in {"host": "--host", "visitors": "--visitor", "year": "--year"}.items():
        if not terms.get(name):
            raise Refused(f"The plan does not say {NEEDED[name]}; add {option}, or --match with a match that names it.")


def _require_members(desk: "Desk", *organisations: str) -> None:
    """Refuse a visit of or at an organisation that has left."""
    require_members(desk.load(one, "organisation") for one in dict.fromkeys(organisations) if one)


def _homes(desk: "Desk", people: tuple[str, ...]) -> dict[str, str]:
    return {person: desk.load(person, "person").organisation for person in people}


def _changed(present: dict[str, Any], right: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is so already; where people belong goes along with them."""
    homes = right.pop("visiting_organisations")
    new = {name: value for name, value in right.items() if value is not None and not _is_so(present[name], value)}
    return {**new, "visiting_organisations": homes} if "visitors" in new else new


def _is_so(present: Any, value: Any) -> bool:
    return set(present) == set(value) if isinstance(value, tuple) else bool(present == value)


def remark(starts_on: str, ends_on: str) -> None:
    """Say that a visit is planned to be far longer than visits are."""
    if starts_on and ends_on and earliest(ends_on) > days_after(starts_on, LONG):
        click.echo(f"Note: from {starts_on} to {ends_on} is more than {LONG} days; mend it if it is a slip.", err=True)


def _purpose(desk: "Desk", number: int) -> str:
    for year in desk.queries.listing("year"):
        if year["number"] == number:
            return str(year["purpose"])
    raise Refused(f"Year {number} is not open; open it with 'epex year open', or give the visit a --purpose.")
