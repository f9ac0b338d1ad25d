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


@pytest.mark.parametrize("name", NAMES)
def test_a_template_names_every_column_that_is_taken(name: str) -> None:
    kind = kind_of(name)

    assert header(kind).strip().split(",") == ["id", *(column.name for column in kind.columns)]


def test_a_template_of_reflections_has_what_was_asked_and_agreed() -> None:
    columns = {column["name"] for column in takes(kind_of("reflections"))}

    assert columns >= {"quotation", "follow_up", "question_set", "other_answers", "if_erased"}


def test_a_template_says_what_is_needed() -> None:
    assert header(kind_of("years")) == "id,number,purpose,occurred_on\n"
    assert [(column["name"], column["required"]) for column in takes(kind_of("years"))] == [
        ("id", False),
        ("number", True),
        ("purpose", True),
        ("occurred_on", False),
    ]
