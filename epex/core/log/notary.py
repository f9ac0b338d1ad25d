"""The notary: signs how far the log has come, and never two heads that contradict each other."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from sqlite3 import Connection
from typing import NamedTuple

from epex.core.decision import Event, Refused
from epex.core.log.checkpoint import HASH_BYTES, Checkpoint, Checkpoints, Signed, read_checkpoint
from epex.core.log.envelope import stamp
from epex.core.log.ledger import Frontier
from epex.core.log.notes import PublicKey, Signer
from epex.core.log.register import Register, register_hash
from epex.core.log.rows import RowReader
from epex.core.log.vault import Vault
from epex.core.log.verification import Verdict, verify, verify_pairs

EVERY = 500
A_DAY = timedelta(days=1)
FORGETFUL = (
    "No checkpoint is signed: this base was restored, and may have signed more than it remembers. Show it the newest"
    " checkpoint that a witness or anybody else keeps: 'epex audit checkpoint --kept FILE'; or say that nobody has one"
    " with --none-kept. If the one that is kept does not fit, go on under a new identity with 'epex branch DIR'."
)


@dataclass(frozen=True, slots=True)
class Head:
    """A head that was signed: the tree as it was then, its last leaf, and the note."""

    size: int
    position: int
    peaks: tuple[bytes, ...]
    leaf: bytes
    note: str


class Waiting(NamedTuple):
    """Where the events begin that no checkpoint covers yet, and when the first of them was recorded."""

    after: int
    since: str


class Notary:
    """Signs the heads of one log with the base's own key; what was signed is remembered beside that key."""

    def __init__(
        self, rows: RowReader, vault: Vault, checkpoints: Checkpoints, register: Register, signer: Callable[[], Signer]
    ) -> None:
        """Know the log, and where its checkpoints and its register of destroyed keys are kept."""
        self.checkpoints = checkpoints
        self.register = register
        self._rows = rows
        self._store = vault.store
        self._signer = signer
        self._waiting: Waiting | None = None

    def sign(self, *, whole: bool = True) -> Signed:
        """Sign the present head, after every event, or every one since the last time, was hashed again.

        Raises Refused when an event is not as it was recorded, or the log is not the one that was signed before.
        """
        signer = self._signer()
        self._require_memory()
        self.register.write(signer)
        while True:
            newest = self.newest()
            verdict = self._hashed(newest, signer.key, whole=whole)
            checkpoint = Checkpoint(signer.name, verdict.size, verdict.root, register_hash(self.register.text))
            signed = _signed(checkpoint, newest, signer)
            if self._remembered(verdict, signed, newest):
                return read_checkpoint(self.checkpoints.write(signed))

    def go_on(self, kept: Signed | None) -> None:
        """Let a restored base sign again, after it saw the newest checkpoint that is kept outside, or when none is.

        Raises Refused when that is not of this base, or the log did not grow out of it.
        """
        key = self._signer().key
        if kept and not (kept.checkpoint.origin == key.name and key.verifies(kept.note)):
            raise Refused("That checkpoint was not signed by this base; show the one that was kept of it.")
        if kept:
            self.checkpoints.write(kept)
        self._hashed(self.newest(), key, whole=True)
        with self._store.writing() as connection:
            connection.execute("DELETE FROM restored")

    def look(self, events: Iterable[Event], position: int, now: datetime) -> None:
        """Sign when it is time: at a milestone, after 500 events, or when one has waited for a day.

        `position` is that of the last of the events, which were recorded now. Raises Refused as `sign` does.
        """
        waiting = self._waiting or self._waited()
        is_time = position - waiting.after >= EVERY or waiting.since <= stamp(now - A_DAY)
        if not is_time and not any(map(is_milestone, events)):
            self._waiting = waiting
            return
        # Should it be refused, it is tried again after as long a time, not with every event.
        self._waiting = Waiting(position, stamp(now))
        self.sign(whole=False)
        self._waiting = None

    def own(self) -> Iterator[Signed]:
        """Read the checkpoints that this key signed, the smallest log first."""
        key = self._signer().key
        return (signed for signed in self.checkpoints.readable() if key.verifies(signed.note))

    def newest(self) -> Head | None:
        """Give the largest head that was ever signed with this key."""
        with self._store.connected() as connection:
            return _newest(connection)

    def _waited(self) -> "Waiting":
        newest = self.newest()
        after = newest.position if newest else 0
        return Waiting(after, self._rows.recorded_after(after) or "")

    def _hashed(self, newest: Head | None, key: PublicKey, *, whole: bool) -> Verdict:
        # The keys may be older than the folder of checkpoints.
        written = self.checkpoints.newest_of(key)
        known = {written.checkpoint.size: written.checkpoint.root} if written else {}
        if newest and not whole and max(known, default=0) <= newest.size:
            return self._hashed_after(newest)
        if newest:
            known[newest.size] = Signed.parse(newest.note).checkpoint.root
        verdict = _sound(verify(self._rows, known))
        for size, root in sorted(known.items()):
            if verdict.roots.get(size) != root:
                raise _another_log(size, verdict.size)
        return verdict

    def _hashed_after(self, newest: Head) -> Verdict:
        if self._rows.leaf(newest.size - 1) != (newest.position, newest.leaf):
            raise _another_log(newest.size, self._rows.size())
        tree = Frontier(newest.size, newest.peaks)
        return _sound(verify_pairs(self._rows.pairs(newest.position), frontier=tree, last=newest.position))

    def _require_memory(self) -> None:
        with self._store.connected() as connection:
            if connection.execute("SELECT 1 FROM restored").fetchone():
                raise Refused(FORGETFUL)

    def _remembered(self, verdict: Verdict, signed: Signed, newest: Head | None) -> bool:
        _, leaf = self._rows.leaf(verdict.size - 1) or (0, b"")
        with self._store.writing() as connection:
            if _newest(connection) != newest:
                # Another process has signed meanwhile: this head must not contradict that one.
                return False
            row = (verdict.size, verdict.last, b"".join(verdict.frontier.peaks), leaf, str(signed.note))
            connection.execute("REPLACE INTO heads VALUES (?, ?, ?, ?, ?)", row)
        return True


def is_milestone(event: Event) -> bool:
    """Tell an event that is to be covered by a checkpoint at once."""
    return bool(getattr(event, "is_milestone", False))


def _signed(checkpoint: Checkpoint, newest: Head | None, signer: Signer) -> Signed:
    before = Signed.parse(newest.note) if newest else None
    return before if before and before.checkpoint == checkpoint else Signed(checkpoint, signer.sign(checkpoint.text))


def _newest(connection: Connection) -> Head | None:
    row = connection.execute("SELECT * FROM heads ORDER BY size DESC LIMIT 1").fetchone()
    if row is None:
        return None
    size, position, peaks, leaf, note = row
    return Head(
        size, position, tuple(peaks[at : at + HASH_BYTES] for at in range(0, len(peaks), HASH_BYTES)), leaf, note
    )


def _sound(verdict: Verdict) -> Verdict:
    if verdict.faults:
        place, what = verdict.faults[0]["position"], verdict.faults[0]["what"]
        raise Refused(f"No checkpoint is signed, for at event {place} {what}; see 'epex audit verify'.")
    return verdict


def _another_log(signed: int, size: int) -> Refused:
    if size < signed:
        return Refused(
            f"No checkpoint is signed: {signed} events were signed before, and the log holds {size}, so it is an older"
            " copy; bring back the newest backup, or go on under a new identity with 'epex branch'."
        )
    return Refused(
        f"No checkpoint is signed: the first {signed} events are not those that were signed before; bring back the"
        " newest backup, or go on under a new identity with 'epex branch'."
    )
