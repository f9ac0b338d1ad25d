"""Evidence, labels, reviews, grids and themes in a browser: each form becomes its command, for those who may."""

import re

import pytest

from epex.core.grid import QUESTIONS
from epex.plugins.builtin.web.pages import comparing
from epex.plugins.builtin.web.pages.waiting import done_at
from tests.plugins.web.visiting import Site

COORDINATOR, EDITOR, PRACTITIONER = "Orla Keaveney", "Aylin Demirbaş-Koch", "Henrik Stuhlmacher"
EVALUATOR = "Sunniva Pell"
OFFERED = re.compile(r'class="button quiet" href="(/[a-z]+/[a-z]+-[0-9a-f-]{36}/[a-z-]+)"')


def one(site: Site, kind: str, **wanted: object) -> dict[str, str]:
    rows = site.ask(COORDINATOR, kind, "list")
    return next(row for row in rows if all(row[name] == value for name, value in wanted.items()))


def evidence(site: Site, kind: str, identity: str) -> list[tuple[str, str, str]]:
    shown = site.ask(COORDINATOR, kind, "show", identity)
    return [(piece["id"], piece["stance"], piece["passage"] or "") for piece in shown["evidence"]]


def test_passage_is_linked_to_an_element_and_taken_back(site: Site) -> None:
    element = one(site, "element", title="The open profile")["id"]
    reflection = one(site, "reflection", visibility="network", language="en")
    words = next(iter(site.ask(COORDINATOR, "reflection", "show", reflection["id"])["answers"].values()))[:40]
    before, browser = evidence(site, "element", element), site.member(EDITOR)
    browser.get(f"/elements/{element}/link")
    browser.fill(source=reflection["id"], stance="contradicts", quote=words, note="It was otherwise there.")
    assert (browser.path, browser.alert) == (f"/elements/{element}", "")
    linked = evidence(site, "element", element)

    browser.get(f"/elements/{element}/unlink")
    browser.fill(source=reflection["id"], quote=words, reason="Another house.")

    assert [piece for piece in linked if piece not in before] == [(reflection["id"], "contradicts", words.strip())]
    assert evidence(site, "element", element) == before


def test_theme_rests_on_a_challenge_that_nuances_it(site: Site) -> None:
    theme, challenge = one(site, "theme", status="adopted")["id"], site.ask(COORDINATOR, "challenge", "list")[-1]["id"]
    browser = site.member(PRACTITIONER)
    browser.get(f"/themes/{theme}/link")

    browser.fill(source=challenge, stance="nuances", note="Not in prisons.")

    assert (challenge, "nuances", "") in evidence(site, "theme", theme)


def test_element_is_labelled_one_step_at_a_time(site: Site) -> None:
    element = one(site, "element", label="inspiring", status="open")["id"]
    browser = site.member(EDITOR)
    browser.get(f"/elements/{element}/label")
    assert re.findall(r'<option value="(\w+)"', browser.shown) == ["shared"]

    browser.fill(label="shared", reason="Nobody has tried it.")

    assert site.ask(EDITOR, "element", "show", element)["label"] == "shared"


def test_each_side_fills_its_own_grid(site: Site) -> None:
    transfer = one(site, "transfer", status="anticipated")
    shown = site.ask(COORDINATOR, "transfer", "show", transfer["id"])
    people = site.ask(COORDINATOR, "person", "list", f"--organisation={shown['receiving']}")
    browser = site.member(next(row["title"] for row in people if row["roles"] == ["practitioner"]))
    browser.get(f"/transfers/{transfer['id']}")
    assert "compare-receiving" in browser.shown
    assert "compare-source" not in browser.shown

    browser.get(f"/transfers/{transfer['id']}/compare-receiving")
    browser.fill(**{"rate-support.steering": "blocks", "note-support.steering": "The board has changed."})

    grid = site.ask(COORDINATOR, "transfer", "show", transfer["id"])["grids"]["receiving"]
    assert (grid["ratings"]["support.steering"], grid["notes"]["support.steering"]) == (
        "blocks",
        "The board has changed.",
    )
    assert grid["ratings"]["population.needs"] == shown["grids"]["receiving"]["ratings"]["population.needs"]


def test_grid_that_waits_leads_to_its_own_form() -> None:
    duty = {"id": "transfer-3f2a", "command": "transfer grid transfer-3f2a --side receiving"}

    assert done_at(duty) == "/transfers/transfer-3f2a/compare-receiving"


def test_theme_is_renamed_and_split(site: Site) -> None:
    theme = one(site, "theme", status="discussed")["id"]
    browser = site.member(EDITOR)
    browser.get(f"/themes/{theme}/rename")
    browser.fill(
        label="Warten können", language="de", reason="So sagen es alle.", method="vote", **{"for": "5", "against": "1"}
    )
    assert site.ask(EDITOR, "theme", "show", theme)["labels"]["de"] == "Warten können"
    source = evidence(site, "theme", theme)[0][0]
    browser.get(f"/themes/{theme}/split")
    again = browser.fill(**{"into-1": "In prison", "into-2": "", "reason": "Two things.", f"evidence-{source}": "2"})
    assert (again.status_code, '<option value="2" selected>' in again.text) == (422, True)

    browser.fill(**{"into-1": "In prison", "into-2": "After it", "reason": "Two", f"evidence-{source}": "2"})

    shown = site.ask(EDITOR, "theme", "show", theme)
    assert (shown["status"], sorted(shown["split_into_titles"])) == ("split", ["After it", "In prison"])
    rests = {
        title: source in {piece[0] for piece in evidence(site, "theme", part)}
        for part, title in zip(shown["split_into"], shown["split_into_titles"], strict=True)
    }
    assert rests == {"After it": True, "In prison": False}


@pytest.mark.parametrize("name", [COORDINATOR, EDITOR, PRACTITIONER, EVALUATOR, "Solveig Hauklien"])
def test_every_form_that_is_offered_opens(reading: Site, name: str) -> None:
    browser = reading.member(name)
    places = {"element": "elements", "theme": "themes", "transfer": "transfers", "reflection": "reflections"}
    found = set()
    for kind, place in places.items():
        for row in reading.ask(name, kind, "list")[:12]:
            found |= set(OFFERED.findall(browser.get(f"/{place}/{row['id']}").text))

    assert found
    assert [(path, status) for path in sorted(found) if (status := browser.get(path).status_code) != 200] == []


def test_evaluator_is_offered_nothing_that_practitioners_record(reading: Site) -> None:
    browser = reading.member(EVALUATOR)
    theme, element = (reading.ask(EVALUATOR, kind, "list")[0]["id"] for kind in ("theme", "element"))

    assert OFFERED.findall(browser.get(f"/themes/{theme}").text) == []
    assert [path.rpartition("/")[2] for path in OFFERED.findall(browser.get(f"/elements/{element}").text)] == [
        "consider"
    ]


def test_the_questions_of_the_grid_are_those_of_the_field() -> None:
    assert dict(comparing.QUESTIONS) == dict(QUESTIONS)
