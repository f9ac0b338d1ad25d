"""Evidence, labels, reviews, grids and themes in a browser: each form becomes its command, for those who may."""

import re

import pytest

from epex.core.grid import QUESTIONS
from epex.plugins.builtin.web.pages import comparing
from epex.plugins.builtin.web.pages.waiting import done_at
from tests.plugins.web.visiting import Site

COORDINATOR, EDITOR, PRACTITIONER = "Orla Keaveney", "Aylin Demirbaş-Koch", "Henrik Stuhlmacher"
EVALUATOR = "Sunniva Pell"
CHOSEN_FROM = re.compile(r'<option value="([a-z]+-[^"]+)"')
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


def test_practitioner_takes_back_what_they_linked_and_nothing_of_others(site: Site) -> None:
    theme = one(site, "theme", status="adopted")["id"]
    challenge = site.ask(COORDINATOR, "challenge", "list")[-1]["id"]
    before, browser = evidence(site, "theme", theme), site.member(PRACTITIONER)
    assert f"/themes/{theme}/unlink" not in browser.get(f"/themes/{theme}").text
    browser.get(f"/themes/{theme}/link")
    browser.fill(source=challenge, stance="nuances")
    assert f'href="/themes/{theme}/unlink"' in browser.shown
    browser.get(f"/themes/{theme}/unlink")
    assert CHOSEN_FROM.findall(browser.shown) == [challenge]

    browser.fill(source=before[0][0], reason="It is another one.")
    refused = browser.alert[:5]
    browser.get(f"/themes/{theme}/unlink")
    browser.fill(source=challenge, reason="It is another one.")

    assert (refused, evidence(site, "theme", theme)) == ("Only ", before)


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
    browser.fill(more="1", **{"dissent-of": [site.people[PRACTITIONER]], "said": ["One is enough."]})
    shown = ("One is enough.</textarea>" in browser.shown, browser.shown.count('name="dissent-of"'))
    assert shown == (True, 4)
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


def test_challenge_is_shared_linked_and_unlinked(site: Site) -> None:
    challenge = site.ask(COORDINATOR, "challenge", "list")[0]["id"]
    reflection = one(site, "reflection", visibility="network")["id"]
    place, browser, evaluator = f"/challenges/{challenge}", site.member(PRACTITIONER), site.member(EVALUATOR)
    assert f'href="{place}/link"' not in evaluator.get(place).text
    evaluator.get(f"{place}/link")
    refused = evaluator.fill(source=reflection, stance="supports").status_code
    before = site.ask(COORDINATOR, "challenge", "show", challenge)["shared_by"]
    browser.get(f"{place}/share")
    browser.fill()
    browser.get(f"{place}/link")
    browser.fill(source=reflection, stance="supports")
    linked = evidence(site, "challenge", challenge)
    browser.get(f"{place}/unlink")
    browser.fill(source=reflection, reason="It is another one.")

    assert len(site.ask(COORDINATOR, "challenge", "show", challenge)["shared_by"]) == len(before) + 1
    assert f'href="{place}/share"' not in browser.get(place).text
    assert (refused, linked[0][:2]) == (403, (reflection, "supports"))
    assert evidence(site, "challenge", challenge) == linked[1:]


def test_offer_is_taken_back_by_whoever_made_it(site: Site) -> None:
    offer = next(row for row in site.ask(COORDINATOR, "match", "offers") if row["status"] == "open")
    named = next(name for name in site.people if home_of(site, name) == offer["organisation"])
    owner, other = site.member(named), site.member("Griet Vandermoere")
    place = f"/offers/{offer['id']}/withdraw"
    assert (f'href="{place}"' in owner.get("/matches").text, place in other.get("/matches").text) == (True, False)
    other.get(place)
    refused = other.fill().status_code
    owner.get(place)

    owner.fill(reason="No room.")

    stands = {row["id"]: row["status"] for row in site.ask(COORDINATOR, "match", "offers")}
    assert (refused, owner.path, stands.get(offer["id"])) == (403, "/matches", "withdrawn")
    assert owner.get("/offers/offer-00000000/withdraw").status_code == 404


def home_of(site: Site, name: str) -> str:
    shown = site.ask(COORDINATOR, "person", "show", site.people[name])
    return "" if shown["status"] or shown["roles"] != ["practitioner"] else str(shown["organisation"])


def test_dissent_is_recorded_by_name(site: Site) -> None:
    theme, browser = one(site, "theme", status="adopted")["id"], site.member(COORDINATOR)
    named = {"dissent-of": site.people[PRACTITIONER], "reason": "We wait."}
    browser.get(f"/themes/{theme}/discuss")
    half = (browser.fill(**named).status_code, browser.alert[:20])

    browser.fill(said="--not in prisons", **named)

    decided = site.ask(COORDINATOR, "theme", "history", theme)[-1]
    assert (half, browser.path) == ((422, "Of 'What they say' o"), f"/themes/{theme}")
    assert [(one["who"], one["text"]) for one in decided["dissents"]] == [(PRACTITIONER, "--not in prisons")]


def test_several_dissent_by_name_and_each_says_why(site: Site) -> None:
    theme, browser = one(site, "theme", status="adopted")["id"], site.member(COORDINATOR)
    said = {PRACTITIONER: "Not in prisons.", COORDINATOR: "Not yet.", EVALUATOR: "Nobody counted.", EDITOR: "Too soon."}
    typed = {"dissent-of": [site.people[name] for name in said], "said": [*said.values()], "reason": "We wait."}
    browser.get(f"/themes/{theme}/discuss")
    rows = [browser.shown.count('name="dissent-of"')]
    browser.fill(more="1", **typed)
    rows.append(browser.shown.count('name="dissent-of"'))
    kept = [f">{words}</textarea>" in browser.shown for words in said.values()]

    halved = {**typed, "said": [*list(said.values())[:-1], ""]}
    half = (browser.fill(**halved).status_code, browser.alert[:20])
    browser.fill(**{**typed, "dissent-of": ["", *typed["dissent-of"]], "said": ["", *typed["said"]]})

    decided = site.ask(COORDINATOR, "theme", "history", theme)[-1]
    assert (rows, kept, half) == ([3, 7], [True] * 4, (422, "Of 'What they say' o"))
    assert {each["who"]: each["text"] for each in decided["dissents"]} == said


def test_grid_names_its_side_and_what_is_compared(reading: Site) -> None:
    browser, transfer = reading.member(COORDINATOR), reading.ask(COORDINATOR, "transfer", "list")[0]["id"]
    row = reading.ask(COORDINATOR, "transfer", "show", transfer)
    for side, title in (("source", "how it is where it comes from"), ("receiving", "how it is where it goes")):
        browser.get(f"/transfers/{transfer}/compare-{side}")

        assert f"Compare the contexts: {title}" in browser.main
        assert f"the context of {row[f'{side}_title']} , to be compared for {row['element_title']}" in browser.main
