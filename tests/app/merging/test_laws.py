"""Random histories on two branches: merged both ways, in either order, they come to the same."""

import json
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from epex.app.acting import Act
from epex.app.base import KnowledgeBase
from epex.app.erasing.cases import ReflectionCase
from epex.app.erasing.erasure import Erasure
from epex.app.merging.settling import objection, settle_conflict
from epex.app.said import said_by
from epex.core import (
    challenge,
    chapter,
    consent,
    element,
    match,
    organisation,
    person,
    publication,
    quote,
    reflection,
    theme,
    transfer,
    visit,
)
from epex.core.chapter import Chapter
from epex.core.decision import Actor, On, Refused, new_id
from epex.core.element import Element
from epex.core.evidence import Passage
from epex.core.log.envelope import HeldEvent
from epex.core.organisation import Organisation
from epex.core.publication import Publication
from epex.core.reflection import AboutVisit
from tests.app.importing.bases import taken_in
from tests.app.merging import books
from tests.app.merging.branches import JUDGED, Branches, ids, untold
from tests.core.life import identified, planned
from tests.laws import examples

pytestmark = pytest.mark.slow
Step = books.Step
# Where and when a row came to be here differs; what it says may not.
OF_THE_PLACE = re.compile(r"position|version|base_id|\w+_at|at")
VIEWS = (
    "organisations",
    "people",
    "visits",
    "reflections",
    "challenges",
    "elements",
    "themes",
    "matches",
    "transfers",
    "publications",
    "chapters",
    "viewpoints",
    "quotes",
    "consents",
    "board",
    "documents",
)
TABLE = "id,text,organisation\n1,{},Lighthouse\n2,How do we end?,Lighthouse\n"


WORDS = st.sampled_from(["One", "Two"])
GERMAN: dict[str, Any] = {"translated": "Vertrauen", "language": "de"}
SOURCES = st.sampled_from(["reflection-a", "reflection-b"])


def _decide(decision: Any) -> Step:
    return lambda _base, by, load, _draw: list(decision(load("theme"), JUDGED, by=by))


def _import(base: KnowledgeBase, _by: Actor, _load: Any, draw: st.DataObject) -> list[On]:
    taken_in(base, "challenges", TABLE.format(draw.draw(WORDS)))
    return []


def _withdraw(base: KnowledgeBase, _by: Actor, load: Any, _draw: st.DataObject) -> list[On]:
    Erasure(base, ReflectionCase(base.log, load("reflection").id, "Mine."), untold).run()
    return []


def _open(base: KnowledgeBase, by: Actor, _load: Any, draw: st.DataObject) -> list[On]:
    known = {row["number"]: row["title"] for row in base.queries().listing("publication")}
    return publication.open(new_id("publication"), draw.draw(WORDS), by=by, number=max(known) + 1, known=known)


def _reflect(base: KnowledgeBase, by: Actor, load: Any, _draw: st.DataObject) -> list[On]:
    state = load("visit")
    said = {0: "reflection-x"} if said_by(base, by.person, state.id) else {}
    about = AboutVisit(state.id, "completed", state.host_people, state.visitors)
    told = reflection.ReflectionRecorded(answers={"why": "Tea."})
    return reflection.record(new_id("reflection"), told, about, by=by, said=said)


def _propose(base: KnowledgeBase, by: Actor, load: Any, _draw: st.DataObject) -> list[On]:
    sides = match.MatchProposed(host=by.organisation or "", visitor=load("organisation").id)
    host, visitor = Organisation(sides.host), Organisation(sides.visitor)
    return match.propose(new_id("match"), sides, host, visitor, by=by, standing=base.queries().standing_match(sides))


def _consider(base: KnowledgeBase, by: Actor, load: Any, _draw: st.DataObject) -> list[On]:
    rows = base.queries().listing("transfer")
    running = next((row["id"] for row in rows if row["status"] in transfer.OPEN), "")
    return transfer.consider(new_id("transfer"), load("element"), load("organisation").id, by=by, running=running)


def _quote(_base: KnowledgeBase, by: Actor, load: Any, draw: st.DataObject) -> list[On]:
    words = Passage(load("reflection").id, 1, 0, 5, "Trust")
    use = draw.draw(st.sampled_from(["attributed", "anonymous"]))
    return quote.propose(new_id("quote"), words, load("reflection"), load("chapter"), use, by=by)


def _compare(_base: KnowledgeBase, by: Actor, load: Any, draw: st.DataObject) -> list[On]:
    side = draw.draw(st.sampled_from(["source", "receiving"]))
    return transfer.compare(load("transfer"), side, {"environment.law": "fits"}, by=by)


def _join(base: KnowledgeBase, by: Actor, _load: Any, draw: st.DataObject) -> list[On]:
    taken = [row["title"] for row in base.queries().listing("organisation") if not row["left_on"]]
    new = new_id("organisation")
    return organisation.join(new, draw.draw(WORDS), country="AT", kind="ngo", by=by, taken=taken)


def _give(base: KnowledgeBase, by: Actor, load: Any, draw: st.DataObject) -> list[On]:
    state, role = load("person"), draw.draw(st.sampled_from(["coordinator", "editor"]))
    roles = (role, "data_protection_officer")
    return person.revise(state, by=by, roles=roles, alone=base.queries().alone([state.id]))


STEPS: list[Step] = [
    _join,
    _give,
    _import,
    _withdraw,
    _open,
    _reflect,
    _propose,
    _consider,
    _quote,
    _compare,
    lambda _base, by, load, _draw: match.accept(load("match"), by=by),
    lambda _base, by, load, _draw: match.decline(load("match"), "No room.", by=by),
    lambda _base, by, load, _draw: transfer.abandon(load("transfer"), "No money.", by=by),
    lambda _base, by, load, _draw: quote.withdraw(load("quote"), by=by, reason="Another says it better."),
    lambda _base, by, load, _draw: consent.give(load("consent"), by=by),
    lambda _base, by, load, _draw: consent.refuse(load("consent"), by=by),
    lambda _base, by, load, _draw: consent.withdraw(load("consent"), by=by),
    lambda _base, by, load, draw: chapter.draft(load("chapter"), (draw.draw(WORDS),), (), by=by),
    lambda _base, by, _load, _draw: theme.propose(new_id("theme"), {"en": "New"}, by=by),
    *map(_decide, (theme.discuss, theme.adopt, theme.park, theme.reject, theme.reopen, theme.retire)),
    lambda _base, by, load, draw: theme.link(load("theme"), draw.draw(SOURCES), "supports", by=by),
    lambda _base, by, load, draw: theme.unlink(load("theme"), draw.draw(SOURCES), by=by, reason="No."),
    lambda _base, by, load, draw: theme.rename(load("theme"), {"en": draw.draw(WORDS)}, JUDGED, by=by),
    lambda _base, by, load, draw: organisation.revise(load("organisation"), by=by, name=draw.draw(WORDS)),
    lambda _base, by, load, _draw: organisation.leave(load("organisation"), by=by),
    lambda _base, by, load, draw: person.revise(load("person"), by=by, contact=draw.draw(WORDS)),
    lambda _base, by, load, _draw: challenge.share(load("challenge"), load("organisation"), by=by),
    lambda _base, by, load, draw: element.note_condition(load("element"), draw.draw(WORDS), by=by),
    lambda _base, by, load, _draw: element.label(load("element"), "shared", by=by),
    lambda _base, by, load, _draw: element.retire(load("element"), "Over.", by=by),
    lambda _base, by, load, _draw: element.reopen(load("element"), "Again.", by=by),
    lambda _base, by, load, _draw: visit.agree(load("visit"), by=by),
    lambda _base, by, load, _draw: visit.prepare(load("visit"), confidentiality_briefing=True, by=by),
    lambda _base, by, load, _draw: visit.cancel(load("visit"), "Ill.", by=by),
    lambda _base, by, load, draw: reflection.revise(load("reflection"), {"why": draw.draw(WORDS)}, "Better.", by=by),
    lambda _base, by, load, _draw: reflection.agree_to_keep(load("reflection"), by=by),
]


def histories(steps: list[Step]) -> st.SearchStrategy[list[tuple[bool, Step]]]:
    """Draw what is tried at home and on the road, one after the other."""
    return st.lists(st.tuples(st.booleans(), st.sampled_from(steps)), min_size=1, max_size=12)


@pytest.fixture(scope="module")
def grown(branched_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Branches:
    """Give two branches that share one of everything."""
    branches = Branches(Path(shutil.copytree(branched_folder, tmp_path_factory.mktemp("grown") / "both")))
    shutil.rmtree(branches.folder / "road")
    base = branches.home
    act = base.begin()
    by, home, away = act.by, act.by.organisation or "", new_id("organisation")
    told = reflection.ReflectionRecorded(answers={"why": "Trust."}, author=by.person, visibility="network")
    edition, part, said, words, moved = (
        new_id(each) for each in ("publication", "chapter", "reflection", "quote", "transfer")
    )
    spoken = reflection.Reflection(said, author=by.person, version=1)
    practice = new_id("element")
    pair = match.MatchProposed(host=home, visitor=away)
    homes = {by.person: home, "person-x": away}
    for ons in (
        organisation.join(away, "Away", country="AT", kind="ngo", by=by),
        person.register(new_id("person"), "Ben", Organisation(away), by=by),
        challenge.state(new_id("challenge"), "How do we begin?", Organisation(home), by=by),
        element.identify(practice, identified(home), by=by),
        visit.plan(
            new_id("visit"), planned(home, away, host_people=(by.person,), visitors=("person-x",)), by=by, homes=homes
        ),
        reflection.record(said, told, reflection.Imported("letters"), by=by),
        match.propose(new_id("match"), pair, Organisation(home), Organisation(away), by=by),
        transfer.consider(moved, Element(practice, home), away, by=by),
        publication.open(edition, "What travels", by=by, editors=(by.person,)),
        chapter.outline(part, Publication(edition), "Trust", by=by, writers=(by.person,), themes=("theme-a",)),
        quote.propose(words, Passage(said, 1, 0, 5, "Trust"), spoken, Chapter(part), "translation", by=by, **GERMAN),
        consent.ask(new_id("consent"), by.person, "translation", by=by, quote=words),
    ):
        base.begin().record(ons)
    books.approved(base, away)
    branches.part()
    return branches


def live(branches: Branches, history: list[tuple[bool, Step]], draw: st.DataObject) -> None:
    """Let each branch decide as it can; what is refused there does not happen."""
    shared: dict[str, list[str]] = {}
    for stream in {fact.stream for fact in branches.home.log.facts()}:
        shared.setdefault(stream.partition("-")[0], []).append(stream)
    bases = {True: branches.home, False: branches.road}
    for at_home, step in history:
        act = bases[at_home].begin()
        try:
            if ons := step(bases[at_home], act.by, _loading(act, shared), draw):
                act.record(ons)
        except Refused:
            continue


def _loading(act: Act, shared: dict[str, list[str]]) -> Callable[[str], Any]:
    return lambda kind: act.load(max(shared[kind]) if kind in shared else kind)


def content(base: KnowledgeBase) -> dict[str, list[str]]:
    """Give what the views say, without where and when it came to be there, and in no order."""
    base.today.catch_up(VIEWS)
    found: dict[str, list[str]] = {}
    for name in VIEWS:
        for table in base.today.projection(name).tables:
            rows = base.today.read(sa.select(base.today.table(table)))
            found[table.name] = sorted(json.dumps(_plain(row), sort_keys=True) for row in rows)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items() if not OF_THE_PLACE.fullmatch(name)}
    if isinstance(value, list):
        return sorted((_plain(inner) for inner in value), key=repr)
    return value


def held(base: KnowledgeBase) -> Iterator[str]:
    """Name what is held back."""
    return (fact.envelope.event_id for fact in base.log.facts() if isinstance(fact.event, HeldEvent))


@given(history=histories(STEPS), first=st.sampled_from(["home", "road"]), draw=st.data())
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
def test_merging_both_ways_comes_to_the_same(
    grown: Branches, history: list[tuple[bool, Step]], first: str, draw: st.DataObject
) -> None:
    assert_merged(grown, history, first, draw)


@given(history=histories(books.STEPS), first=st.sampled_from(["home", "road"]), draw=st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
def test_a_book_that_one_branch_froze_stays_frozen_and_proven_in_both(
    grown: Branches, history: list[tuple[bool, Step]], first: str, draw: st.DataObject
) -> None:
    assert_merged(grown, history, first, draw)


@given(histories=books.both_froze(), first=st.sampled_from(["home", "road"]), draw=st.data())
@examples(8, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
def test_an_erratum_stands_on_no_other_book_than_its_own(
    grown: Branches, histories: tuple[books.Tried, books.Tried], first: str, draw: st.DataObject
) -> None:
    assert_merged(grown, histories[0], first, draw, later=histories[1])


def assert_merged(
    grown: Branches,
    history: list[tuple[bool, Step]],
    first: str,
    draw: st.DataObject,
    later: list[tuple[bool, Step]] | None = None,
) -> None:
    """Let both branches go their way, merge them, decide on what waits, and merge them again.

    Later they go on after one of them has heard of the other.
    """
    with tempfile.TemporaryDirectory() as folder:
        branches = Branches(Path(shutil.copytree(grown.folder, Path(folder) / "both")))
        live(branches, history, draw)
        if later is not None:
            branches.send(first, "road" if first == "home" else "home")
            live(branches, later, draw)
        is_printed = any(map(books.printed, (branches.home, branches.road)))
        second = "road" if first == "home" else "home"

        merge_all(branches, second, first)
        assert_alike(branches, is_printed=is_printed)
        settle_all(branches, draw)
        merge_all(branches, first, second)
        assert_alike(branches, is_printed=is_printed)
        assert list(branches.home.queries().conflicts()) == list(branches.road.queries().conflicts()) == []


def merge_all(branches: Branches, origin: str, target: str) -> None:
    """Merge both ways, again and again, until neither has anything new for the other."""
    while branches.send(origin, target)["recorded"] + branches.send(target, origin)["recorded"]:
        pass


def settle_all(branches: Branches, draw: st.DataObject) -> None:
    """Decide on all that waits, at home: let it count where that is allowed, and drop it else."""
    while waiting := branches.home.queries().conflicts():
        event = waiting[0]["id"]
        applied = draw.draw(st.booleans()) and not objection(branches.home, event)
        settle_conflict(branches.home, event, applied=applied, reason="We spoke of it.")


def assert_alike(branches: Branches, *, is_printed: bool) -> None:
    """Compare the two branches in all that does not tell of the place."""
    assert ids(branches.home) == ids(branches.road)
    assert set(held(branches.home)) == set(held(branches.road))
    assert content(branches.home) == content(branches.road)
    for base in (branches.home, branches.road):
        assert base.verify()["ok"]
        assert list(books.faults(base) if is_printed else ()) == []
        base.today.catch_up(base.today.names)
        standing = [base.today.digest(name) for name in base.today.names]
        assert base.today.rebuild()["views"] == standing
