"""Publications: editions that are opened, frozen with a content hash, published, and written as books."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from epex.commands.frame import DATE, LANGUAGE, Subject, add_list, add_show, reading, recording
from epex.commands.printing import bold, wrap
from epex.commands.report import require_form, tell_faults, write
from epex.commands.screening import note_names
from epex.core import publication
from epex.core.decision import On

if TYPE_CHECKING:
    from epex.app.base import KnowledgeBase
    from epex.commands.desk import Desk
    from epex.commands.session import Session

group = Subject(
    "publication",
    help="Editions: opened, frozen with a content hash, published, written as books.",
    example='epex publication open "What travels" --language en --editor "Mira Holm"',
)
CANONICAL = "canonical"


@group.command("open", example='epex publication open "What travels" --number 1 --editor "Mira Holm"')
@click.argument("title", metavar="TITLE")
@click.option("--number", type=click.IntRange(min=1), metavar="N", help="Which edition; else the next one.")
@click.option("--edition", metavar="TEXT", help="A name of the edition.")
@click.option("--language", type=LANGUAGE, default="en", show_default=True, help="The language of the book.")
@click.option(
    "--editor", "editors", metavar="PERSON", multiple=True, help="Who may freeze it beside the role's holders."
)
@recording()
def open_(desk: "Desk", title: str, editors: tuple[str, ...], number: int = 0, **given: Any) -> list[On]:
    """Open an edition."""
    known = {row["number"]: row["title"] for row in desk.queries.listing("publication")}
    people, following = desk.find_all(editors, "person"), max(known, default=0) + 1
    stream = desk.new("publication")
    return publication.open(stream, title, by=desk.by, editors=people, number=number or following, known=known, **given)


def print_check(answer: dict[str, Any]) -> None:
    """Print what stands in the way, one line each, and what somebody is to answer for."""
    click.echo(bold(wrap(answer["title"])))
    if answer["status"] != "open":
        click.echo(f"It is {answer['status']}: nothing in it changes any more.")
    elif answer["ready"] and not answer["doubts"]:
        click.echo("Nothing stands in the way: it can be frozen.")
    elif answer["ready"]:
        click.echo("It can be frozen once somebody has answered for these names:")
    for number, objection in enumerate((*answer["objections"], *answer["doubts"]), 1):
        click.echo(wrap(objection, "    ", f"{number:>2}. "))


@group.command("check", example='epex publication check "What travels"')
@click.argument("which", metavar="PUBLICATION")
@reading(print_check)
def check(base: "KnowledgeBase", which: str) -> Any:
    """List everything that stands in the way of freezing an edition, as far as you may see it."""
    from epex.app.publishing.checking import to_freeze  # noqa: PLC0415 - start-up: --help checks nothing
    from epex.core.edition import doubts, objections  # noqa: PLC0415 - start-up: as above

    shown = _page(base, which)
    told = {name: shown[name] for name in ("id", "title", "status")}
    if shown["status"] != "open":
        return {**told, "ready": False, "objections": [], "doubts": []}
    whole = to_freeze(base, shown["id"])
    found = objections(whole, base.day)
    return {**told, "ready": not found, "objections": found, "doubts": doubts(whole)}


@group.command("freeze", example='epex publication freeze "What travels" --reason "The editors agree"')
@click.argument("which", metavar="PUBLICATION")
@click.option("--names-may-stand", metavar="TEXT", help="Why names that the check doubts may be printed.")
@recording()
def freeze(desk: "Desk", which: str, names_may_stand: str = "") -> list[On]:
    """Freeze an edition with the hash of its content; all that stands in the way is named at once."""
    from epex.app.publishing.assembling import Press  # noqa: PLC0415 - start-up: --help freezes nothing
    from epex.app.publishing.checking import to_freeze  # noqa: PLC0415 - start-up: as above
    from epex.core import edition  # noqa: PLC0415 - start-up: as above

    loaded = desk.load(which, "publication")
    frozen = (loaded.id, publication.PublicationFrozen.type)
    held = [row["id"] for row in desk.queries.conflicts() if (row["stream_id"], row["type"]) == frozen]
    publication.require_settled(held)
    chapters = Press.for_reader(desk.base).chapters(loaded.id)
    for chapter in chapters:
        desk.act.load(chapter)
    whole = to_freeze(desk.base, loaded.id, chapters)
    return edition.freeze(loaded, whole, by=desk.by, day=desk.base.day, names_may_stand=names_may_stand)


@group.command(
    "publish", example='epex publication publish "What travels" --on 2018-06-01 --place "Printed, 500 copies"'
)
@click.argument("which", metavar="PUBLICATION")
@click.option("--on", type=DATE, metavar="DATE", help="When; else the day of recording.")
@click.option("--place", metavar="TEXT", help="Where it came out.")
@recording()
def publish(desk: "Desk", which: str, on: str = "", place: str = "") -> list[On]:
    """Record that a frozen edition came out; the place is screened as the edition was."""
    from epex.app.publishing.assembling import Press  # noqa: PLC0415 - start-up: --help publishes nothing
    from epex.core import erratum  # noqa: PLC0415 - start-up: as above

    day, loaded = desk.dated(on) or desk.base.day, desk.load(which, "publication")
    gone = desk.queries.show(loaded.id)["withdrawn_since"]
    if not place:
        return publication.publish(loaded, gone, by=desk.by, on=day)
    whole = Press.for_reader(desk.base).edition(loaded.id)
    note_names(desk.queries, place)
    told = erratum.guessed(place, whole)
    return publication.publish(loaded, gone, by=desk.by, on=day, place=place, unnamed=whole.unnamed, guessed=told)


@group.command(
    "erratum", example='epex publication erratum "What travels" "A quote was withdrawn" --concerns quote-3f2a'
)
@click.argument("which", metavar="PUBLICATION")
@click.argument("text", metavar="[TEXT]", required=False)
@click.option("--concerns", metavar="ID", multiple=True, help="A quote or viewpoint that no longer stands.")
@click.option("--names-may-stand", metavar="TEXT", help="Why names of people here may stand in it.")
@recording(text="text", required=True)
def erratum_(desk: "Desk", which: str, text: str, concerns: tuple[str, ...], names_may_stand: str = "") -> list[On]:
    """Tell readers what no longer holds in a frozen edition; its words are screened as chapters are."""
    from epex.app.publishing.assembling import Press  # noqa: PLC0415 - start-up: --help screens nothing
    from epex.core import erratum  # noqa: PLC0415 - start-up: as above

    loaded = desk.load(which, "publication")
    # Nobody but those of its document may read a quote whose consent is gone; its place in the edition stays known.
    found = tuple(next((one for one in loaded.quoted if one.startswith(each)), each) for each in concerns)
    whole = Press.for_reader(desk.base).edition(loaded.id)
    return erratum.issue(loaded, whole, text, by=desk.by, concerns=found, names_may_stand=names_may_stand)


def print_proof(answer: dict[str, Any]) -> None:
    """Print whether the hash is the same."""
    click.echo(wrap(answer["verdict"]))
    click.echo(f"Frozen with event {answer['position']}: {answer['content_hash']}")
    if answer["withdrawn_since"]:
        click.echo(wrap(f"Withdrawn since, and shown as [withdrawn]: {', '.join(answer['withdrawn_since'])}"))


@group.command("verify", example='epex publication verify "What travels"')
@click.argument("which", metavar="PUBLICATION")
@click.option("--json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def verify(session: "Session", which: str, json: bool) -> None:
    """Put a frozen edition together again from the log, and compare its hashes; exit 1 when one differs unexplained."""
    from epex.app.publishing.proof import prove  # noqa: PLC0415 - start-up: --help proves nothing
    from epex.commands.printing import print_json  # noqa: PLC0415 - start-up: as above

    base = session.open()
    shown = _page(base, which)
    proof = prove(base, shown["id"])
    answer = {
        "id": shown["id"],
        "ok": proof.ok,
        "verdict": proof.verdict,
        "content_hash": proof.frozen,
        "computed": proof.computed,
        "position": proof.position,
        "erased": proof.erased,
        "withdrawn_since": shown["withdrawn_since"],
    }
    (print_json if json else print_proof)(answer)
    sys.exit(1 if proof.is_refuted else 0)


@group.command("export", example='epex publication export "What travels" --format docx --output what-travels.docx')
@click.argument("which", metavar="PUBLICATION")
@click.option(
    "--format",
    "form",
    metavar="FORMAT",
    default="md",
    show_default=True,
    help="md, html, docx, pdf, text, json, canonical, or a plugin's.",
)
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help="Write a file instead.")
@click.pass_obj
def export(session: "Session", which: str, form: str, output: Path | None) -> None:
    """Write the whole book, as you may read it; what is not frozen is marked DRAFT.

    canonical is the text that is hashed.
    """
    base = session.open()
    if form != CANONICAL:
        require_form(base.plugins(), form, output)
    written = _written(base, which, form)
    if output is None:
        click.echo(written.decode(), nl=False)
        return
    write(output, written)
    click.echo(f"Wrote {output}.", err=True)


add_list(group, "number", "language", "status", filters=False, example="epex publication list")
add_show(group, 'epex publication show "What travels"')


def _page(base: "KnowledgeBase", which: str) -> Any:
    queries = base.queries()
    return queries.show(queries.resolve(which, "publication"))


def _written(base: "KnowledgeBase", which: str, form: str) -> bytes:
    from epex.app.auditing.verifying import coverage  # noqa: PLC0415 - start-up: --help writes nothing
    from epex.app.publishing.assembling import Press  # noqa: PLC0415 - start-up: as above
    from epex.app.publishing.book import book  # noqa: PLC0415 - start-up: as above
    from epex.core.edition import canonical  # noqa: PLC0415 - start-up: as above
    from epex.plugins.report_formats import render_file  # noqa: PLC0415 - start-up: as above

    shown = _page(base, which)
    edition = Press.for_reader(base).edition(shown["id"])
    if form == CANONICAL:
        return canonical(edition).encode()
    document = book(edition, shown, base.queries(), coverage(base.config, base.log.engine))
    plugins = base.plugins()
    written = render_file(plugins, document, form)
    tell_faults(plugins)
    return written
