"""What a report is: a name, the options that it takes, and a function that builds a document."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import msgspec

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


def built(report: Report, queries: Queries, options: Mapping[str, str]) -> Document:
    """Build a report, and make sure that it is a document through and through.

    Raises TypeError or ValidationError when it is none.
    """
    document = report.build(queries, options)
    if not isinstance(document, Document):
        raise TypeError(f"it returned a {type(document).__name__} instead of a Document")
    return msgspec.convert(msgspec.to_builtins(document), Document)


def taken(name: str, owner: str) -> tuple[str, str]:
    """Say that another plugin has a report, and what to do; one that is called like a plugin is that plugin's."""
    what = f"adds a report '{name}', which '{owner}' has already, so it was left out"
    return what, "ask its author to rename the report"
