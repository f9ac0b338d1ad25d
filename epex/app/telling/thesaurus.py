"""How the demo's network keeps its thesaurus, as steps to record."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from epex.app.acting import Act
from epex.app.telling.story import Step, Story
from epex.core import concept
from epex.core.concept import ConceptAdded
from epex.core.decision import Actor, On
from epex.core.thesaurus import KnownConcept, stream_of
from epex.projections.starter import starter

Text = Mapping[str, Any]


def concepts(story: Story) -> Iterator[Step]:
    """Add a concept, and change, remove and sign some of those that came with the program."""
    for text in story.texts["concept_added"]:
        yield Step(text["on"], story.coordinator, partial(_add, story, text))
    for text in story.texts["concept_step"]:
        yield Step(text["on"], text.get("by", story.coordinator), partial(_step, text))


def _add(story: Story, text: Text, act: Act) -> list[On]:
    broader, related = (tuple(map(stream_of, text[name])) for name in ("broader", "related"))
    added = ConceptAdded(preferred=dict(text["preferred"]), broader=broader, related=related)
    return concept.add(story.id("concept", text["name"]), added, starter(), by=act.by)


def _step(text: Text, act: Act) -> list[On]:
    known = starter()[stream_of(text["concept"])]
    if text.get("again"):
        act.load(known.id)
    return STEPS[text["act"]](known, text, act.by)


def _label(known: KnownConcept, text: Text, by: Actor) -> list[On]:
    return concept.label(known, text["words"], text["language"], starter(), by=by)


def _unlabel(known: KnownConcept, text: Text, by: Actor) -> list[On]:
    return concept.unlabel(known, text["words"], text["language"], by=by)


def _note(known: KnownConcept, text: Text, by: Actor) -> list[On]:
    return concept.note(known, text["words"], text["language"], by=by)


def _relate(known: KnownConcept, text: Text, by: Actor) -> list[On]:
    return concept.relate(known, starter()[stream_of(text["other"])], text["relation"], starter(), by=by)


def _unrelate(known: KnownConcept, text: Text, by: Actor) -> list[On]:
    return concept.unrelate(known, starter()[stream_of(text["other"])], by=by)


def _sign(known: KnownConcept, text: Text, by: Actor) -> list[On]:
    return concept.sign(known, text["language"], (text["language"],), by=by)


def _remove(known: KnownConcept, text: Text, by: Actor) -> list[On]:
    return concept.remove(known, text["reason"], by=by)


def _reopen(known: KnownConcept, _text: Text, by: Actor) -> list[On]:
    others = {identity: each for identity, each in starter().items() if identity != known.id}
    return concept.reopen(replace(known, status="removed"), others, by=by)


STEPS: Mapping[str, Callable[[KnownConcept, Text, Actor], list[On]]] = {
    "label": _label,
    "unlabel": _unlabel,
    "note": _note,
    "relate": _relate,
    "unrelate": _unrelate,
    "sign": _sign,
    "remove": _remove,
    "reopen": _reopen,
}
