"""A small base to import into, and the files that are imported."""

import csv
import json
import shutil
from collections.abc import Callable, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from epex.app.base import KnowledgeBase
from epex.app.founding import Founding, init
from epex.app.importing.kinds import kind_of
from epex.app.importing.mapping import ColumnMap, read_mapping
from epex.app.importing.outcome import Outcome, Refusal
from epex.app.importing.rows import read_sheet
from epex.app.importing.run import Import
from epex.core import organisation, person
from epex.core.organisation import Organisation
from epex.core.reflection import ReflectionRecorded

MAPPING = """
[columns]
id = "Ref"
title = "Name"
text = ["Story", "Measures"]
occurred_on = "Start"
organisation = "Unit"
person = "Who"
language = "Lang"
[values]
source = "reports"
[dates]
formats = ["%m/%d/%Y %H:%M"]
"""
HEADER = '"Ref", "Name", "Story", "Measures", "Start", "Unit", "Who", "Lang"'
HOME = "organisation-0b9a6d5c-1111-4222-8333-444455556666"
TONE = "person-0b9a6d5c-1111-4222-8333-777788889999"


def copied(make: Callable[[Path], KnowledgeBase], folder: Path) -> KnowledgeBase:
    """Open a copy of a base that is made once, beside the folders of all tests."""
    return KnowledgeBase.open(Path(shutil.copytree(_made(make, folder.parent.parent), folder)))


@cache
def _made(make: Callable[[Path], KnowledgeBase], beside: Path) -> Path:
    base = make(beside / make.__name__)
    base.today.close()
    base.log.engine.dispose()
    return base.config.folder


def founded(folder: Path) -> KnowledgeBase:
    """Found a base with a second organisation and a practitioner."""
    init(folder, Founding(network="North", person="Anna Berg", organisation="Lighthouse", country="XK"))
    base = KnowledgeBase.open(folder)
    act = base.begin()
    act.record(organisation.join(HOME, "Harbour House", short_name="HH", country="NO", kind="ngo", by=act.by))
    base.begin().record(person.register(TONE, "Tone Dahl", Organisation(HOME), by=act.by))
    return base


def row(
    ref: str, story: str = "We listened first.", start: str = "05/02/2016 10:00", more: Sequence[str] = ("", "", "")
) -> str:
    """Write one row with the quoting of the real reports."""
    cells = (ref, "Door", story, " ", start, *more)
    return ",".join('"{}"'.format(cell.replace('"', '""')) for cell in cells)


def imported(
    base: KnowledgeBase, *rows: str, mapping: str = MAPPING, revises: bool = False, dry_run: bool = False
) -> Outcome:
    """Import rows through a file."""
    folder = base.config.folder
    (folder / "map.toml").write_text(mapping, "utf-8")
    (folder / "rows.csv").write_text("\n".join((HEADER, *rows)) + "\n", "utf-8")
    run = Import(base, read_mapping(folder / "map.toml"), revises=revises, dry_run=dry_run)
    return run.run(read_sheet(folder / "rows.csv"))


def taken_in(
    base: KnowledgeBase, kind: str, text: str, *, mapping: str = "", revises: bool = False, dry_run: bool = False
) -> Outcome:
    """Import a small CSV table of some kind."""
    folder, found = base.config.folder, kind_of(kind)
    (folder / "rows.csv").write_text(text, "utf-8")
    (folder / "map.toml").write_text(mapping, "utf-8")
    columns = read_mapping(folder / "map.toml", found) if mapping else ColumnMap(kind=found)
    run = Import(base, columns, revises=revises, dry_run=dry_run)
    return run.run(read_sheet(folder / "rows.csv", found.body))


def newest(base: KnowledgeBase, count: int) -> list[Any]:
    """List the newest events."""
    return [fact.event for fact in base.log.facts(limit=10_000)][-count:]


def refused(outcome: Outcome) -> list[tuple[int, str]]:
    """List the rows and fields that were refused."""
    return [(refusal.row, refusal.field) for refusal in outcome.refused]


def counts(outcome: Outcome) -> tuple[int, int, list[Refusal]]:
    """Give the three counts."""
    return outcome.recorded, outcome.skipped, outcome.refused


def reflections(base: KnowledgeBase) -> list[ReflectionRecorded]:
    """List the reflections in the log."""
    return [fact.event for fact in base.log.facts(limit=10_000) if isinstance(fact.event, ReflectionRecorded)]


def brought(
    base: KnowledgeBase,
    kind: str,
    *rows: dict[str, str],
    revises: bool = False,
    form: str = "csv",
    dry_run: bool = False,
) -> Outcome:
    """Import rows of some kind through a file of some form; Markdown files lie in a folder of their own."""
    found, folder = kind_of(kind), base.config.folder / "brought"
    folder.mkdir(exist_ok=True)
    path = folder / f"{kind}.{form}"
    WRITERS[form](path, rows, found.body)
    run = Import(base, ColumnMap(kind=found), revises=revises, dry_run=dry_run)
    return run.run(read_sheet(path, found.body))


def whys(outcome: Outcome) -> list[tuple[str, str]]:
    """List the fields that were refused, and the beginning of why."""
    return [(refusal.field, refusal.why) for refusal in outcome.refused]


def steps_of(base: KnowledgeBase, count: int) -> list[tuple[str, str | None]]:
    """List the newest events by their types, with their days."""
    return [(fact.envelope.type, fact.envelope.occurred_on) for fact in base.log.facts(limit=10_000)][-count:]


def _csv(path: Path, rows: Sequence[dict[str, str]], body: str) -> None:  # noqa: ARG001 - as all writers
    columns = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, columns)
        table.writeheader()
        table.writerows(rows)


def _ndjson(path: Path, rows: Sequence[dict[str, str]], body: str) -> None:  # noqa: ARG001 - as above
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")


def _markdown(path: Path, rows: Sequence[dict[str, str]], body: str) -> None:
    [row] = rows
    front = "\n".join(f"{name}: {json.dumps(words)}" for name, words in row.items() if name != body)
    path.write_text(f"---\n{front}\n---\n{row.get(body, '')}\n", "utf-8")


def _xlsx(path: Path, rows: Sequence[dict[str, str]], body: str) -> None:  # noqa: ARG001 - as above
    columns = list(dict.fromkeys(name for row in rows for name in row))
    lines = [columns, *([row.get(name, "") for name in columns] for row in rows)]
    text = '<c r="{}{}" t="inlineStr"><is><t xml:space="preserve">{}</t></is></c>'
    cells = [
        "".join(text.format(_letters(place), number, escape(cell)) for place, cell in enumerate(line))
        for number, line in enumerate(lines, 1)
    ]
    data = "".join(f'<row r="{number}">{line}</row>' for number, line in enumerate(cells, 1))
    space = "http://schemas.openxmlformats.org"
    office, main = f"{space}/officeDocument/2006/relationships", f"{space}/spreadsheetml/2006/main"
    related = f'<Relationships xmlns="{space}/package/2006/relationships"><Relationship Id="r1" Type="{office}/'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{space}/package/2006/content-types"/>',
        "_rels/.rels": f'{related}officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{related}worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{data}</sheetData></worksheet>',
    }
    with ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)


def _letters(place: int) -> str:
    first, last = divmod(place, 26)
    return f"{chr(64 + first) if first else ''}{chr(65 + last)}"


WRITERS = {"csv": _csv, "ndjson": _ndjson, "md": _markdown, "xlsx": _xlsx}
