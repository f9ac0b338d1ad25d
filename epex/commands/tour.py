"""The tour through the demo: the main job on one screen."""

import shlex
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from epex.app.base import KnowledgeBase
from epex.commands.pages import highlighted
from epex.commands.printing import Row, bold, cell, opening, wrap
from epex.commands.report import write
from epex.plugins.reports import render, run_report
from epex.projections.filters import Filters
from epex.projections.queries import Queries

WORDS = "trust family"
HITS = 3
REPORT = "practice-transfer"


def show_tour(base: KnowledgeBase, folder: Path) -> None:
    """Show the years in numbers, a search, the reasons for a theme, and a report; end with what to try next."""
    queries = base.queries()
    theme, element = _theme(queries), _element(queries)
    report = folder / f"{REPORT}.html"
    write(report, render(run_report(base.plugins(), REPORT, queries, {"element": element["id"]}), "html").encode())
    sections = {
        f"{base.config.network}: three years in numbers": _figures(queries),
        f"Search: {WORDS}": _hits(base.search().search(WORDS, limit=HITS)),
        f"Why “{theme['title']}” is a theme": _reasons(theme),
        f"A practice-transfer report on “{element['title']}”": [f"  {report}"],
        "Try next": _next(folder, queries, theme, element),
    }
    for heading, lines in sections.items():
        click.echo(bold(heading))
        click.echo("\n".join(lines) + "\n")


def _figures(queries: Queries) -> Iterator[str]:
    figures = queries.figures()
    for year in figures["years"]:
        visits = year["visits"]
        held = f"{visits['held']} of {visits['total']} visits held" if visits["total"] else "chapters instead of visits"
        yield f"  Year {year['number']}  {cell(year['purpose']):<18} {held}"
    themes, transfers = figures["themes"]["by_state"], figures["transfers"]["by_state"]
    languages = len(figures["reflections"]["by_language"])
    counts = (
        f"{figures['organisations']} members in {figures['countries']} countries",
        f"{figures['reflections']['total']} reflections in {languages} languages",
        f"{figures['elements']['total']} elements of practice",
        f"{figures['transfers']['total']} transfers ({_listed(transfers)})",
        f"{figures['themes']['total']} themes ({_listed(themes)})",
        f"{len(queries.listing('finding'))} findings of the evaluation",
        f"{len(_frozen(queries))} book, frozen with the hash of its content",
    )
    yield wrap(f"{'; '.join(counts)}.", "  ")


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {cell(name)}" for name, count in counts.items())


def _hits(found: Row) -> Iterator[str]:
    for hit in found["hits"]:
        yield wrap(f"{hit['kind']}: {hit['title']}", "    ", "  ")
        yield highlighted(wrap(hit["snippet"], "    "))
    yield f"  {len(found['hits'])} of {found['total']} matches in {found['took_ms']} ms"


def _reasons(theme: Row) -> Iterator[str]:
    decision = theme["decisions"][-1]
    votes = f", {decision['votes_for']} votes to {decision['votes_against']}" if decision["method"] == "vote" else ""
    yield wrap(f"{decision['decision']} {decision['occurred_on']}{votes}: {decision['rationale']}", "    ", "  ")
    if decision["dissent"]:
        yield wrap(f"dissent: {decision['dissent']}", "    ", "  ")
    for link in _quoted(theme)[:HITS]:
        yield wrap(f"{link['stance']}: “{opening(link['passage'])}” ({link['title']})", "    ", "  ")


def _next(folder: Path, queries: Queries, theme: Row, element: Row) -> Iterator[str]:
    epex = f"{_program()} --base {shlex.quote(str(folder))}"
    yield f"  {epex} --as {shlex.quote(_author(queries, theme))}"
    yield from (f"  {epex} publication export {shlex.quote(book['title'])}" for book in _frozen(queries))
    yield f"  {epex} audit why {shlex.quote(theme['title'])}"
    yield f"  {epex} search Eltern --kind reflection"
    yield f"  {epex} report run {REPORT} --option element={element['id'][:16]}"


def _program() -> str:
    return "epex" if shutil.which("epex") else sys.argv[0]


def _theme(queries: Queries) -> Row:
    """Choose an adopted theme that not everybody agreed on."""
    adopted = [row["id"] for row in queries.listing("theme") if row["status"] == "adopted"]
    pages: list[dict[str, Any]] = [queries.show(identity) for identity in adopted]
    return max(pages, key=lambda page: (bool(page["decisions"][-1]["dissent"]), len(_quoted(page))))


def _element(queries: Queries) -> Row:
    """Choose the element that most others tried."""
    elements = [queries.show(row["id"]) for row in queries.listing("element", Filters())]
    return max(elements, key=lambda page: len(page["transfers"]))


def _author(queries: Queries, theme: Row) -> str:
    """Name somebody whose words the theme rests on: what waits for them, and where their lessons are used."""
    author: str = queries.show(_quoted(theme)[0]["document"])["person"]
    return queries.names([author])[author]


def _frozen(queries: Queries) -> list[Row]:
    return [row for row in queries.listing("publication") if row["content_hash"]]


def _quoted(theme: Row) -> list[Row]:
    quoted = [link for link in theme["evidence"] if link["passage"]]
    return sorted(quoted, key=lambda link: link["stance"] != "contradicts")
