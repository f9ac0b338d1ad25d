"""The audit log: every event that the reader may see, as a sentence."""

import re
from dataclasses import replace
from typing import Any

import pytest

from epex.core import catalogue
from epex.core.decision import Refused
from epex.core.meeting import MeetingCorrected, MeetingHeld
from epex.core.organisation import OrganisationRevised
from epex.core.person import PersonRevised
from epex.core.reflection import ReflectionReleased
from epex.core.theme import ThemeParked, ThemeProposed, ThemeSplit
from epex.core.visit import VisitCorrected
from epex.projections.history import AuditFilters
from tests.projections.bases import ANNA, BEA, CLEO, DORA, Base
from tests.projections.society import HIDDEN_WORDS

HELD = MeetingHeld(title="Plenary", kind="plenary", held_on="2018-05-10")
SHAPE = {
    *("position", "event_id", "type", "stream_id", "version", "recorded_at", "occurred_on", "actor", "organisation"),
    *("visibility", "summary"),
}


def read_out(base: Base, **filters: Any) -> list[str]:
    """Give the sentences that Anna reads."""
    return [row["summary"] for row in base.queries(ANNA).audit_log(AuditFilters(**filters))]


def test_every_event_is_told_in_the_agreed_shape(told: Base) -> None:
    rows = told.queries(DORA).audit_log()

    assert [set(row) for row in rows] == [SHAPE] * told.log.head()


def test_every_event_has_a_sentence_of_its_own() -> None:
    known = [event for subject in catalogue.SUBJECTS for event in catalogue.event_classes(subject)]

    assert [event.type for event in known if not getattr(event, "sentence", "")] == []


def test_no_sentence_shows_a_code_or_a_gap(told: Base) -> None:
    raw = re.compile(r"[a-z]+[._][a-z]+|[a-z]+-[0-9a-f]{8}|[{}]|  ")

    assert [sentence for sentence in read_out(told) if raw.search(sentence)] == []


@pytest.mark.parametrize(
    ("subject", "sentences"),
    [
        ("organisation-far", ["Anna (coordinator) recorded that The far house joined the network"]),
        ("person-bea", ["Anna (coordinator) registered Bea at The south house as practitioner"]),
        ("year-one", ["Anna (coordinator) opened Year 1 (getting to know)"]),
        (
            "theme-tea",
            [
                "Anna (coordinator) proposed the theme 'Tea'",
                "Anna (coordinator) linked the element 'Tea first' as evidence that supports the theme 'Tea'",
                "Anna (coordinator) merged the theme 'Tea' into the theme 'Trust' at the meeting 'Spring plenary'",
            ],
        ),
        (
            "reflection-guest",
            ["Bea (practitioner) recorded the reflection 'Visitor reflection: A week in the north'"],
        ),
    ],
)
def test_sentences_name_who_did_what(told: Base, subject: str, sentences: list[str]) -> None:
    assert read_out(told, subject=subject) == sentences


def test_roles_are_those_of_the_day(base: Base) -> None:
    base.record("theme-before", ThemeProposed(labels={"en": "Before"}), by=BEA)
    base.record(BEA.person, PersonRevised(roles=("editor", "practitioner")))
    base.record("theme-after", ThemeProposed(labels={"en": "After"}), by=BEA)

    assert [read_out(base, subject=subject) for subject in ("theme-before", "theme-after")] == [
        ["Bea (practitioner) proposed the theme 'Before'"],
        ["Bea (editor, practitioner) proposed the theme 'After'"],
    ]


def test_a_vote_is_told_with_its_figures(told: Base) -> None:
    assert read_out(told, type="theme.adopted") == [
        (
            "Anna (coordinator) recorded that the theme 'Trust' was adopted at the meeting 'Spring plenary'"
            " by 9 votes to 2, 0 abstaining"
        )
    ]


def test_several_things_are_listed(base: Base) -> None:
    for name in "abc":
        base.record(f"theme-{name}", ThemeProposed(labels={"en": name.upper()}))
    base.record("theme-trust", ThemeSplit(into=("theme-a", "theme-b", "theme-c"), rationale="Three"))

    assert read_out(base, type="theme.split") == [
        "Anna (coordinator) split the theme 'Trust' into the theme 'A', the theme 'B' and the theme 'C'"
    ]


def test_a_long_title_is_cut(base: Base) -> None:
    base.record("theme-long", ThemeProposed(labels={"en": "word " * 40}))

    assert read_out(base, subject="theme-long") == [
        f"Anna (coordinator) proposed the theme '{('word ' * 18).strip()} …'"
    ]


def test_what_the_reader_may_not_see_is_not_named(told: Base) -> None:
    rows = told.queries(CLEO).audit_log(AuditFilters(subject="element-tea"))

    sentences = [row["summary"] for row in rows if row["type"] == "element.evidence_linked"]
    assert sentences == [
        (
            "Anna (coordinator) linked the reflection 'Visitor reflection: A week in the north'"
            " as evidence that supports the element 'Tea first'"
        ),
        "Anna (coordinator) linked a reflection as evidence that supports the element 'Tea first'",
    ]


def test_the_public_reads_of_nobody(base: Base) -> None:
    base.record("theme-open", ThemeProposed(labels={"en": "Open"}), visibility="public")

    assert [row["summary"] for row in base.queries(None).audit_log()] == ["Somebody proposed the theme 'Open'"]


def test_an_unknown_event_is_told_without_its_type(base: Base) -> None:
    base.record("theme-x", ThemeProposed(labels={"en": "X"}))
    with base.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE events SET type = 'tea.poured' WHERE stream_id = 'theme-x'")

    assert read_out(base, type="tea") == [
        "Anna (coordinator) recorded something about a theme that this version of epex does not know"
    ]


def test_an_event_of_a_plugin_is_told_in_its_own_words(base: Base) -> None:
    base.record("theme-trust", ThemeParked(rationale="Later"))
    base.views.catch_up()
    with base.views.store.writing() as connection:
        connection.exec_driver_sql(
            "UPDATE view_timeline SET type = 'tea.has_brewed', stream_id = 'tea-1' WHERE type = 'theme.parked'"
        )

    assert read_out(base, type="tea.has_brewed") == ["Anna (coordinator) recorded tea: has brewed, about something"]


def test_a_hidden_reflection_is_in_no_line_until_it_is_released(base: Base) -> None:
    before = base.queries(CLEO).audit_log(AuditFilters(subject="reflection-host"))
    base.record("reflection-host", ReflectionReleased(visibility="network"))
    after = base.queries(CLEO).audit_log(AuditFilters(subject="reflection-host"))

    assert ([row["type"] for row in before], [(row["type"], row["visibility"]) for row in after]) == (
        [],
        [("reflection.recorded", "network"), ("reflection.released", "network")],
    )


def test_a_release_of_a_reflection_that_was_never_recorded_opens_nothing(base: Base) -> None:
    base.record("reflection-lost", ReflectionReleased(visibility="public"), visibility="private", by=BEA)

    seen = [len(base.queries(actor).audit_log(AuditFilters(subject="reflection-lost"))) for actor in (ANNA, BEA)]
    assert seen == [0, 1]


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({"type": "theme.adopted"}, 1),
        ({"type": "network"}, 1),
        ({"type": "net"}, 0),
        ({"actor": "person-bea", "type": "visit"}, 2),
        ({"organisation": "organisation-south", "type": "visit"}, 2),
        ({"since": "2999"}, 0),
        ({"until": "1999"}, 0),
        ({"by": "occurred", "since": "2016-05-20", "until": "2016-05-20"}, 1),
        ({"by": "occurred", "since": "2016-05-31", "until": "2016-05-31"}, 1),
        ({"by": "occurred", "until": "2016-05-19"}, 2),
        ({"limit": 3}, 3),
        ({"limit": 3, "offset": 1, "type": "year"}, 0),
        ({"offset": 1, "type": "theme.adopted"}, 0),
        ({"position": 1}, 1),
    ],
)
def test_events_are_kept_within_the_filters(told: Base, filters: dict[str, Any], count: int) -> None:
    assert len(read_out(told, **filters)) == count


def test_events_are_found_by_the_day_of_recording(told: Base) -> None:
    today = told.queries(DORA).audit_log()[0]["recorded_at"][:10]

    found = told.queries(DORA).audit_log(AuditFilters(since=today, until=today))

    assert len(found) == told.log.head()


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [
        ("2016-12-31", "2018", True),
        ("2016-05-21", "2016", True),
        ("2016", "2016-12-30", False),
        ("2017", "2018", False),
    ],
)
def test_an_imprecise_date_counts_on_its_last_day(base: Base, since: str, until: str, found: bool) -> None:  # noqa: FBT001
    base.record("theme-x", ThemeProposed(labels={"en": "X"}), occurred_on="2016")

    sentences = read_out(base, by="occurred", since=since, until=until)

    assert ("Anna (coordinator) proposed the theme 'X'" in sentences) is found


@pytest.mark.slow
def test_events_come_in_the_order_in_which_they_happened(base: Base) -> None:
    base.record("theme-x", ThemeProposed(labels={"en": "X"}), occurred_on="2015-01")

    first = [read_out(base, by=by)[0] for by in ("recorded", "occurred")]

    assert first == ["Anna (coordinator) founded the network 'A network'", "Anna (coordinator) proposed the theme 'X'"]


def test_an_event_is_shown_with_its_parts_and_without_its_words(told: Base) -> None:
    queries = told.queries(ANNA)
    [adopted] = queries.audit_log(AuditFilters(type="theme.adopted"))

    shown = [queries.event(adopted["event_id"]), queries.event(str(adopted["position"]))]

    votes = {"votes_for": 9, "votes_against": 2, "abstained": None}
    parts = {"forum": "meeting-spring", "method": "vote", **votes}
    assert shown == [{**adopted, "parts": parts}] * 2


def test_the_parts_of_an_event_leave_out_what_is_hidden(told: Base) -> None:
    [linked] = [
        row
        for row in told.queries(ANNA).audit_log(AuditFilters(type="theme.evidence_linked"))
        if "Host" in row["summary"]
    ]

    parts = told.queries(CLEO).event(linked["event_id"])["parts"]

    assert (parts["source"], parts["document"], parts["stance"]) == ("", "", "nuances")


def test_a_list_of_parts_leaves_out_what_is_hidden(base: Base) -> None:
    base.record(
        "theme-x", ThemeProposed(labels={"en": "X"}, challenges=("challenge-trust", "challenge-lost", "a task"))
    )
    [proposed] = base.queries(ANNA).audit_log(AuditFilters(subject="theme-x"))

    assert base.queries(ANNA).event(proposed["event_id"])["parts"]["challenges"] == ["challenge-trust", "a task"]


def test_a_hidden_event_is_refused_like_one_that_is_not_there(told: Base) -> None:
    [hidden] = told.queries(ANNA).audit_log(AuditFilters(subject="reflection-host"))

    for identity in (hidden["event_id"], str(hidden["position"]), "nothing"):
        with pytest.raises(Refused, match="There is no event"):
            told.queries(CLEO).event(identity)


def test_a_title_that_was_narrowed_is_not_told(base: Base) -> None:
    base.record("organisation-far", OrganisationRevised(name=HIDDEN_WORDS), visibility="private")

    assert HIDDEN_WORDS not in str(base.queries(CLEO).audit_log())


def test_the_log_dates_events_by_the_day_that_they_tell(base: Base) -> None:
    base.record("meeting-one", HELD)
    base.record("meeting-two", HELD, occurred_on="2018-05-11")
    base.record("meeting-three", replace(HELD, held_on="2999"))

    days = dated(base, "meeting.held")

    assert [days[f"meeting-{name}"] for name in ("one", "two", "three")] == ["2018-05-10", "2018-05-11", None]


def test_the_log_takes_over_a_day_that_was_put_right_for_those_who_may_know(base: Base) -> None:
    right = MeetingCorrected(reason="A slip", held_on="2017-05-10", version=2)
    base.record("meeting-one", HELD)
    base.record("meeting-one", right)
    base.record("meeting-two", HELD)
    base.record("meeting-two", right, visibility="private")
    base.record("meeting-none", right)
    base.record("visit-none", VisitCorrected(reason="A slip", started_on="2017-05-10"))

    days = dated(base, "meeting.held")

    assert (days["meeting-one"], days["meeting-two"]) == ("2017-05-10", "2018-05-10")
    assert dated(base, "meeting.corrected") == dict.fromkeys(("meeting-one", "meeting-two", "meeting-none"))


def dated(base: Base, type_name: str) -> dict[str, str | None]:
    """Tell when events of a type happened, by what they happened to."""
    rows = base.queries(ANNA).audit_log(AuditFilters(type=type_name, by="occurred"))
    return {row["stream_id"]: row["occurred_on"] for row in rows}
