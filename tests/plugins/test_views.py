"""What a plugin's views have to be, and what one that fails leaves to the others."""

from typing import Any

import pytest

from epex.core.reader import Reader
from epex.core.theme import ThemeProposed
from epex.plugins.loader import Plugins
from epex.plugins.views import READERS, Batch, Fact, Projection, Table, event_class, readers, wrong
from epex.projections.foreign import foreign_rows
from epex.projections.reading import Reading
from tests.plugins.conftest import Install
from tests.projections.bases import Base


def view(name: str = "tea", *tables: Table, version: Any = 1, folds: str = "") -> Projection:
    there = tables or (Table("tea", ("id",), {"id": str, **READERS}),)
    made = Projection(name, version=version, tables=there, folds=folds)
    made.on(ThemeProposed)(lambda _rows, _fact, _event: None)
    return made


def test_wrong_finds_nothing_in_a_view_of_ones_own() -> None:
    cups = Table("tea_cups", ("id",), {"id": str, "position": int, **READERS})

    assert wrong("tea", view("tea_time", cups)) == ""


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (view("themes"), "names a view or a table 'themes' that is not its own"),
        (view("tea__building"), "names a view or a table 'tea__building' that is not its own"),
        (
            view("tea", Table("people", ("id",), {"id": str, **READERS})),
            "names a view or a table 'people' that is not its own",
        ),
        (view(version=0), "gives its view 'tea' no version from 1 on"),
        (
            view("tea", Table("tea", ("id",), {"id": str, "access": str})),
            "has a table 'tea' without the columns 'access' and 'author'",
        ),
        (
            Projection("tea", version=1, tables=[Table("tea", ("id",), {"id": str, **READERS})]),
            "has a view that holds nothing",
        ),
    ],
)
def test_wrong_says_what_cannot_be_built(given: Projection, expected: str) -> None:
    assert wrong("tea", given) == expected


def test_a_plugin_named_like_a_view_takes_no_table_of_it() -> None:
    circles = Table("timeline_circles", ("id",), {"id": str, **READERS})

    assert wrong("timeline", view("timeline_more", circles)) == (
        "names a view or a table 'timeline_circles' that is not its own"
    )


def test_event_class_finds_the_programs_own() -> None:
    assert event_class("theme.proposed") is ThemeProposed
    with pytest.raises(KeyError):
        event_class("tea.poured")


TEA = """
from epex.plugins import hookimpl
from epex.plugins.views import READERS, Projection, Table, event_class, readers

TABLE = Table("{name}", ("id",), {{"id": str, {columns}}})
VIEW = Projection("{name}", version=1, tables=[TABLE])

@VIEW.on(event_class("theme.proposed"))
def proposed(rows, fact, event):
    rows[TABLE].put({{"id": fact.stream, **readers(fact)}})

@hookimpl
def epex_projections():
    return [VIEW]
"""


def test_plugins_leave_out_a_view_that_everybody_could_read(install: Install) -> None:
    install("tea", TEA.format(name="tea", columns='"position": int'))
    install("milk", TEA.format(name="milk", columns="**READERS"))

    plugins = Plugins(["tea", "milk"])

    assert [projection.name for projection in plugins.projections] == ["milk"]
    assert [fault.what for fault in plugins.faults] == [
        "has a table 'tea' without the columns 'access' and 'author', so it was left out"
    ]


@pytest.mark.parametrize("ending", [ValueError("no tea"), SystemExit(3)], ids=["raises", "exits"])
def test_a_view_that_fails_stops_alone(small: Base, ending: BaseException) -> None:
    table = Table("tea", ("id",), {"id": str, **READERS})
    broken, sound = (Projection(name, version=1, tables=[table]) for name in ("tea", "milk"))
    milk = Table("milk", ("id",), {"id": str, "position": int, **READERS})
    sound = Projection("milk", version=1, tables=[milk])

    @broken.on(ThemeProposed)
    def fail(_rows: Batch, _fact: Fact, _event: Any) -> None:
        raise ending

    @sound.on(ThemeProposed)
    def proposed(rows: Batch, fact: Fact, _event: Any) -> None:
        rows[milk].put({"id": fact.stream, "position": fact.position, **readers(fact)})

    small.plugins = [broken, sound]
    views = small.opened()
    stopped = views.catch_up()
    rows = foreign_rows(Reading(views, Reader(grants=frozenset({"network", "public"}))), "milk")

    assert [stand.name for stand in stopped] == ["tea"]
    assert f"({type(ending).__name__}" in stopped[0].fault or type(ending).__name__ in stopped[0].fault
    assert rows != []
    assert {row["visibility"] for row in rows} <= {"network", "public"}
    views.close()
