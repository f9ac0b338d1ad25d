"""The manifest: only what this base wrote, byte for byte."""

import json
from pathlib import Path

import pytest

from epex.search.manifest import Manifest, hashes_of

MANIFEST = Manifest(schema="s", position=7, documents=3, folder="f", files={"a": "1"})


def test_a_sealed_manifest_is_read_back() -> None:
    assert Manifest.unsealed(MANIFEST.sealed(b"secret"), b"secret") == MANIFEST


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\n",
        b"seal\n{}",
        MANIFEST.sealed(b"another"),
        MANIFEST.sealed(b"secret").replace(b'"position": 7', b'"position": 8'),
        MANIFEST.sealed(b"secret") + b" ",
        json.dumps({"schema": "s"}).encode(),
    ],
)
def test_a_manifest_of_somebody_else_is_none(raw: bytes) -> None:
    assert Manifest.unsealed(raw, b"secret") is None


def test_hashes_tell_every_change(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"one")
    before = hashes_of(tmp_path)

    (tmp_path / "a").write_bytes(b"two")
    (tmp_path / "b").write_bytes(b"one")

    after = hashes_of(tmp_path)
    assert (after["b"], after["a"] == before["a"]) == (before["a"], False)


def test_hashes_take_over_what_is_known(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"one")

    assert hashes_of(tmp_path, {"a": "known", "gone": "x"}) == {"a": "known"}
