"""`epex views` and `epex index`: status and rebuilding, also when they are gone."""

import re
import shutil
import sqlite3

import pytest

from epex.app.base import KnowledgeBase
from epex.core.theme import ThemeProposed
from epex.projections.projection import Projection
from epex.projections.rebuilding import Rebuilding
from epex.projections.themes import THEMES
from tests.commands.running import Epex


@pytest.mark.slow
def test_views_rebuild_alike_also_when_they_are_gone(epex: Epex) -> None:
    first = epex.answer("views", "rebuild")
    shutil.rmtree(epex.folder / "views")
    second = epex.answer("views", "rebuild")

    told = ["events", "seconds", "comparing", "events_per_second", "views", "before", "stopped", "left"]
    assert list(first) == told
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
    epex.record("theme", "propose", "Trust")
    shutil.rmtree(epex.folder / "views")

    first = epex("views", "rebuild", "findings").stdout.splitlines()[1:]
    epex.answer("theme", "list")
    first += epex("views", "rebuild", "themes").stdout.splitlines()[1:]
    with sqlite3.connect(epex.folder / "views" / "views.db") as views:
        views.execute("UPDATE view_themes SET status = 'retired'")
    second = epex("views", "rebuild", "themes").stdout.splitlines()[1:]

    told = [(line.split()[0], *line.split()[4:]) for line in (*first, *second)]
    assert told == [
        ("findings",),
        ("themes", "same", "as", "before"),
        ("themes", "DIFFERS", "from", "before"),
    ]


def test_rebuilding_prints_the_whole_time(epex: Epex) -> None:
    answer = epex.answer("views", "rebuild", "themes")
    line = epex("views", "rebuild", "themes").stdout.splitlines()[0]

    assert 0 < answer["comparing"] < answer["seconds"]
    assert re.fullmatch(r"\d+ events in [0-9.]+ s \(\d+ a second\), [0-9.]+ s of it to compare", line)


def test_a_rebuild_that_only_has_to_be_put_in_place_says_so(epex: Epex) -> None:
    epex.answer("theme", "list")
    base = KnowledgeBase.open(epex.folder)
    Rebuilding(base.today.store, base.log, [THEMES], base.gone).build()
    base.today.close()

    status = next(line for line in epex("views", "status").stdout.splitlines() if line.startswith("themes "))
    lines = epex("views", "rebuild", "themes").stdout.splitlines()

    assert status.endswith("; if that was broken off, run 'epex views rebuild themes'")
    assert lines[0] == "Nothing was left to be built."
    assert lines[1].startswith("themes ")


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


def test_a_rebuild_that_stopped_beside_a_sound_view_says_what_to_do(
    epex: Epex, monkeypatch: pytest.MonkeyPatch
) -> None:
    epex.record("theme", "propose", "Trust")
    epex.answer("theme", "list")
    monkeypatch.setitem(THEMES.handlers, ThemeProposed, stop)

    rebuilt = [epex("views", "rebuild", "themes") for _ in range(2)]
    stopped = _themes(epex)
    monkeypatch.undo()
    epex("views", "rebuild", "themes")

    fault = rebuilt[0].stderr.partition(". Mend")[0]
    assert rebuilt[1].stdout.splitlines()[0] == "Nothing was built."
    assert stopped[0].endswith(
        f"; version {THEMES.version} is being built beside it: {fault}; mend the view, then run 'epex views rebuild"
        " themes'"
    )
    assert stopped[1] == "run 'epex views rebuild themes'"
    assert (_themes(epex)[0].rsplit(maxsplit=1)[1], _themes(epex)[1]) == ("current", "")


def _themes(epex: Epex) -> tuple[str, str]:
    line = next(line for line in epex("views", "status").stdout.splitlines() if line.startswith("themes "))
    row = next(row for row in epex.answer("views", "status") if row["name"] == "themes")
    return line, row["instead"]


@pytest.mark.parametrize(
    "command",
    [
        ("--as-of", "2999", "theme", "list"),
        ("audit", "diff", "2015", "2999"),
        ("audit", "diff", "2015", "2999", "--by", "occurred"),
    ],
)
@pytest.mark.usefixtures("broken")
def test_a_view_that_stopped_is_told_once_as_of_a_day(
    epex: Epex, caplog: pytest.LogCaptureFixture, command: tuple[str, ...]
) -> None:
    epex.record("theme", "propose", "Trust")
    events = len(epex.events())
    caplog.clear()

    epex(*command)

    told = [record.getMessage() for record in caplog.records]
    assert [line.partition(" (")[0] for line in told] == [f"The view 'themes' stopped at event {events}"]


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


def test_the_index_is_switched(epex: Epex) -> None:
    epex.record("theme", "propose", "Trust")
    epex.answer("search", "trust")

    switched = epex.answer("index", "switch", "sqlite-fts5")
    again = epex("index", "switch", "sqlite-fts5").stdout.splitlines()

    assert list(switched) == ["backend", "before", "documents", "seconds"]
    assert (switched["before"], switched["documents"], epex.answer("search", "trust")["total"]) == ("whoosh", 1, 1)
    assert again[:3] == ["Backend    sqlite-fts5", "Before     sqlite-fts5", "Documents  1"]
    assert "Backend    sqlite-fts5" in epex("index", "status").stdout.splitlines()
    assert epex.refusal("index", "switch", "lucene") == (
        "'lucene' is no index; run 'epex index switch' with one of: whoosh, sqlite-fts5, postgres."
    )


def test_searching_does_without_the_old_index(epex: Epex) -> None:
    epex.record("theme", "propose", "Trust")
    epex.answer("search", "trust")
    shutil.rmtree(epex.folder / "index")

    assert epex.answer("search", "trust")["total"] == 1


@pytest.mark.parametrize(
    "command",
    [
        ("views", "status"),
        ("views", "rebuild"),
        ("index", "status"),
        ("index", "rebuild"),
        ("index", "switch", "whoosh"),
    ],
)
def test_what_is_stored_now_has_no_past(demo: Epex, command: tuple[str, ...]) -> None:
    assert "is about what is stored now; leave out --as-of." in demo.refusal("--as-of", "2016", *command)
