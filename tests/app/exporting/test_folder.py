"""Files and folders: whole or not at all, and never over something."""

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from epex.app.base import KnowledgeBase
from epex.app.exporting.folder import file_of, write_file, write_folder
from epex.app.exporting.tables import SUBJECTS
from epex.core.decision import Refused
from tests.app.exporting.bases import told
from tests.app.importing.bases import copied


@pytest.fixture
def base(tmp_path: Path) -> KnowledgeBase:
    return copied(told, tmp_path / "base")


@pytest.mark.slow
def test_a_folder_holds_events_tables_and_what_explains_them(base: KnowledgeBase, tmp_path: Path) -> None:
    written = write_folder(base, tmp_path / "out")

    files = {path.name for path in (tmp_path / "out").iterdir()}
    readme = (tmp_path / "out" / "README.txt").read_text("utf-8")
    assert files == {"README.txt", "events.ndjson", *(file_of(subject) for subject in SUBJECTS)}
    assert (len(files), written["events"], written["tables"]["visit"]) == (len(SUBJECTS) + 2, base.log.head(), 1)
    assert (tmp_path / "out" / "visits.csv").read_bytes().count(b"\r\n") == 2
    assert "visits.csv                  1 rows" in readme
    assert "    host: who is visited" in readme
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "out").iterdir()} == {0o600}


def test_a_folder_can_hold_some_tables_only(base: KnowledgeBase, tmp_path: Path) -> None:
    write_folder(base, tmp_path / "out", ("person", "visit"), with_events=False)

    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["README.txt", "people.csv", "visits.csv"]


def test_nothing_is_written_over(base: KnowledgeBase, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine", "utf-8")

    with pytest.raises(Refused, match="is not empty"):
        write_folder(base, tmp_path / "out")
    with pytest.raises(Refused, match="is there already"):
        write_file(tmp_path / "out" / "mine.txt", ["yours"])

    assert (tmp_path / "out" / "mine.txt").read_text("utf-8") == "mine"


def test_what_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    def broken() -> Iterator[str]:
        yield "first\n"
        raise Refused("No more; stop.")

    with pytest.raises(Refused, match="No more"):
        write_file(tmp_path / "lines.txt", broken())
    with pytest.raises(Refused, match="cannot be written"):
        write_file(tmp_path / "nowhere" / "lines.txt", ["first\n"])

    assert list(tmp_path.iterdir()) == []
