"""`epex doctor`: is the base sound, and what is to be done?"""

from typing import TYPE_CHECKING, Any

import click

from epex.commands.frame import Exampled, as_json
from epex.commands.printing import plain, print_json
from epex.commands.progress import tell

if TYPE_CHECKING:
    from epex.commands.session import Session

WIDTH = 21


@click.command("doctor", cls=Exampled, example="epex doctor")
@click.option("--repair/--no-repair", "repairs", default=True, help="Repair what can be made anew, without asking.")
@as_json
@click.pass_context
def doctor(ctx: click.Context, repairs: bool, json: bool) -> None:
    """Look after a base: its log, keys, views, index, and where it lies; exit 1 when something must not stay so.

    Views, index and permissions are repaired at once.
    """
    from epex.app.keeping.doctor import examine  # noqa: PLC0415 - start-up: --help looks at nothing

    session: Session = ctx.obj
    answer = examine(session.config(), tell=tell, repairs=repairs, plugins=session.plugins)
    if json:
        print_json(answer)
    else:
        for check in answer["checks"]:
            click.echo(_line(check))
    ctx.exit(0 if answer["ok"] else 1)


def _line(check: dict[str, Any]) -> str:
    instead = f"; {check['instead']}" if check["instead"] else ""
    state = "repaired" if check["repaired"] else check["state"]
    return plain(f"{state:<9}{check['name']:<{WIDTH}}{check['what']}{instead}")
