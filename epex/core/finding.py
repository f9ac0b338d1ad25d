"""A finding of the evaluation: what an evaluator concludes from what people said and did, with its evidence."""

from dataclasses import dataclass, replace
from typing import ClassVar, assert_never

from epex.core import evidence
from epex.core.confided import require_opened
from epex.core.decision import (
    LONGEST_SAYING,
    Actor,
    On,
    Refused,
    require_one_of,
    require_role,
    require_short,
    require_text,
)
from epex.core.evidence import Passage, Place
from epex.core.sealed import Text
from epex.core.vocabulary import FINDING_KINDS, LANGUAGES

SOURCES = ("reflection", "visit", "meeting", "challenge", "element", "theme", "transfer", "story")


@dataclass(frozen=True, kw_only=True)
class FindingStated:
    type: ClassVar[str] = "finding.stated"
    sentence: ClassVar[str] = "stated {it} ({kind}) for year {year}"
    statement: Text
    kind: str
    year: int
    language: str = "en"
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class FindingRevised:
    type: ClassVar[str] = "finding.revised"
    sentence: ClassVar[str] = "revised {it}"
    statement: Text
    reason: Text


@dataclass(frozen=True, kw_only=True)
class FindingEvidenceLinked(evidence.EvidenceLinked):
    type: ClassVar[str] = "finding.evidence_linked"


@dataclass(frozen=True, kw_only=True)
class FindingEvidenceUnlinked(evidence.EvidenceUnlinked):
    type: ClassVar[str] = "finding.evidence_unlinked"


@dataclass(frozen=True, kw_only=True)
class FindingRetracted:
    type: ClassVar[str] = "finding.retracted"
    sentence: ClassVar[str] = "took {it} back"
    reason: Text


FindingEvent = FindingStated | FindingRevised | FindingEvidenceLinked | FindingEvidenceUnlinked | FindingRetracted
Events = FindingEvent


@dataclass(frozen=True, slots=True)
class Finding(evidence.Grounded):
    """What decisions about a finding need to know."""

    retracted: bool = False


def evolve(finding: Finding | None, stream: str, event: FindingEvent) -> Finding:
    """Apply one event; every event that decisions allow applies."""
    state = finding or Finding(stream)
    match event:
        case FindingStated() | FindingRevised():
            return state
        case FindingEvidenceLinked() | FindingEvidenceUnlinked():
            return evidence.with_evidence(state, event)
        case FindingRetracted():
            return replace(state, retracted=True)
        case _:
            assert_never(event)


def state(finding: str, stated: FindingStated, years: frozenset[int], *, by: Actor) -> list[On]:
    """State a finding for a programme year that is open."""
    require_role(by, "evaluator", act="state a finding")
    require_short(stated.statement, "finding", LONGEST_SAYING)
    require_one_of(stated.kind, FINDING_KINDS, "kind of finding")
    require_one_of(stated.language, LANGUAGES, "language")
    require_opened(stated.year, years)
    return [On(finding, stated)]


def revise(finding: Finding, statement: str, reason: str, *, by: Actor) -> list[On]:
    """Word a finding anew, with the reason; what it said before stays in the log."""
    require_role(by, "evaluator", act="revise a finding")
    require_standing(finding)
    require_short(statement, "finding", LONGEST_SAYING)
    require_text(reason, "reason")
    return [On(finding.id, FindingRevised(statement=statement, reason=reason))]


def link(
    finding: Finding, source: str, stance: str, *, by: Actor, passage: Passage | None = None, note: str = ""
) -> list[On]:
    """Link what the finding rests on, or what speaks against it; an interview is linked on its own side."""
    require_role(by, "evaluator", act="link the evidence of a finding")
    require_standing(finding)
    if source.partition("-")[0] not in SOURCES:
        raise Refused(f"A finding rests on one of: interview, {', '.join(SOURCES)}; link one of these.")
    return [On(finding.id, FindingEvidenceLinked(**evidence.linking(finding, source, stance, passage, note)))]


def unlink(finding: Finding, source: str, reason: str, *, by: Actor, place: Place | None = None) -> list[On]:
    """Take evidence back, with the reason: all that was linked of a source, or one passage."""
    require_role(by, "evaluator", act="unlink the evidence of a finding")
    require_standing(finding)
    return [On(finding.id, FindingEvidenceUnlinked(**evidence.taken_back(finding, source, place, reason)))]


def retract(finding: Finding, reason: str, *, by: Actor) -> list[On]:
    """Take a finding back, with the reason; it stays visible as one that no longer holds."""
    require_role(by, "evaluator", act="retract a finding")
    require_standing(finding)
    require_text(reason, "reason")
    return [On(finding.id, FindingRetracted(reason=reason))]


def require_standing(finding: Finding) -> None:
    """Refuse a finding that was taken back."""
    if finding.retracted:
        raise Refused("This finding was retracted; state a new one with 'epex finding state'.")
