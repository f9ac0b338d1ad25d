"""Rows of texts as reflections: whose words, about when, in which language."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from epex.app.importing.columns import Column, code, date, language, number, reference, reference_among
from epex.app.importing.ground import Ground
from epex.app.importing.kind import Change, Dated, Kind, Values
from epex.app.importing.kind import told as plainly_told
from epex.core import reflection
from epex.core.answers import document_text
from epex.core.decision import On, Refused
from epex.core.question_texts import EPEX_SET
from epex.core.reflection import (
    About,
    AboutMeeting,
    AboutVisit,
    Imported,
    Reflection,
    ReflectionRecorded,
    ReflectionRevised,
)
from epex.core.vocabulary import QUESTIONS, SIDES
from epex.search.languages import detect

TEXTS = ("text", *QUESTIONS)
PAIR = "pair"
ABOUT = ("visit", "meeting")
OTHER = "other_answers"
NOT_FROM_THE_ROW = ("source", "detected_language", "visibility", "question_set", "question_set_version", "version")


def decide(stream: str, values: Values, ground: Ground) -> Sequence[Dated]:
    """Record somebody's words; without a visit or meeting they are an imported text."""
    answers = {name: values[name] for name in TEXTS if name in values} | values.get(OTHER, {})
    author, about = values.get("person", ""), values.get("about", "")
    recorded = ReflectionRecorded(
        title=values.get("title", ""),
        answers=answers,
        author=author,
        organisation=values.get("organisation", ""),
        question_set=values.get("question_set") or (EPEX_SET.name if set(QUESTIONS) & set(answers) else ""),
        language=values.get("language", ""),
        detected_language=detect(document_text(answers), ground.languages),
        visibility=ground.visibility,
        side=values.get("side", ""),
        quotation=values.get("quotation", "none"),
        follow_up=values.get("follow_up", 0),
    )
    said = ground.said(about, author, stream) if about else {}
    ons = reflection.record(stream, recorded, _about(about, ground), by=ground.by, said=said)
    if about:
        ground.note_said(about, author, recorded.follow_up, stream)
    return [Dated(on) for on in ons]


def revise(state: Reflection, change: Change, ground: Ground) -> Sequence[On]:
    """Replace the answers."""
    reason = f"The row has changed in its source: {ground.source}"
    answers = change.values["answers"]
    read = detect(document_text(answers), ground.languages)
    return reflection.revise(state, answers, reason, by=ground.by, detected=read)


def told(events: Sequence[Any]) -> dict[str, Any]:
    """Tell what was recorded and revised; a translation has a language of its own."""
    return plainly_told([event for event in events if isinstance(event, ReflectionRecorded | ReflectionRevised)])


def exported(shown: Mapping[str, Any], raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the default questions a column each, and the title only where somebody gave one."""
    answers = raw["answers"]
    plain = {name: answers.get(name, "") for name in TEXTS}
    other = {name: words for name, words in answers.items() if name not in TEXTS}
    return {**shown, **plain, "title": raw["title"], OTHER: other or ""}


def _about(stream: str, ground: Ground) -> About:
    if not stream:
        return Imported(ground.source)
    state = ground.state(stream)
    if stream.startswith("visit-"):
        return AboutVisit(stream, state.status, state.host_people, state.visitors)
    return AboutMeeting(stream, state.attended)


def _other(text: str, known: Any) -> dict[str, str]:  # noqa: ARG001 - every column is read the same way
    try:
        found = json.loads(text)
    except ValueError as error:
        raise Refused(f"The answers are not JSON ({error}); write an object of texts by question.") from error
    if not isinstance(found, dict) or not all(isinstance(words, str) for words in found.values()):
        raise Refused("The answers are not an object of texts; write one answer for each question's key.")
    return found


KIND = Kind(
    name="reflections",
    subject="reflection",
    columns=(
        Column(name="text", takes="what somebody wrote; or the answers to the questions:"),
        *(Column(name=question.key, takes=question.wordings["en"]) for question in EPEX_SET.questions),
        Column(name="title", takes="what it is called"),
        date("occurred_on", "when it happened"),
        Column(name="organisation", takes="where it happened: an id or a name", read=reference("organisation")),
        Column(name="person", takes="whose words they are: an id or a name", read=reference("person")),
        Column(name="language", takes="the code of its language; else it is guessed", read=language),
        Column(
            name="about",
            takes="the visit or meeting it looks back on: an id or a title",
            read=reference_among(*ABOUT),
        ),
        Column(name="side", takes=f"one of {', '.join(SIDES)}", read=code(SIDES, "side")),
        Column(
            name="quotation",
            takes=f"whether it may be quoted: {', '.join(reflection.QUOTATION)}",
            read=code(reflection.QUOTATION, "permission to quote"),
            later=True,
        ),
        Column(name="follow_up", takes="how many months after the visit: 3, 6 or 12", read=number, later=True),
        Column(name="question_set", takes="the question set that was answered", later=True),
        Column(name=OTHER, takes="answers to other questions, as JSON", read=_other, later=True),
    ),
    decide=decide,
    revise=revise,
    revisable=("answers",),
    revises="the text",
    told=told,
    ignored=NOT_FROM_THE_ROW,
    filled=("organisation",),
    one_of=(*TEXTS, OTHER),
    renamed={"author": "person", "answers": "text"},
    exported=exported,
    visibility=PAIR,
    keeps_day=True,
    body="text",
)
