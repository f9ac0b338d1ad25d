"""What nobody has evaluated is never printed as proven, whatever else was recorded."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from epex.app.base import KnowledgeBase
from epex.core.decision import Event, On, new_id
from epex.core.element import ElementIdentified
from epex.core.log.command import Command
from epex.core.transfer import (
    TransferAbandoned,
    TransferAdapted,
    TransferAnticipated,
    TransferChanged,
    TransferCompared,
    TransferConsidered,
    TransferEvaluated,
    TransferPiloted,
    TransferSustained,
)
from epex.core.vocabulary import CRITERIA, RATINGS, TRANSFER_DECISIONS
from tests.commands.running import HOST, VISITING, VISITOR, Epex

PROVEN = re.compile(r"determined|proven|proved|evaluated", re.IGNORECASE)
WORDS = st.sampled_from(["", "Two of them want to.", "Nobody came.", "الباب مفتوح"])
DAYS = st.sampled_from(["", "2016", "2017-09", "2026-01-31"])
LINES = st.lists(WORDS.filter(bool), max_size=2).map(tuple)
GRID = st.dictionaries(st.sampled_from(CRITERIA), st.sampled_from(RATINGS), max_size=4)
STEPS: st.SearchStrategy[Event] = st.one_of(
    st.builds(
        TransferCompared,
        side=st.sampled_from(["source", "receiving"]),
        ratings=GRID,
        notes=st.dictionaries(st.sampled_from(CRITERIA), WORDS, max_size=2),
    ),
    st.builds(
        TransferAnticipated,
        facilitators=LINES,
        barriers=LINES,
        decision=st.sampled_from(TRANSFER_DECISIONS),
        next_review=DAYS,
        reason=WORDS,
    ),
    st.builds(TransferAdapted, adaptations=LINES, reason=WORDS),
    st.builds(TransferPiloted, starts_on=DAYS, ends_on=DAYS, fidelity=WORDS, number=st.integers(0, 3)),
    st.builds(TransferSustained, next_review=DAYS, reason=WORDS),
    st.builds(TransferChanged, next_review=DAYS, reason=WORDS),
    st.builds(TransferAbandoned, failure=WORDS, reason=WORDS),
)
FORMATS = ("text", "md", "html", "json")


@pytest.fixture(scope="module")
def shared(founded_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Epex:
    """Give a base that all examples add to."""
    return Epex(shutil.copytree(founded_folder, tmp_path_factory.mktemp("standing") / "base"))


def told(epex: Epex, element: str, transfer: str) -> Iterator[str]:
    """Print everything that tells of a transfer, without the names that a program reads."""
    for person in ("", VISITOR):
        for command in (
            ("transfer", "list"),
            ("transfer", "show", transfer),
            ("transfer", "grid", transfer),
            ("element", "show", element),
            ("search", "Tram"),
            (),
        ):
            yield epex(*command, acting_as=person).stdout
        for command in (("transfer", "list"), ("transfer", "show", transfer), ("element", "show", element)):
            yield from values(epex.answer(*command, acting_as=person))
        for form in FORMATS:
            report = ("report", "run", "practice-transfer", "--option", f"element={element}", "--format", form)
            yield epex(*report, acting_as=person).stdout


def values(answer: Any) -> Iterator[str]:
    """Walk over the texts of an answer; the names of its fields are no statements."""
    if isinstance(answer, dict | list):
        for one in answer.values() if isinstance(answer, dict) else answer:
            yield from values(one)
    elif isinstance(answer, str):
        yield answer


def record(epex: Epex, steps: list[Event]) -> tuple[str, str]:
    """Record a history as it happened, whatever decisions would have said."""
    base = KnowledgeBase.open(epex.folder)
    organisations = {row["title"]: row["id"] for row in base.queries().listing("organisation")}
    element, transfer = new_id("element"), new_id("transfer")
    identified = ElementIdentified(name="Tram line", core="They ride along.", organisation=organisations[HOST])
    considered = TransferConsidered(element=element, source=organisations[HOST], receiving=organisations[VISITING])
    history = [On(element, identified), *(On(transfer, step) for step in (considered, *steps))]
    base.log.append(history, Command(), base.begin().by, {})
    return element, transfer


@pytest.mark.slow
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=st.lists(STEPS, max_size=8))
def test_nothing_prints_as_proven_without_an_evaluation(shared: Epex, steps: list[Event]) -> None:
    element, transfer = record(shared, steps)

    claims = [text for text in told(shared, element, transfer) if PROVEN.search(text)]

    assert claims == []
    assert shared.answer("transfer", "show", transfer)["standing"] == "anticipated"


def test_an_evaluation_prints_as_determined(epex: Epex) -> None:
    element, transfer = record(epex, [TransferPiloted(), TransferEvaluated(outcome="Half of them came.")])

    report = epex("report", "run", "practice-transfer", "--option", f"element={element}").stdout

    assert "*** DETERMINED ***" in report
    assert re.search(r"Standing +determined", epex("transfer", "show", transfer).stdout)
    assert [(row["standing"], row["evaluated"]) for row in epex.answer("transfer", "list")] == [("determined", True)]


def test_a_report_in_json_says_anticipated(epex: Epex) -> None:
    element, _ = record(epex, [TransferPiloted(fidelity="As described")])

    report = epex("report", "run", "practice-transfer", "--option", f"element={element}", "--format", "json").stdout

    assert json.loads(report)["page"][0]["heading"]["text"] == "Anticipated"
