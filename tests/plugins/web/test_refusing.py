"""Refusals on the site: its own in the reader's language, and pages in place of commands where there are some."""

import re

import pytest
from markupsafe import Markup

from epex.plugins.builtin.web import site as pages
from epex.plugins.builtin.web.refusing import alert, objection, page_of
from tests.plugins.web.visiting import Site

# The forms are known once the site is made.
pytestmark = pytest.mark.usefixtures("reading")
EDITOR, PRACTITIONER = "Aylin Demirbaş-Koch", "Henrik Stuhlmacher"
THEME = "theme-9231d2f2-f9de-4176-b175-fedd88a30281"
LINK = re.compile(r'<a href="([^"]*)" lang="(\w\w)">([^<]*)</a>')


@pytest.mark.parametrize(
    ("sentence", "links"),
    [
        ("Record 'epex theme discuss' first.", [(f"/themes/{THEME}/discuss", "de", "Ein Treffen hat es besprochen")]),
        (
            "Use 'epex theme adopt', 'park' or 'reject'.",
            [
                (f"/themes/{THEME}/adopt", "de", "Das Thema annehmen"),
                (f"/themes/{THEME}/park", "de", "Das Thema für später zurückstellen"),
                (f"/themes/{THEME}/reject", "de", "Gegen das Thema entscheiden"),
            ],
        ),
        (
            "Change it with 'epex reflection revise reflection-3f2a'.",
            [("/reflections/reflection-3f2a/revise", "de", "Die Antworten überarbeiten")],
        ),
        (
            "This person's reflection is recorded already; change it with 'epex reflection revise reflection-3f2a'.",
            [("/reflections/reflection-3f2a/revise", "de", "Die Antworten überarbeiten")],
        ),
        ("State it with 'epex match need'.", [("/new/need", "de", "Was Sie anderswo lernen wollen")]),
        ("See 'epex visit list'.", [("/visits", "de", "Besuche")]),
        ("Fill it with 'epex transfer compare'; look with 'epex doctor'.", []),
        ("The theme 'park' is called 'merge' now.", []),
    ],
)
def test_page_stands_in_the_place_of_its_command(sentence: str, links: list[tuple[str, str, str]]) -> None:
    assert LINK.findall(alert(sentence, path=f"/themes/{THEME}/adopt", language="de")) == links


@pytest.mark.parametrize(
    ("language", "said"), [("en", "“<a href"), ("ar", "“<a href"), ("de", "„<a href"), ("fr", "«\xa0<a href")]
)
def test_page_is_quoted_as_the_language_does(language: str, said: str) -> None:
    assert said in alert("See 'epex visit list'.", language=language)


def test_grid_is_filled_from_the_page_of_the_transfer() -> None:
    found = page_of("transfer compare", "", "/transfers/transfer-3f2a/anticipate")

    assert found is not None
    assert found.path == "/transfers/transfer-3f2a"


def test_words_of_a_refusal_are_never_markup() -> None:
    written = alert("There is no '<b>x</b>'; see 'epex visit list'.", language="en")

    assert "<b>" not in written
    assert "&lt;b&gt;" in written


def test_label_in_a_sentence_of_a_form_is_said_in_the_language_of_who_reads() -> None:
    half = "Of 'What they say' only one half is filled in; say who and what, or leave both empty."

    assert "„Was die Person sagt“" in alert(half, language="de")


def test_box_that_is_missing_is_to_be_ticked() -> None:
    sentence = "'I have read this' is not ticked yet; tick it if it is so."
    german = "„Ich habe das gelesen“ ist noch nicht angekreuzt; kreuzen Sie es an, wenn es so ist."

    assert german in alert(sentence, language="de")


def test_own_sentence_is_said_in_the_language_of_who_reads(site: Site) -> None:
    browser = site.member(PRACTITIONER)
    browser.client.headers["Accept-Language"] = "fr"
    browser.get("/new/challenge")
    browser.fill(text=" ")

    assert browser.alert == "« La question » est encore vide ; remplissez-le."
    assert 'lang="fr"' in alert(pages.FAILED, language="fr")


def test_refused_decision_leads_to_what_comes_before_it(site: Site) -> None:
    browser = site.member(EDITOR)
    browser.get("/new/theme")
    browser.fill(label="Doors that stay open")
    theme = browser.path
    browser.get(f"{theme}/adopt")
    browser.fill(reason="We like it.")

    ((path, _, _),) = LINK.findall(browser.alert)
    assert (path, browser.get(path).status_code) == (f"{theme}/discuss", 200)


def test_what_stands_in_the_way_of_an_edition_is_said_in_the_language_of_who_reads() -> None:
    todo = "let somebody review it and an editor approve it, with 'epex chapter review' and 'epex chapter approve'."
    written = objection(f"The chapter 'Tea' is outlined; {todo}", "/chapters/chapter-3f2a", language="de")

    assert written.startswith('<span lang="de" dir="auto">Das Kapitel „Tea“ ist angelegt;')
    assert [path for path, _, _ in LINK.findall(written)] == [
        "/chapters/chapter-3f2a/review",
        "/chapters/chapter-3f2a/approve",
    ]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "The chapter 'Tea' is outlined; let somebody review it and an editor approve it."),
        ("de", "Das Kapitel „Tea“ ist angelegt; lassen Sie es gegenlesen und von der Redaktion freigeben."),
    ],
)
def test_a_command_that_no_page_does_is_left_out_of_what_stands_in_the_way(language: str, told: str) -> None:
    todo = "let somebody review it and an editor approve it, with 'epex chapter review' and 'epex chapter approve'."
    written = objection(f"The chapter 'Tea' is outlined; {todo}", "/publications/publication-3f2a", language=language)

    assert written == Markup('<span lang="{}" dir="auto">{}</span>').format(language, told)


def test_what_a_plugin_finds_stays_in_its_own_words() -> None:
    told = "dissent: the tea and the bread are not told of."

    assert objection(told, language="de") == f'<span lang="en" dir="auto">{told}</span>'
