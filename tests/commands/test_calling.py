"""The command line as a function: the same answers, refusals and rights, in a base that stays open."""

import gc
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from epex.app.config import read_config, write_config
from epex.cli import cli
from epex.commands.calling import Caller, Service
from epex.core.decision import Refused
from epex.plugins.serving import Address, Draft, Network
from epex.projections.visits import PARTICIPATIONS_TABLE
from tests.commands.running import FOUNDER, HOST, VISITING, VISITOR, Epex

GONE = "Your organisation has left the network, so you do not sign in any more; ask a coordinator where you belong now."


@pytest.fixture
def call(epex: Epex) -> Caller:
    return Caller(cli, epex.folder)


@pytest.fixture
def service(epex: Epex) -> Service:
    return Service(cli, epex.folder, Address(), "web")


@pytest.fixture
def founder(epex: Epex) -> str:
    return epex.person(FOUNDER)


@pytest.fixture
def visitor(epex: Epex) -> str:
    return epex.person(VISITOR)


def roles_of(service: Service, person: str) -> tuple[str, ...]:
    return service.member(person).roles


def test_calls_leave_nothing_in_memory(call: Caller, founder: str) -> None:
    def streams() -> int:
        gc.collect()
        return sum(isinstance(one, io.TextIOWrapper | io.StringIO) for one in gc.get_objects())

    call(["person", "list"], person=founder)
    before = streams()
    for _ in range(5):
        call(["person", "list"], person=founder)
        call(["audit", "log"], person=founder, plain=True)

    assert streams() == before


def test_call_answers_what_the_command_line_prints(epex: Epex, call: Caller, founder: str) -> None:
    for line in (["organisation", "list"], ["waiting"], ["person", "show", founder]):
        assert call(line, person=founder).value == epex.answer(*line, acting_as=FOUNDER)


def test_call_records_what_is_seen_by_the_next_one(call: Caller, founder: str) -> None:
    line = ("challenge", "state", "--command-id", "once", "--", "-")

    first, again = (call(line, person=founder, text="How do we wait?").value["id"] for _ in range(2))

    assert first == again
    assert call(["challenge", "show", first], person=founder).value["title"] == "How do we wait?"


def test_draft_is_kept_for_whoever_may_read_what_it_is_about(
    epex: Epex, service: Service, founder: str, completed: str
) -> None:
    draft = Draft({"why": "Because."}, "en", "epex", 1, {"visibility": "pair"})
    service.keep(founder, completed, draft, months=3)

    kept = service.draft(founder, completed, months=3)

    assert kept is not None
    assert (kept.answers, kept.chosen, service.draft(founder, completed)) == (draft.answers, draft.chosen, None)
    assert [row["answered"] for row in epex.answer("reflection", "drafts", acting_as=FOUNDER)] == [1]
    with pytest.raises(Refused, match="There is no"):
        service.keep(founder, "visit-3f2a0000", draft)


def test_call_is_refused_with_the_sentence_of_the_command_line(epex: Epex, call: Caller, visitor: str) -> None:
    for line in (["year", "open", "--purpose", "publication"], ["theme", "show", "nothing"]):
        with pytest.raises(Refused) as refused:
            call(line, person=visitor)
        assert str(refused.value) == epex.refusal(*line, acting_as=VISITOR)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (["theme", "shwo"], "No such command 'shwo'; did you mean 'show'? Try 'epex theme --help'."),
        (["theme", "show"], "Missing argument 'THEME'. Try 'epex theme show --help'."),
        (
            ["theme", "show", "\ud800"],
            "An argument is not text in UTF-8; type it again in that encoding. Try 'epex --help'.",
        ),
    ],
)
def test_line_that_cannot_be_read_is_refused(call: Caller, founder: str, line: list[str], sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        call(line, person=founder)

    assert str(refused.value) == sentence


def test_nobody_reads_as_the_one_whom_the_file_names(call: Caller) -> None:
    with pytest.raises(Refused, match="Nobody is signed in"):
        call(["waiting"], person="")


def test_words_after_the_mark_are_no_options(call: Caller, founder: str) -> None:
    for words in ("--help", "--json", "--file=/etc/hostname"):
        assert call(["search", "--", words], person=founder).value["hits"] == []


def test_plain_call_gives_what_is_printed(epex: Epex, call: Caller, founder: str) -> None:
    line = ["report", "run", "year-review", "--option", "year=1", "--format", "html"]

    answer = call(line, person=founder, plain=True)

    assert answer.value.decode() == epex(*line, acting_as=FOUNDER).stdout


def test_call_tells_what_stands_on_standard_error(epex: Epex, call: Caller, founder: str) -> None:
    line = ["person", "add", "--name", VISITOR, "--organisation", HOST]

    answer = call(line, person=founder)

    assert list(answer.notices) == epex(*line, acting_as=FOUNDER).stderr.splitlines()
    assert answer.notices != ()


def test_call_as_of_a_day_reads_what_was_known(call: Caller, founder: str) -> None:
    assert call(["organisation", "list"], person=founder, as_of="2001-01-01").value == []


def test_member_is_who_somebody_is_now(epex: Epex, service: Service, founder: str, visitor: str) -> None:
    member = service.member(visitor)

    assert (member.person, member.name, member.organisation_title) == (visitor, VISITOR, VISITING)
    assert member.roles == ("practitioner",)
    epex.record("person", "revise", VISITOR, "--role", "practitioner", "--role", "editor", acting_as=FOUNDER)
    assert roles_of(service, visitor) == ("editor", "practitioner")
    epex.record("person", "move", VISITOR, "--organisation", HOST, acting_as=FOUNDER)
    assert service.member(visitor).organisation_title == HOST
    assert "coordinator" in roles_of(service, founder)


def test_who_reads_is_found_out_anew_only_after_something_was_recorded(
    epex: Epex, service: Service, founder: str
) -> None:
    asked: list[str] = []
    service.call(["year", "list"], person=founder)
    engine = service._standing.base().today.store.engine
    sa.event.listen(engine, "before_cursor_execute", lambda *given: asked.append(given[2]))

    def lookups() -> int:
        """Count how often the visits of the one who reads are looked up."""
        asked.clear()
        service.call(["year", "list"], person=founder)
        return sum(PARTICIPATIONS_TABLE.name in statement for statement in asked)

    again = lookups()
    epex.record("element", "identify", "Evening round", "--core", "They walk.", acting_as=FOUNDER)

    assert (again, lookups(), lookups()) == (0, 1, 0)


def test_member_who_was_erased_is_nobody_any_more(epex: Epex, service: Service, founder: str, visitor: str) -> None:
    service.member(visitor)
    roles = ("--role", "coordinator", "--role", "data_protection_officer")
    epex.record("person", "revise", FOUNDER, *roles, acting_as=FOUNDER)
    epex.answer("person", "erase", VISITOR, "--ground", "Asked for it", "--yes", acting_as=FOUNDER)

    for gone in (visitor, "", "person-3f2a", "nobody"):
        with pytest.raises(Refused, match="Nobody here has that id any more"):
            service.member(gone)
    with pytest.raises(Refused):
        service.call(["waiting"], person=visitor)
    assert VISITOR not in json.dumps(service.call(["person", "list"], person=founder).value)


def test_member_whose_organisation_has_left_is_none_any_more(
    epex: Epex, service: Service, completed: str, founder: str, visitor: str
) -> None:
    own = epex.record("reflection", "record", completed, "They walk.", acting_as=VISITOR)
    epex.record("person", "add", "--name", "Col Reed", "--organisation", VISITING, "--role", "practitioner")
    stated = ("challenge", "state", "How do we wait?", "--visibility", "organisation")
    theirs = epex.record(*stated, acting_as="Col Reed")
    before = service.call(["challenge", "show", theirs], person=visitor).value["id"]
    service.call(["organisation", "leave", VISITING], person=founder)

    with pytest.raises(Refused) as refused:
        service.member(visitor)
    with pytest.raises(Refused, match="There is no"):
        service.call(["challenge", "show", theirs], person=visitor)

    assert before == theirs
    assert str(refused.value) == GONE
    assert service.call(["reflection", "show", own], person=visitor).value["id"] == own
    assert epex.refusal("challenge", "show", theirs, acting_as=VISITOR).startswith("There is no")


def test_member_whose_organisation_has_left_keeps_a_role_of_the_network(
    epex: Epex, service: Service, founder: str, visitor: str
) -> None:
    epex.record("person", "revise", VISITOR, "--role", "editor", "--role", "practitioner")
    service.call(["organisation", "leave", VISITING], person=founder)

    member = service.member(visitor)
    assert (member.roles, member.organisation, member.organisation_title) == (("editor",), "", "")


def test_member_who_moved_to_another_organisation_goes_on(
    epex: Epex, service: Service, founder: str, visitor: str
) -> None:
    service.call(["organisation", "leave", VISITING], person=founder)
    epex.record("person", "move", VISITOR, "--organisation", HOST)

    assert service.member(visitor).organisation_title == HOST


def test_changed_settings_are_seen_by_the_next_call(epex: Epex, service: Service) -> None:
    assert service.network() == Network("Exchange", read_config(epex.folder).languages)

    write_config(replace(read_config(epex.folder), network="Renamed", languages=("en", "ar")))

    assert service.network() == Network("Renamed", ("en", "ar"))


def test_changed_keys_are_seen_by_the_next_call(epex: Epex, service: Service, visitor: str) -> None:
    service.member(visitor)
    assert epex("keys", "rotate", acting_as=FOUNDER).exit_code == 0

    epex.record("person", "revise", VISITOR, "--name", "Ben Adeyemi Okafor", acting_as=FOUNDER)

    assert service.member(visitor).name == "Ben Adeyemi Okafor"


def test_folder_of_a_site_is_private_and_beside_the_keys(epex: Epex, service: Service) -> None:
    assert service.folder == epex.folder / "keys" / "web"
    assert service.folder.stat().st_mode & 0o777 == 0o700


def test_closed_service_opens_again(service: Service, founder: str) -> None:
    before = service.member(founder)
    service.close()
    service.close()

    assert service.member(founder) == before


def test_base_that_is_gone_is_told_of(epex: Epex, service: Service, founder: str, tmp_path: Path) -> None:
    service.member(founder)
    epex.folder.rename(tmp_path / "moved")

    with pytest.raises(Refused, match="There is no folder"):
        service.member(founder)
