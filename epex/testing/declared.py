"""What can be told of a plugin without running it: what it declares, what it imports, and what importing it does."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType
from typing import Any, cast

from epex.app.offering import offered
from epex.app.weighing import reasons
from epex.core.catalogue import EventTypes
from epex.core.log.registry import shape_of
from epex.plugins import hookspecs
from epex.plugins.check import PublicationCheck
from epex.plugins.checks import HOOK as CHECKS
from epex.plugins.exchanges import WAYS, list_formats
from epex.plugins.fields import search_fields
from epex.plugins.loader import Plugins
from epex.plugins.reports import list_reports

# What people write stands in fields of such names, and has to be sealed.
FREE_TEXT = frozenset(
    "answer comment description explanation name note notes quote reason remark summary text title why words".split()
)
# Runs in a process of its own: prints what a module does while it is imported, beyond reading.
WATCH = """
import os, sys
import epex.plugins, epex.plugins.views
ACTS = ("os.", "shutil.", "socket.", "sqlite3.connect", "subprocess.Popen", "ftplib.", "smtplib.", "urllib.Request")
READS = ("os.listdir", "os.scandir", "os.walk", "os.fwalk", "os.chdir", "os.getxattr", "os.listxattr")
def watch(event, arguments):
    if event == "open":
        if arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            print(f"writes {arguments[0]}")
    elif event.startswith(ACTS) and event not in READS:
        print(f"calls {event}")
sys.dont_write_bytecode = True
sys.addaudithook(watch)
__import__(sys.argv[1])
"""
LONGEST_IMPORT = 60


def name_of(plugin: ModuleType) -> str:
    """Find the name under which an installed package offers a module; empty when none does."""
    points = entry_points(group=hookspecs.GROUP)
    return next((point.name for point in points if point.module == plugin.__name__), "")


def broken_at_loading(plugins: Plugins) -> Iterator[str]:
    """List what the program itself would blame the plugin for, when it is asked for all that it adds."""
    _ = plugins.event_types, plugins.projections, plugins.commands
    # A field over a view that was left out only says so once more.
    if not plugins.faults:
        search_fields(plugins)
    list_reports(plugins)
    plugins.gather(CHECKS, PublicationCheck)
    offered(plugins)
    reasons(plugins)
    for way in WAYS:
        list_formats(plugins, way)
    yield from (str(fault) for fault in plugins.faults)


def broken_in_declaring(plugin: ModuleType) -> Iterator[str]:
    """Say when a plugin does not tell which hooks it was made for."""
    if "HOOKS" not in vars(plugin):
        yield f'The module says not which hooks it was made for; write HOOKS = "{hookspecs.HOOKS}".'


def broken_in_events(types: EventTypes) -> Iterator[str]:
    """List what would keep events from being read or erased later."""
    versions = {kind.type: shape_of(cast("Any", kind)).schema_version for kind in types.events}
    for kind in types.events:
        shape = shape_of(cast("Any", kind))
        unsealed = {field.name for field in fields(kind)} & FREE_TEXT - set(shape.sealed)
        yield from (
            f"The event '{kind.type}' keeps '{name}' for everybody to read; seal it as Text, or give it another name."
            for name in sorted(unsealed)
        )
        yield from (
            f"The event '{kind.type}' is of version {shape.schema_version}; give an upcaster from {before}."
            for before in range(1, shape.schema_version)
            if (kind.type, before) not in types.upcasters
        )
    for name, before in types.upcasters:
        if not 0 < before < versions.get(name, 0):
            yield f"The upcaster of '{name}' from {before} leads to no version that there is; take it away."


def broken_in_importing(plugin: ModuleType) -> Iterator[str]:
    """List the imports that reach past epex.plugins, and what the import of the plugin itself does."""
    for path in _sources(plugin):
        for name in _imported(path):
            if name.split(".")[0] == "epex" and name.split(".")[:2] != ["epex", "plugins"]:
                yield f"{path.name} imports {name}, which may change at any time; import from epex.plugins."
    for act in _acts(plugin.__name__):
        yield f"Importing the plugin {act}; do that in a function."


def _sources(plugin: ModuleType) -> list[Path]:
    path = Path(plugin.__file__ or "")
    return sorted(path.parent.rglob("*.py")) if path.name == "__init__.py" else [path]


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            whole = node.module == "epex"
            yield from (f"epex.{alias.name}" for alias in node.names) if whole else (str(node.module),)


def _acts(module: str) -> list[str]:
    done = subprocess.run(  # noqa: S603 - Python itself, with a module that was imported already
        [sys.executable, "-c", WATCH, module],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=LONGEST_IMPORT,
    )
    acts = list(dict.fromkeys(done.stdout.splitlines()))
    return [*acts, "fails in a new process"] if done.returncode else acts
