"""What the demo's members make of each other's practice: reviews, duplicates, and what came of transfers later."""

from collections.abc import Iterator
from typing import Any

from epex.app.acting import Act
from epex.app.telling.practice import identify_element, link_element
from epex.app.telling.story import Decide, Step, Story
from epex.core import element, review, transfer
from epex.core.decision import On
from epex.core.element import ElementDescribed

Text = dict[str, Any]
OWNERS = "organisation"


def duplicates(story: Story) -> Iterator[Step]:
    """Identify an element a second time, and merge it into the first."""
    for text in story.texts["element_duplicate"]:
        yield Step(text["identified_on"], text["by"], _bound(identify_element, story, text))
        for passage in text["passages"]:
            linked = {**passage, "key": text["key"]}
            yield Step(text["identified_on"], text["by"], _bound(link_element, story, linked))
        yield Step(text["merged_on"], text["merged_by"], _bound(_merge, story, text))


def unlinked(story: Story) -> Iterator[Step]:
    """Take evidence back that was misread."""
    for text in story.texts["element_unlinked"]:
        yield Step(text["on"], text["by"], _bound(_unlink, story, text))


def looks(story: Story) -> Iterator[Step]:
    """Date when owners want to look at their elements again."""
    for text in story.texts["element_look"]:
        yield Step(text["on"], text["by"], _bound(_look, story, text))


def reviews(story: Story) -> Iterator[Step]:
    """Ask for peer reviews; some are declined, some written, one is still waited for."""
    owners = {text["key"]: text["organisation"] for text in story.texts["element"]}
    acts = {"requested": _request, "agreed": _agree, "declined": _decline, "written": _write}
    for text in story.texts["peer_review"]:
        owner = story.id("organisation", owners[text["element"]])
        for name, act in acts.items():
            if f"{name}_on" in text:
                by = text.get(f"{name}_by", text["reviewer"])
                yield Step(text[f"{name}_on"], by, _bound(act, story, text), OWNERS, owner)


def follow_ups(story: Story) -> Iterator[Step]:
    """Try a transfer once more and look at it again."""
    for text in story.texts["transfer_follow_up"]:
        yield Step(text["pilot_on"], text["by"], _bound(_pilot, story, text))
        yield Step(text["evaluated_on"], text["by"], _bound(_evaluate, story, text))


def _bound(decide: Any, story: Story, text: Text) -> Decide:
    return lambda act: decide(story, text, act)


def _element(story: Story, key: str, act: Act) -> element.Element:
    loaded: element.Element = act.load(story.id("element", key))
    return loaded


def _merge(story: Story, text: Text, act: Act) -> list[On]:
    double, first = _element(story, text["key"], act), _element(story, text["into"], act)
    return element.merge(double, first, text["reason"], by=act.by)


def _unlink(story: Story, text: Text, act: Act) -> list[On]:
    told = next(each for each in story.texts["element"] if each["key"] == text["element"])
    wrong = told["passages"][text["passage"]]
    state, source = _element(story, text["element"], act), story.id("reflection", wrong["reflection"])
    place = story.passage(act, wrong["reflection"], wrong["quote"]).place
    return element.unlink(state, source, text["reason"], by=act.by, place=place)


def _look(story: Story, text: Text, act: Act) -> list[On]:
    described = ElementDescribed(review_by=text["review_by"])
    return element.describe(_element(story, text["element"], act), described, by=act.by)


def _request(story: Story, text: Text, act: Act) -> list[On]:
    reviewer = act.load(story.id("person", text["reviewer"]))
    asked, stream = _element(story, text["element"], act), story.id("review", text["key"])
    return review.request(asked, stream, reviewer, by=act.by, reason=text["request"])


def _agree(story: Story, text: Text, act: Act) -> list[On]:
    return review.agree(_element(story, text["element"], act), story.id("person", text["reviewer"]), by=act.by)


def _decline(story: Story, text: Text, act: Act) -> list[On]:
    reviewer = story.id("person", text["reviewer"])
    return review.decline(_element(story, text["element"], act), text["decline"], reviewer, by=act.by)


def _write(story: Story, text: Text, act: Act) -> list[On]:
    state = _element(story, text["element"], act)
    return review.write(state, text["outcome"], text["text"], by=act.by, review_by=text.get("review_by", ""))


def _pilot(story: Story, text: Text, act: Act) -> list[On]:
    tried = act.load(story.id("transfer", text["transfer"]))
    said = {name: text[name] for name in ("starts_on", "ends_on", "fidelity")}
    return transfer.pilot(tried, by=act.by, another=True, **said)


def _evaluate(story: Story, text: Text, act: Act) -> list[On]:
    tried = act.load(story.id("transfer", text["transfer"]))
    said = {name: text[name] for name in ("result", "value_cycle", "next_review")}
    return transfer.evaluate(tried, text["outcome"], by=act.by, **said)
