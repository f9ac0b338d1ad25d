"""A theme: a shared challenge that the network works on, and every decision about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, assert_never

from epex.core.decision import Actor, On, Refused, require_one_of, require_role, require_text
from epex.core.evidence import Passage, Place, require_new, with_place
from epex.core.sealed import QuotedText, Text, Texts
from epex.core.vocabulary import LANGUAGES, METHODS, STANCES

OPEN = ("candidate", "discussed", "adopted")
REOPENABLE = ("parked", "rejected", "retired")


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
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class ThemeEvidenceLinked:
    type: ClassVar[str] = "theme.evidence_linked"
    sentence: ClassVar[str] = "linked {source} as evidence that {stance} {it}"
    source: str
    stance: str
    document: str = ""
    document_version: int = 0
    start: int = 0
    end: int = 0
    quote: QuotedText = ""
    note: Text = ""
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class ThemeEvidenceUnlinked:
    type: ClassVar[str] = "theme.evidence_unlinked"
    sentence: ClassVar[str] = "took {source} back as evidence for {it}"
    source: str
    reason: Text


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What every theme decision carries; the forum is a meeting's stream id or empty."""

    forum: str = ""
    method: str = "consensus"
    votes_for: int | None = None
    votes_against: int | None = None
    abstained: int | None = None
    rationale: Text
    alternatives: Text = ""
    dissent: Text = ""


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
    """The other side of a merge, on the theme that goes on."""

    type: ClassVar[str] = "theme.absorbed"
    sentence: ClassVar[str] = "took {merged} up into {it}"
    merged: str


@dataclass(frozen=True, kw_only=True)
class ThemeSplit(Decided):
    type: ClassVar[str] = "theme.split"
    sentence: ClassVar[str] = "split {it} into {into}{forum}{votes}"
    into: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ThemeReopened(Decided):
    type: ClassVar[str] = "theme.reopened"
    sentence: ClassVar[str] = "reopened {it}{forum}"


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
class Theme:
    """What decisions about a theme need to know."""

    id: str
    status: str = "candidate"
    evidence: frozenset[str] = frozenset()
    passages: frozenset[Place] = frozenset()


def evolve(theme: Theme | None, stream: str, event: ThemeEvent) -> Theme:  # noqa: C901, PLR0912 - a match over a closed union
    """Apply one event; every event that decisions allow applies."""
    state = theme or Theme(stream)
    match event:
        case ThemeProposed():
            return replace(state, status="candidate")
        case ThemeEvidenceLinked(source=source):
            place = (event.document, event.document_version, event.start, event.end)
            return replace(state, evidence=state.evidence | {source}, passages=with_place(state.passages, place))
        case ThemeEvidenceUnlinked(source=source):
            kept = frozenset(place for place in state.passages if place[0] != source)
            return replace(state, evidence=state.evidence - {source}, passages=kept)
        case ThemeDiscussed():
            return replace(state, status="discussed" if state.status == "candidate" else state.status)
        case ThemeAdopted():
            return replace(state, status="adopted")
        case ThemeParked():
            return replace(state, status="parked")
        case ThemeRejected():
            return replace(state, status="rejected")
        case ThemeMerged():
            return replace(state, status="merged")
        case ThemeSplit():
            return replace(state, status="split")
        case ThemeReopened():
            return replace(state, status="discussed")
        case ThemeRetired():
            return replace(state, status="retired")
        case ThemeRenamed() | ThemeAbsorbed():
            return state
        case _:
            assert_never(event)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """How a meeting came to its decision."""

    rationale: str
    forum: str = ""
    method: str = "consensus"
    votes_for: int | None = None
    votes_against: int | None = None
    abstained: int | None = None
    alternatives: str = ""
    dissent: str = ""

    def fields(self) -> dict[str, Any]:
        """List what the event takes over."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


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
    require_role(by, "coordinator", "practitioner", "editor", act="link evidence")
    require_open(theme, "link evidence to it")
    require_one_of(stance, STANCES, "stance")
    if source == theme.id:
        raise Refused("A theme cannot be evidence for itself; link a reflection, element or challenge.")
    if source in theme.evidence and passage is None:
        raise Refused("This evidence is linked already; unlink it first to change its stance.")
    require_new(theme.passages, passage)
    words = passage.fields() if passage else {}
    return [On(theme.id, ThemeEvidenceLinked(source=source, stance=stance, note=note, **words))]


def unlink(theme: Theme, source: str, *, by: Actor, reason: str) -> list[On]:
    """Take a piece of evidence back, with the reason."""
    require_role(by, "coordinator", "editor", act="unlink evidence")
    require_open(theme, "unlink evidence from it")
    require_text(reason, "reason")
    if source not in theme.evidence:
        raise Refused("This evidence is not linked to the theme; 'epex theme show' lists what is.")
    return [On(theme.id, ThemeEvidenceUnlinked(source=source, reason=reason))]


def discuss(theme: Theme, judgement: Judgement, *, by: Actor) -> list[On]:
    """Note that a meeting discussed the theme."""
    require_decidable(theme, judgement, by, "discuss it", OPEN)
    return [On(theme.id, ThemeDiscussed(**judgement.fields()))]


def adopt(theme: Theme, judgement: Judgement, *, by: Actor) -> list[On]:
    """Adopt a theme that was discussed and rests on evidence."""
    require_decidable(theme, judgement, by, "adopt it", ("candidate", "discussed"))
    if theme.status == "candidate":
        raise Refused("A theme is discussed before it is adopted; record 'epex theme discuss' first.")
    if not theme.evidence:
        raise Refused("The theme has no evidence yet; link some with 'epex theme link' first.")
    return [On(theme.id, ThemeAdopted(**judgement.fields()))]


def park(theme: Theme, judgement: Judgement, *, by: Actor) -> list[On]:
    """Set a theme aside for later."""
    require_decidable(theme, judgement, by, "park it", OPEN)
    return [On(theme.id, ThemeParked(**judgement.fields()))]


def reject(theme: Theme, judgement: Judgement, *, by: Actor) -> list[On]:
    """Decide against a theme."""
    require_decidable(theme, judgement, by, "reject it", ("candidate", "discussed", "parked"))
    return [On(theme.id, ThemeRejected(**judgement.fields()))]


def rename(theme: Theme, labels: Mapping[str, str], judgement: Judgement, *, by: Actor) -> list[On]:
    """Give a theme new labels."""
    require_decidable(theme, judgement, by, "rename it", (*OPEN, "parked"))
    require_labels(labels)
    return [On(theme.id, ThemeRenamed(labels=dict(labels), **judgement.fields()))]


def merge(theme: Theme, into: Theme, judgement: Judgement, *, by: Actor) -> list[On]:
    """Merge a theme into another one that goes on."""
    if theme.id == into.id:
        raise Refused("A theme cannot be merged into itself; name another theme with --into.")
    require_decidable(theme, judgement, by, "merge it", (*OPEN, "parked"))
    if into.status not in OPEN:
        raise Refused(f"The receiving theme is {into.status}; choose one that is open, or reopen it first.")
    return [
        On(theme.id, ThemeMerged(into=into.id, **judgement.fields())),
        On(into.id, ThemeAbsorbed(merged=theme.id)),
    ]


def split(theme: Theme, parts: Mapping[str, Mapping[str, str]], judgement: Judgement, *, by: Actor) -> list[On]:
    """Split a theme into new ones; `parts` maps each new stream id to its labels."""
    require_decidable(theme, judgement, by, "split it", (*OPEN, "parked"))
    if len(parts) < 2:  # noqa: PLR2004
        raise Refused("A split needs at least two new themes; give --into twice.")
    for labels in parts.values():
        require_labels(labels)
    named = [tuple(sorted(labels.items())) for labels in parts.values()]
    if len(set(named)) < len(named):
        raise Refused("Two of the new themes have the same label; give each one of its own.")
    born = [On(part, ThemeProposed(labels=dict(labels), split_from=theme.id)) for part, labels in parts.items()]
    return [On(theme.id, ThemeSplit(into=tuple(parts), **judgement.fields())), *born]


def reopen(theme: Theme, judgement: Judgement, *, by: Actor) -> list[On]:
    """Take up a parked, rejected or retired theme again."""
    require_decidable(theme, judgement, by, "reopen it", REOPENABLE)
    return [On(theme.id, ThemeReopened(**judgement.fields()))]


def retire(theme: Theme, judgement: Judgement, *, by: Actor) -> list[On]:
    """End work on an adopted or parked theme."""
    require_decidable(theme, judgement, by, "retire it", ("adopted", "parked"))
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


def require_open(theme: Theme, act: str) -> None:
    """Refuse to work on a theme that has ended."""
    if theme.status not in OPEN:
        raise Refused(
            f"The theme is {theme.status}; nobody can {act} any more. Use a theme that is open, or reopen it."
        )


def require_decidable(theme: Theme, judgement: Judgement, by: Actor, act: str, allowed: tuple[str, ...]) -> None:
    """Refuse a decision without a right, a reason, a sound vote, or on a theme it cannot touch."""
    require_role(by, "coordinator", "editor", act="record theme decisions")
    if theme.status not in allowed:
        raise Refused(f"The theme is {theme.status}, so nobody can {act}; it would have to be {' or '.join(allowed)}.")
    require_text(judgement.rationale, "rationale")
    require_one_of(judgement.method, METHODS, "method")
    votes = (judgement.votes_for, judgement.votes_against, judgement.abstained)
    if judgement.method == "vote" and (judgement.votes_for is None or judgement.votes_against is None):
        raise Refused("A vote needs its figures; give --for and --against.")
    if any(count is not None and count < 0 for count in votes):
        raise Refused("A vote cannot be negative; give the number of voices.")
