"""Every kind of rows: recorded through its decisions, once, and revised where its subject can be."""

from pathlib import Path

import pytest

from epex.app.base import KnowledgeBase
from epex.app.importing.kinds import NAMES, kind_of, kind_of_subject
from epex.core import element, organisation, person
from epex.core.decision import Refused
from epex.core.element import ElementDescribed, ElementIdentified, ElementLabelled, ElementRetired
from epex.core.finding import FindingRevised, FindingStated
from epex.core.interview import InterviewRecorded, InterviewRevised
from epex.core.meeting import MeetingCorrected, MeetingHeld
from epex.core.organisation import Organisation, OrganisationRevised
from epex.core.person import PersonMoved, PersonRevised
from epex.core.reflection import ReflectionRecorded
from epex.core.story import StoryChosen
from epex.core.theme import ThemeProposed
from epex.core.transfer import TransferConsidered
from epex.core.visit import (
    VisitAgreed,
    VisitCancelled,
    VisitCompleted,
    VisitCorrected,
    VisitMonitored,
    VisitPlanned,
    VisitPostponed,
    VisitPrepared,
    VisitStarted,
)
from epex.core.year import YearOpened
from tests.app.importing.bases import HOME, TONE, copied, founded, newest, refused, taken_in

EVALUATOR = "person-0b9a6d5c-1111-4222-8333-77778888aaaa"
ORGANISATIONS = (
    "id,name,country,kind,settings,languages,shows\n"
    "o1,Far Shore,de,Public service,Prison; youth work,de; fr,Night round; Tea\n"
)
PEOPLE = "id,name,organisation,roles\np1,Ben Okafor,o1,Practitioner; reviewer\np2,Eva Lind,Harbour House,\n"
YEARS = "id,number,purpose\ny1,1,getting to know\ny2,2,practice transfer\n"
CHALLENGES = "id,text,organisation,language,shared_by\nc1,How do we reach fathers?,HH,en,o1\n"
VISITS = "id,title,year,host,visitors,matched_on,starts_on,status,started_on,completed_on,attained,reason\n"
ELEMENTS = "id,name,core,organisation,steps,conditions,label\n"
ROUND = "e1,Night round,Two walk the same street.,Far Shore,Walk; Listen,A key,"


@pytest.fixture
def base(tmp_path: Path) -> KnowledgeBase:
    """Give a base with those who belong to it, and the years."""
    return copied(peopled, tmp_path / "base")


def peopled(folder: Path) -> KnowledgeBase:
    """Found a base and import those who belong to it, and the years."""
    base = founded(folder)
    for kind, text in {"organisations": ORGANISATIONS, "people": PEOPLE, "years": YEARS}.items():
        assert refused(taken_in(base, kind, text)) == []
    assert taken_in(base, "challenges", CHALLENGES).recorded == 1
    return base


@pytest.fixture
def evaluating(base: KnowledgeBase) -> KnowledgeBase:
    """Open the base as its evaluator, with a finished visit in it."""
    act = base.begin()
    act.record(person.register(EVALUATOR, "Ana Stern", Organisation(HOME), by=act.by, roles=("evaluator",)))
    taken_in(base, "visits", f"{VISITS}v1,Rounds,1,Far Shore,Tone Dahl,,,completed,,,,\n")
    return KnowledgeBase.open(base.config.folder, acting_as=EVALUATOR)


def test_kinds_are_found_by_name_and_by_subject() -> None:
    assert [kind_of(name).name for name in NAMES] == list(NAMES)
    assert [getattr(kind_of_subject(kind_of(name).subject), "name", "") for name in NAMES] == list(NAMES)
    assert kind_of_subject("network") is None
    with pytest.raises(Refused, match="write --kind with one of: organisations, people"):
        kind_of("cats")


def test_organisations_join_and_are_revised(base: KnowledgeBase) -> None:
    again = taken_in(base, "organisations", ORGANISATIONS)
    revised = taken_in(base, "organisations", ORGANISATIONS.replace("Tea", "Soup"), revises=True)

    assert (again.recorded, again.skipped, revised.recorded) == (0, 1, 1)
    assert newest(base, 1) == [OrganisationRevised(shows=("Night round", "Soup"))]


def test_a_row_with_the_name_of_a_member_is_refused(base: KnowledgeBase) -> None:
    head = "id,name,country,kind\n"
    outcome = taken_in(
        base, "organisations", f"{head}a,harbour house,NO,ngo\nb,Night School,NO,ngo\nc,Night school,NO,ngo\n"
    )
    renamed = taken_in(base, "organisations", f"{head}b,Lighthouse,NO,ngo\n", revises=True)

    assert (refused(outcome), outcome.recorded, refused(renamed)) == ([(2, "row"), (4, "row")], 1, [(2, "row")])
    assert outcome.refused[0].why.startswith("A member is called 'harbour house' already; use that one")


def test_people_are_registered_where_a_row_or_a_name_says_and_move(base: KnowledgeBase) -> None:
    moved = PEOPLE.replace("Okafor,o1,Practitioner; reviewer", "Okafor,HH,editor")

    plain, revised = taken_in(base, "people", moved), taken_in(base, "people", moved, revises=True)
    again = taken_in(base, "people", moved, revises=True)

    assert (refused(plain), plain.skipped) == ([(2, "organisation")], 1)
    assert newest(base, 2) == [PersonRevised(roles=("editor",)), PersonMoved(organisation=HOME)]
    assert (revised.recorded, again.skipped) == (1, 2)


def test_years_are_opened_once(base: KnowledgeBase) -> None:
    again = taken_in(base, "years", YEARS)
    twice = taken_in(base, "years", "id,number,purpose\ny9,2,publication\ny3,3,publication\ny4,3,publication\n")

    assert (again.recorded, again.skipped) == (0, 2)
    assert (twice.recorded, refused(twice)) == (1, [(2, "row"), (4, "row")])
    assert newest(base, 1) == [YearOpened(number=3, purpose="publication")]


def test_challenges_gain_sharers_and_lose_none(base: KnowledgeBase) -> None:
    more = CHALLENGES.replace(",o1\n", ",o1; Lighthouse\n")
    less = CHALLENGES.replace(",o1\n", ",Lighthouse\n")

    gained = taken_in(base, "challenges", more, revises=True)
    lost = taken_in(base, "challenges", less, revises=True)
    reworded = taken_in(base, "challenges", more.replace("fathers", "mothers"), revises=True)

    assert (gained.recorded, refused(lost), refused(reworded)) == (1, [(2, "row")], [(2, "text")])
    assert [refusal.why for refusal in reworded.refused] == [
        "It has changed since it was imported, and an import revises only who shares it."
    ]


def test_visits_go_as_far_as_their_status(base: KnowledgeBase) -> None:
    row = (
        "v1,Rounds,Year 2,Far Shore,Tone Dahl; p2,How do we reach fathers?,2016-05,,2016-05-02,2016-05-04,We saw it.,\n"
    )

    outcome, again = taken_in(base, "visits", VISITS + row), taken_in(base, "visits", VISITS + row)

    events = newest(base, 6)
    planned = events[0]
    assert [type(event) for event in events] == [
        VisitPlanned,
        VisitAgreed,
        VisitPrepared,
        VisitStarted,
        VisitCompleted,
        VisitMonitored,
    ]
    assert (planned.year, planned.purpose, planned.starts_on, planned.visiting_organisations) == (
        2,
        "practice_transfer",
        "2016-05",
        (HOME,),
    )
    days = [fact.envelope.occurred_on for fact in base.log.facts()][-6:]
    assert days == [None, None, None, "2016-05-02", "2016-05-04", "2016-05-04"]
    assert (outcome.recorded, again.recorded, again.skipped) == (1, 0, 1)


def test_visits_go_on_and_are_corrected(base: KnowledgeBase) -> None:
    def row(title: str, status: str, days: str = ",", attained: str = "") -> str:
        return f"{VISITS}v1,{title},1,Far Shore,Tone Dahl,,,{status},{days},{attained},\n"

    first = taken_in(base, "visits", row("Rounds", "agreed"))
    refused_change = taken_in(base, "visits", row("Rounds", "completed"))
    on = taken_in(base, "visits", row("Night rounds", "completed", "2016-05-02,2016-05-04"), revises=True)
    events = newest(base, 4)
    later = taken_in(base, "visits", row("Night rounds", "monitored", "2016-05-02,2016-05-04", "Much."), revises=True)
    more = taken_in(base, "visits", row("Night rounds", "monitored", "2016-05-02,2016-05-04", "More."), revises=True)
    same = taken_in(base, "visits", row("Night rounds", "monitored", "2016-05-02,2016-05-04", "More."), revises=True)
    back = taken_in(base, "visits", row("Night rounds", "agreed", "2016-05-02,2016-05-04", "More."), revises=True)

    assert [outcome.recorded for outcome in (first, on, later, more)] == [1, 1, 1, 1]
    assert (refused(refused_change), same.skipped, refused(back)) == ([(2, "status")], 1, [(2, "row")])
    assert [type(event) for event in events] == [VisitCorrected, VisitPrepared, VisitStarted, VisitCompleted]
    assert (events[0].title, events[0].started_on, events[2].on) == ("Night rounds", None, "2016-05-02")
    assert [event.attained for event in newest(base, 2)] == ["Much.", "More."]


def test_visits_are_put_aside_with_a_reason(base: KnowledgeBase) -> None:
    rows = (
        "v1,Rounds,1,Far Shore,Tone Dahl,,2016-05,cancelled,,,,No access\n"
        "v2,Doors,1,Far Shore,Tone Dahl,,2016-06,postponed,,,,Ill\n"
        "v3,Gates,1,Far Shore,Tone Dahl,,,cancelled,,,,\n"
    )

    outcome, again = taken_in(base, "visits", VISITS + rows), taken_in(base, "visits", VISITS + rows)

    assert (outcome.recorded, refused(outcome)) == (2, [(4, "row")])
    assert (again.skipped, refused(again)) == (2, [(4, "row")])
    assert newest(base, 3)[0] == VisitCancelled(reason="No access")
    assert newest(base, 1) == [VisitPostponed(reason="Ill", starts_on="2016-06")]


def test_visits_can_be_called_off_and_other_people_visit_later(base: KnowledgeBase) -> None:
    row = "v1,Rounds,1,Far Shore,Tone Dahl,,,,,,,\n"
    taken_in(base, "visits", VISITS + row)

    swapped = taken_in(base, "visits", VISITS + row.replace("Tone Dahl", "Eva Lind"), revises=True)
    corrected = newest(base, 1)
    off = taken_in(
        base, "visits", VISITS + row.replace("Tone Dahl,,,,,,,", "Eva Lind,,,cancelled,,,,Ill"), revises=True
    )

    why = taken_in(
        base, "visits", VISITS + row.replace("Tone Dahl,,,,,,,", "Eva Lind,,,cancelled,,,,Tired"), revises=True
    )

    assert (swapped.recorded, off.recorded, refused(why)) == (1, 1, [(2, "row")])
    assert [type(event) for event in corrected] == [VisitCorrected]
    assert corrected[0].visiting_organisations == (HOME,)
    assert newest(base, 1) == [VisitCancelled(reason="Ill")]


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("v1,Rounds,two,Far Shore,Tone Dahl,,,,,,,\n", "year"),
        ("v1,Rounds,0,Far Shore,Tone Dahl,,,,,,,\n", "year"),
        ("v1,Rounds,7,Far Shore,Tone Dahl,,,,,,,\n", "row"),
        ("v1,Rounds,1,Near Shore,Tone Dahl,,,,,,,\n", "host"),
        ("v1,Rounds,1,Far Shore,Ben Okafor,,,,,,,\n", "row"),
        ("v1,Rounds,1,Far Shore,,,,,,,,\n", "visitors"),
        ("v1,Rounds,1,Far Shore,Tone Dahl,,,sleeping,,,,\n", "status"),
        ("v1,Rounds,1,Far Shore,Tone Dahl,,2016-31-01,,,,,\n", "starts_on"),
        (",,1,Far Shore,Tone Dahl,,,,,,,\n", "title"),
    ],
)
def test_visits_name_the_field_that_is_not_fit(base: KnowledgeBase, row: str, field: str) -> None:
    head = base.log.head()

    assert refused(taken_in(base, "visits", VISITS + row)) == [(2, field)]
    assert base.log.head() == head


def test_meetings_are_held_on_their_day_and_corrected(base: KnowledgeBase) -> None:
    text = "id,title,held_on,attended,agenda,minutes\nm1,Plenary,2017-03-14,Tone Dahl; p1,Welcome; Themes,We met.\n"

    taken_in(base, "meetings", text)
    held, day = newest(base, 1)[0], base.log.facts()[-1].envelope.occurred_on
    revised = taken_in(base, "meetings", text.replace("We met.", "We talked."), revises=True)
    again = taken_in(base, "meetings", text.replace("We met.", "We talked."), revises=True)

    assert (type(held), held.kind, held.agenda, len(held.attended), day) == (
        MeetingHeld,
        "plenary",
        ("Welcome", "Themes"),
        2,
        "2017-03-14",
    )
    assert (revised.recorded, again.skipped, [type(event) for event in newest(base, 1)]) == (1, 1, [MeetingCorrected])


def test_elements_come_with_conditions_and_labels(base: KnowledgeBase) -> None:
    rows = f"{ELEMENTS}{ROUND}peer reviewed\ne2,Old talk,They talked.,HH,,,retired\ne3,Tea,They drink.,HH,,,best\n"

    outcome, again = taken_in(base, "elements", rows), taken_in(base, "elements", rows)

    events = newest(base, 6)
    assert (outcome.recorded, refused(outcome), again.skipped) == (2, [(4, "label")], 2)
    assert [event.label for event in events if isinstance(event, ElementLabelled)] == ["shared", "inspiring"]
    assert (type(events[0]), events[0].steps, type(events[-1])) == (
        ElementIdentified,
        ("Walk", "Listen"),
        ElementRetired,
    )


def test_elements_are_described_anew_and_keep_their_conditions(base: KnowledgeBase) -> None:
    taken_in(base, "elements", f"{ELEMENTS}{ROUND}\n")

    anew = ROUND.replace("same street", "same streets").replace("A key", "A key; A phone")
    revised = taken_in(base, "elements", f"{ELEMENTS}{anew}\n", revises=True)
    events = newest(base, 2)
    fewer = taken_in(base, "elements", f"{ELEMENTS}{anew.replace('A key; ', '')}\n", revises=True)
    relabelled = taken_in(base, "elements", f"{ELEMENTS}{anew}shared\n", revises=True)

    assert (revised.recorded, refused(fewer), refused(relabelled)) == (1, [(2, "row")], [(2, "label")])
    assert (events[0], events[1].text) == (ElementDescribed(core="Two walk the same streets."), "A phone")


def test_themes_come_in_as_candidates_in_every_language(base: KnowledgeBase) -> None:
    text = "id,label,label_de,definition,challenges\nt1,Trust,Vertrauen,Before content,c1\nt2,,,Nothing,\n"

    outcome, again = taken_in(base, "themes", text), taken_in(base, "themes", text)
    changed = taken_in(base, "themes", text.replace("Vertrauen", "Zutrauen"), revises=True)

    [proposed] = newest(base, 1)
    assert (type(proposed), proposed.labels, proposed.definitions) == (
        ThemeProposed,
        {"en": "Trust", "de": "Vertrauen"},
        {"en": "Before content"},
    )
    assert (outcome.recorded, refused(outcome), again.skipped) == (1, [(3, "label")], 1)
    assert refused(changed) == [(2, "label"), (3, "label")]
    assert changed.refused[0].why.endswith("an import revises only its evidence, and what was decided since.")


def test_themes_need_a_label_and_not_only_a_language(base: KnowledgeBase) -> None:
    outcome = taken_in(base, "themes", "id,label,label_de,scope_note\nt1,,,All\n")

    assert refused(outcome) == [(2, "label")]


def test_transfers_are_considered(base: KnowledgeBase) -> None:
    taken_in(base, "elements", f"{ELEMENTS}{ROUND}\n")
    text = "id,element,to,level,reason\nx1,e1,HH,team,We lack it\nx2,Night round,o1,,\n"

    outcome, again = taken_in(base, "transfers", text), taken_in(base, "transfers", text)

    [considered] = newest(base, 1)
    assert (type(considered), considered.receiving, considered.level, considered.reason) == (
        TransferConsidered,
        HOME,
        "team",
        "We lack it",
    )
    assert (outcome.recorded, refused(outcome), again.skipped) == (1, [(3, "row")], 1)


def test_a_row_that_is_recorded_does_not_mind_what_has_ended_since(base: KnowledgeBase) -> None:
    taken_in(base, "elements", f"{ELEMENTS}{ROUND}\n")
    text = "id,element,to\nx1,e1,HH\n"
    taken_in(base, "transfers", text)
    taken_in(base, "elements", f"{ELEMENTS}{ROUND}\n")
    act = base.begin()
    listed = {row["title"]: row["id"] for row in base.queries().listing("element")}
    act.record(element.retire(act.load(listed["Night round"]), "Nobody does it", by=act.by))
    act = base.begin()
    act.record(organisation.leave(act.load(HOME), by=act.by))

    again = [taken_in(base, kind, rows) for kind, rows in (("transfers", text), ("people", PEOPLE))]

    assert [(outcome.skipped, refused(outcome)) for outcome in again] == [(1, []), (2, [])]


def test_offers_and_needs_are_stated_for_their_organisations(base: KnowledgeBase) -> None:
    offers = "id,text,organisation,settings,capacity,year\nf1,A night round,o1,prison,2,2\nf2,A day,o1,,none,\n"
    needs = "id,text,organisation,task,setting\nn1,To end well,HH,Ending,prison\n"

    offered, needed = taken_in(base, "offers", offers), taken_in(base, "needs", needs)

    offer, need = newest(base, 2)
    assert (offer.text, offer.settings, offer.capacity, offer.year) == ("A night round", ("prison",), 2, 2)
    assert (need.text, need.task, need.organisation) == ("To end well", "Ending", HOME)
    assert (offered.recorded, refused(offered), needed.recorded) == (1, [(3, "capacity")], 1)


@pytest.mark.slow
def test_reflections_keep_what_they_are_about_when_epex_exported_them(evaluating: KnowledgeBase) -> None:
    base = KnowledgeBase.open(evaluating.config.folder)
    text = "id,how,person,about,side,follow_up,other_answers,exported_from\n"
    rows = (
        'r1,We walked.,Tone Dahl,v1,visitor,,"{""what_next"": ""More.""}",urn:epex:x\n'
        "r2,We walked on.,Tone Dahl,Rounds,,,,urn:epex:x\n"
        "r3,We walk.,Tone Dahl,Rounds,,3,,urn:epex:x\n"
        "r4,We?,Tone Dahl,Nowhere,,,,urn:epex:x\n"
        "r5,[erased],Tone Dahl,Rounds,,,,urn:epex:x\n"
        "r6,We.,Tone Dahl,Rounds,,6,[],urn:epex:x\n"
        "r7,We.,Tone Dahl,Rounds,,6,{,urn:epex:x\n"
    )

    outcome, again = taken_in(base, "reflections", text + rows), taken_in(base, "reflections", text + rows)

    first, second = newest(base, 2)
    assert (type(first), first.answers, first.side, first.source) == (
        ReflectionRecorded,
        {"how": "We walked.", "what_next": "More."},
        "visitor",
        "",
    )
    assert (second.follow_up, outcome.recorded, again.skipped) == (3, 2, 2)
    assert refused(outcome) == [(3, "row"), (5, "about"), (6, "text"), (7, "other_answers"), (8, "other_answers")]


def test_reflections_take_every_column_of_their_template(base: KnowledgeBase) -> None:
    head = "id,text,quotation,follow_up,other_answers\n"

    outcome = taken_in(base, "reflections", f"{head}r1,We listened.,attributed,0,\nr2,We waited.,perhaps,0,\n")

    [recorded] = newest(base, 1)
    assert (outcome.recorded, recorded.quotation, refused(outcome)) == (1, "attributed", [(3, "quotation")])


def test_interviews_are_for_evaluators_alone(base: KnowledgeBase, evaluating: KnowledgeBase) -> None:
    text = "id,text,person,year\ni1,They trust us.,Tone Dahl,1\n"

    with pytest.raises(Refused, match="Only an evaluator may record something that only evaluators read"):
        taken_in(base, "interviews", text)
    outcome = taken_in(evaluating, "interviews", text)
    envelope = evaluating.log.facts()[-1].envelope
    revised = taken_in(evaluating, "interviews", text.replace("trust", "trusted"), revises=True)

    assert (outcome.recorded, envelope.visibility, revised.recorded) == (1, "evaluation", 1)
    assert [type(event) for event in newest(evaluating, 2)] == [InterviewRecorded, InterviewRevised]
    with pytest.raises(Refused, match="leave visibility out"):
        taken_in(
            evaluating,
            "interviews",
            text,
            mapping='[columns]\ntext="text"\nyear="year"\n[values]\nvisibility="network"',
        )


def test_findings_and_stories_of_the_evaluation_come_in(evaluating: KnowledgeBase) -> None:
    findings = "id,statement,kind,year\nf1,Trust came first.,What works,1\n"
    stories = "id,title,text,about,year,reason\ns1,Tea,They drank.,Rounds,1,It lasted\ns2,Tea,They drank.,Moon,1,No\n"

    stated = taken_in(evaluating, "findings", findings)
    revised = taken_in(evaluating, "findings", findings.replace("first.", "last."), revises=True)
    chosen = taken_in(evaluating, "stories", stories)

    events = newest(evaluating, 3)
    assert (stated.recorded, revised.recorded, chosen.recorded) == (1, 1, 1)
    assert refused(chosen) == [(3, "about")]
    assert [type(event) for event in events] == [FindingStated, FindingRevised, StoryChosen]


def test_rows_go_through_the_rights_of_who_imports(base: KnowledgeBase) -> None:
    practitioner = KnowledgeBase.open(base.config.folder, acting_as=TONE)
    rows = f"{ELEMENTS}{ROUND}\ne2,Own talk,They talk.,Harbour House,,,\n"

    outcome = taken_in(practitioner, "elements", rows)

    assert (outcome.recorded, refused(outcome)) == (1, [(2, "row")])
    assert {refusal.why for refusal in taken_in(practitioner, "years", YEARS.replace(",1,", ",8,")).refused} >= {
        "Only a coordinator may open a programme year; ask one of them to record it."
    }


def test_a_row_whose_id_is_an_id_here_means_that_thing(base: KnowledgeBase) -> None:
    listed = {row["title"]: row["id"] for row in base.queries().listing("organisation")}
    head = f"id,name,country,kind,short_name\n{HOME},Harbour House,NO,ngo,HH\n"

    same = taken_in(base, "organisations", head)
    changed = taken_in(base, "organisations", head.replace(",HH", ",Harbour"))
    revised = taken_in(base, "organisations", head.replace(",HH", ",Harbour"), revises=True)
    again = taken_in(base, "organisations", head.replace(",HH", ",Harbour"), revises=True)
    back = taken_in(base, "organisations", head, revises=True)

    assert (same.skipped, refused(changed), revised.recorded) == (1, [(2, "short_name")], 1)
    assert (again.skipped, back.recorded) == (1, 1)
    assert {row["title"]: row["id"] for row in base.queries().listing("organisation")} == listed


def test_what_lies_in_the_future_is_refused(base: KnowledgeBase) -> None:
    outcome = taken_in(base, "years", "id,number,purpose,occurred_on\ny3,3,publication,9999\n")

    assert [(refusal.field, refusal.why) for refusal in outcome.refused] == [
        ("occurred_on", "9999 lies in the future; record things when they have happened.")
    ]


def test_reflections_of_others_files_say_what_they_are_about_and_on_which_side(evaluating: KnowledgeBase) -> None:
    base = KnowledgeBase.open(evaluating.config.folder)

    outcome = taken_in(base, "reflections", "id,text,person,about,side\nr1,We listened.,Tone Dahl,Rounds,visitor\n")

    [recorded] = newest(base, 1)
    assert (outcome.recorded, recorded.about.partition("-")[0], recorded.side) == (1, "visit", "visitor")
