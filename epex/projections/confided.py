"""What is confided to the evaluation: no view holds its words, so they are opened from the log for who may read them.

Where the wrapping key for evaluation is not here, they read as sealed.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from epex.core.evidence import standing
from epex.core.sealed import ERASED, SEALED
from epex.projections.interviews import INTERVIEWS_TABLE, STEPS_TABLE
from epex.projections.stories import CHOICES_TABLE
from epex.projections.table import Row

if TYPE_CHECKING:
    from epex.projections.reading import Reading

SAYING = ("recorded", "revised")
HIDDEN = ("", ERASED, SEALED)


def opened(reading: "Reading", rows: Iterable[Row]) -> dict[int, Any]:
    """Open the events of rows that the reader was shown, by their positions."""
    return {row["position"]: reading.views.facts(row["position"] - 1, 1)[0].event for row in rows}


def with_people(reading: "Reading", interviews: Sequence[Row]) -> list[Row]:
    """Name who was interviewed."""
    events = opened(reading, interviews)
    people = {row["id"]: events[row["position"]].person for row in interviews}
    names = reading.names(person for person in people.values() if person not in HIDDEN)
    return [{**row, **_named("person", people[row["id"]], names)} for row in interviews]


def texts(reading: "Reading", interview: str) -> list[Row]:
    """List the versions of an interview's text, the reasons for revising them, and its withdrawal, in their order."""
    rows = sorted(reading.among(STEPS_TABLE, [interview]), key=lambda row: int(row["position"]))
    events, people = opened(reading, rows), reading.names(row["author"] for row in rows)
    return [
        {
            **{name: row[name] for name in ("position", "occurred_on", "step", "version")},
            "text": getattr(events[row["position"]], "text", ""),
            "reason": events[row["position"]].reason,
            "actor": row["author"],
            "actor_name": people[row["author"]],
        }
        for row in rows
    ]


def choices(reading: "Reading", stories: Iterable[str]) -> dict[str, Row]:
    """Give how stories were chosen and what their tellers answered; nothing to anybody but evaluators."""
    rows = reading.among(CHOICES_TABLE, list(stories))
    events = opened(reading, rows)
    return {row["story"]: {**row, "event": events[row["position"]]} for row in rows}


def story_titles(reading: "Reading", rows: Sequence[Row]) -> dict[str, str]:
    """Give the titles of stories: those of stories that were not released are opened."""
    known = choices(reading, [row["id"] for row in rows])
    found = {}
    for row in rows:
        choice = known.get(row["id"])
        title = choice["event"].title if choice and not choice["released"] and row["title"] != ERASED else ""
        found[row["id"]] = row["title"] if title in HIDDEN else title
    return found


def with_passages(reading: "Reading", links: Sequence[Row]) -> list[Row]:
    """Give links from interviews the words that they quote and how these stand today, and what was noted."""
    cited = [link for link in links if _interview(link)]
    events = opened(reading, cited)
    interviews = {interview: texts(reading, interview) for interview in {_interview(link) for link in cited}}
    founded = {row["id"]: row for row in with_people(reading, reading.among(INTERVIEWS_TABLE, interviews))}
    return [
        {**link, **_words(events[link["position"]], interviews[_interview(link)], founded[_interview(link)])}
        if link["position"] in events
        else link
        for link in links
    ]


def people_of(reading: "Reading", teller: str) -> Row:
    """Name the teller of a story."""
    return _named("teller", teller, reading.names([teller] if teller not in HIDDEN else []))


def newest(versions: Sequence[Row]) -> Row:
    """Give the newest version of an interview's text."""
    return [version for version in versions if version["step"] in SAYING][-1]


def _interview(link: Row) -> str:
    return next((link[end] for end in ("id", "of") if link[end].startswith("interview-")), "")


def _words(event: Any, versions: Sequence[Row], interview: Row) -> Row:
    if not event.version:
        return {"note": event.note}
    last = newest(versions)
    now = standing(event.quote, event.start, None if event.quote in HIDDEN else last["text"])
    state = "sealed" if event.quote == SEALED else now.state
    return {
        "note": event.note,
        "passage": None if now.state == "withdrawn" else event.quote,
        "document": interview["id"],
        "document_version": event.version,
        "start": event.start,
        "end": event.end,
        "state": state,
        "now": None if now.start is None else {"version": last["version"], "start": now.start, "end": now.end},
        "who": interview["person_name"],
        **dict.fromkeys(("side", "organisation", "organisation_title", "about", "about_title"), ""),
    }


def _named(field: str, person: str, names: Mapping[str, str]) -> Row:
    return {field: person, f"{field}_name": person if person in (ERASED, SEALED) else names.get(person, "")}
