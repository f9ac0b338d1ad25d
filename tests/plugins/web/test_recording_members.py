"""Members in a browser: organisations, people and years by coordinators, profiles by those whose they are."""

import re

from epex.plugins import COUNTRIES
from tests.plugins.web.visiting import Site

COORDINATOR, PRACTITIONER, OTHER = "Orla Keaveney", "Henrik Stuhlmacher", "Griet Vandermoere"


def home(site: Site, name: str) -> str:
    return str(site.ask(name, "person", "show", site.people[name])["organisation"])


def test_countries_are_chosen_by_their_names(site: Site) -> None:
    browser = site.member(COORDINATOR)
    page = browser.get("/new/organisation", **{"Accept-Language": "de"}).text
    offered = re.findall(r'<option value="([A-Z]{2})">([^<]*)</option>', page)

    assert {code for code, _ in offered} == COUNTRIES
    assert [name for code, name in offered if code in ("AF", "EG", "NO", "XK")] == [
        "Afghanistan",
        "Ägypten",
        "Kosovo",
        "Norwegen",
    ]


def test_organisation_joins_and_its_people_are_registered_moved_and_given_roles(site: Site) -> None:
    browser = site.member(COORDINATOR)
    browser.get("/organisations")
    assert ('href="/new/organisation"' in browser.shown, 'href="/new/person"' in browser.shown) == (True, True)
    browser.get("/new/organisation")
    browser.fill(name="Night Tram", country="NO", kind="ngo", setting=["school"], language=["no"], shows="A tram\nTea")
    place = browser.path
    joined = site.ask(COORDINATOR, "organisation", "show", place.rpartition("/")[2])
    browser.get("/new/person")
    browser.fill(name="Mira Holm", organisation=joined["id"], role=["practitioner"])
    person = joined_people(site, joined["id"])[0]["id"]
    assert f'href="/people/{person}/move"' in browser.get(place).text
    browser.get(f"/people/{person}/roles")
    browser.fill(role=["practitioner", "reviewer"], reason="She reviews.")
    roles = site.ask(COORDINATOR, "person", "show", person)["roles"]
    browser.get(f"/people/{person}/move")
    browser.fill(organisation=home(site, PRACTITIONER))

    assert (joined["shows"], joined["settings"], sorted(roles)) == (
        ["A tram", "Tea"],
        ["school"],
        ["practitioner", "reviewer"],
    )
    assert site.ask(COORDINATOR, "person", "show", person)["organisation"] == home(site, PRACTITIONER)


def joined_people(site: Site, organisation: str) -> list[dict[str, str]]:
    return list(site.ask(COORDINATOR, "organisation", "show", organisation)["people"])


def test_profile_is_revised_by_those_whose_it_is_and_what_stays_is_kept(site: Site) -> None:
    own, browser, other = home(site, PRACTITIONER), site.member(PRACTITIONER), site.member(OTHER)
    before = site.ask(PRACTITIONER, "organisation", "show", own)
    assert f"/organisations/{own}/revise" not in other.get(f"/organisations/{own}").text
    other.get(f"/organisations/{own}/revise")
    refused = other.fill(constraints="Ours now.", country=before["country"], kind=before["kind"]).status_code
    assert f'href="/organisations/{own}/revise"' in browser.get(f"/organisations/{own}").text
    browser.get(f"/organisations/{own}/revise")

    browser.fill(constraints="Ring first.", country=before["country"], kind=before["kind"], name=before["title"])

    after = site.ask(PRACTITIONER, "organisation", "show", own)
    kept = ("title", "country", "kind", "settings", "languages", "shows", "wants")
    assert (refused, after["constraints"]) == (403, "Ring first.")
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}


def test_person_revises_themselves_and_nobody_else(site: Site) -> None:
    own, browser = site.people[PRACTITIONER], site.member(PRACTITIONER)
    browser.get(f"/people/{site.people[OTHER]}/revise")
    refused = browser.fill(contact="a tin can").status_code
    page = browser.get(f"/organisations/{home(site, PRACTITIONER)}").text
    offered = [f'href="/people/{own}/{step}"' in page for step in ("revise", "roles", "move")]
    browser.get(f"/people/{own}/revise")

    browser.fill(name=PRACTITIONER, contact="by the tram")

    assert (refused, offered) == (403, [True, False, False])
    assert site.ask(PRACTITIONER, "person", "show", own)["contact"] == "by the tram"


def test_organisation_leaves_once_it_is_confirmed(site: Site) -> None:
    place, browser, other = f"/organisations/{home(site, OTHER)}", site.member(COORDINATOR), site.member(PRACTITIONER)
    other.get(f"{place}/leave")
    refused = other.fill(reason="I want it.", sure="1").status_code
    browser.get(f"{place}/leave")
    browser.fill(reason="Its funding ended.")
    asked = browser.alert

    browser.fill(reason="Its funding ended.", sure="1")

    left = site.ask(COORDINATOR, "organisation", "show", place.rpartition("/")[2])["left_on"]
    assert (refused, asked, bool(left)) == (403, "'I have read this' is not ticked yet; tick it if it is so.", True)


def test_year_is_opened_by_coordinators(site: Site) -> None:
    browser, other = site.member(COORDINATOR), site.member(PRACTITIONER)
    before = site.ask(COORDINATOR, "year", "list")
    other.get("/new/year")
    refused = other.fill(purpose="publication").status_code
    assert 'href="/new/year"' in browser.get("/coordinating").text
    browser.get("/new/year")

    browser.fill(purpose="practice_transfer")

    opened = [(row["number"], row["purpose"]) for row in site.ask(COORDINATOR, "year", "list")[len(before) :]]
    assert (refused, opened) == (403, [(len(before) + 1, "practice_transfer")])


def test_visit_is_corrected_by_those_who_take_part(site: Site) -> None:
    visit = site.ask(COORDINATOR, "visit", "list")[0]
    before, place = site.ask(COORDINATOR, "visit", "show", visit["id"]), f"/visits/{visit['id']}"
    browser, other = site.member(COORDINATOR), site.member(OTHER)
    assert f"{place}/correct" not in other.get(place).text
    other.get(f"{place}/correct")
    refused = other.fill(title="Mine", reason="I was there.").status_code
    assert f'href="{place}/correct"' in browser.get(place).text
    browser.get(f"{place}/correct")

    stays = {"starts-on": before["starts_on"], "ends-on": before["ends_on"], "place": before["place"]}
    browser.fill(title=f"{before['title']}, again", reason="A slip of the pen.", **stays)

    after = site.ask(COORDINATOR, "visit", "show", visit["id"])
    assert (refused, browser.alert, after["title"]) == (403, "", f"{before['title']}, again")
    assert (after["visitors"], after["host_people"], after["objectives"]) == (
        before["visitors"],
        before["host_people"],
        before["objectives"],
    )
