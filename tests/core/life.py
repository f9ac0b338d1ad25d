"""The life of one network, as far as a test has drawn it."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from hypothesis import strategies as st

from epex.core import (
    catalogue,
    challenge,
    chapter,
    concept,
    concept_revision,
    consent,
    element,
    finding,
    incident,
    interview,
    match,
    meeting,
    need,
    network,
    offer,
    organisation,
    person,
    publication,
    questions,
    quote,
    reflection,
    request,
    retention,
    review,
    search,
    story,
    theme,
    transfer,
    viewpoint,
    visit,
    year,
)
from epex.core.decision import Actor, On
from epex.core.evidence import Passage, Place
from epex.core.judgement import Judgement
from epex.core.question_texts import EPEX_SET
from epex.core.thesaurus import KnownConcept
from epex.core.vocabulary import (
    LANGUAGES,
    METHODS,
)

LEAD = Actor("person-lead", "organisation-0", frozenset({"coordinator", "data_protection_officer"}))
EVALUATOR = Actor("person-1", "organisation-1", frozenset({"evaluator"}))
WORDS = ("Vertrauen zuerst", "الثقة أولا", "Trust\nbefore content", "")
DATES = ("", "2016", "2017-02", "2017-02-30", "2017-03-14")


@dataclass
class Life:
    """One network so far: the state of every stream, and what was recorded."""

    draw: Callable[[st.SearchStrategy[Any]], Any]
    states: dict[str, Any] = field(default_factory=dict)
    history: list[On] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)

    def record(self, ons: Iterable[On]) -> None:
        """Apply what a decision returned."""
        for on in ons:
            evolve = catalogue.evolve(catalogue.subject_of(on.stream))
            self.states[on.stream] = evolve(self.states.get(on.stream), on.stream, on.event)
            self.history.append(on)
            self.names[on.stream] = getattr(on.event, "name", None) or self.names.get(on.stream, "")

    def new(self, subject: str) -> str:
        """Give the next stream id of a subject."""
        return f"{subject}-{len(self.ids(subject))}"

    def ids(self, subject: str) -> list[str]:
        """List the streams of a subject."""
        return [stream for stream in self.states if catalogue.subject_of(stream) == subject]

    def any(self, subject: str) -> Any:
        """Pick one of a subject's states."""
        return self.states[self.one(self.ids(subject))]

    def one(self, choices: Collection[Any]) -> Any:
        """Pick one of several."""
        return self.draw(st.sampled_from(sorted(choices)))

    def pick(self, choices: Iterable[Any]) -> Any:
        """Pick one of several that have no order."""
        return self.draw(st.sampled_from(list(choices)))

    def one_or_none(self, choices: Iterable[Any]) -> Any:
        """Pick one of several, or none."""
        return self.draw(st.sampled_from([None, *choices]))

    def some(self, choices: Collection[str]) -> tuple[str, ...]:
        """Pick a few, perhaps none."""
        return tuple(self.draw(st.lists(st.sampled_from(sorted(choices)), max_size=3)))

    def homes(self) -> dict[str, str]:
        """Say where everybody belongs."""
        return {known: self.states[known].organisation for known in self.ids("person")}

    def taken(self, but: str = "") -> list[str]:
        """List the names of members but for one."""
        return [self.names[one] for one in self.ids("organisation") if one != but and not self.states[one].left]

    def alone(self, people: Collection[str]) -> frozenset[str]:
        """Name the roles of members that nobody holds but some people."""
        members = [one for one in map(self.states.__getitem__, self.ids("person")) if self._is_member(one)]
        kept = {role for one in members if one.id not in people for role in one.roles}
        return frozenset(role for one in members for role in one.roles) - kept

    def _is_member(self, one: person.Person) -> bool:
        return not self.states[one.organisation].left

    def words(self) -> str:
        """Pick a text, perhaps an empty one."""
        return str(self.one(WORDS))

    def texts(self) -> dict[str, str]:
        """Pick texts in some languages."""
        return dict.fromkeys(self.some(LANGUAGES), self.words())

    def actor(self) -> Actor:
        """Pick who acts: mostly the lead, else anybody who is registered."""
        known = self.any("person")
        who: Actor = self.draw(st.sampled_from([LEAD, LEAD, Actor(known.id, known.organisation, known.roles)]))
        return who

    def judgement(self) -> Judgement:
        """Pick how a meeting decided."""
        votes = st.sampled_from([9, 0, None, -1])
        return Judgement(
            rationale=self.words(),
            method=self.one(METHODS),
            votes_for=self.draw(votes),
            votes_against=self.draw(votes),
            dissent=self.words(),
            dissents=dict.fromkeys(self.some(self.ids("person")), "Prisons differ."),
            attended=self.draw(st.sampled_from([0, 12])),
        )

    def passage(self) -> Passage | None:
        """Pick a passage of a reflection, or none."""
        found: Passage | None = self.draw(st.sampled_from([None, Passage(self.any("reflection").id, 1, 0, 5, "Trust")]))
        return found

    def place(self) -> Place | None:
        """Pick the place of a passage, or none."""
        passage = self.passage()
        return passage.place if passage else None


def founded(draw: Callable[[st.SearchStrategy[Any]], Any]) -> Life:
    """Start a life with something of every subject."""
    life = Life(draw)
    home, abroad = organisation.Organisation("organisation-0"), organisation.Organisation("organisation-1")
    for place, country in ((home, "AT"), (abroad, "XK")):
        life.record(organisation.join(place.id, f"House {country}", country=country, kind="ngo", by=LEAD))
        life.record(person.register(life.new("person"), "Ana", place, by=LEAD))
        life.record(challenge.state(life.new("challenge"), "How do we begin?", place, by=LEAD))
        life.record(element.identify(life.new("element"), identified(place.id), by=LEAD))
        life.record(theme.propose(life.new("theme"), {"en": "Trust"}, by=LEAD))
    life.record(network.found("network-0", "EPEX", base_id="base-0", public_key="", by=LEAD))
    life.record(year.open("year-0", 1, "getting_to_know", frozenset(), by=LEAD))
    life.record(meeting.hold("meeting-0", "Plenary", kind="plenary", held_on="2017", attended=("person-0",), by=LEAD))
    offered = offer.OfferMade(text="Tea first", organisation=home.id)
    life.record(offer.make("offer-0", offered, home, by=LEAD))
    life.record(need.state("need-0", need.NeedStated(text="Tea", organisation=abroad.id), abroad, by=LEAD))
    life.record(match.propose("match-0", match.MatchProposed(host="", visitor=""), home, abroad, by=LEAD))
    life.record(visit.plan("visit-0", planned(home.id, abroad.id), by=LEAD, homes=life.homes()))
    life.record(reflection.record("reflection-0", ANSWERED, reflection.Imported("a report"), by=LEAD))
    life.record(element.label(life.states["element-1"], "shared", by=LEAD))
    life.record(review.request(life.states["element-1"], "review-1", life.states["person-0"], by=LEAD))
    life.record(questions.adopt(EPEX_SET, None, by=LEAD))
    life.record(concept.add("concept-0", concept.ConceptAdded(preferred={"en": "prison"}), {}, by=LEAD))
    life.record(concept.add("concept-1", concept.ConceptAdded(preferred={"en": "setting"}), {}, by=LEAD))
    life.record(transfer.consider("transfer-0", life.states["element-0"], abroad.id, by=LEAD))
    life.record(request.receive("request-0", "person-0", "access", received_on="2017", by=LEAD))
    life.record(incident.report("incident-0", "A notebook was lost", noticed_on="2017", by=LEAD))
    life.record(retention.set(retention.Retention("retention-0"), "reflection", 36, "By law", by=LEAD))
    life.record(interview.record("interview-0", CONFIDED, frozenset({1}), by=EVALUATOR))
    life.record(finding.state("finding-0", FOUND, frozenset({1}), by=EVALUATOR))
    life.record(story.choose("story-0", CHOSEN, frozenset({1}), by=EVALUATOR))
    life.record(publication.open("publication-0", "What travels", by=LEAD, editors=(LEAD.person,)))
    outlined: dict[str, Any] = {"themes": ("theme-0",), "writers": (LEAD.person,)}
    life.record(chapter.outline("chapter-0", life.states["publication-0"], "Trust", by=LEAD, **outlined))
    life.record(viewpoint.write("viewpoint-0", life.states["chapter-0"], "person-1", "Not always.", by=LEAD))
    said = Passage("reflection-0", 1, 0, 5, "Trust")
    life.record(
        quote.propose("quote-0", said, life.states["reflection-0"], life.states["chapter-0"], "attributed", by=LEAD)
    )
    life.record(search.save("search-0", "Trust", ASKED, search.Look(), (), by=LEAD))
    life.record(consent.ask("consent-0", "person-1", "attributed_quote", by=LEAD, quote="quote-0"))
    return life


def known_concepts(life: Life) -> dict[str, KnownConcept]:
    """Know of the concepts what their events said; labels that came later do not matter to what follows."""
    known: dict[str, KnownConcept] = {}
    for on in life.history:
        if isinstance(on.event, concept.ConceptAdded):
            known[on.stream] = concept_revision.as_told(on.stream, on.event)
        elif isinstance(on.event, concept.ConceptRelated):
            near = {on.event.relation: getattr(known[on.stream], on.event.relation) | {on.event.other}}
            known[on.stream] = replace(known[on.stream], **near)
    states = {stream: life.states[stream] for stream in known}
    return {one: replace(each, status=states[one].status, signed=states[one].signed) for one, each in known.items()}


def known_concept(life: Life) -> KnownConcept:
    """Pick a concept."""
    return known_concepts(life)[life.one(life.ids("concept"))]


ASKED = search.Question(query="trust")
CONFIDED = interview.InterviewRecorded(text="Nobody asks the officers.", person="person-0", year=1)
FOUND = finding.FindingStated(statement="Trust comes first.", kind="what_works", year=1)
CHOSEN = story.StoryChosen(title="Tea", text="They drank tea.", about="element-0", year=1, reason="A small step")
ANSWERED = reflection.ReflectionRecorded(answers={"why": "Trust comes first."}, author="person-1")


def identified(owner: str, **changes: Any) -> element.ElementIdentified:
    """Describe an element in short."""
    return element.ElementIdentified(**{"name": "Open door", "core": "Coffee first.", "organisation": owner, **changes})


def planned(host: str, guest: str, **changes: Any) -> visit.VisitPlanned:
    """Plan a visit in short."""
    plan = {"title": "A week", "year": 1, "purpose": "getting_to_know", "host": host, "host_people": ("person-0",)}
    sides = {"visitors": ("person-1",), "visiting_organisations": (guest,)}
    return visit.VisitPlanned(**{**plan, **sides, **changes})


def about_visit(seen: visit.Visit) -> reflection.AboutVisit:
    """Look back on a visit."""
    return reflection.AboutVisit(seen.id, seen.status, seen.host_people, seen.visitors)


def looking_back(life: Life) -> reflection.About:
    """Pick what a reflection looks back on."""
    met = life.any("meeting")
    meant = [
        about_visit(life.any("visit")),
        reflection.AboutMeeting(met.id, met.attended),
        reflection.Imported(life.words()),
    ]
    about: reflection.About = life.draw(st.sampled_from(meant))
    return about


Move = Callable[[Life], list[On]]
