"""The positions of views, followed with eventsourcing's own tools by several at once."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from eventsourcing.persistence import IntegrityError, Tracking

from epex.projections.store import Store
from epex.projections.tracking import PositionRecorder


@pytest.mark.parametrize("place", ["sqlite", "postgres"])
def test_a_position_is_taken_once_by_all_who_race_for_it(
    place: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    store = Store(str(tmp_path / "views.db") if place == "sqlite" else request.getfixturevalue("postgres_url"))
    recorder = PositionRecorder(store.engine)
    recorder.create_table()

    def take(position: int) -> bool:
        try:
            recorder.insert_tracking(Tracking("themes", position))
        except IntegrityError:
            return False
        return True

    with ThreadPoolExecutor(4) as racers:
        taken = [sum(racers.map(take, [position] * 4)) for position in range(1, 31)]

    assert (taken, recorder.max_tracking_id("themes")) == ([1] * 30, 30)
    store.engine.dispose()


def test_tables_are_made_by_an_explicit_call_only(tmp_path: Path) -> None:
    store = Store(str(tmp_path / "views.db"))
    PositionRecorder(store.engine)

    with store.engine.connect() as connection:
        tables = connection.exec_driver_sql("SELECT name FROM sqlite_master").fetchall()

    assert tables == []
    store.engine.dispose()
