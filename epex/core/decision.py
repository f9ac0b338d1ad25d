"""What every decision shares: who acts, what it returns, how it refuses."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import ClassVar, Protocol
from uuid import uuid4

# Without the first nobody gives roles any more, without the second nobody erases.
LASTING = ("coordinator", "data_protection_officer")

# What stands in lists: names and titles, and what is said in a sentence or a few.
LONGEST_NAME, LONGEST_SAYING = 300, 2000


class Refused(Exception):
    """Say why a decision was not taken and what to do instead."""


class Event(Protocol):
    """A frozen dataclass that says what happened; `type` is stable for ever."""

    type: ClassVar[str]


@dataclass(frozen=True, slots=True)
class On:
    """A new event on the stream it belongs to."""

    stream: str
    event: Event


@dataclass(frozen=True, slots=True)
class Actor:
    """The person who acts, with the organisation and roles held at this moment; `left` when that has left."""

    person: str
    organisation: str | None = None
    roles: frozenset[str] = frozenset()
    left: bool = False


def new_id(subject: str) -> str:
    """Make a stream id such as `theme-<uuid>`."""
    return f"{subject}-{uuid4()}"


def require_role(by: Actor, *roles: str, act: str) -> None:
    """Refuse unless the actor holds one of the roles."""
    if by.roles.isdisjoint(roles):
        wanted = " or ".join(role.replace("_", " ") for role in roles)
        article = "an" if wanted.startswith(("a", "e", "i", "o")) else "a"
        if by.left:
            ended = "Your organisation has left the network, so you may not"
            raise Refused(f"{ended} {act} any more; ask {article} {wanted} to record it.")
        raise Refused(f"Only {article} {wanted} may {act}; ask one of them to record it.")


def require_others(alone: Collection[str]) -> None:
    """Refuse to lose the last holder of a role without which the network cannot go on."""
    for role in LASTING:
        if role in alone:
            called = role.replace("_", " ")
            instead = f"give somebody else the role first, with 'epex person revise PERSON --role {role}'"
            raise Refused(f"Nobody else here is {called}; {instead}.")


def require_one_of(value: str, allowed: Collection[str], what: str) -> None:
    """Refuse a word that is not in the vocabulary."""
    if value not in allowed:
        raise Refused(f"'{value}' is not a known {what}; choose one of: {', '.join(sorted(allowed))}.")


def require_text(value: str, what: str) -> None:
    """Refuse an empty text."""
    if not value.strip():
        raise Refused(f"The {what} is empty; give it a text.")


def require_short(value: str, what: str, longest: int = LONGEST_NAME) -> None:
    """Refuse a name or title that is empty, or too long to stand in a list."""
    require_text(value, what)
    if len(value) > longest:
        raise Refused(f"The {what} has {len(value)} letters, and at most {longest} are kept; cut it.")
