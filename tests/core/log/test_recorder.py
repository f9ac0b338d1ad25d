"""Recorders beyond eventsourcing's own cases."""

import pytest
from eventsourcing.persistence import OperationalError, StoredEvent
from sqlalchemy import Engine

from epex.core.log.recorder import LogRecorder, StreamRecorder
from epex.core.log.schema import LEAVES

STORED = StoredEvent("theme-1", 1, "theme.proposed", b"{}")


def test_recorded_event_equals_what_stores_the_same(engine: Engine) -> None:
    recorder = LogRecorder(engine)
    recorder.insert_events([STORED])

    [recorded] = recorder.select_events("theme-1")

    assert recorded == STORED
    assert recorded.__eq__("theme-1") is False
    assert {recorded} == set(recorder.select_notifications(1, 10))


def test_recorder_raises_eventsourcings_errors(engine: Engine) -> None:
    LEAVES.drop(engine)

    with pytest.raises(OperationalError, match="no such table"):
        StreamRecorder(engine).insert_events([STORED])


def test_subscription_waits_for_what_comes(engine: Engine) -> None:
    recorder = LogRecorder(engine)
    subscription = recorder.subscribe(gt=0)

    with subscription:
        recorder.insert_events([STORED])

        assert next(subscription).originator_id == "theme-1"
