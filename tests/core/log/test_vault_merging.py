"""Data keys that come from another base: beside those that are here, and never for who was erased."""

from pathlib import Path

import pytest

from epex.core.log.vault import BESIDE, Vault

WRAPPING = {"base": b"b" * 32, "evaluation": b"e" * 32}
OTHERS = {"base": b"o" * 32, "evaluation": b"p" * 32}
SUBJECT = "theme-1"


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "keys.db", WRAPPING)


@pytest.fixture
def other(tmp_path: Path) -> Vault:
    """Give the vault of another base, which made a key of its own for the same subject."""
    other = Vault(tmp_path / "other.db", OTHERS)
    other.ensure({SUBJECT: "base", "interview-1": "evaluation"})
    return other


def opened(vault: Vault, cell: object) -> bytes | None:
    found = vault.open(cell, b"a")  # type: ignore[arg-type]
    return found.text if found else None


def test_secrets_are_those_under_one_wrapping_key(other: Vault) -> None:
    assert (list(other.secrets("base")), list(other.secrets("evaluation"))) == ([SUBJECT], ["interview-1"])


def test_take_keeps_keys_that_open_what_was_sealed_there(vault: Vault, other: Vault) -> None:
    cell = other.seal(SUBJECT, b"a", b'"Trust"')

    came = [vault.take("base", other.secrets("base")), vault.take("base", other.secrets("base"))]

    assert (came, opened(vault, cell)) == ([1, 0], b'"Trust"')
    assert vault.secrets("base") == other.secrets("base")


def test_a_second_key_for_the_same_stands_beside_the_first(vault: Vault, other: Vault) -> None:
    vault.ensure({SUBJECT: "base"})
    own, theirs = vault.seal(SUBJECT, b"a", b'"own"'), other.seal(SUBJECT, b"a", b'"theirs"')

    came = [vault.take("base", other.secrets("base")) for _ in range(2)]

    assert (came, opened(vault, own), opened(vault, theirs)) == ([1, 0], b'"own"', b'"theirs"')
    assert [name.partition(BESIDE)[0] for name in vault.secrets("base")] == [SUBJECT, SUBJECT]
    other.take("base", vault.secrets("base"))
    assert (opened(other, own), opened(other, theirs)) == (b'"own"', b'"theirs"')


def test_a_key_beside_is_rewrapped_with_the_others(tmp_path: Path, vault: Vault, other: Vault) -> None:
    vault.ensure({SUBJECT: "base"})
    vault.take("base", other.secrets("base"))
    theirs = other.seal(SUBJECT, b"a", b'"theirs"')

    vault.rewrap("base", b"n" * 32)

    assert opened(Vault(tmp_path / "keys.db", {**WRAPPING, "base": b"n" * 32}), theirs) == b'"theirs"'


def test_destroying_takes_the_keys_beside_as_well(vault: Vault, other: Vault) -> None:
    vault.ensure({SUBJECT: "base", "theme-10": "base"})
    vault.take("base", other.secrets("base"))
    theirs = other.seal(SUBJECT, b"a", b'"theirs"')
    assert opened(vault, theirs) == b'"theirs"'

    vault.destroy(SUBJECT)

    assert (opened(vault, theirs), vault.take("base", other.secrets("base"))) == (None, 0)
    assert {name.partition(BESIDE)[0] for name in vault.tombstones()} == {SUBJECT}
    assert len(vault.tombstones()) == 2
    assert list(vault.secrets("base")) == ["theme-10"]


def test_take_needs_the_wrapping_key(tmp_path: Path, other: Vault) -> None:
    bare = Vault(tmp_path / "bare.db", {"base": b"b" * 32})

    with pytest.raises(KeyError):
        bare.take("evaluation", other.secrets("evaluation"))


def test_a_key_beside_under_a_wrapping_key_that_is_away_opens_nothing(tmp_path: Path, vault: Vault) -> None:
    vault.ensure({"interview-1": "evaluation", SUBJECT: "base"})
    vault.take("evaluation", {"interview-1": b"1" * 32})
    sealed = vault.seal(SUBJECT, b"a", b'"Trust"')
    bare = Vault(tmp_path / "keys.db", {"base": WRAPPING["base"]})

    with pytest.raises(ValueError, match="does not open under its key"):
        bare.open({**sealed, "ciphertext": sealed["nonce"]}, b"a")
    assert bare._beside("interview-1") == []


def test_what_opens_under_none_of_its_keys_is_named(vault: Vault, other: Vault) -> None:
    vault.ensure({SUBJECT: "base"})
    theirs = other.seal(SUBJECT, b"a", b'"theirs"')

    with pytest.raises(ValueError, match="does not open under its key"):
        vault.open(theirs, b"a")


def test_a_lent_key_opens_and_is_not_kept(vault: Vault, other: Vault) -> None:
    vault.ensure({"theme-2": "base"})
    theirs, before = other.seal(SUBJECT, b"a", b'"theirs"'), vault.secrets("base")

    vault.lend(other.secrets("base"))

    assert opened(vault, theirs) == b'"theirs"'
    assert vault.secrets("base") == before


def test_a_lent_key_opens_nothing_that_was_destroyed(vault: Vault, other: Vault) -> None:
    theirs = other.seal(SUBJECT, b"a", b'"theirs"')
    vault.destroy(SUBJECT)

    vault.lend(other.secrets("base"))

    assert opened(vault, theirs) is None
