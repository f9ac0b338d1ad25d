"""What rests on what: the links between visits, reflections, challenges, elements, themes and transfers."""

from collections.abc import Mapping, Sequence
from typing import Any

from epex.core.challenge import ChallengeEvidenceLinked, ChallengeEvidenceUnlinked
from epex.core.chapter import ChapterDrafted, ChapterOutlined
from epex.core.element import ElementAbsorbed, ElementEvidenceLinked, ElementEvidenceUnlinked, ElementMerged
from epex.core.evidence import EvidenceLinked, EvidenceUnlinked
from epex.core.finding import FindingEvidenceLinked, FindingEvidenceUnlinked
from epex.core.interview import InterviewCited, InterviewUncited
from epex.core.log.envelope import Fact
from epex.core.match import MatchProposed
from epex.core.person import PersonMoved, PersonRegistered
from epex.core.quote import QuoteProposed
from epex.core.reader import EVALUATION
from epex.core.reflection import ReflectionRecorded, ReflectionReleased
from epex.core.story import StoryChosen, StoryReleased, StoryWithdrawn
from epex.core.theme import (
    ThemeAbsorbed,
    ThemeEvidenceLinked,
    ThemeEvidenceUnlinked,
    ThemeMerged,
    ThemeProposed,
)
from epex.core.transfer import TransferConsidered
from epex.core.viewpoint import ViewpointWritten
from epex.core.visit import VisitCorrected, VisitPlanned
from epex.projections.columns import ORIGIN, access_or_private, narrower, origin
from epex.projections.projection import Projection
from epex.projections.reflections import organisation_of, readers, widened
from epex.projections.shades import take_away, tell_more
from epex.projections.table import Batch, Table

PLACE = ("document", "document_version", "start", "end")
PASSAGE = ("stance", *PLACE, "quote", "passage_hash", "note")
LINKABLE = (
    *("offer", "need", "match"),
    *("visit", "meeting", "reflection", "challenge", "element", "theme", "transfer"),
    *("interview", "finding", "story"),
    *("publication", "chapter", "viewpoint", "quote"),
)

# The target rests on the source. Where it was merged from it or split off it, `kept` are the sources that went along,
# None where an older event does not tell, so that all of them did; `let_go` are the keys of what was taken back since.
LINKS_TABLE = Table(
    "links",
    ("target", "source", "position"),
    {
        "target": str,
        "source": str,
        **ORIGIN,
        "relation": str,
        "stance": str,
        "document": str,
        "document_version": int,
        "start": int,
        "end": int,
        "quote": str,
        "passage_hash": str,
        "note": str,
        "kept": list | None,
        "let_go": list,
        "shades": list,
    },
    indexes=(("source",),),
)
# What was linked can be taken back: the positions of a target's evidence by key, and where it took evidence over.
LINKED_TABLE = Table("linked", ("target",), {"target": str, "positions": dict, "heirlooms": dict})
# Evidence that was taken back: by whom, when and why, and the link as it `was`; nothing where it had been taken over.
UNLINKED_TABLE = Table(
    "unlinked",
    ("target", "source", "position", "linked"),
    {"target": str, "source": str, **ORIGIN, "linked": int, "reason": str, "was": dict},
    indexes=(("source",),),
)
SOURCES_TABLE = Table(
    "link_sources", ("reflection",), {"reflection": str, "about": str, "organisation": str, "position": int}
)
HOMES_TABLE = Table("link_homes", ("person",), {"person": str, "organisation": str})
EVIDENCE = Projection(
    "evidence", version=5, tables=[LINKS_TABLE, LINKED_TABLE, UNLINKED_TABLE, SOURCES_TABLE, HOMES_TABLE]
)


@EVIDENCE.on(PersonRegistered, PersonMoved)
def belongs(rows: Batch, fact: Fact, event: PersonRegistered | PersonMoved) -> None:
    """Remember where people belong, for the readers of what they write."""
    rows[HOMES_TABLE].put({"person": fact.stream, "organisation": event.organisation})


@EVIDENCE.on(MatchProposed)
def matched(rows: Batch, fact: Fact, event: MatchProposed) -> None:
    """Link the match to what its reasons rest on, and to the match that it replaces."""
    for source in (*event.challenges, *event.offers, *event.needs):
        _link(rows, fact, source, fact.stream, "matched_on")
    _link(rows, fact, event.replaces, fact.stream, "replaces")


@EVIDENCE.on(VisitPlanned)
def planned(rows: Batch, fact: Fact, event: VisitPlanned) -> None:
    """Link the visit to the challenges that it was matched on, and to the match that it comes from."""
    _link(rows, fact, event.match, fact.stream, "planned_from")
    _link_anew(rows, fact, dict.fromkeys(event.matched_on, "matched_on"))


@EVIDENCE.on(VisitCorrected)
def matched_anew(rows: Batch, fact: Fact, event: VisitCorrected) -> None:
    """Link the visit to other challenges than before."""
    if event.matched_on is not None:
        _link_anew(rows, fact, dict.fromkeys(event.matched_on, "matched_on"))


@EVIDENCE.on(ReflectionRecorded)
def recorded(rows: Batch, fact: Fact, event: ReflectionRecorded) -> None:
    """Link the reflection to what it is about."""
    organisation = organisation_of(rows[HOMES_TABLE], fact, event)
    source = {"about": event.about, "organisation": organisation, "position": fact.position}
    rows[SOURCES_TABLE].put({"reflection": fact.stream, **source})
    circle = readers(fact, event, organisation)
    _link(rows, fact, event.about, fact.stream, "about", access=circle["access"], author=circle["author"])


@EVIDENCE.on(ReflectionReleased)
def released(rows: Batch, fact: Fact, event: ReflectionReleased) -> None:
    """Let more people see what the reflection is about."""
    known = rows[SOURCES_TABLE].get(fact.stream)
    if known:
        access = widened(event, known["about"], known["organisation"])["access"]
        rows[LINKS_TABLE].change((fact.stream, known["about"], known["position"]), access=access)


@EVIDENCE.on(ThemeProposed)
def proposed(rows: Batch, fact: Fact, event: ThemeProposed) -> None:
    """Link the theme to the challenges behind it, and to the theme that it was split from."""
    for challenge in event.challenges:
        _link(rows, fact, challenge, fact.stream, "proposed_from")
    if event.split_from:
        _take_over(rows, fact, event.split_from, fact.stream, "split_from")
        _keep(rows, fact.stream, event.split_from, event.evidence)


@EVIDENCE.on(ElementEvidenceLinked, ThemeEvidenceLinked, ChallengeEvidenceLinked, FindingEvidenceLinked)
def linked(rows: Batch, fact: Fact, event: EvidenceLinked) -> None:
    """Link a piece of evidence with its stance and passage, and remember where, for it can be taken back."""
    _link(rows, fact, event.source, fact.stream, "evidence", **{name: getattr(event, name) for name in PASSAGE})
    _remember(rows, fact, fact.stream, event.key)


@EVIDENCE.on(ElementEvidenceUnlinked, ThemeEvidenceUnlinked, ChallengeEvidenceUnlinked, FindingEvidenceUnlinked)
def unlinked(rows: Batch, fact: Fact, event: EvidenceUnlinked) -> None:
    """Take a piece of evidence back, also where it was taken over from something else."""
    known = _known(rows, fact.stream)
    meant = [position for key, positions in known["positions"].items() if event.means(key) for position in positions]
    for position in meant:
        _note_back(rows, fact, (fact.stream, event.source, position), event.reason)
        take_away(rows[LINKS_TABLE], fact, (fact.stream, event.source, position))
    if known["heirlooms"] and not meant:
        _note_back(rows, fact, (fact.stream, event.source, 0), event.reason)
    kept = {key: positions for key, positions in known["positions"].items() if not event.means(key)}
    rows[LINKED_TABLE].put({**known, "positions": kept})
    for source, position in known["heirlooms"].items():
        tell_more(rows[LINKS_TABLE], fact, (fact.stream, source, position), "let_go", event.key)


@EVIDENCE.on(ThemeMerged, ElementMerged)
def merged(rows: Batch, fact: Fact, event: ThemeMerged | ElementMerged) -> None:
    """Let what goes on rest on what was merged into it."""
    _take_over(rows, fact, fact.stream, event.into, "merged_into")


@EVIDENCE.on(ThemeAbsorbed, ElementAbsorbed)
def absorbed(rows: Batch, fact: Fact, event: ThemeAbsorbed | ElementAbsorbed) -> None:
    """Note which evidence went along."""
    _keep(rows, fact.stream, event.merged, event.evidence)


@EVIDENCE.on(TransferConsidered)
def considered(rows: Batch, fact: Fact, event: TransferConsidered) -> None:
    """Link the transfer to its element."""
    _link(rows, fact, event.element, fact.stream, "transfer_of")


@EVIDENCE.on(InterviewCited)
def cited(rows: Batch, fact: Fact, event: InterviewCited) -> None:
    """Let a finding or a story rest on an interview, for evaluators alone and without a word of it."""
    place = {"document_version": event.version, "start": event.start, "end": event.end}
    passage = {"document": fact.stream, **place} if event.version else {}
    _link(rows, fact, fact.stream, event.target, "evidence", stance=event.stance, access=EVALUATION, **passage)
    _remember(rows, fact, event.target, fact.stream)


@EVIDENCE.on(InterviewUncited)
def uncited(rows: Batch, fact: Fact, event: InterviewUncited) -> None:
    """Take an interview back as evidence."""
    known = _known(rows, event.target)
    for position in known["positions"].get(fact.stream, ()):
        _note_back(rows, fact, (event.target, fact.stream, position))
        rows[LINKS_TABLE].remove((event.target, fact.stream, position))
    kept = {key: positions for key, positions in known["positions"].items() if key != fact.stream}
    rows[LINKED_TABLE].put({**known, "positions": kept})


@EVIDENCE.on(StoryChosen)
def chosen(rows: Batch, fact: Fact, event: StoryChosen) -> None:
    """Link a story to what it is about and to the reflection that it quotes, for evaluators alone."""
    _link(rows, fact, event.about, fact.stream, "story_of", access=EVALUATION)
    _remember(rows, fact, fact.stream, event.about)
    if event.document:
        words = {name: getattr(event, name) for name in (*PLACE, "quote", "passage_hash")}
        more = {"stance": "supports", "access": EVALUATION, **words}
        _link(rows, fact, event.document, fact.stream, "evidence", **more)
        _remember(rows, fact, fact.stream, event.document)


@EVIDENCE.on(StoryReleased, StoryWithdrawn)
def opened(rows: Batch, fact: Fact, event: StoryReleased | StoryWithdrawn) -> None:
    """Let others see what a released story is about, or nothing of it; its interviews stay with the evaluators."""
    access, known = EVALUATION, _known(rows, fact.stream)
    if isinstance(event, StoryReleased):
        access = access_or_private(narrower(event.visibility, fact.envelope.visibility), fact.envelope.audience)
    mine = {source: positions for source, positions in known["positions"].items() if is_told(source)}
    for source, positions in mine.items():
        for position in positions:
            if row := rows[LINKS_TABLE].get((fact.stream, source, position)):
                rows[LINKS_TABLE].remove((fact.stream, source, position))
                rows[LINKS_TABLE].put({**row, **origin(fact), "access": access})
    moved = {**known["positions"], **{source: [fact.position] for source in mine}}
    rows[LINKED_TABLE].put({**known, "positions": moved})


@EVIDENCE.on(ChapterOutlined)
def outlined(rows: Batch, fact: Fact, event: ChapterOutlined) -> None:
    """Link the chapter to its themes, and the publication to the chapter."""
    for theme in event.themes:
        _link(rows, fact, theme, fact.stream, "outlined_from")
    _link(rows, fact, fact.stream, event.publication, "part_of")


@EVIDENCE.on(ChapterDrafted)
def drafted(rows: Batch, fact: Fact, event: ChapterDrafted) -> None:
    """Link the chapter to what its newest draft rests on and quotes, in the place of an earlier one."""
    _link_anew(rows, fact, {**dict.fromkeys(event.sources, "rests_on"), **dict.fromkeys(event.quotes, "quotes")})


@EVIDENCE.on(ViewpointWritten)
def written(rows: Batch, fact: Fact, event: ViewpointWritten) -> None:
    """Link the chapter to the viewpoint that stands in it."""
    _link(rows, fact, fact.stream, event.chapter, "viewpoint_of")


@EVIDENCE.on(QuoteProposed)
def quoted(rows: Batch, fact: Fact, event: QuoteProposed) -> None:
    """Link the quote to the words that it gives."""
    words = {name: getattr(event, name) for name in (*PLACE, "quote", "passage_hash")}
    _link(rows, fact, event.document, fact.stream, "quoted_from", **words)


def is_told(source: str) -> bool:
    """Tell whether others may learn, after a release, that a story rests on something."""
    return not source.startswith("interview-")


def _link_anew(rows: Batch, fact: Fact, relations: Mapping[str, str]) -> None:
    known = _known(rows, fact.stream)
    for source, positions in known["positions"].items():
        for position in positions:
            rows[LINKS_TABLE].remove((fact.stream, source, position))
    rows[LINKED_TABLE].put({**known, "positions": {}})
    for source, relation in relations.items():
        _link(rows, fact, source, fact.stream, relation)
        _remember(rows, fact, fact.stream, source)


def _remember(rows: Batch, fact: Fact, target: str, key: str) -> None:
    known = _known(rows, target)
    positions = {**known["positions"], key: [*known["positions"].get(key, ()), fact.position]}
    rows[LINKED_TABLE].put({**known, "positions": positions})


def _link(rows: Batch, fact: Fact, source: str, target: str, relation: str, **more: Any) -> None:
    if source.partition("-")[0] in LINKABLE:
        ends = {"target": target, "source": source, "relation": relation}
        rows[LINKS_TABLE].put({**origin(fact), **ends, **more})


def _note_back(rows: Batch, fact: Fact, link: tuple[str, str, int], reason: str = "") -> None:
    """Remember a link that is taken back, for those who may read the event and might read the link."""
    target, source, linked = link
    was = dict(rows[LINKS_TABLE].get(link) or {})
    was.pop("shades", None)
    row = {**origin(fact), "target": target, "source": source, "linked": linked, "reason": reason, "was": was}
    rows[UNLINKED_TABLE].put(row)


def _take_over(rows: Batch, fact: Fact, source: str, target: str, relation: str) -> None:
    _link(rows, fact, source, target, relation)
    known = _known(rows, target)
    rows[LINKED_TABLE].put({**known, "heirlooms": {**known["heirlooms"], source: fact.position}})


def _keep(rows: Batch, target: str, source: str, sources: Sequence[str] | None) -> None:
    position = _known(rows, target)["heirlooms"].get(source)
    if position is not None and sources is not None:
        rows[LINKS_TABLE].change((target, source, position), kept=list(sources))


def _known(rows: Batch, target: str) -> Mapping[str, Any]:
    return rows[LINKED_TABLE].get(target) or {"target": target, "positions": {}, "heirlooms": {}}
