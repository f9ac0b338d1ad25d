"""A plugin's own events, view and commands: those of the example, in a base of two organisations."""

import sys
from pathlib import Path

import pytest

from epex.app.base import KnowledgeBase
from epex.core.log.envelope import UnknownEvent
from tests.commands.conftest import epex, founded_folder
from tests.commands.running import HOST, VISITING, VISITOR, Epex
from tests.plugins.conftest import Install

__all__ = ["epex", "founded_folder"]

EXAMPLE = Path(__file__).parents[2] / "examples" / "epex-vetting-times" / "epex_vetting_times.py"
NAME = "vetting-times"


@pytest.fixture
def vetting(epex: Epex, install: Install) -> Epex:
    """Enable the example."""
    install(NAME, EXAMPLE.read_text("utf-8"))
    assert epex("plugin", "enable", NAME).exit_code == 0
    return epex


def note(epex: Epex, weeks: int, *options: str, organisation: str = HOST) -> str:
    return epex.record(NAME, "note", "--organisation", organisation, "--weeks", str(weeks), *options)


def told(epex: Epex, *options: str) -> list[str]:
    rows = epex.answer(*options, "audit", "log", "--type", "vetting_times")
    return [row["summary"] for row in rows]


def test_event_is_recorded_with_its_plugin_and_told_as_a_sentence(vetting: Epex) -> None:
    vetting_id = note(vetting, 9)

    (shown,) = vetting.answer("audit", "log", "--subject", vetting_id)
    event = KnowledgeBase.open(vetting.folder).log.stream(vetting_id)[0]
    assert shown["summary"].endswith(f"noted that {HOST} took 9 weeks to vet a visitor")
    assert event.envelope.recorded_by.startswith("vetting-times 1.2.0 (epex ")
    assert (type(event.event).__name__, vars(event.event)["weeks"]) == ("VettingNoted", 9)


def test_texts_of_an_event_are_sealed(vetting: Epex) -> None:
    note(vetting, 9, "--note", "The letter was lost twice")

    raw = b"".join(path.read_bytes() for path in vetting.folder.rglob("*.db*"))
    assert b"letter was lost" not in raw


def test_view_follows_the_log_and_is_rebuilt(vetting: Epex) -> None:
    first = note(vetting, 9)
    note(vetting, 4, organisation=VISITING)
    vetting.record(NAME, "mend", "--vetting", first, "--weeks", "8")

    rows = KnowledgeBase.open(vetting.folder).queries().rows("vetting_times")

    (rebuilt,) = vetting.answer("views", "rebuild", "vetting_times")["views"]
    assert sorted(row["weeks"] for row in rows) == [4, 8]
    assert rebuilt["rows"] == 2
    assert "vetting_times" in [row["name"] for row in vetting.answer("views", "status")]


def test_rows_are_shown_to_those_who_may_read_the_event(vetting: Epex) -> None:
    note(vetting, 9, "--visibility", "private")

    seen = [KnowledgeBase.open(vetting.folder, who).queries().rows("vetting_times") for who in ("", VISITOR)]

    assert [[row["weeks"] for row in rows] for rows in seen] == [[9], []]


def test_what_may_not_be_read_is_not_recorded_on(vetting: Epex) -> None:
    hidden = note(vetting, 9, "--visibility", "private")

    refusal = vetting.refusal(NAME, "mend", "--vetting", hidden, "--weeks", "8", acting_as=VISITOR)
    strange = vetting.refusal(NAME, "mend", "--vetting", "vetting_times-1", "--weeks", "8")

    assert refusal == f"There is no '{hidden}' that you may read; look with 'epex audit log'."
    assert strange == "There is no vetting 'vetting_times-1'; 'epex audit log' shows the ids there are."


def test_step_that_fewer_may_read_changes_nothing_for_the_others(vetting: Epex) -> None:
    shared = note(vetting, 9)

    refusal = vetting.refusal(NAME, "mend", "--vetting", shared, "--weeks", "8", "--visibility", "private")

    assert refusal.startswith("What changes the vetting_times is as open as the vetting_times itself")


def test_a_wrong_number_is_refused_by_the_plugins_own_sentence(vetting: Epex) -> None:
    refusal = vetting.refusal(NAME, "note", "--organisation", HOST, "--weeks", "many")

    assert refusal == "'many' is no number of weeks; give one from 0 to 104."


def test_a_repeated_command_is_recorded_once(vetting: Epex) -> None:
    first, again = (note(vetting, 9, "--command-id", "once") for _ in range(2))

    assert first == again
    assert len(told(vetting)) == 1


def test_report_is_made_from_the_view(vetting: Epex) -> None:
    note(vetting, 9)
    note(vetting, 4)

    document = vetting.answer("report", "run", NAME)

    (table,) = document["page"][0]["blocks"]
    assert [[cell["text"] for cell in row] for row in table["rows"]] == [[HOST, "2", "4 to 9"]]


def test_help_lists_the_commands_and_leaves_them_out_without_plugins(vetting: Epex) -> None:
    page, without = vetting("--help").stdout, vetting("--no-plugins", "--help").stdout

    assert [line.split() for line in page.splitlines() if NAME in line] == [["Plugins", NAME, "note,", "mend."]]
    assert NAME not in without
    assert vetting("--no-plugins", NAME, "note").exit_code == 2
    assert "epex vetting-times note --organisation ORG --weeks NUMBER" in vetting(NAME, "--help").stdout


def test_without_its_plugin_an_event_stays_readable(vetting: Epex) -> None:
    vetting_id = note(vetting, 9)

    summaries = told(vetting, "--no-plugins")

    assert [one.partition(") ")[2] for one in summaries] == [
        "recorded something with the plugin vetting-times 1.2.0, which is not in use here"
    ]
    unknown = KnowledgeBase.open(vetting.folder, plugins=False).log.stream(vetting_id)[0].event
    assert isinstance(unknown, UnknownEvent)


def test_sentence_comes_back_when_the_timeline_was_built_without_the_plugin(vetting: Epex) -> None:
    note(vetting, 9)
    assert vetting("--no-plugins", "views", "rebuild").exit_code == 0

    assert told(vetting)[0].endswith(f"noted that {HOST} took 9 weeks to vet a visitor")


def test_views_of_the_program_hold_the_same_with_and_without_the_plugin(vetting: Epex) -> None:
    note(vetting, 9)
    vetting.record("organisation", "add", "--name", "Tea House", "--country", "NO", "--kind", "ngo")

    along = vetting.answer("views", "rebuild")
    alone = vetting.answer("--no-plugins", "views", "rebuild")
    states = [vetting.answer(*without, "views", "status") for without in ((), ("--no-plugins",))]

    assert alone["views"] == [view for view in along["views"] if view["name"] != "vetting_times"]
    assert states[1] == [row for row in states[0] if row["name"] != "vetting_times"]


def test_a_base_without_the_plugin_does_not_know_its_events(vetting: Epex) -> None:
    vetting_id = note(vetting, 9)
    with_plugin, without = (KnowledgeBase.open(vetting.folder, plugins=known) for known in (True, False))

    kinds = [type(one.log.stream(vetting_id)[0].event).__name__ for one in (with_plugin, without, with_plugin)]

    assert kinds == ["VettingNoted", "UnknownEvent", "VettingNoted"]


def test_view_that_passed_over_events_is_built_anew_when_its_plugin_is_enabled(vetting: Epex, tmp_path: Path) -> None:
    note(vetting, 9)
    module, source = tmp_path / "epex_vetting_times.py", EXAMPLE.read_text("utf-8")
    unaware = source.replace("    return [EVENTS]", "    return []")

    skipped = []
    for text in (unaware, source):
        assert vetting("plugin", "disable", NAME).exit_code == 0
        module.write_text(text, "utf-8")
        sys.modules.pop("epex_vetting_times")
        assert vetting("plugin", "enable", NAME).exit_code == 0
        if text is unaware:
            vetting("views", "rebuild", "vetting_times")
        (row,) = [row for row in vetting.answer("views", "status") if row["name"] == "vetting_times"]
        skipped.append(row["skipped"])

    assert skipped == [1, 0]
    assert [row["weeks"] for row in KnowledgeBase.open(vetting.folder).queries().rows("vetting_times")] == [9]


def test_enabling_and_disabling_are_recorded_by_coordinators(vetting: Epex) -> None:
    refusal = vetting.refusal("plugin", "disable", NAME, acting_as=VISITOR)
    vetting("plugin", "disable", NAME, "--reason", "Nobody noted any more.")

    recorded = [name for name in vetting.events() if name.startswith("network.plugin")]
    assert refusal.startswith("Only a coordinator may take a plugin out of use")
    assert recorded == ["network.plugin_enabled", "network.plugin_disabled"]
    assert vetting.said() == {"plugin": NAME, "reason": "Nobody noted any more."}
    assert "plugins.commands" not in (vetting.folder / "epex.toml").read_text("utf-8")


def test_a_plugin_is_enabled_once(vetting: Epex) -> None:
    assert vetting.refusal("plugin", "enable", NAME) == (
        "The plugin 'vetting-times' 1.2.0 is in use; nothing needs to be done."
    )


def test_nothing_is_recorded_when_the_file_cannot_be_changed(vetting: Epex) -> None:
    path = vetting.folder / "epex.toml"
    rest, _, _ = path.read_text("utf-8").partition("[plugins]")
    path.write_text(f'plugins.enabled = ["{NAME}"]\n{rest}', "utf-8")
    before = vetting.events()

    refusal = vetting.refusal("plugin", "disable", NAME)

    assert refusal == "[plugins] in epex.toml is written unusually; set enabled = [] there by hand."
    assert vetting.events() == before
