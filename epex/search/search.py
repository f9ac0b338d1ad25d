"""Search: what a reader finds, counted and shown from what this reader may see."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from time import perf_counter
from typing import Any, Self, TypedDict, Unpack

from epex.core.decision import Refused, require_one_of
from epex.core.reader import Reader
from epex.core.search import Look
from epex.projections.runner import Views
from epex.projections.statistics import Statistics
from epex.search.answering import Answer, answer
from epex.search.backend import Backend, State
from epex.search.expansion import Expansion
from epex.search.facets import Filters
from epex.search.folding import words
from epex.search.foreign import Said
from epex.search.hits import Hits
from epex.search.languages import code_of, is_small, stem
from epex.search.library import Added, Library, Shelf
from epex.search.likeness import question_of
from epex.search.narrowing import Find, Narrowed, brief, narrowed
from epex.search.news import look_of, new_first, unseen
from epex.search.query import Query, Term, parse
from epex.search.ranking import Postings
from epex.search.rescoring import RANKED
from epex.search.spelling import corrected, unexplained
from epex.search.suggesting import is_called
from epex.search.synonyms import Synonyms, synonyms

SHOWN = 10
# Who asks while others write without a pause gets the answer of the last try, unless sections were numbered anew.
TRIES = 3
# A longer question is no name.
LONGEST_NAME, MOST_NAMES = 80, 3
# A word of a name that so many texts say is a word like others.
SEVERAL = 3
MOST_STRANGE = 5
LAST = "The last hits say no word that you typed, only words that look like one or are made with one."
SORTS = ("relevance", "date")
Values = str | int | Sequence[str | int] | None


class Options(TypedDict, total=False):
    """How what is found is shown and narrowed; several values of one filter mean any of them."""

    sort: str
    limit: int
    offset: int
    explain: bool
    seen: Look

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
class Page:
    """Which of the hits are shown, whether with the reasons for each, and what is new since which look."""

    sort: str = SORTS[0]
    limit: int = SHOWN
    offset: int = 0
    explain: bool = False
    seen: Look | None = None

    @classmethod
    def of(cls, options: Options) -> tuple[Self, Filters]:
        """Part what says how to show from what narrows.

        Raises Refused on a page before the first, an order that there is not, or a word that no document can have.
        """
        given: dict[str, Any] = dict(options)
        page = cls(**{name: given.pop(name) for name in (each.name for each in fields(cls)) if name in given})
        require_one_of(page.sort, SORTS, "order")
        if page.limit < 0 or page.offset < 0:
            wanted = f"give --limit and --offset from 0 to {RANKED}"
            raise Refused(f"A page begins at 0 or later and has a length; {wanted}.")
        return page, Filters.parse(**given)


class Search:
    """The search of one base, for one reader."""

    def __init__(
        self,
        views: Views,
        reader: Reader,
        backend: Backend,
        statistics: Statistics,
        find: Find,
        *,
        language: str = "en",
        added: Added = tuple,
    ) -> None:
        """Search as somebody who reads and asks in a language, by whatever index keeps the stems.

        `find` gives the id of an organisation or a theme that a field in a question means, and `added` the fields that
        plugins add.
        """
        self._library = Library(views, reader, statistics, language, added)
        self._reader = reader
        self._language = code_of(language)
        self._backend = backend
        self._statistics = statistics
        self._find = find

    def search(
        self,
        text: str,
        *,
        query_language: str = "",
        fuzzy: bool = False,
        thesaurus: bool = True,
        **shown: Unpack[Options],
    ) -> dict[str, Any]:
        """Answer a question; anything that can be typed gets an answer or a hint.

        Raises Refused on an option that no document can fulfil.
        """
        page, filters = Page.of(shown)
        language = code_of(query_language or self._language)
        asked = parse(text, language, self._statistics.languages, about=fuzzy, added=self._library.added)
        named_fields = {each.field for each in asked.narrowings}
        said = self._library.said(named_fields)
        narrowing = narrowed(
            asked.narrowings, self._find, filters, self._library.names, self._library.meanings, said.meant
        )
        hints = (*narrowing.hints, *said.notices(named_fields))

        def question(postings: Postings, shelf: Shelf) -> dict[str, Any]:
            begun = perf_counter()
            named = self._named(asked) if thesaurus else Synonyms()
            expansion = Expansion(shelf.counts)
            found = answer(expansion.of(named.added(asked)), narrowing, postings, shelf)
            called = self._organisations(asked, shelf)
            # What was not read as a whole is not written better, and a name is spelt as it is.
            is_settled = asked.is_cut or called
            better = None if is_settled else self._suggestion(text, language, found, expansion, shelf, postings)
            return {
                "query": asked.text if asked.is_cut else text,
                **self._shown(found, shelf, page, said),
                "thesaurus": named.told(found, shelf.scope),
                "suggestion": better,
                "hint": " ".join(filter(None, (asked.hint, *hints, self._strange(found), called, _beyond(page, found))))
                or None,
                "took_ms": round((perf_counter() - begun) * 1000, 1),
            }

        return self._ask(question)

    def like(self, document: str, **shown: Unpack[Options]) -> dict[str, Any]:
        """Find what says the same as a document that the reader may see.

        Raises Refused when there is none.
        """
        page, filters = Page.of(shown)
        said = self._library.said()

        def question(postings: Postings, shelf: Shelf) -> dict[str, Any]:
            begun = perf_counter()
            if document not in shelf.cards:
                raise Refused(
                    f"'{document}' is nothing that is searched; give the id of something that a search finds."
                )
            found = answer(question_of(document, shelf), Narrowed([[filters]]), postings, shelf).without(document)
            return {
                "like": document,
                **self._shown(found, shelf, page, said),
                "took_ms": round((perf_counter() - begun) * 1000, 1),
            }

        return self._ask(question)

    def require_asking(self, text: str, query_language: str = "") -> None:
        """Refuse a question that can never find anything."""
        asked = parse(
            text, code_of(query_language or self._language), self._statistics.languages, added=self._library.added
        )
        if asked.is_empty:
            raise Refused(f"Such a search never finds anything. {asked.hint}")

    def look(self) -> Look:
        """Remember how far the reader can see by now; what comes later is new to them."""
        self._statistics.catch_up()
        return look_of(self._reader, self._library.documents.newest())

    def suggest(self, beginning: str, limit: int = SHOWN) -> dict[str, Any]:
        """List what is called so, or begins so."""
        return {"query": beginning, "suggestions": self._library.suggestions(beginning, limit)}

    def status(self) -> dict[str, Any]:
        """Tell whether the index is sound, and how far it has come."""
        counted, state = self._statistics.catch_up(), self._backend.state()
        standing = "missing" if state is None else "behind" if state.position < counted.position else "current"
        return {
            "state": standing,
            "backend": self._backend.name,
            "documents": state.documents if state else 0,
            "position": state.position if state else 0,
            "head": counted.position,
        }

    def size(self) -> int:
        """Count the documents that have words, whoever may read them."""
        self._statistics.catch_up()
        with self._statistics.standing_still() as connection:
            return self._statistics.held(connection)

    def catch_up(self) -> State:
        """Let the index hold whatever has words, and tell how much that is."""
        self._backend.ask(lambda _: None)
        return self._backend.state() or self._backend.rebuild()

    def rebuild(self) -> dict[str, Any]:
        """Count every document anew, and build the index anew."""
        begun = perf_counter()
        self._statistics.rebuild()
        state = self._backend.rebuild()
        seconds = perf_counter() - begun
        return {
            "documents": state.documents,
            "seconds": round(seconds, 3),
            "documents_per_second": round(state.documents / seconds),
        }

    def close(self) -> None:
        """Let go of the index."""
        self._backend.close()

    @property
    def _hits(self) -> Hits:
        return Hits(self._library.documents, self._language, self._statistics.languages)

    def _ask(self, question: Callable[[Postings, Shelf], dict[str, Any]]) -> dict[str, Any]:
        """Put a question to the index, and again when something changed meanwhile: an answer is of one moment."""

        def asked(postings: Postings) -> tuple[Shelf, dict[str, Any]]:
            shelf = self._library.shelf()
            return shelf, question(postings, shelf)

        tries = 1
        shelf, answered = self._backend.ask(asked)
        while not self._library.is_current(shelf) and (tries < TRIES or not self._library.is_numbered(shelf)):
            tries += 1
            shelf, answered = self._backend.ask(asked)
        return answered

    def _shown(self, found: Answer, shelf: Shelf, page: "Page", said: Said) -> dict[str, Any]:
        new = unseen(found.matching, shelf, page.seen, self._reader.person) if page.seen else frozenset[str]()
        ids = new_first(found.ordered(shelf, page.sort), new, shelf)[page.offset : page.offset + page.limit]
        hits = self._hits.shown(ids, shelf, found, explain=page.explain)
        return {
            "total": len(found.matching),
            **({"new": len(new)} if page.seen else {}),
            "hits": [{**hit, "new": hit["id"] in new} if page.seen else hit for hit in hits],
            "facets": {**shelf.facets.count(found.matching), **said.counted(found.matching, shelf.cards)},
        }

    def _organisations(self, asked: Query, shelf: Shelf) -> str | None:
        """Tell that a question names organisations: in full, by several words of the name, or by one that is rare."""
        spoken = _spoken(asked)
        if not spoken or len(spoken) > LONGEST_NAME or asked.narrowings or asked.unwanted:
            return None
        names = self._library.names("organisation", spoken, whole=True)
        meant = [name for name in names if is_called(name, spoken)] or names
        if not 0 < len(meant) <= MOST_NAMES or (len(words(spoken)) == 1 and meant is names and _is_told(asked, shelf)):
            return None
        first, *others = meant
        be = "are organisations" if others else "is an organisation"
        return f'{" and ".join((first, *others))} {be}; organisation:"{first}" shows what comes from it.'

    def _named(self, asked: Query) -> Synonyms:
        """Find the concepts that a question names; what stands in quotes is meant as it stands."""
        plain = any(term for _, term in asked.row)
        return synonyms(asked, self._library.thesaurus(), self._statistics.languages) if plain else Synonyms()

    def _suggestion(
        self, text: str, language: str, found: Answer, expansion: Expansion, shelf: Shelf, postings: Postings
    ) -> str | None:
        scope = shelf.scope

        def alike(word: str) -> list[str]:
            return expansion.alike(Term(word, ((stem(word, language),),)))

        def words_of(wanted: str) -> Counter[str]:
            permitted = (number for number, _ in postings.frequencies(wanted) if number in scope.documents)
            having = {scope.documents[number] for number in permitted}
            own_first = sorted(having, key=lambda each: (scope.languages[each] != language, each))
            return self._hits.words(wanted, own_first, language)

        return corrected(text, unexplained(found.found, language, self._statistics.languages), alike, words_of)

    def _strange(self, found: Answer) -> str | None:
        """Tell which words were found only in words that look like them; a small word of some language says nothing."""
        only_alike = (each.term.typed for each in found.found if each.term.relatives and not each.exact)
        strange = [word for word in only_alike if not is_small(word, self._statistics.languages)]
        if not strange or not found.matching:
            return LAST if found.alike and found.query.wanted else None
        more = f" and {len(strange) - MOST_STRANGE} more" if len(strange) > MOST_STRANGE else ""
        told = ", ".join(map(brief, strange[:MOST_STRANGE]))
        return f"Nothing that you may read says {told}{more}; words that look alike count for a little."


def _beyond(page: "Page", found: Answer) -> str | None:
    """Tell that there are more matches than are ever shown."""
    is_beyond = page.offset >= RANKED and len(found.matching) > RANKED
    return f"Only the {RANKED} best are shown; add a word or a field to see others." if is_beyond else None


def _spoken(asked: Query) -> str:
    """Give the words as they were typed, small ones as well; one phrase by itself is its words."""
    typed = [word for word, _ in asked.row]
    return " ".join(typed) if all(typed) else " ".join(term.typed for term in asked.wanted[: len(typed) == 1])


def _is_told(asked: Query, shelf: Shelf) -> bool:
    """Tell whether several texts that the reader may see say what is asked for."""
    there = shelf.counts.stems(each for term in asked.wanted for run in term.alternatives for each in run)
    return sum(there.values()) >= SEVERAL
