"""What third parties run inside epex: whatever goes wrong there is named, and nothing of anybody else's is lost."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from epex.app.base import KnowledgeBase
from epex.plugins.exchanges import list_formats
from epex.plugins.loader import Plugins
from tests.commands.conftest import epex, founded_folder
from tests.commands.running import Epex
from tests.plugins.conftest import Install

__all__ = ["epex", "founded_folder"]

TEA = """
import asyncio, sys, time
from dataclasses import dataclass
from typing import ClassVar
from epex.plugins import Command, EventTypes, Exporter, On, Option, Report, hookimpl
from epex.plugins.views import READERS, Projection, Table, readers

@dataclass(frozen=True, kw_only=True)
class Poured:
    type: ClassVar[str] = "tea.poured"
    sentence: ClassVar[str] = {sentence!r}
    reason: str = ""

def evolve(state, stream, event):
    {evolve}
    return event

POURS = Table("tea", ("id",), {{"id": str, "position": int, **READERS}})
VIEW = Projection("tea", version=1, tables=[POURS])

@VIEW.on(Poured)
def poured(rows, fact, event):
    {fold}
    rows[POURS].put({{"id": fact.stream, "position": fact.position, **readers(fact)}})

def decide(desk, given):
    if given:
        desk.load(given["pour"])
        return [On(given["pour"], Poured())]
    return [On(desk.new("tea"), Poured())]

@hookimpl
def epex_event_types():
    return [EventTypes(subject={subject}, events=(Poured,), evolve=evolve)]

@hookimpl
def epex_projections():
    return [VIEW]

@hookimpl
def epex_commands():
    return [Command(name={command}, summary={summary}, decide=decide, options=(
        Option(name="pour", value="ID", summary={which}),
    ))]

@hookimpl
def epex_exporters():
    return [Exporter(name={exporter}, summary="Tea", ending=".tea", write=lambda queries, options: [])]
"""
WELL = {
    "sentence": "poured tea",
    "evolve": "",
    "fold": "",
    "subject": '"tea"',
    "command": '"pour"',
    "summary": '"Pour."',
    "exporter": '"tea"',
    "which": '"which"',
}
DISABLE = "take it out of [plugins] enabled in epex.toml, or ask its author for a newer version"
Brew = Callable[..., None]


@pytest.fixture
def brew(install: Install) -> Brew:
    """Install the plugin, with something wrong in it."""
    return lambda **wrong: install("tea", TEA.format(**{**WELL, **wrong}))


def faults(plugins: Plugins) -> list[str]:
    return [str(fault) for fault in plugins.faults]


def test_nothing_is_wrong_with_it_as_it_is(brew: Brew, epex: Epex) -> None:
    brew()
    enabled = epex("plugin", "enable", "tea")

    poured = epex.record("tea", "pour")

    epex.record("tea", "pour", "--pour", poured)
    assert (enabled.stderr, faults(Plugins(["tea"]))) == ("", [])


@pytest.mark.parametrize("what", ["raise asyncio.CancelledError", "raise GeneratorExit"])
def test_module_that_raises_past_exception_is_named(install: Install, what: str) -> None:
    install("tea", f"import asyncio\n{what}")

    (fault,) = Plugins(["tea"]).faults

    assert fault.what == f"could not be loaded ({what.rpartition('.')[2].removeprefix('raise ')})"


@pytest.mark.parametrize(
    ("wrong", "gathered", "what"),
    [
        ({"subject": "7"}, "event_types", "gives events that cannot be kept"),
        ({"command": "7"}, "commands", "has a command that cannot be run"),
        ({"summary": "None"}, "commands", "has a command that cannot be run"),
    ],
    ids=["subject", "command", "summary"],
)
def test_answer_of_other_types_than_declared_is_named(
    brew: Brew, wrong: dict[str, str], gathered: str, what: str
) -> None:
    brew(**wrong)
    plugins = Plugins(["tea"])

    assert getattr(plugins, gathered) == {}
    (fault,) = plugins.faults
    assert fault.what.startswith(what)


def test_command_whose_options_cannot_be_shown_is_named(brew: Brew, epex: Epex) -> None:
    brew(which="None")
    epex("plugin", "enable", "tea")

    done = epex("tea", "pour")

    assert done.exit_code != 0
    assert done.stderr.startswith("The plugin 'tea' has a command 'pour' that cannot be run (")


@pytest.mark.parametrize("name", ["7", "[]"])
def test_format_of_other_types_than_declared_is_named(brew: Brew, name: str) -> None:
    brew(exporter=name)
    plugins = Plugins(["tea"])

    rows = list_formats(plugins, "export")

    assert [row["plugin"] for row in rows if row["plugin"] == "tea"] == []
    (fault,) = plugins.faults
    assert fault.what == "has a format that cannot be listed, so it was left out"


@pytest.mark.parametrize("sentence", ["poured {", "poured {reason:d}", "poured {reason.nothing}"])
def test_sentence_that_cannot_be_filled_in_is_named(brew: Brew, sentence: str) -> None:
    brew(sentence=sentence)
    plugins = Plugins(["tea"])

    assert plugins.event_types == {}
    (fault,) = plugins.faults
    assert fault.what == (
        "has an event 'tea.poured' whose sentence cannot be filled in, so its events are shown as unknown"
    )


def test_state_that_cannot_be_made_is_one_sentence(brew: Brew, epex: Epex) -> None:
    brew(evolve="raise ValueError('cold')")
    epex("plugin", "enable", "tea")
    poured = epex.record("tea", "pour")

    refusal = epex.refusal("tea", "pour", "--pour", poured)

    assert refusal == (
        "The plugin 'tea' cannot apply what it recorded (ValueError: cold); ask its author for a newer version."
    )
    assert epex("audit", "verify").exit_code == 0


@pytest.mark.parametrize("place", ["evolve", "fold"])
def test_what_is_printed_inside_never_mixes_with_an_answer(brew: Brew, epex: Epex, place: str) -> None:
    brew(**{place: "print('chatter')"})
    epex("plugin", "enable", "tea")
    poured = epex.record("tea", "pour")
    epex.record("tea", "pour", "--pour", poured)

    done = epex("views", "rebuild", "tea", "--json")

    rebuilt: dict[str, Any] = json.loads(done.stdout)
    assert rebuilt["views"][0]["rows"] == 1


def test_hook_that_never_returns_is_interrupted(install: Install) -> None:
    from epex.plugins.limits import Limits  # noqa: PLC0415

    body = "import time\nfrom epex.plugins import hookimpl\n@hookimpl\ndef epex_commands():\n    time.sleep(600)"
    install("tea", body)
    plugins = Plugins(["tea"], limits=Limits(listing=1))

    assert plugins.commands == {}
    failed = "failed when asked for epex_commands (TimeoutError: it took longer than 1 seconds)"
    assert faults(plugins) == [f"The plugin 'tea' {failed}; {DISABLE}."]


def test_state_that_is_never_made_is_interrupted(brew: Brew, epex: Epex) -> None:
    brew(evolve="time.sleep(600)")
    epex("plugin", "enable", "tea")
    poured = epex.record("tea", "pour")
    hurry(epex)

    refusal = epex.refusal("tea", "pour", "--pour", poured)

    why = "TimeoutError: it took longer than 1 seconds"
    assert refusal == f"The plugin 'tea' cannot apply what it recorded ({why}); ask its author for a newer version."


def test_event_that_is_never_lifted_is_told_of_once_and_the_rest_goes_on(
    install: Install, epex: Epex, caplog: pytest.LogCaptureFixture
) -> None:
    install("tea", TEA.format(**WELL))
    epex("plugin", "enable", "tea")
    poured = epex.record("tea", "pour")
    epex.record("tea", "pour")
    # Enough for the child in which the new code is tried.
    hurry(epex, 3)
    lifting = 'evolve=evolve, upcasters={("tea.poured", 1): lambda payload: time.sleep(600)})'
    again = TEA.format(**WELL).replace("evolve=evolve)", lifting)
    installed = Path(sys.modules.pop("epex_tea").__file__ or "")
    installed.write_text(again.replace("    reason: str", "    schema_version: ClassVar[int] = 2\n    reason: str"))

    facts = [fact for fact in KnowledgeBase.open(epex.folder).log.facts() if fact.subject == "tea"]

    assert [type(fact.event).__name__ for fact in facts] == ["UnknownEvent", "UnknownEvent"]
    why = "takes too long to lift tea.poured from 1, so it was interrupted"
    told = f"The plugin 'tea' {why}; it is shown as unknown; ask its author for a newer version."
    assert (facts[0].stream, caplog.messages) == (poured, [told])
    assert epex("theme", "list").exit_code == 0


@pytest.mark.parametrize(
    "left",
    [
        "import threading\nthreading.Thread(target=lambda: time.sleep(600)).start()",
        "import atexit\natexit.register(lambda: time.sleep(600))",
    ],
    ids=["thread", "atexit"],
)
def test_plugin_that_keeps_its_process_from_ending_is_not_enabled(brew: Brew, epex: Epex, left: str) -> None:
    brew(fold=f"pass\n\n{left}\ndef unused(rows, fact, event):")
    hurry(epex, 5)

    refusal = epex.refusal("plugin", "enable", "tea")

    why = "keeps its process from ending (it went on for 5 seconds after it was told to end)"
    assert refusal == f"The plugin 'tea' {why}; ask its author for a newer version."


def test_plugin_that_hangs_is_not_enabled(install: Install, epex: Epex) -> None:
    install("tea", "import time\ntime.sleep(600)")
    hurry(epex, 2)

    refusal = epex.refusal("plugin", "enable", "tea")

    why = "could not say which reports it adds (it took longer than 2 seconds, and was ended)"
    assert refusal == f"The plugin 'tea' {why}; ask its author for a newer version."


def hurry(epex: Epex, seconds: int = 1) -> None:
    """Let plugins of a base have little time."""
    path = epex.folder / "epex.toml"
    path.write_text(path.read_text("utf-8").replace("[plugins]", f"[plugins]\nseconds = {seconds}"), "utf-8")


def traced(done: Result) -> list[str]:
    """List what was traced of the plugin, without its times."""
    told = [line.rpartition(" took ") for line in done.stderr.splitlines()]
    return [what for what, took, time in told if what.startswith("tea: ") and took and time.endswith(" ms")]


def test_every_call_into_a_plugin_is_traced(brew: Brew, epex: Epex, monkeypatch: pytest.MonkeyPatch) -> None:
    brew()
    epex("plugin", "enable", "tea")
    poured = epex.record("tea", "pour")
    monkeypatch.setenv("EPEX_TRACE_PLUGINS", "1")

    again = traced(epex("tea", "pour", "--pour", poured))
    rebuilt = traced(epex("views", "rebuild", "tea"))
    exported = traced(epex("export", "--format", "tea", "--output", str(epex.folder / "all.tea")))

    loading = ["tea: being imported", "tea: epex_commands", "tea: epex_event_types"]
    assert again[:2] == loading[:2]
    assert [line for line in again if line not in loading] == ["tea: applying tea.poured", "tea: the command pour"]
    assert [line for line in rebuilt if line.startswith("tea: folding ")] == ["tea: folding 2 events into tea"]
    assert exported[-2:] == ["tea: the format tea", "tea: the format tea"]


def test_upcasters_are_traced(install: Install, capsys: pytest.CaptureFixture[str]) -> None:
    lifted = TEA.format(**WELL).replace("evolve=evolve)", 'evolve=evolve, upcasters={("tea.poured", 1): dict})')
    versioned = lifted.replace("    reason: str", "    schema_version: ClassVar[int] = 2\n    reason: str")
    install("tea", versioned)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EPEX_TRACE_PLUGINS", "1")
        upcaster = Plugins(["tea"]).event_types["tea"].upcasters["tea.poured", 1]
        assert upcaster({"reason": "It was hot."}) == {"reason": "It was hot."}

    assert "tea: lifting tea.poured from 1 took " in capsys.readouterr().err


def test_what_upcasters_print_never_mixes_with_an_answer(install: Install, capsys: pytest.CaptureFixture[str]) -> None:
    lifted = TEA.format(**WELL).replace("evolve=evolve)", 'evolve=evolve, upcasters={("tea.poured", 1): lift})')
    versioned = lifted.replace("    reason: str", "    schema_version: ClassVar[int] = 2\n    reason: str")
    install("tea", f"{versioned}\ndef lift(payload):\n    print('lifted')\n    return payload\n")
    plugins = Plugins(["tea"])

    assert plugins.event_types["tea"].upcasters["tea.poured", 1]({}) == {}

    assert capsys.readouterr() == ("", "lifted\n")
