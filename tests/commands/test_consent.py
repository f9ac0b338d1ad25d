"""`epex consent`: asked, given, refused and withdrawn by the person whose words they are."""

import re

import pytest

from tests.commands.bookmaking import BOOK, CHAPTER, EDITOR, WORDS, frozen, quoting
from tests.commands.running import FOUNDER, VISITING, VISITOR, Epex

TRANSLATED = ("--translated", "De lytter først.", "--language", "no")
SCOPES = ("anonymous_quote", "attributed_quote", "translation")


@pytest.mark.slow
def test_ask_names_what_printing_the_quote_takes(epex: Epex, completed: str) -> None:
    translated = ("--use", "attributed", "--translated", "De lytter først.", "--language", "no")
    book = quoting(epex, completed, *translated)

    epex.record("consent", "ask", book.quote, "--edition", BOOK, acting_as=VISITOR)

    rows = epex.answer("consent", "list", acting_as=VISITOR)
    assert [(row["scope"], row["status"], row["quote"], row["edition"]) for row in rows] == [
        ("attributed_quote", "asked", book.quote, book.publication),
        ("translation", "asked", book.quote, book.publication),
    ]


def test_ask_twice_is_refused(epex: Epex, completed: str) -> None:
    book = quoting(epex, completed)
    epex.record("consent", "ask", book.quote, acting_as=VISITOR)

    sentence = epex.refusal("consent", "ask", book.quote, acting_as=VISITOR)

    assert sentence == "This consent was asked for already; 'epex quote show' tells how it was answered."


def test_a_use_of_all_words_is_asked_of_a_person(epex: Epex) -> None:
    asked = epex.record("consent", "ask", VISITOR, "--scope", "training_reuse")

    shown = epex.answer("consent", "show", asked, acting_as=VISITOR)
    assert (shown["giver_title"], shown["scope"], shown["quote"], shown["places"]) == (
        VISITOR,
        "training_reuse",
        "",
        [],
    )


def test_a_person_is_asked_for_something(epex: Epex) -> None:
    sentence = epex.refusal("consent", "ask", VISITOR)

    assert sentence == "Say for what the consent is, with --scope; only a quote says it by itself."


def test_a_consent_waits_for_the_person_asked(epex: Epex, completed: str) -> None:
    book = quoting(epex, completed)
    asked = epex.record("consent", "ask", book.quote, acting_as=VISITOR)

    waiting = epex(acting_as=VISITOR).stdout

    assert "Consents asked of you" in waiting
    assert f"epex consent show {asked[:16]}" in waiting
    assert "Consents asked of you" not in epex().stdout


def test_nobody_else_answers(epex: Epex, completed: str) -> None:
    book = quoting(epex, completed)
    asked = epex.record("consent", "ask", book.quote, acting_as=VISITOR)

    for answer in ("give", "refuse"):
        sentence = epex.refusal("consent", answer, asked)
        assert sentence.startswith("Only the person whose words they are decides on this consent")


def test_what_was_signed_on_paper_is_recorded_for_the_giver(epex: Epex, completed: str) -> None:
    book = quoting(epex, completed)
    asked = epex.record("consent", "ask", book.quote, acting_as=VISITOR)

    epex.record("consent", "give", asked, "--on-paper", "--reason", "In the binder of 2018")

    shown = epex.answer("consent", "show", asked)
    assert (shown["status"], shown["recorded_for_title"]) == ("given", VISITOR)
    assert shown["history"][-1]["reason"] == "In the binder of 2018"


@pytest.mark.slow
def test_a_refusal_needs_no_reason_and_waits_no_more(epex: Epex, completed: str) -> None:
    book = quoting(epex, completed)
    asked = epex.record("consent", "ask", book.quote, acting_as=VISITOR)

    epex.record("consent", "refuse", asked, acting_as=VISITOR)

    assert epex.answer("quote", "show", book.quote, acting_as=VISITOR)["status"] == "refused"
    assert "Consents asked of you" not in epex(acting_as=VISITOR).stdout


def test_a_consent_to_all_words_names_the_places_of_all_quotes(epex: Epex, completed: str) -> None:
    book = quoting(epex, completed)
    book.draft(epex)
    general = epex.record("consent", "ask", VISITOR, "--scope", "attributed_quote")
    epex.record("consent", "give", general, acting_as=VISITOR)
    ready = epex.answer("publication", "check", BOOK)["objections"]

    places = epex.answer("consent", "withdraw", general, acting_as=VISITOR)["places"]

    assert [objection for objection in ready if "lacks the consent" in objection] == []
    assert [(place["id"], place["status"]) for place in places] == [(book.quote, "newest draft")]


@pytest.mark.slow
def test_withdraw_lists_every_place_frozen_editions_included(epex: Epex, completed: str) -> None:
    book, consent = frozen(epex, completed)

    answer = epex.answer("consent", "withdraw", consent, acting_as=VISITOR)

    (place,) = answer["places"]
    names = ("id", "chapter", "version", "publication", "edition", "status")
    assert [place[name] for name in names] == [book.quote, book.chapter, 1, book.publication, 1, "frozen"]
    assert place["what_to_do"] == (
        f"epex publication erratum {book.publication[:20]} TEXT --concerns {book.quote[:14]}"
    )
    shown = epex.answer("consent", "show", consent, acting_as=VISITOR)
    assert [shown["places"], shown["status"]] == [answer["places"], "withdrawn"]


def test_withdraw_says_so_to_people_as_well(epex: Epex, completed: str) -> None:
    _, consent = frozen(epex, completed)

    told = epex("consent", "withdraw", consent, acting_as=VISITOR).stdout

    assert told.startswith("Recorded as event")
    assert f"Places\n  frozen: {WORDS}" in told
    assert f"Chapter: {CHAPTER}" in told


@pytest.mark.slow
def test_withdraw_names_drafts_that_would_print_it(epex: Epex, completed: str) -> None:
    book = quoting(epex, completed)
    book.draft(epex)
    book.draft(epex, "And more.")
    consent = book.consent(epex)

    places = epex.answer("consent", "withdraw", consent, acting_as=VISITOR)["places"]

    assert [(place["version"], place["status"]) for place in places] == [(2, "newest draft"), (1, "earlier draft")]
    assert places[0]["what_to_do"].startswith("draft the chapter again without it: epex chapter draft chapter-")


@pytest.mark.slow
def test_a_withdrawn_consent_makes_an_erratum_due_and_takes_the_words_away(epex: Epex, completed: str) -> None:
    book, consent = frozen(epex, completed)
    assert WORDS in epex("publication", "export", BOOK).stdout

    epex.record("consent", "withdraw", consent, acting_as=VISITOR)

    assert WORDS not in epex("publication", "export", BOOK, acting_as=VISITOR).stdout
    assert f"Errata due\n  {BOOK}" in epex(acting_as=EDITOR).stdout
    epex.record("publication", "erratum", BOOK, "It went.", "--concerns", book.quote, acting_as=EDITOR)
    assert "Errata due" not in epex(acting_as=EDITOR).stdout


@pytest.mark.slow
def test_who_agreed_to_be_quoted_without_a_name_stays_unknown(epex: Epex, completed: str) -> None:
    book = quoting(epex, completed, "--use", "anonymous")
    book.draft(epex)
    consent = book.consent(epex)

    quote = epex.answer("quote", "show", book.quote, acting_as=EDITOR)
    own = epex.answer("quote", "show", book.quote, acting_as=VISITOR)

    assert [(quote[name], own[name]) for name in ("words", "status")] == [(WORDS, WORDS), ("consented", "consented")]
    assert (quote["giver"], quote["document"], own["giver_title"]) == ("", "", VISITOR)
    assert consent not in [row["id"] for row in epex.answer("consent", "list", acting_as=EDITOR)]
    assert "consent.given" not in [event["type"] for event in epex.answer("audit", "log", acting_as=EDITOR)]
    book.approve(epex)
    book.freeze(epex)
    assert f"> {WORDS}\n>\n> -- a member of the network" in epex("publication", "export", BOOK).stdout


def test_a_consent_and_its_reasons_are_for_who_is_asked_who_asks_and_the_officer(epex: Epex, completed: str) -> None:
    book = quoting(epex, completed)
    epex.record("person", "add", "--name", "Zoe", "--organisation", VISITING, "--role", "coordinator")
    asked = epex.record("consent", "ask", VISITOR, "--scope", "attributed_quote", acting_as=EDITOR)
    epex.record("consent", "refuse", asked, "--reason", "My case is in court", acting_as=VISITOR)

    seen = {who: epex.answer("consent", "list", acting_as=who) for who in (VISITOR, EDITOR, FOUNDER, "Zoe")}

    assert {who: [row["id"] for row in rows] for who, rows in seen.items()} == {
        VISITOR: [asked],
        EDITOR: [asked],
        FOUNDER: [asked],
        "Zoe": [],
    }
    (*_, refused) = epex.answer("consent", "show", asked, acting_as=EDITOR)["history"]
    assert refused["reason"] == "My case is in court"
    told = [event["type"] for event in epex.answer("audit", "log", acting_as="Zoe")]
    assert [one for one in told if one.startswith("consent.")] == []
    assert book.quote not in epex("consent", "list", acting_as="Zoe").stdout


def test_a_consent_is_for_nobody_else_to_read(epex: Epex) -> None:
    sentence = epex.refusal("consent", "ask", VISITOR, "--scope", "evaluator", "--visibility", "network")

    assert sentence == (
        "A consent is read by who is asked, who asks and the data protection officer; leave out --visibility."
    )


def test_the_duty_says_how_far_a_consent_goes(epex: Epex, completed: str) -> None:
    book = quoting(epex, completed)
    epex.record("consent", "ask", book.quote, "--edition", BOOK, acting_as=VISITOR)
    epex.record("consent", "ask", VISITOR, "--scope", "training_reuse")

    duties = epex.answer("waiting", "--all", acting_as=VISITOR)

    told = {duty["title"]: duty["note"] for duty in duties if duty["heading"] == "Consents asked of you"}
    assert told == {
        f"Attributed quote: {WORDS}": f"in '{BOOK}' alone",
        "Training reuse": "of all your words, in all editions",
    }


def test_whoever_is_asked_reads_how_far_it_goes_without_a_further_command(
    epex: Epex, completed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = quoting(epex, completed)
    # Older logs hold editions that few may read.
    monkeypatch.setattr("epex.app.acting.require_for_all", lambda *_: None)
    epex.record("publication", "open", "A hidden book", "--visibility", "private", acting_as=EDITOR)
    epex.record("consent", "ask", book.quote, "--edition", BOOK, acting_as=VISITOR)
    for scope, where in (("translation", ()), ("evaluator", ("--edition", "A hidden book"))):
        epex.record("consent", "ask", VISITOR, "--scope", scope, *where, acting_as=EDITOR)

    lines = epex(acting_as=VISITOR).stdout.splitlines()

    told = [line for line in lines if line.startswith(("  Attributed quote", "  Translation", "  Evaluator"))]
    assert [line.partition(" (")[2].partition(")")[0] for line in told] == [
        f"in '{BOOK}' alone",
        "of all your words, in all editions",
        "of all your words, in one edition alone",
    ]


@pytest.mark.slow
def test_withdraw_lists_where_the_words_stand_as_plain_text(epex: Epex, completed: str) -> None:
    book = quoting(epex, completed)
    book.draft(epex, f"It is said that *{WORDS.lower()}*")
    consent = book.consent(epex)

    places = epex.answer("consent", "withdraw", consent, acting_as=VISITOR)["places"]

    assert [(place["id"], place["status"], place["version"]) for place in places] == [
        (book.quote, "newest draft", 1),
        (book.quote, "plain text in the newest draft", 1),
    ]
    assert places[1]["what_to_do"] == (
        f"take the words out of paragraph 4: epex chapter draft {book.chapter[:16]} --file FILE"
    )


@pytest.mark.slow
def test_withdraw_lists_what_is_printed_first_and_earlier_drafts_together(epex: Epex, completed: str) -> None:
    book = quoting(epex, completed)
    for more in ("One.", "Two.", "Three."):
        book.draft(epex, more)
    consent = book.consent(epex)
    book.approve(epex)
    book.freeze(epex)

    places = epex.answer("consent", "withdraw", consent, acting_as=VISITOR)["places"]

    assert [(place["status"], place["version"], place["versions"]) for place in places] == [
        ("frozen", 3, [3]),
        ("earlier draft", 2, [1, 2]),
    ]


def test_no_question_unmasks_whoever_is_quoted_without_a_name(epex: Epex, completed: str) -> None:
    book = quoting(epex, completed, "--use", "anonymous")
    book.consent(epex)
    head = len(epex.answer("audit", "log"))

    for which, *scope in (
        (book.quote, "--scope", "translation"),
        (WORDS, "--scope", "attributed_quote"),
        (book.quote,),
    ):
        sentence = epex.refusal("consent", "ask", which, *scope, acting_as=EDITOR)

        assert sentence == (
            "Whose words these are is told to those alone who may read the reflection; let one of them ask, with"
            f" 'epex consent ask {book.quote[:14]}'."
        )
    assert len(epex.answer("audit", "log")) == head
    epex.record("consent", "ask", book.quote, "--scope", "translation", acting_as=FOUNDER)
    assert VISITOR not in "".join(
        epex(*command, acting_as=EDITOR).stdout
        for command in (("consent", "list"), ("quote", "show", book.quote), ("quote", "list", "--json"))
    )


@pytest.mark.parametrize("is_first", [True, False])
def test_one_rule_says_whether_a_quote_may_be_printed_everywhere(epex: Epex, completed: str, *, is_first: bool) -> None:
    book = quoting(epex, completed)
    book.draft(epex)
    book.approve(epex)
    general, own = (
        epex.record("consent", "ask", which, "--scope", "attributed_quote", acting_as=who)
        for which, who in ((VISITOR, FOUNDER), (book.quote, VISITOR))
    )
    agreeing, refusing = ("give", general), ("refuse", own)

    for step in (refusing, agreeing) if is_first else (agreeing, refusing):
        epex.record("consent", *step, acting_as=VISITOR)

    lacks = f"{book.quote[:14]} in the chapter '{CHAPTER}' lacks the consent 'attributed quote' for this edition:"
    for who in (EDITOR, VISITOR):
        (told,) = epex.answer("publication", "check", BOOK, acting_as=who)["objections"]
        assert told.startswith(f"{lacks} it was refused;")
    assert lacks in epex.refusal("publication", "freeze", BOOK, acting_as=EDITOR)
    (row,) = epex.answer("quote", "list", acting_as=VISITOR)
    assert (row["status"], epex.answer("quote", "show", book.quote, acting_as=VISITOR)["status"]) == ("refused",) * 2


def test_what_nobody_may_read_cannot_be_asked_for(epex: Epex, completed: str) -> None:
    book = quoting(epex, completed)

    sentence = epex.refusal("consent", "ask", book.quote, acting_as=EDITOR)

    assert sentence == f"There is no '{book.quote}' that you may read; 'epex quote list' shows what there is."
    assert FOUNDER not in sentence


EVALUATOR = "Eva Lund"
ASKERS = (EVALUATOR, EDITOR)
# How many events the whole log has, everybody knows.
COUNTED = re.compile(r"any of the \d+ events of this log")
TOLD = (
    ("publication", "check", BOOK),
    ("publication", "freeze", BOOK),
    ("publication", "show", BOOK),
    ("publication", "export", BOOK),
    ("chapter", "show", CHAPTER),
    ("quote", "list"),
    ("audit", "why", CHAPTER),
)


def told_to(epex: Epex, who: str, quote: str) -> list[str]:
    """Give what somebody is told of a quote and of the book that it is for."""
    commands = (*TOLD, ("quote", "show", quote), ("consent", "ask", quote), ("search", WORDS))
    return [COUNTED.sub("", epex(*command, acting_as=who).output) for command in commands]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("use", "is_own_asked"), [(("anonymous",), False), (("attributed",), False), (("anonymous", *TRANSLATED), True)]
)
def test_what_somebody_says_of_all_their_words_tells_nobody_whose_a_quote_is(
    epex: Epex, completed: str, use: tuple[str, ...], *, is_own_asked: bool
) -> None:
    book = quoting(epex, completed, "--use", *use)
    epex.record("person", "add", "--name", EVALUATOR, "--organisation", VISITING, "--role", "evaluator")
    book.draft(epex)
    book.approve(epex)
    if is_own_asked:
        epex.record("consent", "ask", book.quote, acting_as=VISITOR)
    before = {who: told_to(epex, who, book.quote) for who in ASKERS}

    asked = {
        who: [epex.record("consent", "ask", VISITOR, "--scope", scope, acting_as=who) for scope in SCOPES]
        for who in ASKERS
    }
    seen = [{who: told_to(epex, who, book.quote) for who in ASKERS}]
    for answer in ("refuse", "give", "withdraw"):
        for consent in (consent for who in ASKERS for consent in asked[who]):
            epex.record("consent", answer, consent, acting_as=VISITOR)
        seen.append({who: told_to(epex, who, book.quote) for who in ASKERS})
        frozen_by = epex.refusal("publication", "freeze", BOOK, acting_as=EDITOR)
        assert f"{book.quote[:14]} in the chapter '{CHAPTER}' lacks the consent" in frozen_by

    assert [each == before for each in seen] == [True] * 4
    own = epex.answer("publication", "check", BOOK, acting_as=FOUNDER)["objections"]
    assert any("it was withdrawn; ask with 'epex consent ask" in objection for objection in own)


@pytest.mark.slow
def test_a_translation_that_was_agreed_to_for_all_words_opens_no_quote(epex: Epex, completed: str) -> None:
    book = quoting(epex, completed, "--use", "anonymous", *TRANSLATED)
    epex.record("consent", "ask", book.quote, "--scope", "anonymous_quote", acting_as=VISITOR)
    epex.record("consent", "give", "Anonymous quote", acting_as=VISITOR)
    asked = epex.record("consent", "ask", VISITOR, "--scope", "translation", acting_as=EDITOR)
    before = told_to(epex, EDITOR, book.quote)

    epex.record("consent", "give", asked, acting_as=VISITOR)

    assert told_to(epex, EDITOR, book.quote) == before
    assert epex.answer("quote", "show", book.quote, acting_as=VISITOR)["status"] == "consented"


def test_nobody_is_asked_who_is_not_there(epex: Epex) -> None:
    refused = epex.refusal("consent", "ask", "Nobody Here", "--scope", "evaluator")

    assert refused == "There is no person 'Nobody Here' that you may read; 'epex person list' shows what there is."
