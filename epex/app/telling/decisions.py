"""What the demo's members decide, as steps to record: themes, their evidence, and what meetings come to."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from epex.app.acting import Act
from epex.app.telling.story import Decide, Step, Story
from epex.core import challenge, meeting, theme
from epex.core.decision import On
from epex.core.evidence import Passage, locate
from epex.core.judgement import Judgement
from epex.core.meeting import MeetingCorrected

Text = dict[str, Any]
DECIDING = {
    "discuss": theme.discuss,
    "adopt": theme.adopt,
    "park": theme.park,
    "reject": theme.reject,
    "reopen": theme.reopen,
    "retire": theme.retire,
}


def corrections(story: Story) -> Iterator[Step]:
    """Put right what was recorded of meetings."""
    for text in story.texts["meeting_correction"]:
        yield Step(text["on"], text["by"], _bound(_correct, story, text))


def challenge_evidence(story: Story) -> Iterator[Step]:
    """Quote what people wrote of challenges."""
    for text in story.texts["challenge_evidence"]:
        yield Step(text["on"], text["by"], _bound(_link_challenge, story, text))


def themes(story: Story) -> Iterator[Step]:
    """Propose themes and link their evidence."""
    for text in story.texts["theme"]:
        yield Step(text["proposed_on"], text["by"], _bound(_propose, story, text))
        for evidence in text["evidence"]:
            yield Step(evidence["on"], evidence["by"], _bound(_link_theme, story, {**evidence, "theme": text["key"]}))
    for evidence in story.texts["theme_evidence"]:
        yield Step(evidence["on"], evidence["by"], _bound(_link_theme, story, evidence))
    for evidence in story.texts["theme_evidence_taken_back"]:
        yield Step(evidence["on"], evidence["by"], _bound(_unlink_theme, story, evidence))


def theme_decisions(story: Story) -> Iterator[Step]:
    """Decide about themes at the meetings."""
    for text in story.texts["theme_decision"]:
        yield Step(text["on"], text["by"], _bound(_decide, story, text))


def _bound(decide: Any, story: Story, text: Text) -> Decide:
    return lambda act: decide(story, text, act)


def _correct(story: Story, text: Text, act: Act) -> list[On]:
    loaded = act.load(story.id("meeting", text["meeting"]))
    added = story.ids_of("person", text.get("attended", ()))
    corrected = MeetingCorrected(
        attended=(*sorted(loaded.attended), *added) if added else None,
        minutes=_minutes(story, text["meeting"]) if "adds" in text else None,
        version=loaded.version + 1,
        reason=text["reason"],
    )
    return meeting.correct(loaded, corrected, by=act.by)


def _link_challenge(story: Story, text: Text, act: Act) -> list[On]:
    passage = _passage(story, text, act)
    target = act.load(story.id("challenge", text["challenge"]))
    source = story.id(text["kind"], text["ref"])
    return challenge.link(target, source, text["stance"], by=act.by, passage=passage, note=text["note"])


def _unlink_theme(story: Story, text: Text, act: Act) -> list[On]:
    passage = _passage(story, text, act)
    target = act.load(story.id("theme", text["theme"]))
    place = passage.place if passage else None
    return theme.unlink(target, story.id(text["kind"], text["ref"]), by=act.by, reason=text["reason"], place=place)


def _passage(story: Story, text: Text, act: Act) -> Passage | None:
    if not text.get("quote"):
        return None
    if text["kind"] == "reflection":
        return story.passage(act, text["ref"], text["quote"])
    document = story.id("meeting", text["ref"])
    return locate(document, act.load(document).version, _minutes(story, text["ref"]), text["quote"])


def _minutes(story: Story, key: str) -> str:
    held = next(text for text in story.texts["meeting"] if text["key"] == key)
    added = [text["adds"] for text in story.texts["meeting_correction"] if text["meeting"] == key and "adds" in text]
    return " ".join((held["minutes"], *added))


def _assigned(story: Story, text: Text) -> dict[str, set[str]]:
    assigned: dict[str, set[str]] = defaultdict(set)
    for one in story.texts["theme_assignment"]:
        if one["theme"] == text["theme"]:
            assigned[story.ids[one["ref"]]].update(story.ids_of("theme", one["into"]))
    return assigned


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
    passage = _passage(story, text, act)
    target = act.load(story.id("theme", text["theme"]))
    return theme.link(target, source, text["stance"], by=act.by, passage=passage, note=text.get("note", ""))


def _decide(story: Story, text: Text, act: Act) -> list[On]:
    target = act.load(story.id("theme", text["theme"]))
    judgement = _judgement(story, text, act)
    match text["act"]:
        case "rename":
            return theme.rename(target, text["label"], judgement, by=act.by)
        case "merge":
            return theme.merge(target, act.load(story.id("theme", text["into"])), judgement, by=act.by)
        case "split":
            parts = {story.id("theme", part["key"]): part["label"] for part in text["into"]}
            return theme.split(target, parts, judgement, by=act.by, assigned=_assigned(story, text))
        case name:
            return DECIDING[name](target, judgement, by=act.by)


def _judgement(story: Story, text: Text, act: Act) -> Judgement:
    forum = story.id("meeting", text["meeting"]) if text.get("meeting") else ""
    return Judgement(
        rationale=text["rationale"],
        forum=forum,
        attended=len(act.load(forum).attended) if forum else 0,
        method=text["method"],
        votes_for=text.get("for"),
        votes_against=text.get("against"),
        abstained=text.get("abstained"),
        alternatives=text.get("alternatives", ""),
        dissent=text.get("dissent", ""),
        dissents={story.id("person", key): words for key, words in text.get("dissents", {}).items()},
    )
