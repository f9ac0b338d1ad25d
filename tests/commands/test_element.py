"""`epex element`: identified, described, grounded, labelled, and ended."""

import pytest

from tests.commands.running import FOUNDER, HOST, VISITING, VISITOR, Epex

CORE = "The same two colleagues walk the same streets every Friday."
OUTSIDER = "Cleo Third"
WORDS = "We walked along for a month; Fridays are not the point."


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


def squeezed(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture
def shared(epex: Epex, element: str) -> str:
    epex.record("element", "label", element, "shared")
    return element


@pytest.fixture
def outsider(epex: Epex) -> str:
    epex.record("organisation", "add", "--name", "Third House", "--country", "DE", "--kind", "ngo")
    epex.record("person", "add", "--name", OUTSIDER, "--organisation", "Third House")
    return OUTSIDER


def test_a_peer_review_goes_from_the_request_to_the_label(epex: Epex, shared: str, outsider: str) -> None:
    epex.record("element", "request-review", shared, "--reviewer", VISITOR, "--reason", "They walk too")
    written = epex.record(
        *("element", "review", shared, "--outcome", "confirmed", "--review-by", "2019-06", "--file", "-"),
        *("--occurred-on", "2018-06"),
        given=WORDS,
        acting_as=VISITOR,
    )

    row = epex.answer("element", "show", shared, acting_as=outsider)
    assert (row["label"], row["review_outcome"], row["review_by"], row["reviews"]) == (
        *("peer_reviewed", "confirmed", "2019-06"),
        [],
    )
    assert [(review["id"], review["text"]) for review in epex.answer("element", "show", shared)["reviews"]] == [
        (written, WORDS)
    ]


@pytest.mark.slow
def test_the_text_of_a_review_is_printed_for_its_two_sides_only(epex: Epex, shared: str, outsider: str) -> None:
    epex.record("element", "request-review", shared, "--reviewer", VISITOR)
    epex.record("element", "review", shared, WORDS, "--outcome", "revise", acting_as=VISITOR)

    printed = {
        person: "".join(
            epex(*command, acting_as=person).output
            for command in (
                ("element", "show", shared),
                ("element", "list"),
                ("review", "list"),
                ("audit", "log"),
                ("audit", "log", "--json"),
                ("audit", "why", shared),
                ("search", "Fridays"),
                (),
            )
        )
        for person in (FOUNDER, VISITOR, outsider)
    }

    assert {person: WORDS in text for person, text in printed.items()} == {
        FOUNDER: True,
        VISITOR: True,
        outsider: False,
    }
    assert VISITOR not in epex("element", "show", shared, acting_as=outsider).stdout
    assert "review" not in epex("audit", "log", acting_as=outsider).stdout
    assert "Review outcome  revise" in printed[outsider]


def test_the_owner_agrees_to_a_reviewer_whom_an_editor_asked(epex: Epex, shared: str, outsider: str) -> None:
    epex.record("person", "add", "--name", "Ed Itor", "--organisation", "Third House", "--role", "editor")
    epex.record("element", "request-review", shared, "--reviewer", VISITOR, acting_as="Ed Itor")

    early = epex.refusal("element", "review", shared, WORDS, "--outcome", "confirmed", acting_as=VISITOR)
    foreign = epex.refusal("element", "agree-review", shared, acting_as=outsider)
    epex.record("element", "agree-review", shared, "--reviewer", VISITOR)
    epex.record("element", "review", shared, WORDS, "--outcome", "confirmed", acting_as=VISITOR)

    assert early.startswith("The owner has not agreed to you as the reviewer yet;")
    assert (
        foreign
        == "Only a coordinator may agree to a reviewer for the owner of the element; ask one of them to record it."
    )
    assert epex.answer("element", "list")[0]["label"] == "peer_reviewed"


def test_a_review_is_declined_with_the_reason(epex: Epex, shared: str) -> None:
    epex.record("element", "request-review", shared, "--reviewer", VISITOR)

    without = epex.refusal("element", "decline-review", shared, acting_as=VISITOR)
    epex.record("element", "decline-review", shared, "--reason", "No time before summer", acting_as=VISITOR)

    assert without.startswith("The reason is missing;")
    assert [(row["status"], row["reviewer_title"]) for row in epex.answer("review", "list")] == [("declined", VISITOR)]
    assert epex.refusal("element", "review", shared, WORDS, "--outcome", "revise", acting_as=VISITOR).startswith(
        "Nobody asked you for a review of this element;"
    )


@pytest.mark.parametrize("label", ["network", "public", "private"])
def test_a_review_cannot_be_published(epex: Epex, shared: str, label: str) -> None:
    epex.record("element", "request-review", shared, "--reviewer", VISITOR)

    sentence = epex.refusal(
        *("element", "review", shared, WORDS, "--outcome", "confirmed", "--visibility", label), acting_as=VISITOR
    )

    assert sentence == "A review is for its writer and the owner of the element; leave out --visibility."


@pytest.mark.slow
def test_a_repeated_review_is_recorded_once(epex: Epex, shared: str) -> None:
    epex.record("element", "request-review", shared, "--reviewer", VISITOR)
    once = ("element", "review", shared, WORDS, "--outcome", "confirmed", "--command-id", "r1")

    answers = [epex.answer(*once, acting_as=VISITOR) for _ in range(2)]

    assert answers[0] == answers[1]
    assert epex.events().count("review.written") == 1


def test_both_sides_of_a_review_see_what_waits_for_them(epex: Epex, shared: str, outsider: str) -> None:
    epex.record("person", "add", "--name", "Ed Itor", "--organisation", "Third House", "--role", "editor")
    epex.record("element", "request-review", shared, "--reviewer", VISITOR, acting_as="Ed Itor")
    owner = epex().stdout
    epex.record("element", "agree-review", shared)

    assert f"Reviewers to agree to Review of Evening round, by {VISITOR} epex element agree-review" in squeezed(owner)
    assert "Reviews to write Review of Evening round epex element review" in squeezed(epex(acting_as=VISITOR).stdout)
    assert "Review" not in epex(acting_as=outsider).stdout


@pytest.mark.slow
def test_a_stale_element_is_marked_and_waits_for_its_owner(epex: Epex, element: str) -> None:
    epex.record("element", "label", element, "shared", "--review-by", "2017-03", "--occurred-on", "2016-03")
    fresh = epex.record("element", "identify", "Night round", "--core", CORE)
    epex.record("element", "describe", fresh, "--review-by", "2999")

    assert {row["title"]: row["stale"] for row in epex.answer("element", "list")} == {
        "Evening round": True,
        "Night round": False,
    }
    assert "shared, stale since 2017-03" in epex("element", "list").stdout
    assert "shared, stale since 2017-03" in epex("element", "show", element).stdout
    assert "stale" not in epex("element", "show", fresh).stdout
    assert "Elements to look at again 2017-03 Evening round epex element describe" in squeezed(epex().stdout)
    assert "Elements to look at again" not in epex(acting_as=VISITOR).stdout


@pytest.mark.parametrize("command", [("describe",), ("label", "shared"), ("review", "Fine", "--outcome", "confirmed")])
def test_a_day_that_is_over_is_no_day_to_look_again(epex: Epex, element: str, command: tuple[str, ...]) -> None:
    name, *words = command

    refused = epex.refusal("element", name, element, *words, "--review-by", "2020-01-01")

    assert refused == ("2020-01-01 is over, so the element would be stale at once; give a later day with --review-by.")


@pytest.mark.slow
def test_unlink_takes_one_passage_back_and_keeps_another(epex: Epex, element: str, completed: str) -> None:
    reflect = ("reflection", "record", completed, "-", "--visibility", "network")
    told = epex.record(*reflect, given="They come every Friday. The same two walk.", acting_as=VISITOR)
    for words in ("every Friday", "same two"):
        epex.record("element", "link", element, told, "--quote", words)

    epex.record("element", "unlink", element, told, "--quote", "every Friday", "--reason", "It rained")
    kept = [link["passage"] for link in epex.answer("element", "show", element)["evidence"]]
    sentence = epex.refusal("element", "unlink", element, told, "--quote", "every Friday", "--reason", "Again")
    epex.record("element", "unlink", element, told, "--reason", "Another house")

    assert kept == ["same two"]
    assert sentence == "No linked passage of it has these words; 'epex element show' lists them."
    assert epex.answer("element", "show", element)["evidence"] == []


@pytest.mark.slow
def test_whoever_linked_a_passage_takes_it_back_but_not_what_others_linked(
    epex: Epex, element: str, completed: str
) -> None:
    reflect = ("reflection", "record", completed, "-", "--visibility", "network")
    told = epex.record(*reflect, given="They come every Friday. The same two walk.", acting_as=VISITOR)
    unlink = ("element", "unlink", element, told, "--reason", "Misread")
    epex.record("element", "link", element, told, "--quote", "every Friday", acting_as=VISITOR)
    epex.record("element", "link", element, told, "--quote", "same two")

    sentences = [
        epex.refusal(*unlink, acting_as=VISITOR),
        epex.refusal(*unlink, "--quote", "same two", acting_as=VISITOR),
    ]
    epex.record(*unlink, "--quote", "every Friday", acting_as=VISITOR)
    kept = [link["passage"] for link in epex.answer("element", "show", element)["evidence"]]
    epex.record(*unlink)
    epex.record("element", "link", element, told, acting_as=VISITOR)
    epex.record(*unlink, acting_as=VISITOR)

    assert set(sentences) == {
        "Only a coordinator or editor may unlink evidence that others linked; ask one of them to record it."
    }
    assert kept == ["same two"]
    assert epex.answer("element", "show", element)["evidence"] == []


def test_a_retired_element_is_taken_up_again_as_a_draft(epex: Epex, element: str) -> None:
    epex.record("element", "retire", element, "--reason", "Nobody walks")
    retired = epex.answer("element", "show", element)

    epex.record("element", "reopen", element, "--reason", "Two of us walk again")
    reopened = epex.answer("element", "show", element)

    assert [(page["status"], page["label"]) for page in (retired, reopened)] == [
        ("retired", "retired"),
        ("open", "draft"),
    ]
    assert (reopened["history"][-1]["step"], reopened["history"][-1]["text"]) == ("reopened", "Two of us walk again")
    assert "reopened the element" in epex("audit", "log", "--type", "element.reopened").stdout


def test_merged_duplicates_keep_their_transfers_and_say_where_they_came_from(epex: Epex, element: str) -> None:
    other = epex.record("element", "identify", "Night round", "--core", CORE)
    carried = epex.record("transfer", "consider", other, "--to", VISITING)
    epex.record("element", "merge", other, "--into", element, "--reason", "The same")

    (transfer,) = epex.answer("element", "show", element)["transfers"]

    assert (transfer["id"], transfer["element_title"], transfer["standing"]) == (carried, "Night round", "anticipated")
    assert "Element: Night round" in epex("element", "show", element).stdout
    assert other in [link["id"] for link in epex.answer("audit", "why", element)["evidence"]]


@pytest.mark.slow
def test_a_review_goes_with_the_person_who_wrote_it(epex: Epex, shared: str) -> None:
    epex.record("element", "request-review", shared, "--reviewer", VISITOR)
    epex.record("element", "review", shared, WORDS, "--outcome", "confirmed", acting_as=VISITOR)
    before = epex("element", "show", shared).stdout

    done = epex("person", "erase", VISITOR, "--ground", "Asked for it")

    after = epex("element", "show", shared).stdout
    assert done.exit_code == 0, done.output
    assert (WORDS in before, WORDS in after, "peer reviewed" in after) == (True, False, True)


def test_who_may_not_know_of_a_review_finds_nobody_out_by_asking(epex: Epex, shared: str, outsider: str) -> None:
    epex.record("person", "add", "--name", "Ed Itor", "--organisation", "Third House", "--role", "editor")
    epex.record("element", "request-review", shared, "--reviewer", VISITOR)
    before = epex.answer("review", "list", acting_as="Ed Itor")

    epex.record("element", "request-review", shared, "--reviewer", VISITOR, acting_as="Ed Itor")
    again = epex.refusal("element", "request-review", shared, "--reviewer", VISITOR, acting_as="Ed Itor")

    [own] = epex.answer("review", "list", acting_as="Ed Itor")
    assert (before, own["status"], own["reviewer_title"]) == ([], "asked", VISITOR)
    assert epex.answer("review", "list", acting_as=outsider) == []
    assert again.startswith("This person is asked already")
