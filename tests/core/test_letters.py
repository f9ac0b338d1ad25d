"""Letters: one spelling for what readers take to be the same, and the others that there are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epex.core.letters import LONGEST, fold, forms, normal, plainly


@pytest.mark.parametrize(
    ("word", "folded"),
    [
        ("københavn", "kobenhavn"),
        ("ærlig", "aerlig"),
        ("straße", "strasse"),
        ("đak", "djak"),
        ("čovek", "covek"),
        ("élève", "eleve"),
        ("مدرسة", "مدرسه"),
        ("مؤسسة", "موسسه"),
        ("أسرة", "اسره"),
        ("2017", "2017"),
    ],
)
def test_fold_leaves_plain_letters_and_figures(word: str, folded: str) -> None:
    assert fold(word) == folded


def test_fold_cuts_what_no_index_would_take() -> None:
    assert fold("ä" * 1000) == "a" * LONGEST


@pytest.mark.parametrize(
    ("word", "written"),
    [
        ("Müller", {"muller", "mueller"}),
        ("Øst", {"ost", "oest"}),
        ("Đorđe", {"djordje", "dorde"}),
        ("Ђорђе", {"djordje", "dorde"}),
        ("O’Brien", {"obrien"}),
        ("Djordje", {"djordje", "dorde"}),
        ("Maes", {"maes"}),
    ],
)
def test_forms_are_the_ways_in_which_a_word_is_written(word: str, written: set[str]) -> None:
    assert forms(word) >= written


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("Dane-Mark 2017!", ("dane-mark 2017!",)),
        ("l'Ålesund\u200e", ("l'alesund", "l'aalesund")),
        ("Ђак", ("djak", "dak")),
        ("", ("",)),
    ],
)
def test_plainly_writes_the_words_of_a_text_and_leaves_what_is_between(text: str, ways: tuple[str, ...]) -> None:
    assert plainly(text) == ways


@given(st.text(max_size=20))
def test_normal_and_fold_change_nothing_twice(word: str) -> None:
    assert fold(fold(normal(word))) == fold(normal(word))
