"""Did you mean: a word of the asker's language that hardly differs, from a text which the reader may see."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from itertools import islice

from epex.core.letters import fold
from epex.search.folding import located
from epex.search.irregular import lemma
from epex.search.languages import is_small
from epex.search.ranking import Found

# A longer word may differ by two letters.
SHORT = 5
TRIED = 6
SHORTEST_FORM = 3


def unexplained(found: Iterable[Found], language: str, languages: Iterable[str]) -> list[str]:
    """Name the words that nothing explains: not found, no irregular forms, and small words of no language."""
    words = (each.term.typed for each in found if each.term.kind == "word" and not each.exact)
    return [word for word in words if lemma(word, language) == word and not is_small(word, languages)]


def corrected(
    text: str,
    missing: Iterable[str],
    alike: Callable[[str], Iterable[str]],
    words_of: Callable[[str], Mapping[str, int]],
) -> str | None:
    """Replace the words of a question that nothing explains; None when there is nothing better.

    `alike` lists the stems that look like a word, and `words_of` counts the words with a stem in the asker's language;
    both among what the reader may see.
    """
    better = {word: next(_meant(word, alike(word), words_of), "") for word in missing}
    pieces, at = [], 0
    for word, start, end in located(text):
        if better.get(word):
            pieces += [text[at:start], better[word]]
            at = end
    return "".join([*pieces, text[at:]]) if pieces else None


def closest(word: str, stems: Iterable[str]) -> list[str]:
    """Choose what a word may have been meant to begin with: first what begins alike, and of that the most alike."""
    typed = fold(word)
    matcher = SequenceMatcher(b=typed, autojunk=False)

    def unlike(stem: str) -> tuple[bool, float, str]:
        matcher.set_seq1(stem)
        return stem[:1] != typed[:1], -matcher.ratio(), stem

    # A stem may end in another letter than its words: families are a famili.
    most = _allowed(typed) + 1
    return sorted((stem for stem in stems if min(_slips(stem, typed)) <= most), key=unlike)


def slips(one: str, other: str) -> int:
    """Count the letters by which words differ: one more, less or other, or two that were turned."""
    return _slips(one, other)[-1]


def _meant(word: str, stems: Iterable[str], words_of: Callable[[str], Mapping[str, int]]) -> Iterator[str]:
    typed = fold(word)
    for stem in islice(closest(word, stems), TRIED):
        counted = words_of(stem)
        apart = {each: slips(fold(each), typed) for each in counted}
        near = [each for each in counted if apart[each] <= _allowed(typed) and not _is_form(fold(each), typed)]
        if near:
            yield min(near, key=lambda each: (apart[each], -counted[each], each))


def _is_form(word: str, typed: str) -> bool:
    """Tell whether a word differs in how it ends alone, and is no longer: so do forms of a word, and few slips."""
    return len(typed) > SHORTEST_FORM and word[: len(typed) - 1] == typed[:-1] and len(word) <= len(typed)


def _allowed(typed: str) -> int:
    return 1 if len(typed) <= SHORT else 2


def _slips(one: str, other: str) -> list[int]:
    """Count the slips between a word and each beginning of another, the whole other last."""
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        here = [row]
        for place, sign in enumerate(other, 1):
            least = min(above[place] + 1, here[-1] + 1, above[place - 1] + (letter != sign))
            if row > 1 and place > 1 and letter == other[place - 2] and one[row - 2] == sign:
                least = min(least, before[place - 2] + 1)
            here.append(least)
        before, above = above, here
    return above
