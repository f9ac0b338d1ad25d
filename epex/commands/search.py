"""Full-text search over elements, reflections, visits, challenges and themes."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from epex.commands.frame import COUNTRY, DATE, IN_SETTING, LANGUAGE, Exampled, reading
from epex.commands.pages import print_hits
from epex.commands.wording import read_file
from epex.core.decision import Refused
from epex.core.vocabulary import LABELS, SETTINGS

if TYPE_CHECKING:
    from epex.app.base import KnowledgeBase

KINDS = ("element", "reflection", "visit", "challenge", "theme")
COUNT = click.IntRange(min=0)


def print_answer(found: dict[str, Any]) -> None:
    """Print the hits, and what may help to find more."""
    print_hits(found)
    if found.get("hint"):
        click.echo(found["hint"], err=True)


@click.command("search", cls=Exampled, example='epex search "trust in prison" --kind reflection --year 2')
@click.argument("words", metavar="QUERY", nargs=-1)
@click.option("--kind", type=click.Choice(KINDS), multiple=True, help="Only this kind.")
@click.option("--language", type=LANGUAGE, multiple=True, metavar="CODE", help="Only texts in this language.")
@click.option("--country", type=COUNTRY, multiple=True, metavar="CC", help="From this country.")
@click.option("--organisation", multiple=True, metavar="ID", help="From this organisation.")
@click.option("--setting", type=click.Choice(SETTINGS), multiple=True, metavar="S", help=IN_SETTING)
@click.option("--year", type=int, multiple=True, metavar="N", help="Of a programme year (1) or a year (2017).")
@click.option("--theme", multiple=True, metavar="ID", help="What this theme rests on.")
@click.option("--label", type=click.Choice(LABELS), multiple=True, help="Elements with this label.")
@click.option("--since", type=DATE, metavar="DATE", help="From this date on.")
@click.option("--until", type=DATE, metavar="DATE", help="Up to this date.")
@click.option("--sort", type=click.Choice(["relevance", "date"]), default="relevance", show_default=True, help="Order.")
@click.option("--file", metavar="FILE", help="Read the query from a file.")
@click.option("--limit", type=COUNT, default=10, metavar="N", help="Show at most N, and never more than 100.")
@click.option("--offset", type=COUNT, default=0, metavar="N", help="Leave out the first N.")
@reading(print_answer)
def search(base: "KnowledgeBase", words: tuple[str, ...], file: str = "", **given: Any) -> Any:
    """Search what you may read, in nine languages; "quoted words" stand together, after -- a -word must not occur."""
    from epex.commands.narrowing import find  # noqa: PLC0415 - start-up: --help searches nothing

    if file and words:
        raise Refused("The query is given twice; type it, or give it with --file.")
    query = read_file(Path(file)) if file else " ".join(words)
    for subject in ("organisation", "theme"):
        given[subject] = [find(base, text, subject) for text in given[subject]]
    found = base.search().search(query, **given)
    titles = base.queries().titles({hit["organisation"] for hit in found["hits"] if hit["organisation"]})
    hits = [{**hit, "organisation_title": titles.get(hit["organisation"], "")} for hit in found["hits"]]
    return {**found, "hits": hits}
