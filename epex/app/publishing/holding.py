"""What people chose or took back after the day that is read as of: an edition of that day tells no more of it."""

from functools import cached_property, reduce
from typing import Any

from epex.app.base import KnowledgeBase
from epex.app.publishing.credits import Somebody, somebody
from epex.core import catalogue
from epex.core.log.envelope import Fact, UnknownEvent
from epex.core.publication import PublicationFrozen
from epex.core.quote import Quote, QuoteWithdrawn, deciding
from epex.core.reader import OVERSEER, Reader
from epex.core.viewpoint import ViewpointWithdrawn
from epex.projections.columns import moment
from epex.projections.queries import Queries
from epex.projections.table import Row

TAKEN_BACK = ("withdrawn", "refused")


class Today:
    """How what an edition prints stands today."""

    def __init__(self, base: KnowledgeBase) -> None:
        """Read the whole log of a base, whatever day it is read as of."""
        self._base = base

    def person(self, person: str) -> Somebody:
        """Give a person as print needs to know them."""
        return somebody(self._facts(person))

    def is_withdrawn(self, viewpoint: str) -> bool:
        """Tell whether a viewpoint was withdrawn."""
        return any(isinstance(fact.event, ViewpointWithdrawn) for fact in self._facts(viewpoint))

    def is_taken_back(self, quote: Quote, publication: str, *, knows: bool = True) -> bool:
        """Tell whether a quote, or consent to print it, was taken back; a frozen edition prints it no more.

        `knows` says that the reader may know whose words they are, and what was said of all words of that author.
        """
        if not any(isinstance(fact.event, PublicationFrozen) for fact in self._facts(publication)):
            return False
        consents = [consent for consent in self._consents(quote.giver) if knows or consent.quote]
        answers = [deciding(scope, quote, consents, publication) for scope in quote.scopes]
        refused = any(consent.standing in TAKEN_BACK for consent in answers if consent)
        return refused or any(isinstance(fact.event, QuoteWithdrawn) for fact in self._facts(quote.id))

    @cached_property
    def _asked(self) -> list[Row]:
        return Queries(self._base.today, Reader(roles=frozenset({OVERSEER}))).listing("consent")

    def _consents(self, giver: str) -> list[Any]:
        asked = [row["id"] for row in self._asked if row["giver"] == giver]
        answered = sorted(asked, key=lambda stream: max(map(moment, self._facts(stream))))
        return [self._consent(stream) for stream in answered]

    def _consent(self, stream: str) -> Any:
        step = catalogue.evolve("consent")
        return reduce(lambda known, fact: step(known, stream, fact.event), self._facts(stream), None)

    def _facts(self, stream: str) -> list[Fact]:
        facts = self._base.log.stream(stream) if stream else []
        return [fact for fact in facts if not isinstance(fact.event, UnknownEvent)]
