"""The themes and the decisions about them."""

from collections.abc import Mapping
from typing import Any

from epex.core.judgement import Decided
from epex.core.log.envelope import Fact
from epex.core.theme import (
    ThemeAbsorbed,
    ThemeAdopted,
    ThemeDiscussed,
    ThemeMerged,
    ThemeParked,
    ThemeProposed,
    ThemeRejected,
    ThemeRenamed,
    ThemeReopened,
    ThemeRetired,
    ThemeSplit,
)
from epex.projections.columns import COLUMNS, ORIGIN, founding, is_as_open, origin
from epex.projections.projection import Projection
from epex.projections.shades import tell, tell_more
from epex.projections.table import Batch, Table

THEMES_TABLE = Table(
    "themes",
    ("id",),
    {
        **COLUMNS,
        "titles": dict,
        "definitions": dict,
        "scope_note": str,
        "status": str,
        "challenges": list,
        "split_from": str,
        "split_into": list,
        "merged_into": str,
        "absorbed": list,
    },
)
JUDGEMENT = ("forum", "method", "rationale", "alternatives", "dissent")
VOTES = ("votes_for", "votes_against", "abstained")
DECISIONS_TABLE = Table(
    "decisions",
    ("theme", "position"),
    {
        "theme": str,
        **ORIGIN,
        "event_id": str,
        "decision": str,
        **dict.fromkeys(JUDGEMENT, str),
        **dict.fromkeys(VOTES, int | None),
        "dissents": dict,
        "labels": dict,
        "labels_before": dict,
        "into": list,
        "actor": str,
        "organisation": str,
    },
    indexes=(("forum",),),
)
THEMES = Projection("themes", version=3, tables=[THEMES_TABLE, DECISIONS_TABLE])
STATUS: Mapping[type[Any], str] = {
    ThemeAdopted: "adopted",
    ThemeParked: "parked",
    ThemeRejected: "rejected",
    ThemeRetired: "retired",
}


@THEMES.on(ThemeProposed)
def proposed(rows: Batch, fact: Fact, event: ThemeProposed) -> None:
    """Add the theme."""
    rows[THEMES_TABLE].put(
        {
            **founding(fact),
            "titles": event.labels,
            "definitions": event.definitions,
            "scope_note": event.scope_note,
            "status": "candidate",
            "challenges": list(event.challenges),
            "split_from": event.split_from,
        }
    )


@THEMES.on(ThemeDiscussed)
def discussed(rows: Batch, fact: Fact, event: ThemeDiscussed) -> None:
    """Keep the discussion; only a candidate moves on by it."""
    theme = rows[THEMES_TABLE].get(fact.stream)
    if theme and theme["status"] == "candidate":
        tell(rows[THEMES_TABLE], fact, fact.stream, status="discussed")
    _decide(rows, fact, event)


@THEMES.on(ThemeReopened)
def reopened(rows: Batch, fact: Fact, event: ThemeReopened) -> None:
    """Let it go on where the decision says."""
    tell(rows[THEMES_TABLE], fact, fact.stream, status=event.status)
    _decide(rows, fact, event)


@THEMES.on(*STATUS)
def judged(rows: Batch, fact: Fact, event: Decided) -> None:
    """Take over the state that a decision gives."""
    tell(rows[THEMES_TABLE], fact, fact.stream, status=STATUS[type(event)])
    _decide(rows, fact, event)


@THEMES.on(ThemeRenamed)
def renamed(rows: Batch, fact: Fact, event: ThemeRenamed) -> None:
    """Take over the new labels."""
    theme = rows[THEMES_TABLE].get(fact.stream)
    _decide(rows, fact, event, labels=event.labels, labels_before=theme["titles"] if theme else {})
    if is_as_open(fact, theme):
        rows[THEMES_TABLE].change(fact.stream, titles=event.labels)


@THEMES.on(ThemeMerged)
def merged(rows: Batch, fact: Fact, event: ThemeMerged) -> None:
    """Point to the theme that goes on."""
    tell(rows[THEMES_TABLE], fact, fact.stream, status="merged", merged_into=event.into)
    _decide(rows, fact, event, into=[event.into])


@THEMES.on(ThemeAbsorbed)
def absorbed(rows: Batch, fact: Fact, event: ThemeAbsorbed) -> None:
    """Remember which theme goes on in this one."""
    tell_more(rows[THEMES_TABLE], fact, fact.stream, "absorbed", event.merged)


@THEMES.on(ThemeSplit)
def split(rows: Batch, fact: Fact, event: ThemeSplit) -> None:
    """Point to the themes that it became."""
    tell(rows[THEMES_TABLE], fact, fact.stream, status="split", split_into=list(event.into))
    _decide(rows, fact, event, into=list(event.into))


def _decide(rows: Batch, fact: Fact, event: Decided, **more: Any) -> None:
    judgement = {name: getattr(event, name) for name in (*JUDGEMENT, *VOTES)}
    rows[DECISIONS_TABLE].put(
        {
            "theme": fact.stream,
            **origin(fact),
            "event_id": fact.envelope.event_id,
            "decision": fact.envelope.type.partition(".")[2],
            **judgement,
            "dissents": dict(event.dissents),
            **more,
            "actor": fact.envelope.actor,
            "organisation": fact.envelope.organisation or "",
        }
    )
