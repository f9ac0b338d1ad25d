"""What plugins have to say before an edition is frozen: named with the plugin, and never left out unnoticed."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from textwrap import indent

import pytest
from click.testing import CliRunner, Result

from epex.cli import cli
from epex.plugins.check import PublicationCheck, found, misnamed
from epex.plugins.loader import ON_REQUEST, Plugins
from tests.commands.bookmaking import BOOK, CHAPTER, EDITOR, Book, quoting
from tests.commands.conftest import completed, epex, founded_folder, visit
from tests.commands.running import FOUNDER, VISITOR, Epex
from tests.commands.stages import told
from tests.plugins.conftest import REPORTING, Install

__all__ = ["completed", "epex", "founded_folder", "visit"]

CHECKING = """
import os, sys, time
from epex.plugins import PublicationCheck, Refused, hookimpl

def find(queries, edition):
{body}

@hookimpl
def epex_publication_checks():
    return [PublicationCheck(name="tea", summary="See that there is tea.", find=find)]
"""
NO_TEA = "There is no tea; pour some."
SETTLED = "return []"
LACKING = f"return [{NO_TEA!r}]"
DISABLE = "take the plugin out of use with 'epex plugin disable tea', which the audit shows"
FREEZE = ("publication", "freeze", BOOK)
Brew = Callable[[str], None]


@pytest.fixture
def brew(install: Install, book: Book, epex: Epex) -> Brew:  # noqa: ARG001 - the book comes first
    """Install a plugin whose check does what it is told, and take it into use."""

    def made(body: str) -> None:
        install("tea", CHECKING.format(body=indent(body, "    ")))
        assert epex("plugin", "enable", "tea").exit_code == 0

    return made


@pytest.fixture
def book(epex: Epex, completed: str) -> Book:
    """Make a book that nothing stands in the way of."""

    def made() -> Book:
        book = quoting(epex, completed)
        book.draft(epex)
        book.consent(epex)
        book.approve(epex)
        return book

    return told(epex, made, "a book to freeze")


def objections(epex: Epex) -> list[str]:
    answer = epex.answer("publication", "check", BOOK, acting_as=EDITOR)
    assert answer["ready"] == (not answer["objections"])
    return [str(each) for each in answer["objections"]]


def refused(epex: Epex) -> str:
    return epex.refusal(*FREEZE, acting_as=EDITOR)


def status(epex: Epex) -> str:
    return str(epex.answer("publication", "show", BOOK)["status"])


def without_plugins(epex: Epex, *words: str) -> Result:
    return CliRunner().invoke(cli, ["--base", str(epex.folder), "--as", EDITOR, "--no-plugins", *words])


def by_hand(epex: Epex, names: list[str]) -> None:
    """Write a list of plugins into the base's own file, past the log."""
    path = epex.folder / "epex.toml"
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("enabled = ")]
    rest = "\n".join(line for line in lines if line != "[plugins]")
    path.write_text(f"{rest}\n\n[plugins]\nenabled = {json.dumps(names)}\n", "utf-8")


def test_what_a_check_finds_stands_beside_the_programs_own(brew: Brew, epex: Epex) -> None:
    brew(LACKING)
    own = epex.record("chapter", "outline", BOOK, "Tea", "--theme", "Trust before content")

    first, second = objections(epex)

    assert first.startswith("The chapter 'Tea' is outlined;")
    assert second == f"tea: {NO_TEA}"
    assert refused(epex) == f"The edition cannot be frozen yet: (1) {first} (2) tea: {NO_TEA}"
    assert epex("publication", "check", BOOK, acting_as=EDITOR).stdout.splitlines()[-1] == f" 2. tea: {NO_TEA}"
    assert epex.answer("chapter", "show", own)["status"] == "outlined"


def test_an_edition_without_chapters_is_checked_too(brew: Brew, epex: Epex) -> None:
    brew(LACKING)
    epex.record("publication", "open", "Second thoughts", "--number", "2")

    told = epex.answer("publication", "check", "Second thoughts")["objections"]

    assert told == ["The edition has no chapter; outline one with 'epex chapter outline'.", f"tea: {NO_TEA}"]


def test_an_edition_is_frozen_once_a_check_finds_nothing(brew: Brew, epex: Epex) -> None:
    brew(SETTLED)

    assert objections(epex) == []
    epex.record(*FREEZE, acting_as=EDITOR)

    assert status(epex) == "frozen"


def test_a_check_runs_in_another_process_with_what_its_reader_may_read(brew: Brew, book: Book, epex: Epex) -> None:
    brew(
        "(chapter,) = edition['chapters']\n"
        "(quote,) = edition['quotes']\n"
        "own = len(queries.audit_log())\n"
        "return [f\"{os.getppid()} {edition['id']} {chapter['title']} {quote['id']} {quote['words']} {own}\"]"
    )

    seen = {who: epex.answer("publication", "check", BOOK, acting_as=who) for who in (EDITOR, VISITOR)}

    shown = {who: epex.answer("quote", "show", book.quote, acting_as=who)["words"] for who in seen}
    known = {who: len(epex.answer("audit", "log", acting_as=who)) for who in seen}
    assert {who: answer["objections"] for who, answer in seen.items()} == {
        who: [f"tea: {os.getpid()} {book.publication} {CHAPTER} {book.quote} {shown[who]} {known[who]}"] for who in seen
    }
    assert known[EDITOR] != known[VISITOR]


@pytest.mark.parametrize(
    ("body", "cause"),
    [
        ("raise ValueError('cold')", "ValueError: cold"),
        ("raise Refused('Ask again; wait.')", "Ask again; wait"),
        ("queries.show('theme-nothing')", "There is no 'theme-nothing' that you may read"),
        ("return None", "TypeError: it returned a NoneType instead of a list of sentences"),
        ("return 'no tea'", "TypeError: it returned a str instead of a list of sentences"),
        ("return [7]", "TypeError: it returned a int instead of a sentence"),
        ("return ['']", "ValueError: it returned a sentence without words"),
        ("sys.exit(0)", "SystemExit: 0"),
        ("os._exit(0)", "it ended its process with status 0"),
        ("os.kill(os.getpid(), 9)", "its process was ended by SIGKILL"),
    ],
)
def test_a_check_that_fails_is_never_passed(brew: Brew, epex: Epex, body: str, cause: str) -> None:
    brew(body)

    (told,) = objections(epex)

    assert told.startswith(f"tea: the check 'tea' failed ({cause}")
    assert told.endswith(f"), so nothing is taken as passed; have it mended, or {DISABLE}.")
    assert refused(epex) == f"The edition cannot be frozen yet: (1) {told}"
    assert status(epex) == "open"


def test_a_check_that_hangs_is_ended_and_never_passed(brew: Brew, epex: Epex) -> None:
    brew("time.sleep(600)")
    path = epex.folder / "epex.toml"
    path.write_text(path.read_text("utf-8").replace("[plugins]", "[plugins]\nseconds = 3"), "utf-8")

    (told,) = objections(epex)

    assert told.startswith("tea: the check 'tea' failed (it took longer than 3 seconds, and was ended), so nothing")


@pytest.mark.parametrize(
    ("body", "cause"),
    [
        ("raise ValueError('cold')", "failed when asked for epex_publication_checks (ValueError: cold)"),
        ("return None", "answered epex_publication_checks with nothing instead of a list"),
        ("return ['tea']", "answered epex_publication_checks with 'str' instead of a PublicationCheck"),
    ],
)
@pytest.mark.usefixtures("book")
def test_a_plugin_that_cannot_say_its_checks_is_never_passed(
    install: Install, epex: Epex, body: str, cause: str
) -> None:
    install("tea", f"from epex.plugins import hookimpl\n@hookimpl\ndef epex_publication_checks():\n    {body}")
    epex("plugin", "enable", "tea")

    (told,) = objections(epex)

    assert told == (
        f"tea: it could not say which checks it has ({cause}), so nothing is taken as passed; have it mended, or"
        f" {DISABLE}."
    )
    assert refused(epex) == f"The edition cannot be frozen yet: (1) {told}"
    assert status(epex) == "open"


@pytest.mark.parametrize("name", ["No Tea", "tea\n", ""])
def test_a_check_whose_name_is_not_plain_is_never_passed(install: Install, epex: Epex, book: Book, name: str) -> None:
    install("tea", CHECKING.format(body=f"    {SETTLED}").replace('name="tea"', f"name={name!r}"))
    epex("plugin", "enable", "tea")

    (told,) = objections(epex)

    assert told == (
        f"tea: it could not say which checks it has (it names one {name!r}, which is not of small letters, digits and"
        f" single hyphens), so nothing is taken as passed; have it mended, or {DISABLE}."
    )
    assert (status(epex), book.publication in refused(epex)) == ("open", False)


def test_disabling_ends_the_say_of_a_plugin_and_is_shown(brew: Brew, epex: Epex) -> None:
    brew("raise ValueError('cold')")
    refused(epex)

    epex("plugin", "disable", "tea", "--reason", "It is cold")
    epex.record(*FREEZE, acting_as=EDITOR)

    events = [event for event in epex.answer("audit", "log") if event["type"].startswith("network.plugin")]
    assert [event["summary"] for event in events] == [
        f"{FOUNDER} (coordinator, data protection officer) took the plugin tea 1.2.0 into use",
        f"{FOUNDER} (coordinator, data protection officer) took the plugin tea out of use",
    ]
    assert status(epex) == "frozen"


def test_leaving_plugins_out_is_no_way_around(brew: Brew, epex: Epex) -> None:
    brew(SETTLED)

    done = without_plugins(epex, *FREEZE)

    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.strip() == (
        "The edition cannot be frozen yet: (1) tea: its checks are left out by --no-plugins, so nothing is taken as"
        f" passed; leave that out, or {DISABLE}."
    )
    assert without_plugins(epex, "publication", "check", BOOK).exit_code == 0
    assert status(epex) == "open"


@pytest.mark.usefixtures("book")
def test_leaving_out_plugins_that_have_no_checks_is_no_hindrance(epex: Epex, install: Install) -> None:
    install("tea", REPORTING.format(name="tea"))
    epex("plugin", "enable", "tea")

    assert without_plugins(epex, *FREEZE).exit_code == 0
    assert status(epex) == "frozen"


@pytest.mark.usefixtures("book")
def test_a_plugin_that_no_event_names_may_have_checks(epex: Epex, install: Install) -> None:
    install("tea", CHECKING.format(body=f"    {LACKING}"))
    by_hand(epex, ["tea"])

    assert objections(epex) == [f"tea: {NO_TEA}"]
    assert "its checks are left out by --no-plugins" in without_plugins(epex, *FREEZE).stderr


def test_taking_a_plugin_out_of_the_file_is_no_way_around(brew: Brew, epex: Epex) -> None:
    brew(SETTLED)
    by_hand(epex, [])

    assert objections(epex) == [
        (
            "tea: it may have checks, and could not be asked here, so nothing is taken as passed; install it and run"
            f" 'epex plugin enable tea', or {DISABLE}."
        )
    ]


def test_uninstalling_a_plugin_is_no_way_around(brew: Brew, epex: Epex, tmp_path: Path) -> None:
    brew(SETTLED)
    (tmp_path / "epex_tea-1.2.0.dist-info" / "entry_points.txt").unlink()

    (told,) = objections(epex)

    assert told.startswith("tea: it may have checks, and could not be asked here,")


@pytest.mark.parametrize(
    ("source", "is_blocking"), [(CHECKING.format(body=f"    {SETTLED}"), True), (REPORTING, False)]
)
@pytest.mark.usefixtures("book")
def test_a_plugin_that_breaks_blocks_only_where_it_has_checks(
    epex: Epex, install: Install, tmp_path: Path, source: str, *, is_blocking: bool
) -> None:
    install("tea", source.format(name="tea") if source is REPORTING else source)
    epex("plugin", "enable", "tea")
    (tmp_path / "epex_tea.py").write_text("1 / 0  # a good deal longer than before" + " " * 4000)

    told = objections(epex)

    cause = "could not be loaded (ZeroDivisionError: division by zero)"
    failed = f"tea: it could not say which checks it has ({cause}), so nothing is taken as passed;"
    assert [each.startswith(failed) for each in told] == [True] * is_blocking
    assert epex("theme", "list").exit_code == 0


@pytest.mark.usefixtures("book")
def test_a_newer_version_that_breaks_may_have_checks(epex: Epex, install: Install, tmp_path: Path) -> None:
    install("tea", REPORTING.format(name="tea"))
    epex("plugin", "enable", "tea")
    (tmp_path / "epex_tea-1.2.0.dist-info" / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: epex-tea\nVersion: 2\n"
    )

    assert "its checks are left out by --no-plugins" in without_plugins(epex, *FREEZE).stderr
    assert objections(epex) == []


@pytest.mark.usefixtures("book")
def test_what_else_is_wrong_with_a_plugin_says_nothing_of_its_checks(epex: Epex, install: Install) -> None:
    install("tea", f"{CHECKING.format(body='    return []')}\n@hookimpl\ndef epex_songs():\n    return []\n")
    epex("plugin", "enable", "tea")

    assert objections(epex) == []


def test_enabling_records_whether_a_plugin_has_a_say(brew: Brew, epex: Epex) -> None:
    brew(SETTLED)

    assert epex.said()["checks_editions"] is True


def test_a_check_is_traced_where_it_runs(brew: Brew, epex: Epex, monkeypatch: pytest.MonkeyPatch) -> None:
    brew(SETTLED)
    epex("plugin", "enable", "dissent-in-print")
    monkeypatch.setenv("EPEX_TRACE_PLUGINS", "1")

    told = epex("publication", "check", BOOK).stderr

    traced = [line.rpartition(" took ")[0] for line in told.splitlines()]
    assert traced[-5:] == [
        *("dissent-in-print: epex_publication_checks", "dissent-in-print: the check dissent"),
        *("tea: being imported", "tea: epex_publication_checks", "tea: the check tea"),
    ]


def test_built_in_plugins_that_are_always_there_have_no_checks() -> None:
    assert Plugins().gather("epex_publication_checks", PublicationCheck) == []
    asked = Plugins(sorted(ON_REQUEST)).gather("epex_publication_checks", PublicationCheck)
    assert [misnamed(check.name) for _, check in asked] == [""]
    assert [(plugin, check.name) for plugin, check in asked] == [("dissent-in-print", "dissent")]


def test_a_finding_is_one_line() -> None:
    check = PublicationCheck(name="tea", summary="Tea.", find=lambda _queries, _edition: ["No tea;\n pour  some."])

    assert found(check, None, {}) == ("No tea; pour some.",)  # type: ignore[arg-type]
