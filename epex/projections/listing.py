"""Lists: what the reader may see of each subject, in the shape that commands print."""

from collections.abc import Mapping, Sequence

from epex.projections.columns import label_of
from epex.projections.filters import Filters, Place, narrowed
from epex.projections.organisations import ORGANISATIONS_TABLE
from epex.projections.reading import VIEWS, Reading, merged, title_columns
from epex.projections.table import Row

LISTED: Mapping[str, tuple[str, ...]] = {
    "network": ("illustrative", "languages"),
    "organisation": ("short_name", "country", "kind", "settings", "languages", "left_on"),
    "person": ("organisation", "roles", "status"),
    "year": ("number", "purpose"),
    "offer": ("organisation", "settings", "languages", "capacity", "year", "starts_on", "ends_on", "status"),
    "need": ("organisation", "task", "setting", "languages", "year", "status"),
    "match": ("host", "visitor", "year", "status", "accepted", "replaces", "replaced_by"),
    "visit": (
        *("year", "status", "purpose", "host", "visiting_organisations", "host_people", "visitors"),
        *("starts_on", "ends_on", "started_on", "completed_on", "setting", "level"),
    ),
    "reflection": (
        *("about", "source", "side", "person", "organisation", "language", "detected_language", "version"),
        *("status", "follow_up", "translations"),
    ),
    "questions": ("name", "version", "adopted_on"),
    "concept": ("alternatives", "notes", "broader", "related", "signed", "status"),
    "meeting": ("kind", "held_on", "attended"),
    "challenge": ("language", "organisation", "setting", "shared_by"),
    "element": (
        *("core", "language", "organisation", "setting", "label", "status", "evidence_level", "merged_into"),
        *("review_by", "review_outcome", "reviewed_on"),
    ),
    "review": ("element", "owner", "reviewer", "status", "outcome"),
    "theme": ("status", "split_from", "split_into", "merged_into", "absorbed"),
    "transfer": (
        *("element", "source", "receiving", "level", "status", "standing", "decision", "pilots"),
        *("evaluated", "result", "value_cycle", "next_review"),
    ),
    "interview": ("year", "language", "question_set", "version", "status"),
    "finding": ("kind", "year", "language", "status"),
    "story": ("about", "year", "language", "method", "considered", "status"),
    "request": ("kind", "person", "status", "received_on", "due_on", "settled_on"),
    "incident": ("status", "noticed_on", "happened_on", "risk", "affected", "to_tell"),
    "retention": ("kind", "months", "status"),
    "publication": ("number", "edition", "language", "status", "editors", "content_hash", "published_on"),
    "chapter": ("publication", "number", "status", "version", "language", "themes", "writers"),
    "viewpoint": ("chapter", "signer", "language", "dissenting", "status"),
    "quote": ("chapter", "use", "giver", "document", "language", "shows", "status"),
    "consent": ("giver", "scope", "quote", "edition", "status", "given_on", "expires_on", "withdrawn_on"),
    "search": ("person", "query", "language", "options", "seen_on", "status"),
}
# Columns that hold ids; each is shown with the title, and empty when the reader may not see what it names.
REFERENCES: Mapping[str, tuple[str, ...]] = {
    "person": ("organisation",),
    "offer": ("organisation",),
    "need": ("organisation",),
    "match": ("host", "visitor", "challenges", "offers", "needs", "people", "replaces", "replaced_by"),
    "visit": ("host", "visiting_organisations", "host_people", "visitors", "briefed", "matched_on", "match"),
    "reflection": ("about", "person", "organisation"),
    "meeting": ("attended",),
    "challenge": ("organisation", "shared_by"),
    "element": ("organisation", "merged_into", "absorbed"),
    "review": ("element", "owner", "reviewer", "asker"),
    "theme": ("split_from", "split_into", "merged_into", "absorbed", "challenges"),
    "transfer": ("element", "source", "receiving"),
    "story": ("about",),
    "request": ("person",),
    "incident": ("affected",),
    "publication": ("editors",),
    "chapter": ("publication", "themes", "writers", "drafter"),
    "viewpoint": ("chapter", "signer"),
    "quote": ("chapter", "giver", "document"),
    "consent": ("giver", "quote", "edition", "recorded_for"),
    "search": ("person",),
}
ALWAYS = ("id", "position", "recorded_at", "occurred_on", "access")


def listing(reading: Reading, subject: str, filters: Filters) -> list[Row]:
    """List what the reader may see of a subject within the filters."""
    reading.need(VIEWS[subject])
    table = reading.table(subject)
    columns = dict.fromkeys((*ALWAYS, *title_columns(table), *LISTED[subject]))
    rows = [dated(subject, row) for row in reading.rows(table, columns=tuple(columns))]
    if filters.theme:
        behind = _behind(reading, filters)
        rows = [row for row in rows if _within(subject, row, behind)]
    places = _places(reading, rows) if filters.by_place else {}
    page = filters.page(narrowed(rows, filters, places))
    titles = reading.titles_of(subject, page)
    return [shown(row, titles[row["id"]]) for row in with_titles(reading, subject, page)]


def with_titles(reading: Reading, subject: str, rows: Sequence[Row]) -> list[Row]:
    """Add the titles of what rows refer to; what the reader may not see is left out."""
    names = [name for name in REFERENCES.get(subject, ()) if rows and name in rows[0]]
    titles = reading.titles({identity for row in rows for name in names for identity in _ids(row[name])})
    told = [{**row, **{key: value for name in names for key, value in _named(row, name, titles)}} for row in rows]
    return _with_leaving(reading, told) if subject == "person" else told


def shown(row: Row, title: str) -> Row:
    """Give a row its title and its label, and leave out what is nobody's business."""
    return merged(row, title=title, visibility=label_of(row["access"]))


def dated(subject: str, row: Row) -> Row:
    """Date a visit or a meeting by the day it took place; a visit without one has no date."""
    if subject == "visit":
        return {**row, "occurred_on": row["started_on"] or row["starts_on"]}
    return {**row, "occurred_on": row["held_on"]} if subject == "meeting" else row


def _with_leaving(reading: Reading, people: Sequence[Row]) -> list[Row]:
    """Add the day on which people left with the organisation that they belong to."""
    reading.need("organisations")
    homes = {person["organisation"] for person in people}
    left = {row["id"]: row["left_on"] for row in reading.among(ORGANISATIONS_TABLE, homes, ("id", "left_on"))}
    return [{**person, "left_on": left.get(person["organisation"], "")} for person in people]


def _behind(reading: Reading, filters: Filters) -> set[str]:
    from epex.projections.lineage import Lineage  # noqa: PLC0415 - start-up: most lists follow no link

    return set[str]().union(*(Lineage(reading).behind(theme) for theme in filters.theme))


def _places(reading: Reading, rows: Sequence[Row]) -> Mapping[str, Place]:
    from epex.projections.places import Places  # noqa: PLC0415 - start-up: most lists are of everywhere

    return Places(reading).of(row["id"] for row in rows)


def _within(subject: str, row: Row, behind: set[str]) -> bool:
    return row["id"] in behind or (subject == "transfer" and row["element"] in behind)


def _ids(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def _named(row: Row, name: str, titles: Mapping[str, str]) -> list[tuple[str, object]]:
    value = row[name]
    if isinstance(value, str):
        return [(name, value if value in titles else ""), (f"{name}_title", titles.get(value, ""))]
    seen = [identity for identity in value if identity in titles]
    return [(name, seen), (f"{name}_titles", [titles[identity] for identity in seen])]
