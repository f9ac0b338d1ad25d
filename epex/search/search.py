"""Search: what a reader finds, counted and shown from what this reader may see."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any, TypedDict, Unpack

from epex.core.decision import Refused, require_one_of
from epex.core.reader import Reader
from epex.core.vocabulary import LANGUAGES
from epex.projections.columns import label_of
from epex.projections.document_queries import Documents
from epex.projections.runner import Views
from epex.search.facets import Card, Filters, count
from epex.search.folding import words
from epex.search.following import FollowingIndex
from epex.search.index import Snapshot
from epex.search.languages import code_of, stem
from epex.search.passing import PassingIndex
from epex.search.query import Clause, Query, parse
from epex.search.ranking import answer
from epex.search.snippets import snippet
from epex.search.spelling import corrected
from epex.search.texts import bodies, language_of_rest, titles

RANKED = 100
SHOWN = 10
WITNESSES = 5
SORTS = ("relevance", "date")
Values = str | int | Sequence[str | int] | None


class Options(TypedDict, total=False):
    """How a search is narrowed, ordered and cut; several values of one filter mean any of them."""

    kind: Values
    language: Values
    country: Values
    organisation: Values
    setting: Values
    year: Values
    theme: Values
    label: Values
    since: str
    until: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found among the documents of a reader, by their number in the index; hits in their order."""

    cards: Mapping[int, Card]
    scores: Mapping[int, float]
    matching: Sequence[int]
    missing: Sequence[Clause]


class Search:
    """The search of one base, for one reader."""

    def __init__(
        self,
        views: Views,
        folder: Path | None,
        secret: bytes,
        reader: Reader,
        languages: Sequence[str] = LANGUAGES,
        destroyed: str = "",
        *,
        language: str = "en",
        index: PassingIndex | None = None,
    ) -> None:
        """Search as somebody who reads and asks in a language.

        `secret` seals the index in `folder` for this base; an index from before the last key was `destroyed` is not
        used. Without a folder the index is in memory, one's own or the `index` that somebody else keeps; so views of
        an earlier day are searched.
        """
        self._views = views
        self._is_lent = index is not None
        self._documents = Documents(views, reader, code_of(language))
        self._languages = tuple(languages)
        self._language = code_of(language)
        self._index: FollowingIndex | PassingIndex = (
            FollowingIndex(folder, secret, self._documents, self._languages, destroyed)
            if folder
            else index or PassingIndex(self._documents, self._languages)
        )
        self._numbered: tuple[Snapshot, Mapping[str, Card], Mapping[int, Card]] | None = None

    def search(
        self,
        text: str,
        *,
        sort: str = "relevance",
        limit: int = SHOWN,
        offset: int = 0,
        query_language: str = "",
        **options: Unpack[Options],
    ) -> dict[str, Any]:
        """Answer a question; anything that can be typed gets an answer or a hint.

        Raises Refused on an option that no document can fulfil.
        """
        require_one_of(sort, SORTS, "order")
        require_page(limit, offset)
        filters = Filters.parse(**options)
        query = parse(text, code_of(query_language or self._language), self._languages)
        self._views.catch_up(("documents",))

        def question(snapshot: Snapshot) -> dict[str, Any]:
            begun = perf_counter()
            found = self._find(query, filters, snapshot)
            ranked = _ordered(found, sort)[:RANKED][offset : offset + limit]
            return {
                "query": text,
                "total": len(found.matching),
                "hits": self._hits(ranked, found, query),
                "facets": count(found.cards[number] for number in found.matching),
                "suggestion": None if found.matching else self._suggestion(text, found, snapshot),
                "hint": query.hint,
                "took_ms": round((perf_counter() - begun) * 1000, 1),
            }

        return self._index.ask(question)

    def status(self) -> dict[str, Any]:
        """Tell whether the index is sound, and how far it has come."""
        self._views.catch_up(("documents",))
        manifest, extent = self._index.manifest(), self._documents.extent()
        state = "missing" if manifest is None else "behind" if manifest.position < extent.position else "current"
        return {
            "state": state,
            "documents": manifest.documents if manifest else 0,
            "position": manifest.position if manifest else 0,
            "head": extent.position,
        }

    def rebuild(self) -> dict[str, Any]:
        """Build the index anew."""
        self._views.catch_up(("documents",))
        begun = perf_counter()
        manifest = self._index.rebuild()
        seconds = perf_counter() - begun
        return {
            "documents": manifest.documents,
            "seconds": round(seconds, 3),
            "documents_per_second": round(manifest.documents / seconds),
        }

    def close(self) -> None:
        """Let go of the index, unless somebody else keeps it."""
        if not self._is_lent:
            self._index.close()

    def _find(self, query: Query, filters: Filters, snapshot: Snapshot) -> Answer:
        cards = self._cards(snapshot)
        scores, missing = answer(query, snapshot, cards.keys())
        matching = [number for number in scores if filters.admit(cards[number])]
        return Answer(cards, scores, matching, missing)

    def _cards(self, snapshot: Snapshot) -> Mapping[int, Card]:
        """Number what the reader may see, once for an index and a view that stand still."""
        permitted = self._documents.permitted()
        if self._numbered is None or self._numbered[0] is not snapshot or self._numbered[1] is not permitted:
            self._numbered = (snapshot, permitted, _numbered(permitted, snapshot))
        return self._numbered[2]

    def _hits(self, numbers: Sequence[int], found: Answer, query: Query) -> list[dict[str, Any]]:
        rows = self._documents.words(found.cards[number]["id"] for number in numbers)
        return [
            self._hit(found.cards[number], rows[found.cards[number]["id"]], found.scores[number], query)
            for number in numbers
        ]

    def _hit(self, card: Card, row: dict[str, Any], score: float, query: Query) -> dict[str, Any]:
        rest = language_of_rest(row, self._languages)
        return {
            "kind": card["kind"],
            "id": card["id"],
            "title": row["title"],
            "snippet": snippet([*self._own_first(bodies(row, rest)), *titles(row, rest)], query.wanted),
            "score": score,
            **{name: card[name] for name in ("language", "occurred_on")},
            "visibility": label_of(card["access"]),
            **{name: card[name] for name in ("organisation", "country", "setting", "year", "label")},
        }

    def _own_first(self, texts: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        return sorted(texts, key=lambda text: text[0] != self._language)

    def _suggestion(self, text: str, found: Answer, snapshot: Snapshot) -> str | None:
        if not found.missing:
            return None
        return corrected(text, found.missing, snapshot.stems(), lambda each: self._word(each, found.cards, snapshot))

    def _word(self, wanted: str, cards: Mapping[int, Card], snapshot: Snapshot) -> str:
        """Give the commonest word with a stem in documents that the reader may see, if there are any."""
        ids = sorted(cards[number]["id"] for number, _ in snapshot.frequencies(wanted) if number in cards)[:WITNESSES]
        spoken: Counter[str] = Counter()
        for row in self._documents.words(ids).values():
            rest = language_of_rest(row, self._languages)
            texts = (*titles(row, rest), *bodies(row, rest))
            spoken.update(word for language, text in texts for word in words(text) if stem(word, language) == wanted)
        return min(spoken, key=lambda word: (-spoken[word], word), default="")


def require_page(limit: int, offset: int) -> None:
    """Refuse a page before the first or of less than nothing."""
    if limit < 0 or offset < 0:
        raise Refused(f"A page begins at 0 or later and has a length; give --limit and --offset from 0 to {RANKED}.")


def _numbered(permitted: Mapping[str, Card], snapshot: Snapshot) -> dict[int, Card]:
    """Give documents the numbers of an index; one without a stated language has the one it looks like."""
    both = ((snapshot.numbers[identity], card) for identity, card in permitted.items() if identity in snapshot.numbers)
    return {
        number: {**card, "language": code_of(card["language"]) or snapshot.languages[number]} for number, card in both
    }


def _ordered(found: Answer, sort: str) -> list[int]:
    """Put the best first, or the newest; equals in the order of their ids."""
    cards, scores = found.cards, found.scores
    ranked = sorted(found.matching, key=lambda number: (-scores[number], cards[number]["id"]))
    if sort == "relevance":
        return ranked
    return sorted(ranked, key=lambda number: cards[number]["occurred_on"], reverse=True)
