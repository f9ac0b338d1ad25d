"""Steps of an imported visit are dated by its real days, else by planned ones that are past, else by the row's."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from epex.app.base import KnowledgeBase
from tests.app.importing.bases import founded, taken_in

HEADER = "title,occurred_on,year,purpose,host,visitors,status,starts_on,ends_on,started_on,completed_on\n"
ROW = "2016-02-01"
PLAN = f"Night rounds,{ROW},1,getting_to_know,Lighthouse,Tone Dahl"


@pytest.fixture
def base(tmp_path: Path) -> Iterator[KnowledgeBase]:
    """Found a base in which the visitor belongs to another organisation than the host."""
    base = founded(tmp_path / "base")
    yield base
    base.log.engine.dispose()


def dated(base: KnowledgeBase, days: str) -> dict[str, str | None]:
    """Import a completed visit with some of its days, and tell when its last steps are said to have happened."""
    outcome = taken_in(base, "visits", f"{HEADER}{PLAN},completed,{days}\n")
    assert outcome.refused == []
    steps = {fact.envelope.type: fact.envelope.occurred_on for fact in base.log.facts()}
    return {name: steps[f"visit.{name}"] for name in ("started", "completed")}


@pytest.mark.parametrize(
    ("days", "started", "completed"),
    [
        ("2016-05-02,2016-05-04,2016-05-03,2016-05-05", "2016-05-03", "2016-05-05"),
        ("2016-05-02,2016-05-04,2016-05-03,", "2016-05-03", "2016-05-04"),
        ("2016-05-02,2016-05-04,,", "2016-05-02", "2016-05-04"),
        ("2016-05-02,,,", "2016-05-02", "2016-05-02"),
        (",2016-05-04,,", ROW, "2016-05-04"),
        ("2999-05-02,2999-05-04,,", ROW, ROW),
        ("2016-05-02,2999-05-04,,", "2016-05-02", "2016-05-02"),
        (",,,", ROW, ROW),
    ],
)
def test_planned_days_stand_in_for_days_that_nobody_noted(
    base: KnowledgeBase, days: str, started: str, completed: str
) -> None:
    assert dated(base, days) == {"started": started, "completed": completed}
