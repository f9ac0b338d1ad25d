"""The closed registry: event types to classes, sealed fields, upcasting. Nothing is ever imported by a stored name."""

import logging
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, NamedTuple, cast, get_args, get_origin, get_type_hints

import msgspec

from epex.core import catalogue
from epex.core.catalogue import SUBJECTS, Evolve, Foreign, Upcaster, nobody_knows
from epex.core.decision import Event
from epex.core.log.canonical import canonical_json, from_json, in_order, normal
from epex.core.log.envelope import Envelope, UnknownEvent
from epex.core.log.vault import Cell, Vault, is_cell
from epex.core.reader import EVALUATION
from epex.core.sealed import ERASED, SEALED, Sealed

KEY = re.compile(rb'"key":"([^"]+)","nonce"')
# Only a sealed field has it: in a text, the quotation marks would be escaped.
CELL = b'"ciphertext":"'
EMPTY: tuple[object, ...] = (None, "", {}, (), [])


@dataclass(frozen=True, slots=True)
class Shape:
    """What the registry knows of one event class."""

    event_class: type
    schema_version: int
    names: Sequence[str]
    sealed: Mapping[str, Sealed]
    containers: Mapping[str, type]
    decoder: msgspec.json.Decoder[Any]
    is_foreign: bool


@cache
def shape_of(event_class: Any) -> Shape:
    """Read an event class's sealed fields and version."""
    hints = get_type_hints(event_class, include_extras=True)
    sealed: dict[str, Sealed] = {}
    containers: dict[str, type] = {}
    names = tuple(field.name for field in fields(event_class))
    for name in names:
        for mark in _marks(hints[name]):
            sealed[name] = mark
            containers[name] = _container(hints[name])
    decoder = msgspec.json.Decoder(event_class)
    version = getattr(event_class, "schema_version", 1)
    is_foreign = catalogue.subject_of_type(event_class.type) not in SUBJECTS
    return Shape(event_class, version, names, sealed, containers, decoder, is_foreign)


class OpenedField(NamedTuple):
    """A sealed field with what proves it: whose it is, under which wrapping key, its salt and canonical text."""

    owner: str
    wrapping: str
    salt: bytes
    text: bytes


class Registry:
    """Turn events into sealed payloads and back."""

    def __init__(self, vault: Vault, foreign: Foreign = nobody_knows) -> None:
        """Know the core's events; of another subject `foreign` is asked, once something of it is met."""
        self._vault = vault
        self._foreign = foreign
        self._shapes: dict[str, Shape | None] = {}
        self._unreadable: set[str] = set()

    def of_the_core(self) -> "Registry":
        """Give a registry that knows the core's events alone, and asks nobody for those of another subject."""
        return Registry(self._vault)

    def event_class(self, name: str) -> type | None:
        """Find the class of a type, or None for a stranger's."""
        subject = catalogue.subject_of_type(name)
        types = None if subject in SUBJECTS else self._foreign(subject)
        return types.event_class(name) if types else catalogue.event_class(name)

    def evolve(self, subject: str) -> Evolve:
        """Give the function that applies one event to a subject's state.

        Raises Refused on a subject that nobody here knows.
        """
        types = None if subject in SUBJECTS else self._foreign(subject)
        return types.evolve if types else catalogue.evolve(subject)

    def key_subjects(self, stream: str, event: Event) -> dict[str, str]:
        """List the keys that an event's texts need, each with its wrapping key."""
        return {
            key_subject(stream, event, mark): mark.wrapping
            for name, mark in shape_of(type(event)).sealed.items()
            if getattr(event, name) not in EMPTY
        }

    def encode(self, envelope: Envelope, event: Event) -> bytes:
        """Write an event as a canonical payload with its texts sealed; an empty text stays as it is."""
        shape = shape_of(type(event))
        payload: dict[str, object] = {}
        for name in shape.names:
            value, mark = getattr(event, name), shape.sealed.get(name)
            if mark and value not in EMPTY:
                subject = key_subject(envelope.stream_id, event, mark)
                payload[name] = self._vault.seal(subject, _associated(envelope, name), canonical_json(value))
            else:
                payload[name] = normal(value)
        return in_order(payload)

    def decode(self, envelope: Envelope, raw: bytes) -> Event | UnknownEvent:
        """Read an event, opening what can be opened and raising it to today's version.

        Raises ValueError or msgspec.ValidationError when the payload is damaged.
        """
        shape = self._shapes.get(envelope.type) or self._shape(envelope.type)
        if shape is None or envelope.schema_version > shape.schema_version:
            return UnknownEvent(envelope.type, raw)
        if shape.is_foreign:
            return self._decoded_foreign(envelope, raw, shape)
        if envelope.schema_version == shape.schema_version and CELL not in raw:
            decoded: Event = shape.decoder.decode(raw)
            return decoded
        upcasters = catalogue.upcasters(catalogue.subject_of_type(envelope.type))
        return _lifted(envelope, self._open(envelope, from_json(raw)), shape, upcasters)

    def _decoded_foreign(self, envelope: Envelope, raw: bytes, shape: Shape) -> Event | UnknownEvent:
        """Read an event of another subject than the core's; what cannot be read so is nobody's damage."""
        subject = catalogue.subject_of_type(envelope.type)
        types = self._foreign(subject)
        if types is None or catalogue.subject_of(envelope.stream_id) != subject:
            return UnknownEvent(envelope.type, raw)
        payload = self._open(envelope, from_json(raw))
        try:
            return _lifted(envelope, payload, shape, types.upcasters)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever its upcasters raise, the log stays readable
            if envelope.type not in self._unreadable:
                self._unreadable.add(envelope.type)
                instead = "it is shown as unknown; ask the author of its plugin for a version that reads it"
                told = f"An event '{envelope.type}' cannot be read by its plugin ({type(error).__name__}); {instead}."
                logging.getLogger("epex").warning("%s", error if isinstance(error, catalogue.Unlifted) else told)
            return UnknownEvent(envelope.type, raw)

    def opened(self, envelope: Envelope, raw: bytes) -> dict[str, OpenedField]:
        """Open the sealed fields whose keys are here, as they were written; what nobody here knows stays sealed.

        Raises ValueError when a field was changed.
        """
        event_class = self.event_class(envelope.type)
        if event_class is None or envelope.schema_version > shape_of(event_class).schema_version:
            return {}
        marks = shape_of(event_class).sealed
        cells = {name: value for name, value in cast("dict[str, Any]", from_json(raw)).items() if is_cell(value)}
        found = {name: self._vault.open(cell, _associated(envelope, name)) for name, cell in cells.items()}
        return {
            name: OpenedField(cells[name]["key"].partition("/")[0], _wrapping(marks, name), one.salt, one.text)
            for name, one in found.items()
            if one
        }

    def sealed_still(self, envelope: Envelope, raw: bytes) -> set[str]:
        """Name the fields whose keys are not here."""
        cells = {name for name, value in cast("dict[str, Any]", from_json(raw)).items() if is_cell(value)}
        return cells - self.opened(envelope, raw).keys()

    def prepare(self, raws: Iterable[bytes]) -> None:
        """Read the keys of many payloads at once."""
        self._vault.load({match.decode() for raw in raws if CELL in raw for match in KEY.findall(raw)})

    def _shape(self, name: str) -> Shape | None:
        if name not in self._shapes:
            event_class = self.event_class(name)
            self._shapes[name] = None if event_class is None else shape_of(event_class)
        return self._shapes[name]

    def _open(self, envelope: Envelope, payload: Any) -> dict[str, Any]:
        return {
            name: self._open_cell(envelope, name, value) if is_cell(value) else value for name, value in payload.items()
        }

    def _open_cell(self, envelope: Envelope, name: str, cell: Cell) -> object:
        opened = self._vault.open(cell, _associated(envelope, name))
        if opened is None:
            return ERASED if self._vault.is_destroyed(cell["key"]) else SEALED
        return from_json(opened.text)


def _lifted(
    envelope: Envelope, payload: dict[str, Any], shape: Shape, upcasters: Mapping[tuple[str, int], Upcaster]
) -> Event:
    for version in range(envelope.schema_version, shape.schema_version):
        payload = upcasters[envelope.type, version](payload)
    for name, container in shape.containers.items():
        if container is not str and payload.get(name) in (ERASED, SEALED):
            payload[name] = container()
    return cast("Event", msgspec.convert(payload, shape.event_class))


def key_subject(stream: str, event: Event, mark: Sealed) -> str:
    """Name the key that a sealed field belongs to."""
    owner = getattr(event, mark.under) if mark.under else ""
    subject = owner or stream
    return f"{subject}/{mark.part}" if mark.part else subject


def _wrapping(marks: Mapping[str, Sealed], name: str) -> str:
    # A field that was renamed since is guarded as the best guarded of its event.
    known = [marks[name]] if name in marks else marks.values()
    return EVALUATION if any(mark.wrapping == EVALUATION for mark in known) else "base"


def _associated(envelope: Envelope, name: str) -> bytes:
    return f"{envelope.event_id}|{envelope.type}|{name}".encode()


def _marks(hint: Any) -> list[Sealed]:
    found = [mark for mark in getattr(hint, "__metadata__", ()) if isinstance(mark, Sealed)]
    for inner in getattr(hint, "__args__", ()):
        found += _marks(inner)
    return found[:1]


def _container(hint: Any) -> type:
    """Find dict or tuple in a hint, through Annotated and `| None`."""
    kind = get_origin(hint) or hint
    if kind in (dict, tuple):
        return cast("type", kind)
    inner = [_container(part) for part in get_args(hint) if isinstance(part, type) or get_args(part)]
    return next((found for found in inner if found is not str), str)
