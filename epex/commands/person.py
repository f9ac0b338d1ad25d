"""People: where they belong, and the roles they hold."""

from json import dumps
from pathlib import Path
from typing import TYPE_CHECKING

import click

from epex.commands.frame import Subject, add_list, as_json, recording
from epex.commands.irreversible import YES, require_sure
from epex.commands.pages import print_page
from epex.commands.printing import plain, print_json
from epex.commands.screening import note_namesake
from epex.commands.session import Session
from epex.core import person
from epex.core.decision import LASTING, On, Refused
from epex.core.vocabulary import NAME_PREFERENCES, ROLES

if TYPE_CHECKING:
    from epex.app.base import KnowledgeBase
    from epex.commands.desk import Desk

group = Subject(
    "person",
    help="The people, where they belong, their roles.",
    example='epex person add --name "Mira Holm" --organisation "Youth House North" --role practitioner',
)
FORMS = {".html": "html", ".md": "md", ".txt": "text", ".json": "json"}
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
    ons = person.register(
        desk.new("person"),
        name,
        desk.load(organisation, "organisation"),
        by=desk.by,
        contact=contact,
        roles=roles or ("practitioner",),
        name_preference=name_preference,
    )
    note_namesake(desk.queries, name)
    return ons


@group.command("revise", example='epex person revise "Mira Holm" --role practitioner --role editor')
@click.argument("which", metavar="PERSON")
@click.option("--name", metavar="N", help="Their new name.")
@ROLE
@CONTACT
@PREFERENCE
@recording(text="contact")
def revise(desk: "Desk", which: str, roles: tuple[str, ...], contact: str, **changes: str) -> list[On]:
    """Revise what is known of a person; roles replace the earlier ones."""
    state = desk.load(which, "person")
    alone, vacant = (desk.queries.alone([state.id]), _vacant(desk)) if roles else (frozenset(), frozenset())
    given = {**changes, "contact": contact or None}
    return person.revise(state, by=desk.by, alone=alone, vacant=vacant, roles=roles or None, **given)


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
@YES
@as_json
@click.pass_obj
def erase(session: Session, which: str, ground: str, yes: bool, json: bool) -> None:
    """Destroy the keys of a person and of what they wrote, look at every byte, and print a certificate.

    For a data protection officer. What was broken off goes on with the same command.
    """
    from epex.app.erasing.cases import PersonCase  # noqa: PLC0415 - start-up: --help erases nothing
    from epex.app.erasing.certificate import as_text, certificate  # noqa: PLC0415 - start-up: as above
    from epex.app.erasing.erasure import Erasure  # noqa: PLC0415 - start-up: as above
    from epex.app.erasing.pending import found  # noqa: PLC0415 - start-up: as above

    base = session.open()
    stream = found(base, which, "person")
    name = base.queries().titles([stream]).get(stream, "this person")
    gone = "with all that they wrote, but for the reflections that they agreed to keep without a name"
    require_sure(f"The name and the contact of {name} will be gone, {gone}.", yes=yes)
    case = PersonCase(base.log, stream, ground, base.queries().alone([stream]))
    Erasure(base, case, lambda step: click.echo(f"{step} ...", err=True)).run()
    done = certificate(base, case.stream)
    print_json(done) if json else click.echo(plain("\n".join(as_text(done))))


add_list(group, "roles", "organisation", example="epex person list --organisation 'Youth House North'")


@group.command("show", example='epex person show "Mira Holm" --everything --output everything.html')
@click.argument("which", metavar="PERSON")
@click.option("--everything", is_flag=True, help="All that is kept about them, others masked: an access request.")
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help="Write .html, .md, .txt or .json.")
@as_json
@click.pass_obj
def show(session: Session, which: str, everything: bool, output: Path | None, json: bool) -> None:
    """Show one, with all that you may read of them.

    Everything is for the person themself and for a data protection officer.
    """
    base = session.open()
    queries = base.queries()
    identity = queries.resolve(which, "person")
    if not everything:
        if output:
            raise Refused("--output goes with --everything; give both, or neither.")
        shown = queries.show(identity)
        print_json(shown) if json else print_page(shown)
        return
    _tell_everything(base, identity, output, json=json)


def _vacant(desk: "Desk") -> frozenset[str]:
    held = {role for row in desk.queries.listing("person") for role in row["roles"]}
    return frozenset(LASTING) - held


def _tell_everything(base: "KnowledgeBase", identity: str, output: Path | None, *, json: bool) -> None:
    from epex.app.access.answer import document  # noqa: PLC0415 - start-up: only an access request needs it
    from epex.app.access.gathering import everything  # noqa: PLC0415 - start-up: as above
    from epex.commands.report import write  # noqa: PLC0415 - start-up: as above
    from epex.plugins.reports import render  # noqa: PLC0415 - start-up: as above

    gathered = everything(base, identity)
    form = FORMS.get(output.suffix if output else ".json" if json else ".txt", "")
    if not form:
        raise Refused(f"{output} has no ending that says the format; name it .html, .md, .txt or .json.")
    text = dumps(gathered, ensure_ascii=False, indent=2) if form == "json" else render(document(gathered), form)
    if output is None:
        click.echo(text, nl=not text.endswith("\n"))
        return
    write(output, text.encode())
    if gathered["withheld"]:
        count = gathered["withheld"]
        told = "1 record is" if count == 1 else f"{count} records are"
        click.echo(f"{told} not in it, as this person may not read what others wrote there; you may.", err=True)
    click.echo(f"Wrote {output}. It holds personal data: give it to nobody but this person.", err=True)
