"""`epex quote`: exact words, proposed for a chapter and a use."""

import pytest

from tests.commands.bookmaking import BOOK, EDITOR, MORE, WORDS, frozen, outlined, quoting
from tests.commands.running import FOUNDER, VISITOR, Epex


def test_propose_points_at_the_words(epex: Epex, completed: str) -> None:
    book = quoting(epex, completed)

    shown = epex.answer("quote", "show", book.quote, acting_as=VISITOR)

    names = ("words", "document", "document_version", "start", "end", "use", "status", "consents_needed")
    assert [shown[name] for name in names] == [
        *(WORDS, book.reflection, 1, 0, len(WORDS), "attributed", "proposed"),
        ["attributed_quote"],
    ]


def test_a_proposal_is_read_by_those_who_read_the_reflection(epex: Epex, completed: str) -> None:
    book = quoting(epex, completed)
    stranger = epex.record("person", "add", "--name", "Zoe", "--organisation", "Youth House North")

    seen = [epex.answer("quote", "list", acting_as=who) for who in (VISITOR, stranger)]

    assert [[row["id"] for row in rows] for rows in seen] == [[book.quote], []]
    assert "quote.proposed" not in [event["type"] for event in epex.answer("audit", "log", acting_as=stranger)]


def test_words_that_do_not_stand_there_are_refused(epex: Epex, completed: str) -> None:
    book = outlined(epex, completed)
    proposal = ("quote", "propose", book.reflection, "--chapter", book.chapter, "--use", "anonymous", "--quote")

    assert epex.refusal(*proposal, "Nothing", acting_as=VISITOR).startswith("These words do not stand in the document")
    assert epex.refusal(*proposal, "", acting_as=VISITOR).startswith("The words are empty")


def test_the_same_words_are_proposed_once_for_a_chapter_and_use(epex: Epex, completed: str) -> None:
    book = quoting(epex, completed)
    proposal = ("quote", "propose", book.reflection, "--quote", WORDS, "--chapter", book.chapter, "--use")

    sentence = epex.refusal(*proposal, "attributed", acting_as=VISITOR)

    assert sentence.startswith(f"These words are proposed for this chapter and use already: {book.quote[:14]}; ask")
    epex.record(*proposal, "anonymous", acting_as=VISITOR)
    epex.record("quote", "withdraw", book.quote, acting_as=VISITOR)
    epex.record(*proposal, "attributed", acting_as=VISITOR)


def test_what_one_may_not_read_one_cannot_quote(epex: Epex, completed: str) -> None:
    book = outlined(epex, completed)
    proposal = ("quote", "propose", book.reflection, "--chapter", book.chapter, "--use", "anonymous", "--quote", MORE)

    sentence = epex.refusal(*proposal, acting_as=EDITOR)

    assert sentence.startswith(f"There is no '{book.reflection}' that you may read")


def test_withdraw_takes_it_off_the_list_of_what_may_be_printed(epex: Epex, completed: str) -> None:
    book = quoting(epex, completed)
    book.consent(epex)

    epex.record("quote", "withdraw", book.quote, acting_as=VISITOR)

    assert epex.answer("quote", "show", book.quote, acting_as=VISITOR)["status"] == "withdrawn"
    assert epex.answer("quote", "list", acting_as=EDITOR) == []


def test_withdraw_lists_every_place_of_the_words_as_plain_text_too(epex: Epex, completed: str) -> None:
    book = quoting(epex, completed)
    book.draft(epex, f"It is said that *{WORDS.lower()}*")
    epex.record("chapter", "message", book.chapter, f"Note: {WORDS}", "--for", "ministries")
    view = epex.record("chapter", "viewpoint", book.chapter, f"I say: {WORDS}", acting_as=VISITOR)

    withdrawn = epex.answer("quote", "withdraw", book.quote, acting_as=VISITOR)

    chapter = book.chapter[:16]
    assert [(place["status"], place["what_to_do"]) for place in withdrawn["places"]] == [
        ("newest draft", f"draft the chapter again without it: epex chapter draft {chapter} --file FILE"),
        (
            "plain text in the newest draft",
            f"take the words out of paragraph 4: epex chapter draft {chapter} --file FILE",
        ),
        ("plain text in a viewpoint", f"ask its author to withdraw it: epex viewpoint withdraw {view[:18]}"),
        (
            "plain text in a message",
            f"word it otherwise: epex chapter message {chapter} TEXT --for AUDIENCE --replacing 1",
        ),
    ]
    plain = epex.answer("publication", "show", BOOK, acting_as=VISITOR)["plain_text"]
    assert [place["status"] for place in plain] == [place["status"] for place in withdrawn["places"][1:]]
    assert epex.answer("publication", "show", BOOK, acting_as=EDITOR)["plain_text"] == []


def test_an_editor_who_withdraws_what_few_may_read_is_told_where_it_stands(epex: Epex, completed: str) -> None:
    book, _ = frozen(epex, completed)

    command = ("quote", "withdraw", book.quote, "--reason", "Another says it better")
    (place,) = epex.answer(*command, acting_as=EDITOR)["places"]

    assert (place["id"], place["title"], place["status"]) == (book.quote, "", "frozen")


def test_a_withdrawn_quote_is_found_in_what_was_frozen_before_it_was_proposed(epex: Epex, completed: str) -> None:
    book = outlined(epex, completed)
    book.draft(epex, f"It is said that {WORDS}")
    epex.record("chapter", "message", book.chapter, WORDS, "--for", "ministries")
    book.approve(epex)
    book.freeze(epex)
    epex.record("publication", "open", "What stays")
    following = epex.record("chapter", "outline", "What stays", "Listening", "--theme", book.theme)
    proposal = ("quote", "propose", book.reflection, "--quote", WORDS, "--chapter", following, "--use", "attributed")
    quote = epex.record(*proposal, acting_as=VISITOR)

    places = epex.answer("quote", "withdraw", quote, acting_as=VISITOR)["places"]

    erratum = f"epex publication erratum {book.publication[:20]} TEXT"
    assert [(place["status"], place["what_to_do"]) for place in places] == [
        ("plain text in print", f"tell readers of paragraph 3: {erratum}"),
        ("plain text in print", f"tell readers of message 1: {erratum}"),
    ]
    assert epex.answer("publication", "show", BOOK, acting_as=VISITOR)["plain_text"] == places


@pytest.mark.slow
def test_a_withdrawn_reflection_takes_its_quotes_words_along(epex: Epex, completed: str) -> None:
    book = quoting(epex, completed)
    book.consent(epex)

    assert epex("reflection", "withdraw", book.reflection, acting_as=VISITOR).exit_code == 0

    shown = epex.answer("quote", "show", book.quote, acting_as=VISITOR)
    assert (shown["title"], shown["words"], shown["status"]) == ("[erased]", "", "erased")


def test_an_audit_leads_from_the_chapter_to_the_reflection(epex: Epex, completed: str) -> None:
    book = quoting(epex, completed)
    book.draft(epex)

    why = epex.answer("audit", "why", book.chapter, acting_as=VISITOR)
    trace = epex.answer("audit", "trace", book.reflection, acting_as=VISITOR)

    assert {(link["relation"], link["id"]) for link in why["evidence"]} >= {
        ("outlined_from", book.theme),
        ("rests_on", book.theme),
        ("quotes", book.quote),
        ("quoted_from", book.reflection),
    }
    assert {link["id"] for link in trace["evidence"]} == {book.quote, book.chapter, book.publication}


def test_a_new_draft_rests_on_what_it_names_only(epex: Epex, completed: str) -> None:
    book = quoting(epex, completed)
    book.draft(epex)

    epex.record("chapter", "draft", book.chapter, "All anew.", acting_as=VISITOR)

    why = epex.answer("audit", "why", book.chapter, acting_as=FOUNDER)
    assert {link["relation"] for link in why["evidence"] if link["of"] == book.chapter} == {"outlined_from"}
