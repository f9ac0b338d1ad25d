"""The opponents of the search: three engines, each used as its own manual advises, with their BM25.

They rank by OR, as natural questions need. A reader's permission is the filter that each engine offers for it.
"""

import re
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Protocol

import bm25s
import numpy as np
import Stemmer
import tantivy

from epex.search.languages import STEMMERS

WORD = re.compile(r"\w+")
# Both take their stop words from the Snowball and NLTK lists, which have none for Arabic and Serbian.
STOPPED = frozenset({"en", "de", "fr", "nl", "da", "no"})
HEAP = 128_000_000


class Engine(Protocol):
    """What indexes texts and gives the numbers of the best of them."""

    name: str

    def __init__(self, texts: Sequence[str], seen: Sequence[bool], language: str) -> None:
        """Index texts in a language, and remember which of them a reader sees."""

    def ask(self, question: str, limit: int) -> list[int]:
        """Rank what the reader sees."""


class Fts5:
    """SQLite's FTS5, whose ranking function counts what is hidden as well."""

    name = "FTS5 bm25()"

    def __init__(self, texts: Sequence[str], seen: Sequence[bool], language: str) -> None:
        """Fill one table; porter, the only stemmer that it brings, knows English alone."""
        self._connection = sqlite3.connect(":memory:")
        tokenizer = "porter unicode61 remove_diacritics 2" if language == "en" else "unicode61 remove_diacritics 2"
        create = f"CREATE VIRTUAL TABLE texts USING fts5(body, seen UNINDEXED, tokenize='{tokenizer}')"
        self._connection.execute(create)
        rows = ((number, text, seen[number]) for number, text in enumerate(texts))
        self._connection.executemany("INSERT INTO texts (rowid, body, seen) VALUES (?, ?, ?)", rows)
        # As advised after a bulk load: queries then read one segment.
        self._connection.execute("INSERT INTO texts (texts) VALUES ('optimize')")
        self._connection.commit()

    def ask(self, question: str, limit: int) -> list[int]:
        """Quote each word, for a bare one may be an operator; `ORDER BY rank` is bm25() at its quickest."""
        words = " OR ".join(f'"{word}"' for word in WORD.findall(question))
        query = "SELECT rowid FROM texts WHERE texts MATCH ? AND seen ORDER BY rank LIMIT ?"
        return [number for (number,) in self._connection.execute(query, (words, limit))] if words else []


class Tantivy:
    """Tantivy with the analyzer that it advises for a language: lower case, stop words, stemmer."""

    name = "tantivy"

    def __init__(self, texts: Sequence[str], seen: Sequence[bool], language: str) -> None:
        """Fill an index in memory, in one commit by one thread."""
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("body", tokenizer_name="language")
        builder.add_boolean_field("seen", indexed=True)
        builder.add_unsigned_field("number", stored=True)
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema)
        self._index.register_tokenizer("language", _analyzer(language))
        writer = self._index.writer(heap_size=HEAP, num_threads=1)
        for number, text in enumerate(texts):
            writer.add_document(tantivy.Document(body=text, seen=seen[number], number=number))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()
        self._seen = tantivy.Query.term_query(self._schema, "seen", True)  # noqa: FBT003 - the value of a field
        self._all_seen = all(seen)

    def ask(self, question: str, limit: int) -> list[int]:
        """Parse the words, which rank by OR; the filter is required and scores nothing."""
        parsed, _ = self._index.parse_query_lenient(" ".join(WORD.findall(question)), ["body"])
        if not self._all_seen:
            permitted = tantivy.Query.const_score_query(self._seen, 0)
            must = tantivy.Occur.Must
            parsed = tantivy.Query.boolean_query([(must, parsed), (must, permitted)])
        hits = self._searcher.search(parsed, limit, count=False).hits
        return [int(self._searcher.doc(address)["number"][0]) for _, address in hits]


class Bm25s:
    """bm25s, which scores everything at once out of a sparse matrix."""

    name = "bm25s"

    def __init__(self, texts: Sequence[str], seen: Sequence[bool], language: str) -> None:
        """Index in memory, with PyStemmer as its manual advises."""
        self._language = language
        self._stemmer = Stemmer.Stemmer(STEMMERS[language]) if language in STEMMERS else None
        # Lucene's BM25, which is its default, with Lucene's own parameters.
        self._retriever = bm25s.BM25(k1=1.2, b=0.75)
        self._retriever.index(self._tokens(list(texts)), show_progress=False)
        self._mask = None if all(seen) else np.asarray(seen, dtype="float32")
        self._count = len(texts)

    def ask(self, question: str, limit: int) -> list[int]:
        """Rank all; what is masked scores nothing, and neither does what has none of the words."""
        found, scores = self._retriever.retrieve(
            self._tokens([question]), k=min(limit, self._count), weight_mask=self._mask, show_progress=False
        )
        return [int(number) for number, score in zip(found[0], scores[0], strict=True) if score > 0]

    def _tokens(self, texts: list[str]) -> Any:
        stopped = self._language if self._language in STOPPED else None
        return bm25s.tokenize(texts, stopwords=stopped, stemmer=self._stemmer, show_progress=False)


ENGINES: tuple[type[Engine], ...] = (Fts5, Tantivy, Bm25s)


def _analyzer(language: str) -> tantivy.TextAnalyzer:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    builder = builder.filter(tantivy.Filter.remove_long(40)).filter(tantivy.Filter.lowercase())
    if language in STOPPED:
        builder = builder.filter(tantivy.Filter.stopword(STEMMERS[language]))
    # It has no stemmer for Serbian.
    with suppress(ValueError):
        builder = builder.filter(tantivy.Filter.stemmer(STEMMERS.get(language, language)))
    return builder.build()
