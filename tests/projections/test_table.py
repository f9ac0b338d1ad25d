"""Rows are folded in memory and loaded when they are asked for."""

from collections.abc import Iterable, Sequence

import pytest

from epex.projections.table import REMEMBERED, Batch, Row, Rows, Table

TEAS = Table(
    "teas", ("id",), {"id": str, "strength": int, "milk": bool, "kinds": list, "notes": dict, "from": str | None}
)
PAIRS = Table("pairs", ("left", "right"), {"left": str, "right": str, "weight": float})
YEARS = Table("years", ("year",), {"year": int, "count": int})
STORED = {"id": "a", "strength": 1, "milk": True, "kinds": ["green"], "notes": {}, "from": None}


class Shelf:
    """A database that remembers what was asked of it."""

    def __init__(self, *rows: Row) -> None:
        """Put rows on it."""
        self.rows = list(rows)
        self.asked: list[list[str | int]] = []

    def load(self, table: Table, ids: Sequence[str | int]) -> Iterable[Row]:
        self.asked.append(sorted(ids))
        return [row for row in self.rows if row[table.key[0]] in ids]


def test_columns_that_are_left_out_are_blank() -> None:
    rows = Rows(TEAS, Shelf().load)

    rows.put({"id": "a"})

    assert rows.written() == [{"id": "a", "strength": 0, "milk": False, "kinds": [], "notes": {}, "from": None}]


def test_put_refuses_a_column_that_the_table_does_not_have() -> None:
    rows = Rows(TEAS, Shelf().load)

    with pytest.raises(KeyError, match="'teas' has no column sugar"):
        rows.put({"id": "a", "sugar": 1})


@pytest.mark.parametrize(
    ("key", "columns"),
    [(("id",), {"id": bytes}), (("other",), {"id": str}), ((), {"id": str}), (("id",), {"id": str | int})],
)
def test_a_table_refuses_what_no_database_keeps(key: tuple[str, ...], columns: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="unusable columns or keys"):
        Table("wrong", key, columns)


def test_get_loads_a_row_once() -> None:
    shelf = Shelf(STORED)
    rows = Rows(TEAS, shelf.load)

    found = [rows.get("a"), rows.get("a"), rows.get("b"), rows.get("b")]

    assert (found, shelf.asked) == ([STORED, STORED, None, None], [["a"], ["b"]])


def test_get_loads_the_expected_rows_along() -> None:
    shelf = Shelf(STORED)
    rows = Rows(TEAS, shelf.load, ["a", "b", "c"])

    rows.get("c")
    rows.get("a")

    assert shelf.asked == [["a", "b", "c"]]


def test_get_loads_all_rows_about_a_thing_at_once() -> None:
    stored = [{"left": "a", "right": right, "weight": 1.0} for right in "xyz"]
    shelf = Shelf(*stored)
    rows = Rows(PAIRS, shelf.load)

    found = [rows.get(("a", right)) for right in "wxyz"]

    assert (found, shelf.asked) == ([None, *stored], [["a"]])


def test_get_keeps_what_was_written_before_the_others_were_loaded() -> None:
    stored = [{"left": "a", "right": right, "weight": 1.0} for right in "xyz"]
    rows = Rows(PAIRS, Shelf(*stored).load)
    rows.put({"left": "a", "right": "x", "weight": 2.0})
    rows.remove(("a", "y"))

    found = [rows.get(("a", right)) for right in "zxy"]

    assert found == [stored[2], {"left": "a", "right": "x", "weight": 2.0}, None]


def test_change_keeps_the_other_columns() -> None:
    rows = Rows(TEAS, Shelf(STORED).load)

    rows.change("a", strength=5)

    assert rows.written() == [{**STORED, "strength": 5}]


def test_change_of_an_unknown_row_writes_nothing() -> None:
    rows = Rows(TEAS, Shelf().load)

    rows.change("a", strength=5)
    rows.extend("a", "kinds", "black")

    assert (rows.written(), rows.removed()) == ([], [])


def test_extend_makes_a_new_list() -> None:
    rows = Rows(TEAS, Shelf(STORED).load)

    rows.extend("a", "kinds", "black", "white")

    assert ([row["kinds"] for row in rows.written()], STORED["kinds"]) == ([["green", "black", "white"]], ["green"])


def test_remove_takes_a_row_away_until_it_is_put_again() -> None:
    rows = Rows(PAIRS, Shelf().load)
    rows.put({"left": "a", "right": "b"})

    rows.remove(("a", "b"))

    assert (rows.get(("a", "b")), rows.written(), rows.removed()) == (None, [], [("a", "b")])


def test_a_batch_begins_anew_with_what_it_remembers() -> None:
    shelf = Shelf()
    batch = Batch(shelf.load)
    batch[TEAS].put({"id": "a"})

    batch.begin(shelf.load, ["a"])

    assert (batch[TEAS].written(), batch[TEAS].get("a"), shelf.asked) == ([], {**TEAS.blank, "id": "a"}, [])


def test_a_batch_remembers_only_a_few_rows() -> None:
    shelf = Shelf()
    batch = Batch(shelf.load)
    for number in range(REMEMBERED + 1):
        batch[TEAS].put({"id": str(number)})

    batch.begin(shelf.load, [])
    batch[TEAS].get("1")

    assert shelf.asked == [["1"]]


def test_rows_that_are_known_by_a_number_are_not_sought_by_the_ids_of_streams() -> None:
    shelf = Shelf()
    batch = Batch(shelf.load)

    batch.begin(shelf.load, ["a", "b"])
    batch[YEARS].get(2016)

    assert shelf.asked == [[2016]]
