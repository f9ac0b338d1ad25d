"""Copying a log row by row: the same positions, the same leaves, nothing twice."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from epex.core import theme
from epex.core.decision import Actor, Refused
from epex.core.log import schema
from epex.core.log.command import Command
from epex.core.log.copying import closing_for_good, copy_rows, is_closed, missing_tables, reopen
from epex.core.log.database import connect
from epex.core.log.log import EventLog
from epex.core.log.registry import Registry
from epex.core.log.rows import RowReader
from epex.core.log.verification import verify


@pytest.fixture
def target(tmp_path: Path) -> Engine:
    made = connect(tmp_path / "copy.db")
    schema.create(made)
    return made


def record(log: EventLog, by: Actor, count: int) -> None:
    for number in range(count):
        log.append(theme.propose(f"theme-{log.head()}", {"en": str(number)}, by=by), Command(), by, {})


def content(engine: Engine) -> list[object]:
    return list(RowReader(engine).pairs())


def test_copy_holds_every_row_as_it_is(log: EventLog, coordinator: Actor, target: Engine) -> None:
    record(log, coordinator, 5)
    told: list[int] = []

    copied = copy_rows(log.engine, target, told.append)

    assert (copied, told) == (5, [5])
    assert content(target) == content(log.engine)


def test_copy_keeps_gaps_and_never_gives_a_position_twice(log: EventLog, coordinator: Actor, target: Engine) -> None:
    record(log, coordinator, 3)
    with log.engine.begin() as connection:
        connection.execute(text("UPDATE sqlite_sequence SET seq = 9 WHERE name = 'events'"))

    copy_rows(log.engine, target)
    record(EventLog(target, log.vault, Registry(log.vault)), coordinator, 1)

    assert [leaf[0] for _, leaf in RowReader(target).pairs() if leaf] == [1, 2, 3, 10]


def test_copy_brings_only_what_is_new(log: EventLog, coordinator: Actor, target: Engine) -> None:
    record(log, coordinator, 2)
    copy_rows(log.engine, target)
    record(log, coordinator, 2)

    assert [copy_rows(log.engine, target), copy_rows(log.engine, target)] == [2, 0]
    assert content(target) == content(log.engine)


def test_copy_of_an_empty_log_is_empty(log: EventLog, target: Engine) -> None:
    assert (copy_rows(log.engine, target), content(target)) == (0, [])


def test_copy_onto_another_log_is_refused(log: EventLog, coordinator: Actor, target: Engine) -> None:
    record(EventLog(target, log.vault, Registry(log.vault)), coordinator, 1)
    record(log, coordinator, 2)
    before = content(target)

    with pytest.raises(Refused, match="holds another log"):
        copy_rows(log.engine, target)

    assert content(target) == before


def test_copy_takes_damage_along(log: EventLog, coordinator: Actor, target: Engine) -> None:
    record(log, coordinator, 3)
    with log.engine.begin() as connection:
        connection.execute(text("DELETE FROM events WHERE position = 2"))
        connection.execute(text("DELETE FROM leaves WHERE position = 3"))

    copy_rows(log.engine, target)

    assert verify(RowReader(target)).faults == verify(RowReader(log.engine)).faults


def test_copy_to_a_server_and_back_is_the_same(
    log: EventLog, coordinator: Actor, target: Engine, postgres_url: str
) -> None:
    record(log, coordinator, 4)
    server = connect(postgres_url)
    schema.create(server)

    copy_rows(log.engine, server)
    record(EventLog(server, log.vault, Registry(log.vault)), coordinator, 1)
    copy_rows(server, target)

    assert content(target)[:4] == content(log.engine)
    assert [leaf[0] for _, leaf in RowReader(target).pairs() if leaf] == [1, 2, 3, 4, 5]
    server.dispose()


def test_missing_tables_are_named(tmp_path: Path, target: Engine) -> None:
    assert (missing_tables(connect(tmp_path / "empty.db")), missing_tables(target)) == (["events", "leaves"], [])


def test_a_closed_log_takes_no_event_until_it_is_opened(log: EventLog, coordinator: Actor) -> None:
    with closing_for_good(log.engine):
        pass

    assert is_closed(log.engine)
    insert = text("INSERT INTO events SELECT * FROM events")
    record_raw = text(
        "INSERT INTO events (event_id, stream_id, version, type, schema_version, recorded_at, actor, recorded_by,"
        " command_id, ordinal, visibility, payload, payload_hash)"
        " VALUES ('e', 's', 1, 't', 1, 'r', 'a', 'b', 'c', 0, 'v', x'', x'')"
    )
    with log.engine.begin() as connection:
        connection.execute(insert)
    with pytest.raises(IntegrityError, match="this log was moved to a server"), log.engine.begin() as connection:
        connection.execute(record_raw)
    reopen(log.engine)
    record(log, coordinator, 1)
    assert (is_closed(log.engine), log.head()) == (False, 1)


def test_a_log_that_could_not_be_closed_stays_open(log: EventLog, coordinator: Actor) -> None:
    with pytest.raises(ZeroDivisionError), closing_for_good(log.engine):
        raise ZeroDivisionError

    record(log, coordinator, 1)
    assert (is_closed(log.engine), log.head()) == (False, 1)
