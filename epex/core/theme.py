"""A theme: a shared challenge that the network works on, and every decision about it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, assert_never

from epex.core import evidence
from epex.core.decision import Actor, On, Refused, require_one_of, require_role, require_text
from epex.core.evidence import Passage, Place
from epex.core.judgement import Decided, Judgement, require_carried, require_sound
from epex.core.sealed import Text, Texts
from epex.core.vocabulary import LANGUAGES

OPEN = ("candidate", "discussed", "adopted")
GROUNDS = ("visit", "meeting", "reflection", "challenge", "element", "theme", "transfer", "finding", "story")
REOPENABLE = ("parked", "rejected", "retired")
AGAIN = "take it up again first with 'epex theme reopen'"
INSTEAD = {
    "candidate": "record what was said of it with 'epex theme discuss' first, or 'epex theme reject' if it is given up",
    "discussed": "record the decision on it first with 'epex theme adopt', 'park' or 'reject'",
    "adopted": "leave it so, or end it with 'epex theme retire'",
    "parked": AGAIN,
    "rejected": AGAIN,
    "retired": AGAIN,
    "merged": "use the theme that it was merged into, as 'epex theme show' tells",
    "split": "use one of the themes that it was split into, as 'epex theme show' tells",
}


@dataclass(frozen=True, kw_only=True)
class ThemeProposed:
    type: ClassVar[str] = "theme.proposed"
    sentence: ClassVar[str] = "proposed {it}"
    schema_version: ClassVar[int] = 2
    labels: Texts
    definitions: Texts = field(default_factory=dict)
    scope_note: Text = ""
    challenges: tuple[str, ...] = ()
    split_from: str = ""
    evidence: tuple[str, ...] | None = None
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class ThemeEvidenceLinked(evidence.EvidenceLinked):
    type: ClassVar[str] = "theme.evidence_linked"


@dataclass(frozen=True, kw_only=True)
class ThemeEvidenceUnlinked(evidence.EvidenceUnlinked):
    type: ClassVar[str] = "theme.evidence_unlinked"


@dataclass(frozen=True, kw_only=True)
class ThemeDiscussed(Decided):
    type: ClassVar[str] = "theme.discussed"
    sentence: ClassVar[str] = "recorded that {it} was discussed{forum}"


@dataclass(frozen=True, kw_only=True)
class ThemeAdopted(Decided):
    type: ClassVar[str] = "theme.adopted"
    sentence: ClassVar[str] = "recorded that {it} was adopted{forum}{votes}"


@dataclass(frozen=True, kw_only=True)
class ThemeParked(Decided):
    type: ClassVar[str] = "theme.parked"
    sentence: ClassVar[str] = "recorded that {it} was parked{forum}{votes}"


@dataclass(frozen=True, kw_only=True)
class ThemeRejected(Decided):
    type: ClassVar[str] = "theme.rejected"
    sentence: ClassVar[str] = "recorded that {it} was rejected{forum}{votes}"


@dataclass(frozen=True, kw_only=True)
class ThemeRenamed(Decided):
    type: ClassVar[str] = "theme.renamed"
    sentence: ClassVar[str] = "renamed {it}{forum}"
    labels: Texts


@dataclass(frozen=True, kw_only=True)
class ThemeMerged(Decided):
    type: ClassVar[str] = "theme.merged"
    sentence: ClassVar[str] = "merged {it} into {into}{forum}{votes}"
    into: str


@dataclass(frozen=True, kw_only=True)
class ThemeAbsorbed:
    """The other side of a merge, on the theme that goes on; `evidence` is what it takes over."""

    type: ClassVar[str] = "theme.absorbed"
    sentence: ClassVar[str] = "took {merged} up into {it}"
    merged: str
    evidence: tuple[str, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class ThemeSplit(Decided):
    type: ClassVar[str] = "theme.split"
    sentence: ClassVar[str] = "split {it} into {into}{forum}{votes}"
    into: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ThemeReopened(Decided):
    """`status` is where the theme goes on: what was never discussed is a candidate again."""

    type: ClassVar[str] = "theme.reopened"
    sentence: ClassVar[str] = "reopened {it}{forum}"
    status: str = "discussed"


@dataclass(frozen=True, kw_only=True)
class ThemeRetired(Decided):
    type: ClassVar[str] = "theme.retired"
    sentence: ClassVar[str] = "retired {it}{forum}"


ThemeEvent = (
    ThemeProposed
    | ThemeEvidenceLinked
    | ThemeEvidenceUnlinked
    | ThemeDiscussed
    | ThemeAdopted
    | ThemeParked
    | ThemeRejected
    | ThemeRenamed
    | ThemeMerged
    | ThemeAbsorbed
    | ThemeSplit
    | ThemeReopened
    | ThemeRetired
)
Events = ThemeEvent


def proposed_v1_to_v2(payload: dict[str, Any]) -> dict[str, Any]:
    """Turn the single label of the first version into labels by language."""
    language = payload.pop("language", "en")
    payload["labels"] = {language: payload.pop("label")}
    definition = payload.pop("definition", "")
    payload["definitions"] = {language: definition} if definition else {}
    return payload


UPCASTERS = {("theme.proposed", 1): proposed_v1_to_v2}


@dataclass(frozen=True, slots=True)
class Theme(evidence.Grounded):
    """What decisions about a theme need to know."""

    status: str = "candidate"
    was_discussed: bool = False


def evolve(theme: Theme | None, stream: str, event: ThemeEvent) -> Theme:  # noqa: C901, PLR0912 - a match over a closed union
    """Apply one event; every event that decisions allow applies."""
    state = theme or Theme(stream)
    match event:
        case ThemeProposed(evidence=sources):
            return evidence.with_sources(replace(state, status="candidate"), sources)
        case ThemeEvidenceLinked() | ThemeEvidenceUnlinked():
            return evidence.with_evidence(state, event)
        case ThemeAbsorbed(evidence=sources):
            return evidence.with_sources(state, sources)
        case ThemeDiscussed():
            status = "discussed" if state.status == "candidate" else state.status
            return replace(state, status=status, was_discussed=True)
        case ThemeAdopted():
            return replace(state, status="adopted", was_discussed=True)
        case ThemeParked():
            return replace(state, status="parked")
        case ThemeRejected():
            return replace(state, status="rejected")
        case ThemeMerged():
            return replace(state, status="merged")
        case ThemeSplit():
            return replace(state, status="split")
        case ThemeReopened(status=status):
            return replace(state, status=status)
        case ThemeRetired():
            return replace(state, status="retired")
        case ThemeRenamed():
            return state
        case _:
            assert_never(event)


def propose(
    theme: str,
    labels: Mapping[str, str],
    *,
    by: Actor,
    definitions: Mapping[str, str] | None = None,
    scope_note: str = "",
    challenges: tuple[str, ...] = (),
) -> list[On]:
    """Propose a theme; anybody in the network may."""
    require_role(by, "coordinator", "practitioner", "editor", act="propose a theme")
    require_labels(labels)
    require_texts(definitions or {}, "definition")
    event = ThemeProposed(
        labels=dict(labels), definitions=dict(definitions or {}), scope_note=scope_note, challenges=challenges
    )
    return [On(theme, event)]


def link(
    theme: Theme, source: str, stance: str, *, by: Actor, passage: Passage | None = None, note: str = ""
) -> list[On]:
    """Link a piece of evidence with its stance."""
    evidence.require_linker(by)
    require_open(theme, "link evidence to it")
    if source == theme.id:
        raise Refused("A theme cannot be evidence for itself; link a reflection, element or challenge.")
    if source.partition("-")[0] not in GROUNDS:
        raise Refused(
            "A theme rests on what was seen, said or found; link a reflection, element, challenge or finding."
        )
    return [On(theme.id, ThemeEvidenceLinked(**evidence.linking(theme, source, stance, passage, note)))]


def unlink(
    theme: Theme, source: str, *, by: Actor, reason: str, place: Place | None = None, linked_by: Iterable[str] = ()
) -> list[On]:
    """Take evidence back, with the reason: all that was linked of a source, or one passage."""
    evidence.require_own(theme, source, linked_by, by)
    require_open(theme, "unlink evidence from it")
    return [On(theme.id, ThemeEvidenceUnlinked(**evidence.taken_back(theme, source, place, reason)))]


def discuss(theme: Theme, judgement: Judgement, *, by: Actor) -> list[On]:
    """Note that a meeting discussed the theme."""
    require_decidable(theme, judgement, by, "discuss it", OPEN)
    return [On(theme.id, ThemeDiscussed(**judgement.fields()))]


def adopt(theme: Theme, judgement: Judgement, *, by: Actor) -> list[On]:
    """Adopt a theme that was discussed and rests on evidence."""
    require_decided(theme, judgement, by, "adopt it", ("candidate", "discussed"))
    if theme.status == "candidate":
        raise Refused("A theme is discussed before it is adopted; record 'epex theme discuss' first.")
    if not theme.evidence:
        raise Refused("The theme has no evidence yet; link some with 'epex theme link' first.")
    return [On(theme.id, ThemeAdopted(**judgement.fields()))]


def park(theme: Theme, judgement: Judgement, *, by: Actor) -> list[On]:
    """Set a theme aside for later."""
    require_decided(theme, judgement, by, "park it", OPEN)
    return [On(theme.id, ThemeParked(**judgement.fields()))]


def reject(theme: Theme, judgement: Judgement, *, by: Actor) -> list[On]:
    """Decide against a theme."""
    require_decided(theme, judgement, by, "reject it", ("candidate", "discussed", "parked"))
    return [On(theme.id, ThemeRejected(**judgement.fields()))]


def rename(theme: Theme, labels: Mapping[str, str], judgement: Judgement, *, by: Actor) -> list[On]:
    """Give a theme new labels."""
    require_decided(theme, judgement, by, "rename it", (*OPEN, "parked"))
    require_labels(labels)
    return [On(theme.id, ThemeRenamed(labels=dict(labels), **judgement.fields()))]


def merge(theme: Theme, into: Theme, judgement: Judgement, *, by: Actor) -> list[On]:
    """Merge a theme into another one that goes on, and takes its evidence over."""
    if theme.id == into.id:
        raise Refused("A theme cannot be merged into itself; name another theme with --into.")
    require_decided(theme, judgement, by, "merge it", (*OPEN, "parked"))
    if into.status not in OPEN:
        raise Refused(f"The receiving theme is {into.status}; choose one that is open, or reopen it first.")
    return [
        On(theme.id, ThemeMerged(into=into.id, **judgement.fields())),
        On(into.id, ThemeAbsorbed(merged=theme.id, evidence=theme.sources)),
    ]


def split(
    theme: Theme,
    parts: Mapping[str, Mapping[str, str]],
    judgement: Judgement,
    *,
    by: Actor,
    assigned: Mapping[str, Collection[str]] | None = None,
) -> list[On]:
    """Split a theme into new ones; `parts` maps each new stream id to its labels.

    `assigned` maps a source to the parts that take it over; what nobody assigned, every part takes over.
    """
    require_decided(theme, judgement, by, "split it", (*OPEN, "parked"))
    require_parts(parts)
    require_assignable(theme, parts, assigned or {})
    taken = {part: _taken_over(theme, part, assigned or {}) for part in parts}
    born = [
        On(part, ThemeProposed(labels=dict(labels), split_from=theme.id, evidence=taken[part]))
        for part, labels in parts.items()
    ]
    return [On(theme.id, ThemeSplit(into=tuple(parts), **judgement.fields())), *born]


def reopen(theme: Theme, judgement: Judgement, *, by: Actor) -> list[On]:
    """Take up a parked, rejected or retired theme again, to be discussed if it never was and else to be decided."""
    require_decided(theme, judgement, by, "reopen it", REOPENABLE)
    status = "discussed" if theme.was_discussed else "candidate"
    return [On(theme.id, ThemeReopened(status=status, **judgement.fields()))]


def retire(theme: Theme, judgement: Judgement, *, by: Actor) -> list[On]:
    """End work on an adopted or parked theme."""
    require_decided(theme, judgement, by, "retire it", ("adopted", "parked"))
    return [On(theme.id, ThemeRetired(**judgement.fields()))]


def require_labels(labels: Mapping[str, str]) -> None:
    """Refuse a theme without a label."""
    if not labels:
        raise Refused("A theme needs a label; give it one, such as --label 'en=Trust before content'.")
    require_texts(labels, "label")


def require_texts(texts: Mapping[str, str], what: str) -> None:
    """Refuse empty texts, and texts in a language that the network does not know."""
    for language, text in texts.items():
        require_one_of(language, LANGUAGES, "language")
        require_text(text, what)


def require_parts(parts: Mapping[str, Mapping[str, str]]) -> None:
    """Refuse to split into fewer than two themes, or into two of the same label."""
    if len(parts) < 2:  # noqa: PLR2004
        raise Refused("A split needs at least two new themes; give --into twice.")
    for labels in parts.values():
        require_labels(labels)
    named = [tuple(sorted(labels.items())) for labels in parts.values()]
    if len(set(named)) < len(named):
        raise Refused("Two of the new themes have the same label; give each one of its own.")


def require_assignable(theme: Theme, parts: Collection[str], assigned: Mapping[str, Collection[str]]) -> None:
    """Refuse to assign what is no evidence for the theme, or to a theme that the split does not make."""
    if not theme.evidence >= assigned.keys():
        raise Refused("What --evidence names is not linked to the theme; 'epex theme show' lists what is.")
    if not all(part in parts for chosen in assigned.values() for part in chosen):
        raise Refused("What --evidence assigns goes to one of the new themes; name it as --into does.")


def require_open(theme: Theme, act: str) -> None:
    """Refuse to work on a theme that has ended."""
    if theme.status not in OPEN:
        raise Refused(f"The theme is {theme.status}, so nobody can {act} any more; {INSTEAD[theme.status]}.")


def require_decidable(theme: Theme, judgement: Judgement, by: Actor, act: str, allowed: tuple[str, ...]) -> None:
    """Refuse a decision without a right, a reason, a sound vote, or on a theme it cannot touch."""
    require_role(by, "coordinator", "editor", act="record theme decisions")
    if theme.status not in allowed:
        raise Refused(f"The theme is {theme.status}, so nobody can {act}; {INSTEAD[theme.status]}.")
    require_sound(judgement)


def require_decided(theme: Theme, judgement: Judgement, by: Actor, act: str, allowed: tuple[str, ...]) -> None:
    """Refuse a decision as above, and one that the vote went against."""
    require_decidable(theme, judgement, by, act, allowed)
    require_carried(judgement)


def _taken_over(theme: Theme, part: str, assigned: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    return tuple(source for source in theme.sources if part in assigned.get(source, (part,)))
