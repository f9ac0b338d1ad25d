"""What a report is: a name, the options that it takes, and a function that builds a document."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from epex.core.decision import Refused
from epex.plugins.document import Document, positions, sentences, steps
from epex.plugins.reading import Queries

Build = Callable[[Queries, Mapping[str, str]], Document]
Render = Callable[[Document], bytes]
TONGUE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFormat:
    """A format that people have reports and books written in by its name; `render` gives the whole file.

    `ending` is that of the files, such as `.pdf`.
    """

    name: str
    summary: str
    ending: str
    render: Render


def built(report: Report, queries: Queries, options: Mapping[str, str]) -> Document:
    """Build a report, and make sure that it is a document through and through.

    Raises TypeError, ValidationError or ValueError when it is none.
    """
    document = report.build(queries, options)
    if not isinstance(document, Document):
        raise TypeError(f"it returned a {type(document).__name__} instead of a Document")
    document = msgspec.convert(msgspec.to_builtins(document), Document)
    require_sound(document)
    return document


def require_sound(document: Document, head: int | None = None) -> None:
    """Require of a document that there can be events at its positions, up to the `head`, and words in its languages.

    Raises ValueError.
    """
    for position in (*positions(document), *(step.position for step in steps(document))):
        if position < 1 or (head is not None and position > head):
            raise ValueError(f"it names an event at {position}, and there is none")
    for language in (document.language, *(sentence.language or "en" for sentence in sentences(document))):
        if not TONGUE.fullmatch(language):
            raise ValueError(f"it names a language {language!r}, which is no code such as de")


def written(form: ReportFormat, document: Document) -> bytes:
    """Write a document in a format, and make sure that what it gave are bytes.

    Raises TypeError when they are none.
    """
    content = form.render(document)
    if not isinstance(content, bytes):
        raise TypeError(f"it returned a {type(content).__name__} instead of bytes")
    return content


def taken(name: str, owner: str, kind: str) -> tuple[str, str]:
    """Say that another plugin has something of that name already, and what to do."""
    what = f"adds a {kind} '{name}', which '{owner}' has already, so it was left out"
    return what, f"ask its author to rename the {kind}"


def not_plain(name: str, kind: str) -> tuple[str, str]:
    """Say that the name of something is not a plain one, as commands have, and what to do."""
    what = f"adds a {kind} {name!r}, whose name is not of small letters, digits and single hyphens, so it was left out"
    return what, f"ask its author to rename the {kind}"


def options_told(options: Iterable[Option]) -> list[dict[str, Any]]:
    """Tell the options of a report or a format, as lists of them do."""
    return [
        {"name": option.name, "value": option.value, "summary": option.summary, "required": option.required}
        for option in options
    ]


def require_options(what: str, options: Iterable[Option], given: Mapping[str, str]) -> None:
    """Require of what was given for a report or a format that it takes it, and that nothing is missing.

    Raises Refused.
    """
    known = {option.name: option for option in options}
    for name in given:
        if name not in known:
            offered = f"it takes: {', '.join(known)}" if known else "leave it out, for it takes none"
            raise Refused(f"{what} has no option '{name}'; {offered}.")
    for option in known.values():
        if option.required and not given.get(option.name, "").strip():
            how = f"give it with --option {option.name}={option.value}"
            raise Refused(f"{what} needs {option.summary}; {how}.")
