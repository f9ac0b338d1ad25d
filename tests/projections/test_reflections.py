"""Translations and follow-ups of reflections, and both sides of a visit next to each other."""

import pytest
import sqlalchemy as sa

from epex.core.decision import Refused
from epex.core.person import PersonErasureRequested
from epex.core.reflection import (
    ReflectionRecorded,
    ReflectionReleased,
    ReflectionRevised,
    ReflectionTranslated,
    ReflectionTranslationConfirmed,
    ReflectionWithdrawalRequested,
)
from epex.projections.document_queries import Documents
from epex.projections.document_rows import TRANSLATIONS_TABLE as WORDS_TABLE
from epex.projections.readers import reader_of
from epex.projections.reflections import TRANSLATIONS_TABLE
from tests.projections.bases import ANNA, BEA, CLEO, DORA, Base
from tests.projections.society import HIDDEN_WORDS

GERMAN = ReflectionTranslated(
    answers={"why": "Niemand sprach von Gefahr."}, language="de", version=1, translator=CLEO.person
)
HOST_GERMAN = ReflectionTranslated(
    answers={"why": "Der Schlüssel liegt unter dem Blumentopf."}, language="de", version=1, translator=ANNA.person
)
TABLES = (TRANSLATIONS_TABLE, WORDS_TABLE)
DETECTED = ReflectionRecorded(
    answers={"why": "Tee."}, about="visit-week", side="visitor", author=CLEO.person, detected_language="de"
)
NOTHING = "Nothing from the {} that you may read."


def translated(base: Base, reflection: str = "reflection-guest") -> list[dict[str, object]]:
    found: list[dict[str, object]] = base.queries(ANNA).show(reflection)["translated"]
    return found


def found(base: Base, reflection: str) -> list[list[str]]:
    texts: list[list[str]] = Documents(base.views, reader_of(base.views, DORA.person)).words([reflection])[reflection][
        "texts"
    ]
    return texts


def test_a_translation_is_shown_as_unreviewed_until_it_is_confirmed(base: Base) -> None:
    base.record("reflection-guest", GERMAN, by=CLEO)
    before = translated(base)
    base.record("reflection-guest", ReflectionTranslationConfirmed(language="de"), by=BEA)

    assert [(row["language"], row["translator_name"], row["reviewed"], row["current"]) for row in before] == [
        ("de", "Cleo", False, True)
    ]
    assert [row["reviewed"] for row in translated(base)] == [True]
    assert base.queries(ANNA).show("reflection-guest")["translations"] == ["de"]


def test_a_translation_of_an_earlier_version_says_so(base: Base) -> None:
    revised = ReflectionRevised(answers={"why": "Tea."}, reason="Shorter", version=2)

    base.record("reflection-guest", GERMAN, revised, by=CLEO)

    assert [row["current"] for row in translated(base)] == [False]


def test_a_translation_is_searched_in_its_language_until_a_revision(base: Base) -> None:
    base.record("reflection-guest", GERMAN, by=CLEO)
    base.views.catch_up(["documents"])
    there = found(base, "reflection-guest")
    base.record("reflection-guest", ReflectionRevised(answers={"why": "Tea."}, reason="Shorter", version=2))
    base.views.catch_up(["documents"])

    assert there == [
        ["en", "why", "Nobody mentioned risk. Tea came first."],
        ["de", "why", "Niemand sprach von Gefahr."],
    ]
    assert found(base, "reflection-guest") == [["en", "why", "Tea."]]


def test_a_reviewed_translation_stays_until_a_newer_one_is_confirmed(base: Base) -> None:
    newer = ReflectionTranslated(answers={"why": "Tee."}, language="de", version=1, translator=BEA.person)
    confirm = ReflectionTranslationConfirmed(language="de")
    base.record("reflection-guest", GERMAN, confirm, newer, by=CLEO)
    base.views.catch_up(["documents"])
    standing, said = translated(base), found(base, "reflection-guest")
    base.record("reflection-guest", confirm)
    base.views.catch_up(["documents"])

    names = ("translator_name", "reviewed", "answers")
    assert [[row[name] for name in names] for row in standing] == [["Cleo", True, GERMAN.answers]]
    assert [(row["waiting"]["translator_name"], row["waiting"]["answers"]) for row in standing] == [  # type: ignore[index]
        ("Bea", {"why": "Tee."})
    ]
    assert said[1:] == [["de", "why", GERMAN.answers["why"]]]
    assert [[*(row[name] for name in names), row["waiting"]] for row in translated(base)] == [
        ["Bea", True, {"why": "Tee."}, {}]
    ]
    assert found(base, "reflection-guest")[1:] == [["de", "why", "Tee."]]


def test_a_translation_of_a_newer_version_takes_the_place_of_a_reviewed_one(base: Base) -> None:
    confirm = ReflectionTranslationConfirmed(language="de")
    revised = ReflectionRevised(answers={"why": "Tea."}, reason="Shorter", version=2)
    newer = ReflectionTranslated(answers={"why": "Tee."}, language="de", version=2, translator=BEA.person)

    base.record("reflection-guest", GERMAN, confirm, revised, newer, by=CLEO)
    base.views.catch_up(["documents"])

    assert [(row["answers"], row["reviewed"], row["waiting"]) for row in translated(base)] == [
        ({"why": "Tee."}, False, {})
    ]
    assert found(base, "reflection-guest")[1:] == [["de", "why", "Tee."]]


def test_what_waits_goes_with_the_words(base: Base) -> None:
    newer = ReflectionTranslated(answers={"why": "Tee."}, language="de", version=1, translator=BEA.person)
    base.record("reflection-guest", GERMAN, ReflectionTranslationConfirmed(language="de"), newer, by=CLEO)

    base.record("reflection-guest", ReflectionWithdrawalRequested(), by=BEA)
    base.views.catch_up(["reflections", "documents"])

    left = [base.views.read(sa.select(base.views.table(table))) for table in TABLES]
    assert left == [[], []]


@pytest.mark.parametrize(
    "again", [GERMAN, ReflectionTranslated(answers={"why": "Tee."}, language="de", version=1, translator="x")]
)
def test_another_translation_takes_the_place_of_the_first(base: Base, again: ReflectionTranslated) -> None:
    base.record("reflection-guest", GERMAN, again, by=CLEO)
    base.views.catch_up(["documents"])

    assert [row["answers"] for row in translated(base)] == [again.answers]
    assert found(base, "reflection-guest")[1:] == [["de", "why", again.answers["why"]]]


def test_a_translation_has_the_readers_of_the_reflection(base: Base) -> None:
    base.record("reflection-host", HOST_GERMAN)

    with pytest.raises(Refused, match="that you may read"):
        base.queries(CLEO).show("reflection-host")
    base.record("reflection-host", ReflectionReleased(visibility="network"))
    assert [row["answers"] for row in base.queries(CLEO).show("reflection-host")["translated"]] == [HOST_GERMAN.answers]


@pytest.mark.parametrize(
    "gone", [ReflectionWithdrawalRequested(), PersonErasureRequested(ground="", documents=("reflection-host",))]
)
def test_a_translation_goes_with_the_words(
    base: Base, gone: ReflectionWithdrawalRequested | PersonErasureRequested
) -> None:
    base.record("reflection-host", HOST_GERMAN)
    stream = "reflection-host" if isinstance(gone, ReflectionWithdrawalRequested) else ANNA.person

    base.record(stream, gone)

    base.views.catch_up(["documents"])
    row = base.queries(DORA).show("reflection-host")
    assert (row["translated"], row["translations"], row["answers"], row["questions"]) == ([], [], {}, [])
    assert found(base, "reflection-host") == []


def test_a_follow_up_is_titled_by_its_months(base: Base) -> None:
    later = ReflectionRecorded(
        answers={"why": "We drink tea now."}, about="visit-week", side="visitor", author=BEA.person, follow_up=6
    )
    base.record("reflection-later", later, by=BEA)
    base.views.catch_up(["documents"])

    row = base.queries(BEA).show("reflection-later")
    hits = Documents(base.views, reader_of(base.views, BEA.person)).words(["reflection-later"])
    assert (row["title"], row["follow_up"]) == ("Visitor reflection after 6 months: A week in the north", 6)
    assert hits["reflection-later"]["title"] == row["title"]


def test_both_sides_stand_next_to_each_other_for_those_who_may_read_both(told: Base) -> None:
    row = told.queries(ANNA).pair("visit-week")

    assert row["questions"][0] == {
        "key": "why",
        "question": "Why do we do what we do?",
        "host": [{"id": "reflection-host", "answer": f"They keep {HIDDEN_WORDS}."}],
        "visitor": [{"id": "reflection-guest", "answer": "Nobody mentioned risk. Tea came first."}],
    }
    assert [question["key"] for question in row["questions"]] == [
        "why",
        "how",
        "what_does_not_work",
        "need_to_learn",
        "add",
    ]
    assert ([who["person_name"] for who in (*row["host"], *row["visitor"])], row["missing"]) == (["Anna", "Bea"], [])


def test_what_may_not_be_read_is_as_what_is_not_there(base: Base) -> None:
    row = base.queries(CLEO).pair("visit-week")
    missing = base.queries(CLEO).pair("visit-other")

    assert (row["host"], row["missing"]) == ([], [NOTHING.format("host")])
    assert [question["host"] for question in row["questions"]] == [[]] * 5
    assert missing["missing"] == [NOTHING.format("host"), NOTHING.format("visitor")]


def test_a_pair_takes_a_translation_where_there_is_one(base: Base) -> None:
    base.record("reflection-guest", GERMAN, by=CLEO)
    base.record("reflection-guest", ReflectionRevised(answers={"why": "Tea.", "text": "More"}, reason="R", version=2))

    row = base.queries(ANNA).pair("visit-week", language="de")

    assert [(who["language"], who["translation"]) for who in (*row["host"], *row["visitor"])] == [
        ("en", ""),
        ("de", "unreviewed, of version 1"),
    ]
    assert row["questions"][0]["question"] == "Warum tun wir, was wir tun?"
    assert [answer["answer"] for answer in row["questions"][0]["visitor"]] == ["Niemand sprach von Gefahr."]
    assert row["questions"][-1]["question"] == "In their own words"


def test_a_reviewed_translation_says_so(base: Base) -> None:
    base.record("reflection-guest", GERMAN, ReflectionTranslationConfirmed(language="de"), by=CLEO)

    assert base.queries(ANNA).pair("visit-week", language="de")["visitor"][0]["translation"] == "reviewed"


def test_a_pair_says_which_languages_were_only_detected(base: Base) -> None:
    base.record("reflection-third", DETECTED, by=BEA)

    row = base.queries(ANNA).pair("visit-week")

    assert [(who["language"], who["is_detected"]) for who in row["visitor"]] == [("en", False), ("de", True)]


def test_follow_ups_are_paired_apart(base: Base) -> None:
    later = ReflectionRecorded(
        answers={"why": "Still."},
        about="visit-week",
        side="visitor",
        author=BEA.person,
        follow_up=3,
        visibility="network",
    )
    base.record("reflection-later", later, by=BEA)

    assert [
        [who["id"] for who in base.queries(ANNA).pair("visit-week", months)["visitor"]] for months in (0, 3, 6)
    ] == [
        ["reflection-guest"],
        ["reflection-later"],
        [],
    ]


def test_a_visit_that_is_not_there_is_not_paired(told: Base) -> None:
    with pytest.raises(Refused, match="There is no 'visit-none' that you may read"):
        told.queries(ANNA).pair("visit-none")


def test_an_event_of_a_reflection_that_is_not_there_makes_no_row(empty: Base) -> None:
    empty.record(
        "reflection-none", GERMAN, ReflectionTranslationConfirmed(language="de"), ReflectionWithdrawalRequested()
    )
    empty.views.catch_up()

    assert empty.ids("reflection") == []
