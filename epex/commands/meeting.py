"""Meetings that were held."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from epex.commands.frame import DATE, Subject, add_list, add_show, options, recording
from epex.core import meeting
from epex.core.decision import On, Refused
from epex.core.meeting import Decided, MeetingCorrected
from epex.core.periods import require_happened

if TYPE_CHECKING:
    from epex.commands.desk import Desk

group = Subject(
    "meeting",
    help="Meetings that were held.",
    example='epex meeting hold "Plenary in Graz" --kind plenary --held-on 2017-03-14',
)


TOLD = options(
    click.option("--place", metavar="TEXT", help="Where."),
    click.option("--attended", metavar="PERSON", multiple=True, help="Who was there."),
    click.option("--agenda", metavar="TEXT", multiple=True, help="A point of the agenda."),
    click.option("--minutes", metavar="TEXT", help="What was said and decided."),
)


@group.command("hold", example='epex meeting hold "Plenary in Graz" --held-on 2017-03-14 --file minutes.txt')
@click.argument("title", metavar="TITLE")
@click.option("--kind", type=click.Choice(meeting.KINDS), default="plenary", show_default=True, help="What kind.")
@click.option("--held-on", type=DATE, metavar="DATE", help="When; else the date given with --occurred-on.")
@TOLD
@recording(text="minutes")
def hold(desk: "Desk", title: str, attended: tuple[str, ...], held_on: str = "", **given: Any) -> list[On]:
    """Record a meeting that was held."""
    day = desk.dated(held_on)
    if not day:
        raise click.UsageError("Missing option '--held-on'.")
    require_happened(day, desk.base.day)
    people = desk.find_all(attended, "person")
    return meeting.hold(desk.new("meeting"), title, held_on=day, attended=people, by=desk.by, **given)


@group.command("correct", example='epex meeting correct "Plenary in Graz" --absent "Mira Holm" --reason "Ill"')
@click.argument("which", metavar="MEETING")
@click.option("--title", metavar="TEXT", help="The title anew.")
@click.option("--kind", type=click.Choice(meeting.KINDS), help="What kind.")
@click.option("--held-on", type=DATE, metavar="DATE", help="When.")
@TOLD
@click.option("--absent", metavar="PERSON", multiple=True, help="Who was not there; --attended adds people.")
@recording(text="minutes")
def correct(
    desk: "Desk",
    which: str,
    attended: tuple[str, ...],
    absent: tuple[str, ...],
    agenda: tuple[str, ...],
    minutes: str,
    **given: str,
) -> list[On]:
    """Correct what was recorded of a meeting; what is not given stays, and the reason is kept.

    --agenda and --minutes replace what was there. Quotes of the minutes go on saying which version they are from.
    """
    loaded: meeting.Meeting = desk.load(which, "meeting")
    require_happened(given.get("held_on", ""), desk.base.day)
    corrected = MeetingCorrected(
        attended=_attendance(desk, loaded, attended, absent),
        agenda=agenda or None,
        minutes=minutes or None,
        version=loaded.version + 1,
        reason=desk.reason,
        **given,
    )
    return meeting.correct(loaded, corrected, by=desk.by, decided=_decided(desk.queries.show(loaded.id)["decisions"]))


def _decided(decisions: Sequence[Mapping[str, Any]]) -> list[Decided]:
    votes = ("votes_for", "votes_against", "abstained")
    return [Decided(one["occurred_on"], sum(one[name] or 0 for name in votes)) for one in decisions]


add_list(group, "kind", "held_on", filters=False)
add_show(group, 'epex meeting show "Plenary in Graz"')


def _attendance(
    desk: "Desk", loaded: meeting.Meeting, attended: tuple[str, ...], absent: tuple[str, ...]
) -> tuple[str, ...] | None:
    if not (attended or absent):
        return None
    there, gone = desk.find_all(attended, "person"), set(desk.find_all(absent, "person"))
    if strange := gone - loaded.attended:
        name = desk.queries.names(strange)[min(strange)]
        raise Refused(f"{name} is not noted as having attended; 'epex meeting show' lists who is.")
    return tuple(sorted((loaded.attended - gone) | set(there)))
