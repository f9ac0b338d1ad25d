"""Events as they may leave the base: as many at a time for whoever sees fewer of them."""

import pytest

from epex.core.theme import ThemeProposed
from epex.projections import outgoing
from tests.projections.bases import ANNA, CLEO, Base


def told(base: Base) -> None:
    for number in range(9):
        visibility = "private" if number % 3 else "network"
        base.record(f"theme-{number}", ThemeProposed(labels={"en": f"Theme {number}"}), visibility=visibility)


def test_portions_are_as_long_whatever_is_hidden_between(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    before = base.log.head()
    told(base)
    monkeypatch.setattr(outgoing, "PORTION", 2)
    cleo, anna = base.queries(CLEO), base.queries(ANNA)

    first = cleo.events(before, ())
    then = cleo.events(first[-1]["position"], ("theme",))

    assert [[row["stream"] for row in rows] for rows in (first, then)] == [["theme-0", "theme-3"], ["theme-6"]]
    assert cleo.events(then[-1]["position"], ()) == []
    assert [row["stream"] for row in anna.events(before, ())] == ["theme-0", "theme-1"]


def test_an_event_is_told_in_plain_values_with_where_it_is_from(base: Base) -> None:
    before = base.log.head()
    told(base)

    first, *_ = base.queries(CLEO).events(before, ())

    assert (first["type"], first["base"], first["occurred_on"], first["position"]) == (
        *("theme.proposed", ""),
        *("", before + 1),
    )
    assert first["said"]["labels"] == {"en": "Theme 0"}
