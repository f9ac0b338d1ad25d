"""What was taken back after a day is known when an edition of that day is printed."""

from typing import Any

from epex.app.base import KnowledgeBase
from epex.app.publishing.holding import Today
from epex.core import person, quote, viewpoint
from epex.core.publication import PublicationFrozen


def frozen(base: KnowledgeBase) -> tuple[str, Any]:
    fact = next(fact for fact in base.log.facts(limit=10_000) if isinstance(fact.event, PublicationFrozen))
    return fact.stream, fact.event


def test_a_quote_that_was_withdrawn_since_is_taken_back(base: KnowledgeBase) -> None:
    book, edition = frozen(base)
    act = base.begin()
    states = {each: act.load(each) for each in edition.quotes}
    before = [each for each, state in states.items() if not Today(base).is_taken_back(state, book)]
    act.record(quote.withdraw(states[before[0]], by=act.by, reason="They asked."))

    after = [each for each, state in states.items() if not Today(base).is_taken_back(state, book)]

    assert (len(before) > 1, after) == (True, before[1:])


def test_nothing_is_taken_back_of_an_edition_that_is_not_frozen(base: KnowledgeBase) -> None:
    open_one = next(row["id"] for row in base.queries().listing("publication") if row["status"] == "open")
    act = base.begin()
    proposed = next(row["id"] for row in base.queries().listing("quote") if row["status"] == "withdrawn")

    assert not Today(base).is_taken_back(act.load(proposed), open_one)


def test_a_viewpoint_that_was_withdrawn_since_is_known(base: KnowledgeBase) -> None:
    _, edition = frozen(base)
    (which, *_) = edition.viewpoints
    before = Today(base).is_withdrawn(which)
    signer = base.begin().load(which).signer
    act = KnowledgeBase.open(base.config.folder, signer).begin()
    act.record(viewpoint.withdraw(act.load(which), by=act.by))

    assert (before, Today(base).is_withdrawn(which)) == (False, True)


def test_a_person_is_known_as_they_are_today(base: KnowledgeBase) -> None:
    act = base.begin()
    day = KnowledgeBase.open(base.config.folder, as_of=base.day)
    before = Today(day).person(base.person).preference

    act.record(person.revise(act.load(base.person), by=act.by, name_preference="anonymous"))

    assert (before, Today(day).person(base.person).preference) == ("role_only", "anonymous")
