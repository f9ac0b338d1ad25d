"""Adding a hook touches at most five files: those that CONTRIBUTING lists."""

import re
from pathlib import Path

from tests.docs.test_contributing import GUIDE, ROOT
from tests.plugins.hooks_page import HOOKS, PAGE

SECTION = GUIDE.partition("## Adding a hook\n")[2].partition("\n## ")[0]
FILES = re.findall(r"^\d\. `([^`]+)`", SECTION, re.MULTILINE)
HOOK, TYPE = "epex_key_providers", "KeyProvider"
# A third party's reports are asked for in a process of their own.
CHILD = "epex/plugins/child.py"


def gathering(hook: str) -> list[str]:
    """List the files of the program that ask plugins for a hook, by its name."""
    files = (path for path in sorted((ROOT / "epex").rglob("*.py")) if f'"{hook}"' in path.read_text("utf-8"))
    return [str(path.relative_to(ROOT)) for path in files if str(path.relative_to(ROOT)) != CHILD]


def test_guide_lists_five_files_that_speak_of_the_hook_or_its_type() -> None:
    assert len(FILES) == 5
    assert [file for file in FILES if not re.search(f"{HOOK}|{TYPE}", (ROOT / file).read_text("utf-8"))] == []
    assert (ROOT / FILES[-1], gathering(HOOK)) == (PAGE, FILES[2:3])


def test_no_other_file_of_the_program_names_the_hook() -> None:
    naming = [path for path in sorted((ROOT / "epex").rglob("*.py")) if HOOK in path.read_text("utf-8")]

    assert [str(path.relative_to(ROOT)) for path in naming] == [FILES[2], FILES[0]]


def test_each_hook_is_gathered_in_one_place() -> None:
    assert {hook: len(gathering(hook)) for hook in HOOKS} == dict.fromkeys(HOOKS, 1)


def test_place_of_the_child_is_there() -> None:
    assert '"epex_reports"' in Path(ROOT / CHILD).read_text("utf-8")
