"""The closed table of rules: every event class has one, and none refuses what a decision allows."""

from collections import defaultdict
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from epex.core import (
    catalogue,
    chapter,
    consent,
    element,
    incident,
    match,
    organisation,
    person,
    publication,
    quote,
    reflection,
    request,
    retention,
    review,
    story,
    theme,
    transfer,
    visit,
    year,
)
from epex.core.evidence import Link
from epex.core.merge_concepts import CONCEPTS
from epex.core.merge_rules import EXCHANGE, MEMBERS, PRACTICE, RULES, WRITING
from epex.core.merging import refusal
from epex.core.organisation import Organisation
from tests.core.life import Life
from tests.core.stories import whole_lives
from tests.core.test_merging import Elsewhere

CLASSES = [event for subject in catalogue.SUBJECTS for event in catalogue.event_classes(subject)]
HOME, AWAY = Organisation("organisation-0"), Organisation("organisation-1", left=True)


@pytest.mark.parametrize("event", CLASSES, ids=lambda event: event.type)
def test_every_event_class_has_a_rule(event: type) -> None:
    assert event in RULES


def test_no_rule_stands_in_two_tables() -> None:
    assert len(RULES) == sum(map(len, (MEMBERS, EXCHANGE, CONCEPTS, PRACTICE, WRITING)))


@given(whole_lives())
@settings(max_examples=60, deadline=None)
def test_no_rule_refuses_what_a_decision_has_allowed(life: Life) -> None:
    # What there is already decisions are told by who calls them, and lives tell them nothing of it.
    elsewhere, refused = Elsewhere(names=defaultdict(str)), []
    for on in life.history:
        event: Any = on.event
        if why := refusal(RULES[type(event)], elsewhere.state(on.stream), event, elsewhere):
            refused.append((event.type, why))
        evolve = catalogue.evolve(catalogue.subject_of(on.stream))
        elsewhere.states[on.stream] = evolve(elsewhere.state(on.stream), on.stream, event)
        elsewhere.names[on.stream] = getattr(event, "name", None) or elsewhere.names[on.stream]

    assert refused == []


def why(event: Any, state: Any = None, **states: Any) -> str:
    """Say why an event may not follow; states by the id of their stream, with _ for -."""
    elsewhere = Elsewhere({stream.replace("_", "-"): found for stream, found in states.items()})
    return refusal(RULES[type(event)], state, event, elsewhere)


REGISTERED = person.PersonRegistered(name="Ana", organisation="organisation-1", roles=("practitioner",))
LINKED = theme.ThemeEvidenceLinked(source="reflection-1", stance="supports")
UNLINKED = theme.ThemeEvidenceUnlinked(source="reflection-1", reason="No.")
QUOTED = replace(LINKED, document="reflection-1", document_version=1, end=5)
REFLECTED = reflection.ReflectionRecorded(answers={"why": "Trust."}, about="visit-1")
PROPOSED = match.MatchProposed(host="organisation-0", visitor="organisation-1", year=1)
FROZEN = publication.PublicationFrozen(
    content_hash="", chapters=("chapter-1",), versions=(1,), quotes=("quote-1",), viewpoints=(), positions=()
)
CLOSING = chapter.ChapterFrozen(publication="publication-1", version=1)
CHAPTERS = {"chapter_1": chapter.Chapter("chapter-1", status="approved"), "quote_1": quote.Quote("quote-1")}
PUT_OFF = request.RequestExtended(person="person-1", due_on="2017", reason="Much to look through.")
RELEASED = story.StoryReleased(visibility="network", title="x", text="x", because="x", reason="")
REVISED = reflection.ReflectionRevised(answers={"why": "Trust."}, reason="Said better.", version=2)
NARROWED = reflection.ReflectionReleased(visibility="pair")
OPENED = year.YearOpened(number=1, purpose="publication")


def again(event: Any, earlier: Any, state: Any, **states: Any) -> str:
    """Say why an event may not follow on an earlier one that something else began with."""
    found = {stream.replace("_", "-"): known for stream, known in states.items()}
    elsewhere = Elsewhere({state.id: state, **found}, {state.id: earlier})
    return refusal(RULES[type(event)], None, event, elsewhere)


OPENED_EDITION = publication.PublicationOpened(title="What travels", number=1)
CONSIDERED = transfer.TransferConsidered(element="element-1", source="a", receiving="b")
SPOKEN = replace(REFLECTED, author="person-1")
SAID = quote.QuoteProposed(
    document="reflection-1", document_version=1, start=0, end=5, quote="Trust", chapter="chapter-1", use="anonymous",
    giver="person-1",
)  # fmt: skip
OVER = {"visit_1": visit.Visit("visit-1", "completed")}
SIDES = {"organisation_0": HOME, "organisation_1": Organisation("organisation-1")}
GOING = {"element_1": element.Element("element-1")}
WRITTEN = {"chapter_1": chapter.Chapter("chapter-1")}
PLANNED = visit.VisitPlanned(
    title="x",
    year=1,
    purpose="getting_to_know",
    host="organisation-0",
    visitors=(),
    visiting_organisations=("organisation-1",),
)
MATCHED = replace(PLANNED, match="match-1")
ACCEPTED = {"match_1": match.Match("match-1", accepted=frozenset({"host", "visitor"}))}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (again(SPOKEN, SPOKEN, reflection.Reflection("reflection-9"), **OVER), "elsewhere"),
        (again(SPOKEN, SPOKEN, reflection.Reflection("reflection-9", withdrawal="done"), **OVER), ""),
        (again(replace(SPOKEN, follow_up=3), SPOKEN, reflection.Reflection("reflection-9"), **OVER), ""),
        (again(REFLECTED, REFLECTED, reflection.Reflection("reflection-9"), **OVER), ""),
        (again(OPENED_EDITION, OPENED_EDITION, publication.Publication("publication-9")), "elsewhere"),
        (
            again(replace(OPENED_EDITION, number=2), OPENED_EDITION, publication.Publication("publication-9")),
            "elsewhere",
        ),
        (
            again(
                replace(OPENED_EDITION, number=2, title="x"), OPENED_EDITION, publication.Publication("publication-9")
            ),
            "",
        ),
        (again(CONSIDERED, CONSIDERED, transfer.Transfer("transfer-9"), **GOING), "elsewhere"),
        (again(CONSIDERED, CONSIDERED, transfer.Transfer("transfer-9", "abandoned"), **GOING), ""),
        (again(replace(CONSIDERED, level="practice"), CONSIDERED, transfer.Transfer("transfer-9"), **GOING), ""),
        (again(PROPOSED, PROPOSED, match.Match("match-9"), **SIDES), "elsewhere"),
        (again(PROPOSED, PROPOSED, match.Match("match-9", declined=True), **SIDES), ""),
        (again(replace(PROPOSED, replaces="match-9"), PROPOSED, match.Match("match-9"), **SIDES), ""),
        (again(replace(PROPOSED, year=2), PROPOSED, match.Match("match-9"), **SIDES), ""),
        (again(SAID, SAID, quote.Quote("quote-9"), **WRITTEN), "elsewhere"),
        (again(SAID, SAID, quote.Quote("quote-9", withdrawn=True), **WRITTEN), ""),
        (again(SAID, replace(SAID, use="attributed"), quote.Quote("quote-9"), **WRITTEN), ""),
        (again(SAID, replace(SAID, use="attributed"), quote.Quote("quote-9")), "elsewhere"),
        (again(MATCHED, MATCHED, visit.Visit("visit-9"), **ACCEPTED), "elsewhere"),
        (again(MATCHED, MATCHED, visit.Visit("visit-9", "cancelled"), **ACCEPTED), ""),
        (again(PLANNED, PLANNED, visit.Visit("visit-9")), ""),
        (why(PLANNED, organisation_0=HOME), ""),
        (why(PLANNED, organisation_1=AWAY), "elsewhere"),
        (why(match.MatchAccepted(side="host"), match.Match("m", "organisation-0", "organisation-1"), **SIDES), ""),
        (
            why(
                match.MatchAccepted(side="host"),
                match.Match("m", "organisation-0", "organisation-1"),
                organisation_1=AWAY,
            ),
            "elsewhere",
        ),
    ],
)
def test_rules_say_what_there_may_be_once(said: str, expected: str) -> None:
    assert said == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (why(REGISTERED, organisation_1=HOME), ""),
        (why(REGISTERED, organisation_1=AWAY), "elsewhere"),
        (why(REGISTERED), "elsewhere"),
        (why(person.PersonRevised(contact="x"), person.Person("person-1", erasure="done")), "ended"),
        (why(person.PersonErased(digest="", looked_for=0, files=0, bytes=0), person.Person("p", erasure="done")), ""),
        (why(OPENED), ""),
        (why(OPENED, year_2=year.Year("year-2", 1)), "elsewhere"),
        (why(LINKED, theme.Theme("theme-1")), ""),
        (why(LINKED, theme.Theme("theme-1", links=frozenset({QUOTED.link}))), "elsewhere"),
        (why(QUOTED, theme.Theme("theme-1", links=frozenset({LINKED.link}))), ""),
        (why(QUOTED, theme.Theme("theme-1", links=frozenset({QUOTED.link}))), "elsewhere"),
        (why(UNLINKED, theme.Theme("theme-1", links=frozenset({QUOTED.link}))), ""),
        (why(UNLINKED, theme.Theme("theme-1", links=frozenset({Link("visit-1")}))), "elsewhere"),
        (why(LINKED, theme.Theme("theme-1", "parked")), "turn"),
        (why(theme.ThemeAdopted(rationale="x"), theme.Theme("theme-1", "discussed")), "elsewhere"),
        (why(REFLECTED, visit_1=visit.Visit("visit-1", "completed")), ""),
        (why(REFLECTED, visit_1=visit.Visit("visit-1", "cancelled")), "elsewhere"),
        (why(replace(REFLECTED, about="")), ""),
        (why(replace(REFLECTED, about="meeting-1")), "elsewhere"),
        (why(replace(REFLECTED, about="meeting-1"), meeting_1=HOME), ""),
        (why(visit.VisitCompleted(), visit.Visit("visit-1", "cancelled")), "turn"),
        (why(PROPOSED, organisation_0=HOME, organisation_1=AWAY), "elsewhere"),
        (why(FROZEN, publication.Publication("publication-1"), **CHAPTERS), ""),
        (why(FROZEN, publication.Publication("publication-1"), **CHAPTERS | {"quote_1": None}), "elsewhere"),
        (
            why(
                FROZEN,
                publication.Publication("publication-1"),
                **CHAPTERS,
                consent_1=consent.Consent("consent-1", quote="quote-1", standing="withdrawn"),
            ),
            "",
        ),
        (why(FROZEN, publication.Publication("publication-1", "frozen"), **CHAPTERS), "turn"),
        *(
            (why(event, publication.Publication("p", "frozen", content_hash="0")), expected)
            for text, expected in (("", ""), ("0", ""), ("1", "text"))
            for event in (
                publication.PublicationPublished(content_hash=text),
                publication.PublicationErratumIssued(number=1, text="x", content_hash=text),
            )
        ),
        (why(CLOSING, chapter.Chapter("chapter-1", status="drafted", version=2)), ""),
        (why(CLOSING, chapter.Chapter("chapter-1", status="frozen")), "ended"),
        (why(chapter.ChapterApproved(version=1), chapter.Chapter("c", status="reviewed", version=2)), "elsewhere"),
        (why(RELEASED, story.Story("s")), "elsewhere"),
        (why(incident.IncidentClosed(measures="x"), incident.Incident("i", assessed=True)), ""),
        (why(incident.IncidentClosed(measures="x"), incident.Incident("i")), "elsewhere"),
        (
            why(PUT_OFF, request.Request("r", extended=True)),
            "elsewhere",
        ),
        (why(retention.RetentionSet(kind="story", months=3, reason="x"), retention.Retention("r", lifted=True)), ""),
        (why(element.ElementLabelled(label="inspiring"), element.Element("element-1")), "elsewhere"),
        (why(element.ElementReviewAgreed(review="review-1", reviewer="p"), element.Element("element-1")), "elsewhere"),
        (why(transfer.TransferConsidered(element="element-1", source="a", receiving="b")), "elsewhere"),
        (why(transfer.TransferPiloted(), transfer.Transfer("t", "anticipated", decision="no")), "elsewhere"),
        (why(review.ReviewWritten(element="e", owner="o", result="x", text="x"), review.Review("review-1")), "known"),
        (why(organisation.OrganisationRevised(country="AT")), "missing"),
        (
            why(REVISED, reflection.Reflection("r", version=2)),
            "elsewhere",
        ),
        (
            why(NARROWED, reflection.Reflection("r", visibility="network")),
            "elsewhere",
        ),
    ],
)
def test_rules_say_what_no_longer_fits(said: str, expected: str) -> None:
    assert said == expected


ANA = person.Person("person-ana", "organisation-0")
BEN = person.Person("person-ben", "organisation-1")
PEOPLE = {"person_ana": ANA, "person_ben": BEN}
VISIT = visit.Visit("visit-1", "completed", ("started",), host="organisation-0")
LET_IN = visit.VisitCorrected(reason="She came too.", host_people=("person-ana",))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (why(replace(PLANNED, host_people=("person-ana", "person-unknown")), **PEOPLE), ""),
        (why(replace(PLANNED, host_people=("person-ben",)), **PEOPLE), "elsewhere"),
        (why(visit.VisitAgreed(host_people=("person-ben",)), replace(VISIT, status="planned"), **PEOPLE), "elsewhere"),
        (why(visit.VisitAgreed(host_people=("person-ana",)), replace(VISIT, status="planned"), **PEOPLE), ""),
        (why(LET_IN, VISIT, **PEOPLE), ""),
        (why(replace(LET_IN, host_people=("person-ben",)), VISIT, **PEOPLE), "elsewhere"),
        (why(replace(LET_IN, host_people=None, status="started"), VISIT), ""),
        (why(replace(LET_IN, host_people=None, status="planned"), VISIT), "elsewhere"),
    ],
)
def test_nobody_is_let_into_a_visit_who_belongs_elsewhere(said: str, expected: str) -> None:
    assert said == expected


@pytest.mark.parametrize(
    ("unseen", "expected"),
    [(LET_IN, "elsewhere"), (visit.VisitAgreed(host_people=("person-ana",)), "elsewhere"), (visit.VisitAgreed(), "")],
)
def test_what_was_written_waits_where_somebody_was_let_in_meanwhile(unseen: Any, expected: str) -> None:
    elsewhere = Elsewhere({"visit-1": VISIT}, unseen={"visit-1": [unseen]})

    assert refusal(RULES[reflection.ReflectionRecorded], None, REFLECTED, elsewhere) == expected


@pytest.mark.parametrize(
    ("corrected", "withdrawal", "expected"),
    [(LET_IN, "", "elsewhere"), (LET_IN, "done", ""), (replace(LET_IN, host_people=()), "", "")],
)
def test_nobody_is_let_into_what_was_written_here(
    corrected: visit.VisitCorrected, withdrawal: Any, expected: str
) -> None:
    states = {"person-ana": ANA, "reflection-9": reflection.Reflection("reflection-9", withdrawal=withdrawal)}
    elsewhere = Elsewhere(states, {"reflection-9": REFLECTED})

    assert refusal(RULES[visit.VisitCorrected], VISIT, corrected, elsewhere) == expected


@pytest.mark.parametrize(("label", "expected"), [("pair", "elsewhere"), ("private", "")])
def test_nobody_is_let_into_a_step_that_is_for_the_two_sides_here(label: str, expected: str) -> None:
    elsewhere = Elsewhere({"person-ana": ANA}, labelled={"visit-1": ("network", label)})
    agreed, planned = visit.VisitAgreed(host_people=("person-ana",)), replace(VISIT, status="planned")

    whys = [
        refusal(RULES[visit.VisitCorrected], VISIT, LET_IN, elsewhere),
        refusal(RULES[visit.VisitAgreed], planned, agreed, elsewhere),
    ]

    assert whys == [expected] * 2
