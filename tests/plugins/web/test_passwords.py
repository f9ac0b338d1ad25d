"""Passwords: what is too easy, and that comparing takes as long for nobody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epex.plugins import Refused
from epex.plugins.builtin.web import passwords
from epex.plugins.builtin.web.passwords import hashed, is_outdated, matches, require_strong

STRONG = [
    "seven herons on a tram",
    "7#9K2$m4!8Qx",
    "žltá kosačka na streche",
    "كرسي أزرق يغني ليلا",
    "xkcdtruelybattery",
    "Tm4-vvQ9-ppLz",
    "correct horse battery staple",
    "paradise mountain kettle",
]
EASY = [
    "password1234",
    "P@ssw0rd!2024",
    "passwordpassword",
    "qwertzuiop123",
    "1q2w3e4r5t6y",
    "aaaaaaaaaaaa",
    "abcabcabcabc",
    "123456789012",
    "iloveyou1990!",
    "Willkommen-2025",
    "            ",
]
COMMON = [
    "finalfantasy",
    "FinalFantasy!7",
    "123qweasdzxc",
    "leavemealone",
    "s0nyericsson!",
    "paradise-mountain",
    "jesuschrist88",
]


@pytest.mark.parametrize("password", STRONG)
def test_strong_passwords_are_taken(password: str) -> None:
    require_strong(password)


@pytest.mark.parametrize("password", EASY)
def test_easy_passwords_are_refused(password: str) -> None:
    with pytest.raises(Refused, match="easy to guess; take a few words"):
        require_strong(password)


@pytest.mark.parametrize("password", COMMON)
def test_common_passwords_are_refused_whatever_signs_stand_with_them(password: str) -> None:
    with pytest.raises(Refused, match="easy to guess; take a few words"):
        require_strong(password)


def test_every_common_password_that_is_long_enough_is_refused() -> None:
    long = [password for password in passwords.often_taken() if len(password) >= passwords.SHORTEST]

    assert len(passwords.often_taken()) >= 30_000
    assert len(long) >= 200
    assert [password for password in long if not _is_refused(password)] == []


def _is_refused(password: str) -> bool:
    try:
        require_strong(password)
    except Refused:
        return True
    return False


@pytest.mark.parametrize("password", ["orla-keaveney-24", "Fährhaus fährhaus", "ORLA.orla.Fährhaus.1"])
def test_passwords_of_own_words_are_refused(password: str) -> None:
    require_strong(password, ())

    with pytest.raises(Refused, match="easy to guess"):
        require_strong(password, ("orla", "Orla Keaveney", "Fährhaus Ausstiegsbegleitung e. V."))


def test_lengths_of_passwords_are_held() -> None:
    with pytest.raises(Refused, match="fewer than 12"):
        require_strong("heron tram!")
    with pytest.raises(Refused, match="more than 1000"):
        require_strong("heron tram, " * 100)


def test_hashed_passwords_match_only_themselves() -> None:
    stored = hashed("seven herons on a tram")

    assert stored.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert matches(stored, "seven herons on a tram")
    assert [matches(stored, other) for other in ("seven herons on a tram ", "Seven herons on a tram", "")] == [
        False
    ] * 3
    assert hashed("seven herons on a tram") != stored
    assert not is_outdated(stored)
    assert is_outdated("$argon2id$v=19$m=8192,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$dGhpcnR5IHR3byBieXRlcyBvZiBoYXNo")


def test_nobodys_hash_takes_the_work_of_somebodys() -> None:
    assert not is_outdated(passwords.NOBODY)
    assert not matches("", "seven herons on a tram")
    assert not matches("broken", "seven herons on a tram")


@given(st.text(max_size=40), st.text(max_size=10))
def test_passwords_of_few_signs_are_always_refused(password: str, own: str) -> None:
    few = (password[:4] * 20)[:20]
    with pytest.raises(Refused):
        require_strong(few, (own,))
