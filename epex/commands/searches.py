"""The searches that one has saved: what is new in each, and what it asks."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from epex.commands.frame import Subject, paged, reading, recording, was_typed
from epex.commands.pages import print_page
from epex.commands.printing import plain, print_table
from epex.core import search
from epex.core.decision import On, Refused
from epex.core.search import Look, Question

if TYPE_CHECKING:
    from epex.app.base import KnowledgeBase
    from epex.commands.desk import Desk

group = Subject(
    "searches",
    help="The searches that you have saved, and what is new in each.",
    example="epex searches list",
)
# They say what is found; how it is shown is said each time.
FIXED = (
    *("kind", "language", "country", "organisation", "setting", "year", "theme", "label", "since", "until"),
    *("fuzzy", "query_language", "no_thesaurus", "save"),
)
SHOWING = ("limit", "offset", "explain")


def require_saved_alone() -> None:
    """Refuse options that would ask something else than what was saved."""
    typed = next((name for name in FIXED if was_typed(name)), None)
    if typed:
        option = f"--{typed.replace('_', '-')}"
        raise Refused(f"A saved search asks what was saved; leave out {option}, or save another search with it.")


def ask(base: "KnowledgeBase", name: str, given: dict[str, Any]) -> dict[str, Any]:
    """Answer a saved search, what is new first."""
    from epex.app.saved import SavedSearches  # noqa: PLC0415 - start-up: most searches are saved nowhere

    require_saved_alone()
    names = (*SHOWING, "sort") if was_typed("sort") else SHOWING
    return SavedSearches(base).ask(name, **{each: given[each] for each in names})


def keep(
    base: "KnowledgeBase", name: str, query: str, language: str, options: Mapping[str, Any], look: Look
) -> dict[str, Any]:
    """Save a query with its options for whoever asks, as seen by a look."""
    from epex.app.saved import SavedSearches, options_of  # noqa: PLC0415 - start-up: as above
    from epex.commands.desk import record  # noqa: PLC0415 - start-up: most searches record nothing
    from epex.core.log.command import Command  # noqa: PLC0415 - start-up: as above

    shows = SHOWING if was_typed("sort") else (*SHOWING, "sort")
    kept = {each: value for each, value in options.items() if each not in shows}
    question = Question(query=query, language=language, options=options_of(kept))
    known = [row["title"] for row in SavedSearches(base).every()]
    recorded = record(
        base,
        Command(visibility="private"),
        "",
        lambda desk: search.save(desk.new("search"), name, question, look, known, by=desk.by),
    )
    return {"id": recorded["id"], "name": search.line(name)}


def tell(found: Mapping[str, Any]) -> None:
    """Say what is new since when and whether it counts as seen, or how to ask again what was saved."""
    if "saved" not in found:
        return
    saved, new = found["saved"], found.get("new")
    if new is None:
        again = f"epex search --saved '{plain(saved['name'])}'"
        click.echo(f"Saved for you alone; {again} tells what is new from now on.", err=True)
    elif new:
        be = "is" if new == 1 else "are"
        click.echo(f"{new} {be} new since {saved['seen_on']}{'' if saved['seen'] else _kept(found)}.")
    else:
        click.echo(f"Nothing is new since {saved['seen_on']}.", err=True)


def _kept(found: Mapping[str, Any]) -> str:
    shown, new = sum(hit["new"] for hit in found["hits"]), found["new"]
    return f", and {shown} of them shown; all stay new until --limit {new} shows them" if shown < new else ""


@group.command("list", example="epex searches list")
@paged
@reading(lambda rows: print_table(rows, ("new", "seen_on", "query")))
def listed(base: "KnowledgeBase", offset: int = 0, limit: int | None = None) -> Any:
    """List what you have saved, with how much is new in each."""
    from epex.app.saved import SavedSearches  # noqa: PLC0415 - start-up: --help lists nothing

    saved = SavedSearches(base)
    return list(saved.counted(saved.every()[offset:][:limit]))


@group.command("show", example='epex searches show "Trust in prison"')
@click.argument("which", metavar="SEARCH")
@reading(print_page)
def show(base: "KnowledgeBase", which: str) -> Any:
    """Show what one asks, and how much is new."""
    from epex.app.saved import SavedSearches  # noqa: PLC0415 - start-up: as above

    saved = SavedSearches(base)
    (row,) = saved.counted([saved.find(which)])
    return {**row, "visibility": "private"}


@group.command("remove", example='epex searches remove "Trust in prison"')
@click.argument("which", metavar="SEARCH")
@recording(visibility="private")
def remove(desk: "Desk", which: str) -> list[On]:
    """Remove a search that you have saved; what it finds stays."""
    from epex.app.saved import SavedSearches  # noqa: PLC0415 - start-up: as above

    return search.remove(desk.act.load(SavedSearches(desk.base).find(which)["id"]), by=desk.by)
