"""Templates: an empty table that can be filled and imported."""

from pathlib import Path

import pytest

from epex.app.importing.kinds import NAMES, kind_of
from epex.app.importing.mapping import ColumnMap
from epex.app.importing.rows import read_sheet
from epex.app.importing.template import header, takes


@pytest.mark.parametrize("name", NAMES)
def test_a_template_fits_its_kind(tmp_path: Path, name: str) -> None:
    kind = kind_of(name)
    (tmp_path / "rows.csv").write_text(header(kind), "utf-8")

    columns = read_sheet(tmp_path / "rows.csv").columns

    assert ColumnMap(kind=kind).fitted(columns).strangers(columns) == []
    assert [column["name"] for column in takes(kind) if not column["takes"]] == []


def test_a_template_says_what_is_needed() -> None:
    assert header(kind_of("years")) == "id,number,purpose,occurred_on\n"
    assert [(column["name"], column["required"]) for column in takes(kind_of("years"))] == [
        ("id", False),
        ("number", True),
        ("purpose", True),
        ("occurred_on", False),
    ]
