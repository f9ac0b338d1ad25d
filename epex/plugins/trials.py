"""Remember which plugins a child process has loaded, so that each is tried once as it is installed."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from hashlib import sha256
from importlib.machinery import all_suffixes
from importlib.metadata import EntryPoint
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from epex import __version__

if TYPE_CHECKING:
    from epex.plugins.loader import Plugin, Plugins

KEPT = 50
PRIVATE_FOLDER = 0o700


class Trials:
    """What was tried: kept in a file that can be thrown away, and of what failed in this process only."""

    def __init__(self, path: Path | None = None) -> None:
        """Know the file; without one nothing is held to be new."""
        self._path = path
        self._tried: set[str] = set()

    def hold(self, plugins: "Plugins", waiting: "Sequence[Plugin]") -> None:
        """Try what is new among those that wait to be loaded in child processes, before any is imported in this one."""
        if self._path is None:
            return
        passed = self._passed(self._path)
        new = [one for one in waiting if one.name not in self._tried and form(one) not in passed]
        if new:
            from epex.plugins.supervising import try_out  # noqa: PLC0415 - start-up: what has passed needs no child

            try_out(plugins, new)

    def note(self, plugin: "Plugin", *, passed: bool) -> None:
        """Note that a plugin was tried, and whether it could be loaded."""
        self._tried.add(plugin.name)
        if passed and self._path is not None:
            forms = [*self._passed(self._path), form(plugin)]
            # Where nothing can be written it is tried again, and no answer is lost.
            with suppress(OSError):
                self._write(self._path, "".join(f"{each}\n" for each in [*dict.fromkeys(forms)][-KEPT:]))

    def _passed(self, path: Path) -> list[str]:
        try:
            return path.read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            return []

    def _write(self, path: Path, text: str) -> None:
        path.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        beside = path.with_suffix(f".{os.getpid()}.new")
        beside.write_text(text, "utf-8")
        beside.replace(path)


def form(plugin: "Plugin") -> str:
    """Give a number that changes with the code of a plugin, its version, and the epex and Python that run it."""
    told: list[object] = [plugin.name, plugin.package, plugin.version, __version__, sys.version]
    if plugin.point is not None:
        told += [_record(plugin.point), *sorted(_files(plugin.point.module.partition(".")[0]))]
    # Digits only: no letters in which somebody who was erased could seem to be named.
    return str(int.from_bytes(sha256(repr(told).encode()).digest()[:16]))


def _record(point: EntryPoint) -> str:
    return point.dist.read_text("RECORD") or "" if point.dist else ""


def _files(module: str) -> Iterator[tuple[str, int, int]]:
    """List the files of code of a module, without importing it; of an editable one no record tells."""
    try:
        spec = find_spec(module)
    except (ImportError, ValueError):
        return
    folders = list(spec.submodule_search_locations or ()) if spec else []
    paths = [path for folder in folders for path in Path(folder).rglob("*")]
    for path in (*paths, Path(spec.origin if spec and spec.origin else os.devnull)):
        if path.name.endswith(tuple(all_suffixes())) and "__pycache__" not in path.parts:
            with suppress(OSError):
                about = path.stat()
                yield str(path), about.st_size, about.st_mtime_ns
