"""One right: a command line, what it is about, and who may record it."""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.rights.scene import PEOPLE

EVERYBODY = frozenset(PEOPLE)
COORDINATOR = frozenset({"coordinator"})
HOST = frozenset({"host"})
VISITOR = frozenset({"visitor"})
ELSEWHERE = frozenset({"elsewhere"})
PRACTITIONERS = HOST | VISITOR | ELSEWHERE
EVALUATOR = frozenset({"evaluator"})
EDITOR = frozenset({"editor"})
REVIEWER = frozenset({"reviewer"})
OFFICER = frozenset({"officer"})
EDITORIAL = COORDINATOR | EDITOR
PROPOSERS = EDITORIAL | PRACTITIONERS


@dataclass(frozen=True, slots=True)
class Right:
    """A line with its arguments, as the scene fills them in; `about` tells apart several uses of one command.

    Each trial finds the scene as it is, but for one command that came `before`, or one file that was `lost`.
    """

    command: str
    arguments: tuple[str, ...]
    allowed: frozenset[str]
    about: str = ""
    before: tuple[str, ...] = ()
    lost: str = ""

    @property
    def name(self) -> str:
        """Name the right for people."""
        return f"{self.command} ({self.about})" if self.about else self.command

    def words(self, known: Mapping[str, Any]) -> tuple[str, ...]:
        """Fill the arguments in."""
        return (*self.command.split(), *(word.format_map(known) for word in self.arguments))


def right(
    command: str, allowed: frozenset[str], arguments: str = "", about: str = "", *, before: str = "", lost: str = ""
) -> Right:
    """Write a right down as the command is typed."""
    return Right(command, tuple(shlex.split(arguments)), allowed, about, tuple(shlex.split(before)), lost)
