"""Errata of a book that both branches froze: each belongs to the text that it was written for."""

from pathlib import Path
from typing import Any

import pytest

from tests.commands.bookmaking import BOOK, EDITOR, Book, quoting
from tests.commands.running import VISITOR, Epex
from tests.commands.test_merge import bundle

pytestmark = pytest.mark.slow
DOUBT, TRUST = "Read doubt as trust.", "Read trust as doubt."


@pytest.fixture
def book(epex: Epex, completed: str) -> Book:
    """Let both branches have a book whose quote may be printed."""
    book = quoting(epex, completed)
    book.consent(epex)
    return book


@pytest.fixture
def road(epex: Epex, book: Book, tmp_path: Path) -> Epex:  # noqa: ARG001 - the branch is to have the book
    """Branch the base then."""
    assert epex("branch", str(tmp_path / "road")).exit_code == 0
    return Epex(tmp_path / "road")


def freeze(epex: Epex, book: Book, words: str) -> None:
    """Write the chapter with words of one's own, and freeze it."""
    book.draft(epex, words)
    book.approve(epex)
    book.freeze(epex)


def exchange(*ways: tuple[Epex, Epex]) -> list[Any]:
    """Merge along some ways, one after the other; give what each merge holds back."""
    held = []
    for origin, target in ways:
        path = bundle(origin, target, f"{len(list(origin.folder.parent.glob('*.zip')))}.zip")
        held.append(target.answer("import", str(path))["held"])
    return held


def publish(epex: Epex) -> None:
    epex.record("publication", "publish", BOOK, "--on", "2018-06-01", acting_as=EDITOR)


def erratum(epex: Epex, text: str, *more: str) -> None:
    epex.record("publication", "erratum", BOOK, text, *more, acting_as=EDITOR)


def told(epex: Epex) -> list[str]:
    """List the errata that stand on the book."""
    return [one["text"] for one in epex.answer("publication", "show", BOOK)["errata"]]


def words(epex: Epex) -> str:
    """Give the book as it is printed."""
    return epex("publication", "export", BOOK).stdout


def waiting(epex: Epex) -> dict[str, str]:
    """Give what waits by its type."""
    return {row["type"]: row["id"] for row in epex.answer("merge", "list")}


def settle(epex: Epex, event: str, how: str) -> None:
    epex.record("merge", "settle", event, how, "--reason", "We spoke of it.")


def both_froze(epex: Epex, road: Epex, book: Book) -> None:
    """Let each branch freeze words of its own."""
    freeze(epex, book, "It began with trust.")
    freeze(road, book, "It began with doubt.")


@pytest.mark.parametrize("first", ["home", "road"])
def test_an_erratum_does_not_stand_on_another_book(epex: Epex, road: Epex, book: Book, first: str) -> None:
    both_froze(epex, road, book)
    publish(epex)
    publish(road)
    erratum(road, DOUBT)
    erratum(epex, TRUST)
    erratum(epex, "And once more.")

    ways = [(road, epex), (epex, road)]
    exchange(*(ways if first == "home" else ways[::-1]), *ways, *ways)

    kept = [TRUST, "And once more."] if first == "home" else [DOUBT]
    assert [told(base) for base in (epex, road)] == [kept, kept]
    for base in (epex, road):
        other = DOUBT if first == "home" else TRUST
        assert (kept[0] in words(base), other in words(base)) == (True, False)
        assert base.answer("publication", "show", BOOK)["status"] == "published"
        assert base.answer("publication", "verify", BOOK)["ok"]
        assert base("doctor").exit_code == 0


def test_an_erratum_that_comes_later_does_not_either(epex: Epex, road: Epex, book: Book) -> None:
    both_froze(epex, road, book)
    exchange((road, epex))
    erratum(road, DOUBT)

    ((held,),) = exchange((road, epex))
    exchange((epex, road))

    assert held["why"] == "text"
    assert [told(base) for base in (epex, road)] == [[], []]
    assert epex.answer("merge", "show", held["event_id"])["objection"].startswith("it speaks of another frozen text")


def test_what_was_issued_before_its_freezing_was_held_back_speaks_of_it_alone(
    epex: Epex, road: Epex, book: Book
) -> None:
    both_froze(epex, road, book)
    exchange((epex, road))
    erratum(epex, TRUST)
    publish(epex)

    exchange((road, epex))
    shown = epex.answer("publication", "show", BOOK)
    exchange((epex, road), (road, epex))

    assert (shown["status"], shown["errata"]) == ("frozen", [])
    for base in (epex, road):
        assert (base.answer("publication", "show", BOOK)["status"], told(base)) == ("frozen", [])
    assert waiting(epex) == waiting(road)
    erratum(epex, "Of ours.")
    assert epex.answer("publication", "show", BOOK)["errata"] == [{"number": 1, "text": "Of ours."}]


def test_a_book_does_not_come_out_by_the_word_of_a_branch_that_froze_another(
    epex: Epex, road: Epex, book: Book
) -> None:
    both_froze(epex, road, book)
    publish(road)
    erratum(road, DOUBT)

    exchange((road, epex))
    published = waiting(epex)["publication.published"]
    refused = epex.refusal("merge", "settle", published, "--apply", "--reason", "It is out.")
    settle(epex, waiting(epex)["publication.frozen"], "--drop")

    assert "it speaks of another frozen text of this edition than the one that counts here" in refused
    assert "publication.erratum_issued" not in waiting(epex)
    assert epex.answer("publication", "show", BOOK)["status"] == "frozen"
    assert told(epex) == []


def test_a_withdrawn_quote_is_due_an_erratum_of_its_own_book(epex: Epex, road: Epex, book: Book) -> None:
    both_froze(epex, road, book)
    epex.record("quote", "withdraw", book.quote, acting_as=VISITOR)
    road.record("quote", "withdraw", book.quote, acting_as=VISITOR)
    erratum(road, "A quote went.", "--concerns", book.quote)

    exchange((road, epex))

    assert epex.answer("publication", "show", BOOK)["erratum_due_for"] == [book.quote]
    assert "Errata due" in epex(acting_as=EDITOR).stdout
    assert epex.refusal("publication", "publish", BOOK, acting_as=EDITOR).startswith("Withdrawn since it was frozen")


@pytest.mark.parametrize(("how", "errata"), [("--apply", [DOUBT, "And once more."]), ("--drop", [])])
def test_errata_count_once_their_freezing_does(
    epex: Epex, road: Epex, book: Book, how: str, errata: list[str], tmp_path: Path
) -> None:
    assert epex("branch", str(tmp_path / "boat")).exit_code == 0
    boat = Epex(tmp_path / "boat")
    epex.record("person", "revise", EDITOR, "--role", "practitioner")
    freeze(road, book, "It began with doubt.")
    erratum(road, DOUBT)
    erratum(road, "And once more.")

    exchange((road, epex))
    before = told(epex)
    settle(epex, waiting(epex)["publication.frozen"], how)
    exchange((epex, boat), (boat, road), (epex, road), (road, boat))

    assert before == []
    for base in (epex, boat, road):
        assert told(base) == errata
        assert not {"publication.frozen", "publication.erratum_issued"} & waiting(base).keys()
        assert (DOUBT in words(base)) is bool(errata)


def test_a_third_branch_takes_no_erratum_of_another_book(epex: Epex, road: Epex, book: Book, tmp_path: Path) -> None:
    both_froze(epex, road, book)
    assert road("branch", str(tmp_path / "boat")).exit_code == 0
    boat = Epex(tmp_path / "boat")
    erratum(boat, DOUBT)

    exchange((epex, road), (road, epex), (boat, epex), (epex, boat), (epex, road))
    kept: list[Any] = [told(base) for base in (epex, road, boat)]

    assert kept == [[DOUBT]] * 3


def test_nothing_is_frozen_anew_while_freezings_wait(epex: Epex, road: Epex, book: Book) -> None:
    both_froze(epex, road, book)
    bundles = [(bundle(road, epex, "road.zip"), epex), (bundle(epex, road, "home.zip"), road)]
    for path, base in bundles:
        base.answer("import", str(path))
    exchange((road, epex), (epex, road))
    held = [row["id"] for row in epex.answer("merge", "list") if row["type"] == "publication.frozen"]

    book.draft(epex, "It began anew.")
    book.approve(epex)
    refused = epex.refusal("publication", "freeze", BOOK, acting_as=EDITOR)
    waits = [row for row in epex.answer("waiting", acting_as=EDITOR) if row["command"].startswith("merge show")]

    assert len(held) == 2
    assert refused.startswith("A merge holds back a freezing of this edition; decide on it first, 'epex merge show ")
    assert sorted(row["id"] for row in waits) == sorted(held)
