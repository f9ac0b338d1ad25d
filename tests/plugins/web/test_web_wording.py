"""The site's words: every one of them in each language, and the reader's own dates and numbers."""

import re
from itertools import chain

import pytest

from epex.core import vocabulary
from epex.plugins.builtin.web import labels, terms
from epex.plugins.builtin.web.wording import WORDED, best_language, country, gettext, number, term, tongue
from tests.plugins.web import words

PLACES = re.compile(r"%\(\w+\)s")


@pytest.mark.parametrize("language", WORDED[1:])
def test_a_catalogue_says_everything_that_the_site_says(language: str) -> None:
    """After a change: `python -m tests.plugins.web.words`, then fill in what is empty."""
    assert words.path(language).read_bytes() == words.written(language)
    assert [message.id for message in words.read(language) if message.id and not all(forms(message.string))] == []


@pytest.mark.parametrize("language", WORDED[1:])
def test_a_catalogue_keeps_the_places_of_what_is_filled_in(language: str) -> None:
    for message in words.read(language):
        if message.id:
            asked = {frozenset(PLACES.findall(form)) for form in forms(message.id)}
            assert {frozenset(PLACES.findall(form)) for form in forms(message.string)} <= asked


def forms(said: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """List the forms of a message, for one and for many."""
    return (said or "",) if isinstance(said, str) or said is None else tuple(said)


@pytest.mark.parametrize(
    ("accepted", "own", "chosen"),
    [
        ("", "", "en"),
        ("", "fr", "fr"),
        ("de-AT,de;q=0.9,en;q=0.8", "en", "de"),
        ("xx,ar;q=0.5", "en", "ar"),
        ("en;q=0.1,fr;q=0.7", "", "fr"),
        ("de;q=0", "en", "en"),
        ("../../etc,*;q=x", "en", "en"),
    ],
)
def test_the_language_is_what_the_browser_asks_for_first(accepted: str, own: str, chosen: str) -> None:
    assert best_language(accepted, own) == chosen


def test_words_that_are_in_no_catalogue_are_english() -> None:
    assert (gettext("Search", "de"), gettext("Search", "ar"), gettext("", "de")) == ("Suchen", "Search", "")


def test_terms_are_plain_words() -> None:
    assert (term("family_counselling"), term("family_counselling", "de")) == ("family counselling", "Familienberatung")


def test_every_word_of_the_vocabulary_that_is_shown_is_in_the_catalogues() -> None:
    shown = chain(
        *(vocabulary.SETTINGS, vocabulary.PURPOSES, vocabulary.PREVENTION_LEVELS, vocabulary.STANCES),
        *(vocabulary.EVIDENCE_LEVELS, vocabulary.LABELS, vocabulary.TRANSFER_LEVELS, vocabulary.TRANSFER_DECISIONS),
        *(vocabulary.TRANSFER_RESULTS, vocabulary.REVIEW_OUTCOMES, vocabulary.RATINGS, vocabulary.METHODS),
        *(vocabulary.ROLES, vocabulary.SIDES, terms.SUBJECTS),
    )

    assert [code for code in shown if code.replace("_", " ") not in terms.SAID] == []


def test_the_criteria_of_a_transfer_are_those_of_the_vocabulary() -> None:
    assert tuple(code for code, _ in labels.CRITERIA) == vocabulary.CRITERIA


def test_countries_languages_and_numbers_are_those_of_the_reader() -> None:
    assert (country("XK", "de"), tongue("ar", "fr"), number(1234, "de")) == ("Kosovo", "arabe", "1.234")


def test_english_terms_are_spelt_with_their_hyphens() -> None:
    assert [term("multi_agency"), term("peer_reviewed"), term("multi_agency", "de")] == [
        "multi-agency",
        "peer-reviewed",
        "Zusammenarbeit mehrerer Stellen",
    ]
