"""Calling a plugin's code."""

import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest

from epex.plugins.guard import LONGEST_CAUSE, Failed, Fault, guarded, within


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
        signal.raise_signal(signal.SIGINT)

    def tidy() -> None:
        try:
            interrupt()
        finally:
            print("tidied")

    for call in (interrupt, tidy, lambda: guarded(interrupt)):
        with pytest.raises(KeyboardInterrupt):
            guarded(call)


def test_guarded_names_a_plugin_that_only_says_that_somebody_interrupts() -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    with pytest.raises(Failed) as caught:
        guarded(interrupt)
    with ThreadPoolExecutor() as threads, pytest.raises(Failed) as apart:
        threads.submit(guarded, interrupt).result()

    assert (str(caught.value), str(apart.value)) == ("KeyboardInterrupt", "KeyboardInterrupt")


def test_guarded_keeps_what_is_printed_out_of_the_answer(capsys: pytest.CaptureFixture[str]) -> None:
    guarded(print, "chatter")

    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", "chatter\n")


@pytest.mark.parametrize("kind", [OSError, Exception], ids=["errors of the system", "any error"])
def test_within_ends_what_tries_again_after_every_error(kind: type[Exception]) -> None:
    def try_again() -> None:
        with within(0.2):
            while True:
                try:
                    sleep(600)
                except kind:
                    continue

    with pytest.raises(Failed) as caught:
        guarded(try_again)

    assert str(caught.value) == "TimeoutError: it took longer than 0.2 seconds"


def test_within_interrupts_again_what_swallowed_it() -> None:
    def swallow() -> None:
        with within(0.2):
            try:
                sleep(600)
            except BaseException:  # noqa: BLE001 - as a plugin may do
                sleep(600)

    with pytest.raises(Failed) as caught:
        guarded(swallow)

    assert str(caught.value) == "TimeoutError: it took longer than 0.2 seconds"


def test_within_leaves_the_limit_around_it_as_it_was() -> None:
    def wait_after_another() -> None:
        with within(0.5):
            with within(600):
                pass
            sleep(600)

    with pytest.raises(TimeoutError) as caught:
        wait_after_another()

    assert str(caught.value) == "it took longer than 0.5 seconds"


def test_fault_says_what_is_wrong_and_what_to_do() -> None:
    fault = Fault(plugin="tea", what="is enabled but not installed", instead="install its package")

    assert str(fault) == "The plugin 'tea' is enabled but not installed; install its package."


def test_fault_and_cause_keep_to_one_line_without_control_characters() -> None:
    def fail() -> None:
        raise ValueError("cold\x1b[2J \u202etea")

    with pytest.raises(Failed) as caught:
        guarded(fail)

    assert str(caught.value) == "ValueError: cold[2J tea"
    assert str(Fault(plugin="tea", what="is\x1b]0; cold", instead="heat\nit")) == "The plugin 'tea' is]0; cold; heatit."
