"""Prove to an outsider that one event is in the log, and that the log only grew."""

from base64 import b64encode
from pathlib import Path

from epex.app.auditing.merged import Ledger, ledgers
from epex.app.base import KnowledgeBase
from epex.core.decision import Refused
from epex.core.log.announced import announced_keys
from epex.core.log.checkpoint import Signed, read_checkpoint
from epex.core.log.ledger import consistency, inclusion, root_from, root_of
from epex.core.log.notes import Note
from epex.core.log.verification import is_unchanged

LONGEST = 2048
PROOF = "c2sp.org/tlog-proof@v1"


def prove(base: KnowledgeBase, position: int) -> tuple[int, bytes, str]:
    """Prove one event as a c2sp.org/tlog-proof: its leaf's index and hash, and the text of the proof.

    The newest checkpoint with a witness is taken when it covers the event, else the newest, else a new one.
    Raises Refused when the event has no leaf, or the ledger is not the one that was signed.
    """
    rows = base.log.rows
    index = rows.leaf_index(position)
    if index is None:
        raise Refused(f"Event {position} has no leaf in the ledger; run 'epex audit verify'.")
    event, leaf = next(rows.pairs(after=position - 1))
    if event is None or leaf is None or not is_unchanged(event, leaf):
        raise Refused(f"Event {position} is not as it was recorded; run 'epex audit verify'.")
    signed = _covering(base, index) or base.notary.sign()
    leaves = rows.leaves()[: signed.checkpoint.size]
    path = inclusion(leaves, index)
    if root_from(leaves[index], index, len(leaves), path) != signed.checkpoint.root:
        raise Refused("The ledger is not the one that was signed; run 'epex audit verify'.")
    lines = [PROOF, f"index {index}", *(b64encode(beside).decode() for beside in path)]
    return index, leaves[index], _fitting("\n".join(lines), signed.note)


def prove_at_origin(base: KnowledgeBase, event_id: str) -> tuple[int, bytes, str]:
    """Prove one event of a branch that was merged in the ledger of that branch, under the head that it signed.

    Raises Refused when the event was recorded here, or its branch's ledger cannot be put together any more.
    """
    for ledger in ledgers(base.log.rows):
        if isinstance(ledger, Ledger) and event_id in ledger.places and ledger.holds:
            index = ledger.places[event_id]
            lines = [PROOF, f"index {index}", *(b64encode(one).decode() for one in inclusion(ledger.leaves, index))]
            return index, ledger.leaves[index], _fitting("\n".join(lines), ledger.signed.note)
    raise Refused("No branch that was merged here recorded this event first; leave out --origin to prove it here.")


def prove_growth(base: KnowledgeBase, seen: Path) -> str:
    """Write what a witness needs to cosign the newest checkpoint after the one it has seen (c2sp.org/tlog-witness).

    Raises Refused when the log is not the one that was seen.
    """
    before, newest = read_checkpoint(seen).checkpoint, base.notary.sign()
    leaves = base.log.rows.leaves()[: newest.checkpoint.size]
    if before.size > len(leaves) or root_of(leaves[: before.size]) != before.root:
        raise Refused(
            f"This log did not grow out of the one that {seen} was signed for; name a checkpoint of this log."
        )
    proof = "".join(f"{b64encode(node).decode()}\n" for node in consistency(leaves, before.size))
    return f"old {before.size}\n{proof}\n{newest.note}"


def take_cosigned(base: KnowledgeBase, path: Path) -> Signed:
    """Keep a checkpoint of this log that a witness has cosigned.

    Raises Refused when it is of another log, or no cosignature on it is sound.
    """
    signed = read_checkpoint(path)
    key = announced_keys(base.log.engine).get(signed.checkpoint.origin)
    leaves = base.log.rows.leaves()[: signed.checkpoint.size]
    if key is None or not key.verifies(signed.note) or root_of(leaves) != signed.checkpoint.root:
        raise Refused(f"{path} is not a checkpoint of this log; take the file that the witness wrote.")
    if not signed.witnesses():
        raise Refused(f"{path} carries no sound cosignature; take the file that the witness wrote.")
    return read_checkpoint(base.notary.checkpoints.write(signed))


def _covering(base: KnowledgeBase, index: int) -> Signed | None:
    newest = None
    for signed in base.notary.own():
        if signed.checkpoint.size > index and (signed.witnesses() or not (newest and newest.witnesses())):
            newest = signed
    return newest


def _fitting(proof: str, note: Note) -> str:
    # Cosignatures beyond two kilobytes are left out, the last first; the log's own signature stays.
    for count in range(len(note.signatures), 0, -1):
        text = f"{proof}\n\n{Note(note.text, note.signatures[:count])}"
        if len(text.encode()) <= LONGEST:
            break
    return text
