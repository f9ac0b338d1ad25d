"""Every command is typed in some journey, by somebody for whom it works."""

import ast
from collections.abc import Iterator
from pathlib import Path

import click

from epex.cli import cli

JOURNEYS = Path(__file__).parent
# What somebody types that succeeds; a refusal is no use of a command.
TYPED = frozenset({"types", "program", "sees", "answer"})
# Every page is read as everybody under tests/rights.
PAGES = frozenset({"list", "show"})
ELSEWHERE = {
    ("demo",): "it tells a story of its own, and nobody's",
    ("serve",): "it goes on until it is stopped: tests/commands/test_serve.py, tests/plugins/web",
}

Words = tuple[str, ...]


def commands(group: click.Group, context: click.Context, path: Words = ()) -> Iterator[Words]:
    """Name every command of a group, as it is typed."""
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from commands(command, click.Context(command, parent=context), (*path, name))
        else:
            yield (*path, name)


def typed(source: str) -> Iterator[Words]:
    """Name what a journey types, by its first words; who types comes before them, except with `answer`."""
    for call in ast.walk(ast.parse(source)):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in TYPED:
            line = call.args if call.func.attr == "answer" else call.args[1:]
            words = tuple(str(word.value) if isinstance(word, ast.Constant) else "" for word in line[:2])
            yield words
            yield words[:1]


def test_every_command_is_typed_in_a_journey() -> None:
    known = {path for path in commands(cli, click.Context(cli)) if path[-1] not in PAGES}

    there = {words for journey in JOURNEYS.glob("*.py") for words in typed(journey.read_text("utf-8"))}

    assert known - there == set(ELSEWHERE)


def test_a_refusal_is_no_use_of_a_command() -> None:
    refused = 'exchange.is_refused(HOST, "visit", "plan", VISIT)\nexchange.types(HOST, "visit", "sign", VISIT)'

    assert set(typed(refused)) == {("visit", "sign"), ("visit",)}
