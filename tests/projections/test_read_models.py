"""What each event does to the rows of its read model."""

from dataclasses import replace

import pytest

from epex.core.challenge import ChallengeStated
from epex.core.element import ElementAbsorbed, ElementDescribed, ElementIdentified, ElementMerged, ElementRetired
from epex.core.meeting import MeetingHeld
from epex.core.organisation import OrganisationJoined, OrganisationLeft, OrganisationRevised
from epex.core.person import PersonErased, PersonErasureRequested, PersonMoved, PersonRevised
from epex.core.reflection import (
    ReflectionKeepingAgreed,
    ReflectionRecorded,
    ReflectionReleased,
    ReflectionRevised,
    ReflectionWithdrawalRequested,
)
from epex.core.theme import (
    ThemeDiscussed,
    ThemeEvidenceUnlinked,
    ThemeParked,
    ThemeProposed,
    ThemeRenamed,
    ThemeReopened,
    ThemeSplit,
)
from epex.core.transfer import (
    TransferAdapted,
    TransferChanged,
    TransferCompared,
    TransferConsidered,
    TransferEvaluated,
    TransferSustained,
)
from epex.core.visit import VisitAgreed, VisitCancelled, VisitMonitored, VisitPostponed
from epex.projections.table import Row
from tests.projections.bases import ANNA, BEA, CLEO, DORA, EVE, Base
from tests.projections.society import WEEK


def seen(base: Base, identity: str, *names: str) -> list[object]:
    """Give some of what Anna sees of something."""
    row = base.queries(ANNA).show(identity)
    return [row[name] for name in names]


def steps(row: Row, *names: str) -> list[tuple[object, ...]]:
    """Give some of each step."""
    return [tuple(step.get(name) for name in names) for step in row["steps"]]


def test_the_network_is_shown_with_its_languages(told: Base) -> None:
    assert seen(told, "network-one", "title", "illustrative", "base_id") == ["A network", False, "base-1"]


def test_an_organisation_takes_over_what_a_revision_names(base: Base) -> None:
    base.record("organisation-far", OrganisationRevised(name="The farthest house", settings=("prison",)))

    assert seen(base, "organisation-far", "title", "settings", "country") == ["The farthest house", ["prison"], "DE"]


def test_an_organisation_that_left_says_when(base: Base) -> None:
    base.record("organisation-far", OrganisationLeft(reason="Money"), occurred_on="2018-02")

    assert seen(base, "organisation-far", "left_on") == ["2018-02"]


def test_a_revision_for_fewer_readers_keeps_its_words_out_of_the_row(base: Base) -> None:
    base.record("organisation-far", OrganisationRevised(constraints="Dogs"), visibility="private")
    base.record("person-cleo", PersonRevised(name="Cleopatra", roles=("editor",)), visibility="private")
    base.record("theme-trust", ThemeRenamed(labels={"en": "Secret"}, rationale="Hush"), visibility="private")
    base.record("element-tea", ElementDescribed(risks="Poison"), visibility="private")

    assert seen(base, "organisation-far", "constraints") == [""]
    assert seen(base, "person-cleo", "title", "roles") == ["Cleo", ["editor"]]
    assert seen(base, "theme-trust", "title") == ["Trust"]
    assert seen(base, "element-tea", "risks") == ["Cold tea"]


def test_a_row_of_few_readers_takes_the_words_that_more_may_read(base: Base) -> None:
    house = OrganisationJoined(name="Hidden house", country="AT", kind="ngo")
    base.record("organisation-new", house, visibility="private")
    base.record("organisation-new", OrganisationRevised(name="Open house"))

    assert seen(base, "organisation-new", "title", "visibility") == ["Open house", "private"]


def test_a_person_moves_and_is_revised(base: Base) -> None:
    base.record(
        "person-cleo", PersonMoved(organisation="organisation-north"), PersonRevised(contact="cleo@example.org")
    )

    shown = seen(base, "person-cleo", "organisation_title", "contact", "title")
    assert shown == ["The north house", "cleo@example.org", "Cleo"]


def test_a_year_shows_its_visits(told: Base) -> None:
    title, visits = seen(told, "year-one", "title", "visits")

    assert (title, [visit["id"] for visit in visits]) == ("Year 1", ["visit-week", "visit-other"])  # type: ignore[attr-defined]


def test_a_meeting_shows_the_decisions_taken_there(told: Base) -> None:
    decisions = told.queries(ANNA).show("meeting-spring")["decisions"]

    assert [(decision["title"], decision["decision"]) for decision in decisions] == [
        ("Trust", "discussed"),
        ("Tea", "merged"),
        ("Trust", "adopted"),
    ]


def test_a_challenge_shows_who_shares_it_and_what_rests_on_it(told: Base) -> None:
    row = told.queries(ANNA).show("challenge-trust")

    rests = [(found["kind"], found["id"], found["relation"]) for found in row["used_in"]]
    assert (row["title"], row["shared_by_titles"]) == ("How do we win trust?", ["The south house"])
    assert sorted(rests) == [
        ("theme", "theme-trust", "proposed_from"),
        ("visit", "visit-other", "matched_on"),
        ("visit", "visit-week", "matched_on"),
    ]


def test_a_visit_shows_its_steps_and_its_reflections(told: Base) -> None:
    row = told.queries(ANNA).show("visit-week")

    assert (row["status"], row["occurred_on"], row["objectives"]) == ("monitored", "2016-03-07", "Listen")
    assert steps(row, "step", "attained", "unexpected", "actor_name") == [("monitored", "A lot", "Snow", "Anna")]
    assert sorted(reflection["side"] for reflection in row["reflections"]) == ["host", "visitor"]


def test_a_withheld_place_is_shown_to_the_two_sides_alone(told: Base) -> None:
    places = [told.queries(actor).show("visit-week")["place"] for actor in (ANNA, BEA, CLEO)]

    assert places == ["Hafenstrasse 3", "Hafenstrasse 3", ""]


@pytest.mark.parametrize(
    ("precision", "place", "region"),
    [("city", "Graz", "Styria"), ("region", "", "Styria"), ("country", "", ""), ("withheld", "", "")],
)
def test_of_a_place_all_others_read_what_its_precision_says(
    base: Base, precision: str, place: str, region: str
) -> None:
    whole = "Graz, Lendplatz 1, second floor"
    base.record("visit-open", replace(WEEK, place=whole, region="Styria", place_precision=precision))

    rows = [base.queries(actor).show("visit-open") for actor in (ANNA, CLEO)]

    assert [(row["place"], row["region"]) for row in rows] == [(whole, "Styria"), (place, region)]


def test_a_postponed_visit_loses_its_dates_until_it_is_agreed_on(base: Base) -> None:
    base.record("visit-later", WEEK, VisitPostponed(reason="Snow"))
    postponed = seen(base, "visit-later", "status", "starts_on", "ends_on")
    base.record("visit-later", VisitAgreed(starts_on="2016-10"))

    assert postponed == ["postponed", "", ""]
    assert seen(base, "visit-later", "status", "starts_on") == ["agreed", "2016-10"]


def test_other_hosts_of_an_agreement_take_the_places_of_the_planned_ones(base: Base) -> None:
    base.record("visit-later", WEEK, VisitAgreed(host_people=("person-dora",), objectives="Hush"), visibility="network")

    granted = ["pair:visit-later" in base.queries(actor).reader.grants for actor in (ANNA, DORA)]
    assert granted == [False, True]


def test_a_narrow_agreement_changes_the_state_but_not_the_words(base: Base) -> None:
    base.record("visit-later", replace(WEEK, objectives="Look"))
    base.record("visit-later", VisitAgreed(objectives="Hush"), visibility="pair", audience="visit-later")

    told = [base.queries(actor).show("visit-later") for actor in (ANNA, CLEO)]
    assert [(row["status"], row["objectives"]) for row in told] == [("agreed", "Look"), ("planned", "Look")]


def test_a_narrow_step_of_a_visit_is_shown_to_its_readers_alone(base: Base) -> None:
    monitored = VisitMonitored(attained="Between us")
    base.record("visit-week", monitored, visibility="pair", audience="visit-week")

    told = [len(base.queries(actor).show("visit-week")["steps"]) for actor in (ANNA, BEA, CLEO, DORA)]
    assert told == [2, 2, 1, 2]


@pytest.mark.parametrize("event", [VisitAgreed(), VisitCancelled(reason="x"), ElementDescribed(core="x")])
def test_an_event_of_a_stream_without_a_beginning_makes_no_row(empty: Base, event: object) -> None:
    stream = "element-x" if isinstance(event, ElementDescribed) else "visit-x"
    empty.record(stream, event)  # type: ignore[arg-type]

    empty.views.catch_up()

    assert (empty.ids("visit", None), empty.ids("element", None)) == ([], [])


def test_a_reflection_is_titled_after_what_it_is_about(base: Base) -> None:
    base.record("meeting-x", MeetingHeld(title="Autumn", kind="plenary", held_on="2016-10"))
    spoken = ReflectionRecorded(answers={"why": "A"}, about="meeting-x", side="participant", author=ANNA.person)
    base.record("reflection-spoken", spoken)
    words = "Families come to us because nobody else is left to call in the evening hours of winter"
    base.record("reflection-imported", ReflectionRecorded(answers={"text": words}, source="A report"))
    base.record("reflection-named", ReflectionRecorded(title="Mine", answers={"why": "A"}, author=ANNA.person))

    titles = {row["id"]: row["title"] for row in base.queries(ANNA).listing("reflection")}
    assert titles == {
        "reflection-host": "Host reflection: A week in the north",
        "reflection-guest": "Visitor reflection: A week in the north",
        "reflection-spoken": "Participant reflection: Autumn",
        "reflection-imported": "Families come to us because nobody else is left to call in …",
        "reflection-named": "Mine",
    }


def test_a_revised_reflection_shows_its_new_answers(base: Base) -> None:
    base.record("reflection-guest", ReflectionRevised(answers={"why": "New"}, reason="Typing", version=2))

    assert seen(base, "reflection-guest", "answers", "version") == [{"why": "New"}, 2]


def test_a_reflection_shows_where_it_was_used(told: Base) -> None:
    used = told.queries(ANNA).show("reflection-guest")["used_in"]

    assert [(row["id"], row["how"], row["passage"]) for row in used] == [
        ("element-tea", "in support", "Tea came first."),
        ("theme-trust", "as a nuance", "Nobody mentioned risk."),
        ("transfer-tea", "through the element 'Tea first'", None),
        ("theme-tea", "through the element 'Tea first'", None),
    ]


@pytest.mark.parametrize(
    ("visibility", "readers"),
    [
        ("organisation", "anna bea dora"),
        ("network", "anna bea cleo dora eve"),
        ("public", "anna bea cleo dora eve public"),
    ],
)
def test_a_release_opens_a_reflection(base: Base, visibility: str, readers: str) -> None:
    base.record("reflection-host", ReflectionReleased(visibility=visibility), by=ANNA)

    assert able(base, "reflection-host") == readers.split()


def able(base: Base, reflection: str) -> list[str]:
    """Name those who see a reflection."""
    people = {"anna": ANNA, "bea": BEA, "cleo": CLEO, "dora": DORA, "eve": EVE, "public": None}
    return [name for name, actor in people.items() if reflection in base.ids("reflection", actor)]


def test_an_import_that_names_nobody_is_read_by_its_importer(base: Base) -> None:
    base.record("reflection-import", ReflectionRecorded(answers={"text": "A"}, source="A report"), by=CLEO)

    assert able(base, "reflection-import") == ["cleo", "dora"]


def test_an_import_released_to_the_organisation_opens_to_its_authors_organisation(base: Base) -> None:
    text = ReflectionRecorded(answers={"text": "A"}, source="A report", organisation="organisation-south")
    base.record("reflection-import", text, ReflectionReleased(visibility="organisation"), by=CLEO)

    assert able(base, "reflection-import") == ["bea", "cleo", "dora"]


@pytest.mark.parametrize(
    ("label", "envelope", "readers"),
    [
        ("network", "private", "anna dora"),
        ("private", "network", "anna dora"),
        ("network", "evaluation", "eve"),
    ],
)
def test_the_narrower_of_two_labels_counts(base: Base, label: str, envelope: str, readers: str) -> None:
    text = ReflectionRecorded(answers={"why": "A"}, about="visit-week", author=ANNA.person, visibility=label)
    base.record("reflection-x", text, visibility=envelope)

    assert able(base, "reflection-x") == readers.split()


def test_a_label_that_nobody_knows_opens_nothing(base: Base) -> None:
    base.record("challenge-x", ChallengeStated(text="Why?", language="en", organisation="organisation-far"), by=CLEO)
    with base.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE events SET visibility = 'sideways' WHERE stream_id = 'challenge-x'")

    assert [actor.person for actor in (ANNA, BEA, CLEO, DORA) if "challenge-x" in base.ids("challenge", actor)] == [
        CLEO.person,
        DORA.person,
    ]


def test_an_element_shows_its_description_conditions_and_history(told: Base) -> None:
    row = told.queries(ANNA).show("element-tea")

    assert [condition["text"] for condition in row["conditions"]] == ["A kettle"]
    assert [(step["step"], step["label"]) for step in row["history"]] == [("labelled", "shared")]
    assert (row["risks"], row["positions"]["risks"] > row["positions"]["core"]) == ("Cold tea", True)
    assert [transfer["status"] for transfer in row["transfers"]] == ["abandoned"]


def test_an_element_described_anew_keeps_what_is_not_named(base: Base) -> None:
    base.record("element-tea", ElementDescribed(name="Tea before talk", steps=("Boil", "Pour")))

    assert seen(base, "element-tea", "title", "steps", "core") == [
        "Tea before talk",
        ["Boil", "Pour"],
        "Tea comes before talk.",
    ]


def test_a_merged_element_points_to_the_one_that_goes_on(base: Base) -> None:
    cup = ElementIdentified(name="A cup", core="A cup of something.", organisation="organisation-north")
    base.record("element-cup", cup)
    base.record("element-cup", ElementMerged(into="element-tea", reason="Same"))
    base.record("element-tea", ElementAbsorbed(merged="element-cup"), ElementRetired(reason="Coffee"))

    assert seen(base, "element-cup", "status", "merged_into_title") == ["merged", "Tea first"]
    assert seen(base, "element-tea", "status", "label", "absorbed_titles") == ["retired", "retired", ["A cup"]]


def test_a_theme_shows_its_decisions_with_votes_and_dissent(told: Base) -> None:
    decisions = told.queries(ANNA).show("theme-trust")["decisions"]

    names = ("decision", "forum_title", "votes_for", "votes_against", "abstained", "dissent", "actor_name")
    assert [decisions[-1][name] for name in names] == [
        "adopted",
        "Spring plenary",
        9,
        2,
        None,
        "Prisons differ.",
        "Anna",
    ]


def test_a_theme_covers_what_its_evidence_touches(told: Base) -> None:
    assert seen(told, "theme-trust", "organisations", "countries") == [
        ["The north house", "The south house"],
        ["AT", "XK"],
    ]


@pytest.mark.parametrize(
    ("events", "status"),
    [
        ([], "candidate"),
        ([ThemeDiscussed(rationale="x")], "discussed"),
        ([ThemeParked(rationale="x"), ThemeDiscussed(rationale="x")], "parked"),
        ([ThemeParked(rationale="x"), ThemeReopened(rationale="x")], "discussed"),
    ],
)
def test_a_theme_has_the_state_of_its_last_decision(base: Base, events: list[ThemeParked], status: str) -> None:
    base.record("theme-x", ThemeProposed(labels={"en": "X"}), *events)

    assert seen(base, "theme-x", "status") == [status]


def test_a_split_theme_points_to_its_parts(base: Base) -> None:
    base.record("theme-a", ThemeProposed(labels={"en": "A"}, split_from="theme-trust"))
    base.record("theme-b", ThemeProposed(labels={"en": "B"}, split_from="theme-trust"))
    base.record("theme-trust", ThemeSplit(into=("theme-a", "theme-b"), rationale="Two things"))

    assert seen(base, "theme-trust", "status", "split_into_titles") == ["split", ["A", "B"]]
    assert seen(base, "theme-a", "split_from_title") == ["Trust"]


def test_a_renamed_theme_has_its_new_labels(base: Base) -> None:
    base.record("theme-trust", ThemeRenamed(labels={"en": "Trust first"}, rationale="Order matters"))

    assert seen(base, "theme-trust", "title", "labels") == ["Trust first", {"en": "Trust first"}]


def test_a_theme_is_titled_in_the_readers_language_else_in_english_else_in_any(base: Base) -> None:
    base.record("theme-x", ThemeProposed(labels={"fr": "Confiance"}))

    titles = [[row["title"] for row in base.queries(ANNA, language).listing("theme")] for language in ("de", "fr")]
    assert titles == [["Vertrauen", "Tea", "Confiance"], ["Trust", "Tea", "Confiance"]]


def test_unlinked_evidence_is_gone(base: Base) -> None:
    base.record("theme-trust", ThemeEvidenceUnlinked(source="reflection-guest", reason="Wrong"))
    base.record("theme-new", ThemeEvidenceUnlinked(source="reflection-guest", reason="Wrong"))

    assert [row["id"] for row in base.queries(ANNA).show("theme-trust")["evidence"]] == [
        "reflection-host",
        "element-tea",
    ]


def test_a_transfer_shows_both_grids_and_every_step(told: Base) -> None:
    row = told.queries(ANNA).show("transfer-tea")

    assert (row["title"], row["status"], row["determined"]) == ("Tea first → The far house", "abandoned", False)
    assert row["grids"]["receiving"] == {
        "ratings": {"environment.law": "blocks"},
        "notes": {"environment.law": "No tea"},
    }
    assert [step["step"] for step in row["steps"]] == [
        *("considered", "compared", "compared", "anticipated", "piloted", "abandoned")
    ]


@pytest.mark.parametrize(
    ("event", "status"), [(TransferSustained(), "sustained"), (TransferChanged(reason="x"), "changed")]
)
def test_a_transfer_that_was_evaluated_is_determined(base: Base, event: TransferChanged, status: str) -> None:
    evaluated = TransferEvaluated(outcome="Half of them came.", value_cycle="applied")
    base.record("transfer-tea", TransferAdapted(adaptations=("Coffee",)), evaluated, event)

    assert seen(base, "transfer-tea", "status", "determined", "value_cycle") == [status, True, "applied"]


def test_a_transfer_is_compared_when_both_grids_are_filled(base: Base) -> None:
    base.record(
        "transfer-x",
        TransferConsidered(element="element-tea", source="organisation-north", receiving="organisation-far"),
    )
    states = []
    for side in ("source", "receiving"):
        base.record("transfer-x", TransferCompared(side=side, ratings={}))
        states += seen(base, "transfer-x", "status")

    assert states == ["considered", "compared"]


def test_a_grid_without_a_transfer_makes_no_row(base: Base) -> None:
    base.record("transfer-x", TransferCompared(side="source", ratings={}))

    assert base.ids("transfer") == ["transfer-tea"]


ASKED = PersonErasureRequested(ground="Asked for it", documents=("reflection-guest",))
SEEN = PersonErased(digest="00", looked_for=1, files=1, bytes=1)


def test_from_the_request_on_nothing_is_shown_of_a_person(base: Base) -> None:
    base.record("person-bea", PersonRevised(contact="bea@example.org"))
    base.record("person-bea", ASKED, visibility="private")

    names = ("title", "contact", "roles", "name_preference", "status", "organisation")
    shown = ["an erased person", "", [], "anonymous", "being erased", "organisation-south"]
    assert seen(base, "person-bea", *names) == shown
    assert [row["roles"] for row in base.queries(ANNA).listing("person") if row["id"] == "person-bea"] == [[]]


def test_an_erased_person_is_listed_as_one(base: Base) -> None:
    base.record("person-bea", ASKED, SEEN)

    rows = base.queries(ANNA).listing("person")
    assert [(row["title"], row["status"]) for row in rows if row["id"] == "person-bea"] == [
        ("an erased person", "erased")
    ]


def test_the_words_of_an_erased_author_are_shown_nowhere(base: Base) -> None:
    base.record("person-bea", ASKED)

    names = ("title", "answers", "status", "person_title")
    assert seen(base, "reflection-guest", *names) == ["[erased]", {}, "erased", "an erased person"]
    assert seen(base, "reflection-host", "status") == [""]


def test_the_words_of_a_withdrawn_reflection_are_shown_nowhere(base: Base) -> None:
    base.record("reflection-host", ReflectionWithdrawalRequested(reason="Too easy to recognise"))

    assert seen(base, "reflection-host", "title", "answers", "status") == ["[erased]", {}, "withdrawn"]
    assert [row["status"] for row in base.queries(ANNA).listing("reflection")] == ["withdrawn", ""]


@pytest.mark.parametrize(("agreed", "shown"), [(True, "stays, without a name"), (False, "")])
def test_a_reflection_says_what_becomes_of_it(base: Base, shown: str, *, agreed: bool) -> None:
    base.record("reflection-host", ReflectionKeepingAgreed(agreed=agreed), by=ANNA)

    assert seen(base, "reflection-host", "if_erased") == [shown]
