"""`epex form` as people type it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from epex.app.base import KnowledgeBase
from epex.cli import cli
from tests.app.importing.bases import TONE
from tests.app.test_forms import ANSWERS, answered, filled
from tests.app.test_forms import base as base  # noqa: PLC0414 - a fixture


def typed(base: KnowledgeBase, *arguments: str | Path, given: str | None = None) -> Result:
    """Run the command line on the base."""
    return CliRunner().invoke(cli, ["--base", str(base.config.folder), *map(str, arguments)], input=given)


def test_export_prints_writes_and_answers_in_json(base: KnowledgeBase, tmp_path: Path) -> None:
    printed = typed(base, "form", "export", "Tone Dahl")
    written = typed(base, "form", "export", TONE, "--output", tmp_path / "tone.txt", "--language", "ar")
    again = typed(base, "form", "export", TONE, "--output", tmp_path / "tone.txt")
    answer = typed(base, "form", "export", "Tone Dahl", "--json")

    assert (printed.exit_code, written.exit_code, again.exit_code) == (0, 0, 1)
    assert again.stderr.endswith("is there already, and may hold answers; choose another name.\n")
    assert "[question 5]\nWhat can we add" in printed.stdout
    assert "لماذا نقوم بما نقوم به؟" in (tmp_path / "tone.txt").read_text("utf-8")
    assert json.loads(answer.stdout) == {"person": TONE, "text": printed.stdout}


def test_import_records_once(base: KnowledgeBase, tmp_path: Path) -> None:
    (tmp_path / "tone.txt").write_text(answered(base), "utf-8")

    first = typed(base, "form", "import", tmp_path / "tone.txt", "--occurred-on", "2016-05", "--json")
    second = typed(base, "form", "import", tmp_path / "tone.txt", "--json")
    told = typed(base, "form", "import", tmp_path / "tone.txt")

    assert json.loads(first.stdout) == json.loads(second.stdout)
    assert [event["type"] for event in json.loads(first.stdout)["events"]] == ["reflection.recorded"]
    assert told.stdout == f"Recorded before: {json.loads(first.stdout)['id']}\n"


def test_import_reads_standard_input(base: KnowledgeBase) -> None:
    result = typed(base, "form", "import", "-", given=answered(base))

    assert result.stdout.startswith("Recorded as event ")


@pytest.mark.parametrize("broken", ["[end of form]", "[question 3]", ANSWERS["why"]])
def test_import_refuses_a_broken_form_in_one_sentence(base: KnowledgeBase, broken: str) -> None:
    head = base.log.head()

    result = typed(base, "form", "import", "-", given=answered(base).replace(broken, ""))

    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (1, "", 1)
    assert result.stderr.startswith("Line ")
    assert base.log.head() == head


def test_import_refuses_an_empty_form_and_a_missing_file(base: KnowledgeBase, tmp_path: Path) -> None:
    empty = typed(base, "form", "import", "-", given=filled(typed(base, "form", "export", TONE).stdout))
    missing = typed(base, "form", "import", tmp_path / "tone.txt")

    assert (empty.exit_code, missing.exit_code) == (1, 1)
    assert empty.stderr == "No form in the input has an answer; write at least one, then read it again.\n"
    assert missing.stderr.endswith("check the name and the rights.\n")


def test_import_notes_what_may_tell_who_a_client_is(base: KnowledgeBase) -> None:
    told = answered(base).replace(ANSWERS["why"], f"{ANSWERS['why']} Ask +43 664 1234567.")

    first, again = (typed(base, "form", "import", "-", given=told) for _ in range(2))

    note = "Note: this seems to hold a telephone number; nothing here may tell who a client is.\n"
    assert (first.exit_code, first.stderr, again.stderr) == (0, note, "")
