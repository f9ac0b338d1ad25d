"""Formats of other programs as people type them: out with `epex export`, in with `epex import`."""

from pathlib import Path

import pytest

from tests.commands.running import FOUNDER, Epex
from tests.plugins.conftest import Install, install

__all__ = ["install"]

WRITTEN = ["qdc", "qdpx", "icalendar", "skos", "cloudevents", "prov"]


def told(epex: Epex) -> str:
    """Record a theme and a reflection that it rests on; give the theme."""
    theme = epex.record("theme", "propose", "Doors")
    text = epex.record(
        "meeting", "hold", "Plenary", "--kind", "plenary", "--held-on", "2017-03-14", "--attended", FOUNDER
    )
    reflection = epex.record("reflection", "record", text, "We knocked 🚪 first.", "--visibility", "network")
    epex.record("theme", "link", theme, reflection, "--quote", "knocked 🚪", "--stance", "nuances")
    return theme


def test_formats_are_listed_where_they_are_asked_for(epex: Epex) -> None:
    out, back = epex("export", "--list-formats"), epex("import", "--list-formats")

    assert [line.split()[0] for line in out.stdout.splitlines() if "--option" not in line] == WRITTEN
    assert "--format qdc --option as=themes|concepts: what codes become" in back.stdout
    assert [form["id"] for form in epex.answer("import", "--list-formats")] == ["qdc", "qdpx", "skos"]


def test_a_project_goes_out_and_comes_back_as_known(epex: Epex, tmp_path: Path) -> None:
    told(epex)
    path = tmp_path / "study.qdpx"

    written = epex("export", "--format", "qdpx", "--output", str(path))
    back = epex.answer("import", str(path), "--format", "qdpx")

    assert written.stdout == f"Wrote {path}.\n"
    assert (path.stat().st_mode & 0o777, back["recorded"], back["skipped"], back["refused"]) == (0o600, 0, 3, [])
    assert back["lost"] == ["1 set is left out.", "1 person's name is left out."]


def test_a_codebook_tells_as_json_and_in_words(epex: Epex, tmp_path: Path) -> None:
    path = tmp_path / "codes.qdc"
    answer = epex.answer("export", "--format", "qdc", "--output", str(path))

    dry = epex("import", str(path), "--format", "qdc", "--option", "as=themes", "--dry-run")

    assert answer == {"output": str(path), "format": "qdc", "bytes": path.stat().st_size}
    codes = path.read_bytes().count(b"<Code ")
    assert (dry.stdout, codes > 100) == (f"0 would be recorded, {codes} known already, 0 refused\n", True)
    assert "theme.proposed" not in epex.events()


@pytest.mark.parametrize("way", ["export", "import"])
def test_a_plugin_that_failed_is_named_before_the_format_that_is_missing(
    epex: Epex, install: Install, tmp_path: Path, way: str
) -> None:
    source = "from epex.plugins import hookimpl\n\n@hookimpl\ndef epex_{}ers():\n    raise ValueError('cold')\n"
    install("tea", source.format(way))
    epex("plugin", "enable", "tea")
    path = tmp_path / "all.tea"
    path.write_bytes(b"tea")
    given = ("export", "--output", str(tmp_path / "new.tea")) if way == "export" else ("import", str(path))

    why, refusal = epex.refusal(*given, "--format", "tea").splitlines()

    assert why.startswith(f"The plugin 'tea' failed when asked for epex_{way}ers (ValueError: cold); take it out")
    assert refusal.startswith("There is no format 'tea'; ")


def test_what_cannot_be_done_is_refused_in_a_sentence(epex: Epex, tmp_path: Path) -> None:
    path, there = tmp_path / "x.qdc", tmp_path / "there.qdc"
    there.write_bytes(b"mine")

    assert epex.refusal("export", "--format", "qdc") == "The format qdc makes a file; say where with --output FILE."
    assert epex.refusal("export", "--format", "cats", "--output", str(path)) == (
        "There is no format 'cats'; 'epex export --list-formats' shows: qdc, qdpx, icalendar, skos, cloudevents, prov."
    )
    assert epex.refusal("export", "--format", "qdc", "--output", str(there)).endswith(
        "name another file with --output."
    )
    assert epex.refusal("export", "--format", "qdc", "--subject", "theme", "--output", str(path)).endswith(
        "leave --subject out."
    )
    assert epex.refusal("export", "--option", "a=b").startswith("Options belong to a format of another program;")
    assert epex.refusal("import", str(there), "--option", "a=b").startswith("Options belong to a format of another")
    assert epex.refusal("import", str(there), "--format", "qdc", "--kind", "themes").endswith("--kind and --map out.")
    assert epex.refusal("import", str(there), "--format", "qdc").startswith("The codebook is damaged (")
    assert (path.exists(), there.read_bytes()) == (False, b"mine")


def test_a_project_of_the_past_holds_what_was_known(epex: Epex, tmp_path: Path) -> None:
    told(epex)

    done = epex("--as-of", "2001", "export", "--format", "qdpx", "--output", str(tmp_path / "x.qdpx"))

    assert done.exit_code == 0, done.output
