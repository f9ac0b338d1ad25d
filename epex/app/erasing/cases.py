"""What is to be erased: a person with what they wrote, or one reflection; whose keys go, and what to look for."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from epex.app.erasing.mentions import every_fact
from epex.core.decision import Actor, On
from epex.core.log.log import EventLog
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
    ReflectionRevised,
    ReflectionWithdrawalRequested,
    ReflectionWithdrawn,
    confirm_withdrawal,
    request_withdrawal,
    require_may_withdraw,
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

    def __init__(self, log: EventLog, person: str, ground: str) -> None:
        """Know whom, and on what ground."""
        self.stream = person
        self._log = log
        self._ground = ground

    def standing(self, state: Any, by: Actor) -> str:
        """Tell how far it has come."""
        require_may_erase(state, by)
        return str(state.erasure)

    def request(self, state: Any, by: Actor) -> list[On]:
        """Decide that it begins, with the documents that go and those that stay by consent."""
        return request_erasure(state, replace(_works(self._log, self.stream), ground=self._ground), by=by)

    def stated(self) -> str:
        """Give the ground."""
        return self._ground

    def keys(self) -> list[str]:
        """Name the keys of the person, of the documents, and of the name of the organisation."""
        asked = self._plan()
        return [self.stream, *asked.documents, *(f"{organisation}/name" for organisation in asked.organisations)]

    def terms(self) -> list[str]:
        """Gather every name and contact that the person ever had, and some sentences of what they wrote."""
        asked = self._plan()
        own = [name for stream in (self.stream, *asked.organisations) for name in _names(self._log, stream)]
        return [*own, *(line for document in asked.documents for line in lines(self._log, document, SENTENCES))]

    def called(self) -> list[str]:
        """Gather the names of the person."""
        return _names(self._log, self.stream)

    def confirm(self, state: Any, found: Found, by: Actor) -> list[On]:
        """Decide that it is done."""
        return confirm_erasure(state, PersonErased(**_parts(found)), by=by)

    def _plan(self) -> PersonErasureRequested:
        return _asked(self._log, self.stream) or _works(self._log, self.stream)


class ReflectionCase:
    """One reflection."""

    def __init__(self, log: EventLog, reflection: str, reason: str) -> None:
        """Know which, and why, if somebody says so."""
        self.stream = reflection
        self._log = log
        self._reason = reason

    def standing(self, state: Any, by: Actor) -> str:
        """Tell how far it has come."""
        require_may_withdraw(state, by)
        return str(state.withdrawal)

    def request(self, state: Any, by: Actor) -> list[On]:
        """Decide that it begins."""
        return request_withdrawal(state, by=by, reason=self._reason)

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
        return confirm_withdrawal(state, ReflectionWithdrawn(**_parts(found)), by=by)


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
        match event:
            case ReflectionRecorded(author=self.person):
                self.written.append(stream)
            case ReflectionKeepingAgreed(agreed=agreed):
                self.stays[stream] = agreed
            case ReflectionWithdrawalRequested():
                self.gone.add(stream)
            case OrganisationJoined(kind=kind) | OrganisationRevised(kind=str(kind)):
                self.kinds[stream] = kind
            case PersonRegistered(organisation=organisation) | PersonMoved(organisation=organisation):
                self.members[organisation].add(stream)


def lines(log: EventLog, document: str, most: int | None = None) -> list[str]:
    """List the sentences of a reflection that are long enough to tell it, and its title; `most` takes the longest."""
    told: list[str] = []
    for fact in log.stream(document):
        if isinstance(fact.event, ReflectionRecorded | ReflectionRevised):
            told += [getattr(fact.event, "title", ""), *fact.event.answers.values()]
    sentences = [sentence.strip() for text in told for sentence in SENTENCE.split(text)]
    telling = _known(sentence for sentence in sentences if len(sentence) >= FEWEST_SIGNS)
    return sorted(telling, key=len, reverse=True)[:most]


def _works(log: EventLog, person: str) -> PersonErasureRequested:
    works = _Works(person)
    for fact in every_fact(log):
        works.follow(fact.stream, fact.event)
    written = [document for document in works.written if document not in works.gone]
    own = (place for place, people in works.members.items() if people == {person})
    return PersonErasureRequested(
        ground="",
        documents=tuple(document for document in written if not works.stays.get(document)),
        kept=tuple(document for document in written if works.stays.get(document)),
        organisations=tuple(place for place in own if works.kinds.get(place) == INDIVIDUAL),
    )


def _asked(log: EventLog, person: str) -> PersonErasureRequested | None:
    events = (fact.event for fact in log.stream(person))
    return next((event for event in events if isinstance(event, PersonErasureRequested)), None)


def _names(log: EventLog, stream: str) -> list[str]:
    found: list[str] = []
    for event in (fact.event for fact in log.stream(stream)):
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
