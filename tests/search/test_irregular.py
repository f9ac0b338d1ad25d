"""Irregular words: the tables of nine languages, and what is looked up in them."""

from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epex.core.letters import normal
from epex.core.vocabulary import LANGUAGES
from epex.search.irregular import BEGINNINGS, ENDINGS, forms, lemma, lines

AROUND = {BEGINNINGS, ENDINGS}


def told(language: str) -> list[tuple[str, list[str]]]:
    table = files("epex.search").joinpath("irregular", f"{language}.txt").read_text(encoding="utf-8")
    return [(word, forms) for word, forms in lines(table) if word not in AROUND]


@pytest.mark.parametrize(
    ("language", "form", "word"),
    [
        ("en", "thieves", "thief"),
        ("en", "withdrew", "withdraw"),
        ("de", "getroffenen", "treffen"),
        ("de", "praktika", "praktikum"),
        ("fr", "mesdames", "madame"),
        ("fr", "obtiendrait", "obtenir"),
        ("nl", "gekozen", "kiezen"),
        ("da", "tænderne", "tand"),
        ("no", "føttene", "fot"),
        ("sr", "ušima", "uvo"),
        ("sr", normal("људима"), "čovek"),
        ("sq", "kuajve", "kalë"),
        ("ar", "دروس", "درس"),
    ],
)
def test_lemma_is_the_dictionary_s_form(language: str, form: str, word: str) -> None:
    assert lemma(form, language) == word


@pytest.mark.parametrize("form", ["الأجيال", "وبالأجيال", "للأجيال", "أجيالهم", "وأجيالنا", "بأجيال", "الاجيال"])
def test_lemma_looks_behind_what_arabic_joins_to_a_word(form: str) -> None:
    assert lemma(form, "ar") == "جيل"


@pytest.mark.parametrize(
    ("language", "form", "word"),
    [
        ("da", "boern", "barn"),
        ("da", "born", "barn"),
        ("de", "laesst", "lassen"),
        ("sr", "dosli", "doći"),
        ("sr", "djaci", "đak"),
        ("sq", "vellezerit", "vëlla"),
        ("ar", "اجيال", "جيل"),
    ],
)
def test_lemma_knows_forms_without_the_language_s_letters(language: str, form: str, word: str) -> None:
    assert lemma(form, language) == word


@pytest.mark.parametrize(
    ("language", "form", "word"),
    [("de", "gefordert", "fordern"), ("de", "fahrt", "fahrt"), ("sr", "posla", "posao"), ("da", "gar", "gar")],
)
def test_lemma_takes_another_word_for_no_form_without_its_letters(language: str, form: str, word: str) -> None:
    assert lemma(form, language) == word


@pytest.mark.parametrize(
    ("language", "word"),
    [
        ("en", "house"),
        ("en", "child"),
        ("de", "sprache"),
        ("ar", "المدرسة"),
        ("fr", "thieves"),
        ("xx", "men"),
        ("", "men"),
    ],
)
def test_lemma_leaves_every_other_word_as_it_is(language: str, word: str) -> None:
    assert lemma(word, language) == word


def test_lemma_reads_no_file_outside_its_folder() -> None:
    assert lemma("men", "../irregular/en") == "men"


# What practice and everyday texts speak of, that looks like a form with an ending or with something before it.
OTHER_WORDS = {
    "en": "ground wounded grounding boundary founder foundation leadership ring story livelihood mean meaning",
    "de": "aufgabe aufgaben angabe ausgaben bande banden begriff begriffe angriff annahme annahmen aufnahme aufnahmen "
    "ansprache ansprachen boten lage lagen fahrt gabe gaben sprache halt verrat",
    "fr": "prison prisons raison raisons maison maisons nuit nuits plaine plaines mention mentions assises néant "
    "mission missions puissant puissante croyant croyante combattant combattants survivant savant suivante "
    "entreprise entreprises commission misère servante portion",
    "nl": "gevangenis prison rook wees wezen gebeden gebed bestaan bond leiding lijn",
    "da": "fængsling fangst tillid byrde bande hus huse",
    "no": "fengsling fangst tillit byrde bande hus",
    "sr": "zatvor poverenje grad gradina stan sila reka mladić",
    "sq": "burg besim familje kohë punëtor",
    "ar": "فهم حسن كرد ورد كسر وهم فسر لحق دفن مدني دولي أصولي مرآة تطرف",
}


@pytest.mark.parametrize(("language", "told"), OTHER_WORDS.items())
def test_no_form_with_an_ending_swallows_another_word(language: str, told: str) -> None:
    swallowed = {word: lemma(word, language) for word in told.split() if lemma(word, language) != word}

    assert swallowed == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_form_swallows_a_word_of_the_tables(language: str) -> None:
    words = [word for word, _ in told(language)]

    assert [word for word in words if lemma(word, language) != word] == []


@pytest.mark.parametrize(
    ("word", "language", "found"),
    [("steigen", "de", ["stieg", "stiegen", "gestiegen"]), ("stieg", "de", []), ("trust", "en", []), ("men", "xx", [])],
)
def test_forms_are_those_of_a_word_in_its_dictionary_s_form(word: str, language: str, found: list[str]) -> None:
    assert list(forms(word, language)) == found


@pytest.mark.parametrize("language", LANGUAGES)
def test_tables_give_each_form_one_word(language: str) -> None:
    forms = [(form.removesuffix(ENDINGS), word) for word, forms in told(language) for form in forms]

    assert {form: lemma(form, language) for form, _ in forms} == dict(forms)
    assert len(dict(forms)) == len(set(forms))


@pytest.mark.parametrize("language", LANGUAGES)
def test_tables_hold_normal_words_once_each(language: str) -> None:
    table = told(language)
    words = [word for word, _ in table]
    written = [form.removesuffix(ENDINGS) for word, forms in table for form in (word, *forms)]

    assert [normal(form) for form in written] == written
    assert sorted(set(words)) == sorted(words)


@given(st.text(max_size=12), st.sampled_from(LANGUAGES))
def test_a_lemma_is_its_own_lemma(word: str, language: str) -> None:
    assert lemma(lemma(word, language), language) == lemma(word, language)
