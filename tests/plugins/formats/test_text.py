"""Documents as text for a terminal."""

from hypothesis import given, settings

from epex.plugins import Document
from epex.plugins.formats.text import WIDTH, render, width
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

    assert [line for line in lines if len(line) > WIDTH] == []
    assert not any(sign < " " or "\x7f" <= sign <= "\x9f" for line in lines for sign in line)


def test_width_counts_columns() -> None:
    assert [width(text) for text in ("tea", "茶", "e\u0301", "")] == [3, 2, 1, 0]
