"""`epex restore`: a base from its backup."""

from pathlib import Path
from shlex import quote

import click

from epex.commands.frame import Exampled, as_json
from epex.commands.printing import plain, print_json
from epex.commands.progress import tell


@click.command("restore", cls=Exampled, example="epex restore exchange-2018-05-14.zip exchange")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--register",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A newer register of destroyed keys, or a newer backup or bundle that holds one.",
)
@as_json
def restore(file: Path, folder: Path, register: Path | None, json: bool) -> None:
    """Make a base of a backup in a new folder, verified event by event.

    Whoever was erased by the newest register stays erased. The keys come afterwards: epex keys restore FILE.
    """
    from epex.app.keeping.backup import damaged_places  # noqa: PLC0415 - start-up: --help restores nothing
    from epex.app.keeping.restore import restore as bring_back  # noqa: PLC0415 - start-up: --help restores nothing

    answer = bring_back(file, folder, tell=tell, register=register)
    if json:
        print_json(answer)
        return
    click.echo(f"{folder} holds {answer['size']} events of {plain(answer['network'])}, as of {answer['made_at']}.")
    if places := damaged_places(answer["faults"]):
        click.echo(f"{places} of them {'is' if places == 1 else 'are'} damaged, as they were when they were saved.")
    for fault in answer["faults"]:
        click.echo(f"Damaged: event {fault['position']}: {fault['what']}.", err=True)
    if not register:
        click.echo("Whoever was erased after that comes back with the keys, unless a newer register is given:")
        click.echo("--register FILE takes a newer destroyed.txt, backup, backup of keys or bundle.")
    place = quote(str(folder))
    click.echo(f"Its keys are not there yet: until they are, only 'epex --base {place} audit verify' works.")
    click.echo(f"Go on with: epex --base {place} keys restore FILE")
