"""The page of rules quotes refusals as the code has them, and says the numbers that are in force."""

import re
from pathlib import Path

import pytest

from epex.core import labels, questions, search
from epex.core.log import command
from epex.plugins.builtin.web import accounts, attempts, entering, guarding, pacing, passwords, sessions

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reference" / "rules.md").read_text("utf-8")
SOURCES = "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "epex").rglob("*.py")))
QUARTER, HOUR = 15 * 60, 60 * 60
NUMBERS = {
    "1 to 200 printable signs": command.LONGEST_ID == 200,
    "100 letters at most: “A label": labels.LONGEST == 100,
    "1,000 letters at most: “A scope note": labels.LONGEST_NOTE == 1000,
    "100 letters at most: “A name": search.LONGEST == 100,
    "1 to 20 questions": questions.MOST_QUESTIONS == 20,
    "3 to 64 letters": (accounts.SHORTEST_LOGIN, accounts.LONGEST_LOGIN) == (3, 64),
    "12 to 1,000 signs": (passwords.SHORTEST, passwords.LONGEST) == (12, 1000),
    "a megabyte, 1,000 fields": (guarding.LARGEST, guarding.MOST_FIELDS) == (1_000_000, 1000),
    "an address of 1,000 signs with a query of 4,000": (guarding.LONGEST_PATH, guarding.LONGEST_QUERY) == (1000, 4000),
    "| 5 in a quarter of an hour | a name at one address |": attempts.HERE[1:] == (5, QUARTER),
    "| 40 in a quarter of an hour |": attempts.ADDRESS[1:] == (40, QUARTER),
    "| 30 in an hour |": attempts.LOGIN[1:] == (30, HOUR),
    "| 5 in a quarter of an hour each |": attempts.CODE[1:] == attempts.PASSWORD[1:] == (5, QUARTER),
    "300 in a minute, 2,000 in an hour": [limit[1:] for limit in pacing.RECORDING] == [(300, 60), (2000, HOUR)],
    "| 60 in a minute |": [limit[1:] for limit in pacing.COSTLY] == [(60, 60)],
    "| passwords hashed at once | 2 |": entering.HASHING.total_tokens == 2,
    "| 20 seconds |": guarding.SLOWEST == 20,
    "7 days, used once": accounts.INVITED_FOR == 7 * 24 * HOUR,
    "12 hours; half an hour idle": (sessions.LASTS, sessions.IDLE) == (12 * HOUR, HOUR / 2),
}


@pytest.mark.parametrize("said", re.findall("“([^”]*)”", PAGE))
def test_refusals_are_quoted_as_they_are_said(said: str) -> None:
    assert said in SOURCES


@pytest.mark.parametrize("said", NUMBERS)
def test_numbers_are_those_in_force(said: str) -> None:
    assert (said in PAGE, NUMBERS[said]) == (True, True)
