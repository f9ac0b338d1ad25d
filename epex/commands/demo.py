"""The illustrative history, and the tour through it."""

from pathlib import Path

import click

from epex.commands.frame import Exampled, as_json
from epex.commands.printing import print_json


@click.command("demo", cls=Exampled, example="epex demo ~/epex-demo")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--tour", is_flag=True, help="Show what it holds, on one screen.")
@as_json
def demo(folder: Path, tour: bool, json: bool) -> None:
    """Make a knowledge base that tells an illustrative three-year story of an exchange network."""
    from epex.app.base import KnowledgeBase  # noqa: PLC0415 - start-up: --help builds nothing
    from epex.app.demo import build  # noqa: PLC0415 - start-up: as above

    click.echo(f"Building three illustrative years in {folder} ...", err=True)
    build(folder)
    base = KnowledgeBase.open(folder)
    if json:
        print_json({"folder": str(folder), "events": base.log.head(), "illustrative": True})
    elif tour:
        from epex.commands.tour import show_tour  # noqa: PLC0415 - start-up: as above

        show_tour(base, folder)
    else:
        click.echo(f"{folder} holds {base.log.head()} events. All of it is illustrative.")
        click.echo(f"Go on with: epex --base {folder} search trust")
