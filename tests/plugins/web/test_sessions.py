"""Sessions: signed, unguessable, and over when time, roles or a word say so."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from epex.app.base import KnowledgeBase
from epex.plugins import Refused
from epex.plugins.builtin.web.accounts import FILE_NAME, Accounts
from epex.plugins.builtin.web.sessions import Device, Session, Sessions, standing, takes_two_steps
from epex.plugins.serving import Member
from tests.plugins.web.doors import COORDINATOR, EVALUATOR, PRACTITIONER, Place


@pytest.fixture
def place(demo_folder: Path, tmp_path: Path) -> Place:
    return Place(demo_folder, tmp_path / "web")


@pytest.fixture
def writable(base: KnowledgeBase, tmp_path: Path) -> Place:
    return Place(base.config.folder, tmp_path / "web")


def begun(place: Place, name: str, *, is_whole: bool = True) -> str:
    """Begin a session of somebody who has an account."""
    person = place.person(name)
    if not place.accounts.of(person):
        place.accounts.accept(place.accounts.invite(person, ""), name.partition(" ")[0], "argon")
    return place.sessions.begin(place.served.member(person), is_whole=is_whole)


def test_cookies_are_ours_or_nothing(place: Place, tmp_path: Path) -> None:
    session = place.sessions.fresh()
    cookie = place.sessions.signed(session)
    other = Sessions(Accounts(tmp_path / "other"), place.served)

    assert place.sessions.named_by(cookie) == session
    assert other.named_by(cookie) == ""
    assert [place.sessions.named_by(bad) for bad in ("", session, cookie[:-1], f"{cookie}x", f"x{cookie}")] == [""] * 5


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cookie=st.text(max_size=60))
def test_cookies_and_tokens_that_are_made_up_count_for_nothing(place: Place, cookie: str) -> None:
    assert place.sessions.named_by(cookie) == ""
    assert not place.sessions.is_token("session", cookie)


def test_tokens_are_for_one_session_and_written_anew_each_time(place: Place) -> None:
    mine, yours = place.sessions.fresh(), place.sessions.fresh()
    tokens = {place.sessions.token(mine) for _ in range(20)}

    assert len(tokens) == 20
    assert all(place.sessions.is_token(mine, token) for token in tokens)
    assert not any(place.sessions.is_token(yours, token) for token in tokens)


def test_file_holds_no_session_that_could_be_used(place: Place, tmp_path: Path) -> None:
    session = begun(place, PRACTITIONER)

    content = (tmp_path / "web" / FILE_NAME).read_bytes()
    assert [word for word in (session, place.sessions.signed(session)) if word.encode() in content] == []


def test_sessions_last_twelve_hours(place: Place) -> None:
    session, person = begun(place, PRACTITIONER), place.person(PRACTITIONER)
    place.clock.move(12 * 60 - 1)
    assert place.sessions.look(session) == (Session(person, is_whole=True, pending=""), place.served.member(person))

    place.clock.move(1)
    assert place.sessions.look(session) is None
    assert place.sessions.devices(place.served.member(person)) == []


@pytest.mark.parametrize("name", [COORDINATOR, EVALUATOR])
def test_sessions_of_two_steps_end_when_nothing_is_asked(place: Place, name: str) -> None:
    session = begun(place, name)
    for _ in range(3):
        place.clock.move(29)
        assert place.sessions.look(session)

    place.clock.move(30)
    assert place.sessions.look(session) is None


def test_half_a_session_lasts_a_quarter_of_an_hour(place: Place) -> None:
    session = begun(place, PRACTITIONER, is_whole=False)
    place.clock.move(14)
    found = place.sessions.look(session)
    assert found
    assert not found[0].is_whole

    place.clock.move(1)
    assert place.sessions.look(session) is None


def test_sessions_end_by_a_word(place: Place) -> None:
    person = place.person(PRACTITIONER)
    sessions = [begun(place, PRACTITIONER) for _ in range(4)]
    other = begun(place, COORDINATOR)

    place.sessions.end(sessions[0])
    assert [bool(place.sessions.look(session)) for session in sessions] == [False, True, True, True]
    assert len(place.sessions.devices(place.served.member(person))) == 3
    place.sessions.end_all(person)
    assert [bool(place.sessions.look(session)) for session in (*sessions, other)] == [False] * 4 + [True]


def test_sessions_are_listed_with_their_browser_the_last_used_first(place: Place) -> None:
    first, now = begun(place, PRACTITIONER), place.clock.now
    begun(place, PRACTITIONER, is_whole=False)
    begun(place, COORDINATOR)
    place.clock.move(10)
    member = place.served.member(place.person(PRACTITIONER))
    second = place.sessions.begin(member, is_whole=True, browser="Firefox, Android")
    place.clock.move(10)
    place.sessions.look(first)

    mark = place.sessions.mark_of
    assert place.sessions.devices(member) == [
        Device(mark(first), "", now, now + 1200),
        Device(mark(second), "Firefox, Android", now + 600, now + 600),
    ]


def test_sessions_that_nobody_asked_in_for_too_long_are_not_listed(place: Place) -> None:
    begun(place, COORDINATOR)
    place.clock.move(30)

    assert place.sessions.devices(place.served.member(place.person(COORDINATOR))) == []


def test_one_session_ends_by_its_owner_alone(place: Place) -> None:
    mine, yours = [begun(place, PRACTITIONER) for _ in range(3)], begun(place, COORDINATOR)
    member = place.served.member(place.person(PRACTITIONER))

    for mark in (place.sessions.mark_of(mine[1]), place.sessions.mark_of(yours), "", "0", mine[0]):
        place.sessions.end_device(member, mark)

    assert [bool(place.sessions.look(session)) for session in (*mine, yours)] == [True, False, True, True]


def test_a_file_of_before_is_brought_up_to_date_and_keeps_its_sessions(place: Place, tmp_path: Path) -> None:
    session = begun(place, PRACTITIONER)
    with sqlite3.connect(tmp_path / "web" / FILE_NAME) as connection:
        connection.execute("ALTER TABLE sessions DROP COLUMN browser")

    with ThreadPoolExecutor(8) as pool:
        workers = list(pool.map(lambda _: Sessions(Accounts(tmp_path / "web", place.clock), place.served), range(8)))

    assert [bool(worker.look(session)) for worker in workers] == [True] * 8
    assert [device.browser for device in workers[0].devices(place.served.member(place.person(PRACTITIONER)))] == [""]


def test_sessions_end_with_a_new_password(place: Place) -> None:
    session, other = begun(place, PRACTITIONER), begun(place, COORDINATOR)
    place.accounts.change_password(place.person(PRACTITIONER), "argon2")

    assert [bool(place.sessions.look(one)) for one in (session, other)] == [False, True]


def test_sessions_end_when_roles_change(writable: Place) -> None:
    session, other = begun(writable, PRACTITIONER), begun(writable, COORDINATOR)
    line = ("person", "revise", writable.person(PRACTITIONER), "--role", "practitioner", "--role", "editor")
    assert writable.sessions.look(session)

    writable.served.call(line, person=writable.person(COORDINATOR))

    assert writable.sessions.look(session) is None
    assert writable.sessions.look(other)


def test_who_is_erased_is_signed_out_and_forgotten(writable: Place) -> None:
    session, other = begun(writable, PRACTITIONER), begun(writable, COORDINATOR)
    person = writable.person(PRACTITIONER)
    line = ("person", "erase", person, "--ground", "Asked for it in a letter", "--yes")
    writable.served.call(line, person=writable.person(COORDINATOR))

    assert writable.sessions.look(session) is None
    writable.sessions.sweep()
    assert writable.accounts.people() == {writable.person(COORDINATOR)}
    assert writable.sessions.look(other)


def test_nobody_is_forgotten_while_the_base_cannot_be_read(writable: Place) -> None:
    begun(writable, PRACTITIONER)
    people = writable.accounts.people()
    settings = writable.base.config.folder / "epex.toml"
    kept = settings.read_text("utf-8")
    settings.write_text("broken", "utf-8")

    writable.sessions.sweep()

    assert writable.accounts.people() == people
    settings.write_text(kept, "utf-8")
    writable.sessions.sweep()
    assert writable.accounts.people() == people


def test_nobody_is_signed_out_while_the_base_cannot_be_read(writable: Place) -> None:
    session = begun(writable, PRACTITIONER)
    settings = writable.base.config.folder / "epex.toml"
    kept = settings.read_text("utf-8")
    settings.write_text("broken", "utf-8")
    with pytest.raises(Refused):
        writable.sessions.look(session)
    settings.write_text(kept, "utf-8")

    assert writable.sessions.look(session)


def test_standing_is_of_roles_and_organisation() -> None:
    def member(*roles: str, organisation: str = "organisation-1", name: str = "A") -> Member:
        return Member("person-1", name, organisation, "", roles, "en")

    here = standing(member("editor", "practitioner"))
    assert standing(member("practitioner", "editor", name="B")) == here
    assert standing(member("practitioner")) != here
    assert standing(member("editor", "practitioner", organisation="organisation-2")) != here
    roles = ("coordinator", "practitioner", "evaluator", "editor", "reviewer", "data_protection_officer")
    assert [role for role in roles if takes_two_steps(member(role))] == [
        "coordinator",
        "evaluator",
        "data_protection_officer",
    ]


def test_sessions_that_are_over_are_cleared_away(place: Place, tmp_path: Path) -> None:
    begun(place, PRACTITIONER)
    place.clock.move(12 * 60)
    begun(place, COORDINATOR)

    with sqlite3.connect(tmp_path / "web" / FILE_NAME) as connection:
        assert connection.execute("SELECT person FROM sessions").fetchall() == [(place.person(COORDINATOR),)]
