"""The house: who may import whom, how large things may be, which words are not used in names."""

import ast
import re
import subprocess
import sys
from pathlib import Path

from tests.sizes import ROOT, complaints, measure

FORBIDDEN = re.compile(r"(^|_)(users?|items?|entry|entries|helpers?|utils?|common|data)(_|$)")
WORD_BREAK = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def names_defined_in(path: Path) -> list[str]:
    tree = ast.parse(path.read_text("utf-8"))
    kinds = ast.FunctionDef | ast.ClassDef
    return [path.stem, *(node.name for node in ast.walk(tree) if isinstance(node, kinds))]


def test_rooms_import_as_the_house_allows() -> None:
    linter = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run([sys.executable, "-c", linter], capture_output=True, text=True, check=False, cwd=ROOT.parent)

    assert done.returncode == 0, done.stdout


def test_functions_and_modules_stay_small() -> None:
    assert complaints(*measure(ROOT)) == []


def test_names_are_the_fields_own() -> None:
    names = {name: path.name for path in ROOT.rglob("*.py") for name in names_defined_in(path)}

    wrong = [f"{path}: {name}" for name, path in names.items() if FORBIDDEN.search(WORD_BREAK.sub("_", name).lower())]

    assert wrong == []
