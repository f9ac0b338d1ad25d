"""What comes of the demo's visits, as steps to record: elements of practice, transfers and themes."""

from collections.abc import Iterator
from typing import Any

from epex.app.acting import Act
from epex.app.telling.story import Decide, Step, Story
from epex.core import element, theme, transfer
from epex.core.decision import On
from epex.core.element import ElementIdentified
from epex.core.evidence import Passage
from epex.core.theme import Judgement

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
DECIDING = {
    "discuss": theme.discuss,
    "adopt": theme.adopt,
    "park": theme.park,
    "reject": theme.reject,
    "reopen": theme.reopen,
    "retire": theme.retire,
}


def elements(story: Story) -> Iterator[Step]:
    """Identify elements, with the passages they stand in, their conditions and labels."""
    for text in story.texts["element"]:
        key, by = text["key"], text["by"]
        yield Step(text["identified_on"], by, _bound(_identify, story, text))
        for passage in text["passages"]:
            yield Step(text["identified_on"], by, _bound(_link_element, story, {**passage, "key": key}))
        for condition in text.get("conditions", ()):
            yield Step(condition["on"], condition["by"], _bound(_condition, story, {**condition, "key": key}))
        for label in text.get("labels", ()):
            yield Step(label["on"], label["by"], _bound(_label, story, {**label, "key": key}))


def transfers(story: Story) -> Iterator[Step]:
    """Carry elements over to other organisations, as far as each got."""
    hosts = {text["key"]: text["by"] for text in story.texts["element"]}
    for text in story.texts["transfer"]:
        for act, decide in TRANSFER_ACTS.items():
            if day := text.get(f"{act}_on"):
                yield Step(day, text["by"], _bound(decide, story, text))
            if act == "considered" and "compared_on" in text:
                yield Step(text["compared_on"], hosts[text["element"]], _bound(_compare_source, story, text))


def themes(story: Story) -> Iterator[Step]:
    """Propose themes and link their evidence."""
    for text in story.texts["theme"]:
        yield Step(text["proposed_on"], text["by"], _bound(_propose, story, text))
        for evidence in text["evidence"]:
            yield Step(evidence["on"], evidence["by"], _bound(_link_theme, story, {**evidence, "key": text["key"]}))


def theme_decisions(story: Story) -> Iterator[Step]:
    """Decide about themes at the meetings."""
    for text in story.texts["theme_decision"]:
        yield Step(text["on"], text["by"], _bound(_decide, story, text))


def _bound(decide: Any, story: Story, text: Text) -> Decide:
    return lambda act: decide(story, text, act)


def _identify(story: Story, text: Text, act: Act) -> list[On]:
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


def _link_element(story: Story, text: Text, act: Act) -> list[On]:
    passage = story.passage(act, text["reflection"], text["quote"])
    target = act.load(story.id("element", text["key"]))
    return element.link(target, passage.document, text.get("stance", "supports"), by=act.by, passage=passage)


def _condition(story: Story, text: Text, act: Act) -> list[On]:
    return element.note_condition(act.load(story.id("element", text["key"])), text["text"], by=act.by)


def _label(story: Story, text: Text, act: Act) -> list[On]:
    target = act.load(story.id("element", text["key"]))
    if text["label"] == "retired":
        return element.retire(target, text["reason"], by=act.by)
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
    )


def _end(story: Story, text: Text, act: Act) -> list[On]:
    ending = _transfer(story, text, act)
    if text["end"] == "sustained":
        return transfer.sustain(ending, by=act.by, reason=text["end_reason"])
    close = transfer.change if text["end"] == "changed" else transfer.abandon
    return close(ending, text["end_reason"], by=act.by)


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


def _propose(story: Story, text: Text, act: Act) -> list[On]:
    return theme.propose(
        story.id("theme", text["key"]),
        text["label"],
        by=act.by,
        definitions=text.get("definition"),
        scope_note=text.get("scope_note", ""),
        challenges=story.ids_of("challenge", text["challenges"]),
    )


def _link_theme(story: Story, text: Text, act: Act) -> list[On]:
    source = story.id(text["kind"], text["ref"])
    passage: Passage | None = story.passage(act, text["ref"], text["quote"]) if text.get("quote") else None
    target = act.load(story.id("theme", text["key"]))
    return theme.link(target, source, text["stance"], by=act.by, passage=passage, note=text.get("note", ""))


def _decide(story: Story, text: Text, act: Act) -> list[On]:
    target = act.load(story.id("theme", text["theme"]))
    judgement = _judgement(story, text)
    match text["act"]:
        case "rename":
            return theme.rename(target, text["label"], judgement, by=act.by)
        case "merge":
            return theme.merge(target, act.load(story.id("theme", text["into"])), judgement, by=act.by)
        case "split":
            parts = {story.id("theme", part["key"]): part["label"] for part in text["into"]}
            return theme.split(target, parts, judgement, by=act.by)
        case name:
            return DECIDING[name](target, judgement, by=act.by)


def _judgement(story: Story, text: Text) -> Judgement:
    return Judgement(
        rationale=text["rationale"],
        forum=story.id("meeting", text["meeting"]) if text.get("meeting") else "",
        method=text["method"],
        votes_for=text.get("for"),
        votes_against=text.get("against"),
        abstained=text.get("abstained"),
        alternatives=text.get("alternatives", ""),
        dissent=text.get("dissent", ""),
    )
