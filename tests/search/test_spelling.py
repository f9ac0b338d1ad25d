"""Did you mean."""

from collections.abc import Mapping, Sequence

import pytest

from epex.search.query import Kind, Term
from epex.search.ranking import Found
from epex.search.spelling import closest, corrected, slips, unexplained
from tests.search.networks import Network

ALIKE = {
    "menters": ["mentor", "enter"],
    "famly": ["famili"],
    "truts": ["trust"],
    "prisom": ["prison"],
    "radicalization": ["radio", "radic"],
}
WORDS = {
    "mentor": {"mentoring": 5, "mentors": 1, "mentor": 3},
    "famili": {"families": 2, "family": 1},
    "trust": {"trust": 1},
    "enter": {"enters": 1},
    "radio": {"radio": 4},
    "radic": {"radical": 4},
}


def meant(
    text: str, missing: Sequence[str] = tuple(ALIKE), words: Mapping[str, Mapping[str, int]] = WORDS
) -> str | None:
    """Correct a question whose words nothing explains."""
    return corrected(text, missing, lambda word: ALIKE.get(word, []), lambda stem: words.get(stem, {}))


def found(typed: str, *, sections: int = 0, kind: Kind = "word") -> Found:
    return Found(Term(typed, ((typed,),), kind=kind), dict.fromkeys(range(sections), 1), {}, {})


def test_a_misspelled_word_is_replaced_by_the_word_that_differs_least() -> None:
    assert meant("How do MENTERS work?") == "How do mentors work?"


def test_what_begins_as_the_word_does_is_meant_rather_than_what_is_spelled_most_like_it() -> None:
    stems = ["similar", "famili", "garden", "familiar"]

    assert closest("familar", stems) == ["familiar", "famili", "similar"]


def test_several_words_are_replaced() -> None:
    assert meant("Famly truts!") == "family trust!"


def test_the_closest_that_stands_there_is_meant() -> None:
    assert meant("menters", words={"enter": {"enters": 1}}) == "enters"


def test_of_words_that_differ_as_little_the_commonest_is_meant() -> None:
    words = {"mentor": {"mentees": 1, "mentors": 1, "mentars": 2}}

    assert (meant("menters", words=words), meant("menters", words={"mentor": {"mentors": 1, "mentees": 1}})) == (
        "mentars",
        "mentees",
    )


def test_a_word_that_differs_by_more_than_slips_is_never_meant() -> None:
    assert (meant("radicalization"), meant("famly", words={"famili": {"families": 9}})) == (None, None)


def test_a_word_that_the_reader_may_not_see_is_never_meant() -> None:
    assert meant("prisom") is None


def test_a_word_that_is_explained_stays() -> None:
    assert (meant("famly truts", ["famly"]), meant("famly truts", [])) == ("family truts", None)


def test_nothing_similar_is_no_suggestion() -> None:
    assert (meant("xyzzy"), meant('"xyzzy plugh"'), meant("")) == (None, None, None)


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("", "", 0),
        ("", "ab", 2),
        ("trust", "trust", 0),
        ("truts", "trust", 1),
        ("prizon", "prison", 1),
        ("famly", "family", 1),
        ("triust", "trust", 1),
        ("misstrauen", "mistakes", 4),
        ("abcd", "badc", 2),
    ],
)
def test_slips_are_letters_more_less_other_or_turned(one: str, other: str, apart: int) -> None:
    assert (slips(one, other), slips(other, one)) == (apart, apart)


def test_only_plain_words_that_stand_nowhere_and_are_no_irregular_forms_are_unexplained() -> None:
    terms = [found("menters"), found("trust", sections=1), found("second chair", kind="phrase"), found("gave")]
    small = [found("comment"), found("menters")]

    assert (unexplained(terms, "en", ["en"]), unexplained(terms, "de", ["de"])) == (["menters"], ["menters", "gave"])
    assert (unexplained(small, "en", ["en"]), unexplained(small, "en", ["en", "fr"])) == (
        ["comment", "menters"],
        ["menters"],
    )


@pytest.mark.parametrize(
    ("typed", "there", "meant"),
    [
        ("baut", "baue", None),
        ("farvel", "farve", None),
        ("mentorin", "mentoring", "mentoring"),
        ("tursts", "trusts", "trusts"),
    ],
)
def test_another_form_of_a_word_is_no_slip(typed: str, there: str, meant: str | None) -> None:
    assert corrected(typed, [typed], lambda _: [there], lambda _: {there: 3}) == meant


@pytest.mark.parametrize(
    ("text", "language", "suggestion"),
    [
        ("Vertraun", "de", "vertrauen"),
        ("Vertraun", "en", None),
        ("prizon", "en", "prison"),
        ("prizon", "de", None),
        ("familar trust", "en", "familiar trust"),
        ("gevangenis", "nl", None),
        ("lien de confiance", "fr", None),
    ],
)
def test_a_word_is_meant_in_the_asker_s_language_unless_the_thesaurus_explains_it(
    network: Network, text: str, language: str, suggestion: str | None
) -> None:
    network.reflect("english", "A familiar prison, anonymised, and its trust. They listened to readers.")
    network.reflect("german", "Das Vertrauen in eine Arbeitsbeziehung.", language="de")

    assert network.search().search(text, query_language=language)["suggestion"] == suggestion
