"""Moves: sound and unsound decisions about publications, chapters, viewpoints, quotes and consents."""

from hypothesis import strategies as st

from epex.core import chapter, consent, edition, erratum, publication, quote, viewpoint
from epex.core.decision import On
from epex.core.edition import Edition, Part, Piece, PlacedQuote, SignedViewpoint
from epex.core.evidence import Passage
from epex.core.manuscript import Resting
from epex.core.vocabulary import LANGUAGES
from tests.core.life import DATES, WORDS, Life, Move


def passage(life: Life) -> Passage:
    """Quote the reflection that there is."""
    return Passage(life.one(life.ids("reflection")), 1, 0, 5, "Trust")


def printed(life: Life, book: str) -> Edition:
    """Put the chapters of a publication together, as far as they have come."""
    placed = [
        PlacedQuote(
            state=life.states[each],
            words="Trust",
            credit="a practitioner",
            consents=tuple(life.states[given] for given in life.ids("consent")),
        )
        for each in life.ids("quote")
    ]
    viewpoints = [life.states[each] for each in life.ids("viewpoint")]
    parts = [
        Part(
            id=part.id,
            title="Trust",
            version=part.version,
            status=part.status,
            pieces=tuple(Piece(kind="quote", quote=one) for one in placed if one.state.chapter == part.id),
            viewpoints=tuple(
                SignedViewpoint(id=one.id, title="", words="No", credit="Ana", signed=one.signed)
                for one in viewpoints
                if one.chapter == part.id and not one.withdrawn
            ),
        )
        for part in (life.states[each] for each in life.ids("chapter"))
        if part.publication == book
    ]
    return Edition(id=book, title="What travels", parts=tuple(parts))


def freeze(life: Life) -> list[On]:
    """Freeze a publication as it stands."""
    book = life.any("publication")
    return edition.freeze(book, printed(life, book.id), by=life.actor(), day="2018-05-01")


def issue_erratum(life: Life) -> list[On]:
    """Tell what no longer holds in a publication as it stands."""
    book = life.any("publication")
    told = life.some([*life.ids("quote"), *life.ids("viewpoint")])
    return erratum.issue(book, printed(life, book.id), life.words(), by=life.actor(), concerns=told)


PUBLICATION: list[Move] = [
    lambda life: publication.open(
        life.new("publication"),
        life.words(),
        by=life.actor(),
        number=life.draw(st.integers(0, 2)),
        language=life.one(LANGUAGES),
        editors=life.some(life.ids("person")),
    ),
    freeze,
    lambda life: publication.publish(
        life.any("publication"), life.some(life.ids("quote")), by=life.actor(), on=life.one(DATES), place=life.words()
    ),
    issue_erratum,
]
CHAPTER: list[Move] = [
    lambda life: chapter.outline(
        life.new("chapter"),
        life.any("publication"),
        life.words(),
        by=life.actor(),
        number=life.draw(st.integers(-1, 2)),
        themes=life.some(life.ids("theme")),
        writers=life.some(life.ids("person")),
    ),
    lambda life: chapter.draft(
        life.any("chapter"),
        life.some(WORDS),
        [Resting(life.some(life.states), (life.draw(st.integers(1, 9)),), life.one(["", *life.ids("quote")]))],
        by=life.actor(),
        language=life.one(LANGUAGES),
    ),
    lambda life: chapter.message(
        life.any("chapter"), life.words(), life.words(), by=life.actor(), number=life.draw(st.integers(0, 2))
    ),
    lambda life: chapter.review(life.any("chapter"), life.one(chapter.VERDICTS), by=life.actor(), comment=life.words()),
    lambda life: chapter.approve(life.any("chapter"), by=life.actor()),
]
VIEWPOINT: list[Move] = [
    lambda life: viewpoint.write(
        life.new("viewpoint"),
        life.any("chapter"),
        life.one(life.ids("person")),
        life.words(),
        by=life.actor(),
        dissenting=life.draw(st.booleans()),
    ),
    lambda life: viewpoint.sign(life.any("viewpoint"), by=life.actor()),
    lambda life: viewpoint.withdraw(life.any("viewpoint"), by=life.actor(), reason=life.words()),
]
QUOTE: list[Move] = [
    lambda life: quote.propose(
        life.new("quote"),
        passage(life),
        life.any("reflection"),
        life.any("chapter"),
        life.one(quote.USES),
        by=life.actor(),
        translated=life.words(),
        language=life.one(["", *LANGUAGES]),
        shows=life.some(quote.SHOWN),
    ),
    lambda life: quote.withdraw(life.any("quote"), by=life.actor(), reason=life.words()),
]
CONSENT: list[Move] = [
    lambda life: consent.ask(
        life.new("consent"),
        life.one(["", *life.ids("person")]),
        life.one(consent.SCOPES),
        by=life.actor(),
        quote=life.one(["", *life.ids("quote")]),
        edition=life.one(["", *life.ids("publication")]),
    ),
    lambda life: consent.give(
        life.any("consent"),
        by=life.actor(),
        given_on=life.one(DATES),
        expires_on=life.one(DATES),
        on_paper=life.draw(st.booleans()),
        reason=life.words(),
    ),
    lambda life: consent.refuse(
        life.any("consent"), by=life.actor(), on_paper=life.draw(st.booleans()), reason=life.words()
    ),
    lambda life: consent.withdraw(
        life.any("consent"), by=life.actor(), on_paper=life.draw(st.booleans()), reason=life.words()
    ),
]
