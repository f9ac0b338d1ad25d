"""Did you mean."""

from collections.abc import Sequence

from epex.search.query import Term, parse
from epex.search.spelling import closest, corrected

ALIKE = {"menters": ["mentor", "enter"], "famly": ["famili"], "truts": ["trust"], "prisom": ["prison"]}
WORDS = {"mentor": "mentoring", "famili": "families", "trust": "trust", "enter": "enter"}


def meant(text: str, missing: Sequence[Term] | None = None) -> str | None:
    """Correct a question whose words nobody used, unless some are named that nobody did."""
    wanted = parse(text, "en", ("en",)).wanted if missing is None else missing
    return corrected(text, wanted, lambda term: ALIKE.get(term.typed, []), lambda stem: WORDS.get(stem, ""))


def test_a_misspelled_word_is_replaced_by_one_that_is_used() -> None:
    assert meant("How do MENTERS work?") == "How do mentoring work?"


def test_what_begins_as_the_word_does_is_meant_rather_then_what_is_spelled_most_like_it() -> None:
    (term,) = parse("familar", "en", ("en",)).wanted

    assert closest(term, ["similar", "famili", "familiar"]) == ["familiar", "famili", "similar"]


def test_several_words_are_replaced() -> None:
    assert meant("Famly truts!") == "families trust!"


def test_the_closest_that_somebody_used_is_meant() -> None:
    text, words = "menters", {**WORDS, "mentor": ""}

    found = corrected(text, parse(text, "en", ("en",)).wanted, lambda _: ["mentor", "enter"], words.__getitem__)

    assert found == "enter"


def test_a_word_that_the_reader_may_not_see_is_never_meant() -> None:
    assert meant("prisom") is None


def test_a_word_that_somebody_used_stays() -> None:
    famly, _ = parse("famly truts", "en", ("en",)).wanted

    assert (meant("famly truts", [famly]), meant("famly truts", [])) == ("families truts", None)


def test_nothing_similar_is_no_suggestion() -> None:
    assert (meant("xyzzy"), meant('"xyzzy plugh"'), meant("")) == (None, None, None)
