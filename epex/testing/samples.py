"""Events that are made up from what their fields may hold."""

from collections.abc import Iterator
from dataclasses import MISSING, fields
from typing import Any, Literal, cast, get_args, get_origin, get_type_hints

from epex.core.catalogue import SUBJECTS, EventTypes
from epex.core.decision import On, new_id
from epex.core.log.registry import shape_of

PLAIN: dict[Any, Any] = {int: 1, float: 1.0, bool: True, dict: {}, tuple: (), list: []}


def history_of(types: EventTypes) -> Iterator[On]:
    """Make one event of each class up, all on one stream; a class whose fields are not plain is left out."""
    stream = new_id(types.subject)
    for kind in types.events:
        try:
            yield On(stream, made_up(kind))
        except TypeError:
            continue


def made_up(kind: type[Any]) -> Any:
    """Make an event up: words where words are sealed, else what is there by default or is plain.

    Raises TypeError when a field holds something else.
    """
    hints, sealed = get_type_hints(kind), shape_of(cast("Any", kind)).sealed
    values = {
        field.name: _value(field.name, hints[field.name])
        for field in fields(kind)
        if (field.name in sealed and hints[field.name] is str)
        or (field.default is MISSING and field.default_factory is MISSING)
    }
    return kind(**values)


def _value(name: str, hint: Any) -> Any:
    if hint is str:
        return new_id(name) if name in SUBJECTS else f"{name} for a trial"
    if get_origin(hint) is Literal:
        return get_args(hint)[0]
    if type(None) in get_args(hint):
        return None
    plain = get_origin(hint) or hint
    if plain not in PLAIN:
        raise TypeError(f"nothing can be made up for '{name}'")
    return PLAIN[plain]
