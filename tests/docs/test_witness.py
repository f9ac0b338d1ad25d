"""The page about witnesses tells the truth: its commands run as they stand."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from epex.app.founding import Founding, init

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "how-to" / "witness-a-base.md").read_text("utf-8")


@pytest.mark.slow
def test_commands_of_the_page_run_as_they_stand(tmp_path: Path) -> None:
    init(tmp_path / "north-sea", Founding(network="North Sea", person="Orla", organisation="Lighthouse", country="NO"))
    script = "".join(re.findall(r"```\n(.*?)```", PAGE, re.DOTALL))
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"

    done = subprocess.run(
        ["bash", "-e", "-c", script],  # noqa: S607 - whichever bash is there
        cwd=tmp_path,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert "A checkpoint covers them all. Cosigned by harbour-school." in done.stdout
    assert re.search(r"Cosigned: 4 events of the log epex/\S+, and it only grew since the last one\.", done.stdout)
