"""Words, their normal form, and the spellings that readers take to be the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epex.core.letters import fold
from epex.search.folding import located, spellings, words


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
        ("gefaengnis", "de", ("gefaengnis", "gefaengnis", "gefängnis")),
        ("gefängnis", "de", ("gefängnis", "gefaengnis", "gefängnis")),
        ("koebenhavn", "da", ("koebenhavn", "koebenhavn", "købenavn".replace("nav", "nhav"))),
        ("århus", "da", ("århus", "aarhus", "århus")),
        ("poet", "nl", ("poet", "poet", "poet")),
    ],
)
def test_spellings_follow_the_language(word: str, language: str, ways: tuple[str, ...]) -> None:
    assert spellings(word, language) == ways


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
