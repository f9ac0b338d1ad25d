"""A translation is the author's own, or waits for somebody else who speaks the language."""

from dataclasses import replace
from functools import reduce

import pytest

from epex.core import reflection, translation
from epex.core.decision import Actor, On, Refused
from epex.core.reflection import (
    Reflection,
    ReflectionEvent,
    ReflectionRecorded,
    ReflectionRevised,
    ReflectionTranslated,
    ReflectionTranslationConfirmed,
    ReflectionWithdrawalRequested,
)
from tests.core.actors import COORDINATOR, EDITOR, EVALUATOR, PRACTITIONER, STRANGER, VISITOR

ID = "reflection-1"
WRITTEN = ReflectionRecorded(
    answers={"how": "Am Küchentisch", "why": "Aus Scham"},
    about="visit-1",
    author=VISITOR.person,
    detected_language="de",
)
OWN = ReflectionTranslated(
    answers={"how": "At the table"}, language="en", version=1, translator=VISITOR.person, reviewed=True
)
OTHERS = replace(OWN, translator=PRACTITIONER.person, reviewed=False)
CONFIRMED = ReflectionTranslationConfirmed(language="en")
SPEAKER = Actor("person-speaker", "organisation-home")
REVISED = ReflectionRevised(answers={"how": "Am Tisch"}, reason="Shorter", version=2)


def known(*events: ReflectionEvent) -> Reflection:
    state = reduce(lambda before, event: reflection.evolve(before, ID, event), (WRITTEN, *events), None)
    assert state is not None
    return state


def test_an_author_translates_and_it_needs_no_other_eyes() -> None:
    assert translation.translate(known(), {"how": "At the table\r\n"}, "en", WRITTEN.answers, by=VISITOR) == [
        On(ID, OWN)
    ]


@pytest.mark.parametrize("by", [PRACTITIONER, COORDINATOR, EDITOR], ids=["practitioner", "coordinator", "editor"])
def test_a_translation_by_somebody_else_is_unreviewed(by: Actor) -> None:
    translated = translation.translate(known(), {"how": "At the table"}, "en", WRITTEN.answers, by=by)

    assert translated == [On(ID, replace(OTHERS, translator=by.person))]


def test_a_translation_is_of_the_version_that_stands() -> None:
    translated = translation.translate(known(REVISED), {"how": "At the table"}, "en", WRITTEN.answers, by=VISITOR)

    assert translated == [On(ID, replace(OWN, version=2))]


@pytest.mark.parametrize(
    ("events", "answers", "language", "by", "why"),
    [
        (
            (),
            {"how": "x"},
            "en",
            EVALUATOR,
            "Only a practitioner or coordinator or editor may translate somebody else's",
        ),
        ((), {"how": "x"}, "de", VISITOR, "It is written in 'de'; choose another language, or revise it"),
        ((), {"how": "x"}, "tlh", VISITOR, "'tlh' is not a known language"),
        ((), {"how": " "}, "en", VISITOR, "The reflection is empty"),
        ((), {"add": "x"}, "en", VISITOR, "'add' is not answered in the reflection; translate one of: how, why"),
        ((ReflectionWithdrawalRequested(),), {"how": "x"}, "en", VISITOR, "This reflection was withdrawn"),
    ],
)
def test_translate_refuses_what_cannot_be(
    events: tuple[ReflectionEvent, ...], answers: dict[str, str], language: str, by: Actor, why: str
) -> None:
    with pytest.raises(Refused, match=f"^{why}"):
        translation.translate(known(*events), answers, language, ["how", "why"], by=by)


@pytest.mark.parametrize(("by", "spoken"), [(VISITOR, ()), (SPEAKER, ("en",))], ids=["author", "speaker"])
def test_a_translation_is_confirmed_by_its_author_or_another_speaker(by: Actor, spoken: tuple[str, ...]) -> None:
    assert translation.confirm(known(OTHERS), "en", spoken, by=by) == [On(ID, CONFIRMED)]


ONLY = "Only the author confirms it, or somebody else whose organisation works in 'en'; ask one of them"


@pytest.mark.parametrize(
    ("events", "spoken", "by", "why"),
    [
        ((), ("en",), VISITOR, "There is no translation into 'en' yet; write one"),
        ((OWN,), ("en",), VISITOR, "The translation into 'en' was reviewed already"),
        ((OTHERS, CONFIRMED), ("en",), VISITOR, "The translation into 'en' was reviewed already"),
        ((OTHERS, REVISED), ("en",), VISITOR, "The reflection was revised since it was translated; translate it again"),
        ((OTHERS,), ("en",), PRACTITIONER, ONLY),
        ((OTHERS,), ("fr",), STRANGER, ONLY),
        ((OTHERS, ReflectionWithdrawalRequested()), ("en",), VISITOR, "This reflection was withdrawn"),
    ],
)
def test_confirm_refuses_what_cannot_be(
    events: tuple[ReflectionEvent, ...], spoken: tuple[str, ...], by: Actor, why: str
) -> None:
    with pytest.raises(Refused, match=f"^{why}"):
        translation.confirm(known(*events), "en", spoken, by=by)


def test_another_translation_must_be_reviewed_anew() -> None:
    assert known(OTHERS, CONFIRMED).reviewed == frozenset({"en"})
    assert known(OTHERS, CONFIRMED, OTHERS).reviewed == frozenset()
