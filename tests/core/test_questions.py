"""Question sets are added, adopted and signed."""

from dataclasses import replace
from functools import reduce

import pytest

from epex.core import questions
from epex.core.decision import Actor, On, Refused
from epex.core.question_set import Question, QuestionSet
from epex.core.question_texts import EPEX_SET, GIBBS
from epex.core.questions import Questions, QuestionsAdded, QuestionsAdopted, QuestionsEvent, QuestionsSigned, stream_of
from tests.core.actors import COORDINATOR, PRACTITIONER, only

WHY = Question("why_here", {"en": "Why here?", "de": "Warum hier?"})
NEXT = Question("next", {"en": "What next?", "de": "Was nun?"})
OWN = QuestionSet("street", 1, (WHY, NEXT), "Street work", "en")
ID = stream_of("street")
ADDED = QuestionsAdded(
    question_set="street",
    version=1,
    title="Street work",
    original="en",
    keys=("why_here", "next"),
    wordings={"why_here": dict(WHY.wordings), "next": dict(NEXT.wordings)},
)
SIGNED = QuestionsSigned(question_set="street", version=1, language="de")


def known(*events: QuestionsEvent) -> Questions:
    state = reduce(lambda before, event: questions.evolve(before, ID, event), events, None)
    assert state is not None
    return state


def test_a_name_has_one_stream_in_every_base() -> None:
    assert stream_of("epex") == "questions-aea51abe-92af-59d7-906a-44bfb2bd6f38"


def test_add_begins_with_version_one() -> None:
    assert questions.add(OWN, None, by=COORDINATOR) == [On(ID, ADDED)]


def test_what_was_added_reads_back_as_it_was() -> None:
    assert questions.added_set(ADDED) == OWN


def test_what_was_erased_leaves_the_keys() -> None:
    erased = questions.added_set(replace(ADDED, wordings={}))

    assert erased.worded("de") == {"why_here": "why_here", "next": "next"}


@pytest.mark.parametrize("newest", [OWN, replace(OWN, version=4)])
def test_add_counts_the_versions_of_a_name(newest: QuestionSet) -> None:
    changed = replace(OWN, questions=(WHY,))

    added = only(questions.add(changed, newest, by=COORDINATOR))

    assert (added.version, added.keys) == (newest.version + 1, ("why_here",))


def test_add_stores_wordings_composed_and_on_one_line() -> None:
    typed = replace(OWN, questions=(Question("why", {"en": " Why\n here?", "fr": "E\u0301tait-ce ici ?"}),))

    added = only(questions.add(typed, None, by=COORDINATOR))

    assert added.wordings == {"why": {"en": "Why here?", "fr": "Était-ce ici ?"}}


def own(*asked: Question) -> QuestionSet:
    return replace(OWN, questions=asked)


@pytest.mark.parametrize(
    ("added", "newest", "by", "why"),
    [
        (OWN, None, PRACTITIONER, "Only a coordinator may add a question set"),
        (OWN, replace(OWN, version=3), COORDINATOR, "'street' reads like this already .version 3.; change it"),
        (
            replace(OWN, name="Street Work"),
            None,
            COORDINATOR,
            "'Street Work' cannot be the name of a question set; use",
        ),
        (replace(OWN, title=" "), None, COORDINATOR, "The title is empty"),
        (replace(OWN, original="tlh"), None, COORDINATOR, "'tlh' is not a known language"),
        (own(), None, COORDINATOR, "The set has no question; give it at least one"),
        (own(*(replace(WHY, key=f"q{n}") for n in range(21))), None, COORDINATOR, "The set has more than 20 questions"),
        (own(replace(WHY, key="Why?")), None, COORDINATOR, "'Why.' cannot be the key of a question"),
        (own(replace(WHY, key="text")), None, COORDINATOR, "The key 'text' is taken; give each question a key of"),
        (own(WHY, replace(NEXT, key="why_here")), None, COORDINATOR, "The key 'why_here' is taken"),
        (
            own(WHY, Question("next", {"en": "Next?"})),
            None,
            COORDINATOR,
            "The question 'next' has no wording in 'de'; ",
        ),
        (own(Question("next", {"de": "Was nun?"})), None, COORDINATOR, "The question 'next' has no wording in 'en'"),
        (own(Question("next", {"en": "Next?", "tlh": "?"})), None, COORDINATOR, "'tlh' is not a known language"),
        (
            own(WHY, Question("more", {"en": "why here?", "de": "Nun?"})),
            None,
            COORDINATOR,
            "Two questions read alike in",
        ),
    ],
)
def test_add_refuses_what_could_not_be_asked(
    added: QuestionSet, newest: QuestionSet | None, by: Actor, why: str
) -> None:
    with pytest.raises(Refused, match=f"^{why}"):
        questions.add(added, newest, by=by)


@pytest.mark.parametrize("in_force", [None, GIBBS, replace(EPEX_SET, version=2)])
def test_adopt_puts_a_set_in_force(in_force: QuestionSet | None) -> None:
    adopted = questions.adopt(EPEX_SET, in_force, by=COORDINATOR)

    assert adopted == [On(stream_of("epex"), QuestionsAdopted(question_set="epex", version=1))]


def test_adopt_refuses_what_is_in_force() -> None:
    with pytest.raises(Refused, match=r"^'epex' is in force already \(version 1\); choose another question set"):
        questions.adopt(EPEX_SET, EPEX_SET, by=COORDINATOR)


def test_adopt_is_the_coordinators() -> None:
    with pytest.raises(Refused, match=r"^Only a coordinator may adopt a question set for the network"):
        questions.adopt(EPEX_SET, None, by=PRACTITIONER)


@pytest.mark.parametrize(("by", "spoken"), [(PRACTITIONER, ("de",)), (COORDINATOR, ())], ids=["speaker", "coordinator"])
@pytest.mark.parametrize("events", [(), (ADDED,), (ADDED, replace(SIGNED, version=2))])
def test_sign_vouches_for_a_translation(by: Actor, spoken: tuple[str, ...], events: tuple[QuestionsEvent, ...]) -> None:
    state = known(*events) if events else None

    assert questions.sign(state, OWN, "de", spoken, by=by) == [On(ID, SIGNED)]


@pytest.mark.parametrize(
    ("events", "language", "by", "why"),
    [
        ((ADDED,), "tlh", COORDINATOR, "'tlh' is not a known language"),
        ((ADDED,), "en", COORDINATOR, "'street' was written in 'en'; sign a translation of it"),
        ((ADDED,), "fr", COORDINATOR, "'street' has no wording in 'fr'; add a version with one"),
        ((ADDED, SIGNED), "de", COORDINATOR, "The wording in 'de' is signed already"),
        ((ADDED,), "de", PRACTITIONER, "Only a coordinator may sign for 'de' without an organisation that works in it"),
    ],
)
def test_sign_refuses_what_nobody_vouches_for(
    events: tuple[QuestionsEvent, ...], language: str, by: Actor, why: str
) -> None:
    with pytest.raises(Refused, match=f"^{why}"):
        questions.sign(known(*events), OWN, language, ("fr", "en"), by=by)


def test_adopting_changes_nothing_that_decisions_know() -> None:
    assert known(ADDED, QuestionsAdopted(question_set="street", version=1)) == known(ADDED)
