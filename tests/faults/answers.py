"""What a sound base answers, to hold a healed one against."""

from contextlib import closing
from pathlib import Path
from typing import Any

from tests.faults.bases import opened

SUBJECTS = ("organisation", "person", "year", "visit", "reflection", "meeting", "challenge", "element", "theme")
QUESTIONS = ("trust family", "Vertrauen", "confiance", "prison")


def lists(folder: Path) -> dict[str, Any]:
    """List everything, as a fresh process would."""
    with opened(folder) as base:
        return {subject: base.queries().listing(subject) for subject in SUBJECTS}


def hits(folder: Path) -> list[Any]:
    """Search for a few things, as a fresh process would."""
    with opened(folder) as base, closing(base.search()) as search:
        return [{**search.search(question), "took_ms": 0} for question in QUESTIONS]


def digests(folder: Path) -> dict[str, str]:
    """Let the views catch up, and hash what they hold."""
    with opened(folder) as base:
        base.today.catch_up()
        return {name: base.today.digest(name)["digest"] for name in base.today.names}
