"""Proofs for an outsider: one event is in the log, the log only grew."""

import shutil
from base64 import b64decode
from pathlib import Path

import pytest

from epex.app.auditing.proving import LONGEST, prove, prove_growth, take_cosigned
from epex.app.auditing.sources import shown_at
from epex.app.auditing.witness import Witness
from epex.app.base import KnowledgeBase
from epex.core.decision import Refused
from epex.core.log.checkpoint import Checkpoints, Signed
from epex.core.log.ledger import root_from
from epex.core.log.notes import Signature
from tests.app.auditing.conftest import rebuild_ledger, record, tamper


def follow(proof: str, leaf: bytes) -> tuple[int, bytes | None, Signed]:
    """Read a proof as its specification says, and follow it to the root."""
    head, _, note = proof.partition("\n\n")
    title, index, *path = head.split("\n")
    signed = Signed.parse(note)
    place = int(index.removeprefix("index "))
    assert title == "c2sp.org/tlog-proof@v1"
    return place, root_from(leaf, place, signed.checkpoint.size, [b64decode(line) for line in path]), signed


def test_prove_leads_from_the_leaf_to_a_signed_root(base: KnowledgeBase) -> None:
    record(base, 6)

    for position in range(1, 10):
        index, leaf, proof = prove(base, position)

        place, root, signed = follow(proof, leaf)
        assert (place, leaf) == (index, base.log.rows.leaves()[position - 1])
        assert root == signed.checkpoint.root
        assert len(proof.encode()) <= LONGEST


def test_prove_signs_only_when_nothing_covers_the_event(base: KnowledgeBase) -> None:
    prove(base, 1)
    record(base)
    prove(base, 2)
    prove(base, 4)

    assert [signed.checkpoint.size for _, signed in base.notary.checkpoints.all()] == [3, 4]


def test_prove_takes_a_witnessed_checkpoint_before_a_newer_one(base: KnowledgeBase, tmp_path: Path) -> None:
    base.notary.sign()
    (tmp_path / "partner").mkdir()
    Witness(tmp_path / "partner", "harbour").see(shown_at(base.config.folder))
    record(base)
    base.notary.sign()

    *_, proof = prove(base, 2)

    assert Signed.parse(proof.partition("\n\n")[2]).witnesses() != []
    assert "\n3\n" in proof


def test_prove_leaves_cosignatures_out_that_do_not_fit(base: KnowledgeBase, tmp_path: Path) -> None:
    base.notary.sign()
    for number in range(12):
        (tmp_path / f"partner-{number}").mkdir()
        Witness(tmp_path / f"partner-{number}").see(shown_at(base.config.folder))

    *_, proof = prove(base, 1)

    assert 1800 < len(proof.encode()) <= LONGEST
    assert 1 < len(Signed.parse(proof.partition("\n\n")[2]).witnesses()) < 12


def test_prove_refuses_an_event_without_a_leaf(base: KnowledgeBase) -> None:
    with pytest.raises(Refused, match="has no leaf"):
        prove(base, 99)


def test_prove_refuses_a_ledger_that_was_rebuilt(base: KnowledgeBase) -> None:
    base.notary.sign()
    tamper(base, "UPDATE events SET actor = 'person-mallory' WHERE position = 2")
    rebuild_ledger(base)

    with pytest.raises(Refused, match="not the one that was signed"):
        prove(base, 1)


def test_prove_growth_lets_a_witness_cosign_without_seeing_the_log(base: KnowledgeBase, tmp_path: Path) -> None:
    base.notary.sign()
    (tmp_path / "partner").mkdir()
    witness = Witness(tmp_path / "partner", "harbour")
    first = witness.see(shown_at(base.config.folder))
    record(base, 5)

    (tmp_path / "request.txt").write_text(prove_growth(base, first.path))
    second = witness.see(shown_at(tmp_path / "request.txt"))

    assert (second.signed.checkpoint.size, second.is_returned, second.is_first) == (8, False, False)
    take_cosigned(base, second.path)
    assert base.verify()["uncovered_events"] == 0


def test_prove_growth_refuses_another_history(base: KnowledgeBase, tmp_path: Path) -> None:
    record(base)
    base.notary.sign()
    seen = Path(shutil.copy(base.notary.checkpoints.paths()[-1], tmp_path / "seen.txt"))
    tamper(base, "DELETE FROM events WHERE position = 4", "DELETE FROM leaves WHERE position = 4")
    shutil.rmtree(base.config.checkpoints_folder)
    base.config.checkpoints_folder.mkdir()
    with base.log.vault.store.writing() as connection:
        connection.execute("DELETE FROM heads")

    with pytest.raises(Refused, match="did not grow out of the one"):
        prove_growth(base, seen)


def test_take_cosigned_refuses_what_no_witness_signed(base: KnowledgeBase, tmp_path: Path) -> None:
    base.notary.sign()
    own = Path(shutil.copy(base.notary.checkpoints.paths()[-1], tmp_path / "own.txt"))

    with pytest.raises(Refused, match="carries no sound cosignature"):
        take_cosigned(base, own)


def test_take_cosigned_refuses_another_log(base: KnowledgeBase, tmp_path: Path) -> None:
    base.notary.sign()
    own = Path(shutil.copy(base.notary.checkpoints.paths()[-1], tmp_path / "own.txt"))
    own.write_text(own.read_text().replace(base.config.base_id, "another"))

    with pytest.raises(Refused, match="is not a checkpoint of this log"):
        take_cosigned(base, own)
    assert len(Checkpoints(base.config.checkpoints_folder).paths()) == 1


def test_prove_refuses_an_event_that_was_changed(base: KnowledgeBase) -> None:
    base.notary.sign()
    tamper(base, "UPDATE events SET actor = 'person-mallory' WHERE position = 2")

    with pytest.raises(Refused, match="Event 2 is not as it was recorded"):
        prove(base, 2)


def test_prove_signs_nothing_over_a_damaged_log(base: KnowledgeBase) -> None:
    base.notary.sign()
    record(base)
    tamper(base, "UPDATE events SET actor = 'person-mallory' WHERE position = 2")

    with pytest.raises(Refused, match="No checkpoint is signed, for at event 2"):
        prove(base, 4)


def test_take_cosigned_keeps_only_what_verifies(base: KnowledgeBase, tmp_path: Path) -> None:
    base.notary.sign()
    (tmp_path / "partner").mkdir()
    seen = Witness(tmp_path / "partner", "harbour").see(shown_at(base.config.folder))
    evil = [Signature(f"evil-{number}/{'A' * 43}", bytes(4), bytes(72)) for number in range(70)]
    (tmp_path / "hostile.txt").write_text(str(seen.signed.note.with_signatures(*evil)))

    taken = take_cosigned(base, tmp_path / "hostile.txt")

    assert taken == seen.signed
