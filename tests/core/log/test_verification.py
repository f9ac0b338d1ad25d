"""Verification: every fault is named at its position, never raised."""

from pathlib import Path
from sqlite3 import connect as open_file

import pytest

from epex.core import theme
from epex.core.decision import Actor, new_id
from epex.core.judgement import Judgement
from epex.core.log.command import Command
from epex.core.log.ledger import EMPTY_ROOT, root_of
from epex.core.log.log import EventLog
from epex.core.log.rows import COLUMNS
from epex.core.log.verification import is_unchanged, verify


@pytest.fixture
def five(log: EventLog, coordinator: Actor) -> EventLog:
    """Give a log of five events, the last two on one stream."""
    for number in range(4):
        stream = new_id("theme")
        log.append(theme.propose(stream, {"en": f"Theme {number}"}, by=coordinator), Command(), coordinator, {})
    judgement = Judgement(rationale="We spoke of it.")
    log.append(theme.discuss(log.load(stream).state, judgement, by=coordinator), Command(), coordinator, {stream: 1})
    return log


def tamper(folder: Path, *statements: str) -> None:
    connection = open_file(folder / "events.db")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_verify_of_an_honest_log_finds_nothing(five: EventLog) -> None:
    verdict = verify(five.rows)

    assert (verdict.size, verdict.faults) == (5, ())
    assert verdict.root == root_of(five.rows.leaves())


def test_verify_of_an_empty_log_gives_the_empty_root(log: EventLog) -> None:
    verdict = verify(log.rows)

    assert (verdict.size, verdict.root, verdict.faults) == (0, EMPTY_ROOT, ())


@pytest.mark.parametrize(
    ("statement", "faults"),
    [
        ("UPDATE events SET payload = x'7b7d' WHERE position = 2", [(2, "the payload was changed")]),
        ("UPDATE events SET actor = 'person-mallory' WHERE position = 2", [(2, "does not match its leaf")]),
        ("UPDATE events SET type = 'theme.adopted' WHERE position = 5", [(5, "does not match its leaf")]),
        ("UPDATE events SET occurred_on = '1999' WHERE position = 1", [(1, "does not match its leaf")]),
        ("DELETE FROM events WHERE position = 3", [(3, "the event is gone")]),
        ("DELETE FROM leaves WHERE position = 5", [(5, "no leaf in the ledger")]),
        ("UPDATE leaves SET hash = x'00' WHERE position = 4", [(4, "does not match its leaf")]),
        ("UPDATE leaves SET hash = 'text' WHERE position = 4", [(4, "column hash holds a value of the wrong type")]),
        ("UPDATE leaves SET leaf_index = 9 WHERE position = 5", [(5, "leaf 9 where leaf 4 belongs")]),
        ("UPDATE events SET payload = 'text' WHERE position = 1", [(1, "column payload holds")]),
        ("UPDATE events SET actor = CAST(x'ff' AS TEXT) WHERE position = 1", [(1, "column actor holds")]),
        ("UPDATE events SET version = 'one' WHERE position = 1", [(1, "column version holds")]),
        ("UPDATE events SET audience = x'00' WHERE position = 1", [(1, "column audience holds")]),
    ],
)
def test_verify_names_the_fault_by_position(
    five: EventLog, tmp_path: Path, statement: str, faults: list[tuple[int, str]]
) -> None:
    tamper(tmp_path, statement)

    found = verify(five.rows).faults

    assert [fault["position"] for fault in found] == [position for position, _ in faults]
    assert all(words in fault["what"] for fault, (_, words) in zip(found, faults, strict=True))


def test_verify_names_a_gap_in_a_stream(five: EventLog, tmp_path: Path) -> None:
    tamper(tmp_path, "DELETE FROM events WHERE position = 4", "DELETE FROM leaves WHERE position = 4")
    tamper(tmp_path, "UPDATE leaves SET leaf_index = 3 WHERE position = 5")

    found = verify(five.rows).faults

    assert [(fault["position"], fault["what"]) for fault in found] == [
        (5, "the event is version 2 of its stream where version 1 belongs")
    ]


def test_verify_leaves_the_connection_fit_for_others(five: EventLog) -> None:
    verify(five.rows)

    assert [fact.position for fact in five.facts()] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET recorded_at = '2999-01-01T00:00:00.000000Z' WHERE position = 2",
        "UPDATE events SET version = 'one' WHERE position = 4",
        "UPDATE events SET stream_id = 'theme-elsewhere' WHERE position = 4",
        "DELETE FROM events WHERE position = 4",
    ],
)
def test_verify_names_one_fault_and_not_what_follows_from_it(five: EventLog, tmp_path: Path, statement: str) -> None:
    tamper(tmp_path, statement)

    assert len(verify(five.rows).faults) == 1


def test_verify_says_once_that_events_are_gone_with_their_leaves(five: EventLog, tmp_path: Path) -> None:
    tamper(tmp_path, *(f"DELETE FROM {table} WHERE position IN (2, 3)" for table in ("events", "leaves")))

    assert verify(five.rows).faults == (
        {"position": 4, "what": "the ledger has leaf 3 where leaf 1 belongs: 2 events are gone before it"},
    )


@pytest.mark.parametrize("position", [0, -7])
def test_verify_sees_what_stands_before_the_first_position(five: EventLog, tmp_path: Path, position: int) -> None:
    names = ", ".join(name for name in COLUMNS if name not in ("position", "event_id", "command_id"))
    elsewhere = names.replace("stream_id", "'theme-x'")
    tamper(
        tmp_path,
        f"INSERT INTO events (position, event_id, command_id, {names})"
        f" SELECT {position}, 'e', 'c', {elsewhere} FROM events WHERE position = 1",
    )

    assert verify(five.rows).faults == (
        {"position": position, "what": "the event has no leaf in the ledger: it was not recorded by epex"},
    )


def test_is_unchanged_compares_one_event_with_its_leaf(five: EventLog, tmp_path: Path) -> None:
    tamper(tmp_path, "UPDATE events SET actor = 'person-mallory' WHERE position = 2")
    pairs = [(event, leaf) for event, leaf in five.rows.pairs() if event and leaf]

    assert [is_unchanged(event, leaf) for event, leaf in pairs] == [True, False, True, True, True]
