"""Where things have their pages, by the kind that their ids begin with."""

import re

from epex.plugins import Refused

PLACES = {
    "visit": "/visits",
    "reflection": "/reflections",
    "meeting": "/meetings",
    "element": "/elements",
    "transfer": "/transfers",
    "challenge": "/challenges",
    "theme": "/themes",
    "match": "/matches",
    "organisation": "/organisations",
    "concept": "/thesaurus",
    "publication": "/publications",
    "chapter": "/chapters",
    "viewpoint": "/viewpoints",
    "quote": "/quotes",
    "consent": "/consents",
    "interview": "/interviews",
    "finding": "/findings",
    "story": "/stories",
    "request": "/requests",
    "incident": "/incidents",
}
ID = re.compile(r"([a-z]+)-[0-9a-f][0-9a-f-]{3,39}")


def place_of(identity: object) -> str:
    """Give the path of a thing's page; nothing where it has none."""
    found = ID.fullmatch(identity) if isinstance(identity, str) else None
    place = PLACES.get(found[1]) if found else None
    return f"{place}/{identity}" if place else ""


def known(kind: str, identity: str) -> str:
    """Give an id of an address as it is, if it can be one of a kind: so it is never taken for an option.

    Raises Refused, as the base does for a thing that is not there, when it cannot.
    """
    found = ID.fullmatch(identity)
    if found and found[1] == kind:
        return identity
    raise Refused(f"There is no {kind} '{identity}' that you may read; look for it with the search.")
