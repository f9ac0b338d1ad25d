"""A log on real files, with a clock that a test can set."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from epex.core.decision import Actor
from epex.core.log import schema
from epex.core.log.database import connect
from epex.core.log.log import EventLog
from epex.core.log.registry import Registry
from epex.core.log.vault import Vault

WRAPPING_KEYS = {"base": b"b" * 32, "evaluation": b"e" * 32}


@dataclass
class SetClock:
    """A clock that stands still until it is set."""

    moment: datetime = field(default_factory=lambda: datetime(2017, 3, 14, 9, 26, 53, tzinfo=UTC))

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.moment

    def advance(self, **by: float) -> None:
        """Move on, or back."""
        self.moment += timedelta(**by)


@pytest.fixture
def set_clock() -> SetClock:
    """Give a clock to set."""
    return SetClock()


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    """Give an empty vault."""
    return Vault(tmp_path / "keys.db", WRAPPING_KEYS)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """Give a database with the log's tables."""
    engine = connect(tmp_path / "events.db")
    schema.create(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def log(engine: Engine, vault: Vault, set_clock: SetClock) -> EventLog:
    """Give an empty log."""
    return EventLog(engine, vault, Registry(vault), set_clock)


@pytest.fixture
def coordinator() -> Actor:
    """Give somebody who may record nearly everything."""
    return Actor("person-anna", "organisation-north", frozenset({"coordinator"}))
