"""Dissent in print: a built-in check that a network asks for, of chapters that pass over a recorded dissent."""

from typing import Any

import pytest

from tests.commands.bookmaking import BOOK, CHAPTER, EDITOR, Book, quoting
from tests.commands.conftest import completed, epex, founded_folder, visit
from tests.commands.running import FOUNDER, VISITOR, Epex
from tests.commands.stages import told

__all__ = ["completed", "epex", "founded_folder", "visit"]

NAME = "dissent-in-print"
THEME = "Trust before content"
DISSENT = "In custody the order misleads."
FREEZE = ("publication", "freeze", BOOK)


@pytest.fixture
def book(epex: Epex, completed: str) -> Book:
    """Write a book about a theme on which somebody disagreed at a meeting."""

    def made() -> Book:
        book = quoting(epex, completed)
        epex.record("meeting", "hold", "Plenary", "--held-on", "2016-05-04")
        discuss(epex, "--forum", "Plenary")
        return book

    return told(epex, made, "a book of a dissent")


def discuss(epex: Epex, *more: str, acting_as: str = "") -> None:
    words = ("--reason", "Many said so", "--dissent", DISSENT, *more)
    epex.record("theme", "discuss", THEME, *words, acting_as=acting_as)


def enable(epex: Epex) -> None:
    assert epex("plugin", "enable", NAME, "--reason", "Dissent is kept and shown").exit_code == 0


def printed(epex: Epex, book: Book, *paragraphs: str) -> None:
    """Write the chapter as it is to be printed."""
    book.draft(epex, *paragraphs)
    if "consent" not in [row["id"].partition("-")[0] for row in epex.answer("consent", "list", acting_as=VISITOR)]:
        book.consent(epex)
    book.approve(epex)


def found(epex: Epex, acting_as: str = EDITOR) -> Any:
    return epex.answer("publication", "check", BOOK, acting_as=acting_as)["objections"]


def passed_over(days: str) -> str:
    return (
        f"{NAME}: The chapter '{CHAPTER}' passes over the dissent that was recorded on the theme '{THEME}' ({days});"
        " repeat the dissent in a paragraph, let a paragraph rest on the meeting where it was voiced, or add a"
        " viewpoint with 'epex chapter viewpoint --dissenting'."
    )


def test_it_is_asked_only_once_it_is_enabled(epex: Epex, book: Book) -> None:
    printed(epex, book)

    before = found(epex)
    enable(epex)
    after = found(epex)
    epex("plugin", "disable", NAME)

    assert (before, after, found(epex)) == ([], [passed_over("4 May 2016")], [])


def test_it_stays_without_the_plugins_of_others(epex: Epex, book: Book) -> None:
    printed(epex, book)
    enable(epex)

    assert epex("--no-plugins", *FREEZE, acting_as=EDITOR).stderr.strip() == (
        f"The edition cannot be frozen yet: (1) {passed_over('4 May 2016')}"
    )


def test_listing_says_whether_it_is_enabled(epex: Epex) -> None:
    def state() -> list[tuple[str, str]]:
        rows = {row["id"]: row for row in epex.answer("plugin", "list")}
        return [(rows[name]["state"], rows[name]["recorded"]) for name in (NAME, "theme-book")]

    before = state()
    enable(epex)

    version = epex("--version").stdout.split()[-1]
    assert (before, state()) == (
        [("not enabled", ""), ("built-in", "")],
        [("enabled", version), ("built-in", "")],
    )
    assert epex.said()["package"] == "epex"


@pytest.mark.parametrize(
    "paragraph",
    [
        f"One service did not agree: {DISSENT} We kept the theme.",
        "One service did not agree: IN CUSTODY the   order misleads!",
        "One service did not agree.\n^ Plenary",
    ],
    ids=["repeated", "in other letters", "resting on the meeting"],
)
def test_a_paragraph_that_tells_of_the_dissent_settles_it(epex: Epex, book: Book, paragraph: str) -> None:
    enable(epex)

    printed(epex, book, paragraph)

    assert found(epex) == []
    epex.record(*FREEZE, acting_as=EDITOR)


def test_a_dissenting_viewpoint_settles_it_until_it_is_withdrawn(epex: Epex, book: Book) -> None:
    enable(epex)
    add = ("chapter", "viewpoint", book.chapter, "I saw it fail twice.", "--title", "Not always")
    epex.record(*add, acting_as=VISITOR)
    assenting = found(epex)
    epex.record(*add, "--dissenting", acting_as=VISITOR)
    printed(epex, book)

    dissenting = found(epex)
    (viewpoint,) = [each["id"] for each in epex.answer("chapter", "show", CHAPTER)["viewpoints"] if each["dissenting"]]
    epex.record("viewpoint", "withdraw", viewpoint, acting_as=VISITOR)

    assert [passed_over("4 May 2016") in each for each in (assenting, dissenting, found(epex))] == [True, False, True]


def test_each_dissent_has_to_be_told(epex: Epex, book: Book) -> None:
    enable(epex)
    later = ("--dissent", "It takes too long.", "--reason", "Again", "--occurred-on", "2016-06")
    epex.record("theme", "discuss", THEME, *later)

    printed(epex, book, DISSENT)

    assert found(epex) == [passed_over("June 2016")]


def test_a_dissent_that_a_reader_may_not_know_of_is_not_told(epex: Epex, book: Book) -> None:
    enable(epex)
    hidden = ("--dissent", "Not in our prison.", "--reason", "Again", "--occurred-on", "2016-06")
    printed(epex, book, DISSENT)
    epex.record("theme", "discuss", THEME, *hidden, "--visibility", "private")

    assert (found(epex, EDITOR), found(epex, FOUNDER)) == ([], [passed_over("June 2016")])
