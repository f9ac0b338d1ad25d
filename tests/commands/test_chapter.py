"""`epex chapter` and `epex viewpoint`: outlined, drafted, reviewed, approved; viewpoints and messages."""

import pytest

from tests.commands.bookmaking import BOOK, CHAPTER, EDITOR, PHONE, outlined, quoting
from tests.commands.running import FOUNDER, VISITOR, Epex


@pytest.mark.slow
def test_outline_lists_what_the_themes_rest_on(epex: Epex, completed: str) -> None:
    book = outlined(epex, completed)

    shown = epex.answer("chapter", "show", CHAPTER)

    assert (shown["publication"], shown["number"], shown["writers_titles"]) == (book.publication, 1, [VISITOR])
    assert shown["outline"] == [
        {
            "id": book.theme,
            "title": "Trust before content",
            "challenges": ["How do we involve parents?"],
            "elements": [],
            "supports": ["How do we involve parents?"],
            "nuances": [],
            "contradicts": [],
        }
    ]


def test_chapters_are_numbered_in_their_order(epex: Epex, completed: str) -> None:
    book = outlined(epex, completed)
    epex.record("chapter", "outline", BOOK, "Endings", "--theme", book.theme)
    epex.record("chapter", "outline", BOOK, "Before all", "--theme", book.theme, "--number", "1")

    chapters = epex.answer("publication", "show", BOOK)["chapters"]

    assert [(chapter["number"], chapter["title"]) for chapter in chapters] == [
        (1, CHAPTER),
        (1, "Before all"),
        (2, "Endings"),
    ]


def test_draft_keeps_what_each_paragraph_rests_on(epex: Epex, completed: str) -> None:
    book = quoting(epex, completed)
    book.draft(epex)

    paragraphs = epex.answer("chapter", "show", CHAPTER, acting_as=VISITOR)["paragraphs"]

    theme = epex.answer("theme", "show", book.theme)
    assert [paragraph["title"] for paragraph in paragraphs] == [
        "# Opening",
        "Many began with **trust**.",
        f"[[{book.quote}]]",
    ]
    assert [paragraph["rests_on"] for paragraph in paragraphs] == [[], [book.theme], []]
    assert paragraphs[1]["positions"] == [theme["position"], theme["evidence"][0]["position"]]
    assert paragraphs[2]["quote"] == "They listen first, and they say so."


def test_draft_names_evidence_by_title(epex: Epex, completed: str) -> None:
    book = outlined(epex, completed)

    epex.record("chapter", "draft", CHAPTER, "-", given="Trust.\n^ Trust before content\n", acting_as=VISITOR)

    assert epex.answer("chapter", "show", CHAPTER)["paragraphs"][0]["rests_on"] == [book.theme]


@pytest.mark.slow
def test_draft_refuses_evidence_that_is_not_there(epex: Epex, completed: str) -> None:
    outlined(epex, completed)

    sentence = epex.refusal("chapter", "draft", CHAPTER, "-", given="Trust.\n^ Nothing\n", acting_as=VISITOR)

    assert sentence.startswith("There is no id or title 'Nothing' that you may read")


def test_draft_warns_of_personal_data_and_records_it(epex: Epex, completed: str) -> None:
    outlined(epex, completed)

    done = epex("chapter", "draft", CHAPTER, f"{PHONE} Ask {VISITOR}.", acting_as=VISITOR)

    assert done.exit_code == 0
    told = ("a telephone number", "the name of somebody who has not agreed to be named")
    assert done.stderr.splitlines() == [
        f"Note: this seems to hold {what}; unless it may stand there, the book cannot be frozen." for what in told
    ]


def test_a_part_of_a_chapter_is_not_hidden_from_its_readers(epex: Epex, completed: str) -> None:
    outlined(epex, completed)

    sentence = epex.refusal("chapter", "draft", CHAPTER, "Mine.", "--visibility", "private", acting_as=VISITOR)

    assert sentence == "A chapter has one circle of readers (network); leave out --visibility."


def test_review_and_approval_are_other_peoples(epex: Epex, completed: str) -> None:
    book = outlined(epex, completed)
    book.draft(epex)

    own = epex.refusal("chapter", "review", CHAPTER, "--outcome", "accept", acting_as=VISITOR)
    early = epex.refusal("chapter", "approve", CHAPTER, acting_as=EDITOR)
    epex.record("chapter", "review", CHAPTER, "--outcome", "revise", "--comment", "Say what failed.", acting_as=EDITOR)

    assert own.startswith("Nobody reviews what they drafted themselves")
    assert early.startswith("The chapter is drafted; a review has to accept its newest draft")
    last = epex.answer("chapter", "show", CHAPTER)["history"][-1]
    assert (last["verdict"], last["comment"], last["actor_name"]) == ("revise", "Say what failed.", EDITOR)


@pytest.mark.slow
def test_what_is_added_later_is_reviewed_again(epex: Epex, completed: str) -> None:
    book = outlined(epex, completed)
    book.draft(epex)
    book.approve(epex)

    epex.record("chapter", "message", CHAPTER, "Fund it.", "--for", "ministries")
    after_message = epex.answer("chapter", "show", CHAPTER)["status"]
    book.approve(epex)
    epex.record("chapter", "viewpoint", CHAPTER, "I saw it fail.", "--dissenting", acting_as=VISITOR)

    assert [after_message, epex.answer("chapter", "show", CHAPTER)["status"]] == ["drafted", "drafted"]


@pytest.mark.slow
def test_a_message_takes_the_place_of_another(epex: Epex, completed: str) -> None:
    outlined(epex, completed)
    epex.record("chapter", "message", CHAPTER, "Fund it.", "--for", "ministries")

    epex.record("chapter", "message", CHAPTER, "Fund it twice.", "--for", "ministries", "--replacing", "1")

    messages = epex.answer("chapter", "show", CHAPTER)["messages"]
    assert messages == [{"title": "Fund it twice.", "number": 1, "audience": "ministries"}]


def test_a_viewpoint_that_somebody_else_typed_waits_for_its_signature(epex: Epex, completed: str) -> None:
    outlined(epex, completed)
    viewpoint = epex.record(
        *("chapter", "viewpoint", CHAPTER, "I saw it fail.", "--signed-by", VISITOR, "--title", "Not always"),
        acting_as=EDITOR,
    )
    waiting = epex(acting_as=VISITOR).stdout

    epex.record("viewpoint", "sign", viewpoint, acting_as=VISITOR)

    assert f"Viewpoints to sign\n  Not always  epex viewpoint sign {viewpoint[:18]}" in waiting
    (shown,) = epex.answer("chapter", "show", CHAPTER)["viewpoints"]
    assert (shown["title"], shown["status"], shown["signed_by"]) == ("Not always", "signed", VISITOR)


def test_a_withdrawn_viewpoint_leaves_no_word(epex: Epex, completed: str) -> None:
    outlined(epex, completed)
    viewpoint = epex.record("viewpoint", "write", CHAPTER, "I saw it fail.", acting_as=VISITOR)

    epex.record("viewpoint", "withdraw", viewpoint, acting_as=VISITOR)

    shown = epex.answer("viewpoint", "show", viewpoint)
    assert (shown["title"], shown["text"], shown["status"]) == ("[withdrawn]", "", "withdrawn")
    assert "saw it fail" not in epex("publication", "export", BOOK).stdout


@pytest.mark.slow
def test_an_erased_author_leaves_no_word_in_a_viewpoint(epex: Epex, completed: str) -> None:
    outlined(epex, completed)
    viewpoint = epex.record("viewpoint", "write", CHAPTER, "I saw it fail.", acting_as=VISITOR)

    assert epex("person", "erase", VISITOR, "--ground", "On request").exit_code == 0

    shown = epex.answer("viewpoint", "show", viewpoint)
    assert (shown["title"], shown["text"], shown["status"]) == ("[erased]", "", "erased")


@pytest.mark.slow
def test_the_next_step_of_a_chapter_waits_for_whom_it_concerns(epex: Epex, completed: str) -> None:
    book = outlined(epex, completed)
    writing = epex(acting_as=VISITOR).stdout
    book.draft(epex)
    reviewing = epex(acting_as=EDITOR).stdout
    epex.record("chapter", "review", CHAPTER, "--outcome", "accept", acting_as=FOUNDER)
    approving = epex(acting_as=EDITOR).stdout

    short = book.chapter[:16]
    assert f"Chapters to draft\n  {CHAPTER}  epex chapter draft {short}" in writing
    assert f"Chapters to review\n  {CHAPTER}  epex chapter review {short}" in reviewing
    assert f"Chapters to approve\n  {CHAPTER}  epex chapter approve {short}" in approving


@pytest.mark.slow
def test_a_chapter_that_a_review_sends_back_waits_for_who_drafted_it(epex: Epex, completed: str) -> None:
    book = outlined(epex, completed)
    book.draft(epex)
    epex.record("chapter", "review", CHAPTER, "--outcome", "revise", "--comment", "Who pays?", acting_as=FOUNDER)
    sent_back = [epex(acting_as=who).stdout for who in (VISITOR, EDITOR)]
    epex.record("chapter", "draft", CHAPTER, "The city pays.", "--reason", "As asked", acting_as=VISITOR)
    drafted_anew = [epex(acting_as=who).stdout for who in (VISITOR, EDITOR)]

    headings = ("Chapters to draft anew", "Chapters to review")
    told = [[heading in page for heading in headings] for page in (*sent_back, *drafted_anew)]
    assert told == [[True, False], [False, False], [False, False], [False, True]]
    assert f"{CHAPTER}  epex chapter draft {book.chapter[:16]}" in sent_back[0]


def test_a_first_name_alone_is_noted_when_a_text_is_typed_in(epex: Epex, completed: str) -> None:
    book = outlined(epex, completed)

    done = epex("chapter", "draft", book.chapter, "Mira's tea comes first.", acting_as=VISITOR)

    assert done.stderr == "Note: 'Mira's' is also what somebody here is called; whoever freezes the book is asked.\n"
