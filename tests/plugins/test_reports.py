"""Listing, running and rendering reports, the failing ones included."""

from collections.abc import Callable

import pytest
from msgspec import structs

from epex.app.base import KnowledgeBase
from epex.core.decision import Refused
from epex.plugins import Sentence, positions
from epex.plugins.formats import FORMATS
from epex.plugins.loader import DISABLE, Plugins
from epex.plugins.reports import list_reports, parse_options, render, run_report
from tests.plugins.conftest import REPORTING, Install
from tests.plugins.documents import WHOLE

NEEDED = (
    "The report 'practice-transfer' needs the element of practice, by its id or title; "
    "give it with --option element=ID."
)
SHOWN = "practice-transfer, year-review, timeline, visit-network, genealogy, coverage, theme-book, funder-indicators"
BUILT_IN = ("practice-transfer", "year-review", *["pictures"] * 4, "theme-book", "funder-indicators")
FAILING = """
from epex.plugins import Document, Report, Sentence, hookimpl

def build(queries, options):
    {body}

@hookimpl
def epex_reports():
    return [Report(name="tea", summary="Fail.", build=build)]
"""


def test_list_reports_gives_each_with_its_options_and_formats() -> None:
    row, review, *drawn = list_reports(Plugins())

    assert (review["id"], [option["name"] for option in review["options"]]) == ("year-review", ["year", "audience"])
    assert (row["id"], row["plugin"]) == ("practice-transfer", "practice-transfer")
    assert [(option["name"], option["required"]) for option in row["options"]] == [("element", True), ("to", False)]
    assert [row["id"] for row in drawn] == [
        *("timeline", "visit-network", "genealogy", "coverage"),
        *("theme-book", "funder-indicators"),
    ]
    assert row["formats"] == ["text", "md", "html", "json", "docx", "pdf"]


def test_list_reports_leaves_out_the_second_of_one_name(
    install: Install, install_reporting: Callable[[str], None]
) -> None:
    install_reporting("tea")
    install("walks", REPORTING.format(name="tea"))
    plugins = Plugins(["tea", "walks"])

    rows = list_reports(plugins)

    assert [row["plugin"] for row in rows] == [*BUILT_IN, "tea"]
    (fault,) = plugins.faults
    assert fault.plugin == "walks"
    assert fault.what == "adds a report 'tea', which 'tea' has already, so it was left out"
    assert fault.instead == "ask its author to rename the report"


def test_list_reports_leaves_out_one_without_a_plain_name(install_reporting: Callable[[str], None]) -> None:
    install_reporting("Tea")
    plugins = Plugins(["Tea"])

    assert [row["plugin"] for row in list_reports(plugins)] == [*BUILT_IN]
    assert [(fault.plugin, fault.what, fault.instead) for fault in plugins.faults] == [
        (
            "Tea",
            "adds a report 'Tea', whose name is not of small letters, digits and single hyphens, so it was left out",
            "ask its author to rename the report",
        )
    ]


SOME_BAD = """
from epex.plugins import Document, Report, ReportFormat, Sentence, hookimpl

def build(queries, options):
    return Document(report="tea", title=Sentence(text="Tea"), handling=Sentence(text="Public."), page=())

@hookimpl
def epex_reports():
    return [
        Report(name=5, summary="Five.", build=build),
        Report(name="milk", summary="Pour milk.", build=build, options=None),
        Report(name="tea\\ud800", summary="Pour half a letter.", build=build),
        Report(name="tea", summary="Pour tea.", build=build),
    ]

@hookimpl
def epex_report_formats():
    return [
        ReportFormat(name="mug", summary=None, ending=".mug", render=str),
        ReportFormat(name="cup", summary="A cup", ending=".cup", render=str),
    ]
"""


def test_list_reports_loses_nothing_but_what_is_bad_of_a_plugin(demo: KnowledgeBase, install: Install) -> None:
    install("tea", SOME_BAD)
    plugins = Plugins(["tea"])

    tea = list_reports(plugins)[-1]

    assert (tea["id"], tea["plugin"], tea["formats"][-1]) == ("tea", "tea", "cup")
    assert run_report(plugins, "tea", demo.queries(), {}).title.text == "Tea"
    surrogate = "'utf-8' codec can't encode character '\\ud800' in position 3: surrogates not allowed"
    assert [(fault.what, fault.instead) for fault in plugins.faults] == [
        (f"has a {what} that cannot be listed ({why}), so it was left out", DISABLE)
        for what, why in [
            ("report", "ValidationError: Expected `str`, got `int` - at `$.name`"),
            ("report", "ValidationError: Expected `array`, got `null` - at `$.options`"),
            ("report", f"UnicodeEncodeError: {surrogate}"),
            ("report format", "ValidationError: Expected `str`, got `null` - at `$.summary`"),
        ]
    ]


def test_run_report_gives_the_document_of_a_third_party(
    demo: KnowledgeBase, install_reporting: Callable[[str], None]
) -> None:
    install_reporting("tea")

    document = run_report(Plugins(["tea"]), "tea", demo.queries(), {})

    assert (document.report, positions(document)) == ("tea", ())


@pytest.mark.parametrize(
    ("body", "cause"),
    [
        ("raise ValueError('no tea')", "ValueError: no tea"),
        ("raise SystemExit(2)", "SystemExit: 2"),
        ("return 'tea'", "TypeError: it returned a str instead of a Document"),
        (
            "return Document(report='tea', title='tea', handling=Sentence(text=''), page=())",
            "ValidationError: Expected `object`, got `str` - at `$.title`",
        ),
        ("return queries.show('theme-nothing')[0]", None),
    ],
    ids=["raises", "exits", "text", "text within", "refuses"],
)
def test_run_report_says_what_failed(demo: KnowledgeBase, install: Install, body: str, cause: str | None) -> None:
    install("tea", FAILING.format(body=body))

    with pytest.raises(Refused) as caught:
        run_report(Plugins(["tea"]), "tea", demo.queries(), {})

    failed = f"The report 'tea' of the plugin 'tea' failed ({cause}); tell its author, other reports go on working."
    assert str(caught.value) == (failed if cause else str(_refusal(demo)))


@pytest.mark.parametrize(
    ("part", "cause"),
    [
        ("language='\\'\"><b>'", "it names a language '\\'\"><b>', which is no code such as de"),
        ("subtitle=(Sentence(text='', language='x y'),)", "it names a language 'x y', which is no code such as de"),
        ("subtitle=(Sentence(text='', positions=(3, -1)),)", "it names an event at -1, and there is none"),
        ("subtitle=(Sentence(text='', positions=(3, 999999)),)", "it names an event at 999999, and there is none"),
        ("appendix=(Trail(steps=(STEP,)),)", "it names an event at 0, and there is none"),
    ],
    ids=["language", "language within", "before the first", "after the last", "step"],
)
def test_run_report_refuses_events_and_languages_that_cannot_be(
    demo: KnowledgeBase, install: Install, part: str, cause: str
) -> None:
    body = f"return Document(report='tea', title=Sentence(text='Tea'), handling=Sentence(text=''), page=(), {part})"
    step = "from epex.plugins import Step, Trail\nSTEP = Step(position=0, recorded_on='', summary='')\n"
    install("tea", f"{step}{FAILING.format(body=body)}")

    with pytest.raises(Refused) as caught:
        run_report(Plugins(["tea"]), "tea", demo.queries(), {}, head=demo.log.head())

    failed = f"The report 'tea' of the plugin 'tea' failed (ValueError: {cause}); tell its author,"
    assert str(caught.value) == f"{failed} other reports go on working."


def _refusal(demo: KnowledgeBase) -> Refused:
    with pytest.raises(Refused) as caught:
        demo.queries().show("theme-nothing")
    return caught.value


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        (
            "tea",
            {},
            f"There is no report 'tea'; 'epex report list' shows: {SHOWN}.",
        ),
        (
            "practice-transfer",
            {},
            NEEDED,
        ),
        (
            "practice-transfer",
            {"element": " "},
            NEEDED,
        ),
        (
            "practice-transfer",
            {"elephant": "x"},
            "The report 'practice-transfer' has no option 'elephant'; it takes: element, to.",
        ),
    ],
    ids=["unknown report", "missing option", "empty option", "unknown option"],
)
def test_run_report_refuses_with_what_to_do(demo: KnowledgeBase, name: str, options: dict[str, str], said: str) -> None:
    with pytest.raises(Refused) as caught:
        run_report(Plugins(), name, demo.queries(), options)

    assert str(caught.value) == said


def test_run_report_refuses_an_option_where_none_is_taken(
    demo: KnowledgeBase, install_reporting: Callable[[str], None]
) -> None:
    install_reporting("tea")

    with pytest.raises(Refused) as caught:
        run_report(Plugins(["tea"]), "tea", demo.queries(), {"sugar": "two"})

    assert str(caught.value) == "The report 'tea' has no option 'sugar'; leave it out, for it takes none."


def test_render_writes_every_format() -> None:
    written = {form: render(WHOLE, form) for form in FORMATS}

    assert all("Trust comes first" in text and text.endswith("\n") for text in written.values())


def test_parse_options_keeps_whatever_follows_the_first_sign() -> None:
    assert parse_options(["element=a=b", "to="]) == {"element": "a=b", "to": ""}


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        (["tea"], "'tea' is not an option; write it as KEY=VALUE."),
        (["=tea"], "'=tea' is not an option; write it as KEY=VALUE."),
        (["a=1", "a=2"], "The option 'a' is given twice; give it once."),
    ],
)
def test_parse_options_refuses_what_is_none(pairs: list[str], said: str) -> None:
    with pytest.raises(Refused) as caught:
        parse_options(pairs)

    assert str(caught.value) == said


@pytest.mark.parametrize("form", ["text", "md", "html"])
def test_render_closes_with_the_footer(form: str) -> None:
    closed = structs.replace(WHOLE, footer=Sentence(text="Nobody has seen it."))

    assert "Nobody has seen it." in "\n".join(render(closed, form).splitlines()[-4:])


def test_render_without_a_footer_draws_no_line() -> None:
    assert "<footer>" not in render(WHOLE, "html")
