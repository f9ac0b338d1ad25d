"""An open base: who reads, what is read as of a day, what is recorded."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from epex.app.acting import AlreadyRecorded
from epex.app.base import KnowledgeBase
from epex.app.config import write_config
from epex.core import meeting, theme
from epex.core.decision import Refused, new_id
from epex.core.judgement import Judgement
from epex.core.log.command import Command, Conflict
from epex.core.log.vault import Vault

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

    assert len(officer) == 86
    assert set(member) < set(officer)


def test_as_of_shows_what_was_known(demo_folder: Path) -> None:
    known = {
        day: len(KnowledgeBase.open(demo_folder, as_of=day).queries().listing("theme"))
        for day in ("2015", "2017-01-29", "2017-01-30", "2018")
    }

    assert (known["2015"], known["2017-01-29"], known["2017-01-30"]) == (0, 0, 1)
    assert known["2018"] == len(KnowledgeBase.open(demo_folder).queries().listing("theme"))


@pytest.mark.slow
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


@pytest.mark.parametrize("gone", ["log/events.db", "keys/base.key", "keys/keys.db"])
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


@pytest.mark.parametrize(
    ("damaged", "content", "why"),
    [
        ("keys/base.key", b"AAAA", "is damaged; move it away and bring it back"),
        ("keys/base.key", b"?", "is damaged; move it away and bring it back"),
        ("keys/base.key", b"A" * 43, "does not open"),
        ("keys/keys.db", b"junk" * 500, "bring it back from the backup of the keys"),
        ("log/events.db", b"junk" * 500, "bring it back from a backup with"),
    ],
)
def test_open_refuses_damaged_files(base: KnowledgeBase, damaged: str, content: bytes, why: str) -> None:
    for path in (base.config.folder / damaged).parent.glob("*-*"):
        path.unlink()
    (base.config.folder / damaged).write_bytes(content)

    with pytest.raises(Refused, match=why):
        KnowledgeBase.open(base.config.folder).log.facts()


@pytest.mark.parametrize(
    ("address", "why"),
    [("foo://bar", "is no address of a log"), ("postgresql://nobody@127.0.0.1:1/x", "does not answer")],
)
def test_open_refuses_an_address_without_a_log(base: KnowledgeBase, address: str, why: str) -> None:
    write_config(replace(base.config, log=address))

    with pytest.raises(Refused, match=why):
        KnowledgeBase.open(base.config.folder)


@pytest.mark.parametrize("command_id", ["a\nb", "a\tb", "", "x" * 201])
def test_record_refuses_a_command_id_that_cannot_be_printed(base: KnowledgeBase, command_id: str) -> None:
    act = base.begin(Command(command_id=command_id))

    with pytest.raises(Refused, match="A command id has 1 to 200 printable characters"):
        act.record(theme.propose(new_id("theme"), NEW_LABEL, by=act.by))


def test_record_refuses_the_future(base: KnowledgeBase) -> None:
    act = base.begin(Command(occurred_on="2999"))

    with pytest.raises(Refused, match="lies in the future"):
        act.record(theme.propose(new_id("theme"), NEW_LABEL, by=act.by))


def test_record_for_evaluators_is_theirs(base: KnowledgeBase) -> None:
    act = base.begin(Command(visibility="evaluation"))

    with pytest.raises(Refused, match="evaluator may record something"):
        act.record(theme.propose(new_id("theme"), NEW_LABEL, by=act.by))


def test_verify_is_about_now(demo_folder: Path) -> None:
    with pytest.raises(Refused, match="leave out --as-of"):
        KnowledgeBase.open(demo_folder, as_of="2016").verify()


def test_reader_who_is_not_here_is_refused(base: KnowledgeBase) -> None:
    write_config(replace(base.config, acting_as="person-nope"))

    with pytest.raises(Refused, match="Nobody here has the id person-nope"):
        KnowledgeBase.open(base.config.folder).queries()


@pytest.mark.parametrize("name", ["README.txt", "000000000900-00000000.txt"])
def test_open_is_not_locked_by_a_stray_file_among_the_checkpoints(base: KnowledgeBase, name: str) -> None:
    (base.config.checkpoints_folder / name).write_text("hello")

    opened = KnowledgeBase.open(base.config.folder)

    assert opened.log.head() == base.log.head()


def test_record_stands_when_its_checkpoint_cannot_be_written(
    base: KnowledgeBase, caplog: pytest.LogCaptureFixture
) -> None:
    shutil.rmtree(base.config.checkpoints_folder)
    base.config.checkpoints_folder.write_text("no folder")
    act = base.begin()

    receipt = act.record(meeting.hold(new_id("meeting"), "Graz", kind="plenary", held_on="2017", by=act.by))

    assert receipt.position == base.log.head()
    assert caplog.messages[0].startswith("It is recorded, but no checkpoint could be signed: ")


@pytest.mark.slow
def test_nothing_destroyed_is_served_after_a_key_went_behind_the_views(base: KnowledgeBase) -> None:
    author = next(row for row in base.queries().listing("reflection") if row["visibility"] == "network")
    words = next(iter(base.queries().show(author["id"])["answers"].values()))
    search = base.search()
    search.search(words)
    search.close()
    base.today.close()
    views, index = (base.config.folder / place for place in ("views", "index"))

    Vault(base.config.keys_folder / "keys.db", {}).destroy(author["id"])
    opened = KnowledgeBase.open(base.config.folder)
    shown = opened.queries().show(author["id"])
    found = opened.search()
    hits = [hit["id"] for hit in found.search(words)["hits"]]
    found.close()

    assert (shown["answers"], author["id"] in hits) == ({}, False)
    telling = words[:40].encode()
    assert not any(
        telling in path.read_bytes() for place in (views, index) for path in place.rglob("*") if path.is_file()
    )
