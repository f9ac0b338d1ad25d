"""A plugin's own events and view where the log and the views lie on a PostgreSQL server."""

from dataclasses import replace

import pytest

from epex.app.base import KnowledgeBase
from epex.app.config import write_config
from epex.app.keeping.migrate import migrate_log
from tests.commands.conftest import epex, founded_folder
from tests.commands.running import HOST, VISITOR, Epex
from tests.plugins.conftest import Install
from tests.plugins.test_own_events import EXAMPLE, NAME, note, told

__all__ = ["epex", "founded_folder"]


@pytest.fixture
def shared(epex: Epex, postgres_url: str) -> Epex:
    """Move the log and the views of the founded base to a server."""
    migrate_log(KnowledgeBase.open(epex.folder).config, postgres_url, tell=lambda _: None)
    write_config(replace(KnowledgeBase.open(epex.folder).config, views=postgres_url))
    epex.answer("views", "rebuild")
    return epex


def weeks(epex: Epex, who: str = "") -> list[int]:
    """Read the plugin's own table as somebody."""
    base = KnowledgeBase.open(epex.folder, who)
    read = sorted(row["weeks"] for row in base.queries().rows("vetting_times"))
    base.today.close()
    base.log.engine.dispose()
    return read


def test_view_follows_the_log_and_is_rebuilt_on_a_server(shared: Epex, install: Install) -> None:
    install(NAME, EXAMPLE.read_text("utf-8"))
    shared.answer("plugin", "enable", NAME)

    first = note(shared, 9)
    note(shared, 4, "--visibility", "private")
    shared.record(NAME, "mend", "--vetting", first, "--weeks", "8")

    seen = [weeks(shared), weeks(shared, VISITOR)]
    (rebuilt,) = shared.answer("views", "rebuild", "vetting_times")["views"]
    assert (seen, rebuilt["rows"], weeks(shared)) == ([[4, 8], [8]], 2, [4, 8])


def test_without_its_plugin_what_it_recorded_stays_on_a_server_and_comes_back(shared: Epex, install: Install) -> None:
    install(NAME, EXAMPLE.read_text("utf-8"))
    shared.answer("plugin", "enable", NAME)
    note(shared, 9)

    shared.answer("--no-plugins", "views", "rebuild")
    (without,) = told(shared, "--no-plugins")
    (again,) = told(shared)

    assert without.endswith("recorded something with the plugin vetting-times 1.2.0, which is not in use here")
    assert (again.endswith(f"noted that {HOST} took 9 weeks to vet a visitor"), weeks(shared)) == (True, [9])
