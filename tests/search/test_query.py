"""Reading what people type: words, phrases, and words to leave out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epex.core.vocabulary import LANGUAGES
from epex.search.query import MOST_WORDS, NOTHING_ASKED, NOTHING_WANTED, TOO_LONG, Query, parse


def asked(text: str, language: str = "en", languages: tuple[str, ...] = ("en",)) -> Query:
    return parse(text, language, languages)


def typed(query: Query) -> list[str]:
    return [clause.typed for clause in query.wanted]


def test_words_are_wanted_and_small_words_are_not() -> None:
    query = asked("How do we build trust?")

    assert [clause.alternatives for clause in query.wanted] == [(("build",),), (("trust",),)]
    assert (query.unwanted, query.hint) == ((), None)


def test_a_phrase_is_required_in_its_order() -> None:
    query = asked('"the kitchen tables" trust')

    assert [(clause.alternatives, clause.required) for clause in query.wanted] == [
        ((("kitchen", "tabl"),), True),
        ((("trust",),), False),
    ]


@pytest.mark.parametrize("text", ["“kitchen table”", "«kitchen table»", "„kitchen table“"])
def test_a_phrase_may_stand_in_any_quotes(text: str) -> None:
    assert asked(text) == asked('"kitchen table"')


def test_a_word_after_a_minus_is_unwanted() -> None:
    query = asked('trust -prison -"kitchen table" -follow-up')

    assert typed(query) == ["trust"]
    assert [clause.alternatives for clause in query.unwanted] == [
        (("prison",),),
        (("kitchen", "tabl"),),
        (("follow",),),
    ]


@pytest.mark.parametrize(
    "text", ["trust - prison", "trust--prison", "--trust prison", "trust -- prison", "-,trust prison"]
)
def test_a_minus_that_stands_elsewhere_is_no_minus(text: str) -> None:
    query = asked(text)

    assert (typed(query), query.unwanted) == (["trust", "prison"], ())


@pytest.mark.parametrize("text", ['"trust prison', 'trust "" prison', 'trust" prison', 'trust "," prison'])
def test_a_quote_that_quotes_nothing_is_nothing(text: str) -> None:
    query = asked(text)

    assert [(clause.typed, clause.required) for clause in query.wanted] == [("trust", False), ("prison", False)]


def test_a_word_means_its_stems_in_every_language_of_the_network() -> None:
    (clause,) = asked("families", languages=LANGUAGES).wanted

    assert clause.alternatives[0] == ("famili",)
    assert (("families",) in clause.alternatives, len(clause.alternatives)) == (True, len(set(clause.alternatives)))


@pytest.mark.parametrize(
    ("one", "other"), [("Gefaengnis", "Gefängnis"), ("koebenhavn", "København"), ("Aarhus", "Århus")]
)
def test_spellings_of_a_word_share_a_stem(one: str, other: str) -> None:
    left, right = (set(parse(text, "en", LANGUAGES).wanted[0].alternatives) for text in (one, other))

    assert left & right


def test_a_phrase_is_spelled_in_one_way_from_end_to_end() -> None:
    (clause,) = parse('"schöne gefaengnisse"', "de", ("de",)).wanted

    assert all(len(run) == 2 for run in clause.alternatives)


def test_a_word_said_twice_counts_twice() -> None:
    assert [(clause.typed, clause.times) for clause in asked("trust families Trust trusting").wanted] == [
        ("trust", 3),
        ("families", 1),
    ]


def test_small_words_count_when_there_is_nothing_else() -> None:
    query = parse("the was", "en", ("en", "de"))

    assert [clause.alternatives for clause in query.wanted] == [(("the",),)]
    assert asked("the was").hint == NOTHING_ASKED


@pytest.mark.parametrize("text", ["", "   ", '"', "-", '""', "🙂", "?!", "_", '-"'])
def test_nothing_to_look_for_gets_a_hint(text: str) -> None:
    assert asked(text) == Query(hint=NOTHING_ASKED)


def test_only_unwanted_words_get_a_hint() -> None:
    assert asked("-prison").hint == NOTHING_WANTED


def test_a_long_question_is_cut_with_a_hint() -> None:
    many = asked(" ".join(f"word{number}" for number in range(1000)))
    endless = asked("trust " + "," * 1_000_000)

    assert (len(many.wanted), many.hint) == (MOST_WORDS, TOO_LONG)
    assert (typed(endless), endless.hint) == (["trust"], TOO_LONG)


@given(st.text())
def test_every_text_is_a_question(text: str) -> None:
    query = parse(text, "en", LANGUAGES)

    assert query.wanted or query.hint


@given(st.text(alphabet='"-a bü« '))
def test_every_tangle_of_signs_is_a_question(text: str) -> None:
    query = parse(text, "de", LANGUAGES)

    assert query.wanted or query.hint
