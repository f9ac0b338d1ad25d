"""`epex search`: hits in the agreed shape, narrowed, highlighted."""

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from epex.commands import pages
from epex.search.search import LAST
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
        == "One question at a time: type a query, or give --file, --like, --suggest or --saved."
    )


def test_nothing_found_is_no_failure(demo: Epex) -> None:
    done = demo("search", "qqqxyzzy")

    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr.startswith("Nothing matches 'qqqxyzzy'")


def test_a_spelling_is_suggested(demo: Epex) -> None:
    done, none = demo("search", "prizon"), demo("search", "prizon", "--since", "2030")

    assert done.stderr.splitlines() == [
        "Did you mean 'prison'?",
        "Nothing that you may read says prizon; words that look alike count for a little.",
    ]
    assert done.stdout.splitlines()[-1].startswith("10 of ")
    assert (none.stderr, none.stdout) == ("Nothing matches 'prizon'; did you mean 'prison'?\n", "")


def test_a_long_question_is_told_again_in_short(demo: Epex, tmp_path: Path) -> None:
    long = tmp_path / "long.txt"
    long.write_text("x" * 1_000_000, encoding="utf-8")

    done = demo("search", "--file", str(long))

    first, second = done.stderr.splitlines()
    assert (first, second) == (
        f"Nothing matches '{'x' * pages.LONGEST}…'",
        "The question is long; only its first 64 words were used.",
    )


def test_a_query_is_read_from_what_a_shell_passes_on(demo: Epex, tmp_path: Path) -> None:
    passed = tmp_path / "passed"
    os.mkfifo(passed)
    with ThreadPoolExecutor(1) as writer:
        writing = writer.submit(passed.write_text, "prison", "utf-8")
        answer = demo.answer("search", "--file", str(passed))
        writing.result()

    assert (answer["query"], answer["total"]) == ("prison", demo.answer("search", "prison")["total"])


def test_what_never_finds_anything_is_not_saved(demo: Epex) -> None:
    done = demo("search", "--save", "Never", "--", "-trust")

    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("Such a search never finds anything. ")
    assert "Never" not in demo("searches", "list").stdout


def test_an_empty_query_gets_a_hint(demo: Epex) -> None:
    for words in (("",), (" ",), ()):
        done = demo("search", *words)

        assert (done.exit_code, done.stdout, done.stderr) == (0, "", "Type at least one word to look for.\n")


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


def total(demo: Epex, *args: str) -> int:
    return int(demo.answer("search", *args, "--no-thesaurus")["total"])


def test_fields_in_the_query_do_what_the_options_do(demo: Epex) -> None:
    theme = next(row for row in demo.answer("theme", "list") if row["status"] == "adopted")["title"]
    pairs = (
        (("kind:Reflection",), ("--kind", "reflection")),
        (("country:no,de",), ("--country", "NO", "--country", "DE")),
        (("year:٢",), ("--year", "2")),
        (("since:2017", "until:2017-06"), ("--since", "2017", "--until", "2017-06")),
        ((f'theme:"{theme}"',), ("--theme", theme)),
    )

    found = [(total(demo, "prison trust", *typed), total(demo, "prison trust", *options)) for typed, options in pairs]

    assert all(typed == given for typed, given in found)
    assert all(0 < typed < total(demo, "prison trust") for typed, _ in found)
    assert total(demo, "prison kind:visit") + total(demo, "prison -kind:visit") == total(demo, "prison")


def test_a_field_that_means_nothing_is_told_and_steers_no_terminal(demo: Epex) -> None:
    done = demo("search", 'prison kind:foo theme:"\x1b[2J"', "--no-thesaurus", "--limit", "1")

    assert " ".join(done.stderr.split()) == (
        "kind:foo was left out. 'foo' is not a known kind; choose one of: challenge, element, reflection, theme,"
        " visit. theme:[2J was left out. There is no theme '[2J' that you may read; 'epex theme list' shows what"
        " there is."
    )


def test_what_the_thesaurus_adds_is_told_and_can_be_left_out(demo: Epex) -> None:
    wide, narrow = demo("search", "trust"), demo("search", "trust", "--no-thesaurus")

    first, last = wide.stderr.splitlines()
    assert first.startswith("'trust' finds as well: Vertrauen, ")
    assert last == "--no-thesaurus leaves them out."
    assert " ".join(narrow.stderr.split()) == LAST
    assert demo.answer("search", "trust")["total"] > total(demo, "trust")


def test_reasons_are_printed_and_answered(demo: Epex) -> None:
    done, (hit,) = (
        demo("search", "mentor", "--explain", "--limit", "1"),
        demo.answer("search", "mentor", "--explain", "--limit", "1")["hits"],
    )

    assert hit["explanation"]["text"] in " ".join(done.stdout.split())
    assert list(hit["explanation"]) == ["words", "stems", "pairs", "grams", "feedback", "text"]
    assert "explanation" not in demo.answer("search", "mentor", "--limit", "1")["hits"][0]


def test_what_is_like_a_thing_is_found_by_its_title(demo: Epex) -> None:
    theme = next(row for row in demo.answer("theme", "list") if row["status"] == "adopted")

    found = demo.answer("search", "--like", theme["title"], "--kind", "reflection", "--limit", "3")
    done = demo("search", "--like", theme["id"], "--since", "2030")

    assert (found["like"], len(found["hits"]), {hit["kind"] for hit in found["hits"]}) == (
        theme["id"],
        3,
        {"reflection"},
    )
    assert (done.stdout, done.stderr) == ("", "Nothing that you may read says the same.\n")


def test_titles_and_names_are_suggested(demo: Epex) -> None:
    found = demo.answer("search", "--suggest", "tru", "--limit", "2")
    printed = demo("search", "--suggest", "tru", "--limit", "2").stdout

    assert [each["title"][:5] for each in found["suggestions"]] == ["Trust", "Trust"]
    assert [each["title"] in printed for each in found["suggestions"]] == [True, True]
    assert demo.answer("search", "--suggest", "qqqxyzzy") == {"query": "qqqxyzzy", "suggestions": []}


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (("--suggest", "tr", "--kind", "theme"), "--kind would change nothing with --suggest; leave it out."),
        (
            ("--suggest", "tr", "--fuzzy", "--sort", "date"),
            "--fuzzy, --sort would change nothing with --suggest; leave it out.",
        ),
        (("--like", "x", "--no-thesaurus"), "--no-thesaurus would change nothing with --like; leave it out."),
        (
            ("--like", "x", "--suggest", "y"),
            "One question at a time: type a query, or give --file, --like, --suggest or --saved.",
        ),
        (("--like", "qqq"), "There is no id or title 'qqq' that you may read; 'epex search' finds what there is."),
    ],
)
def test_questions_that_do_not_go_together_are_refused(demo: Epex, args: tuple[str, ...], why: str) -> None:
    assert demo.refusal("search", *args) == why


def test_every_spelling_of_a_word_finds_the_same(demo: Epex) -> None:
    words = (
        ("Gefängnis", "Gefaengnis", "gefangnis"),
        ("поверење", "poverenje"),
        ("أسرة", "اسرة", "الأسرة"),
        ("fængsel", "faengsel"),
        ("år", "aar"),
    )

    found = [
        {tuple(sorted(hit["id"] for hit in demo.answer("search", word, "--limit", "100")["hits"])) for word in spelt}
        for spelt in words
    ]

    assert [len(each) for each in found] == [1] * len(words)
    assert all(next(iter(each)) for each in found)


def test_looking_alike_is_asked_for_with_fuzzy_or_a_tilde(demo: Epex) -> None:
    exact, fuzzy, tilde = (total(demo, *args) for args in (("talk",), ("talk", "--fuzzy"), ("talk~",)))

    assert exact < fuzzy == tilde
