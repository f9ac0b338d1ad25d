"""Documents as text for a terminal."""

from hypothesis import given, settings
from hypothesis import strategies as st

from epex.plugins import Document
from epex.plugins.formats.text import WIDTH, folded, render, width
from tests.plugins.documents import DOCUMENTS, WHOLE

EXPECTED = """\
Trust comes first [3]
================================================================================
Practice of a house by the sea [3]
For the network only [3-4]

*** ANTICIPATED *** [4]
Nobody has evaluated it. [4-6, 9]

THE ELEMENT
===========
Core                Zuhören zuerst

IN THEIR WORDS
==============
  | "نستمع أولا"
  | - Visitor [7]

1. one [1]
2. two

That is all. [8]

SIDE BY SIDE
============
Both grids
Criterion  Source [5]  Receiving
---------  ----------  -----------
Law        fits        unknown [6]

Both grids, drawn
A box for each criterion. [5-6]

Both grids
Criterion  Source [5]  Receiving
---------  ----------  -----------
Law        fits        unknown [6]

================================================================================
APPENDIX
================================================================================

EVENTS
======
    [4] 2017-03-04  It was compared
"""


def test_render_writes_every_block() -> None:
    assert render(WHOLE) == EXPECTED


@settings(max_examples=40)
@given(DOCUMENTS)
def test_render_keeps_to_the_width_and_steers_no_terminal(document: Document) -> None:
    lines = render(document).split("\n")

    assert [line for line in lines if width(line) > WIDTH] == []
    assert not any(sign < " " or "\x7f" <= sign <= "\x9f" for line in lines for sign in line)


@given(st.text(), st.integers(2, 30))
def test_folded_loses_nothing_but_spaces(text: str, wide: int) -> None:
    lines = folded(text, wide)

    assert "".join(lines).replace(" ", "") == "".join(text.split())
    assert [line for line in lines if width(line) > wide] == []


def test_width_counts_columns() -> None:
    assert [width(text) for text in ("tea", "茶", "e\u0301", "")] == [3, 2, 1, 0]
