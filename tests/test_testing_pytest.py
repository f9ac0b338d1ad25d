"""The fixtures for authors: a filled base for each test, the rules, and nothing of epex for whoever does not ask."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from epex.testing import KnowledgeBase, contract
from epex.testing_pytest import epex_base, epex_contract

__all__ = ["epex_base", "epex_contract"]

ROOMS = "epex.app epex.core epex.plugins epex.projections epex.search epex.testing".split()


@pytest.fixture(scope="session")
def epex_sample(demo_folder: Path) -> Path:
    """Give the demo, which is what the fixture of this name builds."""
    return demo_folder


def test_base_is_filled_and_ones_own(epex_base: KnowledgeBase, demo_folder: Path) -> None:
    years = epex_base.queries().listing("year")

    assert len(years) == 3
    assert epex_base.config.folder != demo_folder


def test_rules_are_those_of_the_kit(epex_contract: Callable[..., list[str]]) -> None:
    assert epex_contract is contract


def test_fixtures_cost_nothing_of_epex_before_they_are_asked_for() -> None:
    told = f"import sys, epex.testing_pytest; print([room for room in {ROOMS} if room in sys.modules])"

    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"
