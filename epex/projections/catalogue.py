"""The read models that come with epex; each is imported when it is first needed."""

from functools import cache
from importlib import import_module

from epex.projections.projection import Projection

NAMES = (
    "networks",
    "organisations",
    "people",
    "years",
    "offers",
    "needs",
    "matches",
    "visits",
    "reflections",
    "question_sets",
    "thesaurus",
    "meetings",
    "challenges",
    "elements",
    "reviews",
    "themes",
    "transfers",
    "interviews",
    "findings",
    "stories",
    "requests",
    "incidents",
    "retentions",
    "board",
    "publications",
    "chapters",
    "viewpoints",
    "quotes",
    "consents",
    "searches",
    "evidence",
    "timeline",
    "merges",
    "documents",
)


@cache
def built_in(name: str) -> Projection:
    """Import a read model by its name: the module `themes` holds `THEMES`.

    Raises KeyError on a name that is not in the list.
    """
    if name not in NAMES:
        raise KeyError(name)
    found: Projection = getattr(import_module(f"epex.projections.{name}"), name.upper())
    return found
