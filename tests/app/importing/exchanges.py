"""A base with an exchange in it, to import into what comes late: reviews, decisions, books, the officer's desk."""

from pathlib import Path

from epex.app.base import KnowledgeBase
from tests.app.importing.bases import brought, founded, whys

EDITOR = "Eli Nord"
WORDS = "They listened first, and we asked afterwards."
ROWS: dict[str, list[dict[str, str]]] = {
    "organisations": [{"id": "o1", "name": "Far Shore", "country": "DE", "kind": "ngo", "languages": "de"}],
    "people": [
        {"id": "p1", "name": "Ben Okafor", "organisation": "o1", "roles": "practitioner; reviewer"},
        {"id": "p2", "name": EDITOR, "organisation": "o1", "roles": "editor"},
    ],
    "years": [{"id": "y1", "number": "1", "purpose": "getting to know"}],
    "challenges": [{"id": "c1", "text": "How do we reach fathers?", "organisation": "o1", "shared_by": "HH"}],
    "visits": [
        {"id": "v1", "title": "Rounds", "year": "1", "host": "o1", "visitors": "Tone Dahl", "status": "completed"}
    ],
    "meetings": [
        {"id": "m1", "title": "Plenary", "held_on": "2017-03-14", "attended": "Tone Dahl; p1; p2", "minutes": "We met."}
    ],
    "reflections": [
        {
            "id": "r1",
            "text": WORDS,
            "person": "Tone Dahl",
            "about": "v1",
            "side": "visitor",
            "occurred_on": "2017-03-02",
        }
    ],
    "elements": [
        {"id": "e1", "name": "Night round", "core": "Two walk.", "organisation": "Far Shore", "label": "shared"}
    ],
}
THEME = {"id": "t1", "label_en": "Trust first", "challenges": "c1", "supported_by": "r1; e1", "occurred_on": "2017-01"}
BOOK = {"id": "b1", "title": "What travels", "editors": EDITOR}
CHAPTER = {"id": "h1", "publication": "b1", "title": "Trust", "themes": "t1", "writers": "Anna Berg"}
QUOTE = {"id": "q1", "document": "r1", "words": "They listened first", "chapter": "h1", "use": "attributed"}


def exchanging(folder: Path) -> KnowledgeBase:
    """Found a base with a short exchange."""
    base = founded(folder)
    for kind, rows in ROWS.items():
        assert whys(brought(base, kind, *rows)) == []
    return base


def booked(base: KnowledgeBase) -> KnowledgeBase:
    """Add a theme, and a book with a chapter and a quote."""
    for kind, row in {"themes": THEME, "publications": BOOK, "chapters": CHAPTER, "quotes": QUOTE}.items():
        assert whys(brought(base, kind, row)) == []
    return base


def acting(base: KnowledgeBase, person: str) -> KnowledgeBase:
    """Open a base as somebody."""
    return KnowledgeBase.open(base.config.folder, acting_as=person)
