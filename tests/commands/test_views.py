"""`epex views` and `epex index`: status and rebuilding, also when they are gone."""

import shutil
import sqlite3

import pytest

from epex.core.theme import ThemeProposed
from epex.projections.projection import Projection
from epex.projections.themes import THEMES
from tests.commands.running import Epex


@pytest.mark.slow
def test_views_rebuild_alike_also_when_they_are_gone(epex: Epex) -> None:
    first = epex.answer("views", "rebuild")
    shutil.rmtree(epex.folder / "views")
    second = epex.answer("views", "rebuild")

    assert list(first) == ["events", "seconds", "events_per_second", "views", "before", "stopped"]
    assert second["views"] == first["views"]
    assert first["events"] == len(epex.events())


@pytest.mark.slow
def test_views_tell_how_far_they_are(epex: Epex) -> None:
    epex.answer("views", "rebuild")
    epex.record("theme", "propose", "Trust")

    behind = epex("views", "status").stdout.splitlines()
    epex("views", "rebuild")
    current = epex("views", "status").stdout.splitlines()

    themes = next(line for line in behind if line.startswith("themes "))
    assert themes.split()[3:] == ["1", "0", "behind;", "the", "next", "question", "catches", "up"]
    assert behind[0].split() == ["view", "version", "position", "behind", "skipped", "state"]
    assert all(line.endswith("  current") for line in current[1:])


@pytest.mark.slow
def test_rebuilding_prints_each_view(epex: Epex) -> None:
    lines = epex("views", "rebuild").stdout.splitlines()

    assert lines[0].startswith(f"{len(epex.events())} events in ")
    assert len(lines) == 1 + len(epex.answer("views", "status"))


def test_rebuilding_says_what_is_the_same_as_before(epex: Epex) -> None:
    epex.answer("theme", "list")
    epex.record("theme", "propose", "Trust")

    first = epex("views", "rebuild", "themes", "findings").stdout.splitlines()[1:]
    with sqlite3.connect(epex.folder / "views" / "views.db") as views:
        views.execute("UPDATE view_themes SET status = 'retired'")
    second = epex("views", "rebuild", "themes").stdout.splitlines()[1:]

    told = [(line.split()[0], *line.split()[4:]) for line in (*first, *second)]
    assert told == [
        ("themes", "same", "as", "before"),
        ("findings",),
        ("themes", "DIFFERS", "from", "before"),
    ]


def test_an_unknown_view_is_refused(epex: Epex) -> None:
    assert epex.refusal("views", "rebuild", "thmes").startswith("'thmes' is not a known view; choose one of: board, ")


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Projection:
    """Let the view of themes stop at every theme that is proposed."""
    monkeypatch.setitem(THEMES.handlers, ThemeProposed, stop)
    return THEMES


def stop(*_: object) -> None:
    raise RuntimeError


STOPPED_AT = stop.__code__.co_firstlineno + 1


def test_a_view_that_stops_is_told_of_and_goes_on_when_it_is_mended(
    epex: Epex, broken: Projection, monkeypatch: pytest.MonkeyPatch
) -> None:
    epex.record("theme", "propose", "Trust")

    rebuilt = epex("views", "rebuild", "themes", "people")
    status = next(line for line in epex("views", "status").stdout.splitlines() if line.startswith("themes "))
    monkeypatch.undo()
    listed = [theme["title"] for theme in epex.answer("theme", "list")]

    failed = f"RuntimeError in stop, test_views.py, line {STOPPED_AT}"
    fault = f"The view 'themes' stopped at event {len(epex.events())} (theme.proposed): {failed}."
    assert (rebuilt.exit_code, rebuilt.stderr) == (1, f"{fault} Mend the view, then run this again.\n")
    assert status.endswith(fault)
    assert (listed, broken.name) == (["Trust"], "themes")


def test_what_a_newer_program_made_is_left_alone(epex: Epex, monkeypatch: pytest.MonkeyPatch) -> None:
    epex.record("theme", "propose", "Trust")
    epex.answer("theme", "list")
    made = THEMES.version
    monkeypatch.setattr(THEMES, "version", made - 1)

    refused = epex.refusal("theme", "list")
    status = next(line for line in epex("views", "status").stdout.splitlines() if line.startswith("themes "))

    assert refused == (
        f"This program is older than the views ('themes' is of version {made}, and it makes {made - 1}); restart it"
        " with the newer epex, or go back to the older views with 'epex views rebuild'."
    )
    assert status.endswith(f"  made by a newer epex; this one makes version {made - 1}")
    assert epex("views", "rebuild").exit_code == 0
    assert len(epex.answer("theme", "list")) == 1


def test_the_index_is_rebuilt(epex: Epex) -> None:
    epex.record("theme", "propose", "Trust")

    rebuilt = epex.answer("index", "rebuild")
    status = epex.answer("index", "status")

    assert list(rebuilt) == ["documents", "seconds", "documents_per_second"]
    assert (rebuilt["documents"], status["state"]) == (1, "current")
    assert epex("index", "status").stdout.startswith("State      current\n")


def test_searching_does_without_the_old_index(epex: Epex) -> None:
    epex.record("theme", "propose", "Trust")
    epex.answer("search", "trust")
    shutil.rmtree(epex.folder / "index")

    assert epex.answer("search", "trust")["total"] == 1


@pytest.mark.parametrize(
    "command", [("views", "status"), ("views", "rebuild"), ("index", "status"), ("index", "rebuild")]
)
def test_what_is_stored_now_has_no_past(demo: Epex, command: tuple[str, str]) -> None:
    assert "is about what is stored now; leave out --as-of." in demo.refusal("--as-of", "2016", *command)
