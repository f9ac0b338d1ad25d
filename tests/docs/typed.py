"""What a page has its reader type and save, run in one shell, and held against what it says is printed."""

import os
import re
import shlex
import subprocess
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

from tests.docs.test_tutorial import LEFT_OUT, holds, plain

BLOCK = re.compile(r"^```(text|python|toml|)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
PLACE = re.compile(r"# (\S+)\n")
MARK = "::typed:: "


def blocks(page: str) -> Iterator[tuple[str, str]]:
    """List the blocks of a page with their kinds."""
    yield from BLOCK.findall(page)


def lines_of(page: str) -> list[str]:
    """List the lines that a page has its reader type."""
    return [line for kind, block in blocks(page) if not kind for line in block.splitlines()]


def script(page: str) -> str:
    """Write a shell script that saves every file of a page, beside the first, and types every line after a mark."""
    parts = []
    for kind, block in blocks(page):
        if kind in ("python", "toml") and (place := PLACE.match(block)):
            path = f'"$PLACE"/{shlex.quote(place[1])}'
            parts.append(f": ${{PLACE:=$PWD}}\nmkdir -p $(dirname {path})\ncat > {path} <<'SAVED'\n{block}SAVED\n")
        elif not kind:
            parts.extend(f"echo; echo {shlex.quote(MARK + line)}\n{line}\n" for line in block.splitlines())
    return "".join(parts)


def claims(page: str) -> dict[str, str]:
    """Give what the last line of a block is said to print."""
    found: dict[str, str] = {}
    for (kind, block), (next_kind, claim) in pairwise(blocks(page)):
        if not kind and next_kind == "text":
            found[block.splitlines()[-1]] = claim
    return found


def follow(page: str, folder: Path, environment: Mapping[str, str]) -> list[str]:
    """Follow a page in a folder; say what went otherwise than it tells."""
    done = subprocess.run(
        ["bash", "-e", "-c", script(page)],  # noqa: S607 - whichever bash is there
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    printed: dict[str, str] = {}
    for part in f"\n{done.stdout}".split(f"\n{MARK}")[1:]:
        line, _, told = part.partition("\n")
        printed[line] = told
    wrong = [f"{done.stderr}\n{done.stdout[-2000:]}"] if done.returncode else []
    return wrong + [
        f"{line}: {printed.get(line)}"
        for line, claim in claims(page).items()
        if not is_printed(claim, printed.get(line, ""))
    ]


def is_printed(claim: str, told: str) -> bool:
    """Tell whether lines were printed as claimed; `...` stands for lines, and within a line for words."""
    expected = plain(claim)
    lines = [line.rstrip() for line in plain(told.rstrip())]
    return holds(expected, [next((each for each in expected if _stands_for(each, line)), line) for line in lines])


def _stands_for(claimed: str, line: str) -> bool:
    pattern = ".+".join(map(re.escape, claimed.split(LEFT_OUT)))
    return claimed != LEFT_OUT and re.fullmatch(pattern, line) is not None
