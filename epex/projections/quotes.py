"""The quotes that are proposed: whose words they are, for what use, and who may read them.

They are read by those who may read the document. Consent to print them opens them to the network, until it is
withdrawn; whose they are, and where they stand, is told to others only when they are to be attributed.
"""

from collections.abc import Mapping
from typing import Any

from epex.core.consent import ConsentAsked, ConsentGiven, ConsentRefused, ConsentWithdrawn
from epex.core.log.envelope import Fact
from epex.core.person import PersonErasureRequested
from epex.core.quote import QuoteProposed, QuoteWithdrawn, scopes_of
from epex.core.reader import is_wider
from epex.core.reflection import ReflectionWithdrawalRequested
from epex.core.sealed import ERASED
from epex.projections.columns import COLUMNS, ORIGIN, founding, label_of, origin
from epex.projections.projection import Projection
from epex.projections.reading import opening
from epex.projections.table import Batch, Table

PLAIN = ("translated", "language", "chapter", "use")
PLACE = ("giver", "document", "document_version", "start", "end")
NETWORK = "network"
MISSING = ("consent withdrawn", "refused")
ANSWERS = {ConsentGiven: "consented", ConsentWithdrawn: MISSING[0], ConsentRefused: MISSING[1]}
QUOTES_TABLE = Table(
    "quotes",
    ("id",),
    {
        **COLUMNS,
        **dict.fromkeys(("title", "document", "words", "translated", "language", "chapter", "use", "giver"), str),
        "status": str,
        "shows": list,
    },
    indexes=(("chapter",),),
)
# Whose words they are, and where they stand, for those who may read the document; `standing` is what was decided on
# the quote itself, whatever became of its words, and `answers` what its author answered for each scope.
ORIGINS_TABLE = Table(
    "quote_origins",
    ("quote",),
    {
        "quote": str,
        **ORIGIN,
        **dict.fromkeys(("giver", "document", "standing"), str),
        **dict.fromkeys(("document_version", "start", "end"), int),
        "answers": dict,
    },
    indexes=(("giver",),),
)
# What consents were asked for: a consent tells when it is given only what it was asked for before.
ASKED_TABLE = Table("quote_consents", ("consent",), {"consent": str, "quote": str, "giver": str, "scope": str})
# Documents and their authors; once one is gone, so is every quote of it, also one that a merge brings later. `answers`
# is what an author answered for all their words.
SOURCES_TABLE = Table("quoted_sources", ("source",), {"source": str, "quotes": list, "gone": bool, "answers": dict})
QUOTES = Projection("quotes", version=3, tables=[QUOTES_TABLE, ASKED_TABLE, ORIGINS_TABLE, SOURCES_TABLE])


@QUOTES.on(QuoteProposed)
def proposed(rows: Batch, fact: Fact, event: QuoteProposed) -> None:
    """Add the quote; the words are its author's, whoever proposed it."""
    plain = {name: getattr(event, name) for name in PLAIN}
    named = {"title": opening(event.quote), "words": event.quote, "author": event.giver}
    open_ones = {"giver": event.giver, "document": event.document} if event.use == "attributed" else {}
    rows[QUOTES_TABLE].put(
        {**founding(fact), **plain, **named, **open_ones, "shows": list(event.shows), "status": "proposed"}
    )
    place = {name: getattr(event, name) for name in PLACE}
    whose = {"author": event.giver, "standing": "proposed"}
    rows[ORIGINS_TABLE].put({"quote": fact.stream, **origin(fact), **whose, **place})
    for source in (event.document, event.giver):
        known = _source(rows, source)
        rows[SOURCES_TABLE].put({**known, "quotes": [*known["quotes"], fact.stream]})
        if known["gone"]:
            _silence(rows, fact.stream)


@QUOTES.on(QuoteWithdrawn)
def withdrawn(rows: Batch, fact: Fact, event: QuoteWithdrawn) -> None:  # noqa: ARG001 - it happened, that is all
    """Note that it is not to be printed; only those of its document read it."""
    _stand(rows, fact.stream, "withdrawn", access=_circle(rows, fact.stream))


@QUOTES.on(ConsentAsked)
def asked(rows: Batch, fact: Fact, event: ConsentAsked) -> None:
    """Remember which quote a consent speaks of, or that it is for all words of its giver."""
    told = {"quote": event.quoted, "giver": event.giver, "scope": event.scope}
    rows[ASKED_TABLE].put({"consent": fact.stream, **told})


@QUOTES.on(ConsentGiven, ConsentRefused, ConsentWithdrawn)
def answered(rows: Batch, fact: Fact, event: ConsentGiven | ConsentRefused | ConsentWithdrawn) -> None:
    """Let the network read the words when their author agrees to print them, and only their circle when not."""
    known = rows[ASKED_TABLE].get(fact.stream)
    if known is None:
        return
    answer = {known["scope"]: ANSWERS[type(event)]}
    if known["quote"]:
        _answer(rows, known["quote"], answer)
        return
    source = _source(rows, known["giver"])
    rows[SOURCES_TABLE].put({**source, "answers": {**source["answers"], **answer}})
    for quote in source["quotes"]:
        _answer(rows, quote, {})


@QUOTES.on(ReflectionWithdrawalRequested, PersonErasureRequested)
def silenced(rows: Batch, fact: Fact, event: ReflectionWithdrawalRequested | PersonErasureRequested) -> None:
    """Take the words away of what was withdrawn, or of an author, whenever they were proposed."""
    documents = event.documents if isinstance(event, PersonErasureRequested) else ()
    for source in (fact.stream, *documents):
        known = _source(rows, source)
        rows[SOURCES_TABLE].put({**known, "gone": True})
        for quote in known["quotes"]:
            _silence(rows, quote)


def _source(rows: Batch, source: str) -> Mapping[str, Any]:
    return rows[SOURCES_TABLE].get(source) or {"source": source, "quotes": [], "gone": False, "answers": {}}


def _silence(rows: Batch, quote: str) -> None:
    rows[QUOTES_TABLE].change(quote, title=ERASED, words="", translated="", status="erased")


def _stand(rows: Batch, quote: str, standing: str, **opened: str) -> None:
    """Note what was decided on a quote, and who reads it from now on; words that are gone stay gone."""
    rows[ORIGINS_TABLE].change(quote, standing=standing)
    row = rows[QUOTES_TABLE].get(quote)
    told = {} if row and row["status"] == "erased" else {"status": standing}
    rows[QUOTES_TABLE].change(quote, **told, **opened)


def _circle(rows: Batch, quote: str) -> str:
    known = rows[ORIGINS_TABLE].get(quote)
    return str(known["access"]) if known else "private"


def _answer(rows: Batch, quote: str, answer: Mapping[str, str]) -> None:
    """Note what was answered for a quote that was not withdrawn, and what its use makes of all answers."""
    row, origins = rows[QUOTES_TABLE].get(quote), rows[ORIGINS_TABLE].get(quote)
    if row is None or origins is None or origins["standing"] == "withdrawn":
        return
    own = {**origins["answers"], **answer}
    rows[ORIGINS_TABLE].change(quote, answers=own)
    taken = scopes_of(row["use"], translated=bool(row["language"]))
    answers = {**_source(rows, origins["giver"])["answers"], **own}
    said = {answers.get(scope) for scope in taken}
    missing = next((each for each in MISSING if each in said), "")
    if missing:
        _stand(rows, quote, missing, access=_circle(rows, quote))
    elif own.get(taken[0]) == "consented":
        wider = is_wider(NETWORK, label_of(_circle(rows, quote)))
        _stand(rows, quote, "consented", **({"access": NETWORK} if wider else {}))
    elif origins["standing"] in MISSING:
        _stand(rows, quote, "proposed")
