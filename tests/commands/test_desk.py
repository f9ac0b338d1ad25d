"""What every recording command shares: repeating, reasons, dates, labels, long texts and receipts."""

from pathlib import Path

import pytest

from tests.commands.running import HOST, VISITING, Epex

STATE = ("challenge", "state", "How do we begin?", "--organisation", HOST)


def test_a_receipt_is_one_sentence(epex: Epex) -> None:
    head = len(epex.events())

    done = epex(*STATE)

    challenge = epex.answer("challenge", "list")[0]["id"]
    assert done.stdout == f"Recorded as event {head + 1}: {challenge}\n"


def test_a_receipt_of_several_events_names_the_first_and_the_last(epex: Epex) -> None:
    themes = [epex.record("theme", "propose", title) for title in ("One", "Two")]
    head = len(epex.events())

    done = epex("theme", "merge", "One", "--into", "Two", "--reason", "The same")

    assert done.stdout == f"Recorded as events {head + 1} to {head + 2}: {themes[0]}\n"


def test_a_json_receipt_has_the_agreed_shape(epex: Epex) -> None:
    head = len(epex.events())

    receipt = epex.answer(*STATE)

    challenge = epex.answer("challenge", "list")[0]["id"]
    assert receipt == {
        "position": head + 1,
        "events": [{"type": "challenge.stated", "stream_id": challenge, "version": 1}],
        "id": challenge,
    }


def test_a_repeated_command_gives_the_first_answer(epex: Epex) -> None:
    first = epex.answer(*STATE, "--command-id", "once")
    before = epex.events()

    second = epex.answer(*STATE, "--command-id", "once")

    assert second == first
    assert epex.events() == before


def test_a_repeated_command_is_answered_although_it_would_now_be_refused(epex: Epex) -> None:
    leave = ("organisation", "leave", VISITING, "--command-id", "once")

    first = epex.answer(*leave)

    assert epex.answer(*leave) == first


def test_the_date_is_kept_as_precisely_as_it_is_known(epex: Epex) -> None:
    epex.record(*STATE, "--occurred-on", "2017-03")

    assert epex.answer("audit", "log")[-1]["occurred_on"] == "2017-03"


def test_a_label_is_kept(epex: Epex) -> None:
    epex.record(*STATE, "--visibility", "organisation")

    assert epex.answer("audit", "log")[-1]["visibility"] == "organisation"
    assert epex.answer("challenge", "list", acting_as="Ben Okafor") == []


@pytest.mark.parametrize(
    "command",
    [("element", "label", "Evening round", "shared"), STATE, ("organisation", "revise", HOST, "--country", "DK")],
)
def test_a_reason_is_kept_with_what_was_recorded(epex: Epex, command: tuple[str, ...]) -> None:
    epex.record("element", "identify", "Evening round", "--core", "The same two walk every Friday.")

    done = epex(*command, "--reason", "They asked")

    assert (epex.said()["reason"], done.exit_code, done.stderr) == ("They asked", 0, "")


def test_a_long_text_comes_from_a_file(epex: Epex, tmp_path: Path) -> None:
    text = tmp_path / "challenge.txt"
    text.write_text("\ufeffHow do we begin?\n\nAnd with whom?\n", "utf-8")

    epex.record("challenge", "state", "--file", str(text))

    assert epex.said()["text"] == "How do we begin?\n\nAnd with whom?"


def test_a_text_is_given_once(epex: Epex, tmp_path: Path) -> None:
    sentence = epex.refusal(*STATE, "--file", str(tmp_path / "challenge.txt"))

    assert sentence == "The text is given twice; give it either as it is or with --file."


def test_the_past_is_not_written(epex: Epex) -> None:
    before = epex.events()

    sentence = epex.refusal("--as-of", "2030", *STATE)

    assert sentence == "The past cannot be written; leave out --as-of to record something."
    assert epex.events() == before


@pytest.mark.parametrize("name", ["Nobody", "person-none"])
def test_a_stranger_does_not_act(epex: Epex, name: str) -> None:
    sentence = epex.refusal(*STATE, acting_as=name)

    assert sentence == f"There is no person '{name}' that you may read; 'epex person list' shows what there is."


def test_an_ambiguous_beginning_lists_what_it_could_mean(epex: Epex) -> None:
    for title in ("One", "Two"):
        epex.record("theme", "propose", title)

    sentence = epex.refusal("theme", "show", "theme-")

    assert sentence.startswith("'theme-' means several things: theme-")
    assert sentence.endswith("; give more of the id.")
