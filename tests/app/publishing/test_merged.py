"""A book that was frozen in one branch, while words in it were erased or withdrawn in the other."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from epex.app.base import KnowledgeBase
from epex.app.keeping.branch import branch
from epex.core.answers import document_text
from epex.core.chapter import ChapterApproved, ChapterDrafted, ChapterOutlined, ChapterReviewed
from epex.core.consent import ConsentAsked, ConsentGiven
from epex.core.decision import Event, On, new_id
from epex.core.evidence import locate
from epex.core.log.command import Command
from epex.core.publication import PublicationFrozen, PublicationOpened, PublicationPublished
from epex.core.quote import QuoteProposed
from epex.projections.duties.chapters import duties
from epex.projections.reading import Reading
from tests.app.erasing.bases import GONE, SENTENCE, WRITTEN, erase, founded, withdraw
from tests.app.merging.branches import Branches, untold

pytestmark = pytest.mark.slow
TITLE = "What travels"


@pytest.fixture
def branches(tmp_path: Path) -> Branches:
    """Branch a base in which somebody wrote what a book will quote."""
    base = founded(tmp_path / "home")
    branch(base, tmp_path / "road", tell=untold)
    base.today.close()
    return Branches(tmp_path)


def publish(base: KnowledgeBase, *blocks: str) -> str:
    """Quote with consent, freeze and publish; give the quote."""
    by = base.begin().by.person
    book, chapter, quote, consent = map(new_id, ("publication", "chapter", "quote", "consent"))
    written: Any = base.log.stream(WRITTEN)[0].event
    passage = locate(WRITTEN, 1, document_text(written.answers), SENTENCE)
    asked: dict[str, Any] = {"giver": GONE, "scope": "attributed_quote"}
    proposed = QuoteProposed(**passage.fields(), chapter=chapter, use="attributed", giver=GONE)
    words = (f"[[{quote}]]",)
    drafted = ChapterDrafted(version=1, drafter=by, paragraphs=words, quotes=(quote,))
    frozen = PublicationFrozen(content_hash="0", chapters=(chapter,), versions=(1,), quotes=(quote,), blocks=blocks)
    happened: list[tuple[str, Event]] = [
        (book, PublicationOpened(title=TITLE, editors=(by,))),
        (chapter, ChapterOutlined(publication=book, title="Tea", themes=())),
        (quote, proposed),
        (consent, ConsentAsked(**asked, quoted=quote)),
        (consent, ConsentGiven(**asked)),
        (chapter, drafted),
        (chapter, ChapterReviewed(reviewer=by, verdict="accept", version=1)),
        (chapter, ChapterApproved(version=1)),
        (book, frozen),
        (book, PublicationPublished(place="Printed, 500 copies")),
    ]
    for number, (stream, event) in enumerate(happened):
        act = base.begin(Command(visibility="network"))
        if stream in {earlier for earlier, _ in happened[:number]}:
            act.load(stream)
        act.record([On(stream, event)])
    return quote


def told(base: KnowledgeBase) -> list[Any]:
    """Gather what the views tell of the book, and what waits for its editor."""
    queries = base.queries()
    (book,) = (queries.show(row["id"]) for row in queries.listing("publication"))
    waiting = [(duty.heading, duty.title) for duty in duties(Reading(base.views, base.reader), "2018-01-01")]
    quotes = [(row["title"], row["status"]) for row in queries.listing("quote")]
    return [book["status"], book["withdrawn_since"], book["erratum_due_for"], quotes, waiting]


@pytest.mark.parametrize("lose", [erase, withdraw])
def test_both_branches_are_told_of_the_erratum(branches: Branches, lose: Callable[[KnowledgeBase], object]) -> None:
    quote = publish(branches.road)
    lose(branches.open("home", GONE if lose is withdraw else ""))

    branches.send("road", "home")
    branches.send("home", "road")

    expected = ["published", [quote], [quote], [("[erased]", "erased")], [("Errata due", TITLE)]]
    assert (told(branches.home), told(branches.road)) == (expected, expected)
