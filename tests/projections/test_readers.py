"""Who reads what, as the views know people today."""

from epex.core.organisation import OrganisationLeft
from epex.core.person import PersonErasureRequested, PersonMoved
from epex.core.reader import Reader
from epex.projections.readers import reader_of
from tests.projections.bases import ANNA, BEA, CLEO, EVE, Base

EVERYBODY = {"public", "network"}


def test_somebody_who_took_part_in_a_visit_is_granted_its_circles(told: Base) -> None:
    reader = reader_of(told.views, BEA.person)

    circles = {f"{label}:{visit}" for label in ("pair", "organisation") for visit in ("visit-week", "visit-other")}
    own = {"organisation:organisation-south", f"private:{BEA.person}"}
    assert reader == Reader(BEA.person, BEA.organisation, BEA.roles, frozenset(EVERYBODY | circles | own))


def test_a_colleague_of_somebody_who_visited_is_granted_the_circle_of_the_organisations(base: Base) -> None:
    base.record(CLEO.person, PersonMoved(organisation="organisation-south"))

    reader = reader_of(base.views, CLEO.person)

    circles = {"organisation:visit-week", "organisation:visit-other", "organisation:organisation-south"}
    assert reader.grants == EVERYBODY | circles | {f"private:{CLEO.person}"}


def test_a_host_without_named_people_still_shares_the_circle(told: Base) -> None:
    reader = reader_of(told.views, ANNA.person)

    assert "organisation:visit-week" in reader.grants


def test_a_stranger_opens_no_circle(told: Base) -> None:
    assert [reader_of(told.views, person) for person in ("", "person-nobody")] == [
        Reader(grants=frozenset(EVERYBODY))
    ] * 2


def test_somebody_whose_erasure_was_asked_for_reads_nothing_more(base: Base) -> None:
    base.record(BEA.person, PersonErasureRequested(ground="Asked for it"), visibility="private")

    assert reader_of(base.views, BEA.person) == Reader(grants=frozenset(EVERYBODY))


def test_whose_organisation_has_left_is_in_no_circle_any_more(base: Base) -> None:
    base.record("organisation-south", OrganisationLeft())

    grants = frozenset(EVERYBODY | {f"private:{BEA.person}"})
    assert reader_of(base.views, BEA.person) == Reader(BEA.person, None, frozenset(), grants)


def test_whose_organisation_has_left_keeps_the_roles_that_the_network_gave(base: Base) -> None:
    base.record("organisation-far", OrganisationLeft())

    evaluator = reader_of(base.views, EVE.person)
    assert (evaluator.organisation, evaluator.roles) == (None, EVE.roles)
    assert evaluator.grants == EVERYBODY | {"evaluation", f"private:{EVE.person}"}
