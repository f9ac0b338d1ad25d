"""What merges hold back stays in the log and changes nothing, until a person lets it count."""

from uuid import uuid4

import pytest
from msgspec import structs
from sqlalchemy import text

from epex.core import theme
from epex.core.decision import Actor, Event, On, new_id
from epex.core.judgement import Judgement
from epex.core.log.command import Command, Conflict
from epex.core.log.envelope import Envelope, Fact, HeldEvent, UnknownEvent
from epex.core.log.holding import Held, Holding, read_version, version_of
from epex.core.log.log import EventLog
from epex.core.network import ConflictApplied, ConflictSettled, NetworkFounded, NetworkMerged, VersionFound
from epex.core.theme import Theme, ThemeParked, ThemeProposed

NETWORK, TRUST = "network-1", "theme-1"
BO, EDITOR = Actor("person-bo"), Actor("person-edi", None, frozenset({"editor"}))
JUDGED = Judgement(rationale="We spoke of it.")
FOUNDED = NetworkFounded(name="EPEX", base_id="base-1", public_key="")
PARKED = ThemeParked(rationale="Later.")


@pytest.fixture
def filled(log: EventLog, coordinator: Actor) -> EventLog:
    """Give a log of a network with a theme."""
    log.append([On(NETWORK, FOUNDED)], Command(), coordinator, {})
    log.append(theme.propose(TRUST, {"en": "Trust"}, by=coordinator), Command(), coordinator, {})
    return log


def own(log: EventLog, stream: str, event: Event, **columns: object) -> Fact:
    """Make an event that follows on its stream, with its envelope."""
    version = log.reader.versions([stream]).get(stream, 0) + 1
    envelope = Envelope(stream_id=stream, version=version, type=event.type, actor="person-anna")
    return Fact(structs.replace(envelope, **columns), event)


def merged(*held: str) -> NetworkMerged:
    """Merge a branch, and hold back some events."""
    why = ("turn",) * len(held)
    return NetworkMerged(base="base-2", size=1, root="", head="", shared=1, taken=1, held=held, why=why)


def take_parked(log: EventLog) -> str:
    """Take in that the theme was parked in another branch, and hold it back."""
    parked = own(log, TRUST, PARKED, origin_base="base-2", origin_position=9, origin_version=2, origin_recorded_at="x")
    event_id = parked.envelope.event_id
    log.take([own(log, NETWORK, merged(event_id))], [(parked.envelope, log.registry.encode(parked.envelope, PARKED))])
    return event_id


def test_what_is_held_back_is_listed_and_changes_no_state(filled: EventLog) -> None:
    event_id = take_parked(filled)

    fact = filled.facts()[-1]
    assert (fact.envelope.event_id, type(fact.event)) == (event_id, HeldEvent)
    assert (filled.load(TRUST).state, filled.load(TRUST).version) == (Theme(TRUST), 2)
    assert filled.reader.holding.at().ids == {event_id}
    assert [type(one.event) for one in filled.stream(TRUST)] == [ThemeProposed, HeldEvent]


def test_it_can_be_read_through(filled: EventLog) -> None:
    event_id = take_parked(filled)
    command = filled.facts()[-1].envelope.command_id

    found = [
        filled.reader.facts(3, through=True)[0],
        filled.reader.stream(TRUST, through=True)[-1],
        filled.reader.command(command, through=True)[0],
    ]

    assert [(fact.event, fact.envelope.event_id) for fact in found] == [(PARKED, event_id)] * 3


def test_what_counts_again_does_so_from_its_new_place(filled: EventLog) -> None:
    event_id = take_parked(filled)

    filled.append([On(TRUST, ConflictApplied(held=event_id))], Command(), BO, {TRUST: 2})

    fact = filled.facts()[-1]
    assert (fact.event, fact.position, fact.envelope.version) == (PARKED, 5, 3)
    assert (fact.envelope.type, fact.envelope.actor, fact.envelope.causation_id) == (
        "theme.parked",
        "person-anna",
        event_id,
    )
    assert filled.load(TRUST).state == Theme(TRUST, "parked")
    assert isinstance(filled.facts(3, 4)[0].event, HeldEvent)


def test_what_counts_again_may_be_held_back_itself(filled: EventLog) -> None:
    event_id = take_parked(filled)
    applied = own(filled, TRUST, ConflictApplied(held=event_id))
    payload = filled.registry.encode(applied.envelope, applied.event)
    filled.take([own(filled, NETWORK, merged(applied.envelope.event_id))], [(applied.envelope, payload)])
    assert filled.load(TRUST).state == Theme(TRUST)

    filled.append([On(TRUST, ConflictApplied(held=applied.envelope.event_id))], Command(), BO, {TRUST: 3})

    assert filled.load(TRUST).state == Theme(TRUST, "parked")


def test_letting_something_count_that_is_not_there_lets_nothing_count(filled: EventLog) -> None:
    filled.append([On(TRUST, ConflictApplied(held=str(uuid4())))], Command(), BO, {TRUST: 1})

    assert filled.facts()[-1].event == ConflictApplied(held=filled.facts()[-1].event.held)  # type: ignore[attr-defined]


def test_what_was_known_earlier_is_read_as_it_was_known(filled: EventLog) -> None:
    own_id = filled.facts()[-1].envelope.event_id
    filled.take([own(filled, NETWORK, merged(own_id), origin_base="base-2")], [])

    assert isinstance(filled.facts(upto=2)[-1].event, ThemeProposed)
    assert isinstance(filled.facts(1, limit=1)[0].event, HeldEvent)
    assert (filled.reader.holding.undone(), filled.load(TRUST).state) == (1, None)


def test_an_own_merge_undoes_nothing(filled: EventLog) -> None:
    take_parked(filled)

    assert filled.reader.holding.undone() == 0


def test_a_merge_by_another_process_is_seen(filled: EventLog) -> None:
    other = Holding(filled.engine)
    assert other.at() == Held()

    event_id = take_parked(filled)

    assert other.at().ids == {event_id}
    assert other.at(2) == Held()


def test_an_empty_log_holds_nothing_back(log: EventLog) -> None:
    assert (log.reader.holding.at(), log.reader.holding.undone()) == (Held(), 0)


def test_a_damaged_merge_holds_nothing_back(filled: EventLog) -> None:
    take_parked(filled)
    with filled.engine.begin() as connection:
        connection.execute(text("UPDATE events SET payload = :raw WHERE type = 'network.merged'"), {"raw": b"no json"})

    assert Holding(filled.engine).at() == Held()
    assert Holding(filled.engine).original(b"no json") is None


def test_take_is_one_unit_and_refused_when_a_stream_has_grown(filled: EventLog) -> None:
    late = own(filled, TRUST, PARKED)
    filled.append(
        theme.discuss(Theme(TRUST), JUDGED, by=Actor("p", None, frozenset({"editor"}))),
        Command(),
        Actor("p"),
        {TRUST: 1},
    )

    with pytest.raises(Conflict, match="Somebody else recorded something meanwhile"):
        filled.take([own(filled, NETWORK, merged()), late], [])

    assert filled.head() == 3


def test_take_records_its_own_events_before_and_after(filled: EventLog) -> None:
    stream = new_id("theme")
    foreign = Envelope(stream_id=stream, version=1, type="theme.sung", actor="person-x")
    told: list[int] = []
    filled.on_recorded = lambda events, position, _now: told.extend([len(events), position])

    last = filled.take([own(filled, NETWORK, merged())], [(foreign, b"{}")], [own(filled, TRUST, PARKED)])

    assert [fact.envelope.type for fact in filled.facts(2)] == ["network.merged", "theme.sung", "theme.parked"]
    assert (last, told) == (5, [2, 5])
    assert isinstance(filled.facts(3)[0].event, UnknownEvent)


def test_reader_knows_commands_versions_and_streams(filled: EventLog) -> None:
    command = filled.facts()[-1].envelope.command_id

    assert filled.reader.known_commands([command, "other"]) == {command}
    assert filled.reader.versions([TRUST, "theme-2"]) == {TRUST: 1}
    assert (filled.reader.streams("theme"), filled.reader.streams("visit")) == ([TRUST], [])


def test_positions_of_another_base_are_found_here(filled: EventLog) -> None:
    foreign = [own(filled, f"theme-{n}", PARKED, origin_base="base-2", origin_position=n) for n in (5, 7)]
    filled.take([own(filled, NETWORK, merged())], [(one.envelope, b"{}") for one in foreign])

    assert filled.reader.here("base-2", [1, 2, 5, 6, 7]) == [1, 2, 4, 5]
    assert filled.reader.here(None, [1, 9]) == [1, 9]


def versions(log: EventLog, *labels: str) -> list[str]:
    """Write down the founding of the theme in several versions."""
    ((envelope, _),) = log.reader.stored([founding(log)]).values()
    return [version_of(envelope, log.registry.encode(envelope, ThemeProposed(labels={"en": one}))) for one in labels]


def find(log: EventLog, conflict: str, first: str, second: str) -> None:
    """Record that there are two versions."""
    told = VersionFound(conflict=conflict, event=founding(log), stream=TRUST, first=first, second=second)
    log.take([own(log, NETWORK, told)], [])


def find_versions(log: EventLog, conflict: str, first: str, second: str) -> None:
    """Record that the founding of the theme is there in two versions."""
    find(log, conflict, *versions(log, first, second))


def founding(log: EventLog) -> str:
    """Name the event that the theme began with."""
    return log.stream(TRUST)[0].envelope.event_id


def settled(log: EventLog, conflict: str, *, applied: bool, **columns: object) -> None:
    """Record a decision on two versions."""
    said = ConflictSettled(held=(conflict,), applied=applied, reason="We asked.")
    log.take([own(log, NETWORK, said, **columns)], [])


def label(log: EventLog, upto: int | None = None) -> str:
    """Read what the theme is called at its beginning."""
    event = next(fact.event for fact in log.facts(upto=upto) if isinstance(fact.event, ThemeProposed))
    return event.labels["en"]


def test_the_first_version_counts_until_a_person_lets_the_later_one(filled: EventLog) -> None:
    find_versions(filled, "conflict-1", "Trust", "Confidence")
    found, before = filled.head(), label(filled)

    settled(filled, "conflict-1", applied=True)

    assert (before, label(filled), label(filled, found)) == ("Trust", "Confidence", "Trust")
    assert filled.stream(TRUST, through=True)[0].event == ThemeProposed(labels={"en": "Trust"})
    assert filled.reader.holding.at(1) == Held()
    assert filled.reader.holding.undone() == 2


def test_of_two_decisions_the_one_that_was_taken_first_counts(filled: EventLog) -> None:
    find_versions(filled, "conflict-1", "Trust", "Confidence")
    settled(filled, "conflict-1", applied=False)
    settled(filled, "conflict-1", applied=True, origin_base="base-2", origin_recorded_at="2000-01-01")

    assert label(filled) == "Confidence"


def test_of_three_versions_the_one_counts_that_nothing_speaks_against(filled: EventLog) -> None:
    trust, confidence, faith = versions(filled, "Trust", "Confidence", "Faith")
    find(filled, "conflict-1", trust, confidence)
    find(filled, "conflict-2", trust, faith)
    undecided = label(filled)
    settled(filled, "conflict-1", applied=True)

    assert (undecided, label(filled)) == ("Trust", "Confidence")


def test_a_damaged_finding_leaves_the_event_as_it_is(filled: EventLog) -> None:
    find_versions(filled, "conflict-1", "Faith", "Confidence")
    settled(filled, "conflict-1", applied=True)
    with filled.engine.begin() as connection:
        query = "UPDATE events SET payload = :raw WHERE type IN ('network.version_found', 'network.conflict_settled')"
        connection.execute(text(query), {"raw": b"no json"})

    assert Holding(filled.engine).at() == Held()


def test_a_version_is_read_as_it_was_written_down(filled: EventLog) -> None:
    ((envelope, payload),) = filled.reader.stored([founding(filled)]).values()

    version = read_version(version_of(envelope, payload))

    assert (version.type, version.actor, version.payload.encode()) == (envelope.type, envelope.actor, payload)


def test_the_reader_tells_who_recorded_an_event_first(filled: EventLog) -> None:
    foreign = take_parked(filled)

    assert filled.reader.origins([founding(filled), foreign, "x"]) == {
        founding(filled): (None, 2),
        foreign: ("base-2", 9),
    }


def test_a_mark_names_the_version_that_counted_when_it_was_made(filled: EventLog) -> None:
    (own_mark,) = filled.reader.marks([founding(filled)])
    find_versions(filled, "conflict-1", "Faith", "Confidence")
    (first,) = filled.reader.marks([founding(filled)])
    settled(filled, "conflict-1", applied=True)
    (later,) = filled.reader.marks([founding(filled)])

    facts = filled.reader.marked([own_mark, later, first])

    labels = [fact.event.labels["en"] for fact in facts if isinstance(fact.event, ThemeProposed)]
    assert labels == ["Trust", "Confidence", "Faith"]


def test_what_is_marked_is_read_in_its_order_though_it_is_held_back(filled: EventLog) -> None:
    begun, parked = founding(filled), take_parked(filled)
    marks = filled.reader.marks([parked, begun])

    facts = filled.reader.marked([*marks, "somewhere-else 00000000", f"{parked} 00000000"])

    assert [fact.event for fact in facts] == [PARKED, ThemeProposed(labels={"en": "Trust"}), PARKED]
