"""People."""

from typing import Any

import pytest

from epex.core import person
from epex.core.decision import Actor, On, Refused
from epex.core.organisation import Organisation
from epex.core.person import (
    Person,
    PersonErased,
    PersonErasureRequested,
    PersonMoved,
    PersonRegistered,
    PersonRevised,
)
from tests.core.actors import ABROAD, COORDINATOR, GONE, HOME, PRACTITIONER, only

ID = "person-1"
ANA = Person(ID, HOME.id, frozenset({"practitioner"}))
ANA_HERSELF = Actor(ID, HOME.id, ANA.roles)
LEAD = Person(COORDINATOR.person, HOME.id, COORDINATOR.roles)


def register(by: Actor = COORDINATOR, name: str = "Ana", organisation: Organisation = HOME, **details: Any) -> list[On]:
    return person.register(ID, name, organisation, by=by, **details)


def test_register_makes_a_practitioner_shown_by_role_when_nothing_else_is_said() -> None:
    event = PersonRegistered(name="Ana", organisation=HOME.id, roles=("practitioner",), name_preference="role_only")

    assert register() == [On(ID, event)]


def test_register_records_contact_roles_and_name_preference() -> None:
    details: dict[str, Any] = {
        "contact": "ana@example.org",
        "roles": ("editor", "reviewer"),
        "name_preference": "full_name",
    }

    assert register(**details) == [On(ID, PersonRegistered(name="Ana", organisation=HOME.id, **details))]


def test_register_refuses_anybody_but_a_coordinator() -> None:
    with pytest.raises(Refused, match="Only a coordinator may add a person"):
        register(by=PRACTITIONER)


UNSOUND = [
    ({"name": " "}, "The person's name is empty"),
    ({"roles": ()}, "at least one role; give one, such as --role practitioner"),
    ({"roles": ("editor", "boss")}, "'boss' is not a known role"),
    ({"name_preference": "loud"}, "'loud' is not a known name preference; choose one of: anonymous, first_name"),
]


@pytest.mark.parametrize(("details", "why"), [*UNSOUND, ({"organisation": GONE}, "The organisation has left")])
def test_register_refuses_unsound_details(details: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused, match=why):
        register(**details)


@pytest.mark.parametrize("by", [ANA_HERSELF, COORDINATOR])
def test_revise_is_for_the_person_and_for_coordinators(by: Actor) -> None:
    revised = person.revise(ANA, by=by, contact="ana@example.net", name_preference="anonymous")

    assert revised == [On(ID, PersonRevised(contact="ana@example.net", name_preference="anonymous"))]


def test_revise_refuses_another_person() -> None:
    with pytest.raises(Refused, match="Only a coordinator may revise another person"):
        person.revise(ANA, by=PRACTITIONER, name="Anna")


@pytest.mark.parametrize("changes", [{}, {"name": None, "roles": None}])
def test_revise_refuses_to_change_nothing(changes: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="changes nothing; give at least one field, such as --contact"):
        person.revise(ANA, by=ANA_HERSELF, **changes)


@pytest.mark.parametrize(("changes", "why"), UNSOUND)
def test_revise_refuses_unsound_details(changes: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused, match=why):
        person.revise(ANA, by=COORDINATOR, **changes)


def test_revise_lets_a_coordinator_give_any_role_to_others() -> None:
    roles = ("coordinator", "evaluator", "data_protection_officer")

    assert person.revise(ANA, by=COORDINATOR, roles=roles) == [On(ID, PersonRevised(roles=roles))]


def test_revise_refuses_a_role_for_oneself_without_being_a_coordinator() -> None:
    with pytest.raises(Refused, match="Only a coordinator may change roles"):
        person.revise(ANA, by=ANA_HERSELF, roles=("practitioner", "editor"))


def test_revise_lets_a_coordinator_take_up_work_but_not_the_reading_of_what_others_wrote() -> None:
    event = only(person.revise(LEAD, by=COORDINATOR, roles=("coordinator", "practitioner")))

    assert event == PersonRevised(roles=("coordinator", "practitioner"))
    for role in ("data_protection_officer", "evaluator"):
        with pytest.raises(Refused, match=f"Nobody gives themselves the role {role.replace('_', ' ')}; ask another"):
            person.revise(LEAD, by=COORDINATOR, roles=("coordinator", role))


def test_revise_lets_a_coordinator_keep_a_reading_role_they_were_given() -> None:
    roles = ("coordinator", "data_protection_officer")
    both = Actor(LEAD.id, HOME.id, frozenset(roles))

    revised = person.revise(Person(LEAD.id, HOME.id, both.roles), by=both, roles=(*roles, "editor"))

    assert revised == [On(LEAD.id, PersonRevised(roles=(*roles, "editor")))]


def test_move_names_the_new_organisation() -> None:
    assert person.move(ANA, ABROAD, by=COORDINATOR) == [On(ID, PersonMoved(organisation=ABROAD.id))]


@pytest.mark.parametrize(
    ("organisation", "by", "why"),
    [
        (ABROAD, ANA_HERSELF, "Only a coordinator may move a person to another organisation"),
        (GONE, COORDINATOR, "The organisation has left the network"),
        (HOME, COORDINATOR, "belongs to this organisation already; name the one they move to"),
    ],
)
def test_move_refuses(organisation: Organisation, by: Actor, why: str) -> None:
    with pytest.raises(Refused, match=why):
        person.move(ANA, organisation, by=by)


def test_evolve_keeps_organisation_and_roles_as_they_are_now() -> None:
    registered = only(register())
    steps = [
        registered,
        PersonRevised(name="Anna"),
        PersonRevised(roles=("editor",)),
        PersonMoved(organisation=ABROAD.id),
    ]
    history: list[Person | None] = [None]

    for event in steps:
        history.append(person.evolve(history[-1], ID, event))

    assert history[1:] == [
        ANA,
        ANA,
        Person(ID, HOME.id, frozenset({"editor"})),
        Person(ID, ABROAD.id, frozenset({"editor"})),
    ]


OFFICER = Actor("person-officer", HOME.id, frozenset({"data_protection_officer"}))
ASKED = PersonErasureRequested(ground="Asked for it in a letter", documents=("reflection-1",), kept=("reflection-2",))
SEEN = PersonErased(digest="00", looked_for=2, files=9, bytes=4096, mentions=("element-1",), positions=(7,))
LEAVING = person.evolve(ANA, ID, ASKED)


def test_request_erasure_records_the_ground_and_the_documents() -> None:
    assert person.request_erasure(ANA, ASKED, by=OFFICER) == [On(ID, ASKED)]


def test_from_the_request_on_nobody_holds_a_role() -> None:
    assert (LEAVING.roles, LEAVING.erasure) == (frozenset(), "requested")


def test_confirm_erasure_records_what_was_seen() -> None:
    assert person.confirm_erasure(LEAVING, SEEN, by=OFFICER) == [On(ID, SEEN)]
    assert person.evolve(LEAVING, ID, SEEN).erasure == "done"


@pytest.mark.parametrize("by", [COORDINATOR, ANA_HERSELF])
def test_erasing_is_for_a_data_protection_officer(by: Actor) -> None:
    with pytest.raises(Refused, match="Only a data protection officer may erase a person"):
        person.request_erasure(ANA, ASKED, by=by)
    with pytest.raises(Refused, match="Only a data protection officer may erase a person"):
        person.confirm_erasure(LEAVING, SEEN, by=by)


def test_nobody_erases_themselves() -> None:
    with pytest.raises(Refused, match="Nobody erases themselves"):
        person.request_erasure(Person(OFFICER.person, HOME.id, OFFICER.roles), ASKED, by=OFFICER)


def test_request_erasure_refuses_an_empty_ground_and_a_second_request() -> None:
    with pytest.raises(Refused, match="The ground is empty"):
        person.request_erasure(ANA, PersonErasureRequested(ground=" "), by=OFFICER)
    with pytest.raises(Refused, match="asked for already; run it again"):
        person.request_erasure(LEAVING, ASKED, by=OFFICER)


@pytest.mark.parametrize("state", [ANA, person.evolve(LEAVING, ID, SEEN)])
def test_confirm_erasure_refuses_what_is_not_under_way(state: Person) -> None:
    with pytest.raises(Refused, match="No erasure of this person is under way"):
        person.confirm_erasure(state, SEEN, by=OFFICER)


def test_nothing_is_recorded_about_somebody_who_was_erased() -> None:
    with pytest.raises(Refused, match="This person was erased"):
        person.revise(LEAVING, by=COORDINATOR, contact="ana@example.net")
    with pytest.raises(Refused, match="This person was erased"):
        person.move(LEAVING, ABROAD, by=COORDINATOR)


ALONE = frozenset({"coordinator", "editor"})


def test_the_last_holder_of_a_role_that_lasts_keeps_it() -> None:
    with pytest.raises(Refused, match="Nobody else here is coordinator; give somebody else the role first"):
        person.revise(LEAD, by=COORDINATOR, alone=ALONE, roles=("practitioner",))


def test_the_last_holder_of_another_role_may_drop_it() -> None:
    kept = person.revise(LEAD, by=COORDINATOR, alone=ALONE, roles=("coordinator", "reviewer"))

    assert only(kept) == PersonRevised(roles=("coordinator", "reviewer"))


def test_other_details_of_the_last_holder_are_revised() -> None:
    assert only(person.revise(LEAD, by=COORDINATOR, alone=ALONE, name="Lea")) == PersonRevised(name="Lea")


def test_the_last_holder_of_a_role_that_lasts_is_not_erased() -> None:
    with pytest.raises(Refused, match="with 'epex person revise PERSON --role coordinator'"):
        person.request_erasure(LEAD, PersonErasureRequested(ground="Asked for it"), by=OFFICER, alone=ALONE)


VACANT = frozenset({"coordinator"})


@pytest.mark.parametrize("roles", [("practitioner", "coordinator"), ("coordinator",)])
def test_an_officer_names_a_coordinator_when_there_is_none(roles: tuple[str, ...]) -> None:
    assert person.revise(ANA, by=OFFICER, vacant=VACANT, roles=roles) == [On(ID, PersonRevised(roles=roles))]


@pytest.mark.parametrize(
    ("vacant", "changes"),
    [
        (frozenset(), {"roles": ("coordinator",)}),
        (VACANT, {"roles": ("coordinator", "evaluator")}),
        (VACANT, {"roles": ("coordinator",), "name": "Anna"}),
        (VACANT, {"roles": ("editor",)}),
        (VACANT, {"contact": "ana@example.net"}),
    ],
)
def test_an_officer_does_no_more_than_that(vacant: frozenset[str], changes: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="Only a coordinator may revise another person"):
        person.revise(ANA, by=OFFICER, vacant=vacant, **changes)


def test_nobody_else_names_a_coordinator() -> None:
    with pytest.raises(Refused, match="Only a coordinator or data protection officer may revise another person"):
        person.revise(ANA, by=PRACTITIONER, vacant=VACANT, roles=("coordinator",))
    with pytest.raises(Refused, match="Only a coordinator or data protection officer may change roles"):
        person.revise(ANA, by=ANA_HERSELF, vacant=VACANT, roles=("coordinator",))
