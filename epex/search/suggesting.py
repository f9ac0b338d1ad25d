"""What a few letters may be the beginning of: titles and names of things that the reader may see."""

from collections.abc import Sequence
from typing import Any

from epex.core.letters import forms
from epex.core.reader import Reader
from epex.core.sealed import ERASED
from epex.projections.past import TAKEN
from epex.projections.reading import VIEWS, Reading, displayed, title_columns
from epex.projections.runner import Views
from epex.search.folding import words

SUBJECTS = ("theme", "element", "challenge", "visit", "organisation", "person", "story", "publication")
MOST = 10
# What stands for a name that was erased, or that nobody may read.
NAMELESS = frozenset({*TAKEN, *map(displayed, ("", ERASED))})

Forms = frozenset[str]


def suggestions(views: Views, reader: Reader, language: str, beginning: str, limit: int = MOST) -> list[dict[str, Any]]:
    """List things by what they are called, those first whose title begins so, then those with such a word in it."""
    found = _found(Reading(views, reader, language), SUBJECTS, beginning)
    first: dict[str, dict[str, Any]] = {}
    for _, subject, identity, title in sorted(found, key=lambda each: (each[0], each[3].casefold(), each[2])):
        first.setdefault(identity, {"kind": subject, "id": identity, "title": title})
    return list(first.values())[:limit]


def named(views: Views, reader: Reader, language: str, subject: str, spoken: str, *, whole: bool = False) -> list[str]:
    """List how things of one subject are called that have some words in a row in their name, the last perhaps begun."""
    found = _found(Reading(views, reader, language), (subject,), spoken, whole=whole)
    return list(dict.fromkeys(title for _, _, _, title in sorted(found, key=lambda each: each[3].casefold())))


def is_called(title: str, spoken: str) -> bool:
    """Tell whether some words are a whole name, however they are spelt."""
    ours, theirs = list(map(forms, words(title))), list(map(forms, words(spoken)))
    return len(ours) == len(theirs) and not any(map(frozenset.isdisjoint, ours, theirs))


def _found(
    reading: Reading, subjects: Sequence[str], spoken: str, *, whole: bool = False
) -> list[tuple[int, str, str, str]]:
    """Find things by what they are called: where in the title, of which subject, id and title."""
    wanted = [found for word in words(spoken) if (found := frozenset(filter(None, forms(word))))]
    if not wanted:
        return []
    reading.need(*(VIEWS[subject] for subject in subjects))
    return [
        (place, subject, identity, title)
        for subject in subjects
        for identity, title in _titles(reading, subject)
        if title not in NAMELESS and (place := _place(title, wanted, whole=whole)) is not None
    ]


def _titles(reading: Reading, subject: str) -> list[tuple[str, str]]:
    """Give what things are called, those of several languages in each of them."""
    table = reading.table(subject)
    rows = reading.rows(table, columns=title_columns(table))
    if "titles" in table.columns:
        return [(row["id"], title) for row in rows for title in row["titles"].values()]
    return list(reading.titles_of(subject, rows).items())


def _place(title: str, wanted: Sequence[Forms], *, whole: bool) -> int | None:
    """Tell at which word of a title some words stand in a row, each in any of its forms, the last perhaps begun."""
    spoken = [forms(word) for word in words(title)]
    *first, last = wanted
    for start in range(len(spoken) - len(first)):
        there = spoken[start : start + len(wanted)]
        if any(map(frozenset.isdisjoint, there, first)):
            continue
        if not last.isdisjoint(there[-1]) or (not whole and _is_begun(last, there[-1])):
            return start
    return None


def _is_begun(beginning: Forms, word: Forms) -> bool:
    return any(form.startswith(tuple(beginning)) for form in word)
