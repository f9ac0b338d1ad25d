"""Long work that goes on where a kill broke it off; each has a twin with a fault, for the harness to find."""

import time
from multiprocessing.connection import Connection
from pathlib import Path
from zipfile import ZipFile

import pytest

from epex.app.base import KnowledgeBase
from epex.app.config import read_config
from epex.app.erasing.cases import Found, PersonCase
from epex.app.erasing.erasure import PRIVATE, Erasure
from epex.app.importing import run
from epex.app.importing.mapping import ColumnMap
from epex.app.importing.outcome import Outcome
from epex.app.importing.rows import NumberedRow, Sheet
from epex.app.keeping import archive
from epex.app.keeping.backup import back_up
from epex.core.watching import Progress
from tests.app.erasing.bases import GONE, GROUND
from tests.faults.children import READY
from tests.faults.work import FOR_EVER, RECORDED

ROWS = 100
ROWS_A_BATCH = 10


def sheet(source: str) -> Sheet:
    """Write the rows of an import."""
    rows = ({"id": str(number), "text": text_of(source, number)} for number in range(ROWS))
    return Sheet(("id", "text"), tuple(NumberedRow(number, cells) for number, cells in enumerate(rows, 1)))


def text_of(source: str, number: int) -> str:
    """Write the text of one row."""
    return f"{source}/{number}"


def import_rows(base: KnowledgeBase, source: str, progress: Progress | None = None) -> Outcome:
    """Import a sheet, or what is left of it, in batches that are small enough to be killed between."""
    return imported_in(ROWS_A_BATCH, base, source, progress)


def imported_in(rows: int, base: KnowledgeBase, source: str, progress: Progress | None) -> Outcome:
    """Import a sheet in batches of a size."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "BATCH", rows)
        return run.Import(base, ColumnMap(values={"source": source, "language": "en"})).run(sheet(source), progress)


def import_and_tell(tell: Connection, folder: Path, source: str) -> None:
    """Import, and acknowledge each batch."""
    base = KnowledgeBase.open(folder)
    tell.send(READY)
    import_rows(base, source, lambda done, _: tell.send((RECORDED, str(done))))


def import_row_by_row(tell: Connection, folder: Path, source: str) -> None:
    """Import each row by itself: a fault, for a batch is to be there whole."""
    base = KnowledgeBase.open(folder)
    tell.send(READY)
    imported_in(1, base, source, lambda done, _: tell.send((RECORDED, str(done - done % ROWS_A_BATCH))))


def back_up_and_tell(tell: Connection, folder: Path, file: Path) -> None:
    """Back up, and acknowledge it."""
    tell.send(READY)
    back_up(read_config(folder), file, tell=_unheard)
    tell.send((RECORDED, str(file)))


def back_up_in_place(tell: Connection, folder: Path, file: Path) -> None:
    """Write a backup where it is to be from the first byte on: a fault."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(archive, "ZipFile", lambda _draft, *words: ZipFile(file, *words))
        back_up_and_tell(tell, folder, file)


def erase_somebody(base: KnowledgeBase) -> None:
    """Take every step of an erasure that is not done yet."""
    Erasure(base, PersonCase(base.log, GONE, GROUND), _unheard).run()


def erase_and_tell(tell: Connection, folder: Path) -> None:
    """Erase somebody, and acknowledge it."""
    base = KnowledgeBase.open(folder)
    tell.send(READY)
    erase_somebody(base)
    tell.send((RECORDED, GONE))


def record_erasure_first(tell: Connection, folder: Path) -> None:
    """Record that somebody was erased before anything is: a fault."""
    base = KnowledgeBase.open(folder)
    case = PersonCase(base.log, GONE, GROUND)
    act = base.begin(PRIVATE)
    act.record(case.request(act.load(GONE), act.by))
    act = base.begin()
    act.record(case.confirm(act.load(GONE), Found("", 0, 0, 0, (), ()), act.by))
    tell.send(READY)
    time.sleep(FOR_EVER)


def _unheard(_step: str) -> None:
    """Let nobody hear what long work tells."""
