"""The register of destroyed keys: nobody who was erased comes back with older keys."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from epex.core.decision import Refused
from epex.core.log.notes import PublicKey, Signer
from epex.core.log.register import Register, parse_register, register_hash, register_text
from epex.core.log.vault import Vault
from tests.core.log.conftest import WRAPPING_KEYS

SIGNER = Signer("epex/base-1", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
DESTROYED = {"person-b": "2017-03-14T09:26:53.000Z", "organisation-a/name": "2017-03-15T09:26:53.000Z"}
TEXT = (
    "epex/base-1 destroyed keys\n2\norganisation-a/name 2017-03-15T09:26:53.000Z\nperson-b 2017-03-14T09:26:53.000Z\n"
)


@pytest.fixture
def register(tmp_path: Path, vault: Vault) -> Register:
    return Register("epex/base-1", tmp_path / "destroyed.txt", vault)


def test_text_lists_keys_in_order() -> None:
    assert register_text("epex/base-1", DESTROYED) == TEXT
    assert parse_register(TEXT) == DESTROYED


@pytest.mark.parametrize(
    "text",
    [
        "",
        "one\n",
        TEXT.replace("destroyed keys", "keys"),
        TEXT.replace("\n2\n", "\n3\n"),
        TEXT.replace("person-b ", "person-b\n"),
        f"{TEXT}more\n",
        TEXT.replace("organisation-a/name", "person-b"),
    ],
)
def test_parse_refuses_what_is_no_register(text: str) -> None:
    with pytest.raises(ValueError, match=r"register of destroyed keys|not enough values"):
        parse_register(text)


def test_write_signs_what_the_vault_has(register: Register, vault: Vault) -> None:
    vault.destroy(*DESTROYED, at=DESTROYED)

    register.write(SIGNER)

    note = register.read()
    assert note is not None
    assert note.text == TEXT
    assert SIGNER.key.verifies(note)
    assert register.path.stat().st_mode & 0o777 == 0o600


def test_apply_destroys_what_older_keys_bring_back(register: Register, vault: Vault, tmp_path: Path) -> None:
    vault.destroy(*DESTROYED, at=DESTROYED)
    register.write(SIGNER)
    older = Vault(tmp_path / "older.db", WRAPPING_KEYS)
    older.ensure({"person-b": "base", "person-c": "base"})

    Register("epex/base-1", register.path, older).apply(SIGNER.key)

    assert older.tombstones() == DESTROYED
    assert not older.is_destroyed("person-c")


def test_has_held_knows_every_earlier_register(register: Register, vault: Vault) -> None:
    texts = [register.text]
    for subject in DESTROYED:
        vault.destroy(subject)
        register.write(SIGNER)
        texts.append(register.text)

    assert [register.has_held(register_hash(text)) for text in texts] == [True, True, True]
    assert not register.has_held(register_hash(TEXT))


def test_has_held_learns_from_an_applied_file(register: Register, vault: Vault, tmp_path: Path) -> None:
    vault.destroy(*DESTROYED, at=DESTROYED)
    register.write(SIGNER)
    other = Register("epex/base-1", register.path, Vault(tmp_path / "older.db", WRAPPING_KEYS))
    before = other.has_held(register_hash(TEXT))

    other.apply(SIGNER.key)

    assert (before, other.has_held(register_hash(TEXT))) == (False, True)


def test_apply_without_a_file_changes_nothing(register: Register, vault: Vault) -> None:
    register.apply(SIGNER.key)

    assert vault.tombstones() == {}


def test_apply_refuses_a_file_that_somebody_else_signed(register: Register, vault: Vault) -> None:
    other = Signer("epex/base-1", Ed25519PrivateKey.generate())
    vault.destroy("person-b")
    register.write(other)

    with pytest.raises(Refused, match="was not signed by this base"):
        register.apply(SIGNER.key)


@pytest.mark.parametrize("key", [None, SIGNER.key])
def test_apply_refuses_the_register_of_another_base(register: Register, vault: Vault, key: PublicKey | None) -> None:
    Register("epex/base-2", register.path, vault).write(Signer("epex/base-2", SIGNER.private))

    with pytest.raises(Refused, match="was not signed by this base"):
        register.apply(key)


@pytest.mark.parametrize("raw", ["junk", str(SIGNER.sign("no register\n"))])
def test_read_refuses_a_damaged_file(register: Register, raw: str) -> None:
    register.path.write_text(raw)

    with pytest.raises(Refused, match="is damaged"):
        register.read()


def test_destroy_keeps_the_first_moment(vault: Vault) -> None:
    vault.destroy("person-b", at=DESTROYED)
    vault.destroy("person-b")

    assert vault.tombstones() == {"person-b": DESTROYED["person-b"]}
