"""Read and decode the whole log, as facts; against a raw cursor and msgspec, and against eventsourcing's own log.

The raw opponent selects the same columns through the sqlite3 module and decodes every payload with one typed msgspec
decoder. It leaves sealed fields sealed; ours opens them, which is reported apart and has no goal. The library's log
holds the same links; see `bench/library.py`.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec

from bench.bases import Ground, new_base
from bench.histories import Teller
from bench.library import Library
from bench.measuring import Figure, rates
from bench.raw import COLUMNS, READ
from epex.core.decision import On, new_id
from epex.core.log.envelope import Fact
from epex.core.theme import ThemeEvidenceLinked
from epex.projections.follow import BATCH

EVENTS = 10_000
PAYLOAD = COLUMNS.index("payload")
BEHIND = 146 / 22
LIBRARY = "eventsourcing's own recorder and mapper"
PLAIN, SEALED = (f"raw sqlite3 cursor and msgspec, {how}" for how in ("typed", "sealed texts left sealed"))


def figures(_sizes: Sequence[int]) -> list[Figure]:
    """Measure a log of unsealed fields, and one whose texts are opened."""
    ours, raw, library = _plain()
    opened, sealed = _sealed()
    what = "read and decode, unsealed fields"
    return [
        Figure(what=what, ours=ours, theirs=raw, unit="/s", opponent=PLAIN, at_least=0.6),
        Figure(what=what, ours=ours, theirs=library, unit="/s", opponent=LIBRARY, at_least=4, bare=raw, behind=BEHIND),
        Figure(what="read, decode and open texts", ours=opened, theirs=sealed, unit="/s", opponent=SEALED),
    ]


def _plain() -> list[float]:
    decoder = msgspec.json.Decoder(ThemeEvidenceLinked)
    with new_base() as ground, TemporaryDirectory(prefix="epex-bench-") as folder:
        founding = ground.base.log.head()
        ground.append(_links())
        library = Library(Path(folder) / "library.db", ground.base.log.facts(founding, limit=EVENTS))
        found = rates(
            EVENTS,
            lambda: read_all(ground, founding),
            lambda: _raw(ground.log_file, founding, decoder),
            library.read,
        )
        library.close()
    return found


def _sealed() -> list[float]:
    decoder = msgspec.json.Decoder(dict[str, Any])
    with new_base() as ground:
        founding = ground.base.log.head()
        ground.append(islice(Teller(ground.by).tell(), EVENTS))
        return rates(EVENTS, lambda: read_all(ground, founding), lambda: _raw(ground.log_file, founding, decoder))


def batches(ground: Ground, after: int = 0) -> Iterator[Sequence[Fact]]:
    """Read the log as every follower does."""
    while facts := ground.base.log.facts(after, limit=BATCH):
        after = facts[-1].position
        yield facts


def read_all(ground: Ground, after: int = 0) -> int:
    """Read the whole log; give the number of facts."""
    return sum(map(len, batches(ground, after)))


def _raw(path: Path, founding: int, decoder: msgspec.json.Decoder[Any]) -> int:
    with closing(sqlite3.connect(path)) as connection:
        cursor = connection.execute(f"{READ} LIMIT -1 OFFSET {founding}")
        return sum(1 for row in cursor if decoder.decode(row[PAYLOAD]) is not None)


def _links() -> Iterator[On]:
    """Link evidence without a word of text, so that nothing is sealed."""
    topics = [new_id("theme") for _ in range(100)]
    for number in range(EVENTS):
        event = ThemeEvidenceLinked(source=new_id("reflection"), stance="supports")
        yield On(topics[number % len(topics)], event)
