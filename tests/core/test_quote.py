"""Quotes: exact words, the use they are for, and the consents that printing them takes."""

from dataclasses import replace
from typing import Any

import pytest

from epex.core import quote
from epex.core.chapter import Chapter
from epex.core.consent import Consent
from epex.core.decision import Actor, On, Refused
from epex.core.evidence import Passage
from epex.core.quote import Quote, QuoteProposed, QuoteWithdrawn
from epex.core.reflection import Reflection
from tests.core.actors import COORDINATOR, EDITOR, EVALUATOR, PRACTITIONER, VISITOR, only

ID = "quote-1"
PASSAGE = Passage("reflection-1", 1, 0, 5, "Trust")
SOURCE = Reflection("reflection-1", VISITOR.person)
CHAPTER = Chapter("chapter-1")
PLAIN: dict[str, Any] = {**PASSAGE.fields(), "chapter": "chapter-1", "giver": VISITOR.person}
DAY = "2018-05-01"


@pytest.mark.parametrize("by", [EDITOR, PRACTITIONER, VISITOR])
def test_propose_points_at_the_passage(by: Actor) -> None:
    proposed = quote.propose(ID, PASSAGE, SOURCE, CHAPTER, "attributed", by=by)

    assert proposed == [On(ID, QuoteProposed(**PLAIN, use="attributed"))]


def test_propose_keeps_a_translation_and_what_is_shown() -> None:
    shows = ("country", "country", "kind")

    event = only(
        quote.propose(
            ID, PASSAGE, SOURCE, CHAPTER, "anonymous", by=EDITOR, translated="Tillit", language="no", shows=shows
        )
    )

    assert (event.translated, event.language, event.shows) == ("Tillit", "no", ("country", "kind"))


@pytest.mark.parametrize(
    ("source", "chapter", "use", "more", "by", "why"),
    [
        (SOURCE, CHAPTER, "attributed", {}, EVALUATOR, "may propose to quote somebody"),
        (Reflection("reflection-1"), CHAPTER, "attributed", {}, EDITOR, "This text names no author"),
        (
            SOURCE,
            Chapter("chapter-1", status="frozen"),
            "attributed",
            {},
            EDITOR,
            "The edition of this chapter is frozen",
        ),
        (SOURCE, CHAPTER, "loud", {}, EDITOR, "'loud' is not a known use of a quote"),
        (SOURCE, CHAPTER, "anonymous", {"shows": ("town",)}, EDITOR, "'town' is not a known detail"),
        (SOURCE, CHAPTER, "attributed", {"shows": ("kind",)}, EDITOR, "An attributed quote names its author"),
        (SOURCE, CHAPTER, "anonymous", {"language": "tlh"}, EDITOR, "'tlh' is not a known language"),
        (SOURCE, CHAPTER, "translation", {"language": "no"}, EDITOR, "The translation is empty"),
        (SOURCE, CHAPTER, "translation", {"translated": "Tillit"}, EDITOR, "Say which language the translation is in"),
    ],
)
def test_propose_refuses(source: Reflection, chapter: Chapter, use: str, more: Any, by: Actor, why: str) -> None:
    with pytest.raises(Refused, match=why):
        quote.propose(ID, PASSAGE, source, chapter, use, by=by, **more)


def test_propose_names_the_proposal_that_stands_already() -> None:
    with pytest.raises(Refused, match="These words are proposed for this chapter and use already: quote-3f2a1b0c; ask"):
        quote.propose(ID, PASSAGE, SOURCE, CHAPTER, "attributed", by=EDITOR, standing="quote-3f2a1b0c-9999")


def test_withdraw_is_the_quoted_persons_own_without_a_reason() -> None:
    assert quote.withdraw(Quote(ID, VISITOR.person), by=VISITOR) == [On(ID, QuoteWithdrawn())]


def test_withdraw_takes_an_editors_reason() -> None:
    done = quote.withdraw(Quote(ID, VISITOR.person), by=EDITOR, reason="Another says it better")

    assert done == [On(ID, QuoteWithdrawn(reason="Another says it better"))]


@pytest.mark.parametrize(
    ("state", "by", "reason", "why"),
    [
        (Quote(ID, VISITOR.person), PRACTITIONER, "x", "Only an editor or coordinator may withdraw a quote"),
        (Quote(ID, VISITOR.person), COORDINATOR, "", "The reason is empty"),
        (Quote(ID, VISITOR.person, withdrawn=True), VISITOR, "", "This quote was withdrawn already"),
    ],
)
def test_withdraw_refuses(state: Quote, by: Actor, reason: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        quote.withdraw(state, by=by, reason=reason)


def test_evolve_knows_the_use_and_the_end() -> None:
    proposed = quote.evolve(None, ID, QuoteProposed(**PLAIN, use="translation", language="no"))
    withdrawn = quote.evolve(proposed, ID, QuoteWithdrawn())

    assert proposed == Quote(ID, VISITOR.person, "chapter-1", "translation", "no")
    assert withdrawn.withdrawn


@pytest.mark.parametrize(
    ("use", "language", "scopes"),
    [
        ("attributed", "", ("attributed_quote",)),
        ("attributed", "no", ("attributed_quote", "translation")),
        ("anonymous", "", ("anonymous_quote",)),
        ("translation", "no", ("translation",)),
    ],
)
def test_printing_takes_a_consent_for_the_use_and_for_a_translation(
    use: str, language: str, scopes: tuple[str, ...]
) -> None:
    assert Quote(ID, use=use, language=language).scopes == scopes


def consent(**changes: Any) -> Consent:
    return Consent(**{"id": "consent-1", "giver": VISITOR.person, "scope": "attributed_quote", **changes})


@pytest.mark.parametrize(
    ("consents", "why"),
    [
        ([], "nobody has given it"),
        ([consent()], "it was not answered yet"),
        ([consent(standing="refused")], "it was refused"),
        ([consent(standing="withdrawn"), consent()], "it was withdrawn"),
        ([consent(standing="given", expires_on="2018-04")], "it has expired"),
        ([consent(standing="given", giver="person-other")], "nobody has given it"),
        ([consent(standing="given", quote="quote-2")], "nobody has given it"),
    ],
)
def test_lacking_says_why_a_consent_does_not_hold(consents: list[Consent], why: str) -> None:
    state = Quote(ID, VISITOR.person, use="attributed")

    assert quote.lacking(state, consents, "publication-1", DAY) == [("attributed_quote", why)]


ALL, OURS, HERE = consent(), consent(quote=ID), consent(edition="publication-1")
BOTH = consent(quote=ID, edition="publication-1")


def answered(state: Consent, standing: Any) -> Consent:
    return replace(state, standing=standing)


@pytest.mark.parametrize("answer", ["refused", "withdrawn"])
@pytest.mark.parametrize(("wider", "narrower"), [(ALL, OURS), (ALL, HERE), (HERE, OURS), (OURS, BOTH)])
def test_what_is_said_of_exactly_these_words_counts_whatever_is_said_of_all_before_or_after(
    wider: Consent, narrower: Consent, answer: str
) -> None:
    state = Quote(ID, VISITOR.person, use="attributed")

    for no, yes, standing in ((narrower, wider, answer), (wider, narrower, "given")):
        said = [answered(no, answer), answered(yes, "given")]
        for order in (said, said[::-1]):
            lacks = [why for _, why in quote.lacking(state, order, "publication-1", DAY)]
            assert lacks == ([] if standing == "given" else [f"it was {answer}"])
            status = {"refused": "refused", "withdrawn": "consent withdrawn", "given": "consented"}[standing]
            assert quote.standing(state, order, "publication-1") == status


def test_of_two_answers_to_the_same_the_newer_counts() -> None:
    state = Quote(ID, VISITOR.person, use="attributed")
    no, yes = answered(OURS, "withdrawn"), answered(replace(OURS, id="consent-2"), "given")

    found = [quote.lacking(state, order, "publication-1", DAY) for order in ([no, yes], [yes, no])]

    assert found == [[], [("attributed_quote", "it was withdrawn")]]


def test_a_quote_is_consented_once_every_consent_that_it_takes_is_given() -> None:
    state = Quote(ID, VISITOR.person, use="attributed", language="no")
    words, translation = answered(ALL, "given"), consent(scope="translation", standing="given")

    found = [quote.standing(state, given, "") for given in ([], [words], [translation], [words, translation])]

    assert found == ["proposed", "proposed", "proposed", "consented"]


def test_nothing_lacks_when_the_author_has_consented() -> None:
    state = Quote(ID, VISITOR.person, use="attributed")

    assert quote.lacking(state, [consent(standing="given")], "publication-1", DAY) == []
