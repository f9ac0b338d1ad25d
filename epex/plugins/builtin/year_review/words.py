"""The words of the year review."""

from collections.abc import Iterable

from epex.plugins import Sentence, Tone

WITHHELD = "fewer than 3, or withheld"
RULE = (
    "A figure that rests on fewer than three organisations is not shown, nor is the next smallest beside it, so that"
    f" it cannot be computed from the total; both print as '{WITHHELD}'."
)
NOT_SHOWN = "Not shown, total included: it rests on fewer than three organisations, or would let such a figure be told."
NO_PART_SHOWN = f"Every part: {WITHHELD}."
INSIDE = "For members of the network only: small figures tell who is meant. For others, use --option audience=outside."
EVALUATORS = "For evaluators only: part of it is confided to the evaluation. Do not pass it on."
OUTSIDE = "May be passed on: figures under three organisations are withheld, and nobody is named."
MEASURE = (
    "This is a proxy and no measure of quality: a long answer need not be a good one, and languages differ in how many"
    " words they need. It shows whether people wrote about how the work is done, and nothing else."
)
KNOWN = "Reflections are counted whoever may read them, for you may know that they are there; nobody's words are."
SHARED = "Only reflections that the whole network reads are counted; others may be there beside them."
UNKNOWN = (
    "Only reflections that you may read are counted; what is for a visit's own people may be there beside them. A"
    " coordinator's report counts all."
)


def say(text: str, positions: Iterable[int] = (), tone: Tone = "", language: str = "") -> Sentence:
    """Make a sentence that rests on events."""
    return Sentence(text=text, positions=tuple(sorted(set(positions))), tone=tone, language=language)


def spoken(code: str) -> str:
    """Turn a code into words."""
    return code.replace("_", " ")


def counted(number: int, one: str, many: str = "") -> str:
    """Count things in words."""
    return f"{number} {one if number == 1 else many or f'{one}s'}"
