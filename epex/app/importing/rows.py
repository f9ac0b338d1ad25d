"""Read rows out of CSV, XLSX and NDJSON files; a file that is broken as a whole is refused."""

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from epex.core.decision import Refused

NUL_WITHIN = 1000
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class NumberedRow:
    """One row with its number as a spreadsheet or an editor shows it; `fault` says why it cannot be read."""

    number: int
    cells: dict[str, str]
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file's columns and the rows that are not blank."""

    columns: tuple[str, ...]
    rows: tuple[NumberedRow, ...]


def read_sheet(path: Path) -> Sheet:
    """Read a file by its ending.

    Raises Refused when it is missing, empty, broken or of another kind.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise Refused(f"{path.name} is not a {', '.join(READERS)} file; save it as one of these.")
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise Refused(f"{path} cannot be read ({error.strerror}); check the name and the rights.") from error
    if not raw.strip():
        raise Refused(f"{path.name} is empty; choose a file with rows.")
    return reader(raw, path.name)


def is_utf16(raw: bytes) -> bool:
    """Tell UTF-16 by its mark, or by a zero in every second byte."""
    zeros = max(raw[start:NUL_WITHIN:2].count(0) for start in (0, 1))
    return raw[:2] in UTF16_MARKS or zeros * 3 > min(len(raw), NUL_WITHIN)


def _text(raw: bytes, name: str) -> str:
    if is_utf16(raw):
        raise Refused(f"{name} is in UTF-16; save it as UTF-8 and import it again.")
    if b"\x00" in raw:
        raise Refused(f"{name} holds NUL bytes, so it is not a text file; save it anew as UTF-8.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(
            f"{name} is not in UTF-8 (byte {error.start + 1}); save it as UTF-8 and import it again."
        ) from error


def _csv(raw: bytes, name: str) -> Sheet:
    text = _text(raw, name)
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True, strict=True)
    csv.field_size_limit(2**31 - 1)
    try:
        lines = list(reader)
    except csv.Error as error:
        raise Refused(f"{name} is broken at line {reader.line_num} ({error}); mend that line and try again.") from error
    return _sheet([[cell.strip() for cell in line] for line in lines], name)


def _xlsx(raw: bytes, name: str) -> Sheet:
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - start-up: only spreadsheets need it

    try:
        lines = CalamineWorkbook.from_filelike(BytesIO(raw)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, IndexError) as error:
        raise Refused(f"{name} is not a readable spreadsheet ({error}); save it anew as XLSX.") from error
    return _sheet([[_cell(cell) for cell in line] for line in lines], name)


def _ndjson(raw: bytes, name: str) -> Sheet:
    rows = tuple(_json_rows(_text(raw, name)))
    if rows and all(row.fault for row in rows):
        raise Refused(
            f"{name} is not NDJSON, for {rows[0].fault} (line {rows[0].number}); save one object on each line."
        )
    columns = dict.fromkeys(column for row in rows for column in row.cells)
    return Sheet(tuple(columns), rows)


def _json_rows(text: str) -> Iterator[NumberedRow]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield NumberedRow(number, {}, f"the line is not JSON: {error}")
            continue
        if not isinstance(found, dict):
            yield NumberedRow(number, {}, "the line is not a JSON object")
        else:
            cells = {str(key).strip(): _cell(value) for key, value in found.items()}
            if any(cells.values()):
                yield NumberedRow(number, cells)


def _sheet(lines: list[list[str]], name: str) -> Sheet:
    first = next((number for number, line in enumerate(lines) if any(line)), None)
    if first is None:
        raise Refused(f"{name} has no header; its first row must name the columns.")
    columns = tuple(lines[first])
    twice = sorted({column for column in columns if column and columns.count(column) > 1})
    if twice:
        raise Refused(f"{name} has the column '{twice[0]}' twice; rename one of them.")
    return Sheet(columns, tuple(_numbered(columns, lines[first + 1 :], first + 2)))


def _numbered(columns: tuple[str, ...], lines: list[list[str]], start: int) -> Iterator[NumberedRow]:
    for number, line in enumerate(lines, start):
        if not any(line):
            continue
        fault = ""
        if any(line[len(columns) :]):
            fault = f"the row has {len(line)} cells where {len(columns)} belong"
        yield NumberedRow(number, dict(zip(columns, line, strict=False)), fault)


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case float() if value.is_integer():
            return str(int(value))
        case datetime() | date():
            return value.isoformat()[:10]
        case str():
            return value.strip()
        case dict() | list():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return str(value)


READERS: dict[str, Callable[[bytes, str], Sheet]] = {
    ".csv": _csv,
    ".xlsx": _xlsx,
    ".ndjson": _ndjson,
    ".jsonl": _ndjson,
}
