"""Ids in what is exported: those of what the reader may not see are left out."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from epex.projections.reading import VIEWS, subject_of
from epex.projections.resolving import WHOLE


def is_whole_id(value: object) -> bool:
    """Tell a whole id from any other text."""
    return isinstance(value, str) and WHOLE.fullmatch(value) is not None and subject_of(value) in VIEWS


def ids_in(value: Any) -> Iterator[str]:
    """List the ids in a value, at any depth."""
    match value:
        case str() if is_whole_id(value):
            yield value
        case Mapping():
            for key, one in value.items():
                yield from ids_in(key)
                yield from ids_in(one)
        case list() | tuple():
            for one in value:
                yield from ids_in(one)
        case _:
            return


def without_hidden(value: Any, there: Collection[str]) -> Any:
    """Leave out the ids that are not among those that are there for the reader."""
    match value:
        case str():
            return "" if is_whole_id(value) and value not in there else value
        case Mapping():
            kept = {key: one for key, one in value.items() if not is_whole_id(key) or key in there}
            return {key: without_hidden(one, there) for key, one in kept.items()}
        case list() | tuple():
            return [without_hidden(one, there) for one in value if not is_whole_id(one) or one in there]
        case _:
            return value
