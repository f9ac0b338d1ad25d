"""Mask third parties: whoever asks for their own data does not get anybody else's."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

ANOTHER = "[another person]"
CONTACT = "[a contact]"
PERSON_ID = re.compile(r"\bperson-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<![\w-])\+?\d[\d ()/.-]{7,}\d(?![\w-])")
FEWEST_LETTERS = 3


class Mask:
    """Covers the names, ids and contacts of everybody but one."""

    def __init__(self, person: str, own: Iterable[str], others: Iterable[str]) -> None:
        """Know the id of the one who asks, what they are called and reached by, and the names of all others."""
        kept = tuple(own)
        self._person = person
        self._own = frozenset(part.casefold() for text in kept for part in (text, *text.split()))
        parts = {part for name in others for part in (name, *name.split()) if len(part) >= FEWEST_LETTERS}
        covered = sorted((part for part in parts if part.casefold() not in self._own), key=len, reverse=True)
        joined = "|".join(map(re.escape, covered))
        self._names = re.compile(rf"(?<!\w)(?:{joined})(?!\w)") if covered else None
        self._reached = "\n".join(kept)

    def text(self, text: str) -> str:
        """Cover others in a text; names that follow each other are one person."""
        covered = PERSON_ID.sub(self._id, text)
        covered = ADDRESS.sub(self._contact, covered)
        if self._names:
            covered = self._names.sub(ANOTHER, covered)
        return re.sub(rf"{re.escape(ANOTHER)}(?:\s+{re.escape(ANOTHER)})+", ANOTHER, covered)

    def value(self, value: Any) -> Any:
        """Cover others wherever a text stands in a value."""
        match value:
            case str():
                return self.text(value)
            case Mapping():
                return {key: self.value(inner) for key, inner in value.items()}
            case Sequence():
                return [self.value(inner) for inner in value]
            case _:
                return value

    def _id(self, found: re.Match[str]) -> str:
        return found[0] if found[0] == self._person else ANOTHER

    def _contact(self, found: re.Match[str]) -> str:
        # Dates are digits with strokes too.
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", found[0]) or found[0] in self._reached:
            return found[0]
        return CONTACT
