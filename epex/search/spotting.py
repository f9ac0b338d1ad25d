"""Where runs of stems stand in a text of a language: each as a whole, over small words, as an index knows it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from epex.search.folding import located
from epex.search.languages import stem
from epex.search.query import Stems, Term

Starting = Mapping[str, Iterable[Stems]]


class Spot(NamedTuple):
    """A run of stems in a text, as its words are written there, and from where to where each of them stands."""

    run: Stems
    form: str
    places: tuple[tuple[int, int], ...]


def runs(term: Term, *, exact: bool = False) -> tuple[Stems, ...]:
    """List what stands for a term: its alternatives, and what looks like them unless only the exact count."""
    return term.alternatives if exact else (*term.alternatives, *((each,) for each in term.relatives))


def starting(wanted: Iterable[Stems]) -> Starting:
    """Order runs by the stems that they begin with."""
    found: defaultdict[str, list[Stems]] = defaultdict(list)
    for run in dict.fromkeys(wanted):
        found[run[0]].append(run)
    return found


def spots(text: str, language: str, wanted: Starting) -> Iterator[Spot]:
    """Find runs in a text, from its beginning to its end."""
    spoken = list(located(text))
    said = [(found, place) for place, (word, _, _) in enumerate(spoken) if (found := stem(word, language))]
    for number, (first, place) in enumerate(said):
        for run in wanted.get(first, ()):
            stretch = said[number : number + len(run)]
            if tuple(found for found, _ in stretch) == run:
                form = " ".join(word for word, _, _ in spoken[place : stretch[-1][1] + 1])
                yield Spot(run, form, tuple(spoken[each][1:] for _, each in stretch))
