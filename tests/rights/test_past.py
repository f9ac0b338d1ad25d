"""What was known on a day: every reading command answers as a base that really stopped there."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rights.hidden import Answer, Known
from tests.rights.past import Asking, stopped, told
from tests.rights.reading import Line, lines, takes_json
from tests.rights.world import World

DAYS = ("2017", "2018-03-01", "2018-03-12", "2018-03-22", "2018-12-31")
DATED = re.compile(
    r'(<p class="subtitle">)?As\s+it\s+was\s+known\s+on\s+[^;]*;\s+its\s+proof\s+is\s+of\s+today\.(</p>)?\s*'
)
# They are about what is stored now, and say so.
OF_TODAY = {"audit prove", "form export", "reflection drafts"}


@pytest.fixture(scope="module")
def spread(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Record the scene over four weeks."""
    return told(tmp_path_factory.mktemp("spread") / "base")


def asked() -> Iterator[Line]:
    """List every line of every reading command but those that name another day."""
    return (line for line in lines() if not line.rest.startswith("@"))


def is_of_what_came_later(past: Answer, there: Answer) -> bool:
    """Tell an empty answer from a refusal: a filter may name what exists today, and finds nothing of it earlier."""
    return past[0] == 0 and there[0] == 1 and (past[1].strip() in ("", "[]") or '"total": 0,' in past[1])


def undated(answer: Answer) -> Answer:
    """Leave out that a report is of an earlier day, which it says first of all."""
    status, out, errors = answer
    if out.startswith("{"):
        report = json.loads(out)
        report["subtitle"] = [said for said in report["subtitle"] if not DATED.search(said["text"])]
        return status, json.dumps(report), errors
    return status, re.sub(r"\n\s*\n", "\n", DATED.sub("", out)), errors


@pytest.mark.slow
@pytest.mark.parametrize("day", DAYS)
def test_every_reading_command_answers_as_a_base_that_really_stopped(spread: World, tmp_path: Path, day: str) -> None:
    ids, whole = Known(spread.ids), day if len(day) > len("2017") else f"{day}-12-31"
    past = Asking(spread.folder, person=spread["cora"], as_of=day)
    there = Asking(stopped(spread, whole, tmp_path / "stopped"), person=spread["cora"], day=whole)

    differing, refused = [], set()
    for line in asked():
        words = line.words(ids, as_json=takes_json(line.command) and "--format" not in line.rest)
        answers = past.ask(words), there.ask(words)
        if line.command == "report run":
            answers = undated(answers[0]), undated(answers[1])
        if "leave out --as-of" in answers[0][2]:
            refused.add(line.command)
        elif answers[0] != answers[1] and not is_of_what_came_later(*answers):
            differing.append((" ".join(words), *answers))

    assert (differing[:5], refused - OF_TODAY) == ([], set())
