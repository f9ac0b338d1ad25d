"""Fifty who read and four who record, at a server of two workers: nobody is refused, nothing is lost or doubled."""

from functools import partial
from itertools import islice
from pathlib import Path
from time import monotonic

import pytest

from bench.bases import Ground
from bench.histories import Teller
from epex.core.decision import Actor
from tests.faults.bases import opened
from tests.faults.figures import note
from tests.faults.load import Member, reckoned, together
from tests.faults.sizes import size_of
from tests.plugins.web.asking_at_the_wire import listened_to
from tests.plugins.web.crawling import NAMES
from tests.plugins.web.visiting import Site

pytestmark = pytest.mark.slow
MARK = "Load"


def grow(folder: Path, times: int) -> None:
    """Let a base become so many times as long, by a story that is told as the benchmarks tell it."""
    with opened(folder) as base:
        roles = frozenset({"coordinator", "data_protection_officer"})
        by = Actor(base.reader.person or "", base.reader.organisation or "", roles)
        Ground(base, by).append(islice(Teller(by).tell(), base.log.head() * (times - 1)))
        base.today.catch_up()
        base.search().catch_up()


def loaded(folder: Path, seconds: float, readers: int, writers: int) -> tuple[dict[str, int], list[str]]:
    """Let so many read and record for a while; give what is reckoned, and what went wrong."""
    site = Site(folder)
    cookies = [f"epex={site.member(name).cookie()}" for name in NAMES[1:]]
    with listened_to(folder, "--workers", "2") as listening:
        # It listens before its workers are there.
        listening.server.ask("/sign-in", Host="localhost")
        until = monotonic() + seconds
        here = [Member(listening.server.port, cookies[n % len(cookies)], until) for n in range(readers + writers)]
        together(
            [
                *(partial(member.record, f"{MARK} {number}:") for number, member in enumerate(here[:writers])),
                *(partial(member.read, number) for number, member in enumerate(here[writers:])),
            ]
        )
    there = [row["title"] for row in site.ask(NAMES[1], "challenge", "list") if row["title"].startswith(MARK)]
    wrong = [error for member in here for error in (*member.errors, *member.unseen)]
    return reckoned(here, there), [*wrong, *listening.failures]


def test_many_at_once_lose_nothing_and_see_what_they_recorded(demo: Path) -> None:
    grow(demo, size_of("times as long"))

    found, wrong = loaded(demo, size_of("seconds"), size_of("readers"), size_of("writers"))
    note("load", "served", **found)

    assert wrong == []
    assert {what: found[what] for what in ("errors", "lost", "double", "unseen")} == {
        "errors": 0,
        "lost": 0,
        "double": 0,
        "unseen": 0,
    }
    assert min(found["requests"], found["recorded"]) > 0


def test_load_harness_finds_what_is_lost_double_or_unseen() -> None:
    member = Member(0, "", 0)
    member.recorded += ["Load 1", "Load 2", "Load 3"]
    member.unseen += ["Load 3"]
    member.ask("GET", "/")
    member.ask("GET", "/")

    found = reckoned([member], ["Load 1", "Load 2", "Load 2"])

    assert {what: found[what] for what in ("requests", "recorded", "errors", "lost", "double", "unseen")} == {
        "requests": 2,
        "recorded": 3,
        "errors": 2,
        "lost": 1,
        "double": 1,
        "unseen": 1,
    }
