"""Who reads what somebody is about to write, in words."""

from epex.app.base import KnowledgeBase
from epex.core.reader import OVERSEER, WIDENING
from epex.core.sealed import ERASED
from epex.projections.queries import Queries

OF_VISIT = ("only you", "the two sides of the visit", "the organisations on both sides")
OF_NONE = ("only you", "only you", "your organisation")
FOR_ALL = ("everybody in the network", "everybody")


def circle(base: KnowledgeBase, visibility: str, about: str, author: str) -> str:
    """Name those who read a text with a label; the officer reads the narrow ones too, by name if that may be known."""
    narrow = OF_VISIT if about.startswith("visit-") else OF_NONE
    words = dict(zip(WIDENING, (*narrow, *FOR_ALL), strict=True))[visibility]
    if author not in ("", base.person):
        words = {"only you": "only its author", "your organisation": "the organisation of its author"}.get(words, words)
    overseer = overseers(base.queries(), author) if words not in FOR_ALL else ""
    return f"{words}, and {overseer}" if overseer else words


def overseers(queries: Queries, author: str) -> str:
    """Name the data protection officers who are not the author; empty where that is the author alone."""
    held = [row for row in queries.listing("person") if OVERSEER in row["roles"] and row["title"] != ERASED]
    others = sorted(row["title"] for row in held if row["id"] != author)
    if held and not others:
        return ""
    several = "s" if len(others) > 1 else ""
    return f"{' and '.join(others)} as data protection officer{several}" if others else "the data protection officer"
