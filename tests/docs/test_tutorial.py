"""The tutorial tells the truth: its commands run as they stand, few as they are, and print what it says."""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PAGE = (Path(__file__).parents[2] / "docs" / "tutorial" / "first-exchange.md").read_text("utf-8")
PROGRAM = Path(sys.executable).with_name("epex")
BLOCK = re.compile(r"^```(text|)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
LEFT_OUT = "..."
ID = re.compile(r"\b([a-z]+)-[0-9a-f]{8}(-[0-9a-f]{4}){0,3}(-[0-9a-f]{12})?\b")
OWN_DAY = re.compile(r"\b20(2[6-9]|[3-9]\d)-\d\d-\d\d\b")


def steps() -> Iterator[tuple[list[str], str | None]]:
    """List what the page has its reader type, each with what it claims to be printed, if it does."""
    blocks = BLOCK.findall(PAGE)
    for (kind, lines), (next_kind, claim) in zip(blocks, [*blocks[1:], ("", "")], strict=True):
        if not kind:
            *typed, last = lines.splitlines()
            yield from ((shlex.split(line), None) for line in typed)
            yield shlex.split(last), claim if next_kind else None


def plain(text: str) -> list[str]:
    """Take out what differs from one reader to another: ids, and the day on which it is typed."""
    return OWN_DAY.sub("DAY", ID.sub(r"\1-ID", text)).splitlines()


def holds(claim: list[str], printed: list[str]) -> bool:
    """Say whether lines were printed as claimed, with others where the claim leaves some out."""
    if not claim:
        return not printed
    if claim[0] == LEFT_OUT:
        return any(holds(claim[1:], printed[skipped:]) for skipped in range(len(printed) + 1))
    return bool(printed) and claim[0] == printed[0] and holds(claim[1:], printed[1:])


def test_tutorial_takes_fewer_than_thirty_commands() -> None:
    assert len(list(steps())) < 30


def test_tutorial_leads_to_a_decision_and_a_report() -> None:
    typed = [" ".join(word for word in words[1:] if not word.startswith("-")) for words, _ in steps()]

    assert typed[0].startswith("init my-network")
    assert [line.split()[:2] for line in typed if line.startswith(("theme adopt", "report run"))] == [
        ["theme", "adopt"],
        ["report", "run"],
    ]


@pytest.mark.slow
def test_tutorial_prints_what_it_says(tmp_path: Path) -> None:
    folder, wrong = tmp_path, []

    for (name, *words), claim in steps():
        if name == "cd":
            folder /= words[0]
            continue
        done = subprocess.run([PROGRAM, *words], cwd=folder, capture_output=True, text=True, check=False)
        told = plain(done.stdout)
        if done.returncode or (claim is not None and not holds(plain(claim), told)):
            wrong.append((words, done.stderr, told))

    assert wrong == []
