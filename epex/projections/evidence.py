"""What rests on what: the links between visits, reflections, challenges, elements, themes and transfers."""

from collections.abc import Iterable
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
PAIRS_TABLE = Table(
    "link_pairs", ("target", "source", "relation"), {"target": str, "source": str, "relation": str, "positions": list}
)
SOURCES_TABLE = Table("link_sources", ("reflection",), {"reflection": str, "about": str, "organisation": str})
HOMES_TABLE = Table("link_homes", ("person",), {"person": str, "organisation": str})
EVIDENCE = Projection("evidence", version=1, tables=[LINKS_TABLE, PAIRS_TABLE, SOURCES_TABLE, HOMES_TABLE])


@EVIDENCE.on(PersonRegistered, PersonMoved)
def belongs(rows: Batch, fact: Fact, event: PersonRegistered | PersonMoved) -> None:
    """Remember where people belong, for the readers of what they write."""
    rows[HOMES_TABLE].put({"person": fact.stream, "organisation": event.organisation})


@EVIDENCE.on(VisitPlanned)
def planned(rows: Batch, fact: Fact, event: VisitPlanned) -> None:
    """Link the visit to the challenges that it was matched on."""
    _link_all(rows, fact, event.matched_on, "matched_on")


@EVIDENCE.on(ReflectionRecorded)
def recorded(rows: Batch, fact: Fact, event: ReflectionRecorded) -> None:
    """Link the reflection to what it is about; whoever may read the one may read the other's name."""
    organisation = organisation_of(rows[HOMES_TABLE], fact, event)
    rows[SOURCES_TABLE].put({"reflection": fact.stream, "about": event.about, "organisation": organisation})
    circle = readers(fact, event, organisation)
    _link_all(rows, fact, [event.about], "about", access=circle["access"], author=circle["author"])


@EVIDENCE.on(ReflectionReleased)
def released(rows: Batch, fact: Fact, event: ReflectionReleased) -> None:
    """Let more people see what the reflection is about."""
    known = rows[SOURCES_TABLE].get(fact.stream)
    if known is None:
        return
    access = widened(event, known["about"], known["organisation"])["access"]
    for key in _links(rows, fact.stream, known["about"], "about"):
        rows[LINKS_TABLE].change(key, access=access)


@EVIDENCE.on(ThemeProposed)
def proposed(rows: Batch, fact: Fact, event: ThemeProposed) -> None:
    """Link the theme to the challenges behind it, and to the theme that it was split from."""
    _link_all(rows, fact, event.challenges, "proposed_from")
    _link_all(rows, fact, [event.split_from], "split_from")


@EVIDENCE.on(ThemeEvidenceLinked, ElementEvidenceLinked)
def linked(rows: Batch, fact: Fact, event: ThemeEvidenceLinked | ElementEvidenceLinked) -> None:
    """Link a piece of evidence with its stance and passage."""
    _link(rows, fact, event.source, fact.stream, "evidence", **{name: getattr(event, name) for name in PASSAGE})


@EVIDENCE.on(ThemeEvidenceUnlinked)
def unlinked(rows: Batch, fact: Fact, event: ThemeEvidenceUnlinked) -> None:
    """Take a piece of evidence back."""
    for key in _links(rows, fact.stream, event.source, "evidence"):
        rows[LINKS_TABLE].remove(key)
    rows[PAIRS_TABLE].remove((fact.stream, event.source, "evidence"))


@EVIDENCE.on(ThemeMerged, ElementMerged)
def merged(rows: Batch, fact: Fact, event: ThemeMerged | ElementMerged) -> None:
    """Let what goes on rest on what was merged into it."""
    _link(rows, fact, fact.stream, event.into, "merged_into")


@EVIDENCE.on(TransferConsidered)
def considered(rows: Batch, fact: Fact, event: TransferConsidered) -> None:
    """Link the transfer to its element."""
    _link(rows, fact, event.element, fact.stream, "transfer_of")


def _link_all(rows: Batch, fact: Fact, sources: Iterable[str], relation: str, **more: Any) -> None:
    for source in sources:
        _link(rows, fact, source, fact.stream, relation, **more)


def _link(rows: Batch, fact: Fact, source: str, target: str, relation: str, **more: Any) -> None:
    if source.partition("-")[0] not in LINKABLE:
        return
    ends = {"target": target, "source": source, "relation": relation}
    rows[LINKS_TABLE].put({**origin(fact), **ends, **more})
    pair = rows[PAIRS_TABLE].get((target, source, relation))
    positions = pair["positions"] if pair else []
    rows[PAIRS_TABLE].put({**ends, "positions": [*positions, fact.position]})


def _links(rows: Batch, target: str, source: str, relation: str) -> list[tuple[str, str, int]]:
    pair = rows[PAIRS_TABLE].get((target, source, relation))
    return [(target, source, position) for position in pair["positions"]] if pair else []
