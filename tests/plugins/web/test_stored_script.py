"""Script in every field of every form that begins something: it is shown as it was typed, and never is script."""

import pytest

from tests.plugins.web.crawling import KEPT, Forms
from tests.plugins.web.reading import STYLED
from tests.plugins.web.visiting import Site

ORLA = "Orla Keaveney"
SCRIPT = "\"'><script>alert(1)</script><img src=x onerror=alert(1)> [a](javascript:alert(1)) **b**"
BEGINNINGS = ("theme", "element", "challenge", "need", "offer", "meeting", "edition", "request", "incident")
# What is no free text: it is taken as the form has it.
FORMAL = {"held-on": "2018-12-01", "year": "1", "capacity": "1", "from": "", "until": "", "noticed-on": ""}
LISTS = ("/", "/elements", "/themes", "/challenges", "/meetings", "/matches", "/publications", "/protecting", "/audit")


@pytest.mark.parametrize("kind", BEGINNINGS)
def test_script_in_every_field_is_text_wherever_it_is_shown(site: Site, kind: str) -> None:
    browser = site.member(ORLA)
    form = next(one for one in Forms(browser.get(f"/new/{kind}").text).found if f"/new/{kind}" in one.action)
    given = {name: FORMAL.get(name, next(filter(None, known), SCRIPT)) for name, known in form.fields}

    answer = browser.fill(**{name: value for name, value in given.items() if name not in KEPT})
    recorded = browser.path

    assert (answer.status_code, browser.alert, recorded != f"/new/{kind}") == (200, "", True)
    shown = {path: browser.get(path).text for path in (recorded, *LISTS, "/search?q=alert", "/changes?from=2018-01-01")}
    assert {path: found for path, text in shown.items() if (found := STYLED.findall(text))} == {}
    assert [path for path, text in shown.items() if "<script>alert" in text or 'href="javascript' in text] == []
    assert any("alert(1)" in text for path, text in shown.items() if "search" not in path)
