"""What people are called where their words are quoted."""

import pytest

from epex.core.person import PersonErasureRequested, PersonRegistered, PersonRevised
from epex.core.reader import Reader
from epex.projections.naming import shown_names
from epex.projections.readers import reader_of
from epex.projections.reading import Reading
from tests.projections.bases import ANNA, CLEO, Base

MIRA = {"name": "Mira Ann Holm", "organisation": "organisation-north"}


def reading(base: Base, actor: str = ANNA.person) -> Reading:
    return Reading(base.views, reader_of(base.views, actor))


@pytest.mark.parametrize(
    ("preference", "roles", "called"),
    [
        ("full_name", ("practitioner",), "Mira Ann Holm"),
        ("first_name", ("practitioner",), "Mira"),
        ("role_only", ("coordinator", "practitioner"), "a practitioner"),
        ("role_only", ("data_protection_officer", "coordinator"), "a coordinator"),
        ("role_only", ("evaluator",), "an evaluator"),
        ("role_only", ("data_protection_officer",), "a data protection officer"),
        ("role_only", (), "a member"),
        ("anonymous", ("practitioner",), "anonymous"),
    ],
)
def test_people_are_called_as_they_prefer(base: Base, preference: str, roles: tuple[str, ...], called: str) -> None:
    base.record("person-mira", PersonRegistered(**MIRA, roles=roles, name_preference=preference))

    assert shown_names(reading(base), ["person-mira"])["person-mira"] == called


def test_a_new_preference_counts_from_then_on(base: Base) -> None:
    base.record("person-mira", PersonRegistered(**MIRA, roles=(), name_preference="full_name"))
    base.record("person-mira", PersonRevised(name_preference="first_name"))

    assert shown_names(reading(base), ["person-mira"])["person-mira"] == "Mira"


def test_of_whom_the_reader_may_not_know_only_that_it_is_somebody(base: Base) -> None:
    hidden = PersonRegistered(**MIRA, roles=(), name_preference="full_name")
    base.record("person-mira", hidden, visibility="organisation", audience="organisation-north")

    seen = [shown_names(reading(base, actor.person), ["person-mira", "person-nobody"]) for actor in (ANNA, CLEO)]

    assert seen == [
        {"person-mira": "Mira Ann Holm", "person-nobody": "somebody"},
        {"person-mira": "somebody", "person-nobody": "somebody"},
    ]


def test_an_erased_person_is_named_as_one(base: Base) -> None:
    base.record("person-bea", PersonRevised(name_preference="full_name"), PersonErasureRequested(ground="Asked"))

    assert shown_names(reading(base), ["person-bea"])["person-bea"] == "an erased person"


def test_outsiders_are_told_no_name(base: Base) -> None:
    assert shown_names(Reading(base.views, Reader()), ["person-anna"]) == {"person-anna": "somebody"}
