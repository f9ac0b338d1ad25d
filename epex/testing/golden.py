"""A golden file: events as each version was written, so that all of them can be read for ever."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from epex.core.catalogue import EventTypes
from epex.core.log.canonical import canonical_json
from epex.core.log.registry import shape_of
from epex.testing.samples import history_of


def golden(types: EventTypes, path: Path) -> list[str]:
    """Give a sentence for each line of a golden file that cannot be read any more, and for each version it lacks."""
    lines = _read(path)
    known = {kind.type: kind for kind in types.events}
    broken = [sentence for line in lines for sentence in _broken(types, known, line)]
    kept = {(line["type"], line["version"]) for line in lines}
    missing = [(name, _version(kind)) for name, kind in known.items() if (name, _version(kind)) not in kept]
    return broken + [f"The golden file lacks '{name}' of version {version}; keep one." for name, version in missing]


def keep(types: EventTypes, path: Path) -> list[str]:
    """Append an event, made up, of each class whose version of today the file lacks; give their types."""
    kept = {(line["type"], line["version"]) for line in _read(path)}
    new = [on.event for on in history_of(types) if (on.event.type, _version(type(on.event))) not in kept]
    with path.open("a", encoding="utf-8") as file:
        for event in new:
            payload = json.loads(canonical_json(_plain(event)))
            line = {"type": event.type, "version": _version(type(event)), "payload": payload}
            file.write(f"{json.dumps(line, ensure_ascii=False)}\n")
    return [event.type for event in new]


def read_as(types: EventTypes, name: str, version: int, payload: dict[str, Any]) -> Any:
    """Read a payload of a version as the event class of today, through the upcasters.

    Raises KeyError when there is no such event, or an upcaster is missing.
    """
    shape = shape_of(cast("Any", {kind.type: kind for kind in types.events}[name]))
    for step in range(version, shape.schema_version):
        payload = types.upcasters[name, step](dict(payload))
    return shape.decoder.decode(canonical_json(payload))


def _broken(types: EventTypes, known: dict[str, Any], line: dict[str, Any]) -> Iterator[str]:
    name, version = line["type"], line["version"]
    if name not in known:
        yield f"There is no event '{name}' any more, which bases may hold; keep its class."
        return
    try:
        event = read_as(types, name, version, line["payload"])
    except Exception as error:  # noqa: BLE001 - whatever an upcaster raises
        yield f"'{name}' of version {version} cannot be read ({type(error).__name__}: {error}); mend its upcasters."
        return
    written = line["payload"]
    now = json.loads(canonical_json(_plain(event)))
    if version == _version(known[name]) and {key: now.get(key) for key in written} != written:
        yield f"'{name}' of version {version} reads as something else; raise schema_version, and give an upcaster."


def _version(kind: type[Any]) -> int:
    return shape_of(cast("Any", kind)).schema_version


def _plain(event: Any) -> dict[str, Any]:
    return {name: getattr(event, name) for name in shape_of(cast("Any", type(event))).names}


def _read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []
