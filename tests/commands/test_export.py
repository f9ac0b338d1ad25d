"""`epex export` as people type it, and the way back through `epex import`."""

import csv
import json
from io import StringIO
from pathlib import Path

from tests.commands.running import FOUNDER, HOST, VISITING, VISITOR, Epex


def test_export_prints_events_line_by_line(epex: Epex) -> None:
    done = epex("export")

    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.exit_code, done.stderr) == (0, "")
    assert [line["type"] for line in lines] == epex.events()
    assert {line["specversion"] for line in lines} == {"1.0"}


def test_export_prints_one_table(epex: Epex) -> None:
    done = epex("export", "--subject", "organisation")

    assert [row["name"] for row in csv.DictReader(done.stdout.splitlines())] == [HOST, VISITING]
    assert epex("export", "--subject", "organisation", "--format", "ndjson").stdout.count("organisation.joined") == 2


def test_export_shows_a_reader_what_this_reader_may_see(epex: Epex) -> None:
    epex.record("meeting", "hold", "Steering", "--kind", "steering", "--held-on", "2017-03", "--visibility", "private")

    shown = [epex("export", acting_as=person).stdout for person in (FOUNDER, VISITOR)]

    assert ["Steering" in text for text in shown] == [True, False]
    assert "Steering" not in epex("export", "--subject", "meeting", acting_as=VISITOR).stdout


def test_export_writes_folders_and_files(epex: Epex, tmp_path: Path) -> None:
    told = epex.answer("export", "--output", str(tmp_path / "all"))
    events = epex("export", "--output", str(tmp_path / "events.ndjson"))
    table = epex.answer("export", "--output", str(tmp_path / "people.csv"), "--subject", "person")
    tables = epex("export", "--output", str(tmp_path / "tables"), "--format", "csv", "--subject", "year")

    head = len(epex.events())
    assert (told["output"], told["events"], told["tables"]["person"]) == (str(tmp_path / "all"), head, 2)
    assert events.stdout == f"Wrote {tmp_path / 'events.ndjson'}: {head} events.\n"
    assert table == {"output": str(tmp_path / "people.csv"), "events": 0, "tables": {"person": 2}}
    assert tables.stdout == f"Wrote {tmp_path / 'tables'}: 1 rows in 1 tables.\n"
    assert sorted(path.name for path in (tmp_path / "tables").iterdir()) == ["README.txt", "years.csv"]


def test_export_says_what_it_cannot_do(epex: Epex, tmp_path: Path) -> None:
    (tmp_path / "there.csv").write_text("mine", "utf-8")

    assert epex.refusal("export", "--format", "csv").startswith(
        "One table can be printed at a time; give one --subject"
    )
    assert epex.refusal("export", "--subject", "cats").startswith("'cats' is not a subject; write one of: ")
    assert epex.refusal("export", "--output", str(tmp_path / "there.csv"), "--subject", "year").endswith(
        "there.csv is there already; name another file with --output."
    )
    assert epex.refusal("export", "--bundle", str(tmp_path / "b.epex")).startswith("A bundle is a file for one base;")
    assert epex.refusal("export", "--bundle", "b", "--to", "k", "--format", "csv").startswith(
        "A bundle holds everything"
    )
    assert epex("export", "--json").exit_code == 2


def test_export_reads_the_past(epex: Epex) -> None:
    assert (epex("--as-of", "2001", "export").exit_code, epex("--as-of", "2001", "export").stdout) == (0, "")


def test_what_is_edited_in_a_table_comes_back_as_a_revision(epex: Epex, tmp_path: Path) -> None:
    table = tmp_path / "organisations.csv"
    epex("export", "--subject", "organisation", "--output", str(table))
    rows = list(csv.DictReader(table.read_text("utf-8").splitlines()))
    rows[0]["shows"] = "-A night on the streets; Tea"
    write(table, rows)

    outcome = epex.answer("import", str(table), "--kind", "organisations", "--revise")
    again = epex.answer("import", str(table), "--kind", "organisations", "--revise")

    assert outcome == {"recorded": 1, "skipped": 1, "refused": [], "notes": []}
    assert again == {"recorded": 0, "skipped": 2, "refused": [], "notes": []}
    assert epex.answer("organisation", "show", HOST)["shows"] == ["-A night on the streets", "Tea"]
    assert "'-A night" in epex("export", "--subject", "organisation").stdout


def write(path: Path, rows: list[dict[str, str]]) -> None:
    """Write a table anew."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


def test_answers_to_another_question_set_are_exported_whole(demo: Epex) -> None:
    rows = list(csv.DictReader(StringIO(demo("export", "--subject", "reflection", "--format", "csv").stdout)))

    later = [row["other_answers"] for row in rows if row["follow_up"] not in ("", "0")]

    assert any("set_aside" in json.loads(answers) for answers in later if answers)
