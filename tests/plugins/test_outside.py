"""Outside the network no report tells a figure that another one withholds."""

import re
from operator import attrgetter

import pytest

from epex.app.base import KnowledgeBase
from epex.core.visit import VisitCancelled, VisitPlanned, VisitStarted
from epex.core.year import YearOpened
from epex.plugins import Queries, sentences
from epex.plugins.loader import Plugins
from epex.plugins.reports import run_report
from tests.plugins.test_funder_indicators import houses
from tests.projections.bases import ANNA, Base

EACH, ALL = ("year-review", "visit-network", "funder-indicators"), ("visit-network", "funder-indicators")
HELD = re.compile(r"^(?:(\d+) visits? took place|(\d+) of \d+ visits held|Visits held: (\d+) of .*)\.$", re.MULTILINE)


def held(queries: Queries, name: str, **options: str) -> int | None:
    """Give how many visits a report says were held, or nothing where it withholds them."""
    document = run_report(Plugins(), name, queries, {**options, "audience": "outside"})
    found = HELD.search("\n".join(sentence.text for sentence in sentences(document)))
    return int(next(filter(None, found.groups()))) if found else None


def told(queries: Queries, *years: int) -> list[set[int | None]]:
    """Gather what all reports say of each year, and of all years."""
    by_year = [{held(queries, name, year=str(year)) for name in EACH} for year in years]
    return [*by_year, {held(queries, name) for name in ALL}]


def called_off(base: Base, number: int) -> None:
    """Let houses of the second year call off the visit of the south house."""
    for each in range(number):
        planned = VisitPlanned(
            title="Off",
            year=2,
            purpose="practice_transfer",
            host=f"organisation-{each}",
            visitors=("person-bea",),
            visiting_organisations=("organisation-south",),
        )
        base.record(f"visit-off-{each}", planned, VisitCancelled(reason="Nobody has time."))


@pytest.mark.parametrize(("cancelled", "second", "together"), [(0, 7, 12), (1, None, None), (4, 7, 12)])
def test_outside_a_year_is_told_by_every_report_or_by_none(
    small: Base, cancelled: int, second: int | None, together: int | None
) -> None:
    small.record("year-two", YearOpened(number=2, purpose="practice_transfer"), occurred_on="2099-01-16")
    houses(small, 2, 7)
    called_off(small, cancelled)
    alone = told(small.queries(ANNA), 1, 2)
    small.record("visit-other", VisitStarted(on="2016-05-02"))
    houses(small, 1, 3, first=7)

    assert alone == [{None}, {second}, {None}]
    assert told(small.queries(ANNA), 1, 2) == [{5}, {second}, {together}]


@pytest.mark.parametrize(("cancelled", "shown"), [(0, "Visits: 7 held."), (1, ""), (4, "Visits: 7 held.")])
def test_outside_the_timeline_adds_up_to_no_withheld_sum(small: Base, cancelled: int, shown: str) -> None:
    small.record("year-two", YearOpened(number=2, purpose="practice_transfer"), occurred_on="2099-01-16")
    houses(small, 2, 7)
    called_off(small, cancelled)

    document = run_report(Plugins(), "timeline", small.queries(ANNA), {"audience": "outside"})

    found = {text for text in map(attrgetter("text"), sentences(document)) if text.startswith("Visits: 7 held.")}
    assert found == ({shown} if shown else set())


@pytest.mark.slow
def test_outside_the_demo_withholds_in_every_report_the_year_of_its_one_cancelled_visit(demo: KnowledgeBase) -> None:
    assert told(demo.queries(), 1, 2) == [{None}, {22}, {None}]
