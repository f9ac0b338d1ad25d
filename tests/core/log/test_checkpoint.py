"""Checkpoints: their text, their files, their witnesses."""

from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from epex.core.decision import Refused
from epex.core.log.canonical import to_base64
from epex.core.log.checkpoint import (
    Checkpoint,
    Checkpoints,
    Signed,
    file_name,
    read_checkpoint,
    witness_key,
    witness_name,
)
from epex.core.log.notes import COSIGNATURE, Signature, Signer

ROOT = sha256(b"root").digest()
CHECKPOINT = Checkpoint("epex/base-1", 412, ROOT, sha256(b"register").digest())
SIGNER = Signer("epex/base-1", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
WITNESS = Signer(witness_name("harbour", to_base64(PRIVATE.public_key().public_bytes_raw())), PRIVATE, COSIGNATURE)


def signed(checkpoint: Checkpoint = CHECKPOINT) -> Signed:
    return Signed(checkpoint, SIGNER.sign(checkpoint.text))


def test_text_has_the_lines_of_the_specification() -> None:
    assert CHECKPOINT.text == (
        "epex/base-1\n412\nSBNJTRN+FjG7owHVrKtue7eqdM4RhdRWVl71HXN2d7I=\n"
        "destroyed-keys h3gPpd5oTofLkrJ58LwHsU9XKFHnO4lDoJfBdwpfOOY=\n"
    )


@pytest.mark.parametrize("checkpoint", [CHECKPOINT, Checkpoint("example.com/log", 0, ROOT)])
def test_from_text_reads_what_was_written(checkpoint: Checkpoint) -> None:
    assert Checkpoint.from_text(checkpoint.text) == checkpoint


@pytest.mark.parametrize(
    "text",
    [
        "",
        "epex/base-1\n412\n",
        CHECKPOINT.text.replace("412", "0412"),
        CHECKPOINT.text.replace("412", "-1"),
        CHECKPOINT.text.replace("epex/base-1", "epex base"),
        CHECKPOINT.text.replace("destroyed-keys", "other"),
        f"{CHECKPOINT.text}more\n",
        CHECKPOINT.text.rstrip("\n"),
    ],
)
def test_from_text_refuses_what_is_no_checkpoint(text: str) -> None:
    with pytest.raises(ValueError, match="it is no checkpoint"):
        Checkpoint.from_text(text)


def test_write_names_the_file_by_size_and_text(tmp_path: Path) -> None:
    path = Checkpoints(tmp_path).write(signed())

    assert path.name == f"000000000412-{sha256(CHECKPOINT.text.encode()).hexdigest()[:8]}.txt" == file_name(CHECKPOINT)
    assert read_checkpoint(path) == signed()


def test_write_joins_cosignatures(tmp_path: Path) -> None:
    folder = Checkpoints(tmp_path)
    cosigned = Signed(CHECKPOINT, WITNESS.cosign(signed().note, 5))
    folder.write(cosigned)

    folder.write(signed())

    assert [found for _, found in folder.all()] == [cosigned]


def test_newest_covers_most(tmp_path: Path) -> None:
    folder = Checkpoints(tmp_path)
    for size in (1000, 9, 412):
        folder.write(signed(Checkpoint("epex/base-1", size, ROOT)))

    newest = folder.newest()

    assert newest is not None
    assert newest.checkpoint.size == 1000
    assert [found.checkpoint.size for _, found in folder.all()] == [9, 412, 1000]


def test_newest_of_an_empty_or_missing_folder_is_none(tmp_path: Path) -> None:
    assert Checkpoints(tmp_path).newest() is None
    assert Checkpoints(tmp_path / "nowhere").newest() is None


def test_witnesses_are_those_whose_cosignatures_verify() -> None:
    note = WITNESS.cosign(signed().note, 5)
    forged = [line for line in WITNESS.cosign(SIGNER.sign("another\n"), 5).signatures if line.name == WITNESS.name]

    assert Signed(CHECKPOINT, note).witnesses() == [WITNESS.key]
    assert signed().witnesses() == []
    assert Signed(CHECKPOINT, signed().note.with_signatures(*forged)).witnesses() == []


def test_witnesses_are_not_any_other_signer() -> None:
    other = Signer("harbour", PRIVATE)

    assert Signed(CHECKPOINT, signed().note.with_signatures(*other.sign(CHECKPOINT.text).signatures)).witnesses() == []


@pytest.mark.parametrize("name", ["harbour", "harbour/short", "harbour/ä", "A" * 43])
def test_witness_key_is_none_without_a_key_in_the_name(name: str) -> None:
    assert witness_key(name) is None


def test_read_refuses_a_file_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="name a checkpoint that exists"):
        read_checkpoint(tmp_path / "nothing.txt")


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe", b"hello\n", str(SIGNER.sign("no checkpoint\n")).encode()])
def test_read_refuses_a_file_that_is_no_checkpoint(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "odd.txt").write_bytes(raw)

    with pytest.raises(Refused, match="is no signed checkpoint"):
        read_checkpoint(tmp_path / "odd.txt")


def test_read_refuses_a_folder(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="is no signed checkpoint"):
        read_checkpoint(tmp_path)


def test_write_leaves_out_lines_that_do_not_verify(tmp_path: Path) -> None:
    evil = Signature(witness_name("evil", "A" * 43), bytes(4), bytes(72))
    unknown = Signature("somebody", bytes(4), bytes(64))
    cosigned = WITNESS.cosign(signed().note, 5)

    path = Checkpoints(tmp_path).write(Signed(CHECKPOINT, cosigned.with_signatures(evil, unknown)))

    assert read_checkpoint(path).note == cosigned


def test_write_makes_the_folder(tmp_path: Path) -> None:
    path = Checkpoints(tmp_path / "gone").write(signed())

    assert read_checkpoint(path) == signed()


def test_paths_are_only_those_of_checkpoints(tmp_path: Path) -> None:
    (tmp_path / "README.txt").write_text("hello")
    path = Checkpoints(tmp_path).write(signed())

    assert Checkpoints(tmp_path).paths() == [path]


def test_newest_of_passes_over_what_is_broken_or_another_log(tmp_path: Path) -> None:
    folder = Checkpoints(tmp_path)
    folder.write(signed())
    other = Checkpoint("epex/base-2", 500, ROOT)
    folder.write(Signed(other, Signer("epex/base-2", PRIVATE).sign(other.text)))
    (tmp_path / "000000000900-00000000.txt").write_text("broken")

    assert folder.newest_of(SIGNER.key) == signed()
    assert [found.checkpoint.size for found in folder.readable()] == [412, 500]
