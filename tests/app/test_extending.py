"""What plugins add to a base: nothing is loaded before something of theirs is met."""

import logging

import pytest

from epex.app.extending import Extensions
from tests.plugins.conftest import REPORTING, Install, install
from tests.plugins.test_events import TEA

__all__ = ["install"]


def is_loaded(extensions: Extensions) -> bool:
    return "plugins" in vars(extensions)


def test_nothing_is_loaded_for_a_subject_of_nobody(install: Install) -> None:
    install("tea", TEA.format(subject="tea"))
    extensions = Extensions(["tea"])

    assert (extensions.event_types("coffee"), is_loaded(extensions)) == (None, False)
    assert [types.subject for types in [extensions.event_types("tea")] if types] == ["tea"]
    assert is_loaded(extensions)


def test_nothing_is_loaded_where_no_plugin_is_enabled() -> None:
    extensions = Extensions()

    assert (extensions.projections(), extensions.event_types("tea"), is_loaded(extensions)) == ((), None, False)


def test_nothing_is_loaded_where_no_plugin_adds_a_field_to_the_search(install: Install) -> None:
    install("tea", TEA.format(subject="tea"))
    several = [Extensions(["tea"], fields=fields) for fields in ({}, {"tea": ()}, {"milk": ("milk-fat",)})]

    assert [(list(each.search_fields()), is_loaded(each)) for each in several] == [([], False)] * 3
    assert is_loaded(with_a_field := Extensions(["tea"], fields={"tea": ("tea-time",)})) is False
    assert (list(with_a_field.search_fields()), is_loaded(with_a_field)) == ([], True)


def test_third_parties_are_shut_out(install: Install) -> None:
    install("tea", TEA.format(subject="tea"))
    extensions = Extensions(["tea"], third_party=False)

    assert (extensions.event_types("tea"), extensions.projections(), extensions.enabled) == (None, (), ())


def test_two_bases_share_no_plugin(install: Install) -> None:
    install("tea", TEA.format(subject="tea"))
    install("milk", REPORTING.format(name="milk"))
    with_tea, with_milk = Extensions(["tea"]), Extensions(["milk"])

    assert (with_tea.event_types("tea") is None, with_milk.event_types("tea")) == (False, None)


def test_a_fault_is_told_once(install: Install, caplog: pytest.LogCaptureFixture) -> None:
    install("tea", "raise ValueError('cold')")
    extensions = Extensions(["tea"])

    with caplog.at_level(logging.WARNING, logger="epex"):
        found = [extensions.event_types("tea"), extensions.event_types("tea"), extensions.projections()]

    assert found == [None, None, ()]
    assert [message.partition(";")[0] for message in caplog.messages] == [
        "The plugin 'tea' could not be loaded (ValueError: cold)"
    ]
