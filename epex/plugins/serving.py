"""What a site is, and what it reaches the base through: the command line's own answers, for a person."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, Protocol

from epex.core.decision import Refused


class Answer(NamedTuple):
    """What a command line answered: the JSON document that it prints, and what it told beside it.

    Called plainly, the value is what it prints without `--json`, as bytes.
    """

    value: Any
    notices: tuple[str, ...] = ()


class Calls(Protocol):
    """The command path: whatever a person may do at the command line, and nothing else."""

    def __call__(
        self, line: Sequence[str], /, *, person: str, as_of: str = "", text: str = "", plain: bool = False
    ) -> Answer:
        """Answer as `epex LINE --json` does for a person, by id; `text` is what standard input holds.

        Raises Refused with the sentence that the command line would print.
        """


class NoMember(Refused):
    """Say why somebody is none of the network any more; any other refusal says that it cannot be told now."""


class Member(NamedTuple):
    """Somebody of the network as they stand now."""

    person: str
    name: str
    organisation: str
    organisation_title: str
    roles: tuple[str, ...]
    language: str


class Network(NamedTuple):
    """The network that the base belongs to."""

    name: str
    languages: tuple[str, ...]


class Address(NamedTuple):
    """Where a site is reached: the host names that it answers to, whether by https, and the path it lies under."""

    hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "[::1]")
    is_secure: bool = False
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A report that a site shows on the page of an element, a theme or a visit.

    `on` is what the page is about, and the name of the report's option that takes it.
    """

    title: str
    report: str
    on: Literal["element", "theme", "visit"]


class Draft(NamedTuple):
    """What somebody wrote of a reflection and has not recorded yet; `chosen` is what they chose beside it."""

    answers: Mapping[str, str]
    language: str = ""
    question_set: str = ""
    question_set_version: int = 1
    chosen: Mapping[str, str] = MappingProxyType({})
    saved_at: str = ""


class Served(Protocol):
    """What a site is given: the command path, who somebody is, and a private folder of its own beside the keys."""

    @property
    def call(self) -> Calls:
        """Give the command path."""

    @property
    def folder(self) -> Path:
        """Give the site's private folder, made when it is needed."""

    @property
    def address(self) -> Address:
        """Tell where the site is reached."""

    def member(self, person: str, /) -> Member:
        """Tell who somebody is now.

        Raises NoMember when there is nobody of that id, or nobody any more, or their organisation has left and no role
        of the network stays; Refused when the base cannot be read.
        """

    def network(self) -> Network:
        """Tell what network this is."""

    def panels(self) -> Sequence[Panel]:
        """List the panels that plugins add."""

    def draft(self, person: str, about: str, /, *, months: int = 0) -> Draft | None:
        """Give what somebody has not recorded yet about a visit or a meeting, perhaps so many months after it.

        Raises Refused when they may not read what it is about.
        """

    def keep(self, person: str, about: str, draft: Draft, /, *, months: int = 0) -> None:
        """Keep such a draft, sealed, until `reflection record` records it.

        Raises Refused when they may not read what it is about.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A site that people run with `epex serve`; `app` gets what it is served from, and gives an ASGI application.

    `invite` gets the same and a person's id, and gives the path by which that person comes in for the first time.
    """

    name: str
    summary: str
    app: Callable[[Served], Any]
    invite: Callable[[Served, str], str]
