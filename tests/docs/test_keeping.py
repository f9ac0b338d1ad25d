"""The pages about backups and keys: what they have their reader type runs as it stands."""

import subprocess
from pathlib import Path

import pytest

from epex.app.base import KnowledgeBase
from epex.app.founding import init
from tests.docs.test_pages import FOUNDING, PROGRAM, commands


@pytest.mark.slow
@pytest.mark.parametrize("page", ["docs/how-to/back-up-and-restore.md", "docs/how-to/keys.md"])
def test_commands_of_a_page_run_inside_a_base(page: str, tmp_path: Path) -> None:
    init(tmp_path / "base", FOUNDING)
    KnowledgeBase.open(tmp_path / "base").notary.sign()
    failed = []

    for _, *words in commands(page):
        done = subprocess.run([PROGRAM, *words], cwd=tmp_path / "base", capture_output=True, text=True, check=False)
        if done.returncode:
            failed.append((words, done.stderr))

    assert failed == []
