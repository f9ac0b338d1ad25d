"""Options that many commands share: dates, countries, languages, pages, the past."""

import pytest
from click.testing import CliRunner

from epex.cli import cli
from tests.commands.running import HOST, VISITING, VISITOR, Epex

SUBJECTS = (
    *("organisation", "person", "year", "visit", "reflection", "meeting", "challenge", "element", "theme", "transfer"),
)


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("--since", "2017-13-40", "'2017-13-40' is not a date; write it as 2017, 2017-03 or 2017-03-14."),
        (
            "--country",
            "QQ",
            "'QQ' is not a country code; use the two capitals of ISO 3166-1, such as AT, or XK for Kosovo.",
        ),
    ],
)
def test_a_value_that_cannot_be_says_what_can(epex: Epex, option: str, value: str, sentence: str) -> None:
    done = epex("theme", "list", option, value)

    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == f"Invalid value for '{option}': {sentence} Try 'epex theme list --help'.\n"


def test_an_unknown_language_lists_those_there_are(epex: Epex) -> None:
    done = epex("search", "x", "--language", "tlh")

    assert done.exit_code == 2
    assert "choose one of: en, de, fr, nl, da, no, sr, ar, sq." in done.stderr


@pytest.mark.parametrize("subject", SUBJECTS)
def test_before_the_first_event_lists_are_empty(demo: Epex, subject: str) -> None:
    assert demo.answer("--as-of", "2015", subject, "list") == []


@pytest.mark.parametrize("subject", SUBJECTS)
def test_pages_cut_a_list(demo: Epex, subject: str) -> None:
    everything = demo.answer(subject, "list")

    assert demo.answer(subject, "list", "--offset", "1", "--limit", "2") == everything[1:3]
    assert all(row["id"] and row["title"] for row in everything)


@pytest.mark.parametrize("subject", [name for name in SUBJECTS if name not in ("year", "meeting")])
def test_every_filter_is_taken(demo: Epex, subject: str) -> None:
    theme = demo.answer("theme", "list")[0]["title"]
    filters = ("--country", "DE", "--organisation", "Fængselsdialogen Klintholt", "--setting", "prison", "--year", "2")

    found = demo.answer(subject, "list", *filters, "--theme", theme, "--since", "2016", "--until", "2018")

    assert {row["id"] for row in found} <= {row["id"] for row in demo.answer(subject, "list")}


def test_as_of_an_early_day_a_filter_may_name_what_came_later(epex: Epex) -> None:
    assert epex.answer("--as-of", "2001", "organisation", "list", "--organisation", VISITING) == []
    assert epex.refusal("--as-of", "2001", "organisation", "list", "--organisation", "Nobody").startswith(
        "There is no organisation 'Nobody'"
    )


def test_a_theme_is_shown_as_it_was_known(demo: Epex) -> None:
    adopted = next(row for row in demo.answer("theme", "list") if row["status"] == "adopted")

    early = demo.answer("--as-of", "2017-06", "theme", "show", adopted["id"])

    assert early["status"] in ("candidate", "discussed")


def test_as_reads_with_the_eyes_of_somebody_else(epex: Epex) -> None:
    epex.record("challenge", "state", "How do we begin?", "--organisation", HOST, "--visibility", "private")

    assert epex.answer("challenge", "list", acting_as=VISITOR) == []
    assert [row["visibility"] for row in epex.answer("challenge", "list")] == ["private"]


def test_a_base_is_found_upward_and_by_its_variable(epex: Epex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EPEX_BASE", raising=False)
    monkeypatch.chdir(epex.folder / "log")
    upward = CliRunner().invoke(cli, ["organisation", "list"])
    monkeypatch.chdir("/")
    by_variable = CliRunner().invoke(cli, ["organisation", "list"], env={"EPEX_BASE": str(epex.folder)})

    assert upward.stdout == by_variable.stdout != ""
