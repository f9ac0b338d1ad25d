"""The list of plugins says where each stands, what it adds, and what is wrong with it."""

from collections.abc import Callable

from epex import __version__
from epex.plugins.listing import list_plugins
from epex.plugins.loader import DISABLE, Plugins
from tests.plugins.conftest import Install


def test_list_plugins_says_where_each_stands(install: Install, install_reporting: Callable[[str], None]) -> None:
    install_reporting("tea")
    install_reporting("walks")
    install("broken", "1 / 0")
    plugins = Plugins(["tea", "broken", "gone"])

    rows = list_plugins(plugins)

    assert [(row["id"], row["package"], row["version"], row["state"]) for row in rows] == [
        ("cloudevents", "epex", __version__, "built-in"),
        ("dissent-in-print", "epex", __version__, "not enabled"),
        ("funder-indicators", "epex", __version__, "built-in"),
        ("icalendar", "epex", __version__, "built-in"),
        ("pdf", "epex", __version__, "built-in"),
        ("pictures", "epex", __version__, "built-in"),
        ("practice-transfer", "epex", __version__, "built-in"),
        ("prov", "epex", __version__, "built-in"),
        ("question-sets", "epex", __version__, "built-in"),
        ("refi-qda", "epex", __version__, "built-in"),
        ("skos", "epex", __version__, "built-in"),
        ("theme-book", "epex", __version__, "built-in"),
        ("web", "epex", __version__, "built-in"),
        ("year-review", "epex", __version__, "built-in"),
        ("broken", "epex-broken", "1.2.0", "failed"),
        ("gone", "", "", "not installed"),
        ("tea", "epex-tea", "1.2.0", "enabled"),
        ("walks", "epex-walks", "1.2.0", "not enabled"),
    ]


def test_list_plugins_says_what_each_adds(install_reporting: Callable[[str], None]) -> None:
    install_reporting("tea")

    rows = {row["id"]: row["adds"] for row in list_plugins(Plugins(["tea", "gone"]))}

    assert (rows["tea"], rows["gone"], rows["skos"]) == (["reports"], [], ["exporters", "importers"])


def test_list_plugins_says_what_is_wrong(install: Install) -> None:
    install("broken", "1 / 0")
    plugins = Plugins(["broken"])

    rows = {row["id"]: row["faults"] for row in list_plugins(plugins)}

    cause = "could not be loaded (ZeroDivisionError: division by zero)"
    assert rows == {
        "practice-transfer": [],
        "year-review": [],
        "pictures": [],
        "refi-qda": [],
        "theme-book": [],
        "funder-indicators": [],
        "pdf": [],
        "icalendar": [],
        "skos": [],
        "cloudevents": [],
        "prov": [],
        "dissent-in-print": [],
        "question-sets": [],
        "web": [],
        "broken": [f"The plugin 'broken' {cause}; {DISABLE}."],
    }
