"""Rows of chapters, with the newest draft; they are reviewed and approved here, by others than who drafted them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from epex.app.importing.columns import (
    NAMED,
    Column,
    Unfit,
    code,
    date,
    joined,
    language,
    number,
    pairs,
    reference,
    references,
)
from epex.app.importing.ground import Ground
from epex.app.importing.kind import Change, Course, Dated, Kind, Lost, Values
from epex.core import chapter
from epex.core.chapter import Chapter, ChapterDrafted, ChapterMessageStated, ChapterOutlined
from epex.core.decision import Refused
from epex.core.manuscript import Paragraph, Resting, parse, placing, quote_in

STATUSES = ("outlined", "drafted")
HERE = ("reviewed", "approved", "frozen")
OUTLINE = ("title", "themes", "writers")


def decide(stream: str, values: Values, ground: Ground) -> Sequence[Dated]:
    """Outline it, write its draft, and state its messages."""
    _require_drafted(values, ground)
    book = (
        replace(ground.state(values["publication"]), status="open")
        if ground.is_again
        else ground.state(values["publication"])
    )
    numbers = [row["number"] for row in ground.rows("chapter") if row["publication"] == book.id]
    place = values.get("number") or max(numbers, default=0) + 1
    given = {name: values[name] for name in OUTLINE if name in values}
    course = Course(stream)
    course.take(chapter.outline(stream, book, by=ground.by, number=place, **given))
    _draft(course, values, ground)
    _state(course, values.get("messages", ()), ground)
    if not ground.is_again:
        ground.rows("chapter").append({"number": place, "publication": book.id})
    return course.steps


def revise(state: Chapter, change: Change, ground: Ground) -> Sequence[Dated]:
    """Write the draft anew, and state what messages were added."""
    course = Course(state.id, chapter.within(state, ground.state(state.publication)))
    if {"text", "sources", "language"} & set(change.values):
        _draft(course, change.row, ground)
    _state(course, change.added("messages"), ground)
    return course.steps


def told(events: Sequence[Any]) -> dict[str, Any]:
    """Tell the outline, the newest draft and the messages."""
    said: dict[str, Any] = {}
    messages: dict[int, tuple[str, str]] = {}
    for event in events:
        match event:
            case ChapterOutlined():
                said |= {name: getattr(event, name) for name in ("publication", "number", *OUTLINE)}
            case ChapterDrafted(paragraphs=paragraphs, sources=sources, source_places=places, language=code):
                said |= {"text": paragraphs, "sources": tuple(zip(sources, places, strict=True)), "language": code}
            case ChapterMessageStated(number=place, audience=audience, text=text):
                messages[place] = (audience, text)
    return {**said, "messages": tuple(messages.values())}


def exported(shown: Mapping[str, Any], raw: Mapping[str, Any]) -> Mapping[str, Any]:  # noqa: ARG001 - as all kinds
    """Write the draft as a manuscript, and the messages with whom they are for."""
    # The place of a quote that the reader may not see tells its id.
    there = [one for one in shown.get("paragraphs", ()) if one["quote"] or not quote_in(one["title"])]
    text = "\n\n".join(map(_written, there))
    messages = joined(f"{one['audience']}: {one['title']}" for one in shown.get("messages", ()))
    return {**shown, "text": text, "messages": messages}


def _written(paragraph: Mapping[str, Any]) -> str:
    rests = ", ".join(paragraph["rests_on"])
    return f"{paragraph['title']}\n^ {rests}" if rests else str(paragraph["title"])


def _draft(course: Course, values: Values, ground: Ground) -> None:
    if "text" not in values:
        return
    written = parse(values["text"])
    resting = [_behind(paragraph, ground) for paragraph in written]
    words = [placing(rests.quote) if rests.quote else one.words for one, rests in zip(written, resting, strict=True)]
    spoken = values.get("language") or ground.queries.show(values["publication"])["language"]
    drafted = chapter.draft(course.state, words, resting, by=ground.by, language=spoken)
    course.take(drafted, values.get("drafted_on", ""))


def _behind(paragraph: Paragraph, ground: Ground) -> Resting:
    quote = quote_in(paragraph.words)
    sources = tuple(map(ground.seek, paragraph.rests_on))
    placed = _quote(quote, ground) if quote else ""
    behind = (place for source in (*sources, *filter(None, [placed])) for place in _positions(source, ground))
    return Resting(sources, tuple(dict.fromkeys(behind)), placed)


def _quote(text: str, ground: Ground) -> str:
    if not ground.is_named("quote", text):
        raise Refused(
            f"The draft places '{text}', which is no quote here; import the chapter without text, then the quotes, then"
            " the chapter again with --revise."
        )
    return ground.find("quote", text)


def _positions(source: str, ground: Ground) -> Sequence[int]:
    shown = ground.queries.show(source)
    return (shown["position"], *(link["position"] for link in shown.get("evidence", ())))


def _state(course: Course, messages: Sequence[tuple[str, str]], ground: Ground) -> None:
    for audience, words in messages:
        course.take(chapter.message(course.state, audience, words, by=ground.by), "")


def _require_drafted(values: Values, ground: Ground) -> None:
    """Refuse what others than who drafted it say; what is known stays as it is."""
    status = values.get("status", STATUSES[0])
    if status in HERE and not ground.is_again:
        raise Unfit(
            "status",
            f"A chapter is not imported as {status}: others than who drafted it say so here; write drafted, then use"
            " 'epex chapter review' and 'approve'.",
        )


KIND = Kind(
    name="chapters",
    subject="chapter",
    columns=(
        Column(name="publication", takes=f"its edition: {NAMED}", read=reference("publication"), required=True),
        Column(name="title", takes="what it is called", required=True),
        Column(name="number", takes="its place in the book; else the last", read=number),
        Column(
            name="themes", takes="the themes that it tells of, with ; between", read=references("theme"), required=True
        ),
        Column(name="writers", takes="who may draft it beside the editors", read=references("person")),
        Column(name="text", takes="the whole chapter in Markdown; a line '^ ID, ID' names what a paragraph rests on"),
        Column(name="language", takes="the code of its language; else that of the book", read=language),
        Column(name="messages", takes="key messages, as AUDIENCE: WORDS on lines", read=pairs()),
        Column(
            name="status",
            takes="outlined or drafted; it is reviewed and approved here",
            read=code((*STATUSES, *HERE), "status of a chapter"),
        ),
        date("drafted_on", "when the draft was written"),
        date("occurred_on", "when it was outlined"),
    ),
    decide=decide,
    lost=(
        Lost("version", "its earlier drafts are not in the table"),
        Lost("drafter", "the draft counts as yours, so somebody else reviews it"),
    ),
    revise=revise,
    revisable=("text", "sources", "language", "messages"),
    revises="the draft and the messages",
    told=told,
    derived=("number",),
    renamed={"sources": "text"},
    exported=exported,
    body="text",
)
