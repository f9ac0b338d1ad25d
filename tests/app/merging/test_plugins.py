"""Merging what plugins recorded: it passes, for only the plugin knows what may follow."""

from dataclasses import replace
from typing import Any

from epex.app.base import KnowledgeBase
from epex.app.config import write_config
from epex.core.decision import On, new_id
from tests.app.merging.branches import Branches, ids
from tests.plugins.conftest import Install, install

__all__ = ["install"]

TEA = """
from dataclasses import dataclass
from typing import ClassVar
from epex.plugins import EventTypes, hookimpl

@dataclass(frozen=True, kw_only=True)
class Poured:
    type: ClassVar[str] = "tea.poured"
    cups: int

def count(cups, stream, event):
    return (cups or 0) + event.cups

@hookimpl
def epex_event_types():
    return [EventTypes(subject="tea", events=(Poured,), evolve=count)]
"""


def use(*bases: KnowledgeBase) -> None:
    for base in bases:
        write_config(replace(base.config, plugins=("tea",)))


def pour(base: KnowledgeBase, stream: str, cups: int) -> None:
    act, types = base.begin(), base.extensions.event_types("tea")
    assert types
    if base.log.stream(stream):
        act.load(stream)
    poured: Any = types.events[0]
    act.record([On(stream, poured(cups=cups))])


def test_merge_takes_what_both_branches_recorded_with_a_plugin(branches: Branches, install: Install) -> None:
    install("tea", TEA)
    use(branches.home, branches.road)
    stream = new_id("tea")
    pour(branches.home, stream, 1)
    branches.send("home", "road")
    pour(branches.home, stream, 2)
    pour(branches.road, stream, 4)

    held = [branches.send("road", "home")["held"], branches.send("home", "road")["held"]]

    assert held == [[], []]
    assert ids(branches.home) == ids(branches.road)
    assert [base.log.load(stream).state for base in (branches.home, branches.road)] == [7, 7]


def test_merge_takes_what_a_plugin_recorded_that_is_not_in_use_here(branches: Branches, install: Install) -> None:
    install("tea", TEA)
    use(branches.road)
    stream = new_id("tea")
    pour(branches.road, stream, 4)

    answer = branches.send("road", "home")

    assert (answer["held"], [fact.envelope.type for fact in branches.home.log.stream(stream)]) == ([], ["tea.poured"])
