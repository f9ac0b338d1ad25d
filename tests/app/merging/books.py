"""A book that two branches share, what either may do with it and around it, and what of it no merge may change."""

from collections.abc import Callable, Iterator
from typing import Any

from hypothesis import strategies as st

from epex.app.base import KnowledgeBase
from epex.app.publishing.assembling import Press
from epex.app.publishing.proof import prove
from epex.app.said import said_by
from epex.core import (
    chapter,
    consent,
    edition,
    erratum,
    organisation,
    person,
    publication,
    quote,
    reflection,
    viewpoint,
    visit,
)
from epex.core.decision import Actor, On, new_id
from epex.core.evidence import Passage
from epex.core.manuscript import Resting, placing
from epex.core.organisation import Organisation
from epex.core.reflection import AboutVisit
from tests.core.life import planned

Step = Callable[[KnowledgeBase, Actor, Callable[[str], Any], st.DataObject], list[On]]
# Ids that stand before all others, so that who asks for the last of a subject finds another.
BOOK, CHAPTER, QUOTE, CONSENT, VISIT, SAID, WRITER = (
    f"{subject}-00000000-0000-4000-8000-000000000000"
    for subject in ("publication", "chapter", "quote", "consent", "visit", "reflection", "person")
)
QUOTED = "We put the kettle on before anybody talks."
NAMES = st.sampled_from(["Harbour", "Lantern"])
TEXTS = st.sampled_from(["It takes time.", "It takes two."])


def approved(base: KnowledgeBase, away: str) -> None:
    """Record a book that can be frozen: one chapter, approved, with a quote that its author agreed to."""
    by = base.begin().by
    home, written = by.organisation or "", reflection.ReflectionRecorded(answers={"how": QUOTED}, visibility="network")
    writer = Actor(WRITER, home, frozenset({"editor"}))
    rests = Resting(quote=QUOTE)
    decisions: list[Callable[[Callable[[str], Any]], list[On]]]
    seen = planned(home, away, host_people=(by.person,), visitors=("person-x",))
    decisions = [
        lambda _: person.register(WRITER, "Ida Blom", Organisation(home), roles=("editor",), by=by),
        lambda _: visit.plan(VISIT, seen, by=by, homes={by.person: home, "person-x": away}),
        lambda load: visit.agree(load(VISIT), by=by),
        lambda load: visit.prepare(load(VISIT), confidentiality_briefing=True, by=by),
        lambda load: visit.start(load(VISIT), by=by),
        lambda load: visit.complete(load(VISIT), by=by),
        lambda _: reflection.record(SAID, written, reflection.Imported("letters"), by=by),
        lambda _: publication.open(BOOK, "What stays", number=9, by=by, editors=(by.person,)),
        lambda load: chapter.outline(CHAPTER, load(BOOK), "Tea", by=by, themes=("theme-a",)),
        lambda load: quote.propose(QUOTE, _passage(), spoken(by), load(CHAPTER), "attributed", by=by),
        lambda _: consent.ask(CONSENT, by.person, "attributed_quote", by=by, quote=QUOTE),
        lambda load: consent.give(load(CONSENT), by=by),
        lambda load: chapter.draft(load(CHAPTER), (placing(QUOTE),), (rests,), by=writer),
        lambda load: chapter.review(load(CHAPTER), "accept", by=by),
        lambda load: chapter.approve(load(CHAPTER), by=by),
    ]
    for decide in decisions:
        act = base.begin()
        act.record(decide(act.load))


def spoken(by: Actor) -> reflection.Reflection:
    """Give the reflection whose words are quoted."""
    return reflection.Reflection(SAID, author=by.person, version=1)


def _passage() -> Passage:
    return Passage(SAID, 1, 0, len(QUOTED), QUOTED)


def _freeze(base: KnowledgeBase, by: Actor, load: Any, _draw: st.DataObject) -> list[On]:
    press = Press(base)
    chapters = press.chapters(BOOK)
    for one in chapters:
        load(one)
    return edition.freeze(load(BOOK), press.edition(BOOK, chapters), by=by, day=base.day)


def _open_chapter(load: Any) -> chapter.Chapter:
    return chapter.within(load(CHAPTER), load(BOOK))


def _draft(_base: KnowledgeBase, by: Actor, load: Any, draw: st.DataObject) -> list[On]:
    words = (placing(QUOTE), draw.draw(TEXTS))
    return chapter.draft(_open_chapter(load), words, (Resting(quote=QUOTE), Resting()), by=_writer(by))


def _approve(_base: KnowledgeBase, by: Actor, load: Any, draw: st.DataObject) -> list[On]:
    state = _open_chapter(load)
    if state.status == "reviewed" or draw.draw(st.booleans()):
        return chapter.approve(state, by=by)
    return chapter.review(state, "accept", by=by)


def _writer(by: Actor) -> Actor:
    return Actor(WRITER, by.organisation, frozenset({"editor"}))


def _view(_base: KnowledgeBase, by: Actor, load: Any, draw: st.DataObject) -> list[On]:
    return viewpoint.write(new_id("viewpoint"), _open_chapter(load), by.person, draw.draw(TEXTS), by=by)


def _outline(_base: KnowledgeBase, by: Actor, load: Any, _draw: st.DataObject) -> list[On]:
    return chapter.outline(new_id("chapter"), load(BOOK), "More", by=by, number=2, themes=("theme-a",))


def _reflect(base: KnowledgeBase, by: Actor, load: Any, _draw: st.DataObject) -> list[On]:
    state = load(VISIT)
    about = AboutVisit(VISIT, state.status, state.host_people, state.visitors)
    told = reflection.ReflectionRecorded(answers={"why": "Tea."}, author=by.person)
    said = {0: "reflection-x"} if said_by(base, by.person, VISIT) else {}
    return reflection.record(new_id("reflection"), told, about, by=by, said=said)


def _erratum(base: KnowledgeBase, by: Actor, load: Any, draw: st.DataObject) -> list[On]:
    """Tell readers of a frozen text what it is that they read."""
    state, about = load(BOOK), draw.draw(st.sampled_from([(), (QUOTE,)]))
    return erratum.issue(state, Press(base).edition(BOOK), named(state.content_hash), by=by, concerns=about)


def named(content_hash: str) -> str:
    """Name a frozen text in letters that no screening takes for a number."""
    return "Of " + "".join(chr(ord("a") + int(digit, 16)) for digit in content_hash[:8]) + "."


def _publish(_base: KnowledgeBase, by: Actor, load: Any, _draw: st.DataObject) -> list[On]:
    return publication.publish(load(BOOK), (), by=by)


STEPS: list[Step] = [
    _freeze,
    _freeze,
    _draft,
    _approve,
    _view,
    _outline,
    _reflect,
    _publish,
    _erratum,
    lambda _base, by, load, draw: chapter.message(_open_chapter(load), "all", draw.draw(TEXTS), by=by),
    lambda _base, by, load, _draw: consent.withdraw(load(CONSENT), by=by),
    lambda _base, by, load, _draw: quote.withdraw(load(QUOTE), by=by),
    lambda _base, by, load, _draw: person.move(load(by.person), load("organisation"), by=by),
    lambda _base, by, load, draw: person.revise(load(by.person), by=by, name=f"Anna {draw.draw(NAMES)}"),
    lambda _base, by, load, draw: organisation.revise(load(by.organisation or ""), by=by, name=draw.draw(NAMES)),
]


AFTER: list[Step] = [_erratum, _erratum, _publish]
Tried = list[tuple[bool, Step]]


def _freezing(words: str) -> list[Step]:
    """Take every step from a draft with some words to its freezing."""
    rests = (Resting(quote=QUOTE), Resting())
    return [
        lambda _base, by, load, _draw: chapter.draft(
            _open_chapter(load), (placing(QUOTE), words), rests, by=_writer(by)
        ),
        lambda _base, by, load, _draw: chapter.review(_open_chapter(load), "accept", by=by),
        lambda _base, by, load, _draw: chapter.approve(_open_chapter(load), by=by),
        _freeze,
    ]


def both_froze() -> st.SearchStrategy[tuple[Tried, Tried]]:
    """Draw two branches that freeze words of their own, and what they say of them before and after they meet."""

    def lived(words: str, *, at_home: bool) -> st.SearchStrategy[Tried]:
        after = st.lists(st.sampled_from(AFTER), max_size=2)
        return after.map(lambda steps: [(at_home, step) for step in (*_freezing(words), *steps)])

    begun = st.tuples(lived("At home.", at_home=True), lived("On the road.", at_home=False))
    spoken_of = st.lists(st.tuples(st.booleans(), st.sampled_from([*AFTER, *STEPS])), max_size=4)
    return st.tuples(begun.map(lambda both: [*both[0], *both[1]]), spoken_of)


def printed(base: KnowledgeBase) -> bool:
    """Tell whether the book is frozen or published."""
    return str(base.queries().show(BOOK)["status"]) != "open"


def faults(base: KnowledgeBase) -> Iterator[str]:
    """Tell what is wrong with a book that one of the branches had frozen."""
    if not printed(base):
        yield "it is open again"
    elif not prove(base, BOOK).ok:
        yield prove(base, BOOK).verdict
    shown = base.queries().show(BOOK)
    told = [one["text"] for one in shown["errata"]]
    if set(told) - {named(shown["content_hash"])}:
        yield f"its errata speak of another text: {told}"
    if [fact for fact in _errata_counting(base) if fact.content_hash != shown["content_hash"]]:
        yield "an erratum of another text counts"


def _errata_counting(base: KnowledgeBase) -> list[publication.PublicationErratumIssued]:
    events = (fact.event for fact in base.log.stream(BOOK))
    return [event for event in events if isinstance(event, publication.PublicationErratumIssued)]
