"""`epex migrate`: what this version needs, and a log on its way to a server."""

from typing import TYPE_CHECKING, Any

import click

from epex.commands.frame import Exampled, as_json
from epex.commands.printing import print_json
from epex.commands.progress import tell

if TYPE_CHECKING:
    from epex.commands.session import Session

MADE = {
    "log": "Made in the log: {}.",
    "keys": "Made beside the keys: {}.",
    "views": "Made anew among the views: {}.",
    "rotations_finished": "Finished changing a wrapping key: {}.",
}


@click.command("migrate", cls=Exampled, example="epex migrate --log postgresql://epex@db.example.org/exchange")
@click.option("--log", "address", metavar="URL", help="Move the log to a PostgreSQL server.")
@as_json
@click.pass_obj
def migrate(session: "Session", address: str | None, json: bool) -> None:
    """Make what this version needs and the base lacks, or move its log to a server."""
    from epex.app.keeping import migrate as migration  # noqa: PLC0415 - start-up: --help migrates nothing

    config = session.config()
    answer = migration.migrate_log(config, address, tell=tell) if address else migration.migrate(config)
    if json:
        print_json(answer)
    elif address:
        click.echo(f"The log is on the server: {answer['size']} events, root {answer['root']}.")
        click.echo(f"{answer['old']} stays as it is and takes no more events; keep it as long as you like.")
    else:
        _tell_made(answer)


def _tell_made(answer: dict[str, Any]) -> None:
    told = [sentence.format(", ".join(answer[name])) for name, sentence in MADE.items() if answer[name]]
    if answer["move_undone"]:
        told.append("The log was closed by a move that was cut off; it takes events again.")
    for line in told or ["Nothing was missing."]:
        click.echo(line)
