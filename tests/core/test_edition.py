"""Editions: what is hashed, and everything that stands in the way of freezing it."""

from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest

from epex.core import edition
from epex.core.chapter import ChapterFrozen
from epex.core.consent import Consent
from epex.core.decision import Actor, On, Refused
from epex.core.edition import AWAITED, WITHDRAWN, Edition, Message, Part, Piece, PlacedQuote, Proposed, SignedViewpoint
from epex.core.publication import Publication, PublicationFrozen
from epex.core.quote import Quote
from epex.core.screening import Term
from tests.core.actors import COORDINATOR, EDITOR, PRACTITIONER

DAY = "2018-05-01"
BOOK = Publication("publication-1", editors=frozenset({COORDINATOR.person}))
QUOTE = "quote-3f2a1b0c-9999"
GIVEN = Consent("consent-1", "person-ben", "attributed_quote", standing="given")
PLACED = PlacedQuote(
    state=Quote(QUOTE, "person-ben", "chapter-1", "attributed"),
    words="Tea comes first.\nThen talk.",
    credit="a practitioner",
    consents=(GIVEN,),
)
VIEWPOINT = SignedViewpoint(
    id="viewpoint-1", title="Not always", words="I saw it fail.", credit="Ana", dissenting=True, positions=(31,)
)
PART = Part(
    id="chapter-1",
    title="Trust first",
    version=2,
    status="approved",
    pieces=(
        Piece(kind="heading", words="# How it *begins*"),
        Piece(kind="text", words="Many began\nwith **trust**.", sources=("theme-1",), positions=(12, 14)),
        Piece(kind="points", words="- one\n- two"),
        Piece(kind="quote", quote=PLACED, positions=(20,)),
    ),
    viewpoints=(VIEWPOINT, replace(VIEWPOINT, id="viewpoint-2", title="", dissenting=False, withdrawn=True)),
    messages=(Message(number=1, audience="ministries", words="Fund\nit.", positions=(33,)),),
    positions=(11, 12),
)
EDITION = Edition(
    id="publication-1",
    title="What travels",
    name="Spring",
    editors=("Mira Holm",),
    parts=(PART,),
    unnamed=("Ben Okafor",),
    terms=(Term("Kosovo", frozenset({"organisation-xk"})), Term("evaluator", frozenset({"person-ben"}))),
    positions=(10,),
    made_from=("1 a", "2 b"),
)
TEXT = """# What travels

Edition 1, Spring. Language: en.

Edited by Mira Holm.

## Trust first

### How it begins

Many began with trust.

- one
- two

> Tea comes first.
> Then talk.
>
> -- a practitioner

### A dissenting viewpoint: Not always

> I saw it fail.
>
> -- Ana

### A viewpoint

> I saw it fail.
>
> -- Ana

### Messages

- For ministries: Fund it.
"""


# A viewpoint and its heading are one block.
BEFORE, HEADING, AFTER = TEXT.strip().partition("\n\n### A dissenting")
VIEWPOINTS, MESSAGES, MESSAGE = f"{HEADING}{AFTER}".strip().partition("\n\n### Messages")
SECOND = VIEWPOINTS.index("### A viewpoint")
BLOCKS = [*BEFORE.split("\n\n"), VIEWPOINTS[:SECOND].strip(), VIEWPOINTS[SECOND:], MESSAGES.strip(), MESSAGE.strip()]


def with_part(**changes: Any) -> Edition:
    return replace(EDITION, parts=(replace(PART, **changes),))


def with_quote(*before: Piece, **changes: Any) -> Edition:
    return with_part(pieces=(*before, Piece(kind="quote", quote=replace(PLACED, **changes))))


def test_canonical_writes_the_edition_as_markdown() -> None:
    assert edition.canonical(EDITION) == TEXT
    assert edition.content_hash(EDITION) == sha256(TEXT.encode()).hexdigest()


def test_canonical_of_a_bare_edition_is_short() -> None:
    bare = Edition(id="publication-1", title="What travels", parts=(Part(id="chapter-1", title="Trust"),))

    assert edition.canonical(bare) == "# What travels\n\nEdition 1. Language: en.\n\n## Trust\n"


@pytest.mark.parametrize("by", [EDITOR, COORDINATOR])
def test_freeze_keeps_the_hash_and_all_that_it_is_made_from(by: Actor) -> None:
    frozen = edition.freeze(BOOK, EDITION, by=by, day=DAY)

    event = PublicationFrozen(
        content_hash=sha256(TEXT.encode()).hexdigest(),
        chapters=("chapter-1",),
        versions=(2,),
        quotes=(QUOTE,),
        viewpoints=("viewpoint-1",),
        positions=(10, 11, 12, 14, 20, 31, 33),
        blocks=tuple(sha256(block.encode()).hexdigest() for block in BLOCKS),
        made_from=("1 a", "2 b"),
    )
    assert frozen == [
        On("publication-1", event),
        On("chapter-1", ChapterFrozen(publication="publication-1", version=2)),
    ]


WHOLE = with_part(viewpoints=(VIEWPOINT,))
FROZEN: Any = edition.freeze(BOOK, WHOLE, by=EDITOR, day=DAY)[0].event
GONE = replace(PLACED, words=WITHDRAWN, credit=WITHDRAWN)
HEADED, SAID, POINTS, _ = PART.pieces
UNQUOTED = Piece(kind="quote", quote=GONE)
SILENT = replace(VIEWPOINT, title="", words=WITHDRAWN, credit=WITHDRAWN, withdrawn=True)
ELSEWHERE = Piece(kind="quote", quote=replace(GONE, state=replace(GONE.state, id="quote-2")))


def without_quote(*pieces: Piece, **changes: Any) -> Edition:
    return with_part(**{"viewpoints": (VIEWPOINT,), "pieces": pieces or (HEADED, SAID, POINTS, UNQUOTED), **changes})


def test_nothing_is_erased_from_an_edition_that_is_whole() -> None:
    assert edition.erased_from(WHOLE, FROZEN, ()) == set()


def test_what_is_erased_is_named_when_all_else_is_what_was_frozen() -> None:
    one = without_quote()
    three = replace(without_quote(viewpoints=(SILENT,)), editors=("a member of the network",))

    lost = {"publication-1", QUOTE, "viewpoint-1"}
    assert (edition.erased_from(one, FROZEN, lost), edition.erased_from(three, FROZEN, lost)) == ({QUOTE}, lost)


@pytest.mark.parametrize(
    "changed",
    [
        replace(without_quote(), title="What travelled"),
        replace(without_quote(), editors=("Ida Blom",)),
        without_quote(HEADED, replace(SAID, words="Many began without trust."), POINTS, UNQUOTED),
        without_quote(HEADED, POINTS, SAID, UNQUOTED),
        without_quote(HEADED, SAID, UNQUOTED, POINTS),
        without_quote(HEADED, SAID, UNQUOTED),
        without_quote(HEADED, SAID, POINTS, UNQUOTED, UNQUOTED),
        without_quote(HEADED, SAID, POINTS, ELSEWHERE),
        without_quote(HEADED, SAID, POINTS),
        without_quote(viewpoints=(SILENT,)),
        without_quote(viewpoints=(replace(VIEWPOINT, id="viewpoint-2"),)),
        without_quote(viewpoints=()),
        without_quote(messages=(replace(PART.messages[0], words="Fund nothing."),)),
    ],
)
def test_a_change_beside_what_is_erased_is_found(changed: Edition) -> None:
    assert edition.erased_from(changed, FROZEN, {QUOTE, "quote-2"}) is None


def test_words_that_cannot_be_read_are_no_erasure_by_themselves() -> None:
    assert edition.erased_from(without_quote(), FROZEN, ()) is None


@pytest.mark.parametrize(
    ("proposed", "why"),
    [
        (
            {"id": QUOTE},
            "the words of quote-3f2a1b0c as plain text; place it with [[quote-3f2a1b0c]] on a line of its own",
        ),
        ({"id": QUOTE, "gone": True}, "the words of quote-3f2a1b0c as plain text, which is withdrawn; take them out"),
        ({}, "words as plain text that somebody was to be quoted with; take them out"),
    ],
)
def test_words_of_a_quote_may_not_stand_as_plain_text(proposed: Any, why: str) -> None:
    pasted = Piece(kind="text", words="They say: many began, long before, **with trust**.")
    known = Proposed(words=("Molti hanno cominciato.", "Many began, long before, with trust."), **proposed)

    others = {
        "messages": (replace(PART.messages[0], words=pasted.words),),
        "viewpoints": (replace(VIEWPOINT, words=pasted.words),),
    }

    found = edition.objections(replace(with_part(pieces=(pasted,), **others), proposed=(known,)), DAY)

    places = ("Paragraph 1 of", "A viewpoint in", "Message 1 of")
    assert found == [f"{place} the chapter 'Trust first' holds {why}." for place in places]


def test_a_quote_in_its_place_is_no_plain_text() -> None:
    known = Proposed(id=QUOTE, words=("Tea comes first, then talk.",))

    assert edition.objections(replace(EDITION, proposed=(known,)), DAY) == []


def test_freeze_is_for_editors_and_for_what_is_open() -> None:
    with pytest.raises(Refused, match="Only an editor may freeze it"):
        edition.freeze(BOOK, EDITION, by=PRACTITIONER, day=DAY)
    with pytest.raises(Refused, match="The edition is frozen, so nobody can freeze it; open a new edition"):
        edition.freeze(Publication("publication-1", "frozen"), EDITION, by=EDITOR, day=DAY)


def test_freeze_names_all_that_stands_in_the_way_at_once() -> None:
    unready = replace(with_quote(consents=()), title="Ben Okafor's book")

    with pytest.raises(Refused) as refused:
        edition.freeze(BOOK, unready, by=EDITOR, day=DAY)

    assert str(refused.value) == (
        "The edition cannot be frozen yet: (1) The title seems to hold the name of somebody who has not agreed to be"
        " named; take it out. (2) quote-3f2a1b0c in the chapter 'Trust first' lacks the consent 'attributed quote' for"
        " this edition: nobody has given it; ask with 'epex consent ask quote-3f2a1b0c', or take the quote out."
    )


NAMING = replace(
    with_part(
        title="Hanna's chapter",
        pieces=(Piece(kind="text", words="Hanna and Ben spoke of it; Okafor wept."), PART.pieces[3]),
        viewpoints=(replace(VIEWPOINT, words="Ask Ben."), replace(VIEWPOINT, words="Ask Ben.")),
    ),
    single_names=("Ben", "Hanna", "Okafor", "Tea"),
)
DOUBT = "and somebody here is called that; take it out, or freeze the edition with --names-may-stand and why."


def test_names_that_stand_alone_are_doubts_and_no_objections() -> None:
    assert edition.doubts(EDITION) == []
    assert edition.objections(NAMING, DAY) == []
    assert edition.doubts(NAMING) == [
        f"The title of the chapter 'Hanna's chapter' says 'Hanna's', {DOUBT}",
        f"Paragraph 1 of the chapter 'Hanna's chapter' says 'Hanna' and 'Ben' and 'Okafor', {DOUBT}",
        f"A viewpoint in the chapter 'Hanna's chapter' says 'Ben', {DOUBT}",
        f"Paragraph 2 of the chapter 'Hanna's chapter' says 'Tea', {DOUBT}",
    ]


def test_freeze_waits_for_somebody_to_answer_for_names_that_stand_alone() -> None:
    with pytest.raises(Refused, match=r"^The edition cannot be frozen yet: \(1\) The title of the chapter 'Hanna's"):
        edition.freeze(BOOK, NAMING, by=EDITOR, day=DAY, names_may_stand=" ")

    frozen, _ = edition.freeze(BOOK, NAMING, by=EDITOR, day=DAY, names_may_stand="They are saints.")

    assert isinstance(frozen.event, PublicationFrozen)
    assert frozen.event.names_may_stand == "They are saints."


def test_what_an_unread_quote_shows_of_its_author_is_not_told() -> None:
    unread = {**NAMELESS, "words": AWAITED, "credit": AWAITED, "consents": (), "shows": ("country",), "fits": 1}

    (objection,) = edition.objections(with_quote(**unread), DAY)

    assert "lacks the consent 'anonymous quote' for this edition: nobody has given it;" in objection


def test_nothing_stands_in_the_way_of_a_sound_edition() -> None:
    assert edition.objections(EDITION, DAY) == []


ANONYMOUS = Quote(QUOTE, "person-ben", "chapter-1", "anonymous")
AGREED = (Consent("consent-2", "person-ben", "anonymous_quote", standing="given"),)
NAMELESS: dict[str, Any] = {"state": ANONYMOUS, "consents": AGREED, "credit": "a member of the network"}

NAMELESS_PIECE = Piece(kind="quote", quote=replace(PLACED, **NAMELESS))
UNDER_KOSOVO, AWAY = Piece(kind="heading", words="# In Kosovo"), Piece(kind="text", words="Others went on.")


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (replace(EDITION, parts=()), "The edition has no chapter"),
        (with_part(status="drafted"), "The chapter 'Trust first' is drafted; let somebody review it"),
        (with_part(narrow=True), "Some of the chapter 'Trust first' was recorded for fewer readers"),
        (with_part(title="Ben Okafor"), "The title of the chapter 'Ben Okafor' seems to hold the name"),
        (
            with_part(viewpoints=(replace(VIEWPOINT, signed=False),)),
            "A viewpoint in the chapter 'Trust first' is not signed",
        ),
        (
            with_part(viewpoints=(replace(VIEWPOINT, words="Call +43 660 1234567"),)),
            "A viewpoint in the chapter 'Trust first' seems to hold a telephone number",
        ),
        (
            with_part(messages=(Message(number=1, audience="a@b.org", words="Fund it."),)),
            "Message 1 of the chapter 'Trust first' seems to hold an e-mail address",
        ),
        (
            with_part(pieces=(Piece(kind="text", words="M. K., 17, from Graz"),)),
            "Paragraph 1 of the chapter 'Trust first' seems to hold initials with an age and a place",
        ),
        (with_quote(words="Born on 3 March 1998"), "Paragraph 1 of the chapter 'Trust first' seems to hold a date"),
        (with_quote(words=WITHDRAWN), "quote-3f2a1b0c in the chapter 'Trust first' was withdrawn; draft the chapter"),
        (
            with_quote(words=AWAITED, credit=AWAITED, consents=(), shows=("country",), fits=1),
            (
                "quote-3f2a1b0c in the chapter 'Trust first' lacks the consent 'attributed quote' for this edition:"
                " nobody has given it; it has to be for exactly these words, as you may not read their reflection: let"
                " one who may ask its author with 'epex consent ask quote-3f2a1b0c', or take the quote out."
            ),
        ),
        (
            with_quote(words=AWAITED, credit=AWAITED),
            "quote-3f2a1b0c in the chapter 'Trust first' stands in a reflection that you may not read",
        ),
        (
            with_quote(state=replace(PLACED.state, withdrawn=True)),
            "quote-3f2a1b0c in the chapter 'Trust first' was withdrawn; draft the chapter",
        ),
        (
            with_quote(**NAMELESS, shows=("kind", "country"), fits=2),
            "quote-3f2a1b0c in the chapter 'Trust first' shows the kind and the country of its author's organisation",
        ),
        (
            with_quote(Piece(kind="text", words="In Kosovo they said:"), **NAMELESS),
            "'Kosovo' beside the anonymous quote-3f2a1b0c in the chapter 'Trust first' fits fewer than three members",
        ),
        (
            with_quote(Piece(kind="quote", quote=replace(PLACED, credit="Ana, Kosovo")), **NAMELESS),
            "'Kosovo' beside the anonymous quote-3f2a1b0c in the chapter 'Trust first' fits fewer than three members",
        ),
        (
            with_quote(Piece(kind="text", words="The evaluator said:"), **NAMELESS),
            "'evaluator' beside the anonymous quote-3f2a1b0c in the chapter 'Trust first' fits fewer than three",
        ),
        (
            replace(with_quote(**NAMELESS), title="What Kosovo taught us"),
            "'Kosovo' in the title of the edition fits fewer than three members, so readers can guess who is quoted by",
        ),
        (
            replace(with_quote(**NAMELESS), name="Kosovo"),
            "'Kosovo' in the title of the edition fits fewer than three members",
        ),
        (
            with_part(title="Kosovo: trust first", pieces=(NAMELESS_PIECE,)),
            "'Kosovo' in the title of its chapter fits fewer than three members",
        ),
        (
            with_part(pieces=(UNDER_KOSOVO, AWAY, AWAY, NAMELESS_PIECE)),
            "'Kosovo' in the heading over it fits fewer than three members",
        ),
        (
            with_part(pieces=(NAMELESS_PIECE,), viewpoints=(replace(VIEWPOINT, credit="Ana, Kosovo"),)),
            "'Kosovo' in a viewpoint in its chapter fits fewer than three members",
        ),
        (
            with_part(pieces=(NAMELESS_PIECE,), messages=(replace(PART.messages[0], audience="Kosovo"),)),
            "'Kosovo' in message 1 of its chapter fits fewer than three members",
        ),
    ],
)
def test_objections_say_what_to_do(made: Edition, why: str) -> None:
    (objection,) = edition.objections(made, DAY)

    assert objection.startswith(why)


@pytest.mark.parametrize("telling", ["Kosovo", "Norway", "evaluator", "Ben Okafor", "Mira Holm", "M. Holm"])
@pytest.mark.parametrize(
    ("make", "where"),
    [
        (lambda said: with_quote(Piece(kind="text", words=said), **NAMELESS), "beside the anonymous quote-3f2a1b0c"),
        (lambda said: with_quote(**{**NAMELESS, "words": said}), "in its own words"),
        (
            lambda said: with_part(pieces=(NAMELESS_PIECE,), viewpoints=(replace(VIEWPOINT, words=said),)),
            "in a viewpoint",
        ),
    ],
)
def test_no_objection_tells_where_the_author_of_an_anonymous_quote_belongs(make: Any, where: str, telling: str) -> None:
    people = {"unnamed": (), "full_names": ("Ben Okafor", "Mira Holm")}
    narrow = (*EDITION.terms, Term("Norway", frozenset({"organisation-no"})))

    (objection,) = edition.objections(replace(make(f"As {telling} has it."), terms=narrow, **people), DAY)

    assert objection.startswith(f"'{telling}' {where}")


def test_an_anonymous_quote_may_show_what_fits_three() -> None:
    assert edition.objections(with_quote(**NAMELESS, shows=("country",), fits=3), DAY) == []


def test_a_heading_that_another_one_follows_does_not_stand_over_a_quote() -> None:
    apart = (UNDER_KOSOVO, AWAY, Piece(kind="heading", words="# Elsewhere"))

    assert edition.objections(with_quote(*apart, **NAMELESS), DAY) == []


def test_a_telling_word_further_away_does_not_matter() -> None:
    apart = (Piece(kind="text", words="In Kosovo it began."), Piece(kind="text", words="Others went on."))

    assert edition.objections(with_quote(*apart, **NAMELESS), DAY) == []


def test_a_withdrawn_viewpoint_needs_no_signature() -> None:
    gone = replace(VIEWPOINT, signed=False, withdrawn=True)

    assert edition.objections(with_part(viewpoints=(gone,)), DAY) == []
