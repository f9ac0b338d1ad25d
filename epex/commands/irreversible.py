"""What nobody can undo is asked about once, where somebody is there to be asked."""

import click

from epex.commands.answering import is_asking
from epex.commands.printing import plain, wrap
from epex.core.decision import Refused

YES = click.option("--yes", is_flag=True, help="Do not ask first, as on a terminal.")


def require_sure(gone: str, *, yes: bool) -> None:
    """Say what will be gone, and ask on a terminal whether to go on; a script has nobody to ask.

    Raises Refused when somebody does not go on.
    """
    if yes or not is_asking():
        return
    click.echo(wrap(plain(f"{gone} Nobody can undo it.")), err=True)
    click.echo("Go on? [y/N] ", err=True, nl=False)
    try:
        answer = input()
    except (EOFError, KeyboardInterrupt):
        answer = ""
        click.echo(err=True)
    if not answer.strip().casefold().startswith("y"):
        raise Refused("Nothing was changed; with y, or --yes, it goes on.")
