"""Tables, pages and texts as people read them."""

import os
import sys

import pytest

from epex.commands.pages import print_page
from epex.commands.printing import bold, cell, label, measure, opening, plain, print_table, short, wrap
from tests.commands.running import HOST, Epex

THEME = "theme-89fbaf20-ef2f-4e80-8da5-7a9683e7c746"


def become_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    # Pytest asks as well, with a size to fall back on.
    monkeypatch.setattr("shutil.get_terminal_size", lambda **_: os.terminal_size((60, 24)))
    monkeypatch.delenv("NO_COLOR", raising=False)


def test_a_table_is_plain_lines_without_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(
        [
            {"id": THEME, "title": "Endings that hold " * 9, "status": "adopted"},
            {"id": "theme-x", "title": "Two\nlines", "status": "in_review"},
        ],
        ["status"],
    )

    assert capsys.readouterr().out.splitlines() == [
        f"theme-89fbaf20  adopted    {('Endings that hold ' * 9).strip()}",
        "theme-x         in review  Two lines",
    ]


def test_a_table_on_a_terminal_has_a_head_and_wraps(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    become_a_terminal(monkeypatch)

    print_table([{"id": THEME, "title": "Endings that hold " * 3, "host_title": "A name as long as a line"}], ["host"])

    assert capsys.readouterr().out.splitlines() == [
        "\x1b[1mid              host                  title\x1b[0m",
        "theme-89fbaf20  A name as long as a…  Endings that hold",
        "                                      Endings that hold",
        "                                      Endings that hold",
    ]


def test_nothing_is_said_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    print_table([], ["status"])

    assert capsys.readouterr() == ("", "Nothing here.\n")


def test_a_page_shows_titles_and_leaves_out_what_is_empty(capsys: pytest.CaptureFixture[str]) -> None:
    row = {
        "id": THEME,
        "title": "Endings",
        "host": "organisation-1",
        "host_title": "Youth House",
        "scope_note": "",
        "labels": {"de": "Abschied", "en": ""},
        "steps": [{"step": "monitored", "occurred_on": "2017", "actor": "p", "actor_name": "Mira", "attained": "Much"}],
        "position": 12,
        "recorded_at": "2017-03-14T09:00:00.000000Z",
        "visibility": "network",
    }

    print_page(row)

    assert capsys.readouterr().out.splitlines() == [
        *("Endings", THEME, "", "Host  Youth House", "", "Labels", "  de: Abschied", "", "Steps"),
        *("  2017, monitored (recorded by Mira)", "    Attained: Much", ""),
        "Event 12, recorded 2017-03-14; readers: network.",
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "yes"),
        (["youth_work", "prison"], "youth work, prison"),
        (["Greet, and sit down", "Ask"], "Greet, and sit down; Ask"),
        ("a sentence with_one underscore", "a sentence with_one underscore"),
        (THEME, "theme-89fbaf20"),
        (7, "7"),
    ],
)
def test_values_are_written_as_people_do(value: object, text: str) -> None:
    assert cell(value) == text


def test_small_things() -> None:
    assert (label("scope_note"), label("environment.law"), label("de")) == ("Scope note", "Environment: law", "de")
    assert short("Youth House") == "Youth House"
    assert (measure("an\u0303"), measure("日本"), measure("نص")) == (2, 4, 2)
    assert plain("red \x1b[31m\u009b text\n") == "red [31m text\n"
    assert opening("one two three", 8) == "one two …"
    assert bold("text") == "text"
    assert wrap("first\n\nsecond", "  ", "") == "first\n\n  second"


@pytest.mark.slow
def test_a_page_of_everything_prints(demo: Epex) -> None:
    subjects = ("organisation", "person", "year", "visit", "reflection", "meeting", "challenge", "element", "theme")
    for subject in (*subjects, "transfer"):
        first = demo.answer(subject, "list", "--limit", "1")[0]
        assert demo(subject, "show", first["id"]).stdout.splitlines()[:2] == [wrap(first["title"]), first["id"]]


def test_the_reasons_for_a_theme_are_decisions_evidence_and_events(demo: Epex) -> None:
    theme = next(row for row in demo.answer("theme", "list") if row["status"] == "adopted")

    lines = demo("audit", "why", theme["id"]).stdout.splitlines()

    assert lines[:2] == [wrap(theme["title"]), theme["id"]]
    assert [line for line in lines if line in ("Decisions", "Evidence")] == ["Decisions", "Evidence"]
    assert any(line.startswith("Events: ") for line in lines)


def test_colour_is_off_on_request(demo: Epex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    assert "\x1b" not in demo("theme", "list").stdout


def test_texts_cannot_steer_a_terminal(epex: Epex) -> None:
    epex.record("challenge", "state", "How do we \x1b[2J begin?", "--organisation", HOST)

    for command in (["challenge", "list"], ["audit", "log"], ["search", "begin"]):
        assert "\x1b" not in epex(*command).output


def test_plain_takes_out_what_turns_a_line_around() -> None:
    assert plain("Anna \u202egreB\u2066 ok") == "Anna greB ok"


def test_a_wrapped_text_never_breaks_an_id() -> None:
    told = " ".join(f"{'x' * number} [reflection-ea2119b4]" for number in range(1, 12))

    lines = wrap(told).split("\n")

    assert sum(line.count("[reflection-ea2119b4]") for line in lines) == 11
