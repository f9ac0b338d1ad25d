"""The walk-through in CONTRIBUTING speaks of code that is there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
STEP = re.compile(r"^\d\. \*\*`([^`]+)`\*\*:(.*?)(?=^\d\.|\n\n)", re.DOTALL | re.MULTILINE)


def test_guide_names_three_source_files_and_what_is_in_them() -> None:
    steps = dict(STEP.findall(GUIDE))
    named = {
        file: re.findall(r"`(\w*ConditionNoted|note_condition|note-condition|ElementEvent)`", words)
        for file, words in steps.items()
    }

    assert sorted(steps) == ["epex/commands/element.py", "epex/core/element.py", "epex/projections/elements.py"]
    missing = [
        (file, name) for file, names in named.items() for name in names if name not in (ROOT / file).read_text("utf-8")
    ]
    assert missing == []


def test_guide_names_files_that_exist() -> None:
    files = re.findall(r"`((?:epex|tests|examples)/[\w/.]*)`", GUIDE)

    assert [name for name in files if not (ROOT / name).exists()] == []
