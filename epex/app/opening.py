"""Open the log of a base with its keys."""

from pathlib import Path

from epex.app.config import Config
from epex.app.keys import wrapping_keys
from epex.core.decision import Refused
from epex.core.log.database import connect
from epex.core.log.log import Clock, EventLog, system_clock
from epex.core.log.registry import Registry
from epex.core.log.schema import is_created
from epex.core.log.vault import Vault


def open_log(config: Config, clock: Clock = system_clock) -> EventLog:
    """Open the log of a base.

    Raises Refused when the log is not there.
    """
    address = config.address(config.log)
    if "://" not in address and not Path(address).is_file():
        raise Refused(f"The log {address} is missing; bring it back from a backup.")
    engine = connect(address)
    if not is_created(engine):
        raise Refused(f"{address} holds no log; look at [log] in epex.toml.")
    if not (config.keys_folder / "keys.db").is_file():
        raise Refused(f"{config.keys_folder / 'keys.db'} is missing; bring it back from the backup of the keys.")
    vault = Vault(config.keys_folder / "keys.db", wrapping_keys(config.keys_folder))
    return EventLog(engine, vault, Registry(vault), clock)
