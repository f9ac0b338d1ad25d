"""The page about bundles tells the truth: its commands run as they stand, and so do the steps by hand."""

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from epex.app.founding import Founding, init

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "how-to" / "check-a-bundle.md").read_text("utf-8")
SCRIPT = "".join(re.findall(r"```\n(.*?)```", PAGE, re.DOTALL))
SIGNED = "Signature Verified Successfully"


def typed(folder: Path, script: str) -> "subprocess.CompletedProcess[str]":
    """Type the commands of the page, beside a base of three events."""
    init(folder / "north-sea", Founding(network="North Sea", person="Orla", organisation="Lighthouse", country="NO"))
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-e", "-c", script],  # noqa: S607 - whichever bash is there
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


def recorded_at(folder: Path) -> str:
    """Read when the last event of the bundle was recorded."""
    with zipfile.ZipFile(folder / "history.zip") as bundle:
        last = json.loads(bundle.read("events.ndjson").splitlines()[-1])
    return str(last["recorded_at"])


@pytest.mark.slow
def test_commands_of_the_page_run_as_they_stand(tmp_path: Path) -> None:
    done = typed(tmp_path, SCRIPT)

    assert (done.returncode, done.stderr) == (0, "")
    told = done.stdout.splitlines()
    verdict = told.index("Everything holds.")
    since = f" (shown from event 4 on, of {recorded_at(tmp_path)})"
    assert [re.sub(r"/[\w-]{43}", "/KEY", line) for line in told[verdict - 6 : verdict - 1]] == [
        "../decision.tlog-proof proves that leaf 3 is in the log.",
        "The first 4 events are cosigned by harbour-school/KEY.",
        f"Events not covered by the newest checkpoint that you gave: 1 of 4{since}.",
        "4 of 4 events are shown, with 4 texts; of the others there are only hashes.",
        "Events not covered by the newest checkpoint: 0 of 4; by a cosigned one: 0 of 4.",
    ]
    assert told[verdict + 1 :] == [
        SIGNED,
        "The root in text is that of its 4 leaves.",
        "The root in ../kept.txt is that of its 3 leaves.",
        "Event 2 matches its leaf.",
        '"Lighthouse" is what was sealed.',
        "0 keys were destroyed.",
        SIGNED,
        "The proof leads to the root.",
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "last"),
    [
        ("sed -i '2s/^./x/;2s/^x[0-9a-f]/00/' ledger.txt", SIGNED),
        ("sed -i '2s/Lighthouse/Schoolhouse/' events.ndjson", "Event 2 matches its leaf."),
        ("sed -i '2s/network/private/' events.ndjson", "The root in ../kept.txt is that of its 3 leaves."),
        ("sed -i '2s/0/1/' destroyed.txt", '"Lighthouse" is what was sealed.'),
    ],
)
def test_steps_by_hand_end_at_a_lie(tmp_path: Path, change: str, last: str) -> None:
    done = typed(tmp_path, SCRIPT.replace("KEY=$(head", f"{change}\nKEY=$(head", 1))

    assert done.returncode != 0
    assert done.stdout.splitlines()[-1] == last
