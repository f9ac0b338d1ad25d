"""Run the program on a terminal of its own, as somebody sits at it."""

import os
import pty
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

PROGRAM = [sys.executable, "-c", "from epex.cli import main; main()"]


def on_terminal(
    folder: Path, *args: str, typed: str = "", environment: Mapping[str, str] | None = None
) -> tuple[int, str]:
    """Type something at a command, and give how it ended and everything that was shown."""
    ours, theirs = pty.openpty()
    running = subprocess.Popen(
        [*PROGRAM, "--base", str(folder), *args],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "NO_COLOR": "1", **(environment or {})},
        start_new_session=True,
    )
    os.close(theirs)
    os.write(ours, typed.encode())
    shown = b""
    # A terminal whose last program has gone reads as an error.
    with suppress(OSError):
        while part := os.read(ours, 65536):
            shown += part
    os.close(ours)
    return running.wait(), shown.decode(errors="replace").replace("\r\n", "\n")


def editor(folder: Path, script: str) -> dict[str, str]:
    """Make an editor of a few lines of Python that change `text`."""
    program = folder / "editor.py"
    lines = ["import pathlib, sys", "path = pathlib.Path(sys.argv[1])", "text = path.read_text('utf-8')", script]
    program.write_text("\n".join([*lines, "path.write_text(text, 'utf-8')"]), "utf-8")
    return {"EDITOR": f"{sys.executable} {program}", "VISUAL": ""}
