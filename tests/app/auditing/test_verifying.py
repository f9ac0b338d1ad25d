"""A base is verified against its ledger, its own checkpoints, and one that was kept outside."""

import shutil
from pathlib import Path

import pytest

from epex.app.auditing.sources import shown_at
from epex.app.auditing.verifying import FOREIGN, coverage, verify_base
from epex.app.auditing.witness import Witness
from epex.app.base import KnowledgeBase
from epex.app.founding import Founding, init
from epex.core.decision import Refused
from epex.core.log.checkpoint import Checkpoint, Checkpoints, Signed
from tests.app.auditing.conftest import rebuild_ledger, record, tamper

WHOLE = ("ok", "size", "uncovered_events", "faults")


def told(base: KnowledgeBase, outside: Path | None = None) -> dict[str, object]:
    verdict = base.verify(outside)
    return {name: verdict[name] for name in WHOLE}


def kept(base: KnowledgeBase, tmp_path: Path) -> Path:
    """Sign a checkpoint, and keep a copy of it outside."""
    base.notary.sign()
    return Path(shutil.copy(base.notary.checkpoints.paths()[-1], tmp_path / "kept.txt"))


def test_verify_without_a_witness_covers_nothing(base: KnowledgeBase) -> None:
    base.notary.sign()

    assert told(base) == {"ok": True, "size": 3, "uncovered_events": 3, "faults": []}
    assert base.verify()["checkpoint"] is None


def test_verify_counts_what_the_newest_witness_has_not_seen(base: KnowledgeBase, tmp_path: Path) -> None:
    base.notary.sign()
    (tmp_path / "partner").mkdir()
    witness = Witness(tmp_path / "partner", "harbour")
    witness.see(shown_at(base.config.folder))
    record(base, 2)

    verdict = base.verify()

    assert (verdict["ok"], verdict["uncovered_events"]) == (True, 2)
    assert verdict["checkpoint"]["witnesses"] == [witness.signer.name]
    assert verdict["uncovered_since"] == base.log.facts(after=3)[0].envelope.recorded_at


def test_verify_against_an_outside_checkpoint_counts_from_it(base: KnowledgeBase, tmp_path: Path) -> None:
    outside = kept(base, tmp_path)
    record(base)

    verdict = base.verify(outside)

    assert (verdict["ok"], verdict["uncovered_events"], verdict["checkpoint"]["size"]) == (True, 1, 3)


def test_verify_finds_a_change_with_the_ledger_rebuilt(base: KnowledgeBase, tmp_path: Path) -> None:
    outside = kept(base, tmp_path)
    tamper(base, "UPDATE events SET actor = 'person-mallory' WHERE position = 2")
    rebuild_ledger(base)
    shutil.rmtree(base.config.checkpoints_folder)

    assert told(base)["ok"] is True
    assert told(base, outside)["faults"] == [
        {"position": 3, "what": f"up to here the log is not the one that the checkpoint {outside} was signed for"}
    ]


def test_verify_finds_a_tail_that_was_cut_off(base: KnowledgeBase, tmp_path: Path) -> None:
    record(base, 2)
    outside = kept(base, tmp_path)
    tamper(base, "DELETE FROM events WHERE position > 3", "DELETE FROM leaves WHERE position > 3")
    shutil.rmtree(base.config.checkpoints_folder)

    assert told(base, outside)["faults"] == [
        {"position": 3, "what": f"after it 2 events are missing, which the checkpoint {outside} covers"}
    ]


def test_verify_refuses_a_checkpoint_of_another_log(base: KnowledgeBase, tmp_path: Path) -> None:
    outside = kept(base, tmp_path)
    outside.write_text(outside.read_text().replace(base.config.base_id, "another"))

    faults = base.verify(outside)["faults"]

    assert [fault["what"] for fault in faults] == [f"the checkpoint {outside} is of another log, epex/another"]


def test_verify_refuses_a_checkpoint_that_another_key_signed(base: KnowledgeBase, tmp_path: Path) -> None:
    signed = base.notary.sign()
    other = Checkpoint(signed.checkpoint.origin, 2, signed.checkpoint.root)
    path = Checkpoints(tmp_path).write(Signed(other, signed.note))
    path.write_text(path.read_text().replace("\n3\n", "\n2\n"))

    faults = base.verify(path)["faults"]

    assert [fault["what"] for fault in faults] == [
        f"the checkpoint {path} was not signed with the key that this log announces"
    ]


def test_verify_names_a_broken_file_among_its_own(base: KnowledgeBase) -> None:
    base.notary.sign()
    path = base.config.checkpoints_folder / "000000000001-00000000.txt"
    path.write_text("junk")

    assert [fault["what"] for fault in base.verify()["faults"]] == [
        f"{path} is no signed checkpoint (it is no signed note); take it from where it was kept"
    ]


def test_verify_refuses_an_outside_file_that_is_no_checkpoint(base: KnowledgeBase, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="name a checkpoint that exists"):
        base.verify(tmp_path / "nothing.txt")


def test_verify_names_a_changed_founding_event_without_its_key(base: KnowledgeBase) -> None:
    base.notary.sign()
    tamper(base, "UPDATE events SET payload = x'7b7d' WHERE position = 1")

    faults = base.verify()["faults"]

    assert [fault["position"] for fault in faults] == [1, 0]
    assert "is of another log" in faults[1]["what"]


def test_coverage_says_how_much_somebody_outside_has_seen(base: KnowledgeBase, tmp_path: Path) -> None:
    said = [coverage(base.config, base.log.engine)]
    base.notary.sign()
    said.append(coverage(base.config, base.log.engine))
    (tmp_path / "partner").mkdir()
    Witness(tmp_path / "partner", "harbour").see(shown_at(base.config.folder))
    said.append(coverage(base.config, base.log.engine))
    record(base, 2)
    said.append(coverage(base.config, base.log.engine))

    assert said == [
        "No witness outside has seen any of the 3 events of this log.",
        "No witness outside has seen any of the 3 events of this log.",
        "harbour witnessed 3 of the 3 events of this log.",
        "harbour witnessed 3 of the 5 events of this log; the newest 2 are not covered.",
    ]


def test_coverage_does_not_vouch_for_another_history(base: KnowledgeBase, tmp_path: Path) -> None:
    record(base, 2)
    base.notary.sign()
    (tmp_path / "partner").mkdir()
    Witness(tmp_path / "partner", "harbour").see(shown_at(base.config.folder))
    tamper(base, "DELETE FROM events WHERE position > 3", "DELETE FROM leaves WHERE position > 3")

    assert coverage(base.config, base.log.engine) == (
        "This log is not the one that a witness has seen; run 'epex audit verify'."
    )


def test_verify_tells_the_first_and_the_last_checkpoint_that_do_not_fit(base: KnowledgeBase) -> None:
    for _ in range(5):
        base.notary.sign()
        record(base)
    tamper(base, "UPDATE events SET actor = 'person-mallory' WHERE position = 2")
    rebuild_ledger(base)

    assert [fault["position"] for fault in base.verify()["faults"]] == [3, 7]


def test_verify_finds_the_log_of_another_base_in_this_ones_place(base: KnowledgeBase, tmp_path: Path) -> None:
    init(tmp_path / "other", Founding(network="Other", person="Orla", organisation="A house", country="AT"))
    base.log.engine.dispose()
    shutil.copy(tmp_path / "other" / "log" / "events.db", base.config.address(base.config.log))

    assert [fault["what"] for fault in verify_base(base.config, base.log.engine)["faults"]] == [FOREIGN]
