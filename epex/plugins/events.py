"""What a plugin's own events have to be, so that the log can keep them for ever."""

from collections import defaultdict
from dataclasses import is_dataclass
from typing import Any, cast, get_type_hints

import msgspec

from epex.core.catalogue import SUBJECTS, EventTypes
from epex.core.log.canonical import canonical_json, from_json
from epex.core.log.registry import shape_of
from epex.core.namespaces import lies_within
from epex.plugins.guard import in_one_line


def wrong(plugin: str, types: EventTypes) -> str:
    """Say what is wrong with the event types of a plugin; nothing when they can be kept."""
    if types.subject in SUBJECTS or not lies_within(types.subject, plugin):
        return f"names a subject '{types.subject}' that is not its own"
    if "-" in types.subject or not types.subject.isidentifier():
        return f"names a subject '{types.subject}' that is no plain word"
    if not callable(types.evolve) or not types.events:
        return f"gives no events of '{types.subject}', or no function that applies them"
    named = [getattr(kind, "type", "") for kind in types.events]
    if len(set(named)) < len(named):
        return f"names an event of '{types.subject}' twice"
    return next(filter(None, (_wrong_class(types.subject, kind) for kind in types.events)), "")


def unreadable(event: Any) -> str:
    """Say what of an event its own class could not read again, once the log has it; nothing when all can be read."""
    kind, written = type(event), {}
    for name, hint in _fields(kind).items():
        try:
            written[name] = from_json(canonical_json(getattr(event, name)))
            msgspec.convert(written[name], hint)
        except Exception as error:  # noqa: BLE001 - whatever stands in it
            return f"an event '{kind.type}' whose field '{name}' could never be read again ({in_one_line(error)})"
    try:
        msgspec.convert(written, kind)
    except Exception as error:  # noqa: BLE001 - whatever the class makes sure of
        return f"an event '{kind.type}' whose fields could never be read again together ({in_one_line(error)})"
    return ""


def _fields(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind, include_extras=True)
    return {name: hints[name] for name in shape_of(kind).names}


def _wrong_class(subject: str, kind: Any) -> str:
    name = getattr(kind, "type", "")
    if not isinstance(name, str) or not name.startswith(f"{subject}."):
        return f"has an event '{getattr(kind, '__name__', kind)}' whose type does not begin with '{subject}.'"
    if not is_dataclass(kind) or not vars(kind)["__dataclass_params__"].frozen:
        return f"has an event '{name}' that is no frozen dataclass"
    if not _can_be_told(getattr(kind, "sentence", "")):
        return f"has an event '{name}' whose sentence cannot be filled in"
    try:
        shape_of(cast("Any", kind))
    except Exception as error:  # noqa: BLE001 - whatever its annotations are
        return f"has an event '{name}' that cannot be written ({type(error).__name__})"
    return ""


def _can_be_told(sentence: object) -> bool:
    try:
        return isinstance(sentence, str) and isinstance(sentence.format_map(defaultdict(str)), str)
    except Exception:  # noqa: BLE001 - whatever stands between the braces
        return False
