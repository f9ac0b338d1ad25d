"""eventsourcing's application on our parts."""

import pytest
from eventsourcing.persistence import StoredEvent

from epex.core import theme
from epex.core.decision import Actor, new_id
from epex.core.log.command import Command
from epex.core.log.envelope import UnknownEvent
from epex.core.log.log import EventLog
from epex.core.log.recorder import enveloped
from epex.core.log.registry import shape_of
from epex.core.theme import ThemeProposed


def test_load_counts_events_of_a_later_version_without_interpreting_them(log: EventLog, coordinator: Actor) -> None:
    stream = log.append(theme.propose(new_id("theme"), {"en": "Trust"}, by=coordinator), Command(), coordinator, {}).id
    fact = log.stream(stream)[0]
    newer = enveloped(
        # A program of next year has written this.
        fact.envelope.__class__(stream_id=stream, version=2, type="theme.sung", schema_version=9),
        b"{}",
    )
    log.application.recorder.insert_events([newer])

    loaded = log.load(stream)

    assert (loaded.version, loaded.state) == (2, theme.Theme(stream))
    assert log.facts()[-1].event == UnknownEvent("theme.sung", b"{}")


def test_notification_log_presents_the_same_events(log: EventLog, coordinator: Actor) -> None:
    stream = log.append(theme.propose(new_id("theme"), {"en": "Trust"}, by=coordinator), Command(), coordinator, {}).id

    section = log.application.notification_log["1,10"]

    assert [(found.id, found.originator_id, found.topic) for found in section.items] == [(1, stream, "theme.proposed")]


def test_mapper_takes_only_events_of_our_recorder(log: EventLog) -> None:
    with pytest.raises(TypeError, match="enveloped events only"):
        log.application.mapper.to_domain_event(StoredEvent("theme-1", 1, "os:system", b"{}"))


def test_factory_has_no_other_place_for_positions(log: EventLog) -> None:
    factory = log.application.factory

    for make in (factory.tracking_recorder, factory.process_recorder):
        with pytest.raises(TypeError, match="views keep their own positions"):
            make()
    assert factory.aggregate_recorder().select_events("theme-1") == []


def test_close_gives_the_connections_back(log: EventLog) -> None:
    log.application.close()

    assert log.head() == 0
    assert shape_of(ThemeProposed).schema_version == 2
