"""What every recording command shares: repeating, reasons, dates, labels, long texts and receipts."""

from pathlib import Path

import pytest

from tests.commands.running import HOST, VISITING, VISITOR, Epex

PAIR = ("--host-person", "Mira Holm", "--visibility", "pair")

STATE = ("challenge", "state", "How do we begin?", "--organisation", HOST)


@pytest.mark.slow
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


@pytest.mark.slow
def test_the_past_is_not_written(epex: Epex) -> None:
    before = epex.events()

    sentence = epex.refusal("--as-of", "2030", *STATE)

    assert sentence == "The past cannot be written; leave out --as-of to record something."
    assert epex.events() == before


@pytest.mark.parametrize(
    "command",
    [
        *("doctor", "backup {folder}/all.zip", "migrate", "merge key", "keys backup {folder}/keys.zip", "keys rotate"),
        *("plugin enable vetting", "plugin disable vetting", "reflection drafts", "form export Ben"),
        *(
            "audit verify",
            "audit checkpoint",
            "audit prove 1",
            "audit bundle {folder}/all.zip",
            "views status",
            "index rebuild",
        ),
    ],
)
def test_what_is_stored_now_is_not_asked_for_as_of_a_day(epex: Epex, command: str) -> None:
    before = {path.name for path in epex.folder.iterdir()}

    sentence = epex.refusal("--as-of", "2030", *command.format(folder=epex.folder).split())

    assert sentence.endswith("stored now; leave out --as-of.")
    assert {path.name for path in epex.folder.iterdir()} == before


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


def test_nobody_records_on_what_they_may_not_read(epex: Epex) -> None:
    hidden = epex.record("theme", "propose", "Hidden", "--visibility", "private")
    never = f"theme-{'0' * 8}{hidden[14:]}"
    head = len(epex.events())

    refused = epex.refusal("theme", "link", hidden, HOST, acting_as=VISITOR)

    assert refused == f"There is no '{hidden}' that you may read; 'epex theme list' shows what there is."
    assert epex.refusal("theme", "link", never, HOST, acting_as=VISITOR) == refused.replace(hidden, never)
    assert len(epex.events()) == head


def test_a_step_is_read_by_those_who_read_what_it_belongs_to(epex: Epex, visit: str) -> None:
    theme = epex.record("theme", "propose", "--label", "en=Hidden", "--visibility", "private")
    private = epex.record("visit", "plan", "Quiet", "--year", "1", "--host", HOST, "--visitor", VISITOR, *PAIR)
    epex.record("theme", "discuss", theme, "--reason", "Not yet for everybody")
    epex.record("visit", "cancel", private, "--reason", "Somebody fell ill", acting_as=VISITOR)
    epex.record("visit", "cancel", visit, "--reason", "No train")

    labels = [(event["stream_id"], event["visibility"]) for event in epex.answer("audit", "log")[-3:]]
    envelopes = [epex.answer("audit", "log", "--subject", which)[-1]["visibility"] for which in (theme, visit)]

    assert labels[0] == (theme, "private")
    assert envelopes == ["private", "network"]
    assert [label for stream, label in labels if stream == private] == ["pair"]


def test_a_step_is_not_opened_to_more_readers(epex: Epex) -> None:
    theme = epex.record("theme", "propose", "--label", "en=Hidden", "--visibility", "private")
    before = epex.events()

    sentence = epex.refusal("theme", "discuss", theme, "--reason", "For all", "--visibility", "network")

    assert sentence == "What this is about is read by fewer people (private); leave out --visibility."
    assert epex.events() == before


@pytest.mark.slow
def test_a_step_that_changes_nothing_to_decide_on_may_be_read_by_fewer(epex: Epex, completed: str) -> None:
    epex.record("visit", "monitor", completed, "Two try it")
    epex.record("visit", "monitor", completed, "One was afraid", "--visibility", "organisation")

    assert epex.answer("audit", "log")[-1]["visibility"] == "organisation"


@pytest.mark.parametrize("label", ["private", "pair", "organisation"])
def test_a_step_that_changes_what_is_decided_on_is_as_open_as_what_it_belongs_to(
    epex: Epex, visit: str, label: str
) -> None:
    before = epex.events()

    sentence = epex.refusal("visit", "cancel", visit, "--reason", "No train", "--visibility", label)

    assert sentence == "What changes the visit is as open as the visit itself; leave --visibility out."
    assert epex.events() == before


def test_nothing_open_is_changed_together_with_something_hidden(epex: Epex) -> None:
    epex.record("theme", "propose", "Open")
    epex.record("theme", "propose", "Hidden", "--visibility", "private")

    sentence = epex.refusal("theme", "merge", "Open", "--into", "Hidden", "--reason", "The same")

    instead = "for fewer read something else that is named here; name what they all read"
    assert sentence == f"What changes the theme is as open as the theme itself; {instead}."


def test_a_step_on_what_is_public_is_for_the_network_or_the_public(epex: Epex) -> None:
    challenge = epex.record(*STATE, "--visibility", "public")

    epex.record("challenge", "share", challenge, acting_as=VISITOR)

    assert epex.answer("audit", "log")[-1]["visibility"] == "network"


@pytest.mark.parametrize(
    ("command", "what"),
    [
        (("year", "open", "2", "--purpose", "publication"), "Programme years"),
        (("publication", "open", "What we learned"), "Editions"),
        (("organisation", "add", "--name", "X", "--country", "AT", "--kind", "ngo"), "Members"),
        (("person", "add", "--name", "X", "--organisation", HOST), "People"),
        (("questions", "adopt", "gibbs"), "Question sets"),
    ],
)
def test_what_there_is_once_in_the_network_is_not_hidden(epex: Epex, command: tuple[str, ...], what: str) -> None:
    sentence = epex.refusal(*command, "--visibility", "organisation")

    assert sentence == f"{what} are for the whole network; leave out --visibility."
    epex.record(*command)


def test_a_command_id_of_somebody_else_tells_nothing(epex: Epex) -> None:
    mine = ("theme", "propose", "--label", "en=Hidden", "--visibility", "private", "--command-id", "one")
    epex.record(*mine)
    before = epex.events()

    sentence = epex.refusal("theme", "propose", "--label", "en=Open", "--command-id", "one", acting_as=VISITOR)

    assert sentence == "Somebody else used this command id; give another, such as a UUID."
    assert epex.events() == before
