"""Every byte below a folder is looked at, each file once, and what is packed in it too."""

import bz2
import gzip
import lzma
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from epex.app.erasing import scan
from epex.app.erasing.forms import Bounds, Finder
from epex.app.erasing.scan import Scan, Scanned, count, digest
from epex.app.erasing.sought import SQLITE, SoughtKeys

NAME = "Zephyrine Quillenbrook"
FINDER = Finder([NAME])
NOBODY = 65534


def scanned(folder: Path, *others: Path) -> list[tuple[str, int, str]]:
    return [(each.path, each.hits, each.fault) for each in Scan(folder, others, FINDER).run()]


@contextmanager
def somebody_else() -> Iterator[None]:
    """Be no administrator, for one may read everything."""
    before = os.geteuid()
    os.seteuid(NOBODY if before == 0 else before)
    try:
        yield
    finally:
        os.seteuid(before)


def zipped(**members: bytes) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.mkdir("empty")
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def test_every_file_is_looked_at_in_order(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / ".hidden").write_text(f"{NAME} and {NAME}")
    (tmp_path / "c.bin").write_bytes(b"")
    (tmp_path / "a.txt").write_text("nothing")

    assert scanned(tmp_path) == [("a.txt", 0, ""), ("b/.hidden", 2, ""), ("c.bin", 0, "")]


def test_a_name_of_a_file_or_folder_counts(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()
    (tmp_path / NAME / "a").touch()
    (tmp_path / f"{NAME.lower()}.lnk").symlink_to("nowhere")

    (tmp_path / f"{NAME} (empty)").mkdir()

    assert scanned(tmp_path) == [
        (NAME, 1, ""),
        (f"{NAME}/a", 1, ""),
        (f"{NAME} (empty)", 1, ""),
        (f"{NAME.lower()}.lnk", 1, ""),
    ]


def test_a_second_name_of_a_file_and_a_link_within_the_base_count(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    (tmp_path / f"b {NAME}").hardlink_to(tmp_path / "a")
    (tmp_path / f"c {NAME}").symlink_to("a")

    assert scanned(tmp_path) == [("a", 0, ""), (f"b {NAME}", 1, ""), (f"c {NAME}", 1, "")]


@pytest.mark.parametrize("goal", ["/", "/etc/hostname", "../elsewhere"])
def test_a_link_that_leads_out_is_named_and_not_followed(tmp_path: Path, goal: str) -> None:
    base = tmp_path / "base"
    base.mkdir()
    (tmp_path / "elsewhere").write_text(NAME)
    (base / "link").symlink_to(goal)

    assert scanned(base) == [("link", 0, "it is a link that leads out of the base")]


def test_the_name_of_the_base_itself_is_its_owners_affair(tmp_path: Path) -> None:
    folder = tmp_path / NAME
    folder.mkdir()
    (folder / "a").touch()

    assert scanned(folder) == [("a", 0, "")]


def test_what_lies_elsewhere_is_looked_at_once(tmp_path: Path) -> None:
    base, other = tmp_path / "base", tmp_path / "other"
    for folder in (base, other):
        folder.mkdir()
    (other / "x").write_text(NAME)
    (base / "link").symlink_to(other)
    (base / "loop").symlink_to(base)

    assert scanned(base, other, other / "x") == [
        ("link", 0, ""),
        ("loop", 0, ""),
        ((other / "x").as_posix(), 1, ""),
    ]


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress], ids=["gzip", "bzip2", "xz"])
def test_what_is_compressed_is_unpacked(tmp_path: Path, pack: object) -> None:
    assert callable(pack)
    (tmp_path / "a").write_bytes(pack(NAME.encode()))

    assert scanned(tmp_path)[1] == ("a!", 1, "")


def test_members_of_archives_and_their_names_are_looked_at(tmp_path: Path) -> None:
    inner = zipped(**{f"{NAME}.txt": b"x", "b": gzip.compress(NAME.encode())})
    (tmp_path / "a.zip").write_bytes(zipped(inner=inner, plain=b"nothing"))

    found = {path: hits for path, hits, _ in scanned(tmp_path)}
    assert found == {
        "a.zip": 0,
        "a.zip!inner": 2,
        f"a.zip!inner!{NAME}.txt": 1,
        "a.zip!inner!b": 0,
        "a.zip!inner!b!": 1,
        "a.zip!plain": 0,
    }


@pytest.mark.parametrize(
    ("raw", "error"),
    [
        (b"PK\x03\x04 nothing", "BadZipFile"),
        (gzip.compress(b"x" * 1000)[:-9], "EOFError"),
        (lzma.compress(bytes(9))[:12] + bytes(99), "LZMAError"),
    ],
    ids=["zip", "gzip", "xz"],
)
def test_what_cannot_be_unpacked_is_a_fault(tmp_path: Path, raw: bytes, error: str) -> None:
    (tmp_path / "a").write_bytes(raw)

    assert scanned(tmp_path) == [("a", 0, ""), ("a!", 0, f"what is packed in it cannot be read ({error})")]


def test_what_grows_beyond_bounds_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "LARGEST_INNER", 1000)
    (tmp_path / "a").write_bytes(gzip.compress(bytes(1001)))

    assert scanned(tmp_path)[1][2] == "what is packed in it cannot be read (TooLarge)"


def test_nobody_packs_deeper_than_is_looked(tmp_path: Path) -> None:
    raw = NAME.encode()
    for _ in range(scan.DEEPEST):
        raw = gzip.compress(raw)
    (tmp_path / "a").write_bytes(raw)

    assert scanned(tmp_path)[-1] == ("a!!!!", 1, "")
    (tmp_path / "a").write_bytes(gzip.compress(gzip.compress(raw)))
    assert scanned(tmp_path)[-1] == ("a!!!!", 0, "what is packed in it is packed too deep to be looked into")


def test_a_short_text_within_packed_bytes_is_chance(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(gzip.compress(b"nothing") + b" and Wu here ")
    (tmp_path / "b").write_bytes(zipped(inner=b" and Wu here "))

    found = [(each.path, each.hits) for each in Scan(tmp_path, (), Finder(["Wu"])).run()]

    assert found == [("a", 0), ("a!", 0), ("b", 0), ("b!inner", 1)]


def test_a_zip_behind_something_else_is_looked_into(tmp_path: Path) -> None:
    (tmp_path / "a.exe").write_bytes(b"#!/bin/sh\n" + zipped(inner=NAME.encode()))

    assert scanned(tmp_path) == [("a.exe", 0, ""), ("a.exe!inner", 1, "")]


def test_what_is_large_is_unpacked_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "IN_MEMORY", 1000)
    large = bytes(3000) + NAME.encode()
    (tmp_path / "a.zip").write_bytes(zipped(large=large, packed=gzip.compress(os.urandom(2000) + large)))

    found = {path: hits for path, hits, _ in scanned(tmp_path)}
    assert found == {"a.zip": 0, "a.zip!large": 1, "a.zip!packed": 0, "a.zip!packed!": 1}


KEY = bytes(range(100, 160))
SUBJECT = "person-0b9a6d5c-1111-4222-8333-777788889999"


def database_of_keys(folder: Path, wrapped: bytes | None) -> bytes:
    path = folder / "some.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE keys (subject TEXT, wrapped BLOB)")
        connection.execute("INSERT INTO keys VALUES (?, ?)", (SUBJECT, wrapped))
    raw = path.read_bytes()
    path.unlink()
    return raw


@pytest.mark.parametrize("way", ["raw", "hex", "zip", "branch", "branch in zip"])
def test_a_key_of_what_is_to_go_is_a_fault(tmp_path: Path, way: str) -> None:
    branch = database_of_keys(tmp_path, b"wrapped under another key")
    written = {
        "raw": b"xyz" + KEY,
        "hex": KEY.hex().upper().encode(),
        "zip": zipped(k=KEY),
        "branch": branch,
        "branch in zip": zipped(k=branch),
    }
    (tmp_path / "a").write_bytes(written[way])

    found = [*Scan(tmp_path, (), FINDER, SoughtKeys([SUBJECT], [KEY])).run()]

    assert sorted({each.fault for each in found if each.fault}) == ["it still holds a key of what is to go; delete it"]


def test_a_tombstone_or_another_database_holds_no_key(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(database_of_keys(tmp_path, None))
    (tmp_path / "b").write_bytes(SQLITE + b" and nothing that follows")
    (tmp_path / "c").write_bytes(database_of_keys(tmp_path, KEY).replace(b"wrapped", b"another"))

    found = [*Scan(tmp_path, (), FINDER, SoughtKeys([SUBJECT], [b"x" * 60])).run()]

    assert [(each.path, each.fault) for each in found] == [("a", ""), ("b", ""), ("c", "")]


def test_sought_keys_are_taken_up_again() -> None:
    sought = SoughtKeys((SUBJECT,), (KEY,))

    assert SoughtKeys.from_json(sought.as_json()) == sought


def test_what_cannot_be_read_is_a_fault() -> None:
    with somebody_else(), TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a").touch(mode=0)
        (folder / "b").mkdir(mode=0)

        found = scanned(folder)
        (folder / "b").chmod(0o700)

    assert found == [(path, 0, "it cannot be read (Permission denied)") for path in ("a", "b")]


def test_what_is_no_file_is_left_alone(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    assert scanned(tmp_path) == []


@settings(max_examples=40, deadline=None)
@given(places=st.lists(st.integers(0, 4000), max_size=4, unique=True), portion=st.integers(1, 600))
def test_a_text_counts_once_wherever_the_portions_end(places: list[int], portion: int) -> None:
    raw = bytearray(b" " * 5000)
    starts = [
        place
        for number, place in enumerate(sorted(places))
        if all(place - one >= 40 for one in sorted(places)[:number])
    ]
    for place in starts:
        raw[place : place + len(NAME)] = NAME.encode()
    before, scan.CHUNK = scan.CHUNK, portion
    try:
        found = count(BytesIO(raw), FINDER, Bounds.WORDS)
    finally:
        scan.CHUNK = before

    assert found == (5000, FINDER.count(bytes(raw)), False) == (5000, len(starts), False)


def test_the_digest_depends_on_every_name_size_and_count() -> None:
    told = [Scanned("a", 1, 0), Scanned("b", 2, 1)]
    others = [[Scanned("a", 1, 0)], [Scanned("a", 1, 0), Scanned("b", 2, 0)], [Scanned("a", 1, 0), Scanned("c", 2, 1)]]

    assert digest(told) == sha256(b'[["a",1,0],["b",2,1]]').hexdigest()
    assert digest(told) not in map(digest, others)
