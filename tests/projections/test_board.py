"""That somebody has reflected: known to coordinators, and to everybody else as far as they may read."""

from epex.core.decision import Actor
from epex.core.person import PersonErasureRequested
from epex.core.reader import OVERSEER
from epex.core.reflection import ReflectionRecorded, ReflectionReleased, ReflectionWithdrawalRequested
from epex.projections.board import presences
from epex.projections.reading import Reading
from tests.projections.bases import ANNA, BEA, CLEO, DORA, EVE, Base

HIDDEN = ReflectionRecorded(answers={"why": "Hush"}, about="visit-week", side="host", author="person-anna", follow_up=3)


def known(base: Base, actor: Actor | None) -> list[str]:
    reading = Reading(base.views, base.queries(actor).reader)
    return [row["reflection"] for row in presences(reading)]


def test_coordinators_know_of_every_reflection_and_others_of_what_they_may_read(base: Base) -> None:
    base.record("reflection-own", HIDDEN, by=BEA, visibility="private")

    seen = {actor.person: known(base, actor) for actor in (ANNA, BEA, CLEO, DORA, EVE)}

    everything = ["reflection-host", "reflection-guest", "reflection-own"]
    assert seen == {
        "person-anna": everything,
        "person-bea": everything[:2],
        "person-cleo": ["reflection-guest"],
        "person-dora": everything,
        "person-eve": ["reflection-guest"],
    }
    assert known(base, None) == []


def test_nobody_who_coordinates_knows_of_what_only_evaluators_read(base: Base) -> None:
    base.record("reflection-own", HIDDEN, by=EVE, visibility="evaluation")

    assert [("reflection-own" in known(base, actor)) for actor in (ANNA, DORA, EVE)] == [False, False, True]


def test_a_release_lets_more_people_know(base: Base) -> None:
    before = known(base, CLEO)

    base.record("reflection-host", ReflectionReleased(visibility="network"))

    assert (before, known(base, CLEO)) == (["reflection-guest"], ["reflection-host", "reflection-guest"])


def test_what_an_erased_author_wrote_is_known_no_more(base: Base) -> None:
    request = PersonErasureRequested(ground="Asked for", documents=("reflection-host",))

    base.record("person-anna", request, by=DORA)

    assert known(base, DORA) == ["reflection-guest"]


def test_what_was_withdrawn_counts_as_an_answer(base: Base) -> None:
    before = [known(base, actor) for actor in (DORA, BEA, CLEO)]

    base.record("reflection-host", ReflectionWithdrawalRequested())

    assert [known(base, actor) for actor in (DORA, BEA, CLEO)] == before


def test_only_reflections_on_visits_count(base: Base) -> None:
    meeting = ReflectionRecorded(answers={"why": "A"}, about="meeting-spring", author="person-anna")
    base.record("reflection-plenary", meeting)
    base.record("reflection-nowhere", ReflectionReleased(visibility="network"))

    assert known(base, DORA) == ["reflection-host", "reflection-guest"]
    assert OVERSEER in DORA.roles
