"""What changed between two days, as a coordinator reads it."""

import json
from typing import Any

from tests.commands.running import HOST, VISITING, Epex

HALF_A_YEAR = ("audit", "diff", "2017-06-30", "2017-12-31")


def changes(epex: Epex, *words: str) -> list[tuple[Any, ...]]:
    found = epex.answer(*words)["changes"]
    return [(row["kind"], row["change"], row["before"], row["after"]) for row in found]


def test_a_half_year_of_the_demo_is_told_in_sentences(demo: Epex) -> None:
    told = demo(*HALF_A_YEAR).stdout

    assert told.startswith("40 changes between 2017-06-30 and 2017-12-31, by what was known at the end of each day.\n")
    assert "\nThemes\n  'Using lived experience' was proposed and discussed. [" in told
    assert "\n  'Religion as the way in' was rejected (before: discussed). [" in told
    assert "\n  'The tea round' is labelled inspiring (before: shared). [" in told
    assert "\nMeetings\n  'Fourth plenary: deciding' was held. [" in told
    assert (
        "\n  20 reflections that you may read were recorded (8 by hosts and 12 by visitors); you may read 86 in" in told
    )
    assert told.endswith("'epex audit show N' shows the event N.\n")
    assert [line for line in told.splitlines() if "{" in line or "None" in line or "_" in line] == []


def test_its_positions_are_events_of_what_changed(demo: Epex) -> None:
    answer = demo.answer(*HALF_A_YEAR)
    log = {row["position"]: row for row in demo.answer("audit", "log")}

    found = [(row, log[position]) for row in answer["changes"] for position in row["positions"]]

    assert {name: answer[name] for name in ("from", "to", "by")} == {
        "from": "2017-06-30",
        "to": "2017-12-31",
        "by": "recorded",
    }
    assert set(answer["changes"][0]) == {"kind", "id", "title", "change", "before", "after", "positions", "sentence"}
    assert [row["sentence"] for row in answer["changes"] if not row["positions"]] == []
    assert {row["id"] or event["stream_id"] for row, event in found} == {event["stream_id"] for _, event in found}
    assert {"2017-06-30" < event["recorded_at"][:10] <= "2017-12-31" for _, event in found} == {True}


def test_what_happened_is_told_by_its_own_date(epex: Epex) -> None:
    epex.record("challenge", "state", "How do we begin?", "--organisation", HOST, "--occurred-on", "2015-05-04")
    days = ("2015-04-30", "2015-05-31")

    recorded = changes(epex, "audit", "diff", *days)
    occurred = changes(epex, "audit", "diff", *days, "--by", "occurred")

    assert recorded == []
    assert occurred == [("challenge", "appeared", "", [])]


def test_a_correction_that_is_known_later_is_known_today(epex: Epex) -> None:
    said = ("--occurred-on", "2015-05-04")
    element = epex.record("element", "identify", "Tea first", "--core", "A cup.", "--organisation", HOST, *said)
    epex.record("element", "label", element, "shared", "--occurred-on", "2015-06-04")

    told = epex("audit", "diff", "2015-04", "2015-06", "--by", "occurred").stdout

    assert "'Tea first' was identified and is labelled shared. [" in told
    assert changes(epex, "audit", "diff", "2015-05", "2015-06", "--by", "occurred") == [
        ("element", "label", "draft", "shared")
    ]


def test_who_joins_moves_and_leaves_is_told(epex: Epex) -> None:
    day = epex.answer("audit", "log")[-1]["recorded_at"][:10]
    epex.record("person", "move", "Ben Okafor", "--organisation", HOST, "--reason", "A new post")
    epex.record("organisation", "leave", VISITING, "--reason", "It closed")

    told = epex("audit", "diff", "2001", day).stdout

    assert f"\nOrganisations\n  {HOST} joined the network. [" in told
    assert f"\n  {VISITING} joined the network and left the network. [" in told
    assert "\n  Ben Okafor joined. [" in told


def test_equal_days_have_nothing_between_them(demo: Epex) -> None:
    done = demo("audit", "diff", "2017-12-31", "2017")

    assert (done.exit_code, done.stdout) == (
        0,
        "Nothing that you may read changed between 2017-12-31 and 2017-12-31.\n",
    )
    assert demo.answer("audit", "diff", "2017", "2017")["changes"] == []


def test_days_in_the_wrong_order_are_refused(demo: Epex) -> None:
    sentence = demo.refusal("audit", "diff", "2018", "2017-03")

    assert sentence == ("2018 comes after 2017-03; give the earlier one first: 'epex audit diff 2017-03 2018'.")


def test_as_of_a_day_what_came_later_is_no_difference(demo: Epex) -> None:
    for by in ("recorded", "occurred"):
        half = demo.answer("audit", "diff", "2017-06-30", "2017-12-31", "--by", by)["changes"]

        known = demo.answer("--as-of", "2017-12-31", "audit", "diff", "2017-06-30", "2018-12-31", "--by", by)["changes"]

        assert [row["sentence"] for row in known] == [row["sentence"] for row in half]


def test_days_after_as_of_are_told_for_what_they_are(demo: Epex) -> None:
    known, happened, both = (
        " ".join(demo("--as-of", "2017-06", "audit", "diff", *days).stdout.partition("\n\n")[0].split())
        for days in (("2016", "2017"), ("2016", "2017", "--by", "occurred"), ("2017", "2018"))
    )
    answer = demo.answer("--as-of", "2017-06", "audit", "diff", "2016", "2017")

    assert known.partition(" ")[2] == (
        "changes between 2016-12-31 and 2017-06-30, by what was known at the end of each day."
    )
    assert happened.partition(" ")[2] == (
        "changes between 2016-12-31 and 2017-12-31, by what had happened at the end of each day,"
        " as far as it was known on 2017-06-30."
    )
    assert both == "Nothing that you may read changed between 2017-06-30 and 2017-06-30."
    assert {name: answer[name] for name in ("from", "to", "known_on")} == {
        "from": "2016-12-31",
        "to": "2017-06-30",
        "known_on": "2017-06-30",
    }


def test_a_member_is_told_of_no_more_reflections_than_they_may_read(demo: Epex) -> None:
    words = ("audit", "diff", "2016", "2017")
    officer = [row for row in demo.answer(*words)["changes"] if row["kind"] == "reflection"]
    done = demo(*words, "--json", acting_as="Gisela Trautwein-Haas")
    member = [row for row in json.loads(done.stdout)["changes"] if row["kind"] == "reflection"]
    readable = demo("--as-of", "2017", "reflection", "list", "--json", acting_as="Gisela Trautwein-Haas")

    assert member[0]["after"] == len(json.loads(readable.stdout)) < officer[0]["after"]
    assert len(member[0]["positions"]) == member[0]["after"] - member[0]["before"]


def test_a_day_that_was_given_for_a_step_is_the_day_on_which_it_happened(epex: Epex, visit: str) -> None:
    epex.record("meeting", "hold", "First plenary", "--held-on", "2017-05-10")
    epex.record("visit", "agree", visit)
    epex.record("visit", "prepare", visit)
    epex.record("visit", "start", visit, "--on", "2017-03-13")
    epex.record("visit", "complete", visit, "--on", "2017-03-17")

    log = epex.answer("audit", "log", "--by", "occurred", "--since", "2017", "--until", "2017")
    told = changes(epex, "audit", "diff", "2016", "2017", "--by", "occurred")
    later = changes(epex, "audit", "diff", "2017", "2030", "--by", "occurred")

    assert [(row["type"], row["occurred_on"]) for row in log] == [
        ("visit.started", "2017-03-13"),
        ("visit.completed", "2017-03-17"),
        ("meeting.held", "2017-05-10"),
    ]
    assert [row for row in told if row[0] in ("visit", "meeting")] == [
        ("visit", "appeared", "", "completed"),
        ("meeting", "appeared", "", "First plenary"),
    ]
    assert [row for row in later if row[0] in ("visit", "meeting")] == []
