"""What a report is: a name, the options that it takes, and a function that builds a document."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from epex.plugins.document import Document
from epex.plugins.reading import Queries

Build = Callable[[Queries, Mapping[str, str]], Document]


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One option of a report or a command: `name=VALUE`, where `value` says what stands for it.

    For a command, `subject` may say what the value means, such as `organisation`: then it is turned into its id.
    """

    name: str
    value: str
    summary: str
    required: bool = False
    subject: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report that people run by its name; `build` gets what the reader may read, and the options given."""

    name: str
    summary: str
    build: Build
    options: tuple[Option, ...] = ()
