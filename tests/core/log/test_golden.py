"""Every event ever written still loads."""

import json
from dataclasses import asdict
from pathlib import Path

from epex.core.log.envelope import UnknownEvent
from epex.core.log.registry import Registry
from tests.core.log.golden_file import envelope_of, open_vault, read_events, written_versions


def test_golden_file_holds_every_version_once() -> None:
    lines = [(line["type"], line["schema_version"]) for line in read_events()]

    assert sorted(lines) == sorted(written_versions())


def test_golden_file_still_loads(tmp_path: Path) -> None:
    registry = Registry(open_vault(tmp_path / "keys.db"))

    for line in read_events():
        event = registry.decode(envelope_of(line), line["payload"].encode())

        assert not isinstance(event, UnknownEvent)
        today = json.loads(json.dumps(asdict(event)))  # type: ignore[call-overload]
        # A field that was added later reads as its default; all others read as they did.
        assert {name: today[name] for name in line["reads_as"]} == line["reads_as"]


def test_golden_file_holds_no_plain_text() -> None:
    payloads = [line["payload"] for line in read_events() if line["type"] == "reflection.recorded"]

    assert ["answers øä" in payload for payload in payloads] == [False]
