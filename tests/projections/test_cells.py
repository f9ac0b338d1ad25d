"""Every cell of the views, as it is stored."""

from epex.projections.cells import counted, is_in_a_stem, rows
from epex.projections.section_rows import STATISTICS
from epex.projections.statistics import Statistics
from epex.search.analysis import NetworkAnalysis
from epex.search.fts5 import Fts5Index
from tests.projections.bases import Base


def test_rows_are_given_with_their_table_and_their_texts(base: Base) -> None:
    base.views.catch_up(["people"])

    found = [cells for table, cells in rows(base.views.store) if table == "view_people"]

    assert [{"person-bea", "Bea", "organisation-south", '["practitioner"]'} <= set(cells) for cells in found].count(
        True
    ) == 1


def test_no_table_and_no_row_is_left_out(base: Base) -> None:
    base.views.catch_up()

    counted: dict[str, int] = {}
    for table, _ in rows(base.views.store):
        counted[table] = counted.get(table, 0) + 1
    with base.views.store.engine.connect() as connection:
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
        expected = {name: connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar() for name in names}
    assert counted == {name: count for name, count in expected.items() if count}


def test_tables_that_were_counted_from_the_documents_that_serve_are_known(base: Base) -> None:
    before = counted(base.views.store)
    statistics = Statistics(base.views, NetworkAnalysis(["en"]))
    index = Fts5Index(base.views, statistics)

    index.rebuild()

    tables = {f"view_{table.name}" for table in STATISTICS.tables}
    shadows = {f"section_index_{name}" for name in ("config", "content", "data", "idx", "places")}
    assert (before, counted(base.views.store)) == (frozenset(), frozenset({*tables, "section_index", *shadows}))
    assert {table for table, _ in rows(base.views.store, counted(base.views.store))} & (tables | shadows) == set()


def test_tables_that_were_counted_from_other_documents_are_not_known(base: Base) -> None:
    Fts5Index(base.views, Statistics(base.views, NetworkAnalysis(["en"]))).rebuild()

    base.views.rebuild(["documents"])

    assert counted(base.views.store) == frozenset()


def test_a_word_within_a_stem_is_known(base: Base) -> None:
    store = base.views.store
    before = is_in_a_stem(store, "trust")
    Statistics(base.views, NetworkAnalysis(["en"])).catch_up()
    with store.engine.connect() as connection:
        (stem,) = connection.exec_driver_sql("SELECT max(term) FROM view_section_stems").one()

    assert (before, is_in_a_stem(store, stem[1:]), is_in_a_stem(store, f"{stem}%")) == (False, True, False)
