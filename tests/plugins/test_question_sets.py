"""Question sets that plugins offer: listed, added as the network's own, and left out where they cannot be asked."""

from pathlib import Path

import pytest

from epex.app.base import KnowledgeBase
from epex.app.offering import offered
from epex.core.question_texts import BUILT_IN
from epex.core.questions import QuestionsAdded
from epex.plugins.loader import Plugins
from tests.commands.conftest import epex, founded_folder
from tests.commands.running import VISITOR, Epex
from tests.plugins.conftest import Install

__all__ = ["epex", "founded_folder"]

EXAMPLE = Path(__file__).parents[2] / "examples" / "epex-vetting-times" / "epex_vetting_times.py"
NAME = "vetting-times"
OURS = ["after_action_review", "epex", "gibbs"]
OFFERING = """
from epex.plugins import Question, QuestionSet, hookimpl

@hookimpl
def epex_question_sets():
    return [QuestionSet({name!r}, 7, {questions}, title={title!r})]
"""
ASKED = '(Question("sort", {"en": " Which  tea? "}), Question("end", {"en": "Who drank it?"}))'
DISABLE = "take it out of [plugins] enabled in epex.toml, or ask its author for a newer version."


def offer(install: Install, plugin: str, name: object = "tea", questions: str = ASKED, title: object = "Tea") -> None:
    install(plugin, OFFERING.format(name=name, questions=questions, title=title))


@pytest.fixture
def vetting(epex: Epex, install: Install) -> Epex:
    """Enable the example."""
    install(NAME, EXAMPLE.read_text("utf-8"))
    assert epex("plugin", "enable", NAME).exit_code == 0
    return epex


def test_sets_of_the_program_are_offered_and_here_already(epex: Epex) -> None:
    rows = epex.answer("questions", "list", "--offered")

    assert [(row["id"], row["plugin"], row["is_added"]) for row in rows] == [
        (name, "question-sets", True) for name in OURS
    ]
    assert rows[2]["title"] == BUILT_IN["gibbs"].title
    assert epex.refusal("questions", "add", "--offered", "gibbs").startswith("'gibbs' reads like this already")


def test_set_of_a_plugin_is_listed_with_its_questions(vetting: Epex) -> None:
    printed = vetting("questions", "list", "--offered").stdout.splitlines()

    assert printed[-4:] == [
        "vetting (plugin vetting-times): How the vetting went [en, de]",
        "  1. What was asked of you? [asked]",
        "  2. What did you wait for? [waited]",
        "  3. What would have made it easier? [easier]",
    ]
    assert [row["name"] for row in vetting.answer("questions", "list")] == OURS


def test_set_is_added_as_the_networks_own_and_stays_without_the_plugin(vetting: Epex) -> None:
    added = vetting.record("questions", "add", "--offered", "vetting")

    [fact] = KnowledgeBase.open(vetting.folder).log.stream(added)
    vetting("plugin", "disable", NAME)
    page = vetting.answer("questions", "show", "vetting")
    summary = vetting.answer("audit", "log", "--subject", added)[0]["summary"]
    assert isinstance(fact.event, QuestionsAdded)
    assert fact.envelope.recorded_by.startswith("vetting-times 1.2.0 (epex ")
    assert (page["version"], page["languages"], page["unreviewed"]) == (1, ["en", "de"], ["de"])
    assert page["wordings"][2] == {
        "key": "easier",
        "en": "What would have made it easier?",
        "de": "Was hätte es leichter gemacht?",
    }
    assert summary.endswith("added version 1 of the questions 'How the vetting went'")
    vetting.record("questions", "adopt", "vetting")


def test_set_that_was_added_is_not_added_twice(vetting: Epex) -> None:
    vetting.record("questions", "add", "--offered", "vetting")

    rows = vetting.answer("questions", "list", "--offered")

    assert [row["is_added"] for row in rows] == [True] * 4
    assert vetting.refusal("questions", "add", "--offered", "vetting") == (
        "'vetting' reads like this already (version 1); change it, then add it."
    )


def test_coordinators_add_what_is_offered_and_nobody_else(vetting: Epex) -> None:
    assert vetting.refusal("questions", "add", "--offered", "vetting", acting_as=VISITOR) == (
        "Only a coordinator may add a question set; ask one of them to record it."
    )


@pytest.mark.parametrize("words", [(), ("street.toml", "--offered", "vetting")], ids=["neither", "both"])
def test_add_takes_a_file_or_what_is_offered(epex: Epex, words: tuple[str, ...]) -> None:
    assert epex.refusal("questions", "add", *words) == (
        "Name one question set to add: a FILE, or one of 'epex questions list --offered' with --offered."
    )


def test_no_plugins_leaves_the_set_out(vetting: Epex) -> None:
    assert [row["id"] for row in vetting.answer("--no-plugins", "questions", "list", "--offered")] == OURS
    assert vetting.refusal("--no-plugins", "questions", "add", "--offered", "vetting") == (
        "No plugin offers a question set 'vetting'; 'epex questions list --offered' shows what there is."
    )


def test_set_is_offered_in_the_form_that_is_stored(install: Install) -> None:
    offer(install, "tea")

    plugin, chosen = offered(Plugins(["tea"]))["tea"]

    assert (plugin, chosen.version, chosen.worded("en")) == ("tea", 1, {"sort": "Which tea?", "end": "Who drank it?"})


def test_of_two_sets_with_one_name_the_second_is_left_out_and_named(install: Install) -> None:
    offer(install, "tea", title="Tea")
    offer(install, "pots", title="Pots")
    offer(install, "our-gibbs", "gibbs")
    plugins = Plugins(["tea", "pots", "our-gibbs"])

    found = offered(plugins)

    assert {name: plugin for name, (plugin, _) in found.items()} == {
        **dict.fromkeys(OURS, "question-sets"),
        "tea": "tea",
    }
    assert [str(fault) for fault in plugins.faults] == [
        (
            "The plugin 'pots' adds a question set 'tea', which 'tea' has already, so it was left out; ask its author"
            " to rename the question set."
        ),
        (
            "The plugin 'our-gibbs' adds a question set 'gibbs', which 'question-sets' has already, so it was left out;"
            " ask its author to rename the question set."
        ),
    ]


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"questions": "()"}, "Refused: The set has no question; give it at least one."),
        (
            {"questions": '(Question("sort", {"en": "Which?", "de": " "}),)'},
            "Refused: The question 'sort' has no wording in 'de'; word every question of a language, or none.",
        ),
        ({"questions": '("Which tea?",)'}, "AttributeError: 'str' object has no attribute 'key'"),
        ({"questions": '(Question("sort", {"en": 7}),)'}, "TypeError: normalize() argument 2 must be str, not int"),
        ({"name": 7}, "TypeError: expected string or bytes-like object, got 'int'"),
        ({"title": None}, "TypeError: normalize() argument 2 must be str, not None"),
    ],
    ids=["none", "half", "text", "number", "name", "title"],
)
def test_set_that_cannot_be_asked_is_left_out_and_named(install: Install, wrong: dict[str, str], why: str) -> None:
    offer(install, "tea", **wrong)
    plugins = Plugins(["tea"])

    found = offered(plugins)

    assert sorted(found) == OURS
    assert [str(fault) for fault in plugins.faults] == [
        f"The plugin 'tea' offers a question set that cannot be asked ({why}), so it was left out; {DISABLE}"
    ]


def test_plugin_that_fails_is_named_and_loses_nothing_of_the_others(epex: Epex, install: Install) -> None:
    install("tea", "from epex.plugins import hookimpl\n@hookimpl\ndef epex_question_sets():\n    return [1 / 0]")
    offer(install, "pots")
    for plugin in ("tea", "pots"):
        epex("plugin", "enable", plugin)

    done = epex("questions", "list", "--offered")

    assert (done.exit_code, "tea (plugin pots): Tea [en]" in done.stdout.splitlines()) == (0, True)
    assert done.stderr == (
        f"The plugin 'tea' failed when asked for epex_question_sets (ZeroDivisionError: division by zero); {DISABLE}\n"
    )
