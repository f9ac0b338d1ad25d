"""How far each view has come; the position is kept in the transaction that writes the rows."""

from collections.abc import Iterable
from typing import NamedTuple, Self

import sqlalchemy as sa

POSITIONS = sa.Table(
    "view_positions",
    sa.MetaData(),
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("position", sa.BigInteger, nullable=False),
    sa.Column("event_id", sa.Text, nullable=False),
    sa.Column("skipped", sa.BigInteger, nullable=False),
    sa.Column("fault", sa.Text, nullable=False),
    sa.Column("build", sa.Text, nullable=False, server_default=""),
    sa.Column("tables", sa.Text, nullable=False, server_default=""),
)
# They came later than the others.
LATER = ("build", "tables")
EXPECTED = ("name", "version", "position", "build")
MOVE = sa.update(POSITIONS).where(*(POSITIONS.c[name] == sa.bindparam(f"of_{name}") for name in EXPECTED))
STANDS = f"SELECT {', '.join(POSITIONS.columns.keys())} FROM {POSITIONS.name}"  # noqa: S608 - the schema's own names


class Stand(NamedTuple):
    """Where one view stands: the last event it holds, how many it skipped, and why it stopped.

    `build` names the build of its tables, and `tables` these, so that nothing is taken for what it was before.
    """

    name: str
    version: int = 0
    position: int = 0
    event_id: str = ""
    skipped: int = 0
    fault: str = ""
    build: str = ""
    tables: str = ""

    def at(self, position: int, event_id: str = "", skipped: int = 0) -> Self:
        """Move on."""
        return self._replace(position=position, event_id=event_id, skipped=self.skipped + skipped, fault="")


def create(connection: sa.Connection) -> None:
    """Make the table where it is missing, and the columns that an older one lacks."""
    POSITIONS.create(connection, checkfirst=True)
    there = {column["name"] for column in sa.inspect(connection).get_columns(POSITIONS.name)}
    for name in LATER:
        if name not in there:
            connection.exec_driver_sql(f"ALTER TABLE {POSITIONS.name} ADD COLUMN {name} TEXT NOT NULL DEFAULT ''")


def stands(connection: sa.Connection) -> dict[str, Stand]:
    """Read where every view stands; without the table, none does."""
    try:
        return {row[0]: Stand(*row) for row in connection.exec_driver_sql(STANDS)}
    except (sa.exc.OperationalError, sa.exc.ProgrammingError) as error:
        if POSITIONS.name in str(error.orig):
            return {}
        raise


def hold(connection: sa.Connection, names: Iterable[str]) -> dict[str, Stand]:
    """Read where some views stand, and let nobody move them until the transaction ends."""
    # Always the same order, so that two processes cannot wait for each other.
    held = [
        connection.execute(sa.select(POSITIONS).where(POSITIONS.c.name == name).with_for_update()).first()
        for name in sorted(names)
    ]
    return {row[0]: Stand(*row) for row in held if row}


def start(connection: sa.Connection, stand: Stand) -> None:
    """Put a view where it is said to stand, whatever was there."""
    forget(connection, stand.name)
    connection.execute(sa.insert(POSITIONS), [stand._asdict()])


def forget(connection: sa.Connection, name: str) -> None:
    """Take a view off the list."""
    connection.execute(sa.delete(POSITIONS).where(POSITIONS.c.name == name))


def rename(connection: sa.Connection, name: str, to: str) -> None:
    """Put a view in another's place."""
    forget(connection, to)
    connection.execute(sa.update(POSITIONS).where(POSITIONS.c.name == name).values(name=to))


def move(connection: sa.Connection, before: Stand, after: Stand) -> bool:
    """Compare and set: move a view on, unless somebody else has moved it; then answer False."""
    was = {f"of_{name}": getattr(before, name) for name in EXPECTED}
    return connection.execute(MOVE, {**was, **after._asdict()}).rowcount == 1


def raise_to(connection: sa.Connection, name: str, position: int) -> bool:
    """Move a view to a higher position, or answer False when it stands there or beyond."""
    behind = sa.update(POSITIONS).where(POSITIONS.c.name == name, POSITIONS.c.position < position)
    if connection.execute(behind.values(position=position)).rowcount == 1:
        return True
    if connection.execute(sa.select(POSITIONS.c.name).where(POSITIONS.c.name == name)).first():
        return False
    connection.execute(sa.insert(POSITIONS), [Stand(name, position=position)._asdict()])
    return True
