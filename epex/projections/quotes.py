"""The quotes that are proposed: whose words they are, for what use, and who may read them.

They are read by those who may read the document. Consent to print them opens them to the network, until it is
withdrawn; whose they are, and where they stand, is told to others only when they are to be attributed.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from epex.core.chapter import ChapterOutlined
from epex.core.consent import Consent, ConsentAsked, ConsentGiven, ConsentRefused, ConsentWithdrawn
from epex.core.log.envelope import Fact
from epex.core.person import PersonErasureRequested
from epex.core.quote import STANDINGS, Quote, QuoteProposed, QuoteWithdrawn, standing
from epex.core.reader import is_wider
from epex.core.reflection import ReflectionWithdrawalRequested
from epex.core.sealed import ERASED
from epex.projections.columns import COLUMNS, ORIGIN, founding, label_of, moment, origin
from epex.projections.projection import Projection
from epex.projections.reading import opening
from epex.projections.table import Batch, Table

PLAIN = ("translated", "language", "chapter", "use")
PLACE = ("giver", "document", "document_version", "start", "end")
NETWORK = "network"
CONSENTED = STANDINGS["given"]
ANSWERS = {ConsentGiven: "given", ConsentWithdrawn: "withdrawn", ConsentRefused: "refused"}
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
# the quote itself, whatever became of its words.
ORIGINS_TABLE = Table(
    "quote_origins",
    ("quote",),
    {
        "quote": str,
        **ORIGIN,
        **dict.fromkeys(("giver", "document", "standing"), str),
        **dict.fromkeys(("document_version", "start", "end"), int),
    },
    indexes=(("giver",),),
)
# What consents were asked for, and the newest answer; `answered` sorts it among those of all branches.
ASKED_TABLE = Table(
    "quote_consents",
    ("consent",),
    dict.fromkeys(("consent", "quote", "giver", "scope", "edition", "standing", "answered"), str),
)
# Documents and their authors; once one is gone, so is every quote of it, also one that a merge brings later. `consents`
# are those that an author was asked for.
SOURCES_TABLE = Table("quoted_sources", ("source",), {"source": str, "quotes": list, "gone": bool, "consents": list})
CHAPTERS_TABLE = Table("quoting_chapters", ("chapter",), {"chapter": str, "publication": str})
# What the whole network read once, whoever reads it now.
OPENED_TABLE = Table("opened_quotes", ("quote",), {"quote": str})
QUOTES = Projection(
    "quotes", version=4, tables=[QUOTES_TABLE, ASKED_TABLE, ORIGINS_TABLE, SOURCES_TABLE, CHAPTERS_TABLE, OPENED_TABLE]
)


@QUOTES.on(ChapterOutlined)
def outlined(rows: Batch, fact: Fact, event: ChapterOutlined) -> None:
    """Remember the edition of a chapter, for consents may be for one edition."""
    rows[CHAPTERS_TABLE].put({"chapter": fact.stream, "publication": event.publication})


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
    _answer(rows, fact.stream)


@QUOTES.on(QuoteWithdrawn)
def withdrawn(rows: Batch, fact: Fact, event: QuoteWithdrawn) -> None:  # noqa: ARG001 - it happened, that is all
    """Note that it is not to be printed; only those of its document read it."""
    _stand(rows, fact.stream, "withdrawn", access=_circle(rows, fact.stream))


@QUOTES.on(ConsentAsked)
def asked(rows: Batch, fact: Fact, event: ConsentAsked) -> None:
    """Remember which quote a consent speaks of, or that it is for all words of its giver."""
    told = {"quote": event.quoted, "giver": event.giver, "scope": event.scope, "edition": event.edition}
    rows[ASKED_TABLE].put({"consent": fact.stream, **told, "standing": "asked"})
    giver = _source(rows, event.giver)
    rows[SOURCES_TABLE].put({**giver, "consents": [*giver["consents"], fact.stream]})


@QUOTES.on(ConsentGiven, ConsentRefused, ConsentWithdrawn)
def answered(rows: Batch, fact: Fact, event: ConsentGiven | ConsentRefused | ConsentWithdrawn) -> None:
    """Let the network read the words when their author agrees to print them, and only their circle when not."""
    known = rows[ASKED_TABLE].get(fact.stream)
    if known is None:
        return
    # Both branches may have recorded that it was withdrawn.
    newest = max(known["answered"], moment(fact))
    rows[ASKED_TABLE].put({**known, "standing": ANSWERS[type(event)], "answered": newest})
    for quote in [known["quote"]] if known["quote"] else _source(rows, known["giver"])["quotes"]:
        _answer(rows, quote)


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
    return rows[SOURCES_TABLE].get(source) or {"source": source, "quotes": [], "gone": False, "consents": []}


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


def _answer(rows: Batch, quote: str) -> None:
    """Note what all answers make of a quote that was not withdrawn, and open it when exactly it was agreed to.

    What is said of all words of its author opens nothing, for that would tell whose they are.
    """
    row, origins = rows[QUOTES_TABLE].get(quote), rows[ORIGINS_TABLE].get(quote)
    if row is None or origins is None or origins["standing"] == "withdrawn":
        return
    outlined = rows[CHAPTERS_TABLE].get(row["chapter"])
    edition = outlined["publication"] if outlined else ""
    state = Quote(quote, origins["giver"], row["chapter"], row["use"], row["language"])
    consents = list(_consents(rows, origins["giver"]))
    own = [consent for consent in consents if consent.quote == quote]
    agreed = standing(state, own, edition) == CONSENTED
    wider = agreed and is_wider(NETWORK, label_of(_circle(rows, quote)))
    if wider:
        rows[OPENED_TABLE].put({"quote": quote})
    status = standing(state, consents, edition)
    _stand(rows, quote, status, access=NETWORK if wider else _circle(rows, quote))


def _consents(rows: Batch, giver: str) -> Iterator[Consent]:
    """Give the consents that somebody was asked for, in the order in which they were answered, wherever that was."""
    asked = [row for consent in _source(rows, giver)["consents"] if (row := rows[ASKED_TABLE].get(consent))]
    for row in sorted(asked, key=lambda row: str(row["answered"])):
        told = {name: row[name] for name in ("giver", "scope", "quote", "edition", "standing")}
        yield Consent(row["consent"], **told)
