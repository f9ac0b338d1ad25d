"""What a plugin's commands have to be, and how one that fails is named and records nothing."""

from collections.abc import Mapping
from typing import Any

import pytest

from epex.plugins import Command, Option
from epex.plugins.command import wrong
from tests.commands.conftest import epex, founded_folder
from tests.commands.running import HOST, Epex
from tests.plugins.conftest import Install

__all__ = ["epex", "founded_folder"]


def command(name: str = "pour", summary: str = "Pour tea.", **more: Any) -> Command:
    return Command(name=name, summary=summary, decide=lambda _desk, _given: [], **more)


def option(name: str, subject: str = "") -> Option:
    return Option(name=name, value="X", summary="x", subject=subject)


def test_wrong_finds_nothing_in_a_command_that_can_be_run() -> None:
    assert wrong(command(options=(option("cup"), option("for", "person")), text="cup")) == ""


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (command("Pour It"), "has a command 'Pour It' without a plain name or a summary"),
        (command(summary=" "), "has a command 'pour' without a plain name or a summary"),
        (command(options=(option("json"),)), "has a command 'pour' with an option 'json' that cannot be given"),
        (command(options=(option("a"), option("a"))), "has a command 'pour' with an option 'a' that cannot be given"),
        (command(text="note"), "has a command 'pour' whose text 'note' is no option of it"),
        (command(options=(option("a", "tea"),)), "has a command 'pour' with a subject 'tea' that nobody knows"),
    ],
)
def test_wrong_says_what_cannot_be_run(given: Command, expected: str) -> None:
    assert wrong(given) == expected


TEA = """
import sys
from dataclasses import dataclass
from typing import ClassVar
from epex.plugins import Command, EventTypes, On, Option, hookimpl

@dataclass(frozen=True, kw_only=True)
class Poured:
    type: ClassVar[str] = "tea.poured"
    host: str = ""

@dataclass(frozen=True, kw_only=True)
class Stray:
    type: ClassVar[str] = "theme.parked"

@hookimpl
def epex_event_types():
    return [EventTypes(subject="tea", events=(Poured,), evolve=lambda state, stream, event: stream)]

def decide(desk, given):
    {body}

@hookimpl
def epex_commands():
    host = Option(name="host", value="ORG", summary="who pours", subject="organisation")
    return [Command(name="pour", summary="Pour tea.", decide=decide, options=(host,))]
"""
NOT_OWN = "The plugin 'tea' wants to record something that is not its own, so nothing was recorded; tell its author."
BODIES: Mapping[str, tuple[str, str]] = {
    "raises": (
        "raise ValueError('cold')",
        "The command 'pour' of the plugin 'tea' failed (ValueError: cold), so nothing was recorded; tell its author.",
    ),
    "exits": (
        "sys.exit(3)",
        "The command 'pour' of the plugin 'tea' failed (SystemExit: 3), so nothing was recorded; tell its author.",
    ),
    "interrupts": (
        "raise KeyboardInterrupt",
        "The command 'pour' of the plugin 'tea' failed (KeyboardInterrupt), so nothing was recorded; tell its author.",
    ),
    "another stream": ("return [On(desk.new('theme'), Poured())]", NOT_OWN),
    "another event": ("return [On(desk.new('tea'), Stray())]", NOT_OWN),
    "no stream": ("return [On(7, Poured())]", NOT_OWN),
    "a wrong field": (
        "return [On(desk.new('tea'), Poured(host=5))]",
        (
            "The command 'pour' of the plugin 'tea' gives an event 'tea.poured' whose field 'host' could never be read"
            " again (ValidationError: Expected `str`, got `int`), so nothing was recorded; tell its author."
        ),
    ),
    "no list": ("return 'tea'", NOT_OWN),
    "no events": ("return [Poured()]", NOT_OWN),
    "another's state": (
        "desk.load(given['host'])",
        "The plugin 'tea' may not load '{host}', which is not its own; tell its author.",
    ),
}


@pytest.mark.parametrize("name", BODIES)
def test_command_that_fails_is_named_and_records_nothing(epex: Epex, install: Install, name: str) -> None:
    body, expected = BODIES[name]
    install("tea", TEA.format(body=body))
    epex("plugin", "enable", "tea")
    before = epex.events()

    refusal = epex.refusal("tea", "pour", "--host", HOST)

    (host,) = [row["id"] for row in epex.answer("organisation", "list") if row["title"] == HOST]
    assert refusal == expected.replace("{host}", host)
    assert epex.events() == before


def test_command_gets_the_id_of_what_an_option_means(epex: Epex, install: Install) -> None:
    install("tea", TEA.format(body="return [On(desk.new('tea'), Poured(host=given.get('host', '')))]"))
    epex("plugin", "enable", "tea")

    epex.record("tea", "pour", "--host", HOST, "--occurred-on", "2016-03-01")

    shown = epex.answer("audit", "log")[-1]
    (host,) = [row["id"] for row in epex.answer("organisation", "list") if row["title"] == HOST]
    assert (shown["type"], shown["occurred_on"]) == ("tea.poured", "2016-03-01")
    assert epex.said() == {"host": host}
    assert "that you may read" in epex.refusal("tea", "pour", "--host", "Nobody")


@pytest.mark.parametrize("ending", ["\\n", "\\r\\n", "\\u2028"])
def test_what_a_plugin_recorded_begins_no_line_of_the_log(epex: Epex, install: Install, ending: str) -> None:
    told = TEA.replace("    host: str", '    sentence: ClassVar[str] = "poured for {{host}}"\n    host: str')
    install("tea", told.format(body=f"return [On(desk.new('tea'), Poured(host='us{ending}999 Nobody'))]"))
    epex("plugin", "enable", "tea")

    epex.record("tea", "pour")

    assert epex.answer("audit", "log")[-1]["summary"].endswith(" poured for us 999 Nobody")


def test_a_plugin_that_cannot_be_loaded_is_named_when_its_command_is_run(epex: Epex, install: Install) -> None:
    install("tea", TEA.format(body="return []"))
    epex("plugin", "enable", "tea")
    install("milk", "import nothing_of_that_name")
    path = epex.folder / "epex.toml"
    path.write_text(path.read_text("utf-8").replace('["tea"]', '["tea", "milk"]'), "utf-8")

    refusal = epex.refusal("milk", "pour")

    assert refusal.startswith("The plugin 'milk' could not be loaded (ModuleNotFoundError")
    assert epex("theme", "list").stderr == "Nothing here.\n"


def test_a_plugin_named_like_a_command_is_not_enabled(epex: Epex, install: Install) -> None:
    install(
        "theme",
        TEA.replace('"tea', '"theme_tea').replace('subject="tea"', 'subject="theme_tea"').format(body="return []"),
    )

    refusal = epex.refusal("plugin", "enable", "theme")

    assert refusal == (
        "'theme' is a command of epex, so the plugin's own could not be run; ask its author to rename it."
    )
