"""Golden files: every version ever written is read, or named."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import pytest

from epex.core.catalogue import EventTypes
from epex.testing import golden, keep, read_as
from epex.testing.__main__ import main
from tests.plugins.conftest import Install
from tests.testing.test_rules import SOURCE


@dataclass(frozen=True, kw_only=True)
class Kept:
    type: ClassVar[str] = "shelf.kept"
    weeks: int


@dataclass(frozen=True, kw_only=True)
class KeptNow:
    type: ClassVar[str] = "shelf.kept"
    schema_version: ClassVar[int] = 2
    days: int


def evolve(_state: Any, _stream: str, event: Any) -> Any:
    return event


def in_days(payload: dict[str, Any]) -> dict[str, Any]:
    return {"days": 7 * payload["weeks"]}


OLD = EventTypes(subject="shelf", events=(Kept,), evolve=evolve)
NOW = EventTypes(subject="shelf", events=(KeptNow,), evolve=evolve, upcasters={("shelf.kept", 1): in_days})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give a golden file of the old version."""
    keep(OLD, tmp_path / "golden.ndjson")
    return tmp_path / "golden.ndjson"


def test_each_version_is_kept_once(path: Path) -> None:
    kept = [keep(NOW, path), keep(NOW, path)]

    assert kept == [["shelf.kept"], []]
    assert [json.loads(line) for line in path.read_text("utf-8").splitlines()] == [
        {"type": "shelf.kept", "version": 1, "payload": {"weeks": 1}},
        {"type": "shelf.kept", "version": 2, "payload": {"days": 1}},
    ]
    assert golden(NOW, path) == []


def test_an_old_version_is_read_through_its_upcaster() -> None:
    assert read_as(NOW, "shelf.kept", 1, {"weeks": 2}) == KeptNow(days=14)


def test_what_a_file_lacks_is_named(path: Path) -> None:
    assert golden(NOW, path) == ["The golden file lacks 'shelf.kept' of version 2; keep one."]


def test_what_cannot_be_read_any_more_is_named(path: Path) -> None:
    without = EventTypes(subject="shelf", events=(KeptNow,), evolve=evolve)
    gone = EventTypes(subject="shelf", events=(), evolve=evolve)

    assert golden(without, path)[0] == (
        "'shelf.kept' of version 1 cannot be read (KeyError: ('shelf.kept', 1)); mend its upcasters."
    )
    assert golden(gone, path) == ["There is no event 'shelf.kept' any more, which bases may hold; keep its class."]


def test_a_field_that_changed_without_a_new_version_is_named(path: Path) -> None:
    @dataclass(frozen=True, kw_only=True)
    class Renamed:
        type: ClassVar[str] = "shelf.kept"
        months: int = 3

    assert golden(EventTypes(subject="shelf", events=(Renamed,), evolve=evolve), path) == [
        "'shelf.kept' of version 1 reads as something else; raise schema_version, and give an upcaster."
    ]


def test_events_of_a_module_are_kept_from_a_command(
    install: Install, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    install("vetting-times", SOURCE)
    file = tmp_path / "golden.ndjson"

    main("epex_vetting_times", str(file))

    assert capsys.readouterr().out.splitlines() == [
        f"Kept {name} in {file}." for name in ("vetting_times.noted", "vetting_times.mended")
    ]
