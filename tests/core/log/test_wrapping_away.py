"""Recording where the wrapping key for evaluation is not."""

from pathlib import Path

import pytest

from epex.core.decision import Actor, On, Refused
from epex.core.interview import InterviewRecorded
from epex.core.log import schema
from epex.core.log.command import Command
from epex.core.log.database import connect
from epex.core.log.log import EventLog
from epex.core.log.registry import Registry
from epex.core.log.vault import Vault


def test_append_refuses_what_is_sealed_under_a_wrapping_key_that_is_away(tmp_path: Path) -> None:
    engine = connect(tmp_path / "events.db")
    schema.create(engine)
    vault = Vault(tmp_path / "keys.db", {"base": b"b" * 32})
    log = EventLog(engine, vault, Registry(vault))
    said = On("interview-1", InterviewRecorded(text="Nobody asks.", year=1))

    with pytest.raises(Refused, match="The wrapping key for evaluation is not here, so nothing was recorded; do this"):
        log.append([said], Command(visibility="evaluation"), Actor("person-1"), {})

    assert log.head() == 0
