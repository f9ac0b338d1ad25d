"""Who may record what: every recording command, run by a person of every role."""

from pathlib import Path
from typing import Any

import pytest

from epex.commands.desk import Desk
from epex.core import chapter, meeting, visit_turns
from epex.core.decision import Refused
from epex.plugins import loader
from tests.rights.recording import RIGHTS, attempt, commands, copied, faults, head, recording_commands
from tests.rights.recording_hidden import ABOUT_HIDDEN, leaks
from tests.rights.recording_page import PAGE, RENEW, page
from tests.rights.recording_right import Right
from tests.rights.scene import Scene

LOOKING_AFTER = tuple(right for right in RIGHTS if right.command.partition(" ")[0] in ("audit", "backup", "keys"))


@pytest.fixture(autouse=True)
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a package offer a plugin."""
    offered = loader.Plugin(name="weather", package="weather-report", version="1", load=object)
    monkeypatch.setattr(loader, "installed", lambda: [offered])


def named(name: str) -> Right:
    """Give the right of a name."""
    return next(right for right in RIGHTS if right.name == name)


def test_table_names_every_recording_command_and_no_other() -> None:
    known = {name for name, _ in commands()}

    assert {right.command for right in RIGHTS} == recording_commands()
    assert recording_commands() <= known


def test_table_names_each_right_once() -> None:
    names = [right.name for right in RIGHTS]

    assert sorted(set(names)) == sorted(names)


@pytest.mark.slow
@pytest.mark.parametrize("right", RIGHTS, ids=lambda right: right.name)
def test_recording_is_open_to_those_in_the_table_alone(right: Right, scene: Scene, tmp_path: Path) -> None:
    assert faults(right, scene, tmp_path) == []


@pytest.mark.slow
@pytest.mark.parametrize("right", ABOUT_HIDDEN, ids=lambda right: right.name)
def test_what_is_hidden_is_refused_like_what_is_not_there(right: Right, scene: Scene, tmp_path: Path) -> None:
    assert leaks(right, scene, tmp_path) == []


@pytest.mark.slow
@pytest.mark.parametrize("right", LOOKING_AFTER, ids=lambda right: right.name)
def test_looking_after_the_base_records_nothing(right: Right, scene: Scene, tmp_path: Path) -> None:
    base = copied(right, scene, tmp_path)
    before = head(base)

    trial = attempt(right, scene, base, "elsewhere")

    assert (trial.changed, head(base)) == (True, before)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("room", "name", "others"),
    [
        (meeting, "meeting hold", ("elsewhere", "evaluator", "host", "officer", "reviewer", "visitor")),
        (
            chapter,
            "chapter approve (that somebody else drafted)",
            ("elsewhere", "evaluator", "host", "officer", "reviewer"),
        ),
        (visit_turns, "visit cancel", ("editor", "elsewhere", "evaluator", "officer", "reviewer")),
    ],
)
def test_a_decision_that_lets_everybody_through_is_found(
    room: Any, name: str, others: tuple[str, ...], scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "require_role", lambda *_, **__: None)

    assert faults(named(name), scene, tmp_path) == [f"{person} may record it, but should not" for person in others]


@pytest.mark.slow
def test_a_right_that_nobody_has_is_found(scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise Refused("Only the moon may record a meeting; ask it.")

    monkeypatch.setattr(meeting, "require_role", refuse)

    assert faults(named("meeting hold"), scene, tmp_path) == [
        f"{person} should be able to record it: Only the moon may record a meeting; ask it."
        for person in ("coordinator", "editor")
    ]


@pytest.mark.slow
def test_a_desk_that_loads_what_nobody_may_read_is_found(
    scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Desk, "seen", lambda _, text, *__: text)

    assert leaks(named("theme park"), scene, tmp_path) == ["coordinator may record on it"]


def test_page_is_made_from_the_table() -> None:
    assert PAGE.read_text("utf-8") == page(), f"The table has changed; run {RENEW} and read what it says now."
