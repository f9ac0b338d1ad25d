"""Quotes and consents: who reads the words, and whose they are."""

from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest

from epex.core.chapter import ChapterDrafted, ChapterOutlined
from epex.core.consent import ConsentAsked, ConsentGiven, ConsentRefused, ConsentWithdrawn
from epex.core.decision import Event
from epex.core.person import PersonErasureRequested
from epex.core.publication import PublicationFrozen, PublicationOpened
from epex.core.quote import QuoteProposed, QuoteWithdrawn
from epex.core.reflection import ReflectionWithdrawalRequested
from epex.core.viewpoint import ViewpointSigned, ViewpointWithdrawn, ViewpointWritten
from epex.projections.duties.chapters import duties
from epex.projections.readers import reader_of
from epex.projections.reading import Reading
from tests.projections.bases import ANNA, BEA, CLEO, Base, copied
from tests.projections.society import HIDDEN_WORDS

PAIR: dict[str, Any] = {"visibility": "pair", "audience": "visit-week"}
ASKED = {"giver": "person-anna", "scope": "anonymous_quote"}


@pytest.fixture
def quoted(base: Base) -> Base:
    """Propose to quote what only the pair may read, without a name."""
    base.record("publication-one", PublicationOpened(title="What travels"))
    base.record("chapter-one", ChapterOutlined(publication="publication-one", title="Trust", themes=("theme-trust",)))
    proposed = QuoteProposed(
        document="reflection-host",
        document_version=1,
        start=5,
        end=9,
        quote=HIDDEN_WORDS,
        chapter="chapter-one",
        use="anonymous",
        giver="person-anna",
    )
    base.record("quote-one", proposed, by=BEA, **PAIR)
    base.record("consent-one", ConsentAsked(**ASKED, quoted="quote-one"), by=BEA, **PAIR)
    return base


def test_a_proposal_is_told_to_the_pair_alone(quoted: Base) -> None:
    seen = {who.person: (quoted.ids("quote", who)[-1:], quoted.ids("consent", who)[-1:]) for who in (ANNA, BEA, CLEO)}

    both = (["quote-one"], ["consent-one"])
    assert seen == {"person-anna": both, "person-bea": both, "person-cleo": ([], [])}


def test_consent_lets_the_network_read_the_words_but_not_whose_they_are(quoted: Base) -> None:
    quoted.record("consent-one", ConsentGiven(**ASKED), **PAIR)

    shown = quoted.queries(CLEO).show("quote-one")
    own = quoted.queries(BEA).show("quote-one")

    assert (shown["words"], shown["status"], shown["visibility"]) == (HIDDEN_WORDS, "consented", "network")
    assert (shown["giver"], shown["document"], shown["consents"]) == ("", "", [])
    assert (own["giver"], own["document"], own["start"]) == ("person-anna", "reflection-host", 5)
    assert quoted.ids("consent", CLEO) == []


@pytest.mark.parametrize(
    ("answer", "status"), [(ConsentRefused(**ASKED), "refused"), (ConsentWithdrawn(**ASKED), "consent withdrawn")]
)
def test_words_go_back_to_the_pair_without_consent(
    quoted: Base, answer: ConsentRefused | ConsentWithdrawn, status: str
) -> None:
    quoted.record("consent-one", ConsentGiven(**ASKED), answer, **PAIR)

    assert quoted.ids("quote", CLEO) == []
    assert quoted.queries(BEA).show("quote-one")["status"] == status


def test_a_consent_for_another_use_opens_nothing(quoted: Base) -> None:
    training = {**ASKED, "scope": "training_reuse"}
    quoted.record("consent-two", ConsentAsked(**training, quoted="quote-one"), ConsentGiven(**training))

    assert quoted.ids("quote", CLEO) == []


def test_a_withdrawn_quote_stays_withdrawn_whatever_is_answered(quoted: Base) -> None:
    quoted.record("quote-one", QuoteWithdrawn(), **PAIR)
    quoted.record("consent-one", ConsentGiven(**ASKED), ConsentRefused(**ASKED), **PAIR)

    assert quoted.queries(BEA).show("quote-one")["status"] == "withdrawn"
    assert quoted.ids("quote", CLEO) == []


@pytest.mark.slow
def test_words_go_with_their_document_and_their_author(quoted: Base) -> None:
    quoted.record("consent-one", ConsentGiven(**ASKED), **PAIR)

    quoted.record("reflection-host", ReflectionWithdrawalRequested())

    shown = quoted.queries(CLEO).show("quote-one")
    assert (shown["title"], shown["words"], shown["status"]) == ("[erased]", "", "erased")


def test_an_erasure_takes_quotes_and_viewpoints(quoted: Base) -> None:
    written = ViewpointWritten(chapter="chapter-one", signer="person-anna", text=HIDDEN_WORDS)
    quoted.record("viewpoint-one", written, ViewpointSigned())
    erasure = PersonErasureRequested(ground="On request", documents=("reflection-host", "viewpoint-one", "unknown-1"))

    quoted.record("person-anna", erasure)

    told = [quoted.queries(BEA).show(each) for each in ("quote-one", "viewpoint-one")]
    assert [(row["title"], row["status"]) for row in told] == [("[erased]", "erased")] * 2


def test_a_frozen_edition_tells_what_was_withdrawn_since(quoted: Base) -> None:
    words: dict[str, Any] = {"quotes": ("quote-one",), "viewpoints": ("viewpoint-one",)}
    drafted = ChapterDrafted(version=1, drafter="person-bea", paragraphs=("[[quote-one]]",), quotes=("quote-one",))
    quoted.record("chapter-one", drafted)
    quoted.record("consent-one", ConsentGiven(**ASKED), **PAIR)
    quoted.record(
        "viewpoint-one", ViewpointWritten(chapter="chapter-one", signer="person-bea", text="No.", signed=True)
    )
    frozen = PublicationFrozen(content_hash="0", chapters=("chapter-one",), versions=(1,), **words)
    quoted.record("publication-one", frozen)
    before = quoted.queries(CLEO).show("publication-one")["withdrawn_since"]

    quoted.record("consent-one", ConsentWithdrawn(**ASKED), **PAIR)
    quoted.record("viewpoint-one", ViewpointWithdrawn(), by=BEA)

    shown = quoted.queries(CLEO).show("publication-one")
    assert (before, shown["withdrawn_since"]) == ([], ["quote-one", "viewpoint-one"])
    assert (shown["quotes"], shown["viewpoints"]) == ([], ["viewpoint-one"])
    (place,) = quoted.queries(ANNA).show("consent-one")["places"]
    assert (place["status"], place["what_to_do"]) == (
        "frozen",
        "epex publication erratum publication-one TEXT --concerns quote-one",
    )


TRANSLATION = {"giver": "person-anna", "scope": "translation"}


def print_translated(base: Base, words: str, translation: str) -> None:
    """Quote a translation with both consents, each for the quote alone or for all words, and freeze the edition."""
    base.record("quote-two", replace(HIDDEN_QUOTE, translated="They listen first.", language="en"), by=BEA, **PAIR)
    for consent, asked, quoted in (("one", ASKED, words), ("two", TRANSLATION, translation)):
        base.record(f"consent-{consent}", ConsentAsked(**asked, quoted=quoted), ConsentGiven(**asked), by=BEA, **PAIR)
    base.record("publication-one", PublicationOpened(title="What travels"))
    base.record("publication-one", replace(FROZEN, quotes=("quote-two",), viewpoints=()))


@pytest.mark.parametrize("translation", ["quote-two", ""])
@pytest.mark.parametrize("words", ["quote-two", ""])
@pytest.mark.parametrize(("consent", "said"), [("consent-one", ASKED), ("consent-two", TRANSLATION)])
def test_each_consent_that_printing_takes_makes_an_erratum_due_once_it_is_withdrawn(
    base: Base, words: str, translation: str, consent: str, said: dict[str, str]
) -> None:
    print_translated(base, words, translation)
    before = base.queries(ANNA).show("publication-one")["erratum_due_for"]

    base.record(consent, ConsentWithdrawn(**said), **PAIR)

    after = base.queries(ANNA).show("publication-one")["erratum_due_for"]
    assert (before, after) == ([], ["quote-two"])
    assert base.queries(ANNA).show("quote-two")["status"] == "consent withdrawn"
    assert "quote-two" not in base.ids("quote", CLEO)


def test_consent_to_the_words_alone_does_not_heal_a_translation_that_was_withdrawn(base: Base) -> None:
    print_translated(base, "quote-two", "quote-two")
    base.record("consent-two", ConsentWithdrawn(**TRANSLATION), **PAIR)

    for name, asked in (("three", ASKED), ("four", TRANSLATION)):
        base.record(f"consent-{name}", ConsentAsked(**asked, quoted="quote-two"), ConsentGiven(**asked), **PAIR)
        status = base.queries(ANNA).show("quote-two")["status"]
        assert status == {"three": "consent withdrawn", "four": "consented"}[name]


def test_a_consent_of_its_own_stands_when_one_to_all_words_is_withdrawn(base: Base) -> None:
    print_translated(base, "quote-two", "quote-two")
    base.record("consent-all", ConsentAsked(**ASKED), ConsentGiven(**ASKED), ConsentWithdrawn(**ASKED), **PAIR)

    assert base.queries(CLEO).show("publication-one")["erratum_due_for"] == []


def test_a_consent_to_all_words_counts_for_what_is_quoted_later(base: Base) -> None:
    base.record("consent-all", ConsentAsked(**ASKED), ConsentGiven(**ASKED), **PAIR)
    base.record("quote-one", HIDDEN_QUOTE, by=BEA, **PAIR)
    base.record("publication-one", PublicationOpened(title="What travels"))
    base.record("publication-one", replace(FROZEN, viewpoints=()))

    base.record("consent-all", ConsentWithdrawn(**ASKED), **PAIR)

    assert base.queries(ANNA).show("publication-one")["erratum_due_for"] == ["quote-one"]


@pytest.mark.parametrize("is_first", [True, False])
def test_a_refusal_of_exactly_these_words_counts_whatever_is_said_of_all(quoted: Base, *, is_first: bool) -> None:
    agreeing = ("consent-all", ConsentAsked(**ASKED), ConsentGiven(**ASKED))
    refusing = ("consent-one", ConsentRefused(**ASKED))

    for stream, *events in (refusing, agreeing) if is_first else (agreeing, refusing):
        quoted.record(stream, *events, **PAIR)

    assert quoted.queries(BEA).show("quote-one")["status"] == "refused"


def test_a_consent_to_all_words_is_told_of_a_quote_and_opens_it_to_nobody(quoted: Base) -> None:
    quoted.record("consent-all", ConsentAsked(**ASKED), ConsentGiven(**ASKED), **PAIR)

    assert quoted.queries(BEA).show("quote-one")["status"] == "consented"
    assert quoted.ids("quote", CLEO) == []


@pytest.mark.parametrize(("edition", "status"), [("publication-one", "consented"), ("publication-two", "proposed")])
def test_a_consent_for_one_edition_counts_in_that_alone(quoted: Base, edition: str, status: str) -> None:
    here = ConsentAsked(**ASKED, quoted="quote-one", edition=edition)
    quoted.record("consent-here", here, ConsentGiven(**ASKED), **PAIR)

    assert quoted.queries(BEA).show("quote-one")["status"] == status
    assert (quoted.ids("quote", CLEO) == ["quote-one"]) is (status == "consented")


HIDDEN_QUOTE = QuoteProposed(
    document="reflection-host",
    document_version=1,
    start=5,
    end=9,
    quote=HIDDEN_WORDS,
    chapter="chapter-one",
    use="anonymous",
    giver="person-anna",
)
DRAFTED = ChapterDrafted(version=1, drafter="person-bea", paragraphs=("[[quote-one]]",), quotes=("quote-one",))
FROZEN = PublicationFrozen(
    content_hash="0", chapters=("chapter-one",), versions=(1,), quotes=("quote-one",), viewpoints=("viewpoint-one",)
)
WRITTEN = ViewpointWritten(chapter="chapter-one", signer="person-anna", text=HIDDEN_WORDS)
ERASED = PersonErasureRequested(ground="On request", documents=("reflection-host", "viewpoint-one"))
LOSSES: dict[str, tuple[str, Event]] = {
    "erased": ("person-anna", ERASED),
    "kept without a name": (
        "person-anna",
        PersonErasureRequested(ground="On request", documents=("viewpoint-one",), kept=("reflection-host",)),
    ),
    "withdrawn": ("reflection-host", ReflectionWithdrawalRequested()),
}


def print_book(base: Base) -> None:
    """Quote somebody who agrees, let them sign a viewpoint, and freeze the edition."""
    base.record("viewpoint-one", ViewpointSigned())
    base.record("quote-one", HIDDEN_QUOTE, by=BEA, **PAIR)
    base.record("consent-one", ConsentAsked(**ASKED, quoted="quote-one"), ConsentGiven(**ASKED), by=BEA, **PAIR)
    base.record("chapter-one", DRAFTED)
    base.record("publication-one", FROZEN)


def told_of_the_book(base: Base) -> dict[str, Any]:
    """Gather what views and duties tell each reader, whatever the positions."""
    told = {}
    for who in (ANNA, BEA, CLEO):
        queries, reading = base.queries(who), Reading(base.views, reader_of(base.views, who.person))
        quote, book, view = (queries.show(f"{each}-one") for each in ("quote", "publication", "viewpoint"))
        told[who.person] = [
            [quote[name] for name in ("title", "words", "status", "visibility")],
            [book[name] for name in ("status", "withdrawn_since", "erratum_due_for")],
            [view[name] for name in ("title", "text", "status")],
            [(duty.heading, duty.title) for duty in duties(reading, "2018-01-01")],
        ]
    return told


@pytest.mark.slow
@pytest.mark.parametrize("loss", LOSSES)
def test_a_book_is_due_an_erratum_whether_its_words_were_lost_before_or_after_it_was_frozen(
    told: Base, loss: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    def lose(base: Base) -> None:
        base.record(*LOSSES[loss])

    found = []
    for order in permutations((print_book, lose)):
        base = copied(told, tmp_path_factory.mktemp("order"))
        base.record("publication-one", PublicationOpened(title="What travels", editors=("person-bea",)))
        base.record("chapter-one", ChapterOutlined(publication="publication-one", title="Trust", themes=()))
        base.record("viewpoint-one", WRITTEN)
        for step in order:
            step(base)
        found.append(told_of_the_book(base))
        base.close()

    first, second = found
    gone = ["quote-one"] if loss == "withdrawn" else ["quote-one", "viewpoint-one"]
    quote, book, _, waiting = first["person-bea"]
    assert first == second
    assert (quote, book) == (["[erased]", "", "erased", "network"], ["frozen", gone, gone])
    assert waiting == [("Errata due", "What travels")]


@pytest.mark.parametrize("answer", [QuoteWithdrawn(), None])
def test_words_that_are_gone_stay_gone_whatever_is_decided_later(quoted: Base, answer: QuoteWithdrawn | None) -> None:
    quoted.record("reflection-host", ReflectionWithdrawalRequested())
    if answer:
        quoted.record("quote-one", answer, **PAIR)
    quoted.record("consent-one", ConsentGiven(**ASKED), ConsentWithdrawn(**ASKED), **PAIR)

    shown = quoted.queries(BEA).show("quote-one")
    assert (shown["title"], shown["words"], shown["status"]) == ("[erased]", "", "erased")
    assert quoted.ids("quote", CLEO) == []


def test_an_erased_viewpoint_stays_erased_when_it_is_withdrawn(quoted: Base) -> None:
    quoted.record("viewpoint-one", WRITTEN)

    quoted.record("person-anna", ERASED)
    quoted.record("viewpoint-one", ViewpointWithdrawn())

    shown = quoted.queries(BEA).show("viewpoint-one")
    assert (shown["title"], shown["text"], shown["status"]) == ("[erased]", "", "erased")
