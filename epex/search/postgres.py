"""The index as a table of PostgreSQL beside the sections, for views that are kept on a server.

A row says where one stem stands in one section. That takes more room than a tsvector under GIN, which only finds the
sections: where a stem stands in them would have to be read from their texts, which takes ten times as long and more.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from epex.projections.section_rows import POSTINGS, POSTINGS_NAME
from epex.projections.table import Row
from epex.search.in_views import IndexInViews, LookUps
from epex.search.ranking import Postings as Places

if TYPE_CHECKING:
    from sqlalchemy import Connection

MAKE = (
    f'CREATE TABLE {POSTINGS} (stem text COLLATE "C" NOT NULL, section bigint NOT NULL, places integer[] NOT NULL)',
    # What the server knows of the commonest values outlives the table.
    f"ALTER TABLE {POSTINGS} ALTER COLUMN stem SET STATISTICS 0",
)
# Rows are found by these indexes; a new table is filled first.
FINISH = (
    f"CREATE INDEX {POSTINGS}_by_stem ON {POSTINGS} (stem)",
    f"CREATE INDEX {POSTINGS}_by_section ON {POSTINGS} (section)",
)
# In the order of the alphabet, so that the rows of one stem lie side by side.
ADD = f"""
INSERT INTO {POSTINGS} (stem, section, places)
SELECT stem, section, array_agg((place - 1)::integer ORDER BY place)
FROM unnest(%s::bigint[], %s::text[]) AS given (section, stems),
    unnest(string_to_array(stems, ' ')) WITH ORDINALITY AS standing (stem, place)
GROUP BY stem, section ORDER BY stem COLLATE "C", section
"""  # noqa: S608 - the schema's own name
HOLD = f"LOCK TABLE {POSTINGS} IN ACCESS SHARE MODE"
REMOVE = f"DELETE FROM {POSTINGS} WHERE section = ANY(%s)"  # noqa: S608 - as above
FREQUENCIES = f"SELECT section, cardinality(places) FROM {POSTINGS} WHERE stem = %s"  # noqa: S608 - as above
PLACES = f"SELECT section, places FROM {POSTINGS} WHERE stem = %s"  # noqa: S608 - as above


class PostgresIndex(IndexInViews):
    """The postings of one base."""

    name = POSTINGS_NAME
    version = 1
    # The more at once, the more rows of a stem lie side by side.
    page = 2000

    def _make(self, connection: "Connection") -> None:
        for statement in MAKE:
            connection.exec_driver_sql(statement)

    def _finish(self, connection: "Connection") -> None:
        for statement in FINISH:
            connection.exec_driver_sql(statement)

    def _remove(self, connection: "Connection", numbers: Sequence[int]) -> None:
        connection.exec_driver_sql(REMOVE, (list(numbers),))

    def _add(self, connection: "Connection", sections: Sequence[Row]) -> None:
        numbers, stems = ([section[name] for section in sections] for name in ("number", "stems"))
        connection.exec_driver_sql(ADD, (numbers, stems))

    def _places(self, connection: "Connection") -> Places:
        # Before anything is read: a table that was made anew meanwhile looks empty to whoever began before.
        connection.exec_driver_sql(HOLD)
        return ServerPlaces(connection)


class ServerPlaces(LookUps):
    """Where stems stand, in the rows of the table."""

    def frequencies(self, stem: str) -> Iterable[tuple[int, int]]:
        """Give each section with the stem, and how often the stem stands there."""
        return self._read(FREQUENCIES, stem)

    def places(self, stem: str) -> Iterable[tuple[int, list[int]]]:
        """Give each section with the stem, and at which stems of it this one stands."""
        return self._read(PLACES, stem)
