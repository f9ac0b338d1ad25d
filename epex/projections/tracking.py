"""The positions of views as eventsourcing's tracking recorder; only who follows with that library needs its weight."""

import sqlalchemy as sa
from eventsourcing.persistence import IntegrityError, Tracking, TrackingRecorder

from epex.projections import positions
from epex.projections.database import WRITING


class PositionRecorder(TrackingRecorder):
    """Record how far each application was followed, once and never backwards."""

    def __init__(self, engine: sa.Engine) -> None:
        """Work on a database in which `create_table` was called."""
        self._engine = engine

    def create_table(self) -> None:
        """Make the table of positions."""
        with self._engine.execution_options(**WRITING).begin() as connection:
            positions.create(connection)

    def insert_tracking(self, tracking: Tracking) -> None:
        """Move a position on.

        Raises IntegrityError when it stands there or beyond already.
        """
        try:
            with self._engine.execution_options(**WRITING).begin() as connection:
                moved = positions.raise_to(connection, tracking.application_name, tracking.notification_id)
        except sa.exc.IntegrityError as error:
            raise IntegrityError(error) from error
        if not moved:
            raise IntegrityError(f"{tracking.application_name} was followed to {tracking.notification_id} already.")

    def max_tracking_id(self, application_name: str) -> int | None:
        """Give the position of an application, or None when it was never followed."""
        query = sa.select(positions.POSITIONS.c.position).where(positions.POSITIONS.c.name == application_name)
        with self._engine.connect() as connection:
            return connection.execute(query).scalar()
