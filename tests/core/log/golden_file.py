"""The golden file: every version of every event ever written. `python -m tests.core.log.golden_file` adds new ones."""

import json
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from epex.core import catalogue
from epex.core.log.canonical import canonical_json, from_base64, to_base64
from epex.core.log.envelope import METADATA, Envelope
from epex.core.log.registry import Registry, shape_of
from epex.core.log.vault import Vault

FOLDER = Path(__file__).parent / "golden"
EVENTS = FOLDER / "events.ndjson"
KEYS = FOLDER / "keys.json"
WRAPPING_KEYS = {"base": b"golden base key, thirty-two byte", "evaluation": b"golden evaluation key, 32 bytes."}


def read_events() -> list[dict[str, Any]]:
    """Read the file."""
    return [json.loads(line) for line in EVENTS.read_text("utf-8").splitlines()] if EVENTS.exists() else []


def envelope_of(line: dict[str, Any]) -> Envelope:
    """Take the envelope out of a line."""
    return Envelope(**{name: line[name] for name in METADATA})


def open_vault(path: Path) -> Vault:
    """Put the file's wrapped keys into a vault."""
    vault = Vault(path, WRAPPING_KEYS)
    wrapped = json.loads(KEYS.read_text("utf-8")) if KEYS.exists() else {}
    with sqlite3.connect(path) as connection:
        rows = [(subject, name, from_base64(key)) for subject, (name, key) in wrapped.items()]
        connection.executemany("INSERT INTO keys (subject, wrapping, wrapped) VALUES (?, ?, ?)", rows)
    return vault


def written_versions() -> Iterator[tuple[str, int]]:
    """List every version of every event that this program has ever written."""
    for subject in catalogue.SUBJECTS:
        known: tuple[Any, ...] = catalogue.event_classes(subject)
        for event_class in known:
            for version in range(1, shape_of(event_class).schema_version + 1):
                yield event_class.type, version


def sample(hint: Any, name: str) -> Any:
    """Make a value of a type."""
    hint = hint.__origin__ if hasattr(hint, "__metadata__") else hint
    kinds = [kind for kind in get_args(hint) if kind is not type(None)]
    if type(None) in get_args(hint):
        return sample(kinds[0], name)
    match get_origin(hint) or hint:
        case kind if kind is str:
            return f"{name} øä"
        case kind if kind is int:
            return 2
        case kind if kind is bool:
            return True
        case kind if kind is dict:
            return {"en": sample(kinds[1], name)}
        case _ if int in kinds:
            return (2, 3)
        case _:
            return (f"{name} one", f"{name} two")


def sample_event(event_class: type[Any]) -> Any:
    """Make an event with every field filled."""
    hints = get_type_hints(event_class, include_extras=True)
    values = {field.name: sample(hints[field.name], field.name) for field in fields(event_class)}
    if "document" in values:
        values["document"] = "reflection-golden"
    return event_class(**values)


def add_missing() -> int:
    """Append today's version of each event that the file lacks; what is in it is never changed."""
    there = {(line["type"], line["schema_version"]) for line in read_events()}
    with tempfile.TemporaryDirectory() as folder:
        vault = open_vault(Path(folder) / "keys.db")
        lines = [_line(vault, *missing) for missing in written_versions() if missing not in there]
        with EVENTS.open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n" for line in lines)
        with sqlite3.connect(Path(folder) / "keys.db") as connection:
            rows = connection.execute("SELECT subject, wrapping, wrapped FROM keys ORDER BY subject").fetchall()
    keys = {subject: (name, to_base64(wrapped)) for subject, name, wrapped in rows}
    KEYS.write_text(json.dumps(keys, indent=1) + "\n", "utf-8")
    return len(lines)


def _line(vault: Vault, type_name: str, version: int) -> dict[str, Any]:
    event_class: Any = catalogue.event_class(type_name)
    assert event_class is not None
    stream = f"{catalogue.subject_of_type(type_name)}-golden"
    envelope = Envelope(stream_id=stream, version=1, type=type_name, schema_version=version, recorded_by="epex 0.1.0")
    if version == shape_of(event_class).schema_version:
        event = sample_event(event_class)
        registry = Registry(vault)
        vault.ensure(registry.key_subjects(stream, event))
        payload, reads_as = registry.encode(envelope, event), asdict(event)
    else:
        payload, reads_as = OLDER[type_name, version](vault, envelope)
    metadata = {name: getattr(envelope, name) for name in METADATA}
    return {**metadata, "payload": payload.decode(), "reads_as": reads_as}


def _proposed_v1(vault: Vault, envelope: Envelope) -> tuple[bytes, dict[str, Any]]:
    vault.ensure({envelope.stream_id: "base"})
    texts = {"label": "Vertrauen zuerst", "definition": "Was vor dem Gespräch kommt", "scope_note": "Nur Familien"}
    sealed = {
        name: vault.seal(
            envelope.stream_id, f"{envelope.event_id}|theme.proposed|{name}".encode(), canonical_json(text)
        )
        for name, text in texts.items()
    }
    payload = canonical_json({**sealed, "language": "de", "challenges": ["challenge-golden"]})
    return payload, {
        "labels": {"de": texts["label"]},
        "definitions": {"de": texts["definition"]},
        "scope_note": texts["scope_note"],
        "challenges": ["challenge-golden"],
        "split_from": "",
    }


OLDER = {("theme.proposed", 1): _proposed_v1}

if __name__ == "__main__":
    print(f"{add_missing()} events added to {EVENTS.name}")
