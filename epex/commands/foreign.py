"""The formats of other programs, as `epex export` and `epex import` list them."""

from collections.abc import Collection

import click

from epex.commands.printing import print_json, print_table, wrap
from epex.commands.report import tell_faults
from epex.commands.session import Session


def print_formats(session: Session, way: str, taken: Collection[str], *, json: bool) -> None:
    """Print the formats that plugins add, with their endings and options."""
    from epex.plugins.exchanges import list_formats  # noqa: PLC0415 - start-up: --help loads no plugin

    plugins = session.open().plugins()
    rows = list_formats(plugins, way, taken)
    tell_faults(plugins)
    if json:
        print_json(rows)
        return
    print_table([{**row, "endings": ", ".join(row["endings"])} for row in rows], ["endings", "plugin"])
    for row in rows:
        for option in row["options"]:
            needed = " (needed)" if option["required"] else ""
            given = f"--format {row['id']} --option {option['name']}={option['value']}"
            click.echo(wrap(f"{given}: {option['summary']}{needed}", "    ", "  "))
