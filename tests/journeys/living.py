"""An exchange as its people live it: what each of them sees and types, and what waits for them."""

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.commands.running import Epex

PROGRAM = Path(sys.executable).with_name("epex")
WHOLE_ID = re.compile(r"\b([a-z]+)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
ID = re.compile(r"\b([a-z]+)-[0-9a-f]{8}\b")
GAP = re.compile(r" {2,}")

HOUSE, PRISON, LANE = "Youth House North", "Prison Service South", "Mill Lane Trust"
COORDINATOR, HOST, OFFICER, EDITOR = "Mira Holm", "Sami Berg", "Petra Lind", "Ida Blom"
VISITOR, REVIEWER, EVALUATOR = "Ben Okafor", "Lea Roth", "Eva Lund"
NETWORK = "A small exchange"
VISIT = "Street work at night"

ORGANISATIONS = {PRISON: ("XK", "public_service", "en"), LANE: ("GB", "ngo", "en")}
PEOPLE = {
    HOST: (HOUSE, "practitioner"),
    OFFICER: (HOUSE, "data_protection_officer"),
    EDITOR: (LANE, "editor"),
    VISITOR: (PRISON, "practitioner"),
    REVIEWER: (LANE, "reviewer"),
    EVALUATOR: (LANE, "evaluator"),
}


class Exchange(Epex):
    """One base, and the people who use it."""

    def program(self, who: str, *args: str, given: str = "") -> str:
        """Run the installed program, as its users do, and give what it prints."""
        options = ["--base", str(self.folder), "--as", who] if who else []
        environment = {**os.environ, "NO_COLOR": "1", "COLUMNS": "100"}
        done = subprocess.run(
            [PROGRAM, *options, *args], input=given, capture_output=True, text=True, check=False, env=environment
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def sees(self, who: str, *args: str) -> list[str]:
        """Run a command that succeeds, and give the lines that somebody sees, with ids cut to their subject."""
        done = self(*args, acting_as=who)
        assert done.exit_code == 0, done.output
        return without_ids(done.stdout).splitlines()

    def types(self, who: str, *args: str, given: str | None = None) -> str:
        """Record something, and give the id it answers."""
        return self.record(*args, given=given, acting_as=who)

    def is_refused(self, who: str, *args: str) -> str:
        """Run a command that is refused, and give its sentence."""
        return self.refusal(*args, acting_as=who)

    def waits(self, who: str) -> dict[str, list[str]]:
        """Run `epex` alone: what waits for somebody, below its headings."""
        _, *lines = self.sees(who)
        waiting: dict[str, list[str]] = {}
        told: list[str] = []
        for line in lines:
            if line.startswith("    "):
                told[-1] += f" | {line.strip()}"
            elif line.startswith("  "):
                told.append(GAP.sub(" | ", line.strip()))
            elif line and not line.startswith("Nothing waits for you."):
                told = waiting[line] = []
        return waiting


def without_ids(text: str) -> str:
    """Cut ids to what they are of."""
    return ID.sub(r"\1", WHOLE_ID.sub(r"\1", text))


def found(folder: Path) -> Exchange:
    """Found a small network with somebody in each role."""
    exchange = Exchange(folder)
    first = ("--network", NETWORK, "--person", COORDINATOR, "--organisation", HOUSE, "--country", "NO")
    assert exchange("init", str(folder), *first).exit_code == 0
    exchange.record("organisation", "revise", HOUSE, "--language", "no", "--language", "en")
    for name, (country, kind, language) in ORGANISATIONS.items():
        profile = ("--country", country, "--kind", kind, "--language", language)
        exchange.record("organisation", "add", "--name", name, *profile)
    for name, (home, role) in PEOPLE.items():
        exchange.record("person", "add", "--name", name, "--organisation", home, "--role", role)
    exchange.record("person", "revise", COORDINATOR, "--role", "coordinator")
    exchange.record("year", "open", "--purpose", "getting_to_know")
    return exchange


def planned(exchange: Exchange) -> str:
    """Plan a visit of the prison service at the youth house."""
    people = ("--host-person", HOST, "--visitor", VISITOR)
    days = ("--starts-on", "2017-03-13", "--ends-on", "2017-03-15")
    return exchange.record("visit", "plan", VISIT, "--year", "1", "--host", HOUSE, *people, *days)


def visited(exchange: Exchange) -> str:
    """Carry the visit out, to its end."""
    visit = planned(exchange)
    exchange.record("visit", "agree", VISIT, "--objectives", "See how an evening begins.")
    exchange.record("visit", "prepare", VISIT, "--briefed", VISITOR)
    exchange.record("visit", "start", VISIT, "--on", "2017-03-13")
    exchange.record("visit", "complete", VISIT, "--on", "2017-03-15")
    return visit


def begins(exchange: Exchange, who: str) -> None:
    """Let somebody say what their organisation shows, wants and struggles with, as everybody may, and no more."""
    exchange.types(who, "match", "offer", "How minutes are kept short")
    exchange.types(who, "match", "need", "How others keep what they heard")
    exchange.types(who, "challenge", "state", "How do we keep what we heard?")
    assert exchange.is_refused(
        who, "organisation", "add", "--name", "Quay House", "--country", "DK", "--kind", "ngo"
    ) == ("Only a coordinator may add an organisation; ask one of them to record it.")
    assert exchange.is_refused(who, "visit", "monitor", VISIT, "All were glad.") == (
        "Only a coordinator may act on a visit in which they neither host nor visit; ask one of them to record it."
    )
    assert exchange.waits(who) == {}


def carries_on(exchange: Exchange, who: str, element: str) -> None:
    """Let somebody follow an element of the host's on its way to the visitor, and decide nothing about it."""
    exchange.types(VISITOR, "transfer", "consider", element, "--reason", "Two wings asked")
    transfer = f"{element} → {PRISON}"
    assert [row["title"] for row in exchange.answer("transfer", "list", acting_as=who)] == [transfer]
    told = exchange.sees(who, "report", "run", "practice-transfer", "--option", f"element={element}")
    assert [line.partition(" [")[0] for line in told if line.startswith("***")] == ["*** ANTICIPATED ***"]
    assert exchange.is_refused(who, "transfer", "evaluate", transfer, "It works") == (
        "Only a coordinator may decide on a transfer for another organisation; ask one of them to record it."
    )
