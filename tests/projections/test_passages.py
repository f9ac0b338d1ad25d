"""Quoted words as they stand today."""

from typing import Any

import pytest

from epex.core.challenge import ChallengeEvidenceLinked
from epex.core.evidence import passage_hash
from epex.core.meeting import MeetingCorrected, MeetingHeld
from epex.core.person import PersonRevised
from epex.core.reflection import ReflectionRevised, ReflectionWithdrawalRequested
from epex.core.theme import ThemeEvidenceLinked, ThemeProposed
from epex.projections.table import Row
from tests.projections.bases import ANNA, BEA, CLEO, DORA, Base
from tests.projections.society import HIDDEN_WORDS

WORDS = "Tea came first."
QUOTED: dict[str, Any] = {
    "source": "reflection-guest",
    "stance": "supports",
    "document": "reflection-guest",
    "document_version": 1,
    "start": 23,
    "end": 38,
    "quote": WORDS,
    "passage_hash": passage_hash(WORDS),
}


def quote(base: Base, **changes: Any) -> None:
    """Let a new theme rest on a passage."""
    base.record("theme-new", ThemeProposed(labels={"en": "New"}), ThemeEvidenceLinked(**{**QUOTED, **changes}))


def evidence(base: Base, actor: Any = ANNA, stream: str = "theme-new") -> Row:
    (row,) = base.queries(actor).show(stream)["evidence"]
    return dict(row)


def test_quoted_words_come_with_who_and_where(base: Base) -> None:
    base.record("person-bea", PersonRevised(name_preference="full_name"))
    quote(base)

    names = ("passage", "state", "who", "side", "organisation_title", "about_title", "document_version")
    assert [evidence(base)[name] for name in names] == [
        *(WORDS, "unchanged", "Bea", "visitor", "The south house", "A week in the north", 1)
    ]
    assert evidence(base)["passage_hash"] == passage_hash(WORDS)


@pytest.mark.parametrize(
    ("answer", "state", "now"),
    [
        ("Nobody mentioned risk. Tea came first.", "unchanged", {"version": 2, "start": 23, "end": 38}),
        ("Tea came first. Nobody mentioned risk.", "moved", {"version": 2, "start": 0, "end": 15}),
        ("Nobody mentioned risk. Coffee came first.", "changed", None),
    ],
)
def test_a_revision_is_told_of_what_was_quoted_before(
    base: Base, answer: str, state: str, now: dict[str, int] | None
) -> None:
    quote(base)
    base.record("reflection-guest", ReflectionRevised(answers={"why": answer}, reason="Clearer", version=2), by=BEA)

    row = evidence(base)

    assert (row["state"], row["now"], row["passage"], row["document_version"]) == (state, now, WORDS, 1)


def test_withdrawn_words_are_gone_from_what_quoted_them(base: Base) -> None:
    quote(base)
    base.record("reflection-guest", ReflectionWithdrawalRequested(), by=BEA)

    told = [evidence(base, actor) for actor in (ANNA, BEA, DORA)]

    assert [(row["state"], row["passage"], row["now"]) for row in told] == [("withdrawn", "[erased]", None)] * 3
    assert WORDS not in str(told)


def test_of_a_document_that_the_reader_may_not_read_neither_the_words_nor_their_state_is_told(base: Base) -> None:
    hidden = {"source": "element-tea", "document": "reflection-host", "quote": HIDDEN_WORDS, "start": 10}
    quote(base, **hidden, passage_hash=passage_hash(HIDDEN_WORDS))

    to_anna, to_cleo = evidence(base, ANNA), evidence(base, CLEO)

    assert (to_anna["passage"], to_anna["state"]) == (HIDDEN_WORDS, "unchanged")
    assert to_cleo == {
        "kind": "element",
        "id": "element-tea",
        "title": "Tea first",
        "position": to_anna["position"],
        "relation": "evidence",
        "stance": "supports",
        "of": "theme-new",
        "note": "",
        "passage": None,
    }


def test_the_minutes_of_a_meeting_are_quoted_in_their_version(base: Base) -> None:
    held = MeetingHeld(title="Autumn plenary", kind="plenary", held_on="2016-10", minutes="Nobody calls back. We will.")
    base.record("meeting-autumn", held)
    passage: dict[str, Any] = {
        "document": "meeting-autumn",
        "document_version": 1,
        "start": 0,
        "end": 18,
        "quote": "Nobody calls back.",
    }
    base.record("challenge-trust", ChallengeEvidenceLinked(source="meeting-autumn", stance="supports", **passage))

    before = evidence(base, stream="challenge-trust")
    base.record("meeting-autumn", MeetingCorrected(minutes="So: Nobody calls back.", version=2, reason="Misheard"))
    after = evidence(base, stream="challenge-trust")

    assert [(row["state"], row["who"], row["about_title"]) for row in (before, after)] == [
        ("unchanged", "", "Autumn plenary"),
        ("moved", "", "Autumn plenary"),
    ]
    assert after["now"] == {"version": 2, "start": 4, "end": 22}


def test_a_document_without_words_is_no_place_to_find_them(base: Base) -> None:
    passage: dict[str, Any] = {
        "document": "meeting-spring",
        "document_version": 1,
        "start": 0,
        "end": 5,
        "quote": "Trust",
    }
    base.record("challenge-trust", ChallengeEvidenceLinked(source="meeting-spring", stance="supports", **passage))

    assert evidence(base, stream="challenge-trust")["state"] == "withdrawn"
