"""Found a knowledge base."""

from pathlib import Path
from shlex import quote
from typing import Any

import click

from epex.commands.frame import COUNTRY, IN_SETTING, LANGUAGE, Exampled, as_json
from epex.commands.printing import print_json
from epex.core.vocabulary import LANGUAGES, ORGANISATION_KINDS, SETTINGS


@click.command(
    "init",
    cls=Exampled,
    example='epex init base --network "Exchange" --person "Mira Holm" --organisation "Youth House" --country NO',
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--network", metavar="N", required=True, help="The network's name.")
@click.option("--person", metavar="N", required=True, help="Your name; you become its coordinator and officer.")
@click.option("--organisation", metavar="N", required=True, help="Your organisation's name.")
@click.option("--country", type=COUNTRY, metavar="CC", required=True, help="Its country, such as AT, or XK.")
@click.option(
    "--kind", type=click.Choice(ORGANISATION_KINDS), default="ngo", show_default=True, help="What kind it is."
)
@click.option("--setting", "settings", type=click.Choice(SETTINGS), multiple=True, metavar="S", help=IN_SETTING)
@click.option("--language", "languages", type=LANGUAGE, multiple=True, metavar="CODE", help="One of the network's.")
@as_json
def init(folder: Path, json: bool, languages: tuple[str, ...], **given: Any) -> None:
    """Make a knowledge base in a new folder."""
    from epex.app.founding import Founding  # noqa: PLC0415 - start-up: --help founds nothing
    from epex.app.founding import init as found  # noqa: PLC0415 - start-up: as above

    receipt = found(folder, Founding(**given, languages=languages or LANGUAGES))
    if json:
        print_json({"position": receipt.position, "events": list(receipt.events), "id": receipt.id})
        return
    click.echo(f"{folder} is a knowledge base now. Keep {folder / 'keys'} safe: without it nothing can be read.")
    click.echo(f"Go on with: cd {quote(str(folder))}; epex person add --help")
    name, home = quote(given["person"]), quote(given["organisation"])
    click.echo(
        "\nYou are its data protection officer too, who reads every reflection, also those that are for two sides only."
        "\nThat is better somebody else, who does not coordinate:"
        f"\n  epex person add --name NAME --organisation {home} --role data_protection_officer"
        f"\n  epex person revise {name} --role coordinator"
    )
