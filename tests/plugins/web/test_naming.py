"""What the base itself says in English: said in the reader's language, with people's own words as they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epex.plugins.builtin.web.documents import TYPED
from epex.plugins.builtin.web.naming import MATCH, SAID, foreign, match_told, plain, told
from epex.plugins.builtin.web.rendering import said_in
from epex.plugins.builtin.web.rewording import PLACE
from epex.plugins.builtin.web.wording import WORDED
from tests.plugins.web import said
from tests.plugins.web.reading import Outline
from tests.plugins.web.visiting import Site

GISELA, ORLA = "Gisela Trautwein-Haas", "Orla Keaveney"


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Host reflection: Four evenings", "de", "Reflexion der Gastgebenden: Four evenings"),
        ("Visitor reflection after 6 months: Tea", "fr", "Réflexion du visiteur après 6 mois : Tea"),
        ("Both speak: ar, en.", "en", "Both speak: Arabic, English."),
        ("Both speak: ar, en.", "de", "Beide sprechen: Arabisch, Englisch."),
        ("They work in different countries: DE and XK.", "en", "They work in different countries: Germany, Kosovo."),
        ("Both work in: family counselling.", "de", "Beide arbeiten in diesem Arbeitsfeld: Familienberatung."),
        (
            "after 12 months; after 3 and 6 months nothing was written",
            "de",
            "nach 12 Monaten; nach 3 und 6 Monaten wurde nichts geschrieben",
        ),
        ("[erased]", "de", "[gelöscht]"),
        ("Year 2", "de", "Jahr 2"),
        ("Year by year", "de", "Year by year"),
        ("Both have the challenge 'A?' and 'B?'.", "de", "Beide haben die Herausforderung „A?“ und „B?“."),
        ("Both have the challenge 'Why?'.", "en", "Both have the challenge “Why?”."),
        ("The priest visits a prison", "de", "The priest visits a prison"),
    ],
)
def test_what_the_base_says_is_said_in_the_language_of_the_reader(text: str, language: str, expected: str) -> None:
    assert told(text, language) == expected


def test_the_title_of_a_match_is_said_in_the_language_of_the_reader() -> None:
    assert match_told("Gelber Hof visits Pragu i Çelur", "de") == "Gelber Hof besucht Pragu i Çelur"


@pytest.mark.parametrize("language", WORDED)
@pytest.mark.parametrize("message", SAID)
def test_every_sentence_is_known_again_when_it_is_filled_in(message: str, language: str) -> None:
    assert foreign(PLACE.sub("3", message), "de") == ""
    assert "%(" not in told(PLACE.sub("3", message), language)


@pytest.mark.parametrize("message", [*SAID, MATCH])
def test_every_sentence_is_one_that_the_base_says(message: str) -> None:
    assert said.is_said(message)


@pytest.mark.parametrize(
    "message", ["Attributed poem", "a gardener", "Request for tea", "Both drink: %(tea)s.", "Host diary: %(title)s"]
)
def test_a_sentence_that_the_base_does_not_say_is_found(message: str) -> None:
    assert not said.is_said(message)


@given(st.text(min_size=1))
def test_the_words_in_a_title_stay_as_they_are(words: str) -> None:
    assert told(f"Host reflection: {words}", "de") == f"Reflexion der Gastgebenden: {words}"


def test_what_stays_english_is_marked_on_a_page_in_another_language() -> None:
    assert [foreign("Something else", language) for language in ("de", "en", "ar")] == [' lang="en"', "", ""]


def test_a_title_is_escaped_in_every_language() -> None:
    title = said_in("Host reflection: <b>", "en", "de")

    assert title == "<bdi>Reflexion der Gastgebenden: &lt;b&gt;</bdi>"


def test_commands_are_left_out_where_nobody_types_one() -> None:
    typed = "The chapter 'One' is outlined; review it, with 'epex chapter review' and 'epex chapter approve'."

    assert plain(typed) == "The chapter 'One' is outlined; review it."
    assert plain("only this theme, by its id or title") == "only this theme"
    assert plain("Gegenlesen, mit 'epex chapter review' und 'epex chapter approve'.") == "Gegenlesen."


def test_years_and_several_challenges_are_said_in_the_language_of_the_reader() -> None:
    shared = "Both have the challenge 'Who knocks?' and 'Bread and roses?'."

    assert [told("Year 3", language) for language in ("en", "de", "fr")] == ["Year 3", "Jahr 3", "Année 3"]
    assert told(shared, "de") == "Beide haben die Herausforderung „Who knocks?“ und „Bread and roses?“."


def test_the_first_page_and_the_pairs_speak_the_language_of_the_reader(reading: Site) -> None:
    waiting, pairs = reading.member(GISELA), reading.member(ORLA)
    waiting.get("/", **{"Accept-Language": "de"})
    pairs.get("/coordinating", **{"Accept-Language": "de"})

    assert "nach 12 Monaten; nach 3 und 6 Monaten wurde nichts geschrieben" in waiting.main
    assert "Reflexion der Gastgebenden: Kitchen tables" in waiting.main
    assert "Sie arbeiten in verschiedenen Ländern: Frankreich, Tunesien." in pairs.main


def test_a_report_never_names_an_option_of_the_command_line(reading: Site) -> None:
    browser = reading.member(ORLA)
    shown = browser.get("/reports/coverage")

    assert [one in browser.main for one in TYPED] == [False, True]
    assert Outline(shown.text).headings[0] == "What is covered, and what is not"


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "The reports themselves are written in English."),
        ("de", "Die Berichte selbst sind auf Englisch geschrieben."),
        ("fr", "Les rapports eux-mêmes sont rédigés en anglais."),
    ],
)
def test_reports_stay_english_and_it_is_said_where_they_are_listed(reading: Site, language: str, told: str) -> None:
    browser = reading.member(ORLA)
    listed = browser.get("/reports", **{"Accept-Language": language})
    shown = browser.get("/reports/coverage", **{"Accept-Language": language})

    assert told in listed.text
    assert '<article id="report" class="document" lang="en" dir="ltr">' in shown.text


def test_a_chapter_has_its_headings_and_the_whole_words_of_its_quotes(reading: Site) -> None:
    chapter = reading.ask(ORLA, "chapter", "list")[0]["id"]
    browser = reading.member(ORLA)
    shown = browser.get(f"/chapters/{chapter}")

    assert Outline(shown.text).headings[1] == "Three meetings before a hard word"
    assert "Rückendeckung nicht hat, wird in der zweiten Woche einknicken." in browser.main
