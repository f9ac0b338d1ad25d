"""Formats that plugins add: listed and run, and a plugin that fails is named and loses nothing else."""

from collections.abc import Callable

import pytest

from epex.app.base import KnowledgeBase
from epex.core.decision import Refused
from epex.plugins.exchanges import exported, list_formats, read
from epex.plugins.loader import Plugins
from tests.plugins.conftest import Install

TEA = """
from epex.plugins import Exporter, Importer, Option, Refused, Taken, hookimpl

def write(queries, options):
    yield b"themes: "
    yield str(len(queries.listing("theme"))).encode()

def read(content, options):
    return Taken(rows={{"themes": [{{"label": content.decode()}}]}}, lost=["The leaves are lost."])

{more}
HOW = (Option(name="how", value="HOT", summary="how it is served", required={required}),)

@hookimpl
def epex_exporters():
    return [Exporter(name={name!r}, summary="Tea leaves", ending=".tea", write=write, options=HOW)]

@hookimpl
def epex_importers():
    return [Importer(name={name!r}, summary="Tea leaves", endings=(".tea", ".leaf"), read=read, options=HOW)]
"""
FAILED = r"The format 'tea' of the plugin 'tea' failed \({}\); tell its author, other formats go on working."


@pytest.fixture
def brew(install: Install) -> Callable[..., Plugins]:
    """Install a plugin with a format, and load it."""

    def load(more: str = "", *, name: str = "tea", required: bool = False) -> Plugins:
        install("tea", TEA.format(more=more, name=name, required=required))
        return Plugins(["tea"])

    return load


def test_formats_are_listed_with_endings_and_options(brew: Callable[..., Plugins]) -> None:
    plugins = brew()
    how = {"name": "how", "value": "HOT", "summary": "how it is served", "required": False}
    row = {"id": "tea", "title": "Tea leaves", "plugin": "tea", "options": [how]}

    assert list_formats(plugins, "export")[-1] == {**row, "endings": [".tea"]}
    assert list_formats(plugins, "import")[-1] == {**row, "endings": [".tea", ".leaf"]}
    assert [(form["id"], form["plugin"]) for form in list_formats(Plugins(), "import")] == [
        ("qdc", "refi-qda"),
        ("qdpx", "refi-qda"),
        ("skos", "skos"),
    ]


def test_formats_are_written_and_read(brew: Callable[..., Plugins], demo: KnowledgeBase) -> None:
    plugins = brew()
    count = len(demo.queries().listing("theme"))

    taken = read(plugins, "tea", b"Doors", {"how": "hot"})

    assert b"".join(exported(plugins, "tea", demo.queries(), {})) == f"themes: {count}".encode()
    assert (taken.rows, taken.lost) == ({"themes": [{"label": "Doors"}]}, ["The leaves are lost."])


@pytest.mark.parametrize(
    ("name", "options", "why"),
    [
        ("cats", {}, "There is no format 'cats'; 'epex import --list-formats' shows: qdc, qdpx, skos, tea."),
        ("tea", {}, "The format 'tea' needs how it is served; give it with --option how=HOT."),
        ("tea", {"how": "hot", "when": "now"}, "The format 'tea' has no option 'when'; it takes: how."),
    ],
)
def test_formats_refuse_what_they_do_not_know(
    brew: Callable[..., Plugins], name: str, options: dict[str, str], why: str
) -> None:
    plugins = brew(required=True)

    with pytest.raises(Refused) as refused:
        read(plugins, name, b"", options)

    assert str(refused.value) == why


@pytest.mark.parametrize(
    ("body", "cause"),
    [
        ("raise ValueError('cold')", "ValueError: cold"),
        ("raise SystemExit(3)", "SystemExit: 3"),
        ("return ['cup']", "TypeError: it returned a list instead of what was taken"),
        ("return Taken(rows={'themes': [{'label': 7}]})", "TypeError: a row of themes holds something else than texts"),
        (
            "return Taken(rows={'themes': ({} for _ in range(2))})",
            "TypeError: Encoding objects of type generator is unsupported",
        ),
        ("return Taken(rows={}, lost=5)", r"ValidationError: Expected `array`, got `int` - at `\$.lost`"),
        ("return Taken(rows={}, lost='all')", r"ValidationError: Expected `array`, got `str` - at `\$.lost`"),
        ("return Taken(rows={}, lost=[5])", r"ValidationError: Expected `str`, got `int` - at `\$.lost\[0\]`"),
        ("return Taken(rows={}, values=7)", r"ValidationError: Expected `object`, got `int` - at `\$.values`"),
        (
            "return Taken(rows={}, values={'themes': {'label': 7}})",
            r"ValidationError: Expected `str`, got `int` - at `\$.values\[...\]\[...\]`",
        ),
        (
            "from epex.plugins import TakenConcept\n    return Taken(rows={}, concepts=[TakenConcept(iri=7)])",
            r"ValidationError: Expected `str`, got `int` - at `\$.concepts\[0\].iri`",
        ),
        ("return Taken(rows={}, concepts=[7])", "TypeError: a concept is something else than a TakenConcept"),
    ],
)
def test_read_names_an_importer_that_fails(brew: Callable[..., Plugins], body: str, cause: str) -> None:
    plugins = brew(f"def read(content, options):\n    {body}")

    with pytest.raises(Refused, match=FAILED.format(cause)):
        read(plugins, "tea", b"", {})


@pytest.mark.parametrize(
    ("body", "cause"),
    [
        ("yield b'x'; raise ValueError('cold')", "ValueError: cold"),
        ("yield 'x'", "TypeError: it gave a str instead of bytes"),
        ("return 7", "TypeError: 'int' object is not iterable"),
    ],
)
def test_exported_names_an_exporter_that_fails(
    brew: Callable[..., Plugins], demo: KnowledgeBase, body: str, cause: str
) -> None:
    plugins = brew(f"def write(queries, options):\n    {body}")

    with pytest.raises(Refused, match=FAILED.format(cause)):
        list(exported(plugins, "tea", demo.queries(), {}))


def test_formats_hand_on_what_an_importer_refuses(brew: Callable[..., Plugins]) -> None:
    plugins = brew("def read(content, options):\n    raise Refused('It is cold; make it anew.')")

    with pytest.raises(Refused, match=r"^It is cold; make it anew\.$"):
        read(plugins, "tea", b"", {})


def test_a_format_of_a_name_that_is_taken_is_left_out(brew: Callable[..., Plugins]) -> None:
    plugins = brew(name="qdc")

    assert [(form["id"], form["plugin"]) for form in list_formats(plugins, "export", ("qdpx",))] == [
        ("qdc", "refi-qda"),
        *((name, name) for name in ("icalendar", "skos", "cloudevents", "prov")),
    ]
    mend = "so it was left out; ask its author to rename the format."
    assert [str(fault) for fault in plugins.faults] == [
        f"The plugin 'refi-qda' adds a format 'qdpx', which 'epex' has already, {mend}",
        f"The plugin 'tea' adds a format 'qdc', which 'refi-qda' has already, {mend}",
    ]


@pytest.mark.parametrize("name", ["green tea", "Tea", "tea\x1b[2J", ""])
def test_a_format_without_a_plain_name_is_left_out(brew: Callable[..., Plugins], name: str) -> None:
    plugins = brew(name=name)

    assert [form["id"] for form in list_formats(plugins, "import") if form["plugin"] == "tea"] == []
    assert [str(fault) for fault in plugins.faults] == [
        (
            f"The plugin 'tea' adds a format {name!r}, whose name is not of small letters, digits and single hyphens,"
            " so it was left out; ask its author to rename the format."
        )
    ]


@pytest.mark.parametrize("given", ["rows={'cups': []}", "rows={}, values={'cups': {}}"])
def test_read_names_an_importer_that_gives_rows_of_no_kind(brew: Callable[..., Plugins], given: str) -> None:
    plugins = brew(f"def read(content, options):\n    return Taken({given})")

    with pytest.raises(Refused) as refused:
        read(plugins, "tea", b"", {}, kinds=("themes", "visits"))

    assert str(refused.value) == (
        "The format 'tea' of the plugin 'tea' gives rows of a kind 'cups', which nobody imports;"
        " tell its author that the kinds are: themes, visits."
    )
