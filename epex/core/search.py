"""A search that somebody saved, for themselves alone: what they ask again, and how far they have seen the answers."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Annotated, ClassVar, assert_never

from epex.core.decision import Actor, On, Refused, require_text
from epex.core.sealed import Sealed

LONGEST = 100

Own = Annotated[str, Sealed(under="person")]
Options = dict[str, tuple[str, ...]]


class ForOneself:
    """Mark an event that is recorded for whoever records it alone."""

    for_oneself: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class Look:
    """How far somebody has seen: the position of the newest words that they could read, and what they could open."""

    upto: int = 0
    circles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked again: the words, their language, and the options that narrow or order what is found."""

    query: str
    language: str = ""
    options: Options = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class SearchSaved(ForOneself):
    """Everything that it says goes with the person: it is sealed under that person's key."""

    type: ClassVar[str] = "search.saved"
    sentence: ClassVar[str] = "saved {it}"
    person: str
    name: Own
    query: Own
    language: Own = ""
    options: Annotated[Options, Sealed(under="person")] = field(default_factory=dict)
    upto: int = 0
    circles: Annotated[tuple[str, ...], Sealed(under="person")] = ()
    reason: Own = ""
    # How far somebody has read is for the program.
    aside: ClassVar[frozenset[str]] = frozenset({"upto"})


@dataclass(frozen=True, kw_only=True)
class SearchSeen(ForOneself):
    """Recorded when there was something new, and no other time."""

    type: ClassVar[str] = "search.seen"
    sentence: ClassVar[str] = "saw what is new in {it}"
    person: str
    upto: int
    circles: Annotated[tuple[str, ...], Sealed(under="person")] = ()
    aside: ClassVar[frozenset[str]] = frozenset({"upto"})


@dataclass(frozen=True, kw_only=True)
class SearchRemoved(ForOneself):
    type: ClassVar[str] = "search.removed"
    sentence: ClassVar[str] = "removed {it}"
    person: str
    reason: Own = ""


SearchEvent = SearchSaved | SearchSeen | SearchRemoved
Events = SearchEvent


@dataclass(frozen=True, slots=True)
class Search:
    """What decisions about a saved search need to know."""

    id: str
    person: str = ""
    removed: bool = False


def evolve(search: Search | None, stream: str, event: SearchEvent) -> Search:
    """Apply one event; every event that decisions allow applies."""
    state = search or Search(stream)
    match event:
        case SearchSaved(person=person):
            return replace(state, person=person)
        case SearchSeen():
            return state
        case SearchRemoved():
            return replace(state, removed=True)
        case _:
            assert_never(event)


def save(search: str, name: str, question: Question, look: Look, known: Iterable[str], *, by: Actor) -> list[On]:
    """Save a question under a name that none of one's own has; `known` are those names.

    What is found by now is not new any more.
    """
    called = line(name)
    require_text(called, "name of the search")
    if len(called) > LONGEST:
        raise Refused(f"A name has at most {LONGEST} letters, and this one has {len(called)}; choose a shorter one.")
    if called.casefold() in {line(one).casefold() for one in known}:
        raise Refused(f"You have saved a search as '{called}' already; remove that one first, or choose another name.")
    require_text(question.query, "query to save")
    event = SearchSaved(
        person=by.person,
        name=called,
        query=question.query,
        language=question.language,
        options=question.options,
        upto=look.upto,
        circles=look.circles,
    )
    return [On(search, event)]


def see(search: Search, look: Look, *, by: Actor) -> list[On]:
    """Remember that what was new was seen."""
    require_own(search, by, "look through")
    return [On(search.id, SearchSeen(person=search.person, upto=look.upto, circles=look.circles))]


def remove(search: Search, *, by: Actor, reason: str = "") -> list[On]:
    """Remove a search; what it found stays."""
    require_own(search, by, "remove")
    return [On(search.id, SearchRemoved(person=search.person, reason=reason))]


def line(name: str) -> str:
    """Bring a name into one line."""
    return " ".join(name.split())


def require_own(search: Search, by: Actor, act: str) -> None:
    """Refuse anybody but whoever saved it, and what was removed."""
    if by.person != search.person:
        raise Refused(f"Only the person who saved a search may {act} it; save one of your own.")
    if search.removed:
        raise Refused("This search was removed; save it anew with 'epex search QUERY --save NAME'.")
