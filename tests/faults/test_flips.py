"""Flipped bits in the log: each that changes what an event says is found, and named at its position."""

from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from epex.core.log import verification
from tests.faults.bases import opened
from tests.faults.figures import note
from tests.faults.flipping import Flipper
from tests.faults.sizes import shares
from tests.faults.work import proposals, propose

pytestmark = pytest.mark.slow
SOME = 60


@pytest.fixture
def flipper(founded: Path) -> Flipper:
    """Give a small log to damage."""
    with opened(founded) as base:
        for number in range(20):
            propose(base, f"A theme of our network, number {number}")
        act = base.begin()
        act.record(proposals(act, map(str, range(20))))
    return Flipper(founded)


@pytest.mark.parametrize("flips", shares("flips", 100), ids=str)
def test_flipped_bits_are_found_and_named(flipper: Flipper, flips: range) -> None:
    found = {number: flipper.flip(number) for number in flips}

    changing = [flip for flip in found.values() if flip.changed]
    note("flips", "changing", tried=len(changing), found=sum(not flip.trouble for flip in changing))
    note("flips", "all", tried=len(found), unreadable=sum(flip.is_unreadable for flip in found.values()))
    assert {number: flip.trouble for number, flip in found.items() if flip.trouble} == {}
    assert len(changing) > len(flips) // 4


class Agreeable(bytes):
    """A hash that equals every other: a fault."""

    __hash__ = bytes.__hash__

    def digest(self) -> "Agreeable":
        return self

    def __ne__(self, other: object) -> bool:
        """Differ from nothing."""
        return not isinstance(other, bytes)


def test_flips_harness_finds_a_verification_that_skips_payloads(
    flipper: Flipper, monkeypatch: pytest.MonkeyPatch
) -> None:
    def heedless(raw: bytes) -> Any:
        return Agreeable() if raw.startswith(b"{") else sha256(raw)

    monkeypatch.setattr(verification, "sha256", heedless)

    missed = [what for number in range(SOME) for what in flipper.flip(number).trouble]

    assert any("is not named" in what for what in missed)
