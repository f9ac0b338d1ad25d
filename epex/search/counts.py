"""How often terms stand in what one reader sees, remembered for as long as nothing changes."""

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property

from epex.projections.statistics import Statistics
from epex.projections.table import Row
from epex.search.analysis import opening

LAST = "\U0010ffff"
MOST_SECTIONS = 2000
Frequencies = Callable[[Collection[str], Collection[int]], Mapping[str, int]]


class Counts:
    """The stems, grams and sections of one reader, read when they are asked for."""

    def __init__(self, statistics: Statistics, audiences: Collection[int]) -> None:
        """Count what some audiences read; nothing is read yet."""
        self._statistics = statistics
        self._audiences = audiences
        self._stems: dict[str, int] = {}
        self._grams: dict[str, int] = {}
        self._sections: OrderedDict[int, Row] = OrderedDict()

    def stems(self, terms: Iterable[str]) -> dict[str, int]:
        """Tell in how many sections each stem stands; what stands in none is left out."""
        return self._known(self._stems, terms, self._statistics.stems)

    def grams(self, terms: Iterable[str]) -> dict[str, int]:
        """Tell in how many sections each gram stands; what stands in none is left out."""
        return self._known(self._grams, terms, self._statistics.grams)

    def beginning(self, letters: str) -> list[str]:
        """List the stems that begin with some letters."""
        return self._all[bisect_left(self._all, letters) : bisect_left(self._all, letters + LAST)]

    def begun(self, beginnings: Iterable[str]) -> list[int]:
        """List the sections in which a word begins so, as it is written there."""
        starts = {each: opening(each) for each in beginnings if each}
        seen = self.grams(gram for start in starts.values() for gram in start)
        # What lacks one of its grams begins no word.
        there = [each for each, start in starts.items() if all(gram in seen for gram in start)]
        return self._statistics.begun(there, self._audiences) if there else []

    def holding(self, part: str) -> Iterator[str]:
        """Give the stems that a word is part of."""
        place = self._text.find(part)
        while place >= 0:
            start, end = self._text.rfind("\n", 0, place) + 1, self._text.find("\n", place)
            yield self._text[start:end]
            place = self._text.find(part, end)

    def sections(self, numbers: Collection[int]) -> Mapping[int, Row]:
        """Give sections by their numbers, which never come to mean others; one that is gone meanwhile is left out."""
        missing = [number for number in numbers if number not in self._sections]
        self._sections.update(self._statistics.sections(missing))
        found = {number: self._sections[number] for number in numbers if number in self._sections}
        while len(self._sections) > MOST_SECTIONS:
            self._sections.popitem(last=False)
        return found

    @cached_property
    def _all(self) -> list[str]:
        """Hold every stem that the reader sees, in the order of the alphabet."""
        return self._statistics.vocabulary(self._audiences)

    @cached_property
    def _text(self) -> str:
        """Hold every stem in one text, where parts of them are found a hundred times faster than one by one."""
        return "".join(f"{stem}\n" for stem in self._all)

    def _known(self, known: dict[str, int], terms: Iterable[str], read: Frequencies) -> dict[str, int]:
        wanted = set(terms)
        missing = {term for term in wanted if term not in known}
        if missing:
            found = read(missing, self._audiences)
            known.update({term: found.get(term, 0) for term in missing})
        return {term: count for term in wanted if (count := known[term])}
