"""Bring keys back from their backup: what is missing comes, what was destroyed on either side stays destroyed."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from sqlite3 import Connection
from typing import Any

from cryptography.hazmat.primitives.serialization import load_pem_private_key

from epex.app.config import FILES, Config
from epex.app.keeping.archive import Archive, sync
from epex.app.keeping.backup import REGISTER, Tell
from epex.app.keeping.disposing import renew
from epex.app.keeping.key_backup import NEEDED, OF_WRAPPINGS, opened_keys
from epex.app.keeping.misplaced import require_fitting, require_none_misplaced
from epex.app.keeping.registers import find_register, hold_newest, parse
from epex.app.keys import DATABASE, SIGNING, WRAPPING, key_file, source, write_private, write_secret
from epex.app.opening import open_database, open_log, open_notary, origin, read_signer
from epex.core.decision import Refused
from epex.core.log.announced import announced_keys
from epex.core.log.notes import PublicKey
from epex.core.log.register import parse_register
from epex.core.log.vault import Vault, fingerprint, stored_fingerprints

ROWS = "SELECT subject, wrapping, wrapped, created_at FROM keys WHERE wrapped IS NOT NULL"
KNOWN = "SELECT subject FROM keys WHERE wrapped IS NOT NULL"
HEADS = "SELECT size, position, peaks, leaf, note FROM heads"


def restore_keys(file: Path, config: Config, *, tell: Tell, register: Path | None = None) -> dict[str, Any]:
    """Merge a backup of this base's keys into the keys that are here; return how many came, and how many are destroyed.

    What a newer register lists is destroyed as well.

    Raises Refused when it is not of this base, or contradicts the keys that are here; then no key was changed.
    """
    with opened_keys(file, config) as (archive, theirs, their_keys):
        key = _own_key(archive, config)
        require_none_misplaced(config, key)
        listed = _listed(archive, key) | (_newer(register, key) if register else {})
        # What was signed after the backup was made, only somebody outside can know.
        forgets = not (config.keys_folder / SIGNING).exists()
        here_keys = _here(config, their_keys)
        require_fitting(config, here_keys)
        for name in WRAPPING:
            _fit(theirs, name, their_keys, here_keys)
        tell("Merging the keys ...")
        here = Vault(config.keys_folder / DATABASE, here_keys)
        _require_no_contradiction(here, theirs)
        here.destroy(*theirs.tombstones(), at=theirs.tombstones())
        here.destroy(*listed, at=listed)
        if register:
            hold_newest(config, here, here.tombstones(), key)
        came = _bring(theirs, here, forgets=forgets)
        # The wrapping keys come last: until then the base still says that its keys are missing.
        _place_files(archive, config, here_keys)
    tell("Building the views anew ...")
    log = open_log(config)
    open_notary(config, log).register.write(read_signer(config))
    renew(config, log)
    return {
        "keys": came,
        "destroyed": len(here.tombstones()),
        "may_sign": not forgets,
        "made_at": archive.manifest.get("made_at"),
    }


def _own_key(archive: Archive, config: Config) -> PublicKey:
    try:
        signing: Any = load_pem_private_key(archive.read(SIGNING), None)
        public = signing.public_key().public_bytes_raw()
    except (ValueError, TypeError, AttributeError) as error:
        raise Refused(f"{archive.path} holds a signing key that cannot be read; take another copy of it.") from error
    key = announced_keys(open_database(config)).get(origin(config))
    if key is None or key.public != public:
        raise Refused(f"{archive.path} holds the signing key of another base; name a backup of this one's keys.")
    return key


def _here(config: Config, theirs: Mapping[str, bytes]) -> dict[str, bytes]:
    if config.wrapping != FILES:
        return {name: key for name in WRAPPING if (key := source(config)(name))}
    own = {name: source(config)(name) for name in WRAPPING if (config.keys_folder / key_file(name)).exists()}
    return {name: key for name in WRAPPING if (key := own.get(name) or theirs.get(name))}


def _fit(theirs: Vault, name: str, their_keys: Mapping[str, bytes], here_keys: Mapping[str, bytes]) -> None:
    """Wrap their keys as the keys here are wrapped."""
    here = here_keys.get(name)
    mark = stored_fingerprints(theirs.store).get(name)
    if here is None or mark in (None, fingerprint(here)):
        return
    if name not in their_keys:
        with theirs.store.connected() as connection:
            if connection.execute(OF_WRAPPINGS, (name,)).fetchone() is None:
                return
        raise Refused(f"The backup's keys for '{name}' were wrapped under another key than the one here; add that one.")
    theirs.rewrap(name, here)


def _require_no_contradiction(here: Vault, theirs: Vault) -> None:
    with here.store.connected() as ours, theirs.store.connected() as other:
        shared = {row[0] for row in ours.execute(KNOWN)} & {row[0] for row in other.execute(KNOWN)}
        heads = {row[0]: row for row in ours.execute(HEADS)}
        torn = [row[0] for row in other.execute(HEADS) if heads.get(row[0], row)[:4] != row[:4]]
    for vault in (here, theirs):
        vault.load(shared)
    if different := [subject for subject in sorted(shared) if _differ(here, theirs, subject)]:
        raise Refused(f"The backup has another key for {different[0]} than is here; ask who recorded without the keys.")
    if torn:
        raise Refused(
            f"The backup knows another log of {torn[0]} events; go on under a new identity: 'epex branch DIR'."
        )


def _differ(here: Vault, theirs: Vault, subject: str) -> bool:
    try:
        return theirs.open(here.seal(subject, b"", b""), b"") is None
    except KeyError:
        # Without its wrapping key neither can be opened, nor can a new key have been made.
        return False
    except ValueError:
        return True


def _listed(archive: Archive, key: PublicKey) -> dict[str, str]:
    if REGISTER not in archive.names:
        return {}
    note = parse(archive.text(REGISTER), archive.path)
    if not key.verifies(note):
        raise Refused(
            f"The register of destroyed keys in {archive.path} was not signed by this base; take another copy."
        )
    return parse_register(note.text)


def _newer(register: Path, key: PublicKey) -> dict[str, str]:
    note = find_register(register)
    if not key.verifies(note):
        raise Refused(f"The register of destroyed keys in {register} was not signed by this base; take its own.")
    return parse_register(note.text)


def _bring(theirs: Vault, here: Vault, *, forgets: bool) -> int:
    with theirs.store.connected() as other, here.store.writing() as connection:
        before = connection.total_changes
        _insert(connection, "keys (subject, wrapping, wrapped, created_at)", other.execute(ROWS))
        came = connection.total_changes - before
        _insert(connection, "heads (size, position, peaks, leaf, note)", other.execute(HEADS))
        if forgets:
            connection.execute("INSERT INTO restored DEFAULT VALUES")
        _insert(connection, "registers (hash)", other.execute("SELECT hash FROM registers"))
        _insert(connection, "wrappings (name, fingerprint)", other.execute("SELECT name, fingerprint FROM wrappings"))
    return came


def _insert(connection: Connection, into: str, rows: Iterator[tuple[Any, ...]]) -> None:
    marks = ", ".join("?" * (into.count(",") + 1))
    connection.executemany(f"INSERT OR IGNORE INTO {into} VALUES ({marks})", rows)  # noqa: S608 - names of our own only


def _place_files(archive: Archive, config: Config, keys: Mapping[str, bytes]) -> None:
    for name in NEEDED:
        if not (config.keys_folder / name).exists():
            write_private(config.keys_folder / name, archive.read(name))
    for name in reversed(WRAPPING):
        if config.wrapping == FILES and name in keys and not (config.keys_folder / key_file(name)).exists():
            write_secret(config.keys_folder / key_file(name), keys[name])
    sync(config.keys_folder)
