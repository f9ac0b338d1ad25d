"""Rows of stories of change; evaluators alone import and read them, until they are released here."""

from collections.abc import Mapping, Sequence
from typing import Any

from epex.app.importing.columns import Column, code, date, language, number, reference, reference_among
from epex.app.importing.ground import Ground
from epex.app.importing.kind import Dated, Kind, Lost, Values
from epex.core import story
from epex.core.reader import EVALUATION
from epex.core.story import ABOUT, StoryChosen
from epex.core.vocabulary import STORY_METHODS

OWN = ("title", "text", "teller", "about", "year", "language", "method", "considered", "chosen_by", "reason")


def decide(stream: str, values: Values, ground: Ground) -> Sequence[Dated]:
    """Choose it, with the reason."""
    chosen = StoryChosen(**{name: values[name] for name in OWN if name in values})
    return [Dated(on) for on in story.choose(stream, chosen, frozenset(ground.open_years), by=ground.by)]


def exported(shown: Mapping[str, Any], raw: Mapping[str, Any]) -> Mapping[str, Any]:  # noqa: ARG001 - as all kinds
    """Give the reason of the choice by its own name."""
    return {**shown, "reason": shown["because"]}


KIND = Kind(
    name="stories",
    subject="story",
    columns=(
        Column(name="title", takes="what it is called", required=True),
        Column(name="text", takes="the story", required=True),
        Column(
            name="about",
            takes=f"the {', '.join(ABOUT)} it is about: an id or a title",
            read=reference_among(*ABOUT),
            required=True,
        ),
        Column(name="year", takes="the number of the programme year", read=number, required=True),
        Column(name="reason", takes="why it was chosen", required=True),
        Column(name="teller", takes="whose story it is: an id or a name", read=reference("person")),
        Column(name="language", takes="the code of its language; else en", read=language),
        Column(
            name="method", takes=f"how it was chosen: {', '.join(STORY_METHODS)}", read=code(STORY_METHODS, "method")
        ),
        Column(name="considered", takes="how many stories it was chosen from", read=number),
        Column(name="chosen_by", takes="who chose"),
        date("occurred_on", "when it was chosen"),
    ),
    decide=decide,
    exported=exported,
    lost=(Lost("status", "it is released here, once its teller has agreed", ("released",)),),
    visibility=EVALUATION,
    body="text",
)
