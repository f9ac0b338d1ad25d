"""Stems in nine languages, small words, and the guess where nobody said which language it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epex.core.question_texts import EPEX_SET
from epex.core.vocabulary import LANGUAGES
from epex.search.languages import code_of, detect, small_words, stem, stems


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "families", "family"),
        ("en", "trusted", "trusting"),
        ("de", "Gefängnisse", "Gefängnis"),
        ("de", "Familien", "Familie"),
        ("fr", "confiances", "confiance"),
        ("nl", "gezinnen", "gezin"),
        ("da", "fængslet", "fængsler"),
        ("no", "fengselet", "fengsel"),
        ("sr", "поверења", "poverenje"),
        ("sq", "besimin", "besim"),
        ("ar", "المدرسة", "مدرسة"),
        ("ar", "بالثقة", "ثقة"),
        ("ar", "الأسرة", "اسره"),
    ],
)
def test_stem_brings_forms_of_a_word_together(language: str, one: str, other: str) -> None:
    assert stems(one, language) == stems(other, language) != []


def test_stem_without_a_stemmer_is_the_folded_word() -> None:
    assert stem("çfarë", "xx") == "cfare"


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("en", "someone, anybody, everything"),
        ("de", "jemand, niemandem"),
        ("fr", "quelqu'un, quelqu’une"),
        ("nl", "iemand"),
        ("da", "nogen"),
        ("no", "noen"),
        ("sr", "neko, нико"),
        ("sq", "dikush, askush"),
    ],
)
def test_stems_leave_out_who_is_not_named(language: str, question: str) -> None:
    assert stems(question, language) == []


def test_stems_leave_small_words_out() -> None:
    assert stems("How do we build the trust of a family?", "en") == ["build", "trust", "famili"]


def test_small_words_of_an_unknown_language_are_none() -> None:
    assert [small_words(language) for language in ("xx", "", "../en")] == [frozenset()] * 3


@pytest.mark.parametrize(
    ("tag", "code"), [("de-AT", "de"), ("nb", "no"), ("nn_NO", "no"), ("EN", "en"), ("", ""), ("tr", "tr")]
)
def test_code_of_a_tag_is_the_network_s(tag: str, code: str) -> None:
    assert code_of(tag) == code


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We waited until the family was ready, and that was not what the funder had asked for."),
        ("de", "Wir haben gewartet, bis die Familie so weit war, und das war nicht, was der Geldgeber wollte."),
        ("fr", "Nous avons attendu que la famille soit prête, et ce n'était pas ce que voulait le financeur."),
        ("nl", "We hebben gewacht tot het gezin er klaar voor was, en dat was niet wat de financier vroeg."),
        ("da", "Vi ventede, til familien var klar, og det var ikke, hvad bevillingsgiveren havde bedt om."),
        ("no", "Vi ventet til familien var klar, og det var ikke hva bevilgeren hadde bedt om etter møtet."),
        ("sr", "Чекали смо да породица буде спремна, а то није било оно што је финансијер тражио."),
        ("ar", "انتظرنا حتى تصبح الأسرة مستعدة، ولم يكن هذا ما طلبه الممول في ذلك الوقت"),
        ("sq", "Ne pritëm derisa familja të ishte gati, dhe kjo nuk ishte ajo që kishte kërkuar financuesi."),
    ],
)
def test_detect_tells_the_network_s_languages_apart(language: str, text: str) -> None:
    assert detect(text, LANGUAGES) == language


def test_detect_knows_most_of_the_questions_by_a_few_words() -> None:
    wordings = [pair for question in EPEX_SET.questions for pair in question.wordings.items()]

    known = sum(detect(words, LANGUAGES) == language for language, words in wordings)

    assert known >= 0.85 * len(wordings)


@pytest.mark.parametrize("text", ["", "12345", "Xyzzy Plugh", "🙂"])
def test_detect_says_nothing_without_a_clue(text: str) -> None:
    assert detect(text, LANGUAGES) == ""


def test_detect_says_nothing_between_equals() -> None:
    assert detect("Hvorfor det?", ("da", "no")) == ""


def test_detect_chooses_among_the_languages_of_the_network_only() -> None:
    assert (detect("Das ist nicht das.", ("en", "fr")), detect("the and of", ("en",))) == ("", "en")


@given(st.text(), st.sampled_from(LANGUAGES))
def test_stems_survive_every_index(text: str, language: str) -> None:
    assert all(each.isalnum() and len(each) <= 64 for each in stems(text, language))
