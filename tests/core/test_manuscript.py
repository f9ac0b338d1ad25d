"""Manuscripts: paragraphs, what each rests on, and where quotes stand."""

import pytest

from epex.core.decision import Refused
from epex.core.manuscript import Paragraph, kind_of, lines_of, parse, placing, quote_in

TEXT = """# How it begins

Many began
with **trust**.
^ element-3f2a, Evening round
- one
- two

^ theme-1, element-3f2a
Before it: [[quote-1]] stands inside.
[[quote quote-2]]
^ reflection-7
"""


def test_parse_reads_paragraphs_and_what_they_rest_on() -> None:
    assert parse(TEXT) == [
        Paragraph("# How it begins"),
        Paragraph("Many began\nwith **trust**.", ("element-3f2a", "Evening round")),
        Paragraph("- one\n- two", ("theme-1", "element-3f2a")),
        Paragraph("Before it: [[quote-1]] stands inside."),
        Paragraph("[[quote quote-2]]", ("reflection-7",)),
    ]


def test_parse_joins_what_several_lines_name() -> None:
    assert parse("Trust.\n^ theme-1\n\n^ theme-2, theme-1,\n") == [Paragraph("Trust.", ("theme-1", "theme-2"))]


def test_parse_of_nothing_is_nothing() -> None:
    assert parse(" \n\n") == []


@pytest.mark.parametrize("text", ["^ theme-1\n\nTrust.", "# Trust\n^ theme-1"])
def test_parse_refuses_evidence_without_a_paragraph(text: str) -> None:
    with pytest.raises(Refused, match=r"The line '\^ theme-1' stands below no paragraph; write it below the one"):
        parse(text)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("# Trust", "heading"),
        ("[[quote-1]]", "quote"),
        ("- one\n* two", "points"),
        ("- one\nand more", "text"),
        ("#Trust is no heading", "text"),
    ],
)
def test_kind_of_tells_paragraphs_apart(words: str, kind: str) -> None:
    assert kind_of(words) == kind


def test_a_placed_quote_is_found_again() -> None:
    assert [quote_in(words) for words in (placing("quote-1"), "[[ quote q ]]", "Trust.")] == ["quote-1", "q", ""]


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("## Trust *first*", ["Trust first"]),
        ("- **one**\n- two_three_four", ["one", "two_three_four"]),
        (
            "See [the network](https://example.org)\nfor _more_ than 2 * 3 * 4.",
            ["See the network (https://example.org) for more than 2 * 3 * 4."],
        ),
    ],
)
def test_lines_of_leaves_the_words_and_takes_the_signs(words: str, lines: list[str]) -> None:
    assert lines_of(words) == lines
