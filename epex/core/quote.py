"""A quote: somebody's exact words, proposed for a chapter and a use; printing it takes their consent."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, assert_never

from epex.core.chapter import Chapter
from epex.core.consent import Consent
from epex.core.decision import Actor, On, Refused, require_one_of, require_role, require_text
from epex.core.evidence import Passage
from epex.core.reflection import Reflection
from epex.core.sealed import QuotedText, Text
from epex.core.vocabulary import LANGUAGES

USES = ("attributed", "anonymous", "translation")
SHOWN = ("country", "kind")
SHORT = len("quote-3f2a1b0c")
WHY = {
    "given": "it has expired",
    "withdrawn": "it was withdrawn",
    "refused": "it was refused",
    "asked": "it was not answered yet",
}
# The first that is among the answers counts.
STANDINGS = {"withdrawn": "consent withdrawn", "refused": "refused", "asked": "proposed", "given": "consented"}
SCOPE = {"attributed": "attributed_quote", "anonymous": "anonymous_quote", "translation": "translation"}


@dataclass(frozen=True, kw_only=True)
class QuoteProposed:
    """The words, their hash and their translation are sealed under the key of the document that they stand in.

    `shows` names what an anonymous quote tells of its author's organisation.
    """

    type: ClassVar[str] = "quote.proposed"
    sentence: ClassVar[str] = "proposed {it} ({use}) for {chapter}"
    document: str
    document_version: int
    start: int
    end: int
    quote: QuotedText
    passage_hash: QuotedText = ""
    translated: QuotedText = ""
    language: str = ""
    chapter: str
    use: str
    giver: str
    shows: tuple[str, ...] = ()
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class QuoteWithdrawn:
    type: ClassVar[str] = "quote.withdrawn"
    sentence: ClassVar[str] = "withdrew {it}"
    reason: Text = ""


QuoteEvent = QuoteProposed | QuoteWithdrawn
Events = QuoteEvent


@dataclass(frozen=True, slots=True)
class Quote:
    """What decisions about a quote need to know; it is translated when a language is named."""

    id: str
    giver: str = ""
    chapter: str = ""
    use: str = "anonymous"
    language: str = ""
    withdrawn: bool = False

    @property
    def scopes(self) -> tuple[str, ...]:
        """Name the consents that printing it takes."""
        return scopes_of(self.use, translated=bool(self.language))


def evolve(quote: Quote | None, stream: str, event: QuoteEvent) -> Quote:
    """Apply one event; every event that decisions allow applies."""
    state = quote or Quote(stream)
    match event:
        case QuoteProposed(giver=giver, chapter=chapter, use=use, language=language):
            return replace(state, giver=giver, chapter=chapter, use=use, language=language, withdrawn=False)
        case QuoteWithdrawn():
            return replace(state, withdrawn=True)
        case _:
            assert_never(event)


def propose(
    quote: str,
    passage: Passage,
    source: Reflection,
    chapter: Chapter,
    use: str,
    *,
    by: Actor,
    translated: str = "",
    language: str = "",
    shows: Sequence[str] = (),
    standing: str = "",
) -> list[On]:
    """Propose words for a chapter; who wrote them is asked, and nobody else can consent.

    `standing` is a proposal of the same words for the same chapter and use.
    """
    if by.person != source.author:
        require_role(by, "editor", "coordinator", "practitioner", act="propose to quote somebody")
    if not source.author:
        raise Refused("This text names no author, so nobody can consent to a quote; quote somebody who can be asked.")
    if chapter.closed:
        raise Refused("The edition of this chapter is frozen; propose the quote for a chapter of the next one.")
    require_use(use, translated, language, shows)
    if standing:
        raise Refused(
            f"These words are proposed for this chapter and use already: {standing[:SHORT]}; ask for consent to that"
            " one, or withdraw it first."
        )
    return [
        On(
            quote,
            QuoteProposed(
                **passage.fields(),
                translated=translated,
                language=language,
                chapter=chapter.id,
                use=use,
                giver=source.author,
                shows=tuple(dict.fromkeys(shows)),
            ),
        )
    ]


def withdraw(quote: Quote, *, by: Actor, reason: str = "") -> list[On]:
    """Withdraw a proposal; the quoted person may at any time, without a reason."""
    if by.person != quote.giver:
        require_role(by, "editor", "coordinator", act="withdraw a quote")
        require_text(reason, "reason")
    if quote.withdrawn:
        raise Refused("This quote was withdrawn already; propose other words with 'epex quote propose'.")
    return [On(quote.id, QuoteWithdrawn(reason=reason))]


def require_use(use: str, translated: str, language: str, shows: Sequence[str]) -> None:
    """Refuse a use that does not fit what is given for it."""
    require_one_of(use, USES, "use of a quote")
    for each in shows:
        require_one_of(each, SHOWN, "detail of an organisation")
    if shows and use == "attributed":
        raise Refused("An attributed quote names its author; leave out --show, or quote anonymously.")
    if language:
        require_one_of(language, LANGUAGES, "language")
    if use == "translation" or translated or language:
        require_text(translated, "translation")
        if not language:
            raise Refused("Say which language the translation is in, with --language.")


def scopes_of(use: str, *, translated: bool) -> tuple[str, ...]:
    """Name the consents that a use takes: its own, and one for the translation."""
    own = SCOPE.get(use, "anonymous_quote")
    return (own, "translation") if translated and own != "translation" else (own,)


def lacking(quote: Quote, consents: Sequence[Consent], edition: str, day: str) -> list[tuple[str, str]]:
    """List the consents that printing a quote lacks in an edition on a day, each with why."""
    counting = {scope: deciding(scope, quote, consents, edition) for scope in quote.scopes}
    return [
        (scope, WHY[consent.standing] if consent else "nobody has given it")
        for scope, consent in counting.items()
        if not (consent and consent.covers(scope, quote.id, edition, day))
    ]


def standing(quote: Quote, consents: Sequence[Consent], edition: str) -> str:
    """Say what its author's answers make of a quote in an edition, on whatever day."""
    counting = (deciding(scope, quote, consents, edition) for scope in quote.scopes)
    said = {consent.standing if consent else "asked" for consent in counting}
    return next(status for answer, status in STANDINGS.items() if answer in said)


def deciding(scope: str, quote: Quote, consents: Sequence[Consent], edition: str) -> Consent | None:
    """Find the consent that counts for a use of a quote in an edition; those that were answered come in that order.

    What was answered for these words counts before what was for all, and what was for this edition before what was
    for all; of several answers to the same, the newest does.
    """
    own = [each for each in consents if each.giver == quote.giver and each.concerns(scope, quote.id, edition)]
    return max(reversed(own), key=_weight, default=None)


def _weight(consent: Consent) -> tuple[bool, bool, bool]:
    return consent.standing != "asked", bool(consent.quote), bool(consent.edition)
