"""Every cell of the views, as it is stored."""

from epex.projections.cells import rows
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
