"""The tree that a report returns."""

from epex.plugins import positions, sentences
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
    ]


def test_positions_are_listed_once_in_order() -> None:
    assert positions(WHOLE) == (1, 3, 4, 5, 6, 7, 8, 9)
