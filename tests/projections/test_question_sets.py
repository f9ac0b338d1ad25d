"""The question sets of a network, and how answers stand below them."""

import pytest

from epex.core.decision import Refused
from epex.core.organisation import OrganisationRevised
from epex.core.question_set import Question, QuestionSet
from epex.core.question_texts import EPEX_SET, GIBBS
from epex.core.questions import QuestionsAdded, QuestionsAdopted, QuestionsSigned, stream_of
from epex.core.reflection import ReflectionRecorded
from epex.projections.asking import Asking, languages_of
from tests.projections.bases import ANNA, BEA, CLEO, Base

OWN = QuestionsAdded(
    question_set="street",
    version=1,
    title="Street work",
    original="de",
    keys=("begin", "again"),
    wordings={
        "begin": {"de": "Wie beginnen Sie?", "en": "How do you begin?"},
        "again": {"de": "Und danach?", "en": "Then?"},
    },
)
STREET = stream_of("street")
SECOND = QuestionsAdded(
    question_set="street",
    version=2,
    title="On the street",
    original="de",
    keys=("begin",),
    wordings={"begin": {"de": "Wie?"}},
)


def asking(base: Base) -> Asking:
    return base.queries(ANNA).asking


def test_what_comes_with_the_program_is_there_without_an_event(empty: Base) -> None:
    sets = empty.queries(ANNA).asking

    assert [(row["name"], row["version"], row["in_force"]) for row in sets.listing()] == [
        ("after_action_review", 1, False),
        ("epex", 1, True),
        ("gibbs", 1, False),
    ]
    assert (sets.in_force(), sets.adopted()) == (EPEX_SET, None)


def test_what_was_added_stands_beside_it_in_every_version(base: Base) -> None:
    base.record(STREET, OWN, SECOND)

    sets = asking(base)
    newest = QuestionSet("street", 2, (Question("begin", {"de": "Wie?"}),), "On the street", "de")
    assert sets.find("street").newest == newest
    assert sets.version("street", 1) == QuestionSet(
        "street",
        1,
        (Question("begin", OWN.wordings["begin"]), Question("again", OWN.wordings["again"])),
        "Street work",
        "de",
    )
    assert [sets.version("street", 3), sets.version("strange", 1)] == [None, None]
    assert [each.version for each in sets.every() if each.name == "street"] == [1, 2]


def test_a_new_version_of_what_comes_with_the_program_is_the_networks_own(base: Base) -> None:
    added = QuestionsAdded(
        question_set="gibbs",
        version=2,
        title="Gibbs, shorter",
        original="en",
        keys=("feelings",),
        wordings={"feelings": {"en": "?"}},
    )

    base.record(stream_of("gibbs"), added)

    assert (asking(base).find("Gibbs, shorter").newest.keys, asking(base).version("gibbs", 1)) == (("feelings",), GIBBS)


def test_the_last_adoption_is_in_force(base: Base) -> None:
    base.record(stream_of("gibbs"), QuestionsAdopted(question_set="gibbs", version=1), occurred_on="2017-01-09")
    base.record(STREET, OWN, QuestionsAdopted(question_set="street", version=1), SECOND)

    sets = asking(base)
    assert (sets.in_force().name, sets.in_force().version) == ("street", 1)
    assert {row["name"]: row["adopted_on"] for row in sets.listing()}["gibbs"] == "2017-01-09"


def test_a_translation_is_unreviewed_until_it_is_signed_in_that_version(base: Base) -> None:
    base.record(STREET, OWN, QuestionsSigned(question_set="street", version=1, language="en"), by=BEA)

    page = asking(base).page(asking(base).find("street"))
    assert (page["languages"], page["unreviewed"]) == (["de", "en"], [])
    assert [(row["language"], row["actor_name"]) for row in page["signed"]] == [("en", "Bea")]
    assert asking(base).find("epex").unreviewed(1) == ["fr", "nl", "da", "no", "sr", "ar", "sq"]


def test_a_signature_goes_not_over_to_another_version(base: Base) -> None:
    again = QuestionsAdded(
        question_set="street",
        version=2,
        title="S",
        original="de",
        keys=("begin",),
        wordings={"begin": {"de": "Wie?", "en": "How?"}},
    )

    base.record(STREET, OWN, QuestionsSigned(question_set="street", version=1, language="en"), again)

    assert [asking(base).find("street").unreviewed(version) for version in (1, 2)] == [[], ["en"]]


def test_a_set_for_fewer_readers_is_not_there_for_others(base: Base) -> None:
    base.record(STREET, OWN, QuestionsAdopted(question_set="street", version=1), visibility="private")

    with pytest.raises(
        Refused, match=r"^'street' is not a known question set; choose one of: after_action_review, epex"
    ):
        base.queries(CLEO).asking.find("street")
    assert base.queries(CLEO).asking.in_force() == EPEX_SET
    assert asking(base).in_force().name == "street"


def test_a_narrow_adoption_or_version_changes_nothing_for_the_others(base: Base) -> None:
    base.record(STREET, OWN)
    base.record(STREET, SECOND, QuestionsAdopted(question_set="street", version=2), visibility="private")

    sets = base.queries(CLEO).asking
    assert (sets.find("street").newest.version, sets.in_force(), sets.find("street").newest.title) == (
        1,
        EPEX_SET,
        "Street work",
    )


@pytest.mark.parametrize(
    "text", ["gibbs", " GIBBS ", "Gibbs' reflective cycle", stream_of("gibbs"), stream_of("gibbs")[:20]]
)
def test_a_set_is_found_by_name_title_and_id(told: Base, text: str) -> None:
    assert asking(told).find(text).newest == GIBBS


def test_a_name_may_be_typed_as_it_is_listed(told: Base) -> None:
    assert asking(told).find("after action review").newest.name == "after_action_review"


@pytest.mark.parametrize("text", ["", "questions-", "gibb"])
def test_a_beginning_that_means_nothing_is_refused(told: Base, text: str) -> None:
    with pytest.raises(Refused, match="is not a known question set"):
        asking(told).find(text)


def test_an_earlier_version_is_shown_and_a_missing_one_refused(base: Base) -> None:
    base.record(STREET, OWN, SECOND)
    known = asking(base).find("street")

    assert asking(base).page(known, 1)["wordings"] == [
        {"key": "begin", "de": "Wie beginnen Sie?", "en": "How do you begin?"},
        {"key": "again", "de": "Und danach?", "en": "Then?"},
    ]
    with pytest.raises(Refused, match=r"^'street' has no version 7; choose one of: 1, 2\.$"):
        asking(base).page(known, 7)


def test_the_page_of_a_set_is_found_by_its_id(base: Base) -> None:
    base.record(STREET, OWN)

    row = base.queries(ANNA).show(STREET)

    assert (row["title"], row["version"], row["languages"]) == ("Street work", 1, ["de", "en"])


def test_answers_stand_in_the_order_of_the_set_in_the_readers_language(base: Base) -> None:
    base.record("organisation-north", OrganisationRevised(languages=("tr", "de-AT", "en")))
    base.record(STREET, OWN)
    answers = {"again": "Tea", "text": "By the way", "begin": "With tea", "odd": "?"}
    recorded = ReflectionRecorded(answers=answers, source="A report", question_set="street", author=ANNA.person)
    base.record("reflection-own", recorded)

    row = base.queries(ANNA).show("reflection-own")

    assert [(each["key"], each["question"], each["answer"]) for each in row["questions"]] == [
        ("begin", "Wie beginnen Sie?", "With tea"),
        ("again", "Und danach?", "Tea"),
        ("odd", "odd", "?"),
        ("text", "In their own words", "By the way"),
    ]
    assert row["answers"] == answers


def test_a_reader_without_an_organisation_is_asked_in_english(told: Base) -> None:
    assert (told.queries().asking.language, asking(told).spoken(None)) == ("en", [])


def test_norwegian_is_one_language_and_what_the_network_does_not_write_is_left_out() -> None:
    assert languages_of(["ckb", "nb", "nn-NO", "de-AT", "de"]) == ["no", "de"]
