"""Which questions the demo's network asks, and what people wrote and translated later, as steps to record."""

from collections.abc import Iterator
from typing import Any

from epex.app.acting import Act
from epex.app.telling.story import Step, Story
from epex.core import questions, reflection, translation
from epex.core.decision import On
from epex.core.question_set import Question, QuestionSet
from epex.core.question_texts import BUILT_IN
from epex.core.reflection import AboutVisit, ReflectionRecorded

Text = dict[str, Any]


def sets(story: Story) -> Iterator[Step]:
    """Adopt one question set, add another, and let speakers sign translations."""
    for text in story.texts["question_set"]:
        yield Step(text["added_on"], story.coordinator, _bound(_add, story, text))
    for text in story.texts["question_adoption"]:
        yield Step(text["on"], story.coordinator, _bound(_adopt, story, text))
    for text in story.texts["question_signature"]:
        yield Step(text["on"], text["by"], _bound(_sign, story, text))


def follow_ups(story: Story) -> Iterator[Step]:
    """Let people look back once more, months after their visit."""
    for text in story.texts["follow_up"]:
        audience = story.id("visit", text["visit"])
        yield Step(text["recorded_on"], text["by"], _bound(_look_back, story, text), text["visibility"], audience)


def translations(story: Story) -> Iterator[Step]:
    """Let reflections be translated, and some of it be confirmed."""
    for text in story.texts["translation"]:
        yield Step(text["on"], text["by"], _bound(_translate, story, text))
        if "confirmed_on" in text:
            yield Step(text["confirmed_on"], text["confirmed_by"], _bound(_confirm, story, text))


def _bound(decide: Any, story: Story, text: Text) -> Any:
    return lambda act: decide(story, text, act)


def _set(story: Story, name: str) -> QuestionSet:
    if name in BUILT_IN:
        return BUILT_IN[name]
    text = next(each for each in story.texts["question_set"] if each["name"] == name)
    asked = tuple(Question(key, wordings) for key, wordings in text["questions"].items())
    return QuestionSet(name, 1, asked, text["title"], text["original"])


def _add(story: Story, text: Text, act: Act) -> list[On]:
    return questions.add(_set(story, text["name"]), None, by=act.by)


def _adopt(story: Story, text: Text, act: Act) -> list[On]:
    [on] = questions.adopt(_set(story, text["name"]), None, by=act.by)
    adopted = questions.QuestionsAdopted(question_set=text["name"], version=1, reason=text["reason"])
    return [On(on.stream, adopted)]


def _sign(story: Story, text: Text, act: Act) -> list[On]:
    state = act.load(questions.stream_of(text["name"]))
    return questions.sign(state, _set(story, text["name"]), text["language"], [text["language"]], by=act.by)


def _look_back(story: Story, text: Text, act: Act) -> list[On]:
    seen = act.load(story.id("visit", text["visit"]))
    about = AboutVisit(seen.id, seen.status, seen.host_people, seen.visitors)
    recorded = ReflectionRecorded(
        answers=text["answers"],
        question_set=text["question_set"],
        language=text["language"],
        detected_language=text["language"],
        visibility=text["visibility"],
        follow_up=text["months"],
    )
    return reflection.record(story.id("reflection", text["key"]), recorded, about, by=act.by)


def _translate(story: Story, text: Text, act: Act) -> list[On]:
    original = act.load(story.id("reflection", text["reflection"]))
    present = story.texts["reflection"][text["reflection"]]["answers"]
    return translation.translate(original, text["answers"], text["language"], present, by=act.by)


def _confirm(story: Story, text: Text, act: Act) -> list[On]:
    original = act.load(story.id("reflection", text["reflection"]))
    return translation.confirm(original, text["language"], [text["language"]], by=act.by)
