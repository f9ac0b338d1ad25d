"""Panels: what a plugin adds to a page, and how it is told of when it is broken."""

from dataclasses import replace
from pathlib import Path

import pytest

from epex.app.config import read_config, write_config
from tests.plugins.conftest import Install
from tests.plugins.web.visiting import Site

COORDINATOR = "Orla Keaveney"
EXAMPLE = Path(__file__).parents[3] / "examples" / "epex-vetting-times" / "epex_vetting_times.py"
BROKEN = """
from epex.plugins import hookimpl

@hookimpl
def epex_panels():
    raise RuntimeError("no")
"""


@pytest.mark.parametrize(("source", "shown"), [(EXAMPLE.read_text("utf-8"), True), (BROKEN, False)])
def test_panel_stands_on_the_page_of_what_it_is_about(
    site: Site, install: Install, source: str, *, shown: bool
) -> None:
    install("vetting-times", source)
    folder = site.served.call.folder
    visit, theme = (site.ask(COORDINATOR, kind, "list")[0]["id"] for kind in ("visit", "theme"))
    write_config(replace(read_config(folder), plugins=("vetting-times",)))
    browser = site.member(COORDINATOR)
    leads = f'href="/reports/vetting-times?visit={visit}"'

    there = [leads in browser.get(f"/{place}").text for place in (f"visits/{visit}", f"themes/{theme}")]

    assert there == [shown, False]
    assert browser.page
    assert browser.page.status_code == 200
