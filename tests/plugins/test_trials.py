"""What is new of a plugin is tried in a child process before it is imported here, once in each form."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from epex.plugins.limits import Limits
from epex.plugins.loader import DISABLE, Plugins, installed
from epex.plugins.reports import list_reports
from epex.plugins.trials import Trials, form
from tests.plugins.conftest import REPORTING, Install

TEA = REPORTING.format(name="tea")


@pytest.fixture
def trials(tmp_path: Path) -> Path:
    """Name a file in a folder that is not there yet."""
    return tmp_path / "views" / "tried.txt"


@pytest.fixture
def imports(install: Install, tmp_path: Path) -> Callable[[], list[bool]]:
    """Install a plugin that notes where it is imported, and tell of each time whether that was in this process."""
    noted = tmp_path / "noted"
    install("tea", f"import os\nwith open({str(noted)!r}, 'a') as file:\n    file.write(f'{{os.getpid()}} ')\n{TEA}")
    return lambda: [int(process) == os.getpid() for process in noted.read_text().split()]


def opened(trials: Path) -> Plugins:
    """Open the plugins as another process would, which has imported none yet."""
    sys.modules.pop("epex_tea", None)
    return Plugins(["tea"], trials=Trials(trials), limits=Limits(seconds=5))


def faults(plugins: Plugins) -> list[str]:
    return [str(fault) for fault in plugins.faults]


def test_plugin_is_tried_in_a_child_once(imports: Callable[[], list[bool]], trials: Path) -> None:
    found = ["tea" in opened(trials).loaded for _ in range(3)]

    assert (found, imports()) == ([True] * 3, [False, True, True, True])


def test_plugin_is_tried_although_a_child_has_listed_its_reports(
    imports: Callable[[], list[bool]], trials: Path
) -> None:
    plugins = opened(trials)
    list_reports(plugins)

    assert ("tea" in plugins.loaded, imports()) == (True, [False, False, True])


def test_plugin_is_tried_each_time_where_nothing_can_be_noted(imports: Callable[[], list[bool]], trials: Path) -> None:
    trials.parent.write_text("no folder", "utf-8")

    found = ["tea" in opened(trials).loaded for _ in range(2)]

    assert (found, imports()) == ([True] * 2, [False, True] * 2)


def test_damaged_note_is_as_none(imports: Callable[[], list[bool]], trials: Path) -> None:
    trials.parent.mkdir()
    trials.write_bytes(b"\xff")

    assert ("tea" in opened(trials).loaded, imports()) == (True, [False, True])


def test_plugin_that_leaves_a_thread_and_cannot_be_loaded_is_not_imported(install: Install, trials: Path) -> None:
    left = "import threading, time\nthreading.Thread(target=time.sleep, args=[600]).start()"
    install("tea", f"{left}\nraise ValueError('cold')")

    plugins = opened(trials)

    why = "keeps its process from ending (it went on for 5 seconds after it was told to end)"
    assert faults(plugins) == [
        f"The plugin 'tea' could not be loaded (ValueError: cold); {DISABLE}.",
        f"The plugin 'tea' {why}; {DISABLE}.",
    ]
    assert ("epex_tea" in sys.modules, trials.exists()) == (False, False)


def test_plugin_that_could_not_be_loaded_is_tried_again(install: Install, trials: Path, tmp_path: Path) -> None:
    install("tea", f"import of_another_package\n{TEA}")
    told = faults(opened(trials))
    (tmp_path / "of_another_package.py").write_text("import os\nos._exit(0)", "utf-8")

    again = faults(opened(trials))

    assert told == [
        f"The plugin 'tea' could not be loaded (ModuleNotFoundError: No module named 'of_another_package'); {DISABLE}."
    ]
    assert again == [
        f"The plugin 'tea' could not say which reports it adds (it ended its process with status 0); {DISABLE}."
    ]


def test_form_changes_with_the_code_and_with_nothing_else(install: Install, tmp_path: Path) -> None:
    install("tea", TEA)
    forms = []
    for name in ("", "notes.txt", "epex_tea.py"):
        if name:
            (tmp_path / name).write_text(f"{TEA}\n", "utf-8")
        forms += [form(plugin) for plugin in installed() if plugin.name == "tea"]

    assert [each == forms[0] for each in forms] == [True, True, False]
    assert {each.isdecimal() for each in forms} == {True}


def test_form_changes_with_any_module_of_a_package(tmp_path: Path, install: Install) -> None:
    install("tea", "")
    (tmp_path / "epex_tea.py").unlink()
    (tmp_path / "epex_tea" / "inner").mkdir(parents=True)
    forms = []
    for name in ("__init__.py", "inner/deep.py"):
        (tmp_path / "epex_tea" / name).write_text(TEA, "utf-8")
        forms += [form(plugin) for plugin in installed() if plugin.name == "tea"]

    assert len(set(forms)) == 2


def test_built_in_plugins_are_not_tried(trials: Path) -> None:
    plugins = Plugins(trials=Trials(trials))

    assert ("practice-transfer" in plugins.loaded, trials.exists()) == (True, False)
