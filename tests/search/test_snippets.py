"""The passage that answers best, with its words marked."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epex.search.query import Term, parse
from epex.search.snippets import WIDTH, snippet

FILLER = "Nothing of note was said for a good while about anything at all. " * 8


def shown(question: str, *texts: str, language: str = "en") -> str:
    wanted = parse(question, "en", ("en", "de", "ar")).wanted
    return snippet([(language, text) for text in texts], wanted)


def test_matched_words_stand_between_brackets() -> None:
    assert shown("building trust", "They built nothing, but trust was building.") == (
        "They [[built]] nothing, but [[trust]] was [[building]]."
    )


def test_the_passage_with_most_of_the_question_is_shown() -> None:
    text = f"Trust comes late. {FILLER} The family learned to trust the prison. {FILLER}"

    found = shown("family trust prison", text)

    assert "The [[family]] learned to [[trust]] the [[prison]]." in found
    assert (found[0], found[-1]) == ("…", "…")


def test_the_best_of_several_texts_is_shown() -> None:
    assert shown("trust", "Nothing here.", "Here is trust.") == "Here is [[trust]]."


def test_signs_that_nobody_sees_part_no_word() -> None:
    assert shown("trust softly", "A so\u00adft\u200bly built t\u200dru\u2060st.") == "A [[softly]] built [[trust]]."


def test_a_text_without_a_match_is_shown_from_its_beginning() -> None:
    found = shown("xyzzy", FILLER)

    assert (found.startswith("Nothing of note"), found.endswith("…"), "[[" in found) == (True, True, False)


def test_words_are_matched_by_stem_in_the_language_of_the_text() -> None:
    assert shown("Gefaengnis", "In zwei Gefängnissen.", language="de") == "In zwei [[Gefängnissen]]."
    assert shown("الأسرة", "قالت الأُسْرَة لا", language="ar") == "قالت [[الأُسْرَة]] لا"


def test_a_phrase_is_marked_as_a_whole_and_its_words_alone_are_not() -> None:
    text = "A second look at a chair. The second chair is in the second row, the chair."

    assert shown('"second chair"', text) == (
        "A second look at a chair. The [[second]] [[chair]] is in the second row, the chair."
    )


def test_a_label_of_several_words_is_marked_over_its_small_words() -> None:
    prison = Term("prison", (("prison",), ("maison", "arret")))
    text = "Une maison n'est pas une maison d'arrêt, ni un arrêt."

    assert snippet([("fr", text)], [prison]) == "Une maison n'est pas une [[maison]] d'[[arrêt]], ni un arrêt."


def test_a_passage_with_runs_that_overlap_answers_most() -> None:
    terms = [Term("second", (("second",),)), Term("second chair", (("second", "chair"), ("chair", "leg")))]
    text = f"A second, a second, a second. {FILLER} The second chair leg."

    found = snippet([("en", text)], terms, 80)

    assert found.endswith("The [[second]] [[chair]] [[leg]].")


def test_marks_and_control_characters_of_the_text_do_not_survive() -> None:
    assert shown("trust", "a [[false]] mark\x1b[31m\nand trust") == "a [false] mark [31m and [[trust]]"


@pytest.mark.parametrize("texts", [(), ("",), ("   ",)])
def test_nothing_to_show_is_empty(texts: tuple[str, ...]) -> None:
    assert shown("trust", *texts) == ""


def test_a_word_without_end_is_cut() -> None:
    assert len(shown("trust", "x" * 10_000)) == WIDTH + 1


@given(st.text(alphabet="trust bä[]\n …", max_size=600))
def test_without_marks_a_snippet_is_a_piece_of_the_text(text: str) -> None:
    found = shown("trust", text)

    bare = re.sub(r"\[\[(.*?)\]\]", r"\1", found).strip("…").split()
    plain = " ".join(text.replace("[[", "[").replace("]]", "]").split())
    assert len(found) <= WIDTH * 3
    assert all(word.strip("…[]") in plain for word in bare)
