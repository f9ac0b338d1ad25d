"""Which words two texts share."""

import pytest

from epex.core.likeness import MANY, RARE, Usage, alike, shared_words, words


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


@pytest.mark.parametrize("word", ["week", "weeks", "country", "long", "open", "person", "Woche", "jours", "uger"])
def test_words_of_time_measure_and_everybody_say_nothing(word: str) -> None:
    assert words([word]) == frozenset()


def test_usage_counts_the_organisations_that_use_a_word_in_whatever_form() -> None:
    usage = Usage([["Prisons", "In prison"], ["A prisoner"], ["Schools"]])

    assert [usage.of(word) for word in ("prison", "school", "tents")] == [2, 1, 0]


def test_texts_fit_by_one_word_that_hardly_anybody_uses_or_by_two_that_few_do() -> None:
    crowd = [["Families of prisoners"]] * (RARE + 1)
    small = Usage([*crowd, ["Letters"]])
    large = Usage([*crowd, *[["Tents"]] * (MANY * (RARE + 1))])

    assert small.telling("Letters to families", "A letter, and families in prison") == ("letters",)
    assert small.telling("Families in prison", "A family, a prison") == ()
    assert large.telling("Families in prison", "A family, a prison") == ("families", "prison")
    assert large.telling("Families at school", "A family") == ()
