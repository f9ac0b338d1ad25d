"""Real reports of practitioners: sixteen messy files, when EPEX_REPORTS names their folder."""

import os
from pathlib import Path

import pytest

from epex.app.importing.mapping import read_mapping
from epex.app.importing.outcome import Outcome
from epex.app.importing.rows import read_sheet
from epex.app.importing.run import Import
from tests.app.importing.bases import founded

MAPPING = """
[columns]
id = "SAFENET ID"
title = "Incident Name"
text = ["Narrative", "Immediate Action Taken"]
occurred_on = "Event Start Date"
[values]
source = "safenet"
[dates]
formats = ["%m/%d/%Y %H:%M"]
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    "mapping", [MAPPING, MAPPING.replace('id = "SAFENET ID"', "")], ids=["with-ids", "without-ids"]
)
def test_reports_import_completely_and_once(tmp_path: Path, mapping: str) -> None:
    folder = os.environ.get("EPEX_REPORTS")
    if not folder:
        pytest.skip("EPEX_REPORTS does not name the folder of the reports")
    base = founded(tmp_path / "base")
    (tmp_path / "map.toml").write_text(mapping, "utf-8")
    sheets = [read_sheet(path) for path in sorted(Path(folder).glob("*.csv"))]
    columns = read_mapping(tmp_path / "map.toml")

    first = [Import(base, columns).run(sheet) for sheet in sheets]
    head = base.log.head()
    second = [Import(base, columns, revises=True).run(sheet) for sheet in sheets]

    assert [total(outcome) for outcome in first] == [len(sheet.rows) for sheet in sheets]
    assert (sum(outcome.recorded for outcome in first), sum(len(outcome.refused) for outcome in first)) == (1810, 2)
    assert [outcome.recorded for outcome in second] == [0] * len(sheets)
    assert [total(outcome) for outcome in second] == [total(outcome) for outcome in first]
    assert base.log.head() == head


def total(outcome: Outcome) -> int:
    """Count the rows that an outcome speaks of."""
    return outcome.recorded + outcome.skipped + len(outcome.refused)
