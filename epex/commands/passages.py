"""Evidence and dissent in print: quoted words with whose they are and where, and how they stand today."""

from collections.abc import Iterator, Mapping
from typing import Any

from epex.commands.printing import GAP, cell, plain, short, wrap

Row = Mapping[str, Any]
STANDING = {
    "moved": "These words stand in another place of the newest version.",
    "changed": "These words no longer stand in it: it was changed since they were quoted.",
    "withdrawn": "Its words were taken back or erased.",
    "sealed": "Its words are sealed for evaluators; their key, evaluation.key, is not here.",
}


def evidence_lines(row: Row, indent: str) -> Iterator[str]:
    """Lay out one piece of evidence: its stance, the words, who said them and where, and what became of them."""
    name, below = f"{plain(row['title'])} [{short(row['id'])}]", indent + GAP
    quoted = f"“{row['passage']}”" if row["passage"] and row.get("state") != "withdrawn" else ""
    own = bool(quoted) and row["document"] == row["id"]
    yield wrap(f"{cell(row['stance'])}: {quoted if own else name}", below, indent)
    if quoted:
        yield wrap(_whose(row, name) if own else quoted, below + GAP, below)
    for words in _remarks(row):
        yield wrap(words, below + GAP, below)


def dissent_lines(dissents: list[Row], indent: str) -> Iterator[str]:
    """Lay out what those say who disagree."""
    for row in dissents:
        named = ", ".join(filter(None, (row["who"], row["organisation_title"])))
        who = f" ({named})" if named else ""
        yield wrap(f"Dissent{who}: {row['text']}", indent + GAP, indent)


def _remarks(row: Row) -> Iterator[str]:
    if row.get("state") in STANDING:
        yield STANDING[row["state"]]
    if row["note"]:
        yield f"Note: {row['note']}"
    if row.get("came_from_title"):
        yield f"It came with '{row['came_from_title']}'."
    if row.get("went_to_titles"):
        heirs = (f"'{title}'" for title in row["went_to_titles"])
        yield f"It went on to {' and '.join(heirs)}."


def _whose(row: Row, name: str) -> str:
    who = ", ".join(filter(None, (row["who"], row["organisation_title"], row["side"])))
    version = f"version {row['document_version']}" if row["document_version"] else ""
    return f"— {f'{plain(who)}; ' if who else ''}{name}{f', {version}' if version else ''}"
