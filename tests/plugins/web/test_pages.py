"""Every page that is read: it is there, light enough, without a script or style of its own, in every language."""

import gzip

import pytest

from epex.plugins.builtin.web.pages import audit
from tests.plugins.web.reading import STYLED, Outline, addresses, desks, first, titled
from tests.plugins.web.visiting import Site

GISELA, ORLA = "Gisela Trautwein-Haas", "Orla Keaveney"
HEAVIEST = 100_000


@pytest.mark.parametrize("language", ["en", "de", "fr", "ar"])
def test_every_page_is_there_with_one_main_heading_and_no_script_of_its_own(reading: Site, language: str) -> None:
    browser = reading.member(GISELA)
    for path in addresses(reading, GISELA):
        shown = browser.get(path, **{"Accept-Language": language})

        assert (path, shown.status_code, shown.text.count("<h1"), STYLED.findall(shown.text)) == (path, 200, 1, [])


@pytest.mark.parametrize("language", ["en", "de", "fr", "ar"])
def test_every_desk_is_there_with_one_main_heading_and_no_script_of_its_own(reading: Site, language: str) -> None:
    browsers = {name: reading.member(name) for name, _ in desks(reading)}
    for name, path in desks(reading):
        shown = browsers[name].get(path, **{"Accept-Language": language})

        assert (path, shown.status_code, shown.text.count("<h1"), STYLED.findall(shown.text)) == (path, 200, 1, [])


def test_every_page_is_light_with_all_that_it_loads(reading: Site) -> None:
    browser = reading.member(GISELA)
    for path in addresses(reading, GISELA):
        page = browser.get(path).text
        loaded = {name: len(gzip.compress(browser.get(name).content)) for name in Outline(page).loaded}

        assert (path, len(gzip.compress(page.encode())) + sum(loaded.values()) < HEAVIEST) == (path, True)


def test_what_is_hidden_and_what_is_not_there_get_the_same_page(reading: Site) -> None:
    hidden = {row["id"] for row in reading.ask(ORLA, "reflection", "list")} - {
        row["id"] for row in reading.ask("Griet Vandermoere", "reflection", "list")
    }
    browser = reading.member("Griet Vandermoere")
    shown = [browser.get(f"/reflections/{identity}") for identity in (*sorted(hidden)[:1], f"reflection-{'0' * 8}")]

    assert {(page.status_code, page.text.partition("<main")[2].partition("</main>")[0]) for page in shown} == {
        (404, shown[1].text.partition("<main")[2].partition("</main>")[0])
    }


@pytest.mark.parametrize(
    "path", ["/themes/--help", "/visits/-h", "/why/--json", "/reports/--help", "/elements/Trust", "/why/x"]
)
def test_an_address_is_never_taken_for_an_option(reading: Site, path: str) -> None:
    assert reading.member(GISELA).get(path).status_code == 404


@pytest.mark.parametrize("path", ["/?as_of=yesterday", "/audit?since=x", "/changes?from=x", "/visits?year=--help"])
def test_what_cannot_be_read_is_said_in_one_sentence(reading: Site, path: str) -> None:
    browser = reading.member(GISELA)

    assert (browser.get(path).status_code, bool(browser.alert)) == (422, True)


def test_a_link_keeps_the_day_that_is_looked_back_to(reading: Site) -> None:
    theme = titled(reading, GISELA, "theme", "Trust before content")
    page = reading.member(GISELA).get(f"/themes/{theme}?as_of=2017-03-01").text

    assert 'href="/visits?as_of=2017-03-01"' in page
    assert f'href="/themes/{theme}">Back to today' in page


def test_looking_back_shows_what_was_known_then(reading: Site) -> None:
    browser = reading.member(GISELA)
    theme = titled(reading, GISELA, "theme", "Trust before content")
    browser.get(f"/themes/{theme}?as_of=2017-03-01")

    assert ("candidate" in browser.main, "adopted" in browser.main.casefold()) == (True, False)


def test_the_past_never_says_that_something_was_recorded(reading: Site) -> None:
    browser = reading.member(GISELA)

    assert 'role="status">Recorded.' in browser.get("/themes?recorded=1").text
    assert 'role="status">Recorded.' not in browser.get("/themes?recorded=1&as_of=2017-03-01").text


def test_what_waits_leads_to_where_it_is_done(reading: Site) -> None:
    browser = reading.member(GISELA)
    duty = reading.ask(GISELA, "waiting", "--all")[0]
    page = browser.get("/").text

    assert duty["command"].startswith(f"reflection record {duty['id']}")
    assert Outline(page).headings[:2] == ["What waits for you", "Follow-ups to write"]
    assert f'href="/reflect/{duty["id"]}' in page


def test_a_visit_shows_both_sides_of_each_question(reading: Site) -> None:
    browser = reading.member(GISELA)
    visit = first(reading, GISELA, "visit")
    pair = reading.ask(GISELA, "reflection", "pair", visit)
    browser.get(f"/visits/{visit}")

    for question in pair["questions"]:
        for side in ("host", "visitor"):
            for answer in question[side]:
                assert answer["answer"][:40] in browser.main


def test_only_who_took_part_and_has_not_written_yet_is_asked_to_write(reading: Site) -> None:
    visit = first(reading, GISELA, "visit")
    asked = {
        (name, months): f'class="button" href="/reflect/{visit}'
        in reading.member(name).get(f"/visits/{visit}{months}").text
        for name in (GISELA, ORLA)
        for months in ("", "?follow_up=6")
    }

    assert asked == {
        (GISELA, ""): False,
        (GISELA, "?follow_up=6"): True,
        (ORLA, ""): False,
        (ORLA, "?follow_up=6"): False,
    }


def test_an_element_is_described_in_the_order_of_tidier(reading: Site) -> None:
    element = titled(reading, GISELA, "element", "Trust before content")
    headings = Outline(reading.member(GISELA).get(f"/elements/{element}").text).headings
    order = ["Why it is done", "What is needed", "What is done, step by step", "Who does it", "How", "Where"]

    assert [heading for heading in headings if heading in order] == order


def test_an_element_tells_of_failures(reading: Site) -> None:
    browser = reading.member(GISELA)
    browser.get(f"/elements/{titled(reading, GISELA, 'element', 'Trust before content')}")

    assert "Stichting De Tussenkamer abandoned" in browser.main


def test_a_theme_tells_its_votes_and_who_disagreed(reading: Site) -> None:
    browser = reading.member(GISELA)
    theme = titled(reading, GISELA, "theme", "Trust before content")
    browser.get(f"/themes/{theme}", **{"Accept-Language": "de"})

    assert "Vertrauen vor Inhalt, wo Warten erlaubt ist" in browser.main
    assert "11 dafür, 2 dagegen, 1 Enthaltung" in browser.main.replace(" ,", ",")
    assert "Wer anderer Meinung war The prison psychologist" in browser.main


def test_a_search_counts_what_it_can_be_narrowed_by(reading: Site) -> None:
    browser, found = reading.member(GISELA), reading.ask(GISELA, "search", "trust")
    browser.get("/search?q=trust")

    assert f"{found['total']} are found" in browser.main
    assert f"Reflection {found['facets']['kind']['reflection']}" in browser.main.replace("reflection", "Reflection")


def test_a_search_is_narrowed_by_a_facet(reading: Site) -> None:
    browser = reading.member(GISELA)
    found = reading.ask(GISELA, "search", "trust", "--kind", "theme")
    browser.get("/search?q=trust&kind=theme")

    assert f"{found['total']} is found" in browser.main


@pytest.mark.parametrize("query", ["-trust", "--help", "<script>alert(1)</script>", '"', "kind:"])
def test_a_search_takes_whatever_somebody_types(reading: Site, query: str) -> None:
    shown = reading.member(GISELA).client.get("/search", params={"q": query})

    assert (shown.status_code, "<script>alert" in shown.text) == (200, False)


def test_the_audit_is_read_page_by_page(reading: Site) -> None:
    browser, rows = reading.member(GISELA), reading.ask(GISELA, "audit", "log")
    page = browser.get("/audit?offset=50").text

    assert page.count('class="when"') == 50
    assert f'href="/audit/events/{rows[50]["position"]}"' in page
    assert ('rel="prev"' in page, 'rel="next"' in page) == (True, True)


def test_the_record_is_checked_on_request_and_the_verdict_is_kept(site: Site) -> None:
    browser = site.member(GISELA)
    browser.get("/audit")
    before = browser.main
    browser.post("/audit/verifications")

    assert ("Nobody has checked it here yet." in before, browser.path) == (True, "/audit")
    size = site.ask(GISELA, "audit", "verify")["size"]
    assert "Yes: every entry is as it was recorded. Checked on" in browser.main
    assert f"{size} entries" in browser.main


def test_faults_of_the_record_are_told_with_where_they_are(site: Site) -> None:
    told = [{"position": 12, "what": "It was changed."}, {"position": 0, "what": "It is another log."}]
    verdict = {"ok": False, "size": 945, "faults": told, "uncovered_events": 0, "at": "2017-08-01T10:00:00+00:00"}
    audit.keep_verdict(site.served.folder, verdict)
    browser = site.member(GISELA)
    browser.get("/audit")

    assert "No: something was changed afterwards. Checked on 1 August 2017 , 945 entries." in browser.main
    assert "12: It was changed. It is another log. All entries are signed for." in browser.main


def test_a_report_is_shown_inside_the_site(reading: Site) -> None:
    element = titled(reading, GISELA, "element", "Trust before content")
    shown = reading.member(GISELA).get(f"/reports/practice-transfer?element={element}")

    written = reading.served.call(
        ["report", "run", "practice-transfer", "--format=html", f"--option=element={element}"],
        person=reading.people[GISELA],
        plain=True,
    ).value.decode()
    assert Outline(shown.text).headings == Outline(written).headings
    assert 'class="document" lang="en" dir="ltr"' in shown.text


def test_a_report_asks_for_what_it_needs(reading: Site) -> None:
    browser = reading.member(GISELA)
    browser.get("/reports/practice-transfer")

    assert "Show the report" in browser.main


def test_what_changed_is_told_by_kind(reading: Site) -> None:
    browser = reading.member(GISELA)
    browser.get("/changes?from=2017-06-30&to=2017-07-31")

    assert "The element 'The case table with an empty chair' was identified." in browser.main


def test_a_text_is_right_to_left_where_its_language_is(reading: Site) -> None:
    arabic = next(row["id"] for row in reading.ask(GISELA, "reflection", "list") if row["language"] == "ar")
    shown = reading.member(GISELA).get(f"/reflections/{arabic}").text

    assert '<div class="prose" dir="auto" lang="ar"><p dir="auto">' in shown


def test_page_of_questions_says_what_is_asked_in_the_language_of_who_reads_it(reading: Site) -> None:
    browser = reading.member(ORLA)
    browser.get("/questions", **{"Accept-Language": "de"})

    assert "Warum tun wir, was wir tun? Wie machen wir es in der Praxis?" in browser.main


def test_what_stands_in_the_way_of_freezing_is_said_in_the_language_of_who_reads_it(reading: Site) -> None:
    publication = titled(reading, ORLA, "publication", "Second thoughts")
    browser = reading.member(ORLA)
    browser.get(f"/publications/{publication}", **{"Accept-Language": "de"})

    assert (
        "Das Kapitel „Families before the file“ ist angelegt; lassen Sie es gegenlesen und von der Redaktion freigeben."
        in browser.main
    )
