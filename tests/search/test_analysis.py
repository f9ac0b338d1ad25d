"""Documents are taken apart the same way for every index: into sections, stems, words and grams."""

from collections import Counter
from collections.abc import Sequence
from itertools import chain
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epex.projections.counting import Analysed
from epex.search.analysis import GRAM, LONGEST, NetworkAnalysis, analysed, grams, sections
from epex.search.folding import joined, words
from tests.laws import examples

LANGUAGES = ("en", "de", "fr", "nl", "da", "no", "sr", "ar", "sq")


def row(*texts: tuple[str, str], language: str = "", titles: dict[str, str] | None = None) -> dict[str, Any]:
    """Make the row of a document; a text is a language and words."""
    told = [[stated, f"part{number}", words] for number, (stated, words) in enumerate(texts)]
    return {"language": language, "titles": titles or {}, "texts": told}


def taken_apart(document: dict[str, Any], languages: Sequence[str] = LANGUAGES) -> list[Analysed]:
    return list(NetworkAnalysis(languages).sections(document))


def sentences(*lengths: int) -> str:
    """Write sentences of so many words each, no word twice."""
    numbers = iter(range(sum(lengths)))
    return " ".join(" ".join(f"word{next(numbers)}" for _ in range(length)) + "." for length in lengths)


def test_a_short_document_is_one_section_of_its_title_and_texts() -> None:
    document = row(("en", "Families were waiting."), ("en", "Trust grew."), titles={"en": "The visits"})

    assert taken_apart(document) == [
        Analysed("en", ["visit", "famili", "wait", "trust", "grow"], ["visits", "families", "waiting", "trust", "grew"])
    ]


def test_each_language_has_a_section_of_its_own() -> None:
    document = row(("en", "Families."), ("de", "Familien."), ("en", "Houses."), titles={"de": "Häuser"})

    assert taken_apart(document) == [
        Analysed("de", ["haus", "famili"], ["hauser", "familien"]),
        Analysed("en", ["famili", "hous"], ["families", "houses"]),
    ]


@pytest.mark.parametrize(
    ("language", "text", "stems"),
    [
        ("en", "The families were waiting", ["famili", "wait"]),
        ("de", "Die Häuser der Familien", ["haus", "famili"]),
        ("fr", "Les familles et la confiance", ["famill", "confianc"]),
        ("nl", "De families wachtten", ["familie", "wacht"]),
        ("da", "Familierne og tilliden", ["famili", "tillid"]),
        ("no", "Familiene ventet", ["famili", "vent"]),
        ("sr", "Породице су чекале", ["porodic", "ceka"]),
        ("ar", "المدرسة", ["مدرس"]),
        ("sq", "Familjet dhe besimi", ["familj", "besim"]),
        ("fi", "Perheet odottivat", ["perheet", "odottivat"]),
    ],
)
def test_stems_are_those_of_the_language(language: str, text: str, stems: list[str]) -> None:
    (section,) = taken_apart(row((language, text)))

    assert (section.language, list(section.stems)) == (language, stems)


def test_words_of_no_known_language_stay_as_they_are() -> None:
    assert taken_apart(row(("", "The families")), ()) == [Analysed("", ["the", "families"], ["the", "families"])]


def test_the_stated_language_wins_over_how_a_text_looks() -> None:
    english, german = (taken_apart(row((stated, "They have the families with them."))) for stated in ("en", "de"))

    assert [[each.language for each in some] for some in (english, german)] == [["en"], ["de"]]
    assert english != german


def test_a_text_without_a_language_is_detected_among_those_of_the_network() -> None:
    document = row(("", "Die Familien haben auf uns gewartet, und das war nicht leicht."))

    assert [[each.language for each in taken_apart(document, some)] for some in (LANGUAGES, ("en", "fr"), ())] == [
        ["de"],
        [""],
        [""],
    ]


def test_what_does_not_tell_its_language_is_in_that_of_the_document() -> None:
    assert [each.language for each in taken_apart(row(("", "Oslo"), language="no"))] == ["no"]


@pytest.mark.parametrize("tag", ["de-AT", "de_CH", "DE"])
def test_a_longer_tag_is_its_language(tag: str) -> None:
    assert taken_apart(row((tag, "Die Familien"))) == taken_apart(row(("de", "Die Familien")))


@pytest.mark.parametrize("document", [row(), row(("en", "")), row(("en", "…!? — 🙂")), row(titles={"en": ""})])
def test_what_has_no_words_has_no_section(document: dict[str, Any]) -> None:
    assert taken_apart(document) == []


def test_small_words_alone_are_a_section_without_stems() -> None:
    assert taken_apart(row(("en", "The and of"))) == [Analysed("en", [], [])]


def test_what_folds_to_nothing_is_no_word() -> None:
    # Hamza by itself, a figure in brackets, a space in the guise of an Arabic letter.
    assert analysed(words("ء ⑴ \ufe70 abc"), "") == Analysed("", ["1", "abc"], ["1", "abc"])


@examples(200)
@given(st.text(), st.sampled_from([*LANGUAGES, ""]))
def test_stems_and_words_are_letters_and_figures(text: str, language: str) -> None:
    found = analysed(words(text), language)

    assert [each for each in (*found.stems, *found.words) if not each.isalnum()] == []


def test_a_text_of_the_greatest_length_is_one_section() -> None:
    assert [len(some) for some in sections([sentences(*[10] * 60)])] == [LONGEST]


def test_a_longer_text_is_cut_into_sections_of_about_equal_length() -> None:
    assert [len(some) for some in sections([sentences(*[10] * 61)]) if some] == [310, 300]


def test_sections_end_with_a_sentence() -> None:
    lengths = [7, 13, 30, 22] * 20
    ends = {0}
    for length in lengths:
        ends.add(max(ends) + length)

    cut = [some for some in sections([sentences(*lengths)]) if some]
    places = [sum(map(len, cut[:number])) for number in range(len(cut) + 1)]

    assert len(cut) == 3
    assert set(places) <= ends


def test_a_sentence_that_is_longer_than_a_section_is_cut_anywhere() -> None:
    spoken = [f"word{number}" for number in range(1500)]

    cut = [some for some in sections([" ".join(spoken)]) if some]

    assert list(chain.from_iterable(cut)) == spoken
    assert [len(some) for some in cut] == [600, 600, 300]


def test_texts_are_cut_as_one() -> None:
    texts = [sentences(*[10] * 50), sentences(*[10] * 40)]

    assert [len(some) for some in sections(texts) if some] == [450, 450]


def test_words_with_hyphens_stand_at_the_end_of_their_section_as_one() -> None:
    short = "Well-being and youth work. A re-offender."
    long = f"{sentences(*[10] * 60)} {short}"

    assert list(sections([short, "A co\u2011op."])) == [
        [*words(short), "a", "co", "op", "wellbeing", "reoffender", "coop"]
    ]
    assert [some[-2:] for some in sections([long])][-1] == ["wellbeing", "reoffender"]


LENGTHS = st.lists(st.integers(1, 90) | st.integers(500, 700), max_size=40)


@examples(100)
@given(st.lists(LENGTHS, max_size=3))
def test_no_word_is_lost_and_no_section_is_too_long(lengths: list[list[int]]) -> None:
    texts = [sentences(*some) for some in lengths]

    cut = list(sections(texts))

    assert list(chain.from_iterable(cut)) == [word for text in texts for word in words(text)]
    assert [len(some) for some in cut if len(some) > LONGEST] == []


@examples(100)
@given(st.text(), st.sampled_from([*LANGUAGES, ""]))
def test_a_document_has_the_words_of_its_sections(text: str, language: str) -> None:
    long = f"{text}. " * 40

    counted = Counter(stem for section in taken_apart(row((language, long)), ()) for stem in section.stems)

    as_one = [word for word, _, _ in joined(long)]
    assert counted == Counter(analysed([*words(long), *as_one], language).stems)


@pytest.mark.parametrize(
    ("word", "runs"),
    [
        ("trust", ("_tru", "trus", "rust", "ust_")),
        ("at", ("_at_",)),
        ("a", ("_a_",)),
        ("مدرسه", ("_مدر", "مدرس", "درسه", "رسه_")),
    ],
)
def test_grams_are_runs_of_four_letters_with_the_ends_of_a_word_marked(word: str, runs: tuple[str, ...]) -> None:
    assert grams(word) == runs


def test_grams_of_words_are_given_as_often_as_they_stand_there() -> None:
    assert Counter(NetworkAnalysis(("en",)).grams(["at", "rust", "at"])) == Counter(
        {"_at_": 2, "_rus": 1, "rust": 1, "ust_": 1}
    )


@given(st.text("abcdé", min_size=1))
def test_a_word_has_a_gram_for_each_letter_but_one(word: str) -> None:
    found = grams(word)

    assert len(found) == max(len(word) + 2 - GRAM, 0) + 1
    assert "".join(each[0] for each in found) + found[-1][1:] == f"_{word}_"


def test_the_name_tells_analyses_apart() -> None:
    named = [NetworkAnalysis(some).name for some in (("en",), ("en", "de"), ("de", "en"), ("en",))]

    assert (len(set(named)), named[0] == named[3]) == (3, True)
