"""The site over a log on PostgreSQL, which goes away and comes back."""

import shutil
from pathlib import Path

import pytest

from epex.app.config import read_config
from epex.app.keeping.migrate import migrate_log
from epex.plugins.builtin.web.site import UNREADABLE
from tests.plugins.web.visiting import Site
from tests.postgres import Server

COORDINATOR = "Orla Keaveney"


@pytest.mark.slow
def test_sessions_outlast_a_server_that_goes_away(
    demo_folder: Path, tmp_path: Path, postgres_server: Server, postgres_url: str
) -> None:
    folder = Path(shutil.copytree(demo_folder, tmp_path / "base"))
    migrate_log(read_config(folder), postgres_url, tell=lambda _: None)
    site = Site(folder)
    browser = site.member(COORDINATOR)
    assert browser.get("/themes").status_code == 200
    with postgres_server.away():
        away = [browser.get(path) for path in ("/themes", "/")]
        german = browser.get("/", **{"Accept-Language": "de"}).text
    back = browser.get("/themes")

    assert {(answer.status_code, answer.text) for answer in away} == {(503, UNREADABLE)}
    assert german.startswith("Die Wissensbasis kann gerade nicht gelesen werden")
    assert (back.status_code, back.url.path) == (200, "/themes")
    site.served.close()
