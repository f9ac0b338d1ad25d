"""A plugin that works, beside the bad ones: a report, an event and a command."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from epex.plugins import (
    Command,
    Desk,
    Document,
    EventTypes,
    On,
    Option,
    Paragraph,
    Queries,
    Report,
    Sentence,
    hookimpl,
)
from epex.plugins.views import READERS, Batch, Fact, Projection, Table, readers


@dataclass(frozen=True, kw_only=True)
class Poured:
    """Tea was poured."""

    type: ClassVar[str] = "good.poured"
    sentence: ClassVar[str] = "poured {cups} cups"
    cups: str
    reason: str = ""


POURS = Table("good_pours", ("id",), {"id": str, "position": int, "cups": str, **READERS})
VIEW = Projection("good", version=1, tables=[POURS])


@VIEW.on(Poured)
def poured(rows: Batch, fact: Fact, event: Poured) -> None:
    """Keep what was poured."""
    rows[POURS].put({"id": fact.stream, "position": fact.position, "cups": event.cups, **readers(fact)})


def build(queries: Queries, _options: Mapping[str, str]) -> Document:
    """Tell what was poured, and who is here."""
    told = [row["cups"] for row in queries.rows("good_pours")]
    told += [row["title"] for row in queries.listing("organisation")]
    page = tuple(Paragraph(text=words) for words in told)
    return Document(report="good", title=Sentence(text="Good"), handling=Sentence(text="Public."), page=page)


def pour(desk: Desk, given: Mapping[str, str]) -> list[On]:
    """Pour."""
    return [On(desk.new("good"), Poured(cups=given["cups"]))]


@hookimpl
def epex_reports() -> list[Report]:
    """List the report."""
    return [Report(name="good", summary="Who is here.", build=build)]


@hookimpl
def epex_event_types() -> list[EventTypes]:
    """List the event."""
    return [EventTypes(subject="good", events=(Poured,), evolve=lambda _state, _stream, event: event)]


@hookimpl
def epex_projections() -> list[Projection]:
    """List the view."""
    return [VIEW]


@hookimpl
def epex_commands() -> list[Command]:
    """List the command."""
    cups = Option(name="cups", value="NUMBER", summary="how many cups", required=True)
    return [Command(name="pour", summary="Pour.", decide=pour, options=(cups,))]
