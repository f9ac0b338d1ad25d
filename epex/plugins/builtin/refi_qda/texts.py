"""Sources as plain text: each answer below its question, and places in answers and in the text, each way."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import normalize

from epex.plugins import Row

FREE = "text"
BETWEEN = "\n\n"
HEADING = re.compile(r"^# ([a-z][a-z0-9_]*): [^\n]*$", re.MULTILINE)
LINE_END = re.compile("\r\n|[\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")

# Where an answer begins and ends in the text, and where it begins in the answers.
Piece = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Layout:
    """A text with its answers by key, and how places in it and in the answers fit together."""

    text: str
    answers: dict[str, str]
    pieces: tuple[Piece, ...]

    @property
    def said(self) -> str:
        """Give the answers as the one text that passages count in."""
        return BETWEEN.join(self.answers.values())

    def outward(self, start: int, end: int) -> tuple[int, int]:
        """Turn a place in the answers into one in the text."""
        first = next(piece for piece in self.pieces if piece[2] + piece[1] - piece[0] > start)
        last = next(piece for piece in reversed(self.pieces) if piece[2] < end)
        return max(start - first[2], 0) + first[0], min(end - last[2] + last[0], last[1])

    def inward(self, start: int, end: int) -> tuple[int, int]:
        """Turn a place in the text into one in the answers; where it holds no word of them, both are equal."""
        first = next((piece for piece in self.pieces if piece[1] > start), None)
        last = next((piece for piece in reversed(self.pieces) if piece[0] < end), None)
        if first is None or last is None or last < first:
            return 0, 0
        return max(start, first[0]) - first[0] + first[2], min(end, last[1]) - last[0] + last[2]


def laid_out(rows: Sequence[Row]) -> Layout:
    """Lay out answers in the order in which passages count; words without a question stand as they are."""
    answers = {row["key"]: row["answer"] for row in rows}
    if list(answers) == [FREE]:
        return Layout(answers[FREE], answers, ((0, len(answers[FREE]), 0),))
    text, before, pieces = "", 0, []
    for row in rows:
        asked = " ".join(row["question"].split())
        text += f"{BETWEEN if text else ''}# {row['key']}: {asked}\n"
        pieces.append((len(text), len(text) + len(row["answer"]), before))
        text += row["answer"]
        before += len(row["answer"]) + len(BETWEEN)
    return Layout(text, answers, tuple(pieces))


def read_layout(text: str) -> Layout:
    """Find the answers in a text that begins with a question; any other text is one answer."""
    headings = list(HEADING.finditer(text))
    keys = [heading[1] for heading in headings]
    if not headings or text[: headings[0].start()].strip() or len(set(keys)) < len(keys):
        return _read(text, [(FREE, 0, len(text))])
    ends = [*(heading.start() for heading in headings[1:]), len(text)]
    spans = zip(headings, ends, strict=True)
    return _read(text, [(heading[1], heading.end(), end) for heading, end in spans])


def tidied(text: str) -> str:
    """Bring a text into the form in which answers are stored, blanks at its ends kept."""
    return LINE_END.sub("\n", normalize("NFC", text))


def moved(text: str, place: int) -> int:
    """Tell where a place of a text comes to lie when it is tidied."""
    return len(tidied(text[:place]))


def _read(text: str, spans: Sequence[tuple[str, int, int]]) -> Layout:
    answers: dict[str, str] = {}
    pieces: list[Piece] = []
    before = 0
    for key, start, end in spans:
        words = text[start:end]
        answer = words.strip()
        if answer:
            begins = start + len(words) - len(words.lstrip())
            pieces.append((begins, begins + len(answer), before))
            answers[key] = answer
            before += len(answer) + len(BETWEEN)
    return Layout(text, answers, tuple(pieces))
