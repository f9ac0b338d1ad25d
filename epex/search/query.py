"""What a person asks for, read without ever failing: words, "phrases", -not, or, begun*, about~, field:value."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice, pairwise
from typing import Literal, NamedTuple

from epex.core.letters import LONGEST, fold
from epex.search import arabic
from epex.search.folding import beginnings, joined, located, spellings, words, written
from epex.search.hinting import hints, of_another_language
from epex.search.inflecting import inflected, parted
from epex.search.irregular import lemma
from epex.search.languages import DOUBLE, meant, stem, stop_words
from epex.search.typed import FIELDS, QUOTES, of_fields

PART = (
    r'(?P<minus>(?<!\S)-(?=[\w"]))?(?:(?<!\w)(?P<field>(?i:{})):(?=["\w]))?'
    r'(?:"(?P<phrase>[^"]*)"|(?P<plain>[^\s"]+))'
)
BEGINNING = re.compile(r"\w\*\W*$")
ABOUT = re.compile(r"\w~\d?\W*$")
DISTANCE = re.compile(r"(?<=~)\d(?=\W*$)")
OR = "or"
LONGEST_QUERY = 20_000
MOST_WORDS = 64
# The languages that write compounds as one word.
COMPOUNDING = frozenset({"de", "nl", "da", "no", "sr"})
FEWEST_OF_PART = 5

NOTHING_ASKED = "Type at least one word to look for."
NOTHING_WANTED = "A search needs a word to look for beside the words to leave out."
ONLY_SMALL = "These words stand in nearly every text; add one that says what you look for."
TOO_LONG = f"The question is long; only its first {MOST_WORDS} words were used."

Stems = tuple[str, ...]
Kind = Literal["word", "phrase", "beginning", "about", "stem"]


@dataclass(frozen=True, slots=True)
class Term:
    """One word or phrase; each alternative is a run of stems, and any of them will do.

    The alternatives are the stems of the same words in other languages and spellings; `labels` are those of them that
    only the thesaurus knows. `relatives` are stems that look like them. Both count for less. `forms` are alternatives
    as well, if they stand anywhere: other inflections, and the same words written as one or as two. `beginnings` are
    how a word begins that was cut off, and `parts` how it stands in compounds. What is `foreign` says nothing in a text
    of the asker's language, where it is another word. A word is helping that means little by
    itself beside others that name something.
    """

    typed: str
    alternatives: tuple[Stems, ...]
    relatives: tuple[str, ...] = ()
    times: int = 1
    is_helping: bool = False
    labels: tuple[Stems, ...] = ()
    beginnings: tuple[str, ...] = ()
    forms: tuple[Stems, ...] = ()
    parts: tuple[str, ...] = ()
    kind: Kind = "word"
    foreign: tuple[Stems, ...] = ()
    language: str = ""


class Narrowing(NamedTuple):
    """A field that documents have to have, or may not have, as it was typed."""

    field: str
    value: str
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A question: what is wanted ranks by OR, one of each required group must be there, what is unwanted must not.

    `order` names the wanted terms as they were typed, and `words` are the plain words, each in the ways in which it is
    written. `row` is every word that was typed, with the term that it became; what stands in quotes is a gap in it.
    Of a question that is too long, `text` is what was read.
    """

    wanted: tuple[Term, ...] = ()
    required: tuple[tuple[Term, ...], ...] = ()
    unwanted: tuple[Term, ...] = ()
    order: tuple[Term, ...] = ()
    row: tuple[tuple[str, Term | None], ...] = ()
    words: tuple[tuple[str, ...], ...] = ()
    narrowings: tuple[Narrowing, ...] = ()
    text: str = ""
    is_cut: bool = False
    hint: str | None = None

    @property
    def is_exact(self) -> bool:
        """Tell whether the words are meant as they stand."""
        return any(term.kind == "phrase" for term in self.wanted)

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is asked for, neither a word nor a field."""
        return not self.wanted and not any(not each.negated for each in self.narrowings)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the question as typed, in normal words; `joined` are the words that it is part of, written as one."""

    words: tuple[str, ...]
    kind: Kind = "word"
    negated: bool = False
    group: int = 0
    joined: tuple[str, ...] = ()


def parse(
    text: str, language: str, languages: Iterable[str], *, about: bool = False, added: Iterable[str] = ()
) -> Query:
    """Read a question asked in a language of a network that writes in several; `about` takes no word to the letter.

    `added` are the fields that there are beside the program's own.
    """
    fields = (*FIELDS, *added)
    read = _Reading(fields, about=about)
    read.all(text)
    asked = _beside([part for part in read.parts if not part.negated], language)
    said = [part for part in asked if _says_something(part, language)]
    others = tuple(other for other in languages if other != language)
    # Words that say nothing in the asker's language count only if there is nothing else.
    wanted, spoken = (said, (language, *others)) if said else (asked, others)
    terms = _terms(wanted, spoken, language)
    negated = [part for part in read.parts if part.negated]
    unwanted = _terms(
        [part for part in negated if _says_something(part, language)] or negated, (language, *others), language
    )
    query = Query(
        wanted=_distinct(terms),
        required=_required(wanted, terms),
        unwanted=_distinct(unwanted),
        order=tuple(filter(None, terms)),
        row=tuple(_row(asked, dict(zip(wanted, terms, strict=True)))),
        words=_written(wanted, language if said else "", (language, *others)),
        narrowings=tuple(read.narrowings),
        text=read.text if read.is_cut else "",
        is_cut=read.is_cut,
    )
    plain = [word for part in asked if part.kind == "word" for word in part.words]
    told = (
        _hint(query),
        ONLY_SMALL if query.wanted and not said else None,
        *hints(read.text, fields),
        of_another_language(plain, language, others),
    )
    return replace(query, hint=" ".join(filter(None, told)) or None)


class _Reading:
    """Reads the pieces of a question from left to right."""

    def __init__(self, fields: tuple[str, ...], *, about: bool) -> None:
        self.parts: list[Part] = []
        self.narrowings: list[Narrowing] = []
        self.is_cut = False
        self.text = ""
        self._about = about
        self._part = of_fields(PART, fields)
        self._group = 0
        self._is_joined = False

    def all(self, text: str) -> None:
        whole = self.text = text if len(text) <= LONGEST_QUERY else _cut(text)
        for found in self._part.finditer(whole.translate(QUOTES)):
            self._take(found)
            if self.is_cut:
                self.text = (
                    _first(whole, MOST_WORDS) if found["phrase"] is not None else whole[: found.start()].rstrip()
                )
                return
        self.is_cut = len(text) > LONGEST_QUERY

    def _take(self, found: re.Match[str]) -> None:
        phrase, plain, negated = found["phrase"], found["plain"], bool(found["minus"])
        said = phrase if phrase is not None else plain
        if found["field"]:
            self._narrow(Narrowing(found["field"].lower(), each, negated) for each in _values(said, phrase is not None))
        elif plain and plain.lower() == OR and not negated:
            self._is_joined = True
        else:
            kind = self._kind(said, is_phrase=phrase is not None)
            spoken = _begun_words(said) if kind == "beginning" else words(DISTANCE.sub("", said) if plain else said)
            # A part of what is left out would leave out more than was asked.
            kind = "word" if negated and kind == "beginning" and len(spoken) > 1 else kind
            self._speak(tuple(spoken), kind, negated=negated)

    def _narrow(self, narrowings: Iterable[Narrowing]) -> None:
        known = list(dict.fromkeys([*self.narrowings, *narrowings]))
        self.narrowings, self.is_cut = known[:MOST_WORDS], len(known) > MOST_WORDS

    def _speak(self, spoken: tuple[str, ...], kind: Kind, *, negated: bool) -> None:
        room = MOST_WORDS - sum(len(part.words) for part in self.parts)
        self.is_cut = len(spoken) > room
        if self.is_cut:
            # Half of an unwanted phrase would leave out more than was asked.
            spoken = () if negated else spoken[:room]
        self._group += 0 if self._is_joined else 1
        self._is_joined = False
        # A word with a hyphen that is left out is left out as it stands; one that is looked for is two words.
        together = kind == "phrase" or (negated and kind == "word")
        runs = [spoken] if together else [(word,) for word in spoken]
        for place, run in enumerate(filter(None, runs)):
            # Only the last word of several was cut off, or is meant about.
            own = "word" if kind == "beginning" and place < len(runs) - 1 else kind
            joined = "".join(spoken) if own == "word" and len(runs) > 1 else ""
            self.parts.append(Part(run, own, negated, self._group, (joined,) if joined.isalpha() else ()))

    def _kind(self, said: str, *, is_phrase: bool) -> Kind:
        if is_phrase:
            return "phrase"
        if BEGINNING.search(said):
            return "beginning"
        return "about" if self._about or ABOUT.search(said) else "word"


def _begun_words(said: str) -> list[str]:
    """List the words of what was cut off; what a hyphen joins stands in texts as one word as well."""
    whole = list(joined(said))
    if not whole or words(said[whole[-1][2] :]):
        return words(said)
    word, start, _ = whole[-1]
    return [*words(said[:start]), word]


def _cut(text: str) -> str:
    """Cut what is too long between two words."""
    start = text[:LONGEST_QUERY]
    end = max(start.rfind(sign) for sign in " \n,")
    return start[:end] if end > 0 else start


def _first(text: str, most: int) -> str:
    """Cut a text after its first words."""
    return text[: max((end for _, _, end in islice(located(text), most)), default=0)]


def _values(said: str, is_quoted: bool) -> Iterator[str]:  # noqa: FBT001 - it is one of two ways to write a value
    yield from ([said] if is_quoted else (value for value in said.split(",") if value))


def _says_something(part: Part, language: str) -> bool:
    return part.kind == "beginning" or any(stem(word, language) for word in part.words)


def _beside(parts: Sequence[Part], language: str) -> list[Part]:
    """Join words that stand beside each other, for some write as one what others write as two."""
    joined: defaultdict[int, list[str]] = defaultdict(list)
    for place, pair in enumerate(pairwise(parts)):
        if all(part.kind == "word" and _says_something(part, language) for part in pair):
            for each in (place, place + 1):
                joined[each].append("".join(word for part in pair for word in part.words))
    return [replace(part, joined=(*part.joined, *joined[place])) for place, part in enumerate(parts)]


def _terms(parts: Sequence[Part], languages: Sequence[str], asked_in: str) -> list[Term | None]:
    """Make the term of each part; those that look for the same are one, and know how often it was said."""
    made = [_term(part, languages, asked_in) for part in parts]
    times = Counter((term.alternatives, term.kind) for term in made if term)
    first: dict[tuple[tuple[Stems, ...], Kind], Term] = {}
    for term in filter(None, made):
        first.setdefault((term.alternatives, term.kind), replace(term, times=times[term.alternatives, term.kind]))
    return [term and first[term.alternatives, term.kind] for term in made]


def _row(asked: Iterable[Part], term_of: Mapping[Part, Term | None]) -> Iterator[tuple[str, Term | None]]:
    """Give each word as it was typed; only plain words name something together."""
    for part in asked:
        yield (part.words[0], term_of.get(part)) if part.kind == "word" else ("", None)


def _term(part: Part, languages: Sequence[str], asked_in: str) -> Term | None:
    """List the runs of stems that a part may stand for; a phrase is spelled in one way from end to end."""
    own, others = _own(part, asked_in, languages), (_spoken(part, each, asked_in) for each in languages)
    alternatives = tuple(dict.fromkeys(chain(own, chain.from_iterable(others))))
    begun = _begun(part, asked_in) if part.kind == "beginning" else ()
    forms = tuple(run for run in _forms(part, asked_in) if run not in own) if part.kind == "word" else ()
    parts = _parts(part, asked_in) if part.kind == "word" and asked_in in COMPOUNDING else ()
    term = Term(
        " ".join(part.words),
        alternatives,
        beginnings=begun,
        forms=forms,
        parts=parts,
        kind=part.kind,
        foreign=tuple(run for run in alternatives if run not in own and run not in forms),
        language=asked_in,
    )
    return term if alternatives or begun else None


def _own(part: Part, language: str, languages: Sequence[str]) -> dict[Stems, None]:
    """List the runs of stems that a part has in texts of the asker's language, names of neighbours among them."""
    if language not in languages:
        return {}
    own = _spoken(part, language, language)
    if language in DOUBLE:
        return own
    near = [tuple(spellings(word, each)[2] for word in part.words) for each in languages]
    near.append(tuple(word.replace("ss", "ß") for word in part.words))
    return own | _runs(near, language)


def _spoken(part: Part, language: str, asked_in: str) -> dict[Stems, None]:
    """List the runs of stems that a part has in texts of a language."""
    return _runs(zip(*(meant(word, language, asked_in) for word in part.words), strict=True), language)


def _runs(spelled: Iterable[Iterable[str]], language: str) -> dict[Stems, None]:
    runs = (tuple(filter(None, (stem(word, language) for word in each))) for each in spelled)
    return dict.fromkeys(filter(None, runs))


def _parts(part: Part, language: str) -> tuple[str, ...]:
    """List the stems of a word in its spellings; shorter ones are part of too much."""
    ways = dict.fromkeys(spellings(word, language) for word in part.words) if len(part.words) == 1 else ()
    found = dict.fromkeys(stem(way, language) for way in chain.from_iterable(ways))
    return tuple(each for each in found if len(each) >= FEWEST_OF_PART)


def _forms(part: Part, language: str) -> dict[Stems, None]:
    """List the runs of stems of a word's other forms, of the words that it is joined to, and of its own two parts."""
    alone = [word for word in part.words if len(part.words) == 1 and len(word) <= LONGEST]
    ways = [way for word in alone for way in dict.fromkeys(spellings(word, language)[:3])]
    neighbours = [each for each in part.joined if len(each) <= LONGEST]
    told = ((each, form) for each in (*ways, *neighbours) for form in (*inflected(each, language), each))
    runs = [(form,) for each, form in told if lemma(form, language) in (form, lemma(each, language))]
    found = (tuple(stem(word, language) for word in run) for run in chain(runs, *map(parted, ways)))
    return dict.fromkeys(run for run in found if all(run))


def _begun(part: Part, language: str) -> tuple[str, ...]:
    """List the beginnings that are meant; what is left out is left out as it stands."""
    (word,) = part.words
    begun = (fold(word),) if part.negated else beginnings(word, language)
    return tuple(dict.fromkeys(way for each in begun for way in arabic.beginnings(each)))


def _distinct(terms: Iterable[Term | None]) -> tuple[Term, ...]:
    return tuple(dict.fromkeys(filter(None, terms)))


def _required(parts: Sequence[Part], terms: Sequence[Term | None]) -> tuple[tuple[Term, ...], ...]:
    """Group what `or` joins; a group in which something stands in quotes has to be there."""
    groups: dict[int, list[tuple[Part, Term]]] = {}
    for part, term in zip(parts, terms, strict=True):
        if term:
            groups.setdefault(part.group, []).append((part, term))
    needed = (group for group in groups.values() if any(part.kind == "phrase" for part, _ in group))
    return tuple(tuple(dict.fromkeys(term for _, term in group)) for group in needed)


def _written(parts: Iterable[Part], language: str, languages: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Fold the words in each way in which languages write them, the small ones of one language left out."""
    spoken = (word for part in parts for word in part.words if word not in stop_words(language))
    return tuple(ways for word in spoken if (ways := written(word, languages)))


def _hint(query: Query) -> str | None:
    if query.is_empty:
        return NOTHING_WANTED if query.unwanted or query.narrowings else NOTHING_ASKED
    return TOO_LONG if query.is_cut else None
