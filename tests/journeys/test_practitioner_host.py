"""The journey of a practitioner who hosts: agrees, reflects in Norwegian from a file, revises, releases, says no."""

from pathlib import Path

import pytest

from tests.journeys.living import (
    COORDINATOR,
    EDITOR,
    EVALUATOR,
    HOST,
    HOUSE,
    PRISON,
    REVIEWER,
    VISIT,
    VISITOR,
    Exchange,
)

LATE = "after 12 months; after 3 and 6 months nothing was written"

pytestmark = pytest.mark.slow

REFLECTION = f"Host reflection: {VISIT}"
WORDS = "Vi går ut før vi spør om noe."
ELEMENT = "Out before asking"
MATCH, CUT = f"{PRISON} visits {HOUSE}", "Prison Service South visits Youth House …"
DAYS = ("--starts-on", "2017-03-13", "--ends-on", "2017-03-15")
CHALLENGE, THEME, PLENARY = "How do we begin an evening?", "Beginnings that hold", "Spring plenary"
TRANSFER = f"{ELEMENT} → {PRISON}"
DOOR = "Two at the door"
TAKEN = f"{DOOR} → {HOUSE}"
MOVING, USED = "Visits to move on", "Where your lessons are used"
LATER = {
    "Follow-ups to write": [
        f"2018-03-15 | {VISIT} ({LATE}) | epex reflection record visit --follow-up 12",
    ]
}
IN_ELEMENT = f"{ELEMENT} (element, in support) | epex element show element"
UNREVIEWED = "The wording of these questions in 'no' is a translation that nobody has reviewed yet."
FILE = f"""---
visit: {VISIT}
language: no
---
## Hvordan gjør vi det i praksis?
{WORDS}

## what_does_not_work
Vi glemmer de som ikke er ute om kvelden.
"""


def find_a_visitor(exchange: Exchange) -> None:
    """Offer what the house can show, and plan a visit when the other side has said yes too."""
    exchange.types(HOST, "match", "offer", "How two go out on foot, every Friday evening", "--setting", "youth_work")
    exchange.types(VISITOR, "match", "need", "How to meet people on foot", "--task", "Evenings on the wing")
    assert exchange.is_refused(HOST, "match", "offer", "Their wing", "--organisation", PRISON) == (
        "Only a coordinator may offer a visit to another organisation; ask one of them to record it."
    )
    exchange.types(
        HOST, "match", "propose", "--host", HOUSE, "--visitor", PRISON, "--year", "1", "--reason", "Evenings"
    )
    assert exchange.waits(HOST) == {}
    exchange.types(VISITOR, "match", "accept", MATCH)
    assert exchange.waits(HOST) == {"Matches to accept or decline": [f"{CUT} | epex match accept match"]}
    exchange.types(HOST, "match", "accept", MATCH)
    planning = [f"{CUT} | epex visit plan TITLE --year 1 --match match"]
    assert exchange.waits(HOST) == {"Matches to plan a visit from": planning}
    people = ("--host-person", HOST, "--visitor", VISITOR)
    exchange.types(HOST, "visit", "plan", VISIT, "--match", MATCH, *people, *DAYS)


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
    broken_off = exchange("reflection", "record", VISIT, "--prompt", given="Fordi de er ute.\n", acting_as=HOST)
    assert "What you wrote is kept; go on with: epex reflection record" in broken_off.stderr
    assert [row["title"] for row in exchange.answer("reflection", "drafts", acting_as=HOST)] == [VISIT]
    exchange.sees(HOST, "reflection", "drafts", "--discard", VISIT)
    written = folder / "reflection.md"
    written.write_text(FILE, "utf-8")
    exchange.program(HOST, "reflection", "record", "--file", str(written))
    assert exchange.waits(HOST) == LATER
    assert exchange.sees(HOST, "reflection", "pair", VISIT) == [
        VISIT,
        f"Host      {HOST}, in no [reflection]",
        "Nothing from the visitor that you may read.",
        UNREVIEWED,
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
    exchange.types(HOST, "questions", "sign", "epex", "--language", "no")
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


def be_heard(exchange: Exchange) -> None:
    """State a challenge, propose a theme, and hear what the plenary makes of it."""
    exchange.types(HOST, "challenge", "state", CHALLENGE)
    exchange.types(HOST, "theme", "propose", THEME, "--challenge", CHALLENGE)
    exchange.types(HOST, "theme", "link", THEME, VISIT, "--stance", "contradicts", "--note", "It rained, nobody came")
    assert exchange.is_refused(HOST, "theme", "adopt", THEME, "--reason", "I proposed it") == (
        "Only a coordinator or editor may record theme decisions; ask one of them to record it."
    )
    exchange.types(COORDINATOR, "meeting", "hold", PLENARY, "--held-on", "2017-05-16", "--attended", HOST)
    exchange.types(COORDINATOR, "theme", "discuss", THEME, "--forum", PLENARY, "--reason", "Named by the hosts")
    exchange.types(COORDINATOR, "theme", "park", THEME, "--forum", PLENARY, "--reason", "One visit is little")
    assert exchange.sees(HOST, "theme", "list") == [f"theme  parked  {THEME}"]
    assert "    Rationale: One visit is little" in exchange.sees(HOST, "audit", "why", THEME)


def keep_looking(exchange: Exchange) -> None:
    """Save a search, to know when there is something of one's own kind of work."""
    asked = ("search", "asking before doing", "--kind", "element", "--save", "Asking")
    assert exchange.answer(*asked, acting_as=HOST)["total"] == 0


def find_news(exchange: Exchange) -> None:
    """See what is new in the saved search, once, and let it go; nobody else has it."""
    assert [(row["title"], row["new"]) for row in exchange.answer("searches", "list", acting_as=HOST)] == [
        ("Asking", 1)
    ]
    assert exchange.sees(HOST, "search", "--saved", "Asking")[0].startswith("element, new  Out before asking")
    assert exchange.sees(HOST, "search", "--saved", "Asking")[0].startswith("element  Out before asking")
    assert exchange.answer("searches", "list", acting_as=VISITOR) == []
    exchange.types(HOST, "searches", "remove", "Asking", "--reason", "It is ours")
    assert exchange.answer("searches", "list", acting_as=HOST) == []


def be_used(exchange: Exchange) -> None:
    """Learn where the lesson is used, when others have used it."""
    assert exchange.waits(HOST) == LATER

    exchange.types(HOST, "element", "identify", ELEMENT, "--core", "Go out first, ask later.")
    exchange.types(HOST, "element", "describe", ELEMENT, "--providers", "Two colleagues", "--risks", "Rain")
    exchange.types(HOST, "element", "note-condition", ELEMENT, "The city has to know who walks.")
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


def give_and_take(exchange: Exchange) -> None:
    """Say how it is at home for somebody who takes it over, and take over what others do."""
    exchange.types(VISITOR, "transfer", "consider", ELEMENT, "--to", PRISON, "--reason", "Two wings asked")
    filling = [f"{TRANSFER} | epex transfer grid transfer --side source"]
    assert exchange.waits(HOST) == {**LATER, "Grids to fill": filling, USED: exchange.waits(HOST)[USED]}
    exchange.types(HOST, "transfer", "compare", TRANSFER, "--rate", "environment.law=fits")
    assert exchange.is_refused(HOST, "transfer", "compare", TRANSFER, "--side", "receiving") == (
        "Only a coordinator may fill the receiving grid for another organisation; ask one of them to record it."
    )

    exchange.types(EDITOR, "element", "identify", DOOR, "--core", "Two open the door together.")
    exchange.types(HOST, "transfer", "consider", DOOR, "--reason", "One of us stands there alone")
    for who in (HOST, COORDINATOR):
        side = "receiving" if who == HOST else "source"
        exchange.types(who, "transfer", "compare", TAKEN, "--side", side, "--rate", "population.needs=fits")
    exchange.types(HOST, "transfer", "anticipate", TAKEN, "--decision", "try", "--reason", "It costs an hour")
    exchange.types(HOST, "transfer", "pilot", TAKEN, "--starts-on", "2017-09", "--ends-on", "2017-12")
    exchange.types(HOST, "transfer", "evaluate", TAKEN, "More of them came in", "--result", "worked")
    exchange.types(HOST, "transfer", "sustain", TAKEN, "--reason", "Nobody wants to stand alone again")
    assert [(row["title"], row["status"]) for row in exchange.answer("transfer", "list", acting_as=EDITOR)] == [
        (TRANSFER, "considered"),
        (TAKEN, "sustained"),
    ]


def be_asked(exchange: Exchange) -> None:
    """Talk to the evaluator, of which nobody else learns, and read what the evaluation found."""
    exchange.types(EVALUATOR, "interview", "record", "--person", HOST, "--year", "1", "We forget those at home.")
    assert exchange.sees(HOST, "interview", "list") == []
    exchange.types(EVALUATOR, "finding", "state", "Hosts learn as much", "--kind", "change", "--year", "1")
    assert exchange.sees(HOST, "finding", "list") == ["finding  change  1     stated  Hosts learn as much"]


def say_no(exchange: Exchange) -> None:
    """Refuse to be quoted."""
    exchange.types(EDITOR, "publication", "open", "What travels")
    exchange.types(EDITOR, "chapter", "outline", "What travels", "Beginnings", "--theme", THEME)
    quote = ("--quote", WORDS, "--chapter", "Beginnings", "--use", "attributed")
    asked = exchange.types(EDITOR, "consent", "ask", exchange.types(EDITOR, "quote", "propose", REFLECTION, *quote))
    in_book = "Vi går ut før vi spør om noe. (quote, … | epex quote show quote"
    in_transfer = "Out before asking → Prison Service South … | epex transfer show transfer"
    asking = {
        "Consents asked of you": [
            "Attributed quote: Vi går ut før vi spør om … (in all editions) | epex consent show consent"
        ]
    }
    assert exchange.waits(HOST) == {**LATER, **asking, USED: [IN_ELEMENT, in_book, in_transfer]}

    exchange.types(HOST, "consent", "refuse", asked, "--reason", "Everybody would know who said it")
    assert exchange.waits(HOST) == {**LATER, USED: [IN_ELEMENT, in_book, in_transfer]}
    assert exchange.sees(HOST, "consent", "list") == [f"consent  refused  {HOST}  {WORDS}  Attributed quote"]


def take_back(exchange: Exchange) -> None:
    """Take the reflection back after all: its words are gone wherever they were used."""
    refused = exchange.is_refused(VISITOR, "reflection", "withdraw", REFLECTION, "--reason", "No", "--yes")
    assert refused == "Only its author may withdraw a reflection; ask the person whose words they are."
    exchange.sees(HOST, "reflection", "withdraw", REFLECTION, "--reason", "Too many know the street", "--yes")
    assert exchange.answer("search", "spør", acting_as=COORDINATOR)["total"] == 0
    linked = exchange.sees(COORDINATOR, "element", "show", ELEMENT)
    assert [line for line in linked if WORDS in line] == []
    assert exchange.waits(HOST) == LATER


def test_a_host_reflects_is_used_and_says_no(exchange: Exchange, tmp_path: Path) -> None:
    find_a_visitor(exchange)
    agree(exchange)
    reflect(exchange, tmp_path)
    say_it_better(exchange)
    be_heard(exchange)
    keep_looking(exchange)
    be_used(exchange)
    find_news(exchange)
    be_reviewed(exchange)
    give_and_take(exchange)
    be_asked(exchange)
    say_no(exchange)
    take_back(exchange)
