"""Read and decode the whole log, as facts; against a raw cursor and msgspec.

The opponent selects the same columns through the sqlite3 module and decodes every payload with one typed msgspec
decoder. It leaves sealed fields sealed; ours opens them, which is reported apart and has no goal.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from bench.bases import Ground, new_base
from bench.histories import Teller
from bench.measuring import Figure, rates
from bench.raw import COLUMNS, READ
from epex.core.decision import On, new_id
from epex.core.theme import ThemeEvidenceLinked

EVENTS = 10_000
PAYLOAD = COLUMNS.index("payload")
PLAIN, SEALED = (f"raw sqlite3 cursor and msgspec, {how}" for how in ("typed", "sealed texts left sealed"))


def figures(_sizes: Sequence[int]) -> list[Figure]:
    """Measure a log of unsealed fields, and one whose texts are opened."""
    plain = _race(_links(), msgspec.json.Decoder(ThemeEvidenceLinked))
    sealed = _race(None, msgspec.json.Decoder(dict[str, Any]))
    return [
        Figure(
            what="read and decode, unsealed fields",
            ours=plain[0],
            theirs=plain[1],
            unit="/s",
            opponent=PLAIN,
            at_least=0.6,
        ),
        Figure(what="read, decode and open texts", ours=sealed[0], theirs=sealed[1], unit="/s", opponent=SEALED),
    ]


def _race(ons: Iterable[On] | None, decoder: msgspec.json.Decoder[Any]) -> list[float]:
    with new_base() as ground:
        founding = ground.base.log.head()
        ground.append(islice(Teller(ground.by).tell() if ons is None else ons, EVENTS))
        return rates(EVENTS, lambda: read_all(ground, founding), lambda: _raw(ground.log_file, founding, decoder))


def read_all(ground: Ground, after: int = 0) -> int:
    """Read the log as every follower does; give the number of facts."""
    total = 0
    while facts := ground.base.log.facts(after):
        after = facts[-1].position
        total += len(facts)
    return total


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
