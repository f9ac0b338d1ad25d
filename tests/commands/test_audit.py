"""`epex audit`: sentences, reasons, and a log that is whole."""

import sqlite3
from pathlib import Path

import pytest

from tests.commands.running import FOUNDER, HOST, VISITING, VISITOR, Epex

SHAPE = [
    *("position", "event_id", "type", "stream_id", "version", "recorded_at", "occurred_on", "actor", "organisation"),
    *("visibility", "summary"),
]


def test_log_has_the_agreed_shape(epex: Epex) -> None:
    first = epex.answer("audit", "log")[0]

    assert list(first) == SHAPE
    assert first["summary"] == f"{FOUNDER} (coordinator, data protection officer) founded the network 'Exchange'"


def test_log_prints_one_sentence_per_event(epex: Epex) -> None:
    lines = epex("audit", "log", "--type", "person.registered").stdout.splitlines()

    said = f"{FOUNDER} (coordinator, data protection officer) registered {VISITOR} at {VISITING} as practitioner."
    assert " ".join(" ".join(lines).split()).endswith(said)


@pytest.mark.slow
def test_log_narrows(epex: Epex) -> None:
    epex.record("challenge", "state", "How do we begin?", "--occurred-on", "2016-05", acting_as=VISITOR)

    def types(*filters: str) -> list[str]:
        return [event["type"] for event in epex.answer("audit", "log", *filters)]

    assert types("--actor", VISITOR) == ["challenge.stated"]
    assert types("--organisation", VISITING) == ["challenge.stated"]
    assert types("--subject", "How do we begin?") == ["challenge.stated"]
    assert types("--by", "occurred", "--until", "2016") == ["challenge.stated"]
    assert types("--until", "2016") == []
    assert types("--type", "organisation", "--limit", "1") == ["organisation.joined"]
    assert types("--type", "organisation", "--offset", "1") == ["organisation.joined"]


def test_an_empty_log_says_so(epex: Epex) -> None:
    done = epex("--as-of", "2001", "audit", "log")

    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "Nothing here.\n")


def test_show_takes_a_position_or_an_event_id(epex: Epex) -> None:
    event = epex.answer("audit", "log")[2]

    by_position, by_id = (epex.answer("audit", "show", name) for name in (str(event["position"]), event["event_id"]))

    assert by_position == by_id
    assert (by_id["type"], by_id["said"]["name"]) == ("person.registered", FOUNDER)


@pytest.mark.parametrize("event", ["9999", "0", "nothing", "9" * 40])
def test_an_event_that_is_not_there_is_refused(epex: Epex, event: str) -> None:
    sentence = epex.refusal("audit", "show", event)

    assert sentence == f"There is no event {event} that you may read; 'epex audit log' lists those there are."


def test_show_keeps_words_from_those_who_may_not_read_them(epex: Epex, completed: str) -> None:
    reflection = epex.record("reflection", "record", completed, "They listen first.", acting_as=VISITOR)
    theme = epex.record("theme", "propose", "Trust")
    epex.record("theme", "link", theme, reflection, "--quote", "listen first", acting_as=VISITOR)
    epex.record("person", "add", "--name", "Zoe", "--organisation", HOST)
    position = str(epex.answer("audit", "log", "--type", "theme.evidence_linked")[0]["position"])

    readers = {name: epex.answer("audit", "show", position, acting_as=name)["said"] for name in (VISITOR, "Zoe")}

    assert readers[VISITOR]["quote"] == "listen first"
    assert "quote" not in readers["Zoe"]
    assert epex("audit", "show", str(int(position) - 2), acting_as="Zoe").exit_code == 1


def test_verify_finds_every_event_in_its_place(epex: Epex) -> None:
    verdict = epex.answer("audit", "verify")
    printed = epex("audit", "verify")

    assert (verdict["ok"], verdict["faults"], verdict["size"]) == (True, [], len(epex.events()))
    assert printed.stdout == (
        f"All {verdict['size']} events are as they were recorded. Root {verdict['root']}\n"
        "Nobody outside has seen this log: a witness can, see 'epex audit witness --help'.\n"
    )


def test_verify_names_what_was_changed(epex: Epex) -> None:
    _tamper(epex.folder)

    done = epex("audit", "verify")

    assert done.exit_code == 1
    assert done.stdout.startswith("Event 2: the event was changed: it does not match its leaf in the ledger.\n")
    assert epex("audit", "verify", "--json").exit_code == 1


def _tamper(folder: Path) -> None:
    log = sqlite3.connect(folder / "log" / "events.db")
    log.execute("UPDATE events SET actor = 'person-x' WHERE position = 2")
    log.commit()
    log.close()


def test_show_refuses_an_empty_event(epex: Epex) -> None:
    assert epex.refusal("audit", "show", " ").startswith("The event is empty")
