"""How documents are taken apart, for every index alike: sections in one language each, their stems, words and grams."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from math import ceil
from re import compile as pattern

from epex.core.letters import fold
from epex.projections.counting import Analysed
from epex.projections.table import Row
from epex.search.folding import joined, words
from epex.search.languages import stem, stop_words, version
from epex.search.texts import bodies, language_of_rest, titles

ANALYSIS = 5
# A longer text is found by its sections, so that what is far apart in it does not count as near.
LONGEST = 600
SENTENCE = pattern(r"[^.!?\n]*[.!?\n]*")
GRAM = 4


class NetworkAnalysis:
    """The analysis of a network that writes in several languages."""

    def __init__(self, languages: Sequence[str]) -> None:
        """Name the languages that a text may be in."""
        self.languages = tuple(languages)
        self.name = f"analysis {ANALYSIS}, {version()}, {' '.join(self.languages)}"

    def sections(self, row: Row) -> Iterator[Analysed]:
        """Take a document apart: its title and texts by language, each language in sections of about equal length."""
        rest = language_of_rest(row, self.languages)
        told: dict[str, list[str]] = defaultdict(list)
        for language, text in (*titles(row, rest), *bodies(row, rest)):
            told[language].append(text)
        for language, texts in told.items():
            yield from (analysed(some, language) for some in sections(texts) if some)

    def grams(self, spoken: Iterable[str]) -> Iterator[str]:
        """Give the grams of words, each as often as it stands there."""
        return chain.from_iterable(map(grams, spoken))


def analysed(spoken: Sequence[str], language: str) -> Analysed:
    """Analyse the words of a section: stems for what they mean, folded words for how they are written."""
    stems = [found for word in spoken if (found := stem(word, language))]
    stopped = stop_words(language)
    return Analysed(language, stems, [plain for word in spoken if word not in stopped and (plain := fold(word))])


def sections(texts: Sequence[str]) -> Iterator[list[str]]:
    """Cut texts into runs of words that are not too long, between sentences.

    At the end of a section stand its words with hyphens once more, as one word each.
    """
    spoken = [words(text) for text in texts]
    total = sum(map(len, spoken))
    if total <= LONGEST:
        yield [word for some in (*spoken, *map(_joined, texts)) for word in some]
        return
    wanted, section, whole = ceil(total / ceil(total / LONGEST)), list[str](), list[str]()
    for sentence, as_one in (said for text in texts for said in _sentences(text)):
        if len(section) >= wanted or len(section) + len(sentence) > LONGEST:
            yield section + whole
            section, whole = [], []
        section += sentence
        whole += as_one
    yield section + whole


@lru_cache(maxsize=65536)
def grams(word: str) -> tuple[str, ...]:
    """Give the runs of four letters of a folded word with its ends marked; a short word is one itself."""
    marked = f"_{word}_"
    return tuple(marked[start : start + GRAM] for start in range(max(len(marked) - GRAM + 1, 1)))


def opening(beginning: str) -> tuple[str, ...]:
    """Give the grams that every word has which begins so; a short beginning has none of its own."""
    marked = f"_{beginning}"
    return tuple(marked[start : start + GRAM] for start in range(len(marked) - GRAM + 1))


def _sentences(text: str) -> Iterator[tuple[list[str], list[str]]]:
    """Give the words of each sentence, and those with hyphens as one; what is longer than a section is cut anywhere."""
    for found in SENTENCE.finditer(text):
        spoken, whole = words(found.group()), _joined(found.group())
        for start in range(0, len(spoken), LONGEST):
            yield spoken[start : start + LONGEST], [] if start else whole


def _joined(text: str) -> list[str]:
    return [word for word, _, _ in joined(text)]
