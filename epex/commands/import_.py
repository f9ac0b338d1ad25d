"""`epex import`: rows of other people's files, recorded once."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from epex.commands.frame import Exampled, as_json
from epex.commands.printing import plain, print_json
from epex.commands.progress import counting
from epex.commands.session import Session
from epex.core.decision import Refused

if TYPE_CHECKING:
    from epex.app.importing.run import Outcome


@click.command(
    "import",
    cls=Exampled,
    example="epex import reports.csv --kind reflections --map reports.toml",
    short_help="Record rows.",
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--kind", metavar="KIND", help="What the rows are: reflections.")
@click.option("--map", "mapping", type=click.Path(path_type=Path), metavar="MAPPING.toml", help="Which column is what.")
@click.option("--dry-run", is_flag=True, help="Say what would be recorded, and record nothing.")
@click.option("--revise", is_flag=True, help="Record changed rows as revisions.")
@as_json
@click.pass_obj
def command(
    session: Session, file: Path, kind: str | None, mapping: Path | None, dry_run: bool, revise: bool, json: bool
) -> None:
    """Record the rows of a CSV, XLSX or NDJSON file; each is recorded once, however often it is imported."""
    if not kind:
        raise Refused("Say what the rows are, such as --kind reflections; merge bundles cannot be read yet.")
    outcome = _run(session, file, kind, mapping, dry_run=dry_run, revise=revise)
    print_json(outcome.as_json()) if json else _print(outcome, "would be recorded" if dry_run else "recorded")


def _run(session: Session, file: Path, kind: str, mapping: Path | None, *, dry_run: bool, revise: bool) -> "Outcome":
    from epex.app.importing.mapping import ColumnMap, read_mapping  # noqa: PLC0415 - start-up: --help imports nothing
    from epex.app.importing.rows import read_sheet  # noqa: PLC0415 - start-up: as above
    from epex.app.importing.run import Import, require_kind  # noqa: PLC0415 - start-up: as above

    require_kind(kind)
    columns = read_mapping(mapping) if mapping else ColumnMap()
    sheet = read_sheet(file)
    return Import(session.open(), columns, revises=revise, dry_run=dry_run).run(sheet, counting("rows"))


def _print(outcome: "Outcome", recorded: str) -> None:
    click.echo(f"{outcome.recorded} {recorded}, {outcome.skipped} known already, {len(outcome.refused)} refused")
    for refusal in outcome.refused:
        click.echo(plain(f"row {refusal.row}, {refusal.field}: {refusal.why}"))
