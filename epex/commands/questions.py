"""Question sets: added, adopted by the network, and their translations signed."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from epex.commands.frame import LANGUAGE, Subject, reading, recording
from epex.commands.printing import GAP, Row, bold, print_table, wrap
from epex.commands.report import tell_faults
from epex.commands.wording import STANDARD_INPUT, read_file, read_standard_input
from epex.core import questions
from epex.core.decision import On, Refused
from epex.core.question_set import QuestionSet
from epex.core.vocabulary import LANGUAGES

if TYPE_CHECKING:
    from epex.commands.desk import Desk

group = Subject("questions", help="The question sets that reflections answer.", example="epex questions list")


def print_questions(page: Row) -> None:
    """Print a set language by language, the original first."""
    click.echo(bold(wrap(page["title"])))
    force = ", in force" if page["in_force"] else ""
    click.echo(f"{page['name']}, version {page['version']}{force}")
    signed = {row["language"]: row for row in page["signed"]}
    for language in page["languages"]:
        if all(language not in row for row in page["wordings"]):
            continue
        who = signed.get(language)
        state = f" (signed by {who['actor_name']}, {who['occurred_on']})" if who else ""
        click.echo(f"\n{bold(language)}{' (unreviewed)' if language in page['unreviewed'] else state}")
        for number, row in enumerate(page["wordings"], 1):
            click.echo(wrap(f"{row[language]} [{row['key']}]", f"{GAP}   ", f"{GAP}{number}. "))


@group.command("add", example="epex questions add street-work.toml", short_help="Add a set, or its next version.")
@click.argument("source", metavar="[FILE]", required=False)
@click.option("--offered", metavar="NAME", help="Instead of a file, a set that a plugin offers.")
@recording()
def add(desk: "Desk", source: str = "", offered: str = "") -> list[On]:
    """Add a question set from a TOML file, or the next version of one; - reads standard input.

    The file holds name, title, original (the language it was written in) and questions, each with a key and its
    wordings: [[questions]], key = "how", en = "How do you begin?", de = "Wie fangen Sie an?".
    """
    if bool(source) == bool(offered):
        raise Refused("Name one question set to add: a FILE, or one of 'epex questions list --offered' with --offered.")
    chosen = _offered(desk, offered) if offered else _read(source)
    known = desk.queries.asking.known.get(chosen.name)
    _load(desk, chosen.name)
    return questions.add(chosen, known.newest if known else None, by=desk.by)


@group.command("adopt", example="epex questions adopt gibbs", short_help="Put a set in force for the network.")
@click.argument("name")
@recording()
def adopt(desk: "Desk", name: str) -> list[On]:
    """Let reflections and forms ask the newest version of this set from now on; what was recorded stays as it is."""
    asking = desk.queries.asking
    chosen = asking.find(name).newest
    _load(desk, chosen.name)
    return questions.adopt(chosen, asking.adopted(), by=desk.by)


@group.command("sign", example="epex questions sign gibbs --language de", short_help="Vouch for a translation.")
@click.argument("name")
@click.option("--language", type=LANGUAGE, required=True, help="The language of the translation.")
@recording()
def sign(desk: "Desk", name: str, language: str) -> list[On]:
    """Say that a translation may be relied on; for people whose organisation works in that language."""
    asking = desk.queries.asking
    chosen = asking.find(name).newest
    state = _load(desk, chosen.name)
    return questions.sign(state, chosen, language, asking.spoken(desk.by.organisation), by=desk.by)


def print_listed(rows: Sequence[Row]) -> None:
    """Print the sets that there are as a table, and those that are offered with their questions."""
    if any("plugin" not in row for row in rows):
        print_table(rows, ("name", "version", "in_force", "questions", "unreviewed"))
        return
    for row in rows:
        added = "; it is here already" if row["is_added"] else ""
        click.echo(wrap(f"{row['id']} (plugin {row['plugin']}): {row['title']} [{', '.join(row['languages'])}]{added}"))
        for number, question in enumerate(row["wordings"], 1):
            click.echo(wrap(f"{question[row['original']]} [{question['key']}]", f"{GAP}   ", f"{GAP}{number}. "))


@group.command("list", example="epex questions list", short_help="List the question sets.")
@click.option("--offered", is_flag=True, help="Those that plugins offer, to be added with 'questions add --offered'.")
@reading(print_listed)
def list_(base: Any, *, offered: bool) -> Any:
    """List every question set, those that come with the program too; unreviewed are translations nobody signed."""
    asking = base.queries().asking
    if not offered:
        return asking.listing()
    from epex.app.offering import list_offered  # noqa: PLC0415 - start-up: only this loads plugins

    rows = list_offered(base.plugins(), asking)
    tell_faults(base.plugins())
    return rows


@group.command("show", example="epex questions show epex --language de", short_help="Show the questions of a set.")
@click.argument("name")
@click.option("--language", type=LANGUAGE, multiple=True, help="Only in this language; repeatable.")
@click.option("--version", type=int, default=0, help="An earlier version.")
@reading(print_questions)
def show(base: Any, name: str, language: tuple[str, ...], version: int) -> Any:
    """Show a set, and in which languages its translation is still unreviewed."""
    asking = base.queries().asking
    page = asking.page(asking.find(name), version)
    if strange := [code for code in language if code not in page["languages"]]:
        raise Refused(f"'{page['name']}' has no wording in '{strange[0]}'; it has: {', '.join(page['languages'])}.")
    kept = language or LANGUAGES
    return {**page, "wordings": [_only(row, kept) for row in page["wordings"]]}


def _read(source: str) -> QuestionSet:
    from epex.app.question_file import read_question_set  # noqa: PLC0415 - start-up: --help reads nothing

    text = read_standard_input("question set") if source == STANDARD_INPUT else read_file(Path(source))
    return read_question_set(text, source)


def _offered(desk: "Desk", name: str) -> QuestionSet:
    from epex.app.offering import take  # noqa: PLC0415 - start-up: only this loads plugins

    plugins = desk.base.plugins()
    try:
        chosen, recorded_by = take(plugins, name)
    finally:
        tell_faults(plugins)
    desk.command = replace(desk.command, recorded_by=recorded_by)
    return chosen


def _only(row: Row, languages: tuple[str, ...]) -> dict[str, Any]:
    return {name: words for name, words in row.items() if name == "key" or name in languages}


def _load(desk: "Desk", name: str) -> questions.Questions | None:
    """Load what the network made of a set, so that nobody overtakes it; nothing before the first event."""
    stream = questions.stream_of(name)
    return desk.act.load(stream) if desk.base.log.load(stream).state else None
