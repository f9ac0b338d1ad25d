"""Quotes: somebody's exact words, proposed for a chapter; printing them takes their consent."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from epex.commands.drafting import load_chapter
from epex.commands.frame import LANGUAGE, Subject, add_list, add_show, recording
from epex.commands.quoting import PLACE, quoted, sought
from epex.core import quote
from epex.core.decision import On, Refused
from epex.core.evidence import Passage
from epex.core.screening import is_too_few

if TYPE_CHECKING:
    from epex.app.base import KnowledgeBase
    from epex.commands.desk import Desk

group = Subject(
    "quote",
    help="Words to be quoted in a chapter, with consent for each use.",
    example='epex quote propose reflection-3f2a --quote "They listen first" --chapter chapter-77c1 --use anonymous',
)


@group.command(
    "propose",
    example='epex quote propose reflection-3f2a --quote "They listen first" --chapter chapter-77 --use attributed',
)
@click.argument("source", metavar="REFLECTION")
@click.option("--quote", "words", metavar="TEXT", required=True, help="The exact words in the reflection.")
@click.option("--chapter", "which", metavar="CHAPTER", required=True, help="The chapter that they are for.")
@click.option("--use", type=click.Choice(quote.USES), required=True, help="By name, without a name, or translated.")
@click.option("--translated", metavar="TEXT", help="The words in another language, if that is what is printed.")
@click.option("--language", type=LANGUAGE, help="The language of the translation.")
@click.option(
    "--show",
    "shows",
    type=click.Choice(quote.SHOWN),
    multiple=True,
    help="What an anonymous quote tells of its author.",
)
@recording()
def propose(
    desk: "Desk",
    source: str,
    words: str,
    which: str,
    use: str,
    shows: tuple[str, ...],
    translated: str = "",
    language: str = "",
) -> list[On]:
    """Propose to quote a reflection; those see the proposal who may read the reflection.

    Its author is asked with 'epex consent ask', and "[[quote-3f2a]]" on a line of its own places it in a draft.
    """
    document = sought(desk, source, "reflection")
    passage = quoted(desk, document, words)
    if passage is None:
        raise Refused("The words are empty; give the exact words of the reflection with --quote.")
    keep_within(desk, document)
    source_state, chapter = desk.act.load(document), load_chapter(desk, which)
    warn_of_few(desk, source_state.author, shows)
    return quote.propose(
        desk.new("quote"),
        passage,
        source_state,
        chapter,
        use,
        by=desk.by,
        translated=translated,
        language=language,
        shows=shows,
        standing=_standing(desk, passage, chapter.id, use, language),
    )


def tell_places(base: "KnowledgeBase", recorded: Any) -> dict[str, Any]:
    """List every place where the words stand, and what to do there, also to who may no longer read them."""
    from epex.projections.publishing import places  # noqa: PLC0415 - start-up: --help lists nothing
    from epex.projections.reading import Reading  # noqa: PLC0415 - start-up: as above

    return {"places": places(Reading(base.views, base.reader), [recorded["id"]])}


@group.command("withdraw", example='epex quote withdraw quote-3f2a --reason "Another says it better"')
@click.argument("which", metavar="QUOTE")
@recording(telling=tell_places)
def withdraw(desk: "Desk", which: str) -> list[On]:
    """Withdraw a proposed quote, and see every place of its words; whoever is quoted needs no reason."""
    stream = sought(desk, which, "quote")
    keep_within(desk, stream)
    return quote.withdraw(desk.act.load(stream), by=desk.by, reason=desk.reason)


add_list(group, "use", "giver", "status", filters=False, example="epex quote list")
add_show(group, "epex quote show quote-3f2a")


def _standing(desk: "Desk", passage: Passage, chapter: str, use: str, language: str) -> str:
    """Find a proposal of the same words for the same chapter, use and language that was not withdrawn."""
    place = (passage.document, passage.document_version, passage.start, passage.end)
    for row in desk.queries.listing("quote"):
        if row["use"] == use and row["status"] not in ("withdrawn", "erased"):
            shown = desk.queries.show(row["id"])
            same = tuple(shown.get(name) for name in PLACE) == place
            if same and (shown["chapter"], shown["language"]) == (chapter, language):
                return str(row["id"])
    return ""


def warn_of_few(desk: "Desk", giver: str, shows: Sequence[str]) -> None:
    """Say on stderr when what an anonymous quote shows fits so few members that readers can guess whose it is."""
    members = {row["id"]: row for row in desk.queries.listing("organisation")}
    home = members.get(desk.act.load(giver).organisation or "") if giver and shows else None
    fitting = [row for row in members.values() if home and all(row[name] == home[name] for name in shows)]
    if home and is_too_few(len(fitting)):
        click.echo(
            f"Note: the {' and the '.join(shows)} fits fewer than three members, so readers could guess who is quoted;"
            " drafts leave it out, and the edition cannot be frozen with it.",
            err=True,
        )


def keep_within(desk: "Desk", stream: str) -> None:
    """Let no more people read what is recorded than may read what it speaks of."""
    from epex.projections.columns import narrower  # noqa: PLC0415 - start-up: --help records nothing
    from epex.projections.reflections import circle  # noqa: PLC0415 - start-up: as above

    if stream.startswith("reflection-"):
        shown = desk.queries.show(stream)
        label, audience = shown["visibility"], circle(shown["about"], shown["organisation"]) or None
    else:
        last = desk.base.log.stream(stream)[-1].envelope
        label, audience = last.visibility, last.audience
    kept = narrower(desk.command.visibility, label)
    desk.command = replace(desk.command, visibility=kept, audience=audience)
