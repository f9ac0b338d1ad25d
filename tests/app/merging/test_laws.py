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
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from epex.app.acting import Act
from epex.app.base import KnowledgeBase
from epex.core import challenge, element, organisation, person, reflection, theme, visit
from epex.core.decision import Actor, On, Refused, new_id
from epex.core.log.envelope import HeldEvent
from epex.core.organisation import Organisation
from tests.app.merging.branches import JUDGED, Branches, ids
from tests.core.life import identified, planned

pytestmark = pytest.mark.slow
Step = Callable[[KnowledgeBase, Actor, Callable[[str], Any], st.DataObject], list[On]]
# Where and when a row came to be here differs; what it says may not.
OF_THE_PLACE = re.compile(r"position|version|base_id|\w+_at|at")
VIEWS = ("organisations", "people", "visits", "reflections", "challenges", "elements", "themes")


WORDS = st.sampled_from(["One", "Two"])
SOURCES = st.sampled_from(["reflection-a", "reflection-b"])


def _decide(decision: Any) -> Step:
    return lambda _base, by, load, _draw: list(decision(load("theme"), JUDGED, by=by))


STEPS: list[Step] = [
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
HISTORIES = st.lists(st.tuples(st.booleans(), st.sampled_from(range(len(STEPS)))), min_size=1, max_size=12)


@pytest.fixture(scope="module")
def grown(branched_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Branches:
    """Give two branches that share one of everything."""
    branches = Branches(Path(shutil.copytree(branched_folder, tmp_path_factory.mktemp("grown") / "both")))
    shutil.rmtree(branches.folder / "road")
    base = branches.home
    act = base.begin()
    by, home, away = act.by, act.by.organisation or "", new_id("organisation")
    told = reflection.ReflectionRecorded(answers={"why": "Trust."}, author=by.person, visibility="network")
    for ons in (
        organisation.join(away, "Away", country="AT", kind="ngo", by=by),
        person.register(new_id("person"), "Ben", Organisation(away), by=by),
        challenge.state(new_id("challenge"), "How do we begin?", Organisation(home), by=by),
        element.identify(new_id("element"), identified(home), by=by),
        visit.plan(new_id("visit"), planned(home, away, host_people=(by.person,), visitors=("person-x",)), by=by),
        reflection.record(new_id("reflection"), told, reflection.Imported("letters"), by=by),
    ):
        base.begin().record(ons)
    branches.part()
    return branches


def live(branches: Branches, history: list[tuple[bool, int]], draw: st.DataObject) -> None:
    """Let each branch decide as it can; what is refused there does not happen."""
    shared: dict[str, list[str]] = {}
    for stream in {fact.stream for fact in branches.home.log.facts()}:
        shared.setdefault(stream.partition("-")[0], []).append(stream)
    bases = {True: branches.home, False: branches.road}
    for at_home, step in history:
        act = bases[at_home].begin()
        try:
            act.record(STEPS[step](bases[at_home], act.by, _loading(act, shared), draw))
        except Refused:
            continue


def _loading(act: Act, shared: dict[str, list[str]]) -> Callable[[str], Any]:
    return lambda kind: act.load(max(shared[kind]))


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


@given(history=HISTORIES, first=st.sampled_from(["home", "road"]), draw=st.data())
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
def test_merging_both_ways_comes_to_the_same(
    grown: Branches, history: list[tuple[bool, int]], first: str, draw: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        branches = Branches(Path(shutil.copytree(grown.folder, Path(folder) / "both")))
        live(branches, history, draw)
        second = "road" if first == "home" else "home"

        branches.send(second, first)
        branches.send(first, second)
        while branches.send(second, first)["recorded"] + branches.send(first, second)["recorded"]:
            pass

        assert ids(branches.home) == ids(branches.road)
        assert set(held(branches.home)) == set(held(branches.road))
        assert content(branches.home) == content(branches.road)
        for base in (branches.home, branches.road):
            assert base.verify()["ok"]
            standing = [base.today.digest(name) for name in base.today.names]
            assert base.today.rebuild()["views"] == standing
