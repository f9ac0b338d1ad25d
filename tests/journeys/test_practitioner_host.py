"""The journey of a practitioner who hosts: agrees, reflects in Norwegian from a file, revises, releases, says no."""

from pathlib import Path

import pytest

from tests.journeys.living import (
    COORDINATOR,
    EDITOR,
    HOST,
    HOUSE,
    REVIEWER,
    VISIT,
    VISITOR,
    Exchange,
    planned,
)

LATE = "after 12 months; after 3 and 6 months nothing was written"

pytestmark = pytest.mark.slow

REFLECTION = f"Host reflection: {VISIT}"
WORDS = "Vi går ut før vi spør om noe."
ELEMENT = "Out before asking"
MOVING, USED = "Visits to move on", "Where your lessons are used"
LATER = {
    "Follow-ups to write": [
        f"2018-03-15 | {VISIT} ({LATE}) | epex reflection record visit --follow-up 12",
    ]
}
IN_ELEMENT = f"{ELEMENT} (element, in support) | epex element show element"
FILE = f"""---
visit: {VISIT}
language: no
---
## Hvordan gjør vi det i praksis?
{WORDS}

## what_does_not_work
Vi glemmer de som ikke er ute om kvelden.
"""


def agree(exchange: Exchange) -> None:
    """Sign what the visitor wants to learn, and carry the visit out."""
    assert exchange.waits(HOST) == {MOVING: [f"2017-03-13 | {VISIT} | epex visit agree visit"]}

    exchange.types(HOST, "visit", "agree", VISIT, "--objectives", "See how an evening begins.")
    assert exchange.waits(HOST) == {MOVING: [f"2017-03-13 | {VISIT} | epex visit prepare visit"]}
    exchange.types(VISITOR, "visit", "sign", VISIT)
    exchange.types(HOST, "visit", "prepare", VISIT, "--briefed", VISITOR)
    exchange.types(HOST, "visit", "start", VISIT, "--on", "2017-03-13")
    exchange.types(HOST, "visit", "complete", VISIT, "--on", "2017-03-15")
    reflecting = {"Visits to reflect on": [f"2017-03-15 | {VISIT} | epex reflection record visit"]}
    assert exchange.waits(HOST) == {**reflecting, MOVING: [f"{VISIT} | epex visit monitor visit"], **LATER}
    exchange.types(HOST, "visit", "monitor", VISIT, "Two colleagues saw how it begins.")
    assert exchange.waits(HOST) == {**reflecting, **LATER}


def reflect(exchange: Exchange, folder: Path) -> None:
    """Hand in a file, and see both sides of each question when the visitor has answered too."""
    written = folder / "reflection.md"
    written.write_text(FILE, "utf-8")
    exchange.program(HOST, "reflection", "record", "--file", str(written))
    assert exchange.waits(HOST) == LATER
    assert exchange.sees(HOST, "reflection", "pair", VISIT) == [
        VISIT,
        f"Host      {HOST}, in no [reflection]",
        "Nothing from the visitor that you may read.",
        "",
        "Hvordan gjør vi det i praksis?",
        f"Host      {WORDS}",
        "Visitor   -",
        "",
        "Hva fungerer ikke, og hvorfor?",
        "Host      Vi glemmer de som ikke er ute om kvelden.",
        "Visitor   -",
    ]

    exchange.types(VISITOR, "reflection", "record", VISIT, "--answer", "how=They walk before they ask.")
    assert exchange.sees(HOST, "reflection", "pair", VISIT)[2:7] == [
        f"Visitor   {VISITOR}, it reads like en [reflection]",
        "",
        "Hvordan gjør vi det i praksis?",
        f"Host      {WORDS}",
        "Visitor   They walk before they ask.",
    ]


def say_it_better(exchange: Exchange) -> None:
    """Revise and translate, and let the network read it; the coordinator could not before."""
    better = "what_does_not_work=Vi glemmer dem som ikke er ute om kvelden, og det er de fleste."
    exchange.types(HOST, "reflection", "revise", REFLECTION, "--answer", better, "--reason", "It was too kind")
    english = "how=We go out before we ask anything."
    exchange.types(HOST, "reflection", "translate", REFLECTION, "--language", "en", "--answer", english)
    assert exchange.sees(COORDINATOR, "reflection", "list") == []
    exchange.types(HOST, "reflection", "release", REFLECTION, "--visibility", "network")
    assert exchange.answer("reflection", "list", acting_as=COORDINATOR)[0]["title"] == REFLECTION
    assert exchange.sees(COORDINATOR, "reflection", "show", REFLECTION)[-8:] == [
        "Hvordan gjør vi det i praksis?",
        f"  {WORDS}",
        "",
        "Hva fungerer ikke, og hvorfor?",
        "  Vi glemmer dem som ikke er ute om kvelden, og det er de fleste.",
        "",
        "Translations",
        f"  en, by {HOST}",
    ]


def be_used(exchange: Exchange) -> None:
    """Learn where the lesson is used, when others have used it."""
    assert exchange.waits(HOST) == LATER

    name = ("--core", "Go out first, ask later.", "--organisation", HOUSE)
    exchange.types(COORDINATOR, "element", "identify", ELEMENT, *name)
    exchange.types(COORDINATOR, "element", "link", ELEMENT, REFLECTION, "--quote", WORDS)
    assert exchange.waits(HOST) == {**LATER, USED: [IN_ELEMENT]}
    assert exchange.sees(HOST, "reflection", "uses") == [
        REFLECTION,
        "  reflection",
        f"    element {ELEMENT}, in support [element]",
        f"      “{WORDS}”",
    ]


def be_reviewed(exchange: Exchange) -> None:
    """Agree to a reviewer of the house's own element, and read the review that nobody else reads."""
    exchange.types(COORDINATOR, "element", "label", ELEMENT, "shared")
    exchange.types(EDITOR, "element", "request-review", ELEMENT, "--reviewer", REVIEWER)
    asked = f"Review of {ELEMENT}, by {REVIEWER} | epex element agree-review element"
    assert exchange.waits(HOST) == {**LATER, "Reviewers to agree to": [asked], USED: [IN_ELEMENT]}
    exchange.types(HOST, "element", "agree-review", ELEMENT)
    assert exchange.waits(HOST) == {**LATER, USED: [IN_ELEMENT]}

    told = "It holds where two can go out together."
    exchange.types(REVIEWER, "element", "review", ELEMENT, told, "--outcome", "confirmed")
    review = exchange.answer("review", "show", f"Review of {ELEMENT}", acting_as=HOST)
    assert (review["outcome"], review["text"]) == ("confirmed", told)
    assert exchange.sees(VISITOR, "review", "list") == []
    assert exchange.sees(VISITOR, "element", "list") == [f"element  peer reviewed  {HOUSE}  {ELEMENT}"]


def say_no(exchange: Exchange) -> None:
    """Refuse to be quoted."""
    exchange.types(EDITOR, "theme", "propose", "Beginnings that hold")
    exchange.types(EDITOR, "publication", "open", "What travels")
    exchange.types(EDITOR, "chapter", "outline", "What travels", "Beginnings", "--theme", "Beginnings that hold")
    quote = ("--quote", WORDS, "--chapter", "Beginnings", "--use", "attributed")
    asked = exchange.types(EDITOR, "consent", "ask", exchange.types(EDITOR, "quote", "propose", REFLECTION, *quote))
    in_book = "Vi går ut før vi spør om noe. (quote, … | epex quote show quote"
    asking = {
        "Consents asked of you": [
            "Attributed quote: Vi går ut før vi spør om … (in all editions) | epex consent show consent"
        ]
    }
    assert exchange.waits(HOST) == {**LATER, **asking, USED: [IN_ELEMENT, in_book]}

    exchange.types(HOST, "consent", "refuse", asked, "--reason", "Everybody would know who said it")
    assert exchange.waits(HOST) == {**LATER, USED: [IN_ELEMENT, in_book]}
    assert exchange.sees(HOST, "consent", "list") == [f"consent  refused  {HOST}  {WORDS}  Attributed quote"]


def test_a_host_reflects_is_used_and_says_no(exchange: Exchange, tmp_path: Path) -> None:
    planned(exchange)

    agree(exchange)
    reflect(exchange, tmp_path)
    say_it_better(exchange)
    be_used(exchange)
    be_reviewed(exchange)
    say_no(exchange)
