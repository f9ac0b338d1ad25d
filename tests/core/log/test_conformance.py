"""eventsourcing's shipped conformance test cases, on SQLite and PostgreSQL; no test method of theirs is changed."""

from collections.abc import Iterator
from pathlib import Path
from unittest import TestCase
from uuid import uuid4

import pytest
from eventsourcing.tests import persistence as cases
from sqlalchemy import Engine

from epex.core.log import schema
from epex.core.log.database import connect
from epex.core.log.recorder import LogRecorder, StreamRecorder
from epex.projections.store import Store
from epex.projections.tracking import PositionRecorder


class OnSQLite:
    """Run a case on a new file."""

    engine: Engine

    @pytest.fixture(autouse=True)
    def database(self, tmp_path: Path) -> Iterator[None]:
        self.engine = connect(tmp_path / "log.db")
        schema.create(self.engine)
        yield
        self.engine.dispose()


class OnPostgreSQL:
    """Run a case on a new database."""

    EXPECT_CONTIGUOUS_NOTIFICATION_IDS = False

    engine: Engine

    @pytest.fixture(autouse=True)
    def database(self, postgres_url: str) -> Iterator[None]:
        self.engine = connect(postgres_url)
        schema.create(self.engine)
        yield
        self.engine.dispose()


class Streams:
    """Make the parts that the recorder cases ask for."""

    engine: Engine

    def new_originator_id(self) -> str:
        return f"theme-{uuid4()}"


class OfStreams(Streams):
    """Make recorders of streams."""

    def create_recorder(self) -> StreamRecorder:
        return StreamRecorder(self.engine)


class OfTheLog(Streams):
    """Make recorders of the log."""

    def create_recorder(self) -> LogRecorder:
        return LogRecorder(self.engine)


class Subscribing(OfTheLog):
    """Run the case that the library leaves to those who can subscribe."""

    def test_insert_subscribe(self) -> None:
        self.optional_test_insert_subscribe()  # type: ignore[attr-defined]


class TestStreamsOnSQLite(OnSQLite, OfStreams, cases.AggregateRecorderTestCase):
    pass


class TestStreamsOnPostgreSQL(OnPostgreSQL, OfStreams, cases.AggregateRecorderTestCase):
    pass


class TestLogOnSQLite(OnSQLite, Subscribing, cases.ApplicationRecorderTestCase[LogRecorder]):
    pass


class TestLogOnPostgreSQL(OnPostgreSQL, Subscribing, cases.ApplicationRecorderTestCase[LogRecorder]):
    pass


class TestOrderOnSQLite(OnSQLite, OfTheLog, cases.NonInterleavingNotificationIDsBaseCase):
    pass


class TestOrderOnPostgreSQL(OnPostgreSQL, OfTheLog, cases.NonInterleavingNotificationIDsBaseCase):
    pass


class TestPositionsOnSQLite(cases.TrackingRecorderTestCase):
    @pytest.fixture(autouse=True)
    def database(self, tmp_path: Path) -> None:
        self.address = str(tmp_path / "views.db")

    def create_recorder(self) -> PositionRecorder:
        return tracking(self.address)


class TestPositionsOnPostgreSQL(cases.TrackingRecorderTestCase):
    @pytest.fixture(autouse=True)
    def database(self, postgres_url: str) -> None:
        self.address = postgres_url

    def create_recorder(self) -> PositionRecorder:
        return tracking(self.address)


def tracking(address: str) -> PositionRecorder:
    recorder = PositionRecorder(Store(address).engine)
    recorder.create_table()
    return recorder


OURS = {"create_recorder", "new_originator_id", "EXPECT_CONTIGUOUS_NOTIFICATION_IDS"}
CASES = [known for name, known in list(globals().items()) if name.startswith("Test") and known is not TestCase]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_cases_run_as_the_library_ships_them(case: type[TestCase]) -> None:
    names = {base: {name for name in vars(base) if not name.startswith("_")} for base in case.__mro__}
    theirs = {name for base, defined in names.items() if base.__module__ != __name__ for name in defined}
    ours = {name for base, defined in names.items() if base.__module__ == __name__ for name in defined}

    assert theirs & ours <= OURS
    assert not any(hasattr(getattr(case, name), "__unittest_skip__") for name in theirs)
