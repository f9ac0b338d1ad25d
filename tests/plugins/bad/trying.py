"""Enable each bad plugin beside a good one, in real processes, and see what happens to everything else."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from zipfile import ZipFile

from hatchling.builders.wheel import WheelBuilder

from epex.app.config import read_config, write_config
from tests.commands.running import FOUNDER, HOST, VISITING, Epex

HERE = Path(__file__).parent
GOOD = "good"
LEAVES = "leaves-events"
WRITES = "writes-the-log"
ENDS_BADLY = ("exits-at-import", "thread-at-import", "hangs-at-exit")
# What each is met by; the others by a report of their own.
MET_BY = {
    "missing-import": ("report", "list"),
    "hangs-at-import": ("report", "list"),
    **dict.fromkeys(ENDS_BADLY, ("views", "rebuild")),
    "old-hooks": ("report", "list"),
    "clashes": ("report", "list"),
    "twin": ("report", "list"),
    "wrong-format": ("report", "run", "good", "--format", "wrong-format", "--output", "never.tea"),
    LEAVES: ("report", "list"),
    WRITES: ("audit", "verify"),
}
BESIDE = {"twin": ("twin", "twin-b")}
BAD = (
    *("missing-import", "hangs-at-import", "raises", "hangs", "floods", "exits", "exits-hard", "wrong-type"),
    *("wrong-format", "old-hooks", "clashes", WRITES, "allocates", LEAVES, "twin", *ENDS_BADLY),
)
READING = (
    ("organisation", "list"),
    ("theme", "list"),
    ("audit", "log"),
    ("search", "Prison"),
    ("report", "run", GOOD),
    ("report", "run", "year-review", "--option", "year=1"),
)
SECONDS = 5
PATIENCE = 300
TOOK = re.compile(r'"took_ms": [\d.]+')
MAIN = "from epex.cli import main; main()"


@dataclass(frozen=True, kw_only=True)
class Happened:
    """What came of one bad plugin."""

    name: str
    about: str
    changed: tuple[str, ...]
    is_recorded: bool
    is_imported_to_record: bool
    told: tuple[str, ...]


def install(names: Iterable[str], site: Path) -> Path:
    """Install packages into a folder: built as wheels, and unpacked as pip does with pure Python."""
    for name in names:
        wheels = WheelBuilder(str(HERE / name)).build(directory=str(site.parent / "wheels"), versions=["standard"])
        for wheel in wheels:
            with ZipFile(wheel) as packed:
                packed.extractall(site)
    return site


@dataclass(frozen=True, kw_only=True)
class Bench:
    """A base, and the folder that plugins are installed in."""

    base: Path
    site: Path

    def run(self, *words: str, options: tuple[str, ...] = ()) -> "subprocess.CompletedProcess[str]":
        """Run the program in a process of its own."""
        environment = {**os.environ, "PYTHONPATH": str(self.site), "EPEX_BASE": str(self.base)}
        return subprocess.run(
            [sys.executable, *options, "-c", MAIN, *words],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )

    def read(self) -> dict[str, tuple[int, str]]:
        """Run every reading command that is compared."""
        done = {" ".join(words): self.run(*words, "--json") for words in READING}
        return {words: (each.returncode, TOOK.sub("", each.stdout)) for words, each in done.items()}

    def enabling(self, names: tuple[str, ...], folder: Path) -> "Bench":
        """Copy the base, and enable plugins there by hand, as somebody does who skips all checks."""
        base = Path(shutil.copytree(self.base, folder))
        write_config(replace(read_config(base), plugins=names, plugin_seconds=SECONDS))
        return Bench(base=base, site=self.site)


def founded(folder: Path) -> Bench:
    """Found a base that uses the good plugin, and install all of them."""
    bench = Bench(base=folder / "base", site=install((GOOD, *BAD, "twin-b"), folder / "site"))
    epex = Epex(bench.base)
    names = ("--network", "Exchange", "--person", FOUNDER, "--organisation", HOST, "--country", "NO")
    assert epex("init", str(bench.base), *names).exit_code == 0
    epex.record("organisation", "add", "--name", VISITING, "--country", "xk", "--kind", "public_service")
    epex.record("year", "open", "--purpose", "getting_to_know")
    for words in (("plugin", "enable", GOOD), (GOOD, "pour", "--cups", "3"), ("audit", "checkpoint")):
        done = bench.run(*words)
        assert done.returncode == 0, done.stderr
    return bench


def happenings(folder: Path) -> Iterator[Happened]:
    """Try every bad plugin."""
    bench = founded(folder)
    alone = bench.enabling((GOOD,), folder / "alone").read()
    for name in BAD:
        yield _tried(bench.enabling((*BESIDE.get(name, (name,)), GOOD), folder / name), name, alone)


def _tried(bench: Bench, name: str, alone: dict[str, tuple[int, str]]) -> Happened:
    if name == LEAVES:
        bench = _uninstalled(bench)
        alone = bench.enabling((GOOD,), bench.base.parent / "left").read()
    read = bench.read()
    added = bench.run(
        "organisation", "add", "--name", "Tea House", "--country", "NO", "--kind", "ngo", options=("-X", "importtime")
    )
    if name == WRITES:
        bench.run(name, "go")
    met = bench.run(*MET_BY.get(name, ("report", "run", name)))
    about = tomllib.loads((HERE / name / "pyproject.toml").read_text("utf-8"))["project"]["description"]
    told = met.stdout.splitlines()[:1] if name == WRITES else met.stderr.splitlines()
    return Happened(
        name=name,
        about=about,
        changed=tuple(words for words in alone if read[words] != alone[words]),
        is_recorded=added.returncode == 0,
        is_imported_to_record=f"epex_{name.replace('-', '_')}" in added.stderr,
        told=tuple(dict.fromkeys(told)),
    )


def _uninstalled(bench: Bench) -> Bench:
    done = bench.run(LEAVES, "note")
    assert done.returncode == 0, done.stderr
    return Bench(base=bench.base, site=install((GOOD,), bench.base.parent / "without" / "site"))


def table(happened: Iterable[Happened]) -> str:
    """Write what happened as a table."""
    rows = [
        "| plugin | the others' answers | recording | what epex says |",
        "|---|---|---|---|",
        *(_row(each) for each in happened),
    ]
    return "\n".join(rows)


def _row(each: Happened) -> str:
    answers = "the same" if not each.changed else f"changed: {', '.join(each.changed)}"
    recorded = "works" if each.is_recorded else "fails"
    imported = ", and imports it" if each.is_imported_to_record else ""
    return f"| {each.about} | {answers} | {recorded}{imported} | {'<br>'.join(each.told)} |"
