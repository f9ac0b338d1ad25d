"""`epex import` as people type it."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from epex.app.base import KnowledgeBase
from epex.app.importing.kinds import NAMES
from epex.cli import cli
from tests.app.importing.bases import HEADER, MAPPING, TONE, founded, row


@pytest.fixture
def base(tmp_path: Path) -> KnowledgeBase:
    base = founded(tmp_path / "base")
    (tmp_path / "map.toml").write_text(MAPPING, "utf-8")
    (tmp_path / "rows.csv").write_text("\n".join((HEADER, row("1"), row("2", ""))), "utf-8")
    return base


def typed(base: KnowledgeBase, *arguments: str | Path, acting_as: str = "") -> Result:
    """Run the command line on the base."""
    reader = ["--as", acting_as] if acting_as else []
    return CliRunner().invoke(cli, ["--base", str(base.config.folder), *reader, *map(str, arguments)])


def importing(base: KnowledgeBase, *more: str, name: str = "rows.csv") -> Result:
    """Import a file beside the base."""
    beside = base.config.folder.parent
    return typed(base, "import", beside / name, "--kind", "reflections", "--map", beside / "map.toml", *more)


def test_import_prints_the_agreed_json(base: KnowledgeBase) -> None:
    result = importing(base, "--json")

    assert (result.exit_code, result.stderr) == (0, "")
    refused = {"row": 3, "field": "text", "why": "The row has no text."}
    assert json.loads(result.stdout) == {"recorded": 1, "skipped": 0, "refused": [refused], "notes": []}


def test_import_tells_people_what_became_of_the_rows(base: KnowledgeBase) -> None:
    dry, first, second = importing(base, "--dry-run"), importing(base), importing(base)

    refusal = "row 3, text: The row has no text.\n"
    assert dry.stdout == f"1 would be recorded, 0 known already, 1 refused\n{refusal}"
    assert first.stdout == f"1 recorded, 0 known already, 1 refused\n{refusal}"
    assert second.stdout == f"0 recorded, 1 known already, 1 refused\n{refusal}"


def test_import_revises_when_asked(base: KnowledgeBase) -> None:
    importing(base)
    (base.config.folder.parent / "rows.csv").write_text("\n".join((HEADER, row("1", "Anew."))), "utf-8")

    plain, revising = importing(base, "--json"), importing(base, "--revise", "--json")

    assert [refusal["field"] for refusal in json.loads(plain.stdout)["refused"]] == ["text"]
    assert json.loads(revising.stdout) == {"recorded": 1, "skipped": 0, "refused": [], "notes": []}


BROKEN = {
    "rows.pdf": b"%PDF",
    "empty.csv": b"",
    "utf16.csv": "Ref,Story\n1,x\n".encode("utf-16"),
    "broken.csv": b'"Ref","Story"\n"1","x\n',
    "other.csv": b"a,b\n1,2\n",
    "missing.csv": None,
}


@pytest.mark.parametrize(("name", "raw"), BROKEN.items(), ids=BROKEN.keys())
def test_import_refuses_what_cannot_be_read_in_one_sentence(base: KnowledgeBase, name: str, raw: bytes | None) -> None:
    head = base.log.head()
    if raw is not None:
        (base.config.folder.parent / name).write_bytes(raw)

    result = importing(base, "--json", name=name)

    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (1, "", 1)
    assert base.log.head() == head


def process_of(base: KnowledgeBase) -> list[str]:
    """Say how an import runs in a process of its own."""
    folder, beside = str(base.config.folder), base.config.folder.parent
    options = ["--kind", "reflections", "--map", str(beside / "map.toml")]
    program = [sys.executable, "-c", "from epex.cli import main; main()"]
    return [*program, "--base", folder, "import", str(beside / "rows.csv"), *options]


@pytest.mark.slow
def test_a_killed_import_leaves_whole_batches_and_goes_on(base: KnowledgeBase) -> None:
    beside, before = base.config.folder.parent, base.log.head()
    rows = [row(str(number), f"Text {number}.") for number in range(6000)]
    (beside / "rows.csv").write_text("\n".join((HEADER, *rows)), "utf-8")

    with subprocess.Popen(process_of(base), stdout=subprocess.DEVNULL) as process:
        while base.log.head() == before and process.poll() is None:
            time.sleep(0.005)
        process.kill()
    left = base.log.head() - before
    result = json.loads(importing(base, "--json").stdout)

    assert (left % 1000, 0 < left < 6000) == (0, True)
    assert result == {"recorded": 6000 - left, "skipped": left, "refused": [], "notes": []}


def test_import_needs_a_kind_a_mapping_that_is_there_and_a_coordinator(base: KnowledgeBase) -> None:
    rows = base.config.folder.parent / "rows.csv"

    refused = [
        typed(base, "import", rows),
        typed(base, "import", rows, "--kind", "visits"),
        typed(base, "import", rows, "--kind", "reflections", "--map", "nowhere.toml"),
        typed(base, "import", rows, "--kind", "reflections"),
        typed(base, "import", rows, "--kind", "reflections", acting_as=TONE),
    ]

    assert [(result.exit_code, result.stdout) for result in refused] == [(1, "")] * 5
    assert [result.stderr.count("\n") for result in refused] == [1] * 5


def test_import_names_columns_that_it_takes_nothing_from(base: KnowledgeBase) -> None:
    rows = base.config.folder.parent / "years.csv"
    rows.write_text("number,purpose,colour\n1,publication,red\n", "utf-8")

    result = typed(base, "import", rows, "--kind", "years")

    assert (result.exit_code, result.stdout) == (0, "1 recorded, 0 known already, 0 refused\n")
    assert result.stderr == "Note: Nothing is taken from the columns: colour.\n"


def test_import_takes_a_folder_of_markdown_and_names_files(base: KnowledgeBase) -> None:
    folder = base.config.folder.parent / "texts"
    folder.mkdir()
    (folder / "a.md").write_text("---\nid: [1\n---\nLost\n", "utf-8")
    (folder / "b.md").write_text("---\nid: 2\n---\nWe listened.\n", "utf-8")

    result = typed(base, "import", folder, "--kind", "reflections")

    first, second = result.stdout.splitlines()
    assert (result.exit_code, first) == (0, "1 recorded, 0 known already, 1 refused")
    assert second.startswith("a.md, row: Line ")


def test_import_prints_a_template_without_a_base() -> None:
    run = CliRunner()

    table = run.invoke(cli, ["import", "--template", "years"])
    columns = json.loads(run.invoke(cli, ["import", "--template", "years", "--json"]).stdout)["columns"]

    assert table.stdout == "id,number,purpose,occurred_on\n"
    assert table.stderr.splitlines()[1] == "number (needed): its number, counted from 1"
    assert [column["name"] for column in columns] == ["id", "number", "purpose", "occurred_on"]
    assert run.invoke(cli, ["import", "--template", "cats"]).exit_code == 1
    assert run.invoke(cli, ["import"]).exit_code == 2


def test_import_lists_the_kinds_that_there_are(base: KnowledgeBase) -> None:
    assert ", ".join(NAMES) in " ".join(typed(base, "import", "--help").stdout.split())
    folder = typed(base, "import", base.config.folder)
    assert (folder.exit_code, folder.stderr.split(",")[0]) == (1, "Say what the rows of base are")


def test_import_notes_the_rows_that_may_tell_who_a_client_is(base: KnowledgeBase, tmp_path: Path) -> None:
    texts = ("It was good.", "Ask +43 664 1234567.")
    rows = (row(str(number), text) for number, text in enumerate(texts, 1))
    (tmp_path / "rows.csv").write_text("\n".join((HEADER, *rows)), "utf-8")

    dry, first, second = importing(base, "--dry-run"), importing(base), importing(base)

    note = "Note: 1 row seems to hold personal data (row 3); nothing here may tell who a client is.\n"
    assert [done.stderr for done in (dry, first, second)] == [note, note, ""]


def test_import_says_when_people_share_a_name(base: KnowledgeBase) -> None:
    rows = base.config.folder.parent / "people.csv"
    rows.write_text("id,name,organisation\np1,Tone Dahl,HH\n", "utf-8")

    result = typed(base, "import", rows, "--kind", "people", "--json")

    told = "Somebody here is called 'Tone Dahl' already; --as NAME cannot tell them apart, so use their ids for it."
    assert json.loads(result.stdout) == {"recorded": 1, "skipped": 0, "refused": [], "notes": [f"row 2: {told}"]}
    assert result.stderr == f"Note: row 2: {told}\n"


def test_import_takes_the_good_rows_of_a_table_with_an_open_quotation_mark(base: KnowledgeBase) -> None:
    rows = base.config.folder.parent / "years.csv"
    rows.write_text('number,purpose\n1,"publication\n2,publication\n', "utf-8")

    result = typed(base, "import", rows, "--kind", "years")

    assert (result.exit_code, result.stdout.splitlines()[0]) == (0, "1 recorded, 0 known already, 1 refused")
    assert result.stdout.splitlines()[1].startswith("row 2, row: Line 2 is broken")


def test_a_table_of_decisions_is_imported_as_people_type_it(base: KnowledgeBase) -> None:
    beside = base.config.folder.parent
    tables = {
        "elements": "id,name,core,organisation\ne1,Night round,Two walk.,HH\n",
        "transfers": "id,element,to,status,end_reason,ended_on\nx1,e1,Lighthouse,abandoned,The law.,2017-02\n"
        "x2,e1,Lighthouse,piloted,,\n",
        "consents": "id,giver,scope,status\nk1,Tone Dahl,training reuse,asked\n",
    }
    for kind, text in tables.items():
        (beside / f"{kind}.csv").write_text(text, "utf-8")

    results = {kind: typed(base, "import", beside / f"{kind}.csv", "--kind", kind) for kind in tables}

    assert [result.exit_code for result in results.values()] == [0, 0, 0]
    assert results["transfers"].stdout.splitlines()[0] == "1 recorded, 0 known already, 1 refused"
    assert (
        results["transfers"].stdout.splitlines()[1].startswith("row 3, source_grid: A transfer that is piloted needs")
    )
    shown = json.loads(typed(base, "transfer", "list", "--json").stdout)
    assert [(row["status"], row["standing"]) for row in shown] == [("abandoned", "anticipated")]
    assert json.loads(typed(base, "consent", "list", "--json", acting_as=TONE).stdout)[0]["status"] == "asked"
