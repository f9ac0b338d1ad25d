"""The other of two plugins with the same report, command and subject of events."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from epex.plugins import Command, Desk, Document, EventTypes, On, Queries, Report, Sentence, hookimpl


@dataclass(frozen=True, kw_only=True)
class Noted:
    """Something was noted."""

    type: ClassVar[str] = "twin_b.noted"
    sentence: ClassVar[str] = "noted something"
    reason: str = ""


def decide(desk: Desk, _given: Mapping[str, str]) -> list[On]:
    """Note something."""
    return [On(desk.new("twin_b"), Noted())]


def build(_queries: Queries, _options: Mapping[str, str]) -> Document:
    """Say who built it."""
    return Document(report="twin", title=Sentence(text="twin-b"), handling=Sentence(text="Public."), page=())


@hookimpl
def epex_reports() -> list[Report]:
    """List the report."""
    return [Report(name="twin", summary="Say who built it.", build=build)]


@hookimpl
def epex_event_types() -> list[EventTypes]:
    """List the event."""
    return [EventTypes(subject="twin_b", events=(Noted,), evolve=lambda _state, _stream, event: event)]


@hookimpl
def epex_commands() -> list[Command]:
    """List the command."""
    return [Command(name="note", summary="Note something.", decide=decide)]
