"""`epex init`, `epex demo`, and `epex` alone."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from epex.cli import cli
from tests.commands.running import FOUNDER, HOST, VISITOR, Epex

FOUND = ("--network", "Exchange", "--person", FOUNDER, "--organisation", "Youth House", "--country", "NO")


def run(*args: str) -> Result:
    return CliRunner().invoke(cli, args, prog_name="epex")


def test_init_makes_its_person_coordinator_and_protector(tmp_path: Path) -> None:
    folder = tmp_path / "base"

    receipt = json.loads(run("init", str(folder), *FOUND, "--language", "en", "--language", "nb", "--json").stdout)

    (founder,) = Epex(folder).answer("person", "list")
    assert (founder["title"], founder["roles"]) == (FOUNDER, ["coordinator", "data_protection_officer"])
    assert (receipt["position"], len(receipt["events"])) == (3, 3)
    assert Epex(folder).answer("audit", "show", "1")["said"]["languages"] == ["en", "no"]


def test_init_says_what_to_do_next(tmp_path: Path) -> None:
    folder = tmp_path / "base"

    done = run("init", str(folder), *FOUND)

    assert done.stdout.splitlines() == [
        f"{folder} is a knowledge base now. Keep {folder / 'keys'} safe: without it nothing can be read.",
        f"Go on with: cd {folder}; epex person add --help",
        "",
        "You are its data protection officer too, who reads every reflection, also those that are for two sides only.",
        "That is better somebody else, who does not coordinate:",
        "  epex person add --name NAME --organisation 'Youth House' --role data_protection_officer",
        "  epex person revise 'Mira Holm' --role coordinator",
    ]


def test_what_init_advises_parts_the_two_roles(epex: Epex) -> None:
    epex.record("person", "add", "--name", "Petra", "--organisation", HOST, "--role", "data_protection_officer")
    epex.record("person", "revise", FOUNDER, "--role", "coordinator")

    roles = {row["title"]: row["roles"] for row in epex.answer("person", "list")}

    assert (roles[FOUNDER], roles["Petra"]) == (["coordinator"], ["data_protection_officer"])


def test_a_base_is_not_founded_twice(epex: Epex) -> None:
    for command in (["init", str(epex.folder), *FOUND], ["demo", str(epex.folder)]):
        done = run(*command)

        assert done.exit_code == 1
        assert done.stderr.splitlines()[-1] == f"{epex.folder} already holds a knowledge base; choose another folder."


@pytest.mark.slow
def test_the_demo_says_that_it_is_illustrative(tmp_path: Path) -> None:
    folder = tmp_path / "demo"

    told = run("demo", str(folder))
    answer = json.loads(run("demo", str(tmp_path / "other"), "--json").stdout)

    assert told.stdout.startswith(f"{folder} holds {answer['events']} events. All of it is illustrative.\n")
    assert answer["illustrative"] is True


@pytest.mark.slow
def test_the_tour_fits_one_screen_and_writes_a_report(tmp_path: Path) -> None:
    folder = tmp_path / "demo"

    lines = run("demo", str(folder), "--tour").stdout.splitlines()

    text = "\n".join(lines)
    assert len(lines) <= 45
    assert "[[" in text
    assert f"  {folder / 'practice-transfer.html'}" in lines
    assert (folder / "practice-transfer.html").is_file()
    assert [line.split()[3] for line in lines[-4:-1]] == ["audit", "search", "report"]


def test_alone_it_prints_what_waits(epex: Epex, completed: str, visit: str) -> None:
    waits = epex(acting_as=VISITOR)

    assert waits.stdout.splitlines() == [
        *("Exchange, as Ben Okafor", "", "Visits to reflect on"),
        f"  Street work  epex reflection record {completed[:14]}",
        *("", "Visits to move on", f"  Street work  epex visit monitor {visit[:14]}"),
    ]


def test_alone_it_says_when_nothing_waits(epex: Epex) -> None:
    done = epex()

    assert done.stdout.splitlines() == [
        f"Exchange, as {FOUNDER}",
        "Nothing waits for you. 'epex search WORD' finds what others learned; 'epex --help' shows the rest.",
    ]
