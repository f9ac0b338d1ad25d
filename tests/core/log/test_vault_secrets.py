"""The vault's own secrets: tombstones, wrapping keys that change, and what is kept for work under way."""

import re
import sqlite3
from pathlib import Path
from typing import Any, cast

import pytest

from epex.core.decision import Refused
from epex.core.log.canonical import from_base64
from epex.core.log.vault import NONCE_BYTES, SALT_BYTES, Cell, KeyDestroyed, Vault, fingerprint
from tests.core.log.conftest import WRAPPING_KEYS

NEW_KEY = b"n" * 32
EARLY, LATE = "2017-03-14T09:26:53.000Z", "2018-03-14T09:26:53.000Z"
MOMENT = r"2[0-9]{3}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]\.[0-9]{3}Z"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Name the key database of the vault."""
    return tmp_path / "keys.db"


def sealed(vault: Vault, subject: str, wrapping: str = "base") -> Cell:
    """Seal a text under a new key."""
    vault.ensure({subject: wrapping})
    return vault.seal(subject, b"place", b'"Ada"')


def opened(vault: Vault, cell: Cell) -> bytes | None:
    """Open a sealed text."""
    found = vault.open(cell, b"place")
    return found.text if found else None


def strange(name: str, path: Path) -> str:
    """Write the sentence about a wrapping key that does not belong here."""
    return f"The wrapping key '{name}' does not open {path}; bring back the two that belong together."


def test_tombstones_tell_each_destroyed_key_and_its_moment(vault: Vault) -> None:
    vault.ensure({"person-1": "base", "person-3": "base"})

    vault.destroy("person-2", "person-1", at={"person-1": EARLY})

    found = vault.tombstones()
    assert list(found) == ["person-1", "person-2"]
    assert found["person-1"] == EARLY
    assert re.fullmatch(MOMENT, found["person-2"])


def test_tombstone_keeps_its_first_moment(vault: Vault) -> None:
    vault.destroy("person-1", at={"person-1": EARLY})

    vault.destroy("person-1", at={"person-1": LATE})
    vault.destroy("person-1")

    assert vault.tombstones() == {"person-1": EARLY}


def test_ensure_names_the_destroyed_key(vault: Vault) -> None:
    vault.destroy("person-1")

    with pytest.raises(KeyDestroyed, match=r"^person-1$"):
        vault.ensure({"person-1": "base"})


def test_ensure_takes_a_key_that_does_not_open_here_for_no_destroyed_one(vault: Vault, path: Path) -> None:
    cell = sealed(vault, "interview-1", "evaluation")
    member = Vault(path, {"base": WRAPPING_KEYS["base"]})

    member.ensure({"interview-1": "base"})

    assert opened(member, cell) is None


def test_seal_draws_a_nonce_and_a_salt_of_the_stated_lengths(vault: Vault) -> None:
    cell = sealed(vault, "person-1")

    found = vault.open(cell, b"place")

    assert found is not None
    assert (len(from_base64(cell["nonce"])), len(found.salt)) == (NONCE_BYTES, SALT_BYTES) == (12, 32)


@pytest.mark.parametrize(
    ("field", "what"),
    [
        ("ciphertext", "a sealed field does not open under its key"),
        ("commitment", "a sealed field does not match its commitment"),
    ],
)
def test_open_says_what_does_not_fit(vault: Vault, field: str, what: str) -> None:
    cell = sealed(vault, "person-1")
    other = vault.seal("person-1", b"place", b'"Ben"')
    changed: Any = {field: cast("Any", other)[field]}
    forged = Cell(**{**cell, **changed})

    with pytest.raises(ValueError, match=f"^{what}$"):
        vault.open(forged, b"place")


def test_fingerprint_never_changes() -> None:
    assert fingerprint(b"b" * 32) == "6d360f581c19f967"


def test_vault_knows_the_wrapping_keys_that_belong_to_it(vault: Vault, path: Path) -> None:
    known = {name: fingerprint(key) for name, key in WRAPPING_KEYS.items()}

    Vault(path, {"base": WRAPPING_KEYS["base"]})

    assert vault.fingerprints() == known


def test_vault_learns_a_wrapping_key_that_comes_later(path: Path) -> None:
    first = Vault(path, {"base": WRAPPING_KEYS["base"]})
    before = first.fingerprints()

    Vault(path, WRAPPING_KEYS)

    assert list(before) == ["base"]
    assert first.fingerprints() == {name: fingerprint(key) for name, key in WRAPPING_KEYS.items()}


@pytest.mark.parametrize("name", ["base", "evaluation"])
def test_vault_refuses_a_strange_wrapping_key(vault: Vault, path: Path, name: str) -> None:
    with pytest.raises(Refused) as refused:
        Vault(path, {**WRAPPING_KEYS, name: NEW_KEY})

    assert str(refused.value) == strange(name, path)
    assert vault.fingerprints()[name] == fingerprint(WRAPPING_KEYS[name])


def test_vault_refuses_a_data_key_that_its_wrapping_key_does_not_open(vault: Vault, path: Path) -> None:
    cell = sealed(vault, "person-1")
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE keys SET wrapped = zeroblob(60)")

    with pytest.raises(Refused) as refused:
        Vault(path, WRAPPING_KEYS).open(cell, b"place")

    assert str(refused.value) == strange("base", path)


@pytest.mark.parametrize("name", ["base", "evaluation"])
def test_rewrap_moves_one_wrapping_to_another_key(vault: Vault, path: Path, name: str) -> None:
    cells = [sealed(vault, "person-1"), sealed(vault, "interview-1", "evaluation")]
    vault.keep("work", b"names")
    vault.destroy("person-2")

    vault.rewrap(name, NEW_KEY)

    again = Vault(path, {**WRAPPING_KEYS, name: NEW_KEY})
    assert [opened(again, cell) for cell in cells] == [b'"Ada"'] * 2
    assert again.kept("work") == b"names"
    assert list(again.tombstones()) == ["person-2"]
    assert again.fingerprints() == {
        **{other: fingerprint(key) for other, key in WRAPPING_KEYS.items()},
        name: fingerprint(NEW_KEY),
    }
    with pytest.raises(Refused):
        Vault(path, WRAPPING_KEYS)


def test_vault_goes_on_after_its_own_rewrap(vault: Vault, path: Path) -> None:
    vault.ensure({"person-1": "base"})
    vault.rewrap("base", NEW_KEY)

    cells = [sealed(vault, subject) for subject in ("person-1", "person-2")]
    vault.keep("work", b"names")

    again = Vault(path, {**WRAPPING_KEYS, "base": NEW_KEY})
    assert [opened(again, cell) for cell in cells] == [b'"Ada"'] * 2
    assert (vault.kept("work"), again.kept("work")) == (b"names", b"names")


def test_rewrap_leaves_all_as_it_was_when_a_key_does_not_open(vault: Vault, path: Path) -> None:
    cell = sealed(vault, "person-1")
    vault.ensure({"person-2": "base"})
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE keys SET wrapped = zeroblob(60) WHERE subject = 'person-2'")

    with pytest.raises(Refused) as refused:
        vault.rewrap("base", NEW_KEY)

    assert str(refused.value) == strange("base", path)
    assert opened(Vault(path, WRAPPING_KEYS), cell) == b'"Ada"'


def test_keep_gives_back_what_was_kept_last(vault: Vault, path: Path) -> None:
    vault.keep("work", b"first")
    vault.keep("other", b"theirs")

    vault.keep("work", b"second")

    assert vault.kept("work") == b"second"
    assert Vault(path, WRAPPING_KEYS).kept("other") == b"theirs"


def test_kept_secrets_are_sealed(vault: Vault, path: Path) -> None:
    vault.keep("work", b"a name that nobody may read")

    assert b"nobody may read" not in path.read_bytes()


def test_kept_secret_belongs_to_its_name(vault: Vault, path: Path) -> None:
    vault.keep("work", b"names")
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE pending SET name = 'other'")

    with pytest.raises(Refused):
        vault.kept("other")


def test_forget_leaves_the_others(vault: Vault) -> None:
    vault.keep("work", b"names")
    vault.keep("other", b"theirs")

    vault.forget("work")

    assert (vault.kept("work"), vault.kept("other"), vault.kept("never")) == (None, b"theirs", None)


def test_ensure_holds_known_keys_beside_new_ones(vault: Vault) -> None:
    vault.ensure({"person-1": "base"})

    vault.ensure({"person-1": "base", "person-2": "base"})

    assert [opened(vault, vault.seal(subject, b"place", b'"Ada"')) for subject in ("person-1", "person-2")] == [
        b'"Ada"',
        b'"Ada"',
    ]
