"""Rows of every kind that comes late, in every form of file: read alike, recorded once."""

from pathlib import Path

import pytest

from epex.app.base import KnowledgeBase
from tests.app.importing.bases import WRITERS, brought, copied, whys
from tests.app.importing.exchanges import BOOK, CHAPTER, QUOTE, THEME, booked, exchanging

pytestmark = pytest.mark.slow

GRID = "environment.law=adapt; support.training=fits"
DECIDED = {
    "status": "adopted",
    "forum": "m1",
    "votes_for": "2",
    "votes_against": "0",
    "rationale": "All work on it; now.",
}
LATE: dict[str, dict[str, str]] = {
    "question_sets": {
        "id": "s1",
        "name": "street",
        "wordings_en": "how: How?\nwhy: Why so?",
        "wordings_de": "how: Wie?\nwhy: Warum?",
    },
    "matches": {
        "id": "a1",
        "host": "o1",
        "visitor": "HH",
        "people": "p1",
        "reasons": "shared challenge",
        "status": "accepted",
    },
    "reviews": {"id": "w1", "element": "e1", "reviewer": "Tone Dahl", "status": "agreed", "reason": "By mail."},
    "transfers": {
        "id": "x1",
        "element": "e1",
        "to": "HH",
        "source_grid": GRID,
        "receiving_grid": GRID,
        "decision": "try",
        "decision_reason": "Two want to.",
        "facilitators": "Tea; Time",
        "pilot_starts_on": "2017-09",
        "outcome": "Nobody came.",
        "result": "failed",
        "status": "determined",
        "occurred_on": "2017-01",
    },
    "themes": {**THEME, **DECIDED, "dissents": "Tone Dahl: Too early."},
    "publications": {**BOOK, "id": "b2", "title": "What stays"},
    "chapters": {**CHAPTER, "id": "h2", "number": "7", "messages": "ministries: Fund the first year."},
    "viewpoints": {
        "id": "n1",
        "chapter": "h1",
        "signer": "Tone Dahl",
        "text": "I saw it fail twice.",
        "dissenting": "yes",
    },
    "quotes": {**QUOTE, "id": "q2", "use": "anonymous", "shows": "country"},
    "consents": {
        "id": "k1",
        "quote": "q1",
        "scope": "attributed quote",
        "given_on": "2017-04-01",
        "on_paper": "yes",
        "reason": "In the folder.",
    },
    "requests": {
        "id": "d1",
        "person": "Tone Dahl",
        "kind": "access",
        "received_on": "2017-05-02",
        "answer": "Sent it.",
    },
    "incidents": {
        "id": "i1",
        "title": "A lost notebook",
        "noticed_on": "2017-05-03",
        "affected": "Tone Dahl; HH",
        "risk": "high",
        "to_tell": "people; authority",
        "assessment": "It held names.",
        "authority_told_on": "2017-05-04",
        "people_told_on": "2017-05-05",
        "measures": "Notebooks are encrypted.",
    },
    "retentions": {"id": "z1", "kind": "reflection", "months": "36", "reason": "Three years after."},
}


@pytest.fixture
def base(tmp_path: Path) -> KnowledgeBase:
    return copied(exchanging, tmp_path / "base")


@pytest.mark.parametrize("kind", LATE)
def test_every_form_of_file_says_the_same_and_is_recorded_once(base: KnowledgeBase, kind: str) -> None:
    if kind in ("chapters", "viewpoints", "quotes", "consents"):
        booked(base)
    head = base.log.head()

    dry, left = brought(base, kind, LATE[kind], dry_run=True), base.log.head()
    outcomes = [brought(base, kind, LATE[kind], form=form) for form in WRITERS]

    assert (dry.recorded, whys(dry), left) == (1, [], head)
    assert [whys(outcome) for outcome in outcomes] == [[], [], [], []]
    assert [(outcome.recorded, outcome.skipped) for outcome in outcomes] == [(1, 0), (0, 1), (0, 1), (0, 1)]
