"""The file of a backup: private, whole or not there, and believed only when every hash fits."""

import json
import re
import stat
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pytest

from epex.app.base import KnowledgeBase
from epex.app.keeping.archive import Archive, new_archive
from epex.app.keeping.backup import back_up
from epex.app.keeping.restore import restore
from epex.core.decision import Refused
from tests.app.keeping.conftest import untold

KIND = "backup"
NAMES = re.compile(r"one\.txt|two\.txt|checkpoints/[0-9]\.txt")


def write(path: Path, **members: bytes) -> Path:
    with new_archive(path) as archive:
        for name, content in members.items():
            archive.add(f"{name}.txt", content)
        archive.seal(KIND, {"base_id": "b-1"})
    return path


def forge(path: Path, members: dict[str, bytes], manifest: object) -> Path:
    with ZipFile(path, "w", ZIP_STORED) as forged:
        for name, content in members.items():
            forged.writestr(name, content)
        if manifest is not None:
            forged.writestr("manifest.json", manifest if isinstance(manifest, bytes) else json.dumps(manifest))
    return path


def opened(path: Path) -> dict[str, bytes]:
    with Archive.open(path, KIND, NAMES) as archive:
        return {name: archive.read(name) for name in archive.names}


def test_a_full_disk_is_named(tmp_path: Path) -> None:
    with (
        pytest.raises(Refused, match=f"The disk of {tmp_path} is full; free some space"),
        new_archive(tmp_path / "a.zip"),
        Path("/dev/full").open("wb", buffering=0) as full,
    ):
        full.write(b"x")

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["log", "keys", "copy", "draft.zip", "checkpoints"])
def test_a_backup_may_have_any_name(small: KnowledgeBase, tmp_path: Path, name: str) -> None:
    (tmp_path / "safe").mkdir()

    back_up(small.config, tmp_path / "safe" / name, tell=untold)

    assert restore(tmp_path / "safe" / name, tmp_path / "restored", tell=untold)["size"] == 5


def test_archive_gives_back_what_was_put_in(tmp_path: Path) -> None:
    path = write(tmp_path / "saved.zip", one=b"1" * 3_000_000, two=b"")

    with Archive.open(path, KIND, NAMES) as archive:
        archive.require_sound()
        archive.extract("one.txt", tmp_path / "one.txt")
        said = {name: archive.manifest[name] for name in ("kind", "format", "base_id")}

    assert (tmp_path / "one.txt").read_bytes() == b"1" * 3_000_000
    assert said == {"kind": KIND, "format": 1, "base_id": "b-1"}
    assert [stat.S_IMODE(file.stat().st_mode) for file in (path, tmp_path / "one.txt")] == [0o600, 0o600]


def test_archive_is_never_written_over_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "saved.zip").write_bytes(b"kept")

    with pytest.raises(Refused, match="is there already; name a new file"):
        write(tmp_path / "saved.zip", one=b"1")

    assert (tmp_path / "saved.zip").read_bytes() == b"kept"
    assert [path.name for path in tmp_path.iterdir()] == ["saved.zip"]


def test_archive_refuses_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"There is no folder .*; make it"):
        write(tmp_path / "missing" / "saved.zip", one=b"1")


def test_archive_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    def fail() -> None:
        with new_archive(tmp_path / "saved.zip") as archive:
            archive.add("one.txt", b"1")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert list(tmp_path.iterdir()) == []


def test_archive_clears_what_a_killed_run_left(tmp_path: Path) -> None:
    (tmp_path / ".saved.zip.0a0a0a0a.part").mkdir()
    (tmp_path / ".saved.zip.0a0a0a0a.part" / "events.db").write_bytes(b"half")

    write(tmp_path / "saved.zip", one=b"1")

    assert [path.name for path in tmp_path.iterdir()] == ["saved.zip"]


def test_every_changed_byte_of_a_member_is_found(tmp_path: Path) -> None:
    whole = write(tmp_path / "saved.zip", one=bytes(range(256))).read_bytes()
    found = []

    for place in range(0, len(whole), 3):
        changed = tmp_path / "changed.zip"
        changed.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        try:
            found.append(opened(changed))
        except Refused:
            continue

    # What may differ without harm is told by no hash: times, versions and places of the container.
    assert all(members == {"one.txt": bytes(range(256))} for members in found)
    assert len(found) < len(whole) / 3 / 2


@pytest.mark.parametrize("kept", [0, 10, 100])
def test_archive_that_was_cut_off_is_refused(tmp_path: Path, kept: int) -> None:
    path = write(tmp_path / "saved.zip", one=b"1" * 1000)
    path.write_bytes(path.read_bytes()[:kept])

    with pytest.raises(Refused, match="it is no zip file, or was cut off"):
        opened(path)


SOUND = {"kind": KIND, "format": 1, "members": {"one.txt": {"sha256": "0", "bytes": 1}}}


@pytest.mark.parametrize(
    ("members", "manifest", "why"),
    [
        ({}, None, "its manifest is missing or cannot be read"),
        ({}, b"\xff", "its manifest is missing or cannot be read"),
        ({}, b"[" * 100_000, "its manifest is missing or cannot be read"),
        ({}, [], "its manifest is missing or cannot be read"),
        ({}, {"members": {"one.txt": 1}}, "its manifest is missing or cannot be read"),
        ({}, {**SOUND, "kind": "bundle"}, "it says that it is bundle, format 1"),
        ({}, {**SOUND, "format": 2}, "it says that it is backup, format 2"),
        ({}, SOUND, "it does not hold what its manifest lists"),
        ({"one.txt": b"1", "two.txt": b"2"}, SOUND, "it does not hold what its manifest lists"),
        (
            {"../one.txt": b"1"},
            {**SOUND, "members": {"../one.txt": {"sha256": "0", "bytes": 1}}},
            "it does not hold what its manifest lists",
        ),
        (
            {"/one.txt": b"1"},
            {**SOUND, "members": {"/one.txt": {"sha256": "0", "bytes": 1}}},
            "it does not hold what its manifest lists",
        ),
    ],
)
def test_archive_of_a_strangers_making_is_refused(
    tmp_path: Path, members: dict[str, bytes], manifest: object, why: str
) -> None:
    with pytest.raises(Refused, match=why):
        opened(forge(tmp_path / "forged.zip", members, manifest))


def test_member_that_grows_when_it_is_unpacked_is_refused(tmp_path: Path) -> None:
    path = forge(tmp_path / "forged.zip", {"one.txt": b"0" * 5_000_000}, SOUND)

    with Archive.open(path, KIND, NAMES) as archive, pytest.raises(Refused, match=r"member one\.txt is not as it was"):
        archive.extract("one.txt", tmp_path / "one.txt")

    assert (tmp_path / "one.txt").stat().st_size <= 1


def test_archive_larger_than_the_disk_is_refused(tmp_path: Path) -> None:
    told = {**SOUND, "members": {"one.txt": {"sha256": "0", "bytes": 10**15}}}
    path = forge(tmp_path / "forged.zip", {"one.txt": b"0"}, told)

    with Archive.open(path, KIND, NAMES) as archive, pytest.raises(Refused, match="free some space first"):
        archive.require_room(tmp_path)


def test_a_missing_archive_is_named(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="There is no file"):
        opened(tmp_path / "missing.zip")
