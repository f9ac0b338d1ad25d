"""Moves of the evaluation: interviews, findings and stories of change, mostly by the evaluator."""

from hypothesis import strategies as st

from epex.core import finding, interview, story
from epex.core.decision import Actor
from epex.core.vocabulary import FINDING_KINDS, LANGUAGES, STANCES, STORY_METHODS, VISIBILITIES
from tests.core.life import EVALUATOR, Life, Move

YEARS = frozenset({1})


def evaluator(life: Life) -> Actor:
    """Pick who acts: mostly the evaluator, else anybody."""
    who: Actor = life.draw(st.sampled_from([EVALUATOR, EVALUATOR, life.actor()]))
    return who


INTERVIEW: list[Move] = [
    lambda life: interview.record(
        life.new("interview"),
        interview.InterviewRecorded(
            text=life.words(),
            person=life.one(["", *life.ids("person")]),
            year=life.one([0, 1]),
            question_set=life.one(["", "epex", "Who?"]),
            language=life.one(["", *LANGUAGES]),
        ),
        YEARS,
        by=evaluator(life),
    ),
    lambda life: interview.revise(life.any("interview"), life.words(), life.words(), by=evaluator(life)),
    lambda life: interview.cite(
        life.any("interview"),
        life.one([*life.ids("finding"), *life.ids("story"), *life.ids("theme")]),
        life.one(STANCES),
        passage=life.passage(),
        note=life.words(),
        by=evaluator(life),
    ),
    lambda life: interview.uncite(
        life.any("interview"), life.one(life.ids("finding")), life.words(), by=evaluator(life)
    ),
    lambda life: interview.withdraw(life.any("interview"), reason=life.words(), by=evaluator(life)),
]
FINDING: list[Move] = [
    lambda life: finding.state(
        life.new("finding"),
        finding.FindingStated(statement=life.words(), kind=life.one(FINDING_KINDS), year=life.one([0, 1])),
        YEARS,
        by=evaluator(life),
    ),
    lambda life: finding.revise(life.any("finding"), life.words(), life.words(), by=evaluator(life)),
    lambda life: finding.link(
        life.any("finding"), life.one(life.states), life.one(STANCES), passage=life.passage(), by=evaluator(life)
    ),
    lambda life: finding.unlink(
        life.any("finding"), life.one(life.states), life.words(), place=life.place(), by=evaluator(life)
    ),
    lambda life: finding.retract(life.any("finding"), life.words(), by=evaluator(life)),
]
STORY: list[Move] = [
    lambda life: story.choose(
        life.new("story"),
        story.StoryChosen(
            title=life.words(),
            text=life.words(),
            about=life.one([*life.ids("transfer"), *life.ids("person")]),
            year=life.one([0, 1]),
            method=life.one([*STORY_METHODS, "dice"]),
            considered=life.draw(st.integers(-1, 9)),
            reason=life.words(),
        ),
        YEARS,
        by=evaluator(life),
    ),
    lambda life: story.record_consent(
        life.any("story"), life.words(), agreed=life.draw(st.booleans()), by=evaluator(life)
    ),
    lambda life: story.release(
        life.any("story"),
        story.StoryReleased(visibility=life.one(VISIBILITIES), title=life.words(), because=life.words()),
        by=evaluator(life),
    ),
    lambda life: story.withdraw(life.any("story"), reason=life.words(), by=evaluator(life)),
]
