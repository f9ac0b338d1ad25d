"""The tables of the log. They are made by `init` and `migrate` and by nothing else."""

from sqlalchemy import (
    BigInteger,
    Column,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    inspect,
)
from sqlalchemy.exc import DBAPIError

from epex.core.log.database import UnsafeLog

METADATA = MetaData()
BigKey = BigInteger().with_variant(Integer, "sqlite")

EVENTS = Table(
    "events",
    METADATA,
    Column("position", BigKey, primary_key=True, autoincrement=True),
    Column("event_id", Text, nullable=False, unique=True),
    Column("stream_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("type", Text, nullable=False),
    Column("schema_version", Integer, nullable=False),
    Column("recorded_at", Text, nullable=False),
    Column("occurred_on", Text),
    Column("actor", Text, nullable=False),
    Column("organisation", Text),
    Column("recorded_by", Text, nullable=False),
    Column("correlation_id", Text),
    Column("causation_id", Text),
    Column("command_id", Text, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("origin_base", Text),
    Column("origin_position", BigInteger),
    Column("origin_version", Integer),
    Column("origin_recorded_at", Text),
    Column("visibility", Text, nullable=False),
    Column("audience", Text),
    Column("payload", LargeBinary, nullable=False),
    Column("payload_hash", LargeBinary, nullable=False),
    UniqueConstraint("stream_id", "version"),
    UniqueConstraint("command_id", "ordinal"),
    sqlite_autoincrement=True,
)

LEAVES = Table(
    "leaves",
    METADATA,
    Column("leaf_index", BigKey, primary_key=True, autoincrement=False),
    Column("position", BigInteger, nullable=False, unique=True),
    Column("hash", LargeBinary, nullable=False),
)


def create(engine: Engine) -> None:
    """Make the tables of the log where they are missing."""
    METADATA.create_all(engine)


def is_created(engine: Engine) -> bool:
    """Tell whether the tables are there.

    Raises UnsafeLog when the database does not answer.
    """
    try:
        return {"events", "leaves"} <= set(inspect(engine).get_table_names())
    except DBAPIError as error:
        reason = str(error.orig).splitlines()[0]
        raise UnsafeLog(f"The log's database does not answer ({reason}); look at [log] in epex.toml.") from error
