"""Ratios, goals, and opponents that would make us look better than we are."""

import subprocess
import sys

import pytest

from bench.measuring import Figure, rates
from bench.table import printed


def figure(**given: float | None) -> Figure:
    """Make a figure of four a second."""
    return Figure(**{"what": "append", "ours": 4.0, "theirs": 2.0, "unit": "/s", "opponent": "raw", **given})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "missed"),
    [
        ({}, False),
        ({"at_least": 2}, False),
        ({"at_least": 2.1}, True),
        ({"at_most": 2}, False),
        ({"at_most": 1.9}, True),
        ({"at_least": 1, "theirs": None}, True),
    ],
)
def test_figure_is_missed_where_its_goal_is_not_reached(given: dict[str, float | None], missed: bool) -> None:  # noqa: FBT001 - a case
    assert figure(**given).is_missed is missed


@pytest.mark.parametrize(("bare", "unfair"), [(25.0, False), (27.0, True)])
def test_figure_is_unfair_where_the_opponent_fell_behind(bare: float, unfair: bool) -> None:  # noqa: FBT001 - a case
    assert figure(bare=bare, behind=10).is_unfair is unfair


def test_table_prints_goals_and_verdicts() -> None:
    figures = [figure(at_least=3), figure(at_least=1), figure(), figure(at_least=1, bare=200, behind=10)]

    lines = printed(figures).splitlines()

    assert [line.split() for line in lines[2:]] == [
        ["append", "4.0", "/s", "2.0", "/s", "2.00x", ">=", "3x", "MISSED", "raw"],
        ["append", "4.0", "/s", "2.0", "/s", "2.00x", ">=", "1x", "ok", "raw"],
        ["append", "4.0", "/s", "2.0", "/s", "2.00x", "raw"],
        ["append", "4.0", "/s", "2.0", "/s", "2.00x", ">=", "1x", "unfair", "raw"],
    ]


def test_rates_take_an_act_s_own_seconds() -> None:
    assert rates(10, lambda: 2.0, lambda: 0.5) == [5.0, 20.0]


def test_peak_is_of_this_process() -> None:
    # In one of its own: a process that needed more before has had its peak.
    grows = "from bench.measuring import peak_megabytes as peak; before = peak(); grown = bytearray(2**26)"
    asked = f"{grows}; print(peak() - before > len(grown) / 2**20 / 2)"

    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)

    assert told.stdout == "True\n"
