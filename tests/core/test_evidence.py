"""Passages: the exact words that something rests on."""

from unicodedata import is_normalized

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from epex.core.decision import Refused
from epex.core.evidence import Passage, locate

TEXT = "Trust came first. The file came second."


def test_locate_gives_codepoint_offsets_with_the_end_exclusive() -> None:
    passage = locate("reflection-1", 2, TEXT, "The file")

    assert passage == Passage("reflection-1", 2, 18, 26, "The file")


def test_locate_counts_codepoints_beyond_the_basic_plane_as_one() -> None:
    passage = locate("reflection-1", 1, "😀 الثقة أولا", "الثقة")

    assert (passage.start, passage.end) == (2, 7)


def test_locate_counts_in_the_form_that_the_log_stores() -> None:
    decomposed = "Gespra\u0308ch"

    passages = [
        locate("reflection-1", 1, f"Ein {word} half.", quote)
        for word, quote in [("Gespräch", decomposed), (decomposed, "Gespräch")]
    ]

    assert passages == [Passage("reflection-1", 1, 4, 12, "Gespräch")] * 2


@pytest.mark.parametrize("quote", ["", "  ", "trust came", "The file came third."])
def test_locate_refuses_words_that_do_not_stand_there(quote: str) -> None:
    with pytest.raises(Refused, match="do not stand in the document; quote them exactly"):
        locate("reflection-1", 1, TEXT, quote)


@pytest.mark.parametrize(("text", "quote"), [(TEXT, "came"), ("banana", "ana")])
def test_locate_refuses_words_that_stand_there_twice_even_overlapping(text: str, quote: str) -> None:
    with pytest.raises(Refused, match="more than once; quote a little more"):
        locate("reflection-1", 1, text, quote)


@given(st.text(), st.text(min_size=1), st.text())
def test_locate_points_at_the_quoted_words(before: str, quote: str, after: str) -> None:
    text = before + quote + after
    assume(quote.strip() and text.find(quote) == text.rfind(quote))
    assume(is_normalized("NFC", text) and is_normalized("NFC", quote))

    passage = locate("reflection-1", 1, text, quote)

    assert text[passage.start : passage.end] == passage.quote == quote


def test_fields_are_what_an_event_takes_over() -> None:
    passage = Passage("reflection-1", 2, 18, 26, "The file")

    assert passage.fields() == {
        "document": "reflection-1",
        "document_version": 2,
        "start": 18,
        "end": 26,
        "quote": "The file",
    }
