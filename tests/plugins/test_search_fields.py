"""Fields that plugins add to the search: which are left out, what is imported, and the example's from end to end."""

import sys
import tomllib
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from epex.app.base import KnowledgeBase
from epex.app.config import write_config
from epex.core.decision import On
from epex.plugins import SearchField
from epex.plugins.fields import search_fields, wrong
from epex.plugins.loader import DISABLE, Plugins
from epex.plugins.views import READERS, Projection, Table
from epex.testing import record
from tests.commands.conftest import epex, founded_folder
from tests.commands.running import HOST, VISITING, VISITOR, Epex
from tests.plugins.conftest import Install
from tests.plugins.test_own_events import EXAMPLE, NAME, note, vetting

__all__ = ["epex", "founded_folder", "vetting"]

UNKNOWN = "There is no field vetting-time; if a plugin adds it, 'epex plugin list' shows what that plugin lacks."
CUPS = Table("tea_cups", ("id",), {"id": str, "of": str, "hot": bool, "cups": int, "kinds": list, **READERS})
VIEWS = [Projection("tea", version=1, tables=[CUPS])]
FIELD = SearchField(name="tea-cups", summary="How many cups.", table="tea_cups", of="of", value="cups")
TEA = """
from epex.plugins import SearchField, hookimpl
from epex.plugins.views import READERS, Projection, Table, event_class, readers

TABLE = Table("{name}", ("id",), {{"id": str, **READERS}})
VIEW = Projection("{name}", version=1, tables=[TABLE])

@VIEW.on(event_class("theme.proposed"))
def proposed(rows, fact, event):
    rows[TABLE].put({{"id": fact.stream, **readers(fact)}})

@hookimpl
def epex_projections():
    return [VIEW]

@hookimpl
def epex_search_fields():
    {body}
"""
GIVING = "return [SearchField(name='tea-time', summary='When.', table={table!r}, of='id', value='id')]"


def brew(install: Install, name: str, table: str = "", body: str = GIVING) -> None:
    install(name, TEA.format(name=name, body=body.format(table=table or name)))


def found(epex: Epex, query: str, **acting: str) -> list[str]:
    return sorted(hit["title"] for hit in epex.answer("search", query, **acting)["hits"])


@pytest.fixture
def practised(vetting: Epex) -> Epex:
    """Let two organisations have something to be found, one of which vets fast."""
    for name, organisation in (("Tea round", HOST), ("Tea pot", VISITING)):
        vetting.record("element", "identify", name, "--organisation", organisation, "--core", "Tea.")
    note(vetting, 3)
    note(vetting, 9, organisation=VISITING)
    return vetting


def test_field_over_a_table_of_the_plugins_own_is_well() -> None:
    assert wrong("tea", FIELD, VIEWS) == ""


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        *(
            ({"name": name}, f"names a search field '{name}', which is not made of small letters with a hyphen")
            for name in ("kind", "cups", "Tea-cups", "tea-", "tea_cups", "tea-2", "tea-cups" * 6)
        ),
        (
            {"summary": " "},
            "has a search field 'tea-cups' without a summary, or with a facet that is neither True nor False",
        ),
        (
            {"facet": "yes"},
            "has a search field 'tea-cups' without a summary, or with a facet that is neither True nor False",
        ),
        *(
            (
                {"table": table},
                f"has a search field 'tea-cups' over a table '{table}' that is not among its views",
            )
            for table in ("tea_pots", "themes")
        ),
        ({"of": "cups"}, "has a search field 'tea-cups' with a column 'cups' that is no str in 'tea_cups'"),
        ({"of": "id", "value": "id"}, ""),
        *(
            (
                {"value": column},
                f"has a search field 'tea-cups' with a column '{column}' that is no str or int in 'tea_cups'",
            )
            for column in ("milk", "hot", "kinds")
        ),
    ],
)
def test_wrong_says_what_cannot_be_asked_for(changed: dict[str, Any], expected: str) -> None:
    assert wrong("tea", replace(FIELD, **changed), VIEWS) == expected


def test_a_table_of_another_plugin_is_not_ones_own() -> None:
    assert wrong("milk", FIELD, VIEWS) == (
        "has a search field 'tea-cups' over a table 'tea_cups' that is not among its views"
    )


def test_the_second_field_of_a_name_is_left_out_and_named(install: Install) -> None:
    brew(install, "tea")
    brew(install, "milk")
    plugins = Plugins(["milk", "tea"])

    fields = search_fields(plugins)

    assert [field.table for field in fields] == ["milk"]
    assert [str(fault) for fault in plugins.faults] == [
        (
            "The plugin 'tea' adds a search field 'tea-time', which 'milk' has already, so it was left out; ask its"
            " author to rename the search field."
        )
    ]


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (
            GIVING.format(table="themes"),
            "has a search field 'tea-time' over a table 'themes' that is not among its views, so it was left out",
        ),
        ("return ['tea-time']", "answered epex_search_fields with 'str' instead of a SearchField"),
        ("raise ValueError('cold')", "failed when asked for epex_search_fields (ValueError: cold)"),
        (
            "return [SearchField(name=1, summary='When.', table='tea', of='id', value='id')]",
            (
                "has a search field that is none (TypeError: expected string or bytes-like object, got 'int'), so it"
                " was left out"
            ),
        ),
    ],
)
def test_a_bad_field_is_left_out_and_named(install: Install, body: str, what: str) -> None:
    brew(install, "tea", body=body)
    brew(install, "milk")
    plugins = Plugins(["tea", "milk"])

    assert [field.table for field in search_fields(plugins)] == ["milk"]
    assert [str(fault) for fault in plugins.faults] == [f"The plugin 'tea' {what}; {DISABLE}."]


def test_example_finds_what_concerns_organisations_that_vet_fast(practised: Epex) -> None:
    questions = ("tea", "vetting-time:short", 'tea vetting-time:"Long"', "tea -vetting-time:long")
    facets = practised.answer("search", "tea")["facets"]

    assert [found(practised, question) for question in questions] == [
        ["Tea pot", "Tea round"],
        ["Tea round"],
        ["Tea pot"],
        ["Tea round"],
    ]
    assert facets["vetting-time"] == {"long": 1, "short": 1}
    assert "vetting-time:shrt was left out." in practised.answer("search", "tea vetting-time:shrt")["hint"]


def test_example_tells_nothing_of_what_somebody_else_noted_for_themselves(practised: Epex) -> None:
    note(practised, 2, "--visibility", "private", organisation=VISITING)
    note(practised, 9, "--visibility", "private")

    own, others = (practised.answer("search", "tea", acting_as=who)["facets"] for who in ("", VISITOR))

    assert own["vetting-time"] == {"long": 2, "short": 2}
    assert others["vetting-time"] == {"long": 1, "short": 1}
    assert found(practised, "tea vetting-time:short", acting_as=VISITOR) == ["Tea round"]
    assert found(practised, "tea vetting-time:short") == ["Tea pot", "Tea round"]


def test_as_of_a_day_the_table_is_that_of_the_day(practised: Epex) -> None:
    from epex_vetting_times import VettingMended, VettingNoted  # type: ignore[import-not-found]  # noqa: PLC0415

    host = KnowledgeBase.open(practised.folder).find(HOST, "organisation")
    for month, event in ((1, VettingNoted(organisation=host, weeks=30)), (3, VettingMended(weeks=1))):
        clock = partial(datetime, 2030, month, 1, 12, tzinfo=UTC)
        record(KnowledgeBase.open(practised.folder, clock=clock), On("vetting_times-1", event))

    counted = {
        day: practised.answer("--as-of", day, "search", "tea")["facets"]["vetting-time"]
        for day in ("2029-12-31", "2030-02", "2030-04")
    }
    asked = [found_on(practised, day, "tea vetting-time:long") for day in ("2030-02", "2030-04")]

    assert counted == {
        "2029-12-31": {"long": 1, "short": 1},
        "2030-02": {"long": 2, "short": 1},
        "2030-04": {"long": 1, "short": 1},
    }
    assert asked == [["Tea pot", "Tea round"], ["Tea pot"]]


def found_on(epex: Epex, day: str, query: str) -> list[str]:
    return sorted(hit["title"] for hit in epex.answer("--as-of", day, "search", query)["hits"])


def test_a_saved_search_asks_by_the_field(practised: Epex) -> None:
    practised.answer("search", "vetting-time:short", "--save", "Fast")

    assert [hit["title"] for hit in practised.answer("search", "--saved", "Fast")["hits"]] == ["Tea round"]


def test_a_plugin_that_is_disabled_takes_its_field_with_it(practised: Epex) -> None:
    practised("plugin", "disable", NAME)

    answer = practised.answer("search", "tea vetting-time:short")

    assert (answer["hint"], "vetting-time" in answer["facets"]) == (UNKNOWN, False)
    assert "plugins.fields" not in (practised.folder / "epex.toml").read_text("utf-8")


@pytest.mark.parametrize("way", ["shut out", "not installed"])
def test_a_plugin_that_is_not_there_leaves_its_field_unknown(
    practised: Epex, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, way: str
) -> None:
    if way == "not installed":
        monkeypatch.setattr("sys.path", [place for place in sys.path if place != str(tmp_path)])
    options = ["--no-plugins"] if way == "shut out" else []

    done = practised(*options, "search", "tea vetting-time:short")

    assert (done.exit_code, UNKNOWN in " ".join(done.stderr.split())) == (0, True)
    assert "Tea pot" in done.stdout


def test_a_view_that_stopped_is_told_and_the_search_answers_without_the_field(vetting: Epex, tmp_path: Path) -> None:
    vetting.record("element", "identify", "Tea round", "--organisation", HOST, "--core", "Tea.")
    (tmp_path / "epex_vetting_times.py").write_text(
        EXAMPLE.read_text("utf-8").replace('told["time"] = called(event.weeks)', "raise ValueError")
    )
    sys.modules.pop("epex_vetting_times")
    note(vetting, 3)

    answer = vetting.answer("search", "tea vetting-time:short")

    assert [hit["title"] for hit in answer["hits"]] == ["Tea round"]
    assert answer["hint"] == (
        "vetting-time:short was left out. The view 'vetting_times' stopped at an event; 'epex views status' names it."
    )


def test_enabling_names_the_fields_in_the_bases_own_file(vetting: Epex) -> None:
    text = (vetting.folder / "epex.toml").read_text("utf-8")

    assert tomllib.loads(text)["plugins"]["fields"] == {NAME: ["vetting-time"]}


def test_a_search_loads_no_plugin_where_none_adds_a_field(vetting: Epex) -> None:
    base = KnowledgeBase.open(vetting.folder)
    write_config(replace(base.config, plugin_fields={}))
    without = KnowledgeBase.open(vetting.folder)

    facets = [each.search().search("tea")["facets"] for each in (base, without)]

    assert ["vetting-time" in each for each in facets] == [True, False]
    assert ["plugins" in vars(each.extensions) for each in (base, without)] == [True, False]
