"""Did you mean."""

from epex.search.query import parse
from epex.search.spelling import closest, corrected

KNOWN = ["mentor", "enter", "famili", "trust", "prison"]
WORDS = {"mentor": "mentoring", "famili": "families", "trust": "trust", "enter": "enter"}


def meant(text: str, known: list[str] = KNOWN, words: dict[str, str] = WORDS) -> str | None:
    return corrected(text, parse(text, "en", ("en",)).wanted, known, lambda stem: words.get(stem, ""))


def test_a_misspelled_word_is_replaced_by_one_that_is_used() -> None:
    assert meant("How do MENTERS work?") == "How do mentoring work?"


def test_a_word_with_the_same_first_letter_is_meant_rather() -> None:
    (clause,) = parse("mentering", "en", ("en",)).wanted

    assert list(closest(clause, KNOWN)) == ["mentor", "enter"]


def test_several_words_are_replaced() -> None:
    assert meant("Famly truts!") == "families trust!"


def test_a_word_that_the_reader_may_not_see_is_never_meant() -> None:
    assert meant("prisom") is None


def test_nothing_similar_is_no_suggestion() -> None:
    assert (meant("xyzzy"), meant("trust", known=[]), meant('"xyzzy plugh"')) == (None, None, None)
