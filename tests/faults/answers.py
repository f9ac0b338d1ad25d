"""What a sound base answers, to hold a healed one against."""

from pathlib import Path
from typing import Any

from epex.app.base import KnowledgeBase

SUBJECTS = ("organisation", "person", "year", "visit", "reflection", "meeting", "challenge", "element", "theme")
QUESTIONS = ("trust family", "Vertrauen", "confiance", "prison")


def lists(folder: Path) -> dict[str, Any]:
    """List everything, as a fresh process would."""
    base = KnowledgeBase.open(folder)
    found = {subject: base.queries().listing(subject) for subject in SUBJECTS}
    _close(base)
    return found


def hits(folder: Path) -> list[Any]:
    """Search for a few things, as a fresh process would."""
    base = KnowledgeBase.open(folder)
    search = base.search()
    found = [{**search.search(question), "took_ms": 0} for question in QUESTIONS]
    search.close()
    _close(base)
    return found


def digests(folder: Path) -> dict[str, str]:
    """Let the views catch up, and hash what they hold."""
    base = KnowledgeBase.open(folder)
    base.today.catch_up()
    found = {name: base.today.digest(name)["digest"] for name in base.today.names}
    _close(base)
    return found


def _close(base: KnowledgeBase) -> None:
    base.today.close()
    base.log.engine.dispose()
