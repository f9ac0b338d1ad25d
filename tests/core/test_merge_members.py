"""What a merge takes from no network: its last coordinator and officer, and names that mean one member."""

from typing import Any

import pytest

from epex.core.merge_rules import RULES
from epex.core.merging import refusal
from epex.core.organisation import Organisation, OrganisationJoined, OrganisationLeft, OrganisationRevised
from epex.core.person import Person, PersonRevised
from epex.core.sealed import ERASED, SEALED
from tests.core.test_merging import Elsewhere

HOME, ABROAD = Organisation("organisation-home"), Organisation("organisation-abroad")
GONE, NAMELESS = Organisation("organisation-gone", left=True), Organisation("organisation-nameless")
NAMES = {HOME.id: "Host House", ABROAD.id: "Away", GONE.id: "Gone House"}
CORA = Person("person-cora", HOME.id, frozenset({"coordinator", "editor"}))
WIM = Person("person-wim", ABROAD.id, frozenset({"coordinator"}))
LOST = Person("person-lost", GONE.id, frozenset({"coordinator"}))
DEMOTED = PersonRevised(roles=("practitioner",))
JOINED = OrganisationJoined(name=" host  HOUSE ", country="AT", kind="ngo")


def why(event: Any, state: Any, *others: Any) -> str:
    """Say why an event may not follow beside others."""
    elsewhere = Elsewhere({one.id: one for one in (HOME, ABROAD, GONE, *others)}, names=NAMES)
    return refusal(RULES[type(event)], state, event, elsewhere)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (why(DEMOTED, CORA, CORA, WIM), ""),
        (why(DEMOTED, CORA, CORA), "last"),
        (why(DEMOTED, CORA, CORA, LOST), "last"),
        (why(DEMOTED, LOST, CORA, LOST), ""),
        (why(PersonRevised(roles=("coordinator",)), CORA, CORA), ""),
        (why(PersonRevised(contact="x"), CORA, CORA), ""),
        (why(OrganisationLeft(), HOME, CORA, WIM), ""),
        (why(OrganisationLeft(), HOME, CORA), "last"),
        (why(OrganisationLeft(), ABROAD, CORA), ""),
    ],
)
def test_no_merge_takes_the_last_coordinator(said: str, expected: str) -> None:
    assert said == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (why(JOINED, None), "named"),
        (why(OrganisationJoined(name="Gone House", country="AT", kind="ngo"), None), ""),
        (why(OrganisationJoined(name="New House", country="AT", kind="ngo"), None), ""),
        (why(OrganisationRevised(name="Host House"), ABROAD), "named"),
        (why(OrganisationRevised(name="Host House"), HOME), ""),
        (why(OrganisationRevised(country="AT"), HOME), ""),
    ],
)
def test_no_merge_lets_a_name_mean_two_members(said: str, expected: str) -> None:
    assert said == expected


@pytest.mark.parametrize("gone", [ERASED, SEALED])
def test_names_that_are_gone_are_not_the_same(gone: str) -> None:
    elsewhere = Elsewhere({NAMELESS.id: NAMELESS}, names={NAMELESS.id: gone})
    joined = OrganisationJoined(name=gone, country="AT", kind="individual")

    assert refusal(RULES[OrganisationJoined], None, joined, elsewhere) == ""
