"""Did you mean: the closest word that somebody used in a text which the reader may see."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from epex.core.letters import fold
from epex.search.folding import located
from epex.search.query import Clause

CLOSE = 0.7
STRETCH = 2


def corrected(
    text: str, missing: Sequence[Clause], vocabulary: Iterable[str], word_of: Callable[[str], str]
) -> str | None:
    """Replace the words of a question that nobody used; None when there is nothing better.

    `word_of` gives a word with a stem that the reader may see, or nothing. The order in which stems are tried depends
    on each stem alone, so that hidden ones change nothing.
    """
    known = list(vocabulary)
    better = {clause.typed: next(filter(None, map(word_of, closest(clause, known))), "") for clause in missing}
    pieces, at = [], 0
    for word, start, end in located(text):
        if better.get(word):
            pieces += [text[at:start], better[word]]
            at = end
    return "".join([*pieces, text[at:]]) if pieces else None


def closest(clause: Clause, known: Sequence[str]) -> Iterator[str]:
    """Give the stems that look like a word, the closest first."""
    aims = {run[0] for run in clause.alternatives if len(run) == 1}
    aims |= {fold(clause.typed)} if aims else set()
    initials = {aim[0] for aim in aims}
    scored = sorted((stem[0] not in initials, -ratio, stem) for stem, ratio in _alike(aims, known))
    return (stem for _, _, stem in scored)


def _alike(aims: Iterable[str], known: Sequence[str]) -> Iterator[tuple[str, float]]:
    for aim in aims:
        matcher = SequenceMatcher(b=aim, autojunk=False)
        for stem in known:
            if abs(len(stem) - len(aim)) > STRETCH:
                continue
            matcher.set_seq1(stem)
            if matcher.real_quick_ratio() >= CLOSE and matcher.quick_ratio() >= CLOSE and matcher.ratio() >= CLOSE:
                yield stem, matcher.ratio()
