"""Which words two texts share."""

import pytest

from epex.core.likeness import alike, shared_words, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("family", "families"),
        ("volunteer", "volunteers"),
        ("chairing", "chaired"),
        ("prison", "prisoner"),
        ("Mentoren".casefold(), "mentor"),
        ("accompagnement", "accompagnements"),
        ("العائلات", "العائلات"),
    ],
)
def test_forms_of_one_word_are_alike(one: str, other: str) -> None:
    assert (alike(one, other), alike(other, one)) == (True, True)


@pytest.mark.parametrize(
    ("one", "other"),
    [("former", "formal"), ("communication", "community"), ("contact", "context"), ("work", "word"), ("need", "feed")],
)
def test_other_words_are_not(one: str, other: str) -> None:
    assert (alike(one, other), alike(other, one)) == (False, False)


def test_words_are_those_that_say_something() -> None:
    found = words(["How do we work with the Families of 12 villages?", "Ohne Eltern nicht!"])

    assert found == {"families", "villages", "eltern"}


def test_shared_words_are_those_of_the_first_text_in_their_order() -> None:
    shown, wanted = ["Letters between prison and home", "Walking groups"], ["A letter to men in prisons"]

    assert shared_words(shown, wanted) == ("letters", "prison")
    assert shared_words(["Tea"], ["Tea rounds"]) == ()
