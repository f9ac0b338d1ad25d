"""What comes of the demo's visits, as steps to record: elements of practice and transfers."""

from collections.abc import Iterator
from typing import Any

from epex.app.acting import Act
from epex.app.telling.story import Decide, Step, Story
from epex.core import element, transfer
from epex.core.decision import On
from epex.core.element import ElementIdentified

Text = dict[str, Any]
TIDIER = (
    "rationale",
    "materials",
    "steps",
    "providers",
    "mode",
    "frequency",
    "core_parts",
    "adaptable_parts",
    "preconditions",
    "target_group",
    "scope",
    "since",
    "evidence_level",
    "risks",
)


def elements(story: Story) -> Iterator[Step]:
    """Identify elements, with the passages they stand in, their conditions and labels."""
    for text in story.texts["element"]:
        key, by = text["key"], text["by"]
        yield Step(text["identified_on"], by, _bound(identify_element, story, text))
        for passage in text["passages"]:
            yield Step(text["identified_on"], by, _bound(link_element, story, {**passage, "key": key}))
        for condition in text.get("conditions", ()):
            yield Step(condition["on"], condition["by"], _bound(_condition, story, {**condition, "key": key}))
        for label in text.get("labels", ()):
            yield Step(label["on"], label["by"], _bound(_label, story, {**label, "key": key}))


def transfers(story: Story) -> Iterator[Step]:
    """Carry elements over to other organisations, as far as each got."""
    hosts = {text["key"]: text["by"] for text in story.texts["element"]}
    later = {text["key"]: text for text in story.texts["transfer_result"]}
    for known in story.texts["transfer"]:
        text = {**known, **later.get(known["key"], {})}
        for act, decide in TRANSFER_ACTS.items():
            if day := text.get(f"{act}_on"):
                yield Step(day, text["by"], _bound(decide, story, text))
            if act == "considered" and "compared_on" in text:
                yield Step(text["compared_on"], hosts[text["element"]], _bound(_compare_source, story, text))


def _bound(decide: Any, story: Story, text: Text) -> Decide:
    return lambda act: decide(story, text, act)


def identify_element(story: Story, text: Text, act: Act) -> list[On]:
    """Identify an element in its owner's words."""
    details = {name: text[name] for name in TIDIER if name in text}
    identified = ElementIdentified(
        name=text["name"],
        core=text["core"],
        language=text["language"],
        organisation=story.id("organisation", text["organisation"]),
        setting=text["setting"],
        place=text.get("where", ""),
        **{**details, "steps": tuple(text.get("steps", ())), "since": str(text.get("since", ""))},
    )
    return element.identify(story.id("element", text["key"]), identified, by=act.by)


def link_element(story: Story, text: Text, act: Act) -> list[On]:
    """Link a passage that an element stands in."""
    passage = story.passage(act, text["reflection"], text["quote"])
    target = act.load(story.id("element", text["key"]))
    return element.link(target, passage.document, text.get("stance", "supports"), by=act.by, passage=passage)


def _condition(story: Story, text: Text, act: Act) -> list[On]:
    return element.note_condition(act.load(story.id("element", text["key"])), text["text"], by=act.by)


def _label(story: Story, text: Text, act: Act) -> list[On]:
    target = act.load(story.id("element", text["key"]))
    if text["label"] == "retired":
        return element.retire(target, text["reason"], by=act.by)
    if text["label"] == "reopened":
        return element.reopen(target, text["reason"], by=act.by)
    return element.label(target, text["label"], by=act.by, reason=text.get("reason", ""))


def _transfer(story: Story, text: Text, act: Act) -> transfer.Transfer:
    loaded: transfer.Transfer = act.load(story.id("transfer", text["key"]))
    return loaded


def _consider(story: Story, text: Text, act: Act) -> list[On]:
    return transfer.consider(
        story.id("transfer", text["key"]),
        act.load(story.id("element", text["element"])),
        story.id("organisation", text["to"]),
        by=act.by,
        level=text["level"],
        reason=text["reason"],
    )


def _compare_source(story: Story, text: Text, act: Act) -> list[On]:
    return _compare(story, text, act, "source")


def _compare_receiving(story: Story, text: Text, act: Act) -> list[On]:
    return _compare(story, text, act, "receiving")


def _compare(story: Story, text: Text, act: Act, side: str) -> list[On]:
    grid = text[f"{side}_grid"]
    ratings = {row["criterion"]: row["rating"] for row in grid}
    notes = {row["criterion"]: row["note"] for row in grid if row.get("note")}
    return transfer.compare(_transfer(story, text, act), side, ratings, by=act.by, notes=notes)


def _anticipate(story: Story, text: Text, act: Act) -> list[On]:
    return transfer.anticipate(
        _transfer(story, text, act),
        text["decision"],
        text["decision_reason"],
        by=act.by,
        facilitators=_lines(text.get("facilitators")),
        barriers=_lines(text.get("barriers")),
        next_review=text.get("judged_again", ""),
    )


def _adapt(story: Story, text: Text, act: Act) -> list[On]:
    return transfer.adapt(_transfer(story, text, act), _lines(text["adaptations"]), by=act.by)


def _pilot(story: Story, text: Text, act: Act) -> list[On]:
    return transfer.pilot(
        _transfer(story, text, act),
        by=act.by,
        starts_on=text["piloted_on"],
        ends_on=text.get("pilot_until", ""),
        fidelity=text.get("fidelity", ""),
    )


def _evaluate(story: Story, text: Text, act: Act) -> list[On]:
    return transfer.evaluate(
        _transfer(story, text, act),
        text["outcome"],
        by=act.by,
        value_cycle=text.get("value_cycle", ""),
        next_review=text.get("next_review", ""),
        result=text.get("result", ""),
        failure=text.get("failure", ""),
    )


def _end(story: Story, text: Text, act: Act) -> list[On]:
    ending = _transfer(story, text, act)
    if text["end"] == "sustained":
        return transfer.sustain(ending, by=act.by, reason=text["end_reason"])
    if text["end"] == "changed":
        return transfer.change(ending, text["end_reason"], by=act.by)
    return transfer.abandon(ending, text["end_reason"], by=act.by, failure=text.get("end_failure", ""))


TRANSFER_ACTS = {
    "considered": _consider,
    "compared": _compare_receiving,
    "anticipated": _anticipate,
    "adapted": _adapt,
    "piloted": _pilot,
    "evaluated": _evaluate,
    "ended": _end,
}


def _lines(value: str | list[str] | None) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())
