"""A small network in which something of everything happened."""

from epex.core.challenge import ChallengeShared, ChallengeStated
from epex.core.element import (
    ElementConditionNoted,
    ElementDescribed,
    ElementEvidenceLinked,
    ElementIdentified,
    ElementLabelled,
)
from epex.core.meeting import MeetingHeld
from epex.core.network import NetworkFounded
from epex.core.organisation import OrganisationJoined
from epex.core.person import PersonRegistered
from epex.core.reflection import ReflectionRecorded
from epex.core.theme import (
    ThemeAbsorbed,
    ThemeAdopted,
    ThemeDiscussed,
    ThemeEvidenceLinked,
    ThemeMerged,
    ThemeProposed,
)
from epex.core.transfer import (
    TransferAbandoned,
    TransferAnticipated,
    TransferCompared,
    TransferConsidered,
    TransferPiloted,
)
from epex.core.visit import (
    VisitAgreed,
    VisitCancelled,
    VisitCompleted,
    VisitMonitored,
    VisitPlanned,
    VisitPrepared,
    VisitStarted,
)
from epex.core.year import YearOpened
from tests.projections.bases import ANNA, BEA, CLEO, DORA, EVE, Base

HIDDEN_WORDS = "the key under the third flowerpot"
WEEK = VisitPlanned(
    title="A week in the north",
    year=1,
    purpose="getting_to_know",
    host="organisation-north",
    host_people=("person-anna",),
    visitors=("person-bea",),
    visiting_organisations=("organisation-south",),
    starts_on="2016-03-07",
    ends_on="2016-03-11",
    place="Hafenstrasse 3",
    place_precision="withheld",
    setting="school",
    matched_on=("challenge-trust",),
)
VOTED = ThemeAdopted(
    rationale="It was seen twice.",
    forum="meeting-spring",
    method="vote",
    votes_for=9,
    votes_against=2,
    dissent="Prisons differ.",
)


def settle(base: Base) -> None:
    """Found the network and let its members join."""
    base.record("network-one", NetworkFounded(name="A network", base_id="base-1", public_key=""))
    for place, country in (("north", "AT"), ("south", "XK"), ("far", "DE")):
        joined = OrganisationJoined(name=f"The {place} house", country=country, kind="ngo", settings=("school",))
        base.record(f"organisation-{place}", joined)
    for actor in (ANNA, BEA, CLEO, DORA, EVE):
        name = actor.person.removeprefix("person-").capitalize()
        registered = PersonRegistered(name=name, organisation=actor.organisation or "", roles=tuple(actor.roles))
        base.record(actor.person, registered)
    base.record("year-one", YearOpened(number=1, purpose="getting_to_know"))
    base.record("meeting-spring", MeetingHeld(title="Spring plenary", kind="plenary", held_on="2016-05"))


def visit(base: Base) -> None:
    """Carry out one visit, reflect on it from both sides, and cancel another visit."""
    stated = ChallengeStated(text="How do we win trust?", language="en", organisation="organisation-north")
    base.record("challenge-trust", stated, ChallengeShared(organisation="organisation-south"))
    base.record("visit-week", WEEK, VisitAgreed(objectives="Listen"), VisitPrepared(confidentiality_briefing=True))
    base.record("visit-week", VisitStarted(on="2016-03-07"), VisitCompleted(on="2016-03-11"), by=BEA)
    base.record("visit-week", VisitMonitored(attained="A lot", unexpected="Snow"))
    base.record("visit-other", WEEK, VisitCancelled(reason="Illness"))
    reflect(base, "reflection-host", "host", "person-anna", "pair", f"They keep {HIDDEN_WORDS}.")
    reflect(base, "reflection-guest", "visitor", "person-bea", "network", "Nobody mentioned risk. Tea came first.")


def reflect(base: Base, stream: str, side: str, author: str, visibility: str, words: str) -> None:
    """Record a reflection on the week; the envelope keeps its default label."""
    recorded = ReflectionRecorded(
        answers={"why": words}, about="visit-week", side=side, author=author, language="en", visibility=visibility
    )
    base.record(stream, recorded, by=BEA)


def practise(base: Base) -> None:
    """Find an element in the reflections, and try it elsewhere without success."""
    tea = ElementIdentified(name="Tea first", core="Tea comes before talk.", organisation="organisation-north")
    base.record("element-tea", tea, ElementDescribed(risks="Cold tea"), ElementConditionNoted(text="A kettle"))
    base.record("element-tea", ElementLabelled(label="shared"))
    base.record("element-tea", said("reflection-guest", "Tea came first."), said("reflection-host", HIDDEN_WORDS))
    base.record(
        "transfer-tea",
        TransferConsidered(element="element-tea", source="organisation-north", receiving="organisation-far"),
        TransferCompared(side="source", ratings={"environment.law": "fits"}),
        TransferCompared(side="receiving", ratings={"environment.law": "blocks"}, notes={"environment.law": "No tea"}),
        TransferAnticipated(decision="try", reason="Why not", barriers=("Coffee",)),
        TransferPiloted(starts_on="2016-09"),
        TransferAbandoned(reason="Nobody drank it"),
    )


def said(document: str, quote: str) -> ElementEvidenceLinked:
    """Quote a reflection in favour of an element."""
    return ElementEvidenceLinked(
        source=document, stance="supports", document=document, document_version=1, start=0, end=5, quote=quote
    )


def decide(base: Base) -> None:
    """Adopt one theme at the meeting, after another one was merged into it."""
    base.record(
        "theme-trust", ThemeProposed(labels={"en": "Trust", "de": "Vertrauen"}, challenges=("challenge-trust",))
    )
    base.record("theme-tea", ThemeProposed(labels={"en": "Tea"}))
    for source, quote in (("reflection-guest", "Nobody mentioned risk."), ("reflection-host", HIDDEN_WORDS)):
        linked = ThemeEvidenceLinked(source=source, stance="nuances", document=source, document_version=1, quote=quote)
        base.record("theme-trust", linked)
    base.record("theme-tea", ThemeEvidenceLinked(source="element-tea", stance="supports"))
    base.record("theme-trust", ThemeDiscussed(rationale="It was seen twice.", forum="meeting-spring"))
    base.record("theme-tea", ThemeMerged(into="theme-trust", rationale="It is the same.", forum="meeting-spring"))
    base.record("theme-trust", ThemeAbsorbed(merged="theme-tea"))
    base.record("theme-trust", VOTED, occurred_on="2016-05-20")


def tell(base: Base) -> None:
    """Let everything happen."""
    for part in (settle, visit, practise, decide):
        part(base)
