"""Every place of a command line where an id is taken, with a line that names something there that does not exist."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import click

from epex.projections.reading import VIEWS
from tests.rights.recording import RIGHTS, commands
from tests.rights.recording_hidden import NEVER
from tests.rights.recording_right import Right, right
from tests.rights.scene import PEOPLE

# What is meant where the command line only says that it takes an id.
MEANT = {
    "--about": "element",
    "--source": "interview",
    "--evidence": "reflection",
    "--concerns": "quote",
    "--subject": "theme",
    "--like": "element",
    "which": "element",
    "source": "reflection",
}
# More than an id is written there.
WRITTEN = {"PERSON TEXT": ("person-{never}", "It is early."), "ID=LABEL": ("reflection-{never}=In prison",)}
# What goes along with an option.
NEEDED = {("story choose", "--source"): ("--quote", "We tried tea.")}
# What asks by itself, and goes with no other argument.
ALONE = {("search", "--like")}
KINDS = re.compile(r"_or_|\|")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an id is taken: a command, one of its arguments or options, and what is typed there."""

    command: str
    taken: str
    typed: tuple[str, ...]
    index: int = -1

    @property
    def name(self) -> str:
        """Name the place for people."""
        return f"{self.command} {self.taken} {self.typed[0].partition('-')[0]}"

    @property
    def right(self) -> Right:
        """Give the line, and who may type it."""
        beside = RIGHTS if (self.command, self.taken) not in ALONE else ()
        known = next((each for each in beside if each.command == self.command), None)
        known = known or right(self.command, frozenset(PEOPLE))
        words = list(known.arguments)
        if self.index >= 0:
            words[self.index : self.index + 1] = self.typed
        elif self.taken in words:
            words[words.index(self.taken) + 1] = self.typed[0]
        else:
            words += [self.taken, *self.typed, *NEEDED.get((self.command, self.taken), ())]
        return Right(self.command, tuple(words), known.allowed)


def places() -> Iterator[Place]:
    """Walk through every argument and option that takes an id."""
    for command, known in commands():
        arguments = [each for each in known.params if isinstance(each, click.Argument)]
        for param in known.params:
            index = arguments.index(param) if isinstance(param, click.Argument) else -1
            taken = str(param.name) if index >= 0 else param.opts[0]
            for typed in _typed(param, taken):
                yield Place(command, taken, typed, index)


def _typed(param: click.Parameter, taken: str) -> Iterator[tuple[str, ...]]:
    metavar = (param.metavar or "").strip("[]")
    if metavar in WRITTEN:
        yield tuple(word.format(never=NEVER) for word in WRITTEN[metavar])
    elif metavar in ("ID", "SOURCE"):
        if taken != "--command-id":
            subject = taken.strip("-")
            yield (f"{subject if subject in VIEWS else MEANT[taken]}-{NEVER}",)
    else:
        named = KINDS.split(metavar.lower() or str(param.name))
        yield from ((f"{subject}-{NEVER}",) for subject in named if subject in VIEWS and subject != "questions")


PLACES = tuple(places())
