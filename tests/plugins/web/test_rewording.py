"""The base's refusals in German and French: whole catalogues, sentences told apart, words of people left alone."""

import re
from collections import Counter

import pytest
from babel.messages.catalog import Message
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from epex.plugins.builtin.web.refusing import COMMAND, alert
from epex.plugins.builtin.web.rewording import PLACE, filled, known, reworded
from epex.plugins.builtin.web.rewording import message as taken_apart
from epex.plugins.builtin.web.wording import REFUSALS, WORDED
from tests.laws import examples
from tests.plugins.web import refused, words
from tests.plugins.web.visiting import Site

EDITOR, PRACTITIONER = "Aylin Demirbaş-Koch", "Henrik Stuhlmacher"
OPTION = re.compile(r"(?<![\w-])--[a-z-]+")
# What stands in every place; a text that a sentence is told from, such as "; ", is in none.
SAMPLE = "Ünïcode 7"


def sentences() -> list[str]:
    return [message for context, message in refused.messages() if not context]


def translated(language: str) -> list[Message]:
    return [one for one in words.read(language, REFUSALS) if one.id]


@pytest.mark.parametrize("language", WORDED[1:])
def test_a_catalogue_says_everything_that_the_base_refuses_with(language: str) -> None:
    """After a change: `python -m tests.plugins.web.words`, then fill in what is empty."""
    assert words.path(language, REFUSALS).read_bytes() == words.written(language, REFUSALS)
    assert [one.id for one in translated(language) if not one.string or one.fuzzy] == []


@pytest.mark.parametrize("language", WORDED[1:])
def test_no_sentence_is_translated_in_two_catalogues(language: str) -> None:
    own = {words.bare(str(one.id)) for one in words.read(language)}

    assert [one.id for one in translated(language) if not one.context and words.bare(str(one.id)) in own] == []


@pytest.mark.parametrize("language", WORDED[1:])
@pytest.mark.parametrize("kept", [PLACE, OPTION, COMMAND], ids=["places", "options", "commands"])
def test_a_translation_keeps_places_options_and_commands(language: str, kept: re.Pattern[str]) -> None:
    changed = {
        one.id: one.string for one in translated(language) if found(kept, str(one.id)) != found(kept, str(one.string))
    }

    assert changed == {}


def found(kept: re.Pattern[str], text: str) -> Counter[str]:
    # What stands in quotation marks like a command is one where a command of the program stands before it.
    return Counter(match[0] for match in kept.finditer(text) if kept is not COMMAND or "'epex " in text)


def test_every_message_is_matched_by_itself() -> None:
    apart = sorted((taken_apart(one, one) for one in sentences()), key=lambda one: -one.literal)
    wrong = {
        message: first.said
        for message in sentences()
        if (first := next(one for one in apart if filled(one.words, sample(message)) is not None)).said != message
    }

    assert wrong == {}


def sample(message: str) -> str:
    return PLACE.sub(SAMPLE, message).replace("%%", "%")


def test_places_do_not_touch_each_other() -> None:
    assert [one for _, one in refused.messages() if "" in taken_apart(one, "").words[1:-1]] == []


@examples(200)
@given(data=st.data(), language=st.sampled_from(WORDED[1:]), typed=st.text(max_size=200))
def test_what_somebody_typed_stands_in_the_translation_as_it_was_typed(
    data: st.DataObject, language: str, typed: str
) -> None:
    message = data.draw(st.sampled_from([one for one in known(language, "") if one.places == ("1",)]))
    before, after = message.words

    told = reworded(f"{before}{typed}{after}", language)

    assert told == PLACE.sub(lambda _: typed, message.said).replace("%%", "%")


@examples(200)
@given(language=st.sampled_from(WORDED), typed=st.text(max_size=200))
def test_what_somebody_typed_is_escaped_in_every_language(language: str, typed: str) -> None:
    written = alert(f"'{typed}' is not a date; write it as 2017, 2017-03 or 2017-03-14.", language=language)

    assert escape(typed) in written


@pytest.mark.parametrize(
    ("sentence", "language", "told"),
    [
        ("Nobody knows this sentence; leave it.", "de", ""),
        ("The reason is empty; give it a text.", "en", ""),
        ("The reason is empty; give it a text.", "ar", ""),
    ],
)
def test_what_no_catalogue_knows_stays_as_it_is(sentence: str, language: str, told: str) -> None:
    assert reworded(sentence, language) == told
    assert f'lang="en" dir="auto">{sentence}</p>' in alert(sentence, language=language)


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        (
            "Only a coordinator or data protection officer may found a network; ask one of them to record it.",
            "Nur mit der Rolle Koordination oder Datenschutzbeauftragte darf man ein Netzwerk gründen",
        ),
        ("The reason is empty; give it a text.", "„Grund“ ist leer; geben Sie einen Text ein."),
        (
            "'reason' is not a date; write it as 2017, 2017-03 or 2017-03-14.",
            "„reason“ ist kein Datum; schreiben Sie es",
        ),
        ("'100 %' is not a date; write it as 2017, 2017-03 or 2017-03-14.", "„100 %“ ist kein Datum; schreiben Sie es"),
        ("'%(1)s' is not a date; write it as 2017, 2017-03 or 2017-03-14.", "„%(1)s“ ist kein Datum; schreiben Sie es"),
    ],
)
def test_terms_are_translated_and_what_somebody_typed_is_not(sentence: str, told: str) -> None:
    assert reworded(sentence, "de")[: len(told)] == told


def test_what_blocks_an_edition_is_said_one_by_one() -> None:
    found = "(1) Paragraph 2 of the chapter 'reason' seems to hold a telephone number; take it out. (2) No (3)."

    told = reworded(f"The edition cannot be frozen yet: {found}", "de")

    assert told.partition(": ")[2] == (
        "(1) Absatz 2 des Kapitels „reason“: Hier scheint etwas Persönliches zu stehen (eine Telefonnummer); "
        "nehmen Sie es heraus. (2) No (3)."
    )


@pytest.mark.parametrize(
    ("language", "told", "title"),
    [
        ("de", "Ein Thema wird besprochen, bevor es angenommen wird;", "Ein Treffen hat es besprochen"),
        ("fr", "Un thème est discuté avant d’être adopté", "Une rencontre en a discuté"),
    ],
)
def test_a_refused_form_says_it_in_the_language_of_who_reads(site: Site, language: str, told: str, title: str) -> None:
    browser = site.member(EDITOR)
    browser.client.headers["Accept-Language"] = language
    browser.get("/new/theme")
    browser.fill(label=f"Doors that stay open ({language})")
    theme = browser.path
    browser.get(f"{theme}/adopt")
    answer = browser.fill(reason="We like it.")

    assert (answer.status_code, browser.alert[: len(told)]) == (422, told)
    assert f'role="alert" lang="{language}"' in answer.text
    assert f'<a href="{theme}/discuss" lang="{language}">{title}</a>' in answer.text


def test_a_refused_role_is_named_in_the_language_of_who_reads(site: Site) -> None:
    browser = site.member(PRACTITIONER)
    browser.client.headers["Accept-Language"] = "de"
    browser.get("/new/meeting")
    answer = browser.fill(title="Plenary", kind="plenary", **{"held-on": "2018-05-04"})

    told = "Nur mit der Rolle Koordination oder Redaktion darf man ein Treffen festhalten"
    assert (answer.status_code, browser.alert.partition(";")[0]) == (403, told)
