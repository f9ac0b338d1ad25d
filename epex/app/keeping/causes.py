"""What stopped a check of the doctor, in one plain sentence."""

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from shutil import disk_usage

from epex.app.keeping.archive import NO_ROOM
from epex.app.keeping.findings import Finding, fault
from epex.core.decision import Refused

LEAST_FREE = 1_000_000
STRANGE = (TypeError, ValueError, LookupError, AttributeError)


def told_cause(error: Exception, places: Iterable[Path]) -> Finding:
    """Tell what an error means for a base that lies at some places."""
    chain = list(_chain(error))
    if any(map(_says_full, chain)) or (any(map(_may_be_full, chain)) and any(map(_is_full, places))):
        return fault("the disk is full", "free some space, then run 'epex doctor' again")
    if isinstance(error, Refused):
        what, _, instead = str(error).rstrip(".").partition("; ")
        return fault(what, instead or "see what it says")
    if isinstance(error, FileNotFoundError):
        return fault(f"{error.filename} is missing", "bring it back from a backup")
    if isinstance(error, PermissionError):
        return fault(f"{error.filename} may not be read or changed by you", "ask whoever owns it")
    return _told_strange(error, chain)


def _told_strange(error: Exception, chain: list[BaseException]) -> Finding:
    if of_database := [one for one in chain if isinstance(one, sqlite3.Error)] or _of_server(chain):
        return fault(f"its database does not answer ({_line(of_database[0])})", "run 'epex doctor' again, then see it")
    if isinstance(error, STRANGE):
        what = "something that it reads is not of the kind that epex writes"
        return fault(what, "see what 'ledger' says; EPEX_TRACE=1 shows where it is")
    return fault(
        f"it could not be looked at ({_line(error)})", "run it again with EPEX_TRACE=1, and send what it prints"
    )


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = getattr(error, "orig", None) or error.__cause__


def _of_server(chain: list[BaseException]) -> list[BaseException]:
    return [error.orig for error in chain if isinstance(getattr(error, "orig", None), BaseException)]  # type: ignore[attr-defined]


def _says_full(error: BaseException) -> bool:
    if isinstance(error, OSError):
        return error.errno in NO_ROOM
    return getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL


def _may_be_full(error: BaseException) -> bool:
    # SQLite says so in other words where it cannot make a file beside its own.
    return isinstance(error, sqlite3.OperationalError)


def _is_full(place: Path) -> bool:
    return place.exists() and disk_usage(place).free < LEAST_FREE


def _line(error: BaseException) -> str:
    return str(error).strip().partition("\n")[0] or type(error).__name__
