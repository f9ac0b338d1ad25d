"""Bring a base's tables to what this version needs, and move a log from its file to a server."""

from contextlib import closing
from pathlib import Path
from sqlite3 import connect as open_file
from typing import Any

from epex.app.base import KnowledgeBase
from epex.app.config import SERVER, Config, move_log
from epex.app.hashing import WatchedRows
from epex.app.keeping.backup import Tell
from epex.app.keeping.copies import told
from epex.app.keeping.disposing import outdated
from epex.app.keeping.rotation import finish
from epex.app.keys import DATABASE, WRAPPING
from epex.app.opening import open_database
from epex.core.decision import Refused
from epex.core.log import schema
from epex.core.log.copying import closing_for_good, copy_rows, is_closed, missing_tables, reopen
from epex.core.log.database import connect
from epex.core.log.verification import Verdict, verify
from epex.core.watching import watched

POSTGRESQL = ("postgresql://", "postgresql+psycopg://")
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table'"


def migrate(config: Config) -> dict[str, Any]:
    """Make what this version needs and the base lacks; return what was done.

    Raises Refused when the log or its keys are not there.
    """
    engine = open_database(config)
    made = missing_tables(engine)
    if made:
        schema.create(engine)
    reopened = is_closed(engine)
    if reopened:
        reopen(engine)
    engine.dispose()
    before = _tables(config.keys_folder / DATABASE)
    rotated = [name for name in WRAPPING if finish(config, name)]
    base = KnowledgeBase.open(config.folder)
    views = outdated(base)
    base.today.create()
    keys = sorted(_tables(config.keys_folder / DATABASE) - before)
    return {"log": made, "keys": keys, "views": views, "rotations_finished": rotated, "move_undone": reopened}


def migrate_log(config: Config, address: str, *, tell: Tell) -> dict[str, Any]:
    """Copy a local log to a server with its positions and leaves, and let the base use that one from then on.

    Raises Refused when the log is damaged, or what is on the server is not the same; then the base stays as it was.
    """
    _require_local(config, address)
    source, target = open_database(config), _server(address)
    schema.create(target)
    with closing_for_good(source):
        tell("Hashing every event ...")
        here = _sound(verify(WatchedRows(source)))
        tell("Copying the log ...")
        with watched("Copying", "events") as progress:
            copied = copy_rows(source, target, lambda count: progress(count, here.size))
        tell("Hashing every event on the server ...")
        there = _sound(verify(WatchedRows(target)))
        if (there.size, there.root) != (here.size, here.root):
            raise Refused("What is on the server is not the log that is here; empty that database and try again.")
    try:
        move_log(config, address)
    except (Refused, OSError):
        reopen(source)
        raise
    finally:
        source.dispose()
        target.dispose()
    return {"copied": copied, "size": here.size, "root": here.root.hex(), "old": config.address(config.log)}


def _require_local(config: Config, address: str) -> None:
    if not address.startswith(POSTGRESQL):
        raise Refused(f"'{address}' is no address of a server; give one such as postgresql://person@host/name.")
    if SERVER in config.log:
        raise Refused("The log is on a server already; nothing was moved. Use the server's own tools to move it on.")


def _server(address: str) -> Any:
    try:
        engine = connect(address)
    except ModuleNotFoundError as error:
        raise Refused("PostgreSQL needs the extra 'postgres'; install it: pip install 'epex[postgres]'.") from error
    # A server that does not answer is to be found before the log is closed.
    schema.is_created(engine)
    return engine


def _sound(verdict: Verdict) -> Verdict:
    if verdict.faults:
        raise Refused(f"Nothing was moved, for {told(verdict.faults)}; see 'epex audit verify'.")
    return verdict


def _tables(path: Path) -> set[str]:
    if not path.exists():
        raise Refused(f"{path} is missing; bring it back with 'epex keys restore FILE'.")
    with closing(open_file(path)) as connection:
        return {name for (name,) in connection.execute(TABLES)}
