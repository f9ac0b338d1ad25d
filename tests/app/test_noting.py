"""What may tell who a client is, is noted in whatever is recorded, and nothing is repeated."""

from epex.app.noting import noted
from epex.core.challenge import ChallengeStated
from epex.core.decision import Event
from epex.core.person import PersonRegistered, PersonRevised
from epex.core.reflection import ReflectionRecorded
from epex.core.visit import VisitCompleted

BORN = "born on 3 May 1999"
MAIL = "mail to lena@home.example"
QUIET = ChallengeStated(text="How do we begin?", language="en", organisation="organisation-1")


def reflected(*answers: str) -> Event:
    return ReflectionRecorded(answers={str(number): words for number, words in enumerate(answers)})


def test_nothing_is_noted_of_texts_that_tell_of_nobody() -> None:
    assert noted([]) == []
    assert noted([QUIET, reflected("We asked before we advised."), VisitCompleted(on="2017-03-14")]) == []


def test_every_text_of_every_event_is_looked_at() -> None:
    sentences = noted([QUIET, ReflectionRecorded(title=MAIL, answers={"why": "Tea", "how": f"She was {BORN}."})])

    assert len(sentences) == 2


def test_each_kind_is_noted_once_and_its_words_are_not_repeated() -> None:
    sentences = noted([reflected(MAIL, "And to ben@home.example"), reflected(MAIL)])

    assert len(sentences) == 1
    assert "home.example" not in sentences[0]


def test_how_to_reach_a_colleague_is_not_noted() -> None:
    registered = PersonRegistered(
        name="Ben Okafor", contact="ben@home.example", organisation="organisation-1", roles=("practitioner",)
    )

    assert noted([registered, PersonRevised(contact="+49 30 1234567")]) == []


def test_what_is_no_text_is_not_looked_at() -> None:
    # An id and a date may look like numbers to call.
    assert noted([VisitCompleted(on="2017-03-14"), ReflectionRecorded(answers={}, about="visit-49301234567")]) == []
