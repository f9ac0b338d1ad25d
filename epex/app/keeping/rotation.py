"""Change a wrapping key; a kill at any moment leaves keys that open with what is here."""

from pathlib import Path
from secrets import token_bytes
from typing import Any

from epex.app.config import FILES, Config
from epex.app.keeping.archive import sync
from epex.app.keys import (
    DATABASE,
    SECRET_BYTES,
    from_environment,
    key_file,
    next_key_file,
    variable,
    wrapping_keys,
    write_secret,
)
from epex.core.decision import Refused
from epex.core.log.keystore import KeyStore
from epex.core.log.vault import Vault, fingerprint, stored_fingerprints

NEXT = "_NEW"


def rotate(config: Config, name: str) -> dict[str, Any]:
    """Wrap every data key under a new wrapping key; copies of keys.db that only the old one opens become useless.

    Raises Refused when the old key is not here, or the new one is not given where keys are no files.
    """
    finish(config, name)
    keys = wrapping_keys(config)
    if name not in keys:
        raise Refused(f"The wrapping key '{name}' is not here, so it cannot be changed; bring it back first.")
    vault = Vault(config.keys_folder / DATABASE, keys)
    if config.wrapping == FILES:
        _rotate_file(config.keys_folder, name, vault)
    else:
        vault.rewrap(name, _given(name, keys[name]))
    return {"wrapping": name, "keys": count(vault.store, name), "place": config.wrapping}


def finish(config: Config, name: str) -> bool:
    """Bring a new key that serves already into its place, where that was cut off; tell whether it was."""
    folder = config.keys_folder
    if config.wrapping != FILES or not (folder / DATABASE).exists():
        return False
    waiting = folder / next_key_file(name, stored_fingerprints(KeyStore(folder / DATABASE)).get(name, ""))
    try:
        waiting.replace(folder / key_file(name))
    except FileNotFoundError:
        return False
    sync(folder)
    return True


def left_over(folder: Path, name: str) -> list[Path]:
    """List new keys that never served, of rotations that were cut off."""
    return sorted(folder.glob(next_key_file(name, "*")))


def count(store: KeyStore, name: str) -> int:
    """Count the data keys under a wrapping key."""
    query = "SELECT count(*) FROM keys WHERE wrapping = ? AND wrapped IS NOT NULL"
    with store.connected() as connection:
        return int(connection.execute(query, (name,)).fetchone()[0])


def _rotate_file(folder: Path, name: str, vault: Vault) -> None:
    # Whoever wrote one of these opened the vault before this run, and can no longer change it after it.
    stale = left_over(folder, name)
    key = token_bytes(SECRET_BYTES)
    waiting = folder / next_key_file(name, fingerprint(key))
    write_secret(waiting, key)
    sync(folder)
    vault.rewrap(name, key)
    waiting.replace(folder / key_file(name))
    sync(folder)
    for path in stale:
        path.unlink(missing_ok=True)


def _given(name: str, present: bytes) -> bytes:
    given = from_environment(name, NEXT)
    if given is None or given == present:
        where = f"{variable(name)}{NEXT}"
        raise Refused(
            f"Set {where} to the new wrapping key, 32 random bytes in base64url, and keep it where the old one is."
        )
    return given
