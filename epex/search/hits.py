"""What is shown of documents that were found: title, best passage, where and when."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from epex.projections.columns import label_of
from epex.projections.document_queries import Documents
from epex.projections.table import Row
from epex.search.answering import Answer
from epex.search.explaining import explained
from epex.search.folding import words
from epex.search.languages import stem
from epex.search.library import Shelf
from epex.search.query import Term
from epex.search.snippets import snippet
from epex.search.texts import bodies, language_of_rest, titles

WITNESSES = 5
TOLD = ("organisation", "country", "setting", "year", "label")


class Hits:
    """Documents of one reader, shown in a language where there is a choice."""

    def __init__(self, documents: Documents, language: str, languages: Sequence[str]) -> None:
        """Name the reader's language, and those that a text may be in."""
        self._documents = documents
        self._language = language
        self._languages = languages

    def shown(self, ids: Sequence[str], shelf: Shelf, found: Answer, *, explain: bool) -> Iterator[dict[str, Any]]:
        """Show documents in their order, those that the reader may see."""
        rows = self._documents.words(ids)
        for each in filter(rows.__contains__, ids):
            texts = self._texts(rows[each])
            why = {"explanation": explained(found, shelf, each, texts)} if explain else {}
            yield {**self._hit(shelf.cards[each], rows[each]["title"], texts, found), **why}

    def words(self, wanted: str, ids: Iterable[str], language: str) -> Counter[str]:
        """Count the words of a language with a stem in some documents that the reader may see, if there are any."""
        spoken: Counter[str] = Counter()
        for row in self._documents.words(list(islice(ids, WITNESSES))).values():
            told = (text for said, text in self._texts(row) if said == language)
            spoken.update(word for text in told for word in words(text) if stem(word, language) == wanted)
        return spoken

    def _hit(self, card: Row, title: str, texts: Sequence[tuple[str, str]], found: Answer) -> dict[str, Any]:
        parts = found.ranked.get(card["id"])
        return {
            "kind": card["kind"],
            "id": card["id"],
            "title": title,
            "snippet": snippet(texts, list(_terms(found, card["id"]))),
            "score": parts.total if parts else 0.0,
            **{name: card[name] for name in ("language", "occurred_on")},
            "visibility": label_of(card["access"]),
            **{name: card[name] for name in TOLD},
        }

    def _texts(self, row: Row) -> list[tuple[str, str]]:
        """List the texts of a document, each with its language: the reader's own first, and titles last."""
        rest = language_of_rest(row, self._languages)
        return [*self._own_first(bodies(row, rest)), *self._own_first(titles(row, rest))]

    def _own_first(self, texts: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        return sorted(texts, key=lambda text: text[0] != self._language)


def _terms(found: Answer, document: str) -> Iterator[Term]:
    """Give the terms as a document answers them: what only looks like a word is nothing beside the word itself."""
    number = found.sections.get(document)
    for each in found.found:
        yield replace(each.term, relatives=()) if number in each.exact else each.term
