"""`epex import`: rows of other people's files, recorded once."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from epex.commands.foreign import print_formats
from epex.commands.frame import Exampled, as_json
from epex.commands.printing import plain, print_json
from epex.commands.progress import tell
from epex.commands.report import tell_faults
from epex.commands.session import Session
from epex.core.decision import Refused
from epex.core.watching import watched

if TYPE_CHECKING:
    from epex.app.importing.outcome import Outcome
    from epex.app.importing.taking import TakenIn

TABLES = (".csv", ".xlsx", ".ndjson", ".jsonl", ".md")
KINDS = (
    "organisations, people, years, question_sets, challenges, offers, needs, matches, visits, meetings, reflections,"
    " elements, reviews, transfers, interviews, findings, stories, themes, publications, chapters, viewpoints, quotes,"
    " consents, requests, incidents, retentions, concepts, evidence"
)


@click.command(
    "import",
    cls=Exampled,
    example="epex import reports.csv --kind reflections --map reports.toml",
    short_help="Record rows.",
)
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--kind", metavar="KIND", help=f"What the rows are: {KINDS}.")
@click.option("--map", "mapping", type=click.Path(path_type=Path), metavar="MAPPING.toml", help="Which column is what.")
@click.option("--format", "form", metavar="FORMAT", help="A format of another program: one of --list-formats.")
@click.option("--option", "options", metavar="KEY=VALUE", multiple=True, help="How a plugin's format is taken.")
@click.option("--list-formats", "listing", is_flag=True, help="List the formats of other programs, and their options.")
@click.option("--dry-run", is_flag=True, help="Say what would be recorded, and record nothing.")
@click.option("--revise", is_flag=True, help="Record changed rows as revisions.")
@click.option("--template", metavar="KIND", help="Print an empty table for a kind of rows, and what each column takes.")
@click.option("--reason", metavar="TEXT", default="", help="With a bundle: why it is merged.")
@as_json
@click.pass_obj
def command(
    session: Session,
    file: Path | None,
    kind: str | None,
    mapping: Path | None,
    template: str | None,
    form: str | None,
    options: tuple[str, ...],
    reason: str,
    dry_run: bool,
    revise: bool,
    listing: bool,
    json: bool,
) -> None:
    """Record the rows of a CSV, XLSX or NDJSON file, or of Markdown files with front matter: one, or a folder of them.

    Each row is recorded once, however often it is imported, and goes through the same decisions as a command of yours.
    Without --kind or --format, FILE is a bundle that another branch made with 'epex export --bundle', and is merged.
    """
    if listing:
        print_formats(session, "import", (), json=json)
        return
    if template:
        _print_template(template, json=json)
        return
    if not file:
        raise click.UsageError("Missing argument 'FILE'.")
    if form or options:
        if kind or mapping:
            raise Refused("A format says by itself what its rows are; leave --kind and --map out.")
        told = _take(session, file, form or "", options, dry_run=dry_run, revise=revise)
        print_json(told.as_json()) if json else _print(told.outcome, "would be recorded" if dry_run else "recorded")
        return
    if not kind:
        _require_bundle(file)
        _merge(session, file, reason, dry_run=dry_run, json=json)
        return
    outcome = _run(session, file, kind, mapping, dry_run=dry_run, revise=revise)
    print_json(outcome.as_json()) if json else _print(outcome, "would be recorded" if dry_run else "recorded")


def _require_bundle(file: Path) -> None:
    if file.is_dir() or file.suffix.lower() in TABLES:
        raise Refused(f"Say what the rows of {file.name} are, such as --kind reflections; the kinds are {KINDS}.")


def _merge(session: Session, file: Path, reason: str, *, dry_run: bool, json: bool) -> None:
    from epex.app.merging.merge import take_in  # noqa: PLC0415 - start-up: --help imports nothing
    from epex.commands.merge import print_merged  # noqa: PLC0415 - start-up: as above

    told = take_in(session.open(), file, tell=tell, dry_run=dry_run, reason=reason)
    print_json(told) if json else print_merged(told)


def _run(session: Session, file: Path, name: str, path: Path | None, *, dry_run: bool, revise: bool) -> "Outcome":
    from epex.app.importing.kinds import kind_of  # noqa: PLC0415 - start-up: --help imports nothing
    from epex.app.importing.mapping import ColumnMap, read_mapping  # noqa: PLC0415 - start-up: as above
    from epex.app.importing.rows import read_sheet  # noqa: PLC0415 - start-up: as above
    from epex.app.importing.run import Import  # noqa: PLC0415 - start-up: as above

    kind = kind_of(name)
    mapping = read_mapping(path, kind) if path else ColumnMap(kind=kind)
    sheet = read_sheet(file, kind.body)
    taking = Import(session.open(), mapping, revises=revise, dry_run=dry_run)
    with watched("Importing", "rows") as progress:
        outcome = taking.run(sheet, progress)
    for note in outcome.notes:
        tell(plain(f"Note: {note}"))
    return outcome


def _take(
    session: Session, file: Path, form: str, options: tuple[str, ...], *, dry_run: bool, revise: bool
) -> "TakenIn":
    from epex.app.importing.kinds import NAMES, WITHOUT_TABLE  # noqa: PLC0415 - start-up: --help imports nothing
    from epex.app.importing.taking import read_file, take_in  # noqa: PLC0415 - start-up: --help imports nothing
    from epex.plugins.exchanges import read  # noqa: PLC0415 - start-up: as above
    from epex.plugins.reports import parse_options  # noqa: PLC0415 - start-up: as above

    if not form:
        raise Refused("Options belong to a format of another program; name it with --format, or leave them out.")
    base = session.open()
    plugins = base.plugins()
    try:
        taken = read(plugins, form, read_file(file), parse_options(options), kinds=(*NAMES, *WITHOUT_TABLE))
    finally:
        tell_faults(plugins)
    with watched("Importing", "rows") as progress:
        told = take_in(base, taken, revises=revise, dry_run=dry_run, progress=progress)
    for note in (*told.outcome.notes, *told.lost):
        tell(plain(f"Note: {note}"))
    return told


def _print(outcome: "Outcome", recorded: str) -> None:
    click.echo(f"{outcome.recorded} {recorded}, {outcome.skipped} known already, {len(outcome.refused)} refused")
    for refusal in outcome.refused:
        row = f"row {refusal.row}" if not refusal.file else refusal.file
        click.echo(plain(f"{row}, {refusal.field}: {refusal.why}"))


def _print_template(name: str, *, json: bool) -> None:
    from epex.app.importing.kinds import kind_of  # noqa: PLC0415 - start-up: --help imports nothing
    from epex.app.importing.template import header, takes  # noqa: PLC0415 - start-up: as above

    kind = kind_of(name)
    if json:
        print_json({"kind": kind.name, "columns": takes(kind)})
        return
    for column in takes(kind):
        needed = " (needed)" if column["required"] else ""
        tell(f"{column['name']}{needed}: {column['takes']}")
    click.echo(header(kind), nl=False)
