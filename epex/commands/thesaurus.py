"""The thesaurus: concepts of practice with their labels in several languages."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from epex.commands.frame import LANGUAGE, Subject, as_json, paged, reading, recording
from epex.commands.printing import GAP, Row, bold, plain, print_json, print_table, wrap
from epex.core import concept
from epex.core.concept import ConceptAdded
from epex.core.decision import On, Refused
from epex.core.steps import OPEN
from epex.core.thesaurus import RELATIONS, KnownConcept

if TYPE_CHECKING:
    from epex.app.importing.outcome import Outcome
    from epex.commands.desk import Desk
    from epex.commands.session import Session

FORMATS = ("turtle", "jsonld", "rdfxml")
group = Subject(
    "thesaurus",
    help="The concepts of the field, in every language of the network.",
    example="epex thesaurus show prison",
)
LABELLED = click.option("--language", type=LANGUAGE, default="en", show_default=True, help="The language of the label.")
FORM = click.option(
    "--format", "form", type=click.Choice(FORMATS), help="Else as the file's name ends: .ttl, .jsonld, .rdf."
)


def print_concept(page: Row) -> None:
    """Print a concept language by language."""
    click.echo(bold(wrap(page["title"])))
    click.echo(f"{page['id']}{'' if page['status'] == 'open' else ', removed'}")
    signed = {row["language"]: row for row in page["signed"]}
    click.echo()
    for language in page["languages"]:
        labels = [page["preferred"].get(language, ""), *page["alternatives"].get(language, ())]
        who = signed.get(language)
        state = f"signed by {who['actor_name']}, {who['occurred_on']}" if who else "unreviewed"
        click.echo(wrap(f"{'; '.join(filter(None, labels))} ({state})", f"{GAP}    ", f"{GAP}{language}  "))
    for language, note in page["notes"].items():
        click.echo(wrap(f"Scope note ({language}): {note}"))
    for relation in RELATIONS:
        if page[relation]:
            click.echo(wrap(f"{relation.capitalize()}: {', '.join(each['title'] for each in page[relation])}"))


def print_concepts(rows: Sequence[Row]) -> None:
    """Print a line for each concept; where nobody has signed any labels, that is said in one word."""
    print_table([{**row, **_in_short(row)} for row in rows], ("broader", "unreviewed"))


def _in_short(row: Row) -> Row:
    all_of_them = len(row["unreviewed"]) > 1 and row["unreviewed"] == row["languages"]
    return {
        "broader": ", ".join(each["title"] for each in row["broader"]),
        "unreviewed": "all" if all_of_them else ", ".join(row["unreviewed"]),
    }


@group.command("add", example='epex thesaurus add "night shelter" --label "de:Notschlafstelle" --broader community')
@click.argument("label")
@LABELLED
@click.option("--label", "labels", metavar="CODE:TEXT", multiple=True, help="The preferred label in another language.")
@click.option("--alternative", metavar="CODE:TEXT", multiple=True, help="Another label in a language; repeatable.")
@click.option("--note", metavar="TEXT", default="", help="The scope note: what it covers, and what it does not.")
@click.option("--broader", metavar="CONCEPT", multiple=True, help="A concept that is broader.")
@click.option("--related", metavar="CONCEPT", multiple=True, help="A concept that is related.")
@recording()
def add(
    desk: "Desk",
    label: str,
    language: str,
    labels: tuple[str, ...],
    alternative: tuple[str, ...],
    note: str,
    broader: tuple[str, ...],
    related: tuple[str, ...],
) -> list[On]:
    """Add a concept by its preferred label; a language has one, and any number of alternative labels."""
    alternatives: dict[str, tuple[str, ...]] = {}
    for code, words in map(_labelled, alternative):
        alternatives[code] = (*alternatives.get(code, ()), words)
    concepts = desk.queries.concepts
    added = ConceptAdded(
        preferred={language: label, **dict(map(_labelled, labels))},
        alternatives=alternatives,
        notes={language: note} if note else {},
        broader=tuple(concepts.find(each).id for each in broader),
        related=tuple(concepts.find(each).id for each in related),
    )
    return concept.add(desk.new("concept"), added, concepts.every, by=desk.by)


@group.command("label", example="epex thesaurus label prison Knast --language de")
@click.argument("which", metavar="CONCEPT")
@click.argument("label")
@LABELLED
@click.option("--preferred", is_flag=True, help="It is the preferred one; the one before becomes an alternative.")
@recording()
def label_(desk: "Desk", which: str, label: str, language: str, *, preferred: bool) -> list[On]:
    """Give a concept one more label; what a speaker signed in that language is unreviewed again."""
    known = desk.queries.concepts.every
    return concept.label(_load(desk, which), label, language, known, by=desk.by, preferred=preferred)


@group.command("unlabel", example="epex thesaurus unlabel prison jail --language en")
@click.argument("which", metavar="CONCEPT")
@click.argument("label")
@LABELLED
@recording()
def unlabel(desk: "Desk", which: str, label: str, language: str) -> list[On]:
    """Take a label from a concept."""
    return concept.unlabel(_load(desk, which), label, language, by=desk.by)


@group.command("note", example='epex thesaurus note exit "Leaving a group; for the work see exit work"')
@click.argument("which", metavar="CONCEPT")
@click.argument("text", metavar="[TEXT]", required=False)
@LABELLED
@recording(text="text")
def note(desk: "Desk", which: str, language: str, text: str = "") -> list[On]:
    """Write the scope note of a concept: what it covers, and what it does not; without a text, take it away."""
    return concept.note(_load(desk, which), text, language, by=desk.by)


@group.command("relate", example="epex thesaurus relate probation prison --relation related")
@click.argument("which", metavar="CONCEPT")
@click.argument("other", metavar="CONCEPT")
@click.option(
    "--relation",
    type=click.Choice(RELATIONS),
    default="related",
    show_default=True,
    help="What the second is to the first.",
)
@recording()
def relate(desk: "Desk", which: str, other: str, relation: str) -> list[On]:
    """Say that the second concept is broader or narrower than the first, or related to it."""
    concepts = desk.queries.concepts
    return concept.relate(_load(desk, which), _load(desk, other), relation, concepts.every, by=desk.by)


@group.command("unrelate", example="epex thesaurus unrelate probation prison")
@click.argument("which", metavar="CONCEPT")
@click.argument("other", metavar="CONCEPT")
@recording()
def unrelate(desk: "Desk", which: str, other: str) -> list[On]:
    """Take back what two concepts are to each other."""
    return concept.unrelate(_load(desk, which), _load(desk, other), by=desk.by)


@group.command("sign", example="epex thesaurus sign prison probation --language de", short_help="Vouch for labels.")
@click.argument("which", metavar="CONCEPT", nargs=-1)
@click.option("--language", type=LANGUAGE, required=True, help="The language of the labels.")
@click.option("--all", "every", is_flag=True, help="All concepts whose labels in this language are unreviewed.")
@recording()
def sign(desk: "Desk", which: tuple[str, ...], language: str, *, every: bool) -> list[On]:
    """Say that the labels in a language are right; for people whose organisation works in that language."""
    concepts = desk.queries.concepts
    if every == bool(which):
        raise click.UsageError("Name the concepts that you read, or give --all.")
    unreviewed = [each.id for each in concepts.known.values() if language in each.unreviewed]
    if every and not unreviewed:
        raise Refused(f"All labels in '{language}' are signed; there is nothing to do.")
    spoken = desk.queries.asking.spoken(desk.by.organisation)
    wanted = dict.fromkeys(unreviewed if every else (concepts.find(each).id for each in which))
    return [on for each in wanted for on in concept.sign(_load(desk, each), language, spoken, by=desk.by)]


@group.command("remove", example='epex thesaurus remove "night shelter" --reason "Nobody here runs one"')
@click.argument("which", metavar="CONCEPT")
@recording(required=True)
def remove(desk: "Desk", which: str) -> list[On]:
    """Take a concept out of the thesaurus, with the reason."""
    return concept.remove(_load(desk, which), desk.reason, by=desk.by)


@group.command("reopen", example='epex thesaurus reopen "night shelter"', short_help="Take a removed concept up again.")
@click.argument("which", metavar="CONCEPT")
@recording()
def reopen(desk: "Desk", which: str) -> list[On]:
    """Take a concept up again that was removed."""
    return concept.reopen(_load(desk, which), desk.queries.concepts.every, by=desk.by)


@group.command("list", example="epex thesaurus list --unreviewed --language sq", short_help="List the concepts.")
@click.option("--language", type=LANGUAGE, help="Those with a label in this language.")
@click.option("--unreviewed", is_flag=True, help="Those with labels that no speaker has signed.")
@paged
@reading(print_concepts)
def list_(
    base: Any, language: str = "", limit: int | None = None, offset: int = 0, *, unreviewed: bool
) -> Sequence[Row]:
    """List every concept, those that come with the program too, by their preferred labels."""
    rows: Sequence[Row] = base.queries().concepts.listing(language, unreviewed=unreviewed)
    return rows[offset : None if limit is None else offset + limit]


@group.command("show", example='epex thesaurus show "trust building"', short_help="Show all of a concept.")
@click.argument("which", metavar="CONCEPT")
@reading(print_concept)
def show(base: Any, which: str) -> Row:
    """Show a concept by any of its labels: all labels, what it is near, and which languages are unreviewed."""
    concepts = base.queries().concepts
    page: Row = concepts.page(concepts.find(which))
    return page


@group.command("export", example="epex thesaurus export --output thesaurus.ttl", short_help="Write it as SKOS.")
@FORM
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help="Write it into this file.")
@click.pass_obj
def export(session: "Session", form: str | None, output: Path | None) -> None:
    """Write the thesaurus as SKOS, as Turtle, JSON-LD or RDF/XML; signatures stay here, for others have to read it."""
    from epex.plugins.exchanges import exported  # noqa: PLC0415 - start-up: --help exports nothing

    base = session.open()
    portions = exported(base.plugins(), "skos", base.queries(), {"syntax": _form(form, output)})
    written = b"".join(portions).decode()
    if output is None:
        click.echo(written, nl=False)
        return
    if output.exists():
        raise Refused(f"There is {output} already; name a new file.")
    output.write_text(written, "utf-8")
    click.echo(f"Wrote {output}.")


@group.command("import", example="epex thesaurus import thesaurus.ttl --dry-run", short_help="Take in SKOS.")
@click.argument("file", type=click.Path(path_type=Path))
@FORM
@click.option("--dry-run", is_flag=True, help="Say what would be recorded, and record nothing.")
@click.option("--reason", metavar="TEXT", default="", help="Why.")
@as_json
@click.pass_obj
def import_(session: "Session", file: Path, form: str | None, reason: str, *, dry_run: bool, json: bool) -> None:
    """Take in a thesaurus in SKOS: new concepts are added, and those that are here become as the file tells them.

    What cannot be taken is listed by the number of the concept in the order of the IRIs; the rest is recorded at once.
    """
    from epex.app.skos.bringing import bring  # noqa: PLC0415 - start-up: --help imports nothing
    from epex.app.skos.reading import vocabulary  # noqa: PLC0415 - start-up: as above
    from epex.commands.desk import Desk  # noqa: PLC0415 - start-up: as above
    from epex.core.log.command import Command  # noqa: PLC0415 - start-up: as above
    from epex.plugins.exchanges import read  # noqa: PLC0415 - start-up: as above

    if not file.is_file():
        raise Refused(f"There is no file {file}; name one that exists.")
    desk = Desk(session.open(), Command(), reason)
    concept.require_editor(desk.by)
    how = {"syntax": _form(form, file), "called": file.name}
    taken = read(desk.base.plugins(), "skos", file.read_bytes(), how)
    brought = bring(vocabulary(taken.concepts), desk.queries.concepts.every, desk.by)
    for stream in dict.fromkeys(on.stream for on in brought.ons):
        _hold(desk, stream)
    if not dry_run and brought.ons:
        desk.record(brought.ons)
    print_json(brought.outcome.as_json()) if json else _print(brought.outcome, dry_run=dry_run)


def _print(outcome: "Outcome", *, dry_run: bool) -> None:
    done = "would be recorded" if dry_run else "recorded"
    click.echo(f"{outcome.recorded} {done}, {outcome.skipped} skipped, {len(outcome.refused)} refused.")
    for refused in outcome.refused:
        click.echo(plain(f"concept {refused.row}, {refused.field}: {refused.why}"), err=True)
    for told in outcome.notes:
        click.echo(told, err=True)


def _form(form: str | None, file: Path | None) -> str:
    from epex.app.skos import ENDINGS  # noqa: PLC0415 - start-up: --help reads and writes nothing

    return form or ENDINGS.get(file.suffix.lower() if file else "", "turtle")


def _labelled(text: str) -> tuple[str, str]:
    """Split CODE:TEXT."""
    code, colon, words = text.partition(":")
    if not colon:
        raise Refused(f"'{text}' does not say its language; write it as CODE:TEXT, such as de:Gefängnis.")
    return LANGUAGE.convert(code, None, None), words


def _load(desk: "Desk", which: str) -> KnownConcept:
    """Find a concept, and hold what the network made of it, so that nobody overtakes it."""
    found = desk.queries.concepts.find(which)
    _hold(desk, found.id)
    if found.is_of_the_program and desk.command.visibility not in OPEN:
        raise Refused("What comes with the program is for the whole network; leave out --visibility.")
    return found


def _hold(desk: "Desk", stream: str) -> None:
    if desk.base.log.load(stream).state:
        if stream not in desk.queries.concepts.every:
            raise Refused(f"{stream} cannot be recorded; give that concept another IRI.")
        desk.act.load(stream)
