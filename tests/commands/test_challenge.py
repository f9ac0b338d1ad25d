"""`epex challenge`: what speaks of it, by passage."""

import pytest

from tests.commands.running import FOUNDER, HOST, VISITOR, Epex

WORDS = "Nobody calls back. They write letters, and nobody calls back on Mondays."


@pytest.fixture
def challenge(epex: Epex) -> str:
    return epex.record("challenge", "state", "How do we stay reachable?", "--organisation", HOST)


@pytest.fixture
def meeting(epex: Epex) -> str:
    return epex.record("meeting", "hold", "Plenary in Graz", "--held-on", "2017-03-14", "--minutes", WORDS)


def passages(epex: Epex, challenge: str) -> list[str | None]:
    return [row["passage"] for row in epex.answer("challenge", "show", challenge)["evidence"]]


def test_a_challenge_rests_on_the_words_of_a_meeting(epex: Epex, challenge: str, meeting: str) -> None:
    link = ("challenge", "link", challenge, "Plenary in Graz", "--quote", "They write letters", "--stance", "nuances")
    epex.record(*link, "--note", "The other way round", acting_as=VISITOR)

    (row,) = epex.answer("challenge", "show", challenge)["evidence"]
    names = ("id", "stance", "passage", "state", "document_version", "start", "end", "about_title", "note")
    assert [row[name] for name in names] == [
        *(meeting, "nuances", "They write letters", "unchanged", 1, 19, 37, "Plenary in Graz", "The other way round")
    ]


@pytest.mark.slow
def test_the_words_stand_in_print_with_where_they_were_said(epex: Epex, challenge: str, meeting: str) -> None:
    epex.record("challenge", "link", challenge, meeting, "--quote", "They write letters")
    epex.record("meeting", "correct", meeting, "--minutes", "They phone.", "--reason", "Misheard")

    lines = epex("challenge", "show", challenge).stdout.splitlines()

    first = lines.index("Evidence") + 1
    assert lines[first : first + 3] == [
        "  supports: “They write letters”",
        f"    — Plenary in Graz [{meeting[:16]}], version 1",
        "    These words no longer stand in it: it was changed since they were quoted.",
    ]


def test_one_passage_is_taken_back_and_another_stays(epex: Epex, challenge: str, meeting: str) -> None:
    for words in ("They write letters", "on Mondays"):
        epex.record("challenge", "link", challenge, meeting, "--quote", words)

    epex.record("challenge", "unlink", challenge, meeting, "--quote", "letters", "--reason", "Another matter")

    assert passages(epex, challenge) == ["on Mondays"]


def test_without_a_quote_all_of_it_is_taken_back(epex: Epex, challenge: str, meeting: str) -> None:
    epex.record("challenge", "link", challenge, meeting)
    epex.record("challenge", "link", challenge, meeting, "--quote", "on Mondays")

    epex.record("challenge", "unlink", challenge, meeting, "--reason", "Another matter")

    assert passages(epex, challenge) == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("by fax", "No linked passage of it has these words; 'epex challenge show' lists them."),
        ("w", "Several linked passages have these words; quote a little more of the one that is meant."),
    ],
)
def test_which_passage_is_meant_must_be_clear(
    epex: Epex, challenge: str, meeting: str, words: str, sentence: str
) -> None:
    for linked in ("They write letters, and", "write letters"):
        epex.record("challenge", "link", challenge, meeting, "--quote", linked)

    refused = epex.refusal("challenge", "unlink", challenge, meeting, "--quote", words, "--reason", "No")

    assert refused == sentence


def test_words_that_stand_twice_are_refused(epex: Epex, challenge: str, meeting: str) -> None:
    sentence = epex.refusal("challenge", "link", challenge, meeting, "--quote", "obody calls back")

    assert sentence == "These words stand in the document more than once; quote a little more of the sentence."


def test_only_documents_are_quoted(epex: Epex, challenge: str, visit: str) -> None:
    sentence = epex.refusal("challenge", "link", challenge, visit, "--quote", "Street")

    assert sentence == "Only a reflection or a meeting's minutes can be quoted; say the rest with --note."


@pytest.mark.parametrize("exists", [True, False])
def test_what_the_actor_may_not_read_is_as_if_it_were_not_there(epex: Epex, challenge: str, *, exists: bool) -> None:
    hidden = ("meeting", "hold", "Board", "--held-on", "2017", "--minutes", WORDS, "--visibility", "organisation")
    source = epex.record(*hidden) if exists else "meeting-00000000-0000-4000-8000-000000000000"

    refused = epex.refusal("challenge", "link", challenge, source, "--quote", "They write letters", acting_as=VISITOR)

    assert refused == f"There is no '{source}' that you may read; 'epex meeting list' shows what there is."


def test_others_than_its_organisation_ask_those_who_may_unlink(epex: Epex, challenge: str, meeting: str) -> None:
    epex.record("challenge", "link", challenge, meeting, acting_as=FOUNDER)

    sentence = epex.refusal("challenge", "unlink", challenge, meeting, "--reason", "No", acting_as=VISITOR)

    assert sentence == (
        "Only a coordinator or editor may unlink evidence from another organisation's challenge;"
        " ask one of them to record it."
    )
