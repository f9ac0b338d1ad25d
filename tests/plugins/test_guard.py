"""Calling a plugin's code."""

import sys

import pytest

from epex.plugins.guard import LONGEST_CAUSE, Failed, Fault, guarded


def test_guarded_returns_what_the_call_returns() -> None:
    assert guarded(divmod, 7, 2) == (3, 1)


def test_guarded_names_an_error_in_one_line() -> None:
    def fail() -> None:
        raise ValueError("first line\nsecond line")

    with pytest.raises(Failed) as caught:
        guarded(fail)

    assert str(caught.value) == "ValueError: first line"


def test_guarded_stops_an_attempt_to_end_the_program() -> None:
    with pytest.raises(Failed) as caught:
        guarded(sys.exit, 3)

    assert str(caught.value) == "SystemExit: 3"


def test_guarded_names_an_error_without_words_by_its_kind() -> None:
    def fail() -> None:
        raise KeyError

    with pytest.raises(Failed) as caught:
        guarded(fail)

    assert str(caught.value) == "KeyError"


def test_guarded_shortens_a_long_cause() -> None:
    def fail() -> None:
        raise ValueError("x" * 10_000)

    with pytest.raises(Failed) as caught:
        guarded(fail)

    assert len(str(caught.value)) == LONGEST_CAUSE + len("...")


def test_guarded_lets_a_person_interrupt() -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        guarded(interrupt)


def test_guarded_keeps_what_is_printed_out_of_the_answer(capsys: pytest.CaptureFixture[str]) -> None:
    guarded(print, "chatter")

    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", "chatter\n")


def test_fault_says_what_is_wrong_and_what_to_do() -> None:
    fault = Fault(plugin="tea", what="is enabled but not installed", instead="install its package")

    assert str(fault) == "The plugin 'tea' is enabled but not installed; install its package."
