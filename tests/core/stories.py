"""Draw whole lives: some way into a story that goes well, then any moves in any order."""

from collections.abc import Callable, Iterable
from typing import Any

from hypothesis import strategies as st

from epex.core import (
    chapter,
    consent,
    edition,
    element,
    publication,
    reflection,
    review,
    theme,
    transfer,
    viewpoint,
    visit,
)
from epex.core.decision import Actor, Refused
from epex.core.judgement import Judgement
from tests.core.life import ANSWERED, LEAD, Life, Move, about_visit, founded
from tests.core.moves import MOVES
from tests.core.publication_moves import printed

JUDGED = Judgement(rationale="Most visits showed it.", dissent="Prisons differ.")
AUTHOR = Actor("person-1", "organisation-1", frozenset({"practitioner"}))
VISITED: list[Move] = [
    lambda life: visit.agree(life.states["visit-0"], by=LEAD),
    lambda life: visit.prepare(life.states["visit-0"], confidentiality_briefing=True, by=LEAD),
    lambda life: visit.start(life.states["visit-0"], by=LEAD),
    lambda life: visit.complete(life.states["visit-0"], by=LEAD),
    lambda life: visit.monitor(life.states["visit-0"], "A way to begin.", by=LEAD),
]
STORIES: dict[str, list[Move]] = {
    "visit": VISITED,
    "reflection": [
        *VISITED,
        lambda life: reflection.record("reflection-1", ANSWERED, about_visit(life.states["visit-0"]), by=LEAD),
        lambda life: reflection.release(life.states["reflection-1"], "organisation", by=AUTHOR),
        lambda life: reflection.release(life.states["reflection-1"], "network", by=AUTHOR),
    ],
    "element": [
        lambda life: element.link(life.states["element-0"], "visit-0", "supports", by=LEAD),
        lambda life: element.label(life.states["element-0"], "shared", by=LEAD),
        lambda life: element.label(life.states["element-0"], "inspiring", reason="Three tried it.", by=LEAD),
    ],
    "review": [
        lambda life: element.label(life.states["element-0"], "shared", by=LEAD),
        lambda life: review.request(life.states["element-0"], "review-0", life.states["person-1"], by=LEAD),
        lambda life: review.write(life.states["element-0"], "confirmed", "It holds.", by=AUTHOR),
    ],
    "theme": [
        lambda life: theme.link(life.states["theme-0"], "challenge-0", "supports", by=LEAD),
        lambda life: theme.discuss(life.states["theme-0"], JUDGED, by=LEAD),
        lambda life: theme.adopt(life.states["theme-0"], JUDGED, by=LEAD),
        lambda life: theme.retire(life.states["theme-0"], JUDGED, by=LEAD),
        lambda life: theme.reopen(life.states["theme-0"], JUDGED, by=LEAD),
    ],
    "publication": [
        lambda life: consent.give(life.states["consent-0"], by=AUTHOR, given_on="2018-03-01"),
        lambda life: viewpoint.sign(life.states["viewpoint-0"], by=AUTHOR),
        lambda life: chapter.draft(life.states["chapter-0"], ("Trust first.",), (), by=LEAD),
        lambda life: chapter.review(life.states["chapter-0"], "accept", by=AUTHOR),
        lambda life: chapter.approve(life.states["chapter-0"], by=LEAD),
        lambda life: edition.freeze(
            life.states["publication-0"], printed(life, "publication-0"), by=LEAD, day="2018-05-01"
        ),
        lambda life: publication.publish(life.states["publication-0"], (), by=LEAD),
    ],
    "transfer": [
        lambda life: transfer.compare(life.states["transfer-0"], "source", {"environment.law": "fits"}, by=LEAD),
        lambda life: transfer.compare(life.states["transfer-0"], "receiving", {"environment.law": "adapt"}, by=LEAD),
        lambda life: transfer.anticipate(life.states["transfer-0"], "try_adapted", "It is worth a try.", by=LEAD),
        lambda life: transfer.adapt(life.states["transfer-0"], ("Tea instead of coffee",), by=LEAD),
        lambda life: transfer.pilot(life.states["transfer-0"], by=LEAD),
        lambda life: transfer.evaluate(life.states["transfer-0"], "Half of them came.", by=LEAD),
        lambda life: transfer.sustain(life.states["transfer-0"], by=LEAD),
    ],
}
SHARED = ("visit", "element", "theme", "transfer")


@st.composite
def lives(draw: Callable[[st.SearchStrategy[Any]], Any], subject: str, longest: int = 12) -> Life:
    """Draw a life: some way into the subject's story, then any moves, each of which was recorded or refused."""
    life = founded(draw)
    story = STORIES.get(subject, [])
    play(life, story[: draw(st.integers(0, len(story)))])
    play(life, draw(st.lists(st.sampled_from(MOVES[subject]), max_size=longest)))
    return life


@st.composite
def whole_lives(draw: Callable[[st.SearchStrategy[Any]], Any], longest: int = 30) -> Life:
    """Draw a life in which everything happens together."""
    life = founded(draw)
    for subject in SHARED:
        story = STORIES[subject]
        play(life, story[: draw(st.integers(0, len(story)))])
    everything = [move for moves in MOVES.values() for move in moves]
    play(life, draw(st.lists(st.sampled_from(everything), max_size=longest)))
    return life


def play(life: Life, moves: Iterable[Move]) -> None:
    """Try each move; a refusal leaves the life as it is."""
    for move in moves:
        try:
            ons = move(life)
        except Refused:
            continue
        life.record(ons)
