"""Pairs of bases for one reader: what this reader may see, and the same with what is hidden from them in between.

What is hidden says the same words as what is seen, so that whatever counts it, or looks it up, answers otherwise.
"""

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from hypothesis import strategies as st

from epex.core.challenge import ChallengeStated
from epex.core.concept import ConceptAdded
from epex.core.decision import Actor, Event, Refused
from epex.core.element import ElementIdentified
from epex.core.organisation import OrganisationJoined
from epex.core.reader import Reader, access_of, grants_for
from epex.core.reflection import (
    ReflectionRecorded,
    ReflectionReleased,
    ReflectionRevised,
    ReflectionTranslated,
    ReflectionWithdrawalRequested,
)
from epex.core.search import Look
from epex.core.theme import ThemeDiscussed, ThemeEvidenceLinked, ThemeProposed
from epex.core.visit import VisitPlanned
from epex.search.search import Search
from tests.search.networks import ANNA, Network, opened

NORTH, SOUTH, HOUSE, VISIT = "organisation-north", "organisation-south", "organisation-house", "visit-week"
ZOE, BO = Actor("person-zoe"), Actor("person-bo", SOUTH)


def _reader(name: str, home: str | None, *roles: str, **visits: Iterable[str]) -> Reader:
    return Reader(f"person-{name}", home, frozenset(roles), grants_for(f"person-{name}", home, roles, **visits))


READERS: Mapping[str, Reader] = {
    "the public": Reader(grants=frozenset({"public"})),
    "nobody": Reader(grants=grants_for("", None, ())),
    "a member": _reader("bo", SOUTH, "practitioner"),
    "a pair's member": _reader("pia", SOUTH, visits_of_person=[VISIT]),
    "a pair's house": _reader("sven", SOUTH, visits_of_organisation=[VISIT]),
    "an organisation's member": _reader("nils", NORTH),
    "the coordinator": _reader("anna", NORTH, "coordinator"),
    "an editor and reviewer": _reader("ed", HOUSE, "editor", "reviewer"),
    "an evaluator": _reader("eva", HOUSE, "evaluator"),
    "the data protection officer": _reader("dora", HOUSE, "data_protection_officer"),
}


Opens = Sequence[Callable[[Network, Reader], Search]]


class Circle(NamedTuple):
    """Who reads: a label, of whom it speaks, and whose words they are."""

    visibility: str
    audience: str | None = None
    by: Actor = ZOE

    def admits(self, reader: Reader) -> bool:
        """Tell whether somebody is one of them."""
        return reader.may_read(access_of(self.visibility, self.audience), self.by.person)


CIRCLES = (
    *(Circle("public"), Circle("network"), Circle("network", None, BO), Circle("evaluation")),
    *(Circle("private"), Circle("private", None, BO), Circle("private", None, ANNA)),
    *(Circle("pair", VISIT), Circle("pair", "visit-other"), Circle("organisation", VISIT)),
    *(Circle("organisation", NORTH), Circle("organisation", SOUTH), Circle("organisation", HOUSE)),
)
WORDS = (
    "trust trusts trusted trusting truth trunk family families familiar prison prisons prisoner mentor mentoring "
    "mentors walk walks walked slow slowly tea talk talked Vertrauen Gefängnis Gefaengnis Häftling tillit fengsel"
).split()
NAMES = ("Trust grows", "Trust walks", "Family talk", "Slow mentors", "Trunk", "Prison tea", "Vertrauen")
SETTINGS = ("", "prison", "school")
PHRASES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join)
TYPED = (
    *WORDS,
    *("trusd", "famly", "prisn", "mentr", "tru*", "f*", "trusd~", "walkt~", "-tea", "-trunk", "or", '"trust family"'),
    *('"walk slowly"', '-"slow talk"', "trust building", "the"),
)
FIELDS = (
    *("kind:reflection", "-kind:theme", "language:de", "country:FI", "country:NO", "organisation:House", "year:1"),
    *('organisation:"South"', 'theme:"Trust walks"', 'theme:"Family talk"', "setting:prison", "label:draft"),
    *("label:candidate", "since:2016", "until:2017-03", "date:2017"),
)
QUERIES = st.builds(
    lambda typed, fields: " ".join((*typed, *fields)),
    st.lists(st.sampled_from(TYPED), min_size=1, max_size=5),
    st.lists(st.sampled_from(FIELDS), max_size=1),
)
OPTIONS = st.fixed_dictionaries(
    {"explain": st.booleans(), "fuzzy": st.booleans(), "thesaurus": st.booleans()},
    optional={
        "sort": st.just("date"),
        "limit": st.integers(0, 3),
        "offset": st.integers(0, 2),
        "kind": st.sampled_from(["reflection", "theme"]),
        "country": st.just("FI"),
        "query_language": st.sampled_from(["de", "no"]),
    },
)
PREFIXES = st.sampled_from(["t", "tr", "trust w", "fam", "sl", "vertr", "south", "pr"])


@dataclass(frozen=True)
class Step:
    """One event on a stream, for a circle; `ends` is the circle of a reflection that was released afterwards."""

    stream: str
    event: Event
    circle: Circle
    ends: Circle | None = None

    def admits(self, reader: Reader) -> bool:
        """Tell whether somebody may see in the end what it did."""
        return (self.ends or self.circle).admits(reader)


@dataclass(frozen=True)
class Pair:
    """What happened; who reads, and how many events had happened when they looked for the first time."""

    reader: Reader
    steps: Sequence[Step]
    looked: int

    def seen(self) -> "Pair":
        """Leave out what is hidden from the reader."""
        hidden = {step.stream for step in self._first().values() if not step.admits(self.reader)}
        # The words of a reflection have the readers of the reflection, whatever a step on it says.
        of_its_own = {step.stream for step in self.steps if isinstance(step.event, ReflectionRecorded)}
        kept = [
            number
            for number, step in enumerate(self.steps)
            if step.stream not in hidden and (step.stream in of_its_own or step.admits(self.reader))
        ]
        return replace(self, steps=[self.steps[each] for each in kept], looked=sum(each < self.looked for each in kept))

    def _first(self) -> Mapping[str, Step]:
        return {step.stream: step for step in reversed(self.steps)}


SCENE = (
    Step(NORTH, OrganisationJoined(name="North", country="NO", kind="ngo"), Circle("network", None, ANNA)),
    Step(SOUTH, OrganisationJoined(name="South", country="DE", kind="ngo"), Circle("network", None, ANNA)),
)


@st.composite
def pairs(draw: st.DrawFn, reader: Reader) -> Pair:
    """Draw what one reader sees, and in between what is hidden from them."""
    seen = [circle for circle in CIRCLES if circle.admits(reader)]
    hidden = [circle for circle in CIRCLES if not circle.admits(reader)]
    circles = draw(st.lists(st.sampled_from(seen), max_size=5)) + draw(
        st.lists(st.sampled_from(hidden), min_size=1, max_size=5)
    )
    steps = [_founded(draw, number, circle) for number, circle in enumerate(draw(st.permutations(circles)))]
    steps += [step for _ in range(draw(st.integers(0, 4))) for step in _further(draw, steps)]
    return Pair(reader, _closed(steps), draw(st.integers(0, len(steps))))


def _founded(draw: st.DrawFn, number: int, circle: Circle) -> Step:
    """Draw something new; most of all reflections."""
    kind = draw(st.sampled_from(["reflection", "reflection", "reflection", *FOUNDED]))
    if kind == "reflection":
        return Step(f"reflection-{number}", _reflection(draw, circle), circle)
    subject, event = FOUNDED[kind](draw)
    return Step(f"{subject}-{number}" if kind != "house" else HOUSE, event, circle)


def _reflection(draw: st.DrawFn, circle: Circle) -> ReflectionRecorded:
    audience = circle.audience or ""
    about = audience if audience.startswith("visit-") else ""
    return ReflectionRecorded(
        answers={"how": draw(PHRASES)},
        title=draw(st.sampled_from(["", *NAMES])),
        language=draw(st.sampled_from(["en", "de", "no", ""])),
        author=circle.by.person,
        about=about,
        organisation=draw(st.sampled_from(["", HOUSE, SOUTH])) if about or not audience else audience,
        visibility=circle.visibility,
    )


FOUNDED: Mapping[str, Callable[[st.DrawFn], tuple[str, Event]]] = {
    "theme": lambda draw: (
        "theme",
        ThemeProposed(labels={"en": draw(st.sampled_from(NAMES))}, definitions={"en": draw(PHRASES)}),
    ),
    "element": lambda draw: (
        "element",
        ElementIdentified(
            name=draw(st.sampled_from(NAMES)),
            core=draw(PHRASES),
            organisation=draw(st.sampled_from([HOUSE, SOUTH])),
            setting=draw(st.sampled_from(SETTINGS)),
        ),
    ),
    "challenge": lambda draw: (
        "challenge",
        ChallengeStated(text=draw(PHRASES), language="en", organisation=SOUTH, setting=draw(st.sampled_from(SETTINGS))),
    ),
    "visit": lambda draw: (
        "visit",
        VisitPlanned(
            title=draw(st.sampled_from(NAMES)),
            year=draw(st.integers(1, 2)),
            purpose="practice_transfer",
            host=NORTH,
            visitors=("person-bo",),
            visiting_organisations=(SOUTH,),
            setting=draw(st.sampled_from(SETTINGS)),
            objectives=draw(PHRASES),
        ),
    ),
    "concept": lambda draw: (
        "concept",
        ConceptAdded(
            preferred={"en": draw(st.sampled_from(WORDS)), "de": draw(st.sampled_from(WORDS))},
            alternatives={"en": (draw(st.sampled_from(WORDS)),)},
        ),
    ),
    "house": lambda _: ("organisation", OrganisationJoined(name="House", country="FI", kind="ngo")),
}


def _further(draw: st.DrawFn, steps: Sequence[Step]) -> Iterator[Step]:
    """Draw what happens to something that is there, for those who read it or for others."""
    on, by = draw(st.sampled_from(steps)), draw(st.sampled_from(CIRCLES))
    subject = on.stream.partition("-")[0]
    if subject == "theme":
        source = draw(st.sampled_from(steps)).stream
        steps_on: list[Event] = [
            ThemeEvidenceLinked(source=source, stance="supports"),
            ThemeDiscussed(rationale=draw(PHRASES)),
        ]
        yield Step(on.stream, draw(st.sampled_from(steps_on)), by)
    elif subject == "reflection":
        answers = {"how": draw(PHRASES)}
        changes: list[Event] = [
            ReflectionRevised(answers=answers, reason="", version=2),
            ReflectionTranslated(answers=answers, language="de", version=1, translator="", reviewed=True),
            ReflectionReleased(visibility="network"),
            ReflectionWithdrawalRequested(),
        ]
        yield Step(on.stream, draw(st.sampled_from(changes)), on.circle)


def _closed(steps: Sequence[Step]) -> list[Step]:
    """Note who reads in the end what was released, and let each organisation join once."""
    released = {step.stream: step.circle for step in steps if isinstance(step.event, ReflectionReleased)}
    first = {step.stream: step for step in reversed(steps)}
    once = [step for step in steps if step.stream != HOUSE or step is first[HOUSE]]
    return [
        replace(step, ends=released[step.stream]._replace(visibility="network", audience=None))
        if step.stream in released
        else step
        for step in once
    ]


class Asked(NamedTuple):
    """Everything that a reader asks."""

    queries: Sequence[tuple[str, Mapping[str, Any]]]
    prefixes: Sequence[str]
    alike: Sequence[str]


ASKED = st.builds(
    Asked,
    st.lists(st.tuples(QUERIES, OPTIONS), min_size=3, max_size=4),
    st.lists(PREFIXES, min_size=1, max_size=2),
    st.lists(st.integers(0, 9).map("reflection-{}".format), min_size=2, max_size=2),
)


def prepared(folder: Path) -> None:
    """Make the base that every pair begins with; to make the tables of all views takes longer than to ask."""
    with opened(folder) as network:
        record(network, SCENE)
        search = network.search()
        search.search("trust")
        search.suggest("tr")


@contextmanager
def told(begun: Path, folder: Path, pair: Pair, opens: Opens) -> Iterator[list[tuple[Search, Look]]]:
    """Let it happen on a copy of a base, with a look in the middle of it, and give each search with its look."""
    shutil.copytree(begun, folder)
    with opened(folder) as network:
        network.versions.update(dict.fromkeys((step.stream for step in SCENE), 1))
        searches = [search(network, pair.reader) for search in opens]
        record(network, pair.steps[: pair.looked])
        looks = [search.look() for search in searches]
        # An index that holds some already follows the rest.
        for search in searches:
            search.search("trust")
        record(network, pair.steps[pair.looked :])
        yield list(zip(searches, looks, strict=True))
        for search in searches:
            search.close()


def record(network: Network, steps: Iterable[Step]) -> None:
    """Record what happened, as those did whose words they are."""
    for step in steps:
        network.record(
            step.stream,
            step.event,
            step.circle.by,
            visibility=step.circle.visibility,
            audience=step.circle.audience,
            occurred_on="2017-03-14",
        )


def answers(search: Search, look: Look, asked: Asked) -> dict[str, Any]:
    """Ask through every channel; how long it took is aside."""
    found: dict[str, Any] = {"circles": look.circles}
    for query, options in asked.queries:
        found[f"{query} {options}"] = _said(partial(search.search, query, **options))
    for query, _ in asked.queries[:1]:
        found[f"news {query}"] = _said(partial(search.search, query, seen=look))
    for prefix in asked.prefixes:
        found[f"suggest {prefix}"] = search.suggest(prefix)
    for one in asked.alike:
        found[f"like {one}"] = _said(partial(search.like, one, explain=True))
    return found


def _said(ask: Callable[[], dict[str, Any]]) -> Any:
    try:
        return {**ask(), "took_ms": 0}
    except Refused as refused:
        return str(refused)
