"""Where runs of stems stand in a text of a language: each as a whole, over small words, as an index knows it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from epex.core.letters import fold
from epex.search.folding import joined, located
from epex.search.languages import stem
from epex.search.query import Stems, Term

# No stem ends so.
CUT = "*"
Starting = Mapping[str, Iterable[Stems]]


class Spot(NamedTuple):
    """A run of stems in a text, as its words are written there, and from where to where each of them stands."""

    run: Stems
    form: str
    places: tuple[tuple[int, int], ...]


def runs(term: Term, *, exact: bool = False) -> tuple[Stems, ...]:
    """List what stands for a term: its alternatives, and what looks like them unless only the exact count.

    For a word that was cut off stands every word that begins so, whatever its stem.
    """
    if term.kind == "beginning":
        return tuple((f"{each}{CUT}",) for each in term.beginnings)
    return term.alternatives if exact else (*term.alternatives, *((each,) for each in term.relatives))


def starting(wanted: Iterable[Stems]) -> Starting:
    """Order runs by the stems that they begin with."""
    found: defaultdict[str, list[Stems]] = defaultdict(list)
    for run in dict.fromkeys(wanted):
        found[run[0]].append(run)
    return found


def spots(text: str, language: str, wanted: Starting) -> Iterator[Spot]:
    """Find runs in a text: first words with hyphens that are one together, then the rest, each from its beginning."""
    taken, begun = set[int](), [(first, first.removesuffix(CUT)) for first in wanted if first.endswith(CUT)]
    for word, start, end in joined(text):
        for whole in (run for run in _runs(word, language, wanted, begun) if len(run) == 1):
            taken.update(range(start, end))
            yield Spot(whole, word, ((start, end),))
    spoken = list(located(text))
    said = [(found, place) for place, (word, _, _) in enumerate(spoken) if (found := stem(word, language))]
    for number, (_, place) in enumerate(said):
        for run in _runs(spoken[place][0], language, wanted, begun):
            stretch = said[number : number + len(run)]
            if run[0].endswith(CUT) or tuple(found for found, _ in stretch) == run:
                form = " ".join(word for word, _, _ in spoken[place : stretch[-1][1] + 1])
                places = tuple(spoken[each][1:] for _, each in stretch)
                if taken.isdisjoint(start for start, _ in places):
                    yield Spot(run, form, places)


def _runs(word: str, language: str, wanted: Starting, begun: Iterable[tuple[str, str]]) -> Iterator[Stems]:
    """Give the runs that begin with the stem of a word, and those for words that begin as it does."""
    yield from wanted.get(stem(word, language), ())
    if begun:
        plain = fold(word)
        yield from (run for first, beginning in begun if plain.startswith(beginning) for run in wanted[first])
