"""`epex branch`: a copy that will be written to."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from epex.commands.frame import Exampled, as_json
from epex.commands.printing import print_json
from epex.commands.progress import tell

if TYPE_CHECKING:
    from epex.commands.session import Session


@click.command("branch", cls=Exampled, example="epex branch ~/exchange-on-the-road")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--reason", metavar="TEXT", default="", help="Why.")
@as_json
@click.pass_obj
def branch(session: "Session", folder: Path, reason: str, json: bool) -> None:
    """Make a copy that will be written to, with an id and a signing key of its own; never copy the folder instead."""
    from epex.app.keeping.branch import branch as make_branch  # noqa: PLC0415 - start-up: --help branches nothing

    answer = make_branch(session.open(), folder, tell=tell, reason=reason)
    if json:
        print_json(answer)
        return
    click.echo(f"{folder} is a base of its own now: {answer['from_size']} events in common, then its own.")
    if left_out := answer["checkpoints_left_out"]:
        click.echo(f"{left_out} checkpoints stayed behind, for they cover more than this log holds.")
    if answer["wrapping"] == "files" != session.config().wrapping:
        click.echo(f"Its wrapping keys are files in {folder / 'keys'}, not where this base has them; guard them.")
    click.echo("It holds the keys as well: whoever is erased here is to be erased there too.")
