"""Open the log of a base with its keys, after what was destroyed was destroyed here as well."""

import logging
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from epex.app.config import Config
from epex.app.extending import Extensions
from epex.app.hashing import WatchedRows
from epex.app.keys import SIGNING, read_signing_key, wrapping_keys
from epex.core.catalogue import Foreign
from epex.core.decision import Event, Refused
from epex.core.log.announced import announced_keys
from epex.core.log.checkpoint import ORIGIN, Checkpoints
from epex.core.log.database import Database, connect
from epex.core.log.log import Clock, EventLog, system_clock
from epex.core.log.notary import Notary
from epex.core.log.notes import Signer
from epex.core.log.register import FILE_NAME, Register
from epex.core.log.registry import Registry
from epex.core.log.schema import is_created
from epex.core.log.vault import Vault


def open_log(config: Config, clock: Clock = system_clock, foreign: Foreign | None = None) -> EventLog:
    """Open the log of a base; from then on its notary looks at what is recorded.

    `foreign` gives the events of subjects that are not the core's; else the enabled plugins do.

    Raises Refused when the log is not there, or the keys are older than what was erased.
    """
    engine = open_database(config)
    if not (config.keys_folder / "keys.db").is_file():
        raise Refused(f"{config.keys_folder / 'keys.db'} is missing; bring it back from the backup of the keys.")
    vault = Vault(config.keys_folder / "keys.db", wrapping_keys(config))
    _require_newest_register(config, vault, engine)
    log = EventLog(engine, vault, Registry(vault, foreign or Extensions.of(config).event_types), clock)
    notary = open_notary(config, log)

    def look(events: Sequence[Event], position: int, now: datetime) -> None:
        try:
            notary.look(events, position, now)
        except Refused as refused:
            logging.getLogger("epex").warning("%s", refused)
        except Exception as error:  # noqa: BLE001 - what was recorded is recorded, whatever its checkpoint lacks
            logging.getLogger("epex").warning("It is recorded, but no checkpoint could be signed: %s", error)

    log.on_recorded = look
    return log


def open_database(config: Config) -> Database:
    """Open the database of the log; no key is needed for that.

    Raises Refused when it is not there.
    """
    address = config.address(config.log)
    if "://" not in address and not Path(address).is_file():
        raise Refused(f"The log {address} is missing; bring it back from a backup.")
    engine = connect(address)
    if not is_created(engine):
        raise Refused(f"{address} holds no log; look at [log] in epex.toml.")
    return engine


def open_notary(config: Config, log: EventLog) -> Notary:
    """Let the base's own key sign its log."""
    register = Register(origin(config), config.keys_folder / FILE_NAME, log.vault)
    checkpoints = Checkpoints(config.checkpoints_folder)
    return Notary(WatchedRows(log.engine), log.vault, checkpoints, register, lambda: read_signer(config))


def read_signer(config: Config) -> Signer:
    """Read the key that signs for the base; raises Refused when it is not here."""
    return Signer(origin(config), read_signing_key(config.keys_folder))


def origin(config: Config) -> str:
    """Name the log of a base as its checkpoints do."""
    return f"{ORIGIN}{config.base_id}"


def _require_newest_register(config: Config, vault: Vault, database: Database) -> None:
    register = Register(origin(config), config.keys_folder / FILE_NAME, vault)
    is_here = (config.keys_folder / SIGNING).exists()
    key = read_signer(config).key if is_here else announced_keys(database).get(origin(config))
    if register.path.exists():
        register.apply(key)
    newest = Checkpoints(config.checkpoints_folder).newest_of(key) if key else None
    digest = newest.checkpoint.register if newest else None
    if newest and digest and not register.has_held(digest):
        raise Refused(
            f"The keys are older than the checkpoint over {newest.checkpoint.size} events, and would bring back what"
            f" was erased; put the newest {FILE_NAME} beside them, from the newest backup: 'epex restore --register'."
        )
