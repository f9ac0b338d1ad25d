"""The file of accounts: private, without words, shared by workers, and nothing stays of who is gone."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from epex.plugins import Refused
from epex.plugins.builtin.web.accounts import (
    FILE_NAME,
    INVITED_FOR,
    Account,
    Accounts,
    Invitation,
    hashed_token,
    invite,
    require_login,
)
from epex.plugins.builtin.web.attempts import ADDRESS, CODE, HERE, LOGIN, WAIT_LONGER, Attempts, household
from epex.plugins.builtin.web.codes import new_secret, recovery_codes
from tests.plugins.web.doors import Clock

HOME, CAFE = "192.0.2.7", "198.51.100.9"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def accounts(tmp_path: Path, clock: Clock) -> Accounts:
    return Accounts(tmp_path / "web", clock)


def test_file_is_private(accounts: Accounts, tmp_path: Path) -> None:
    accounts.invite("person-1", "")

    folder = tmp_path / "web"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {FILE_NAME: 0o600}


def test_file_holds_neither_words_nor_tokens(accounts: Accounts, tmp_path: Path) -> None:
    token = accounts.invite("person-1", "person-2")
    accounts.accept(token, "henrik.login", "argon")
    codes = recovery_codes()
    accounts.begin_codes("person-1", new_secret(), 1, codes)
    Attempts(accounts).try_login("henrik.login", HOME)
    Attempts(accounts).succeed("henrik.login", "person-1", HOME)

    content = (tmp_path / "web" / FILE_NAME).read_bytes()
    assert b"person-1" in content
    assert [word for word in ("henrik", token, *codes, HOME) if word.encode() in content] == []


def test_what_is_no_file_of_accounts_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("Something else entirely, and long enough to be read as one.\n" * 20)

    with pytest.raises(Refused, match=r"cannot be read .*; move the file away"):
        Accounts(tmp_path)


def test_workers_share_one_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: Accounts(tmp_path / "web").secret, range(8)))

    assert len(set(found)) == 1
    assert len(found[0]) == 32


def test_invitations_are_open_for_seven_days(accounts: Accounts, clock: Clock) -> None:
    token = accounts.invite("person-1", "person-2")
    clock.now += INVITED_FOR - 1
    assert accounts.invitation(token) == Invitation("person-1", "person-2")

    clock.now += 1
    assert accounts.invitation(token) is None
    with pytest.raises(Refused, match="ask a coordinator"):
        accounts.accept(token, "henrik", "argon")
    assert accounts.of("person-1") is None


def test_a_new_invitation_replaces_the_earlier_one(accounts: Accounts, tmp_path: Path) -> None:
    first = accounts.invite("person-1", "person-2")
    second = invite(tmp_path / "web", "person-1", "")

    assert (accounts.invitation(first), accounts.invitation(""), accounts.invitation("guess")) == (None, None, None)
    assert Accounts(tmp_path / "web").invitation(second) == Invitation("person-1", "")


def test_an_invitation_is_used_once_also_by_two_at_once(accounts: Accounts, tmp_path: Path) -> None:
    token = accounts.invite("person-1", "")
    others = [Accounts(tmp_path / "web", accounts.now) for _ in range(8)]

    def use(number: int) -> str:
        try:
            return others[number].accept(token, f"login{number}", f"argon{number}").password
        except Refused:
            return ""

    with ThreadPoolExecutor(8) as pool:
        used = list(pool.map(use, range(8)))
    (password,) = filter(None, used)
    found = accounts.of("person-1")
    assert found
    assert found.password == password


def test_login_names_belong_to_one_however_they_are_written(accounts: Accounts) -> None:
    accounts.accept(accounts.invite("person-1", ""), " Henrik ", "argon1")
    token = accounts.invite("person-2", "")

    with pytest.raises(Refused, match="choose another"):
        accounts.accept(token, "HENRIK", "argon2")
    assert accounts.invitation(token) == Invitation("person-2", "")
    found = accounts.account("ＨＥＮＲＩＫ")
    assert found
    assert found.person == "person-1"


@pytest.mark.parametrize("login", ["ab", "x" * 65, "two words", "a/b/c", "henrik\n!", ""])
def test_unusual_login_names_are_refused(login: str) -> None:
    with pytest.raises(Refused, match="choose another"):
        require_login(login)


@pytest.mark.parametrize("login", ["žaneta", "o.keaveney@example.org", "ليلى-1", "HENRIK_2"])
def test_login_names_of_all_languages_are_taken(login: str) -> None:
    require_login(login)


def test_invited_anew_by_a_coordinator_keeps_the_second_step(accounts: Accounts, clock: Clock) -> None:
    accounts.accept(accounts.invite("person-1", ""), "henrik", "argon1")
    accounts.begin_codes("person-1", "SECRET", 7, ["one", "two"])

    made = accounts.accept(accounts.invite("person-1", "person-2"), "other", "argon2")
    assert made == Account("person-1", "argon2", "SECRET", 7, "person-2", clock.now) == accounts.of("person-1")
    assert (accounts.account("henrik"), accounts.recovery_left("person-1")) == (None, 2)

    at_machine = accounts.accept(accounts.invite("person-1", ""), "henrik", "argon3")
    assert at_machine == Account("person-1", "argon3", "", 0, "", clock.now)
    assert accounts.recovery_left("person-1") == 0


def test_codes_and_recovery_codes_count_once(accounts: Accounts) -> None:
    accounts.accept(accounts.invite("person-1", ""), "henrik", "argon")
    accounts.begin_codes("person-1", "SECRET", 7, ["one", "two"])

    assert [accounts.use_step("person-1", step) for step in (7, 6, 8, 8, 9)] == [False, False, True, False, True]
    assert [accounts.use_recovery("person-2", "one"), accounts.use_recovery("person-1", "three")] == [False, False]
    assert [accounts.use_recovery("person-1", code) for code in ("one", "one", "two")] == [True, False, True]


def test_who_is_forgotten_leaves_nothing(accounts: Accounts, tmp_path: Path) -> None:
    accounts.accept(accounts.invite("person-forgotten", ""), "henrik", "argon-of-henrik")
    accounts.begin_codes("person-forgotten", "SECRET-OF-HENRIK", 7, ["one"])
    Attempts(accounts).succeed("henrik", "person-forgotten", HOME)
    accounts.invite("person-forgotten", "")
    accounts.invite("person-other", "")
    assert accounts.people() == {"person-forgotten", "person-other"}

    accounts.forget("person-forgotten")

    assert accounts.people() == {"person-other"}
    content = (tmp_path / "web" / FILE_NAME).read_bytes()
    words = (b"person-forgotten", b"argon-of-henrik", b"SECRET-OF-HENRIK", hashed_token("one"))
    assert [word for word in words if word in content] == []


def tries(attempts: Attempts, login: str, address: str, times: int) -> int:
    """Try that often, and count how often it was allowed."""
    allowed = 0
    for _ in range(times):
        try:
            attempts.try_login(login, address)
            allowed += 1
        except Refused:
            pass
    return allowed


def test_tries_at_one_login_from_one_address_end(accounts: Accounts, clock: Clock) -> None:
    attempts = Attempts(accounts)

    assert tries(attempts, "henrik", HOME, 20) == HERE.times
    assert tries(attempts, " HENRIK", HOME, 1) == 0
    assert tries(attempts, "orla", HOME, 1) == 1
    clock.now += HERE.seconds
    assert tries(attempts, "henrik", HOME, 20) == HERE.times


def test_tries_from_one_address_end_whoever_they_are_for(accounts: Accounts) -> None:
    attempts = Attempts(accounts)

    assert sum(tries(attempts, f"login{number}", HOME, 1) for number in range(200)) == ADDRESS.times
    assert tries(attempts, "henrik", CAFE, 1) == 1


def test_tries_at_one_login_end_wherever_they_come_from(accounts: Accounts) -> None:
    attempts = Attempts(accounts)

    assert sum(tries(attempts, "henrik", f"203.0.113.{number}", 1) for number in range(200)) == LOGIN.times
    with pytest.raises(Refused) as refused:
        attempts.try_login("henrik", CAFE)
    assert str(refused.value) == WAIT_LONGER


def test_whoever_signed_in_there_before_is_not_locked_out_by_others(accounts: Accounts) -> None:
    attempts = Attempts(accounts)
    accounts.accept(accounts.invite("person-1", ""), "henrik", "argon")
    attempts.try_login("henrik", HOME)
    attempts.succeed("henrik", "person-1", HOME)
    for number in range(200):
        tries(attempts, "henrik", f"203.0.113.{number}", 1)
        tries(attempts, f"login{number}", HOME, 1)

    assert tries(attempts, "henrik", CAFE, 1) == 0
    assert tries(attempts, "orla", HOME, 1) == 0
    assert tries(attempts, "henrik", HOME, 20) == HERE.times


def test_success_takes_back_only_ones_own_tries(accounts: Accounts) -> None:
    attempts = Attempts(accounts)
    accounts.accept(accounts.invite("person-1", ""), "henrik", "argon")
    for number in range(ADDRESS.times - 1):
        attempts.try_login(f"login{number}", CAFE)
    attempts.try_login("henrik", CAFE)
    attempts.succeed("henrik", "person-1", CAFE)

    assert [tries(attempts, "orla", CAFE, 1), tries(attempts, "tarjei", CAFE, 1)] == [1, 0]


def test_success_where_nothing_was_counted_takes_nothing_back(accounts: Accounts) -> None:
    attempts = Attempts(accounts)
    accounts.accept(accounts.invite("person-1", ""), "henrik", "argon")
    attempts.try_login("henrik", CAFE)
    attempts.succeed("henrik", "person-1", CAFE)
    assert sum(tries(attempts, f"login{number}", CAFE, 1) for number in range(200)) == ADDRESS.times
    assert sum(tries(attempts, "henrik", f"203.0.113.{number}", 1) for number in range(200)) == LOGIN.times
    for _ in range(HERE.times + 1):
        attempts.try_login("henrik", CAFE)
        attempts.succeed("henrik", "person-1", CAFE)

    assert tries(attempts, "orla", CAFE, 1) == 0
    assert tries(attempts, "henrik", HOME, 1) == 0


def test_workers_that_count_at_once_allow_no_more(tmp_path: Path, clock: Clock) -> None:
    workers = [Attempts(Accounts(tmp_path / "web", clock)) for _ in range(4)]

    with ThreadPoolExecutor(8) as pool:
        allowed = sum(pool.map(lambda number: tries(workers[number % 4], "henrik", HOME, 1), range(32)))
    assert allowed == HERE.times


def test_wrong_codes_end_and_right_ones_begin_anew(accounts: Accounts, clock: Clock) -> None:
    attempts = Attempts(accounts)
    for _ in range(CODE.times):
        attempts.try_code("person-1")
    with pytest.raises(Refused, match="wait a quarter of an hour"):
        attempts.try_code("person-1")
    attempts.try_code("person-2")

    clock.now += CODE.seconds
    attempts.try_code("person-1")
    attempts.succeed_code("person-1")
    for _ in range(CODE.times):
        attempts.try_code("person-1")


@pytest.mark.parametrize(
    ("address", "shared"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9%eth0", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("testclient", "testclient"),
    ],
)
def test_households_share_an_address(address: str, shared: str) -> None:
    assert household(address) == shared
