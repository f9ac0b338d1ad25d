"""Answers below their questions."""

from hypothesis import given
from hypothesis import strategies as st

from epex.commands.answering import parse_answers, sheet
from epex.core.questions import EPEX_SET
from epex.core.vocabulary import LANGUAGES

WORDS = st.text(st.characters(whitelist_categories=["L", "Nd"]), min_size=1)


def test_a_text_without_questions_is_one_answer() -> None:
    assert parse_answers("Just so.\n# And a heading") == {"text": "Just so.\n# And a heading"}


def test_questions_without_an_answer_are_left_out() -> None:
    assert parse_answers("# why: Why?\n\n# how\nSlowly\n") == {"how": "Slowly"}


def test_what_stands_before_the_first_question_is_kept() -> None:
    assert parse_answers("In general\n# add\nNothing") == {"text": "In general", "add": "Nothing"}


@given(st.dictionaries(st.sampled_from([*EPEX_SET.keys, "text"]), WORDS), st.sampled_from(LANGUAGES))
def test_a_sheet_reads_back_as_its_answers(answers: dict[str, str], language: str) -> None:
    assert parse_answers(sheet(answers, language)) == answers
