"""People: where they belong, and the roles they hold."""

from typing import TYPE_CHECKING

import click

from epex.commands.frame import Subject, add_list, add_show, as_json, recording
from epex.commands.printing import plain, print_json
from epex.commands.session import Session
from epex.core import person
from epex.core.decision import On
from epex.core.vocabulary import NAME_PREFERENCES, ROLES

if TYPE_CHECKING:
    from epex.commands.desk import Desk

group = Subject(
    "person",
    help="The people, where they belong, their roles.",
    example='epex person add --name "Mira Holm" --organisation "Youth House North" --role practitioner',
)
ROLE = click.option("--role", "roles", type=click.Choice(ROLES), multiple=True, help="A role; give it once for each.")
CONTACT = click.option("--contact", metavar="TEXT", help="How to reach them.")
PREFERENCE = click.option(
    "--name-preference", type=click.Choice(NAME_PREFERENCES), help="How they are named in what is published."
)


@group.command("add", example='epex person add --name "Mira Holm" --organisation "Youth House North"')
@click.option("--name", metavar="N", required=True, help="Their name; it is encrypted in the log.")
@click.option("--organisation", metavar="ID", required=True, help="Where they belong.")
@ROLE
@CONTACT
@PREFERENCE
@recording(text="contact")
def add(
    desk: "Desk", name: str, organisation: str, roles: tuple[str, ...], contact: str, name_preference: str = "role_only"
) -> list[On]:
    """Register a person; without a role, as a practitioner."""
    return person.register(
        desk.new("person"),
        name,
        desk.load(organisation, "organisation"),
        by=desk.by,
        contact=contact,
        roles=roles or ("practitioner",),
        name_preference=name_preference,
    )


@group.command("revise", example='epex person revise "Mira Holm" --role practitioner --role editor')
@click.argument("which", metavar="PERSON")
@click.option("--name", metavar="N", help="Their new name.")
@ROLE
@CONTACT
@PREFERENCE
@recording(text="contact")
def revise(desk: "Desk", which: str, roles: tuple[str, ...], contact: str, **changes: str) -> list[On]:
    """Revise what is known of a person; roles replace the earlier ones."""
    return person.revise(
        desk.load(which, "person"), by=desk.by, contact=contact or None, roles=roles or None, **changes
    )


@group.command("move", example='epex person move "Mira Holm" --organisation "Prison Service South"')
@click.argument("which", metavar="PERSON")
@click.option("--organisation", metavar="ID", required=True, help="Where they go.")
@recording()
def move(desk: "Desk", which: str, organisation: str) -> list[On]:
    """Move a person to another organisation."""
    return person.move(desk.load(which, "person"), desk.load(organisation, "organisation"), by=desk.by)


@group.command("erase", example='epex person erase "Mira Holm" --ground "Asked for it in a letter of 3 May"')
@click.argument("which", metavar="PERSON")
@click.option("--ground", metavar="TEXT", required=True, help="Why, without a name; it stays.")
@as_json
@click.pass_obj
def erase(session: Session, which: str, ground: str, json: bool) -> None:
    """Destroy the keys of a person and of what they wrote, look at every byte, and print a certificate.

    For a data protection officer. What was broken off goes on with the same command.
    """
    from epex.app.erasing.cases import PersonCase  # noqa: PLC0415 - start-up: --help erases nothing
    from epex.app.erasing.certificate import as_text, certificate  # noqa: PLC0415 - start-up: as above
    from epex.app.erasing.erasure import Erasure  # noqa: PLC0415 - start-up: as above
    from epex.app.erasing.pending import found  # noqa: PLC0415 - start-up: as above

    base = session.open()
    case = PersonCase(base.log, found(base, which, "person"), ground)
    Erasure(base, case, lambda step: click.echo(f"{step} ...", err=True)).run()
    done = certificate(base, case.stream)
    print_json(done) if json else click.echo(plain("\n".join(as_text(done))))


add_list(group, "roles", "organisation", example="epex person list --organisation 'Youth House North'")
add_show(group, 'epex person show "Mira Holm"')
