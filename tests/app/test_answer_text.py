"""Answers below their questions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epex.app.answer_text import Written, read_answers, sheet
from epex.core.decision import Refused
from epex.core.question_set import Question, QuestionSet
from epex.core.question_texts import BUILT_IN, EPEX_SET, GIBBS
from epex.core.vocabulary import LANGUAGES

WORDS = st.text(st.characters(whitelist_categories=["L", "Nd"]), min_size=1)


def read(text: str, questions: QuestionSet = EPEX_SET) -> dict[str, str]:
    return read_answers(text, questions).answers


def test_a_text_without_questions_is_one_answer() -> None:
    assert read("Just so.\n# And a heading") == {"text": "Just so.\n# And a heading"}


def test_questions_without_an_answer_are_left_out() -> None:
    assert read("# why: Why?\n\n# how\nSlowly\n") == {"how": "Slowly"}


def test_what_stands_before_the_first_question_is_kept() -> None:
    assert read("In general\n# add\nNothing") == {"text": "In general", "add": "Nothing"}


@given(
    st.sampled_from(list(BUILT_IN.values())).flatmap(
        lambda known: st.tuples(
            st.just(known), st.dictionaries(st.sampled_from([*known.keys, "text"]), WORDS), st.sampled_from(LANGUAGES)
        )
    )
)
def test_a_sheet_reads_back_as_its_answers(drawn: tuple[QuestionSet, dict[str, str], str]) -> None:
    known, answers, language = drawn

    assert read(sheet(answers, known, language), known) == answers


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("known", BUILT_IN.values(), ids=BUILT_IN)
def test_a_heading_may_be_the_question_in_any_language(known: QuestionSet, language: str) -> None:
    words = known.worded(language)
    text = "\n".join(f"## {words[key]}\nAnswer to {key}" for key in known.keys)

    assert read(text, known) == {key: f"Answer to {key}" for key in known.keys}


@pytest.mark.parametrize(
    "heading",
    [
        "# how",
        "### How:",
        "## 2. How do we do it in practice",
        "# HOW DO WE DO IT IN PRACTICE?",
        "# **How do we do it in practice?** #",
        "# how they greet people",
    ],
)
def test_a_heading_may_be_typed_as_people_type(heading: str) -> None:
    assert read(f"{heading}\nSlowly") == {"how": "Slowly"}


def test_a_key_may_be_typed_with_spaces_and_apostrophes_vary() -> None:
    assert read("## what does not work\nForms\n## What can we add to one another’s work?\nTea") == {
        "what_does_not_work": "Forms",
        "add": "Tea",
    }


def test_headings_within_an_answer_and_in_fences_stay_in_it() -> None:
    body = "## how\nFirst\n### A detail\n```\n## why\n```\nLast"

    assert read_answers(body, EPEX_SET, is_file=True) == Written({"how": body.removeprefix("## how\n")})


@pytest.mark.parametrize("heading", ["# Note: they greet everybody", "## Show", "# Why not: a story"])
def test_a_heading_of_ones_own_stays_in_an_answer(heading: str) -> None:
    assert read(f"# how\nFirst\n{heading}\nLast")["how"].startswith("First")


def test_a_heading_above_all_questions_is_the_title_of_a_file() -> None:
    assert read_answers("# Tea first\n\n## why\nBecause", EPEX_SET, is_file=True) == Written(
        {"why": "Because"}, "Tea first"
    )


def test_a_file_without_any_question_is_one_answer_with_its_heading() -> None:
    assert read_answers("# Tea first\nIt works.", EPEX_SET, is_file=True) == Written({"text": "# Tea first\nIt works."})


def test_a_free_text_has_headings_of_its_own() -> None:
    text = "## The first day\nIt works.\n### Later"

    assert read_answers(text, EPEX_SET, is_free=True) == Written({"text": text})
    assert read("### Later\nIt works.") == {"text": "### Later\nIt works."}


def test_a_set_of_ones_own_is_read_by_its_words() -> None:
    own = QuestionSet("own", 1, (Question("begin", {"de": "Wie beginnen Sie?"}),), "Own", "de")

    assert read("# Wie beginnen Sie?\nMit Tee", own) == {"begin": "Mit Tee"}


@pytest.mark.parametrize(
    ("text", "is_file", "why"),
    [
        ("# how\nx\n# why\ny\n# how\nz", False, "Line 7: the question 'how' is answered twice; put both answers below"),
        ("## how\nx\n## How long?\ny", True, "Line 5: '## How long?' is no question of 'epex'; head each answer with"),
        ("# Title\n# how\nx", True, "Line 3: '# Title' is no question of 'epex'"),
        ("## hvordan gar?\nx", True, "Line 3: '## hvordan gar?' is no question of 'epex'; head each answer with"),
        ("## hvordan gar det?\nx", False, "Line 3: '## hvordan gar det?' is no question of 'epex'"),
        ("# Tea\n## Morning\nx\n## how\ny", True, "Line 4: '## Morning' is no question of 'epex'"),
        ("## how\nx\n# Appendix\ny", True, "Line 5: '# Appendix' is no question of 'epex'"),
        ("# wye: Why do we do what we do?\nx", False, "Line 3: '# wye: Why do we do what we do?' is no question of"),
        ("# wye: Why do we do what we do?\nx", True, "Line 3: '# wye: Why do we do what we do?' is no question of"),
        ("# why\nx\n# hwo: slowly\ny", False, "Line 5: '# hwo: slowly' is no question of 'epex'"),
        ("## Why do we do what we doo?\nx", False, "Line 3: '## Why do we do what we doo?' is no question of 'epex'"),
    ],
)
def test_a_heading_that_would_misplace_an_answer_is_refused_with_its_line(text: str, is_file: bool, why: str) -> None:  # noqa: FBT001 - a case
    with pytest.raises(Refused) as refused:
        read_answers(text, EPEX_SET, line=3, is_file=is_file)

    assert str(refused.value).startswith(why)


def test_a_question_of_another_set_is_no_heading() -> None:
    assert read("# feelings\nJoy", GIBBS) == {"feelings": "Joy"}
    assert read("# feelings\nJoy") == {"text": "# feelings\nJoy"}
