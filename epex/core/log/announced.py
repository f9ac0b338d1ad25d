"""The public keys that a log announces itself, in clear: founding tells the base's, branching that of each branch."""

from collections.abc import Iterator

import msgspec
from sqlalchemy import Engine, select

from epex.core.log.canonical import from_base64
from epex.core.log.checkpoint import ORIGIN
from epex.core.log.notes import KEY_BYTES, PublicKey
from epex.core.log.schema import EVENTS

TYPES = ("network.founded", "network.branched")


class Announced(msgspec.Struct):
    """What a payload says of a base's identity."""

    base_id: str
    public_key: str


def announced_keys(engine: Engine) -> dict[str, PublicKey]:
    """List the keys by the origin that they sign for; who announces an origin first holds it."""
    keys: dict[str, PublicKey] = {}
    for key in _keys(engine):
        keys.setdefault(key.name, key)
    return keys


def _keys(engine: Engine) -> Iterator[PublicKey]:
    query = select(EVENTS.c.payload).where(EVENTS.c.type.in_(TYPES)).order_by(EVENTS.c.position)
    with engine.connect() as connection:
        payloads = [bytes(payload) for payload in connection.execute(query).scalars() if type(payload) is bytes]
    for payload in payloads:
        if (told := _told(payload)) and len(public := _public(told)) == KEY_BYTES:
            yield PublicKey(f"{ORIGIN}{told.base_id}", public)


def _told(payload: bytes) -> Announced | None:
    try:
        return msgspec.json.decode(payload, type=Announced)
    except msgspec.DecodeError:
        # A damaged event announces nothing; its verification names it.
        return None


def _public(told: Announced) -> bytes:
    try:
        return from_base64(told.public_key)
    except ValueError:
        return b""
