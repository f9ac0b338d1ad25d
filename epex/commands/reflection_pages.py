"""How reflections are printed: answers below their questions, and both sides of a visit next to each other."""

from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap as filled
from typing import Any

import click

from epex.commands.pages import print_page
from epex.commands.passages import STANDING
from epex.commands.printing import GAP, Row, bold, measure, plain, room, short, wrap
from epex.core.decision import Refused

NEVER = ("answers", "questions", "translated", "used_in", "translations", "shown_in")
BETWEEN = "  |  "
WIDE = 100


def print_reflection(row: Row) -> None:
    """Print a reflection as it was answered, then its translations, then where it was used."""
    told = {name: value for name, value in row.items() if name not in NEVER}
    if not row["follow_up"]:
        told.pop("follow_up")
    print_page(told)
    if row.get("shown_in"):
        click.echo(f"\n{_translation(row)}")
    for question in row["questions"]:
        click.echo(f"\n{bold(wrap(question['question']))}\n{wrap(question['answer'], GAP)}")
    if row["translated"]:
        click.echo(f"\n{bold('Translations')}")
        for made in row["translated"]:
            click.echo(f"{GAP}{made['language']}, by {plain(made['translator_name'])}{_state(made)}")
            if made["waiting"]:
                click.echo("\n".join(_waiting(row, made)))
    if row["used_in"]:
        click.echo(f"\n{bold('Where it was used')}")
        for use in row["used_in"]:
            click.echo("\n".join(_use(use)))


def in_language(queries: Any, row: dict[str, Any], language: str) -> dict[str, Any]:
    """Put a translation in the place of the answers; what was not translated stays as it was written."""
    made = next((each for each in row["translated"] if each["language"] == language), None)
    if made is None and language not in (row["language"], row["detected_language"]):
        there = ", ".join(each["language"] for each in row["translated"]) or "none"
        raise Refused(f"There is no translation into '{language}' (there is: {there}); see it without --language.")
    answers = {**row["answers"], **(made["answers"] if made else {})}
    return {**row, "questions": queries.asking.worded(row, answers, language), "shown_in": language}


def print_pair(row: Row) -> None:
    """Print both sides of each question, in two columns where there is room."""
    click.echo(bold(wrap(str(row["title"]))))
    for side in ("host", "visitor"):
        for who in row[side]:
            told = f"{plain(who['person_name'])}, {_in_which_language(who)}"
            click.echo(wrap(f"{told} [{short(who['id'])}]", GAP * 5, f"{side.capitalize():<{len(GAP * 5)}}"))
    for sentence in (*row["missing"], *row["notes"]):
        click.echo(wrap(sentence))
    width, names = room(), _names(row)
    for question in row["questions"]:
        sides = [_said(question[side], names) for side in ("host", "visitor")]
        if any(sides):
            click.echo(f"\n{bold(wrap(question['question']))}")
            click.echo("\n".join(_columns(sides, width) if width and width >= WIDE else _below(sides)))


def print_uses(rows: Sequence[Row]) -> None:
    """Print where lessons were used, reflection by reflection."""
    if not rows:
        click.echo("Nothing rests on what you wrote yet, as far as you may read.", err=True)
    told = ""
    for row in rows:
        if row["reflection"] != told:
            click.echo(f"{bold(wrap(str(row['reflection_title'])))}\n{GAP}{short(row['reflection'])}")
            told = row["reflection"]
        click.echo("\n".join(_use(row, GAP * 2)))


def _waiting(row: Row, made: Row) -> Iterator[str]:
    newer, language = made["waiting"], made["language"]
    yield f"{GAP}{language}, a newer one by {plain(newer['translator_name'])} (unreviewed), to be confirmed with:"
    yield f"{GAP * 2}epex reflection translate {short(row['id'])} --language {language} --confirm"
    for answer in newer["answers"].values():
        yield wrap(answer, GAP * 2)


def _translation(row: Row) -> str:
    made = next((each for each in row["translated"] if each["language"] == row["shown_in"]), None)
    if made is None:
        return f"As it was written, in {row['shown_in']}:"
    return f"Translated into {made['language']} by {plain(made['translator_name'])}{_state(made)}:"


def _state(made: Row) -> str:
    reviewed = "" if made["reviewed"] else " (unreviewed)"
    return reviewed if made["current"] else f"{reviewed} (of version {made['version']}, which was revised since)"


def _use(use: Row, indent: str = GAP) -> Iterator[str]:
    told = f"{use['kind']} {plain(use['title'])}, {use['how']} [{short(use['id'])}]"
    yield wrap(told, indent + GAP, indent)
    if use.get("passage"):
        yield wrap(f"“{use['passage']}”", indent + GAP)
    if use.get("state") in STANDING:
        yield wrap(STANDING[use["state"]], indent + GAP)


def _in_which_language(who: Row) -> str:
    if who["translation"]:
        return f"in {who['language']} (a translation, {who['translation']})"
    if not who["language"]:
        return "in a language that nobody named"
    return f"{'it reads like' if who['is_detected'] else 'in'} {who['language']}"


def _names(row: Row) -> dict[str, str]:
    """Name the authors where several write for one side."""
    several = [row[side] for side in ("host", "visitor") if len(row[side]) > 1]
    return {who["id"]: f"{plain(who['person_name'])}: " for side in several for who in side}


def _said(answers: Sequence[Row], names: Mapping[str, str]) -> str:
    return "\n\n".join(f"{names.get(answer['id'], '')}{plain(answer['answer'])}" for answer in answers)


def _below(sides: Sequence[str]) -> Iterator[str]:
    for name, words in zip(("Host", "Visitor"), sides, strict=True):
        yield wrap(words or "-", GAP * 5, f"{name:<{len(GAP * 5)}}")


def _columns(sides: Sequence[str], width: int) -> Iterator[str]:
    each = (width - len(GAP) - len(BETWEEN)) // 2
    left, right = (
        [line for part in (words or "-").split("\n") for line in filled(part, each) or [""]] for words in sides
    )
    for number in range(max(len(left), len(right))):
        one, other = (lines[number] if number < len(lines) else "" for lines in (left, right))
        yield f"{GAP}{one}{' ' * (each - measure(one))}{BETWEEN}{other}".rstrip()
