"""Put an edition together from the log: as it stands, or as it stood at a position."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property, reduce
from typing import Any, Self

from epex.app.base import KnowledgeBase
from epex.app.publishing.circles import full_names, single_names, terms, unnamed_people
from epex.app.publishing.credits import UNNAMED, Home, Somebody, held, home, named, somebody, unnamed
from epex.app.publishing.holding import Today
from epex.core import catalogue
from epex.core.chapter import ChapterDrafted, ChapterMessageStated, ChapterOutlined, ChapterViewpointAdded
from epex.core.consent import Consent
from epex.core.edition import AWAITED, WITHDRAWN, Edition, Message, Part, Piece, PlacedQuote, Proposed, SignedViewpoint
from epex.core.log.envelope import Fact, UnknownEvent
from epex.core.manuscript import kind_of, quote_in
from epex.core.publication import PublicationFrozen, PublicationOpened
from epex.core.quote import Quote, QuoteProposed, deciding, lacking
from epex.core.reader import Reader
from epex.core.reflection import ReflectionWithdrawalRequested
from epex.core.screening import is_too_few
from epex.core.sealed import ERASED, SEALED
from epex.core.viewpoint import ViewpointWithdrawn, ViewpointWritten
from epex.projections.columns import access, moment
from epex.projections.details.publication import in_order
from epex.projections.publishing import is_author_known, opened
from epex.projections.queries import Queries
from epex.projections.reading import Reading
from epex.projections.table import Row

OPEN = ("network", "public")
OVERSEER = Reader(roles=frozenset({"data_protection_officer"}))


class Press:
    """Reads what an edition is made from; with a reader, no more of it than this reader may see."""

    def __init__(
        self, base: KnowledgeBase, reader: Reader | None = None, upto: int | None = None, given: Sequence[Fact] = ()
    ) -> None:
        """Read the log of a base, perhaps only up to a position, and on some streams no more than is given."""
        self._base = base
        self._reader = reader
        self._upto = upto
        self._seen = base.queries()
        self._reading = Reading(base.views, base.reader)
        # What was chosen since the day that is read as of holds for what a reader is shown.
        self._today = Today(base) if reader is not None and upto is not None else None
        self._facts: dict[str, list[Fact]] = {}
        self._printed: dict[str, list[Fact]] = {}
        for fact in given:
            self._facts.setdefault(fact.stream, []).append(fact)

    @classmethod
    def as_frozen(cls, base: KnowledgeBase, frozen: Fact) -> Self:
        """Read what a frozen edition was made from, as its freezing tells; an older one tells only when that was."""
        made_from = base.log.reader.marked(getattr(frozen.event, "made_from", ()))
        return cls(base, upto=0, given=(*made_from, frozen)) if made_from else cls(base, upto=frozen.position)

    @classmethod
    def for_reader(cls, base: KnowledgeBase) -> Self:
        """Read what the reader of a base may see, as of the day that is read."""
        upto = base.log.head_at(f"{base.day}T23:59:59.999999Z") if base.as_of else None
        return cls(base, base.reader, upto)

    def chapters(self, publication: str) -> list[str]:
        """List the chapters of an edition in their order: those that were frozen, else all that are outlined."""
        frozen = self.frozen(publication)
        if frozen and isinstance(frozen.event, PublicationFrozen):
            return list(frozen.event.chapters)
        rows = [row for row in self._seen.listing("chapter") if row["publication"] == publication]
        return [row["id"] for row in in_order(rows)]

    def frozen(self, publication: str) -> Fact | None:
        """Find the event that froze an edition."""
        return next((fact for fact in self.facts(publication) if isinstance(fact.event, PublicationFrozen)), None)

    def edition(self, publication: str, chapters: Sequence[str] | None = None) -> Edition:
        """Put an edition together, of all its chapters or of those named."""
        opened = self.facts(publication)[0]
        assert isinstance(opened.event, PublicationOpened)  # noqa: S101 - a publication begins by being opened
        editors = tuple(self.credit(editor) for editor in opened.event.editors)
        parts = tuple(self.part(chapter, publication) for chapter in chapters or self.chapters(publication))
        # Before anything is read that the text is only screened for.
        made_from = self._read()
        return Edition(
            id=publication,
            title=opened.event.title,
            number=opened.event.number,
            name=opened.event.edition,
            language=opened.event.language,
            editors=editors,
            parts=parts,
            unnamed=unnamed_people(self._people, self._person),
            single_names=single_names(self._people, opened.event.language),
            full_names=full_names(self._people),
            terms=terms(self._members, self._people, self._base.config.languages),
            proposed=tuple(self._proposed()),
            positions=(opened.position,),
            made_from=made_from,
        )

    def facts(self, stream: str) -> list[Fact]:
        """Read what happened to something, as far as the position and the reader allow."""
        if stream not in self._facts:
            facts = self._base.log.stream(stream) if stream else []
            counting = [fact for fact in facts if not isinstance(fact.event, UnknownEvent)]
            self._facts[stream] = [fact for fact in counting if self._upto is None or fact.position <= self._upto]
        return self._facts[stream]

    def part(self, chapter: str, publication: str) -> Part:
        """Put a chapter together."""
        every = self._written(chapter, publication)
        facts = [fact for fact in every if self._may_read(fact)]
        state = self._state("chapter", chapter)
        told = [fact for fact in facts if isinstance(fact.event, ChapterOutlined)]
        drafts = [fact for fact in facts if isinstance(fact.event, ChapterDrafted)]
        added = [fact.event.viewpoint for fact in facts if isinstance(fact.event, ChapterViewpointAdded)]
        outlined: Any = told[0].event if told else None
        draft: Any = drafts[-1].event if drafts else None
        return Part(
            id=chapter,
            title=outlined.title if outlined else "",
            number=outlined.number if outlined else 0,
            version=draft.version if draft else 0,
            status=state.status if state else "outlined",
            language=draft.language if draft else "en",
            narrow=any(access(fact) not in OPEN for fact in every),
            pieces=tuple(self._pieces(draft, publication, drafts[-1].envelope.origin_base)) if draft else (),
            viewpoints=tuple(self._viewpoints(added, publication)),
            messages=_messages(facts),
            positions=tuple(fact.position for fact in (*told, *drafts[-1:])),
        )

    def _written(self, chapter: str, publication: str) -> list[Fact]:
        """Read what happened to a chapter; of one that was frozen, no more than was frozen, for so it is printed."""
        if publication not in self._printed:
            frozen = self.frozen(publication)
            made_from = getattr(frozen.event, "made_from", ()) if frozen else ()
            self._printed[publication] = self._base.log.reader.marked(made_from)
        return [fact for fact in self._printed[publication] if fact.stream == chapter] or self.facts(chapter)

    def _read(self) -> tuple[str, ...]:
        """Name what was read until now in its order, but for consents, which leave no word in the text."""
        read = (fact for facts in self._facts.values() for fact in facts if fact.subject != "consent")
        in_order = sorted(read, key=lambda fact: fact.position)
        return self._base.log.reader.marks([fact.envelope.event_id for fact in in_order])

    def credit(self, person: str) -> str:
        """Name somebody as they prefer it."""
        known = self._person(person)
        return named(known, self._home(known))

    def consents(self, quote: Quote, publication: str) -> tuple[Consent, ...]:
        """Load the consents that count for a quote; what is not given for editors and for who is asked or asks only.

        What its author says of all their words would tell whose they are, so it counts for those alone who may know.
        """
        knows = self._knows(quote.id)
        told = (row for row in self._asked if row["giver"] == quote.giver and (knows or row["quote"] == quote.id))
        asked = [row["id"] for row in told if self.facts(row["id"])]
        answered = sorted(asked, key=lambda stream: max(map(moment, self.facts(stream))))
        found = [self._state("consent", stream) for stream in answered]
        counting = (deciding(scope, quote, found, publication) for scope in quote.scopes)
        return tuple(
            consent
            for consent in counting
            if consent and (consent.standing == "given" or self._edits(publication) or self._sees(consent.id))
        )

    @cached_property
    def _asked(self) -> list[Row]:
        # Who agreed to be quoted without a name is nobody's business; that they did counts all the same.
        return Queries(self._base.views, OVERSEER).listing("consent")

    @cached_property
    def _members(self) -> list[Row]:
        return self._seen.listing("organisation")

    @cached_property
    def _people(self) -> list[Row]:
        return self._seen.listing("person")

    @cached_property
    def _opened(self) -> frozenset[str]:
        return opened(self._reading)

    def _pieces(self, draft: ChapterDrafted, publication: str, origin: str | None) -> Iterable[Piece]:
        for place, words in enumerate(draft.paragraphs):
            sources = tuple(_at(place, draft.sources, draft.source_places))
            named = _at(place, draft.positions, draft.position_places)
            positions = tuple(self._base.log.reader.here(origin, named))
            placed = self._quote(quote_in(words), publication) if quote_in(words) else None
            behind = self._behind(placed) if placed else ()
            yield Piece(
                kind=kind_of(words),
                words="" if placed else words,
                quote=placed,
                sources=sources,
                positions=(*positions, *behind),
            )

    def _quote(self, quote: str, publication: str) -> PlacedQuote:
        proposed: Any = next((f.event for f in self.facts(quote) if isinstance(f.event, QuoteProposed)), None)
        state = self._state("quote", quote) or Quote(quote, withdrawn=True)
        if proposed is None:
            return PlacedQuote(state=state, words=WITHDRAWN, credit=WITHDRAWN)
        who = self._person(state.giver)
        place = self._home(who)
        consents = self.consents(state, publication)
        placed = PlacedQuote(
            state=state,
            words=proposed.translated or proposed.quote,
            credit=_credit(who, place, proposed),
            language=proposed.language,
            shows=proposed.shows,
            fits=self._fitting(place, proposed.shows),
            consents=consents,
        )
        if self._reader and placed.shows and is_too_few(placed.fits) and not self.frozen(publication):
            placed = replace(placed, credit=UNNAMED)
        hidden = self._instead(placed, proposed, publication)
        return replace(placed, words=hidden, credit=hidden) if hidden else placed

    def _instead(self, placed: PlacedQuote, proposed: QuoteProposed, publication: str) -> str:
        """Say what stands in the place of words that may not be shown; empty when they may."""
        source = self.facts(proposed.document)
        taken = any(isinstance(fact.event, ReflectionWithdrawalRequested) for fact in source)
        if taken or ERASED in (proposed.quote, proposed.translated) or self._person(placed.state.giver).gone:
            return WITHDRAWN
        if self._reader is None:
            return ""
        if self._today and self._today.is_taken_back(placed.state, publication, knows=self._knows(placed.state.id)):
            return WITHDRAWN
        frozen = self.frozen(publication)
        if frozen is None:
            return "" if self._sees(placed.state.id) else AWAITED
        day = moment(frozen)[:10]
        gone = placed.state.withdrawn or lacking(placed.state, placed.consents, publication, day)
        return WITHDRAWN if gone or not self._sees(placed.state.id) else ""

    def _behind(self, placed: PlacedQuote) -> tuple[int, ...]:
        # Who asked for consent to all words of somebody knows where it stands in the log.
        given = (fact for consent in placed.consents if consent.quote for fact in self.facts(consent.id))
        answers = [fact.position for fact in given if fact.envelope.type == "consent.given" and self._may_read(fact)]
        proposed = [fact.position for fact in self.facts(placed.state.id)[:1] if self._sees(placed.state.id)]
        return (*proposed, *answers)

    def _viewpoints(self, added: Iterable[str], publication: str) -> Iterable[SignedViewpoint]:
        frozen = self.frozen(publication)
        printed = frozen.event.viewpoints if frozen and isinstance(frozen.event, PublicationFrozen) else None
        for viewpoint in (self._viewpoint(each) for each in added if self._sees(each)):
            # What was withdrawn before the edition was frozen never stood in it.
            if not viewpoint.withdrawn if printed is None else viewpoint.id in printed:
                yield viewpoint

    def _viewpoint(self, viewpoint: str) -> SignedViewpoint:
        facts = self.facts(viewpoint)
        written: Any = next((fact.event for fact in facts if isinstance(fact.event, ViewpointWritten)), None)
        state = self._state("viewpoint", viewpoint)
        gone = any(isinstance(fact.event, ViewpointWithdrawn) for fact in facts) or written is None
        gone = gone or bool(self._today and self._today.is_withdrawn(viewpoint))
        if gone or written.text in (ERASED, SEALED) or self._person(written.signer).gone:
            return SignedViewpoint(id=viewpoint, title="", words=WITHDRAWN, credit=WITHDRAWN, withdrawn=True)
        return SignedViewpoint(
            id=viewpoint,
            title=written.title,
            words=written.text,
            credit=self.credit(written.signer),
            language=written.language,
            dissenting=written.dissenting,
            signed=bool(state and state.signed),
            positions=tuple(fact.position for fact in facts),
        )

    def _proposed(self) -> Iterable[Proposed]:
        for stream in self._base.log.reader.streams("quote"):
            seen = stream if self._sees(stream) else ""
            for event in (fact.event for fact in self.facts(stream) if seen or stream in self._opened):
                if isinstance(event, QuoteProposed):
                    gone = self._state("quote", stream).withdrawn
                    yield Proposed(id=seen, words=(event.quote, event.translated), gone=gone)

    def _edits(self, publication: str) -> bool:
        if self._reader is None or "editor" in self._reader.roles:
            return True
        opened = self.facts(publication)[0].event
        return isinstance(opened, PublicationOpened) and self._reader.person in opened.editors

    def _person(self, person: str) -> Somebody:
        then = somebody(self.facts(person))
        return held(then, self._today.person(person)) if self._today else then

    def _home(self, person: Somebody) -> Home:
        return home(self.facts(person.organisation))

    def _fitting(self, place: Home, shows: Sequence[str]) -> int:
        shown = {"country": place.country, "kind": place.kind}
        return sum(all(row[name] == shown[name] for name in shows) for row in self._members)

    def _state(self, subject: str, stream: str) -> Any:
        step = catalogue.evolve(subject)
        return reduce(lambda known, fact: step(known, stream, fact.event), self.facts(stream), None)

    def _may_read(self, fact: Fact) -> bool:
        return self._reader is None or self._reader.may_read(access(fact), fact.envelope.actor)

    def _knows(self, quote: str) -> bool:
        return self._reader is None or is_author_known(self._reading, quote)

    def _sees(self, identity: str) -> bool:
        return self._reader is None or identity in self._seen.titles([identity])


def _credit(who: Somebody, place: Home, proposed: QuoteProposed) -> str:
    credit = named(who, place) if proposed.use == "attributed" else unnamed(place, proposed.shows)
    return f"{credit} (translated)" if proposed.translated else credit


def _messages(facts: Iterable[Fact]) -> tuple[Message, ...]:
    found = {
        fact.event.number: Message(
            number=fact.event.number,
            audience=fact.event.audience,
            words=fact.event.text,
            positions=(fact.position,),
        )
        for fact in facts
        if isinstance(fact.event, ChapterMessageStated)
    }
    return tuple(found[number] for number in sorted(found))


def _at(place: int, values: Sequence[Any], places: Sequence[int]) -> list[Any]:
    return [value for value, where in zip(values, places, strict=True) if where == place]
