"""Words, their normal form, and the spellings that readers take to be the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epex.core.letters import fold
from epex.core.vocabulary import LANGUAGES
from epex.search.folding import beginnings, joined, located, spellings, words, written


def test_words_leave_out_everything_that_is_no_letter_or_figure() -> None:
    assert words("Trust-building, in 2017: «élan» & l’école_maternelle!") == [
        "trust",
        "building",
        "in",
        "2017",
        "élan",
        "l",
        "école",
        "maternelle",
    ]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("GEFÄNGNIS", "gefängnis"),
        ("Gefa\u0308ngnis", "gefängnis"),
        ("soft\u00adhyphen", "softhyphen"),
        ("الأُسْرَة", "الأسرة"),
        ("مـدرسـة", "مدرسة"),
        ("Поверење", "poverenje"),
        ("Џак и Ђак", "džak"),
        ("٢٠١٧", "2017"),
        ("ＡＢＣ", "abc"),
    ],
)
def test_normal_is_what_somebody_would_type(written: str, read: str) -> None:
    assert words(written)[0] == read


@pytest.mark.parametrize(
    ("word", "language", "ways"),
    [
        ("gefaengnis", "de", "gefaengnis gefaengnis gefängnis gefaengnis gefaengnis gefangnis"),
        ("gefängnis", "de", "gefängnis gefaengnis gefängnis gefangnis gefaengnis gefangnis"),
        ("koebenhavn", "da", "koebenhavn koebenhavn københavn koebenhavn koebenhavn kobenhavn"),
        ("århus", "da", "århus aarhus århus arhus aarhus arhus"),
        ("straße", "sq", "straße straße straße strasse strasse strasse"),
        ("poet", "nl", "poet poet poet poet poet poet"),
        ("dodir", "sr", "dodir dodir dodir dodir dodir dodir đodir đođir"),
    ],
)
def test_spellings_follow_the_language(word: str, language: str, ways: str) -> None:
    assert spellings(word, language) == tuple(ways.split())


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("A re-offender, the Well\u2011being\u2010group", [("reoffender", 2, 13), ("wellbeinggroup", 19, 35)]),
        ("L'Aumônier-Chef", [("aumônierchef", 2, 15)]),
        ("Covid-19, 2016-17, a_b-c, - -a b- --", []),
        ("-" * 1000 + "a-" * 1000, []),
    ],
)
def test_words_with_hyphens_are_one_word(text: str, whole: list[tuple[str, int, int]]) -> None:
    assert list(joined(text)) == whole


@pytest.mark.parametrize(
    ("typed", "language", "begun"),
    [
        ("åb", "da", ["ab", "aab"]),
        ("aab", "en", ["aab", "ab"]),
        ("aan", "nl", ["aan"]),
        ("coe", "en", ["coe"]),
        ("soest", "en", ["soest", "sost", "soeest"]),
        ("søst", "en", ["sost", "soest", "soeest"]),
        ("sost", "en", ["sost", "soest"]),
        ("trust", "en", ["trust", "truest"]),
        ("đac", "sr", ["djac", "dac"]),
        ("dac", "sr", ["dac"]),
        ("daci", "sr", ["daci", "djaci", "daeci", "daaci"]),
    ],
)
def test_a_beginning_is_written_as_keyboards_and_neighbours_write_it(
    typed: str, language: str, begun: list[str]
) -> None:
    assert sorted(beginnings(typed, language)) == sorted(set(begun))


@pytest.mark.parametrize(
    ("one", "other"),
    [("søster", "soester"), ("år", "aar"), ("Østre", "Oestre"), ("Fährhaus", "Faehrhaus"), ("åbent", "aabent")],
)
def test_every_spelling_of_a_word_is_written_in_the_same_ways(one: str, other: str) -> None:
    left, right = (written(words(word)[0], LANGUAGES) for word in (one, other))

    assert left == right


def test_a_sign_alone_is_no_word() -> None:
    assert words("trust ـ and ــ") == ["trust", "and"]


def test_located_points_into_the_text_as_it_was_written() -> None:
    text = "Die Ge\u00adduld، الصَّبر"

    found = [(word, text[start:end]) for word, start, end in located(text)]

    assert found == [("die", "Die"), ("geduld", "Ge\u00adduld"), ("الصبر", "الصَّبر")]


@given(st.text())
def test_folding_never_fails_and_only_letters_and_figures_are_left(text: str) -> None:
    folded = [fold(word) for word in words(text)]

    assert all(word.isalnum() or not word for word in folded)
