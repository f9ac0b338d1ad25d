"""A reader opens what a label, a visit or an organisation grants, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epex.core.decision import Refused
from epex.core.reader import WIDENING, Reader, access_of, grants_for, is_more_open, is_wider
from epex.core.vocabulary import ROLES, VISIBILITIES

VISIT = "visit-1"
ORGANISATION = "organisation-1"
ALL_ACCESS = (
    "private",
    "pair:",
    "pair:visit-1",
    "organisation:",
    "organisation:visit-1",
    "organisation:organisation-1",
    "network",
    "public",
    "evaluation",
)
COMMON = {"network", "public"}


def reader(person: str = "person-1", organisation: str | None = None, *roles: str, **visits: tuple[str, ...]) -> Reader:
    return Reader(person, organisation, frozenset(roles), grants_for(person, organisation, roles, **visits))


def readable(by: Reader, author: str = "person-other") -> set[str]:
    return {access for access in ALL_ACCESS if by.may_read(access, author)}


def test_widening_order_is_the_vocabulary_without_the_evaluation() -> None:
    assert (*WIDENING, "evaluation") == VISIBILITIES


@pytest.mark.parametrize(
    ("visibility", "audience", "access"),
    [
        ("private", VISIT, "private"),
        ("network", None, "network"),
        ("public", ORGANISATION, "public"),
        ("evaluation", None, "evaluation"),
        ("pair", VISIT, "pair:visit-1"),
        ("pair", None, "pair:"),
        ("pair", ORGANISATION, "pair:"),
        ("pair", "person-1", "pair:"),
        ("organisation", VISIT, "organisation:visit-1"),
        ("organisation", ORGANISATION, "organisation:organisation-1"),
        ("organisation", "person-1", "organisation:"),
        ("organisation", None, "organisation:"),
    ],
)
def test_access_joins_label_and_audience(visibility: str, audience: str | None, access: str) -> None:
    assert access_of(visibility, audience) == access


def test_access_of_an_unknown_label_is_refused() -> None:
    with pytest.raises(Refused, match=r"^'secret' is not a known visibility; choose one of: evaluation, network,"):
        access_of("secret")


def test_member_without_visits_reads_the_common_and_their_organisation() -> None:
    member = reader("person-1", ORGANISATION, "practitioner")

    assert readable(member) == COMMON | {"organisation:organisation-1"}


def test_member_of_no_organisation_reads_the_common() -> None:
    assert readable(reader()) == COMMON


def test_host_or_visitor_reads_the_pair_and_the_organisations_of_the_visit() -> None:
    visitor = reader(visits_of_person=(VISIT,))

    assert readable(visitor) == COMMON | {"pair:visit-1", "organisation:visit-1"}


def test_colleague_reads_the_organisations_of_the_visit_but_not_the_pair() -> None:
    colleague = reader(visits_of_organisation=(VISIT,))

    assert readable(colleague) == COMMON | {"organisation:visit-1"}


def test_nobody_in_particular_reads_the_common_alone() -> None:
    nobody = reader("", ORGANISATION, "evaluator", visits_of_person=(VISIT,))

    assert readable(nobody, author="") == COMMON


def test_author_reads_own_words_under_every_label_but_the_evaluation() -> None:
    author = reader("person-1")

    assert readable(author, author="person-1") == set(ALL_ACCESS) - {"evaluation"}


def test_coordinator_opens_nothing_by_the_role_alone() -> None:
    assert readable(reader("person-1", None, "coordinator", "editor", "reviewer")) == COMMON


def test_data_protection_officer_reads_everything_but_the_evaluation() -> None:
    officer = reader("person-1", None, "data_protection_officer")

    assert officer.oversees
    assert readable(officer) == set(ALL_ACCESS) - {"evaluation"}


def test_evaluator_reads_the_evaluation() -> None:
    evaluator = reader("person-1", None, "evaluator")

    assert not evaluator.oversees
    assert readable(evaluator) == COMMON | {"evaluation"}


@pytest.mark.parametrize(
    ("label", "than", "wider"),
    [
        ("public", "private", True),
        ("network", "organisation", True),
        ("pair", "pair", False),
        ("private", "pair", False),
        ("evaluation", "private", False),
        ("public", "evaluation", False),
    ],
)
def test_wider_labels_come_later_and_the_evaluation_stands_apart(label: str, than: str, *, wider: bool) -> None:
    assert is_wider(label, than) is wider


@given(
    person=st.sampled_from(["", "person-1", "person-2"]),
    organisation=st.sampled_from([None, ORGANISATION, "organisation-2"]),
    roles=st.frozensets(st.sampled_from(ROLES)),
    of_person=st.booleans(),
    author=st.sampled_from(["", "person-1", "person-2"]),
)
def test_each_label_includes_the_readers_of_the_narrower_ones(
    *, person: str, organisation: str | None, roles: frozenset[str], of_person: bool, author: str
) -> None:
    visits = (VISIT,) if of_person else ()
    by = Reader(person, organisation, roles, grants_for(person, organisation, roles, visits, visits))

    rights = [by.may_read(access_of(label, VISIT), author) for label in WIDENING]

    assert rights == sorted(rights)


@pytest.mark.parametrize(
    ("label", "than", "is_open"),
    [
        ("network", "pair", True),
        ("pair", "network", False),
        ("network", "network", False),
        ("network", "evaluation", True),
        ("private", "evaluation", True),
        ("evaluation", "network", False),
        ("evaluation", "evaluation", False),
    ],
)
def test_is_more_open_when_somebody_more_may_read(label: str, than: str, is_open: bool) -> None:  # noqa: FBT001
    assert is_more_open(label, than) is is_open
