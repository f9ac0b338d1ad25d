"""Reading facts on both databases, whole or damaged."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text

from epex.core import theme
from epex.core.decision import Actor, new_id
from epex.core.judgement import Judgement
from epex.core.log import schema
from epex.core.log.command import Command, Conflict
from epex.core.log.database import connect
from epex.core.log.log import EventLog
from epex.core.log.reading import DamagedEvent
from epex.core.log.registry import Registry
from epex.core.log.vault import Vault
from epex.core.log.verification import verify

JUDGEMENT = Judgement(rationale="We spoke of it.")


@pytest.fixture
def shared(postgres_url: str, vault: Vault) -> Iterator[EventLog]:
    """Give an empty log on PostgreSQL."""
    engine: Engine = connect(postgres_url)
    schema.create(engine)
    yield EventLog(engine, vault, Registry(vault))
    engine.dispose()


def test_a_log_on_postgresql_behaves_the_same(shared: EventLog, coordinator: Actor) -> None:
    stream = shared.append(
        theme.propose(new_id("theme"), {"ar": "الثقة"}, by=coordinator), Command(command_id="c"), coordinator, {}
    ).id
    again = shared.append(
        theme.propose(new_id("theme"), {"ar": "الثقة"}, by=coordinator), Command(command_id="c"), coordinator, {}
    )
    state = shared.load(stream).state
    shared.append(theme.discuss(state, JUDGEMENT, by=coordinator), Command(), coordinator, {stream: 1})

    with pytest.raises(Conflict, match=r"theme\.discussed"):
        shared.append(theme.park(state, JUDGEMENT, by=coordinator), Command(), coordinator, {stream: 1})

    assert (again.id, again.repeated, shared.load(stream).version) == (stream, True, 2)
    verdict = verify(shared.rows)
    assert (verdict.size, verdict.faults) == (2, ())


def test_a_tampered_log_on_postgresql_is_named(shared: EventLog, coordinator: Actor) -> None:
    shared.append(theme.propose(new_id("theme"), {"en": "Trust"}, by=coordinator), Command(), coordinator, {})
    with shared.engine.begin() as connection:
        connection.execute(text("UPDATE events SET actor = 'person-mallory'"))

    faults = verify(shared.rows).faults

    assert [fault["what"] for fault in faults] == ["the event was changed: it does not match its leaf in the ledger"]


def test_the_newest_event_is_told_by_its_place_and_its_id(log: EventLog, coordinator: Actor) -> None:
    before = log.newest()
    log.append(theme.propose(new_id("theme"), {"en": "Trust"}, by=coordinator), Command(), coordinator, {})

    [fact] = log.facts()
    assert (before, log.newest()) == ((0, ""), (fact.position, fact.envelope.event_id))


def test_facts_name_the_damaged_event(log: EventLog, coordinator: Actor) -> None:
    log.append(theme.propose(new_id("theme"), {"en": "Trust"}, by=coordinator), Command(), coordinator, {})
    with log.engine.begin() as connection:
        connection.execute(text("UPDATE events SET payload = :raw"), {"raw": b'{"labels":7}'})

    with pytest.raises(DamagedEvent, match="Event 1 cannot be read"):
        log.facts()


def test_facts_name_text_that_cannot_be_decoded(log: EventLog, coordinator: Actor) -> None:
    log.append(theme.propose(new_id("theme"), {"en": "Trust"}, by=coordinator), Command(), coordinator, {})
    with log.engine.begin() as connection:
        connection.execute(text("UPDATE events SET actor = CAST(x'ff' AS TEXT)"))

    with pytest.raises(DamagedEvent, match="run 'epex audit verify' to see why"):
        log.facts()


def test_facts_of_the_core_alone_ask_nobody_for_the_others(engine: Engine, vault: Vault, coordinator: Actor) -> None:
    asked: list[str] = []
    log = EventLog(engine, vault, Registry(vault, asked.append))
    log.append(theme.propose(new_id("theme"), {"en": "Trust"}, by=coordinator), Command(), coordinator, {})
    log.append(theme.propose(new_id("theme"), {"en": "Tea"}, by=coordinator), Command(), coordinator, {})
    with engine.begin() as connection:
        connection.execute(text("UPDATE events SET type = 'tea.poured' WHERE position = 2"))

    kinds = [type(fact.event).__name__ for fact in log.facts(foreign=False)]

    assert (kinds, asked) == (["ThemeProposed", "UnknownEvent"], [])
    assert ([type(fact.event).__name__ for fact in log.facts()], asked) == (kinds, ["tea"])
