"""The consents: who was asked for what, and how they answered; for the two of them and the data protection officer.

Nobody else may read one, whatever its label: a quote's own status tells whether it may be printed.
"""

from epex.core.consent import ConsentAsked, ConsentGiven, ConsentRefused, ConsentWithdrawn
from epex.core.log.envelope import Fact
from epex.projections.columns import COLUMNS, ORIGIN, founding, origin
from epex.projections.projection import Projection
from epex.projections.table import Batch, Table

DATES = ("given_on", "expires_on", "withdrawn_on")
CONSENTS_TABLE = Table(
    "consents",
    ("id",),
    {
        **COLUMNS,
        **dict.fromkeys(("title", "giver", "scope", "quote", "edition", "status", "recorded_for", *DATES), str),
    },
    indexes=(("giver",), ("quote",)),
)
STEPS_TABLE = Table(
    "consent_steps",
    ("consent", "position"),
    {"consent": str, **ORIGIN, **dict.fromkeys(("step", "reason", "recorded_for"), str)},
)
CONSENTS = Projection("consents", version=3, tables=[CONSENTS_TABLE, STEPS_TABLE])


@CONSENTS.on(ConsentAsked)
def asked(rows: Batch, fact: Fact, event: ConsentAsked) -> None:
    """Add the consent; who is asked reads it, whoever asks."""
    plain = {name: getattr(event, name) for name in ("giver", "scope", "edition")}
    title = event.scope.replace("_", " ").capitalize()
    rows[CONSENTS_TABLE].put(
        {**founding(fact), **plain, "quote": event.quoted, "title": title, **_circle(fact, event), "status": "asked"}
    )
    _note(rows, fact, event)


@CONSENTS.on(ConsentGiven)
def given(rows: Batch, fact: Fact, event: ConsentGiven) -> None:
    """Note that it holds, from when and how long."""
    dates = {"given_on": event.given_on or origin(fact)["occurred_on"], "expires_on": event.expires_on}
    rows[CONSENTS_TABLE].change(fact.stream, status="given", recorded_for=event.recorded_for, **dates)
    _note(rows, fact, event)


@CONSENTS.on(ConsentRefused)
def refused(rows: Batch, fact: Fact, event: ConsentRefused) -> None:
    """Note that it was refused."""
    rows[CONSENTS_TABLE].change(fact.stream, status="refused", recorded_for=event.recorded_for)
    _note(rows, fact, event)


@CONSENTS.on(ConsentWithdrawn)
def withdrawn(rows: Batch, fact: Fact, event: ConsentWithdrawn) -> None:
    """Note that it no longer holds."""
    day = origin(fact)["occurred_on"]
    rows[CONSENTS_TABLE].change(fact.stream, status="withdrawn", withdrawn_on=day, recorded_for=event.recorded_for)
    _note(rows, fact, event)


def _note(rows: Batch, fact: Fact, event: ConsentAsked | ConsentGiven | ConsentRefused | ConsentWithdrawn) -> None:
    step = event.type.partition(".")[2]
    words = {"reason": event.reason, "recorded_for": getattr(event, "recorded_for", "")}
    consent = rows[CONSENTS_TABLE].get(fact.stream)
    circle = {"access": consent["access"]} if consent else {}
    rows[STEPS_TABLE].put({"consent": fact.stream, **origin(fact), **circle, "step": step, **words})


def _circle(fact: Fact, event: ConsentAsked) -> dict[str, str]:
    """Let who is asked and who asks read it, and the data protection officer, whatever its label."""
    return {"access": f"private:{fact.envelope.actor}", "author": event.giver}
