"""Findings without evidence and stories to ask for wait for evaluators, and for nobody else."""

from typing import Any

from epex.core.decision import Actor
from epex.core.finding import FindingEvidenceLinked, FindingRetracted, FindingStated
from epex.core.interview import InterviewCited, InterviewRecorded
from epex.core.story import StoryChosen, StoryConsentRecorded, StoryReleased
from epex.projections.duties.evaluation import duties
from epex.projections.readers import reader_of
from epex.projections.reading import Reading
from tests.projections.bases import ANNA, BEA, DORA, EVE, Base

STATED = FindingStated(statement="Tea opens doors", kind="what_works", year=1)
CHOSEN = StoryChosen(title="The first cup", text="He stayed.", about="element-tea", year=1, reason="Small")


def waiting(base: Base, actor: Actor) -> list[tuple[str, str, str]]:
    reading = Reading(base.views, reader_of(base.views, actor.person))
    return [(duty.heading, duty.title, duty.command) for duty in duties(reading, "2018-01-01")]


def test_a_finding_waits_for_what_it_rests_on(base: Base) -> None:
    base.record("finding-1", STATED, by=EVE)
    base.record("finding-2", STATED, FindingRetracted(reason="No"), by=EVE)

    assert waiting(base, EVE) == [
        ("Findings that rest on nothing yet", "Tea opens doors", "finding link finding-1 SOURCE")
    ]
    assert [waiting(base, actor) for actor in (ANNA, BEA, DORA, Actor(""))] == [[], [], [], []]


def test_a_finding_that_rests_on_anything_waits_no_longer(base: Base) -> None:
    base.record("finding-1", STATED, FindingEvidenceLinked(source="visit-week", stance="supports"), by=EVE)
    base.record("finding-2", STATED, by=EVE)
    said = (InterviewRecorded(text="Tea", year=1), InterviewCited(target="finding-2", stance="supports"))
    base.record("interview-1", *said, by=EVE, visibility="evaluation")

    assert waiting(base, EVE) == []


def test_a_story_waits_for_its_teller_and_then_for_its_release(base: Base) -> None:
    confided: dict[str, Any] = {"by": EVE, "visibility": "evaluation"}
    base.record("story-1", CHOSEN, **confided)
    asked = waiting(base, EVE)
    base.record("story-1", StoryConsentRecorded(agreed=True, how="By mail"), **confided)
    agreed = waiting(base, EVE)
    base.record("story-1", StoryReleased(visibility="network", title="The first cup", because="Small"), by=EVE)

    assert asked == [("Tellers of stories to ask", "The first cup", "story consent story-1")]
    assert agreed == [("Stories that may be released", "The first cup", "story release story-1")]
    assert [waiting(base, actor) for actor in (EVE, ANNA, DORA)] == [[], [], []]


def test_a_story_whose_teller_refused_waits_for_nobody(base: Base) -> None:
    base.record("story-1", CHOSEN, StoryConsentRecorded(agreed=False, how="Mail"), by=EVE, visibility="evaluation")

    assert waiting(base, EVE) == []
