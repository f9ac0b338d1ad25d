"""Errata: counted, and screened as what they correct."""

from dataclasses import replace

import pytest

from epex.core import erratum
from epex.core.decision import Actor, On, Refused
from epex.core.edition import Edition, Part, Piece, PlacedQuote, Proposed
from epex.core.publication import Publication, PublicationErratumIssued
from epex.core.quote import Quote
from epex.core.screening import Term
from tests.core.actors import COORDINATOR, EDITOR, PRACTITIONER

ID = "publication-1"
FROZEN = Publication(ID, "frozen", frozenset({COORDINATOR.person}), frozenset({"quote-1", "viewpoint-1"}))
ANONYMOUS = PlacedQuote(
    state=Quote("quote-3f2a1b0c-9999", "person-ben", "chapter-1", "anonymous"),
    words="Tea comes first, and then comes talk.",
    credit="a member of the network",
)
NAMED = PlacedQuote(
    state=Quote("quote-2", "person-ana", "chapter-1", "attributed"),
    words="No.",
    credit="Ana",
)
EDITION = Edition(
    id=ID,
    title="What travels",
    parts=(
        Part(
            id="chapter-1",
            title="Trust first",
            pieces=(
                Piece(kind="text", words="Trust."),
                Piece(kind="quote", quote=ANONYMOUS),
                Piece(kind="quote", quote=NAMED),
            ),
        ),
    ),
    unnamed=("Ben Okafor",),
    single_names=("Ben", "Okafor", "Hanna"),
    full_names=("Ben Okafor", "Mira Holm"),
    terms=(Term("Kosovo", frozenset({"organisation-xk"})), Term("Netherlands", frozenset({"organisation-nl"}))),
    proposed=(Proposed(words=(ANONYMOUS.words, "")),),
)


@pytest.mark.parametrize("by", [EDITOR, COORDINATOR])
def test_errata_are_counted_and_name_what_they_concern(by: Actor) -> None:
    book = replace(FROZEN, content_hash="0")
    issued = erratum.issue(book, EDITION, "A quote went.", by=by, concerns=("quote-1", "quote-1"))

    event = PublicationErratumIssued(number=1, text="A quote went.", concerns=("quote-1",), content_hash="0")
    assert issued == [On(ID, event)]


@pytest.mark.parametrize(
    ("state", "text", "concerns", "by", "why"),
    [
        (FROZEN, "It went.", (), PRACTITIONER, "Only an editor may issue an erratum to it"),
        (FROZEN, "", (), EDITOR, "The erratum is empty"),
        (Publication(ID), "It went.", (), EDITOR, "The edition is still open; correct its chapters"),
        (FROZEN, "It went.", ("quote-9",), EDITOR, "quote-9 does not stand in this edition"),
    ],
)
def test_an_erratum_is_refused(state: Publication, text: str, concerns: tuple[str, ...], by: Actor, why: str) -> None:
    with pytest.raises(Refused, match=why):
        erratum.issue(state, EDITION, text, by=by, concerns=concerns)


def test_an_erratum_tells_nobody_who_is_quoted_without_a_name() -> None:
    text = "The quote is by Ben Okafor, Netherlands; call +32 470 12 34 56. “Tea comes first and then comes talk!”"

    with pytest.raises(Refused) as refused:
        erratum.issue(FROZEN, EDITION, text, by=EDITOR, names_may_stand="It is true.")

    assert str(refused.value) == (
        "The erratum would stand on every copy, and cannot be issued yet:"
        " (1) It seems to hold the name of somebody who has not agreed to be named; take it out."
        " (2) It seems to hold a telephone number; take it out."
        " (3) It holds words that somebody was to be quoted with; take them out, and name the quote with --concerns."
        " (4) 'Netherlands' fits fewer than three members, so readers can guess who is quoted without a name; leave it"
        " out. (5) 'Ben Okafor' fits fewer than three members, so readers can guess who is quoted without a name; leave"
        " it out."
    )


@pytest.mark.parametrize("words", ["Kosovo", "Netherlands", "Mira Holm"])
def test_no_refusal_tells_where_somebody_belongs_who_is_quoted_without_a_name(words: str) -> None:
    quote = EDITION.parts[0].pieces[2]

    with pytest.raises(Refused, match=rf"\(1\) '{words}' fits fewer than three members, so readers can guess who is"):
        erratum.issue(FROZEN, EDITION, f"It was said in {words}.", by=EDITOR)

    nobody = replace(EDITION, parts=(replace(EDITION.parts[0], pieces=(quote,)),))
    assert erratum.issue(FROZEN, nobody, f"It was said in {words}.", by=EDITOR)


def test_names_that_stand_alone_wait_for_an_answer() -> None:
    text = "Hanna in the second chapter is a saint."

    with pytest.raises(
        Refused, match=r"\(1\) It says 'Hanna', and somebody here is called that; take it out, or issue"
    ):
        erratum.issue(FROZEN, EDITION, text, by=EDITOR, names_may_stand=" ")

    issued = erratum.issue(FROZEN, EDITION, text, by=EDITOR, names_may_stand="She is a saint.")
    assert issued == [On(ID, PublicationErratumIssued(number=1, text=text, names_may_stand="She is a saint."))]
