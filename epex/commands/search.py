"""Full-text search over elements, reflections, visits, challenges and themes."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from epex.commands import searches
from epex.commands.frame import COUNTRY, DATE, IN_SETTING, LANGUAGE, Exampled, reading
from epex.commands.pages import print_hits
from epex.commands.printing import GAP, plain, print_table, wrap
from epex.commands.wording import read_file
from epex.core.decision import Refused
from epex.core.vocabulary import LABELS, SETTINGS

if TYPE_CHECKING:
    from epex.app.base import KnowledgeBase

KINDS = ("element", "reflection", "visit", "challenge", "theme")
COUNT = click.IntRange(min=0)
OF_QUERIES = ("query_language", "fuzzy", "no_thesaurus")
OF_HITS = (
    *("kind", "language", "country", "organisation", "setting", "year", "theme", "label", "since", "until"),
    *("sort", "explain", "offset"),
)


def print_answer(found: dict[str, Any]) -> None:
    """Print the hits, and what may help to find more."""
    if "suggestions" in found:
        print_table(found["suggestions"], ("kind",))
        return
    print_hits(found)
    searches.tell(found)
    for line in _beside(found):
        click.echo(wrap(line, GAP, ""), err=True)


def _beside(found: dict[str, Any]) -> Iterator[str]:
    """Say what may have been meant, what was found as well, and what was left out."""
    if found["total"] and found.get("suggestion"):
        yield f"Did you mean '{found['suggestion']}'?"
    concepts = found.get("thesaurus", ())
    for concept in concepts:
        labels = {label["text"].casefold(): label["text"] for label in reversed(concept["terms"])}
        yield f"'{concept['words']}' finds as well: {', '.join(reversed(labels.values()))}."
    if concepts:
        yield "--no-thesaurus leaves them out."
    if found.get("hint"):
        yield plain(found["hint"])


def _require_no_idle_options(question: str, idle: Iterable[str]) -> None:
    """Refuse options that would do nothing for a question."""
    context = click.get_current_context()
    typed = [name for name in idle if context.get_parameter_source(name) is ParameterSource.COMMANDLINE]
    if typed:
        options = ", ".join(f"--{name.replace('_', '-')}" for name in typed)
        raise Refused(f"{options} would change nothing with {question}; leave it out.")


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
@click.option("--fuzzy", is_flag=True, help="Find what looks like the words, too; word~ does it for one.")
@click.option("--query-language", type=LANGUAGE, metavar="CODE", help="The language of the query; else yours.")
@click.option("--no-thesaurus", is_flag=True, help="Leave out what means the same in other words and languages.")
@click.option("--explain", is_flag=True, help="Say why each hit was found, in words and figures.")
@click.option("--like", metavar="ID", help="Find what says the same as this; no query then.")
@click.option("--suggest", metavar="PREFIX", help="List titles and names that begin so; no query then.")
@click.option("--file", metavar="FILE", help="Read the query from a file.")
@click.option("--save", metavar="NAME", help="Save the query with its options, for you alone.")
@click.option("--saved", metavar="NAME", help="Ask what you saved again, what is new first; no query then.")
@click.option("--limit", type=COUNT, default=10, metavar="N", help="Show at most N, and never more than 100.")
@click.option("--offset", type=COUNT, default=0, metavar="N", help="Leave out the first N.")
@reading(print_answer)
def search(
    base: "KnowledgeBase",
    words: tuple[str, ...],
    file: str = "",
    like: str = "",
    suggest: str = "",
    save: str | None = None,
    saved: str | None = None,
    no_thesaurus: bool = False,  # noqa: FBT002 - click names every parameter
    query_language: str = "",
    fuzzy: bool = False,  # noqa: FBT002 - as above
    **given: Any,
) -> Any:
    """Search what you may read, in nine languages.

    "Quoted words" stand together, begun* goes on, about~ looks alike, one or other; after -- a -word must not occur.
    Fields narrow: kind:element country:NO setting:prison year:2 theme:"Endings that hold" since:2017 -kind:visit.
    """
    asked = [each for each in (" ".join(words), file, like, suggest, saved) if each]
    if len(asked) > 1:
        raise Refused("One question at a time: type a query, or give --file, --like, --suggest or --saved.")
    if save is not None and (like or suggest):
        raise Refused("Only a query can be saved; type one, or give it with --file.")
    if saved is not None:
        return _titled(base, searches.ask(base, saved, given))
    if like or suggest:
        _require_no_idle_options("--suggest" if suggest else "--like", (*OF_QUERIES, *(OF_HITS if suggest else ())))
    search = base.search()
    if suggest:
        return search.suggest(suggest, given["limit"])
    for subject in ("organisation", "theme"):
        given[subject] = [base.find(text, subject) for text in given[subject]]
    if like:
        return _titled(base, search.like(base.find(like), **given))
    query, look = read_file(Path(file)) if file else " ".join(words), None if save is None else search.look()
    found = search.search(query, thesaurus=not no_thesaurus, query_language=query_language, fuzzy=fuzzy, **given)
    if save is not None and look:
        search.require_asking(query, query_language)
        options = {**given, "fuzzy": fuzzy, "no_thesaurus": no_thesaurus}
        found["saved"] = searches.keep(base, save, found["query"], query_language, options, look)
    return _titled(base, found)


def _titled(base: "KnowledgeBase", found: dict[str, Any]) -> dict[str, Any]:
    """Name the organisations of hits."""
    titles = base.queries().titles({hit["organisation"] for hit in found["hits"] if hit["organisation"]})
    hits = [{**hit, "organisation_title": titles.get(hit["organisation"], "")} for hit in found["hits"]]
    return {**found, "hits": hits}
