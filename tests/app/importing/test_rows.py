"""Rows out of files, however broken."""

from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from epex.app.importing.rows import NumberedRow, read_sheet
from epex.core.decision import Refused


def sheet(folder: Path, name: str, raw: bytes) -> list[NumberedRow]:
    (folder / name).write_bytes(raw)
    return list(read_sheet(folder / name).rows)


def test_csv_reads_spaced_headers_broken_lines_and_blank_rows(tmp_path: Path) -> None:
    raw = b'\xef\xbb\xbf"a", "b"\n"1","one\r\n""two"""\n"","\x20"\n\n"2"\n"3","x","",""\n"4","x","y"\n'

    rows = sheet(tmp_path, "rows.csv", raw)

    assert rows == [
        NumberedRow(2, {"a": "1", "b": 'one\r\n"two"'}),
        NumberedRow(5, {"a": "2"}),
        NumberedRow(6, {"a": "3", "b": "x"}),
        NumberedRow(7, {"a": "4", "b": "x"}, "the row has 3 cells where 2 belong"),
    ]


def test_csv_keeps_the_rows_around_a_broken_one(tmp_path: Path) -> None:
    lines = ("a,b", "1,x", '2,"open', "3,y", '4,"one', 'two" three",z', "words, with, commas", '5,"z', 'z"', '6,"open')

    found = sheet(tmp_path, "rows.csv", "\n".join(lines).encode())

    assert [(row.number, row.cells) for row in found if not row.fault] == [
        (2, {"a": "1", "b": "x"}),
        (4, {"a": "3", "b": "y"}),
        (6, {"a": "5", "b": "z\nz"}),
    ]
    assert [(row.number, row.fault.partition(" broken")[0]) for row in found if row.fault] == [
        (3, "line 3 is"),
        (5, "lines 5 to 7 are"),
        (7, "line 10 is"),
    ]


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_csv_reads_other_delimiters_after_blank_lines(tmp_path: Path, delimiter: str) -> None:
    raw = f"a{delimiter}b\n1{delimiter}2,3\n".encode()

    assert sheet(tmp_path, "rows.csv", raw) == [NumberedRow(2, {"a": "1", "b": "2,3"})]


def test_ndjson_reads_objects_and_keeps_faults(tmp_path: Path) -> None:
    lines = ['{"a": 1.0, "b": "x\u2028y", "c": null}', "", "{broken", "[1]", '{"a": " "}', '{"b": ["k"]}']

    found = sheet(tmp_path, "rows.ndjson", "\r\n".join(lines).encode())

    assert [(row.number, row.cells) for row in found if not row.fault] == [
        (1, {"a": "1", "b": "x\u2028y", "c": ""}),
        (6, {"b": '["k"]'}),
    ]
    assert [(row.number, row.fault.partition(":")[0]) for row in found if row.fault] == [
        (3, "the line is not JSON"),
        (4, "the line is not a JSON object"),
    ]


def test_xlsx_reads_dates_and_numbers_with_the_sheets_row_numbers(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "rows.xlsx")

    found = read_sheet(tmp_path / "rows.xlsx")

    assert found.columns == ("id", "text", "occurred_on")
    assert found.rows == (NumberedRow(4, {"id": "7", "text": "Hei", "occurred_on": "2017-03-14"}),)


@pytest.mark.parametrize(
    ("name", "raw", "why"),
    [
        ("a.csv", b"", "is empty"),
        ("a.csv", b" \n\n", "is empty"),
        ("a.csv", b"\xef\xbb\xbf\n", "has no header"),
        ("a.csv", "a,b\n1,2\n".encode("utf-16"), "is in UTF-16"),
        ("a.csv", "a,b\n1,2\n".encode("utf-16-le"), "is in UTF-16"),
        ("a.csv", b"text\n\0\0nul in a longer line of plain text\n", "holds NUL bytes"),
        ("a.csv", "a\nsmørrebrød\n".encode("latin-1"), "is not in UTF-8"),
        ("a.csv", b'a,"b\n1,2\n', "is broken at line 1"),
        ("a.csv", b"a,a\n1,2\n", "has the column 'a' twice"),
        ("a.xlsx", b"not a zip", "is not a readable spreadsheet"),
        ("a.ndjson", b"a,b\n1,2\n", "is not NDJSON"),
        ("a.ndjson", b"[" * 100_000, "is not NDJSON"),
        ("a.pdf", b"%PDF", "is not a .csv"),
    ],
)
def test_read_sheet_refuses_a_file_that_is_broken_as_a_whole(tmp_path: Path, name: str, raw: bytes, why: str) -> None:
    with pytest.raises(Refused, match=why):
        sheet(tmp_path, name, raw)


def test_read_sheet_refuses_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cannot be read"):
        read_sheet(tmp_path / "rows.csv")


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    ending=st.sampled_from(["csv", "ndjson", "xlsx"]),
    raw=st.one_of(
        st.binary(max_size=200),
        st.text(max_size=100).map(str.encode),
        st.text('",;\n\r\t ab{}[]:1', max_size=60).map(str.encode),
    ),
)
def test_read_sheet_reads_or_refuses_whatever_it_is_given(tmp_path: Path, ending: str, raw: bytes) -> None:
    try:
        rows = sheet(tmp_path, f"rows.{ending}", raw)
    except Refused:
        return

    assert all(row.fault or any(row.cells.values()) for row in rows)


def write_xlsx(path: Path) -> None:
    """Write the smallest spreadsheet: two blank rows, a header, a row with a number and a date."""
    space = "http://schemas.openxmlformats.org"
    office, main = f"{space}/officeDocument/2006/relationships", f"{space}/spreadsheetml/2006/main"
    text = '<c r="{}" t="inlineStr"><is><t>{}</t></is></c>'
    header = "".join(
        text.format(f"{place}3", name) for place, name in zip("ABC", ("id", "text", "occurred_on"), strict=True)
    )
    cells = f'<c r="A4"><v>7</v></c>{text.format("B4", "Hei")}<c r="C4" s="1"><v>42808</v></c>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{space}/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{space}/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{space}/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{office}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}"><cellXfs>'
        '<xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData><row r="3">{header}</row>'
        f'<row r="4">{cells}</row></sheetData></worksheet>',
    }
    with ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)
