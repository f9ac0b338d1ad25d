"""A small base to import into, and the files that are imported."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from epex.app.base import KnowledgeBase
from epex.app.founding import Founding, init
from epex.app.importing.kinds import kind_of
from epex.app.importing.mapping import ColumnMap, read_mapping
from epex.app.importing.rows import read_sheet
from epex.app.importing.run import Import, Outcome, Refusal
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
