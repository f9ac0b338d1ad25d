"""Who acts."""

import pytest

from epex.app.acting import actor
from epex.app.base import KnowledgeBase
from epex.app.keys import make_keys
from epex.core import search
from epex.core.decision import Refused
from epex.core.log.command import Command
from epex.core.person import PersonErasureRequested, request_erasure


def test_actor_is_a_registered_person(base: KnowledgeBase) -> None:
    by = actor(base.log, base.person)

    assert (by.person, by.roles) == (base.person, frozenset({"coordinator", "data_protection_officer"}))


def test_actor_refuses_a_stranger(base: KnowledgeBase) -> None:
    with pytest.raises(Refused, match="name a person with --as"):
        actor(base.log, "person-nobody")


def test_actor_refuses_somebody_who_was_erased(base: KnowledgeBase) -> None:
    act = base.begin()
    someone = base.queries().resolve("Gisela Trautwein-Haas", "person")
    asked = PersonErasureRequested(ground="Asked for it")
    act.record(request_erasure(act.load(someone), asked, by=act.by))

    with pytest.raises(Refused, match="Who acts here was erased; name another person with --as"):
        actor(base.log, someone)


def test_interviews_stay_sealed_without_their_key(base: KnowledgeBase) -> None:
    (base.config.keys_folder / "evaluation.key").unlink()

    again = KnowledgeBase.open(base.config.folder)

    assert len(again.queries().listing("theme")) == 11


def test_make_keys_never_writes_over_a_key(base: KnowledgeBase) -> None:
    with pytest.raises(FileExistsError):
        make_keys(base.config.keys_folder)


def test_what_somebody_searches_for_is_recorded_for_them_alone(base: KnowledgeBase) -> None:
    act = base.begin(Command(visibility="network"))
    ons = search.save("search-tea", "Tea", search.Question(query="tea"), search.Look(), (), by=act.by)

    with pytest.raises(Refused, match="What you search for is for you alone; leave out --visibility"):
        act.record(ons)
