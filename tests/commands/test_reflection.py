"""`epex reflection`: recorded, revised and released by the people whose words they are."""

import pytest

from tests.commands.running import FOUNDER, HOST, VISITOR, Epex

ANSWERS = """# why: Why do we do what we do?
Because nobody else goes there.

# how: How do we do it in practice?
"""


@pytest.fixture
def reflection(epex: Epex, completed: str) -> str:
    return epex.record("reflection", "record", completed, "--answer", "why=It helps", acting_as=VISITOR)


def shown(epex: Epex, reflection: str, acting_as: str = VISITOR) -> dict[str, object]:
    return dict(epex.answer("reflection", "show", reflection, acting_as=acting_as))


def test_record_by_questions_knows_the_side(epex: Epex, reflection: str, completed: str) -> None:
    row = shown(epex, reflection)

    names = ("about", "side", "answers", "visibility", "question_set", "title")
    answers = {"why": "It helps"}
    assert [row[name] for name in names] == [
        *(completed, "visitor", answers, "pair", "epex"),
        "Visitor reflection: Street work",
    ]


@pytest.mark.usefixtures("completed")
def test_record_reads_answers_below_their_questions(epex: Epex) -> None:
    recorded = epex.record("reflection", "record", "Street work", "-", given=ANSWERS, acting_as=VISITOR)

    assert shown(epex, recorded)["answers"] == {"why": "Because nobody else goes there."}


def test_record_takes_a_free_text_and_guesses_its_language(epex: Epex, completed: str) -> None:
    text = "Wir haben gesehen, dass die Kollegen zuerst zuhören und dann erst fragen."

    recorded = epex.record("reflection", "record", completed, text, acting_as=VISITOR)

    row = shown(epex, recorded)
    assert (row["answers"], row["language"], row["detected_language"]) == ({"text": text}, "", "de")


def test_only_the_two_sides_read_it(epex: Epex, reflection: str) -> None:
    stranger = epex.record("person", "add", "--name", "Zoe", "--organisation", HOST)

    listed = epex.answer("reflection", "list", acting_as=stranger)

    assert listed == []
    assert [row["id"] for row in epex.answer("reflection", "list", acting_as=VISITOR)] == [reflection]


def test_a_reflection_on_a_meeting(epex: Epex) -> None:
    meeting = epex.record("meeting", "hold", "Plenary in Graz", "--held-on", "2017-03", "--attended", FOUNDER)

    recorded = epex.record("reflection", "record", "Plenary in Graz", "We agreed too fast")

    row = shown(epex, recorded, FOUNDER)
    assert (row["about"], row["side"]) == (meeting, "participant")


def test_a_reflection_waits_for_the_end_of_the_visit(epex: Epex, visit: str) -> None:
    sentence = epex.refusal("reflection", "record", visit, "Good", acting_as=VISITOR)

    assert sentence == "The visit is planned; record the reflection once the visit is completed."


def test_what_is_neither_visit_nor_meeting_is_refused(epex: Epex) -> None:
    sentence = epex.refusal("reflection", "record", "Nowhere", "Good")

    assert sentence == "There is no visit 'Nowhere' that you may read; 'epex visit list' shows what there is."


def test_an_answer_to_an_unknown_question_is_refused(epex: Epex, completed: str) -> None:
    sentence = epex.refusal("reflection", "record", completed, "--answer", "when=Now", acting_as=VISITOR)

    assert sentence.startswith("'when' is not a question; answer one of: why, how,")


def test_nothing_to_say_says_how_to_say_it(epex: Epex, completed: str) -> None:
    sentence = epex.refusal("reflection", "record", completed, acting_as=VISITOR)

    assert sentence == "The reflection is missing; give it as it is, with --file FILE, or as - from standard input."


def test_revise_changes_the_answers_that_are_named(epex: Epex, reflection: str) -> None:
    revision = ("reflection", "revise", reflection, "--answer", "how=Slowly", "--reason", "More precise")

    epex.record(*revision, acting_as=VISITOR)

    row = shown(epex, reflection)
    assert (row["answers"], row["version"]) == ({"why": "It helps", "how": "Slowly"}, 2)


def test_revise_by_a_whole_text_replaces_all_answers(epex: Epex, reflection: str) -> None:
    epex.record("reflection", "revise", reflection, "Better so", "--reason", "Shorter", acting_as=VISITOR)

    assert shown(epex, reflection)["answers"] == {"text": "Better so"}


def test_release_lets_more_people_read(epex: Epex, reflection: str) -> None:
    stranger = epex.record("person", "add", "--name", "Zoe", "--organisation", HOST)

    epex.record("reflection", "release", reflection, "--visibility", "network", acting_as=VISITOR)

    assert shown(epex, reflection, stranger)["visibility"] == "network"


def test_a_release_to_the_organisations_reaches_both(epex: Epex, reflection: str) -> None:
    stranger = epex.record("person", "add", "--name", "Zoe", "--organisation", HOST)

    epex.record("reflection", "release", reflection, "--visibility", "organisation", acting_as=VISITOR)

    assert shown(epex, reflection, stranger)["visibility"] == "organisation"


def test_only_the_author_releases(epex: Epex, reflection: str) -> None:
    sentence = epex.refusal("reflection", "release", reflection, "--visibility", "public")

    assert sentence == "Only its author may release a reflection; ask the person whose words they are."


def test_a_release_does_not_narrow(epex: Epex, reflection: str) -> None:
    sentence = epex.refusal("reflection", "release", reflection, "--visibility", "private", acting_as=VISITOR)

    assert sentence == (
        "Its visibility is 'pair', and a release only widens that; choose one of: organisation, network, public."
    )


def test_keep_is_agreed_and_taken_back_by_the_author(epex: Epex, reflection: str) -> None:
    epex.record("reflection", "keep", reflection, acting_as=VISITOR)
    agreed = shown(epex, reflection)["if_erased"]
    epex.record("reflection", "keep", reflection, "--no-longer", acting_as=VISITOR)

    assert (agreed, shown(epex, reflection)["if_erased"]) == ("stays, without a name", "")


def test_keep_is_nobody_elses_to_agree(epex: Epex, reflection: str) -> None:
    sentence = epex.refusal("reflection", "keep", reflection)

    assert sentence == "Only its author may agree that a reflection stays; ask the person whose words they are."


def test_withdraw_prints_a_certificate(epex: Epex, reflection: str) -> None:
    done = epex("reflection", "withdraw", reflection, "--reason", "Too easy to recognise", acting_as=VISITOR)

    row = shown(epex, reflection)
    assert done.stdout.splitlines()[0] == f"Certificate: {reflection} was withdrawn."
    assert (row["title"], row["answers"], row["status"]) == ("[erased]", {}, "withdrawn")


def test_withdraw_answers_programs_the_same_again(epex: Epex, reflection: str) -> None:
    first, second = (epex.answer("reflection", "withdraw", reflection, acting_as=VISITOR) for _ in range(2))

    assert (first["id"], first["reason"], first) == (reflection, "", second)


def test_what_was_withdrawn_is_not_quoted_or_changed(epex: Epex, reflection: str) -> None:
    element = epex.record("element", "identify", "Tea first", "--core", "Tea.", acting_as=VISITOR)
    epex.answer("reflection", "withdraw", reflection, acting_as=VISITOR)

    link = ("element", "link", element, reflection, "--quote", "It helps")
    assert epex.refusal(*link, acting_as=VISITOR).startswith("These words do not stand in the document")
    revise = ("reflection", "revise", reflection, "--answer", "why=Anew", "--reason", "Anew")
    assert epex.refusal(*revise, acting_as=VISITOR).startswith("This reflection was withdrawn")
