"""kill -9 in the midst of an import, a backup, an erasure: nothing acknowledged is lost, and it goes on."""

import shutil
from collections import Counter
from pathlib import Path

import pytest

from epex.app.base import KnowledgeBase
from epex.app.config import read_config
from epex.app.keeping.backup import back_up
from epex.app.keeping.restore import restore
from epex.core.decision import Refused
from epex.core.reflection import ReflectionRecorded
from tests.app.erasing.bases import RARE, again, types
from tests.app.erasing.bases import founded as founded_with_rare_words
from tests.app.erasing.plaintext import residues
from tests.app.erasing.test_erasure import FACTS
from tests.app.keeping.conftest import untold
from tests.faults.bases import opened
from tests.faults.children import Child, Work, moments, pieces
from tests.faults.killing import SHARE, account, seconds_of, troubles
from tests.faults.long_work import (
    ROWS,
    ROWS_A_BATCH,
    back_up_and_tell,
    back_up_in_place,
    erase_and_tell,
    erase_somebody,
    import_and_tell,
    import_row_by_row,
    import_rows,
    record_erasure_first,
    text_of,
)
from tests.faults.reckoning import facts, ledger_faults
from tests.faults.sizes import shares
from tests.faults.work import RECORDED

pytestmark = pytest.mark.slow
KILLS = 20


def imported(base: KnowledgeBase, after: int) -> Counter[str]:
    """Count the imported texts after a position."""
    found = (fact.event for fact in facts(base, after) if isinstance(fact.event, ReflectionRecorded))
    return Counter(text for event in found for text in event.answers.values())


def trouble_after_import(folder: Path, work: Work, moment: float) -> list[str]:
    """Kill an import; look for losses and parts of batches, and let the same import go on."""
    source = f"source {moment}"
    with opened(folder) as base:
        before = base.log.head()
        told = [int(done) for done in pieces(Child(work, folder, source).killed_after(moment), RECORDED)]
        there = imported(base, before).total()
        trouble = [f"{done} rows were acknowledged and {there} are there" for done in told[-1:] if done > there]
        trouble += [f"{there} rows are no whole batches"] if there % ROWS_A_BATCH else []
        outcome = import_rows(base, source)
        if (outcome.recorded, outcome.skipped) != (ROWS - there, there):
            trouble.append(f"of {ROWS} rows, {there} of them there, {outcome.skipped} were skipped")
        if imported(base, before) != Counter(text_of(source, number) for number in range(ROWS)):
            trouble.append("the rows do not stand there once each")
        return [*trouble, *ledger_faults(base)]


@pytest.mark.parametrize("kills", shares("kills", SHARE), ids=str)
def test_import_goes_on_when_killed(founded: Path, kills: range) -> None:
    longest = seconds_of(import_and_tell, founded, "first")

    found = troubles(kills, longest, lambda moment: trouble_after_import(founded, import_and_tell, moment))

    account("import", found)


def test_import_harness_finds_a_torn_batch(founded: Path) -> None:
    longest = seconds_of(import_and_tell, founded, "first")

    assert any(trouble_after_import(founded, import_row_by_row, moment) for moment in moments(KILLS, longest))


def trouble_after_backup(folder: Path, work: Work, moment: float) -> list[str]:
    """Kill a backup; a file that is there is sound, and the next backup goes through."""
    file = folder.with_name(f"saved after {moment}.zip")
    was_acknowledged = bool(pieces(Child(work, folder, file).killed_after(moment), RECORDED))
    trouble = ["an acknowledged backup is not there"] if was_acknowledged and not file.exists() else []
    if not file.exists():
        back_up(read_config(folder), file, tell=untold)
    with opened(folder) as base:
        trouble += [*differences(file, base.log.head()), *ledger_faults(base)]
    file.unlink()
    return trouble


def differences(file: Path, head: int) -> list[str]:
    """Restore a backup, and tell what is wrong with it."""
    place = file.with_suffix("")
    try:
        restored = restore(file, place, tell=untold)
    except Refused as refused:
        return [str(refused)]
    shutil.rmtree(place)
    return [] if restored["head"] == head else [f"the backup ends at {restored['head']} and the log at {head}"]


@pytest.mark.parametrize("kills", shares("kills", SHARE), ids=str)
def test_backup_is_whole_or_not_there_when_killed(founded: Path, kills: range) -> None:
    longest = seconds_of(back_up_and_tell, founded, founded.with_name("first.zip"))

    found = troubles(kills, longest, lambda moment: trouble_after_backup(founded, back_up_and_tell, moment))

    account("backup", found)


def test_backup_harness_finds_half_a_file(founded: Path) -> None:
    longest = seconds_of(back_up_and_tell, founded, founded.with_name("first.zip"))

    assert any(trouble_after_backup(founded, back_up_in_place, moment) for moment in moments(KILLS, longest))


class Erasing:
    """The same base again and again, in which an erasure is killed."""

    def __init__(self, whole: Path, place: Path) -> None:
        """Know what is there before."""
        self._whole, self._place = whole, place
        with opened(whole) as base:
            self._before = [fact.envelope.event_id for fact in facts(base)]

    def trouble(self, work: Work, moment: float) -> list[str]:
        """Kill an erasure, let the same go on, and look for what was lost and for what is left."""
        shutil.rmtree(self._place, ignore_errors=True)
        shutil.copytree(self._whole, self._place)
        Child(work, self._place).killed_after(moment)
        with opened(self._place) as base:
            erase_somebody(base)
            there = [fact.envelope.event_id for fact in facts(base)]
            trouble = [] if there[: len(self._before)] == self._before else ["events are lost"]
            trouble += [*ledger_faults(base), *([] if types(base) == FACTS else [f"recorded was {types(base)}"])]
        return [*trouble, *residues(self._place, RARE)]

    def seconds(self) -> float:
        """Tell how long an erasure takes."""
        shutil.copytree(self._whole, self._place)
        return seconds_of(erase_and_tell, self._place)


@pytest.fixture(scope="session")
def whole_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Found a base in which somebody with a rare name wrote and was quoted."""
    folder = tmp_path_factory.mktemp("erasing") / "base"
    again(founded_with_rare_words(folder)).log.engine.dispose()
    return folder


@pytest.fixture
def erasing(whole_folder: Path, tmp_path: Path) -> Erasing:
    """Give copies of that base to erase in."""
    return Erasing(whole_folder, tmp_path / "base")


@pytest.mark.parametrize("kills", shares("kills", SHARE), ids=str)
def test_erasure_goes_on_when_killed(erasing: Erasing, kills: range) -> None:
    found = troubles(kills, erasing.seconds(), lambda moment: erasing.trouble(erase_and_tell, moment))

    account("erase", found)


def test_erasure_harness_finds_what_was_only_said_to_be_erased(erasing: Erasing) -> None:
    assert any("views.db" in left for left in erasing.trouble(record_erasure_first, 0))
