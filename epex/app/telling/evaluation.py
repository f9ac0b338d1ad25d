"""What the demo's evaluator hears and concludes, as steps to record: interviews, findings and stories of change."""

from collections.abc import Iterator
from typing import Any

from epex.app.acting import Act
from epex.app.telling.story import Decide, Step, Story
from epex.core import finding, interview, story
from epex.core.decision import On
from epex.core.evidence import Passage, locate
from epex.core.finding import FindingStated
from epex.core.interview import InterviewRecorded
from epex.core.reader import EVALUATION
from epex.core.story import StoryChosen, StoryReleased

Text = dict[str, Any]


def interviews(told: Story) -> Iterator[Step]:
    """Hold the interviews, and revise them where somebody asks for it."""
    for text in told.texts["interview"]:
        yield Step(text["on"], text["by"], _bound(_record, told, text), EVALUATION)
        if "revised_on" in text:
            yield Step(text["revised_on"], text["by"], _bound(_revise, told, text), EVALUATION)


def findings(told: Story) -> Iterator[Step]:
    """State findings with what they rest on, and take one back."""
    for text in told.texts["finding"]:
        yield Step(text["on"], text["by"], _bound(_state, told, text))
        for evidence in text["evidence"]:
            confided = evidence["kind"] == "interview"
            decide = _bound(_cite if confided else _link, told, {**evidence, "key": text["key"]})
            yield Step(text["on"], text["by"], decide, EVALUATION if confided else "network")
        if "retracted_on" in text:
            yield Step(text["retracted_on"], text["by"], _bound(_retract, told, text))


def stories(told: Story) -> Iterator[Step]:
    """Choose stories of change, ask their tellers, and release what they agree to."""
    for text in told.texts["story"]:
        yield Step(text["on"], text["by"], _bound(_choose, told, text), EVALUATION)
        if "consent_on" in text:
            yield Step(text["consent_on"], text["by"], _bound(_consent, told, text), EVALUATION)
        if "released_on" in text:
            yield Step(text["released_on"], text["by"], _bound(_release, told, text))


def _bound(decide: Any, told: Story, text: Text) -> Decide:
    return lambda act: decide(told, text, act)


def _years(told: Story) -> frozenset[int]:
    return frozenset(text["number"] for text in told.texts["year"])


def _record(told: Story, text: Text, act: Act) -> list[On]:
    recorded = InterviewRecorded(
        text=text["text"].strip(),
        person=told.id("person", text["person"]) if text["person"] else "",
        year=text["year"],
        language=text["language"],
    )
    return interview.record(told.id("interview", text["key"]), recorded, _years(told), by=act.by)


def _revise(told: Story, text: Text, act: Act) -> list[On]:
    known = act.load(told.id("interview", text["key"]))
    revised = text["text"].partition(text["revised_up_to"])[0].strip()
    return interview.revise(known, revised, text["revised_reason"], by=act.by)


def _state(told: Story, text: Text, act: Act) -> list[On]:
    stated = FindingStated(statement=text["statement"], kind=text["kind"], year=text["year"])
    return finding.state(told.id("finding", text["key"]), stated, _years(told), by=act.by)


def _link(told: Story, text: Text, act: Act) -> list[On]:
    source, known = told.id(text["kind"], text["source"]), act.load(told.id("finding", text["key"]))
    passage = told.passage(act, text["source"], text["quote"]) if "quote" in text else None
    return finding.link(known, source, text["stance"], by=act.by, passage=passage, note=text.get("note", ""))


def _cite(told: Story, text: Text, act: Act) -> list[On]:
    known = act.load(told.id("interview", text["source"]))
    passage, target = _passage(told, text["source"], text["quote"], known.version), told.id("finding", text["key"])
    return interview.cite(known, target, text["stance"], by=act.by, passage=passage, note=text.get("note", ""))


def _retract(told: Story, text: Text, act: Act) -> list[On]:
    return finding.retract(act.load(told.id("finding", text["key"])), text["retracted_reason"], by=act.by)


def _choose(told: Story, text: Text, act: Act) -> list[On]:
    stream = told.id("story", text["key"])
    passage = told.passage(act, text["reflection"], text["quote"]) if "reflection" in text else None
    chosen = StoryChosen(
        title=text["title"],
        text=text.get("text") or text["quote"],
        teller=told.id("person", text["teller"]),
        about=told.id(text["about_kind"], text["about"]),
        **{name: text[name] for name in ("year", "method", "considered", "chosen_by", "reason")},
        **(passage.fields() if passage else {}),
    )
    decided = story.choose(stream, chosen, _years(told), by=act.by)
    if "interview" not in text:
        return decided
    known = act.load(told.id("interview", text["interview"]))
    quoted = _passage(told, text["interview"], text["quote"], known.version)
    return [*decided, *interview.cite(known, stream, "supports", by=act.by, passage=quoted)]


def _consent(told: Story, text: Text, act: Act) -> list[On]:
    known = act.load(told.id("story", text["key"]))
    return story.record_consent(known, text["consent_how"], by=act.by, agreed=not text.get("consent_refused"))


def _release(told: Story, text: Text, act: Act) -> list[On]:
    words = {name: text[name] for name in ("title", "text", "chosen_by")}
    released = StoryReleased(visibility="network", because=text["reason"], **words)
    return story.release(act.load(told.id("story", text["key"])), released, by=act.by)


def _passage(told: Story, key: str, quote: str, version: int) -> Passage:
    text = next(text["text"].strip() for text in told.texts["interview"] if text["key"] == key)
    return locate(told.id("interview", key), version, text, quote)
