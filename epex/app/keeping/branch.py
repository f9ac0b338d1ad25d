"""Branch a base: a copy that will be written to, with an identity of its own and the history up to here."""

from dataclasses import replace
from pathlib import Path
from secrets import token_bytes
from typing import Any
from uuid import uuid4

from epex.app.acting import Act
from epex.app.base import KnowledgeBase
from epex.app.config import FILES, Config, write_config
from epex.app.hashing import WatchedRows
from epex.app.keeping.backup import Tell
from epex.app.keeping.building import built_beside, require_free
from epex.app.keeping.copies import copy_base, log_of, told
from epex.app.keeping.key_backup import copied_keys
from epex.app.keys import (
    DATABASE,
    ENVIRONMENT,
    OWN_SECRETS,
    PRIVATE_FOLDER,
    SECRET_BYTES,
    key_file,
    make_signing_key,
    read_secret,
    wrapping_keys,
    write_private,
    write_secret,
)
from epex.app.opening import open_log, open_notary
from epex.core import network
from epex.core.decision import Actor, Refused
from epex.core.log.checkpoint import Checkpoints, Signed
from epex.core.log.command import Command, Receipt
from epex.core.log.database import connect
from epex.core.log.keystore import KeyStore
from epex.core.log.verification import Verdict, verify

IMPORT_SECRET, INDEX_SECRET = OWN_SECRETS


def branch(base: KnowledgeBase, folder: Path, *, tell: Tell, reason: str = "") -> dict[str, Any]:
    """Make a copy with its own id and signing key in a new folder, and record there that it branched.

    Raises Refused when the person may not, the log is damaged, or the folder is in use; then nothing is left behind.
    """
    require_free(folder)
    by = base.begin().by
    _require_right(base, by)
    with built_beside(folder) as workplace:
        tell("Copying the log ...")
        copied = copy_base(base.config, workplace)
        tell("Hashing every event again ...")
        verdict, left_out = _verified(copied)
        own, public_key = _with_own_keys(base.config, copied)
        _leave_out_heads(own, verdict)
        write_config(own)
        receipt = _record(own, base, verdict, public_key, by, reason)
    return {
        "folder": str(folder),
        "base_id": own.base_id,
        "from_base": base.config.base_id,
        "from_size": verdict.size,
        "from_root": verdict.root.hex(),
        "checkpoints_left_out": left_out,
        "position": receipt.position,
        "events": list(receipt.events),
        "id": receipt.id,
        "wrapping": own.wrapping,
    }


def _require_right(base: KnowledgeBase, by: Actor) -> None:
    """Decide before anything is copied; what is recorded later is decided with the copy's own keys."""
    named = base.config.network_id
    state = base.log.load(named).state
    if state is None:
        raise Refused(f"epex.toml names the network {named}, which this log does not know; 'epex doctor' says which.")
    network.branch(state, base_id="", public_key="", from_base=base.config.base_id, from_size=0, from_root="", by=by)


def _verified(copied: Config) -> tuple[Verdict, int]:
    """Hash every row, and leave out the checkpoints that this log does not come up to: they are not its own."""
    engine, found = connect(log_of(copied)), list(Checkpoints(copied.checkpoints_folder).all())
    verdict = verify(WatchedRows(engine), {signed.checkpoint.size for _, signed in found})
    engine.dispose()
    if verdict.faults:
        raise Refused(f"Nothing was branched, for {told(verdict.faults)}; see 'epex audit verify'.")
    foreign = [path for path, signed in found if not _fits(signed, verdict)]
    for path in foreign:
        path.unlink()
    return verdict, len(foreign)


def _fits(signed: Signed, verdict: Verdict) -> bool:
    return verdict.roots.get(signed.checkpoint.size) == signed.checkpoint.root


def _with_own_keys(config: Config, copied: Config) -> tuple[Config, str]:
    # A provider knows the keys of a base by its id, and so none of a new one's.
    wrapping = ENVIRONMENT if config.wrapping == ENVIRONMENT else FILES
    own = replace(copied, base_id=str(uuid4()), wrapping=wrapping)
    own.keys_folder.mkdir(mode=PRIVATE_FOLDER)
    # After the log, so that every key of an event in the copy is there.
    write_private(own.keys_folder / DATABASE, copied_keys(config))
    for name, key in wrapping_keys(config).items() if wrapping == FILES else ():
        write_secret(own.keys_folder / key_file(name), key)
    write_secret(own.keys_folder / IMPORT_SECRET, read_secret(config.keys_folder, IMPORT_SECRET))
    write_secret(own.keys_folder / INDEX_SECRET, token_bytes(SECRET_BYTES))
    return own, make_signing_key(own.keys_folder)


def _leave_out_heads(own: Config, verdict: Verdict) -> None:
    with KeyStore(own.keys_folder / DATABASE).writing() as connection:
        connection.execute("DELETE FROM restored")
        for size, note in connection.execute("SELECT size, note FROM heads").fetchall():
            if size > verdict.size or Signed.parse(note).checkpoint.root != verdict.roots.get(size, b""):
                connection.execute("DELETE FROM heads WHERE size = ?", (size,))


def _record(own: Config, base: KnowledgeBase, verdict: Verdict, public_key: str, by: Actor, reason: str) -> Receipt:
    log = open_log(own, base.log.clock)
    act = Act(log, by, Command())
    state = act.load(own.network_id)
    receipt = act.record(
        network.branch(
            state,
            base_id=own.base_id,
            public_key=public_key,
            from_base=base.config.base_id,
            from_size=verdict.size,
            from_root=verdict.root.hex(),
            by=by,
            reason=reason,
        )
    )
    open_notary(own, log).sign()
    log.engine.dispose()
    return receipt
