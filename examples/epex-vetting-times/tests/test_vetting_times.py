"""Decisions from given events, and the report on the illustrative three years."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from epex.plugins import Actor, Document, On, Refused
from epex.testing import given, sample_base
from epex_vetting_times import EVENTS, Vetting, VettingMended, VettingNoted, build, mend, note

ID = "vetting_times-1"


class Counter:
    """A desk with one vetting."""

    by = Actor("person-1", "organisation-1", frozenset({"practitioner"}))
    today = "2017-03-14"

    def load(self, stream: str, /) -> Any:
        """Load the vetting."""
        noted = VettingNoted(organisation="organisation-1", weeks=9)
        return given(ID, noted, types=EVENTS) if stream == ID else None

    def new(self, subject: str, /) -> str:
        """Make an id."""
        return f"{subject}-1"


def test_given_events_make_the_state() -> None:
    noted, mended = VettingNoted(organisation="organisation-1", weeks=9), VettingMended(weeks=8)

    assert given(ID, noted, mended, types=EVENTS) == Vetting(id=ID, weeks=8)


def test_note_records_the_weeks() -> None:
    ons = note(Counter(), {"organisation": "organisation-1", "weeks": "9", "note": "Two letters."})

    assert ons == [On(ID, VettingNoted(organisation="organisation-1", weeks=9, note="Two letters."))]


def test_mend_records_the_right_number() -> None:
    assert mend(Counter(), {"vetting": ID, "weeks": "8"}) == [On(ID, VettingMended(weeks=8))]


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"vetting": ID, "weeks": "9"}, "took 9 weeks as it is"),
        ({"vetting": ID, "weeks": "many"}, "'many' is no number of weeks"),
        ({"vetting": "vetting_times-2", "weeks": "8"}, "There is no vetting"),
    ],
)
def test_mend_refuses(options: Mapping[str, str], why: str) -> None:
    with pytest.raises(Refused, match=why):
        mend(Counter(), options)


def test_report_needs_no_vetting_to_be_noted(tmp_path: Path) -> None:
    class Nothing:
        def __init__(self, queries: Any) -> None:
            self.rows = lambda _table: []
            self.titles, self.audit_log = queries.titles, queries.audit_log

    document = build(Nothing(sample_base(tmp_path / "base").queries()), {})  # type: ignore[arg-type]

    assert isinstance(document, Document)
    assert document.report == "vetting-times"
