"""Markdown files with front matter as rows: one file, or a folder in which some are broken."""

from pathlib import Path

import pytest

from epex.app.importing.kinds import kind_of
from epex.app.importing.mapping import ColumnMap
from epex.app.importing.outcome import Refusal
from epex.app.importing.rows import NumberedRow, read_sheet
from epex.app.importing.run import Import
from epex.core.decision import Refused
from tests.app.importing.bases import founded, newest, reflections

SOUND = """---
id: "7"
occurred_on: 2017-03-14
language: no
person: Tone Dahl
---
Vi lyttet først.

# Etterpå

Så spurte vi.
"""
ASKED = """+++
id = "8"
+++
# why

Because they come.

## Was funktioniert nicht, und warum?

Fridays.
"""


def test_a_folder_is_read_in_the_order_of_its_names_with_faults_by_file(tmp_path: Path) -> None:
    (tmp_path / "b.md").write_text(SOUND, "utf-8")
    (tmp_path / "a.MD").write_text("---\nid: [7\n---\nText\n", "utf-8")
    (tmp_path / "c.md").write_bytes(b"\xff\xfeT")
    (tmp_path / "d.md").write_text("---\n---\n\n", "utf-8")
    (tmp_path / "notes.txt").write_text("no row", "utf-8")

    sheet = read_sheet(tmp_path)

    assert sheet.columns == ("text", "id", "occurred_on", "language", "person")
    assert [(row.number, row.file, bool(row.fault)) for row in sheet.rows] == [
        (1, "a.MD", True),
        (2, "b.md", False),
        (3, "c.md", True),
    ]
    assert sheet.rows[1].cells == {
        "id": "7",
        "occurred_on": "2017-03-14",
        "language": "no",
        "person": "Tone Dahl",
        "text": "Vi lyttet først.\n\n# Etterpå\n\nSå spurte vi.",
    }


def test_one_file_is_one_row_with_an_answer_for_each_question(tmp_path: Path) -> None:
    (tmp_path / "r.md").write_text("Before all.\n\n" + ASKED.partition("+++\n")[2].partition("+++\n")[2], "utf-8")

    sheet = read_sheet(tmp_path / "r.md")

    answers = {"text": "Before all.", "why": "Because they come.", "what_does_not_work": "Fridays."}
    assert sheet.rows == (NumberedRow(1, answers, file="r.md"),)


def test_the_text_goes_into_the_field_that_the_kind_names(tmp_path: Path) -> None:
    (tmp_path / "e.md").write_text("---\nname: Tea\nsteps:\n  - Boil\n  - Pour\n---\n# why\nThey drink.\n", "utf-8")

    [row] = read_sheet(tmp_path / "e.md", "core").rows

    assert row.cells == {"name": "Tea", "steps": '["Boil", "Pour"]', "core": "# why\nThey drink."}


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("a.md", "---\nid: 7\nno end\n", "cannot be read. a.md: Line 1"),
        ("a.txt", "no row", "holds no Markdown file"),
    ],
)
def test_a_folder_without_a_row_that_can_be_read_is_refused(tmp_path: Path, name: str, text: str, why: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")

    with pytest.raises(Refused, match=why):
        read_sheet(tmp_path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"r\.md cannot be read"):
        read_sheet(tmp_path / "r.md")


def test_broken_front_matter_stops_no_other_file(tmp_path: Path) -> None:
    base, folder = founded(tmp_path / "base"), tmp_path / "texts"
    folder.mkdir()
    (folder / "1.md").write_text(SOUND, "utf-8")
    (folder / "2.md").write_text("---\nid: '8\n---\nLost\n", "utf-8")
    (folder / "3.md").write_text(ASKED, "utf-8")
    kind = kind_of("reflections")

    outcomes = [Import(base, ColumnMap(kind=kind)).run(read_sheet(folder, kind.body)) for _ in range(2)]

    assert [(outcome.recorded, outcome.skipped) for outcome in outcomes] == [(2, 0), (0, 2)]
    [refusal] = outcomes[0].refused
    assert isinstance(refusal, Refusal)
    assert (refusal.row, refusal.field, refusal.file) == (2, "row", "2.md")
    assert refusal.why.startswith("Line 2: the front matter cannot be read as YAML")
    assert refusal.as_json() == {"row": 2, "field": "row", "why": refusal.why, "file": "2.md"}
    assert [event.answers for event in reflections(base)] == [
        {"text": "Vi lyttet først.\n\n# Etterpå\n\nSå spurte vi."},
        {"why": "Because they come.", "what_does_not_work": "Fridays."},
    ]
    assert newest(base, 1)[0].question_set == "epex"
