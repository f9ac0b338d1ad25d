"""Refusals: each says what is wrong, and after that what to do instead."""

import ast
import re
from collections.abc import Iterator

from tests.sizes import ROOT

ROOMS = ("core", "projections", "search", "plugins", "app", "commands")
REFUSING = ("Refused", "DamagedEvent", "UnsafeLog", "Conflict")
# What to do is added where it is caught.
GONE_ON_WITH = "Nothing is recorded yet."
# A part that begins like this says what to do; one that is filled in when it runs is judged where its words stand.
DOES = re.compile(
    r"""
    (?:so\s|then\s|first\s|instead\s|or\s|and\s|if\s[^,]+,\s)?
    (?:
    accept|add|agree|answer|approve|ask|bring|begin|brief|cancel|change|close|check|choose|compare|copy|correct|cut|decide|decline|do|
    draft|drop|empty|enable|fill|free|give|go|head|hold|import|install|issue|keep|leave|link|list|look|make|mend|move|name|
    note|nothing\sneeds|nothing\sto|open|plan|propose|put|quote|rate|read|receive|record|release|rename|report|restore|
    review|revise|run|save|say|see|set|share|show|sign|state|stop|supersede|take|tell|there\sis\snothing\sto|
    tick|translate|try|type|use|wait|word|work|write
    )\b
    | '?epex\s | --\w | \{
    """,
    re.VERBOSE | re.IGNORECASE,
)
COMMAND = re.compile(r"'epex \w|--[a-z]{2}")


def words(node: ast.expr) -> str:
    """Give a message, what is filled in when it runs as {}; empty when all of it is made elsewhere."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=values):
            return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in values)
        case ast.BinOp(left=left, right=right):
            return words(left) + words(right)
        case ast.IfExp(body=body, orelse=orelse):
            return words(body) or words(orelse)
        case _:
            return ""


def refusals() -> Iterator[tuple[str, str]]:
    """List every message of a refusal with its place."""
    for path in sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id=name), args=[*_, message]) if name in REFUSING:
                    if told := words(message):
                        yield f"{path.relative_to(ROOT.parent)}:{node.lineno}", told


def says_what_to_do(message: str) -> bool:
    """Tell whether a part after the first says what to do, or a command or option is named."""
    _, *parts = re.split(r"[;:,] |\. |\} (?=[A-Z])", message)
    return any(DOES.match(part.strip()) for part in parts) or bool(COMMAND.search(message))


def test_every_refusal_says_what_to_do_instead() -> None:
    found = list(refusals())

    assert len(found) > 400
    told = (f"{place}: {message}" for place, message in found if not says_what_to_do(message))
    assert [one for one in told if not one.endswith(GONE_ON_WITH)] == []


def test_a_refusal_that_only_complains_is_found() -> None:
    complaints = (
        "The theme is adopted, so nobody can adopt it; it would have to be candidate or discussed.",
        "There is nothing to record.",
        "Year 2 is open already; the next one would be year 3.",
    )

    assert [says_what_to_do(message) for message in complaints] == [False, False, False]
