"""When the collector of cycles rests."""

import gc

import pytest

from epex.core.cycles import REQUESTS, settle, uncollected


def test_uncollected_lets_the_collector_rest_and_work_again() -> None:
    with uncollected():
        within = gc.isenabled()

    assert (within, gc.isenabled()) == (False, True)


def test_uncollected_leaves_a_resting_collector_at_rest() -> None:
    gc.disable()
    try:
        with uncollected():
            pass
        after = gc.isenabled()
    finally:
        gc.enable()

    assert not after


def test_uncollected_ends_when_something_is_raised() -> None:
    with pytest.raises(ValueError, match="told"), uncollected():
        raise ValueError("told")

    assert gc.isenabled()


def test_settle_looks_seldom_and_never_at_what_was_there() -> None:
    there: list[list[int]] = [[]]
    thresholds = gc.get_threshold()
    try:
        settle()
        found = gc.get_threshold(), any(one is there for one in gc.get_objects())
    finally:
        gc.set_threshold(*thresholds)

    assert found == (REQUESTS, False)
