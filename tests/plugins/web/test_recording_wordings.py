"""The thesaurus, the questions and saved searches in a browser: kept by some, vouched for by who speaks a language."""

import re

from tests.plugins.web.visiting import Site

LINKS = re.compile(r'href="([^"]*)"')
COORDINATOR, EDITOR, PRACTITIONER, DUTCH = (
    "Orla Keaveney",
    "Aylin Demirbaş-Koch",
    "Henrik Stuhlmacher",
    "Griet Vandermoere",
)


def shown(site: Site, place: str) -> dict[str, object]:
    return dict(site.ask(EDITOR, "thesaurus", "show", place.rpartition("/")[2]))


def test_concept_is_added_named_linked_vouched_for_and_removed(site: Site) -> None:
    editor, speaker, prison = site.member(EDITOR), site.member(DUTCH), site.ask(EDITOR, "thesaurus", "show", "prison")
    assert 'href="/new/concept"' in editor.get("/thesaurus").text
    editor.get("/new/concept")
    editor.fill(label="night tram", named="nl:nachttram", alternative="en:last tram", note="Trams after midnight.")
    place = editor.path
    for step, fields in (
        ("label", {"label": "late tram", "preferred": "1"}),
        ("unlabel", {"label": "last tram", "reason": "Nobody says it."}),
        ("note", {"text": "Trams that run after midnight."}),
        ("relate", {"other": prison["id"], "relation": "related"}),
    ):
        assert f'href="{place}/{step}"' in editor.get(place).text
        editor.get(f"{place}/{step}")
        assert (step, editor.fill(**fields).status_code, editor.alert) == (step, 200, "")
    made = shown(site, place)
    speaker.get(f"{place}/sign")
    speaker.fill(language="en")
    vouched = shown(site, place)["signed"]
    for step, fields in (("unrelate", {"other": prison["id"]}), ("remove", {"reason": "No trams."}), ("reopen", {})):
        editor.get(f"{place}/{step}")
        assert (step, editor.fill(**fields).status_code, editor.alert) == (step, 200, "")

    assert (made["title"], made["alternatives"]["en"]) == ("late tram", ["night tram"])  # type: ignore[index]
    assert [one["title"] for one in made["related"]] == ["prison"]  # type: ignore[attr-defined]
    assert (bool(vouched), shown(site, place)["status"], shown(site, place)["related"]) == (True, "open", [])


def test_nobody_else_is_offered_to_keep_the_thesaurus_or_may(site: Site) -> None:
    place = f"/thesaurus/{site.ask(EDITOR, 'thesaurus', 'show', 'prison')['id']}"
    browser = site.member(PRACTITIONER)
    page = browser.get(place).text
    browser.get(f"{place}/remove")

    assert ("/new/concept" in browser.get("/thesaurus").text, f"{place}/remove" in page) == (False, False)
    browser.get(f"{place}/remove")
    assert (browser.fill(reason="I want it").status_code, browser.alert[:5]) == (403, "Only ")


def test_questions_are_adopted_by_coordinators_and_vouched_for_by_speakers(site: Site) -> None:
    gibbs = next(row["id"] for row in site.ask(EDITOR, "questions", "list") if row["name"] == "gibbs")
    coordinator, speaker, other = site.member(COORDINATOR), site.member(DUTCH), site.member(PRACTITIONER)
    other.get(f"/questions/{gibbs}/adopt")
    refused = other.fill().status_code
    assert f"/questions/{gibbs}/adopt" not in other.get("/questions").text
    assert f'href="/questions/{gibbs}/adopt"' in coordinator.get("/questions").text
    coordinator.get(f"/questions/{gibbs}/adopt")
    coordinator.fill()
    speaker.get(f"/questions/{gibbs}/sign")
    speaker.fill(language="nl")

    row = next(row for row in site.ask(EDITOR, "questions", "list") if row["id"] == gibbs)
    assert (refused, row["in_force"], "nl" in row["unreviewed"]) == (403, True, False)


def test_search_is_saved_and_removed_by_whoever_saved_it(site: Site) -> None:
    browser, other = site.member(PRACTITIONER), site.member(DUTCH)
    assert 'href="/new/search?words=tea"' in browser.get("/search?q=tea").text
    browser.get("/new/search?words=tea")
    browser.fill(save="Tea again", words="tea")
    saved = [row for row in site.ask(PRACTITIONER, "searches", "list") if row["title"] == "Tea again"]
    assert (browser.path, "Tea again" in browser.main) == ("/searches", True)
    place = f"/searches/{saved[0]['id']}/remove"
    hidden = other.get(place).status_code
    browser.get(place)

    browser.fill()

    assert (hidden, [row["query"] for row in saved]) == (404, ["tea"])
    assert saved[0]["id"] not in {row["id"] for row in site.ask(PRACTITIONER, "searches", "list")}


def test_search_keeps_what_it_is_narrowed_by_and_opens_with_it(site: Site) -> None:
    browser = site.member(PRACTITIONER)
    browser.get("/search?q=trust&kind=element&kind=visit&language=en&fuzzy=yes")
    narrowed = browser.main
    place = next(link for link in LINKS.findall(browser.shown) if link.startswith("/new/search"))
    browser.get(place)
    ticked = re.findall(r'name="([a-z_]+)" value="([a-z1]+)" checked', browser.shown)
    browser.fill(save="Trusting", kind=["element", "visit"], language="en", fuzzy="1", words="trust")

    saved = site.ask(PRACTITIONER, "searches", "show", "Trusting")
    link = next(link for link in LINKS.findall(browser.shown) if link.startswith("/search?") and "fuzzy=yes" in link)
    browser.get(link)

    options = {"kind": ["element", "visit"], "language": ["en"], "fuzzy": ["yes"]}
    assert [*ticked] == [("kind", "element"), ("kind", "visit"), ("language", "en"), ("fuzzy", "1")]
    assert saved["options"] == options
    assert browser.main == narrowed


def test_search_that_was_saved_by_the_command_line_opens_as_it_was_saved(site: Site) -> None:
    line = ("--kind=element", "--year=1", "--since=2016", "--no-thesaurus", "--query-language=de", "--save=Ours")
    site.ask(PRACTITIONER, "search", *line, "--", "Vertrauen")
    browser = site.member(PRACTITIONER)
    browser.get("/searches")

    links = [link for link in LINKS.findall(browser.shown) if link.startswith("/search?") and "Vertrauen" in link]

    (link,) = links
    assert set(link.partition("?")[2].split("&")) == {
        *("q=Vertrauen", "kind=element", "year=1", "since=2016", "no_thesaurus=yes", "query_language=de"),
    }
    assert browser.get(link).status_code == 200
