"""The laws of the views, for whole lives of a network."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from epex.core.decision import Actor, On
from epex.core.element import ElementEvidenceLinked
from epex.core.reader import Reader
from epex.core.reflection import ReflectionRecorded
from epex.core.theme import ThemeEvidenceLinked
from epex.projections.differences import Ends, differences
from epex.projections.follow import Follower
from epex.projections.past import PastViews
from epex.projections.queries import Queries
from epex.projections.readers import reader_of
from epex.projections.reading import VIEWS, Reading
from epex.projections.runner import Views
from epex.projections.table import Row
from tests.core.life import Life
from tests.core.stories import whole_lives
from tests.projections.bases import ANNA, BEA, CLEO, DORA, EVE, Base, digests
from tests.projections.society import HIDDEN_WORDS

pytestmark = pytest.mark.slow

LAW = settings(max_examples=15, deadline=None)
ON_A_SERVER = settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
LABELS = st.sampled_from(["private", "pair", "organisation", "network", "public", "evaluation"])


@contextmanager
def lived(life: Life, labels: list[str]) -> Iterator[Base]:
    """Record a life; the words of each reflection name it, and the labels are given in turn."""
    with TemporaryDirectory() as folder:
        base = Base(Path(folder))
        history = [marked(on) for on in life.history]
        for number, (_, group) in enumerate(groupby(history, key=lambda on: on.stream)):
            base.append(group, visibility=labels[number % len(labels)], audience="visit-0")
        yield base
        base.close()


def marked(on: On) -> On:
    """Let the words of a reflection name it, where they are quoted too."""
    if isinstance(on.event, ReflectionRecorded):
        return On(on.stream, replace(on.event, answers={"why": f"WORDS OF <{on.stream}>"}))
    if isinstance(on.event, ElementEvidenceLinked | ThemeEvidenceLinked) and on.event.document:
        return On(on.stream, replace(on.event, quote=f"WORDS OF <{on.event.document}>"))
    return on


def rebuilt(base: Base, address: str = ":memory:") -> Views:
    """Build all views anew."""
    views = base.opened(address)
    views.rebuild()
    return views


@pytest.mark.slow
@LAW
@given(life=whole_lives(), labels=st.lists(LABELS, min_size=1), size=st.integers(1, 40))
def test_a_rebuild_equals_following_in_batches_of_any_size(life: Life, labels: list[str], size: int) -> None:
    with lived(life, labels) as base:
        base.views.create()

        Follower(base.views.store, base.log).follow(map(base.views.projection, base.views.names), size)

        assert digests(base.views) == digests(rebuilt(base))


@pytest.mark.slow
@LAW
@given(life=whole_lives(), labels=st.lists(LABELS, min_size=1), stops=st.lists(st.integers(1, 80), max_size=4))
def test_views_that_follow_in_steps_equal_a_rebuild(life: Life, labels: list[str], stops: list[int]) -> None:
    with lived(life, labels) as base:
        for stop in sorted(stops):
            base.opened(upto=stop).catch_up(base.views.names[stop % 3 :: 2])
        base.views.catch_up()

        assert digests(base.views) == digests(rebuilt(base))


@pytest.mark.slow
@LAW
@given(life=whole_lives(), labels=st.lists(LABELS, min_size=1), data=st.data())
def test_views_up_to_a_position_equal_those_of_a_base_that_stopped_there(
    life: Life, labels: list[str], data: st.DataObject
) -> None:
    with lived(life, labels) as base:
        upto = data.draw(st.integers(1, base.log.head()))
        past = base.opened(":memory:", upto)
        past.catch_up()

        with base.engine.begin() as connection:
            connection.exec_driver_sql(f"DELETE FROM events WHERE position > {upto}")

        assert digests(past) == digests(rebuilt(base))


@LAW
@given(life=whole_lives(), labels=st.lists(LABELS, min_size=1), who=st.integers(0, 9), data=st.data())
def test_an_earlier_day_shows_no_more_than_today(life: Life, labels: list[str], who: int, data: st.DataObject) -> None:
    with lived(life, labels) as base:
        reader, upto = somebody(base, life, who), data.draw(st.integers(1, base.log.head()))
        past, today = Queries(PastViews(base.log, base.views, upto), reader), Queries(base.views, reader)

        for subject in VIEWS:
            earlier, now = ({row["id"] for row in queries.listing(subject)} for queries in (past, today))
            assert earlier <= now
        assert {row["position"] for row in past.audit_log()} <= {row["position"] for row in today.audit_log()}


@LAW
@given(life=whole_lives(), labels=st.lists(LABELS, min_size=1), who=st.integers(0, 9), data=st.data())
def test_what_changed_is_what_changed_before_and_after_any_day_between(
    life: Life, labels: list[str], who: int, data: st.DataObject
) -> None:
    with lived(life, labels) as base:
        reader = somebody(base, life, who)
        places = sorted(data.draw(st.tuples(*(st.integers(0, base.log.head()) for _ in range(3)))))
        first, middle, last = (Reading(PastViews(base.log, base.views, place), reader) for place in places)

        whole = changes(base, first, last)
        halves = [*changes(base, first, middle), *changes(base, middle, last)]

        assert changes(base, last, last) == []
        assert [row for row in whole if not is_explained(row, [half for half in halves if same(half, row)])] == []


def changes(base: Base, before: Reading, after: Reading) -> list[Row]:
    """Hold two states against each other, without their events."""
    log = Reading(base.views, before.reader)
    return differences(Ends(before, after, after, log, lambda row: row["position"] > 0))


def same(one: Row, other: Row) -> bool:
    """Tell whether two changes are of one thing."""
    return (one["kind"], one["id"]) == (other["kind"], other["id"])


def is_explained(row: Row, parts: list[Row]) -> bool:
    """Tell whether the changes of two times, one after the other, come to a change of both times."""
    if row["kind"] == "reflection":
        return bool(parts[0]["before"] == row["before"] and parts[-1]["after"] == row["after"])
    if row["change"] == "appeared":
        first = {"challenge": "shared_by", "organisation": "left"}.get(row["kind"], "status")
        named = "label" if row["kind"] == "element" else first
        steps = [part for part in parts if part["change"] in ("appeared", named)]
        return (steps[0]["change"], steps[-1]["after"]) == ("appeared", row["after"]) or row["kind"] == "meeting"
    steps = [part for part in parts if part["change"] == row["change"]]
    return (steps[0]["before"], steps[-1]["after"]) == (row["before"], row["after"])


@ON_A_SERVER
@given(life=whole_lives(), labels=st.lists(LABELS, min_size=1))
def test_sqlite_and_postgresql_hold_the_same(life: Life, labels: list[str], postgres_url: str) -> None:
    with lived(life, labels) as base:
        shared = rebuilt(base, postgres_url)
        base.views.catch_up()

        assert digests(shared) == digests(base.views)
        shared.close()


@pytest.mark.slow
@LAW
@given(life=whole_lives(), labels=st.lists(LABELS, min_size=1), who=st.integers(0, 9))
def test_a_hidden_reflection_shows_nowhere(life: Life, labels: list[str], who: int) -> None:
    with lived(life, labels) as base:
        reader = somebody(base, life, who)
        queries = Queries(base.views, reader)
        hidden = hidden_reflections(base, reader)

        answers = everything(queries)

        assert [stream for stream in hidden if f'"{stream}"' in answers or f"<{stream}>" in answers] == []
        assert queries.figures()["reflections"]["total"] == len(life.ids("reflection")) - len(hidden)


def somebody(base: Base, life: Life, who: int) -> Reader:
    """Pick somebody of the network, or a passer-by."""
    people = ["", *life.ids("person")]
    return reader_of(base.views, people[who % len(people)]) if who else Reader(grants=frozenset({"public"}))


def hidden_reflections(base: Base, reader: Reader) -> list[str]:
    """List the reflections that a reader may not see, by the one rule that says so."""
    base.views.catch_up(["reflections"])
    table = base.views.projection("reflections").tables[0]
    rows = base.views.read(base.views.table(table).select())
    return [row["id"] for row in rows if not reader.may_read(row["access"], row["author"])]


def everything(queries: Queries) -> str:
    """Ask every question that there is."""
    listed = [row for subject in VIEWS for row in queries.listing(subject)]
    ids = [row["id"] for row in listed]
    asked = [ask(identity) for identity in ids for ask in (queries.show, queries.why, queries.trace)]
    log = [{**queries.event(row["event_id"]), **row} for row in queries.audit_log()]
    return json.dumps([listed, asked, log, queries.figures()], ensure_ascii=False)


@LAW
@given(life=whole_lives(), labels=st.lists(LABELS, min_size=1), who=st.integers(0, 9))
def test_sql_and_the_rule_agree_on_who_may_read(life: Life, labels: list[str], who: int) -> None:
    with lived(life, labels) as base:
        reader = somebody(base, life, who)
        queries = Queries(base.views, reader)

        for subject in VIEWS:
            seen = {row["id"] for row in queries.listing(subject)}
            rows = base.views.read(base.views.table(base.views.projection(VIEWS[subject]).tables[0]).select())
            assert seen == {row["id"] for row in rows if reader.may_read(row["access"], row["author"])}


@pytest.mark.parametrize("size", [1, 7, 5000])
def test_the_story_of_a_small_network_is_the_same_in_batches_of_any_size(base: Base, size: int) -> None:
    base.views.create()

    Follower(base.views.store, base.log).follow(map(base.views.projection, base.views.names), size)

    assert digests(base.views) == digests(rebuilt(base))


@pytest.mark.parametrize(("actor", "sees"), [(ANNA, True), (BEA, True), (DORA, True), (CLEO, False), (EVE, False)])
def test_a_reflection_between_the_two_sides_shows_to_nobody_else(told: Base, actor: Actor, sees: bool) -> None:  # noqa: FBT001
    answers = everything(told.queries(actor))

    assert ('"reflection-host"' in answers, HIDDEN_WORDS in answers, "Host reflection" in answers) == (sees, sees, sees)


def test_the_public_sees_nothing_of_the_network(told: Base) -> None:
    queries = told.queries(None)

    assert (json.loads(everything(queries))[:3], queries.figures()["visits"]) == ([[], [], []], 0)
