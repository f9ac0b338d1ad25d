"""Places in answers and in the text that they are laid out in, each way, whatever people write."""

from unicodedata import normalize

from hypothesis import given
from hypothesis import strategies as st

from epex.plugins.builtin.refi_qda.texts import laid_out, moved, read_layout, tidied

LETTERS = st.sampled_from("ab é👩\u200d👧🚪ءب\u0301ـ \n.")
ANSWERS = (
    st.text(LETTERS, min_size=1, max_size=20)
    .map(lambda words: normalize("NFC", words).strip())
    .filter(lambda words: words and "#" not in words)
)
TEXTS = st.one_of(
    st.builds(lambda words: {"text": words}, ANSWERS),
    st.dictionaries(st.sampled_from(["why", "how", "tea", "text"]), ANSWERS, min_size=1),
)


@given(answers=TEXTS, ends=st.tuples(st.integers(0, 99), st.integers(0, 99)))
def test_places_in_answers_come_back_from_the_text(answers: dict[str, str], ends: tuple[int, int]) -> None:
    layout = laid_out([{"key": key, "question": f"{key}?", "answer": words} for key, words in answers.items()])
    said = layout.said
    start, end = sorted(one % (len(said) + 1) for one in ends)
    words = said[start:end]

    found = read_layout(layout.text)

    assert (found.answers, found.pieces, found.said) == (layout.answers, layout.pieces, said)
    if words and not words[0].isspace() and not words[-1].isspace():
        place = layout.outward(start, end)
        assert found.inward(*place) == (start, end)
        assert len(answers) > 1 or layout.text[slice(*place)] == words


@given(text=st.text(st.sampled_from("ae\u0301\u0308\r\n\u2028👩\u200d👧ب ")), place=st.integers(0, 40))
def test_places_move_as_the_text_is_tidied(text: str, place: int) -> None:
    before = text[:place]

    assert tidied(text)[: moved(text, place)] == tidied(before) or _is_within(text, place)


def _is_within(text: str, place: int) -> bool:
    """Tell whether a place lies within a letter or a line end of two codepoints."""
    return len(tidied(text)) != moved(text, place) + len(tidied(text[place:]))


def test_a_text_that_begins_with_no_question_is_one_answer() -> None:
    for text in ("# Notes\nWe wait.", "We wait.\n# why: x\nAgain.", "# why: a\nOne\n# why: b\nTwo"):
        assert read_layout(text).answers == {"text": text}


def test_questions_without_an_answer_are_left_out() -> None:
    assert read_layout("# why: Why?\n\n# how: How?\nWe wait.\n").answers == {"how": "We wait."}


def test_a_place_in_a_heading_holds_no_words() -> None:
    layout = read_layout("# why: Why?\nWe wait.")

    assert layout.inward(2, 5) == (0, 0)
    assert layout.inward(2, 14) == (0, 2)
