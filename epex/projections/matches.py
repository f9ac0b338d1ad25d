"""The matches of hosts and visitors, how each stands, and what was said on the way."""

from epex.core.log.envelope import Fact
from epex.core.match import FROM_PLUGINS, MatchAccepted, MatchDeclined, MatchProposed
from epex.core.vocabulary import MATCH_SIDES
from epex.projections.columns import COLUMNS, ORIGIN, founding, origin
from epex.projections.projection import Projection
from epex.projections.shades import tell
from epex.projections.table import Batch, Table

LISTS = ("reasons", "against", "challenges", "offers", "needs", "settings", "languages", "people")

MATCHES_TABLE = Table(
    "matches",
    ("id",),
    {
        **COLUMNS,
        "title": str,
        "host": str,
        "visitor": str,
        "year": int | None,
        "status": str,
        "accepted": list,
        **dict.fromkeys(LISTS, list),
        **dict.fromkeys(FROM_PLUGINS, dict),
        "declined_by": str,
        "replaces": str,
        "replaced_by": str,
    },
)
# What was said may be labelled more narrowly than the match, so each step has its own readers.
STEPS_TABLE = Table(
    "match_steps",
    ("match", "position"),
    {"match": str, **ORIGIN, "step": str, "side": str, "reason": str},
)
MATCHES = Projection("matches", version=3, tables=[MATCHES_TABLE, STEPS_TABLE])


@MATCHES.on(MatchProposed)
def proposed(rows: Batch, fact: Fact, event: MatchProposed) -> None:
    """Add the match with its reasons, and to one that it replaces; its title is made of the two names when read."""
    lists = {name: list(getattr(event, name)) for name in LISTS}
    said = {name: getattr(event, name) for name in FROM_PLUGINS}
    ends = {"host": event.host, "visitor": event.visitor, "year": event.year or None, "replaces": event.replaces}
    rows[MATCHES_TABLE].put({**founding(fact), **ends, "status": "proposed", **lists, **said})
    if event.replaces:
        tell(rows[MATCHES_TABLE], fact, event.replaces, replaced_by=fact.stream)
    _note(rows, fact, "proposed", "", event.reason)


@MATCHES.on(MatchAccepted)
def accepted(rows: Batch, fact: Fact, event: MatchAccepted) -> None:
    """Note which side has accepted; with both it is accepted."""
    match = rows[MATCHES_TABLE].get(fact.stream)
    if match is None:
        return
    sides = [*match["accepted"], event.side]
    status = "accepted" if set(sides).issuperset(MATCH_SIDES) else match["status"]
    tell(rows[MATCHES_TABLE], fact, fact.stream, accepted=sides, status=status)
    _note(rows, fact, "accepted", event.side, event.reason)


@MATCHES.on(MatchDeclined)
def declined(rows: Batch, fact: Fact, event: MatchDeclined) -> None:
    """Note that it was declined, and by which match it was replaced."""
    told = {"declined_by": event.side, "replaced_by": event.replacement}
    tell(rows[MATCHES_TABLE], fact, fact.stream, status="declined", **told)
    _note(rows, fact, "declined", event.side, event.reason)


def _note(rows: Batch, fact: Fact, step: str, side: str, reason: str) -> None:
    words = {"step": step, "side": side, "reason": reason}
    rows[STEPS_TABLE].put({"match": fact.stream, **origin(fact), **words})
