"""Reasons as W3C PROV, read by the library of its editors' community and held against the constraints of PROV."""

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from prov.model import ProvDocument

from epex.core.element import ElementMerged, ElementReopened, ElementRetired
from epex.plugins.builtin.prov.chain import document
from tests.app.tracing.conftest import answer, base, traced
from tests.projections.bases import ANNA, CLEO, Base
from tests.projections.society import HIDDEN_WORDS

__all__ = ["answer", "base", "traced"]

BASE_ID = "3b11cc76-2594-4539-9e8c-38c85ca88256"
KINDS = ("entity", "activity", "agent")
ENDS = {
    "wasGeneratedBy": {"prov:entity": "entity", "prov:activity": "activity"},
    "wasInvalidatedBy": {"prov:entity": "entity", "prov:activity": "activity"},
    "used": {"prov:activity": "activity", "prov:entity": "entity"},
    "wasDerivedFrom": {"prov:generatedEntity": "entity", "prov:usedEntity": "entity", "prov:activity": "activity"},
    "wasInformedBy": {"prov:informed": "activity", "prov:informant": "activity"},
    "wasAssociatedWith": {"prov:activity": "activity", "prov:agent": "agent"},
    "wasAttributedTo": {"prov:entity": "entity", "prov:agent": "agent"},
    "actedOnBehalfOf": {"prov:delegate": "agent", "prov:responsible": "agent"},
    "specializationOf": {"prov:specificEntity": "entity", "prov:generalEntity": "entity"},
    "wasInfluencedBy": {"prov:influencee": "", "prov:influencer": ""},
}


def read(told: dict[str, Any]) -> ProvDocument:
    return ProvDocument.deserialize(content=json.dumps(told), format="json")


def breaches(told: dict[str, Any]) -> list[str]:
    """List what PROV-CONSTRAINTS forbids: in types, in uniqueness, and in what comes before what."""
    return [*_mistyped(told), *_out_of_order(told)]


def _mistyped(told: dict[str, Any]) -> Iterator[str]:
    known = {kind: set(told.get(kind, ())) for kind in KINDS}
    yield from (f"{name} is both" for name in known["entity"] & known["activity"])
    known[""] = set().union(*known.values())
    ends = ((name, row[end], kind) for name, row, told_of in _relations(told) for end, kind in told_of.items())
    yield from (f"{name}: {end} is no {kind or 'record'}" for name, end, kind in ends if end not in known[kind])


def _relations(told: dict[str, Any]) -> Iterator[tuple[str, dict[str, str], dict[str, str]]]:
    for relation, ends in ENDS.items():
        yield from ((name, row, ends) for name, row in told.get(relation, {}).items())


def _out_of_order(told: dict[str, Any]) -> Iterator[str]:
    made = {row["prov:entity"]: row["prov:activity"] for row in told["wasGeneratedBy"].values()}
    if len(made) < len(told["wasGeneratedBy"]):
        yield "something was generated twice"
    starts = {name: row.get("prov:startTime", "") for name, row in told["activity"].items()}
    for name, row in told.get("wasDerivedFrom", {}).items():
        before, after = made[row["prov:usedEntity"]], made[row["prov:generatedEntity"]]
        if place(before) >= place(after) or after != row["prov:activity"]:
            yield f"{name} derives what was there before"
    used = list(told.get("used", {}).values())
    for row in used:
        before, event = made[row["prov:entity"]], row["prov:activity"]
        if place(before) > place(event) or starts[before] > starts[event]:
            yield f"{event} uses what was not there yet"
    ended = {row["prov:entity"] for row in told.get("wasInvalidatedBy", {}).values()}
    yield from (f"{row['prov:entity']} is used, and ends" for row in used if row["prov:entity"] in ended)


def place(event: str) -> int:
    return int(event.rpartition("-")[2])


def test_every_document_is_read_and_written_again_as_the_same(answer: Any) -> None:
    told = document(answer, BASE_ID)

    first = read(told)

    again = json.loads(str(first.serialize(format="json")))
    assert read(again) == first
    # Relations have no names of their own, so that each writer numbers them.
    assert [set(again[kind]) for kind in KINDS] == [set(told[kind]) for kind in KINDS]
    assert {kind: len(rows) for kind, rows in again.items()} == {kind: len(rows) for kind, rows in told.items()}
    assert len(list(first.get_records())) == sum(len(rows) for kind, rows in told.items() if kind != "prefix")


def test_every_document_keeps_the_constraints(answer: Any) -> None:
    assert breaches(document(answer, BASE_ID)) == []


def test_every_document_tells_all_of_an_answer(answer: Any) -> None:
    told = document(answer, BASE_ID)

    named = {name.removeprefix("epex:") for kind in ("entity", "activity") for name in told[kind]}
    things = {answer["id"].replace(":", ".paragraph-"), *(row["id"] for row in answer["evidence"])}
    rows = [*answer["evidence"], *answer["decisions"], *answer["steps"], *answer["taken_back"]]
    assert (things - named, {f"event-{row['position']}" for row in rows} - named) == (set(), set())


def test_visits_and_decisions_are_activities_and_things_are_entities(traced: Base) -> None:
    told = document(traced.queries(ANNA).why("theme-trust"), BASE_ID)

    assert told["prefix"] == {"epex": f"urn:epex:{BASE_ID}:"}
    assert told["activity"]["epex:visit-week"] == {
        "prov:type": {"$": "epex:visit", "type": "prov:QUALIFIED_NAME"},
        "prov:label": "A week in the north",
        "epex:status": "monitored",
        "epex:startedOn": {"$": "2016-03-07", "type": "xsd:date"},
        "epex:endedOn": {"$": "2016-03-11", "type": "xsd:date"},
    }
    assert told["entity"]["epex:theme-trust"]["prov:label"] == "Trust"
    (adopted,) = (row for row in told["activity"].values() if row.get("epex:decision") == "adopted")
    assert (adopted["epex:votes_for"], adopted["epex:votes_against"], adopted["epex:dissent"]) == (
        9,
        2,
        "Prisons differ.",
    )
    assert adopted["epex:occurredOn"] == {"$": "2016-05-20", "type": "xsd:date"}


def test_stance_and_passage_stand_on_the_derivation(traced: Base) -> None:
    told = document(traced.queries(ANNA).why("theme-trust"), BASE_ID)

    stances = {row.get("epex:passage"): row.get("epex:stance") for row in told["wasDerivedFrom"].values()}

    assert stances["Nobody mentioned risk."] == "nuances"


def test_what_was_merged_is_no_longer_in_force(traced: Base) -> None:
    told = document(traced.queries(ANNA).trace("visit-week"), BASE_ID)

    assert "epex:theme-trust" not in {row["prov:entity"] for row in told.get("wasInvalidatedBy", {}).values()}


def test_what_was_taken_up_again_is_in_force(base: Base) -> None:
    base.record("element-tea", ElementRetired(reason="Cold"))
    retired = document(base.queries(ANNA).why("element-tea"), BASE_ID)
    base.record("element-tea", ElementReopened(reason="Warm"))
    reopened = document(base.queries(ANNA).why("element-tea"), BASE_ID)
    base.record("element-tea", ElementMerged(into="element-cup", reason="Same"))
    merged = document(base.queries(ANNA).why("element-tea"), BASE_ID)

    ended = [
        [row["prov:entity"] for row in told.get("wasInvalidatedBy", {}).values()]
        for told in (retired, reopened, merged)
    ]
    assert ended == [["epex:element-tea"], [], ["epex:element-tea"]]
    assert [breaches(told) for told in (retired, reopened, merged)] == [[], [], []]


def test_people_are_named_as_the_reader_may_see_them(base: Base) -> None:
    told = document(base.queries(ANNA).why("theme-trust"), BASE_ID)

    called = defaultdict(set)
    for name, row in told["agent"].items():
        called[row["prov:type"]["$"]].add((name.partition("-")[0].removeprefix("epex:"), row["prov:label"]))
    assert ("person", "Anna") in called["prov:Person"]
    assert ("author", "a practitioner") in called["prov:Person"]
    assert ("organisation", "The north house") in called["prov:Organization"]


def test_somebody_whom_the_reader_may_not_know_is_no_agent(traced: Base) -> None:
    answer = traced.queries(ANNA).why("theme-trust")
    unknown = {"actor_name": "somebody"}
    hidden = {**answer, "decisions": [{**one, **unknown} for one in answer["decisions"]]}
    hidden |= {"evidence": [{**one, "actor": "", "actor_name": ""} for one in answer["evidence"]]}
    hidden |= {"steps": [{**one, **unknown} for one in answer["steps"]]}
    hidden |= {"taken_back": [{**one, **unknown} for one in answer["taken_back"]]}

    told = document(hidden, BASE_ID)

    assert [name for name in told["agent"] if name.startswith("epex:person-")] == []


def test_a_document_tells_nothing_that_is_hidden(traced: Base) -> None:
    told = [json.dumps(document(traced.queries(actor).why("theme-trust"), BASE_ID)) for actor in (ANNA, CLEO)]

    assert ["reflection-host" in text for text in told] == [True, False]
    assert HIDDEN_WORDS not in told[1]


@pytest.mark.parametrize(
    ("day", "kind"), [("2017", "xsd:gYear"), ("2017-03", "xsd:gYearMonth"), ("2017-03-14", "xsd:date")]
)
def test_days_are_as_precise_as_they_are_known(base: Base, day: str, kind: str) -> None:
    base.record("element-tea", ElementRetired(reason="Cold"), occurred_on=day)

    told = document(base.queries(ANNA).why("element-tea"), BASE_ID)

    days = [row["epex:occurredOn"] for row in told["activity"].values() if row.get("epex:decision") == "retired"]
    assert days == [{"$": day, "type": kind}]
