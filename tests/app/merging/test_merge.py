"""Merging two branches: everything comes once, with its origin, and what no longer fits waits for a person."""

import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from epex.app.auditing.proving import prove_at_origin
from epex.app.founding import init
from epex.app.keeping.doctor import examine
from epex.app.keeping.key_backup import back_up_keys
from epex.app.merging.merge import take_in
from epex.core import interview, person, questions, theme, transfer, year
from epex.core.decision import On, Refused, new_id
from epex.core.element import Element
from epex.core.log.command import Command
from epex.core.log.envelope import Envelope, HeldEvent, UnknownEvent
from epex.core.network import NetworkMerged
from epex.core.organisation import Organisation
from epex.core.question_set import QuestionSet
from tests.app.merging.branches import JUDGED, Branches, decide, discuss, ids, propose, record, standings, untold
from tests.app.test_founding import FOUNDING


def test_merge_takes_every_event_once(branches: Branches) -> None:
    propose(branches.home, "At home")
    propose(branches.road, "On the road")

    path = branches.bundle("road", "home")
    first = take_in(branches.home, path, tell=untold)
    again = take_in(branches.home, path, tell=untold)

    assert (first["shared"], first["recorded"], first["skipped"], first["held"]) == (4, 2, 0, [])
    assert (again["recorded"], again["skipped"], again["position"]) == (0, 2, None)
    assert sorted(standings(branches.home)) == ["At home", "On the road", "Trust"]
    assert branches.home.log.head() == first["position"] == 8


def test_merge_both_ways_gives_both_the_same_events(branches: Branches, trust: str) -> None:
    propose(branches.home, "At home")
    discuss(branches.road, trust)

    branches.send("road", "home")
    branches.send("home", "road")

    assert ids(branches.home) == ids(branches.road)
    assert standings(branches.home) == standings(branches.road) == {"Trust": "discussed", "At home": "candidate"}
    assert branches.send("road", "home")["recorded"] == branches.send("home", "road")["recorded"] == 0


def test_merge_sets_the_origin_once_and_changes_nothing_else(branches: Branches, trust: str) -> None:
    propose(branches.home, "At home")
    discuss(branches.road, trust)
    there = branches.road.log.facts()[-1].envelope

    branches.send("road", "home")
    branches.part("home", "third")
    propose(branches.home, "Later")
    branches.send("third", "home")
    here = next(fact.envelope for fact in branches.home.log.facts() if fact.envelope.event_id == there.event_id)

    origin = (here.origin_base, here.origin_position, here.origin_version, here.origin_recorded_at)
    assert origin == (branches.road.config.base_id, there.position, there.version, there.recorded_at)
    assert (here.position, here.version) == (8, 2)
    moved = {"position", "version", "recorded_at"} | {
        name for name in there.__struct_fields__ if name.startswith("origin_")
    }
    kept = [name for name in there.__struct_fields__ if name not in moved]
    assert [getattr(here, name) for name in kept] == [getattr(there, name) for name in kept]


def test_merge_event_remembers_the_signed_head_of_the_other_branch(branches: Branches) -> None:
    propose(branches.road, "On the road")

    answer = branches.send("road", "home")

    event = branches.home.log.facts(after=4)[0].event
    assert isinstance(event, NetworkMerged)
    road = branches.road.verify()
    assert (event.base, event.size, event.root) == (branches.road.config.base_id, road["size"], road["root"])
    assert (answer["size"], answer["root"]) == (event.size, event.root)
    assert event.head.startswith(f"epex/{event.base}\n{event.size}\n")


@pytest.mark.slow
def test_both_ledgers_stay_provable(branches: Branches, trust: str) -> None:
    propose(branches.home, "At home")
    discuss(branches.road, trust)
    branches.send("road", "home")
    branches.send("home", "road")
    propose(branches.road, "Once more")
    branches.send("road", "home")
    event = branches.home.log.facts()[-1].envelope

    index, leaf, proof = prove_at_origin(branches.home, event.event_id)

    assert [base.verify()["ok"] for base in (branches.home, branches.road)] == [True, True]
    assert (index, leaf) == (branches.road.log.rows.size() - 1, branches.road.log.rows.leaves()[-1])
    assert f"epex/{branches.road.config.base_id}" in proof
    assert [examine(base.config, tell=untold)["ok"] for base in (branches.home, branches.road)] == [True, True]


def test_what_is_proved_at_its_origin_was_recorded_elsewhere(branches: Branches) -> None:
    propose(branches.home, "At home")
    own = branches.home.log.facts()[-1].envelope.event_id
    propose(branches.road, "On the road")
    branches.send("road", "home")

    with pytest.raises(Refused, match="No branch that was merged here recorded this event first"):
        prove_at_origin(branches.home, own)


def test_two_branches_of_one_base_merge_with_each_other(branches: Branches) -> None:
    propose(branches.home, "Between")
    branches.part("home", "boat")
    propose(branches.open("boat"), "On the water")
    propose(branches.road, "On the road")

    branches.send("boat", "road")
    branches.send("road", "home")
    branches.send("home", "boat")

    assert len({frozenset(ids(branches.open(name))) for name in ("home", "boat")}) == 1
    assert sorted(standings(branches.home)) == ["Between", "On the road", "On the water", "Trust"]
    between = next(fact.envelope for fact in branches.road.log.facts() if fact.envelope.origin_position == 5)
    assert between.origin_base == branches.home.config.base_id
    assert all(branches.open(name).verify()["ok"] for name in ("home", "road", "boat"))


@pytest.mark.slow
def test_merges_that_cross_each_other_come_to_the_same(branches: Branches, trust: str) -> None:
    propose(branches.home, "At home")
    discuss(branches.road, trust)
    crossing = branches.bundle("home", "road"), branches.bundle("road", "home")

    take_in(branches.road, crossing[0], tell=untold)
    take_in(branches.home, crossing[1], tell=untold)
    branches.send("road", "home")
    branches.send("home", "road")

    assert ids(branches.home) == ids(branches.road)
    assert standings(branches.home) == standings(branches.road)


@pytest.mark.slow
def test_what_is_no_longer_allowed_is_held_back_and_counts_nowhere(branches: Branches, trust: str) -> None:
    discuss(branches.home, trust)
    decide(branches.home, trust, theme.park)
    decide(branches.road, trust, theme.reject)
    rejected = branches.road.log.facts()[-1].envelope.event_id

    answer = branches.send("road", "home")

    assert answer["held"] == [{"event_id": rejected, "why": "contested"}]
    assert standings(branches.home) == {"Trust": "parked"}
    assert isinstance(branches.home.log.facts()[-1].event, HeldEvent)
    assert branches.home.log.load(trust).state.status == "parked"
    digests = [view["digest"] for view in branches.home.today.rebuild()["views"]]
    assert digests == [branches.home.today.digest(name)["digest"] for name in branches.home.today.names]


@pytest.mark.slow
def test_what_is_held_back_in_one_branch_is_held_back_in_both(branches: Branches, trust: str) -> None:
    discuss(branches.home, trust)
    decide(branches.home, trust, theme.park)
    decide(branches.road, trust, theme.reject)
    assert standings(branches.road) == {"Trust": "rejected"}
    search = branches.road.search()
    search.search("trust")
    search.close()

    branches.send("road", "home")
    taking = branches.road
    take_in(taking, branches.bundle("home", "road"), tell=untold)

    assert standings(branches.home) == standings(branches.road) == standings(taking) == {"Trust": "parked"}
    assert ids(branches.home) == ids(branches.road)


def test_what_was_known_on_a_day_stays_as_it_was_known(branches: Branches, trust: str) -> None:
    decide(branches.road, trust, theme.reject)
    before = branches.road.log.head()
    decide(branches.home, trust, theme.park)
    branches.send("road", "home")
    branches.send("home", "road")

    facts = branches.road.log.facts(upto=before)

    assert not any(isinstance(fact.event, HeldEvent) for fact in facts)
    assert [type(fact.event) for fact in branches.road.log.facts()].count(HeldEvent) == 1


def test_what_one_command_recorded_together_waits_together(branches: Branches, trust: str) -> None:
    other = propose(branches.road, "Other")
    act = branches.road.begin()
    act.record(theme.merge(act.load(trust), act.load(other), JUDGED, by=act.by))
    decide(branches.home, trust, theme.reject)

    answer = branches.send("road", "home")

    assert [one["why"] for one in answer["held"]] == ["turn", "together"]
    assert standings(branches.home) == {"Trust": "rejected", "Other": "candidate"}


def test_the_same_command_id_in_both_branches_names_two_commands(branches: Branches) -> None:
    propose(branches.home, "At home", Command(command_id="nightly-1"))
    propose(branches.road, "On the road", Command(command_id="nightly-1"))

    branches.send("road", "home")

    assert sorted(standings(branches.home)) == ["At home", "On the road", "Trust"]
    last = branches.home.log.facts()[-1].envelope
    assert last.command_id == f"nightly-1@{branches.road.config.base_id}"
    assert branches.home.verify()["ok"]


@pytest.mark.slow
def test_keys_that_both_branches_made_for_the_same_are_kept_beside_each_other(branches: Branches) -> None:
    home = branches.home
    act = home.begin()
    here, there, moved = act.by.organisation or "", new_id("organisation"), new_id("transfer")
    record(home, *transfer.consider(moved, Element(new_id("element"), here), there, by=act.by))
    branches.part("home", "boat")
    for name, side in (("home", "source"), ("boat", "receiving")):
        act = branches.open(name).begin()
        notes = {"environment.law": f"Written {name}"}
        act.record(transfer.compare(act.load(moved), side, {"environment.law": "fits"}, notes=notes, by=act.by))

    branches.send("boat", "home")
    branches.send("home", "boat")

    for name in ("home", "boat"):
        base = branches.open(name)
        written = [getattr(fact.event, "notes", None) for fact in base.log.stream(moved)]
        assert sorted(note["environment.law"] for note in written if note) == ["Written boat", "Written home"]
        back_up_keys(base.config, branches.folder / f"{name}-keys.zip", tell=untold)
        assert examine(base.config, tell=untold)["ok"]


def test_a_bundle_is_for_one_receiver(branches: Branches) -> None:
    branches.part("home", "boat")
    path = branches.bundle("road", "boat")

    with pytest.raises(Refused, match=r"was made for another receiver; ask for one .*--to epex-merge-key:"):
        take_in(branches.home, path, tell=untold)


def test_a_bundle_of_this_very_base_is_refused(branches: Branches) -> None:
    path = branches.bundle("home", "road")

    with pytest.raises(Refused, match="was made by this very base"):
        take_in(branches.home, path, tell=untold)


def test_a_bundle_is_merged_only_by_who_answers_for_it(branches: Branches) -> None:
    act = branches.home.begin()
    member = new_id("person")
    act.record(person.register(member, "Ben Okafor", Organisation(act.by.organisation or ""), by=act.by))
    path = branches.bundle("road", "home")

    with pytest.raises(Refused, match="Only a coordinator or data protection officer may merge branches"):
        take_in(branches.open("home", member), path, tell=untold)


def test_a_dry_run_says_what_would_be_and_records_nothing(branches: Branches, trust: str) -> None:
    decide(branches.home, trust, theme.park)
    decide(branches.road, trust, theme.reject)
    path, before = branches.bundle("road", "home"), branches.home.log.head()

    answer = take_in(branches.home, path, tell=untold, dry_run=True)

    assert (answer["recorded"], len(answer["held"]), answer["position"]) == (2, 1, None)
    assert branches.home.log.head() == before


CHANGES: dict[str, Callable[[bytes], bytes]] = {
    "events.ndjson": lambda raw: raw[::-1].replace(b"proposed"[::-1], b"imposed"[::-1], 1)[::-1],
    "head.txt": lambda raw: raw.replace(b"\n6\n", b"\n7\n"),
    "keys-base.json": lambda raw: raw[:-9] + (b"A" if raw[-9:-8] != b"A" else b"B") + raw[-8:],
    "destroyed.txt": lambda _raw: b"epex/x destroyed keys\n0\n",
}


@pytest.mark.parametrize("member", CHANGES)
def test_a_bundle_that_was_changed_is_refused(branches: Branches, member: str) -> None:
    propose(branches.road, "On the road")
    path = branches.bundle("road", "home")
    forged = branches.folder / "forged.zip"
    _forge(path, forged, member)

    with pytest.raises(Refused, match="is damaged"):
        take_in(branches.home, forged, tell=untold)

    assert branches.home.log.head() == 4


def test_a_history_that_was_changed_before_the_branching_is_refused(branches: Branches) -> None:
    propose(branches.road, "On the road")
    path = branches.bundle("road", "home")
    with branches.home.log.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE leaves SET hash = zeroblob(32) WHERE position = 3")

    with pytest.raises(Refused, match="up to event 3 the history in this bundle is not the one that is here"):
        take_in(branches.home, path, tell=untold)


def test_another_network_is_refused(branches: Branches) -> None:
    init(branches.folder / "other", FOUNDING)
    path = branches.bundle("other", "home")

    with pytest.raises(Refused, match="is of another network"):
        take_in(branches.home, path, tell=untold)


def _forge(path: Path, forged: Path, member: str) -> None:
    """Change one member, and its hash in the manifest as well."""
    with zipfile.ZipFile(path) as read:
        members = {name: read.read(name) for name in read.namelist()}
    members[member] = CHANGES[member](members[member])
    manifest = json.loads(members.pop("manifest.json"))
    for name, content in members.items():
        manifest["members"][name] = {"sha256": sha256(content).hexdigest(), "bytes": len(content)}
    with zipfile.ZipFile(forged, "w") as written:
        for name, content in {**members, "manifest.json": json.dumps(manifest).encode()}.items():
            written.writestr(name, content)


def test_a_bundle_that_holds_back_what_was_there_before_is_refused(branches: Branches, trust: str) -> None:
    road = branches.road
    first = road.log.stream(trust)[0].envelope.event_id
    told = NetworkMerged(
        base="x", size=1, root="", head="", shared=1, taken=1, held=(first,), why=("turn",), stages=(), leaves=()
    )
    act = road.begin()
    act.load(road.config.network_id)
    act.record([On(road.config.network_id, told)])

    with pytest.raises(Refused, match="holds back what was there before it"):
        branches.send("road", "home")


def test_a_log_that_lost_its_end_is_no_history_to_merge_into(branches: Branches) -> None:
    path = branches.bundle("road", "home")
    with branches.home.log.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM leaves WHERE position = 4")

    with pytest.raises(Refused, match="up to event 4 the history in this bundle is not the one that is here"):
        take_in(branches.home, path, tell=untold)


def test_the_same_year_opened_in_both_branches_waits_for_a_decision(branches: Branches) -> None:
    for name in ("home", "road"):
        act = branches.open(name).begin()
        act.record(year.open(new_id("year"), 1, "publication", frozenset(), by=act.by))

    answer = branches.send("road", "home")

    assert [one["why"] for one in answer["held"]] == ["elsewhere"]
    assert [row["number"] for row in branches.home.queries().listing("year")] == [1]


def test_two_question_sets_adopted_in_two_branches_contest_each_other(branches: Branches) -> None:
    for name, chosen in (("home", "aar"), ("road", "gibbs")):
        act = branches.open(name).begin()
        act.record(questions.adopt(QuestionSet(chosen, 1, ()), None, by=act.by))

    assert [one["why"] for one in branches.send("road", "home")["held"]] == ["contested"]


def test_what_nobody_here_knows_comes_all_the_same(branches: Branches) -> None:
    stream = new_id("theme")
    envelope = Envelope(stream_id=stream, version=1, type="theme.sung", actor="person-x")
    branches.road.log.take([], [(envelope, b"{}")])

    answer = branches.send("road", "home")

    assert (answer["recorded"], answer["held"]) == (2, [])
    assert isinstance(branches.home.log.stream(stream)[0].event, UnknownEvent)


def test_interviews_come_with_their_keys_where_both_have_the_evaluations(branches: Branches) -> None:
    act = branches.road.begin(Command(visibility="evaluation"))
    by = replace(act.by, roles=frozenset({"evaluator"}))
    told = interview.InterviewRecorded(text="We began with tea.", person="person-y", year=1)
    stream = new_id("interview")
    ons = interview.record(stream, told, frozenset({1}), by=by)
    branches.road.log.append(ons, Command(visibility="evaluation"), by, {})
    held_apart = (branches.home.config.keys_folder / "evaluation.key").read_bytes()
    path = branches.bundle("road", "home")
    (branches.home.config.keys_folder / "evaluation.key").unlink()

    take_in(branches.home, path, tell=untold)
    sealed = branches.home.log.stream(stream)[0].event
    (branches.home.config.keys_folder / "evaluation.key").write_bytes(held_apart)
    take_in(branches.home, path, tell=untold)

    assert getattr(sealed, "text", "") == "[sealed]"
    assert branches.home.log.stream(stream)[0].event == told


@pytest.mark.parametrize(
    ("column", "what"),
    [
        ("head", "was not signed by that branch"),
        ("root", "is not what the head of that branch was signed for"),
        ("leaves", "cannot be read"),
    ],
)
def test_a_merge_that_tells_of_another_ledger_is_named(branches: Branches, column: str, what: str) -> None:
    propose(branches.road, "On the road")
    branches.send("road", "home")
    home = branches.home
    merged = home.log.facts(after=4)[0].event
    assert isinstance(merged, NetworkMerged)
    head = merged.head.replace("\n6\n", "\n7\n")
    lies: dict[str, Any] = {"head": {"head": head}, "root": {"root": "00"}, "leaves": {"leaves": ("x",)}}
    act = home.begin()
    act.load(home.config.network_id)
    act.record([On(home.config.network_id, replace(merged, **lies[column]))])

    verdict = branches.home.verify()

    assert (verdict["ok"], [fault["position"] for fault in verdict["faults"]]) == (False, [8])
    assert what in verdict["faults"][0]["what"]
