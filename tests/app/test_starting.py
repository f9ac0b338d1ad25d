"""A new plugin's project: written whole or not at all, under a name that nothing else has."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epex.app.starting import require_free_name, start
from epex.core.catalogue import SUBJECTS, EventTypes
from epex.core.decision import Refused
from epex.core.namespaces import namespace_of
from epex.plugins.command import NAME
from epex.plugins.events import wrong as event_is_wrong
from epex.plugins.views import READERS, Projection, Table, names_taken
from epex.plugins.views import wrong as view_is_wrong
from tests.plugins.conftest import Install, install

__all__ = ["install"]

FILES = [
    ".gitignore",
    "README.md",
    "epex_tea_breaks/__init__.py",
    "epex_tea_breaks/commands.py",
    "epex_tea_breaks/events.py",
    "epex_tea_breaks/py.typed",
    "epex_tea_breaks/reports.py",
    "epex_tea_breaks/views.py",
    "pyproject.toml",
    "tests/test_commands.py",
    "tests/test_reports.py",
    "tests/test_rules.py",
]


def test_project_is_written_under_its_name(tmp_path: Path) -> None:
    folder = tmp_path / "epex-tea-breaks"

    written = start("tea-breaks", folder)

    there = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    assert (written, there) == (FILES, FILES)
    assert 'tea-breaks = "epex_tea_breaks"' in (folder / "pyproject.toml").read_text("utf-8")
    assert [path.name for path in tmp_path.iterdir()] == ["epex-tea-breaks"]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("Tea", "'Tea' is no name for a plugin; use small letters"),
        ("tea_breaks", "'tea_breaks' is no name for a plugin"),
        ("../tea", "is no name for a plugin"),
        ("t" * 31, "30 at most"),
        ("visit", "'visit' is a word of epex itself; choose another name, such as 'our-visit'"),
        ("elements", "'elements' is a word of epex itself"),
        ("report", "'report' is a word of epex itself"),
        ("theme-book", "There is a plugin 'theme-book', which is built in; choose another name"),
        ("theme", "There is a plugin 'theme-book'"),
        ("theme-book-two", "There is a plugin 'theme-book'"),
        ("weather", "There is a plugin 'weather', which comes from the package 'epex-weather'"),
    ],
)
def test_a_name_that_is_none_or_taken_is_refused(install: Install, tmp_path: Path, name: str, why: str) -> None:
    install("weather", "")

    with pytest.raises(Refused, match=why):
        start(name, tmp_path / "new", taken=["report"])

    assert not (tmp_path / "new").exists()


def test_a_folder_that_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()

    with pytest.raises(Refused, match="is there already; name a new folder"):
        start("tea-breaks", tmp_path / "mine")

    assert list((tmp_path / "mine").iterdir()) == []


def test_a_folder_in_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"There is no folder .*nowhere; make it first"):
        start("tea-breaks", tmp_path / "nowhere" / "mine")


def test_nothing_half_written_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(Path, "rename", full)

    with pytest.raises(OSError, match="no space left"):
        start("tea-breaks", tmp_path / "mine")

    assert list(tmp_path.iterdir()) == []


@given(name=st.from_regex(NAME, fullmatch=True) | st.sampled_from([*SUBJECTS, *sorted(names_taken())]))
def test_every_name_that_is_free_names_events_and_views_that_can_be_kept(name: str) -> None:
    try:
        require_free_name(name)
    except Refused:
        return
    space = namespace_of(name)
    view = Projection(space, version=1, tables=[Table(space, ("id",), {"id": str, **READERS})])
    view.on_every(lambda *_: None)

    assert "names a subject" not in event_is_wrong(name, EventTypes(subject=space, events=(), evolve=lambda *_: None))
    assert view_is_wrong(name, view) == ""
