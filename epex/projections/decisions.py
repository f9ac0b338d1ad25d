"""Decisions as they were made: where, by which method, why, what else was considered, and who said otherwise."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from epex.projections import chapters, elements, matches, transfers, visits
from epex.projections.history import AuditFilters, events
from epex.projections.people import PEOPLE_TABLE
from epex.projections.reading import VIEWS, Reading, merged, subject_of
from epex.projections.table import Row, Table
from epex.projections.themes import DECISIONS_TABLE, JUDGEMENT, THEMES_TABLE, VOTES

# What is decided on other things than themes: its event says what, and these tables why, in the first that is told.
DECIDED: Mapping[str, tuple[str, ...]] = {
    "match": ("accepted", "declined"),
    "visit": ("postponed", "cancelled"),
    "reflection": ("withdrawn",),
    "element": ("labelled", "reviewed", "merged", "retired", "reopened"),
    "transfer": ("anticipated", "adapted", "piloted", "evaluated", "sustained", "changed", "abandoned"),
    "finding": ("retracted",),
    "story": ("released", "withdrawn"),
    "viewpoint": ("signed", "withdrawn"),
    "quote": ("withdrawn",),
    "chapter": ("reviewed", "approved", "frozen"),
    "publication": ("frozen", "published"),
}
REASONS: Mapping[str, tuple[Table, tuple[str, ...]]] = {
    "match": (matches.STEPS_TABLE, ("reason",)),
    "visit": (visits.STEPS_TABLE, ("reason",)),
    "element": (elements.STEPS_TABLE, ("text",)),
    "transfer": (transfers.STEPS_TABLE, ("reason", "outcome", "failure")),
    "chapter": (chapters.STEPS_TABLE, ("comment",)),
}


def decisions(reading: Reading, ids: Collection[str], key: str = "theme") -> list[Row]:
    """List the decisions about themes, or those of forums, in their order, with the people who made them by name."""
    reading.need("themes")
    rows = reading.among(DECISIONS_TABLE, ids, key=key)
    dissenters = {person for row in rows for person in row["dissents"]}
    names = reading.names({*dissenters, *(row["actor"] for row in rows)})
    homes = _homes(reading, dissenters)
    named = {other for row in rows for other in (row["theme"], row["forum"], row["organisation"], *row["into"])}
    titles = reading.titles({*named, *homes.values()} - {""})
    told = [{**row, "dissents": _dissents(row, names, homes, titles)} for row in rows]
    return [_decision(row, names, titles) for row in sorted(told, key=lambda row: row["position"])]


def history(reading: Reading, theme: str) -> list[Row]:
    """List how a theme was proposed, and every decision on it after that."""
    return [*_proposal(reading, theme), *decisions(reading, [theme])]


def decided(reading: Reading, ids: Collection[str]) -> list[Row]:
    """List the decisions on other things than themes, each as a sentence with its reason."""
    concerned = [identity for identity in ids if subject_of(identity) in DECIDED]
    if not concerned:
        return []
    types = [f"{subject}.{act}" for subject, acts in DECIDED.items() for act in acts]
    found = events(reading, AuditFilters(subjects=concerned, types=types))
    reasons, titles = _reasons(reading, concerned), reading.titles(concerned)
    names = reading.names(row["actor"] for row, _ in found)
    there = reading.titles(
        {each for row, _ in found for each in (row["organisation"], row["parts"].get("into")) if each}
    )
    return [
        {
            "id": row["event_id"],
            "title": titles[row["stream_id"]],
            **{name: row[name] for name in ("position", "recorded_at")},
            "occurred_on": row["happened_on"],
            "of": row["stream_id"],
            "decision": row["type"].partition(".")[2],
            "summary": summary,
            "actor": row["actor"],
            "actor_name": names.get(row["actor"], ""),
            **_seen("organisation", row["organisation"], there),
            "rationale": reasons.get((row["stream_id"], row["position"]), ""),
            **_into(row["parts"].get("into"), there),
        }
        for row, summary in found
    ]


def _proposal(reading: Reading, theme: str) -> list[Row]:
    """Tell how a theme began in the words in which decisions are told; nobody voted on it."""
    reading.need("themes")
    rows = reading.among(THEMES_TABLE, [theme], ("position",))
    found = [one for row in rows for one in events(reading, AuditFilters(position=row["position"]))]
    names = reading.names(row["actor"] for row, _ in found)
    titles = reading.titles({theme, *(row["organisation"] for row, _ in found if row["organisation"])})
    return [{**_decision(_proposed(row), names, titles), "not_stated": [], "summary": said} for row, said in found]


def _proposed(row: Row) -> Row:
    return {
        "theme": row["stream_id"],
        **{name: row[name] for name in ("position", "recorded_at", "access", "event_id", "actor")},
        "occurred_on": row["happened_on"],
        "author": row["actor"],
        "decision": "proposed",
        **dict.fromkeys(JUDGEMENT, ""),
        **dict.fromkeys(VOTES),
        "dissents": [],
        "labels": {},
        "labels_before": {},
        "into": [],
        "organisation": row["organisation"] or "",
    }


def _seen(name: str, identity: str | None, titles: Mapping[str, str]) -> Row:
    return {name: identity if identity in titles else "", f"{name}_title": titles.get(identity or "", "")}


def _into(identity: str | None, titles: Mapping[str, str]) -> Row:
    into = [identity] if identity in titles else []
    return {"into": into, "into_titles": [titles[other] for other in into if other]}


def _reasons(reading: Reading, ids: Collection[str]) -> dict[tuple[str, int], str]:
    members: dict[str, list[str]] = defaultdict(list)
    for identity in ids:
        members[subject_of(identity)].append(identity)
    found: dict[tuple[str, int], str] = {}
    for subject in members.keys() & REASONS.keys():
        table, columns = REASONS[subject]
        reading.need(VIEWS[subject])
        for row in reading.among(table, members[subject], key=subject):
            found[row[subject], row["position"]] = next((row[name] for name in columns if row[name]), "")
    return found


def _homes(reading: Reading, people: Collection[str]) -> dict[str, str]:
    """Name the organisation of each person whom the reader may know."""
    if not people:
        return {}
    reading.need("people")
    return {row["id"]: row["organisation"] for row in reading.among(PEOPLE_TABLE, people, ("id", "organisation"))}


def _dissents(row: Row, names: dict[str, str], homes: dict[str, str], titles: dict[str, str]) -> list[Row]:
    """List what people say who disagree, with name and organisation where they give one."""
    said = [("", row["dissent"])] if row["dissent"] else []
    return [
        {
            "who": names.get(person, ""),
            "text": words,
            "person": person if person in homes else "",
            "organisation": home if (home := homes.get(person, "")) in titles else "",
            "organisation_title": titles.get(home, ""),
        }
        for person, words in (*said, *row["dissents"].items())
    ]


def _decision(row: Row, names: dict[str, str], titles: dict[str, str]) -> dict[str, Any]:
    shown = merged({"id": row["event_id"], **row}, title=titles.get(row["theme"], ""))
    shown.pop("event_id")
    into = [other for other in row["into"] if other in titles]
    forum = row["forum"] if row["forum"] in titles else ""
    return {
        **shown,
        "actor_name": names.get(row["actor"], ""),
        "organisation": row["organisation"] if row["organisation"] in titles else "",
        "organisation_title": titles.get(row["organisation"], ""),
        "forum": forum,
        "forum_title": titles.get(forum, ""),
        "not_stated": _not_stated(row, forum),
        "into": into,
        "into_titles": [titles[other] for other in into],
    }


def _not_stated(row: Row, forum: str) -> list[str]:
    """Name what a decision does not say of how it came about; a discussion decides nothing, so it needs no method."""
    needed = {"forum": forum, "method": row["method"] or row["decision"] == "discussed"}
    return [name for name, stated in needed.items() if not stated]
