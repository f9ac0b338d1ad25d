"""The hooks: documented, typed, and none without somebody who uses it."""

import inspect
import re
from typing import Any, get_args, get_type_hints

import pytest

from epex.plugins import KeyProvider, MatchingReason, QuestionSet, Report, hookspecs
from epex.plugins.loader import Plugins
from tests.plugins.conftest import Install
from tests.plugins.hooks_page import HOOKS, PAGE, ROOT, page, used_by
from tests.plugins.test_key_providers import EXAMPLE
from tests.plugins.types_page import EXPORTS, grouped, named_in

VETTING = ROOT / "examples" / "epex-vetting-times" / "epex_vetting_times.py"


@pytest.mark.parametrize("name", HOOKS)
def test_hook_is_typed_and_says_what_it_does_and_since_when(name: str) -> None:
    hook = getattr(hookspecs, name)
    documented = inspect.getdoc(hook) or ""

    assert "return" in get_type_hints(hook)
    assert re.match(r"[A-Z][a-z]+ ", documented)
    assert re.search(r"^Since \d+\.\d+, ", documented.splitlines()[-1]) or "Since" in documented


def test_every_hook_is_used_by_a_plugin_of_ours(install: Install) -> None:
    install("key-command", EXAMPLE.read_text("utf-8"))

    plugins = Plugins(["key-command"])

    assert {name: used_by(name) != [] for name in HOOKS} == dict.fromkeys(HOOKS, True)
    reporting = dict.fromkeys(name for name, _ in plugins.gather("epex_reports", Report))
    assert list(reporting) == ["practice-transfer", "year-review", "pictures", "theme-book", "funder-indicators"]
    assert [name for name, _ in plugins.gather("epex_key_providers", KeyProvider)] == ["key-command"]


def test_events_views_commands_sets_and_reasons_are_those_of_an_example(install: Install) -> None:
    install("vetting-times", VETTING.read_text("utf-8"))

    plugins = Plugins(["vetting-times"])

    assert list(plugins.event_types) == ["vetting_times"]
    assert [projection.name for projection in plugins.projections] == ["vetting_times"]
    assert {name: [each.name for each in commands] for name, commands in plugins.commands.items()} == {
        "vetting-times": ["note", "mend"]
    }
    sets = [(name, each.name) for name, each in plugins.gather("epex_question_sets", QuestionSet)]
    ours = [("question-sets", name) for name in ("epex", "after_action_review", "gibbs")]
    assert sets == [*ours, ("vetting-times", "vetting")]
    reasons = [(name, each.name) for name, each in plugins.gather("epex_matching_reasons", MatchingReason)]
    assert reasons == [("vetting-times", "vetting-time")]
    assert plugins.faults == []


def test_page_shows_every_hook_as_it_is_declared() -> None:
    assert PAGE.read_text("utf-8") == page(), "run 'python -m tests.plugins'"


@pytest.mark.parametrize("name", HOOKS)
def test_hook_is_never_run_as_it_is_declared(name: str) -> None:
    with pytest.raises(NotImplementedError):
        getattr(hookspecs, name)()


def test_page_shows_every_type_that_a_hook_returns() -> None:
    returned = [get_args(get_type_hints(getattr(hookspecs, name))["return"])[0] for name in HOOKS]

    assert [kind.__name__ for kind in returned if kind not in shown()] == []


def test_page_shows_every_type_that_a_shown_one_speaks_of() -> None:
    named = {name for kind in shown() for name in named_in(kind)}
    offered = {each for module in EXPORTS for name in named if inspect.isclass(each := getattr(module, name, None))}

    assert [kind.__name__ for kind in offered if kind.__module__.startswith("epex.") and kind not in shown()] == []


def test_page_gives_fields_methods_and_what_stands_for_a_longer_type() -> None:
    told = page()

    for line in (
        "Build = Callable[[Queries, Mapping[str, str]], Document]",
        "    options: tuple[Option, ...] = ()",
        "- `resolve(text: str, subject: str, /) -> str`: Find the id",
        "- `load(stream: str, /) -> Any`: Load the state of one of the plugin's own streams",
    ):
        assert line in told


def shown() -> list[type[Any]]:
    return [kind for kinds in grouped().values() for kind in kinds]
