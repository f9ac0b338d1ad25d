"""Question sets."""

from unicodedata import is_normalized

import pytest

from epex.core.decision import Refused
from epex.core.questions import EPEX_SET, Question, question_set, wording
from epex.core.vocabulary import LANGUAGES, QUESTIONS


def test_the_epex_set_holds_the_five_questions_of_the_kick_off_in_their_order() -> None:
    assert [wording(question, "en") for question in EPEX_SET.questions] == [
        "Why do we do what we do?",
        "How do we do it in practice?",
        "What does not work, and why?",
        "What exactly do we need to learn to do our work at home better?",
        "What can we add to one another's work?",
    ]


def test_the_epex_set_has_the_keys_of_the_vocabulary() -> None:
    assert (EPEX_SET.name, EPEX_SET.version, EPEX_SET.keys) == ("epex", 1, QUESTIONS)


@pytest.mark.parametrize("question", EPEX_SET.questions, ids=EPEX_SET.keys)
def test_every_question_is_worded_as_a_question_in_every_language(question: Question) -> None:
    endings = {language: question.wordings[language][-1] for language in LANGUAGES}

    assert endings == {language: "؟" if language == "ar" else "?" for language in LANGUAGES}


def test_no_question_is_worded_twice_alike_within_a_language() -> None:
    counts = {language: len({wording(question, language) for question in EPEX_SET.questions}) for language in LANGUAGES}

    assert counts == dict.fromkeys(LANGUAGES, 5)


def test_wordings_are_in_the_normal_form_that_the_log_stores() -> None:
    texts = [text for question in EPEX_SET.questions for text in question.wordings.values()]

    assert [text for text in texts if not is_normalized("NFC", text)] == []


def test_wording_falls_back_to_english() -> None:
    question = Question("why", {"en": "Why?", "de": "Warum?"})

    assert [wording(question, language) for language in ("de", "sq")] == ["Warum?", "Why?"]


def test_question_set_finds_a_set_by_its_name() -> None:
    assert question_set("epex") is EPEX_SET


def test_question_set_refuses_a_name_it_does_not_know() -> None:
    with pytest.raises(Refused, match=r"^'gibbs' is not a known question set; choose one of: epex\.$"):
        question_set("gibbs")
