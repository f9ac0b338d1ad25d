"""What can be searched, folded from single events."""

from collections.abc import Mapping
from typing import Any

import pytest

from epex.core.challenge import ChallengeShared, ChallengeStated
from epex.core.element import (
    ElementConditionNoted,
    ElementDescribed,
    ElementEvidenceLinked,
    ElementIdentified,
    ElementLabelled,
    ElementMerged,
    ElementRetired,
)
from epex.core.log.envelope import Envelope, Fact
from epex.core.meeting import MeetingHeld
from epex.core.organisation import OrganisationJoined, OrganisationRevised
from epex.core.person import PersonErasureRequested, PersonMoved, PersonRegistered
from epex.core.reflection import (
    ReflectionRecorded,
    ReflectionReleased,
    ReflectionRevised,
    ReflectionWithdrawalRequested,
)
from epex.core.sealed import ERASED
from epex.core.theme import (
    ThemeAdopted,
    ThemeDiscussed,
    ThemeEvidenceLinked,
    ThemeEvidenceUnlinked,
    ThemeMerged,
    ThemeProposed,
    ThemeRenamed,
    ThemeReopened,
)
from epex.core.transfer import TransferConsidered
from epex.core.visit import (
    VisitAgreed,
    VisitCancelled,
    VisitCompleted,
    VisitMonitored,
    VisitPlanned,
    VisitPostponed,
    VisitPrepared,
    VisitStarted,
)
from epex.projections.document_rows import COUNTRIES_TABLE, DOCUMENTS_TABLE, LINKS_TABLE, MEETINGS_TABLE
from epex.projections.documents import DOCUMENTS
from epex.projections.table import Batch, Row, Table

HOST, GUEST = "organisation-host", "organisation-guest"
VISIT = VisitPlanned(
    title="A week at the harbour",
    year=2,
    purpose="practice_transfer",
    host=HOST,
    visitors=("person-bo",),
    visiting_organisations=(GUEST,),
    starts_on="2017-03-13",
    setting="prison",
    matched_on=("challenge-1",),
    objectives="See how they wait.",
)
ELEMENT = ElementIdentified(
    name="The threshold meeting",
    core="Three people meet.",
    steps=("Invite.", "Sit."),
    organisation=HOST,
    setting="prison",
)
THEME = ThemeProposed(
    labels={"de": "Vertrauen", "en": "Trust"},
    definitions={"en": "How work begins."},
    scope_note="Families first.",
    challenges=("challenge-1",),
)


class History:
    """Events in their order, as facts."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.facts: list[Fact] = []

    def add(self, stream: str, event: Any, **envelope: Any) -> "History":
        """Add an event; it is recorded by Anna in 2018 unless said otherwise."""
        known = {"actor": "person-anna", "recorded_at": "2018-01-01T00:00:00.000000Z", **envelope}
        position = len(self.facts) + 1
        recorded = Envelope(stream_id=stream, version=1, type=event.type, position=position, **known)
        self.facts.append(Fact(recorded, event))
        return self

    def rows(self, table: Table = DOCUMENTS_TABLE) -> list[Row]:
        """Fold everything in memory."""
        batch = Batch(lambda _table, _keys: [])
        DOCUMENTS.fold(batch, self.facts)
        return batch[table].written()

    def row(self) -> Row:
        """Give the one document."""
        [row] = self.rows()
        return row


def picked(row: Mapping[str, Any], *names: str) -> tuple[Any, ...]:
    return tuple(row[name] for name in names)


def texts(row: Row) -> list[tuple[str, ...]]:
    return [tuple(text) for text in row["texts"]]


def test_a_challenge_is_its_own_title() -> None:
    stated = ChallengeStated(text="Wie warten wir?", language="de", organisation=HOST, setting="prison")

    row = History().add("challenge-1", stated).add("challenge-1", ChallengeShared(organisation=GUEST)).row()

    assert picked(row, "kind", "titles", "texts", "language") == ("challenge", {"de": "Wie warten wir?"}, [], "de")
    assert picked(row, "organisations", "setting", "position") == ([HOST, GUEST], "prison", 1)


def test_a_reflection_belongs_to_its_author_at_that_moment() -> None:
    registered = PersonRegistered(name="Bo", organisation=HOST, roles=("practitioner",))
    recorded = ReflectionRecorded(
        answers={"how": "Wir warten.", "why": ""}, about="visit-1", side="host", author="person-bo", language="de"
    )

    row = (
        History()
        .add("person-bo", registered)
        .add("person-bo", PersonMoved(organisation=GUEST))
        .add("reflection-1", recorded, occurred_on="2017-03")
        .row()
    )

    assert picked(row, "organisations", "about", "side", "language") == ([GUEST], "visit-1", "host", "de")
    assert texts(row) == [("de", "how", "Wir warten.")]
    assert picked(row, "access", "author", "occurred_on") == ("pair:visit-1", "person-bo", "2017-03")


def test_a_reflection_without_a_stated_language_has_the_detected_one() -> None:
    recorded = ReflectionRecorded(answers={"text": "Wir warten."}, source="reports", detected_language="de")

    row = History().add("reflection-1", recorded).row()

    assert picked(row, "language", "organisations", "occurred_on") == ("de", [], "2018-01-01")


def test_a_revised_reflection_has_its_new_words_at_a_new_position() -> None:
    history = History().add("reflection-1", ReflectionRecorded(answers={"how": "Old."}, language="en"))

    row = history.add("reflection-1", ReflectionRevised(answers={"how": "New."}, reason="", version=2)).row()

    assert (texts(row), row["position"]) == ([("en", "how", "New.")], 2)


@pytest.mark.parametrize(
    ("stated", "language", "detected", "found"),
    [("en", "fr", "en", "fr"), ("", "", "fr", "fr"), ("", "", "", "en"), ("en", "en", "fr", "en")],
)
def test_a_revised_reflection_is_found_in_the_language_it_is_in_now(
    stated: str, language: str, detected: str, found: str
) -> None:
    recorded = ReflectionRecorded(title="Thé", answers={"how": "Old."}, language=stated, detected_language="en")
    revised = ReflectionRevised(
        answers={"how": "Nouveau."}, reason="", version=2, language=language, detected_language=detected
    )

    row = History().add("reflection-1", recorded).add("reflection-1", revised).row()

    assert (row["language"], row["titles"], texts(row)) == (found, {found: "Thé"}, [(found, "how", "Nouveau.")])


def test_a_released_reflection_opens_with_its_link_and_is_indexed_anew_for_its_readers() -> None:
    history = History().add("reflection-1", ReflectionRecorded(answers={"how": "Old."}, about="visit-1", language="en"))

    history.add("reflection-1", ReflectionReleased(visibility="network"))

    assert picked(history.row(), "access", "position") == ("network", 2)
    assert [picked(link, "target", "source", "access") for link in history.rows(LINKS_TABLE)] == [
        ("reflection-1", "visit-1", "network")
    ]


@pytest.mark.parametrize(
    ("stream", "event"),
    [
        ("reflection-1", ReflectionWithdrawalRequested()),
        ("person-bea", PersonErasureRequested(ground="Asked for it", documents=("reflection-1",))),
    ],
)
def test_what_was_withdrawn_or_erased_has_no_words(stream: str, event: object) -> None:
    recorded = ReflectionRecorded(title="A title", answers={"how": "Old."}, author="person-bea", language="en")
    history = History().add("reflection-1", recorded).add("reflection-2", recorded).add(stream, event)

    assert [picked(row, "titles", "texts", "position") for row in history.rows()] == [
        ({}, [], 3),
        ({"en": "A title"}, [["en", "how", "Old."]], 2),
    ]


def test_erased_words_are_no_words() -> None:
    row = History().add("reflection-1", ReflectionRecorded(title=ERASED, answers={}, language="en")).row()

    assert picked(row, "titles", "texts") == ({}, [])


def test_a_visit_lies_with_its_host_and_touches_its_guests() -> None:
    history = History().add("visit-1", VISIT)

    row = history.row()

    assert picked(row, "organisations", "year", "setting", "label") == ([HOST, GUEST], 2, "prison", "planned")
    assert picked(row, "titles", "language", "occurred_on") == ({"": "A week at the harbour"}, "", "2017-03-13")
    assert texts(row) == [("", "objectives", "See how they wait.")]
    assert [picked(link, "target", "source") for link in history.rows(LINKS_TABLE)] == [("visit-1", "challenge-1")]


def test_a_visit_gathers_words_on_its_way() -> None:
    row = (
        History()
        .add("visit-1", VISIT)
        .add("visit-1", VisitAgreed(objectives="See how they end.", starts_on="2017-04-03"))
        .add("visit-1", VisitPrepared(confidentiality_briefing=True))
        .add("visit-1", VisitStarted(on="2017-04-04"))
        .add("visit-1", VisitCompleted())
        .add("visit-1", VisitMonitored(attained="A plan.", unexpected="A friend."))
        .add("visit-1", VisitMonitored(attained="Another plan."))
        .row()
    )

    assert texts(row) == [
        ("", "objectives", "See how they end."),
        ("", "attained", "A plan."),
        ("", "unexpected", "A friend."),
        ("", "attained", "Another plan."),
    ]
    assert picked(row, "label", "occurred_on", "position") == ("monitored", "2017-04-04", 7)


def test_a_visit_that_was_put_off_has_no_date_of_its_own() -> None:
    history = History().add("visit-1", VISIT, occurred_on="2017-01-10")

    postponed = history.add("visit-1", VisitPostponed(reason="Snow.")).row()
    again = history.add("visit-1", VisitPostponed(reason="Snow.", starts_on="2017-06")).row()
    cancelled = history.add("visit-1", VisitCancelled(reason="More snow.")).row()

    assert picked(postponed, "label", "occurred_on") == ("postponed", "2017-01-10")
    assert again["occurred_on"] == "2017-06"
    assert (cancelled["label"], texts(cancelled)[-1]) == ("cancelled", ("", "reason", "More snow."))


def test_an_element_is_described_anew_part_by_part() -> None:
    row = (
        History()
        .add("element-1", ELEMENT)
        .add("element-1", ElementDescribed(core="Four people meet.", risks="Too early."))
        .add("element-1", ElementConditionNoted(text="A room."))
        .add("element-1", ElementLabelled(label="inspiring"))
        .row()
    )

    assert texts(row) == [
        ("en", "steps", "Invite.\nSit."),
        ("en", "core", "Four people meet."),
        ("en", "risks", "Too early."),
        ("en", "condition", "A room."),
    ]
    assert picked(row, "titles", "label", "position") == ({"en": "The threshold meeting"}, "inspiring", 3)


def test_an_element_may_turn_out_to_be_in_another_language() -> None:
    history = History().add("element-1", ELEMENT)

    kept = history.add("element-1", ElementDescribed(language="nl", setting="school")).row()
    named = history.add("element-1", ElementDescribed(name="Drempelgesprek")).row()

    assert picked(kept, "titles", "language", "setting") == ({"nl": "The threshold meeting"}, "nl", "school")
    assert {language for language, _, _ in texts(kept)} == {"nl"}
    assert picked(named, "titles", "setting") == ({"nl": "Drempelgesprek"}, "school")


def test_a_merged_and_a_retired_element_are_still_found() -> None:
    history = History().add("element-1", ELEMENT).add("element-1", ElementMerged(into="element-2", reason="Same."))

    merged = history.row()
    retired = History().add("element-1", ELEMENT).add("element-1", ElementRetired(reason="Old.")).row()

    assert (merged["label"], retired["label"]) == ("merged", "retired")
    assert [picked(link, "target", "source") for link in history.rows(LINKS_TABLE)] == [("element-2", "element-1")]


def test_a_theme_has_its_labels_as_titles() -> None:
    history = History().add("theme-1", THEME)

    row = history.row()

    assert picked(row, "titles", "language", "label") == (THEME.labels, "en", "candidate")
    assert texts(row) == [("en", "definition", "How work begins."), ("", "scope_note", "Families first.")]
    assert [picked(link, "target", "source") for link in history.rows(LINKS_TABLE)] == [("theme-1", "challenge-1")]


def test_a_theme_without_an_english_label_has_the_language_of_the_first() -> None:
    named, erased = ThemeProposed(labels={"nl": "Vertrouwen", "fr": "Confiance"}), ThemeProposed(labels={})

    rows = History().add("theme-1", named).add("theme-2", erased).rows()

    assert [row["language"] for row in rows] == ["fr", ""]


def test_a_theme_gathers_what_was_decided_and_why() -> None:
    row = (
        History()
        .add("theme-1", THEME)
        .add("theme-1", ThemeDiscussed(rationale="We asked."))
        .add("theme-1", ThemeAdopted(rationale="We agreed.", dissent="Too soon."))
        .add("theme-1", ThemeDiscussed(rationale="We asked again."))
        .add("theme-1", ThemeRenamed(labels={"fr": "Confiance"}, rationale="A better word."))
        .row()
    )

    assert [text[1:] for text in texts(row)[2:]] == [
        ("rationale", "We asked."),
        ("rationale", "We agreed."),
        ("dissent", "Too soon."),
        ("rationale", "We asked again."),
        ("rationale", "A better word."),
    ]
    assert picked(row, "label", "titles", "language") == ("adopted", {"fr": "Confiance"}, "fr")


def test_a_discussion_moves_a_candidate_on() -> None:
    history = History().add("theme-1", THEME)

    discussed = history.add("theme-1", ThemeDiscussed(rationale="We asked.")).row()
    reopened = (
        history.add("theme-1", ThemeAdopted(rationale="Yes.")).add("theme-1", ThemeReopened(rationale="Not yet.")).row()
    )

    assert (discussed["label"], reopened["label"]) == ("discussed", "discussed")


def test_what_rests_on_what_is_linked_for_those_who_may_know() -> None:
    history = (
        History()
        .add("theme-1", ThemeEvidenceLinked(source="reflection-1", stance="supports"), visibility="private")
        .add("theme-1", ThemeEvidenceLinked(source="reflection-2", stance="supports"))
        .add("theme-1", ThemeEvidenceUnlinked(source="reflection-2", reason="Wrong."))
        .add("theme-1", ThemeMerged(into="theme-2", rationale="Same."))
        .add("element-1", ElementEvidenceLinked(source="reflection-1", stance="supports"))
        .add("transfer-1", TransferConsidered(element="element-1", source=HOST, receiving=GUEST))
    )

    links = [picked(link, "target", "source", "access", "author") for link in history.rows(LINKS_TABLE)]

    assert links == [
        ("theme-1", "reflection-1", "private", "person-anna"),
        ("theme-2", "theme-1", "network", "person-anna"),
        ("element-1", "reflection-1", "network", "person-anna"),
        ("transfer-1", "element-1", "network", "person-anna"),
    ]


def test_words_that_fewer_people_may_read_stay_out() -> None:
    narrow = {"visibility": "private"}
    described, renamed = ElementDescribed(core="Secret."), ThemeRenamed(labels={"en": "Secret"}, rationale="Secret.")

    rows = (
        History()
        .add("element-1", ELEMENT)
        .add("element-1", described, **narrow)
        .add("element-1", ElementConditionNoted(text="Secret."), **narrow)
        .add("theme-1", THEME)
        .add("theme-1", renamed, **narrow)
        .add("visit-1", VISIT)
        .add("visit-1", VisitMonitored(attained="Secret."), **narrow)
        .rows()
    )

    assert "Secret" not in str(rows)
    assert [row["position"] for row in rows] == [1, 4, 6]


def test_countries_and_meetings_are_kept_for_those_who_look_them_up() -> None:
    history = (
        History()
        .add(HOST, OrganisationJoined(name="Host", country="NO", kind="ngo"))
        .add(HOST, OrganisationRevised(country="XK"))
        .add(HOST, OrganisationRevised(name="Other"))
        .add(HOST, OrganisationRevised(country="FR"), visibility="private")
        .add("meeting-1", MeetingHeld(title="Spring plenary", kind="plenary", held_on="2017-05-04"))
    )

    assert [picked(row, "organisation", "country", "access") for row in history.rows(COUNTRIES_TABLE)] == [
        (HOST, "XK", "network")
    ]
    assert [picked(meeting, "id", "title", "access") for meeting in history.rows(MEETINGS_TABLE)] == [
        ("meeting-1", "Spring plenary", "network")
    ]


def test_events_without_a_beginning_change_nothing() -> None:
    orphans = [
        ("reflection-1", ReflectionRevised(answers={}, reason="", version=2)),
        ("reflection-1", ReflectionReleased(visibility="network")),
        ("visit-1", VisitAgreed()),
        ("visit-1", VisitPostponed(reason="Snow.")),
        ("element-1", ElementDescribed(core="Lost.")),
        ("element-1", ElementConditionNoted(text="Lost.")),
        ("theme-1", ThemeDiscussed(rationale="Lost.")),
        ("theme-1", ThemeRenamed(labels={"en": "Lost"}, rationale="Lost.")),
        ("challenge-1", ChallengeShared(organisation=HOST)),
        (HOST, OrganisationRevised(country="FR")),
    ]
    history = History()

    for stream, event in orphans:
        history.add(stream, event)

    assert history.rows() == []
