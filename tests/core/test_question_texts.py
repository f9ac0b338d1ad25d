"""The question sets that come with the program."""

from unicodedata import is_normalized

import pytest

from epex.core.question_set import Question, QuestionSet, wording
from epex.core.question_texts import BUILT_IN, EPEX_SET
from epex.core.questions import require_sound, tidied
from epex.core.vocabulary import LANGUAGES, QUESTIONS

SETS = pytest.mark.parametrize("known", BUILT_IN.values(), ids=BUILT_IN)


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


def test_the_alternatives_have_their_questions() -> None:
    assert [(known.name, known.version, len(known.questions)) for known in BUILT_IN.values()] == [
        ("epex", 1, 5),
        ("after_action_review", 1, 4),
        ("gibbs", 1, 6),
    ]


@SETS
def test_every_question_is_worded_as_a_question_in_every_language(known: QuestionSet) -> None:
    endings = {
        (question.key, language): question.wordings[language][-1]
        for question in known.questions
        for language in LANGUAGES
    }

    assert endings == {
        (key, language): "؟" if language == "ar" else "?" for key in known.keys for language in LANGUAGES
    }


@SETS
def test_every_set_is_as_sound_as_an_added_one(known: QuestionSet) -> None:
    require_sound(known)

    assert tidied(known) == known


def test_no_question_is_worded_like_that_of_another_set() -> None:
    for language in LANGUAGES:
        words = [wording(question, language) for known in BUILT_IN.values() for question in known.questions]

        assert len(set(words)) == len(words)


def test_wordings_are_in_the_normal_form_that_the_log_stores() -> None:
    texts = [text for known in BUILT_IN.values() for each in known.questions for text in each.wordings.values()]

    assert [text for text in texts if not is_normalized("NFC", text)] == []


def test_wording_falls_back_to_the_original() -> None:
    question = Question("why", {"de": "Warum?", "fr": "Pourquoi ?"})

    assert [wording(question, language, "de") for language in ("fr", "sq")] == ["Pourquoi ?", "Warum?"]


def test_a_set_lists_its_languages_and_words_its_questions() -> None:
    known = QuestionSet("own", 1, (Question("why", {"fr": "Pourquoi ?", "de": "Warum?"}),), "Own", "de")

    assert (known.languages, known.worded("fr"), known.worded("en")) == (
        ("de", "fr"),
        {"why": "Pourquoi ?"},
        {"why": "Warum?"},
    )
