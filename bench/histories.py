"""A seeded history: visits, reflections of 60 to 300 words, elements, themes; all through the real decisions."""

from collections.abc import Iterable, Iterator
from random import Random
from typing import Any

from epex.core import catalogue, challenge, element, organisation, person, reflection, theme, visit
from epex.core.decision import Actor, On, new_id
from epex.core.judgement import Judgement
from epex.core.vocabulary import LANGUAGES, SETTINGS

COUNTRIES = ("AT", "BE", "DE", "DK", "FR", "GB", "NL", "NO", "TN", "XK")
QUESTIONS = ("expected", "observed", "take_home")
MEMBERS = 30
THEMES_EVERY = 4
SHORTEST, LONGEST = 60, 300
VOCABULARY = (
    "trust family school prison mentor visit listen doubt practice client group leader return young parent teacher"
    " worry question method talk silence meal street police imam coach faith anger shame exit work team change begin"
    " host guest learn plan step circle story threat hope risk bond the a of in and to with for from that was is"
).split()


class Teller:
    """Draws decisions one after another, and remembers the states that the next ones need."""

    def __init__(self, by: Actor, seed: int = 2017) -> None:
        """Begin with an empty network; the same seed tells the same story."""
        self._random = Random(seed)  # noqa: S311 - a repeatable story needs no secrets
        self._by = by
        self._states: dict[str, Any] = {}

    def tell(self) -> Iterator[On]:
        """Yield events without end."""
        homes = [new_id("organisation") for _ in range(MEMBERS)]
        people = {home: new_id("person") for home in homes}
        for home, who in people.items():
            yield from self._members(home, who)
        number = 0
        while True:
            number += 1
            yield from self._round(number, people, self._random.sample(homes, 2))

    def words(self) -> str:
        """Write a text of 60 to 300 words."""
        return " ".join(self._random.choices(VOCABULARY, k=self._random.randint(SHORTEST, LONGEST)))

    def _members(self, home: str, who: str) -> Iterator[On]:
        country = self._random.choice(COUNTRIES)
        yield from self._record(organisation.join(home, f"House {home[-4:]}", country=country, kind="ngo", by=self._by))
        yield from self._record(person.register(who, f"Person {who[-4:]}", self._states[home], by=self._by))

    def _round(self, number: int, people: dict[str, str], pair: list[str]) -> Iterator[On]:
        host, guest = pair
        trip = new_id("visit")
        yield from self._visit(trip, host, guest, people)
        told = [new_id("reflection"), new_id("reflection")]
        for document, author in zip(told, (people[host], people[guest]), strict=True):
            yield from self._reflection(document, trip, author)
        asked = new_id("challenge")
        yield from self._record(challenge.state(asked, f"How do we {self.words()}?", self._states[host], by=self._by))
        yield from self._element(host, told)
        if number % THEMES_EVERY == 0:
            yield from self._theme(asked, told)

    def _visit(self, trip: str, host: str, guest: str, people: dict[str, str]) -> Iterator[On]:
        planned = visit.VisitPlanned(
            title=f"A week {trip[-4:]}",
            year=self._random.randint(1, 3),
            purpose="getting_to_know",
            host=host,
            host_people=(people[host],),
            visitors=(people[guest],),
            visiting_organisations=(guest,),
            setting=self._random.choice(SETTINGS),
            objectives=self.words(),
        )
        homes = {who: home for home, who in people.items()}
        yield from self._record(visit.plan(trip, planned, by=self._by, homes=homes))
        yield from self._record(visit.agree(self._states[trip], by=self._by))
        yield from self._record(visit.prepare(self._states[trip], confidentiality_briefing=True, by=self._by))
        yield from self._record(visit.start(self._states[trip], by=self._by))
        yield from self._record(visit.complete(self._states[trip], by=self._by))

    def _reflection(self, document: str, trip: str, author: str) -> Iterator[On]:
        seen = self._states[trip]
        about = reflection.AboutVisit(seen.id, seen.status, seen.host_people, seen.visitors)
        answers = {question: self.words() for question in self._random.sample(QUESTIONS, 2)}
        language = self._random.choice(LANGUAGES)
        recorded = reflection.ReflectionRecorded(answers=answers, author=author, language=language)
        yield from self._record(reflection.record(document, recorded, about, by=self._by))

    def _element(self, owner: str, told: list[str]) -> Iterator[On]:
        part = new_id("element")
        name = f"Element {part[-4:]}"
        identified = element.ElementIdentified(name=name, core=self.words(), organisation=owner)
        yield from self._record(element.identify(part, identified, by=self._by))
        for document in told:
            yield from self._record(element.link(self._states[part], document, "supports", by=self._by))

    def _theme(self, asked: str, told: list[str]) -> Iterator[On]:
        topic = new_id("theme")
        judged = Judgement(rationale=self.words())
        yield from self._record(theme.propose(topic, {"en": f"Theme {topic[-4:]}"}, by=self._by))
        for source in (asked, *told):
            yield from self._record(theme.link(self._states[topic], source, "supports", by=self._by))
        yield from self._record(theme.discuss(self._states[topic], judged, by=self._by))
        yield from self._record(theme.adopt(self._states[topic], judged, by=self._by))

    def _record(self, ons: Iterable[On]) -> Iterator[On]:
        for on in ons:
            evolve = catalogue.evolve(catalogue.subject_of(on.stream))
            self._states[on.stream] = evolve(self._states.get(on.stream), on.stream, on.event)
            yield on
