"""How far each view has come; the position is kept in the transaction that writes the rows."""

from dataclasses import dataclass, replace
from typing import Any, Self

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
)


@dataclass(frozen=True, slots=True)
class Stand:
    """Where one view stands: the last event it holds, how many it skipped, and why it stopped."""

    name: str
    version: int = 0
    position: int = 0
    event_id: str = ""
    skipped: int = 0
    fault: str = ""

    def at(self, position: int, event_id: str = "", skipped: int = 0) -> Self:
        """Move on."""
        return replace(self, position=position, event_id=event_id, skipped=self.skipped + skipped, fault="")


def create(connection: sa.Connection) -> None:
    """Make the table where it is missing."""
    POSITIONS.create(connection, checkfirst=True)


def stands(connection: sa.Connection) -> dict[str, Stand]:
    """Read where every view stands; without the table, none does."""
    try:
        return {row.name: Stand(*row) for row in connection.execute(sa.select(POSITIONS))}
    except (sa.exc.OperationalError, sa.exc.ProgrammingError) as error:
        if POSITIONS.name in str(error.orig):
            return {}
        raise


def start(connection: sa.Connection, stand: Stand) -> None:
    """Put a view where it is said to stand, whatever was there."""
    forget(connection, stand.name)
    connection.execute(sa.insert(POSITIONS), [_values(stand)])


def forget(connection: sa.Connection, name: str) -> None:
    """Take a view off the list."""
    connection.execute(sa.delete(POSITIONS).where(POSITIONS.c.name == name))


def rename(connection: sa.Connection, name: str, to: str) -> None:
    """Put a view in another's place."""
    forget(connection, to)
    connection.execute(sa.update(POSITIONS).where(POSITIONS.c.name == name).values(name=to))


def move(connection: sa.Connection, before: Stand, after: Stand) -> bool:
    """Compare and set: move a view on, unless somebody else has moved it; then answer False."""
    expected = sa.and_(
        POSITIONS.c.name == sa.bindparam("of_name"),
        POSITIONS.c.version == sa.bindparam("of_version"),
        POSITIONS.c.position == sa.bindparam("of_position"),
    )
    values = {"of_name": before.name, "of_version": before.version, "of_position": before.position, **_values(after)}
    return connection.execute(sa.update(POSITIONS).where(expected), values).rowcount == 1


def raise_to(connection: sa.Connection, name: str, position: int) -> bool:
    """Move a view to a higher position, or answer False when it stands there or beyond."""
    behind = sa.update(POSITIONS).where(POSITIONS.c.name == name, POSITIONS.c.position < position)
    if connection.execute(behind.values(position=position)).rowcount == 1:
        return True
    if connection.execute(sa.select(POSITIONS.c.name).where(POSITIONS.c.name == name)).first():
        return False
    connection.execute(sa.insert(POSITIONS), [_values(Stand(name, position=position))])
    return True


def _values(stand: Stand) -> dict[str, Any]:
    return {name: getattr(stand, name) for name in Stand.__slots__}
