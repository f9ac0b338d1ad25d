"""Interviews, findings and stories as their readers see them, and as nobody else does."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from epex.core.decision import Actor, Refused
from epex.core.finding import (
    FindingEvidenceLinked,
    FindingEvidenceUnlinked,
    FindingRetracted,
    FindingRevised,
    FindingStated,
)
from epex.core.interview import (
    InterviewCited,
    InterviewRecorded,
    InterviewRevised,
    InterviewUncited,
    InterviewWithdrawn,
)
from epex.core.log.log import EventLog
from epex.core.log.registry import Registry
from epex.core.log.vault import Vault
from epex.core.person import PersonErasureRequested
from epex.core.story import StoryChosen, StoryConsentRecorded, StoryReleased, StoryWithdrawn
from epex.projections.queries import Queries
from epex.projections.readers import reader_of
from epex.projections.runner import Views
from tests.projections.bases import ANNA, BEA, CLEO, DORA, EVE, Base

CONFIDED: dict[str, Any] = {"by": EVE, "visibility": "evaluation"}
WORDS = "Nobody tells the officers"
SAID = InterviewRecorded(text=f"{WORDS} why. We tried tea.", person="person-bea", year=1, language="en")
STATED = FindingStated(statement="Officers are left out", kind="what_does_not", year=1)
QUOTED = InterviewCited(
    target="finding-out", stance="supports", version=1, start=0, end=len(WORDS), quote=WORDS, note="Said twice"
)
CHOSEN = StoryChosen(
    title="The first cup",
    text="He stayed for a cup.",
    teller="person-bea",
    about="element-tea",
    year=1,
    considered=9,
    chosen_by="Six of us",
    document="reflection-guest",
    document_version=1,
    start=23,
    end=38,
    quote="Tea came first.",
    reason="It is small",
)
OUT = StoryReleased(visibility="network", title="A cup", text="Somebody stayed.", chosen_by="Six", because="Small")
OTHERS = (ANNA, BEA, CLEO, DORA)


@pytest.fixture
def evaluated(base: Base) -> Base:
    """Give the small network with an interview, a finding that rests on it, and a story that was chosen."""
    base.record("interview-bea", SAID, **CONFIDED)
    base.record("finding-out", STATED, FindingEvidenceLinked(source="visit-week", stance="contradicts"), by=EVE)
    base.record("interview-bea", QUOTED, **CONFIDED)
    base.record("story-cup", CHOSEN, **CONFIDED)
    return base


def seen(base: Base, actor: Actor, subject: str) -> list[str]:
    return [row["title"] for row in base.queries(actor).listing(subject)]


def evidence(base: Base, actor: Actor, identity: str) -> list[tuple[str, str, str | None, str]]:
    rows = base.queries(actor).show(identity)["evidence"]
    return [(row["id"], row["stance"], row["passage"], row["note"]) for row in rows]


def test_interviews_are_listed_to_evaluators_with_who_spoke(evaluated: Base) -> None:
    (row,) = evaluated.queries(EVE).listing("interview")

    told = {name: row[name] for name in ("title", "person", "person_name", "year", "language", "version", "status")}
    assert told == {
        "title": "Interview 1 of year 1",
        "person": "person-bea",
        "person_name": "Bea",
        "year": 1,
        "language": "en",
        "version": 1,
        "status": "recorded",
    }
    assert [seen(evaluated, actor, "interview") for actor in OTHERS] == [[], [], [], []]


def test_interviews_of_a_year_are_numbered(evaluated: Base) -> None:
    for stream, year in (("interview-two", 1), ("interview-three", 2)):
        evaluated.record(stream, InterviewRecorded(text="Yes", year=year), **CONFIDED)

    assert seen(evaluated, EVE, "interview") == [
        "Interview 1 of year 1",
        "Interview 2 of year 1",
        "Interview 1 of year 2",
    ]


def test_an_interview_shows_its_newest_text_its_versions_and_what_rests_on_it(evaluated: Base) -> None:
    evaluated.record("interview-bea", InterviewRevised(text="Nobody asks.", reason="A name", version=2), **CONFIDED)

    shown = evaluated.queries(EVE).show("interview-bea")

    steps = [(step["step"], step["version"], step["reason"], step["actor_name"]) for step in shown["history"]]
    used = [(link["id"], link["passage"], link["note"], link["state"], link["who"]) for link in shown["used_in"]]
    assert (shown["text"], shown["person_name"], shown["version"]) == ("Nobody asks.", "Bea", 2)
    assert steps == [("recorded", 1, "", "Eve"), ("revised", 2, "A name", "Eve")]
    assert used == [("finding-out", WORDS, "Said twice", "changed", "Bea")]


@pytest.mark.parametrize("actor", OTHERS)
def test_an_interview_is_not_there_for_anybody_else(evaluated: Base, actor: Actor) -> None:
    queries = evaluated.queries(actor)

    for identity in ("interview-bea", "interview-none"):
        with pytest.raises(Refused, match=f"There is no '{identity}' that you may read"):
            queries.show(identity)
    with pytest.raises(Refused, match="There is no interview 'Interview 1 of year 1' that you may read"):
        queries.resolve("Interview 1 of year 1", "interview")
    assert (queries.titles(["interview-bea", "story-cup"]), queries.interview_texts("interview-bea")) == ({}, {})


def test_only_evaluators_see_that_a_finding_rests_on_an_interview(evaluated: Base) -> None:
    visit = ("visit-week", "contradicts", None, "")

    assert evidence(evaluated, EVE, "finding-out") == [visit, ("interview-bea", "supports", WORDS, "Said twice")]
    assert [evidence(evaluated, actor, "finding-out") for actor in OTHERS] == [[visit]] * 4


def test_the_audit_follows_findings_to_what_each_reader_may_see(evaluated: Base) -> None:
    why = {actor.person: evaluated.queries(actor).why("finding-out") for actor in (EVE, ANNA)}
    trace = evaluated.queries(ANNA).trace("visit-week")

    behind = {person: {link["id"] for link in row["evidence"]} for person, row in why.items()}
    assert behind["person-eve"] - behind["person-anna"] == {"interview-bea"}
    assert "visit-week" in behind["person-anna"]
    assert "finding-out" in {link["id"] for link in trace["evidence"]}
    assert "story-cup" not in {link["id"] for link in trace["evidence"]}


def test_uncited_interviews_and_unlinked_evidence_are_gone(evaluated: Base) -> None:
    evaluated.record("interview-bea", InterviewUncited(target="finding-out", reason="Another year"), **CONFIDED)
    evaluated.record("finding-out", FindingEvidenceUnlinked(source="visit-week", reason="Another visit"), by=EVE)

    assert evidence(evaluated, EVE, "finding-out") == []


def test_uncited_before_it_was_cited_changes_nothing(evaluated: Base) -> None:
    evaluated.record("interview-bea", InterviewUncited(target="finding-none", reason="Why"), **CONFIDED)

    assert len(evidence(evaluated, EVE, "finding-out")) == 2


def test_an_interview_as_a_whole_can_be_cited(evaluated: Base) -> None:
    evaluated.record("interview-bea", InterviewCited(target="finding-out", stance="nuances", note="All"), **CONFIDED)

    assert evidence(evaluated, EVE, "finding-out")[-1] == ("interview-bea", "nuances", None, "All")


def test_a_withdrawn_interview_keeps_its_reason_and_no_words(evaluated: Base) -> None:
    evaluated.record("interview-bea", InterviewWithdrawn(reason="Asked for"), **CONFIDED)
    evaluated.log.vault.destroy("interview-bea")

    shown = evaluated.queries(EVE).show("interview-bea")

    (used,) = shown["used_in"]
    assert (shown["status"], shown["text"], shown["person"]) == ("withdrawn", "", "[erased]")
    assert (shown["history"][-1]["reason"], used["passage"], used["state"]) == ("Asked for", None, "withdrawn")


def test_the_words_of_somebody_erased_are_gone(evaluated: Base) -> None:
    asked = PersonErasureRequested(ground="Asked for", documents=("interview-bea", "story-cup", "reflection-guest"))
    evaluated.record("person-bea", asked, by=DORA)

    interview, story = evaluated.queries(EVE).show("interview-bea"), evaluated.queries(EVE).show("story-cup")

    assert (interview["status"], interview["text"]) == ("erased", "")
    assert (story["status"], story["title"], story["text"]) == ("erased", "[erased]", "")


def test_a_finding_is_revised_and_retracted_in_the_open(evaluated: Base) -> None:
    evaluated.record("finding-out", FindingRevised(statement="Officers hear last", reason="Clearer"), by=EVE)
    hidden = FindingRevised(statement="Officers fear it", reason="Later")
    evaluated.record("finding-out", hidden, **CONFIDED)
    evaluated.record("finding-out", FindingRetracted(reason="Year 2 differs"), by=EVE)

    shown = evaluated.queries(ANNA).show("finding-out")

    told = [(step["step"], step["reason"]) for step in shown["history"]]
    assert (shown["title"], shown["status"], shown["found"]) == ("Officers hear last", "retracted", "what_does_not")
    assert told == [("revised", "Clearer"), ("retracted", "Year 2 differs")]
    assert len(evaluated.queries(EVE).show("finding-out")["history"]) == 3


@pytest.mark.slow
def test_a_story_is_seen_by_evaluators_alone_until_it_is_released(evaluated: Base) -> None:
    shown = evaluated.queries(EVE).show("story-cup")

    words = {name: shown[name] for name in ("title", "text", "because", "chosen_by", "teller_name", "consent")}
    assert words == {
        "title": "The first cup",
        "text": "He stayed for a cup.",
        "because": "It is small",
        "chosen_by": "Six of us",
        "teller_name": "Bea",
        "consent": "not asked yet",
    }
    assert evidence(evaluated, EVE, "story-cup")[0][2] == "Tea came first."
    assert [seen(evaluated, actor, "story") for actor in OTHERS] == [[], [], [], []]


def test_a_released_story_shows_its_released_words_and_never_who_tells_it(evaluated: Base) -> None:
    evaluated.record("interview-bea", InterviewCited(target="story-cup", stance="supports"), **CONFIDED)
    evaluated.record("story-cup", StoryConsentRecorded(agreed=True, how="By mail"), **CONFIDED)
    position = evaluated.record("story-cup", OUT, by=EVE)

    shown, own = evaluated.queries(ANNA).show("story-cup"), evaluated.queries(EVE).show("story-cup")

    words = ("title", "text", "because", "status", "visibility", "considered", "position")
    assert [shown[name] for name in words] == ["A cup", "Somebody stayed.", "Small", "released", "network", 9, position]
    assert {"teller", "consent"}.isdisjoint(shown)
    assert (own["teller_name"], own["consent"], own["text"]) == ("Bea", "agreed", "Somebody stayed.")
    assert [link["id"] for link in shown["evidence"]] == ["reflection-guest"]
    assert {link["id"] for link in own["evidence"]} == {"reflection-guest", "interview-bea"}
    assert position in evaluated.queries(ANNA).trace("element-tea")["positions"]


def test_a_withdrawn_story_is_gone_for_everybody_else(evaluated: Base) -> None:
    evaluated.record("story-cup", OUT, by=EVE)
    evaluated.record("story-cup", StoryWithdrawn(reason="Asked for"), **CONFIDED)

    assert ([seen(evaluated, actor, "story") for actor in OTHERS], seen(evaluated, EVE, "story")) == (
        [[], [], [], []],
        ["[erased]"],
    )
    assert "story-cup" not in {link["id"] for link in evaluated.queries(ANNA).trace("element-tea")["evidence"]}


def test_the_audit_log_says_nothing_of_the_evaluation_to_others(evaluated: Base) -> None:
    types = {
        actor.person: {row["type"] for row in evaluated.queries(actor).audit_log() if row["stream_id"] != "finding-out"}
        for actor in (EVE, *OTHERS)
    }

    confided = {"interview.recorded", "interview.cited", "story.chosen"}
    assert confided <= types["person-eve"]
    assert [confided & types[actor.person] for actor in OTHERS] == [set()] * 4


def test_no_view_and_no_row_of_the_log_holds_a_confided_word(evaluated: Base) -> None:
    evaluated.views.catch_up()
    evaluated.close()

    raw = b"".join(path.read_bytes() for path in _databases(evaluated.folder))

    confided = [SAID.text, WORDS, "Said twice", CHOSEN.title, CHOSEN.text, CHOSEN.reason, CHOSEN.chosen_by]
    assert b"Officers are left out" in raw
    assert [text for text in confided if text.encode() in raw] == []


def test_without_the_key_for_evaluation_everything_confided_reads_as_sealed(evaluated: Base) -> None:
    vault = Vault(evaluated.folder / "keys.db", {"base": b"b" * 32})
    log = EventLog(evaluated.engine, vault, Registry(vault))
    views = Views.open(":memory:", log)
    queries = Queries(views, reader_of(views, EVE.person))

    interview, story = queries.show("interview-bea"), queries.show("story-cup")
    (link,) = [row for row in queries.show("finding-out")["evidence"] if row["kind"] == "interview"]

    assert (interview["text"], interview["person"], interview["person_name"]) == ("[sealed]",) * 3
    assert (story["title"], story["text"], story["teller"]) == ("Story 1 of year 1", "[sealed]", "[sealed]")
    assert (link["passage"], link["note"]) == (None, "[sealed]")
    assert queries.interview_texts("interview-bea") == {1: "[sealed]"}


def _databases(folder: Path) -> list[Path]:
    found = [path for path in folder.rglob("*") if path.is_file() and ".db" in path.name]
    for path in found:
        if path.suffix == ".db":
            sqlite3.connect(path).execute("PRAGMA wal_checkpoint").fetchone()
    return [path for path in found if path.exists()]
