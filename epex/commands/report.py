"""Reports: what plugins write from what the reader may see."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from epex.commands.frame import Subject, reading
from epex.commands.printing import wrap
from epex.core.decision import Refused

if TYPE_CHECKING:
    from epex.app.base import KnowledgeBase
    from epex.commands.session import Session
    from epex.plugins.loader import Plugins

group = Subject(
    "report",
    help="List and run reports, such as practice-transfer.",
    example='epex report run practice-transfer --option element="Evening round" --format html --output round.html',
)


def print_reports(rows: list[dict[str, Any]]) -> None:
    """Print the reports, each with its options below it."""
    for row in rows:
        origin = "" if row["plugin"] == row["id"] else f" (plugin {row['plugin']})"
        click.echo(wrap(f"{row['id']}{origin}: {row['title']}", "  ", ""))
        for option in row["options"]:
            needed = " (needed)" if option["required"] else ""
            click.echo(
                wrap(f"--option {option['name']}={option['value']}: {option['summary']}{needed}", "      ", "    ")
            )


@group.command("list", example="epex report list")
@reading(print_reports)
def listed(base: "KnowledgeBase") -> Any:
    """List the reports that can be run, with their options."""
    from epex.plugins.reports import list_reports  # noqa: PLC0415 - start-up: --help loads no plugin

    plugins = base.plugins()
    rows = list_reports(plugins)
    tell_faults(plugins)
    return rows


@group.command("run", example='epex report run practice-transfer --option element="Evening round"')
@click.argument("name", metavar="NAME")
@click.option(
    "--format",
    "form",
    metavar="FORMAT",
    default="text",
    show_default=True,
    help="text, md, html, json, docx, pdf, or a plugin's.",
)
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help="Write a file instead.")
@click.option("--option", "options", metavar="KEY=VALUE", multiple=True, help="What the report is to be about.")
@click.option("--json", is_flag=True, help="The same as --format json.")
@click.pass_obj
def run(session: "Session", name: str, form: str, output: Path | None, options: tuple[str, ...], json: bool) -> None:
    """Run a report."""
    from epex.app.auditing.verifying import coverage  # noqa: PLC0415 - start-up: --help runs no report
    from epex.plugins.report_formats import render_file  # noqa: PLC0415 - start-up: as above
    from epex.plugins.reports import parse_options, render, run_report  # noqa: PLC0415 - start-up: as above

    base = session.open()
    plugins = base.plugins()
    form = "json" if json else form
    try:
        require_form(plugins, form, output)
        proof = coverage(base.config, base.log.engine)
        known_on = base.day if base.as_of else ""
        document = run_report(
            plugins, name, base.queries(), parse_options(options), proof, known_on=known_on, head=base.log.head()
        )
    finally:
        # What is missing may be so because its plugin failed.
        tell_faults(plugins)
    if output is None:
        text = render(document, form)
        click.echo(text, nl=not text.endswith("\n"))
        return
    write(output, render_file(plugins, document, form))
    click.echo(f"Wrote {output}.", err=True)


def require_form(plugins: "Plugins", form: str, output: Path | None) -> None:
    """Require a format that there is, and a place for one that makes a file.

    Raises Refused.
    """
    from epex.plugins.formats import FORMATS  # noqa: PLC0415 - start-up: --help writes nothing
    from epex.plugins.report_formats import require_format  # noqa: PLC0415 - start-up: as above

    require_format(plugins, form)
    if output is None and form not in FORMATS:
        raise Refused(no_place(form))


def no_place(form: str) -> str:
    """Say that a format makes a file, and nobody said where."""
    return f"The format {form} makes a file; say where with --output FILE."


def write(output: Path, written: bytes) -> None:
    """Write what was made into a file.

    Raises Refused when the place cannot be written to.
    """
    try:
        output.write_bytes(written)
    except OSError as error:
        raise Refused(f"{output} cannot be written ({error.strerror}); name another place with --output.") from error


def tell_faults(plugins: "Plugins") -> None:
    """Name the plugins that failed; the others went on working."""
    for fault in plugins.untold():
        click.echo(str(fault), err=True)
