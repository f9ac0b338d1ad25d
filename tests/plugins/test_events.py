"""What a plugin's events have to be, and what becomes of those that are not so."""

from dataclasses import dataclass
from typing import Any, ClassVar

import pytest

from epex.core.theme import ThemeParked
from epex.core.theme import evolve as theme_evolve
from epex.plugins import EventTypes, Text
from epex.plugins.events import unreadable, wrong
from epex.plugins.loader import Plugins
from tests.plugins.conftest import Install


@dataclass(frozen=True, kw_only=True)
class TeaPoured:
    type: ClassVar[str] = "tea.poured"
    note: Text = ""


@dataclass(kw_only=True)
class TeaSpilt:
    type: ClassVar[str] = "tea.spilt"


@dataclass(frozen=True, kw_only=True)
class TeaLost:
    type: ClassVar[str] = "tea.lost"
    where: "Nowhere"  # type: ignore[name-defined]  # noqa: F821 - that is what is wrong with it


def keep(state: Any, _stream: str, _event: Any) -> Any:
    return state


def types(*events: type, subject: str = "tea", evolve: Any = keep) -> EventTypes:
    return EventTypes(subject=subject, events=events, evolve=evolve)


@pytest.mark.parametrize("subject", ["tea", "tea_green"])
def test_wrong_finds_nothing_in_events_of_ones_own(subject: str) -> None:
    named = type("Poured", (TeaPoured,), {"type": f"{subject}.poured"})
    named = dataclass(frozen=True, kw_only=True)(named)

    assert wrong("tea", types(named, subject=subject)) == ""


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (types(TeaPoured, subject="theme"), "names a subject 'theme' that is not its own"),
        (types(TeaPoured, subject="teas"), "names a subject 'teas' that is not its own"),
        (types(TeaPoured, subject="tea_a-b"), "names a subject 'tea_a-b' that is no plain word"),
        (types(), "gives no events of 'tea', or no function that applies them"),
        (types(TeaPoured, evolve=None), "gives no events of 'tea', or no function that applies them"),
        (types(TeaPoured, TeaPoured), "names an event of 'tea' twice"),
        (types(ThemeParked), "has an event 'ThemeParked' whose type does not begin with 'tea.'"),
        (types(TeaSpilt), "has an event 'tea.spilt' that is no frozen dataclass"),
        (types(TeaLost), "has an event 'tea.lost' that cannot be written (NameError)"),
    ],
)
def test_wrong_says_what_cannot_be_kept_for_ever(given: EventTypes, expected: str) -> None:
    assert wrong("tea", given) == expected


def test_a_plugin_named_like_a_subject_has_no_events() -> None:
    assert wrong("theme", types(ThemeParked, subject="theme", evolve=theme_evolve)) == (
        "names a subject 'theme' that is not its own"
    )


@dataclass(frozen=True, kw_only=True)
class TeaTasted:
    type: ClassVar[str] = "tea.tasted"
    note: Text = ""
    cups: int = 0
    guests: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Want cups, or none."""
        if self.cups < 0:
            raise ValueError("no cups")


def tasted(**fields: Any) -> TeaTasted:
    """Make one, whatever its fields are, as a plugin may."""
    event = TeaTasted()
    for name, value in fields.items():
        object.__setattr__(event, name, value)
    return event


@pytest.mark.parametrize("fields", [{}, {"note": "Warm", "cups": 2, "guests": ("A", "B")}, {"guests": ["A"]}])
def test_unreadable_finds_nothing_in_what_can_be_read_again(fields: dict[str, Any]) -> None:
    assert unreadable(tasted(**fields)) == ""


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"note": 5}, "field 'note' could never be read again (ValidationError: Expected `str`, got `int`)"),
        ({"cups": "2"}, "field 'cups' could never be read again (ValidationError: Expected `int`, got `str`)"),
        (
            {"guests": (7,)},
            "field 'guests' could never be read again (ValidationError: Expected `str`, got `int` - at `$[0]`)",
        ),
        (
            {"note": "\ud800"},
            "field 'note' could never be read again (UnicodeEncodeError: 'utf-8' codec can't encode character",
        ),
        ({"cups": 1.5}, "field 'cups' could never be read again (TypeError: A float cannot be part of an event"),
        ({"cups": -1}, "fields could never be read again together (ValidationError: no cups)"),
    ],
)
def test_unreadable_names_the_field(fields: dict[str, Any], expected: str) -> None:
    assert unreadable(tasted(**fields)).startswith(f"an event 'tea.tasted' whose {expected}")


TEA = """
from dataclasses import dataclass
from typing import ClassVar
from epex.plugins import EventTypes, hookimpl

@dataclass(frozen=True, kw_only=True)
class Poured:
    type: ClassVar[str] = "{subject}.poured"

@hookimpl
def epex_event_types():
    return [EventTypes(subject="{subject}", events=(Poured,), evolve=lambda state, stream, event: stream)]
"""


def test_plugins_leave_out_what_is_not_a_plugins_own_and_name_it(install: Install) -> None:
    install("tea", TEA.format(subject="theme"))
    install("milk", TEA.format(subject="milk"))

    plugins = Plugins(["tea", "milk"])

    assert list(plugins.event_types) == ["milk"]
    assert [str(fault) for fault in plugins.untold()] == [
        (
            "The plugin 'tea' names a subject 'theme' that is not its own, so its events are shown as unknown; take it"
            " out of [plugins] enabled in epex.toml, or ask its author for a newer version."
        )
    ]
    assert plugins.untold() == []


def test_plugins_keep_the_first_of_two_with_one_subject(install: Install) -> None:
    install("tea", TEA.format(subject="tea_green"))
    install("tea-green", TEA.format(subject="tea_green"))

    plugins = Plugins(["tea", "tea-green"])

    assert list(plugins.event_types) == ["tea_green"]
    assert [(fault.plugin, fault.what) for fault in plugins.faults] == [
        ("tea-green", "names the subject 'tea_green' a second time")
    ]
