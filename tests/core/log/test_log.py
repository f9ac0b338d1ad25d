"""Appending: atomic, conflict-checked, safe to repeat."""

import multiprocessing
from datetime import timedelta
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest
from sqlalchemy import Engine

from epex.core import theme
from epex.core.decision import Actor, On, Refused, new_id
from epex.core.judgement import Judgement
from epex.core.log import schema
from epex.core.log.command import Command, Conflict, Receipt
from epex.core.log.database import connect
from epex.core.log.envelope import stamp
from epex.core.log.log import EventLog, system_clock
from epex.core.log.registry import Registry
from epex.core.log.vault import Vault
from epex.core.theme import ThemeAbsorbed, ThemeMerged, ThemeProposed
from tests.core.log.conftest import WRAPPING_KEYS, SetClock

RATIONALE = Judgement(rationale="They ask the same question.")


def propose(log: EventLog, by: Actor, label: str = "Trust", command: Command | None = None) -> Receipt:
    return log.append(theme.propose(new_id("theme"), {"en": label}, by=by), command or Command(), by, {})


def test_append_acknowledges_with_the_position(log: EventLog, coordinator: Actor) -> None:
    receipt = propose(log, coordinator)

    assert receipt.position == log.head() == 1
    assert receipt.events == ({"type": "theme.proposed", "stream_id": receipt.id, "version": 1},)
    assert not receipt.repeated


def test_stored_equals_read(log: EventLog, coordinator: Actor) -> None:
    stream = new_id("theme")
    event = ThemeProposed(labels={"en": "Trust", "ar": "الثقة"}, scope_note="", challenges=("challenge-1",))

    log.append([On(stream, event)], Command(occurred_on="2017-03", audience="visit-1"), coordinator, {})

    fact = log.facts()[0]
    assert fact.event == event
    assert (fact.stream, fact.envelope.occurred_on, fact.envelope.audience) == (stream, "2017-03", "visit-1")
    assert (fact.envelope.actor, fact.envelope.organisation) == ("person-anna", "organisation-north")


def test_append_seals_every_text(log: EventLog, coordinator: Actor, tmp_path: Path) -> None:
    propose(log, coordinator, "Vertrauensaufbau")

    written = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"Vertrauensaufbau" not in written


def test_append_covers_several_streams(log: EventLog, coordinator: Actor) -> None:
    first, second = (propose(log, coordinator, label).id for label in ("Trust", "Confidence"))
    left, right = log.load(first), log.load(second)

    receipt = log.append(
        theme.merge(left.state, right.state, RATIONALE, by=coordinator), Command(), coordinator, {first: 1, second: 1}
    )

    assert [event["stream_id"] for event in receipt.events] == [first, second]
    assert [type(fact.event) for fact in log.facts(after=2)] == [ThemeMerged, ThemeAbsorbed]
    assert (log.load(first).state.status, log.load(first).version) == ("merged", 2)


def test_append_says_what_happened_since(log: EventLog, coordinator: Actor) -> None:
    stream = propose(log, coordinator).id
    state = log.load(stream).state
    log.append(theme.discuss(state, RATIONALE, by=coordinator), Command(), coordinator, {stream: 1})

    with pytest.raises(Conflict, match=r"theme\.discussed by person-anna") as refused:
        log.append(theme.park(state, RATIONALE, by=coordinator), Command(), coordinator, {stream: 1})

    assert [fact.position for fact in refused.value.since] == [2]
    assert log.head() == 2


def test_append_of_a_conflict_records_nothing_of_the_unit(log: EventLog, coordinator: Actor) -> None:
    first, second = (propose(log, coordinator, label).id for label in ("Trust", "Confidence"))
    left, right = log.load(first).state, log.load(second).state
    log.append(theme.discuss(right, RATIONALE, by=coordinator), Command(), coordinator, {second: 1})

    with pytest.raises(Conflict):
        log.append(theme.merge(left, right, RATIONALE, by=coordinator), Command(), coordinator, {first: 1, second: 1})

    assert log.load(first).version == 1


def test_append_answers_a_repeated_command_with_the_first_receipt(log: EventLog, coordinator: Actor) -> None:
    first = propose(log, coordinator, command=Command(command_id="once"))

    again = propose(log, coordinator, command=Command(command_id="once"))

    assert (again.position, again.events, again.id, again.repeated) == (1, first.events, first.id, True)
    assert log.head() == 1


def test_append_of_nothing_is_refused(log: EventLog, coordinator: Actor) -> None:
    with pytest.raises(Refused, match="nothing to record"):
        log.append([], Command(), coordinator, {})


def test_append_to_an_erased_subject_is_refused(log: EventLog, coordinator: Actor) -> None:
    stream = propose(log, coordinator).id
    log.vault.destroy(stream)

    with pytest.raises(Refused, match="was erased"):
        log.append(
            theme.discuss(log.load(stream).state, RATIONALE, by=coordinator), Command(), coordinator, {stream: 1}
        )


def test_recorded_at_never_goes_back(log: EventLog, coordinator: Actor, set_clock: SetClock) -> None:
    propose(log, coordinator)
    set_clock.advance(hours=-5)
    propose(log, coordinator)

    assert [fact.envelope.recorded_at for fact in log.facts()] == ["2017-03-14T09:26:53.000000Z"] * 2


def test_head_at_finds_the_position_of_a_moment(log: EventLog, coordinator: Actor, set_clock: SetClock) -> None:
    propose(log, coordinator)
    set_clock.advance(days=1)
    propose(log, coordinator)

    assert [log.head_at(f"2017-03-{day}T23:59:59.999999Z") for day in (13, 14, 15)] == [0, 1, 2]


@pytest.mark.parametrize("gone", [(), (1,), (4, 5, 6), (9,), (2, 3, 10)])
def test_head_at_is_the_last_event_up_to_a_moment_whatever_gaps_there_are(
    log: EventLog, coordinator: Actor, set_clock: SetClock, gone: tuple[int, ...]
) -> None:
    for hours in (0, 5, 0, 0, 30, 1, 0, 70, 0, 2):
        set_clock.advance(hours=hours)
        propose(log, coordinator)
    with log.engine.begin() as connection:
        for position in gone:
            connection.exec_driver_sql(f"DELETE FROM events WHERE position = {position}")
    there = log.facts()

    moments = [stamp(set_clock() - timedelta(minutes=30 * halves)) for halves in range(250)]

    assert [log.head_at(moment) for moment in moments] == [
        max((fact.position for fact in there if fact.envelope.recorded_at <= moment), default=0) for moment in moments
    ]


def test_facts_come_in_portions(log: EventLog, coordinator: Actor) -> None:
    for number in range(5):
        propose(log, coordinator, f"Theme {number}")

    assert [fact.position for fact in log.facts(after=1, upto=4, limit=2)] == [2, 3]
    assert [fact.position for fact in log.facts(after=3, upto=4)] == [4]


def test_known_tells_recorded_event_ids(log: EventLog, coordinator: Actor) -> None:
    propose(log, coordinator, command=Command(event_ids=["event-1"]))

    assert log.reader.known(["event-1", "event-2"]) == {"event-1"}


def test_load_of_an_unknown_stream_has_no_state(log: EventLog) -> None:
    loaded = log.load("theme-unknown")

    assert (loaded.state, loaded.version) == (None, 0)


def test_system_clock_is_in_utc() -> None:
    assert str(system_clock().tzinfo) == "UTC"


def _race(folder: str, command_id: str, start: Barrier, answers: "Queue[tuple[int, str]]") -> None:
    vault = Vault(Path(folder) / "keys.db", WRAPPING_KEYS)
    log = EventLog(connect(Path(folder) / "events.db"), vault, Registry(vault))
    by = Actor("person-anna", None, frozenset({"coordinator"}))
    start.wait()
    receipt = propose(log, by, command=Command(command_id=command_id))
    answers.put((receipt.position, receipt.id))


@pytest.mark.parametrize("attempt", range(3))
def test_append_records_a_racing_command_once(engine: Engine, tmp_path: Path, attempt: int) -> None:
    schema.create(engine)
    context = multiprocessing.get_context("spawn")
    barrier, answers = context.Barrier(2), context.Queue()
    racers = [context.Process(target=_race, args=(str(tmp_path), f"c{attempt}", barrier, answers)) for _ in range(2)]

    for racer in racers:
        racer.start()
    results = {answers.get(timeout=60) for _ in racers}
    for racer in racers:
        racer.join()

    assert len(results) == 1
