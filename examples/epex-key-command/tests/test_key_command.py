"""The provider, with a program that is a line of shell."""

import pytest
from epex.plugins import Refused
from epex_key_command import fetch

KEY = "a2V5IGtleSBrZXkga2V5IGtleSBrZXkga2V5IGtleSE"


def test_fetch_asks_for_the_path_of_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EPEX_KEY_COMMAND", f"sh -c 'test $0 = epex/b-1/base && echo {KEY}'")

    assert (fetch("b-1", "base"), fetch("b-1", "evaluation")) == (b"key key key key key key key key!", None)


@pytest.mark.parametrize(("command", "why"), [("", "is not set"), ("sh -c 'echo locked >&2; exit 2'", "locked")])
def test_fetch_says_what_is_wrong(monkeypatch: pytest.MonkeyPatch, command: str, why: str) -> None:
    monkeypatch.setenv("EPEX_KEY_COMMAND", command)

    with pytest.raises(Refused, match=why):
        fetch("b-1", "base")
