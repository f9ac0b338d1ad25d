"""The page about the site's security names requirements as the standard writes them, and tests that are there."""

import ast
import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "explanation" / "security.md").read_text("utf-8")
ROWS = [line.strip("| ").split(" | ") for line in PAGE.splitlines() if line.startswith("| V")]
STATES = ("met", "in part", "not met", "does not apply")
HERE = "tests/plugins/web/"
SERVING = (ROOT / "docs" / "how-to" / "serve.md").read_text("utf-8")


def functions_of(file: Path) -> set[str]:
    """List the functions in a file without running it."""
    found = ast.walk(ast.parse(file.read_text("utf-8"))) if file.is_file() else ()
    return {node.name for node in found if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def is_there(named: str) -> bool:
    """Tell whether a test is there; without a folder it is one of the site's."""
    file, _, test = named.partition("::")
    return test.startswith("test_") and test in functions_of(ROOT / (file if "/" in file else HERE + file))


def test_tests_that_are_named_are_there() -> None:
    named = re.findall(r"`([^`\s]*::[^`]*)`", PAGE)

    assert [name for name in named if not is_there(name)] == []
    assert len(set(named)) > 100


def test_requirements_have_their_numbers_once() -> None:
    numbers = [number for row in ROWS for number in row[0].split(", ")]

    assert [number for number in numbers if not re.fullmatch(r"V(1[0-7]|[1-9])\.[1-9]\.[1-9]\d?", number)] == []
    assert [number for number, times in Counter(numbers).items() if times > 1] == []


def test_requirements_stand_under_their_chapters() -> None:
    chapters = re.findall(r"^### V(\d+) .*?\n(.*?)(?=^### |\Z)", PAGE, re.DOTALL | re.MULTILINE)
    strayed = [
        (chapter, number)
        for chapter, rows in chapters
        for cell in re.findall(r"^\| (V[^|]*) \|", rows, re.MULTILINE)
        for number in cell.split(", ")
        if not number.startswith(f"V{chapter}.")
    ]

    assert [chapter for chapter, _ in chapters] == [str(number) for number in range(1, 18)]
    assert strayed == []


def test_requirements_are_counted_as_the_page_says() -> None:
    assert {row[2] for row in ROWS} == set(STATES)
    counted = Counter(dict.fromkeys(STATES, 0))
    for number, _, state, _ in ROWS:
        counted[state] += len(number.split(", "))
    met, partly, missing, outside = (counted[state] for state in STATES)

    summary = (
        f"Of {counted.total()} requirements {met} are met, {partly} are met in part, {missing}"
        f" {'is' if missing == 1 else 'are'} not met, and {outside} do not apply."
    )
    assert summary in PAGE


def test_requirements_that_are_not_met_are_named_first() -> None:
    named = re.findall(r"V\d+\.\d+\.\d+", next(part for part in PAGE.split("\n\n") if part.startswith("Of ")))

    assert named == [number for row in ROWS if row[2] == "not met" for number in row[0].split(", ")]


def test_sample_unit_lets_the_server_reach_its_own_machine_alone() -> None:
    assert re.findall(r"^IPAddress.*$", SERVING, re.MULTILINE) == ["IPAddressDeny=any", "IPAddressAllow=localhost"]


def test_every_row_says_how_or_why() -> None:
    assert [row for row in ROWS if len(row) != 4 or not all(cell.strip() for cell in row)] == []
