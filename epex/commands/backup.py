"""`epex backup`: one file that holds all but the keys."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from epex.app.keeping.counting import counted
from epex.commands.frame import Exampled, as_json
from epex.commands.printing import print_json
from epex.commands.progress import tell

if TYPE_CHECKING:
    from epex.commands.session import Session


@click.command("backup", cls=Exampled, example="epex backup ~/backups/exchange-2018-05-14.zip")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--damaged", is_flag=True, help="Save what is there, also when the log is damaged.")
@as_json
@click.pass_obj
def backup(session: "Session", file: Path, damaged: bool, json: bool) -> None:
    """Save log, settings, checkpoints and the register of destroyed keys in one verified file, never a key.

    Others may go on writing meanwhile; all that was acknowledged before is in the file.
    """
    from epex.app.keeping.backup import back_up  # noqa: PLC0415 - start-up: --help saves nothing

    manifest = back_up(session.config(), file, tell=tell, damaged=damaged)
    if json:
        print_json({"file": str(file), **manifest})
        return
    click.echo(f"{file} holds {counted(manifest['size'], 'event')}, {_state(manifest['faults'])}. It holds no keys.")
    for fault in manifest["faults"]:
        click.echo(f"Damaged: event {fault['position']}: {fault['what']}.", err=True)
    if why := manifest["not_restorable"]:
        click.echo(f"It cannot be restored as it is: {why}.")
    click.echo("Without the keys nobody can read them: save those elsewhere with 'epex keys backup FILE'.")


def _state(faults: list[dict[str, Any]]) -> str:
    from epex.app.keeping.backup import damaged_places  # noqa: PLC0415 - start-up: as above

    if places := damaged_places(faults):
        return f"of which {places} {'is' if places == 1 else 'are'} damaged"
    if faults:
        return f"and its checkpoints have {counted(len(faults), 'fault')}"
    return "each as it was recorded"
