"""The searches that people saved, each for whoever recorded it, whatever its envelope says."""

from epex.core.log.envelope import Fact
from epex.core.person import PersonErasureRequested
from epex.core.sealed import ERASED
from epex.core.search import SearchRemoved, SearchSaved, SearchSeen
from epex.projections.columns import COLUMNS, founding, occurred_on
from epex.projections.projection import Projection
from epex.projections.table import Batch, Table

PRIVATE = "private"
GONE = {"title": ERASED, "query": "", "language": "", "options": {}, "status": "erased"}
SEARCHES_TABLE = Table(
    "searches",
    ("id",),
    {
        **COLUMNS,
        **dict.fromkeys(("title", "person", "query", "language", "seen_on", "status"), str),
        "options": dict,
    },
    indexes=(("person",),),
)
# How far somebody has seen what a search finds: positions of this base, and what they could open.
LOOKS_TABLE = Table("search_looks", ("search",), {"search": str, "upto": int, "circles": list})
OWNERS_TABLE = Table("search_owners", ("person",), {"person": str, "searches": list})
SEARCHES = Projection("searches", version=1, tables=[SEARCHES_TABLE, LOOKS_TABLE, OWNERS_TABLE])


@SEARCHES.on(SearchSaved)
def saved(rows: Batch, fact: Fact, event: SearchSaved) -> None:
    """Add a search, and what its owner had seen by then; of one who was erased, nothing is left to ask."""
    rows[SEARCHES_TABLE].put(
        {
            **founding(fact),
            "access": PRIVATE,
            "person": event.person,
            "title": event.name,
            "query": event.query,
            "language": event.language,
            "options": {name: list(values) for name, values in event.options.items()},
            "seen_on": occurred_on(fact),
            "status": "saved",
            **(GONE if event.name == ERASED else {}),
        }
    )
    known = rows[OWNERS_TABLE].get(event.person)
    rows[OWNERS_TABLE].put({"person": event.person, "searches": [*(known["searches"] if known else ()), fact.stream]})
    _look(rows, fact, event)


@SEARCHES.on(SearchSeen)
def seen(rows: Batch, fact: Fact, event: SearchSeen) -> None:
    """Remember how far its owner has seen."""
    if _is_own(rows, fact) and fact.envelope.origin_base is None:
        rows[SEARCHES_TABLE].change(fact.stream, seen_on=occurred_on(fact))
        _look(rows, fact, event)


@SEARCHES.on(SearchRemoved)
def removed(rows: Batch, fact: Fact, event: SearchRemoved) -> None:  # noqa: ARG001 - it happened, that is all
    """Ask it no more."""
    if _is_own(rows, fact):
        rows[SEARCHES_TABLE].change(fact.stream, status="removed")


@SEARCHES.on(PersonErasureRequested)
def erased(rows: Batch, fact: Fact, event: PersonErasureRequested) -> None:  # noqa: ARG001 - the stream names them
    """Take the words of all searches of a person away at once."""
    known = rows[OWNERS_TABLE].get(fact.stream)
    for search in known["searches"] if known else ():
        rows[SEARCHES_TABLE].change(search, **GONE)
        rows[LOOKS_TABLE].put({"search": search})


def _is_own(rows: Batch, fact: Fact) -> bool:
    row = rows[SEARCHES_TABLE].get(fact.stream)
    return row is not None and row["author"] == fact.envelope.actor


def _look(rows: Batch, fact: Fact, event: SearchSaved | SearchSeen) -> None:
    # Positions that another branch counted mean nothing here: all it finds is new again, and nothing is missed.
    here = fact.envelope.origin_base is None
    look = {"upto": event.upto, "circles": list(event.circles)} if here and event.circles else {}
    rows[LOOKS_TABLE].put({"search": fact.stream, **look})
