"""The vault: sealing, opening, destroying."""

import sqlite3
from pathlib import Path

import pytest

from epex.core.decision import Refused
from epex.core.log.canonical import from_base64, to_base64
from epex.core.log.keystore import KeyStore
from epex.core.log.vault import DESTROYED, TOMBSTONES, Cell, KeyDestroyed, Vault, commitment, is_cell
from tests.core.log.conftest import WRAPPING_KEYS


def test_open_gives_back_what_was_sealed(vault: Vault) -> None:
    vault.ensure({"person-1": "base"})

    opened = vault.open(vault.seal("person-1", b"place", b'"Ada"'), b"place")

    assert opened is not None
    assert opened.text == b'"Ada"'


def test_seal_commits_to_salt_and_text(vault: Vault) -> None:
    vault.ensure({"person-1": "base"})

    cell = vault.seal("person-1", b"place", b'"Ada"')

    opened = vault.open(cell, b"place")
    assert opened is not None
    assert commitment(opened.salt, opened.text) == from_base64(cell["commitment"])
    assert is_cell(cell)


def test_seal_never_repeats_itself(vault: Vault) -> None:
    vault.ensure({"person-1": "base"})

    cells = [vault.seal("person-1", b"", b'"Ada"') for _ in range(50)]

    assert len({cell["nonce"] for cell in cells}) == 50
    assert len({cell["commitment"] for cell in cells}) == 50


def test_open_reads_keys_of_another_process(vault: Vault, tmp_path: Path) -> None:
    vault.ensure({"person-1": "base"})
    cell = vault.seal("person-1", b"", b'"Ada"')

    opened = Vault(tmp_path / "keys.db", WRAPPING_KEYS).open(cell, b"")

    assert opened is not None
    assert opened.text == b'"Ada"'


def test_open_refuses_another_place(vault: Vault) -> None:
    vault.ensure({"person-1": "base"})
    cell = vault.seal("person-1", b"here", b'"Ada"')

    with pytest.raises(ValueError, match="does not open under its key"):
        vault.open(cell, b"there")


def test_open_refuses_another_commitment(vault: Vault) -> None:
    vault.ensure({"person-1": "base"})
    cell = vault.seal("person-1", b"", b'"Ada"')
    forged = Cell(**{**cell, "commitment": to_base64(bytes(32))})

    with pytest.raises(ValueError, match="does not match its commitment"):
        vault.open(forged, b"")


def test_destroy_leaves_a_tombstone(vault: Vault, tmp_path: Path) -> None:
    vault.ensure({"person-1": "base"})
    cell = vault.seal("person-1", b"", b'"Ada"')

    vault.destroy("person-1")

    assert vault.open(cell, b"") is None
    assert vault.is_destroyed("person-1")
    with sqlite3.connect(tmp_path / "keys.db") as connection:
        assert connection.execute("SELECT subject, wrapped FROM keys").fetchall() == [("person-1", None)]


@pytest.mark.parametrize("known_before", [True, False])
def test_ensure_never_revives_a_destroyed_key(vault: Vault, *, known_before: bool) -> None:
    if known_before:
        vault.ensure({"person-1": "base"})
    vault.destroy("person-1")

    with pytest.raises(KeyDestroyed):
        vault.ensure({"person-1": "base"})


def test_ensure_makes_each_key_once(vault: Vault, tmp_path: Path) -> None:
    other = Vault(tmp_path / "keys.db", WRAPPING_KEYS)
    vault.ensure({"person-1": "base"})
    other.ensure({"person-1": "base", "person-2": "base"})

    opened = other.open(vault.seal("person-1", b"", b"1"), b"")

    assert opened is not None
    vault.ensure({"person-1": "base"})


def test_texts_under_a_missing_wrapping_key_stay_sealed(vault: Vault, tmp_path: Path) -> None:
    vault.ensure({"interview-1": "evaluation"})
    cell = vault.seal("interview-1", b"", b'"secret"')

    reader = Vault(tmp_path / "keys.db", {"base": WRAPPING_KEYS["base"]})

    assert reader.open(cell, b"") is None
    assert not reader.is_destroyed("interview-1")


def test_load_reads_many_keys(vault: Vault, tmp_path: Path) -> None:
    subjects = {f"reflection-{number}": "base" for number in range(1200)}
    vault.ensure(subjects)
    cell = vault.seal("reflection-1199", b"", b"1")

    other = Vault(tmp_path / "keys.db", WRAPPING_KEYS)
    other.load(subjects)

    assert other.open(cell, b"") is not None


def test_is_cell_knows_its_own() -> None:
    assert not is_cell({"key": "person-1"})
    assert not is_cell("person-1")


def test_ensure_says_plainly_that_keys_cannot_be_written(vault: Vault, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "keys.db") as connection:
        connection.execute("ALTER TABLE keys RENAME TO elsewhere")

    with pytest.raises(Refused, match=r"The keys cannot be written \(no such table: keys\); nothing was recorded"):
        vault.ensure({"person-1": "base"})


def test_open_heeds_what_another_process_destroyed(vault: Vault, tmp_path: Path) -> None:
    vault.ensure({"person-1": "base"})
    cell = vault.seal("person-1", b"", b'"Ada"')

    Vault(tmp_path / "keys.db", WRAPPING_KEYS).destroy("person-1")
    vault.load(["person-1"])

    assert vault.open(cell, b"") is None
    with pytest.raises(KeyDestroyed):
        vault.ensure({"person-1": "base"})


@pytest.mark.parametrize("act", ["ensure", "keep"])
def test_nothing_is_wrapped_under_a_key_that_another_process_replaced(vault: Vault, tmp_path: Path, act: str) -> None:
    Vault(tmp_path / "keys.db", WRAPPING_KEYS).rewrap("base", b"n" * 32)

    with pytest.raises(Refused, match="The wrapping key 'base' was changed meanwhile"):
        vault.ensure({"person-1": "base"}) if act == "ensure" else vault.keep("secret", b"1")

    with sqlite3.connect(tmp_path / "keys.db") as connection:
        assert connection.execute("SELECT (SELECT count(*) FROM keys) + (SELECT count(*) FROM pending)").fetchone() == (
            0,
        )


def test_ensure_keeps_the_keys_that_were_known_before(vault: Vault) -> None:
    vault.ensure({"person-1": "base"})
    vault.ensure({"person-1": "base", "person-2": "base"})

    assert vault.seal("person-1", b"", b"1")["key"] == "person-1"


def test_seal_finds_a_key_again_after_another_process_wrote(vault: Vault, tmp_path: Path) -> None:
    vault.ensure({"person-1": "base"})
    Vault(tmp_path / "keys.db", WRAPPING_KEYS).ensure({"person-2": "base"})
    vault.load(["person-2"])

    assert vault.seal("person-1", b"", b"1")["key"] == "person-1"


def test_destroy_comes_after_all_that_was_destroyed_before(vault: Vault) -> None:
    vault.destroy("person-1", at={"person-1": "2999-12-31T23:59:59.999Z"})
    vault.destroy("person-2", "person-3")
    vault.destroy("person-4")

    assert vault.tombstones() == {
        "person-1": "2999-12-31T23:59:59.999Z",
        "person-2": "3000-01-01T00:00:00.000Z",
        "person-3": "3000-01-01T00:00:00.000Z",
        "person-4": "3000-01-01T00:00:00.001Z",
    }


def test_store_keeps_commits_through_power_cuts_and_overwrites_what_it_deletes(vault: Vault) -> None:
    with vault.store.connected() as connection:
        settings = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("synchronous", "secure_delete")]

    assert settings == [3, 1]


def test_others_wrote_tells_their_writing_from_ones_own(vault: Vault, tmp_path: Path) -> None:
    other = Vault(tmp_path / "keys.db", WRAPPING_KEYS)
    vault.store.others_wrote()
    vault.ensure({"person-1": "base"})
    own = vault.store.others_wrote()

    other.destroy("person-2")

    assert [own, vault.store.others_wrote(), vault.store.others_wrote()] == [False, True, False]


def test_others_wrote_is_not_hidden_by_ones_own_writing(vault: Vault, tmp_path: Path) -> None:
    vault.store.others_wrote()
    Vault(tmp_path / "keys.db", WRAPPING_KEYS).destroy("person-2")
    with vault.store.writing() as connection:
        connection.execute("DELETE FROM pending")

    assert vault.store.others_wrote()


def test_tombstones_are_found_without_reading_every_key(vault: Vault) -> None:
    with vault.store.connected() as connection:
        connection.execute("DROP INDEX tombstones")
    again = KeyStore(vault.store.path)

    with again.connected() as connection:
        plans = [connection.execute(f"EXPLAIN QUERY PLAN {query}").fetchall() for query in (TOMBSTONES, DESTROYED)]

    assert [[step[-1] for step in plan] for plan in plans] == [["SCAN keys USING COVERING INDEX tombstones"]] * 2


def test_no_more_keys_stay_in_memory_than_may(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("epex.core.log.vault.MOST", 5)
    subjects = [f"theme-{number}" for number in range(12)]

    for start in range(0, len(subjects), 3):
        vault.ensure(dict.fromkeys(subjects[start : start + 3], "base"))
        assert len(vault._ciphers) <= 5
    cells = [vault.seal(subject, b"here", b"text") for subject in subjects]

    assert [opened.text for cell in cells if (opened := vault.open(cell, b"here"))] == [b"text"] * 12
    vault.load(subjects)
    assert set(subjects) <= vault._ciphers.keys()
