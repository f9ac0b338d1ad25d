"""Events as CloudEvents: whole for who may read them, and nothing in them for who may not."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from epex.app.base import KnowledgeBase
from epex.app.exporting.events import cloud_events
from epex.core.sealed import SEALED
from epex.projections import outgoing
from epex.projections.history import AuditFilters
from tests.app.exporting.bases import HIDDEN, OUTSIDER, PLACE, WORDS, come, hold, told
from tests.app.importing.bases import TONE, copied

REQUIRED = {"specversion": "1.0", "datacontenttype": "application/json"}
NAME = re.compile(r"[a-z0-9]{1,20}")


@pytest.fixture
def base(tmp_path: Path) -> KnowledgeBase:
    return copied(told, tmp_path / "base")


def read_by(base: KnowledgeBase, person: str, as_of: str | None = None) -> KnowledgeBase:
    return KnowledgeBase.open(base.config.folder, acting_as=person, as_of=as_of)


def exported(base: KnowledgeBase, *subjects: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in cloud_events(base, subjects)]


def test_events_are_cloud_events_of_all_that_is_there(base: KnowledgeBase) -> None:
    found = exported(base)

    facts = base.log.facts()
    assert [(one["id"], one["type"], one["subject"], one["time"], one["position"]) for one in found] == [
        (fact.envelope.event_id, fact.envelope.type, fact.stream, fact.envelope.recorded_at, fact.position)
        for fact in facts
    ]
    assert {one["source"] for one in found} == {f"urn:epex:{base.config.base_id}"}
    assert all(REQUIRED.items() <= one.items() for one in found)
    assert [name for one in found for name in one if not NAME.fullmatch(name)] == []


def test_an_event_says_what_it_said_with_its_envelope(base: KnowledgeBase) -> None:
    [planned] = [one for one in exported(base, "visit") if one["type"] == "visit.planned"]

    assert (planned["occurredon"], planned["actor"], planned["visibility"]) == (
        "2017-03",
        base.person,
        "network",
    )
    # A number on its subject would count the steps that a reader may not see.
    assert "streamversion" not in planned
    assert (planned["data"]["title"], planned["data"]["place"], planned["data"]["visitors"]) == (
        "Doors",
        PLACE,
        [TONE],
    )


def test_events_are_those_of_the_audit_log(base: KnowledgeBase) -> None:
    hold(base, "Steering", "private")
    for person in (TONE, OUTSIDER):
        reading = read_by(base, person)

        listed = [row["position"] for row in reading.queries().audit_log(AuditFilters())]

        assert [one["position"] for one in exported(reading)] == listed
        assert "Steering" not in json.dumps(exported(reading))


@pytest.mark.slow
def test_what_one_may_not_see_is_not_in_an_event(base: KnowledgeBase) -> None:
    [side], [beside] = (
        [one["data"] for one in exported(read_by(base, person)) if one["type"] == "theme.evidence_linked"]
        for person in (TONE, OUTSIDER)
    )

    assert (side["quote"], side["source"].partition("-")[0], len(side["passage_hash"])) == (WORDS, "reflection", 64)
    assert (beside["source"], beside["document"]) == ("", "")
    assert beside.keys() == side.keys() - {"quote", "passage_hash", "document_version", "start", "end"}
    assert HIDDEN not in json.dumps(exported(read_by(base, OUTSIDER)))


def test_a_place_is_told_as_far_as_the_visit_says(base: KnowledgeBase) -> None:
    planned = [
        next(one["data"] for one in exported(read_by(base, person)) if one["type"] == "visit.planned")
        for person in (TONE, OUTSIDER)
    ]

    assert [data.get("place") for data in planned] == [PLACE, None]


def test_nothing_changes_for_a_reader_when_hidden_things_happen(base: KnowledgeBase, tmp_path: Path) -> None:
    before = list(cloud_events(read_by(base, OUTSIDER)))
    folder = shutil.copytree(base.config.folder, tmp_path / "copy")
    more = KnowledgeBase.open(folder)

    hold(more, "Steering", "private")

    assert list(cloud_events(read_by(more, OUTSIDER))) == before
    assert len(list(cloud_events(more))) == len(list(cloud_events(base))) + 1


def test_strange_events_are_exported_sealed_without_hidden_ids(base: KnowledgeBase) -> None:
    [written] = [row["id"] for row in base.queries().listing("reflection")]
    come(base, written)

    said = [exported(read_by(base, person))[-1] for person in (TONE, OUTSIDER)]

    assert [one["type"] for one in said] == ["stranger.came"] * 2
    assert [one["data"] for one in said] == [
        {"about": written, "count": 3, "word": SEALED},
        {"about": "", "count": 3, "word": SEALED},
    ]


def test_the_past_is_exported_as_it_was_known(base: KnowledgeBase) -> None:
    today = base.log.today()

    assert exported(read_by(base, base.person, "2001")) == []
    assert exported(read_by(base, base.person, today)) == exported(base)


def test_long_work_tells_how_far_it_is(base: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outgoing, "PORTION", 5)
    head, told_so_far = base.log.head(), list[tuple[int, int]]()

    lines = list(cloud_events(base, ("theme",), lambda done, total: told_so_far.append((done, total))))

    assert len(lines) == 2
    assert told_so_far == [(min(done, head), head) for done in range(5, head + 5, 5)]
