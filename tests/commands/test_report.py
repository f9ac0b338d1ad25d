"""`epex report`: listed, run in every format, written to files."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from epex.plugins.wording import readable_date
from tests.commands.running import Epex
from tests.plugins.conftest import REPORTING, Install, install

__all__ = ["install"]

RUN = ("report", "run", "practice-transfer", "--option")


def test_list_names_reports_with_options(demo: Epex) -> None:
    row, review, *_ = demo.answer("report", "list")
    printed = demo("report", "list").stdout

    assert (row["id"], [option["name"] for option in row["options"]]) == ("practice-transfer", ["element", "to"])
    assert (review["id"], review["options"][0]["required"]) == ("year-review", True)
    assert printed.splitlines()[:3] == [
        "practice-transfer: Decide on an element of practice: where it comes from, who tried it, what",
        "  happened, what to check next.",
        "    --option element=ID: the element of practice, by its id or title (needed)",
    ]


def test_run_prints_a_report_on_an_element(demo: Epex) -> None:
    element = demo.answer("element", "list")[0]

    done = demo(*RUN, f"element={element['title']}")

    assert done.exit_code == 0, done.output
    assert element["title"] in done.stdout


def test_run_writes_every_format(demo: Epex, tmp_path: Path) -> None:
    element = demo.answer("element", "list")[0]["id"]

    for form in ("text", "md", "html", "json"):
        path = tmp_path / f"report.{form}"
        done = demo(*RUN, f"element={element}", "--format", form, "--output", str(path))
        assert (done.exit_code, done.stdout, done.stderr) == (0, "", f"Wrote {path}.\n")

    file = tmp_path / "report.docx"
    demo(*RUN, f"element={element}", "--format", "docx", "--output", str(file))
    assert file.read_bytes().startswith(b"PK")
    sheet = tmp_path / "report.pdf"
    demo(*RUN, f"element={element}", "--format", "pdf", "--output", str(sheet))
    assert sheet.read_bytes().startswith(b"%PDF-1.7")
    assert "<html" in (tmp_path / "report.html").read_text("utf-8")
    assert json.loads((tmp_path / "report.json").read_text("utf-8")) == demo.answer(*RUN, f"element={element}")


def test_what_cannot_be_run_is_refused(demo: Epex, tmp_path: Path) -> None:
    element = demo.answer("element", "list")[0]["id"]
    place = tmp_path / "missing" / "report.txt"

    assert demo.refusal("report", "run", "weather").startswith("There is no report 'weather';")
    assert demo.refusal(*RUN, "element").startswith("'element' is not an option; write it as KEY=VALUE.")
    assert demo.refusal(*RUN, f"element={element}", "--format", "odt").startswith("There is no format 'odt'; choose")
    assert demo.refusal(*RUN, f"element={element}", "--format", "docx") == (
        "The format docx makes a file; say where with --output FILE."
    )
    assert demo.refusal(*RUN, f"element={element}", "--format", "pdf") == (
        "The format pdf makes a file; say where with --output FILE."
    )
    assert demo.refusal(*RUN, f"element={element}", "--output", str(place)) == (
        f"{place} cannot be written (No such file or directory); name another place with --output."
    )


@pytest.mark.parametrize(
    ("typed", "missing"),
    [(("report", "run", "tea"), "report 'tea'"), (("report", "run", "timeline", "--format", "tea"), "format 'tea'")],
    ids=["report", "format"],
)
def test_a_plugin_that_failed_is_named_before_what_is_missing(
    epex: Epex, install: Install, typed: tuple[str, ...], missing: str
) -> None:
    install(
        "tea", "from epex.plugins import hookimpl\n\n@hookimpl\ndef epex_reports():\n    raise ValueError('cold')\n"
    )
    epex("plugin", "enable", "tea")

    why, refusal = epex.refusal(*typed).splitlines()

    assert why.startswith("The plugin 'tea' failed when asked for epex_reports (ValueError: cold); take it out")
    assert refusal.startswith(f"There is no {missing}; ")


def test_a_report_on_an_event_that_is_not_there_is_refused(epex: Epex, install: Install) -> None:
    install("tea", REPORTING.format(name="tea").replace("text='tea'", "text='tea', positions=(999999,)"))
    epex("plugin", "enable", "tea")

    refusal = epex.refusal("report", "run", "tea")

    assert "(ValueError: it names an event at 999999, and there is none)" in refusal


def test_a_report_as_of_a_day_names_the_day_and_what_is_of_today(epex: Epex) -> None:
    epex.record("theme", "propose", "Trust")
    today = datetime.now(UTC).date()

    then, now = epex("--as-of", f"{today}", "report", "run", "genealogy"), epex("report", "run", "genealogy")

    known = (
        f"As it was known on {readable_date(today.isoformat())}, to those who may read it today; its proof is of today."
    )
    assert known in " ".join(then.stdout.split())
    assert "As it was known" not in now.stdout
