"""Which views a command will come to when it reads as of a day, so that one pass over the log builds them all.

What stands here too few is built in a second pass, and costs time only; so does what stands here too many.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import click

from epex.projections.reading import LISTS, VIEWS

# Events are told with the titles of all that they touch.
EVENTS = ("timeline", *VIEWS.values())
RESTING = ("themes", "elements", "challenges", "reflections", "evidence", "visits")
# A theme rests on all of this, and that in turn on matches.
FOLLOWED = (*RESTING, "matches", "offers", "needs", "organisations")
LISTED = {command: subject for subject, command in LISTS.items()}
PLACES = ("country", "organisation", "setting", "year")
# Where something comes from is told by what it rests on.
PLACED: Mapping[str, Sequence[str]] = {
    "reflection": ("visits",),
    "element": ("evidence", "reflections", "visits"),
    "theme": RESTING,
    "transfer": ("evidence", "elements", "reflections", "visits"),
}
# What a list names beside its own subject.
NAMED: Mapping[str, Sequence[str]] = {
    "person": ("organisations",),
    "questions": ("organisations",),
    "offer": ("organisations",),
    "need": ("organisations",),
    "match": ("organisations",),
    "visit": ("organisations", "people"),
    "reflection": ("visits", "people", "organisations"),
    "meeting": ("people",),
    "challenge": ("organisations",),
    "element": ("organisations",),
    "review": ("elements", "organisations", "people"),
    "transfer": ("elements", "organisations"),
    "story": ("elements", "visits"),
    "interview": ("people",),
    "request": ("people",),
    "incident": ("people",),
    "publication": ("people",),
    "chapter": ("publications", "themes", "people"),
    "viewpoint": ("chapters", "people"),
    "quote": ("chapters", "people", "reflections", "visits"),
    "consent": ("quotes", "chapters", "publications", "people", "reflections", "visits"),
}
# What the page of one tells beyond that.
SHOWN: Mapping[str, Sequence[str]] = {
    "organisation": ("people",),
    "year": ("visits", "organisations", "people"),
    "match": ("visits", "offers", "needs", "people"),
    "visit": ("reflections", "challenges", "matches"),
    "meeting": (*RESTING, "organisations"),
    "reflection": (
        *("evidence", "challenges", "elements", "themes", "transfers", "findings", "stories"),
        *("quotes", "chapters", "publications", "question_sets"),
    ),
    "challenge": (*RESTING, "people"),
    "element": ("reviews", "transfers", "evidence", "reflections", "visits", "people"),
    "theme": (*RESTING, "organisations", "people", "meetings"),
    "transfer": ("people",),
    "interview": ("evidence", "findings"),
    "finding": ("evidence", "elements", "interviews", "people"),
    "story": ("evidence", "people"),
    "publication": ("chapters", "quotes", "viewpoints"),
    "chapter": (*RESTING, "quotes", "viewpoints", "organisations"),
    "viewpoint": ("evidence",),
    "quote": ("viewpoints", "consents", "publications"),
    "consent": ("viewpoints",),
}
BOOK = ("publications", "chapters", "quotes", "viewpoints", "consents", "people", "organisations")
NEEDED: Mapping[str, Sequence[str]] = {
    **dict.fromkeys(("", "waiting"), (*EVENTS, "board", "merges", "evidence")),
    **dict.fromkeys(
        ("search", "searches list", "searches show"),
        ("documents", "organisations", "themes", "thesaurus", "searches", "people"),
    ),
    "export": (*EVENTS, "evidence"),
    **dict.fromkeys(("audit log", "audit show"), EVENTS),
    **dict.fromkeys(("audit why", "audit trace"), (*EVENTS, "evidence")),
    **dict.fromkeys(("merge list", "merge show"), (*EVENTS, "merges")),
    "audit diff": ("timeline",),
    "theme history": EVENTS,
    "visit board": ("visits", "people", "board", "organisations"),
    "visit calendar": ("visits", "meetings", "organisations"),
    "match propose": ("organisations", "offers", "needs", "challenges", "visits", "years", "matches"),
    "reflection pair": ("visits", "reflections", "question_sets", "organisations", "people"),
    "transfer grid": ("transfers", "elements", "organisations", "people"),
    "retention due": ("retentions", "incidents", "interviews", "reflections", "visits", "organisations", "people"),
    "publication check": (*BOOK, "themes"),
    "publication verify": BOOK,
    "publication export": EVENTS,
}
REPORTS: Mapping[str, Sequence[str]] = {
    "timeline": (
        *("visits", "meetings", "transfers", "publications", "elements", "themes", "reflections"),
        *("years", "organisations", "people"),
    ),
    **dict.fromkeys(("year-review", "funder-indicators"), (*EVENTS, "evidence", "board")),
}
# What names no event needs no titles for it.
OUTSIDE: Mapping[str, Sequence[str]] = {
    "genealogy": ("themes",),
    "coverage": (*RESTING, "organisations"),
}


def expected() -> Sequence[str]:
    """Name the views that the command at work comes to."""
    ctx = click.get_current_context()
    words: list[str] = []
    given = ctx.params
    while ctx.parent:
        words.insert(0, str(ctx.info_name))
        ctx = ctx.parent
    return needed(" ".join(words), given)


def needed(command: str, given: Mapping[str, Any]) -> Sequence[str]:
    """Name the views that a command comes to, with what it is given."""
    if command == "report run":
        known = {**REPORTS, **OUTSIDE} if "audience=outside" in given["options"] else REPORTS
        return known.get(given["name"], (*EVENTS, "evidence"))
    if command == "person show" and given["everything"]:
        return EVENTS
    subject, _, act = command.partition(" ")
    subject = LISTED.get(command, subject)
    if command in NEEDED or subject not in VIEWS:
        return NEEDED.get(command, ())
    linked = FOLLOWED if given.get("theme") else ()
    placed = ("organisations", *PLACED.get(subject, ())) if any(given.get(name) for name in PLACES) else ()
    shown = SHOWN.get(subject, ()) if act == "show" else ()
    return (VIEWS[subject], *NAMED.get(subject, ()), *shown, *linked, *placed)
