"""An exchange that begins with nothing: from the first organisation to a theme, by the forms of the site alone."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from epex.cli import cli
from tests.plugins.web.visiting import Site

MIRA, IDA = "Mira Holm", "Ida Brandt"
NETWORK = ("--network=A small exchange", f"--person={MIRA}", "--organisation=Youth House", "--country=NO")
LISTED = re.compile(r"<ol>(.*?)</ol>", re.DOTALL)
LINK = re.compile(r'<a href="([^"]+)"')


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """Make a base with one organisation and its coordinator."""
    made = CliRunner().invoke(cli, ["init", str(tmp_path / "base"), *NETWORK, "--language=en"])
    assert made.exit_code == 0
    return tmp_path / "base"


def test_first_page_of_an_empty_network_leads_to_all_that_comes_first(empty: Path) -> None:
    mira = Site(empty).member(MIRA)
    begins = LINK.findall(LISTED.findall(mira.get("/").text)[0])

    assert begins == [
        *("/new/organisation", "/new/person", "/invitations", "/new/year", "/new/offer", "/new/need"),
        "/coordinating",
    ]
    assert {path: mira.get(path).status_code for path in begins} == dict.fromkeys(begins, 200)


def test_first_page_of_an_exchange_under_way_lists_no_beginnings(reading: Site) -> None:
    assert "How an exchange begins" not in reading.member("Orla Keaveney").get("/").text


def test_exchange_goes_from_nothing_to_a_theme_on_the_site_alone(empty: Path) -> None:
    mira = Site(empty).member(MIRA)
    mira.get("/new/organisation")
    mira.fill(name="Bridge House", country="DK", kind="ngo")
    bridge = mira.path.rpartition("/")[2]
    mira.get("/new/person")
    mira.fill(name=IDA, organisation=bridge, role="practitioner")
    mira.get("/new/year")
    mira.fill(purpose="getting_to_know")
    site = Site(empty)
    mira, ida = site.member(MIRA), site.member(IDA)
    ida.get("/new/offer")
    ida.fill(text="How we knock at a door.")
    mira.get("/new/need")
    mira.fill(text="How to come to a door that stays closed.")
    house = next(row["id"] for row in site.ask(MIRA, "organisation", "list") if row["id"] != bridge)
    mira.get(f"/coordinating?host={bridge}&visitor={house}")
    mira.fill()
    match = mira.path
    for side in (mira, ida):
        side.get(f"{match}/accept")
        side.fill()
    mira.get(f"{match}/plan")
    mira.fill(title="A closed door", year="1", visitor=site.people[MIRA], **{"host-person": site.people[IDA]})
    visit = mira.path
    mira.get(f"{visit}/agree")
    mira.fill(**{"starts-on": "2026-03-02", "ends-on": "2026-03-04", "objectives": "To knock."})
    ida.get(f"{visit}/sign")
    ida.fill()
    for step, told in {"prepare": {}, "start": {"on": "2026-03-02"}, "complete": {"on": "2026-03-04"}}.items():
        mira.get(f"{visit}/{step}")
        mira.fill(**told)
    mira.get(f"/reflect/{visit.rpartition('/')[2]}")
    mira.fill(answer="She knocked and went away again.", to="next")
    mira.get(f"/reflect/{visit.rpartition('/')[2]}?question=check")
    mira.fill(to="record", visibility="network", quotation="none", language="en")
    reflection = mira.path.rpartition("/")[2]
    mira.get("/new/theme")
    mira.fill(label="Going away again")
    theme = mira.path
    mira.get(f"{theme}/link")
    mira.fill(source=reflection, stance="supports", quote="went away again")

    shown = site.ask(IDA, "theme", "show", theme.rpartition("/")[2])
    assert [(piece["id"], piece["passage"]) for piece in shown["evidence"]] == [(reflection, "went away again")]
    assert [row["status"] for row in site.ask(IDA, "visit", "list")] == ["completed"]
