"""What is to be erased: a person with what they wrote, or one reflection; whose keys go, and what to look for."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from epex.app.erasing.mentions import every_fact
from epex.app.erasing.mentions import words as texts_of
from epex.core import withdrawal
from epex.core.decision import Actor, On
from epex.core.log.envelope import Fact, UnknownEvent
from epex.core.log.log import EventLog
from epex.core.log.registry import shape_of
from epex.core.organisation import OrganisationJoined, OrganisationRevised
from epex.core.person import (
    PersonErased,
    PersonErasureRequested,
    PersonMoved,
    PersonRegistered,
    PersonRevised,
    confirm_erasure,
    request_erasure,
    require_may_erase,
)
from epex.core.reflection import (
    ReflectionKeepingAgreed,
    ReflectionRecorded,
    ReflectionWithdrawalRequested,
    ReflectionWithdrawn,
)
from epex.core.sealed import ERASED, SEALED

INDIVIDUAL = "individual"
REACHING = re.compile(r"@|://|\w\.\w+/\w")
# A number reaches somebody when it has as many digits as a telephone number.
DIGIT, FEWEST_DIGITS = re.compile(r"\d"), 6
APART = re.compile(r"[,;\n]+")
SENTENCE = re.compile(r"(?<=[.!?؟])\s+|\n+")
FEWEST_SIGNS = 24
FEWEST_LETTERS = 4
# A copy of a text holds its longest sentences too.
SENTENCES = 6


@dataclass(frozen=True, slots=True)
class Found:
    """What a look through everything came to."""

    digest: str
    looked_for: int
    files: int
    bytes: int
    mentions: tuple[str, ...]
    positions: tuple[int, ...]


class Case(Protocol):
    """One thing to erase."""

    stream: str

    def standing(self, state: Any, by: Actor) -> str:
        """Tell how far it has come: nothing yet, requested or done; raises Refused when the actor may not."""

    def request(self, state: Any, by: Actor) -> list[On]:
        """Decide that it begins."""

    def stated(self) -> str:
        """Give the words that stay: the ground, or the reason."""

    def keys(self) -> list[str]:
        """Name the keys that go, as the request has them."""

    def terms(self) -> list[str]:
        """Gather what to look for, as long as it can be opened."""

    def called(self) -> list[str]:
        """Gather what somebody may call it by, as long as it can be opened."""

    def confirm(self, state: Any, found: Found, by: Actor) -> list[On]:
        """Decide that it is done."""


class PersonCase:
    """A person, the documents they wrote, and the name of an organisation that is nobody else."""

    def __init__(self, log: EventLog, person: str, ground: str, alone: frozenset[str] = frozenset()) -> None:
        """Know whom, on what ground, and which roles nobody else holds."""
        self.stream = person
        self._log = log
        self._ground = ground
        self._alone = alone

    def standing(self, state: Any, by: Actor) -> str:
        """Tell how far it has come."""
        require_may_erase(state, by)
        return str(state.erasure)

    def request(self, state: Any, by: Actor) -> list[On]:
        """Decide that it begins, with the documents that go and those that stay by consent."""
        asked = replace(works(every_fact(self._log), self.stream), ground=self._ground)
        return request_erasure(state, asked, by=by, alone=self._alone)

    def stated(self) -> str:
        """Give the ground."""
        return self._ground

    def keys(self) -> list[str]:
        """Name the keys of the person, of the documents, and of the name of the organisation."""
        asked = self._plan()
        named = (f"{organisation}/name" for organisation in asked.organisations)
        # What of a story left the evaluation has a key of its own.
        released = (f"{document}/released" for document in asked.documents if document.startswith("story-"))
        return [self.stream, *asked.documents, *named, *released]

    def terms(self) -> list[str]:
        """Gather every name and contact that the person ever had, and some sentences of what they wrote."""
        asked = self._plan()
        own = [name for stream in (self.stream, *asked.organisations) for name in names_of(self._log, stream)]
        return [*own, *(line for document in asked.documents for line in lines(self._log, document, SENTENCES))]

    def called(self) -> list[str]:
        """Gather the names of the person."""
        return names_of(self._log, self.stream)

    def confirm(self, state: Any, found: Found, by: Actor) -> list[On]:
        """Decide that it is done."""
        return confirm_erasure(state, PersonErased(**_parts(found)), by=by)

    def _plan(self) -> PersonErasureRequested:
        return asked_for(self._log, self.stream) or works(every_fact(self._log), self.stream)


class ReflectionCase:
    """One reflection."""

    def __init__(self, log: EventLog, reflection: str, reason: str) -> None:
        """Know which, and why, if somebody says so."""
        self.stream = reflection
        self._log = log
        self._reason = reason

    def standing(self, state: Any, by: Actor) -> str:
        """Tell how far it has come."""
        withdrawal.require_may_withdraw(state, by)
        return str(state.withdrawal)

    def request(self, state: Any, by: Actor) -> list[On]:
        """Decide that it begins."""
        return withdrawal.request(state, by=by, reason=self._reason)

    def stated(self) -> str:
        """Give the reason."""
        return self._reason

    def keys(self) -> list[str]:
        """Name its key."""
        return [self.stream]

    def terms(self) -> list[str]:
        """Gather its sentences, in every version."""
        return lines(self._log, self.stream)

    def called(self) -> list[str]:
        """Gather its titles."""
        events = (fact.event for fact in self._log.stream(self.stream))
        return _known(event.title for event in events if isinstance(event, ReflectionRecorded))

    def confirm(self, state: Any, found: Found, by: Actor) -> list[On]:
        """Decide that it is done."""
        return withdrawal.confirm(state, ReflectionWithdrawn(**_parts(found)), by=by)


@dataclass(slots=True)
class _Works:
    """What one pass over the log tells of a person."""

    person: str
    written: list[str] = field(default_factory=list)
    stays: dict[str, bool] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    kinds: dict[str, str] = field(default_factory=dict)
    members: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def follow(self, stream: str, event: Any) -> None:
        if self.person in (getattr(event, "words_of", ""), getattr(event, "author", "")):
            self.written.append(stream)
        match event:
            case ReflectionKeepingAgreed(agreed=agreed):
                self.stays[stream] = agreed
            case ReflectionWithdrawalRequested():
                self.gone.add(stream)
            case OrganisationJoined(kind=kind) | OrganisationRevised(kind=str(kind)):
                self.kinds[stream] = kind
            case PersonRegistered(organisation=organisation) | PersonMoved(organisation=organisation):
                self.members[organisation].add(stream)

    def request(self) -> PersonErasureRequested:
        """Ask for all of it."""
        written = [document for document in self.written if document not in self.gone]
        own = (place for place, people in self.members.items() if people == {self.person})
        return PersonErasureRequested(
            ground="",
            documents=tuple(document for document in written if not self.stays.get(document)),
            kept=tuple(document for document in written if self.stays.get(document)),
            organisations=tuple(place for place in own if self.kinds.get(place) == INDIVIDUAL),
        )


def lines(log: EventLog, document: str, most: int | None = None) -> list[str]:
    """List the sentences of a document that are long enough to tell it, and its title; `most` takes the longest."""
    told = [text for fact in log.stream(document, through=True) for text in _own_words(fact.event)]
    sentences = [sentence.strip() for text in told for sentence in SENTENCE.split(text)]
    telling = _known(sentence for sentence in sentences if len(sentence) >= FEWEST_SIGNS)
    return sorted(telling, key=len, reverse=True)[:most]


def _own_words(event: Any) -> Iterator[str]:
    kind: Any = type(event)
    marks = shape_of(kind).sealed if not isinstance(event, UnknownEvent) else {}
    # What has a key of its own stays when the document's goes.
    own = (name for name, mark in marks.items() if not mark.part and not mark.under)
    return (text for name in own for text in texts_of(getattr(event, name)))


def works(facts: Iterable[Fact], person: str) -> PersonErasureRequested:
    """Find in the events of a log what a person wrote, what of it stays by consent, and who is nobody else."""
    return works_of(facts, (person,))[person]


def works_of(facts: Iterable[Fact], people: Iterable[str]) -> dict[str, PersonErasureRequested]:
    """Find the same of several people, in one pass."""
    found = {person: _Works(person) for person in people}
    for fact in facts:
        for one in found.values():
            one.follow(fact.stream, fact.event)
    return {person: one.request() for person, one in found.items()}


def asked_for(log: EventLog, person: str) -> PersonErasureRequested | None:
    """Gather what was asked for to erase a person; after a merge that may have been in several branches."""
    events = [fact.event for fact in log.stream(person)]
    asked = [event for event in events if isinstance(event, PersonErasureRequested)]
    if not asked:
        return None
    documents = _once(event.documents for event in asked)
    return replace(asked[-1], documents=documents, organisations=_once(event.organisations for event in asked))


def _once(lists: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for several in lists for one in several))


def names_of(log: EventLog, stream: str) -> list[str]:
    """Gather every name and contact that a person or an organisation ever had, as long as it can be opened."""
    found: list[str] = []
    for event in (fact.event for fact in log.stream(stream, through=True)):
        match event:
            case PersonRegistered(name=name, contact=contact) | PersonRevised(name=name, contact=contact):
                found += [name or "", *filter(_reaches, APART.split(contact or ""))]
            case OrganisationJoined(name=name, short_name=short) | OrganisationRevised(name=name, short_name=short):
                found += [text for text in (name, short) if text and len(text) >= FEWEST_LETTERS]
    return _known(found)


def _reaches(contact: str) -> bool:
    return REACHING.search(contact) is not None or len(DIGIT.findall(contact)) >= FEWEST_DIGITS


def _known(texts: Iterable[str]) -> list[str]:
    told = dict.fromkeys(text.strip() for text in texts)
    return [text for text in told if text not in ("", ERASED, SEALED)]


def _parts(found: Found) -> dict[str, Any]:
    return {name: getattr(found, name) for name in found.__dataclass_fields__}
