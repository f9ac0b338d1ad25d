"""A book in the making, for tests that print it."""

from dataclasses import dataclass

from tests.commands.running import FOUNDER, VISITOR, Epex
from tests.commands.stages import told

WORDS = "They listen first, and they say so."
MORE = "Tea comes before talk."
EDITOR = "Ida Blom"
BOOK = "What travels"
CHAPTER = "Trust comes first"
PHONE = "Call +43 660 1234567."


@dataclass
class Book:
    """The ids of what a book is made from."""

    publication: str
    chapter: str
    theme: str
    reflection: str
    quote: str = ""

    def draft(self, epex: Epex, *more: str) -> None:
        """Write the chapter, with the quote where there is one."""
        placed = [f"[[{self.quote}]]"] if self.quote else []
        text = "\n\n".join(["# Opening", f"Many began with **trust**.\n^ {self.theme}", *placed, *more])
        epex.record("chapter", "draft", self.chapter, "-", given=text, acting_as=VISITOR)

    def approve(self, epex: Epex) -> None:
        """Let an editor review and approve the chapter."""
        epex.record("chapter", "review", self.chapter, "--outcome", "accept", acting_as=EDITOR)
        epex.record("chapter", "approve", self.chapter, acting_as=EDITOR)

    def consent(self, epex: Epex, *more: str) -> str:
        """Let the author be asked, and agree."""
        asked = epex.record("consent", "ask", self.quote, acting_as=VISITOR)
        epex.record("consent", "give", asked, *more, acting_as=VISITOR)
        return asked

    def freeze(self, epex: Epex) -> None:
        """Freeze the edition."""
        epex.record("publication", "freeze", BOOK, acting_as=EDITOR)


def outlined(epex: Epex, visit: str) -> Book:
    """Let the visitor reflect, and outline a chapter that the visitor is to write."""
    return told(epex, lambda: _outlined(epex, visit), "outlined", visit)


def quoting(epex: Epex, visit: str, *more: str) -> Book:
    """Propose a quote for the chapter as well, by name unless more is said."""
    return told(epex, lambda: _quoting(epex, visit, *more), "quoting", visit, *more)


def frozen(epex: Epex, visit: str) -> tuple[Book, str]:
    """Freeze a book with a quote that its author agreed to; give the consent as well."""
    return told(epex, lambda: _frozen(epex, visit), "frozen", visit)


def _outlined(epex: Epex, visit: str) -> Book:
    answers = f"how={WORDS} {MORE}"
    reflection = epex.record("reflection", "record", visit, "--answer", answers, "--language", "en", acting_as=VISITOR)
    theme = epex.record("theme", "propose", "Trust before content")
    epex.record("challenge", "state", "How do we involve parents?")
    epex.record("theme", "link", theme, "How do we involve parents?")
    epex.record("person", "add", "--name", EDITOR, "--organisation", "Youth House North", "--role", "editor")
    publication = epex.record("publication", "open", BOOK, "--editor", FOUNDER)
    chapter = epex.record("chapter", "outline", BOOK, CHAPTER, "--theme", theme, "--writer", VISITOR)
    return Book(publication, chapter, theme, reflection)


def _quoting(epex: Epex, visit: str, *more: str) -> Book:
    book = outlined(epex, visit)
    proposal = ("quote", "propose", book.reflection, "--quote", WORDS, "--chapter", book.chapter)
    book.quote = epex.record(*proposal, *(more or ("--use", "attributed")), acting_as=VISITOR)
    return book


def _frozen(epex: Epex, visit: str) -> tuple[Book, str]:
    book = quoting(epex, visit)
    book.draft(epex)
    consent = book.consent(epex)
    book.approve(epex)
    book.freeze(epex)
    return book, consent
