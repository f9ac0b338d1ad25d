"""What all formats write alike: how positions are shown, and which way a language runs."""

import re
from collections.abc import Iterable, Iterator

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ku", "ps", "ur"})
STEERING = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")


def direction(language: str) -> str:
    """Give the direction in which a language is written."""
    return "rtl" if language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"


def references(positions: Iterable[int]) -> str:
    """Write positions compactly, such as `[12, 14-17]`; nothing when there are none."""
    spans = [str(first) if first == last else f"{first}-{last}" for first, last in runs(positions)]
    return f"[{', '.join(spans)}]" if spans else ""


def runs(positions: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Put neighbouring positions together."""
    ordered = sorted(set(positions))
    start = 0
    for end in range(1, len(ordered) + 1):
        if end == len(ordered) or ordered[end] != ordered[end - 1] + 1:
            yield ordered[start], ordered[end - 1]
            start = end


def one_line(text: str) -> str:
    """Bring a text onto one line, without the signs that steer a terminal or turn a line round."""
    return " ".join(STEERING.sub("", text).split())
