"""Copies of a log and its checkpoints in one folder, as one moment found them, and whether such a copy is sound."""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from shutil import copyfile
from typing import Any

from epex.app.auditing.verifying import verify_base
from epex.app.config import SERVER, Config
from epex.app.keeping.foreign import leave_out_foreign
from epex.app.keys import PRIVATE_FOLDER
from epex.app.opening import open_database
from epex.core.decision import Refused
from epex.core.log import schema
from epex.core.log.announced import announced_keys
from epex.core.log.checkpoint import Checkpoints
from epex.core.log.copying import copy_rows
from epex.core.log.database import connect
from epex.core.log.notes import PublicKey
from epex.core.log.rows import RowReader
from epex.core.log.verification import Fault
from epex.core.watching import watched

MOST_NAMED = 5


def copy_base(config: Config, folder: Path) -> Config:
    """Copy checkpoints and log into a folder, while others may go on writing.

    Raises Refused when the log cannot be read.
    """
    copied = config.at(folder)
    log_of(copied).parent.mkdir(mode=PRIVATE_FOLDER)
    # Before the log, so that none of them speaks of more than the copy holds.
    _copy_checkpoints(config, copied)
    _copy_log(config, log_of(copied))
    leave_out_foreign(log_of(copied))
    make_single(log_of(copied))
    return copied


def log_of(config: Config) -> Path:
    """Name the file of a local log."""
    return Path(config.address(config.log))


def examine(copied: Config) -> dict[str, Any]:
    """Verify a copy as an audit does; `head` is its last position.

    Raises Refused when it cannot be read at all.
    """
    engine = connect(log_of(copied))
    verdict = verify_base(copied, engine)
    last = RowReader(engine).leaf(verdict["size"] - 1)
    engine.dispose()
    make_single(log_of(copied))
    return {**verdict, "head": last[0] if last else 0}


def announced(copied: Config) -> Mapping[str, PublicKey]:
    """List the public keys that a copy announces, by the names of the logs they sign."""
    engine = connect(log_of(copied))
    keys = announced_keys(engine)
    engine.dispose()
    make_single(log_of(copied))
    return keys


def told(faults: Sequence[Fault]) -> str:
    """Say where the faults are, and what the first is."""
    places = [str(fault["position"]) for fault in faults if fault["position"]]
    shown = ", ".join(places[:MOST_NAMED])
    rest = f" and {len(places) - MOST_NAMED} more" if len(places) > MOST_NAMED else ""
    where = f" at {'positions' if len(places) > 1 else 'position'} {shown}{rest}" if places else ""
    return f"the log is damaged{where}: {faults[0]['what']}"


def make_single(path: Path) -> None:
    """Let an SQLite file be whole without a journal beside it."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE").fetchone()


def _copy_checkpoints(config: Config, copied: Config) -> None:
    copied.checkpoints_folder.mkdir(mode=PRIVATE_FOLDER)
    for path in Checkpoints(config.checkpoints_folder).paths():
        copyfile(path, copied.checkpoints_folder / path.name)


def _copy_log(config: Config, target: Path) -> None:
    engine = open_database(config)
    try:
        if SERVER in config.address(config.log):
            written = connect(target)
            schema.create(written)
            size = RowReader(engine).size()
            with watched("Copying", "events") as progress:
                copy_rows(engine, written, lambda count: progress(count, size))
            written.dispose()
        else:
            _copy_pages(log_of(config), target)
    finally:
        engine.dispose()


def _copy_pages(source: Path, target: Path) -> None:
    # In one step: in several, each write by another process would begin the copy anew.
    try:
        with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(target)) as written:
            read.backup(written)
    except sqlite3.OperationalError as error:
        message = (
            f"The log {source} cannot be copied ({error}); see that there is room for it, and that it can be read."
        )
        raise Refused(message) from error
    except sqlite3.DatabaseError as error:
        message = f"The log {source} cannot be copied ({error}); bring it back from a backup with 'epex restore'."
        raise Refused(message) from error
