"""The passage of a document that answers best, in plain text, with the matched words between [[ and ]]."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from epex.search.query import Stems, Term
from epex.search.spotting import Starting, runs, spots, starting

WIDTH = 240
LEAD = 40
OPEN, CLOSE = "[[", "]]"
CUT = "…"
UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060]")


@dataclass(frozen=True, slots=True)
class Match:
    """A word of a text that stands for terms of the question."""

    terms: frozenset[int]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a text with the matches in it."""

    text: str
    matches: tuple[Match, ...] = ()

    @property
    def worth(self) -> tuple[int, int]:
        """Compare passages: first by how much of the question they answer, then by how often."""
        return len({term for match in self.matches for term in match.terms}), len(self.matches)


def snippet(texts: Iterable[tuple[str, str]], terms: Sequence[Term], width: int = WIDTH) -> str:
    """Show the best passage of some texts, each given with its language; the first of equals."""
    wanted = _wanted(terms)
    begun = starting(wanted)
    found = ((text, _matches(text, language, wanted, begun)) for language, text in texts)
    passages = (passage for text, matches in found for passage in _passages(text, matches, width))
    best = max(passages, key=lambda passage: passage.worth, default=None)
    return _shown(best, width) if best else ""


def _wanted(terms: Sequence[Term]) -> Mapping[Stems, frozenset[int]]:
    """Name the terms that each run of stems stands for."""
    wanted: defaultdict[Stems, set[int]] = defaultdict(set)
    for number, term in enumerate(terms):
        for run in runs(term):
            wanted[run].add(number)
    return {run: frozenset(numbers) for run, numbers in wanted.items()}


def _matches(text: str, language: str, wanted: Mapping[Stems, frozenset[int]], begun: Starting) -> list[Match]:
    """Find the words that stand for the terms, by themselves or as part of a run that stands there whole."""
    found: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
    for spot in spots(text, language, begun):
        for place in spot.places:
            found[place] |= wanted[spot.run]
    return [Match(frozenset(terms), start, end) for (start, end), terms in sorted(found.items())]


def _passages(text: str, matches: Sequence[Match], width: int) -> Iterator[Passage]:
    """Give the passage that begins at each match, or the text itself when nothing matches."""
    if not matches and text.strip():
        yield Passage(text)
    last = 0
    for first, match in enumerate(matches):
        last = max(last, first + 1)
        while last < len(matches) and matches[last].end - match.start <= width - LEAD:
            last += 1
        yield Passage(text, tuple(matches[first:last]))


def _shown(passage: Passage, width: int) -> str:
    """Cut a passage out of its text at the ends of words, and mark what matched."""
    text, matches = passage.text, passage.matches
    start = _start_of_word(text, matches[0].start - LEAD) if matches else 0
    end = _end_of_word(text, max(start + width, matches[-1].end if matches else 0))
    pieces, at = [CUT] if start else [], start
    for match in matches:
        pieces += [_plain(text[at : match.start]), OPEN, _plain(text[match.start : match.end]), CLOSE]
        at = match.end
    pieces += [_plain(text[at:end]), CUT if end < len(text) else ""]
    return " ".join("".join(pieces).split())


def _start_of_word(text: str, at: int) -> int:
    """Move to the beginning of the first whole word after a place."""
    if at <= 0:
        return 0
    gap = text.find(" ", at, at + LEAD)
    return gap + 1 if gap >= 0 else at


def _end_of_word(text: str, at: int) -> int:
    """Move back to the end of the last whole word before a place, if there is one close by."""
    if at >= len(text):
        return len(text)
    gap = text.rfind(" ", at - LEAD, at)
    return gap if gap >= 0 else at


def _plain(text: str) -> str:
    """Keep marks of our own and control characters out of a text; what nobody sees within a word is left out."""
    bare = UNSEEN.sub("", text.replace(OPEN, "[").replace(CLOSE, "]"))
    return "".join(letter if letter.isprintable() else " " for letter in bare)
