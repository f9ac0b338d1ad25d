"""An open base: who reads, what is read as of a day, what is recorded."""

from pathlib import Path

import pytest

from epex.app.acting import AlreadyRecorded
from epex.app.base import KnowledgeBase
from epex.core import theme
from epex.core.decision import Refused, new_id
from epex.core.log.command import Command, Conflict
from epex.core.theme import Judgement

NEW_LABEL = {"en": "A question nobody asked before"}


def reflections(base: KnowledgeBase) -> list[str]:
    return [row["id"] for row in base.queries().listing("reflection")]


def test_reader_is_the_person_of_the_file(base: KnowledgeBase) -> None:
    assert base.reader.person == base.config.acting_as
    assert base.reader.roles == {"coordinator", "data_protection_officer"}


def test_acting_as_takes_a_name(demo_folder: Path) -> None:
    base = KnowledgeBase.open(demo_folder, acting_as="Gisela Trautwein-Haas")

    assert base.queries().names([base.person]) == {base.person: "Gisela Trautwein-Haas"}


def test_acting_as_a_stranger_is_refused(demo_folder: Path) -> None:
    with pytest.raises(Refused, match="Nobody Inparticular"):
        KnowledgeBase.open(demo_folder, acting_as="Nobody Inparticular").queries()


def test_a_member_reads_less_than_the_officer(demo_folder: Path) -> None:
    officer = reflections(KnowledgeBase.open(demo_folder))

    member = reflections(KnowledgeBase.open(demo_folder, acting_as="Gisela Trautwein-Haas"))

    assert len(officer) == 82
    assert set(member) < set(officer)


def test_as_of_shows_what_was_known(demo_folder: Path) -> None:
    known = {
        day: len(KnowledgeBase.open(demo_folder, as_of=day).queries().listing("theme"))
        for day in ("2015", "2017-01-29", "2017-01-30", "2018")
    }

    assert (known["2015"], known["2017-01-29"], known["2017-01-30"]) == (0, 0, 1)
    assert known["2018"] == len(KnowledgeBase.open(demo_folder).queries().listing("theme"))


def test_as_of_searches_apart(demo_folder: Path) -> None:
    past = KnowledgeBase.open(demo_folder, as_of="2016-06")

    found = past.search().search("trust family")

    assert 0 < found["total"] < KnowledgeBase.open(demo_folder).search().search("trust family")["total"]
    assert {hit["kind"] for hit in found["hits"]} <= {"visit", "reflection", "challenge"}


def test_as_of_cannot_be_written(demo_folder: Path) -> None:
    with pytest.raises(Refused, match="The past cannot be written"):
        KnowledgeBase.open(demo_folder, as_of="2017").begin()


def test_as_of_refuses_what_is_no_date(demo_folder: Path) -> None:
    with pytest.raises(Refused, match="is not a date"):
        KnowledgeBase.open(demo_folder, as_of="2017-13-40")


def test_record_is_read_at_once(base: KnowledgeBase) -> None:
    act = base.begin(Command(command_id="once"))
    receipt = act.record(theme.propose(new_id("theme"), NEW_LABEL, by=act.by))

    assert base.queries().show(receipt.id)["title"] == NEW_LABEL["en"]
    with pytest.raises(AlreadyRecorded) as first:
        base.begin(Command(command_id="once"))
    assert first.value.receipt.id == receipt.id


def test_record_names_who_came_first(base: KnowledgeBase) -> None:
    act = base.begin()
    stream = act.record(theme.propose(new_id("theme"), NEW_LABEL, by=act.by)).id
    slow, fast = base.begin(), base.begin()
    stale, fresh = slow.load(stream), fast.load(stream)
    fast.record(theme.discuss(fresh, Judgement(rationale="It came up."), by=fast.by))

    with pytest.raises(Conflict, match="Orla Keaveney"):
        slow.record(theme.park(stale, Judgement(rationale="Later."), by=slow.by))


def test_record_for_an_organisation_names_it(base: KnowledgeBase) -> None:
    act = base.begin(Command(visibility="organisation"))
    act.record(theme.propose(new_id("theme"), NEW_LABEL, by=act.by))

    envelope = base.log.facts(after=base.log.head() - 1)[0].envelope

    assert (envelope.visibility, envelope.audience) == ("organisation", act.by.organisation)


def test_load_refuses_what_was_never_recorded(base: KnowledgeBase) -> None:
    with pytest.raises(Refused, match="There is no theme-x"):
        base.begin().load("theme-x")


def test_verify_answers_for_the_whole_log(base: KnowledgeBase) -> None:
    answer = base.verify()

    assert (answer["ok"], answer["size"], answer["faults"]) == (True, base.log.head(), [])
    assert len(answer["root"]) == 64


@pytest.mark.parametrize("gone", ["log/events.db", "keys/base.key"])
def test_open_refuses_when_a_part_is_missing(base: KnowledgeBase, gone: str) -> None:
    (base.config.folder / gone).unlink()

    with pytest.raises(Refused, match="is missing; bring it back"):
        KnowledgeBase.open(base.config.folder)


def test_open_refuses_a_log_without_tables(base: KnowledgeBase) -> None:
    for path in (base.config.folder / "log").iterdir():
        path.unlink()
    (base.config.folder / "log" / "events.db").touch()

    with pytest.raises(Refused, match="holds no log"):
        KnowledgeBase.open(base.config.folder)


def test_plugins_can_be_shut_out(base: KnowledgeBase) -> None:
    assert base.plugins().enabled == ()
