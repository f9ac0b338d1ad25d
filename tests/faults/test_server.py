"""PostgreSQL restarted in the midst of a transaction: nothing is half recorded, and the same log goes on."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from epex.core import theme
from epex.core.decision import Actor, Refused, new_id
from epex.core.log import schema
from epex.core.log.command import Command
from epex.core.log.database import connect
from epex.core.log.log import EventLog
from epex.core.log.registry import Registry
from epex.core.log.rows import RowReader
from epex.core.log.vault import Vault
from epex.core.log.verification import verify
from tests.core.log.conftest import WRAPPING_KEYS
from tests.postgres import NoServer, Server, running_server

pytestmark = pytest.mark.slow
COMMIT = "COMMIT"
Act = Callable[[Any, str], object]
BY = Actor("person-anna", "organisation-north", frozenset({"coordinator"}))


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """Start a server that may be restarted: no other test is to be disturbed."""
    try:
        with running_server() as server:
            if server.program is None:
                pytest.skip("A server that was started by somebody else is not restarted.")
            yield server
    except NoServer as missing:
        pytest.skip(str(missing))


@pytest.fixture
def log(server: Server, tmp_path: Path) -> Iterator[EventLog]:
    """Give a log in that server."""
    engine = connect(server.database())
    schema.create(engine)
    vault = Vault(tmp_path / "keys.db", WRAPPING_KEYS)
    yield EventLog(engine, vault, Registry(vault))
    engine.dispose()


def record(log: EventLog, mark: str) -> None:
    """Record one marked event under a command id of its own."""
    log.append(theme.propose(new_id("theme"), {"en": mark}, by=BY), Command(command_id=mark), BY, {})


def recorded(log: EventLog) -> list[str]:
    """List the marks in the log."""
    return [fact.envelope.command_id for fact in log.facts()]


def act_around(log: EventLog, before: Act, after: Act = lambda _cursor, _running: None) -> None:
    """Let something happen before and after every statement, on the connections that are made from now on."""

    class Acting(psycopg.Cursor[Any]):
        def execute(self, query: Any, *more: Any, **options: Any) -> "Acting":
            before(self, str(query))
            super().execute(query, *more, **options)
            after(self, str(query))
            return self

        def executemany(self, query: Any, *more: Any, **options: Any) -> None:
            before(self, str(query))
            super().executemany(query, *more, **options)
            after(self, str(query))

    def give(connection: Any, _record: object) -> None:
        connection.cursor_factory = Acting

    sa.event.listen(log.engine, "connect", give)
    log.engine.dispose()


def restarting(statement: str, server: Server) -> Act:
    """Restart the server once, before the log's transaction does something."""
    left = [statement]

    def restart(_cursor: object, running: str) -> None:
        if left and running.startswith(left[0]):
            left.clear()
            server.restart()

    return restart


def restart_before(statement: str, server: Server, log: EventLog) -> None:
    """Restart the server before a statement, or before the commit."""
    restart = restarting(statement, server)
    act_around(log, restart)
    sa.event.listen(log.engine, "commit", lambda connection: restart(connection, COMMIT))


@pytest.mark.parametrize("point", ["INSERT INTO events", "INSERT INTO leaves", COMMIT])
def test_restarted_server_loses_nothing_and_goes_on(server: Server, log: EventLog, point: str) -> None:
    record(log, "first")
    restart_before(point, server, log)

    with pytest.raises(Refused, match=r"(?s)^The log cannot be written .+\.$"):
        record(log, "second")
    record(log, "third")
    record(log, "second")

    assert recorded(log) == ["first", "third", "second"]
    assert verify(RowReader(log.engine)).faults == ()


def test_server_harness_finds_a_transaction_that_is_committed_in_parts(server: Server, log: EventLog) -> None:
    record(log, "first")
    is_faulty = [True]
    # Committing after every statement is the fault.
    act_around(
        log,
        restarting("INSERT INTO leaves", server),
        lambda cursor, _running: cursor.connection.commit() if is_faulty else None,
    )

    with pytest.raises(Refused):
        record(log, "second")
    is_faulty.clear()

    assert [fault["position"] for fault in verify(RowReader(log.engine)).faults] == [2]
