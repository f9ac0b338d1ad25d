"""The editor's journey: a theme, a book with quotes, a freeze refused with its reasons, the print, an erratum."""

import zipfile
from pathlib import Path

import pytest

from tests.journeys.living import (
    COORDINATOR,
    EDITOR,
    HOST,
    PRISON,
    VISIT,
    VISITOR,
    Exchange,
    begins,
    carries_on,
    visited,
    without_ids,
)

pytestmark = pytest.mark.slow

BOOK, CHAPTER, THEME = "What travels", "Beginnings", "Out before asking"
REFLECTION = f"Visitor reflection: {VISIT}"
SAME = "The content is what was frozen: its hash, computed again from the log, is the same."
WORDS = "They walk before they ask, and nobody carries a form."
ELEMENT = "First out, then questions"
MEETING = "Writing together"
OTHER = "The city forgets who walks."


def be_there(exchange: Exchange) -> None:
    """Hold a meeting of those who write, and keep from what is not an editor's to record."""
    exchange.types(EDITOR, "meeting", "hold", MEETING, "--held-on", "2017-09-01", "--attended", EDITOR)
    there = ("--attended", EDITOR, "--attended", HOST, "--reason", "Sami came late")
    exchange.types(EDITOR, "meeting", "correct", MEETING, *there)
    assert exchange.answer("meeting", "show", MEETING, acting_as=HOST)["held_on"] == "2017-09-01"


def keep_the_words(exchange: Exchange, folder: Path) -> None:
    """Keep the thesaurus, so that others find what one calls otherwise."""
    exchange.types(EDITOR, "thesaurus", "add", "walk along", "--label", "no:gå sammen", "--broader", "street work")
    exchange.types(EDITOR, "thesaurus", "label", "walk along", "accompany", "--preferred")
    exchange.types(EDITOR, "thesaurus", "unlabel", "accompany", "walk along")
    exchange.types(EDITOR, "thesaurus", "note", "accompany", "On foot, without a form")
    exchange.types(EDITOR, "thesaurus", "relate", "accompany", "outreach")
    exchange.types(EDITOR, "thesaurus", "unrelate", "accompany", "outreach")
    exchange.types(EDITOR, "thesaurus", "remove", "coaching", "--reason", "Nobody here does it")
    exchange.types(EDITOR, "thesaurus", "reopen", "coaching")
    exchange.types(HOST, "thesaurus", "sign", "accompany", "--language", "no")
    exchange.program(EDITOR, "thesaurus", "export", "--output", str(folder / "words.ttl"))
    taken = exchange.program(EDITOR, "thesaurus", "import", str(folder / "words.ttl"))
    assert taken.startswith("0 recorded, ")
    assert exchange.answer("thesaurus", "show", "gå sammen", acting_as=HOST)["unreviewed"] == ["en"]


def decide(exchange: Exchange) -> None:
    """Bring a theme to a decision."""
    exchange.types(EDITOR, "theme", "propose", THEME)
    exchange.types(EDITOR, "theme", "link", THEME, REFLECTION, "--quote", WORDS)
    exchange.types(HOST, "element", "identify", ELEMENT, "--core", "Go out first, ask later.")
    exchange.types(EDITOR, "theme", "link", THEME, ELEMENT, "--stance", "nuances")
    carries_on(exchange, EDITOR, ELEMENT)
    exchange.types(EDITOR, "theme", "discuss", THEME, "--method", "editors", "--reason", "Named on both sides")
    exchange.types(EDITOR, "theme", "adopt", THEME, "--method", "editors", "--reason", "It travels")
    assert exchange.sees(EDITOR, "theme", "list") == [f"theme  adopted  {THEME}"]


def write(exchange: Exchange) -> tuple[str, str]:
    """Outline and draft a chapter with a quote, a message and somebody else's viewpoint."""
    exchange.types(EDITOR, "publication", "open", BOOK)
    exchange.types(EDITOR, "chapter", "outline", BOOK, CHAPTER, "--theme", THEME, "--writer", HOST)
    assert exchange.waits(HOST)["Chapters to draft"] == [f"{CHAPTER} | epex chapter draft chapter"]
    quote = ("--quote", WORDS, "--chapter", CHAPTER, "--use", "attributed")
    quoted = exchange.types(EDITOR, "quote", "propose", REFLECTION, *quote)
    text = f"# How it begins\n\nMany go out first.\n^ {THEME}\n\n[[{quoted}]]\n\nCall +43 660 1234567.\n"
    exchange.types(HOST, "chapter", "draft", CHAPTER, "-", given=text)
    assert "Chapters to draft" not in exchange.waits(HOST)
    assert exchange.waits(EDITOR) == {"Chapters to review": [f"{CHAPTER} | epex chapter review chapter"]}
    exchange.types(EDITOR, "chapter", "message", CHAPTER, "Pay for the first months.", "--for", "ministries")
    view = (CHAPTER, "I saw it fail twice.", "--title", "Not always", "--signed-by", VISITOR)
    exchange.types(EDITOR, "chapter", "viewpoint", *view, "--dissenting")
    return quoted, text


def change_ones_mind(exchange: Exchange) -> None:
    """Leave out a quote that would be one too many, and let a viewpoint go that its author takes back."""
    quote = ("--quote", OTHER, "--chapter", CHAPTER, "--use", "anonymous")
    exchange.types(EDITOR, "quote", "propose", REFLECTION, *quote)
    exchange.types(EDITOR, "quote", "withdraw", OTHER, "--reason", "One quote is enough")
    exchange.types(VISITOR, "viewpoint", "write", CHAPTER, "It needs a second look.", "--title", "Later")
    assert exchange.is_refused(EDITOR, "viewpoint", "withdraw", "Later", "--reason", "Too long") == (
        "Only the person whose viewpoint it is may withdraw it; ask them to record it."
    )
    exchange.types(VISITOR, "viewpoint", "withdraw", "Later", "--reason", "I said it elsewhere")
    assert [row["status"] for row in exchange.answer("quote", "list", acting_as=EDITOR)] == ["proposed", "withdrawn"]
    assert [row["status"] for row in exchange.answer("viewpoint", "list", acting_as=EDITOR)] == [
        "unsigned",
        "withdrawn",
    ]


def fail_to_freeze(exchange: Exchange) -> None:
    """Be told at once all that stands in the way."""
    refused = without_ids(exchange.is_refused(EDITOR, "publication", "freeze", BOOK, "--reason", "Done"))
    unreviewed = (
        "let somebody review it and an editor approve it, with 'epex chapter review' and 'epex chapter approve'."
    )
    unsigned = "is not signed; ask its author to sign it with 'epex viewpoint sign viewpoint'."
    unasked = "nobody has given it; ask with 'epex consent ask quote', or take the quote out."
    reasons = (
        f"The chapter '{CHAPTER}' is drafted; {unreviewed}",
        f"A viewpoint in the chapter '{CHAPTER}' {unsigned}",
        f"Paragraph 4 of the chapter '{CHAPTER}' seems to hold a telephone number; take it out.",
        f"quote in the chapter '{CHAPTER}' lacks the consent 'attributed quote' for this edition: {unasked}",
    )
    numbered = [f"({number}) {reason}" for number, reason in enumerate(reasons, 1)]
    assert refused == f"The edition cannot be frozen yet: {' '.join(numbered)}"
    assert len(exchange.answer("publication", "check", BOOK, acting_as=EDITOR)["objections"]) == len(reasons)


def mend(exchange: Exchange, quoted: str, text: str) -> str:
    """Take away what stands in the way, one after the other."""
    consent = exchange.types(EDITOR, "consent", "ask", quoted)
    exchange.types(VISITOR, "consent", "give", consent)
    assert exchange.waits(VISITOR)["Viewpoints to sign"] == ["Not always | epex viewpoint sign viewpoint"]
    exchange.types(VISITOR, "viewpoint", "sign", "Not always")
    cleaned = text.replace("Call +43 660 1234567.\n", "")
    exchange.types(HOST, "chapter", "draft", CHAPTER, "-", "--reason", "The number is gone", given=cleaned)
    assert exchange.waits(EDITOR) == {"Chapters to review": [f"{CHAPTER} | epex chapter review chapter"]}
    exchange.types(EDITOR, "chapter", "review", CHAPTER, "--outcome", "accept", "--comment", "It holds")
    assert exchange.waits(EDITOR) == {"Chapters to approve": [f"{CHAPTER} | epex chapter approve chapter"]}
    exchange.types(EDITOR, "chapter", "approve", CHAPTER)
    assert exchange.waits(EDITOR) == {"Editions to freeze": [f"{BOOK} | epex publication check publication"]}
    assert exchange.sees(EDITOR, "publication", "check", BOOK) == [BOOK, "Nothing stands in the way: it can be frozen."]
    return consent


def let_a_plugin_check(exchange: Exchange) -> None:
    """Have it checked that the book tells of every dissent, for a while."""
    exchange.sees(COORDINATOR, "plugin", "enable", "dissent-in-print", "--reason", "We do not speak with one voice")
    assert exchange.sees(EDITOR, "publication", "check", BOOK) == [BOOK, "Nothing stands in the way: it can be frozen."]
    exchange.sees(COORDINATOR, "plugin", "disable", "dissent-in-print", "--reason", "The editors look themselves")


def print_it(exchange: Exchange, folder: Path) -> None:
    """Freeze, verify, and write the book as Markdown, HTML and DOCX."""
    exchange.program(EDITOR, "publication", "freeze", BOOK, "--reason", "The editors agree")
    assert exchange.sees(EDITOR, "publication", "verify", BOOK)[0] == SAME
    for kind in ("md", "html", "docx"):
        out = folder / f"book.{kind}"
        exchange.sees(EDITOR, "publication", "export", BOOK, "--format", kind, "--output", str(out))
    printed = (folder / "book.md").read_text("utf-8").splitlines()
    assert [line for line in printed[: printed.index("## Appendix")] if line][3:-1] == [
        "## 1\\. Beginnings",
        "### How it begins",
        "Many go out first.",
        f"> {WORDS}",
        ">",
        f"> -- {VISITOR}, {PRISON}",
        "### A dissenting viewpoint: Not always",
        "I saw it fail twice.",
        f"Signed: {VISITOR}, {PRISON}",
        "### Messages",
        "- For ministries: Pay for the first months.",
    ]
    assert WORDS in (folder / "book.html").read_text("utf-8")
    with zipfile.ZipFile(folder / "book.docx") as docx:
        assert WORDS in docx.read("word/document.xml").decode()
    assert exchange.waits(EDITOR) == {"Editions to publish": [f"{BOOK} | epex publication publish publication"]}
    exchange.types(EDITOR, "publication", "publish", BOOK, "--place", "Printed, 500 copies")


def put_right(exchange: Exchange, quoted: str, consent: str) -> None:
    """Tell readers what no longer holds when a quote is taken back."""
    exchange.types(VISITOR, "consent", "withdraw", consent)
    assert exchange.waits(EDITOR) == {"Errata due": [f"{BOOK} | epex publication show publication"]}
    exchange.types(EDITOR, "publication", "erratum", BOOK, "A quote was taken back.", "--concerns", quoted)
    assert exchange.waits(EDITOR) == {}
    assert WORDS not in exchange.program(EDITOR, "publication", "export", BOOK)
    verified = exchange.sees(EDITOR, "publication", "verify", BOOK)
    assert (verified[0], verified[2]) == (SAME, "Withdrawn since, and shown as [withdrawn]: quote")


def test_an_editor_makes_a_book_of_what_was_learned(exchange: Exchange, tmp_path: Path) -> None:
    visited(exchange)
    begins(exchange, EDITOR)
    exchange.types(VISITOR, "person", "revise", VISITOR, "--name-preference", "full_name")
    answers = ("--answer", f"how={WORDS}", "--answer", f"what_does_not_work={OTHER}", "--language", "en")
    exchange.types(VISITOR, "reflection", "record", VISIT, *answers, "--visibility", "network")

    be_there(exchange)
    keep_the_words(exchange, tmp_path)
    decide(exchange)
    quoted, text = write(exchange)
    change_ones_mind(exchange)
    fail_to_freeze(exchange)
    consent = mend(exchange, quoted, text)
    let_a_plugin_check(exchange)
    print_it(exchange, tmp_path)
    put_right(exchange, quoted, consent)
    assert exchange.waits(EDITOR) == {}
