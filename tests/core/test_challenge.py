"""Challenges."""

from typing import Any

import pytest

from epex.core import challenge
from epex.core.challenge import Challenge, ChallengeShared, ChallengeStated
from epex.core.decision import Actor, On, Refused
from epex.core.organisation import Organisation
from tests.core.actors import ABROAD, COORDINATOR, GONE, HOME, PRACTITIONER, STRANGER, VISITOR, only

ID = "challenge-1"
TEXT = "How do we keep contact after release from prison?"
STATED = Challenge(ID, HOME.id)


@pytest.mark.parametrize("by", [PRACTITIONER, COORDINATOR])
def test_state_records_the_words_with_their_language(by: Actor) -> None:
    stated = challenge.state(ID, TEXT, HOME, by=by, setting="prison")

    assert stated == [On(ID, ChallengeStated(text=TEXT, language="en", organisation=HOME.id, setting="prison"))]


def test_state_lets_a_coordinator_speak_for_any_organisation() -> None:
    event = only(challenge.state(ID, "Wie erreichen wir Eltern?", ABROAD, by=COORDINATOR, language="de"))

    assert (event.organisation, event.language, event.setting) == (ABROAD.id, "de", "")


@pytest.mark.parametrize(
    ("organisation", "by", "changes", "why"),
    [
        (ABROAD, PRACTITIONER, {}, "Only a coordinator may state a challenge for another organisation"),
        (HOME, STRANGER, {}, "Only a coordinator may state a challenge for another organisation"),
        (GONE, COORDINATOR, {}, "The organisation has left the network"),
        (HOME, PRACTITIONER, {"text": " "}, "The challenge is empty"),
        (HOME, PRACTITIONER, {"language": "tlh"}, "'tlh' is not a known language"),
        (HOME, PRACTITIONER, {"setting": "zoo"}, "'zoo' is not a known setting"),
    ],
)
def test_state_refuses(organisation: Organisation, by: Actor, changes: dict[str, Any], why: str) -> None:
    details = {"text": TEXT, **changes}

    with pytest.raises(Refused, match=why):
        challenge.state(ID, organisation=organisation, by=by, **details)


@pytest.mark.parametrize("by", [VISITOR, COORDINATOR])
def test_share_names_the_organisation_that_has_the_same_challenge(by: Actor) -> None:
    assert challenge.share(STATED, ABROAD, by=by) == [On(ID, ChallengeShared(organisation=ABROAD.id))]


@pytest.mark.parametrize(
    ("known", "organisation", "by", "why"),
    [
        (STATED, ABROAD, PRACTITIONER, "Only a coordinator may share a challenge for another organisation"),
        (STATED, GONE, COORDINATOR, "The organisation has left the network"),
        (STATED, HOME, PRACTITIONER, "stated this challenge itself; name another one that shares it"),
        (Challenge(ID, HOME.id, frozenset({ABROAD.id})), ABROAD, VISITOR, "shares this challenge already"),
    ],
)
def test_share_refuses(known: Challenge, organisation: Organisation, by: Actor, why: str) -> None:
    with pytest.raises(Refused, match=why):
        challenge.share(known, organisation, by=by)


def test_evolve_knows_who_stated_and_who_shares() -> None:
    stated = only(challenge.state(ID, TEXT, HOME, by=PRACTITIONER))

    known = challenge.evolve(None, ID, stated)
    shared = challenge.evolve(known, ID, ChallengeShared(organisation=ABROAD.id))

    assert (known, shared) == (STATED, Challenge(ID, HOME.id, frozenset({ABROAD.id})))
