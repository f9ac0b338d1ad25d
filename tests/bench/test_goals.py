"""The goals of the search, and the table that shows what was missed."""

import pytest

from bench.goals import NONE, Goal, Line, printed

BOTH = ("whoosh", "sqlite-fts5")


@pytest.mark.parametrize(
    ("goal", "value", "met"),
    [
        (Goal(60), 60, True),
        (Goal(60), 60.1, False),
        (Goal(at_least=0.44), 0.44, True),
        (Goal(at_least=0.44), 0.43, False),
        (NONE, 7, True),
    ],
)
def test_goal_is_met_up_to_its_bound(goal: Goal, value: float, met: bool) -> None:  # noqa: FBT001 - a case
    assert goal.is_met(value) is met


def test_table_shows_each_figure_with_its_goal_and_counts_what_was_missed() -> None:
    lines = [
        Line(
            what="nDCG@10", ours={"whoosh": 0.451, "sqlite-fts5": 0.439}, goals=dict.fromkeys(BOTH, Goal(at_least=0.44))
        ),
        Line(what="query", unit="ms", ours={"sqlite-fts5": 123.4}, goals={"whoosh": Goal(60)}, theirs={"bm25s": 0.25}),
    ]

    assert [line.split() for line in printed(lines).splitlines()] == [
        ["what", "whoosh", "goal", "sqlite-fts5", "goal", "bm25s"],
        ["-------", "------", "----------", "-----------", "--------------", "-------"],
        ["nDCG@10", "0.4510", ">=", "0.44", "ok", "0.4390", ">=", "0.44", "MISSED"],
        ["query", "123", "ms", "0.25", "ms"],
        [],
        ["1", "of", "2", "goals", "missed"],
    ]
