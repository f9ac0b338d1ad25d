"""Consents: only the person whose words they are decides."""

from typing import Any

import pytest

from epex.core import consent
from epex.core.consent import Consent, ConsentAsked, ConsentGiven, ConsentRefused, ConsentWithdrawn
from epex.core.decision import Actor, On, Refused
from tests.core.actors import COORDINATOR, EDITOR, EVALUATOR, OFFICER, PRACTITIONER, STRANGER, VISITOR

ID = "consent-1"
GIVER = VISITOR.person
NAMES = {"giver": GIVER, "scope": "attributed_quote"}
ASKED = Consent(ID, GIVER, "attributed_quote", "quote-1", "publication-1")
GIVEN = Consent(ID, GIVER, "attributed_quote", "quote-1", "publication-1", "given", "2018-06")


def test_ask_names_the_words_and_the_edition() -> None:
    asked = consent.ask(ID, GIVER, "attributed_quote", by=EDITOR, quote="quote-1", edition="publication-1")

    assert asked == [On(ID, ConsentAsked(**NAMES, quoted="quote-1", edition="publication-1"))]


def test_ask_lets_everybody_offer_their_own_words() -> None:
    own = Actor(GIVER, "organisation-abroad", frozenset({"evaluator"}))

    assert consent.ask(ID, GIVER, "training_reuse", by=own) == [
        On(ID, ConsentAsked(giver=GIVER, scope="training_reuse"))
    ]


@pytest.mark.parametrize(
    ("giver", "scope", "by", "why"),
    [
        (GIVER, "attributed_quote", STRANGER, "may ask others for consent"),
        (GIVER, "attributed_quote", PRACTITIONER, "officer may ask others for consent to a use of all their words"),
        ("", "attributed_quote", EDITOR, "Whose words these are is told to those alone who may read the reflection"),
        (GIVER, "everything", EDITOR, "'everything' is not a known scope of consent"),
    ],
)
def test_ask_refuses(giver: str, scope: str, by: Actor, why: str) -> None:
    with pytest.raises(Refused, match=why):
        consent.ask(ID, giver, scope, by=by)


@pytest.mark.parametrize("by", [COORDINATOR, EDITOR, EVALUATOR, OFFICER, PRACTITIONER])
def test_ask_for_one_quote_is_open_to_practitioners_as_well(by: Actor) -> None:
    asked = consent.ask(ID, GIVER, "anonymous_quote", by=by, quote="quote-1")

    assert asked == [On(ID, ConsentAsked(giver=GIVER, scope="anonymous_quote", quoted="quote-1"))]


def test_give_is_the_givers_own() -> None:
    given = consent.give(ASKED, by=VISITOR, given_on="2018-03-01", expires_on="2020")

    assert given == [On(ID, ConsentGiven(**NAMES, given_on="2018-03-01", expires_on="2020"))]


@pytest.mark.parametrize("by", [COORDINATOR, OFFICER])
def test_what_was_decided_on_paper_is_recorded_for_the_giver(by: Actor) -> None:
    kept: Any = {"on_paper": True, "reason": "In the binder of 2018"}

    events: list[Any] = [
        *consent.give(ASKED, by=by, **kept),
        *consent.refuse(ASKED, by=by, **kept),
        *consent.withdraw(GIVEN, by=by, **kept),
    ]

    assert [(on.event.recorded_for, on.event.reason) for on in events] == [(GIVER, "In the binder of 2018")] * 3


@pytest.mark.parametrize("decide", [consent.give, consent.refuse])
@pytest.mark.parametrize(
    ("by", "more", "why"),
    [
        (COORDINATOR, {}, "Only the person whose words they are decides on this consent; ask them"),
        (PRACTITIONER, {"on_paper": True, "reason": "x"}, "Only a coordinator or data protection officer may record"),
        (OFFICER, {"on_paper": True}, "The reason, which says where the paper is, is empty"),
    ],
)
def test_nobody_else_decides(decide: Any, by: Actor, more: Any, why: str) -> None:
    with pytest.raises(Refused, match=why):
        decide(ASKED, by=by, **more)


def test_give_also_after_a_refusal() -> None:
    refused = Consent(ID, GIVER, "attributed_quote", standing="refused")

    assert consent.give(refused, by=VISITOR) == [On(ID, ConsentGiven(**NAMES))]


def test_what_was_given_or_withdrawn_is_asked_for_anew() -> None:
    for standing in ("given", "withdrawn"):
        with pytest.raises(Refused, match=f"This consent is {standing} already; ask for a new one"):
            consent.give(Consent(ID, GIVER, standing=standing), by=VISITOR)


def test_give_refuses_to_end_before_it_begins() -> None:
    with pytest.raises(Refused, match="The consent would end before it begins"):
        consent.give(ASKED, by=VISITOR, given_on="2018-03-01", expires_on="2017")


def test_refuse_takes_no_reason() -> None:
    assert consent.refuse(ASKED, by=VISITOR) == [On(ID, ConsentRefused(**NAMES))]


def test_refuse_answers_only_what_is_asked() -> None:
    with pytest.raises(Refused, match="This consent is given already; 'epex consent withdraw' takes"):
        consent.refuse(GIVEN, by=VISITOR)


def test_withdraw_takes_no_reason() -> None:
    assert consent.withdraw(GIVEN, by=VISITOR) == [On(ID, ConsentWithdrawn(**NAMES))]


def test_withdraw_needs_something_given() -> None:
    with pytest.raises(Refused, match="This consent is asked, so there is nothing to withdraw"):
        consent.withdraw(ASKED, by=VISITOR)


@pytest.mark.parametrize(
    ("scope", "quote", "edition", "day", "covered"),
    [
        ("attributed_quote", "quote-1", "publication-1", "2018-06-30", True),
        ("attributed_quote", "quote-1", "publication-1", "2018-07-01", False),
        ("anonymous_quote", "quote-1", "publication-1", "2018-06-30", False),
        ("attributed_quote", "quote-2", "publication-1", "2018-06-30", False),
        ("attributed_quote", "quote-1", "publication-2", "2018-06-30", False),
    ],
)
def test_a_consent_covers_its_scope_quote_and_edition_until_it_expires(
    scope: str, quote: str, edition: str, day: str, *, covered: bool
) -> None:
    assert GIVEN.covers(scope, quote, edition, day) is covered


def test_a_consent_to_everything_covers_every_quote_and_edition_for_ever() -> None:
    wide = Consent(ID, GIVER, "attributed_quote", standing="given")

    assert wide.covers("attributed_quote", "quote-9", "publication-9", "2118-01-01")


def test_evolve_follows_the_answers() -> None:
    state: Consent | None = None
    standings = []
    for event in (
        ConsentAsked(**NAMES, quoted="quote-1", edition="publication-1"),
        ConsentRefused(**NAMES),
        ConsentGiven(**NAMES, expires_on="2018-06"),
        ConsentWithdrawn(**NAMES),
    ):
        state = consent.evolve(state, ID, event)
        standings.append(state.standing)

    assert standings == ["asked", "refused", "given", "withdrawn"]
    assert state
    assert (state.giver, state.quote, state.edition, state.expires_on) == (GIVER, "quote-1", "publication-1", "2018-06")
