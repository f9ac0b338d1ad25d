"""Paragraphs of chapters: named by their chapter and number, as books list them, and what each rests on."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from epex.core.decision import Refused
from epex.core.manuscript import lines_of, quote_in
from epex.projections.chapters import CHAPTERS_TABLE
from epex.projections.details.chapter import by_place, newest_draft
from epex.projections.reading import Reading, opening, unknown
from epex.projections.resolving import resolve
from epex.projections.table import Row

NAMED = re.compile(r"(?P<chapter>.+?)\s*:\s*(?P<number>[0-9]{1,4})", re.DOTALL)
UNTOLD = "A quote that was withdrawn or that you may not read"


class Origin(NamedTuple):
    """Where a search begins: what it is called, the links nearest to it, and what else was decided that made it."""

    id: str
    kind: str
    title: str
    near: tuple[Row, ...] = ()
    made_of: tuple[str, ...] = ()
    positions: tuple[int, ...] = ()


def resolve_paragraph(reading: Reading, text: str) -> str:
    """Find the id of what a text means: anything, or a paragraph as CHAPTER:NUMBER.

    Raises Refused when it means nothing that the reader may see, or several things.
    """
    found = NAMED.fullmatch(text.strip())
    if not found:
        return resolve(reading, text)
    try:
        return f"{resolve(reading, found['chapter'], 'chapter')}:{int(found['number'])}"
    except Refused as refused:
        # A title may end like a paragraph; if it is none either, the chapter is what was meant.
        try:
            return resolve(reading, text)
        except Refused:
            raise refused from None


def is_paragraph(identity: str) -> bool:
    """Tell whether an id is one of a paragraph."""
    return ":" in identity


def paragraph(reading: Reading, identity: str) -> Origin:
    """Find a paragraph of the newest draft of a chapter, with the links to what it rests on.

    Raises Refused when there is none that the reader may see.
    """
    chapter, _, number = identity.partition(":")
    title = reading.titles([chapter]).get(chapter)
    if title is None:
        raise unknown(chapter)
    draft = newest_draft(reading, chapter)
    written = draft["paragraphs"] if draft else []
    place = int(number) - 1
    if draft is None or not 0 <= place < len(written):
        count = f"it has {len(written)}" if written else "there is no draft that you may read"
        raise Refused(f"There is no paragraph {number} in '{title}': {count}; 'epex chapter show' numbers them.")
    words, quote = written[place], quote_in(written[place])
    relations = dict.fromkeys(by_place(draft["sources"], draft["source_places"])[place], "rests_on")
    relations |= {quote: "quotes"} if quote else {}
    seen = reading.titles(relations)
    behind = by_place(draft["positions"], draft["position_places"])[place]
    return Origin(
        identity,
        "paragraph",
        seen.get(quote, UNTOLD) if quote else opening(" ".join(lines_of(words))),
        tuple(_link(draft, identity, each, relation) for each, relation in relations.items() if each in seen),
        (chapter, *_book(reading, chapter)),
        (draft["position"], *reading.views.here(draft["position"], behind)),
    )


def _book(reading: Reading, chapter: str) -> Iterable[str]:
    (row,) = reading.among(CHAPTERS_TABLE, [chapter], ("id", "publication"))
    return reading.titles([row["publication"]])


def standing_in(reading: Reading, chapters: Iterable[str]) -> dict[tuple[str, str], list[int]]:
    """Number the paragraphs of chapters by what stands in them: a source or a quote."""
    found: dict[tuple[str, str], list[int]] = {}
    for chapter in chapters:
        draft = newest_draft(reading, chapter)
        if draft is None:
            continue
        placed = [*zip(draft["sources"], draft["source_places"], strict=True)]
        placed += [(quote_in(words), place) for place, words in enumerate(draft["paragraphs"])]
        for source, place in sorted(placed, key=lambda pair: int(pair[1])):
            found.setdefault((chapter, source), []).append(place + 1)
    return {key: list(dict.fromkeys(numbers)) for key, numbers in found.items()}


def _link(draft: Row, target: str, source: str, relation: str) -> Row:
    told = ("position", "occurred_on", "recorded_at", "author")
    return {
        "target": target,
        "source": source,
        **{name: draft[name] for name in told},
        "relation": relation,
        **dict.fromkeys(("stance", "note", "document"), ""),
    }
