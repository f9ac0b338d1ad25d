"""The eleven kinds of tampering, done with SQL by somebody who has the file, and the ledger rebuilt after them."""

import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path

from epex.core.log.envelope import METADATA, Envelope, leaf_hash

LOG = Path("log/events.db")
Tampering = Callable[[sqlite3.Connection, int], object]


@contextmanager
def log_of(folder: Path) -> Iterator[sqlite3.Connection]:
    """Open the log behind the program's back."""
    with closing(sqlite3.connect(folder / LOG)) as connection:
        connection.row_factory = sqlite3.Row
        with connection:
            yield connection


def sql(*statements: str) -> Tampering:
    """Run statements about the event at a place."""

    def act(log: sqlite3.Connection, place: int) -> None:
        for statement in statements:
            log.execute(statement.replace(":place", str(place)))

    return act


def flip_bit(log: sqlite3.Connection, place: int) -> None:
    """Flip one bit of a payload."""
    payload = bytearray(log.execute("SELECT payload FROM events WHERE position = ?", (place,)).fetchone()[0])
    payload[len(payload) // 2] ^= 1
    log.execute("UPDATE events SET payload = ? WHERE position = ?", (bytes(payload), place))


def move(log: sqlite3.Connection, after: int, by: int) -> None:
    """Renumber all events after a place, with their leaves."""
    for table in ("events", "leaves"):
        log.execute(f"UPDATE {table} SET position = -position WHERE position > ?", (after,))
        log.execute(f"UPDATE {table} SET position = -position + ? WHERE position < 0", (by,))


def delete_and_renumber(log: sqlite3.Connection, place: int) -> None:
    """Delete an event and close the gap."""
    DELETE(log, place)
    log.execute("DELETE FROM leaves WHERE position = ?", (place,))
    move(log, place, -1)


def copy(log: sqlite3.Connection, place: int, to: int) -> None:
    """Forge an event after the model of another, on a stream of its own."""
    names = [*METADATA, "payload", "payload_hash"]
    forged = {"position": str(to), "event_id": "'forged'", "stream_id": "'theme-forged'", "version": "1"}
    forged["command_id"] = "'forged'"
    values = ", ".join(forged.get(name, name) for name in names)
    log.execute(f"INSERT INTO events ({', '.join(names)}) SELECT {values} FROM events WHERE position = {place}")


def insert_backdated(log: sqlite3.Connection, place: int) -> None:
    """Insert a forged event where it never was."""
    move(log, place, 1)
    copy(log, place, place + 1)


def append_forged(log: sqlite3.Connection, place: int) -> None:
    """Append a forged event."""
    copy(log, place, log.execute("SELECT max(position) FROM events").fetchone()[0] + 1)


def replace_all(log: sqlite3.Connection, place: int) -> None:
    """Put another history in the place of this one, under the same name and key."""
    log.execute("DELETE FROM events WHERE position > ?", (place,))
    log.execute("DELETE FROM leaves WHERE position > ?", (place,))
    log.execute("UPDATE events SET event_id = 'other-' || event_id, recorded_at = '2030' || substr(recorded_at, 5)")
    for number in range(place, 3 * place):
        copy(log, place, number + 1)
        name = f"other-{number}"
        log.execute(
            "UPDATE events SET event_id = ?, command_id = ?, stream_id = ? WHERE position = ?",
            (name, name, f"theme-{name}", number + 1),
        )


DELETE = sql("DELETE FROM events WHERE position = :place")
KINDS: Mapping[str, Tampering] = {
    "edited": sql(
        """UPDATE events SET payload = CAST(replace(payload, '"scope_note":""', '"scope_note":"no"') AS BLOB)
        WHERE position = :place"""
    ),
    "bit flip": flip_bit,
    "changed type": sql("UPDATE events SET type = 'theme.rejected' WHERE position = :place"),
    "deleted": DELETE,
    "deleted and renumbered": delete_and_renumber,
    "swapped": sql(
        "UPDATE events SET position = -1 WHERE position = :place",
        "UPDATE events SET position = :place WHERE position = :place + 1",
        "UPDATE events SET position = :place + 1 WHERE position = -1",
    ),
    "backdated insert": insert_backdated,
    "truncated tail": sql("DELETE FROM events WHERE position > :place", "DELETE FROM leaves WHERE position > :place"),
    "moved to another stream": sql("UPDATE events SET stream_id = 'theme-other' WHERE position = :place"),
    "appended outside the program": append_forged,
    "whole log replaced": replace_all,
}
FORGED_TAIL = "appended outside the program"


def rebuild_ledger(log: sqlite3.Connection) -> None:
    """Make the log look sound again: versions without gaps, times in order, every hash and every leaf."""
    versions: Counter[str] = Counter()
    newest = ""
    log.execute("DELETE FROM leaves")
    log.execute("UPDATE events SET version = -position")
    for index, row in enumerate(log.execute("SELECT * FROM events ORDER BY position").fetchall()):
        versions[row["stream_id"]] += 1
        newest = max(newest, row["recorded_at"])
        digest = sha256(row["payload"]).digest()
        changed = (versions[row["stream_id"]], newest, digest, row["position"])
        log.execute("UPDATE events SET version = ?, recorded_at = ?, payload_hash = ? WHERE position = ?", changed)
        log.execute("INSERT INTO leaves VALUES (?, ?, ?)", (index, row["position"], _leaf(log, row["position"])))


def remove_own_checkpoints(folder: Path) -> None:
    """Do as a host would who has something to hide."""
    shutil.rmtree(folder / "checkpoints")


def _leaf(log: sqlite3.Connection, position: int) -> bytes:
    row = log.execute("SELECT * FROM events WHERE position = ?", (position,)).fetchone()
    envelope = Envelope(**{name: row[name] for name in METADATA})
    return leaf_hash(envelope, row["payload_hash"])
