"""Rows as the database holds them."""

from collections.abc import Sequence

import pytest
from sqlalchemy import text

from epex.core import theme
from epex.core.decision import Actor, Refused, new_id
from epex.core.log import schema
from epex.core.log.command import Command
from epex.core.log.database import connect
from epex.core.log.log import EventLog
from epex.core.log.registry import Registry
from epex.core.log.rows import COLUMNS, OF_EVENTS, OF_LEAVES, Disorder, Pair
from epex.core.log.vault import Vault


@pytest.fixture
def three(log: EventLog, coordinator: Actor) -> EventLog:
    for number in range(3):
        ons = theme.propose(new_id("theme"), {"en": f"Theme {number}"}, by=coordinator)
        log.append(ons, Command(), coordinator, {})
    return log


def places(pairs: Sequence[Pair]) -> list[tuple[object, object]]:
    return [(event and event[0], leaf and leaf[0]) for event, leaf in pairs]


def change(log: EventLog, statement: str) -> None:
    with log.engine.begin() as connection:
        connection.execute(text(statement))


def test_pairs_give_each_event_its_leaf(three: EventLog) -> None:
    assert places(list(three.rows.pairs())) == [(1, 1), (2, 2), (3, 3)]
    assert places(list(three.rows.pairs(after=2))) == [(3, 3)]
    assert len(next(three.rows.pairs())[0] or ()) == len(COLUMNS) == 23


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("DELETE FROM events WHERE position = 2", [(1, 1), (None, 2), (3, 3)]),
        ("DELETE FROM events WHERE position = 3", [(1, 1), (2, 2), (None, 3)]),
        ("DELETE FROM leaves WHERE position = 2", [(1, 1), (2, None), (3, 3)]),
        ("DELETE FROM leaves WHERE position = 3", [(1, 1), (2, 2), (3, None)]),
        ("UPDATE leaves SET position = 'two' WHERE position = 2", [(1, 1), (None, "two"), (2, None), (3, 3)]),
    ],
)
def test_pairs_show_what_stands_alone(three: EventLog, statement: str, found: list[tuple[object, object]]) -> None:
    change(three, statement)

    assert places(list(three.rows.pairs())) == found


@pytest.mark.parametrize("query", [OF_EVENTS, OF_LEAVES])
def test_pairs_after_a_position_are_found_without_reading_those_before(three: EventLog, query: str) -> None:
    with three.engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query.format(2)}").all()

    assert [step.detail for step in plan if step.detail.startswith("SCAN")] == []


def test_pairs_give_undecodable_text_with_what_can_be_read(three: EventLog) -> None:
    change(three, "UPDATE events SET actor = CAST(x'61ff' AS TEXT) WHERE position = 2")

    actors = [event[COLUMNS.index("actor")] for event, _ in three.rows.pairs() if event]

    assert actors == ["person-anna", "a\udcff", "person-anna"]


def test_pairs_refuse_a_file_that_is_broken(three: EventLog) -> None:
    change(three, "DROP TABLE leaves")

    with pytest.raises(Refused, match="The log cannot be read"):
        list(three.rows.pairs())


def test_disorder_finds_gaps_and_events_before_their_time(three: EventLog) -> None:
    stream = three.facts()[0].stream
    change(three, f"UPDATE events SET stream_id = '{stream}', version = 4 WHERE position = 2")
    change(three, f"UPDATE events SET stream_id = '{stream}', version = 2 WHERE position = 3")

    assert three.rows.disorder() == [Disorder(2, 4, 3)]
    change(three, "UPDATE events SET version = 3 WHERE position = 2")
    assert three.rows.disorder() == [Disorder(2, 3, 3)]


def test_single_rows_are_found(three: EventLog) -> None:
    rows, facts = three.rows, three.facts()

    assert (rows.size(), rows.leaf_index(2), rows.leaf_index(9), rows.leaf(9)) == (3, 1, None, None)
    assert rows.leaf(1) == (2, rows.leaves()[1])
    assert rows.recorded_after(2) == rows.recorded_at(2) == facts[2].envelope.recorded_at
    assert (rows.recorded_after(3), rows.recorded_at(3)) == (None, None)


def test_pairs_of_an_empty_log_are_none(log: EventLog) -> None:
    assert (list(log.rows.pairs()), log.rows.size(), log.rows.leaves(), log.rows.disorder()) == ([], 0, [], [])


def test_pairs_are_the_same_on_postgresql(vault: Vault, postgres_url: str, coordinator: Actor) -> None:
    engine = connect(postgres_url)
    schema.create(engine)
    log = EventLog(engine, vault, Registry(vault))
    ons = [on for _ in range(2500) for on in theme.propose(new_id("theme"), {"en": "Trust"}, by=coordinator)]
    log.append(ons, Command(), coordinator, {})

    pairs = list(log.rows.pairs(after=1))

    assert places(pairs) == [(position, position) for position in range(2, 2501)]
    assert [type(cell) for cell in pairs[0][0] or ()][-2:] == [bytes, bytes]
    assert log.rows.disorder() == []
    engine.dispose()
