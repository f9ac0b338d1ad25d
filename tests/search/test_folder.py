"""The folder of the index: sealed, private, and swapped as a whole."""

from pathlib import Path

import pytest

from epex.core.decision import Refused
from epex.search.folder import IndexFolder
from epex.search.manifest import NAME, Manifest


@pytest.fixture
def folder(tmp_path: Path) -> IndexFolder:
    return IndexFolder(tmp_path / "index", b"secret", "schema")


def published(folder: IndexFolder, content: bytes = b"postings") -> Manifest:
    with folder.writing():
        fresh = folder.fresh()
        (fresh / "segment").write_bytes(content)
        return folder.publish(fresh, position=7, documents=3)


def test_nothing_is_verified_before_something_was_published(folder: IndexFolder) -> None:
    assert folder.verified() is None


def test_what_was_published_is_verified(folder: IndexFolder) -> None:
    manifest = published(folder)

    assert folder.verified() == manifest
    assert (manifest.position, manifest.documents) == (7, 3)


def test_every_folder_is_private(folder: IndexFolder) -> None:
    manifest = published(folder)

    modes = [path.stat().st_mode & 0o777 for path in (folder.root, folder.path(manifest))]
    assert modes == [0o700, 0o700]


def test_a_new_index_takes_the_place_of_every_other(folder: IndexFolder) -> None:
    first = published(folder)
    (folder.root / "stray").write_bytes(b"left behind")
    (folder.root / "link").symlink_to(folder.path(first))
    second = published(folder, b"others")

    assert folder.verified() == second
    assert sorted(path.name for path in folder.root.iterdir()) == sorted(["lock", NAME, second.folder])


@pytest.mark.parametrize("damage", ["changed", "shorter", "missing", "more", "nothing", "gone"])
def test_a_damaged_index_is_not_verified(folder: IndexFolder, damage: str) -> None:
    place = folder.path(published(folder))
    segment = place / "segment"
    match damage:
        case "changed":
            segment.write_bytes(b"posthings")
        case "shorter":
            segment.write_bytes(b"")
        case "missing":
            segment.unlink()
        case "more":
            (place / "_epex_99.toc").write_bytes(b"a stranger's table of contents")
        case "nothing":
            (folder.root / NAME).write_bytes(b"")
        case "gone":
            segment.unlink()
            place.rmdir()

    assert folder.verified() is None


def test_an_index_of_another_schema_or_secret_is_not_verified(folder: IndexFolder) -> None:
    published(folder)

    others = [IndexFolder(folder.root, b"secret", "newer"), IndexFolder(folder.root, b"stolen", "schema")]
    assert [other.verified() for other in others] == [None, None]


def test_the_files_of_an_index_that_is_open_are_not_read_again(folder: IndexFolder) -> None:
    manifest = published(folder)
    (folder.path(manifest) / "segment").write_bytes(b"changed")

    assert folder.verified(manifest) == manifest


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(Refused, match="cannot be written"), IndexFolder(tmp_path / "file" / "x", b"", "").writing():
        pass


def test_a_refusal_while_writing_stays_itself(folder: IndexFolder) -> None:
    with pytest.raises(Refused, match="Not now"), folder.writing():
        raise Refused("Not now.")
