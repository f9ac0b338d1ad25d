"""The report on the illustrative three years."""

from pathlib import Path

import pytest
from epex.plugins import Document, Queries, Refused, Section, Table
from epex.testing import sample_base
from epex_visits_by_country import HELD, build


@pytest.fixture(scope="module")
def queries(tmp_path_factory: pytest.TempPathFactory) -> Queries:
    folder: Path = tmp_path_factory.mktemp("sample") / "base"
    return sample_base(folder).queries()


def counts(document: Document) -> dict[str, int]:
    (section,) = document.page
    assert isinstance(section, Section)
    (table,) = section.blocks
    assert isinstance(table, Table)
    return {country.text: int(number.text) for country, number, _ in table.rows}


def test_report_counts_every_visit_that_was_held_once(queries: Queries) -> None:
    held = [visit for visit in queries.listing("visit") if visit["status"] in HELD]

    assert sum(counts(build(queries, {})).values()) == len(held)


def test_report_for_one_year_leaves_out_the_others(queries: Queries) -> None:
    whole, first, second = (counts(build(queries, options)) for options in ({}, {"year": "1"}, {"year": "2"}))

    assert sum(first.values()) + sum(second.values()) == sum(whole.values())


def test_report_refuses_a_year_that_is_no_number(queries: Queries) -> None:
    with pytest.raises(Refused, match="'two' is not a programme year"):
        build(queries, {"year": "two"})
