"""A small network in which something of everything happened."""

from dataclasses import replace

from epex.core.challenge import ChallengeShared, ChallengeStated
from epex.core.chapter import ChapterOutlined
from epex.core.consent import ConsentAsked
from epex.core.element import (
    ElementConditionNoted,
    ElementDescribed,
    ElementEvidenceLinked,
    ElementIdentified,
    ElementLabelled,
    ElementReviewDeclined,
    ElementReviewRequested,
)
from epex.core.finding import FindingStated
from epex.core.incident import IncidentReported
from epex.core.interview import InterviewRecorded
from epex.core.match import MatchDeclined, MatchProposed
from epex.core.meeting import MeetingHeld
from epex.core.need import NeedStated, NeedWithdrawn
from epex.core.network import NetworkFounded
from epex.core.offer import OfferMade, OfferWithdrawn
from epex.core.organisation import OrganisationJoined
from epex.core.person import PersonRegistered
from epex.core.publication import PublicationOpened
from epex.core.questions import QuestionsAdopted, QuestionsSigned, stream_of
from epex.core.quote import QuoteProposed
from epex.core.reflection import ReflectionRecorded
from epex.core.request import RequestReceived
from epex.core.retention import RetentionSet
from epex.core.search import SearchSaved
from epex.core.story import StoryChosen
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
from epex.core.viewpoint import ViewpointWritten
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


LEAFLET_QUOTE = QuoteProposed(
    document="reflection-gone",
    document_version=1,
    start=0,
    end=4,
    quote="Snow fell.",
    chapter="chapter-old",
    use="anonymous",
    giver="",
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


def match(base: Base) -> None:
    """Offer, need and propose what came to nothing."""
    base.record("offer-old", OfferMade(text="A tour", organisation="organisation-south"), OfferWithdrawn())
    base.record("need-old", NeedStated(text="A tour", organisation="organisation-south"), NeedWithdrawn())
    proposed = MatchProposed(host="organisation-north", visitor="organisation-south", reasons=("not_paired",))
    base.record("match-old", proposed, MatchDeclined(reason="Snow", side="host"))


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


def review(base: Base) -> None:
    """Ask for a peer review that came to nothing; only the owner reads of it."""
    asked = ElementReviewRequested(review="review-old", reviewer="person-gone")
    declined = ElementReviewDeclined(review="review-old", reviewer="person-gone", reason="Snow")
    base.record("element-tea", asked, declined, visibility="organisation", audience="organisation-north")


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


def ask(base: Base) -> None:
    """Adopt a question set, and vouch for one of its translations."""
    adopted = QuestionsAdopted(question_set="epex", version=1)
    base.record(stream_of("epex"), adopted, QuestionsSigned(question_set="epex", version=1, language="de"))


def publish(base: Base) -> None:
    """Begin a book that came to nothing; only one organisation reads of it."""
    for stream, event in (
        ("publication-old", PublicationOpened(title="A leaflet")),
        ("chapter-old", ChapterOutlined(publication="publication-old", title="A beginning")),
        ("quote-old", replace(LEAFLET_QUOTE, giver="person-gone")),
        ("consent-old", ConsentAsked(giver="person-gone", scope="translation", quoted="quote-old")),
        ("viewpoint-old", ViewpointWritten(chapter="chapter-old", signer="person-gone", text="Not always.")),
    ):
        base.record(stream, event, visibility="organisation", audience="organisation-north")


def evaluate(base: Base) -> None:
    """Interview somebody, choose a story, and keep a finding for evaluators."""
    for stream, event in (
        ("interview-one", InterviewRecorded(text="We were tired, and it helped.", year=1)),
        ("story-one", StoryChosen(title="A door stayed open", about="visit-week", year=1, reason="It is typical")),
        ("finding-one", FindingStated(statement="Short visits tire people", kind="recommendation", year=1)),
    ):
        base.record(stream, event, by=EVE, visibility="evaluation")


def protect(base: Base) -> None:
    """Keep what comes to the data protection officer's desk."""
    asked = RequestReceived(kind="access", person=ANNA.person, received_on="2017-03-14", due_on="2017-04-14")
    base.record("request-one", asked, visibility="private")
    lost = IncidentReported(title="A notebook was lost", noticed_on="2017-03-14")
    base.record("incident-one", lost, visibility="private")
    rule = RetentionSet(kind="request", months=36, reason="By law")
    base.record("retention-one", rule, by=DORA, visibility="private")
    saved = SearchSaved(person=ANNA.person, name="Tea in the evening", query="tea", circles=("network",))
    base.record("search-one", saved, visibility="private")


def tell(base: Base) -> None:
    """Let everything happen."""
    for part in (settle, visit, match, practise, review, decide, ask, publish, protect):
        part(base)
