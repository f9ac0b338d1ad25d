"""Decisions from given events, the report on the illustrative three years, and what speaks for a visit."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import epex_vetting_times
import pytest
from epex.plugins import Document, On, Weighed
from epex.testing import contract, given, sample_base, scene
from epex_vetting_times import EVENTS, Vetting, VettingMended, VettingNoted, build, called, mend, note, weigh

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


@pytest.mark.parametrize(
    ("weeks", "weighed"),
    [
        ([], None),
        ([2, 1], Weighed(sentence="Lighthouse has vetted visitors within 2 weeks.", points=1)),
        ([3], None),
        ([1, 8], Weighed(sentence="Vetting has taken Lighthouse up to 8 weeks.", points=-2)),
    ],
)
def test_a_host_is_weighed_by_the_longest_of_its_vettings(weeks: Sequence[int], weighed: Weighed | None) -> None:
    class Noted:
        def rows(self, _table: str) -> list[dict[str, Any]]:
            others = [{"organisation": "organisation-2", "weeks": 30}]
            return [*others, *({"organisation": "organisation-1", "weeks": number} for number in weeks)]

    host = {"id": "organisation-1", "title": "Lighthouse"}

    assert weigh(Noted(), host, {}, 0) == weighed  # type: ignore[arg-type]


def test_four_weeks_are_short() -> None:
    assert [called(weeks) for weeks in (0, 4, 5)] == ["short", "short", "long"]


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
