"""Challenges."""

from typing import Any

import pytest

from epex.core import challenge
from epex.core.challenge import (
    Challenge,
    ChallengeEvidenceLinked,
    ChallengeEvidenceUnlinked,
    ChallengeShared,
    ChallengeStated,
)
from epex.core.decision import Actor, On, Refused
from epex.core.evidence import Link, Passage
from epex.core.organisation import Organisation
from tests.core.actors import ABROAD, COORDINATOR, EDITOR, EVALUATOR, GONE, HOME, PRACTITIONER, STRANGER, VISITOR, only

ID = "challenge-1"
TEXT = "How do we keep contact after release from prison?"
STATED = Challenge(ID, HOME.id)
PASSAGE = Passage("reflection-1", 2, 18, 26, "The file")
LINKED = Challenge(ID, HOME.id, links=frozenset({Link("visit-1"), Link("reflection-1", *PASSAGE.place)}))


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


@pytest.mark.parametrize("by", [COORDINATOR, PRACTITIONER, EDITOR, VISITOR])
def test_link_records_who_speaks_of_it_and_the_words(by: Actor) -> None:
    linked = challenge.link(STATED, "reflection-1", "nuances", by=by, passage=PASSAGE, note="Only in schools")

    event = ChallengeEvidenceLinked(source="reflection-1", stance="nuances", note="Only in schools", **PASSAGE.fields())
    assert linked == [On(ID, event)]


@pytest.mark.parametrize(
    ("source", "stance", "by", "why"),
    [
        ("reflection-1", "supports", EVALUATOR, "may link evidence; ask one of them"),
        ("theme-1", "supports", EDITOR, "A challenge rests on what people saw and said; link a reflection, visit or"),
        ("interview-1", "supports", EDITOR, "A challenge rests on what people saw and said"),
        ("reflection-1", "likes", EDITOR, "'likes' is not a known stance"),
        ("visit-1", "supports", EDITOR, "This evidence is linked already; quote a passage of it to say more"),
    ],
)
def test_link_refuses(source: str, stance: str, by: Actor, why: str) -> None:
    with pytest.raises(Refused, match=why):
        challenge.link(LINKED, source, stance, by=by)


@pytest.mark.parametrize("by", [PRACTITIONER, COORDINATOR, EDITOR])
def test_unlink_takes_one_passage_back_with_the_reason(by: Actor) -> None:
    unlinked = challenge.unlink(LINKED, "reflection-1", by=by, reason="Misread", place=PASSAGE.place)

    event = ChallengeEvidenceUnlinked(
        source="reflection-1", document="reflection-1", document_version=2, start=18, end=26, reason="Misread"
    )
    assert unlinked == [On(ID, event)]


def test_whoever_linked_evidence_to_anothers_challenge_takes_it_back() -> None:
    unlinked = challenge.unlink(LINKED, "visit-1", by=VISITOR, reason="Misread", linked_by={VISITOR.person})

    assert unlinked == [On(ID, ChallengeEvidenceUnlinked(source="visit-1", reason="Misread"))]


@pytest.mark.parametrize(
    ("source", "by", "reason", "why"),
    [
        ("visit-1", VISITOR, "No", "Only a coordinator or editor may unlink evidence from another organisation's"),
        ("visit-1", PRACTITIONER, "", "The reason is empty"),
        ("visit-2", PRACTITIONER, "No", "not linked to the challenge; 'epex challenge show' lists what is"),
    ],
)
def test_unlink_refuses(source: str, by: Actor, reason: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        challenge.unlink(LINKED, source, by=by, reason=reason)


def test_evolve_knows_the_evidence_that_is_linked_now() -> None:
    state = STATED
    for on in (
        *challenge.link(STATED, "visit-1", "supports", by=EDITOR),
        *challenge.link(STATED, "reflection-1", "supports", by=EDITOR, passage=PASSAGE),
    ):
        state = challenge.evolve(state, ID, on.event)  # type: ignore[arg-type]
    taken = only(challenge.unlink(state, "visit-1", by=EDITOR, reason="Misread"))

    assert (state, challenge.evolve(state, ID, taken).evidence) == (LINKED, frozenset({"reflection-1"}))
