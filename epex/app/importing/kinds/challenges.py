"""Rows of challenges, and who shares them."""

from collections.abc import Sequence
from typing import Any

from epex.app.importing.columns import Column, code, date, language, reference, references
from epex.app.importing.ground import Ground
from epex.app.importing.kind import Change, Course, Dated, Kind, Values
from epex.app.importing.kind import told as plainly_told
from epex.core import challenge
from epex.core.challenge import Challenge, ChallengeShared, ChallengeStated
from epex.core.decision import On
from epex.core.vocabulary import SETTINGS


def decide(stream: str, values: Values, ground: Ground) -> Sequence[Dated]:
    """State it for one organisation, and let others share it."""
    course, home = Course(stream), ground.organisation(values["organisation"])
    given = {name: values[name] for name in ("language", "setting") if name in values}
    course.take(challenge.state(stream, values["text"], home, by=ground.by, **given))
    for sharer in values.get("shared_by", ()):
        course.take(challenge.share(course.state, ground.organisation(sharer), by=ground.by))
    return course.steps


def revise(state: Challenge, change: Change, ground: Ground) -> Sequence[On]:
    """Let more organisations share it."""
    course = Course(state.id, state)
    for sharer in change.added("shared_by"):
        if sharer not in state.shared_by:
            course.take(challenge.share(course.state, ground.organisation(sharer), by=ground.by))
    return [step.on for step in course.steps]


def told(events: Sequence[Any]) -> dict[str, Any]:
    """Tell who shares it apart from who stated it."""
    stated = [event for event in events if isinstance(event, ChallengeStated)]
    sharing = [event.organisation for event in events if isinstance(event, ChallengeShared)]
    return {**plainly_told(stated), "shared_by": tuple(sharing)}


KIND = Kind(
    name="challenges",
    subject="challenge",
    columns=(
        Column(name="text", takes='a question that begins "How do we"', required=True),
        Column(
            name="organisation",
            takes="whose challenge it is: an id, a name, or the id of its row in the same source",
            read=reference("organisation"),
            required=True,
        ),
        Column(name="language", takes="the code of the text's language; else en", read=language),
        Column(name="setting", takes=f"one of {', '.join(SETTINGS)}", read=code(SETTINGS, "setting")),
        Column(
            name="shared_by",
            takes="organisations that have the same one; several with ; between",
            read=references("organisation"),
        ),
        date("occurred_on", "when it was stated"),
    ),
    decide=decide,
    revise=revise,
    revisable=("shared_by",),
    revises="who shares it",
    told=told,
    shown={"text": "title"},
    body="text",
)
