"""Formats of reports that plugins add: listed, written in a child process, and one that fails is named."""

import os
from collections.abc import Callable
from textwrap import indent

import pytest

from epex.core.decision import Refused
from epex.plugins import sentences
from epex.plugins.limits import Limits
from epex.plugins.loader import Plugins
from epex.plugins.report_formats import list_report_formats, render_file, require_format
from tests.plugins.conftest import Install
from tests.plugins.documents import WHOLE

OURS = ["text", "md", "html", "json", "docx", "pdf"]
TEA = """
import os, time
from epex.plugins import Refused, ReportFormat, hookimpl, sentences

def render(document):
{body}

@hookimpl
def epex_report_formats():
    return [ReportFormat(name={name!r}, summary="Tea leaves.", ending=".tea", render=render)]
"""
COUNTING = "return f'{document.title.text}: {len(list(sentences(document)))}, {os.getpid()}'.encode()"
FAILED = "The format 'leaves' of the plugin 'tea' failed ({}); tell its author, other formats go on working."
MEND = "so it was left out; ask its author to rename the report format."
Brew = Callable[..., Plugins]


@pytest.fixture
def brew(install: Install) -> Brew:
    """Install a plugin with a format that does what it is told."""

    def made(body: str = COUNTING, name: str = "leaves", seconds: float = 60) -> Plugins:
        install("tea", TEA.format(body=indent(body, "    "), name=name))
        return Plugins(["tea"], limits=Limits(seconds=seconds, listing=60))

    return made


def refusal(plugins: Plugins, name: str = "leaves") -> str:
    with pytest.raises(Refused) as caught:
        render_file(plugins, WHOLE, name)
    return str(caught.value)


def test_formats_are_the_programs_own_and_then_those_of_plugins(brew: Brew) -> None:
    assert list_report_formats(Plugins()) == OURS
    assert list_report_formats(brew()) == [*OURS, "leaves"]


def test_a_format_of_a_third_party_is_written_in_another_process(brew: Brew) -> None:
    title, _, process = render_file(brew(), WHOLE, "leaves").decode().rpartition(", ")

    assert title == f"{WHOLE.title.text}: {len(list(sentences(WHOLE)))}"
    assert process != str(os.getpid())


def test_a_format_without_plugins_is_not_there(brew: Brew) -> None:
    brew()

    with pytest.raises(Refused) as caught:
        require_format(Plugins(["tea"], third_party=False), "leaves")

    assert str(caught.value) == f"There is no format 'leaves'; choose one of: {', '.join(OURS)}."


def test_render_file_refuses_a_format_that_is_not_there(brew: Brew) -> None:
    assert refusal(Plugins(), "odt") == f"There is no format 'odt'; choose one of: {', '.join(OURS)}."
    assert refusal(brew(), "odt") == f"There is no format 'odt'; choose one of: {', '.join(OURS)}, leaves."


@pytest.mark.parametrize(
    ("body", "cause"),
    [
        ("raise ValueError('cold')", "ValueError: cold"),
        ("raise SystemExit(3)", "SystemExit: 3"),
        ("return 'cup'", "TypeError: it returned a str instead of bytes"),
        ("os._exit(4)", "it ended its process with status 4"),
        ("return b'x' * 2**33", "it asked for more than 2048 MB of memory"),
    ],
    ids=["raises", "exits", "text", "exits hard", "allocates"],
)
def test_render_file_names_a_format_that_fails(brew: Brew, body: str, cause: str) -> None:
    assert refusal(brew(body)) == FAILED.format(cause)


def test_a_format_that_hangs_is_ended(brew: Brew) -> None:
    assert refusal(brew("time.sleep(600)", seconds=2)) == FAILED.format("it took longer than 2 seconds, and was ended")


def test_render_file_hands_on_what_a_format_refuses(brew: Brew) -> None:
    assert refusal(brew("raise Refused('It is cold; make it anew.')")) == "It is cold; make it anew."


@pytest.mark.parametrize(("name", "owner"), [("html", "epex"), ("pdf", "pdf")])
def test_a_format_of_a_name_that_is_taken_is_left_out(brew: Brew, name: str, owner: str) -> None:
    plugins = brew(name=name)

    assert list_report_formats(plugins) == OURS
    assert [str(fault) for fault in plugins.faults] == [
        f"The plugin 'tea' adds a report format '{name}', which '{owner}' has already, {MEND}"
    ]
    assert render_file(plugins, WHOLE, name) == render_file(Plugins(), WHOLE, name)


def test_a_format_without_a_plain_name_is_left_out(brew: Brew) -> None:
    plugins = brew(name="tea leaves")

    assert list_report_formats(plugins) == OURS
    what = "adds a report format 'tea leaves', whose name is not of small letters, digits and single hyphens"
    assert [str(fault) for fault in plugins.faults] == [f"The plugin 'tea' {what}, {MEND}"]


def test_the_second_of_two_formats_of_one_name_is_left_out(brew: Brew, install: Install) -> None:
    brew()
    install("walks", TEA.format(body=indent("return b'walk'", "    "), name="leaves"))
    plugins = Plugins(["tea", "walks"])

    assert list_report_formats(plugins) == [*OURS, "leaves"]
    assert [str(fault) for fault in plugins.faults] == [
        f"The plugin 'walks' adds a report format 'leaves', which 'tea' has already, {MEND}"
    ]
    assert render_file(plugins, WHOLE, "leaves") != b"walk"


def test_a_plugin_says_once_what_it_adds(brew: Brew) -> None:
    plugins = brew()

    list_report_formats(plugins)
    said = plugins.offers["tea"]
    list_report_formats(plugins)

    assert plugins.offers["tea"] is said
