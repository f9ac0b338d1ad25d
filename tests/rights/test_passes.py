"""No reading command goes through the log twice: as of a day, or with no views there, one pass builds what it needs."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from epex.app.past import KEPT
from epex.cli import cli
from epex.core.log.envelope import Fact
from epex.core.log.reading import LogReader
from tests.rights.hidden import Known, kept, seen_world
from tests.rights.reading import Line, lines
from tests.rights.world import CORA, EVA, MIRA, World

# They are about what is stored now, and say so.
OF_TODAY = {"audit prove", "form export", "reflection drafts"}
# One writes every event as well, one holds two days against each other, and one looks through all for somebody's name.
MORE = {"export": 1, "audit diff": 2, "person show --everything": 4}
DAY = "2018-12-31"
READERS = {"coordinator": MIRA, "evaluator": EVA, "whoever holds every role": CORA}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Build a base of what there is to read."""
    return kept(tmp_path_factory.getbasetemp(), "seen", seen_world)


@contextmanager
def passes() -> Iterator[list[int]]:
    """Count how often the log is read from its beginning."""
    begun: list[int] = []
    facts = LogReader.facts

    def counted(
        self: LogReader, after: int = 0, upto: int | None = None, limit: int = 1000, **more: bool
    ) -> list[Fact]:
        if after == 0 and upto != 1 and limit > 1:
            begun.append(limit)
        return facts(self, after, upto, limit, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(LogReader, "facts", counted)
        yield begun


def asked() -> list[Line]:
    """List one line of each manner of asking; what pages leave out is read all the same."""
    every = [line for line in lines() if not line.rest.startswith(("@", "<")) and line.command not in OF_TODAY]
    return [line for line in every if "--limit" not in line.rest and "--offset" not in line.rest]


def run(world: World, who: str, words: list[str]) -> int:
    """Run a command as a process of its own would, and count its passes."""
    KEPT.close()
    with passes() as begun:
        CliRunner().invoke(cli, ["--base", str(world.folder), "--as", who, *words], prog_name="epex")
    return len(begun)


@pytest.mark.slow
@pytest.mark.parametrize("who", READERS.values(), ids=READERS)
def test_as_of_a_day_one_pass_builds_all_that_a_command_needs(world: World, who: str) -> None:
    ids = Known({**world.ids, "reader": world.ids.get(who, "")})
    run(world, who, ["waiting"])

    counted = {line: run(world, who, ["--as-of", DAY, *line.words(ids, as_json=False)]) for line in asked()}

    assert repeated(counted) == {}


@pytest.mark.slow
def test_with_no_views_there_a_command_builds_them_in_one_pass(world: World, tmp_path: Path) -> None:
    copy = world.copied(tmp_path / "copy")
    ids, counted = Known({**world.ids, "reader": world.ids.get(MIRA, MIRA)}), {}

    for line in {
        (line.command, line.rest.split(" ")[0] if line.command == "report run" else ""): line for line in asked()
    }.values():
        shutil.rmtree(copy.folder / "views", ignore_errors=True)
        counted[line] = run(copy, MIRA, line.words(ids, as_json=False))

    assert repeated(counted) == {}


def repeated(counted: Mapping[Line, int]) -> dict[str, int]:
    """Name the lines that go through the log more often than they should."""
    most = {
        line: 1 + MORE.get(f"{line.command} {line.rest.rpartition(' ')[2]}", MORE.get(line.command, 0))
        for line in counted
    }
    return {f"{line.command} {line.rest}": count for line, count in counted.items() if count > most[line]}
