"""Read the log without the weight of recording: positions, facts, rows."""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Engine, Row, Select, func, select
from sqlalchemy.exc import DBAPIError

from epex.core.decision import Refused
from epex.core.log.envelope import Envelope, Fact
from epex.core.log.registry import Registry
from epex.core.log.schema import EVENTS


class DamagedEvent(Refused):
    """Say which event cannot be read."""


class LogReader:
    """The log as facts, in the order of positions."""

    def __init__(self, engine: Engine, registry: Registry) -> None:
        """Read through a connection of its own each time."""
        self._engine = engine
        self._registry = registry

    def head(self) -> int:
        """Give the last position, 0 when the log is empty."""
        with self._engine.connect() as connection:
            return connection.execute(select(func.max(EVENTS.c.position))).scalar() or 0

    def head_at(self, moment: str) -> int:
        """Give the last position recorded up to a moment (UTC, in the log's notation)."""
        query = select(func.max(EVENTS.c.position)).where(EVENTS.c.recorded_at <= moment)
        with self._engine.connect() as connection:
            return connection.execute(query).scalar() or 0

    def facts(self, after: int = 0, upto: int | None = None, limit: int = 1000) -> list[Fact]:
        """Read facts after a position, at most `limit`.

        Raises DamagedEvent when a payload cannot be read.
        """
        query = select(EVENTS).where(EVENTS.c.position > after).order_by(EVENTS.c.position).limit(limit)
        return self._facts(query if upto is None else query.where(EVENTS.c.position <= upto))

    def stream(self, stream_id: str) -> list[Fact]:
        """Read one stream in the order of its versions."""
        return self._facts(select(EVENTS).where(EVENTS.c.stream_id == stream_id).order_by(EVENTS.c.version))

    def command(self, command_id: str) -> list[Fact]:
        """Read what one command recorded."""
        return self._facts(select(EVENTS).where(EVENTS.c.command_id == command_id).order_by(EVENTS.c.ordinal))

    def known(self, event_ids: Sequence[str]) -> set[str]:
        """Tell which of some event ids are recorded already."""
        with self._engine.connect() as connection:
            return set(connection.execute(select(EVENTS.c.event_id).where(EVENTS.c.event_id.in_(event_ids))).scalars())

    def _facts(self, query: Select[Any]) -> list[Fact]:
        try:
            with self._engine.connect() as connection:
                rows = connection.execute(query).all()
        except DBAPIError as error:
            raise DamagedEvent(f"The log cannot be read ({error.orig}); run 'epex audit verify' to see why.") from error
        self._registry.prepare([bytes(row.payload) for row in rows])
        return [self._fact(row) for row in rows]

    def _fact(self, row: Row[Any]) -> Fact:
        envelope = Envelope.from_row(row)
        return fact_of(self._registry, envelope, bytes(row.payload))


def fact_of(registry: Registry, envelope: Envelope, payload: bytes) -> Fact:
    """Decode one event.

    Raises DamagedEvent when the payload cannot be read.
    """
    try:
        return Fact(envelope, registry.decode(envelope, payload))
    except (ValueError, TypeError, AttributeError, msgspec.MsgspecError) as error:
        raise DamagedEvent(
            f"Event {envelope.position} cannot be read ({error}); run 'epex audit verify' to see what was changed."
        ) from error
