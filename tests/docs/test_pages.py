"""The pages tell the truth: their commands run, their links lead somewhere, every setting is explained."""

import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from epex.app.config import FILE_NAME
from epex.app.founding import Founding, init

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
PROGRAM = Path(sys.executable).with_name("epex")
REFERENCE = (ROOT / "docs" / "reference" / "base.md").read_text("utf-8")
FOUNDING = Founding(network="An exchange", person="Orla", organisation="A house", country="AT")


def commands(page: str) -> list[list[str]]:
    """List what a page has its reader type."""
    blocks = re.findall(r"```\n(.*?)```", (ROOT / page).read_text("utf-8"), re.DOTALL)
    lines = [shlex.split(line) for block in blocks for line in block.splitlines() if line.startswith(("epex ", "cd "))]
    assert lines
    return lines


@pytest.mark.slow
@pytest.mark.parametrize(
    "page",
    [
        "README.md",
        "docs/how-to/decide-on-themes.md",
        "docs/how-to/evaluate-a-year.md",
        "docs/how-to/exchange-with-qda.md",
        "docs/how-to/follow-a-search.md",
        "docs/how-to/keep-the-thesaurus.md",
        "docs/how-to/match-and-visit.md",
        "docs/how-to/protect-people.md",
        "docs/how-to/publish.md",
        "docs/how-to/review-and-transfer.md",
        "docs/how-to/search.md",
    ],
)
def test_commands_of_a_page_run_as_they_stand(page: str, tmp_path: Path) -> None:
    folder, failed = tmp_path, []

    for name, *words in commands(page):
        if name == "cd":
            folder /= words[0]
            continue
        done = subprocess.run([PROGRAM, *words], cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode:
            failed.append((words, done.stderr))

    assert failed == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_of_a_page_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8"))

    assert [link for link in links if not (page.parent / link).exists()] == []


def test_reference_explains_every_setting(tmp_path: Path) -> None:
    init(tmp_path / "base", FOUNDING)
    sections = tomllib.loads((tmp_path / "base" / FILE_NAME).read_text("utf-8"))
    settings = [f"`[{section}] {name}`" for section, values in sections.items() for name in values]

    assert [setting for setting in settings if setting not in REFERENCE] == []


def test_reference_explains_every_place(tmp_path: Path) -> None:
    init(tmp_path / "base", FOUNDING)
    made = [path.relative_to(tmp_path / "base") for path in (tmp_path / "base").rglob("*") if path.is_file()]

    assert [str(path) for path in made if f"`{path}`" not in REFERENCE and f"`{path.parent}/`" not in REFERENCE] == []
