"""The doctor's checks of the keys: that none is missing, that a backup of them opens, that who was erased stays so."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Any

from epex.app.keeping.counting import counted
from epex.app.keeping.findings import Examination, Finding, fault, ok, repaired, warning
from epex.app.keeping.key_backup import OF_WRAPPINGS, back_up_keys, last_backup, opened_keys, passing_folder
from epex.app.keeping.rotation import finish, left_over
from epex.app.keys import WRAPPING
from epex.app.opening import read_signer
from epex.core.log.canonical import from_json
from epex.core.log.register import parse_register
from epex.core.log.registry import KEY
from epex.core.log.rows import COLUMNS, RowReader
from epex.core.log.vault import Cell, Vault, is_cell
from epex.core.watching import each

OLD = timedelta(days=30)
EVENT_ID, TYPE, PAYLOAD = (COLUMNS.index(name) for name in ("event_id", "type", "payload"))
LOST = "Without the keys no text in this base can be read ever again, by nobody"


@dataclass(frozen=True, slots=True)
class Text:
    """A sealed text somewhere in the log."""

    cell: Cell
    associated: bytes


def keys(examination: Examination) -> Finding:
    """See that every text in the log has its key, or a tombstone."""
    with examination.base.log.vault.store.connected() as connection:
        there = {subject for (subject,) in connection.execute("SELECT subject FROM keys")}
    needed = _needed(examination)
    if missing := sorted(needed.keys() - there):
        are = "are" if missing[1:] else "is"
        what = f"{counted(len(missing), 'key')} {are} missing, such as that of {missing[0]}"
        return fault(what, "bring them back with 'epex keys restore FILE'")
    away = [name for name in WRAPPING if name not in examination.base.log.vault.fingerprints()]
    return ok(f"all {len(needed)} that the log's texts need are there" + (f"; {away[0]} has none yet" if away else ""))


def restorable(examination: Examination) -> Finding:
    """Prove that a backup of the keys can be read back, down to a text under every wrapping key."""
    config, needed = examination.config, _needed(examination)
    examination.tell("Trying out a backup of the keys ...")
    with passing_folder(config) as folder:
        saved = back_up_keys(config, folder / "keys.zip", tell=lambda _: None, is_trial=True)
        with opened_keys(folder / "keys.zip", config) as (_, vault, wrapping):
            opened = [name for name in wrapping if _opens(vault, name, needed)]
    return ok(
        f"a backup of the {saved['keys']} keys opens, and a text under each of: {', '.join(opened) or 'none yet'}"
    )


def backed_up(examination: Examination) -> Finding:
    """Tell when the keys were saved last, and what losing them means."""
    made = last_backup(examination.config)
    if made is None:
        return warning(f"the keys were never saved. {LOST}", "run 'epex keys backup FILE' onto another disk")
    with examination.base.log.vault.store.connected() as connection:
        query = "SELECT count(*) FROM keys WHERE wrapped IS NOT NULL AND created_at > ?"
        newer = connection.execute(query, (f"{made:%Y-%m-%dT%H:%M:%S}",)).fetchone()[0]
    if newer or examination.clock() - made > OLD:
        what = f"the keys were saved last on {made:%Y-%m-%d}, and {newer} are newer. {LOST}"
        return warning(what, "run 'epex keys backup FILE' onto another disk")
    return ok(f"saved on {made:%Y-%m-%d}, and none is newer. {LOST}")


def rotations(examination: Examination) -> Finding:
    """See that no change of a wrapping key was cut off."""
    folder = examination.config.keys_folder
    waiting = [path for name in WRAPPING for path in left_over(folder, name)]
    if not waiting:
        return ok("no change of a wrapping key was cut off")
    finished = [name for name in WRAPPING if examination.repairs and finish(examination.config, name)]
    if finished:
        return repaired("a change of a wrapping key was cut off; it is finished")
    return warning(f"{waiting[0]} is a new key of a change that was cut off", "run 'epex keys rotate' again")


def register(examination: Examination) -> Finding:
    """See that the signed register lists every key that was destroyed."""
    base, config = examination.base, examination.config
    note, signer = base.notary.register.read(), read_signer(config)
    if note and not signer.key.verifies(note):
        return fault("the register of destroyed keys was not signed by this base", "take it from the newest backup")
    listed = parse_register(note.text) if note else {}
    destroyed = base.log.vault.tombstones()
    if destroyed.keys() == listed.keys():
        return ok(f"{len(listed)} destroyed keys are listed and signed")
    if not examination.repairs:
        what = f"{len(destroyed.keys() - listed.keys())} destroyed keys are not in the signed register"
        return warning(what, "run 'epex audit checkpoint'")
    base.notary.register.write(signer)
    return repaired("destroyed keys were missing in the signed register; it was written anew")


def _needed(examination: Examination) -> dict[str, Text]:
    """Find the keys that texts in the log need, each with one such text."""
    needed: dict[str, Text] = {}
    rows = RowReader(examination.engine)
    for event, _ in each("Looking for keys", "events", rows.pairs(), rows.size()):
        if (
            event
            and type(event[PAYLOAD]) is bytes
            and {key.decode() for key in KEY.findall(event[PAYLOAD])} - needed.keys()
        ):
            for subject, text in _texts(event):
                needed.setdefault(subject, text)
    return needed


def _texts(event: Sequence[Any]) -> Iterator[tuple[str, Text]]:
    payload = from_json(event[PAYLOAD])
    for name, value in payload.items() if isinstance(payload, dict) else ():
        if is_cell(value):
            yield value["key"], Text(value, f"{event[EVENT_ID]}|{event[TYPE]}|{name}".encode())


def _opens(vault: Vault, name: str, needed: Mapping[str, Text]) -> bool:
    """Open one text whose key is wrapped under a wrapping key; tell whether there is one."""
    with vault.store.connected() as connection:
        subjects = [subject for (subject,) in connection.execute(OF_WRAPPINGS, (name,))]
    texts = (needed[subject] for subject in subjects if subject in needed)
    return any(vault.open(text.cell, text.associated) is not None for text in islice(texts, 1))
