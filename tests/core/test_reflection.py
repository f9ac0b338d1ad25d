"""A reflection looks back, keeps its author's voice, and widens only by its author's will."""

from dataclasses import replace
from functools import reduce
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epex.core import reflection, withdrawal
from epex.core.answers import document_text, tidied
from epex.core.decision import Actor, On, Refused
from epex.core.reader import WIDENING
from epex.core.reflection import (
    About,
    AboutMeeting,
    AboutVisit,
    Imported,
    Reflection,
    ReflectionEvent,
    ReflectionKeepingAgreed,
    ReflectionRecorded,
    ReflectionReleased,
    ReflectionRevised,
    ReflectionWithdrawalRequested,
    ReflectionWithdrawn,
)
from epex.core.vocabulary import QUESTIONS
from tests.core.actors import only

ID = "reflection-1"
HOST = Actor("person-host", "organisation-lindenhof", frozenset({"practitioner"}))
VISITOR = Actor("person-visitor", "organisation-millrace", frozenset({"practitioner"}))
STRANGER = Actor("person-stranger", "organisation-elsewhere", frozenset({"practitioner"}))
COORDINATOR = Actor("person-coordinator", "organisation-office", frozenset({"coordinator"}))
OFFICER = Actor("person-officer", "organisation-office", frozenset({"data_protection_officer"}))

VISIT = AboutVisit("visit-1", "completed", frozenset({"person-host"}), frozenset({"person-visitor"}))
MEETING = AboutMeeting("meeting-1", frozenset({"person-host", "person-visitor"}))
IMPORT = Imported("SAFENET")
DRAFT = ReflectionRecorded(answers={"how": "At the kitchen table"})
OF_VISITOR = replace(DRAFT, about="visit-1", author="person-visitor", side="visitor")
NAMELESS = replace(DRAFT, source="SAFENET")

WORDS = st.text(max_size=40)
ANSWERS = st.dictionaries(st.sampled_from([*QUESTIONS, "text", "anything_else"]), WORDS)


def known(*events: ReflectionEvent) -> Reflection:
    state = reduce(lambda before, event: reflection.evolve(before, ID, event), events, None)
    assert state is not None
    return state


@pytest.mark.parametrize("status", ["completed", "monitored"])
@pytest.mark.parametrize(("by", "side"), [(HOST, "host"), (VISITOR, "visitor")], ids=["host", "visitor"])
def test_record_takes_the_side_from_the_visit(status: str, by: Actor, side: str) -> None:
    recorded = reflection.record(ID, DRAFT, replace(VISIT, status=status), by=by)

    assert recorded == [On(ID, replace(DRAFT, about="visit-1", author=by.person, side=side))]


def test_record_takes_a_stated_side_that_is_right() -> None:
    recorded = reflection.record(ID, replace(DRAFT, side="host", language="de"), VISIT, by=HOST)

    assert recorded == [On(ID, replace(DRAFT, side="host", language="de", about="visit-1", author="person-host"))]


def test_record_by_a_coordinator_leaves_the_words_to_their_author() -> None:
    recorded = reflection.record(ID, replace(DRAFT, author="person-visitor"), VISIT, by=COORDINATOR)

    assert recorded == [On(ID, OF_VISITOR)]


@pytest.mark.parametrize("stated", ["", "participant"])
def test_record_after_a_meeting_makes_a_participant(stated: str) -> None:
    recorded = reflection.record(ID, replace(DRAFT, side=stated), MEETING, by=HOST)

    assert recorded == [On(ID, replace(DRAFT, about="meeting-1", author="person-host", side="participant"))]


def test_record_of_an_import_may_name_nobody() -> None:
    recorded = reflection.record(ID, DRAFT, IMPORT, by=COORDINATOR)

    assert recorded == [On(ID, NAMELESS)]


def test_record_of_an_import_keeps_the_person_and_side_it_names() -> None:
    named = replace(DRAFT, author="person-visitor", side="visitor")

    recorded = reflection.record(ID, named, IMPORT, by=VISITOR)

    assert recorded == [On(ID, replace(named, source="SAFENET"))]


def test_record_takes_the_origin_from_what_it_is_about() -> None:
    misplaced = replace(DRAFT, about="visit-other", source="Somewhere")

    recorded = reflection.record(ID, misplaced, VISIT, by=VISITOR)

    assert recorded == [On(ID, OF_VISITOR)]


@pytest.mark.parametrize("status", ["planned", "agreed", "prepared", "started", "postponed", "cancelled"])
def test_record_is_refused_before_the_visit_is_completed(status: str) -> None:
    why = f"^The visit is {status}; record the reflection once the visit is completed"

    with pytest.raises(Refused, match=why):
        reflection.record(ID, DRAFT, replace(VISIT, status=status), by=HOST)


@pytest.mark.parametrize(
    ("draft", "about", "by", "why"),
    [
        (DRAFT, VISIT, STRANGER, "Only somebody who hosted or visited reflects on a visit"),
        (replace(DRAFT, side="host"), VISIT, VISITOR, "The author was on this visit as visitor; .* --side visitor"),
        (DRAFT, MEETING, STRANGER, "Only somebody who attended reflects on a meeting"),
        (replace(DRAFT, side="host"), MEETING, HOST, "At a meeting everybody is a participant"),
        (DRAFT, Imported(" "), COORDINATOR, "The name of the source is empty"),
        (DRAFT, IMPORT, STRANGER, "Only a coordinator may import texts"),
        (replace(DRAFT, author="person-host"), VISIT, VISITOR, "Only a coordinator may type in somebody else's"),
        (replace(DRAFT, visibility="evaluation"), VISIT, HOST, "'evaluation' is not a known visibility"),
        (replace(DRAFT, quotation="always"), VISIT, HOST, "'always' is not a known permission to quote"),
        (replace(DRAFT, language="tlh"), VISIT, HOST, "'tlh' is not a known language"),
        (replace(DRAFT, side="witness"), IMPORT, COORDINATOR, "'witness' is not a known side"),
        (replace(DRAFT, answers={"why": " \n"}), VISIT, HOST, "The reflection is empty; answer at least one"),
        (replace(DRAFT, answers={}), VISIT, HOST, "The reflection is empty; answer at least one"),
    ],
)
def test_record_refuses_what_cannot_be(draft: ReflectionRecorded, about: About, by: Actor, why: str) -> None:
    with pytest.raises(Refused, match=f"^{why}"):
        reflection.record(ID, draft, about, by=by)


@pytest.mark.parametrize("months", reflection.FOLLOW_UPS)
def test_record_after_months_is_a_reflection_of_its_own(months: int) -> None:
    draft = replace(DRAFT, follow_up=months)

    recorded = reflection.record(ID, draft, VISIT, by=VISITOR, said={0: "reflection-0"})

    assert recorded == [On(ID, replace(OF_VISITOR, follow_up=months))]


@pytest.mark.parametrize(("months", "about"), [(4, VISIT), (3, MEETING), (6, IMPORT)])
def test_record_refuses_a_follow_up_that_nobody_asks_for(months: int, about: About) -> None:
    by = COORDINATOR if about is IMPORT else HOST
    why = r"^Only a visit is looked back on again, after 3, 6, 12 months; leave out the follow-up\.$"

    with pytest.raises(Refused, match=why):
        reflection.record(ID, replace(DRAFT, follow_up=months), about, by=by)


@pytest.mark.parametrize(
    ("months", "what"), [(0, "reflection"), (6, "follow-up after 6 months")], ids=["first", "follow-up"]
)
def test_record_refuses_a_second_one_and_names_the_first(months: int, what: str) -> None:
    why = f"^This person's {what} is recorded already; change it with 'epex reflection revise reflection-0'"

    with pytest.raises(Refused, match=why):
        reflection.record(ID, replace(DRAFT, follow_up=months), VISIT, by=VISITOR, said={months: "reflection-0"})


@pytest.mark.parametrize(
    ("by", "typed_by"),
    [(VISITOR, VISITOR.person), (VISITOR, COORDINATOR.person), (COORDINATOR, COORDINATOR.person), (COORDINATOR, None)],
    ids=["author", "author of what was typed in", "who typed it in", "import"],
)
def test_revise_counts_the_versions(by: Actor, typed_by: str | None) -> None:
    state = known(OF_VISITOR, ReflectionRevised(answers={"how": "Slowly"}, reason="Clearer", version=2))

    (on,) = reflection.revise(state, {"how": "Very slowly\r\n"}, "Clearer still", by=by, typed_by=typed_by)

    assert on == On(
        ID, ReflectionRevised(answers={"how": "Very slowly"}, reason="Clearer still", version=3, language="")
    )


@pytest.mark.parametrize("author", ["", VISITOR.person])
@pytest.mark.parametrize("by", [VISITOR, COORDINATOR, HOST], ids=["visitor", "coordinator", "host"])
@pytest.mark.parametrize("typed_by", [VISITOR.person, COORDINATOR.person, HOST.person])
def test_who_may_revise_is_told_as_it_is_decided(author: str, by: Actor, typed_by: str) -> None:
    state = replace(known(OF_VISITOR), author=author)
    try:
        is_decided = bool(reflection.revise(state, {"how": "Slowly"}, "Clearer", by=by, typed_by=typed_by))
    except Refused:
        is_decided = False

    assert reflection.may_revise(author, typed_by, by.person, by.roles) is is_decided


def test_a_revision_states_the_language_anew_and_keeps_what_it_reads_like() -> None:
    state = known(replace(OF_VISITOR, language="en", detected_language="en"))

    revised = reflection.revise(state, {"how": "Très lentement"}, "Said so", by=VISITOR, language="fr", detected="fr")

    (event,) = [on.event for on in revised]
    assert isinstance(event, ReflectionRevised)
    after = reflection.evolve(state, ID, event)
    assert (event.language, event.detected_language, after.stated, after.detected) == ("fr", "fr", "fr", "fr")


@pytest.mark.parametrize(
    ("stated", "detected", "revision", "language"),
    [
        ("en", "en", ReflectionRevised(answers={}, reason="", version=2), "en"),
        ("en", "en", ReflectionRevised(answers={}, reason="", version=2, language="en", detected_language="fr"), "en"),
        ("", "en", ReflectionRevised(answers={}, reason="", version=2, language="", detected_language="fr"), "fr"),
        ("", "en", ReflectionRevised(answers={}, reason="", version=2, language=""), "en"),
    ],
)
def test_the_language_is_the_stated_one_else_what_the_newest_text_reads_like(
    stated: str, detected: str, revision: ReflectionRevised, language: str
) -> None:
    state = known(replace(OF_VISITOR, language=stated, detected_language=detected), revision)

    assert state.language == language


def test_revise_refuses_what_changes_nothing() -> None:
    state = known(replace(OF_VISITOR, language="en"))
    present = {"how": "Slowly"}

    with pytest.raises(Refused, match="changes nothing"):
        reflection.revise(state, {"how": " Slowly\r\n"}, "Again", by=VISITOR, present=present, language="en")

    assert reflection.revise(state, present, "Not English", by=VISITOR, present=present, language="de")


def test_revise_refuses_a_language_that_the_network_does_not_know() -> None:
    with pytest.raises(Refused, match="language"):
        reflection.revise(known(OF_VISITOR), {"how": "Fast"}, "Better", by=VISITOR, language="tlh")


@pytest.mark.parametrize(
    ("by", "typed_by", "why"),
    [
        (HOST, None, "Only a coordinator may revise somebody else's reflection for them"),
        (HOST, HOST.person, "Only a coordinator may revise somebody else's reflection for them"),
        (HOST, VISITOR.person, "Only its author, or who typed it in for them, may revise a reflection; ask one of"),
        (COORDINATOR, VISITOR.person, "Only its author, or who typed it in for them, may revise a reflection"),
    ],
)
def test_revise_is_refused_to_others(by: Actor, typed_by: str | None, why: str) -> None:
    with pytest.raises(Refused, match=f"^{why}"):
        reflection.revise(known(OF_VISITOR), {"how": "Fast"}, "Better", by=by, typed_by=typed_by)


def test_an_import_that_names_nobody_is_revised_by_any_coordinator() -> None:
    (on,) = reflection.revise(known(NAMELESS), {"how": "Fast"}, "A slip", by=COORDINATOR, typed_by=OFFICER.person)

    assert on == On(ID, ReflectionRevised(answers={"how": "Fast"}, reason="A slip", version=2, language=""))


def test_revise_needs_a_reason() -> None:
    with pytest.raises(Refused, match=r"^The reason is empty"):
        reflection.revise(known(OF_VISITOR), {"how": "Fast"}, "", by=VISITOR)


def test_revise_needs_an_answer() -> None:
    with pytest.raises(Refused, match=r"^The reflection is empty"):
        reflection.revise(known(OF_VISITOR), {}, "Nothing to say", by=VISITOR)


@pytest.mark.parametrize("visibility", ["organisation", "network", "public"])
def test_release_widens_for_the_author(visibility: str) -> None:
    state = known(OF_VISITOR)

    (released,) = reflection.release(state, visibility, by=VISITOR)

    assert released == On(ID, ReflectionReleased(visibility=visibility))
    assert reflection.evolve(state, ID, only([released])) == replace(state, visibility=visibility)


def test_release_of_an_import_without_author_is_the_officers() -> None:
    released = reflection.release(known(NAMELESS), "network", by=OFFICER)

    assert released == [On(ID, ReflectionReleased(visibility="network"))]


def test_release_of_an_import_without_author_is_refused_to_its_importer() -> None:
    with pytest.raises(Refused, match=r"^Only a data protection officer may release an import that names nobody"):
        reflection.release(known(NAMELESS), "network", by=COORDINATOR)


@pytest.mark.parametrize("by", [HOST, COORDINATOR, OFFICER], ids=["host", "coordinator", "officer"])
def test_release_is_refused_to_all_but_the_author(by: Actor) -> None:
    with pytest.raises(
        Refused, match=r"^Only its author may release a reflection; ask the person whose words they are"
    ):
        reflection.release(known(OF_VISITOR), "network", by=by)


@pytest.mark.parametrize("visibility", ["private", "pair"])
def test_release_never_narrows(visibility: str) -> None:
    why = "^Its visibility is 'pair', and a release only widens that; choose one of: organisation, network, public"

    with pytest.raises(Refused, match=why):
        reflection.release(known(OF_VISITOR), visibility, by=VISITOR)


def test_release_of_what_is_public_has_nothing_to_do() -> None:
    with pytest.raises(Refused, match=r"^Its visibility is 'public', .*; there is nothing to do"):
        reflection.release(known(replace(OF_VISITOR, visibility="public")), "public", by=VISITOR)


def test_release_to_the_evaluation_is_refused() -> None:
    with pytest.raises(Refused, match=r"^'evaluation' is not a known visibility"):
        reflection.release(known(OF_VISITOR), "evaluation", by=VISITOR)


def test_text_follows_the_default_questions_and_then_the_alphabet() -> None:
    answers = {"text": "Five", "add": "Three", "actions": "Four", "how": "Two", "why": "One"}

    assert document_text(answers) == "One\n\nTwo\n\nThree\n\nFour\n\nFive"


def test_text_of_erased_answers_is_empty() -> None:
    assert document_text({}) == ""


def test_answers_are_stored_composed_with_plain_line_ends_and_without_empty_ones() -> None:
    typed = {"how": "  Re\u0301gulie\u0300rement\r\net\rsouvent ", "why": "\t"}

    assert tidied(typed) == {"how": "Régulièrement\net\nsouvent"}


@given(ANSWERS, st.randoms())
def test_text_does_not_depend_on_the_order_of_the_answers(answers: dict[str, str], random: Random) -> None:
    shuffled = random.sample(sorted(answers), len(answers))

    assert document_text({key: answers[key] for key in shuffled}) == document_text(answers)


@given(ANSWERS.filter(lambda answers: any(words.strip() for words in answers.values())))
def test_tidying_twice_is_tidying_once(answers: dict[str, str]) -> None:
    once = tidied(answers)

    assert tidied(once) == once


@given(st.lists(st.sampled_from(WIDENING), max_size=6))
def test_visibility_never_narrows(labels: list[str]) -> None:
    state = known(replace(OF_VISITOR, visibility="private"))
    widths = [WIDENING.index(state.visibility)]
    for label in labels:
        if WIDENING.index(label) > WIDENING.index(state.visibility):
            (released,) = reflection.release(state, label, by=VISITOR)
            state = reflection.evolve(state, ID, only([released]))
        widths.append(WIDENING.index(state.visibility))

    assert widths == sorted(widths)


ASKED = ReflectionWithdrawalRequested(reason="Too easy to recognise")
SEEN = ReflectionWithdrawn(digest="00", looked_for=2, files=9, bytes=4096, mentions=("element-1",), positions=(7,))


@pytest.mark.parametrize("agreed", [True, False])
def test_only_the_author_agrees_that_it_stays(*, agreed: bool) -> None:
    written = known(OF_VISITOR)

    assert reflection.agree_to_keep(written, by=VISITOR, agreed=agreed) == [
        On(ID, ReflectionKeepingAgreed(agreed=agreed))
    ]
    with pytest.raises(Refused, match="Only its author may agree"):
        reflection.agree_to_keep(written, by=OFFICER)


def test_a_coordinator_imports_what_the_author_agreed_to() -> None:
    written = known(OF_VISITOR)

    assert reflection.agree_to_keep(written, by=COORDINATOR, imported=True) == [
        On(ID, ReflectionKeepingAgreed(agreed=True))
    ]
    with pytest.raises(Refused, match="Only a coordinator may import what an author agreed to"):
        reflection.agree_to_keep(written, by=OFFICER, imported=True)


def test_to_agree_changes_nothing_that_decisions_know() -> None:
    assert known(OF_VISITOR, ReflectionKeepingAgreed(agreed=True)) == known(OF_VISITOR)


@pytest.mark.parametrize("events", [(ASKED,), (ASKED, SEEN)])
def test_nothing_follows_a_withdrawal(events: tuple[ReflectionEvent, ...]) -> None:
    gone = known(OF_VISITOR, *events)

    with pytest.raises(Refused, match="This reflection was withdrawn"):
        reflection.revise(gone, {"how": "Else"}, "More precise", by=VISITOR)
    with pytest.raises(Refused, match="This reflection was withdrawn"):
        reflection.release(gone, "network", by=VISITOR)
    with pytest.raises(Refused, match="This reflection was withdrawn"):
        reflection.agree_to_keep(gone, by=VISITOR)
    with pytest.raises(Refused, match="asked for already"):
        withdrawal.request(gone, by=VISITOR)
