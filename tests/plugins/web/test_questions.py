"""The questions of reflections, in the language of whoever reads them."""

from typing import Any

import pytest

from tests.plugins.web.visiting import Site

COORDINATOR, AUTHOR = "Orla Keaveney", "Denise Hartley-Owusu"
GERMAN = """
name = "strasse"
title = "Auf der Straße"
original = "de"

[[questions]]
key = "anfang"
de = "Wie fängt es an?"
"""


def written(site: Site) -> Any:
    """Find a reflection on a visit, with the questions that came with the program."""
    rows = [row["id"] for row in site.ask(COORDINATOR, "reflection", "list") if row["about"].startswith("visit-")]
    shown = (site.ask(COORDINATOR, "reflection", "show", row) for row in rows)
    return next(one for one in shown if one["question_set"] == "epex" and one["answers"].get("why"))


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_questions_stand_in_the_language_of_the_page(reading: Site, language: str) -> None:
    browser, row = reading.member(COORDINATOR), written(reading)
    asked = reading.ask(COORDINATOR, "questions", "show", "epex")
    why = next(one for one in asked["wordings"] if one["key"] == "why")
    for path, level in ((f"/reflections/{row['id']}", 2), (f"/visits/{row['about']}", 3)):
        page = browser.get(path, **{"Accept-Language": language}).text

        assert f'<h{level} dir="auto" lang="{language}">{why[language]}</h{level}>' in page
    page = browser.get(f"/reflections/{row['id']}/translate", **{"Accept-Language": language}).text

    assert f'<fieldset aria-label="{why[language]}">' in page


def test_questions_that_nobody_vouches_for_stand_as_the_base_words_them(reading: Site) -> None:
    asked = reading.ask(COORDINATOR, "questions", "show", "epex")
    assert asked["unreviewed"] == ["sr"]
    row = written(reading)
    page = reading.member(COORDINATOR).get(f"/reflections/{row['id']}", **{"Accept-Language": "sr"}).text

    assert f'<h2 dir="auto">{row["questions"][0]["question"]}</h2>' in page


def test_questions_are_put_as_they_were_written_where_they_are_in_nothing_else(site: Site) -> None:
    site.served.call(["questions", "add", "-"], person=site.people[COORDINATOR], text=GERMAN)
    site.ask(COORDINATOR, "questions", "adopt", "strasse")
    visit = next(row for row in site.ask(AUTHOR, "visit", "list") if row["title"].startswith("Kitchen tables"))
    browser = site.member(AUTHOR)

    assert browser.get(f"/reflect/{visit['id']}/3").status_code == 200
    assert "Wie fängt es an?" in browser.shown
