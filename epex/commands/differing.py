"""What changed between two days, as sentences."""

from itertools import groupby
from typing import TYPE_CHECKING, Any

import click

from epex.commands.frame import DATE, Exampled, reading
from epex.commands.printing import GAP, Row, bold, plain, wrap

if TYPE_CHECKING:
    from epex.app.base import KnowledgeBase

CLOCKS = {"recorded": "was known", "occurred": "had happened"}
HEADINGS = {
    "theme": "Themes",
    "element": "Elements of practice",
    "transfer": "Transfers",
    "visit": "Visits",
    "meeting": "Meetings",
    "challenge": "Challenges",
    "reflection": "Reflections",
    "publication": "Publications",
    "organisation": "Organisations",
    "person": "People",
}
MOST = 4


def print_differences(answer: Row) -> None:
    """Print one sentence for each change, under the kind of thing that changed."""
    changes, days, known = answer["changes"], f"{answer['from']} and {answer['to']}", _known(answer)
    if not changes:
        click.echo(wrap(f"Nothing that you may read changed between {days}{known}."))
        return
    number = "1 change" if len(changes) == 1 else f"{len(changes)} changes"
    click.echo(wrap(f"{number} between {days}, by what {CLOCKS[answer['by']]} at the end of each day{known}."))
    for kind, rows in groupby(changes, key=lambda row: str(row["kind"])):
        click.echo(f"\n{bold(HEADINGS[kind])}")
        for row in rows:
            click.echo(wrap(f"{_short(plain(row['sentence']), kind)}{_events(row['positions'])}", GAP * 2, GAP))
    click.echo("\n'epex audit show N' shows the event N.")


def _known(answer: Row) -> str:
    """Say on which day one knew of what had happened by then; what was recorded later is not told."""
    return f", as far as it was known on {answer['known_on']}" if answer["by"] == "occurred" else ""


def _short(sentence: str, kind: str) -> str:
    """Leave out what the heading says."""
    return sentence.removeprefix(f"The {kind} ")


def _events(positions: list[int]) -> str:
    if not positions:
        return ""
    more = len(positions) - MOST
    told = ", ".join(map(str, positions if more <= 1 else positions[:MOST]))
    return f" [{told}{f' and {more} more' if more > 1 else ''}]"


@click.command("diff", cls=Exampled, example="epex audit diff 2017-06-30 2017-12-31")
@click.argument("first", metavar="DATE1", type=DATE)
@click.argument("last", metavar="DATE2", type=DATE)
@click.option("--by", type=click.Choice(list(CLOCKS)), default="recorded", show_default=True, help="Which date counts.")
@reading(print_differences)
def diff(base: "KnowledgeBase", first: str, last: str, by: str) -> Any:
    """Say what changed between the ends of two days.

    By `recorded` it is what you knew, by `occurred` what had happened, as far as it is known now.
    """
    from epex.app.auditing.differing import differ  # noqa: PLC0415 - start-up: --help compares nothing

    return differ(base, first, last, by)
