"""Keys that are about to be destroyed: a copy of one, wherever it lies, would open everything again."""

import sqlite3
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import IO, Self

from epex.core.log.keystore import KeyStore

SQLITE = b"SQLite format 3\0"
# In a rollback journal or not, a copy in memory is read alone.
MODES, ALONE = slice(18, 20), b"\1\1"
LARGEST_KEYS = 256 << 20
OF_SUBJECT = "SELECT wrapped FROM keys WHERE subject = ? AND wrapped IS NOT NULL"


@dataclass(frozen=True, slots=True)
class SoughtKeys:
    """The keys of some subjects: as they are wrapped here, and by name where a copy may wrap them otherwise."""

    subjects: Sequence[str] = ()
    wrapped: Sequence[bytes] = ()

    @classmethod
    def of(cls, store: KeyStore, subjects: Sequence[str]) -> Self:
        """Read them, as long as they are there."""
        with store.connected() as connection:
            found = [row[0] for subject in subjects for row in connection.execute(OF_SUBJECT, (subject,))]
        return cls(tuple(subjects), tuple(found))

    @classmethod
    def from_json(cls, row: Mapping[str, Sequence[str]]) -> Self:
        """Take them up again."""
        return cls(tuple(row["subjects"]), tuple(map(b64decode, row["wrapped"])))

    def as_json(self) -> dict[str, list[str]]:
        """Write them down, to be kept sealed."""
        return {"subjects": [*self.subjects], "wrapped": [b64encode(key).decode() for key in self.wrapped]}

    @property
    def reach(self) -> int:
        """Give how many bytes one may take."""
        return 2 * max(map(len, self.wrapped), default=0)

    def are_in(self, raw: bytes) -> bool:
        """Tell whether one of them stands in some bytes, as it is or in hexadecimal digits."""
        lowered = raw.lower() if self.wrapped else b""
        return any(key in raw or key.hex().encode() in lowered for key in self.wrapped)

    def are_in_database(self, file: IO[bytes], size: int) -> bool:
        """Tell whether a database of keys, such as that of a branch, holds one of them in whatever wrapping."""
        if not self.subjects or size > LARGEST_KEYS:
            return False
        raw = bytearray(file.read())
        raw[MODES] = ALONE
        with closing(sqlite3.connect(":memory:")) as copy:
            try:
                copy.deserialize(bytes(raw))
                return any(_rows(copy, self.subjects))
            except sqlite3.DatabaseError:
                # It is no database of keys, or too broken to open anything; its bytes are looked at in any case.
                return False


def _rows(copy: sqlite3.Connection, subjects: Sequence[str]) -> Iterator[bool]:
    return (copy.execute(OF_SUBJECT, (subject,)).fetchone() is not None for subject in subjects)
