"""Rows of texts as reflections: whose words, about when, in which language."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from epex.app.importing.columns import Column, Known, code, date, language, number, reference, reference_among, whether
from epex.app.importing.ground import Ground
from epex.app.importing.kind import Change, Course, Dated, Kind, Lost, Values
from epex.app.importing.kind import told as plainly_told
from epex.app.importing.wordings import Earlier, earlier, texts, translated
from epex.core import reflection, translation
from epex.core.answers import document_text
from epex.core.decision import On
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
EARLIER = "earlier_versions"
TRANSLATED = "translated"
KEEPING = "if_erased"
STAYS = "stays, without a name"
NOT_FROM_THE_ROW = ("source", "detected_language", "visibility", "question_set", "question_set_version", "version")


def decide(stream: str, values: Values, ground: Ground) -> Sequence[Dated]:
    """Record somebody's words; without a visit or meeting they are an imported text."""
    answers = {name: values[name] for name in TEXTS if name in values} | values.get(OTHER, {})
    author, about = values.get("person", ""), values.get("about", "")
    recorded = ReflectionRecorded(
        title=values.get("title", ""),
        answers=answers,
        author=author,
        organisation=values.get("organisation", "") or (ground.state(author).organisation if author else ""),
        question_set_version=values.get("question_set_version", 1),
        question_set=values.get("question_set") or (EPEX_SET.name if set(QUESTIONS) & set(answers) else ""),
        language=values.get("language", ""),
        detected_language=detect(document_text(answers), ground.languages),
        visibility=ground.visibility,
        side=values.get("side", ""),
        quotation=values.get("quotation", "none"),
        follow_up=values.get("follow_up", 0),
    )
    said = ground.said(about, author, stream) if about else {}
    course, versions = Course(stream), (*values.get(EARLIER, ()), Earlier(answers))
    first = replace(recorded, answers=versions[0].answers)
    course.take(reflection.record(stream, first, _about(about, ground), by=ground.by, said=said))
    if about:
        ground.note_said(about, author, recorded.follow_up, stream)
    _go_on(course, versions, values, ground)
    return course.steps


def _go_on(course: Course, versions: Sequence[Earlier], values: Values, ground: Ground) -> None:
    """Translate each version, revise it up to the newest, and let it stay where its author agreed to that."""
    _translate(course, versions[0].answers, values, ground)
    for before, now in pairwise(versions):
        reason = before.because or f"It was revised in its source: {ground.source}"
        read = detect(document_text(now.answers), ground.languages)
        revised = reflection.revise(course.state, now.answers, reason, by=ground.by, detected=read)
        course.take(revised, before.replaced_on)
        _translate(course, now.answers, values, ground)
    if values.get(KEEPING):
        course.take(reflection.agree_to_keep(course.state, by=ground.by, imported=True), "")


def _translate(course: Course, answers: Mapping[str, str], values: Values, ground: Ground) -> None:
    """Say the present version in other languages, and vouch for it where somebody did."""
    version = course.state.version
    for made in (one for one in values.get(TRANSLATED, ()) if one.version == version):
        by = replace(ground.by, person=made.translator or ground.by.person)
        course.take(translation.translate(course.state, made.answers, made.language, answers, by=by), made.occurred_on)
        if made.reviewed and made.language not in course.state.reviewed:
            author = replace(ground.by, person=course.state.author)
            course.take(translation.confirm(course.state, made.language, (), by=author), made.occurred_on)


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


def _keeping(text: str, known: Known) -> bool:
    return text.casefold() == STAYS or whether(text, known)


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
        ),
        Column(name="follow_up", takes="how many months after the visit: 3, 6 or 12", read=number),
        Column(name="question_set", takes="the question set that was answered"),
        Column(name="question_set_version", takes="its version; else 1", read=number),
        Column(name=OTHER, takes="answers to other questions, as JSON by question", read=texts),
        Column(name=KEEPING, takes=f"yes, or '{STAYS}', when its author agreed to that", read=_keeping),
        Column(
            name=EARLIER, takes="its versions before this one, as JSON: answers, replaced_on, because", read=earlier
        ),
        Column(
            name=TRANSLATED,
            takes="its translations, as JSON: language, version, translator, occurred_on, reviewed, answers",
            read=translated,
        ),
    ),
    decide=decide,
    lost=(Lost("source", "texts come from where this table is imported from"),),
    revise=revise,
    revisable=("answers",),
    revises="the text",
    told=told,
    ignored=NOT_FROM_THE_ROW,
    derived=("organisation",),
    filled=("organisation",),
    one_of=(*TEXTS, OTHER),
    renamed={"author": "person", "answers": "text"},
    exported=exported,
    visibility=PAIR,
    keeps_day=True,
    body="text",
)
