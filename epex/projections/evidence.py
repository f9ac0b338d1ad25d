"""What rests on what: the links between visits, reflections, challenges, elements, themes and transfers."""

from typing import Any

from epex.core.element import ElementEvidenceLinked, ElementMerged
from epex.core.log.envelope import Fact
from epex.core.person import PersonMoved, PersonRegistered
from epex.core.reflection import ReflectionRecorded, ReflectionReleased
from epex.core.theme import ThemeEvidenceLinked, ThemeEvidenceUnlinked, ThemeMerged, ThemeProposed
from epex.core.transfer import TransferConsidered
from epex.core.visit import VisitPlanned
from epex.projections.columns import ORIGIN, origin
from epex.projections.projection import Projection
from epex.projections.reflections import organisation_of, readers, widened
from epex.projections.table import Batch, Table

PASSAGE = ("stance", "document", "document_version", "start", "end", "quote", "note")
LINKABLE = ("visit", "meeting", "reflection", "challenge", "element", "theme", "transfer")

# The target rests on the source.
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
        "note": str,
    },
    indexes=(("source",),),
)
# What was linked can be taken back: the positions of a theme's evidence, by source.
LINKED_TABLE = Table("linked", ("theme",), {"theme": str, "positions": dict})
SOURCES_TABLE = Table(
    "link_sources", ("reflection",), {"reflection": str, "about": str, "organisation": str, "position": int}
)
HOMES_TABLE = Table("link_homes", ("person",), {"person": str, "organisation": str})
EVIDENCE = Projection("evidence", version=1, tables=[LINKS_TABLE, LINKED_TABLE, SOURCES_TABLE, HOMES_TABLE])


@EVIDENCE.on(PersonRegistered, PersonMoved)
def belongs(rows: Batch, fact: Fact, event: PersonRegistered | PersonMoved) -> None:
    """Remember where people belong, for the readers of what they write."""
    rows[HOMES_TABLE].put({"person": fact.stream, "organisation": event.organisation})


@EVIDENCE.on(VisitPlanned)
def planned(rows: Batch, fact: Fact, event: VisitPlanned) -> None:
    """Link the visit to the challenges that it was matched on."""
    for challenge in event.matched_on:
        _link(rows, fact, challenge, fact.stream, "matched_on")


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
    _link(rows, fact, event.split_from, fact.stream, "split_from")


@EVIDENCE.on(ElementEvidenceLinked)
def linked(rows: Batch, fact: Fact, event: ElementEvidenceLinked | ThemeEvidenceLinked) -> None:
    """Link a piece of evidence with its stance and passage."""
    _link(rows, fact, event.source, fact.stream, "evidence", **{name: getattr(event, name) for name in PASSAGE})


@EVIDENCE.on(ThemeEvidenceLinked)
def linked_to_theme(rows: Batch, fact: Fact, event: ThemeEvidenceLinked) -> None:
    """Link a piece of evidence, and remember where, for it can be taken back."""
    linked(rows, fact, event)
    known = rows[LINKED_TABLE].get(fact.stream) or {"positions": {}}
    positions = [*known["positions"].get(event.source, ()), fact.position]
    rows[LINKED_TABLE].put({"theme": fact.stream, "positions": {**known["positions"], event.source: positions}})


@EVIDENCE.on(ThemeEvidenceUnlinked)
def unlinked(rows: Batch, fact: Fact, event: ThemeEvidenceUnlinked) -> None:
    """Take a piece of evidence back."""
    known = rows[LINKED_TABLE].get(fact.stream)
    if known is None:
        return
    for position in known["positions"].get(event.source, ()):
        rows[LINKS_TABLE].remove((fact.stream, event.source, position))
    kept = {source: positions for source, positions in known["positions"].items() if source != event.source}
    rows[LINKED_TABLE].change(fact.stream, positions=kept)


@EVIDENCE.on(ThemeMerged, ElementMerged)
def merged(rows: Batch, fact: Fact, event: ThemeMerged | ElementMerged) -> None:
    """Let what goes on rest on what was merged into it."""
    _link(rows, fact, fact.stream, event.into, "merged_into")


@EVIDENCE.on(TransferConsidered)
def considered(rows: Batch, fact: Fact, event: TransferConsidered) -> None:
    """Link the transfer to its element."""
    _link(rows, fact, event.element, fact.stream, "transfer_of")


def _link(rows: Batch, fact: Fact, source: str, target: str, relation: str, **more: Any) -> None:
    if source.partition("-")[0] in LINKABLE:
        ends = {"target": target, "source": source, "relation": relation}
        rows[LINKS_TABLE].put({**origin(fact), **ends, **more})
