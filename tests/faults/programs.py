"""The program as a process of its own, bound by permissions and limits, and how it tells a failure."""

import ctypes
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.faults.bases import opened

PROGRAM = Path(sys.executable).with_name("epex")
DROP_FROM_BOUNDING_SET, PASS_BY_PERMISSIONS = 24, 1
UNPLAIN = ("Traceback", "nobody foresaw", "sqlalche", "Error")
Done = subprocess.CompletedProcess[str]


def head_of(folder: Path) -> int:
    """Give the last position once the views are there, and leave no file open."""
    with opened(folder) as base:
        base.today.catch_up()
        return base.log.head()


def unplain(answer: Done) -> list[str]:
    """Find what is wrong with the way a failure was told."""
    trouble = [f"it speaks of {word}" for word in UNPLAIN if word in answer.stderr]
    if len(answer.stderr.splitlines()) != 1:
        trouble.append("it is not one line")
    if answer.returncode != 1:
        trouble.append(f"it ends with {answer.returncode}")
    return trouble


def command_of(folder: Path, *words: str | Path) -> list[Any]:
    """Write a command line about a base."""
    return [PROGRAM, "--base", folder, *words]


def run(folder: Path, *words: str | Path, prepare: Callable[[], None] | None = None) -> Done:
    """Run the program as somebody whom permissions bind, root too."""
    bind = prepare or (bind_root if os.geteuid() == 0 else None)
    return subprocess.run(command_of(folder, *words), capture_output=True, text=True, check=False, preexec_fn=bind)


def bind_root() -> None:
    """Give up, for the program that is started next, the right to pass by permissions."""
    if ctypes.CDLL(None).prctl(DROP_FROM_BOUNDING_SET, PASS_BY_PERMISSIONS, 0, 0, 0):
        raise OSError("This root may not give up rights.")


def full_disk(size: int) -> Callable[[], None]:
    """Let no file of the program that is started next grow beyond a size."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@contextmanager
def read_only(folder: Path, *, with_files: bool) -> Iterator[None]:
    """Take the right to write away from a folder, and perhaps from its files, for a while."""
    paths = [folder, *(folder.iterdir() if with_files else ())]
    modes = {path: path.stat().st_mode for path in paths}
    for path in paths:
        path.chmod(modes[path] & ~0o222)
    try:
        yield
    finally:
        for path, mode in modes.items():
            path.chmod(mode)
