"""Which plugins the demo's network tries, as steps to record."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from epex.app.acting import Act
from epex.app.telling.story import Step, Story
from epex.core import network
from epex.core.decision import On

Text = Mapping[str, Any]


def plugins(story: Story) -> Iterator[Step]:
    """Take a plugin into use, and out of use again."""
    for text in story.texts["plugin"]:
        yield Step(text["on"], story.coordinator, partial(_enable, story, text))
        yield Step(text["ended_on"], story.coordinator, partial(_disable, story, text))


def _enable(story: Story, text: Text, act: Act) -> list[On]:
    plugin, package, version = text["plugin"], text["package"], text["version"]
    there = act.load(story.network)
    return network.enable_plugin(there, plugin, package=package, version=version, by=act.by, reason=text["reason"])


def _disable(story: Story, text: Text, act: Act) -> list[On]:
    return network.disable_plugin(act.load(story.network), text["plugin"], by=act.by, reason=text["ended_because"])
