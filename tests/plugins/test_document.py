"""The tree that a report returns."""

import pytest

from epex.plugins import Sentence, Table, positions, sentences
from tests.plugins.documents import WHOLE


def test_sentences_come_in_reading_order() -> None:
    assert [sentence.text for sentence in sentences(WHOLE)] == [
        "Trust comes first",
        "Practice of a house by the sea",
        "For the network only",
        "Anticipated",
        "Nobody has evaluated it.",
        "Zuhören zuerst",
        "نستمع أولا",
        "Visitor",
        "one",
        "two",
        "That is all.",
        "Criterion",
        "Source",
        "Receiving",
        "Law",
        "fits",
        "unknown",
        "A box for each criterion.",
        "Criterion",
        "Source",
        "Receiving",
        "Law",
        "fits",
        "unknown",
    ]


def test_positions_are_listed_once_in_order() -> None:
    assert positions(WHOLE) == (1, 3, 4, 5, 6, 7, 8, 9)


@pytest.mark.parametrize(("columns", "cells"), [(2, 1), (1, 2), (0, 0)])
def test_table_refuses_rows_that_are_not_as_long_as_its_head(columns: int, cells: int) -> None:
    word = (Sentence(text="tea"),)

    with pytest.raises(ValueError, match="the rows of the table 'Teas' are not as long as its head"):
        Table(caption="Teas", columns=word * columns, rows=(word * cells,))
