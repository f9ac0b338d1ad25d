"""Visits on which a side has not reflected."""

from dataclasses import replace

from epex.core.decision import Actor
from epex.core.person import PersonErasureRequested, PersonRegistered
from epex.core.reflection import ReflectionRecorded
from epex.core.visit import VisitCompleted
from epex.projections.duties.reflections import duties
from epex.projections.reading import Reading
from tests.projections.bases import ANNA, BEA, CLEO, DORA, Base
from tests.projections.society import WEEK

LATER = "visit-later"
FAR_AWAY = replace(WEEK, host="organisation-far", host_people=("person-cleo",))


def told(base: Base, actor: Actor) -> list[tuple[str, str, str, str]]:
    reading = Reading(base.views, base.queries(actor).reader)
    return [(duty.heading, duty.command, duty.note, duty.due) for duty in duties(reading, "2016-04-01")]


def write(base: Base, side: str, by: Actor, label: str = "pair") -> None:
    written = ReflectionRecorded(answers={"why": "A"}, about=LATER, side=side, author=by.person, visibility=label)
    base.record(f"reflection-later-{side}", written, by=by, visibility=label, audience=LATER)


def test_each_side_is_asked_and_the_coordinator_knows_whom_to_ask(base: Base) -> None:
    base.record(LATER, FAR_AWAY, VisitCompleted(on="2016-03-11"))

    own = ("Visits to reflect on", f"reflection record {LATER}", "", "2016-03-11")
    assert [told(base, actor) for actor in (BEA, CLEO, DORA)] == [[own], [own], []]
    assert told(base, ANNA) == [
        ("Reflections missing", "form export person-cleo", "host: Cleo", "2016-03-11"),
        ("Reflections missing", "form export person-bea", "visitor: Bea", "2016-03-11"),
    ]


def test_a_side_has_reflected_when_one_of_them_has(base: Base) -> None:
    colleague = PersonRegistered(name="Una", organisation="organisation-south", roles=("practitioner",))
    base.record("person-una", colleague)
    base.record(LATER, replace(FAR_AWAY, visitors=("person-bea", "person-una")), VisitCompleted())

    write(base, "visitor", BEA)

    una = Actor("person-una", "organisation-south", frozenset({"practitioner"}))
    assert [told(base, actor) for actor in (BEA, una)] == [[], []]
    assert [note for _, _, note, _ in told(base, ANNA)] == ["host: Cleo"]


def test_the_coordinator_does_not_ask_for_what_was_written_for_nobody(base: Base) -> None:
    base.record(LATER, FAR_AWAY, VisitCompleted())
    write(base, "host", CLEO, "private")
    write(base, "visitor", BEA, "private")

    assert (told(base, ANNA), told(base, BEA), told(base, CLEO)) == ([], [], [])


def test_a_coordinator_who_takes_part_is_asked_for_their_own(base: Base) -> None:
    base.record(LATER, WEEK, VisitCompleted())

    assert [heading for heading, *_ in told(base, ANNA)] == ["Visits to reflect on", "Reflections missing"]


def test_a_side_on_which_nobody_is_named_has_nobody_to_ask(base: Base) -> None:
    base.record(LATER, replace(FAR_AWAY, host_people=()), VisitCompleted())

    assert [note for _, _, note, _ in told(base, ANNA)] == ["visitor: Bea"]


def test_nobody_is_asked_for_the_words_of_somebody_who_was_erased(base: Base) -> None:
    colleague = PersonRegistered(name="Una", organisation="organisation-south", roles=("practitioner",))
    base.record("person-una", colleague)
    base.record(LATER, replace(FAR_AWAY, visitors=("person-una", "person-bea")), VisitCompleted(on="2016-03-11"))
    base.record("person-cleo", PersonErasureRequested(ground="A letter"))
    base.record("person-una", PersonErasureRequested(ground="A letter"))

    missing = [row["missing"] for row in base.queries(ANNA).board("2016-12-01") if row["id"] == LATER]
    steps = [row["next"] for row in base.queries(ANNA).board("2016-12-01") if row["id"] == LATER]

    assert [(command, note) for _, command, note, _ in told(base, ANNA)] == [("form export person-bea", "visitor: Bea")]
    assert missing == [["person-bea"]]
    assert [(step["step"], step["side"]) for step in steps[0] if step["side"]] == [
        ("reflect", "visitor"),
        ("follow up", "visitor"),
    ]
    assert steps[0][0]["command"] == "form export person-bea"
