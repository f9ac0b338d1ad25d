"""Read rows out of CSV, XLSX, NDJSON and Markdown files; a file that is broken as a whole is refused."""

import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from epex.app.importing.columns import joined, parts
from epex.core.decision import Refused
from epex.core.sealed import ERASED, SEALED
from epex.projections.reading import displayed

# What every table that epex exports has; it tells that the columns are our own, and signs are guarded.
EXPORTED = "exported_from"
GUARD = "'"
GUARDED = ("=", "+", "-", "@", "\t", "\r", GUARD)
NUL_WITHIN = 1000
GONE = displayed(ERASED)
WITHDRAWN = ("withdrawn", "erased")
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class NumberedRow:
    """One row with its number as a spreadsheet or an editor shows it; `fault` says why it cannot be read.

    `file` names it where a row is a file of its own; `nested` are the cells that hold a list or an object. A row of a
    table that epex exported `is_ours`, it `is_erased` when words of it are gone, and `gone` are columns that named
    somebody who was erased.
    """

    number: int
    cells: dict[str, str]
    fault: str = ""
    file: str = ""
    nested: frozenset[str] = frozenset()
    is_ours: bool = False
    is_erased: bool = False
    gone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file's columns and the rows that are not blank."""

    columns: tuple[str, ...]
    rows: tuple[NumberedRow, ...]


def read_sheet(path: Path, body: str = "text") -> Sheet:
    """Read a file by its ending, or a folder of Markdown files, whose text is the field `body`.

    Raises Refused when it is missing, empty, broken or of another kind.
    """
    if path.is_dir() or path.suffix.lower() == MARKDOWN:
        return _markdown(path, body)
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise Refused(f"{path.name} is not a {', '.join((*READERS, MARKDOWN))} file; save it as one of these.")
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise Refused(f"{path} cannot be read ({error.strerror}); check the name and the rights.") from error
    if not raw.strip():
        raise Refused(f"{path.name} is empty; choose a file with rows.")
    return _ours(reader(raw, path.name))


def guarded(text: str) -> str:
    """Guard a cell against being taken for a formula: an apostrophe goes before what a spreadsheet would run."""
    return f"{GUARD}{text}" if text.startswith(GUARDED) else text


def is_utf16(raw: bytes) -> bool:
    """Tell UTF-16 by its mark, or by a zero in every second byte."""
    zeros = max(raw[start:NUL_WITHIN:2].count(0) for start in (0, 1))
    return raw[:2] in UTF16_MARKS or zeros * 3 > min(len(raw), NUL_WITHIN)


def decoded(raw: bytes, name: str) -> str:
    """Read a file's text; raises Refused when it is none in UTF-8."""
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
    text = decoded(raw, name)
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    csv.field_size_limit(2**31 - 1)
    return _sheet(list(_records(list(StringIO(text, newline="")), delimiter, name)), name)


def _records(lines: Sequence[str], delimiter: str, name: str) -> Iterator[list[str] | str]:
    """Give the cells of each row, or why a row is broken; the rows after it are read."""
    start, width = 0, 0
    while start < len(lines):
        table = csv.reader(lines[start:], delimiter=delimiter, skipinitialspace=True, strict=True)
        done = 0
        try:
            for line in table:
                done = table.line_num
                width = width or len(line)
                yield [cell.strip() for cell in line]
            start = len(lines)
        except csv.Error as error:
            broken = start + done
            if not width:
                raise Refused(f"{name} is broken at line {broken + 1} ({error}); mend it and try again.") from error
            start = _next_row(lines, broken + 1, delimiter, width)
            where = f"line {broken + 1} is" if start == broken + 1 else f"lines {broken + 1} to {start} are"
            yield f"{where} broken ({error}); close or double its quotation marks"


def _next_row(lines: Sequence[str], start: int, delimiter: str, width: int) -> int:
    """Find the line that begins the next row after a broken one, of which the text may go over several lines."""
    for number in range(start, len(lines)):
        try:
            [cells] = csv.reader([lines[number]], delimiter=delimiter, skipinitialspace=True, strict=True)
        except csv.Error:
            return number
        # The rest of a text may look like a row; quotation marks within its cells tell that it is none.
        if len(cells) == width and not any('"' in cell for cell in cells):
            return number
    return len(lines)


def _xlsx(raw: bytes, name: str) -> Sheet:
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - start-up: only spreadsheets need it

    try:
        lines = CalamineWorkbook.from_filelike(BytesIO(raw)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, IndexError) as error:
        raise Refused(f"{name} is not a readable spreadsheet ({error}); save it anew as XLSX.") from error
    return _sheet([[cell(value) for value in line] for line in lines], name)


def _ndjson(raw: bytes, name: str) -> Sheet:
    rows = tuple(_json_rows(decoded(raw, name)))
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
            cells = {str(key).strip(): cell(value) for key, value in found.items()}
            if any(cells.values()):
                nested = frozenset(str(key).strip() for key, value in found.items() if isinstance(value, list | dict))
                yield NumberedRow(number, cells, nested=nested)


def _markdown(path: Path, body: str) -> Sheet:
    from epex.app.importing.markdown import read_file, read_folder  # noqa: PLC0415 - it reads rows as well

    return read_folder(path, body) if path.is_dir() else read_file(path, body)


def _ours(sheet: Sheet) -> Sheet:
    """Take away what an export of ours has added to cells, and who was erased."""
    return replace(sheet, rows=tuple(map(_own, sheet.rows))) if EXPORTED in sheet.columns else sheet


def _own(row: NumberedRow) -> NumberedRow:
    told = {name: _unguarded(text) for name, text in row.cells.items()}
    cells = {name: "" if text in (ERASED, SEALED) else text for name, text in told.items()}
    left = {name: _without_erased(text, cells.get(name, "")) for name, text in _titles(cells)}
    gone = tuple(name for name, text in left.items() if text != cells.get(name, ""))
    is_erased = ERASED in told.values() or GONE in cells.values() or cells.get("status") in WITHDRAWN
    return replace(row, cells={**cells, **left}, is_ours=True, is_erased=is_erased, gone=gone)


def _unguarded(text: str) -> str:
    return text[1:] if text.startswith(GUARD) and text[1:].startswith(GUARDED) else text


def _titles(cells: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Give the titles of what a column names, which stand in a column beside it."""
    for name, text in cells.items():
        column, mark, ends = name.rpartition("_title")
        if mark and ends in ("", "s") and column in cells and GONE in text:
            yield column, text


def _without_erased(titles: str, named: str) -> str:
    """Leave out those who are called an erased person."""
    ids, names = parts(named), parts(titles)
    if GONE not in names or len(ids) != len(names):
        return named
    return joined(one for one, name in zip(ids, names, strict=True) if name != GONE)


def _sheet(lines: Sequence[list[str] | str], name: str) -> Sheet:
    first, header = next(((place, line) for place, line in enumerate(lines) if any(line)), (0, ""))
    if isinstance(header, str):
        raise Refused(f"{name} has no header; name the columns in its first row.")
    columns = tuple(header)
    twice = sorted({column for column in columns if column and columns.count(column) > 1})
    if twice:
        raise Refused(f"{name} has the column '{twice[0]}' twice; rename one of them.")
    return Sheet(columns, tuple(_numbered(columns, lines[first + 1 :], first + 2)))


def _numbered(columns: tuple[str, ...], lines: Sequence[list[str] | str], start: int) -> Iterator[NumberedRow]:
    for number, line in enumerate(lines, start):
        if isinstance(line, str):
            yield NumberedRow(number, {}, line)
            continue
        if not any(line):
            continue
        fault = ""
        if any(line[len(columns) :]):
            fault = f"the row has {len(line)} cells where {len(columns)} belong"
        yield NumberedRow(number, dict(zip(columns, line, strict=False)), fault)


def cell(value: Any) -> str:
    """Write a value of a file as the text of a cell."""
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


MARKDOWN = ".md"
READERS: dict[str, Callable[[bytes, str], Sheet]] = {
    ".csv": _csv,
    ".xlsx": _xlsx,
    ".ndjson": _ndjson,
    ".jsonl": _ndjson,
}
