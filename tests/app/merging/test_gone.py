"""Whoever is erased in one branch is erased in both, whatever the order, and nothing of them is left to read."""

from pathlib import Path

import pytest

from epex.app.base import KnowledgeBase
from epex.app.keeping.branch import branch
from epex.app.keeping.doctor import examine
from epex.app.merging.gone import look, looks_due
from epex.core import person, reflection
from epex.core.decision import new_id
from epex.core.log.envelope import HeldEvent
from epex.core.organisation import Organisation
from epex.core.reflection import Imported, ReflectionRecorded
from tests.app.erasing.bases import CONTACT, GONE, HOME, NAME, SENTENCE, WRITTEN, erase, founded, withdraw
from tests.app.erasing.plaintext import residues
from tests.app.merging.branches import Branches, ids, untold

pytestmark = pytest.mark.slow
LATER = "The lantern by the canal was lit before the interpreter had found his umbrella."
TERMS = [NAME, CONTACT.partition(",")[0], SENTENCE]


@pytest.fixture
def branches(tmp_path: Path) -> Branches:
    """Branch a base in which somebody with a rare name wrote."""
    base = founded(tmp_path / "home")
    branch(base, tmp_path / "road", tell=untold)
    found = Branches(tmp_path)
    for name in ("home", "road"):
        _read_all(found.open(name))
    return found


def _read_all(base: KnowledgeBase) -> None:
    base.today.catch_up()
    search = base.search()
    search.search("marmalade")
    search.close()
    base.today.close()


def write_more(base: KnowledgeBase) -> str:
    """Let the one who goes write something that the other branch does not know."""
    act, stream = base.begin(), new_id("reflection")
    told = ReflectionRecorded(answers={"how": LATER}, author=GONE, language="en", visibility="network")
    act.record(reflection.record(stream, told, Imported("letters"), by=act.by))
    return stream


def left(branches: Branches, *terms: str) -> list[str]:
    """List where in both bases something can still be read."""
    for bundle in branches.bundles:
        bundle.unlink()
    branches.bundles.clear()
    return [found for name in ("home", "road") for found in residues(branches.folder / name, terms, stems=False)]


def test_who_is_erased_there_is_erased_here(branches: Branches) -> None:
    erase(branches.road)

    answer = branches.send("road", "home")

    assert (answer["destroyed"], answer["left"], looks_due(branches.home)) == (3, [], [])
    assert branches.home.log.vault.tombstones().keys() == branches.road.log.vault.tombstones().keys()
    assert branches.home.queries().show(GONE)["status"] == "erased"
    assert left(branches, *TERMS) == []
    assert examine(branches.home.config, tell=untold)["ok"]


def test_who_is_erased_here_stays_erased_when_the_other_branch_comes(branches: Branches) -> None:
    erase(branches.home)

    branches.send("road", "home")
    branches.send("home", "road")

    assert ids(branches.home) == ids(branches.road)
    assert branches.road.queries().show(GONE)["status"] == "erased"
    assert left(branches, *TERMS) == []


def test_what_they_wrote_where_nobody_knew_of_the_erasure_goes_as_well(branches: Branches) -> None:
    later = write_more(branches.home)
    _read_all(branches.home)
    erase(branches.road)

    answer = branches.send("road", "home")

    assert (answer["left"], later in branches.home.log.vault.tombstones()) == ([], True)
    types = [fact.envelope.type for fact in branches.home.log.stream(GONE)][-4:]
    assert types == ["person.erasure_requested", "person.erased"] * 2
    branches.send("home", "road")
    assert ids(branches.home) == ids(branches.road)
    assert left(branches, *TERMS, LATER) == []


def test_what_arrives_of_somebody_who_was_erased_here_cannot_be_read(branches: Branches) -> None:
    later = write_more(branches.road)
    erase(branches.home)

    branches.send("road", "home")
    branches.send("home", "road")

    assert all(later in branches.open(name).log.vault.tombstones() for name in ("home", "road"))
    event = branches.home.log.stream(later)[0].event
    assert (getattr(event, "answers", None), getattr(event, "author", "")) == ({}, GONE)
    assert ids(branches.home) == ids(branches.road)
    assert left(branches, *TERMS, LATER) == []


def test_a_coordinator_who_merges_destroys_and_the_officer_finishes(branches: Branches) -> None:
    later = write_more(branches.home)
    erase(branches.road)
    act = branches.home.begin()
    lead = new_id("person")
    act.record(person.register(lead, "Lea Coord", Organisation(HOME), roles=("coordinator",), by=act.by))
    path = branches.bundle("road", "home")
    from epex.app.merging.merge import take_in  # noqa: PLC0415 - only here somebody else merges

    answer = take_in(branches.open("home", lead), path, tell=untold)

    assert answer["left"] == [
        f"the erasure of {GONE}, which a data protection officer finishes with 'epex person erase'"
    ]
    assert later in branches.home.log.vault.tombstones()
    found = next(one for one in examine(branches.home.config, tell=untold)["checks"] if one["name"] == "erasures")
    assert f"the erasure of {GONE}" in found["what"]
    erase(branches.home)
    assert left(branches, *TERMS, LATER) == []


def test_what_is_withdrawn_there_is_withdrawn_here(branches: Branches) -> None:
    withdraw(KnowledgeBase.open(branches.road.config.folder, GONE))
    act = branches.home.begin()
    answers = {"how": "Revised, with the marmalade."}
    act.record(reflection.revise(act.load(WRITTEN), answers, "Said better.", by=act.by))
    _read_all(branches.home)

    answer = branches.send("road", "home")
    branches.send("home", "road")

    assert (answer["destroyed"], answer["held"]) == (1, [])
    assert branches.home.log.load(WRITTEN).state.withdrawal == "done"
    assert left(branches, SENTENCE, "Revised, with the marmalade.") == []


def test_a_held_back_text_of_somebody_who_is_erased_goes_too(branches: Branches) -> None:
    act = branches.home.begin()
    act.record(reflection.revise(act.load(WRITTEN), {"how": LATER}, "Said better.", by=act.by))
    act = branches.road.begin()
    act.record(reflection.revise(act.load(WRITTEN), {"how": LATER}, "Said otherwise.", by=act.by))
    branches.send("road", "home")
    assert any(isinstance(fact.event, HeldEvent) for fact in branches.home.log.stream(WRITTEN))

    erase(branches.home)
    branches.send("home", "road")

    assert left(branches, *TERMS, LATER) == []


def test_a_look_that_was_broken_off_is_asked_for_and_done_later(branches: Branches) -> None:
    erase(branches.road)
    path = branches.bundle("road", "home")
    from epex.app.merging import merge  # noqa: PLC0415 - only here a step is broken off

    def stop(step: str) -> None:
        if step.startswith("Looking"):
            raise InterruptedError

    with pytest.raises(InterruptedError):
        merge.take_in(branches.home, path, tell=stop)

    found = next(one for one in examine(branches.home.config, tell=untold)["checks"] if one["name"] == "erasures")
    assert found["instead"] == "run 'epex merge look'"
    assert (look(branches.home, untold), looks_due(branches.home)) == ([], [])
    assert left(branches, *TERMS) == []
