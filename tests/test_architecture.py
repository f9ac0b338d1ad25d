"""The house: who may import whom, how large things may be, which words are not used in names."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.sizes import ROOT, complaints, measure

FORBIDDEN = re.compile(r"(^|_)(users?|items?|entry|entries|managers?|helpers?|utils?|common)(_|$)|^_?data$")
PLUGGYS_OWN = {"epex/plugins/loader.py: _manager"}
WORD_BREAK = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
CORE = [path for path in sorted((ROOT / "core").rglob("*.py")) if "log" not in path.relative_to(ROOT).parts]
BUILT_IN = sorted((ROOT / "plugins" / "builtin").rglob("*.py"))
# A format that a library writes: each plugin has its own, and loads it when it is asked to write.
LIBRARIES = {"icalendar": "icalendar", "pdf": "typst", "skos": "rdflib"}
SITE = ROOT / "plugins" / "builtin" / "web"
# The extra `web`, with what its libraries bring.
WEB = "anyio argon2 babel itsdangerous jinja2 markdown_it markupsafe nh3 pyotp segno starlette zxcvbn".split()


def place(path: Path) -> str:
    return str(path.relative_to(ROOT.parent))


def named_in(path: Path) -> Iterator[str]:
    yield path.stem
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.arg(arg=name) | ast.alias(asname=str(name)):
                yield name
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield name


def imported_by(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{place(path)} imports relatively"
            yield node.module or ""


def strangers(paths: list[Path], *allowed: str) -> list[str]:
    """List the imports that are neither of the standard library nor of the packages allowed."""
    known = (*sys.stdlib_module_names, *allowed)
    return [
        f"{place(path)} imports {name}"
        for path in paths
        for name in imported_by(path)
        if not any(name == package or name.startswith(f"{package}.") for package in known)
    ]


def test_rooms_import_as_the_house_allows() -> None:
    linter = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run([sys.executable, "-c", linter], capture_output=True, text=True, check=False, cwd=ROOT.parent)

    assert done.returncode == 0, done.stdout


def test_core_imports_the_standard_library_and_itself() -> None:
    assert strangers(CORE, "epex.core") == []


def test_built_in_plugins_import_what_every_plugin_may() -> None:
    of = {name: [path for path in BUILT_IN if name in path.parts] for name in (*LIBRARIES, SITE.name)}
    others = [path for path in BUILT_IN if not any(path in paths for paths in of.values())]

    assert strangers(others, "epex.plugins") == []
    assert [one for name in LIBRARIES for one in strangers(of[name], "epex.plugins", LIBRARIES[name])] == []
    assert strangers(of[SITE.name], "epex.plugins", *WEB) == []
    assert all(of.values())


def test_functions_and_modules_stay_small() -> None:
    assert complaints(*measure(ROOT)) == []


def test_names_are_the_fields_own() -> None:
    names = {f"{place(path)}: {name}" for path in sorted(ROOT.rglob("*.py")) for name in named_in(path)}

    wrong = {name for name in names if FORBIDDEN.search(WORD_BREAK.sub("_", name.rpartition(" ")[2]).lower())}

    assert wrong - PLUGGYS_OWN == set()


def test_no_line_hides_from_coverage() -> None:
    hidden = [place(path) for path in ROOT.rglob("*.py") if "pragma: no" in path.read_text("utf-8")]

    assert hidden == []
