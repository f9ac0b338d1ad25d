"""The reviewer's journey: asked, agreed to by the owner, written for few eyes, and a label that everybody sees."""

import pytest

from tests.journeys.living import (
    COORDINATOR,
    EDITOR,
    EVALUATOR,
    HOST,
    HOUSE,
    OFFICER,
    PRISON,
    REVIEWER,
    VISITOR,
    Exchange,
)

pytestmark = pytest.mark.slow

ELEMENT = "Evening round"
TITLE = f"Review of {ELEMENT}"
WRITING = f"{TITLE} | epex element review element --outcome OUTCOME"
PLENARY, BOOK, CHAPTER = "Spring plenary", "What travels", "Who pays"
FIRST = "It holds. Say who pays for the evenings."


def a_colleague_like_others(exchange: Exchange) -> None:
    """Say what the own organisation wants to learn, meet the others, and look back on it."""
    exchange.types(REVIEWER, "match", "need", "Where money for evenings on foot comes from")
    exchange.types(REVIEWER, "challenge", "state", "How do we find money for evenings?")
    exchange.types(COORDINATOR, "meeting", "hold", PLENARY, "--held-on", "2017-05-16", "--attended", REVIEWER)
    seen = ("Nobody said who bears it.", "--language", "en", "--title", "What I missed")
    exchange.types(REVIEWER, "reflection", "record", PLENARY, *seen, "--visibility", "network")
    assert exchange.is_refused(REVIEWER, "theme", "propose", "Money") == (
        "Only a coordinator or practitioner or editor may propose a theme; ask one of them to record it."
    )
    assert exchange.waits(REVIEWER) == {}


def asked(exchange: Exchange) -> None:
    """Be asked by an editor, and wait until the owner agrees."""
    assert exchange.is_refused(EDITOR, "element", "request-review", ELEMENT, "--reviewer", HOST) == (
        "A peer review is written by somebody of another organisation; name another person."
    )
    exchange.types(EDITOR, "element", "request-review", ELEMENT, "--reviewer", REVIEWER)
    assert exchange.waits(REVIEWER) == {}
    assert exchange.is_refused(REVIEWER, "element", "review", ELEMENT, FIRST, "--outcome", "confirmed") == (
        "The owner has not agreed to you as the reviewer yet; it does so with 'epex element agree-review'."
    )
    agreeing = [f"{TITLE}, by {REVIEWER} | epex element agree-review element"]
    assert exchange.waits(HOST) == {"Reviewers to agree to": agreeing}
    exchange.types(HOST, "element", "agree-review", ELEMENT)
    assert exchange.waits(HOST) == {}
    assert exchange.waits(REVIEWER) == {"Reviews to write": [WRITING]}


def written(exchange: Exchange) -> None:
    """Write the review; the owner reads it, all others learn the outcome."""
    exchange.program(REVIEWER, "element", "review", ELEMENT, "-", "--outcome", "revise", given=FIRST)
    assert exchange.waits(REVIEWER) == {}
    for reader in (REVIEWER, HOST, OFFICER):
        assert exchange.answer("review", "show", TITLE, acting_as=reader)["text"] == FIRST
    for other, seen in {VISITOR: [], EDITOR: [f"review  asked  {REVIEWER}  {TITLE}"]}.items():
        assert [" ".join(line.split()) for line in exchange.sees(other, "review", "list")] == [
            " ".join(line.split()) for line in seen
        ]
        assert exchange.answer("search", "pays", acting_as=other)["total"] == 0
    assert exchange.sees(VISITOR, "element", "list") == [f"element  shared  {HOUSE}  {ELEMENT}"]


def written_again(exchange: Exchange) -> None:
    """Look at it once more when the owner has described it anew."""
    exchange.types(HOST, "element", "describe", ELEMENT, "--providers", "Two colleagues whom the city pays.")
    exchange.types(HOST, "element", "request-review", ELEMENT, "--reviewer", REVIEWER)
    assert exchange.waits(REVIEWER) == {"Reviews to write": [WRITING]}
    again = ("--outcome", "confirmed", "--review-by", "2030-06")
    exchange.types(REVIEWER, "element", "review", ELEMENT, "Now it says who pays.", *again)
    assert exchange.waits(REVIEWER) == {}
    assert exchange.sees(VISITOR, "element", "list") == [f"element  peer reviewed  {HOUSE}  {ELEMENT}"]
    page = exchange.answer("element", "show", ELEMENT, acting_as=VISITOR)
    assert (page["label"], page["review_outcome"], page["review_by"]) == ("peer_reviewed", "confirmed", "2030-06")


def declined(exchange: Exchange) -> None:
    """Step back from a review of one's own friends."""
    exchange.types(COORDINATOR, "element", "identify", "Morning round", "--core", "At six.", "--organisation", PRISON)
    exchange.types(COORDINATOR, "element", "label", "Morning round", "shared")
    exchange.types(VISITOR, "element", "request-review", "Morning round", "--reviewer", REVIEWER)
    assert exchange.waits(REVIEWER) == {"Reviews to write": [WRITING.replace(ELEMENT, "Morning round")]}
    exchange.types(REVIEWER, "element", "decline-review", "Morning round", "--reason", "I helped to write it")
    assert exchange.waits(REVIEWER) == {}
    [review] = exchange.answer("review", "list", acting_as=VISITOR)
    assert (review["title"], review["status"]) == ("Review of Morning round", "declined")


def followed(exchange: Exchange) -> None:
    """See what the others do with the element that was reviewed."""
    exchange.types(VISITOR, "transfer", "consider", ELEMENT, "--reason", "It says who pays")
    told = exchange.sees(REVIEWER, "report", "run", "practice-transfer", "--option", f"element={ELEMENT}")
    assert [line.partition(" [")[0] for line in told if line.startswith("***")] == ["*** ANTICIPATED ***"]
    assert exchange.is_refused(REVIEWER, "transfer", "evaluate", f"{ELEMENT} → {PRISON}", "It works") == (
        "Only a coordinator may decide on a transfer for another organisation; ask one of them to record it."
    )
    exchange.types(EVALUATOR, "finding", "state", "Labels are read", "--kind", "what_works", "--year", "1")
    assert exchange.sees(REVIEWER, "finding", "list") == ["finding  what works  1     stated  Labels are read"]


def a_chapter_read(exchange: Exchange) -> None:
    """Review a chapter of the book, and send it back once."""
    exchange.types(VISITOR, "theme", "propose", "Money")
    exchange.types(EDITOR, "publication", "open", BOOK)
    exchange.types(EDITOR, "chapter", "outline", BOOK, CHAPTER, "--theme", "Money")
    exchange.types(EDITOR, "chapter", "draft", CHAPTER, "Nobody pays.")
    reading = {"Chapters to review": [f"{CHAPTER} | epex chapter review chapter"]}
    assert exchange.waits(REVIEWER) == reading
    exchange.types(REVIEWER, "chapter", "review", CHAPTER, "--outcome", "revise", "--comment", "The city does")
    assert exchange.waits(REVIEWER) == {}
    exchange.types(EDITOR, "chapter", "draft", CHAPTER, "The city pays.", "--reason", "As the review says")
    assert exchange.waits(REVIEWER) == reading
    exchange.types(REVIEWER, "chapter", "review", CHAPTER, "--outcome", "accept")
    assert exchange.is_refused(REVIEWER, "chapter", "approve", CHAPTER) == (
        "Only an editor or coordinator may approve a chapter; ask one of them to record it."
    )
    assert exchange.waits(REVIEWER) == {}


def test_a_reviewer_is_asked_agreed_to_and_reads_twice(exchange: Exchange) -> None:
    a_colleague_like_others(exchange)
    core = ("--core", "The same two walk every Friday.", "--organisation", HOUSE)
    exchange.types(COORDINATOR, "element", "identify", ELEMENT, *core)
    exchange.types(COORDINATOR, "element", "label", ELEMENT, "shared")

    asked(exchange)
    written(exchange)
    written_again(exchange)
    declined(exchange)
    followed(exchange)
    a_chapter_read(exchange)
