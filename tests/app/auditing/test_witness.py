"""A witness in a folder of its own: what it cosigns, and what it refuses aloud."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from epex.app.auditing.sources import shown_at
from epex.app.auditing.witness import Witness
from epex.app.base import KnowledgeBase
from epex.core.decision import Refused
from epex.core.log.announced import announced_keys
from epex.core.log.checkpoint import Checkpoints, read_checkpoint
from epex.core.log.notes import PublicKey, seen_at
from tests.app.auditing.conftest import rebuild_ledger, record, tamper


@pytest.fixture
def partner(tmp_path: Path) -> Path:
    (tmp_path / "partner").mkdir()
    return tmp_path / "partner"


@pytest.fixture
def witness(partner: Path) -> Witness:
    return Witness(partner, "Harbour School", clock=lambda: 1679315147.9)


def forget_heads(base: KnowledgeBase) -> None:
    """Make the base's own memory of what it signed go away, as an attacker with its key would."""
    with base.log.vault.store.writing() as connection:
        connection.execute("DELETE FROM heads")
    for path in base.notary.checkpoints.paths():
        path.unlink()


def test_see_cosigns_and_gives_back(base: KnowledgeBase, witness: Witness, partner: Path) -> None:
    base.notary.sign()

    seen = witness.see(shown_at(base.config.folder))

    assert seen.signed.witnesses() == [witness.signer.key]
    assert seen_at(seen.signed.note.signatures[-1]) == 1679315147
    assert (seen.is_first, seen.is_returned) == (True, True)
    assert read_checkpoint(seen.path) == seen.signed == base.notary.checkpoints.newest()
    assert seen.path.is_relative_to(partner / "seen" / f"epex-{base.config.base_id}")


def test_witness_keeps_its_key_and_name(witness: Witness, partner: Path) -> None:
    again = Witness(partner, "another name")

    assert again.signer.name == witness.signer.name
    assert witness.signer.name.startswith("Harbour-School/")
    assert (partner / "witness.key").stat().st_mode & 0o777 == 0o600


def test_witness_is_named_after_its_folder(partner: Path) -> None:
    assert Witness(partner).signer.name.startswith("partner/")


@pytest.mark.parametrize("place", ["", "checkpoints"])
def test_witness_refuses_to_work_in_a_base(base: KnowledgeBase, place: str) -> None:
    with pytest.raises(Refused, match="a witness works in its own"):
        Witness(base.config.folder / place)


@pytest.mark.parametrize("shown", ["", "checkpoints", "checkpoints/FILE"])
def test_see_takes_a_base_its_checkpoints_or_one_of_them(base: KnowledgeBase, witness: Witness, shown: str) -> None:
    base.notary.sign()
    witness.see(shown_at(base.config.folder))
    record(base, 4)
    base.notary.sign()
    place = shown.replace("FILE", base.notary.checkpoints.paths()[-1].name)

    seen = witness.see(shown_at(base.config.folder / place))

    assert (seen.signed.checkpoint.size, seen.is_first, seen.is_returned) == (7, False, True)


def test_see_of_the_same_checkpoint_again_is_sound(base: KnowledgeBase, witness: Witness) -> None:
    base.notary.sign()
    first = witness.see(shown_at(base.config.folder))

    assert witness.see(shown_at(base.config.folder)).path == first.path


def test_see_refuses_a_changed_history_aloud_and_keeps_the_proof(
    base: KnowledgeBase, witness: Witness, partner: Path
) -> None:
    base.notary.sign()
    witness.see(shown_at(base.config.folder))
    tamper(base, "UPDATE events SET actor = 'person-mallory' WHERE position = 2")
    rebuild_ledger(base)
    forget_heads(base)
    record(base)
    base.notary.sign()

    with pytest.raises(Refused, match=r"NOT COSIGNED: .* did not grow out of the 3 events"):
        witness.see(shown_at(base.config.folder))

    refused = Checkpoints(partner / "refused" / f"epex-{base.config.base_id}")
    assert [signed.checkpoint.size for _, signed in refused.all()] == [4]
    assert base.notary.checkpoints.newest() == next(refused.all())[1]


def test_see_refuses_another_root_of_the_same_size(base: KnowledgeBase, witness: Witness) -> None:
    base.notary.sign()
    witness.see(shown_at(base.config.folder))
    tamper(base, "UPDATE events SET actor = 'person-mallory' WHERE position = 2")
    rebuild_ledger(base)
    forget_heads(base)
    base.notary.sign()

    with pytest.raises(Refused, match="NOT COSIGNED"):
        witness.see(shown_at(base.config.folder))


def test_see_refuses_a_log_that_was_rolled_back(base: KnowledgeBase, witness: Witness) -> None:
    record(base, 3)
    base.notary.sign()
    witness.see(shown_at(base.config.folder))
    tamper(base, "DELETE FROM events WHERE position > 4", "DELETE FROM leaves WHERE position > 4")
    forget_heads(base)
    base.notary.sign()

    with pytest.raises(Refused, match="did not grow out of the 6 events"):
        witness.see(shown_at(base.config.folder))


def test_see_refuses_a_checkpoint_that_is_not_the_ledgers(base: KnowledgeBase, witness: Witness) -> None:
    base.notary.sign()
    tamper(base, "UPDATE events SET actor = 'person-mallory' WHERE position = 2")
    rebuild_ledger(base)

    with pytest.raises(Refused, match="it is not that of the ledger"):
        witness.see(shown_at(base.config.folder))


def test_see_refuses_another_key_under_the_same_origin(
    base: KnowledgeBase, witness: Witness, partner: Path, tmp_path: Path
) -> None:
    base.notary.sign()
    lone = Path(shutil.copy(base.notary.checkpoints.paths()[0], tmp_path / "lone.txt"))
    witness.see(shown_at(base.config.folder))
    lone.write_text(lone.read_text().replace("\n3\n", "\n2\n"))

    with pytest.raises(Refused, match="it is not signed with the key that is known"):
        witness.see(shown_at(lone))
    assert len(list((partner / "refused").rglob("*.txt"))) == 1


def test_see_needs_a_key_for_a_lone_checkpoint(base: KnowledgeBase, witness: Witness, tmp_path: Path) -> None:
    base.notary.sign()
    lone = Path(shutil.copy(base.notary.checkpoints.paths()[0], tmp_path / "lone.txt"))

    with pytest.raises(Refused, match="is not known here yet; give it with --key"):
        witness.see(shown_at(lone))

    key = announced_keys(base.log.engine)[f"epex/{base.config.base_id}"]
    assert witness.see(shown_at(lone), key).is_first


def test_see_needs_a_proof_of_growth(base: KnowledgeBase, witness: Witness, tmp_path: Path) -> None:
    base.notary.sign()
    witness.see(shown_at(base.config.folder))
    record(base)
    base.notary.sign()
    lone = Path(shutil.copy(base.notary.checkpoints.paths()[-1], tmp_path / "lone.txt"))

    with pytest.raises(Refused, match="ask for a bundle, or for what 'epex audit checkpoint --since'"):
        witness.see(shown_at(lone))


def test_see_says_when_a_newer_one_was_cosigned(base: KnowledgeBase, witness: Witness) -> None:
    base.notary.sign()
    older = base.notary.checkpoints.paths()[0]
    record(base)
    base.notary.sign()
    witness.see(shown_at(base.config.folder))

    with pytest.raises(Refused, match="One over 4 events was cosigned here already"):
        witness.see(shown_at(older))


@pytest.mark.parametrize("content", [b"old 3\n\njunk", b"junk", b"PK\x05\x06" + bytes(18)])
def test_shown_at_refuses_what_shows_nothing(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "odd").write_bytes(content)

    with pytest.raises(Refused, match=r"is no request|is no signed checkpoint|is no sound bundle"):
        shown_at(tmp_path / "odd")


def test_shown_at_refuses_places_without_a_checkpoint(base: KnowledgeBase, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    with pytest.raises(Refused, match="has no checkpoint yet"):
        shown_at(base.config.folder)
    with pytest.raises(Refused, match="holds no checkpoint"):
        shown_at(tmp_path / "empty")
    with pytest.raises(Refused, match="name a base's folder, a bundle or a checkpoint"):
        shown_at(tmp_path / "nowhere")


@pytest.mark.parametrize("damage", ["witness.key", "witness.txt"])
def test_witness_says_what_is_damaged(witness: Witness, damage: str) -> None:
    (witness.folder / damage).write_text("\n")

    with pytest.raises(Refused, match="bring"):
        Witness(witness.folder)


def test_see_of_the_same_checkpoint_leaves_one_line(base: KnowledgeBase, partner: Path) -> None:
    base.notary.sign()
    moments = iter(range(100))
    witness = Witness(partner, "harbour", clock=lambda: float(next(moments)))

    seen = [witness.see(shown_at(base.config.folder)).signed for _ in range(70)]

    assert {len(signed.note.signatures) for signed in seen} == {2}
    assert KnowledgeBase.open(base.config.folder).notary.checkpoints.newest() == seen[0]


def test_see_refuses_a_key_that_is_not_the_one_first_seen(base: KnowledgeBase, witness: Witness) -> None:
    base.notary.sign()
    witness.see(shown_at(base.config.folder))
    other = PublicKey(f"epex/{base.config.base_id}", bytes(32))

    with pytest.raises(Refused, match=r"is not the one that .* was first seen with here"):
        witness.see(shown_at(base.config.folder), other)


@pytest.mark.parametrize("name", ["a\x01b", "a b+c/d", "\u2028", "/"])
def test_witness_has_a_name_that_can_be_written(base: KnowledgeBase, partner: Path, name: str) -> None:
    base.notary.sign()

    seen = Witness(partner, name).see(shown_at(base.config.folder))

    assert read_checkpoint(seen.path).witnesses() == seen.signed.witnesses() != []


@pytest.mark.slow
def test_two_at_once_never_cosign_two_histories(base: KnowledgeBase, witness: Witness, tmp_path: Path) -> None:
    base.notary.sign()
    witness.see(shown_at(base.config.folder))
    base.log.engine.dispose()
    copies = [shutil.copytree(base.config.folder, tmp_path / name) for name in ("left", "right")]
    for folder in copies:
        copy = KnowledgeBase.open(folder)
        record(copy)
        copy.notary.sign()

    for _ in range(5):
        seeing = [
            subprocess.Popen(
                _command(folder, witness.folder),
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
            for folder in copies
        ]
        codes = sorted(process.wait() for process in seeing)
        for process in seeing:
            process.communicate()

        assert codes == [0, 1]
    assert [signed.checkpoint.size for _, signed in Checkpoints(next((witness.folder / "seen").iterdir())).all()] == [
        3,
        4,
    ]


def _command(folder: Path, home: Path) -> list[str]:
    program = Path(sys.executable).with_name("epex")
    return [str(program), "audit", "witness", str(folder), "--folder", str(home)]
