"""People who moved or were erased in one branch while the other went on: what both tell of them afterwards."""

from pathlib import Path

import pytest

from tests.commands.running import FOUNDER, HOST, VISITING, VISITOR, Epex
from tests.commands.test_merge import bundle

pytestmark = pytest.mark.slow
LEAD, OFFICER = "Cora Lind", "Petra Vik"
SECOND = "Zed Moss"


def parted(epex: Epex) -> Epex:
    """Branch a base."""
    road = Epex(epex.folder.parent / "road")
    assert epex("branch", str(road.folder)).exit_code == 0
    return road


def told(epex: Epex, reflection: str) -> list[object]:
    """Gather what a base tells of where somebody wrote, and who finds it there."""
    shown = epex.answer("reflection", "show", reflection, acting_as=VISITOR)
    found = [
        len(epex.answer("search", "kettle", "--organisation", place, acting_as=VISITOR)["hits"])
        for place in (VISITING, "Mill Lane")
    ]
    return [shown["organisation_title"], found]


@pytest.mark.parametrize("typed_by", [VISITOR, FOUNDER])
def test_a_reflection_stays_where_its_author_belonged_when_it_was_recorded(
    epex: Epex, completed: str, typed_by: str
) -> None:
    epex.record("organisation", "add", "--name", "Mill Lane", "--country", "BE", "--kind", "ngo")
    road = parted(epex)
    epex.record("person", "move", VISITOR, "--organisation", "Mill Lane")
    words = ("--answer", "how=We put the kettle on.", "--author", VISITOR)
    reflection = road.record("reflection", "record", completed, *words, acting_as=typed_by)

    answers = [epex.answer("import", str(bundle(road, epex))), road.answer("import", str(bundle(epex, road, "b.zip")))]

    assert [answer["held"] for answer in answers] == [[], []]
    assert told(epex, reflection) == told(road, reflection) == [VISITING, [1, 0]]


def test_an_imported_text_stays_where_its_author_belonged(epex: Epex, tmp_path: Path) -> None:
    epex.record("organisation", "add", "--name", "Mill Lane", "--country", "BE", "--kind", "ngo")
    road = parted(epex)
    epex.record("person", "move", VISITOR, "--organisation", "Mill Lane")
    table = tmp_path / "texts.csv"
    table.write_text(f"id,text,person\n1,We put the kettle on.,{VISITOR}\n", "utf-8")
    road.answer("import", str(table), "--kind", "reflections")
    again = road.answer("import", str(table), "--kind", "reflections")

    epex.answer("import", str(bundle(road, epex)))
    road.answer("import", str(bundle(epex, road, "b.zip")))

    (row,) = road.answer("reflection", "list", acting_as=VISITOR)
    assert again["refused"] == []
    assert told(epex, row["id"]) == told(road, row["id"]) == [VISITING, [1, 0]]


@pytest.fixture
def both_erased(epex: Epex) -> tuple[Epex, str]:
    """Let each branch erase somebody who wrote in the other, and a coordinator merge."""
    for name, role in ((LEAD, "coordinator"), (OFFICER, "data_protection_officer"), (SECOND, "practitioner")):
        epex.record("person", "add", "--name", name, "--organisation", VISITING, "--role", role)
    plan = ("visit", "plan", "Street work", "--year", "1", "--host", HOST)
    visit = epex.record(*plan, "--visitor", VISITOR, "--visitor", SECOND)
    for step in ("agree", "prepare", "start", "complete"):
        epex.record("visit", step, visit)
    road = parted(epex)
    for base, writer, gone in ((epex, VISITOR, SECOND), (road, SECOND, VISITOR)):
        base.record("reflection", "record", visit, "--answer", "how=We put the kettle on.", acting_as=writer)
        assert base("person", "erase", gone, "--ground", "Asked for it").exit_code == 0
    return road, str(bundle(road, epex))


def test_a_merge_says_which_erasures_the_officer_has_to_finish(epex: Epex, both_erased: tuple[Epex, str]) -> None:
    done = epex("import", both_erased[1], acting_as=LEAD)

    waiting = epex.answer("waiting", "--all", acting_as=OFFICER)
    commands = [row["command"] for row in waiting if row["title"] == "An erasure to finish"]
    said = [line.strip() for line in done.stdout.splitlines()[3:]]
    assert sorted(said) == sorted(f"epex {command}" for command in commands)
    assert (len(commands), "Take it out there" in done.stderr) == (2, False)
    assert done.stdout.splitlines()[2].startswith("2 erasures to be finished by a data protection officer, for more")
    for command in commands:
        assert epex(*command.replace("TEXT", "Asked").split(), acting_as=OFFICER).exit_code == 0
    left = epex.answer("waiting", "--all", acting_as=OFFICER)
    assert [row["title"] for row in left if row["title"] == "An erasure to finish"] == []


def test_nobody_else_hears_of_an_erasure_that_is_not_finished(epex: Epex, both_erased: tuple[Epex, str]) -> None:
    epex("import", both_erased[1], acting_as=LEAD)

    told = epex("waiting", "--all", "--json", acting_as=LEAD).stdout

    assert "An erasure to finish" not in told
