"""What a person asks for: words, "phrases" and -words, read without ever failing."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from epex.search.folding import spellings, words
from epex.search.languages import stem

QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"'))
PART = re.compile(r'(?P<minus>(?<!\S)-(?=[\w"]))?(?:"(?P<phrase>[^"]*)"|(?P<plain>[^\s"]+))')
LONGEST_QUERY = 20_000
MOST_WORDS = 64

NOTHING_ASKED = "Type at least one word to look for."
NOTHING_WANTED = "A search needs a word to look for beside the words to leave out."
TOO_LONG = f"The question is long; only its first {MOST_WORDS} words were used."

Stems = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """One word or phrase; each alternative is a run of stems, and any of them will do.

    The alternatives are the stems of the same words in other languages and spellings.
    """

    typed: str
    alternatives: tuple[Stems, ...]
    times: int = 1
    required: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A question: what is wanted ranks by OR, what is required must be there, what is unwanted must not."""

    wanted: tuple[Clause, ...] = ()
    unwanted: tuple[Clause, ...] = ()
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the question as typed, in normal words."""

    words: tuple[str, ...]
    quoted: bool
    negated: bool


def parse(text: str, language: str, languages: Iterable[str]) -> Query:
    """Read a question asked in a language of a network that writes in several."""
    parts, shortened = _parts(text)
    others = [other for other in languages if other != language]
    wanted = _clauses([part for part in parts if not part.negated], language, others)
    unwanted = _clauses([part for part in parts if part.negated], language, others)
    return Query(wanted, unwanted, _hint(wanted, unwanted, shortened=shortened))


def _parts(text: str) -> tuple[list[Part], bool]:
    parts: list[Part] = []
    room = MOST_WORDS
    for found in PART.finditer(text[:LONGEST_QUERY].translate(QUOTES)):
        quoted, negated = found["phrase"] is not None, bool(found["minus"])
        spoken = words(found["phrase"] if quoted else found["plain"])
        if len(spoken) > room:
            return parts, True
        room -= len(spoken)
        # A word with a hyphen that is left out is left out as it stands; one that is looked for is two words.
        runs = [tuple(spoken)] if quoted or negated else [(word,) for word in spoken]
        parts += [Part(run, quoted, negated) for run in runs if run]
    return parts, len(text) > LONGEST_QUERY


def _clauses(parts: Sequence[Part], language: str, others: Sequence[str]) -> tuple[Clause, ...]:
    """Make clauses; words that say nothing in the asker's language count only if there is nothing else."""
    made = [_clause(part, (language, *others)) for part in parts if _says_something(part, language)]
    return _counted(made or [_clause(part, others) for part in parts])


def _says_something(part: Part, language: str) -> bool:
    return any(stem(word, language) for word in part.words)


def _clause(part: Part, languages: Iterable[str]) -> Clause:
    """List the runs of stems that a part may stand for; a phrase is spelled in one way from end to end."""
    runs = [
        tuple(found for word in spelled if (found := stem(word, language)))
        for language in languages
        for spelled in zip(*(spellings(word, language) for word in part.words), strict=True)
    ]
    return Clause(" ".join(part.words), tuple(dict.fromkeys(filter(None, runs))), required=part.quoted)


def _counted(clauses: Iterable[Clause]) -> tuple[Clause, ...]:
    """Join clauses that look for the same, and count how often each was said."""
    joined: dict[tuple[tuple[Stems, ...], bool], Clause] = {}
    for clause in clauses:
        key = (clause.alternatives, clause.required)
        joined[key] = replace(joined[key], times=joined[key].times + 1) if key in joined else clause
    return tuple(clause for clause in joined.values() if clause.alternatives)


def _hint(wanted: Sequence[Clause], unwanted: Sequence[Clause], *, shortened: bool) -> str | None:
    if not wanted:
        return NOTHING_WANTED if unwanted else NOTHING_ASKED
    return TOO_LONG if shortened else None
