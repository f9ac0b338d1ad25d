"""What comes to the data protection officer's desk in the demo's story, as steps to record."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from epex.app.acting import Act
from epex.app.telling.story import Step, Story
from epex.core import incident, request, retention
from epex.core.decision import On
from epex.core.retention import Retention

Text = dict[str, Any]
PRIVATE = "private"


def desk(story: Story) -> Iterator[Step]:
    """Set retention rules, answer requests, and follow an incident to its end."""
    officer = story.coordinator
    for text in story.texts["retention"]:
        for act, decide in RETENTION_ACTS.items():
            if day := text.get(f"{act}_on"):
                yield Step(day, officer, partial(decide, story, text))
    for text in story.texts["request"]:
        yield Step(text["received_on"], text["person"], partial(_receive, story, text), PRIVATE)
        for act, decide in REQUEST_ACTS.items():
            if day := text.get(f"{act}_on"):
                yield Step(day, officer, partial(decide, story, text), PRIVATE)
    for text in story.texts["incident"]:
        yield Step(text["noticed_on"], text["by"], partial(_report, story, text), PRIVATE)
        for act, decide in INCIDENT_ACTS.items():
            yield Step(text[f"{act}_on"], officer, partial(decide, story, text), PRIVATE)


def _keep(story: Story, text: Text, act: Act) -> list[On]:
    rule = Retention(story.id("retention", f"retention-{text['kind']}"))
    return retention.set(rule, text["kind"], text["months"], text["reason"], by=act.by)


def _rule(story: Story, text: Text, act: Act) -> Retention:
    loaded: Retention = act.load(story.id("retention", f"retention-{text['kind']}"))
    return loaded


def _keep_longer(story: Story, text: Text, act: Act) -> list[On]:
    thing = story.id(text["kind"], text["longer"])
    return retention.extend(_rule(story, text, act), thing, text["longer_until"], text["longer_because"], by=act.by)


def _lift(story: Story, text: Text, act: Act) -> list[On]:
    return retention.lift(_rule(story, text, act), text["lifted_because"], by=act.by)


RETENTION_ACTS = {"set": _keep, "longer": _keep_longer, "lifted": _lift}


def _receive(story: Story, text: Text, act: Act) -> list[On]:
    stream, who = story.id("request", text["key"]), story.id("person", text["person"])
    return request.receive(stream, who, text["kind"], by=act.by, received_on=text["received_on"], text=text["text"])


def _answer(story: Story, text: Text, act: Act) -> list[On]:
    return request.answer(act.load(story.id("request", text["key"])), text["answer"], by=act.by)


def _extend(story: Story, text: Text, act: Act) -> list[On]:
    return request.extend(act.load(story.id("request", text["key"])), text["extended_because"], by=act.by)


def _refuse(story: Story, text: Text, act: Act) -> list[On]:
    return request.refuse(act.load(story.id("request", text["key"])), text["refused_because"], by=act.by)


REQUEST_ACTS = {"extended": _extend, "answered": _answer, "refused": _refuse}


def _report(story: Story, text: Text, act: Act) -> list[On]:
    return incident.report(
        story.id("incident", text["key"]),
        text["title"],
        by=act.by,
        noticed_on=text["noticed_on"],
        happened_on=text["happened_on"],
        what=text["what"],
        affected=story.ids_of("person", text["affected"]),
    )


def _assess(story: Story, text: Text, act: Act) -> list[On]:
    loaded = act.load(story.id("incident", text["key"]))
    return incident.assess(loaded, text["risk"], text["reason"], by=act.by, to_tell=("people",))


def _notify(story: Story, text: Text, act: Act) -> list[On]:
    loaded = act.load(story.id("incident", text["key"]))
    return incident.notify(loaded, "people", text["told_on"], by=act.by, note=text["note"])


def _close(story: Story, text: Text, act: Act) -> list[On]:
    return incident.close(act.load(story.id("incident", text["key"])), text["measures"], by=act.by)


INCIDENT_ACTS = {"assessed": _assess, "told": _notify, "closed": _close}
