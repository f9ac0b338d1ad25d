"""Why something is there and what came of it, as text, JSON, a graph or W3C PROV."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from epex.commands.frame import Exampled, as_json, options
from epex.commands.printing import print_json
from epex.core.decision import Refused

if TYPE_CHECKING:
    from epex.app.base import KnowledgeBase
    from epex.commands.session import Session
    from epex.projections.queries import Queries

FORMATS = ("text", "json", "dot", "prov")
told = options(
    click.option(
        "--format",
        "form",
        type=click.Choice(FORMATS),
        default="text",
        show_default=True,
        help="Text, JSON, a graph for Graphviz, or W3C PROV-JSON.",
    ),
    as_json,
)


@click.command("why", cls=Exampled, example='epex audit why "Trust before content"')
@click.argument("which", metavar="ID")
@told
@click.pass_obj
def why(session: "Session", which: str, form: str, json: bool) -> None:
    """Show everything that led to something, back to visits and reflections.

    ID is a theme, element, transfer or anything else, or a paragraph of a chapter: "CHAPTER:3".
    """
    base = session.open()
    queries = base.queries()
    _print(base, "why", _meant(queries, which, queries.resolve_paragraph), _form(form, json))


@click.command("trace", cls=Exampled, example="epex audit trace visit-3f2a")
@click.argument("which", metavar="ID")
@told
@click.pass_obj
def trace(session: "Session", which: str, form: str, json: bool) -> None:
    """Show everything that came of something, forward from a visit or reflection to elements, themes and editions."""
    base = session.open()
    queries = base.queries()
    _print(base, "trace", _meant(queries, which, queries.resolve), _form(form, json))


def _meant(queries: "Queries", which: str, resolve: Callable[[str], str]) -> str:
    """Find the id of what somebody means; of question sets that came with the program there is nothing to tell."""
    try:
        return resolve(which)
    except Refused as refused:
        if concept := queries.concepts.of_the_program(which):
            raise Refused(
                f"The concept '{queries.concepts.title(concept)}' came with the program, and no event that you may read"
                " stands behind it; 'epex thesaurus show' shows it."
            ) from refused
        if queries.titles([called := queries.asking.id_of(which)]):
            return called
        if (chosen := queries.asking.of_the_program(which)) is None:
            raise
        raise Refused(
            f"The question set '{chosen.title}' came with the program, and no event that you may read stands behind it;"
            f" 'epex questions show {chosen.name}' shows it."
        ) from refused


def _form(form: str, is_json: bool) -> str:
    if is_json and form not in ("text", "json"):
        raise click.UsageError(f"--json and --format {form} contradict each other; leave one out.")
    return "json" if is_json else form


def _print(base: "KnowledgeBase", question: str, identity: str, form: str) -> None:
    if form == "prov":
        _print_prov(base, question, identity)
        return
    queries = base.queries()
    answer = queries.why(identity) if question == "why" else queries.trace(identity)
    writers: dict[str, Callable[[dict[str, Any]], None]] = {"text": _print_text, "json": print_json, "dot": _print_dot}
    writers[form](answer)


def _print_text(answer: dict[str, Any]) -> None:
    from epex.commands.reasons import print_reasons  # noqa: PLC0415 - start-up: --help prints no reasons

    print_reasons(answer)


def _print_dot(answer: dict[str, Any]) -> None:
    from epex.app.tracing.dot import graph  # noqa: PLC0415 - start-up: --help draws nothing

    click.echo(graph(answer), nl=False)


def _print_prov(base: "KnowledgeBase", question: str, identity: str) -> None:
    from epex.plugins.exchanges import exported  # noqa: PLC0415 - start-up: --help writes nothing

    for portion in exported(base.plugins(), "prov", base.queries(), {question: identity}):
        click.echo(portion, nl=False)
