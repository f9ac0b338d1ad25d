"""`epex element`: identified, described, grounded, labelled, and ended."""

import pytest

from tests.commands.running import HOST, VISITING, VISITOR, Epex

CORE = "The same two colleagues walk the same streets every Friday."


@pytest.fixture
def element(epex: Epex) -> str:
    return epex.record("element", "identify", "Evening round", "--core", CORE)


def test_identify_describes_in_the_order_of_tidier(epex: Epex) -> None:
    element = epex.record(
        *("element", "identify", "Evening round", "--file", "-", "--organisation", VISITING, "--language", "en"),
        *("--step", "Meet", "--step", "Walk", "--since", "2012", "--evidence-level", "observed", "--setting", "prison"),
        *("--core-parts", "The same two", "--target-group", "Young people"),
        given=CORE,
    )

    row = epex.answer("element", "show", element)
    assert (row["core"], row["organisation_title"], row["steps"], row["since"]) == (
        CORE,
        VISITING,
        ["Meet", "Walk"],
        "2012",
    )
    assert (row["core_parts"], row["target_group"], row["label"]) == ("The same two", "Young people", "draft")


def test_describe_keeps_what_is_not_given(epex: Epex, element: str) -> None:
    epex.record("element", "describe", "evening round", "--risks", "It stops when one falls ill")

    row = epex.answer("element", "show", element)
    assert (row["core"], row["risks"]) == (CORE, "It stops when one falls ill")


def test_describing_nothing_is_refused(epex: Epex, element: str) -> None:
    sentence = epex.refusal("element", "describe", element)

    assert sentence == "The description changes nothing; give at least one field, such as --risks."


def test_link_rests_an_element_on_a_visit(epex: Epex, element: str, completed: str) -> None:
    epex.record("element", "link", element, "Street work", "--note", "Seen twice", acting_as=VISITOR)

    (evidence,) = epex.answer("element", "show", element)["evidence"]
    assert (evidence["id"], evidence["stance"], evidence["note"]) == (completed, "supports", "Seen twice")


def test_an_element_does_not_rest_on_an_organisation(epex: Epex, element: str) -> None:
    sentence = epex.refusal("element", "link", element, HOST)

    assert sentence == "An element rests on what people saw and said; link a reflection or a visit."


def test_a_condition_is_noted(epex: Epex, element: str) -> None:
    epex.record("element", "note-condition", element, "The police has to agree", acting_as=VISITOR)

    assert [noted["text"] for noted in epex.answer("element", "show", element)["conditions"]] == [
        "The police has to agree"
    ]


def test_labels_go_step_by_step(epex: Epex, element: str) -> None:
    sentence = epex.refusal("element", "label", element, "inspiring", "--reason", "Everybody wants it")
    epex.record("element", "label", element, "shared")
    epex.record("element", "label", element, "inspiring", "--reason", "Three try it")

    assert sentence == "The element is labelled draft; go one step at a time, to shared."
    assert epex.answer("element", "show", element)["label"] == "inspiring"


def test_merge_and_retire_end_an_element(epex: Epex, element: str) -> None:
    other = epex.record("element", "identify", "Night round", "--core", CORE)

    epex.record("element", "merge", other, "--into", "Evening round", "--reason", "The same")
    epex.record("element", "retire", element, "--reason", "Nobody does it any more")

    statuses = {row["title"]: row["status"] for row in epex.answer("element", "list")}
    assert statuses == {"Evening round": "retired", "Night round": "merged"}
