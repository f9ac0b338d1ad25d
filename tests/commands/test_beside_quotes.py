"""What may not stand beside an anonymous quote: names in every order, and where people come from in every language."""

import pytest

from tests.commands.bookmaking import BOOK, CHAPTER, EDITOR, quoting
from tests.commands.running import VISITOR, Epex

TOLD = "seems to hold the name of somebody who has not agreed to be named"


@pytest.mark.slow
def test_nothing_around_an_anonymous_quote_tells_in_any_language_who_is_meant(epex: Epex, completed: str) -> None:
    epex.record("organisation", "add", "--name", "Wing Nine", "--country", "GB", "--kind", "public_service")
    book = quoting(epex, completed, "--use", "anonymous")
    said = ("Een Britse collega", "Brits als hij was", "En britisk kollega", "Британски колега", "زميل بريطاني")
    named = ("Okafor, Ben", "Ben A. Okafor", "Ben Kofi Okafor", "Okafor, B.")
    text = "\n\n".join(f"{told} sprak.\n\n[[{book.quote}]]" for told in (*said, *named))
    book.consent(epex)
    epex.record("chapter", "draft", book.chapter, "-", given=text, acting_as=EDITOR)

    answer = epex.answer("publication", "check", BOOK, acting_as=EDITOR)

    beside = f" beside the anonymous {book.quote[:14]} in the chapter '{CHAPTER}' fits fewer than three members"
    found = {each.split("'")[1] for each in answer["objections"] if beside in each}
    holding = [each for each in answer["objections"] if TOLD in each]
    assert {"Britse", "Brits", "Britan…", "britisk…", "بريطان…"} <= found
    assert [each.split(" of the")[0] for each in holding] == [f"Paragraph {place}" for place in (11, 13, 15, 17)]
    assert answer["doubts"] == []


@pytest.mark.slow
def test_neither_erratum_nor_place_tells_in_any_language_who_is_meant(epex: Epex, completed: str) -> None:
    epex.record("organisation", "add", "--name", "Wing Nine", "--country", "GB", "--kind", "public_service")
    book = quoting(epex, completed, "--use", "anonymous")
    book.draft(epex)
    book.consent(epex)
    book.approve(epex)
    epex.record("publication", "freeze", BOOK, acting_as=EDITOR)

    place = epex.refusal("publication", "publish", BOOK, "--place", "De Britse gevangenis", acting_as=EDITOR)
    turned = epex.refusal("publication", "publish", BOOK, "--place", "Okafor, Ben", acting_as=EDITOR)
    erratum = epex.refusal("publication", "erratum", BOOK, "De Britse collega zei het.", acting_as=EDITOR)

    assert "'Britse' in the place fits fewer than three members" in place
    assert f"The place {TOLD}" in turned
    assert "'Britse' fits fewer than three members" in erratum
    assert VISITOR not in f"{place}{turned}{erratum}"
