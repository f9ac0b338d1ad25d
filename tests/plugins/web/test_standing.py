"""Lists by status: in the order that is named, then as they come."""

from hypothesis import given
from hypothesis import strategies as st

from epex.plugins.builtin.web.standing import by_status

ORDER = ("planned", "agreed")


def test_what_stands_alike_is_together_and_the_named_statuses_are_first() -> None:
    rows = [
        {"id": number, "status": status} for number, status in enumerate(("odd", "agreed", "new", "planned", "odd"))
    ]

    assert [(status, [row["id"] for row in alike]) for status, alike in by_status(rows, ORDER)] == [
        ("planned", [3]),
        ("agreed", [1]),
        ("odd", [0, 4]),
        ("new", [2]),
    ]


@given(st.lists(st.sampled_from(("planned", "agreed", "odd", "new"))))
def test_every_row_is_shown_once_under_its_status(statuses: list[str]) -> None:
    rows = [{"id": number, "status": status} for number, status in enumerate(statuses)]
    grouped = by_status(rows, ORDER)

    assert sorted((row["id"], status) for status, alike in grouped for row in alike) == list(enumerate(statuses))
    assert len({status for status, _ in grouped}) == len(grouped)
