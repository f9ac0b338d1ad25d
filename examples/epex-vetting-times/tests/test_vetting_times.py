"""Decisions from given events, and the report on the illustrative three years."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import epex_vetting_times
import pytest
from epex.plugins import Document, On
from epex.testing import contract, given, sample_base, scene
from epex_vetting_times import EVENTS, Vetting, VettingMended, VettingNoted, build, mend, note

ID = "vetting_times-1"
NOTED = VettingNoted(organisation="organisation-1", weeks=9)


def test_given_events_make_the_state() -> None:
    assert given(ID, NOTED, VettingMended(weeks=8), types=EVENTS) == Vetting(id=ID, weeks=8)


def test_note_records_the_weeks() -> None:
    asked = {"organisation": "organisation-1", "weeks": "9", "note": "Two letters."}

    expected = VettingNoted(organisation="organisation-1", weeks=9, note="Two letters.")
    scene(EVENTS).when(note, asked).then(On("vetting_times-new-1", expected))


def test_mend_records_the_right_number() -> None:
    scene(EVENTS).given(ID, NOTED).when(mend, {"vetting": ID, "weeks": "8"}).then(On(ID, VettingMended(weeks=8)))


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"vetting": ID, "weeks": "9"}, "took 9 weeks as it is"),
        ({"vetting": ID, "weeks": "many"}, "'many' is no number of weeks"),
        ({"vetting": "vetting_times-2", "weeks": "8"}, "There is no vetting"),
    ],
)
def test_mend_refuses(options: Mapping[str, str], why: str) -> None:
    scene(EVENTS).given(ID, NOTED).when(mend, options).refuses(why)


def test_plugin_keeps_the_rules() -> None:
    assert contract(epex_vetting_times) == []


def test_report_needs_no_vetting_to_be_noted(tmp_path: Path) -> None:
    class Nothing:
        def __init__(self, queries: Any) -> None:
            self.rows = lambda _table: []
            self.titles, self.audit_log = queries.titles, queries.audit_log

    document = build(Nothing(sample_base(tmp_path / "base").queries()), {})  # type: ignore[arg-type]

    assert isinstance(document, Document)
    assert document.report == "vetting-times"
