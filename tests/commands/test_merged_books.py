"""A book that one branch froze: it stays as it is printed in both, whatever the other recorded meanwhile."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.commands.bookmaking import BOOK, CHAPTER, EDITOR, WORDS, Book, quoting
from tests.commands.running import FOUNDER, VISITING, VISITOR, Epex
from tests.commands.test_merge import bundle

pytestmark = pytest.mark.slow
Act = Callable[[Epex, Book, str], object]


@pytest.fixture
def approved(epex: Epex, completed: str) -> tuple[Book, str]:
    """Let both branches have a book that can be frozen, and the consent to its quote."""
    book = quoting(epex, completed)
    book.draft(epex)
    consent = book.consent(epex)
    book.approve(epex)
    return book, consent


@pytest.fixture
def road(epex: Epex, approved: tuple[Book, str], tmp_path: Path) -> Epex:  # noqa: ARG001 - the branch is to have the book
    """Branch the base then."""
    assert epex("branch", str(tmp_path / "road")).exit_code == 0
    return Epex(tmp_path / "road")


def publish(epex: Epex, book: Book) -> None:
    """Freeze the book and let it come out."""
    book.freeze(epex)
    epex.record("publication", "publish", BOOK, "--on", "2018-06-01", acting_as=EDITOR)


def exchange(*ways: tuple[Epex, Epex]) -> list[Any]:
    """Merge along some ways, one after the other; give what each merge holds back."""
    found = []
    for number, (origin, target) in enumerate(ways):
        path = bundle(origin, target, f"{origin.folder.name}-{number}.zip")
        found.append(target.answer("import", str(path))["held"])
    return found


def take_consent_back(epex: Epex, _book: Book, consent: str) -> None:
    epex.record("consent", "withdraw", consent, acting_as=VISITOR)


def withdraw_quote(epex: Epex, book: Book, _consent: str) -> None:
    epex.record("quote", "withdraw", book.quote, acting_as=VISITOR)


def draft_anew(epex: Epex, book: Book, _consent: str) -> None:
    book.draft(epex, "And one thing more.")


def state_message(epex: Epex, book: Book, _consent: str) -> None:
    epex.record("chapter", "message", book.chapter, "Fund the first year", "--for", "ministries", acting_as=VISITOR)


def write_viewpoint(epex: Epex, book: Book, _consent: str) -> None:
    epex.record("chapter", "viewpoint", book.chapter, "I saw it fail.", acting_as=VISITOR)


def outline_second(epex: Epex, book: Book, _consent: str) -> None:
    epex.record("chapter", "outline", BOOK, "A second one", "--theme", book.theme, "--writer", VISITOR)


@pytest.mark.parametrize("act", [take_consent_back, withdraw_quote, draft_anew, state_message, write_viewpoint])
@pytest.mark.parametrize("first", ["home", "road"])
def test_a_published_book_stays_published_in_both(
    epex: Epex, road: Epex, approved: tuple[Book, str], act: Act, first: str
) -> None:
    publish(epex, approved[0])
    printed = epex("publication", "export", BOOK, "--format", "canonical").stdout
    act(road, *approved)

    ways = [(road, epex), (epex, road)]
    held = exchange(*(ways if first == "home" else ways[::-1]), *ways)

    for base in (epex, road):
        shown = base.answer("publication", "show", BOOK)
        assert (shown["status"], base.answer("chapter", "show", CHAPTER)["status"]) == ("published", "frozen")
        assert base.answer("publication", "verify", BOOK)["ok"]
    copies = {base("publication", "export", BOOK, "--format", "canonical").stdout for base in (epex, road)}
    gone = act in (take_consent_back, withdraw_quote)
    assert copies == {_without_quote(printed) if gone else printed}
    assert [base(acting_as=EDITOR).stdout.count("Errata due") for base in (epex, road)] == [int(gone)] * 2
    assert any(held) is not gone


def _without_quote(printed: str) -> str:
    quoted = f"> {WORDS}\n>\n> -- "
    before, _, after = printed.partition(quoted)
    _, _, rest = after.partition("\n")
    return f"{before}> [withdrawn]\n>\n> -- [withdrawn]\n{rest}"


def test_words_that_both_branches_wrote_anew_do_not_take_the_place_of_what_was_frozen(
    epex: Epex, road: Epex, approved: tuple[Book, str]
) -> None:
    book, _ = approved
    draft_anew(road, *approved)
    book.draft(epex, "Said at home.")
    book.approve(epex)
    publish(epex, book)
    printed = epex("publication", "export", BOOK, "--format", "canonical").stdout

    exchange((epex, road), (road, epex), (epex, road))

    for base in (epex, road):
        assert base("publication", "export", BOOK, "--format", "canonical").stdout == printed
        paragraphs = [one["title"] for one in base.answer("chapter", "show", CHAPTER)["paragraphs"]]
        assert paragraphs[-1] == "Said at home."
        assert base.answer("publication", "verify", BOOK)["ok"]


def test_a_freezing_that_an_earlier_merge_held_back_may_count_now(
    epex: Epex, road: Epex, approved: tuple[Book, str]
) -> None:
    epex.record("person", "revise", EDITOR, "--role", "practitioner")
    publish(road, approved[0])

    ((found, *_), *_) = exchange((road, epex))
    epex.record("person", "revise", EDITOR, "--role", "editor")
    take_consent_back(epex, *approved)
    shown = epex.answer("merge", "show", found["event_id"])
    epex.record("merge", "settle", found["event_id"], "--apply", "--reason", "It is printed.")

    assert (found["why"], shown["objection"]) == ("right", "")
    assert epex.answer("publication", "show", BOOK)["status"] == "frozen"
    assert epex.answer("publication", "verify", BOOK)["ok"]


def rename_organisation(epex: Epex, _book: Book, _consent: str) -> None:
    epex.record("organisation", "revise", VISITING, "--name", "Prison Service of the South")


def rename_person(epex: Epex, _book: Book, _consent: str) -> None:
    epex.record("person", "revise", VISITOR, "--name", "Benjamin Okafor", "--name-preference", "full_name")


def move_person(epex: Epex, _book: Book, _consent: str) -> None:
    epex.record("organisation", "add", "--name", "Mill Lane", "--country", "BE", "--kind", "ngo")
    epex.record("person", "move", VISITOR, "--organisation", "Mill Lane")


def rename_editor(epex: Epex, _book: Book, _consent: str) -> None:
    epex.record("person", "revise", FOUNDER, "--name-preference", "full_name")


@pytest.mark.parametrize("act", [rename_organisation, rename_person, move_person, rename_editor])
@pytest.mark.parametrize("first", ["home", "road"])
def test_what_a_frozen_book_is_made_from_does_not_depend_on_who_merges(
    epex: Epex, road: Epex, approved: tuple[Book, str], act: Act, first: str
) -> None:
    act(epex, *approved)
    publish(road, approved[0])
    printed = road("publication", "export", BOOK, "--format", "canonical").stdout

    ways = [(road, epex), (epex, road)]
    exchange(*(ways if first == "home" else ways[::-1]), *ways)

    for base in (epex, road):
        proof = base.answer("publication", "verify", BOOK)
        assert (proof["ok"], proof["computed"]) == (True, proof["content_hash"])
    assert printed


def test_a_book_stays_proven_when_what_it_was_made_from_is_held_back_later(
    epex: Epex, road: Epex, approved: tuple[Book, str]
) -> None:
    epex.record("organisation", "revise", VISITING, "--name", "Prison Service of the South")
    road.record("organisation", "revise", VISITING, "--name", "Southern Prisons")
    publish(road, approved[0])

    held = exchange((road, epex), (epex, road))

    assert [one["why"] for one in held[0]] == ["contested"]
    assert road.answer("organisation", "list")[1]["title"] == "Prison Service of the South"
    assert [base.answer("publication", "verify", BOOK)["ok"] for base in (epex, road)] == [True, True]


def test_the_freezing_names_what_it_was_made_from_to_the_program_alone(epex: Epex, approved: tuple[Book, str]) -> None:
    approved[0].freeze(epex)

    event = next(one for one in epex.answer("audit", "log") if one["type"] == "publication.frozen")
    said = epex.answer("audit", "show", str(event["position"]))["said"]
    exported = [json.loads(line) for line in epex("export").stdout.splitlines()]
    (told,) = [one["data"] for one in exported if one["type"] == "publication.frozen"]

    assert ("made_from" in said, "made_from" in told) == (False, False)


def test_no_chapter_of_a_frozen_edition_is_written_on(epex: Epex, road: Epex, approved: tuple[Book, str]) -> None:
    outline_second(epex, *approved)
    publish(road, approved[0])
    exchange((road, epex))

    drafted = epex.refusal("chapter", "draft", "A second one", "More of it.", acting_as=VISITOR)
    told = epex.refusal("chapter", "message", "A second one", "Pay.", "--for", "ministries", acting_as=VISITOR)
    written = epex.refusal("chapter", "viewpoint", "A second one", "I saw it.", acting_as=VISITOR)
    quoted = epex.refusal(
        "quote", "propose", approved[0].reflection, "--quote", "Tea comes before talk.", "--chapter", "A second one",
        "--use", "attributed", acting_as=VISITOR,
    )  # fmt: skip

    begins = "The edition of this chapter is frozen, so it cannot be"
    assert [each.startswith(begins) for each in (drafted, told, written)] == [True] * 3
    assert quoted == "The edition of this chapter is frozen; propose the quote for a chapter of the next one."
    assert exchange((epex, road)) == [[{"event_id": held_outline(road), "why": "elsewhere"}]]


def held_outline(epex: Epex) -> str:
    """Find the outline that is held back."""
    (row,) = epex.answer("merge", "list")
    return str(row["id"])
