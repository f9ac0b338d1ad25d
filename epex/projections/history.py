"""The audit log: every event that the reader may see, as a sentence."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa

from epex.core.dates import earliest, latest
from epex.core.decision import Refused
from epex.core.log.envelope import UnknownEvent
from epex.core.person import PersonRegistered, PersonRevised
from epex.core.watching import each
from epex.projections.columns import label_of
from epex.projections.people import PEOPLE_TABLE
from epex.projections.reading import MANY, VIEWS, Reading
from epex.projections.sentences import is_id, named, sentence
from epex.projections.table import Row
from epex.projections.timeline import CIRCLES_TABLE, TIMELINE_TABLE, plain_parts

GIVING = (PersonRegistered.type, PersonRevised.type)
SHAPE = (
    "position",
    "event_id",
    "type",
    "stream_id",
    "version",
    "recorded_at",
    "occurred_on",
    "actor",
    "organisation",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFilters:
    """Which events; empty means all. A type may be a whole one or its subject."""

    since: str = ""
    until: str = ""
    actor: str = ""
    organisation: str = ""
    type: str = ""
    subject: str = ""
    subjects: Collection[str] = ()
    types: Collection[str] = ()
    event: str = ""
    position: int = 0
    by: Literal["recorded", "occurred"] = "recorded"
    limit: int | None = None
    offset: int = 0


def audit_log(reading: Reading, filters: AuditFilters) -> list[Row]:
    """List what happened, by either clock."""
    return [_shown(row, summary) for row, summary in events(reading, filters)]


def event(reading: Reading, identity: str) -> Row:
    """Show one event by its id or position, with its parts: ids and codes, never a word that was sealed.

    Raises Refused when there is none that the reader may see.
    """
    sought = AuditFilters(position=int(identity)) if identity.isdecimal() else AuditFilters(event=identity)
    found = events(reading, sought)
    if not found:
        raise Refused(f"There is no event '{identity}' that you may read; 'epex audit log' lists those there are.")
    row, summary = found[0]
    titles = reading.titles(named(row))
    parts = {name: _seen(value, titles) for name, value in row["parts"].items()}
    with_plugin = {"plugin": row["plugin"]} if row["plugin"] else {}
    return {**_shown(row, summary), **with_plugin, "parts": parts}


def events(reading: Reading, filters: AuditFilters) -> list[tuple[Row, str]]:
    """List events with their sentences, as they stand in the timeline."""
    reading.need("timeline", *VIEWS.values())
    rows = [_as_known(reading, row) for row in reading.views.read(_query(reading, filters))]
    titles = reading.titles({identity for row in rows for identity in named(row)})
    held, class_of = _Held(reading, {row["actor"] for row in rows}), reading.views.event_class
    told = each("Reading events", "events", rows, len(rows))
    return [(row, sentence(row, titles, held.roles(row), class_of)) for row in told]


def _as_known(reading: Reading, row: Row) -> Row:
    """Give what is known now of an event of a plugin, which the timeline takes for an unknown one."""
    if row["known"] or not row["plugin"] or reading.views.event_class(row["type"]) is None:
        return row
    found = reading.views.facts(row["position"] - 1, 1)[0].event
    return row if isinstance(found, UnknownEvent) else {**row, "known": True, "parts": plain_parts(found)}


def traces(reading: Reading, streams: Collection[str]) -> list[Row]:
    """List the events of some streams that the reader may see, without their sentences."""
    reading.need("timeline")
    wanted = sorted(set(streams))
    chunks = [wanted[start : start + MANY] for start in range(0, len(wanted), MANY)]
    return [row for some in chunks for row in reading.views.read(_query(reading, AuditFilters(subjects=some)))]


def occurrences(reading: Reading, types: Collection[str]) -> list[Row]:
    """List the events of some types that the reader may see, without their sentences."""
    reading.need("timeline")
    return reading.views.read(_query(reading, AuditFilters(types=types)))


def _seen(value: Any, titles: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [one for one in value if not is_id(one) or one in titles]
    return "" if is_id(value) and value not in titles else value


def _query(reading: Reading, filters: AuditFilters) -> sa.Select[Any]:
    events, circles = reading.views.table(TIMELINE_TABLE), reading.views.table(CIRCLES_TABLE)
    access = sa.func.coalesce(circles.c.access, events.c.access)
    author = sa.func.coalesce(circles.c.author, events.c.author)
    joined = events.outerjoin(circles, circles.c.stream_id == events.c.stream_id)
    columns = [column for column in events.c if column.name not in ("access", "author")]
    order = [events.c.happened_by] if filters.by == "occurred" else []
    query = sa.select(*columns, access.label("access")).select_from(joined).where(reading.opens(access, author))
    wanted = query.where(*_conditions(events, filters)).order_by(*order, events.c.position)
    return wanted.limit(filters.limit).offset(filters.offset or None) if filters.limit or filters.offset else wanted


def _conditions(events: sa.Table, filters: AuditFilters) -> Sequence[sa.ColumnElement[bool]]:
    exact: dict[str, str | int] = {
        "actor": filters.actor,
        "organisation": filters.organisation,
        "stream_id": filters.subject,
        "event_id": filters.event,
        "position": filters.position,
    }
    conditions: list[sa.ColumnElement[bool]] = [events.c[name] == value for name, value in exact.items() if value]
    several = {"stream_id": filters.subjects, "type": filters.types}
    conditions += [events.c[name].in_(sorted(values)) for name, values in several.items() if values]
    if filters.type:
        subject = events.c.type.startswith(f"{filters.type}.", autoescape=True)
        conditions.append((events.c.type == filters.type) | subject)
    return [*conditions, *(_recorded if filters.by == "recorded" else _occurred)(events, filters)]


def _recorded(events: sa.Table, filters: AuditFilters) -> list[sa.ColumnElement[bool]]:
    since = [events.c.recorded_at >= earliest(filters.since)] if filters.since else []
    until = [events.c.recorded_at < f"{latest(filters.until)}U"] if filters.until else []
    return [*since, *until]


def _occurred(events: sa.Table, filters: AuditFilters) -> list[sa.ColumnElement[bool]]:
    since = [events.c.happened_by >= earliest(filters.since)] if filters.since else []
    until = [events.c.happened_by <= latest(filters.until)] if filters.until else []
    return [*since, *until]


class _Held:
    """The roles that people held when they did something; of those who hold none any more nobody is told theirs."""

    def __init__(self, reading: Reading, people: set[str]) -> None:
        holding = [row["id"] for row in reading.among(PEOPLE_TABLE, people, ("id", "roles")) if row["roles"]]
        self._given: dict[str, list[tuple[int, list[str]]]] = {}
        for start in range(0, len(holding), MANY):
            sought = AuditFilters(subjects=sorted(holding)[start : start + MANY], types=GIVING)
            for row in reading.views.read(_query(reading, sought)):
                if (roles := row["parts"].get("roles")) is not None:
                    self._given.setdefault(row["stream_id"], []).append((row["position"], roles))

    def roles(self, row: Row) -> str:
        """Name the roles that the actor of an event held then; whoever founded the network held the first ones."""
        given = self._given.get(row["actor"], ())
        before = [roles for position, roles in given if position <= row["position"]]
        return ", ".join(role.replace("_", " ") for role in (before or [roles for _, roles in given[:1]] or [[]])[-1])


def _shown(row: Row, summary: str) -> Row:
    return {**{name: row[name] for name in SHAPE}, "visibility": label_of(row["access"]), "summary": summary}
