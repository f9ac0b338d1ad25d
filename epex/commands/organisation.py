"""Organisations: who belongs to the network."""

from typing import TYPE_CHECKING, Any

import click

from epex.commands.frame import COUNTRY, IN_SETTING, Subject, add_list, add_show, options, recording
from epex.core import organisation
from epex.core.decision import On
from epex.core.vocabulary import ORGANISATION_KINDS, SETTINGS

if TYPE_CHECKING:
    from epex.commands.desk import Desk

PROFILE = options(
    click.option("--short-name", metavar="N", help="Its abbreviation."),
    click.option("--setting", "settings", type=click.Choice(SETTINGS), multiple=True, metavar="S", help=IN_SETTING),
    click.option("--language", "languages", metavar="CODE", multiple=True, help="A language that it works in."),
    click.option("--shows", metavar="TEXT", multiple=True, help="What it offers to show."),
    click.option("--wants", metavar="TEXT", multiple=True, help="What it wants to learn."),
    click.option("--constraints", metavar="TEXT", help="What visitors have to reckon with, such as vetting."),
)
KIND = click.Choice(ORGANISATION_KINDS)

group = Subject(
    "organisation",
    help="The organisations and individual members.",
    example='epex organisation add --name "Violence Prevention Network" --country DE --kind ngo',
)


@group.command("add", example='epex organisation add --name "Youth House North" --country NO --kind public_service')
@click.option("--name", metavar="N", required=True, help="Its name.")
@click.option("--country", type=COUNTRY, metavar="CC", required=True, help="Its country, such as AT, or XK.")
@click.option("--kind", type=KIND, required=True, help="What kind of organisation it is.")
@PROFILE
@recording(text="constraints")
def add(desk: "Desk", name: str, country: str, kind: str, **profile: Any) -> list[On]:
    """Let an organisation join."""
    new, taken = desk.new("organisation"), _names(desk)
    return organisation.join(new, name, country=country, kind=kind, by=desk.by, taken=taken, **_given(profile))


@group.command("revise", example='epex organisation revise "Youth House North" --shows "A night on the streets"')
@click.argument("which", metavar="ORGANISATION")
@click.option("--name", metavar="N", help="Its new name.")
@click.option("--country", type=COUNTRY, metavar="CC", help="Its new country.")
@click.option("--kind", type=KIND, help="What kind it is now.")
@PROFILE
@recording(text="constraints")
def revise(desk: "Desk", which: str, **profile: Any) -> list[On]:
    """Revise a profile; what is not given stays as it is."""
    state = desk.load(which, "organisation")
    return organisation.revise(state, by=desk.by, taken=_names(desk, state.id), **_given(profile))


@group.command("leave", example='epex organisation leave "Youth House North" --reason "Funding ended"')
@click.argument("which", metavar="ORGANISATION")
@recording()
def leave(desk: "Desk", which: str) -> list[On]:
    """Record that an organisation leaves the network."""
    state = desk.load(which, "organisation")
    people = [row["id"] for row in desk.queries.listing("person") if row["organisation"] == state.id]
    return organisation.leave(state, by=desk.by, reason=desk.reason, alone=desk.queries.alone(people))


add_list(group, "country", "kind", example="epex organisation list --country DE")
add_show(group, 'epex organisation show "Youth House North"')


def _given(profile: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in profile.items() if value}


def _names(desk: "Desk", but: str = "") -> list[str]:
    """List what the members are called whom the actor may read."""
    rows = desk.queries.listing("organisation")
    return [row["title"] for row in rows if row["id"] != but and not row["left_on"]]
