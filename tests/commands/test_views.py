"""`epex views` and `epex index`: status and rebuilding, also when they are gone."""

import shutil

import pytest

from tests.commands.running import Epex


def test_views_rebuild_alike_also_when_they_are_gone(epex: Epex) -> None:
    first = epex.answer("views", "rebuild")
    shutil.rmtree(epex.folder / "views")
    second = epex.answer("views", "rebuild")

    assert list(first) == ["events", "seconds", "events_per_second", "views"]
    assert second["views"] == first["views"]
    assert first["events"] == len(epex.events())


def test_views_tell_how_far_they_are(epex: Epex) -> None:
    epex.answer("views", "rebuild")
    epex.record("theme", "propose", "Trust")

    behind = epex("views", "status").stdout.splitlines()
    epex("views", "rebuild")
    current = epex("views", "status").stdout.splitlines()

    assert "1 positions behind" in "\n".join(behind)
    assert all(line.endswith("  current") for line in current)


def test_rebuilding_prints_each_view(epex: Epex) -> None:
    lines = epex("views", "rebuild").stdout.splitlines()

    assert lines[0].startswith(f"{len(epex.events())} events in ")
    assert len(lines) == 1 + len(epex.answer("views", "status"))


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
