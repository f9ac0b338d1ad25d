"""Why something was found: in words and figures, of a section of a document that the reader sees anyway."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from epex.search.answering import Answer
from epex.search.library import Shelf
from epex.search.query import Stems
from epex.search.ranking import shares
from epex.search.rescoring import RANKED, Parts
from epex.search.spotting import runs, spots, starting

FORMS = 3
LEAST = 0.005
NO_WORD = "It fits the fields that were asked for; no word ranks it."
NOT_RANKED = f"It matches, but is not among the {RANKED} best, which alone are ranked."
PARTS = {
    "pairs": "words stand near each other",
    "grams": "spelt like the question",
    "feedback": "says what the best hits say",
}


def explained(answer: Answer, shelf: Shelf, document: str, texts: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Explain the score of a document by its best section; its texts are given each with its language."""
    if document not in answer.ranked:
        return {"text": NOT_RANKED if answer.query.wanted else NO_WORD}
    number, parts = answer.sections[document], answer.ranked[document]
    language = shelf.counts.sections([number])[number]["language"]
    counting = {each.term: runs(each.term, exact=number in each.exact) for each in answer.found}
    spoken = _spoken(counting.values(), (text for spoken, text in texts if spoken == language), language)
    terms = [
        {
            "asked": "" if each.term.kind == "stem" else each.term.typed,
            "found": _forms(each.term.typed, counting[each.term], spoken),
            "score": round(share * (count := each.frequencies[number]) / (count + shelf.scope.damping[number]), 3),
        }
        for each, share in shares(answer.found, shelf.scope)
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


def _spoken(counting: Iterable[Iterable[Stems]], texts: Iterable[str], language: str) -> Mapping[Stems, Counter[str]]:
    """Count how the runs that count are written in texts of one language."""
    spoken: defaultdict[Stems, Counter[str]] = defaultdict(Counter)
    wanted = starting(run for each in counting for run in each)
    for text in texts:
        for spot in spots(text, language, wanted):
            spoken[spot.run][spot.form] += 1
    return spoken


def _forms(asked: str, counting: Iterable[Stems], spoken: Mapping[Stems, Counter[str]]) -> dict[str, int]:
    """Give the words that stand for a term in a section: as it was asked first, then the commonest."""
    counted: Counter[str] = Counter()
    for run in counting:
        counted.update(spoken.get(run, {}))
    return dict(sorted(counted.items(), key=lambda pair: (pair[0] != asked, -pair[1], pair[0]))[:FORMS])
