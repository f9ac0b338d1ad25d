"""A copy of the demo's base that is taken to a plenary without network, and merged back."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from epex.app.acting import Act
from epex.app.keeping import branch as branching
from epex.app.merging.bundle import write_bundle
from epex.app.merging.merge import take_in
from epex.app.merging.receiving import receiver_of
from epex.app.merging.settling import settle_conflict
from epex.app.telling.story import Decide, Step, Story
from epex.core import element, organisation
from epex.core.decision import On
from epex.core.log.command import Command

Text = dict[str, Any]


def branch(story: Story) -> Iterator[Step]:
    """Take a branch along, record on both sides, merge it back, and settle what contradicts."""
    text = story.texts["branch"]
    yield Step(text["taken_on"], text["by"], partial(_take_along, story, text))
    for told in text["condition"]:
        yield Step(told["on"], told["by"], partial(_there, story, told, partial(_condition, story, told)))
    for told in text["profile_there"]:
        yield Step(told["on"], told["by"], partial(_there, story, told, partial(_profile, story, told)))
    for told in text["profile_here"]:
        yield Step(told["on"], told["by"], partial(_profile, story, told))
    yield Step(text["merged_on"], text["by"], partial(_merge, story, text))
    yield Step(text["settled_on"], text["by"], partial(_settle, story, text))


def _folder(story: Story) -> Path:
    return story.elsewhere / "plenary"


def _take_along(story: Story, text: Text, act: Act) -> list[On]:
    with story.opened(act) as base:
        branching.branch(base, _folder(story), tell=_untold, reason=text["reason"])
    return []


def _there(story: Story, text: Text, decide: Decide, act: Act) -> list[On]:
    """Record on the branch instead."""
    with story.opened(act, _folder(story)) as away:
        there = away.begin(Command(occurred_on=text["on"], visibility="network"))
        there.record(decide(there))
    return []


def _condition(story: Story, text: Text, act: Act) -> list[On]:
    return element.note_condition(act.load(story.id("element", text["element"])), text["text"], by=act.by)


def _profile(story: Story, text: Text, act: Act) -> list[On]:
    known = act.load(story.id("organisation", text["organisation"]))
    return organisation.revise(known, by=act.by, constraints=text["constraints"])


def _merge(story: Story, text: Text, act: Act) -> list[On]:
    bundle = story.elsewhere / "plenary.zip"
    with story.opened(act, _folder(story)) as away, story.opened(act) as base:
        write_bundle(away, bundle, receiver_of(base.config), tell=_untold)
        (held,) = take_in(base, bundle, tell=_untold, reason=text["merging_reason"])["held"]
    story.ids["held"] = held["event_id"]
    return []


def _settle(story: Story, text: Text, act: Act) -> list[On]:
    with story.opened(act) as base:
        settle_conflict(base, story.ids["held"], applied=True, reason=text["settling_reason"])
    return []


def _untold(_step: str) -> None:
    """Let nobody hear what long work tells."""
