"""Draw the life of a network: sound and unsound decisions about every subject, by everybody, in any order."""

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
from epex.core.decision import Actor, On, Refused
from epex.core.evidence import Passage
from epex.core.vocabulary import (
    COUNTRIES,
    CRITERIA,
    LABELS,
    LANGUAGES,
    METHODS,
    NAME_PREFERENCES,
    ORGANISATION_KINDS,
    PLACE_PRECISIONS,
    PURPOSES,
    RATINGS,
    ROLES,
    SETTINGS,
    STANCES,
    TRANSFER_DECISIONS,
    VALUE_CYCLES,
    VISIBILITIES,
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

NETWORK: list[Move] = [
    lambda life: network.found(
        life.new("network"),
        life.words(),
        base_id="base-1",
        public_key="",
        languages=life.some(LANGUAGES),
        by=life.actor(),
    ),
]
ORGANISATION: list[Move] = [
    lambda life: organisation.join(
        life.new("organisation"),
        life.words(),
        country=life.one([*COUNTRIES, "ZZ"]),
        kind=life.one(ORGANISATION_KINDS),
        settings=life.some(SETTINGS),
        wants=life.some(WORDS),
        by=life.actor(),
    ),
    lambda life: organisation.revise(
        life.any("organisation"), name=life.words() or None, languages=life.some(LANGUAGES) or None, by=life.actor()
    ),
    lambda life: organisation.leave(life.any("organisation"), reason=life.words(), by=life.actor()),
]
PERSON: list[Move] = [
    lambda life: person.register(
        life.new("person"), life.words(), life.any("organisation"), roles=life.some(ROLES), by=life.actor()
    ),
    lambda life: person.revise(
        life.any("person"),
        contact=life.words() or None,
        roles=life.some(ROLES) or None,
        name_preference=life.one(NAME_PREFERENCES),
        by=life.actor(),
    ),
    lambda life: person.move(life.any("person"), life.any("organisation"), by=life.actor()),
    *ORGANISATION,
]
YEAR: list[Move] = [
    lambda life: year.open(
        life.new("year"),
        life.draw(st.integers(-1, 4)),
        life.one(PURPOSES),
        frozenset(life.states[opened].number for opened in life.ids("year")),
        by=life.actor(),
    ),
]
MEETING: list[Move] = [
    lambda life: meeting.hold(
        life.new("meeting"),
        life.words(),
        kind=life.one(meeting.KINDS),
        held_on=life.one(DATES),
        attended=life.some(life.ids("person")),
        agenda=life.some(WORDS),
        by=life.actor(),
    ),
]
CHALLENGE: list[Move] = [
    lambda life: challenge.state(
        life.new("challenge"),
        life.words(),
        life.any("organisation"),
        language=life.one(LANGUAGES),
        setting=life.one(["", *SETTINGS]),
        by=life.actor(),
    ),
    lambda life: challenge.share(life.any("challenge"), life.any("organisation"), by=life.actor()),
    *ORGANISATION,
]
VISIT: list[Move] = [
    lambda life: visit.plan(
        life.new("visit"),
        planned(
            life.one(life.ids("organisation")),
            life.one(life.ids("organisation")),
            starts_on=life.one(DATES),
            ends_on=life.one(DATES),
            place=life.words(),
            place_precision=life.one(PLACE_PRECISIONS),
        ),
        by=life.actor(),
    ),
    lambda life: visit.agree(
        life.any("visit"),
        visit.VisitAgreed(objectives=life.words(), host_people=life.some(life.ids("person"))),
        by=life.actor(),
    ),
    lambda life: visit.prepare(life.any("visit"), confidentiality_briefing=life.draw(st.booleans()), by=life.actor()),
    lambda life: visit.start(life.any("visit"), on=life.one(DATES), by=life.actor()),
    lambda life: visit.complete(life.any("visit"), on=life.one(DATES), by=life.actor()),
    lambda life: visit.monitor(life.any("visit"), life.words(), unexpected=life.words(), by=life.actor()),
    lambda life: visit.postpone(life.any("visit"), life.words(), starts_on=life.one(DATES), by=life.actor()),
    lambda life: visit.cancel(life.any("visit"), life.words(), by=life.actor()),
]
REFLECTION: list[Move] = [
    lambda life: reflection.record(
        life.new("reflection"),
        reflection.ReflectionRecorded(
            answers={"why": life.words(), "add": life.words()},
            author=life.one(["", *life.ids("person")]),
            visibility=life.one(VISIBILITIES),
        ),
        looking_back(life),
        by=life.actor(),
    ),
    lambda life: reflection.revise(life.any("reflection"), {"how": life.words()}, life.words(), by=life.actor()),
    lambda life: reflection.release(life.any("reflection"), life.one(VISIBILITIES), by=life.actor()),
]
ELEMENT: list[Move] = [
    lambda life: element.identify(
        life.new("element"),
        identified(life.one(life.ids("organisation")), since=life.one(DATES), steps=life.some(WORDS)),
        by=life.actor(),
    ),
    lambda life: element.describe(
        life.any("element"),
        element.ElementDescribed(risks=life.words() or None, steps=life.some(WORDS) or None),
        by=life.actor(),
    ),
    lambda life: element.link(
        life.any("element"), life.one(life.states), life.one(STANCES), passage=life.passage(), by=life.actor()
    ),
    lambda life: element.note_condition(life.any("element"), life.words(), by=life.actor()),
    lambda life: element.label(life.any("element"), life.one(LABELS), reason=life.words(), by=life.actor()),
    lambda life: element.merge(life.any("element"), life.any("element"), life.words(), by=life.actor()),
    lambda life: element.retire(life.any("element"), life.words(), by=life.actor()),
]
THEME: list[Move] = [
    lambda life: theme.propose(life.new("theme"), life.texts(), definitions=life.texts(), by=life.actor()),
    lambda life: theme.link(
        life.any("theme"), life.one(life.states), life.one(STANCES), passage=life.passage(), by=life.actor()
    ),
    lambda life: theme.unlink(life.any("theme"), life.one(life.ids("challenge")), reason=life.words(), by=life.actor()),
    lambda life: theme.rename(life.any("theme"), life.texts(), life.judgement(), by=life.actor()),
    lambda life: theme.merge(life.any("theme"), life.any("theme"), life.judgement(), by=life.actor()),
    lambda life: theme.split(
        life.any("theme"),
        {life.new("theme"): {"en": life.words()}, f"{life.new('theme')}b": {"de": life.words()}},
        life.judgement(),
        by=life.actor(),
    ),
    *(
        lambda life, decide=decide: decide(life.any("theme"), life.judgement(), by=life.actor())
        for decide in (theme.discuss, theme.adopt, theme.park, theme.reject, theme.reopen, theme.retire)
    ),
]
TRANSFER: list[Move] = [
    lambda life: transfer.consider(
        life.new("transfer"), life.any("element"), life.one(life.ids("organisation")), by=life.actor()
    ),
    lambda life: transfer.compare(
        life.any("transfer"),
        life.one(transfer.GRIDS),
        {life.one(CRITERIA): life.one(RATINGS)},
        notes={life.one(CRITERIA): life.words()},
        by=life.actor(),
    ),
    lambda life: transfer.anticipate(
        life.any("transfer"),
        life.one(TRANSFER_DECISIONS),
        life.words(),
        barriers=life.some(WORDS),
        by=life.actor(),
    ),
    lambda life: transfer.adapt(life.any("transfer"), life.some(WORDS), by=life.actor()),
    lambda life: transfer.pilot(life.any("transfer"), starts_on=life.one(DATES), by=life.actor()),
    lambda life: transfer.evaluate(
        life.any("transfer"), life.words(), value_cycle=life.one(["", *VALUE_CYCLES]), by=life.actor()
    ),
    lambda life: transfer.sustain(life.any("transfer"), reason=life.words(), by=life.actor()),
    lambda life: transfer.change(life.any("transfer"), life.words(), by=life.actor()),
    lambda life: transfer.abandon(life.any("transfer"), life.words(), by=life.actor()),
]
MOVES = {
    "network": NETWORK,
    "organisation": ORGANISATION,
    "person": PERSON,
    "year": YEAR,
    "visit": VISIT,
    "reflection": [*REFLECTION, *VISIT],
    "meeting": MEETING,
    "challenge": CHALLENGE,
    "element": ELEMENT,
    "theme": THEME,
    "transfer": TRANSFER,
}
JUDGED = theme.Judgement(rationale="Most visits showed it.", dissent="Prisons differ.")
AUTHOR = Actor("person-1", "organisation-1", frozenset({"practitioner"}))
VISITED: list[Move] = [
    lambda life: visit.agree(life.states["visit-0"], by=LEAD),
    lambda life: visit.prepare(life.states["visit-0"], confidentiality_briefing=True, by=LEAD),
    lambda life: visit.start(life.states["visit-0"], by=LEAD),
    lambda life: visit.complete(life.states["visit-0"], by=LEAD),
    lambda life: visit.monitor(life.states["visit-0"], "A way to begin.", by=LEAD),
]
STORIES: dict[str, list[Move]] = {
    "visit": VISITED,
    "reflection": [
        *VISITED,
        lambda life: reflection.record("reflection-1", ANSWERED, about_visit(life.states["visit-0"]), by=LEAD),
        lambda life: reflection.release(life.states["reflection-1"], "organisation", by=AUTHOR),
        lambda life: reflection.release(life.states["reflection-1"], "network", by=AUTHOR),
    ],
    "element": [
        lambda life: element.link(life.states["element-0"], "visit-0", "supports", by=LEAD),
        lambda life: element.label(life.states["element-0"], "shared", by=LEAD),
        lambda life: element.label(life.states["element-0"], "inspiring", reason="Three tried it.", by=LEAD),
    ],
    "theme": [
        lambda life: theme.link(life.states["theme-0"], "challenge-0", "supports", by=LEAD),
        lambda life: theme.discuss(life.states["theme-0"], JUDGED, by=LEAD),
        lambda life: theme.adopt(life.states["theme-0"], JUDGED, by=LEAD),
        lambda life: theme.retire(life.states["theme-0"], JUDGED, by=LEAD),
        lambda life: theme.reopen(life.states["theme-0"], JUDGED, by=LEAD),
    ],
    "transfer": [
        lambda life: transfer.compare(life.states["transfer-0"], "source", {"environment.law": "fits"}, by=LEAD),
        lambda life: transfer.compare(life.states["transfer-0"], "receiving", {"environment.law": "adapt"}, by=LEAD),
        lambda life: transfer.anticipate(life.states["transfer-0"], "try_adapted", "It is worth a try.", by=LEAD),
        lambda life: transfer.adapt(life.states["transfer-0"], ("Tea instead of coffee",), by=LEAD),
        lambda life: transfer.pilot(life.states["transfer-0"], by=LEAD),
        lambda life: transfer.evaluate(life.states["transfer-0"], "Half of them came.", by=LEAD),
        lambda life: transfer.sustain(life.states["transfer-0"], by=LEAD),
    ],
}
SHARED = ("visit", "element", "theme", "transfer")


@st.composite
def lives(draw: Callable[[st.SearchStrategy[Any]], Any], subject: str, longest: int = 12) -> Life:
    """Draw a life: some way into the subject's story, then any moves, each of which was recorded or refused."""
    life = founded(draw)
    story = STORIES.get(subject, [])
    play(life, story[: draw(st.integers(0, len(story)))])
    play(life, draw(st.lists(st.sampled_from(MOVES[subject]), max_size=longest)))
    return life


@st.composite
def whole_lives(draw: Callable[[st.SearchStrategy[Any]], Any], longest: int = 30) -> Life:
    """Draw a life in which everything happens together."""
    life = founded(draw)
    for subject in SHARED:
        story = STORIES[subject]
        play(life, story[: draw(st.integers(0, len(story)))])
    everything = [move for moves in MOVES.values() for move in moves]
    play(life, draw(st.lists(st.sampled_from(everything), max_size=longest)))
    return life


def play(life: Life, moves: Iterable[Move]) -> None:
    """Try each move; a refusal leaves the life as it is."""
    for move in moves:
        try:
            ons = move(life)
        except Refused:
            continue
        life.record(ons)
