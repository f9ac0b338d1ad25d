"""Bundles to check and to forge: a base with something of every kind, and the members of a bundle as plain bytes."""

import json
import subprocess
import sys
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from epex.app.auditing import verifier
from epex.app.auditing.bundle import write_bundle
from epex.app.auditing.sources import shown_at
from epex.app.auditing.witness import Witness
from epex.app.base import KnowledgeBase
from epex.core import challenge
from epex.core.decision import new_id
from epex.core.log.command import Command
from tests.commands.running import FOUNDER, HOST, VISITING, VISITOR, Epex

ONLOOKER, EVALUATOR, PARTNER = "Zoe Lind", "Eva Brandt", "Harbour-School"
SECRETS = {"reflection": "They listen before they speak", "quote": "listen before", "evaluation": "Who was left out?"}
RELEASED = "We would go again next year"
FORGOTTEN = "A question that was taken back"
Members = dict[str, bytes]
Report = dict[str, Any]
VERIFIER = Path(verifier.__file__)


@dataclass
class Society:
    """A base with visits, a quotation, an evaluation, two destroyed keys, four checkpoints and a witness."""

    folder: Path
    destroyed: list[str] = field(default_factory=list)
    before: Members = field(default_factory=dict)

    def open(self, acting_as: str = "") -> KnowledgeBase:
        """Open it as somebody."""
        return KnowledgeBase.open(self.folder, acting_as)

    def bundle(self, path: Path, acting_as: str = "", *, public_only: bool = False) -> Members:
        """Write a bundle as somebody, and read its members."""
        write_bundle(self.open(acting_as), path, public_only=public_only)
        return members(path)


def society(folder: Path) -> Society:
    """Make the base."""
    epex = Epex(folder / "base")
    names = ("--network", "Exchange", "--person", FOUNDER, "--organisation", HOST, "--country", "NO")
    assert epex("init", str(epex.folder), *names).exit_code == 0
    epex.record("organisation", "add", "--name", VISITING, "--country", "xk", "--kind", "public_service")
    epex.record("person", "add", "--name", VISITOR, "--organisation", VISITING)
    epex.record("person", "add", "--name", ONLOOKER, "--organisation", HOST)
    epex.record("person", "add", "--name", EVALUATOR, "--organisation", VISITING, "--role", "evaluator")
    made = Society(epex.folder)
    made.open().notary.sign()
    _live(epex)
    _evaluate(made.open(EVALUATOR))
    made.before = made.bundle(folder / "before.zip")
    for _ in range(2):
        _forget(made, epex)
    (folder / PARTNER).mkdir()
    Witness(folder / PARTNER).see(shown_at(made.folder))
    epex.record("challenge", "state", "What comes after the visit?")
    made.open().notary.sign()
    return made


def _live(epex: Epex) -> None:
    epex.record("year", "open", "--purpose", "getting_to_know")
    visit = epex.record("visit", "plan", "Street work", "--year", "1", "--host", HOST, "--visitor", VISITOR)
    for step in ("agree", "prepare", "start", "complete"):
        epex.record("visit", step, visit)
    said = epex.record("reflection", "record", visit, SECRETS["reflection"], acting_as=VISITOR)
    public = epex.record("reflection", "record", visit, RELEASED, "--follow-up", "3", acting_as=VISITOR)
    epex.record("reflection", "release", public, "--visibility", "public", acting_as=VISITOR)
    theme = epex.record("theme", "propose", "Trust")
    epex.record("theme", "link", theme, said, "--quote", SECRETS["quote"], acting_as=VISITOR)
    for number in range(2):
        epex.record("challenge", "state", f"{FORGOTTEN} ({number})")


def _evaluate(base: KnowledgeBase) -> None:
    act = base.begin(Command(visibility="evaluation"))
    home = act.load(act.by.organisation or "")
    act.record(challenge.state(new_id("challenge"), SECRETS["evaluation"], home, by=act.by))


def _forget(made: Society, epex: Epex) -> None:
    rows = epex.answer("challenge", "list")
    subject = next(row["id"] for row in rows if row["title"].startswith(FORGOTTEN) and row["id"] not in made.destroyed)
    base = made.open()
    base.log.vault.destroy(subject)
    base.notary.sign()
    made.destroyed.append(subject)


def members(path: Path) -> Members:
    """Read all members of a bundle."""
    with zipfile.ZipFile(path) as bundle:
        return {name: bundle.read(name) for name in bundle.namelist()}


def packed(path: Path, content: Members) -> Path:
    """Write a bundle of these members."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, raw in content.items():
            bundle.writestr(name, raw)
    return path


def events(content: Members) -> list[dict[str, Any]]:
    """Read the events that a bundle shows."""
    return [json.loads(line) for line in content["events.ndjson"].splitlines()]


def put_events(content: Members, shown: list[dict[str, Any]]) -> None:
    """Write the events that a bundle shows."""
    content["events.ndjson"] = "".join(line(event) for event in shown).encode()


def line(event: dict[str, Any]) -> str:
    """Write an event as bundles do."""
    return json.dumps(event, ensure_ascii=False, separators=(",", ":")) + "\n"


def checkpoints(content: Members) -> list[str]:
    """List the checkpoints of a bundle, the smallest first."""
    return sorted(name for name in content if name.startswith("checkpoints/"))


def run_apart(path: Path, *options: str, program: Path = VERIFIER) -> tuple[int, str, str]:
    """Check a bundle in a process of its own, in an empty folder, with nothing of ours in reach."""
    place = path.parent / "elsewhere"
    place.mkdir(exist_ok=True)
    command = [sys.executable, "-I", str(program), str(path), *options]
    done = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)
    assert list(place.iterdir()) == []
    return done.returncode, done.stdout, done.stderr


def checked_apart(path: Path, *options: str, program: Path = VERIFIER) -> Report:
    """Check a bundle in a process of its own and read what it found."""
    code, told, complaint = run_apart(path, *options, "--json", program=program)
    report: Report = json.loads(told)
    assert (code, complaint) == (0 if report["ok"] else 1, "")
    return report
