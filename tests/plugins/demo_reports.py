"""Every document that the program makes of the demo."""

from epex.app.base import KnowledgeBase
from epex.app.publishing.assembling import Press
from epex.app.publishing.book import book
from epex.plugins import Document
from epex.plugins.loader import Plugins
from epex.plugins.reports import list_reports, run_report

MAIN = "Trust before content: three meetings before talking about risk"
RECEIVER = "Millrace Youth and Community Trust"
PROOF = "Every event is covered by the signed checkpoint of this morning."
# What the reports that need an option are asked about.
OPTIONS = {"element": MAIN, "year": "2", "theme": "Endings that hold"}
REPORTS = [row["id"] for row in list_reports(Plugins())]


def built(base: KnowledgeBase, name: str, **options: str) -> Document:
    """Build a report of the demo; what it needs to be told is one of its main things."""
    taken = next(row["options"] for row in list_reports(Plugins()) if row["id"] == name)
    needed = {option["name"]: OPTIONS[option["name"]] for option in taken if option["required"]}
    return run_report(Plugins(), name, base.queries(), {**needed, **options}, PROOF)


def published(base: KnowledgeBase) -> Document:
    """Give the book that the demo published."""
    queries = base.queries()
    shown = queries.show(next(row["id"] for row in queries.listing("publication") if row["status"] == "published"))
    return book(Press.for_reader(base).edition(shown["id"]), shown, queries, PROOF)
