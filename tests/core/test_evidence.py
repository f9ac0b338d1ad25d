"""Passages: the exact words that something rests on."""

from hashlib import sha256
from unicodedata import is_normalized, normalize

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from epex.core.decision import Refused
from epex.core.evidence import (
    EvidenceLinked,
    EvidenceUnlinked,
    Grounded,
    Link,
    Passage,
    Standing,
    linking,
    locate,
    passage_hash,
    standing,
    taken_back,
    with_evidence,
    with_sources,
)

QUOTED = Link("reflection-1", "reflection-1", 2, 18, 26)
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
        "passage_hash": "d79f8eaeb0f30c4a45949e226e00a7f7a4c54f76bc81ef5833a67e0bd9a3e545",
    }


def test_the_hash_is_that_of_the_words_as_the_log_stores_them() -> None:
    assert passage_hash("Gespra\u0308ch") == sha256("Gespräch".encode()).hexdigest()


@pytest.mark.parametrize(
    ("quote", "start", "newest", "stands"),
    [
        ("The file", 18, TEXT, Standing("unchanged", 18, 26)),
        ("The file", 18, "We said: " + TEXT, Standing("moved", 27, 35)),
        ("came", 6, "It came. Trust came. The file came.", Standing("moved", 3, 7)),
        ("came", 30, "It came. Trust came. The file came.", Standing("unchanged", 30, 34)),
        ("The file", 18, "Trust came first.", Standing("changed")),
        ("The file", 18, "", Standing("changed")),
        ("", 18, TEXT, Standing("changed")),
        ("The file", 18, None, Standing("withdrawn")),
        ("Gespra\u0308ch", 4, "Ein Gespräch half.", Standing("unchanged", 4, 12)),
    ],
)
def test_standing_tells_what_became_of_quoted_words(
    quote: str, start: int, newest: str | None, stands: Standing
) -> None:
    assert standing(quote, start, newest) == stands


def test_words_that_stand_in_several_places_are_found_nearest_to_the_old_one() -> None:
    assert standing("ana", 4, "banana ana") == Standing("moved", 3, 6)


@given(st.text(), st.text(min_size=1), st.text(), st.text(), st.text())
def test_a_passage_stays_findable_while_its_words_stand_anywhere(
    before: str, quote: str, after: str, earlier: str, later: str
) -> None:
    old, new = normalize("NFC", before + quote + after), normalize("NFC", earlier + quote + later)
    words = normalize("NFC", quote)
    assume(words.strip() and old.count(words) == 1 and old.find(words, old.find(words) + 1) < 0)
    passage = locate("reflection-1", 1, old, words)

    unrevised, revised = (standing(passage.quote, passage.start, text) for text in (old, new))

    assert (unrevised.state, unrevised.start, unrevised.end) == ("unchanged", passage.start, passage.end)
    stands = revised.start is not None and passage_hash(new[revised.start : revised.end]) == passage_hash(words)
    assert stands == (words in new) == (revised.state in ("unchanged", "moved"))


@pytest.mark.parametrize(
    ("link", "key"),
    [
        (Link("visit-1"), "visit-1"),
        (Link("reflection-1", "reflection-1", 2, 18, 26), "reflection-1 reflection-1 2 18 26"),
    ],
)
def test_a_link_is_written_on_a_line(link: Link, key: str) -> None:
    assert link.key == key


def test_what_was_taken_over_counts_as_evidence_and_goes_on_with_the_rest() -> None:
    state = with_sources(Grounded("theme-1", links=frozenset({Link("visit-1")})), ("reflection-1", "element-1"))

    assert state.taken == {"reflection-1", "element-1"}
    assert state.sources == ("element-1", "reflection-1", "visit-1")


def test_a_passage_of_what_was_taken_over_is_taken_back_once() -> None:
    state = with_sources(Grounded("theme-1"), ("reflection-1",))

    fields = taken_back(state, "reflection-1", QUOTED.place, "Misread.")
    without = with_evidence(state, EvidenceUnlinked(**fields))

    assert without == Grounded("theme-1", taken=frozenset({"reflection-1"}), let_go=frozenset({QUOTED}))
    with pytest.raises(Refused, match="This passage is not linked to the theme"):
        taken_back(without, "reflection-1", QUOTED.place, "Again.")


def test_what_was_taken_over_is_taken_back_as_a_whole() -> None:
    state = with_sources(Grounded("theme-1"), ("reflection-1", "visit-1"))

    without = with_evidence(state, EvidenceUnlinked(**taken_back(state, "reflection-1", None, "Misread.")))

    assert without == Grounded("theme-1", taken=frozenset({"visit-1"}))


def test_a_source_that_comes_once_more_comes_with_all_its_passages() -> None:
    state = Grounded("theme-1", taken=frozenset({"reflection-1"}), let_go=frozenset({QUOTED, Link("visit-1")}))

    assert with_sources(state, ("reflection-1",)).let_go == {Link("visit-1")}


def test_taking_back_a_whole_source_frees_all_of_its_passages() -> None:
    state = Grounded("theme-1", links=frozenset({Link("reflection-1"), QUOTED, Link("visit-1")}))

    left = with_evidence(state, EvidenceUnlinked(source="reflection-1", reason="Misread."))

    assert left == Grounded("theme-1", links=frozenset({Link("visit-1")}))


def test_a_passage_may_be_linked_beside_its_whole_document() -> None:
    state = with_evidence(Grounded("theme-1"), EvidenceLinked(source="reflection-1", stance="supports"))

    passage = Passage("reflection-1", 2, 18, 26, "The file")
    both = with_evidence(state, EvidenceLinked(**linking(state, "reflection-1", "nuances", passage)))

    assert both.links == {Link("reflection-1"), QUOTED._replace(stance="nuances")}
