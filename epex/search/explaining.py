"""Why something was found: in words and figures, of a section of a document that the reader sees anyway."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from epex.search.answering import Answer
from epex.search.folding import words
from epex.search.languages import stem
from epex.search.ranking import Found, shares
from epex.search.rescoring import RANKED, Parts
from epex.search.scope import Scope

FORMS = 3
LEAST = 0.005
NO_WORD = "It fits the fields that were asked for; no word ranks it."
NOT_RANKED = f"It matches, but is not among the {RANKED} best, which alone are ranked."
PARTS = {
    "pairs": "words stand near each other",
    "grams": "spelt like the question",
    "feedback": "says what the best hits say",
}


def explained(answer: Answer, scope: Scope, document: str, texts: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Explain the score of a document; its texts are given each with its language."""
    if document not in answer.ranked:
        return {"text": NOT_RANKED if answer.query.wanted else NO_WORD}
    number, parts = answer.sections[document], answer.ranked[document]
    spoken = _spoken(texts)
    terms = [
        {
            "asked": "" if each.term.kind == "stem" else each.term.typed,
            "found": _forms(each, spoken),
            "score": round(share * (count := each.frequencies[number]) / (count + scope.damping[number]), 3),
        }
        for each, share in shares(answer.found, scope)
        if number in each.frequencies
    ]
    figures = {name: round(getattr(parts, name), 3) for name in ("stems", *PARTS)}
    return {"words": terms, **figures, "text": _sentence(terms, parts)}


def _sentence(terms: Sequence[Mapping[str, Any]], parts: Parts) -> str:
    told = "; ".join(_told(term) for term in terms)
    more = "".join(
        f"; {words} {worth:.2f}" for name, words in PARTS.items() if (worth := getattr(parts, name)) >= LEAST
    )
    return f"{told}{more}. Together {parts.total:.2f}."


def _told(term: Mapping[str, Any]) -> str:
    forms = ", ".join(f"{form} ({times}x)" for form, times in term["found"].items())
    plainly = not term["asked"] or list(term["found"]) == [term["asked"]]
    return f"{forms} {term['score']:.2f}" if plainly else f"{term['asked']} as {forms} {term['score']:.2f}"


def _spoken(texts: Iterable[tuple[str, str]]) -> Mapping[str, Counter[str]]:
    """Count the words of a document by their stems."""
    spoken: dict[str, Counter[str]] = {}
    for language, text in texts:
        for word in words(text):
            spoken.setdefault(stem(word, language), Counter())[word] += 1
    return spoken


def _forms(found: Found, spoken: Mapping[str, Counter[str]]) -> dict[str, int]:
    """Give the words that stand for a term, the commonest first."""
    counted: Counter[str] = Counter()
    for each in _stems(found):
        counted.update(spoken.get(each, {}))
    return dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:FORMS])


def _stems(found: Found) -> Iterator[str]:
    yield from dict.fromkeys([*(each for run in found.term.alternatives for each in run), *found.term.relatives])
