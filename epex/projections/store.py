"""The database of the views: SQLAlchemy Core tables, loads by key, upserts in bulk."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from epex.projections.database import (
    APPLICATION_ID,
    BUSY_SECONDS,
    MEMORY,
    WRITING,
    empty_unused,
    open_engine,
    replace,
)
from epex.projections.positions import POSITIONS
from epex.projections.table import Load, Row, Rows, Table, kind_of

Connection = sa.Connection
PREFIX = "view_"
BUILDING = "__building"
STREAM_ROWS = 1000
CANONICAL = msgspec.json.Encoder(order="deterministic")
# Less than the second after which PostgreSQL looks for processes that wait for each other.
WAITING_MS = 500


class Json(sa.types.TypeDecorator[Any]):
    """A list or a dict as canonical text, so that every database keeps the same."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> str | None:  # noqa: ARG002 - the library's signature
        """Write canonical JSON."""
        return None if value is None else to_json(value)

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> Any:  # noqa: ARG002 - the library's signature
        """Read JSON."""
        return None if value is None else msgspec.json.decode(value)


# Text is compared by code point in both databases, whatever the locale of the server.
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
TYPES: Mapping[type, Any] = {str: TEXT, int: sa.BigInteger, float: sa.Double, bool: sa.Boolean, dict: Json, list: Json}


def to_json(value: Any) -> str:
    """Write canonical JSON: sorted keys, no spaces."""
    return CANONICAL.encode(value).decode()


class Store:
    """Where rows are kept; `slot` is empty for the tables that serve and BUILDING for those being rebuilt."""

    def __init__(self, address: str) -> None:
        """Open the database at a path, `:memory:` or a `postgresql://` address."""
        self.address = address
        self.engine = open_engine(address)
        self._tables: dict[tuple[Table, str], sa.Table] = {}
        self._lookups: dict[tuple[Table, str], sa.Select[Any]] = {}
        self._upserts: dict[tuple[Table, str], sa.Compiled] = {}

    @property
    def is_shared(self) -> bool:
        """Tell a server's database from a file of our own."""
        return self.engine.dialect.name == "postgresql"

    @property
    def is_in_memory(self) -> bool:
        """Tell whether there is one connection only, for all."""
        return self.address == MEMORY

    def renewed(self) -> "Store":
        """Throw the database away and open an empty one."""
        self.engine.dispose()
        replace(self.address)
        return Store(self.address)

    def renewed_if_alone(self) -> "Store | None":
        """Throw the database away and open an empty one, unless somebody else has it open or it is on a server."""
        if self.is_shared:
            return None
        self.engine.dispose()
        return Store(self.address) if self.is_in_memory or empty_unused(self.address) else None

    def vacuum(self, tables: Iterable[Table]) -> None:
        """Leave nothing of dead rows in the database's files."""
        if not self.is_shared:
            self._drive("VACUUM")
            return
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for name in (POSITIONS.name, *(self.sql(table).name for table in tables)):
                connection.exec_driver_sql(f"VACUUM (FULL) {name}")

    def tidy(self) -> None:
        """Leave nothing of what was dropped in SQLite's journal."""
        if not self.is_shared:
            # Somebody who reads meanwhile is not waited for: what they have in the way is written out the next time.
            patience = f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}"
            self._drive("PRAGMA busy_timeout = 0", "PRAGMA wal_checkpoint(TRUNCATE)", patience)

    def _drive(self, *statements: str) -> None:
        # Outside of the transaction that every connection begins with.
        with self.engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            for statement in statements:
                driver.execute(statement).fetchall()

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """Give a connection in a transaction that writes."""
        with self.engine.execution_options(**WRITING).begin() as connection:
            yield connection

    @contextmanager
    def changing(self) -> Iterator[sa.Connection]:
        """Give a connection in a transaction that makes or replaces tables; on a server, one process at a time."""
        with self.writing() as connection:
            if self.is_shared:
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({APPLICATION_ID})")
            yield connection

    @contextmanager
    def standing_still(self) -> Iterator[sa.Connection]:
        """Give a connection to which everything stays as its first question found it."""
        level = {"isolation_level": "REPEATABLE READ"} if self.is_shared else {}
        with self.engine.connect().execution_options(**level) as connection:
            yield connection

    def read(self, query: sa.Executable) -> list[Row]:
        """Run a query."""
        with self.engine.connect() as connection:
            found: Any = connection.execute(query)
            names = tuple(found.keys())
            return [dict(zip(names, row, strict=True)) for row in found.all()]

    def sql(self, table: Table, slot: str = "") -> sa.Table:
        """Give the table as SQLAlchemy knows it."""
        known = self._tables.get((table, slot))
        if known is None:
            name = f"{PREFIX}{table.name}{slot}"
            known = self._tables[table, slot] = sa.Table(
                name, sa.MetaData(), *_columns(table), sqlite_with_rowid=not table.is_clustered
            )
        return known

    def create(self, connection: sa.Connection, tables: Iterable[Table], slot: str = "") -> None:
        """Make empty tables in the place of those that are there."""
        for table in tables:
            self.drop(connection, [table], slot)
            self.sql(table, slot).create(connection)

    def drop(self, connection: sa.Connection, tables: Iterable[Table], slot: str = "") -> None:
        """Take tables away."""
        for table in tables:
            self.sql(table, slot).drop(connection, checkfirst=True)

    def index(self, connection: sa.Connection, tables: Iterable[Table]) -> None:
        """Make the indexes of tables that serve."""
        for table in tables:
            there = self.sql(table)
            # The table remembers its indexes, and makes them again when it is made again.
            known = {str(index.name): index for index in there.indexes}
            for names in table.indexes:
                name = f"{there.name}_by_{'_'.join(names)}"
                index = known.get(name) or sa.Index(name, *(there.c[column] for column in names))
                index.create(connection, checkfirst=True)

    def give_way(self, connection: sa.Connection) -> None:
        """Let this transaction fail before those who read have to wait for it, or a server ends one of both."""
        if self.is_shared:
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{WAITING_MS}ms'")

    def drop_others(self, connection: sa.Connection, named: str, tables: Iterable[Table] = (), slot: str = "") -> None:
        """Take away the tables of a view, as its stand names them, that are not among those that it has now."""
        kept = {table.name for table in tables}
        # In the order in which they are read, so that two processes cannot wait for each other.
        for name in [name for name in named.split() if name not in kept]:
            connection.exec_driver_sql(f"DROP TABLE IF EXISTS {PREFIX}{name}{slot}")

    def serve(self, connection: sa.Connection, tables: Sequence[Table]) -> None:
        """Put rebuilt tables in the place of those that serve."""
        for table in tables:
            self.drop(connection, [table])
            connection.exec_driver_sql(f"ALTER TABLE {self.sql(table, BUILDING).name} RENAME TO {self.sql(table).name}")
        self.index(connection, tables)

    def loader(self, connection: sa.Connection, slot: str = "") -> Load:
        """Give the function that batches load rows with."""

        def load(table: Table, ids: Sequence[str | int]) -> Iterator[Row]:
            sought = {"ids": ids if self.is_shared else to_json(ids)}
            found = connection.execute(self._lookup(table, slot), sought)
            yield from (dict(row) for row in found.mappings())

        return load

    def flush(self, connection: sa.Connection, rows: Rows, slot: str = "") -> None:
        """Write what a batch has changed."""
        removed = rows.removed()
        there = self.sql(rows.table, slot)
        if removed:
            where = sa.and_(*(there.c[name] == sa.bindparam(f"key_{name}") for name in rows.table.key))
            names = [f"key_{name}" for name in rows.table.key]
            connection.execute(sa.delete(there).where(where), [dict(zip(names, key, strict=True)) for key in removed])
        written = rows.written()
        if written:
            upsert = self._upsert(rows.table, slot)
            connection.exec_driver_sql(str(upsert), self._parameters(rows.table, upsert, written))

    def lines(self, connection: sa.Connection, table: Table, slot: str = "") -> Iterator[bytes]:
        """Yield every row in the order of its key, in canonical JSON."""
        there = self.sql(table, slot)
        columns = [sa.type_coerce(column, sa.Text) if isinstance(column.type, Json) else column for column in there.c]
        query = sa.select(*columns).order_by(*(there.c[name] for name in table.key))
        for row in connection.execution_options(yield_per=STREAM_ROWS).execute(query):
            yield msgspec.json.encode(tuple(row)).replace(b"\\u0000", b"")

    def _lookup(self, table: Table, slot: str) -> sa.Select[Any]:
        known = self._lookups.get((table, slot))
        if known is None:
            there = self.sql(table, slot)
            known = self._lookups[table, slot] = sa.select(there).where(self._among(there.c[table.key[0]]))
        return known

    def _among(self, column: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
        # However many ids there are, they are one parameter.
        if self.is_shared:
            return column == sa.any_(sa.bindparam("ids", type_=sa.ARRAY(column.type)))
        return column.in_(
            sa.select(sa.func.json_each(sa.bindparam("ids", type_=sa.Text)).table_valued("value").c.value)
        )

    def _dialect(self) -> Any:
        if not self.is_shared:
            return sqlite
        from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - start-up: it brings asyncio along

        return postgresql

    def _upsert(self, table: Table, slot: str) -> sa.Compiled:
        known = self._upserts.get((table, slot))
        if known is None:
            insert = self._dialect().insert(self.sql(table, slot))
            rest = {name: insert.excluded[name] for name in table.columns if name not in table.key}
            statement = (
                insert.on_conflict_do_update(index_elements=table.key, set_=rest)
                if rest
                else insert.on_conflict_do_nothing(index_elements=table.key)
            )
            known = self._upserts[table, slot] = statement.compile(dialect=self.engine.dialect)
        return known

    def _parameters(self, table: Table, upsert: sa.Compiled, rows: list[Row]) -> list[Any]:
        names = list(upsert.positiontup or table.columns)  # type: ignore[attr-defined]  # compiled SQL has it, Compiled has not
        texts = [names.index(name) for name in table.json_columns]
        encoded = [_encoded([row[name] for name in names], texts) for row in rows]
        if self.is_shared:
            return [dict(zip(names, map(_without_nul, values), strict=True)) for values in encoded]
        return encoded


def _columns(table: Table) -> Iterator[sa.Column[Any]]:
    for name, column in table.columns.items():
        kind, optional = kind_of(column)
        yield sa.Column(name, TYPES[kind], primary_key=name in table.key, nullable=optional, autoincrement=False)


def _encoded(values: list[Any], texts: Iterable[int]) -> tuple[Any, ...]:
    for place in texts:
        values[place] = to_json(values[place])
    return tuple(values)


def _without_nul(value: Any) -> Any:
    # PostgreSQL keeps no NUL in a text.
    return value.replace("\0", "") if isinstance(value, str) else value
