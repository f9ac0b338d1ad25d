"""`epex publication`: opened, checked, frozen, verified, published, exported."""

import json
from hashlib import sha256
from pathlib import Path

import docx
import pypdfium2
import pytest

from tests.commands.bookmaking import BOOK, CHAPTER, EDITOR, PHONE, WORDS, frozen, outlined, quoting
from tests.commands.running import FOUNDER, VISITING, VISITOR, Epex

GIVEN = "nobody has given it"
OFFICER = "Dora Vik"


def test_open_keeps_edition_language_and_editors(epex: Epex) -> None:
    book = epex.record("publication", "open", BOOK, "--number", "2", "--edition", "Spring", "--editor", FOUNDER)

    shown = epex.answer("publication", "show", BOOK)
    names = ("id", "number", "edition", "language", "status", "editors_titles", "chapters")
    assert [shown[name] for name in names] == [book, 2, "Spring", "en", "open", [FOUNDER], []]


@pytest.mark.slow
def test_check_lists_all_that_stands_in_the_way(epex: Epex, completed: str) -> None:
    book = quoting(epex, completed)
    book.draft(epex, PHONE)

    answer = epex.answer("publication", "check", BOOK)

    assert not answer["ready"]
    assert [objection.split(";")[0] for objection in answer["objections"]] == [
        f"The chapter '{CHAPTER}' is drafted",
        f"Paragraph 4 of the chapter '{CHAPTER}' seems to hold a telephone number",
        f"{book.quote[:14]} in the chapter '{CHAPTER}' lacks the consent 'attributed quote' for this edition: {GIVEN}",
    ]


def test_check_reads_as_a_numbered_list(epex: Epex) -> None:
    epex.record("publication", "open", BOOK)

    told = epex("publication", "check", BOOK).stdout

    assert told == f"{BOOK}\n 1. The edition has no chapter; outline one with 'epex chapter outline'.\n"


def test_editors_are_told_what_an_edition_waits_for(epex: Epex, completed: str) -> None:
    book = quoting(epex, completed)
    book.draft(epex)
    book.consent(epex)

    def waiting(acting_as: str) -> list[tuple[str, str]]:
        duties = epex.answer("waiting", "--all", acting_as=acting_as)
        return [(duty["heading"], duty["command"]) for duty in duties if duty["heading"].startswith("Editions")]

    seen = [waiting(EDITOR)]
    for step in (book.approve, book.freeze):
        step(epex)
        seen.append(waiting(EDITOR))
    others = waiting(VISITOR)
    epex.record("publication", "publish", BOOK, acting_as=EDITOR)

    freezing, publishing = (f"publication {act} {book.publication}" for act in ("check", "publish"))
    assert seen == [[], [("Editions to freeze", freezing)], [("Editions to publish", publishing)]]
    assert (others, waiting(EDITOR)) == ([], [])


def test_publish_screens_the_place(epex: Epex, completed: str) -> None:
    frozen(epex, completed)

    told = epex("publication", "publish", BOOK, "--place", f"Printed; {VISITOR} has 200 copies", acting_as=EDITOR)
    noted = epex("publication", "publish", BOOK, "--place", "Printed by Okafor and sons", acting_as=EDITOR)

    assert (told.exit_code, told.stdout) == (1, "")
    assert told.stderr.splitlines()[-1] == (
        "The place seems to hold the name of somebody who has not agreed to be named; say where it came out without it."
    )
    assert (noted.exit_code, "'Okafor' is also what somebody here is called" in noted.stderr) == (0, True)


@pytest.mark.slow
def test_check_of_a_sound_edition_says_so(epex: Epex, completed: str) -> None:
    book = quoting(epex, completed)
    book.draft(epex)
    book.consent(epex)
    book.approve(epex)

    assert epex("publication", "check", BOOK).stdout == f"{BOOK}\nNothing stands in the way: it can be frozen.\n"


@pytest.mark.slow
def test_check_says_what_an_edition_is_that_is_frozen_or_published(epex: Epex, completed: str) -> None:
    frozen(epex, completed)

    told = epex("publication", "check", BOOK).stdout
    answer = epex.answer("publication", "check", BOOK)
    epex.record("publication", "publish", BOOK, "--on", "2018-06-01", acting_as=EDITOR)
    later = epex("publication", "check", BOOK).stdout

    assert told == f"{BOOK}\nIt is frozen: nothing in it changes any more.\n"
    assert (answer["status"], answer["ready"], answer["objections"]) == ("frozen", False, [])
    assert later == f"{BOOK}\nIt is published: nothing in it changes any more.\n"


@pytest.mark.slow
def test_first_names_alone_wait_for_whoever_freezes_to_answer(epex: Epex, completed: str) -> None:
    book = quoting(epex, completed)
    book.draft(epex, "Mira and Ben spoke of it; Ida Blomst sang.")
    book.consent(epex)
    book.approve(epex)

    answer = epex.answer("publication", "check", BOOK)
    told = epex("publication", "check", BOOK).stdout
    refused = epex.refusal("publication", "freeze", BOOK, acting_as=EDITOR)
    freeze = ("publication", "freeze", BOOK, "--names-may-stand", "All three asked for it.")
    epex.record(*freeze, acting_as=EDITOR)

    doubt = f"Paragraph 4 of the chapter '{CHAPTER}' says 'Mira' and 'Ben' and 'Ida', and somebody here is called that;"
    assert (answer["ready"], answer["objections"]) == (True, [])
    assert [each.startswith(doubt) for each in answer["doubts"]] == [True]
    assert told.startswith(f"{BOOK}\nIt can be frozen once somebody has answered for these names:\n 1. Paragraph 4")
    assert refused.startswith(f"The edition cannot be frozen yet: (1) {doubt} take it out, or freeze the edition with")
    assert epex.answer("publication", "show", BOOK)["status"] == "frozen"


@pytest.mark.slow
def test_nothing_around_an_anonymous_quote_names_where_its_author_belongs(epex: Epex, completed: str) -> None:
    quoted = quoting(epex, completed, "--use", "anonymous")
    book = epex.record("publication", "open", "What Kosovo taught us", "--editor", FOUNDER)
    epex.record("person", "revise", VISITOR, "--role", "practitioner", "--role", "reviewer")
    title = "Kosovo: a prison officer looks on"
    chapter = epex.record("chapter", "outline", book, title, "--theme", quoted.theme, "--writer", VISITOR)
    proposal = ("quote", "propose", quoted.reflection, "--quote", WORDS, "--chapter", chapter, "--use", "anonymous")
    quote = epex.record(*proposal, acting_as=VISITOR)
    epex.record("chapter", "draft", chapter, f"[[{quote}]]", acting_as=VISITOR)
    epex.record("chapter", "viewpoint", chapter, f"Why, {WORDS}", "--title", f"At {VISITING}", acting_as=VISITOR)
    epex.record("chapter", "message", chapter, "Pay for it.", "--for", "the reviewer in Kosovo")

    found = [each.split(" fits")[0] for each in epex.answer("publication", "check", book)["objections"]]

    pasted = f"A viewpoint in the chapter '{title}' holds the words of {quote[:14]} as plain text;"
    assert [each.startswith(pasted) for each in found].count(True) == 1
    assert [each for each in found if " in " in each and each.startswith("'")] == [
        "'Kosovo' in the title of the edition",
        "'Kosovo' in the title of its chapter",
        f"'{VISITING}' in a viewpoint in its chapter",
        "'Kosovo' in message 1 of its chapter",
        "'reviewer…' in message 1 of its chapter",
    ]


def test_a_consent_to_one_quote_lets_nobody_name_its_author_elsewhere(epex: Epex, completed: str) -> None:
    book = quoting(epex, completed)
    book.draft(epex, f"{VISITOR} said so in his kitchen.")
    book.consent(epex)
    book.approve(epex)

    named = f"Paragraph 4 of the chapter '{CHAPTER}' seems to hold the name of somebody who has not agreed to be named;"
    (told,) = epex.answer("publication", "check", BOOK, acting_as=EDITOR)["objections"]
    assert told.startswith(named)
    epex.record("person", "revise", VISITOR, "--name-preference", "full_name", acting_as=VISITOR)
    assert epex.answer("publication", "check", BOOK, acting_as=EDITOR)["objections"] == []


def test_names_are_known_in_everyday_spellings(epex: Epex, completed: str) -> None:
    for name in ("Jürgen Müller-Øst", "Agnès Škreta", "Nguyễn An"):
        epex.record("person", "add", "--name", name, "--organisation", VISITING)
    book = quoting(epex, completed)
    told = ("Agnes Skreta", "Juergen Mueller-Oest", "J. Müller-Øst", "Jürgen Müller", "Агнес Шкрета")
    book.draft(epex, *(f"We met {name} there." for name in told), "Agnes and Skreta, or Nguyen, with agnès.")
    book.consent(epex)
    book.approve(epex)

    answer = epex.answer("publication", "check", BOOK, acting_as=EDITOR)

    named = "seems to hold the name of somebody who has not agreed to be named; take it out."
    assert answer["objections"] == [f"Paragraph {place} of the chapter '{CHAPTER}' {named}" for place in range(4, 9)]
    (doubt,) = answer["doubts"]
    said = "'Agnes' and 'Skreta' and 'Nguyen' and 'agnès'"
    assert doubt.startswith(f"Paragraph 9 of the chapter '{CHAPTER}' says {said},")


def test_the_check_is_no_oracle_for_where_an_unnamed_author_belongs(epex: Epex, completed: str) -> None:
    epex.record("organisation", "add", "--name", "Harbour School", "--country", "dk", "--kind", "ngo")
    book = quoting(epex, completed, "--use", "anonymous")
    consent = book.consent(epex)
    places = (VISITING, "Harbour School", "Kosovo", "Denmark")
    text = "\n\n".join(f"It was said in {place} once.\n\n[[{book.quote}]]" for place in places)
    epex.record("chapter", "draft", book.chapter, "-", given=text, acting_as=EDITOR)

    found = epex.answer("publication", "check", BOOK, acting_as=EDITOR)["objections"]

    beside = f"beside the anonymous {book.quote[:14]}"
    assert consent not in epex("consent", "list", acting_as=EDITOR).stdout
    assert {place for place in places if any(each.startswith(f"'{place}' {beside}") for each in found)} == set(places)


@pytest.mark.slow
def test_freeze_names_every_reason_and_records_nothing(epex: Epex, completed: str) -> None:
    book = quoting(epex, completed)
    book.draft(epex)
    epex.record("consent", "ask", book.quote, acting_as=VISITOR)

    sentence = epex.refusal("publication", "freeze", BOOK, acting_as=EDITOR)

    assert sentence.startswith("The edition cannot be frozen yet: (1) The chapter")
    assert "(2) " in sentence
    assert "lacks the consent 'attributed quote' for this edition: it was not answered yet" in sentence
    (*_, known) = epex.answer("publication", "check", BOOK, acting_as=VISITOR)["objections"]
    assert "for this edition: it was not answered yet; ask with" in known
    assert epex.answer("publication", "show", BOOK)["status"] == "open"


@pytest.mark.slow
def test_freeze_fails_once_a_consent_is_withdrawn_or_expired(epex: Epex, completed: str) -> None:
    book = quoting(epex, completed)
    book.draft(epex)
    book.approve(epex)
    asked = book.consent(epex, "--occurred-on", "2016-02-01", "--expires", "2016-03")

    expired = epex.refusal("publication", "freeze", BOOK, acting_as=EDITOR)
    epex.record("consent", "withdraw", asked, acting_as=VISITOR)
    withdrawn = epex.refusal("publication", "freeze", BOOK, acting_as=EDITOR)

    assert "lacks the consent 'attributed quote' for this edition: it has expired" in expired
    assert "lacks the consent 'attributed quote' for this edition: it was withdrawn" in withdrawn


def test_freeze_closes_the_chapters_and_keeps_the_hash_of_the_canonical_text(epex: Epex, completed: str) -> None:
    book, _ = frozen(epex, completed)

    shown = epex.answer("publication", "show", BOOK)
    canonical = epex("publication", "export", BOOK, "--format", "canonical").stdout
    assert shown["content_hash"] == sha256(canonical.encode()).hexdigest()
    assert (shown["status"], shown["quotes"]) == ("frozen", [book.quote])
    assert epex.answer("chapter", "show", CHAPTER)["status"] == "frozen"
    sentence = epex.refusal("chapter", "draft", CHAPTER, "More.", acting_as=VISITOR)
    assert sentence.startswith("The edition of this chapter is frozen, so it cannot be drafted")


def test_open_counts_editions_and_refuses_what_there_is(epex: Epex) -> None:
    epex.record("publication", "open", BOOK)
    second = epex.record("publication", "open", "Second thoughts")

    assert epex.answer("publication", "show", second)["number"] == 2
    sentence = epex.refusal("publication", "open", "Third thoughts", "--number", "2")
    assert sentence == "There is an edition 2 already, 'Second thoughts'; leave out --number for the next one."
    sentence = epex.refusal("publication", "open", BOOK.upper())
    assert sentence == f"An edition has the title '{BOOK}' already; give this one another, such as one with a year."


def test_words_of_a_quote_do_not_pass_as_plain_text(epex: Epex, completed: str) -> None:
    book = quoting(epex, completed)
    book.draft(epex, f"It is said that {WORDS.lower()}")
    consent = book.consent(epex)
    told = [epex.answer("publication", "check", BOOK, acting_as=who)["objections"] for who in (VISITOR, EDITOR)]

    epex.record("consent", "withdraw", consent, acting_as=VISITOR)

    where = f"Paragraph 4 of the chapter '{CHAPTER}' holds"
    name = book.quote[:14]
    known = f"{where} the words of {name} as plain text; place it with [[{name}]] on a line of its own."
    assert [known in each for each in told] == [True, True]
    # That they were taken back is told to all who had read them.
    lost = f"{where} words as plain text that somebody was to be quoted with; take them out."
    assert known in epex.answer("publication", "check", BOOK, acting_as=VISITOR)["objections"]
    assert lost in epex.answer("publication", "check", BOOK, acting_as=EDITOR)["objections"]
    assert lost in epex.refusal("publication", "freeze", BOOK, acting_as=EDITOR)


def test_plain_text_tells_nobody_of_a_quote_that_they_may_not_read(epex: Epex, completed: str) -> None:
    book = outlined(epex, completed)
    epex.record("person", "add", "--name", OFFICER, "--organisation", VISITING, "--role", "data_protection_officer")
    epex.record("chapter", "draft", book.chapter, f"It is said that {WORDS.lower()}", acting_as=EDITOR)
    asked = (("publication", "check", BOOK), ("publication", "freeze", BOOK), ("publication", "show", BOOK))
    before = [epex(*command, acting_as=EDITOR).output for command in asked]

    proposal = ("quote", "propose", book.reflection, "--quote", WORDS, "--chapter", book.chapter, "--use", "anonymous")
    quote = epex.record(*proposal, acting_as=VISITOR)

    assert [epex(*command, acting_as=EDITOR).output for command in asked] == before
    epex.record("quote", "withdraw", quote, acting_as=VISITOR)
    assert [epex(*command, acting_as=EDITOR).output for command in asked] == before
    found = f"Paragraph 1 of the chapter '{CHAPTER}' holds the words of {quote[:14]} as plain text, which is withdrawn;"
    for who in (VISITOR, OFFICER):
        assert found in " ".join(epex.answer("publication", "check", BOOK, acting_as=who)["objections"])
        (place,) = epex.answer("publication", "show", BOOK, acting_as=who)["plain_text"]
        assert (place["id"], place["status"]) == (quote, "plain text in the newest draft")


def test_an_erratum_tells_nobody_of_a_quote_that_they_may_not_read(epex: Epex, completed: str) -> None:
    book, consent = frozen(epex, completed)
    epex.record("publication", "open", "What stays")
    later = epex.record("chapter", "outline", "What stays", "Listening", "--theme", book.theme)
    hidden = "Tea comes before talk. And bread comes after it."
    own = ("reflection", "record", completed, "--visibility", "private", "--answer", f"how={hidden}")
    diary = epex.record(*own, "--follow-up", "3", "--language", "en", acting_as=VISITOR)
    proposal = ("quote", "propose", diary, "--quote", hidden, "--chapter", later, "--use", "anonymous")
    epex.record(*proposal, acting_as=VISITOR)
    epex.record("consent", "withdraw", consent, acting_as=VISITOR)

    sentence = epex.refusal("publication", "erratum", BOOK, f"We printed: {WORDS}", acting_as=EDITOR)

    assert "It holds words that somebody was to be quoted with;" in sentence
    epex.record("publication", "erratum", BOOK, f"We add: {hidden}", acting_as=EDITOR)


@pytest.mark.slow
def test_a_draft_shows_nothing_that_fits_too_few(epex: Epex, completed: str) -> None:
    book = outlined(epex, completed)
    proposal = ("quote", "propose", book.reflection, "--quote", WORDS, "--chapter", book.chapter, "--use", "anonymous")
    done = epex(*proposal, "--show", "country", "--json", acting_as=VISITOR)
    book.quote = json.loads(done.stdout)["id"]
    book.draft(epex)
    asked = epex.record("consent", "ask", book.quote, acting_as=VISITOR)
    given = epex("consent", "give", asked, acting_as=VISITOR)

    text = epex("publication", "export", BOOK, acting_as=VISITOR).stdout

    assert f"> {WORDS}\n>\n> -- a member of the network\n" in text
    noted = "Note: the country fits fewer than three members, so readers could guess who is quoted"
    assert (done.stderr.startswith(noted), given.stderr.startswith(noted)) == (True, True)


def test_freezing_lets_the_log_be_signed(epex: Epex, completed: str) -> None:
    frozen(epex, completed)

    position = epex.answer("publication", "show", BOOK)["frozen_at"]
    sizes = [int(file.name.split("-")[0].split(".")[0]) for file in (epex.folder / "checkpoints").iterdir()]
    assert max(sizes) >= position


def test_verify_computes_the_same_hash_from_the_log(epex: Epex, completed: str) -> None:
    frozen(epex, completed)
    epex.record("person", "revise", VISITOR, "--name", "Ben O.")

    proof = epex.answer("publication", "verify", BOOK)

    assert (proof["ok"], proof["content_hash"], proof["withdrawn_since"]) == (True, proof["computed"], [])


@pytest.mark.slow
def test_verify_proves_what_was_not_erased(epex: Epex, completed: str) -> None:
    book, _ = frozen(epex, completed)
    told = epex.answer("publication", "show", BOOK)["content_hash"]
    assert epex("person", "erase", VISITOR, "--ground", "On request").exit_code == 0

    proof = epex.answer("publication", "verify", BOOK)

    assert (proof["ok"], proof["erased"], proof["content_hash"]) == (True, 1, told)
    assert proof["verdict"] == (
        "Everything that can still be read is what was frozen; one of its texts was erased since, and its hash stays in"
        " the log."
    )
    assert proof["withdrawn_since"] == [book.quote]
    assert WORDS not in epex("publication", "export", BOOK).stdout


def test_verify_tells_people_what_was_withdrawn_since(epex: Epex, completed: str) -> None:
    book, consent = frozen(epex, completed)
    epex.record("consent", "withdraw", consent, acting_as=VISITOR)

    told = epex("publication", "verify", BOOK).stdout

    assert told.startswith("The content is what was frozen: its hash, computed again from the log, is the same.\n")
    assert told.endswith(f"Withdrawn since, and shown as [withdrawn]: {book.quote}\n")


def test_verify_needs_a_frozen_edition(epex: Epex) -> None:
    epex.record("publication", "open", BOOK)

    assert epex.refusal("publication", "verify", BOOK).startswith("The edition is not frozen yet, so there is no hash")


def test_nobody_freezes_words_that_they_may_not_read(epex: Epex, completed: str) -> None:
    book = quoting(epex, completed)
    book.draft(epex)
    general = epex.record("consent", "ask", VISITOR, "--scope", "attributed_quote")
    epex.record("consent", "give", general, acting_as=VISITOR)
    book.approve(epex)

    (objection,) = epex.answer("publication", "check", BOOK, acting_as=EDITOR)["objections"]

    assert objection == (
        f"{book.quote[:14]} in the chapter '{CHAPTER}' lacks the consent 'attributed quote' for this edition: {GIVEN};"
        " it has to be for exactly these words, as you may not read their reflection: let one who may ask its author"
        f" with 'epex consent ask {book.quote[:14]}', or take the quote out."
    )
    book.consent(epex)
    book.freeze(epex)
    assert epex.answer("publication", "verify", BOOK)["ok"]


def test_a_translation_that_is_taken_back_makes_an_erratum_due(epex: Epex, completed: str) -> None:
    book = quoting(epex, completed, "--use", "attributed", "--translated", "De lytter først.", "--language", "no")
    book.draft(epex)
    epex.record("consent", "ask", book.quote, acting_as=VISITOR)
    asked = {row["scope"]: row["id"] for row in epex.answer("consent", "list", acting_as=VISITOR)}
    for consent in asked.values():
        epex.record("consent", "give", consent, acting_as=VISITOR)
    book.approve(epex)
    book.freeze(epex)

    epex.record("consent", "withdraw", asked["translation"], acting_as=VISITOR)

    shown = epex.answer("publication", "show", BOOK, acting_as=EDITOR)
    assert (shown["withdrawn_since"], shown["erratum_due_for"]) == ([book.quote], [book.quote])
    assert "Errata due" in epex(acting_as=EDITOR).stdout


def test_publish_waits_for_an_erratum_about_what_was_withdrawn(epex: Epex, completed: str) -> None:
    book, consent = frozen(epex, completed)
    epex.record("consent", "withdraw", consent, acting_as=VISITOR)
    publish = ("publication", "publish", BOOK, "--on", "2018-06-01", "--place", "Printed")
    assert epex.refusal(*publish, acting_as=EDITOR).startswith(f"Withdrawn since it was frozen: {book.quote}; issue")

    erratum = ("publication", "erratum", BOOK, "A quote was taken back.", "--concerns", book.quote[:14])
    epex.record(*erratum, acting_as=EDITOR)
    epex.record(*publish, acting_as=EDITOR)

    shown = epex.answer("publication", "show", BOOK)
    names = ("status", "published_on", "place", "errata", "withdrawn_since", "erratum_due_for")
    assert [shown[name] for name in names] == [
        *("published", "2018-06-01", "Printed"),
        [{"number": 1, "text": "A quote was taken back."}],
        [book.quote],
        [],
    ]


@pytest.mark.slow
def test_no_erratum_names_who_is_quoted_without_a_name(epex: Epex, completed: str) -> None:
    book = quoting(epex, completed, "--use", "anonymous")
    book.draft(epex)
    book.consent(epex)
    book.approve(epex)
    epex.record("publication", "freeze", BOOK, acting_as=EDITOR)
    told = ("publication", "erratum", BOOK)

    refused = epex.refusal(*told, f"The quote is by {VISITOR} of {VISITING}, Kosovo.", acting_as=EDITOR)
    doubted = epex.refusal(*told, "Ida sang, in the first chapter.", acting_as=EDITOR)
    epex.record(*told, "Ida sang, in the first chapter.", "--names-may-stand", "A boat.", acting_as=EDITOR)

    assert refused.startswith("The erratum would stand on every copy, and cannot be issued yet: (1) It seems to hold")
    assert [f"'{word}' fits fewer than three members" in refused for word in (VISITING, "Kosovo")] == [True, True]
    assert "(1) It says 'Ida', and somebody here is called that; take it out, or issue it with" in doubted
    assert [one["text"] for one in epex.answer("publication", "show", BOOK)["errata"]] == [
        "Ida sang, in the first chapter."
    ]


def test_an_open_book_is_marked_on_every_heading(epex: Epex, completed: str) -> None:
    book = quoting(epex, completed)
    book.draft(epex)

    text = epex("publication", "export", BOOK, acting_as=VISITOR).stdout

    headings = [line.lstrip("# ") for line in text.splitlines() if line.startswith("#")]
    assert [heading for heading in headings if heading.startswith("DRAFT")] == [
        f"DRAFT · {BOOK}",
        f"DRAFT · 1. {CHAPTER}",
        "DRAFT · Opening",
        "DRAFT · What this rests on",
        "DRAFT · The events",
    ]
    assert "**DRAFT, not to be passed on" in text


@pytest.mark.slow
def test_words_that_await_consent_are_for_those_who_read_the_reflection(epex: Epex, completed: str) -> None:
    book = quoting(epex, completed)
    book.draft(epex)

    seen = epex("publication", "export", BOOK, acting_as=VISITOR).stdout
    hidden = epex("publication", "export", BOOK, acting_as=EDITOR).stdout

    assert (WORDS in seen, WORDS in hidden) == (True, False)
    assert "> \\[words that await consent\\]" in hidden


def test_a_book_attributes_as_consent_and_preference_say(epex: Epex, completed: str) -> None:
    frozen(epex, completed)
    by_role = epex("publication", "export", BOOK).stdout
    epex.record("person", "revise", VISITOR, "--name-preference", "full_name", acting_as=VISITOR)

    by_name = epex("publication", "export", BOOK).stdout

    assert f"> {WORDS}\n>\n> -- a practitioner, {VISITING}" in by_role
    assert f"> {WORDS}\n>\n> -- {VISITOR}, {VISITING}" in by_name


@pytest.mark.slow
def test_an_anonymous_quote_that_few_fit_is_refused(epex: Epex, completed: str) -> None:
    book = quoting(epex, completed, "--use", "anonymous", "--show", "country")
    book.draft(epex, "So they work in Kosovo.")
    book.consent(epex)
    book.approve(epex)

    objections = epex.answer("publication", "check", BOOK)["objections"]

    assert [objection.split(",")[0] for objection in objections] == [
        f"{book.quote[:14]} in the chapter '{CHAPTER}' shows the country of its author's organisation",
        f"'Kosovo' beside the anonymous {book.quote[:14]} in the chapter '{CHAPTER}' fits fewer than three members",
    ]


def test_the_appendix_gives_the_events_behind_each_paragraph(epex: Epex, completed: str) -> None:
    book, _ = frozen(epex, completed)
    position = epex.answer("theme", "show", book.theme)["position"]
    linked = epex.answer("theme", "show", book.theme)["evidence"][0]["position"]

    text = epex("publication", "export", BOOK).stdout

    assert f"| 2 | Many began with trust. | Trust before content | [{position}, {linked}] |" in text
    assert f"- [{position}] " in text


def test_html_stands_by_itself(epex: Epex, completed: str) -> None:
    frozen(epex, completed)

    page = epex("publication", "export", BOOK, "--format", "html").stdout

    assert page.startswith("<!doctype html>")
    assert f"<blockquote><p>{WORDS}</p></blockquote>" in page
    assert ("src=" in page, "<script" in page) == (False, False)


def test_docx_opens_and_says_on_every_page_what_it_is(epex: Epex, completed: str, tmp_path: Path) -> None:
    book = quoting(epex, completed)
    book.draft(epex)
    file = tmp_path / "book.docx"

    done = epex("publication", "export", BOOK, "--format", "docx", "--output", str(file), acting_as=VISITOR)

    text = docx.Document(str(file))
    assert done.stderr == f"Wrote {file}.\n"
    assert text.sections[0].header.paragraphs[0].text.startswith("DRAFT, not to be passed on")
    headings = [line.text for line in text.paragraphs if line.style and line.style.name.startswith("Heading")]
    assert headings[:2] == [f"DRAFT · 1. {CHAPTER}", "DRAFT · Opening"]
    assert WORDS in [line.text for line in text.paragraphs]


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_a_form_that_is_no_text_needs_a_file(epex: Epex, form: str) -> None:
    epex.record("publication", "open", BOOK)

    sentence = epex.refusal("publication", "export", BOOK, "--format", form)

    assert sentence == f"The format {form} makes a file; say where with --output FILE."


def test_a_form_that_is_not_there_is_named_with_those_that_are(epex: Epex) -> None:
    epex.record("publication", "open", BOOK)

    sentence = epex.refusal("publication", "export", BOOK, "--format", "odt")

    assert sentence == "There is no format 'odt'; choose one of: text, md, html, json, docx, pdf."


def test_pdf_says_on_every_page_what_it_is(epex: Epex, completed: str, tmp_path: Path) -> None:
    book = quoting(epex, completed)
    book.draft(epex)
    file = tmp_path / "book.pdf"

    epex("publication", "export", BOOK, "--format", "pdf", "--output", str(file), acting_as=VISITOR)

    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(file)]
    assert ["DRAFT, not to be passed on" in page for page in pages] == [True] * len(pages)
    assert len(pages) > 1


def test_a_place_that_cannot_be_written_is_named(epex: Epex, tmp_path: Path) -> None:
    epex.record("publication", "open", BOOK)

    sentence = epex.refusal("publication", "export", BOOK, "--output", str(tmp_path / "no" / "book.md"))

    assert sentence.endswith("name another place with --output.")


@pytest.mark.slow
def test_export_as_of_an_earlier_day_gives_what_was_known_then(demo: Epex) -> None:
    book = "What travels, and what has to be built anew"

    before = demo("--as-of", "2018-08-01", "publication", "export", book).stdout
    after = demo("publication", "export", book).stdout

    assert ("Where it broke down" in before, "Where it broke down" in after) == (False, True)
    assert before.startswith("# DRAFT")


def test_nobody_but_editors_freezes(epex: Epex, completed: str) -> None:
    outlined(epex, completed)

    assert epex.refusal("publication", "freeze", BOOK, acting_as=VISITOR).startswith("Only an editor may freeze it")
