"""Did you mean: the closest word that somebody used in a text which the reader may see."""

from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher

from epex.core.letters import fold
from epex.search.folding import located
from epex.search.query import Term


def corrected(
    text: str, missing: Sequence[Term], alike: Callable[[Term], Iterable[str]], word_of: Callable[[str], str]
) -> str | None:
    """Replace the words of a question that nobody used; None when there is nothing better.

    `alike` lists the stems that look like a word, and `word_of` gives a word with a stem; both among what the reader
    may see.
    """
    better = {term.typed: next(filter(None, map(word_of, closest(term, alike(term)))), "") for term in missing}
    pieces, at = [], 0
    for word, start, end in located(text):
        if better.get(word):
            pieces += [text[at:start], better[word]]
            at = end
    return "".join([*pieces, text[at:]]) if pieces else None


def closest(term: Term, stems: Iterable[str]) -> list[str]:
    """Put first what begins as a word does, and of that what is spelled most as it is."""
    typed = fold(term.typed)
    matcher = SequenceMatcher(b=typed, autojunk=False)

    def unlike(stem: str) -> tuple[bool, float]:
        matcher.set_seq1(stem)
        return stem[:1] != typed[:1], -matcher.ratio()

    return sorted(stems, key=unlike)
