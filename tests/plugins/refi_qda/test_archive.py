"""Archives from elsewhere: bombs, paths that leave them, and damage are refused in a sentence."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from epex.core.decision import Refused
from epex.plugins.builtin.refi_qda.archive import Archive, packed

FILES = {"project.qde": b"<Project/>", "sources/a.txt": "é".encode()}


def holding(name: str, content: bytes = b"x") -> bytes:
    """Pack one file under any name."""
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as made:
        made.writestr(name, content)
    return written.getvalue()


def test_archive_is_the_same_each_time_and_finds_names_in_any_letters() -> None:
    opened = Archive(packed(FILES))

    assert packed(FILES) == packed(FILES)
    assert [opened.read(name) for name in ("Project.qde", "Sources/A.TXT", "none")] == [*FILES.values(), None]


@pytest.mark.parametrize("name", ["../x", "sources/../../x", "/etc/x", "..\\x", "C:/x", "\\x"])
def test_archive_refuses_paths_that_leave_it(name: str) -> None:
    with pytest.raises(Refused, match="outside itself; save it anew where it comes from"):
        Archive(holding(name))


def test_archive_refuses_what_unpacks_to_too_much() -> None:
    bomb = holding("project.qde", b"0" * 1_000_001)
    assert len(bomb) < 2_000

    with pytest.raises(Refused, match=r"The texts of the project unpack to more than 1000000 bytes; save it in parts"):
        Archive(bomb, most=1_000_000).read("project.qde")


def test_archive_counts_what_was_unpacked_before() -> None:
    opened = Archive(packed(FILES), most=11)

    assert opened.read("project.qde") == b"<Project/>"
    with pytest.raises(Refused, match="unpack to more than 11 bytes"):
        opened.read("sources/a.txt")


@pytest.mark.parametrize("cut", [slice(0, 0), slice(0, 40), slice(5, None), slice(0, -30)])
def test_archive_refuses_what_is_cut(cut: slice) -> None:
    with pytest.raises(Refused, match=r"^The project is damaged"):
        Archive(packed(FILES)[cut]).read("project.qde")


def test_archive_refuses_what_was_changed_on_the_way() -> None:
    content = packed({"project.qde": b"<Project>" + b"many words, " * 100})
    broken = content[:60] + bytes([content[60] ^ 255]) + content[61:]

    with pytest.raises(Refused, match=r"^The project is damaged"):
        Archive(broken).read("project.qde")
