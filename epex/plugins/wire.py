"""What epex and the child process of a plugin say to each other: framed JSON, and never a handle, a path or a key."""

import inspect
from collections.abc import Mapping
from typing import IO, Any, TypeAlias, TypedDict

import msgspec
from msgspec import Raw, Struct

from epex.plugins.document import Document
from epex.plugins.reading import Queries
from epex.plugins.report import Option

LENGTH_BYTES = 4
LARGEST = 64 * 1024 * 1024


class Place(TypedDict):
    """What `places` answers for one thing."""

    organisations: list[str]
    countries: list[str]
    settings: list[str]
    pairs: list[tuple[str, str]]


# How many arguments each documented question takes, and the answers that JSON alone would change.
METHODS = {
    name: len(inspect.signature(method).parameters) - 1
    for name, method in vars(Queries).items()
    if not name.startswith("_") and callable(method)
}
ANSWERS: Mapping[str, Any] = {"days": dict[int, str], "places": dict[str, Place]}


class Offer(Struct, frozen=True, kw_only=True):
    """A report or a check as a plugin offers it; what runs stays in the child."""

    name: str
    summary: str
    options: tuple[Option, ...] = ()


class FormatOffer(Struct, frozen=True, kw_only=True):
    """A format of reports as a plugin offers it; what writes it stays in the child."""

    name: str
    summary: str
    ending: str


class Build(Struct, frozen=True, kw_only=True, tag=True):
    """The order to build a report; without a name, to say which there are."""

    report: str = ""
    options: dict[str, str] = {}


class Render(Struct, frozen=True, kw_only=True, tag=True):
    """The order to write a document in a format."""

    form: str
    document: Document


class Check(Struct, frozen=True, kw_only=True, tag=True):
    """The order to check an edition before it is frozen; without a name, to say which checks there are."""

    check: str = ""
    edition: dict[str, Any] = {}


class End(Struct, frozen=True, kw_only=True, tag=True):
    """The order to end by itself, as every process does that is done."""


class Offered(Struct, frozen=True, kw_only=True, tag=True):
    """The reports or checks and formats that a plugin offers, and faults: whose, what is wrong, and what to do."""

    things: tuple[Offer, ...]
    formats: tuple[FormatOffer, ...] = ()
    faults: tuple[tuple[str, str, str], ...] = ()
    is_loaded: bool = True


class Built(Struct, frozen=True, kw_only=True, tag=True):
    """A report that was built."""

    document: Document


class Rendered(Struct, frozen=True, kw_only=True, tag=True):
    """A document that was written in a format."""

    content: bytes


class Checked(Struct, frozen=True, kw_only=True, tag=True):
    """What a check found, in sentences."""

    sentences: tuple[str, ...]


class Ask(Struct, frozen=True, kw_only=True, tag=True):
    """A question to the queries of the reader."""

    method: str
    arguments: list[int | str | list[str]]


class Answer(Struct, frozen=True, kw_only=True, tag=True):
    """What the queries answered."""

    value: Raw


class Refusal(Struct, frozen=True, kw_only=True, tag=True):
    """A refusal, whole."""

    sentence: str


class Failure(Struct, frozen=True, kw_only=True, tag=True):
    """How something failed, in one line."""

    words: str


FromChild: TypeAlias = Offered | Built | Rendered | Checked | Ask | Refusal | Failure
ToChild: TypeAlias = Build | Render | Check | End | Answer | Refusal | Failure
FROM_CHILD = msgspec.json.Decoder(FromChild)
TO_CHILD = msgspec.json.Decoder(ToChild)


class TooLarge(Exception):
    """Say that a message is larger than any that is read."""


def write(pipe: IO[bytes], message: Struct) -> None:
    """Write a message."""
    body = msgspec.json.encode(message)
    pipe.write(len(body).to_bytes(LENGTH_BYTES, "big") + body)
    pipe.flush()


def read(pipe: IO[bytes], at_most: int | None = None) -> bytes:
    """Read a message; empty at the end, also in the middle of one.

    Raises TooLarge before anything of it is read.
    """
    head = pipe.read(LENGTH_BYTES)
    length = int.from_bytes(head, "big")
    if at_most is not None and length > at_most:
        raise TooLarge
    body = pipe.read(length)
    return body if len(head) == LENGTH_BYTES and len(body) == length else b""
