"""Organisations."""

from typing import Any

import pytest

from epex.core import organisation
from epex.core.decision import Actor, On, Refused
from epex.core.organisation import (
    Organisation,
    OrganisationJoined,
    OrganisationLeft,
    OrganisationRevised,
    require_each,
    require_voice,
)
from tests.core.actors import ABROAD, COORDINATOR, GONE, HOME, PRACTITIONER, STRANGER, VISITOR, only

ID = "organisation-1"


def join(
    by: Actor = COORDINATOR, name: str = "Bridge Works", country: str = "AT", kind: str = "ngo", **profile: Any
) -> list[On]:
    return organisation.join(ID, name, country=country, kind=kind, by=by, **profile)


def test_join_records_the_whole_profile() -> None:
    profile: dict[str, Any] = {
        "short_name": "BW",
        "settings": ("school", "prison"),
        "languages": ("de", "en"),
        "shows": ("Family evenings",),
        "wants": ("Work in prisons",),
        "constraints": "Prison access takes six weeks.",
    }

    assert join(**profile) == [On(ID, OrganisationJoined(name="Bridge Works", country="AT", kind="ngo", **profile))]


def test_join_accepts_kosovo() -> None:
    event = only(join(country="XK"))

    assert event.country == "XK"


@pytest.mark.parametrize("by", [PRACTITIONER, STRANGER])
def test_join_refuses_anybody_but_a_coordinator(by: Actor) -> None:
    with pytest.raises(Refused, match="Only a coordinator may add an organisation"):
        join(by=by)


UNSOUND = [
    ({"name": ""}, "The organisation's name is empty"),
    ({"country": "ZZ"}, "'ZZ' is not a country code; use the two capitals of ISO 3166-1, such as AT, or XK for Kosovo"),
    ({"country": "at"}, "'at' is not a country code"),
    ({"kind": "company"}, "'company' is not a known kind of organisation; choose one of: grassroots_volunteer"),
    ({"settings": ("school", "zoo")}, "'zoo' is not a known setting"),
    ({"languages": ("de", "Dutch")}, "'Dutch' is not a language code"),
]


@pytest.mark.parametrize(("profile", "why"), UNSOUND)
def test_join_refuses_an_unsound_profile(profile: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused, match=why):
        join(**profile)


@pytest.mark.parametrize("by", [COORDINATOR, VISITOR])
def test_revise_is_for_its_own_people_and_for_coordinators(by: Actor) -> None:
    changed = organisation.revise(ABROAD, by=by, wants=("Online work",))

    assert changed == [On(ABROAD.id, OrganisationRevised(wants=("Online work",)))]


def test_revise_leaves_as_it_is_what_is_not_given() -> None:
    event = only(organisation.revise(HOME, by=COORDINATOR, country="XK", name=None))

    assert event == OrganisationRevised(country="XK")


def test_revise_can_empty_a_field() -> None:
    event = only(organisation.revise(HOME, by=COORDINATOR, shows=(), constraints=""))

    assert event == OrganisationRevised(shows=(), constraints="")


@pytest.mark.parametrize("by", [PRACTITIONER, STRANGER])
def test_revise_refuses_people_of_other_organisations(by: Actor) -> None:
    with pytest.raises(Refused, match="Only a coordinator may revise another organisation"):
        organisation.revise(ABROAD, by=by, short_name="A")


@pytest.mark.parametrize("changes", [{}, {"name": None, "settings": None}])
def test_revise_refuses_to_change_nothing(changes: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="changes nothing; give at least one field, such as --country"):
        organisation.revise(HOME, by=COORDINATOR, **changes)


@pytest.mark.parametrize(("changes", "why"), UNSOUND)
def test_revise_refuses_an_unsound_profile(changes: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused, match=why):
        organisation.revise(HOME, by=COORDINATOR, **changes)


def test_revise_refuses_an_organisation_that_has_left() -> None:
    with pytest.raises(Refused, match="has left the network; choose one that is a member, or add it again"):
        organisation.revise(GONE, by=COORDINATOR, country="DE")


@pytest.mark.parametrize("reason", ["", "The project ended."])
def test_leave_records_the_reason_when_one_is_given(reason: str) -> None:
    assert organisation.leave(HOME, by=COORDINATOR, reason=reason) == [On(HOME.id, OrganisationLeft(reason=reason))]


def test_leave_refuses_anybody_but_a_coordinator() -> None:
    with pytest.raises(Refused, match="Only a coordinator may record that an organisation leaves"):
        organisation.leave(HOME, by=PRACTITIONER)


def test_leave_refuses_an_organisation_that_has_left() -> None:
    with pytest.raises(Refused, match="has left the network"):
        organisation.leave(GONE, by=COORDINATOR)


def test_evolve_remembers_only_who_has_left() -> None:
    joined = organisation.evolve(None, ID, only(join()))

    member = organisation.evolve(joined, ID, OrganisationRevised(country="DE"))
    left = organisation.evolve(member, ID, OrganisationLeft())

    assert (member, left) == (Organisation(ID), Organisation(ID, left=True))


def test_require_voice_lets_a_coordinator_speak_for_any_organisation() -> None:
    require_voice(ABROAD, COORDINATOR, "state a challenge")


def test_require_each_accepts_known_words_and_none() -> None:
    require_each((), ("en",), "language")
    require_each(("en", "de"), ("de", "en"), "language")


def test_an_organisation_does_not_take_the_last_holder_of_a_role_along() -> None:
    with pytest.raises(Refused, match="Nobody else here is data protection officer; give somebody else the role first"):
        organisation.leave(HOME, by=COORDINATOR, alone=frozenset({"data_protection_officer", "evaluator"}))


@pytest.mark.parametrize("name", ["Bridge Works", " bridge  WORKS "])
def test_a_name_means_one_member(name: str) -> None:
    with pytest.raises(Refused, match="already; use that one, or give this one a name of its own"):
        join(name=name, taken=["Away", "Bridge Works"])
    with pytest.raises(Refused, match="is called"):
        organisation.revise(HOME, by=COORDINATOR, name=name, taken=["Bridge Works"])


def test_what_keeps_its_name_is_revised_beside_one_that_has_it() -> None:
    revised = only(organisation.revise(HOME, by=COORDINATOR, country="XK", taken=["Bridge Works"]))

    assert revised == OrganisationRevised(country="XK")
