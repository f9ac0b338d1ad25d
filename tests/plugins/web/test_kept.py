"""All that is kept about somebody, in the language of the reader: every part of it, and nothing left out."""

from typing import Any

import pytest

from epex.app.access import gathering
from epex.app.access.masking import ANOTHER
from epex.core import catalogue
from epex.core.log.registry import shape_of
from epex.plugins.builtin.web.kept import facts, recorded, worded
from epex.plugins.builtin.web.labels import LABELS, label
from epex.plugins.builtin.web.naming import told
from epex.plugins.builtin.web.wording import WORDED, gettext
from epex.projections.timeline import plain_fields
from tests.plugins.web.visiting import Site

OFFICER, MEMBER = "Orla Keaveney", "Gisela Trautwein-Haas"


def test_every_part_of_every_event_has_a_label() -> None:
    kinds: list[Any] = [kind for subject in catalogue.SUBJECTS for kind in catalogue.event_classes(subject)]
    parts = {name for kind in kinds for name in (*plain_fields(kind), *shape_of(kind).sealed)}

    assert sorted(parts - LABELS.keys()) == []


@pytest.mark.parametrize("language", WORDED[1:])
def test_every_note_is_told_in_the_language_of_the_reader(language: str) -> None:
    notes = (*gathering.NOTES, gathering.TELLERS_SEALED, ANOTHER)

    assert [note for note in notes if told(note, language) == note] == []


def test_a_part_that_nobody_knows_is_marked_as_english() -> None:
    assert label("shoe_size", "de") == '<span lang="en">Shoe size</span>'
    assert label("held_on", "de") == gettext("Held on", "de")


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("held_on", "2016-02-23", "23. Februar 2016"),
        ("language", "ar", "Arabisch"),
        ("translations", ["en", "ar"], "Englisch, Arabisch"),
        ("name_preference", "role_only", "nur die Rolle"),
        ("illustrative", True, "ja"),
        ("attended", ["Cem", ANOTHER, ANOTHER], "<bdi>Cem</bdi>, 2 andere Personen"),
        ("attended", [ANOTHER, "Cem"], "<bdi>[eine andere Person]</bdi>, <bdi>Cem</bdi>"),
        ("labels", {"en": "<b>", "de": "Tee"}, "Englisch: <bdi>&lt;b&gt;</bdi>; Deutsch: <bdi>Tee</bdi>"),
        (
            "consents",
            [{"id": "consent-1", "title": "Translation", "status": "given"}],
            "<bdi>Übersetzung</bdi>; Stand: gegeben",
        ),
    ],
)
def test_codes_are_said_and_words_stay(name: str, value: object, expected: str) -> None:
    assert worded(name, value, "de") == expected


def test_what_a_row_refers_to_is_named_and_empty_parts_are_left_out() -> None:
    row = {"id": "theme-1", "title": "A", "owner": "person-1", "owner_title": "Cem", "risk": "", "what_to_do": "epex"}

    assert list(facts(row)) == [("Owner", "<bdi>Cem</bdi>")]


def test_what_was_typed_in_for_another_person_says_so() -> None:
    event = {"type": "reflection.recorded", "summary": f"Cem recorded a reflection for {ANOTHER}"}

    assert recorded(event, "de").endswith("hat die Reflexion festgehalten</span> ([eine andere Person])")


@pytest.mark.parametrize("language", WORDED[1:])
def test_the_page_holds_all_of_it_in_the_language_of_the_reader(reading: Site, language: str) -> None:
    identity = reading.people[MEMBER]
    kept = reading.ask(MEMBER, "person", "show", "--everything", "--", identity)
    browser = reading.member(MEMBER)
    shown = browser.get(f"/people/{identity}/everything", **{"Accept-Language": language}).text

    assert shown.count('<a class="when"') == len(kept["events"]) + len(kept["mentions"])
    assert '<span lang="en"' not in shown


def test_the_parts_of_an_event_have_labels(reading: Site) -> None:
    browser = reading.member(OFFICER)
    meeting = next(row for row in reading.ask(OFFICER, "audit", "log") if row["type"] == "meeting.held")
    browser.get(f"/audit/events/{meeting['position']}", **{"Accept-Language": "de"})

    assert "Stattgefunden am" in browser.main


def test_the_codes_of_an_event_are_said(reading: Site) -> None:
    browser = reading.member(OFFICER)
    visit = next(row for row in reading.ask(OFFICER, "audit", "log") if row["type"] == "visit.planned")
    browser.get(f"/audit/events/{visit['position']}", **{"Accept-Language": "de"})

    assert "Zweck Kennenlernen" in browser.main
    assert "Ebene tertiär" in browser.main
