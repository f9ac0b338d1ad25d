"""A challenge: a "How do we ...?" that one organisation states and others share."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar, assert_never

from epex.core import evidence
from epex.core.decision import LONGEST_SAYING, Actor, On, Refused, require_one_of, require_short
from epex.core.evidence import Passage, Place
from epex.core.organisation import Organisation, require_member, require_voice
from epex.core.sealed import Text
from epex.core.vocabulary import LANGUAGES, SETTINGS

WITNESSES = ("reflection", "visit", "meeting", "finding", "story")


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


@dataclass(frozen=True, kw_only=True)
class ChallengeEvidenceLinked(evidence.EvidenceLinked):
    type: ClassVar[str] = "challenge.evidence_linked"


@dataclass(frozen=True, kw_only=True)
class ChallengeEvidenceUnlinked(evidence.EvidenceUnlinked):
    type: ClassVar[str] = "challenge.evidence_unlinked"


ChallengeEvent = ChallengeStated | ChallengeShared | ChallengeEvidenceLinked | ChallengeEvidenceUnlinked
Events = ChallengeEvent


@dataclass(frozen=True, slots=True)
class Challenge(evidence.Grounded):
    """What decisions about a challenge need to know."""

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
        case ChallengeEvidenceLinked() | ChallengeEvidenceUnlinked():
            return evidence.with_evidence(known, event)
        case _:
            assert_never(event)


def state(
    challenge: str, text: str, organisation: Organisation, *, by: Actor, language: str = "en", setting: str = ""
) -> list[On]:
    """State a challenge for an organisation."""
    require_voice(organisation, by, "state a challenge for another organisation")
    require_member(organisation)
    require_short(text, "challenge", LONGEST_SAYING)
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


def link(
    challenge: Challenge, source: str, stance: str, *, by: Actor, passage: Passage | None = None, note: str = ""
) -> list[On]:
    """Link what people saw or said of a challenge, with its stance."""
    evidence.require_linker(by)
    if source.partition("-")[0] not in WITNESSES:
        raise Refused("A challenge rests on what people saw and said; link a reflection, visit or meeting.")
    return [On(challenge.id, ChallengeEvidenceLinked(**evidence.linking(challenge, source, stance, passage, note)))]


def unlink(
    challenge: Challenge,
    source: str,
    *,
    by: Actor,
    reason: str,
    place: Place | None = None,
    linked_by: Iterable[str] = (),
) -> list[On]:
    """Take evidence back, with the reason: all that was linked of a source, or one passage."""
    if by.organisation != challenge.organisation:
        evidence.require_own(challenge, source, linked_by, by, "unlink evidence from another organisation's challenge")
    return [On(challenge.id, ChallengeEvidenceUnlinked(**evidence.taken_back(challenge, source, place, reason)))]
