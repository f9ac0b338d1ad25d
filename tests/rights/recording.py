"""Who may record what: the whole table, the commands that it has to cover, and the trial of one right."""

import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from sqlite3 import connect

import click

from epex.cli import SECTIONS, cli
from tests.commands.running import Epex
from tests.rights.recording_exchange import MATCHES, MEMBERS, REFLECTIONS, VISITS
from tests.rights.recording_keeping import KEEPING, PROTECTION, PUBLICATIONS
from tests.rights.recording_learning import CHALLENGES, ELEMENTS, EVALUATION, SEARCHES, THEMES, THESAURUS, TRANSFERS
from tests.rights.recording_right import Right
from tests.rights.scene import PEOPLE, Scene

TABLE: dict[str, tuple[Right, ...]] = {
    "Members": MEMBERS,
    "Matches": MATCHES,
    "Visits and meetings": VISITS,
    "Reflections": REFLECTIONS,
    "The thesaurus": THESAURUS,
    "Searches": SEARCHES,
    "Challenges": CHALLENGES,
    "Elements": ELEMENTS,
    "Themes": THEMES,
    "Transfers": TRANSFERS,
    "Evaluation": EVALUATION,
    "Publications": PUBLICATIONS,
    "Personal data": PROTECTION,
    "The base": KEEPING,
}
RIGHTS = tuple(right for rows in TABLE.values() for right in rows)
# They record or give something away, though not in the manner of the others.
UNUSUAL = frozenset(
    {
        *("import", "form import", "person erase", "reflection withdraw", "interview withdraw", "story withdraw"),
        *("merge settle", "audit checkpoint", "plugin enable", "plugin disable", "export", "branch", "backup"),
        *("search", "thesaurus import", "keys backup", "keys restore", "keys rotate"),
    }
)
# A decision says who may, or the base says that there is nothing to be seen.
REFUSALS = re.compile(r"Only |Nobody |There is no .+ that you may read; ")
LISTED = re.compile(r"^row \d+, \w+: ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of a command: whether anything changed, and what was said."""

    changed: bool
    status: int
    sentence: str


def commands() -> Iterator[tuple[str, click.Command]]:
    """Walk through every command of the program, without its groups."""
    context = click.Context(cli)
    for name in (name for section in SECTIONS.values() for name in section):
        command = cli.get_command(context, name)
        if isinstance(command, click.Group):
            yield from ((f"{name} {below}", command.commands[below]) for below in command.list_commands(context))
        elif command:
            yield name, command


def recording_commands() -> set[str]:
    """Name the commands that record."""
    usual = {name for name, command in commands() if "command_id" in {option.name for option in command.params}}
    return usual | UNUSUAL


def faults(right: Right, scene: Scene, workplace: Path) -> list[str]:
    """Try a right as each person, and say what is otherwise than the table has it."""
    trials = dict(_tried(right, scene, workplace))
    allowed = {person for person, trial in trials.items() if trial.changed}
    found = [f"{person} may record it, but should not" for person in sorted(allowed - right.allowed)]
    for person, trial in trials.items():
        if person not in allowed and person in right.allowed:
            found.append(f"{person} should be able to record it: {trial.sentence}")
        elif trial.changed and trial.status != 0:
            found.append(f"{person} is refused, but something changed: {trial.sentence}")
        elif not trial.changed and not is_refusal(trial):
            found.append(f"{person} is refused in other words ({trial.status}): {trial.sentence}")
    return found


def is_refusal(trial: Trial) -> bool:
    """Tell whether a trial ended in one sentence that says who may, or that there is nothing to be seen."""
    # A row of a file that is refused is listed, and ends no import.
    is_plain = trial.status == 1 and "\n" not in trial.sentence
    is_listed = trial.status == 0 and LISTED.search(trial.sentence) is not None
    return (is_plain or is_listed) and REFUSALS.match(LISTED.sub("", trial.sentence)) is not None


def _tried(right: Right, scene: Scene, workplace: Path) -> Iterator[tuple[str, Trial]]:
    base = None
    for person in PEOPLE:
        if base is None:
            base = copied(right, scene, workplace / person)
        trial = attempt(right, scene, base, person)
        yield person, trial
        if trial.changed:
            shutil.rmtree(base.parent)
            base = None


def copied(right: Right, scene: Scene, place: Path) -> Path:
    """Copy the scene as a right finds it."""
    base = place / "base"
    shutil.copytree(scene.base, base)
    (place / "out").mkdir()
    if right.before:
        done = Epex(base)(*right.before)
        assert done.exit_code == 0, done.output
    if right.lost:
        (base / right.lost).unlink()
    return base


def attempt(right: Right, scene: Scene, base: Path, person: str) -> Trial:
    """Run a right's command as somebody."""
    places = {"files": scene.files, "out": base.parent / "out"}
    own = {"own": scene.ids[person], "own_home": scene.ids[f"{person}_home"]}
    before = mark(base)
    done = Epex(base)(*right.words({**scene.ids, **places, **own}), acting_as=PEOPLE[person])
    sentence = (done.stderr if done.exit_code else _last(done.stdout.splitlines())).strip()
    return Trial(mark(base) != before, done.exit_code, sentence)


def _last(lines: Sequence[str]) -> str:
    return lines[-1] if lines else ""


def mark(base: Path) -> str:
    """Give what recording changes: the log, the base's own files, and what was written beside it."""
    files = (path for part in ("checkpoints", "keys", "../out") for path in sorted((base / part).rglob("*")))
    kept = [f"{path.name} {sha256(path.read_bytes()).hexdigest()}" for path in files if path.is_file()]
    return repr((head(base), (base / "epex.toml").read_text("utf-8"), kept))


def head(base: Path) -> int:
    """Give the position of the newest event."""
    with connect(base / "log" / "events.db") as log:
        (newest,) = log.execute("SELECT max(position) FROM events").fetchone()
    log.close()
    return int(newest)
