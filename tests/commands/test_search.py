"""`epex search`: hits in the agreed shape, narrowed, highlighted."""

import sys
from pathlib import Path

import pytest

from epex.commands import pages
from tests.commands.running import Epex


def test_the_answer_has_the_agreed_shape(demo: Epex) -> None:
    found = demo.answer("search", "trust", "prison")

    assert found["query"] == "trust prison"
    assert found["total"] == sum(found["facets"]["kind"].values()) >= len(found["hits"]) == 10
    wanted = {"kind", "id", "title", "snippet", "score", "language", "occurred_on", "visibility", "organisation"}
    assert wanted <= found["hits"][0].keys()
    assert list(found["facets"]) == ["kind", "language", "organisation", "country", "setting", "year"]
    assert all("[[" in hit["snippet"] for hit in found["hits"])


def test_filters_narrow(demo: Epex) -> None:
    found = demo.answer(
        *("search", "Eltern", "--kind", "reflection", "--language", "de", "--since", "2016", "--until", "2017-12"),
        *("--limit", "100", "--sort", "date"),
    )

    days = [hit["occurred_on"] for hit in found["hits"]]
    assert {(hit["kind"], hit["language"]) for hit in found["hits"]} == {("reflection", "de")}
    assert days == sorted(days, reverse=True)


def test_organisations_and_themes_are_found_by_title(demo: Epex) -> None:
    theme = next(row for row in demo.answer("theme", "list") if row["status"] == "adopted")
    organisation = demo.answer("organisation", "list")[0]

    found = demo.answer("search", "trust", "--theme", theme["title"], "--organisation", organisation["title"])
    refused = demo.refusal("search", "trust", "--theme", "Nothing")

    assert found["total"] < demo.answer("search", "trust")["total"]
    assert refused == "There is no theme 'Nothing' that you may read; 'epex theme list' shows what there is."


def test_the_query_comes_from_a_file_and_a_dash_is_a_query(demo: Epex, tmp_path: Path) -> None:
    query = tmp_path / "query.txt"
    query.write_text("Vertrauen\n", "utf-8")

    assert demo.answer("search", "--file", str(query))["query"] == "Vertrauen"
    assert demo.answer("search", "-", given="Vertrauen")["query"] == "-"
    assert (
        demo.refusal("search", "x", "--file", str(query))
        == "The query is given twice; type it, or give it with --file."
    )


def test_nothing_found_is_no_failure(demo: Epex) -> None:
    done = demo("search", "qqqxyzzy")

    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr.startswith("Nothing matches 'qqqxyzzy'")


def test_a_spelling_is_suggested(demo: Epex) -> None:
    done = demo("search", "prizon")

    assert done.stderr == "Nothing matches 'prizon'; did you mean 'prison'?\n"


def test_an_empty_query_gets_a_hint(demo: Epex) -> None:
    done = demo("search", "")

    assert done.exit_code == 0
    assert done.stderr.splitlines()[-1] == "Type at least one word to look for."


def test_hits_print_with_marks_and_a_count(demo: Epex) -> None:
    lines = demo("search", "prison", "--limit", "2").stdout.splitlines()

    assert any("[[prison" in line for line in lines)
    assert lines[-1].startswith("2 of ")


def test_a_terminal_shows_matches_in_bold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    bright = pages.highlighted("a [[word]] here")
    monkeypatch.setenv("NO_COLOR", "1")
    plain = pages.highlighted("a [[word]] here")

    assert (bright, plain) == ("a \x1b[1mword\x1b[0m here", "a [[word]] here")


def test_as_of_searches_what_was_known(demo: Epex) -> None:
    early, today = demo.answer("--as-of", "2016-06", "search", "prison"), demo.answer("search", "prison")
    before = demo.answer("--as-of", "2001", "search", "prison")

    assert 0 < early["total"] < today["total"]
    assert (before["total"], before["hits"]) == (0, [])
