"""`epex export` as people type it, and the way back through `epex import`."""

import csv
import json
import re
from io import StringIO
from pathlib import Path

import pytest

from epex.app.importing.kinds import NAMES, kind_of
from tests.commands.running import FOUNDER, HOST, VISITING, VISITOR, Epex

FOUNDING = ("Copyists", "Ada Copy")
# What people decide themselves, and what is frozen, does not come back as a table.
OWN = ("reviews", "publications", "chapters", "viewpoints", "quotes", "consents", "findings")
GONE = {"[erased]", "an erased person"}
# Erased or withdrawn since: the row tells only that there was something.
WORDLESS = {"The row has no text.", "The answer is empty; give it a text."}
ENDED = ("merged", "split", "retired")
WHOLE = re.compile(r"[a-z]+-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


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

    assert outcome == {"recorded": 1, "skipped": 1, "refused": []}
    assert again == {"recorded": 0, "skipped": 2, "refused": []}
    assert epex.answer("organisation", "show", HOST)["shows"] == ["-A night on the streets", "Tea"]
    assert "'-A night" in epex("export", "--subject", "organisation").stdout


@pytest.mark.slow
def test_what_was_exported_fills_another_base(demo: Epex, tmp_path: Path) -> None:
    there, back = tmp_path / "there", tmp_path / "back"
    demo.answer("export", "--output", str(there))
    leave_out_who_moved(there)
    other = Epex(tmp_path / "other")
    names = ("--network", "Copy", "--person", "Ada Copy", "--organisation", "Copyists", "--country", "NO")
    assert other("init", str(other.folder), *names).exit_code == 0
    kinds = [name for name in NAMES if kind_of(name).visibility != "evaluation" and name not in OWN]

    outcomes = {name: other.answer("import", str(there / f"{name}.csv"), "--kind", name) for name in kinds}
    again = {name: other.answer("import", str(there / f"{name}.csv"), "--kind", name) for name in kinds}
    other.answer("export", "--output", str(back))

    refused = {name: [row["why"] for row in outcome["refused"]] for name, outcome in outcomes.items()}
    ended = refused.pop("themes")
    assert {name: why for name, why in refused.items() if set(why) - WORDLESS} == {}
    assert sorted(why.split()[4] for why in ended) == sorted(ENDED)
    assert [outcome["recorded"] for outcome in again.values()] == [0] * len(kinds)
    assert [again[name]["skipped"] for name in kinds] == [outcomes[name]["recorded"] for name in kinds]
    assert {name: content(back, name) for name in kinds} == {name: content(there, name) for name in kinds}


def leave_out_who_moved(folder: Path) -> None:
    """Take hosts off the visits who moved since, as an import asks for; their words then name no visit."""
    homes = {row["id"]: row["organisation"] for row in table(folder, "people")}
    visits, moved = table(folder, "visits"), set[tuple[str, str]]()
    for row in visits:
        hosts = row["host_people"].split("; ")
        moved |= {(row["id"], person) for person in hosts if homes.get(person) != row["host"]}
        row["host_people"] = "; ".join(person for person in hosts if homes.get(person) == row["host"])
    write(folder / "visits.csv", visits)
    told = table(folder, "reflections")
    for row in told:
        if (row["about"], row["person"]) in moved:
            row |= {"about": "", "side": ""}
    write(folder / "reflections.csv", told)


def table(folder: Path, name: str) -> list[dict[str, str]]:
    """Read a table."""
    return list(csv.DictReader((folder / f"{name}.csv").read_text("utf-8").splitlines(keepends=True)))


def content(folder: Path, kind_name: str) -> list[list[str]]:
    """List what a table says beside ids, without whoever founded the other base, and without what has no words."""
    kind = kind_of(kind_name)
    present = (row for row in table(folder, kind_name) if GONE.isdisjoint(row.values()))
    rows = [row for row in present if kind_name != "themes" or row["status"] not in ENDED]
    told = [
        row for row in rows if row.get("name") not in FOUNDING and (not kind.one_of or any(map(row.get, kind.one_of)))
    ]
    # A view says when a request was settled by the day of recording.
    columns = [column.name for column in kind.columns if column.name != "settled_on"]
    cells = [[WHOLE.sub("id", row[column]) for column in columns] for row in told]
    return [[cell.replace("peer_reviewed", "inspiring") for cell in line] for line in cells]


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
