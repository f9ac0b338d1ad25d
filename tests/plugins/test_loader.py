"""Loading plugins, the bad ones included."""

from collections.abc import Callable

import pytest

from epex.plugins import Report
from epex.plugins.loader import BUILT_IN, ON_REQUEST, Plugins
from epex.plugins.reports import list_reports
from tests.plugins.conftest import REPORTING, Install

DISABLE = "take it out of [plugins] enabled in epex.toml, or ask its author for a newer version"


def reports_of(plugins: Plugins) -> list[tuple[str, str]]:
    return [(plugin, report.name) for plugin, report in plugins.gather("epex_reports", Report)]


PICTURES = ("timeline", "visit-network", "genealogy", "coverage")
BUILT_IN_REPORTS = [
    *((name, name) for name in ("practice-transfer", "year-review")),
    *(("pictures", name) for name in PICTURES),
    *((name, name) for name in ("theme-book", "funder-indicators")),
]


def test_plugins_without_any_enabled_are_the_built_in_ones() -> None:
    plugins = Plugins()

    assert list(plugins.loaded) == [name for name in BUILT_IN if name not in ON_REQUEST]
    assert reports_of(plugins) == BUILT_IN_REPORTS
    assert plugins.faults == []


def test_plugins_load_an_enabled_package(install_reporting: Callable[[str], None]) -> None:
    install_reporting("tea")

    plugins = Plugins(["tea"])

    assert reports_of(plugins) == [*BUILT_IN_REPORTS, ("tea", "tea")]
    assert plugins.faults == []


def test_plugins_leave_a_package_alone_that_is_not_enabled(install: Install) -> None:
    install("tea", "raise SystemExit('it was imported')")

    plugins = Plugins()

    assert list(plugins.loaded) == [name for name in BUILT_IN if name not in ON_REQUEST]


def test_plugins_without_third_parties_keep_only_the_built_in_ones(install_reporting: Callable[[str], None]) -> None:
    install_reporting("tea")

    plugins = Plugins(["tea"], third_party=False)

    assert reports_of(plugins) == BUILT_IN_REPORTS
    assert plugins.faults == []


def test_plugins_name_one_that_is_not_installed() -> None:
    plugins = Plugins(["tea"])

    assert [str(fault) for fault in plugins.faults] == [
        "The plugin 'tea' is enabled but not installed; install its package, or take it out of epex.toml."
    ]


@pytest.mark.parametrize(
    ("source", "cause"),
    [
        ("import no_such_module", "ModuleNotFoundError: No module named 'no_such_module'"),
        ("def broken(", "SyntaxError: '(' was never closed (epex_tea.py, line 1)"),
        ("raise SystemExit(1)", "SystemExit: 1"),
        ("1 / 0", "ZeroDivisionError: division by zero"),
        ("", "LookupError: it implements no hook; mark its functions with @hookimpl"),
        (
            "from epex.plugins import hookimpl\n@hookimpl\ndef epex_reports(surprise):\n    return []",
            "PluginValidationError: Plugin 'tea' for hook 'epex_reports'",
        ),
        (
            "from epex.plugins import hookimpl\n@hookimpl(wrapper=True)\ndef epex_reports():\n    yield\n    return []",
            "TypeError: it wraps epex_reports of other plugins, which none may do",
        ),
    ],
    ids=["import", "syntax", "exit", "raise", "no hook", "arguments", "wrapper"],
)
def test_plugins_name_one_that_cannot_be_loaded(
    install: Install, install_reporting: Callable[[str], None], source: str, cause: str
) -> None:
    install("tea", source)
    install_reporting("walks")

    plugins = Plugins(["tea", "walks"])

    assert [str(fault) for fault in plugins.faults] == [f"The plugin 'tea' could not be loaded ({cause}); {DISABLE}."]
    assert reports_of(plugins) == [*BUILT_IN_REPORTS, ("walks", "walks")]


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("raise ValueError('no tea')", "failed when asked for epex_reports (ValueError: no tea)"),
        ("return None", "answered epex_reports with nothing instead of a list"),
        ("return 'tea'", "answered epex_reports with 'str' instead of a list"),
        ("return [7]", "answered epex_reports with 'int' instead of a Report"),
    ],
    ids=["raises", "nothing", "text", "number"],
)
def test_gather_keeps_what_others_answer(
    install: Install, install_reporting: Callable[[str], None], body: str, what: str
) -> None:
    install("tea", f"from epex.plugins import hookimpl\n@hookimpl\ndef epex_reports():\n    {body}")
    install_reporting("walks")
    plugins = Plugins(["tea", "walks"])

    found = reports_of(plugins)

    assert found == [*BUILT_IN_REPORTS, ("walks", "walks")]
    assert [str(fault) for fault in plugins.faults] == [f"The plugin 'tea' {what}; {DISABLE}."]


def test_gather_names_a_fault_once(install: Install) -> None:
    install("tea", "from epex.plugins import hookimpl\n@hookimpl\ndef epex_reports():\n    return None")
    plugins = Plugins(["tea"])

    reports_of(plugins)
    reports_of(plugins)

    assert len(plugins.faults) == 1


def test_plugins_go_on_with_one_that_was_made_for_a_newer_epex(install: Install) -> None:
    install("tea", f"{REPORTING.format(name='tea')}\n@hookimpl\ndef epex_songs():\n    return []")

    plugins = Plugins(["tea"])

    assert reports_of(plugins) == [*BUILT_IN_REPORTS, ("tea", "tea")]
    assert [str(fault) for fault in plugins.faults] == [
        "The plugin 'tea' implements epex_songs, which this epex does not know; use a version made for this epex."
    ]


def test_plugins_never_let_a_package_take_the_place_of_a_built_in_one(install: Install) -> None:
    install("practice-transfer", "raise SystemExit('it was imported')", package="impostor")

    plugins = Plugins(["practice-transfer"])

    assert reports_of(plugins) == BUILT_IN_REPORTS
    assert [(fault.what, fault.instead) for fault in plugins.faults] == [
        (
            "comes from two packages; 'epex' goes before 'impostor'",
            "uninstall 'impostor', or ask its author to rename the plugin",
        )
    ]


def test_clash_of_names_of_one_package_is_told_of_no_other_plugin(
    install: Install, install_reporting: Callable[[str], None]
) -> None:
    install("pictures", "raise SystemExit('it was imported')", package="impostor")
    install_reporting("tea")
    plugins = Plugins(["tea"])

    list_reports(plugins)

    what = "comes from two packages; 'epex' goes before 'impostor'"
    assert [(fault.plugin, fault.what) for fault in plugins.faults] == [("pictures", what)]


def test_what_a_module_writes_while_it_is_imported_never_mixes_with_an_answer(
    install: Install, capfd: pytest.CaptureFixture[str]
) -> None:
    source = "import os, sys\nos.write(1, b'one ')\nsys.__stdout__.write('two ')\nprint('three')\n"
    install("tea", source + REPORTING.format(name="tea"))

    assert list(Plugins(["tea"]).loaded)[-1:] == ["tea"]

    out, err = capfd.readouterr()
    assert (out, sorted(err.split())) == ("", ["one", "three", "two"])


def test_plugins_take_the_first_of_two_packages_with_one_name(install: Install) -> None:
    install("tea", REPORTING.format(name="green"), package="a-tea")
    install("tea", REPORTING.format(name="black"), package="b-tea")

    plugins = Plugins(["tea"])

    assert reports_of(plugins) == [*BUILT_IN_REPORTS, ("tea", "green")]
    assert [fault.what for fault in plugins.faults] == ["comes from two packages; 'a-tea' goes before 'b-tea'"]
