"""The envelope and the bytes that are hashed."""

import time
from datetime import datetime, timedelta, timezone
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from epex.core.log.envelope import (
    METADATA,
    REMEMBERED,
    WIDTH,
    Envelope,
    Fact,
    Prefixed,
    UnknownEvent,
    canonical_metadata,
    leaf_hash,
    stamp,
)
from epex.core.log.schema import EVENTS

VECTOR = Envelope(
    position=7,
    event_id="0f8fad5b-d9cb-469f-a165-70867728950e",
    stream_id="theme-7c9e6679-7425-40de-944b-e07fc1f90ae7",
    version=3,
    type="theme.merged",
    recorded_at="2017-03-14T09:26:53.000000Z",
    occurred_on="2017-03",
    actor="person-1",
    recorded_by="epex 0.1.0",
    command_id="c-1",
    audience="",
)
VECTOR_LEAF = "0fc6863e0cc3b41d9731ca26b3a9ff96cc1b68fbc3e695da93ea5f5ac001becb"


def test_metadata_names_the_first_columns_of_the_log_in_order() -> None:
    assert tuple(column.name for column in EVENTS.columns)[:WIDTH] == METADATA


def test_canonical_metadata_prefixes_lengths() -> None:
    start = canonical_metadata(VECTOR)[:11]

    assert start == b"\x01\x00\x00\x00\x017\x01\x00\x00\x00$"


def test_leaf_hash_matches_the_published_vector() -> None:
    leaf = leaf_hash(VECTOR, sha256(b"{}").digest())

    assert leaf.hex() == VECTOR_LEAF


def test_canonical_metadata_tells_missing_from_empty() -> None:
    assert canonical_metadata(VECTOR) != canonical_metadata(structs.replace(VECTOR, audience=None))


@pytest.mark.parametrize("name", METADATA)
def test_leaf_hash_depends_on_every_column(name: str) -> None:
    other: Any = 99 if isinstance(getattr(VECTOR, name), int) else "changed"
    changed = structs.replace(VECTOR, **{name: other})

    assert leaf_hash(changed, b"") != leaf_hash(VECTOR, b"")


@given(texts=st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=3), max_size=9), payload=st.binary())
def test_leaves_of_many_events_are_those_of_each(texts: list[str], payload: bytes) -> None:
    envelopes = [structs.replace(VECTOR, position=len(text), type=text, audience=text or None) for text in texts]
    prefixed = Prefixed()

    leaves = [prefixed.leaf(structs.astuple(each), payload) for each in envelopes]

    assert leaves == [leaf_hash(each, payload) for each in envelopes]


def test_prefixed_remembers_no_more_than_it_may() -> None:
    prefixed = Prefixed()

    largest = max(len(prefixed) for number in range(REMEMBERED + 10) if prefixed[number])

    assert (largest, prefixed[7]) == (REMEMBERED + 1, b"\x01\x00\x00\x00\x017")


def test_fact_speaks_eventsourcing() -> None:
    fact = Fact(VECTOR, UnknownEvent("theme.merged", b"{}"))

    assert (fact.originator_id, fact.originator_version) == (VECTOR.stream_id, 3)
    assert (fact.stream, fact.position, fact.subject) == (VECTOR.stream_id, 7, "theme")


def test_stamp_writes_utc_wherever_the_machine_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = datetime(2017, 3, 14, 9, 26, 53, 589, tzinfo=timezone(timedelta(hours=2)))
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()

    stamped = stamp(moment)

    monkeypatch.undo()
    time.tzset()
    assert stamped == "2017-03-14T07:26:53.000589Z"
