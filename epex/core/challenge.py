"""A challenge: a "How do we ...?" that one organisation states and others share."""

from dataclasses import dataclass, replace
from typing import ClassVar, assert_never

from epex.core.decision import Actor, On, Refused, require_one_of, require_text
from epex.core.organisation import Organisation, require_member, require_voice
from epex.core.sealed import Text
from epex.core.vocabulary import LANGUAGES, SETTINGS


@dataclass(frozen=True, kw_only=True)
class ChallengeStated:
    type: ClassVar[str] = "challenge.stated"
    sentence: ClassVar[str] = "stated {it} for {organisation}"
    text: Text
    language: str
    organisation: str
    setting: str = ""
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class ChallengeShared:
    type: ClassVar[str] = "challenge.shared"
    sentence: ClassVar[str] = "recorded that {organisation} shares {it}"
    organisation: str
    reason: Text = ""


ChallengeEvent = ChallengeStated | ChallengeShared
Events = ChallengeEvent


@dataclass(frozen=True, slots=True)
class Challenge:
    """What decisions about a challenge need to know."""

    id: str
    organisation: str = ""
    shared_by: frozenset[str] = frozenset()


def evolve(challenge: Challenge | None, stream: str, event: ChallengeEvent) -> Challenge:
    """Apply one event; every event that decisions allow applies."""
    known = challenge or Challenge(stream)
    match event:
        case ChallengeStated(organisation=organisation):
            return replace(known, organisation=organisation)
        case ChallengeShared(organisation=organisation):
            return replace(known, shared_by=known.shared_by | {organisation})
        case _:
            assert_never(event)


def state(
    challenge: str, text: str, organisation: Organisation, *, by: Actor, language: str = "en", setting: str = ""
) -> list[On]:
    """State a challenge for an organisation."""
    require_voice(organisation, by, "state a challenge for another organisation")
    require_member(organisation)
    require_text(text, "challenge")
    require_one_of(language, LANGUAGES, "language")
    if setting:
        require_one_of(setting, SETTINGS, "setting")
    event = ChallengeStated(text=text, language=language, organisation=organisation.id, setting=setting)
    return [On(challenge, event)]


def share(challenge: Challenge, organisation: Organisation, *, by: Actor) -> list[On]:
    """Record that another organisation has the same challenge."""
    require_voice(organisation, by, "share a challenge for another organisation")
    require_member(organisation)
    if organisation.id == challenge.organisation:
        raise Refused("The organisation stated this challenge itself; name another one that shares it.")
    if organisation.id in challenge.shared_by:
        raise Refused("The organisation shares this challenge already; name another one.")
    return [On(challenge.id, ChallengeShared(organisation=organisation.id))]
