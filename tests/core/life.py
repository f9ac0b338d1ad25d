"""The life of one network, as far as a test has drawn it."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from epex.core import (
    catalogue,
    challenge,
    element,
    meeting,
    network,
    organisation,
    person,
    reflection,
    theme,
    transfer,
    visit,
    year,
)
from epex.core.decision import Actor, On
from epex.core.evidence import Passage
from epex.core.vocabulary import (
    LANGUAGES,
    METHODS,
)

LEAD = Actor("person-lead", "organisation-0", frozenset({"coordinator", "data_protection_officer"}))
WORDS = ("Vertrauen zuerst", "الثقة أولا", "Trust\nbefore content", "")
DATES = ("", "2016", "2017-02", "2017-02-30", "2017-03-14")


@dataclass
class Life:
    """One network so far: the state of every stream, and what was recorded."""

    draw: Callable[[st.SearchStrategy[Any]], Any]
    states: dict[str, Any] = field(default_factory=dict)
    history: list[On] = field(default_factory=list)

    def record(self, ons: Iterable[On]) -> None:
        """Apply what a decision returned."""
        for on in ons:
            evolve = catalogue.evolve(catalogue.subject_of(on.stream))
            self.states[on.stream] = evolve(self.states.get(on.stream), on.stream, on.event)
            self.history.append(on)

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

    def some(self, choices: Collection[str]) -> tuple[str, ...]:
        """Pick a few, perhaps none."""
        return tuple(self.draw(st.lists(st.sampled_from(sorted(choices)), max_size=3)))

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

    def judgement(self) -> theme.Judgement:
        """Pick how a meeting decided."""
        votes = st.sampled_from([9, 0, None, -1])
        return theme.Judgement(
            rationale=self.words(),
            method=self.one(METHODS),
            votes_for=self.draw(votes),
            votes_against=self.draw(votes),
            dissent=self.words(),
        )

    def passage(self) -> Passage | None:
        """Pick a passage of a reflection, or none."""
        found: Passage | None = self.draw(st.sampled_from([None, Passage(self.any("reflection").id, 1, 0, 5, "Trust")]))
        return found


def founded(draw: Callable[[st.SearchStrategy[Any]], Any]) -> Life:
    """Start a life with something of every subject."""
    life = Life(draw)
    home, abroad = organisation.Organisation("organisation-0"), organisation.Organisation("organisation-1")
    for place, country in ((home, "AT"), (abroad, "XK")):
        life.record(organisation.join(place.id, "A house", country=country, kind="ngo", by=LEAD))
        life.record(person.register(life.new("person"), "Ana", place, by=LEAD))
        life.record(challenge.state(life.new("challenge"), "How do we begin?", place, by=LEAD))
        life.record(element.identify(life.new("element"), identified(place.id), by=LEAD))
        life.record(theme.propose(life.new("theme"), {"en": "Trust"}, by=LEAD))
    life.record(network.found("network-0", "EPEX", base_id="base-0", public_key="", by=LEAD))
    life.record(year.open("year-0", 1, "getting_to_know", frozenset(), by=LEAD))
    life.record(meeting.hold("meeting-0", "Plenary", kind="plenary", held_on="2017", attended=("person-0",), by=LEAD))
    life.record(visit.plan("visit-0", planned(home.id, abroad.id), by=LEAD))
    life.record(reflection.record("reflection-0", ANSWERED, reflection.Imported("a report"), by=LEAD))
    life.record(transfer.consider("transfer-0", life.states["element-0"], abroad.id, by=LEAD))
    return life


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
