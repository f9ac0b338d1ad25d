"""The demo's second year was matched, and its visits came of it."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from epex.app.base import KnowledgeBase


@pytest.fixture(scope="module")
def base(demo_folder: Path) -> KnowledgeBase:
    return KnowledgeBase.open(demo_folder)


def listed(base: KnowledgeBase, subject: str) -> list[dict[str, Any]]:
    return base.queries().listing(subject)


def test_offers_and_needs_of_the_second_year_are_told(base: KnowledgeBase) -> None:
    offers, needs = listed(base, "offer"), listed(base, "need")

    assert Counter(row["status"] for row in offers) == {"open": 11, "withdrawn": 1}
    assert Counter(row["status"] for row in needs) == {"open": 11, "withdrawn": 1}
    assert {row["year"] for row in (*offers, *needs)} == {2}


def test_matches_were_accepted_declined_replaced_and_left_open(base: KnowledgeBase) -> None:
    matches = listed(base, "match")

    assert Counter(row["status"] for row in matches) == {"accepted": 11, "declined": 2, "proposed": 1}
    replaced = {row["id"]: row["replaced_by"] for row in matches if row["replaced_by"]}
    assert {row["replaces"]: row["id"] for row in matches if row["replaces"]} == replaced
    assert len(replaced) == 1


def test_every_accepted_match_led_to_a_visit_and_names_its_reasons(base: KnowledgeBase) -> None:
    pages = [base.queries().show(row["id"]) for row in listed(base, "match") if row["status"] == "accepted"]

    assert [len(page["visits"]) for page in pages] == [1] * len(pages)
    assert min(len(page["reasons"]) for page in pages) >= 5


def test_trace_leads_from_a_match_to_its_visit_and_on(base: KnowledgeBase) -> None:
    (match,) = (row for row in listed(base, "match") if row["replaces"])

    (visit, *others) = base.queries().trace(match["id"])["evidence"]

    assert (visit["relation"], visit["title"]) == ("planned_from", "How a mentor is introduced on day one")
    assert "reflection" in {link["kind"] for link in others}


def test_agreements_are_signed_and_mistakes_corrected(base: KnowledgeBase) -> None:
    board = base.queries().board("2018-06-30")

    assert all(row["signed"] == {"host": True, "visitor": True} for row in board)
    corrected = [page for row in board for page in [base.queries().show(row["id"])] if has_correction(page)]
    assert [page["title"] for page in corrected] == [
        "The neutral house and its table",
        "How three quiet meetings fit a small country",
    ]


def has_correction(page: dict[str, Any]) -> bool:
    return any(step["step"] == "corrected" for step in page["steps"])
