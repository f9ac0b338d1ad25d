"""Steps in a browser: forms become command lines, are recorded once, and keep what was typed when they are refused."""

import pytest

from epex.plugins import Refused
from tests.plugins.web.visiting import Site

COORDINATOR, PRACTITIONER, EDITOR = "Orla Keaveney", "Henrik Stuhlmacher", "Aylin Demirbaş-Koch"
EVALUATOR = "Sunniva Pell"
STEPS = ("agree", "sign", "prepare", "start", "complete", "monitor", "postpone", "cancel")


def waiting_match(site: Site) -> dict[str, str]:
    rows = site.ask(COORDINATOR, "match", "list")
    return next(row for row in rows if row["status"] == "proposed" and row["accepted"] == ["visitor"])


def somebody_of(site: Site, organisation: str) -> str:
    rows = site.ask(COORDINATOR, "person", "list", f"--organisation={organisation}")
    return str(next(row["title"] for row in rows if not row["status"] and not row["left_on"]))


def events(site: Site) -> int:
    return int(site.ask(COORDINATOR, "audit", "log")[-1]["position"])


def offered(shown: str) -> list[str]:
    return [step for step in STEPS if f'/{step}">' in shown]


ANSWERS = {"accept": (), "decline": ("--reason", "No vetting in time")}


def test_match_is_answered_by_whoever_may_by_the_command_line(site: Site) -> None:
    match = waiting_match(site)
    host, visitor = (somebody_of(site, match[side]) for side in ("host", "visitor"))
    names = (COORDINATOR, PRACTITIONER, EVALUATOR, host, visitor)
    pages = {name: site.member(name).get(f"/matches/{match['id']}").text for name in names}

    offered = {name: [verb for verb in ANSWERS if f'/{verb}">' in page] for name, page in pages.items()}

    assert offered == {
        COORDINATOR: [*ANSWERS],
        PRACTITIONER: [],
        EVALUATOR: [],
        host: [*ANSWERS],
        visitor: ["decline"],
    }
    for name, verb in ((name, verb) for name in names for verb in ANSWERS if verb not in offered[name]):
        with pytest.raises(Refused):
            site.ask(name, "match", verb, *ANSWERS[verb], "--", match["id"])


def test_coordinator_of_neither_side_accepts_and_declines_a_match(site: Site) -> None:
    match, browser = waiting_match(site), site.member(COORDINATOR)
    browser.get(f"/matches/{match['id']}/accept")
    browser.fill(side="host")
    accepted = site.ask(COORDINATOR, "match", "show", match["id"])["status"]

    browser.get(f"/matches/{match['id']}/decline")
    browser.fill(reason="No vetting in time")

    assert (accepted, browser.alert) == ("accepted", "")
    assert site.ask(COORDINATOR, "match", "show", match["id"])["status"] == "declined"


def test_match_is_accepted_and_its_visit_planned_and_carried_out(site: Site) -> None:
    match = waiting_match(site)
    host = site.member(somebody_of(site, match["host"]))
    host.get("/")
    assert f'href="/matches/{match["id"]}/accept"' in host.shown
    host.get(f"/matches/{match['id']}/accept")
    host.fill()
    assert (host.path, "accepted" in host.main) == (f"/matches/{match['id']}", True)

    coordinator = site.member(COORDINATOR)
    coordinator.get(f"/matches/{match['id']}/plan")
    people = site.ask(COORDINATOR, "person", "list", f"--organisation={match['visitor']}")
    hosts = site.ask(COORDINATOR, "person", "list", f"--organisation={match['host']}")
    given = {"visitor": people[0]["id"], "host-person": hosts[0]["id"], "year": "2", "starts-on": "2017-09-04"}
    coordinator.fill(title="Mornings at the helpline", **given)
    visit = coordinator.path
    assert visit.startswith("/visits/visit-")
    went = [offered(coordinator.shown)]
    for step, fields in (
        ("agree", {"objectives": "Hear the calls."}),
        ("prepare", {"briefed": people[0]["id"]}),
        ("start", {"on": "2017-09-04"}),
        ("complete", {"on": "2017-09-06"}),
        ("monitor", {"attained": "They ring each other.", "unexpected": "Laughter."}),
    ):
        coordinator.get(f"{visit}/{step}")
        assert (coordinator.fill(**fields).status_code, coordinator.alert) == (200, "")
        went.append(offered(coordinator.shown))

    assert went == [
        ["agree", "postpone", "cancel"],
        ["prepare", "postpone", "cancel"],
        ["start", "postpone", "cancel"],
        ["complete", "cancel"],
        ["monitor"],
        ["monitor"],
    ]
    assert site.ask(COORDINATOR, "visit", "show", visit.rpartition("/")[2])["steps"][-1]["unexpected"] == "Laughter."


def test_form_that_is_sent_twice_is_recorded_once(site: Site) -> None:
    browser = site.member(PRACTITIONER)
    browser.get("/new/element")
    page, before = browser.page, events(site)
    places = []
    for _ in range(2):
        browser.page = page
        browser.fill(name="The second cup", core="Nobody asks before it.", step="Pour\n\nWait")
        places.append(browser.path)

    assert (len(set(places)), events(site)) == (1, before + 1)
    assert site.ask(PRACTITIONER, "element", "show", places[0].rpartition("/")[2])["steps"] == ["Pour", "Wait"]


@pytest.mark.parametrize("words", ["--help", "-", "-h", "--file=/etc/hostname", "50% <b>of</b> {{ 7*7 }}", "\u202eabc"])
def test_whatever_is_typed_is_never_an_option(site: Site, words: str) -> None:
    browser = site.member(PRACTITIONER)
    browser.get("/new/element")

    browser.fill(name=f"{words} round", core=words, rationale=words)

    shown = site.ask(PRACTITIONER, "element", "show", browser.path.rpartition("/")[2])
    assert (shown["title"], shown["core"], shown["rationale"]) == (f"{words} round", words, words)


def test_refused_form_keeps_what_was_typed(site: Site) -> None:
    browser = site.member(COORDINATOR)
    visit = next(row["id"] for row in site.ask(COORDINATOR, "visit", "list") if row["status"] == "monitored")
    before = events(site)
    browser.get(f"/visits/{visit}/cancel")

    answer = browser.fill(reason="The host is <ill>")

    assert (answer.status_code, events(site)) == (422, before)
    assert browser.alert != ""
    assert "The host is <ill>" in browser.shown
    assert "The host is <ill>" not in answer.text


def test_needed_field_that_is_empty_is_named(site: Site) -> None:
    browser = site.member(PRACTITIONER)
    browser.get("/new/challenge")

    browser.fill(text="  ")

    assert browser.alert == "'The question' is still empty; fill it in."


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/new/meeting", {"title": "A meeting of one", "held-on": "2018-12-01"}),
        ("/new/edition", {"title": "My edition"}),
        ("/themes/{theme}/retire", {"reason": "I want it"}),
        ("/elements/{element}/retire", {"reason": "I want it"}),
    ],
)
def test_what_another_role_records_is_refused_in_its_sentence(site: Site, path: str, fields: dict[str, str]) -> None:
    theme, element = (site.ask(PRACTITIONER, kind, "list")[0]["id"] for kind in ("theme", "element"))
    browser, before = site.member(PRACTITIONER), events(site)
    browser.get(path.format(theme=theme, element=element))

    answer = browser.fill(**fields)

    assert (answer.status_code, browser.alert[:5], events(site)) == (403, "Only ", before)


def test_decision_is_typed_as_it_is_taken_in_a_meeting(site: Site) -> None:
    browser = site.member(COORDINATOR)
    browser.get("/new/meeting")
    attended = [site.people[name] for name in (COORDINATOR, EDITOR)]
    browser.fill(
        title="A short plenary", kind="plenary", attended=attended, agenda="Themes\nA walk", **{"held-on": "2018-12-01"}
    )
    meeting = browser.path.rpartition("/")[2]
    theme = next(row for row in site.ask(COORDINATOR, "theme", "list") if row["status"] == "adopted")["id"]
    browser.get(f"/meetings/{meeting}/decisions")
    assert f"/themes/{theme}/park?meeting={meeting}" in browser.shown

    browser.get(f"/themes/{theme}/park?meeting={meeting}")
    assert f'<option value="{meeting}" selected>' in browser.shown
    browser.fill(reason="We wait.", meeting=meeting, method="vote", **{"for": "2", "against": "0", "dissent": "No."})

    decided = site.ask(COORDINATOR, "theme", "history", theme)[-1]
    assert (browser.path, decided["decision"], decided["rationale"]) == (f"/themes/{theme}", "parked", "We wait.")


def test_pair_is_proposed_with_its_reasons(site: Site) -> None:
    browser = site.member(COORDINATOR)
    browser.get("/coordinating")
    assert "What speaks for it" in browser.main

    browser.fill()

    assert browser.path.startswith("/matches/match-")
    assert "What speaks for it" in browser.main


def test_nothing_is_recorded_while_looking_back(site: Site) -> None:
    browser, before = site.member(COORDINATOR), events(site)
    browser.get("/new/challenge")

    answer = browser.post("/new/challenge?as_of=2017-01-01", text="How do we wait?", command_id="")

    assert (answer.status_code, events(site)) == (422, before)
    assert browser.alert.startswith("The past cannot be written")


def test_steps_of_a_visit_are_not_offered_to_colleagues_who_do_not_host(site: Site) -> None:
    visits = [site.ask(COORDINATOR, "visit", "show", row["id"]) for row in site.ask(COORDINATOR, "visit", "list")]
    there = {row["id"] for row in site.ask(COORDINATOR, "organisation", "list") if not row["left_on"]}
    known = [one for one in site.ask(COORDINATOR, "person", "list") if one["organisation"] in there]
    people = [one for one in known if one["roles"] == ["practitioner"]]
    beside = [
        (visit["id"], one["title"])
        for visit in visits
        for one in people
        if one["organisation"] == visit["host"] and one["id"] not in (*visit["host_people"], *visit["visitors"])
    ]
    steps = ("agree", "sign", "prepare", "start", "complete", "monitor", "postpone", "cancel", "correct")

    assert beside
    for visit, name in beside:
        page = site.member(name).get(f"/visits/{visit}").text
        assert [step for step in steps if f'href="/visits/{visit}/{step}"' in page] == []
