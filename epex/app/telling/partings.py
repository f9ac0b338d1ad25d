"""What people took back for good in the demo's story: words that were withdrawn, and a person who was erased."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from epex.app.acting import Act
from epex.app.base import KnowledgeBase
from epex.app.erasing.cases import PersonCase, ReflectionCase
from epex.app.erasing.erasure import Erasure
from epex.app.telling.story import Step, Story
from epex.app.withdrawing import withdraw_interview, withdraw_story
from epex.core.decision import On

Text = dict[str, Any]
Part = Callable[[KnowledgeBase, str, str], object]


def withdrawals(story: Story) -> Iterator[Step]:
    """Withdraw an interview, a story and a reflection; their keys are destroyed."""
    for kind, part in WITHDRAWALS.items():
        for text in story.texts[f"{kind}_withdrawal"]:
            yield Step(text["on"], text["by"], partial(_part, story, kind, text, part))


def erasures(story: Story) -> Iterator[Step]:
    """Erase a person with what they wrote."""
    for text in story.texts["person_erasure"]:
        yield Step(text["on"], text["by"], partial(_part, story, "person", text, _erase))


def _part(story: Story, kind: str, text: Text, part: Part, act: Act) -> list[On]:
    with story.opened(act) as base:
        part(base, story.id(kind, text[kind]), text["reason"])
    return []


def _erase(base: KnowledgeBase, person: str, ground: str) -> None:
    Erasure(base, PersonCase(base.log, person, ground), _untold).run()


def _withdraw(base: KnowledgeBase, reflection: str, reason: str) -> None:
    Erasure(base, ReflectionCase(base.log, reflection, reason), _untold).run()


def _untold(_step: str) -> None:
    """Let nobody hear what long work tells."""


WITHDRAWALS: dict[str, Part] = {"interview": withdraw_interview, "story": withdraw_story, "reflection": _withdraw}
