"""Programme years."""

import pytest

from epex.core import year
from epex.core.decision import On, Refused
from epex.core.year import Year, YearOpened
from tests.core.actors import COORDINATOR, PRACTITIONER, only

ID = "year-1"


def test_open_records_number_and_purpose() -> None:
    opened = year.open(ID, 2, "practice_transfer", frozenset({1}), by=COORDINATOR)

    assert opened == [On(ID, YearOpened(number=2, purpose="practice_transfer"))]


def test_open_allows_a_gap_in_years_that_are_imported() -> None:
    event = only(year.open(ID, 3, "publication", frozenset({1}), by=COORDINATOR))

    assert event.number == 3


@pytest.mark.parametrize(
    ("number", "opened", "earlier"), [(3, {1}, 2), (2, set(), 1), (7, {1, 2, 3}, 4), (6, {2, 4}, 5)]
)
def test_open_in_turn_refuses_a_gap(number: int, opened: set[int], earlier: int) -> None:
    why = (
        f"Year {earlier} was never opened; open it first with 'epex year open {earlier}', "
        "or import the years with 'epex import FILE --kind years'."
    )

    with pytest.raises(Refused) as refused:
        year.open(ID, number, "publication", frozenset(opened), by=COORDINATOR, in_turn=True)

    assert str(refused.value) == why


@pytest.mark.parametrize(("number", "opened"), [(1, set()), (2, {1}), (2, {1, 3}), (1, {2, 3}), (5, {2, 4})])
def test_open_in_turn_takes_the_next_year_and_fills_gaps(number: int, opened: set[int]) -> None:
    event = only(year.open(ID, number, "publication", frozenset(opened), by=COORDINATOR, in_turn=True))

    assert event.number == number


def test_open_refuses_anybody_but_a_coordinator() -> None:
    with pytest.raises(Refused, match="Only a coordinator may open a programme year"):
        year.open(ID, 1, "publication", frozenset(), by=PRACTITIONER)


@pytest.mark.parametrize(
    ("number", "purpose", "why"),
    [
        (0, "publication", "counted from 1; give a number such as 1"),
        (-1, "publication", "counted from 1"),
        (2, "publication", "Year 2 is open already; open the next one with 'epex year open 4'"),
        (
            4,
            "holiday",
            "'holiday' is not a known purpose; choose one of: getting_to_know, practice_transfer, publication",
        ),
    ],
)
def test_open_refuses_an_unsound_year(number: int, purpose: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        year.open(ID, number, purpose, frozenset({1, 2, 3}), by=COORDINATOR)


def test_evolve_knows_number_and_purpose() -> None:
    assert year.evolve(None, ID, YearOpened(number=1, purpose="getting_to_know")) == Year(ID, 1, "getting_to_know")
