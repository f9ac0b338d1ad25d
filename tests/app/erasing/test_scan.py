"""Every byte below a folder is looked at, each file once, and what is packed in it too."""

import bz2
import gzip
import lzma
import os
from collections.abc import Iterator
from contextlib import contextmanager
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

    assert scanned(tmp_path) == [(f"{NAME}/a", 1, ""), (f"{NAME.lower()}.lnk", 1, "")]


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

    assert scanned(base, other, other / "x") == [("link/x", 1, "")]
    (base / "link").unlink()
    assert scanned(base, other) == [((other / "x").as_posix(), 1, "")]


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

    assert found == (5000, FINDER.count(bytes(raw))) == (5000, len(starts))


def test_the_digest_depends_on_every_name_size_and_count() -> None:
    told = [Scanned("a", 1, 0), Scanned("b", 2, 1)]
    others = [[Scanned("a", 1, 0)], [Scanned("a", 1, 0), Scanned("b", 2, 0)], [Scanned("a", 1, 0), Scanned("c", 2, 1)]]

    assert digest(told) == sha256(b'[["a",1,0],["b",2,1]]').hexdigest()
    assert digest(told) not in map(digest, others)
