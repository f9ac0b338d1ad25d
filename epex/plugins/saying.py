"""How reports make sentences from rows: with the events behind them, from codes and from numbers."""

from collections.abc import Iterable

from epex.plugins.document import Sentence, Tone


def say(text: str, positions: Iterable[int] = (), tone: Tone = "", language: str = "") -> Sentence:
    """Make a sentence that rests on events."""
    return Sentence(text=text, positions=tuple(sorted(set(positions))), tone=tone, language=language)


def spoken(code: str) -> str:
    """Turn a code into words."""
    return code.replace("_", " ")


def counted(number: int, one: str, many: str = "") -> str:
    """Count things in words."""
    return f"{number} {one if number == 1 else many or f'{one}s'}"
