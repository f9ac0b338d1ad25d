"""What people of the demo's network look for again and again, each for themselves, as steps to record."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from epex.app.acting import Act
from epex.app.telling.story import Step, Story
from epex.core import search
from epex.core.decision import On
from epex.core.reader import grants_for
from epex.core.search import Look, Question

Text = Mapping[str, Any]
PRIVATE = "private"


def searches(story: Story) -> Iterator[Step]:
    """Save searches; look through one when there is news, and remove another."""
    for text in story.texts["saved_search"]:
        yield Step(text["on"], text["by"], partial(_save, story, text), PRIVATE)
        for name, decide in (("seen_on", _see), ("removed_on", _remove)):
            if day := text.get(name):
                yield Step(day, text["by"], partial(decide, story, text), PRIVATE)


def _save(story: Story, text: Text, act: Act) -> list[On]:
    question = Question(query=text["query"], language=text["language"])
    return search.save(story.id("search", text["key"]), text["name"], question, _look(story, act), (), by=act.by)


def _see(story: Story, text: Text, act: Act) -> list[On]:
    return search.see(act.load(story.id("search", text["key"])), _look(story, act), by=act.by)


def _remove(story: Story, text: Text, act: Act) -> list[On]:
    return search.remove(act.load(story.id("search", text["key"])), by=act.by, reason=text["removed_because"])


def _look(story: Story, act: Act) -> Look:
    """See all that there is by now, as somebody who takes part in no visit yet."""
    with story.opened(act) as base:
        return Look(base.log.head(), tuple(sorted(grants_for(act.by.person, act.by.organisation, act.by.roles))))
