"""Erasures in the demo: people who wrote much, who were quoted, who are an organisation of their own."""

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from epex.app.base import KnowledgeBase
from epex.app.erasing.cases import lines
from epex.core.log.verification import verify
from epex.plugins.reports import render, run_report
from tests.app.erasing.bases import again, erase
from tests.app.erasing.plaintext import residues

pytestmark = pytest.mark.slow
ERASED = 5


def most_quoted(base: KnowledgeBase) -> list[str]:
    """List people by how often their reflections are quoted."""
    queries = base.queries()
    author = {row["id"]: row["person"] for row in queries.listing("reflection")}
    found: Counter[str] = Counter()
    for kind in ("element", "theme"):
        for row in queries.listing(kind):
            quoted = [link["document"] for link in queries.show(row["id"])["evidence"] if link["passage"]]
            found.update(author[document] for document in quoted if document in author)
    return [person for person, _ in found.most_common()]


def said_by(base: KnowledgeBase, who: str) -> Iterator[str]:
    """Give the name of somebody, and sentences of all that they wrote."""
    queries = base.queries()
    yield queries.names([who])[who]
    for row in queries.listing("reflection"):
        if row["person"] == who:
            yield from lines(base.log, row["id"], 3)


def test_nothing_is_left_of_the_most_quoted_people(base: KnowledgeBase) -> None:
    base.search().search("trust")
    base = again(base)
    people = most_quoted(base)[:ERASED]
    said: list[str] = []
    for who in people:
        said += said_by(base, who)
        erase(base, who=who)
        base = again(base)

    assert (len(set(people)), len(said) > 6 * ERASED) == (ERASED, True)
    assert residues(base.config.folder, said, stems=False) == []
    assert verify(base.log.rows).faults == ()


@pytest.fixture(scope="module")
def without_the_first(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[KnowledgeBase, str, str]:
    """Erase the most quoted person; give who it was, and an element that quotes them."""
    base = KnowledgeBase.open(shutil.copytree(demo_folder, tmp_path_factory.mktemp("demo") / "base"))
    queries, first = base.queries(), most_quoted(base)[0]
    quoting = next(
        row["id"]
        for row in queries.listing("element")
        for link in queries.show(row["id"])["evidence"]
        if link["passage"] and queries.show(link["document"])["person"] == first
    )
    erase(again(base), who=first)
    return again(base), first, quoting


def test_everything_can_still_be_read(without_the_first: tuple[KnowledgeBase, str, str]) -> None:
    base, first, _ = without_the_first
    queries = base.queries()

    listed = {kind: queries.listing(kind) for kind in ("person", "reflection", "element", "theme", "transfer", "visit")}
    pages = [queries.show(row["id"]) for rows in listed.values() for row in rows]
    reasons = [ask(row["id"]) for row in listed["element"] for ask in (queries.why, queries.trace)]

    assert [row["title"] for row in listed["person"] if row["id"] == first] == ["an erased person"]
    assert {row["title"] for row in listed["reflection"] if row["person"] == first} == {"[erased]"}
    quoted = [link["passage"] for page in pages for link in page.get("evidence", ()) if link["passage"]]
    assert {passage for passage in quoted if passage.startswith("[")} == {"[erased]"}
    assert (len(pages) > 150, len(reasons)) == (True, 2 * len(listed["element"]))


@pytest.mark.parametrize("form", ["text", "md", "html", "json"])
def test_a_report_says_erased_where_the_words_were(
    without_the_first: tuple[KnowledgeBase, str, str], form: str
) -> None:
    base, _, quoting = without_the_first

    document = run_report(base.plugins(), "practice-transfer", base.queries(), {"element": quoting})

    assert "erased" in render(document, form)
