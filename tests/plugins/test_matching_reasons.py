"""What plugins say for and against a match: shown, ranked, recorded, and left out where it fails."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from epex.app.base import KnowledgeBase
from epex.app.weighing import further, reasons
from epex.core.match import MatchProposed
from epex.plugins.limits import Limits
from epex.plugins.loader import Plugins
from tests.commands.conftest import epex, founded_folder
from tests.commands.running import FOUNDER, HOST, VISITING, VISITOR, Epex
from tests.plugins.conftest import Install

__all__ = ["epex", "founded_folder"]

EXAMPLE = Path(__file__).parents[2] / "examples" / "epex-vetting-times" / "epex_vetting_times.py"
NAME = "vetting-times"
CODE = "vetting-times/vetting-time"
PAIR = ("match", "propose", "--host", HOST, "--visitor", VISITING)
LATE = f"Vetting has taken {HOST} up to 9 weeks."
SOON = f"{HOST} has vetted visitors within 2 weeks."
REASON = """
from epex.plugins import MatchingReason, Weighed, hookimpl

def weigh(queries, host, visitor, year):
    {body}

@hookimpl
def epex_matching_reasons():
    return [MatchingReason(name={name}, summary={summary}, weigh={weigh})]
"""
WELL = {
    "body": "return Weighed(sentence=f\"{visitor['title']} likes tea.\", points=3)",
    "name": '"tea"',
    "summary": '"Tea."',
    "weigh": "weigh",
}
GO_ON = "tell its author, all other reasons stand."
DISABLE = "take it out of [plugins] enabled in epex.toml, or ask its author for a newer version."
Brew = Callable[..., None]


@pytest.fixture
def brew(install: Install) -> Brew:
    """Install a plugin with a reason, with something wrong in it."""
    return lambda plugin, **wrong: install(plugin, REASON.format(**{**WELL, **wrong}))


@pytest.fixture
def offered(epex: Epex) -> Epex:
    """Let there be two pairs that are as strong as each other, so that they rank by name."""
    for who in (FOUNDER, VISITOR):
        epex.record("match", "offer", "How a case table is chaired", "--setting", "prison", acting_as=who)
        epex.record("match", "need", "Chairing a table", "--setting", "prison", acting_as=who)
    return epex


@pytest.fixture
def vetting(offered: Epex, install: Install) -> Epex:
    """Enable the example."""
    install(NAME, EXAMPLE.read_text("utf-8"))
    assert offered("plugin", "enable", NAME).exit_code == 0
    return offered


def note(epex: Epex, weeks: int, *options: str) -> str:
    return epex.record(NAME, "note", "--organisation", HOST, "--weeks", str(weeks), *options)


def said(row: Any, name: str) -> list[dict[str, str]]:
    return [one for one in row[name] if "/" in one["code"]]


def hosts(epex: Epex, *words: str) -> list[str]:
    return [row["host_title"] for row in epex.answer(*words, "match", "propose")]


def faults(epex: Epex, *words: str) -> tuple[int, list[str]]:
    done = epex(*words)
    return done.exit_code, done.stderr.splitlines()


def test_suggestion_tells_what_a_plugin_says_with_its_name(vetting: Epex) -> None:
    note(vetting, 9)

    rows = vetting.answer("match", "propose")
    printed = vetting("match", "propose", "--host", HOST).stdout

    against = {row["host_title"]: said(row, "against") for row in rows}
    assert against == {HOST: [{"code": CODE, "text": f"{LATE} (vetting-times)"}], VISITING: []}
    assert f"           {LATE} (vetting-times)\n" in printed
    note(vetting, 1)
    assert said(vetting.answer(*PAIR, "--dry-run")[0], "against") == against[HOST]


def test_points_change_the_order_and_leave_no_pair_out(vetting: Epex) -> None:
    ranked = [hosts(vetting)]
    for weeks in (2, 104):
        note(vetting, weeks)
        ranked.append(hosts(vetting))

    assert ranked == [[VISITING, HOST], [HOST, VISITING], [VISITING, HOST]]


def test_match_keeps_what_was_said_without_the_plugin(vetting: Epex) -> None:
    note(vetting, 2)
    match = vetting.record(*PAIR, "--year", "1")
    recorded = vetting.said()

    vetting("plugin", "disable", NAME)

    shown = vetting.answer("match", "show", match)
    assert (recorded["plugin_reasons"], recorded["plugin_against"]) == ({CODE: SOON}, {})
    assert said(shown, "reasons") == [{"code": CODE, "text": f"{SOON} (vetting-times)"}]
    assert f"  {SOON} (vetting-times)" in vetting("match", "show", match).stdout.splitlines()
    assert "Plugin" not in vetting("match", "show", match).stdout


def test_what_was_said_is_sealed(vetting: Epex) -> None:
    note(vetting, 9)
    match = vetting.record(*PAIR)

    [fact] = KnowledgeBase.open(vetting.folder).log.stream(match)

    assert isinstance(fact.event, MatchProposed)
    assert fact.event.plugin_against == {CODE: LATE}
    assert LATE.encode() not in (vetting.folder / "log" / "events.db").read_bytes()


def test_replacement_is_weighed_too(vetting: Epex) -> None:
    vetting.record("organisation", "add", "--name", "Harbour", "--country", "DK", "--kind", "ngo")
    note(vetting, 9)
    match = vetting.record(*PAIR)

    vetting.record("match", "decline", match, "--side", "visitor", "--reason", "Ill", "--replacement", "Harbour")

    assert vetting.said()["plugin_against"] == {CODE: LATE}


@pytest.mark.parametrize(
    ("event", "match", "seen", "kept"),
    [
        ("private", "network", {FOUNDER}, {}),
        ("organisation", "network", {FOUNDER}, {}),
        ("network", "network", {FOUNDER, VISITOR}, {CODE: LATE}),
        ("public", "public", {FOUNDER, VISITOR}, {}),
    ],
)
def test_what_a_reader_may_not_see_is_neither_said_nor_recorded(
    vetting: Epex, event: str, match: str, seen: set[str], kept: dict[str, str]
) -> None:
    note(vetting, 9, "--visibility", event)

    told = {who for who in (FOUNDER, VISITOR) if said(vetting.answer(*PAIR, "--dry-run", acting_as=who)[0], "against")}
    vetting.record(*PAIR, "--visibility", match)

    assert (told, vetting.said()["plugin_against"]) == (seen, kept)


def test_reasons_as_of_a_day_are_those_of_that_day(vetting: Epex) -> None:
    day = vetting.answer("audit", "log")[-1]["recorded_at"][:10]
    note(vetting, 9)

    assert said(vetting.answer("--as-of", day, *PAIR, "--dry-run")[0], "against") != []
    assert vetting.answer("--as-of", "2001", "match", "propose") == []


def test_no_plugins_asks_no_reason(vetting: Epex) -> None:
    note(vetting, 9)

    (row,) = vetting.answer("--no-plugins", *PAIR, "--dry-run")
    vetting.record("--no-plugins", *PAIR)

    assert (said(row, "against"), vetting.said()["plugin_against"]) == ([], {})


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("raise KeyError('tea')", "KeyError: 'tea'"),
        ("raise SystemExit(3)", "SystemExit: 3"),
        ("return 'tea'", "TypeError: it gave something else than None, or a sentence with its points"),
        ("return Weighed(sentence=7, points=1)", "TypeError: it gave something else than None, or a sentence with"),
        ("return Weighed(sentence='Tea.', points=True)", "TypeError: it gave something else than None, or a sentence"),
        ("return Weighed(sentence='Tea.', points=4)", "ValueError: it gave 4 points instead of 1 to 3, or -3 to -1"),
        ("return Weighed(sentence='Tea.', points=0)", "ValueError: it gave 0 points instead of 1 to 3, or -3 to -1"),
        ("return Weighed(sentence=' ', points=1)", "ValueError: its sentence is empty, of several lines, or longer"),
        ("return Weighed(sentence='a\\nb', points=1)", "ValueError: its sentence is empty, of several lines, or"),
        ("return Weighed(sentence='a' * 201, points=1)", "ValueError: its sentence is empty, of several lines, or"),
        ("queries.figures().no_such", "AttributeError: 'dict' object has no attribute 'no_such'"),
        ("queries.views", "AttributeError: queries have no 'views'"),
        ("queries.rows('teas')", "Refused: No enabled plugin has a table 'teas'; 'epex views status' lists the views"),
    ],
)
def test_reason_that_fails_is_left_out_and_named(vetting: Epex, brew: Brew, body: str, why: str) -> None:
    note(vetting, 9)
    before = vetting.answer("match", "propose")
    brew("tea", body=body)
    vetting("plugin", "enable", "tea")

    exit_code, told = faults(vetting, "match", "propose")

    assert (exit_code, vetting.answer("match", "propose")) == (0, before)
    (fault,) = told
    assert fault.startswith(f"The plugin 'tea' has a matching reason 'tea' that failed ({why}")
    assert fault.endswith(f"); {GO_ON}")


def test_reason_that_fails_does_not_keep_a_match_from_being_recorded(vetting: Epex, brew: Brew) -> None:
    note(vetting, 9)
    brew("tea", body="raise KeyError('tea')")
    vetting("plugin", "enable", "tea")

    exit_code, told = faults(vetting, *PAIR)

    assert (exit_code, vetting.said()["plugin_against"]) == (0, {CODE: LATE})
    assert told == [f"The plugin 'tea' has a matching reason 'tea' that failed (KeyError: 'tea'); {GO_ON}"]


def test_reason_that_never_ends_is_interrupted(offered: Epex, brew: Brew) -> None:
    brew("tea", body="while True: pass")
    base = KnowledgeBase.open(offered.folder)
    both = tuple(row["id"] for row in base.queries().listing("organisation"))
    plugins = Plugins(["tea"], limits=Limits(seconds=0.2))

    found = further(plugins, base.queries(), 0, [(both[0], both[1])])

    assert found == {}
    assert [fault.what for fault in plugins.faults] == [
        "has a matching reason 'tea' that failed (TimeoutError: it took longer than 0.2 seconds)"
    ]


def test_reason_that_changes_what_it_gets_changes_nothing_for_others(offered: Epex, brew: Brew) -> None:
    brew("milk", name='"milk"', body="host.clear(), [row.clear() for row in queries.listing('organisation')]")
    brew("tea")
    for plugin in ("milk", "tea"):
        offered("plugin", "enable", plugin)

    rows = offered.answer("match", "propose")

    assert {said(row, "reasons")[0]["text"] for row in rows} == {f"{one} likes tea. (tea)" for one in (HOST, VISITING)}


def test_reason_is_asked_with_plain_rows_and_the_year(offered: Epex, brew: Brew) -> None:
    words = "f\"{host['title']}, {visitor['country']}, {year}, {len(queries.days())}, {min(queries.days())}\""
    brew("tea", body=f"return Weighed(sentence={words}, points=1)")
    offered("plugin", "enable", "tea")
    events = len(offered.events())

    (row,) = offered.answer(*PAIR, "--year", "1", "--dry-run")

    assert said(row, "reasons")[0]["text"] == f"{HOST}, XK, 1, {events}, 1 (tea)"


def test_reason_may_ask_what_base_this_is(offered: Epex, brew: Brew) -> None:
    brew("tea", body="return Weighed(sentence=queries.base()['network'], points=1)")
    offered("plugin", "enable", "tea")

    (row,) = offered.answer(*PAIR, "--dry-run")

    assert said(row, "reasons") == [{"code": "tea/tea", "text": "Exchange (tea)"}]


def test_of_two_reasons_with_one_name_the_second_is_left_out_and_named(brew: Brew) -> None:
    brew("tea")
    brew("pots")
    plugins = Plugins(["tea", "pots"])

    assert {name: plugin for name, (plugin, _) in reasons(plugins).items()} == {"tea": "tea"}
    assert [str(fault) for fault in plugins.faults] == [
        (
            "The plugin 'pots' adds a matching reason 'tea', which 'tea' has already, so it was left out; ask its"
            " author to rename the matching reason."
        )
    ]


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        ({"name": '"Tea time"'}, "has a matching reason 'Tea time' without a plain name or a summary"),
        ({"name": "7"}, "has a matching reason that cannot be asked (TypeError: expected string or bytes-like object,"),
        ({"summary": '" "'}, "has a matching reason 'tea' without a plain name or a summary"),
        ({"weigh": "None"}, "has a matching reason 'tea' that cannot be called"),
    ],
    ids=["words", "number", "summary", "nothing"],
)
def test_reason_that_is_declared_wrongly_is_left_out_and_named(brew: Brew, wrong: dict[str, str], what: str) -> None:
    brew("tea", **wrong)
    plugins = Plugins(["tea"])

    assert reasons(plugins) == {}
    (fault,) = plugins.faults
    assert (fault.what.startswith(what), fault.what.endswith(", so it was left out")) == (True, True)


def test_plugin_is_not_imported_to_list_matches(vetting: Epex) -> None:
    module = next(vetting.folder.parent.glob("epex_vetting_times.py"))
    module.write_text("raise SystemExit('loaded')\n", "utf-8")

    assert faults(vetting, "match", "offers") == (0, [])
