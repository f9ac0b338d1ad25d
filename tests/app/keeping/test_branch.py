"""Branching: one history up to a head, two identities from there on."""

import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from epex.app.acting import actor
from epex.app.base import KnowledgeBase
from epex.app.config import read_config, write_config
from epex.app.keeping.backup import back_up
from epex.app.keeping.branch import branch
from epex.app.keeping.doctor import examine
from epex.app.keeping.key_backup import back_up_keys
from epex.app.keeping.key_restore import restore_keys
from epex.app.keeping.migrate import migrate_log
from epex.app.keeping.restore import restore
from epex.core import person
from epex.core.decision import Refused, new_id
from epex.core.network import NetworkBranched
from epex.core.organisation import Organisation
from tests.app.keeping.conftest import labels, propose, untold


def test_branch_records_where_it_comes_from(small: KnowledgeBase, tmp_path: Path) -> None:
    answer = branch(small, tmp_path / "branch", tell=untold, reason="A journey without a network")

    there = KnowledgeBase.open(tmp_path / "branch")
    (fact,) = there.log.facts(after=5)
    event = fact.event
    assert isinstance(event, NetworkBranched)
    assert (event.base_id, event.from_base) == (there.config.base_id, small.config.base_id)
    assert (event.from_size, event.from_root) == (5, small.verify()["root"])
    assert (event.reason, fact.envelope.actor) == ("A journey without a network", small.person)
    assert (answer["position"], answer["id"]) == (6, small.config.network_id)
    assert there.queries().show(small.config.network_id)["base_id"] == there.config.base_id


def test_branch_and_parent_go_different_ways_and_both_verify(small: KnowledgeBase, tmp_path: Path) -> None:
    branch(small, tmp_path / "branch", tell=untold)
    there = KnowledgeBase.open(tmp_path / "branch")

    propose(small, "At home")
    propose(there, "On the road")
    heads = [base.notary.sign().checkpoint for base in (small, there)]

    assert (labels(small), labels(there)) == (["At home", "Tea", "Trust"], ["On the road", "Tea", "Trust"])
    assert [base.verify()["ok"] for base in (small, there)] == [True, True]
    assert [head.origin for head in heads] == [f"epex/{base.config.base_id}" for base in (small, there)]
    assert small.log.rows.leaves()[:5] == there.log.rows.leaves()[:5]


def test_branch_has_keys_of_its_own_where_it_speaks_for_itself(small: KnowledgeBase, tmp_path: Path) -> None:
    branch(small, tmp_path / "branch", tell=untold)

    there = read_config(tmp_path / "branch")
    same = {
        path.name: path.read_bytes() == (there.keys_folder / path.name).read_bytes()
        for path in small.config.keys_folder.glob("*.[ks]e*")
    }
    assert same == {
        "base.key": True,
        "evaluation.key": True,
        "import.secret": True,
        "index.secret": False,
        "signing.key": False,
    }


def test_branch_keeps_who_was_erased_erased(small: KnowledgeBase, tmp_path: Path) -> None:
    (gone,) = propose(small, "Gone")
    small.log.vault.destroy(gone)
    small.notary.sign()

    branch(small, tmp_path / "branch", tell=untold)

    there = KnowledgeBase.open(tmp_path / "branch")
    assert there.log.vault.tombstones() == small.log.vault.tombstones()
    assert labels(there) == ["Tea", "Trust", "[erased]"]


@pytest.mark.slow
def test_branch_can_be_saved_and_restored_itself(small: KnowledgeBase, tmp_path: Path) -> None:
    branch(small, tmp_path / "branch", tell=untold)
    there = read_config(tmp_path / "branch")

    back_up(there, tmp_path / "saved.zip", tell=untold)
    back_up_keys(there, tmp_path / "keys.zip", tell=untold)
    restore(tmp_path / "saved.zip", tmp_path / "restored", tell=untold)
    restore_keys(tmp_path / "keys.zip", read_config(tmp_path / "restored"), tell=untold)

    assert KnowledgeBase.open(tmp_path / "restored").verify()["ok"]
    assert examine(read_config(tmp_path / "restored"), tell=untold)["ok"]


def test_branch_of_an_older_log_leaves_out_what_it_does_not_come_up_to(small: KnowledgeBase, tmp_path: Path) -> None:
    propose(small, "Lost")
    small.notary.sign()
    with sqlite3.connect(small.config.address(small.config.log)) as connection:
        connection.executescript("DELETE FROM events WHERE position = 6; DELETE FROM leaves WHERE position = 6")
    with pytest.raises(Refused, match="go on under a new identity with 'epex branch'"):
        small.notary.sign()

    answer = branch(small, tmp_path / "branch", tell=untold)

    there = KnowledgeBase.open(tmp_path / "branch")
    assert (answer["from_size"], answer["checkpoints_left_out"]) == (5, 1)
    assert (there.verify()["ok"], there.notary.sign().checkpoint.size) == (True, 6)


def test_branch_is_refused_to_whoever_may_not(small: KnowledgeBase, tmp_path: Path) -> None:
    home = actor(small.log, small.person).organisation
    act = small.begin()
    member = new_id("person")
    act.record(person.register(member, "Ben Okafor", Organisation(home or ""), by=act.by))

    with pytest.raises(Refused, match="Only a coordinator or data protection officer may branch"):
        branch(KnowledgeBase.open(small.config.folder, member), tmp_path / "branch", tell=untold)

    assert not (tmp_path / "branch").exists()


def test_branch_of_a_damaged_log_is_refused(small: KnowledgeBase, tmp_path: Path) -> None:
    with sqlite3.connect(small.config.address(small.config.log)) as connection:
        connection.execute("UPDATE events SET actor = 'person-x' WHERE position = 5")

    with pytest.raises(Refused, match="Nothing was branched, for the log is damaged at position 5"):
        branch(small, tmp_path / "branch", tell=untold)

    assert [path.name for path in tmp_path.iterdir()] == ["base"]


def test_branch_needs_a_new_folder(small: KnowledgeBase, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="is not empty; name a new folder"):
        branch(small, tmp_path, tell=untold)


def test_branch_of_a_base_whose_keys_are_in_the_environment(
    small: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EPEX_BASE_KEY", (small.config.keys_folder / "base.key").read_text())
    monkeypatch.setenv("EPEX_EVALUATION_KEY", (small.config.keys_folder / "evaluation.key").read_text())
    write_config(replace(small.config, wrapping="environment"))

    branch(KnowledgeBase.open(small.config.folder), tmp_path / "branch", tell=untold)

    there = read_config(tmp_path / "branch")
    assert (there.wrapping, sorted(path.name for path in there.keys_folder.glob("*.key"))) == (
        "environment",
        ["signing.key"],
    )
    assert labels(KnowledgeBase.open(there.folder)) == ["Tea", "Trust"]


def test_branch_of_a_log_on_a_server_is_a_file(small: KnowledgeBase, tmp_path: Path, postgres_url: str) -> None:
    migrate_log(small.config, postgres_url, tell=untold)
    base = KnowledgeBase.open(small.config.folder)
    propose(base, "On the server")

    branch(base, tmp_path / "branch", tell=untold)

    shutil.rmtree(base.config.folder)
    there = KnowledgeBase.open(tmp_path / "branch")
    assert labels(there) == ["On the server", "Tea", "Trust"]
    assert (there.config.log, there.verify()["ok"]) == ("log/events.db", True)


def test_branch_of_a_base_whose_settings_name_another_network_is_refused(small: KnowledgeBase, tmp_path: Path) -> None:
    write_config(replace(small.config, network_id="network-other"))

    with pytest.raises(Refused, match=r"names the network network-other, which this log does not know; .*epex doctor"):
        branch(KnowledgeBase.open(small.config.folder), tmp_path / "branch", tell=untold)

    assert not (tmp_path / "branch").exists()


def test_branch_says_where_its_wrapping_keys_are(small: KnowledgeBase, tmp_path: Path) -> None:
    answer = branch(small, tmp_path / "branch", tell=untold)

    assert answer["wrapping"] == "files"
