"""The data protection officer's journey: an access request, an incident, retention, consents, an erasure, the proof."""

import json
from pathlib import Path

import pytest

from tests.journeys.living import (
    COORDINATOR,
    EDITOR,
    HOST,
    OFFICER,
    PRISON,
    VISIT,
    VISITOR,
    Exchange,
    begins,
    carries_on,
    visited,
)

pytestmark = pytest.mark.slow

TRAIN = "A notebook lay on a train"
DESK = "On the data protection officer's desk"
REFLECTION = f"Visitor reflection: {VISIT}"
WORDS = "They walk before they ask, and nobody carries a form."


def answer(exchange: Exchange, folder: Path) -> None:
    """Answer an access request with one command."""
    access = ("--kind", "access", "--received-on", "2017-05-02")
    asked = exchange.types(VISITOR, "request", "receive", "What is kept?", *access)
    waiting = f"2017-06-02 | Request for access, {VISITOR} | epex request answer request"
    assert exchange.waits(OFFICER) == {DESK: [waiting]}
    page = folder / "everything.html"
    exchange.program(OFFICER, "person", "show", VISITOR, "--everything", "--output", str(page))
    assert (WORDS in page.read_text("utf-8"), HOST in page.read_text("utf-8")) == (True, False)
    exchange.types(OFFICER, "request", "answer", asked, "Sent as one page.")
    page.unlink()
    assert exchange.waits(OFFICER) == {}


def take_time(exchange: Exchange) -> None:
    """Take the time that a request needs, and refuse what cannot be done."""
    wanted = ("--person", VISITOR, "--kind", "correction", "--received-on", "2017-05-02")
    asked = exchange.types(OFFICER, "request", "receive", "The minutes misquote him", *wanted)
    assert exchange.is_refused(COORDINATOR, "request", "refuse", asked, "--reason", "No") == (
        f"There is no '{asked}' that you may read; 'epex request list' shows what there is."
    )
    exchange.types(OFFICER, "request", "extend", asked, "--reason", "The minutes lie in another house")
    waiting = f"2017-08-02 | Request for correction, {VISITOR} | epex request answer request"
    assert exchange.waits(OFFICER) == {DESK: [waiting]}
    exchange.types(OFFICER, "request", "refuse", asked, "--reason", "They say what he says")
    shown = exchange.answer("request", "show", asked, acting_as=VISITOR)
    assert (shown["status"], exchange.waits(OFFICER)) == ("refused", {})


def follow_an_incident(exchange: Exchange) -> None:
    """Follow an incident to its end."""
    told = ("--noticed-on", "2017-05-03", "--affects", VISITOR)
    incident = exchange.types(HOST, "incident", "report", TRAIN, "It held two first names.", *told)
    assert exchange.sees(COORDINATOR, "incident", "list") == []
    assert exchange.waits(OFFICER) == {DESK: [f"2017-05-06 | {TRAIN} | epex incident assess incident"]}
    judged = ("--risk", "low", "--tell", "people", "--reason", "Handed in the same evening")
    exchange.types(OFFICER, "incident", "assess", incident, *judged)
    assert exchange.waits(OFFICER) == {DESK: [f"2017-05-06 | {TRAIN} | epex incident notify incident"]}
    exchange.types(OFFICER, "incident", "notify", incident, "--told", "people", "--on", "2017-05-04")
    exchange.types(OFFICER, "incident", "close", incident, "Loose sheets from now on.")
    assert exchange.waits(OFFICER) == {}
    [told] = exchange.answer("incident", "notices", acting_as=VISITOR)
    assert (told["title"], exchange.sees(EDITOR, "incident", "notices")) == (TRAIN, [])


def keep_no_longer_than_needed(exchange: Exchange) -> None:
    """Set how long things are kept, and see what is due."""
    why = ("--reason", "One year after the visit")
    exchange.types(OFFICER, "retention", "set", "reflection", "--months", "12", *why)
    assert exchange.waits(OFFICER) == {DESK: ["2018-03-20 | 1 thing was kept long enough | epex retention due"]}
    assert exchange.sees(OFFICER, "retention", "due") == [
        f"reflection  reflection  2018-03-20  ask {VISITOR}  {REFLECTION}"
    ]
    longer = ("--until", "2099", "--reason", "It is quoted in the book")
    exchange.types(OFFICER, "retention", "extend", REFLECTION, *longer)
    assert exchange.waits(OFFICER) == {}
    exchange.types(
        OFFICER, "retention", "set", "request", "--months", "120", "--reason", "Ten years, as the funder asks"
    )
    exchange.types(OFFICER, "retention", "lift", "request", "--reason", "The funder asks no more")
    assert [row["status"] for row in exchange.answer("retention", "list", acting_as=OFFICER)] == [
        "in force",
        "lifted",
    ]
    assert exchange.is_refused(COORDINATOR, "retention", "set", "person", "--months", "12", *why) == (
        "Only a data protection officer may decide how long things are kept; ask one of them to record it."
    )


def read_the_register(exchange: Exchange) -> None:
    """Read who agreed to what."""
    exchange.types(HOST, "element", "identify", "Evening round", "--core", "Two walk every Friday.")
    carries_on(exchange, OFFICER, "Evening round")
    exchange.types(COORDINATOR, "theme", "propose", "Beginnings that hold")
    exchange.types(EDITOR, "publication", "open", "What travels")
    exchange.types(EDITOR, "chapter", "outline", "What travels", "Beginnings", "--theme", "Beginnings that hold")
    quote = ("--quote", WORDS, "--chapter", "Beginnings", "--use", "anonymous")
    asked = exchange.types(EDITOR, "consent", "ask", exchange.types(EDITOR, "quote", "propose", REFLECTION, *quote))
    exchange.types(OFFICER, "consent", "give", asked, "--on-paper", "--reason", "Signed sheet in the safe, no 4")
    assert exchange.sees(OFFICER, "consent", "list") == [f"consent  given   {VISITOR}  {WORDS}  Anonymous quote"]


def erase(exchange: Exchange) -> None:
    """Erase a person, and prove that everything else still holds."""
    assert exchange.is_refused(COORDINATOR, "person", "erase", VISITOR, "--ground", "Asked for it") == (
        "Only a data protection officer may erase a person; ask one of them to record it."
    )
    certificate = exchange.program(OFFICER, "person", "erase", VISITOR, "--ground", "Asked for it in a letter")
    assert [certificate.splitlines()[line] for line in (2, -1)] == [
        "Ground                Asked for it in a letter",
        "It was found nowhere.",
    ]
    assert exchange.is_refused(OFFICER, "person", "show", VISITOR) == (
        f"There is no person '{VISITOR}' that you may read; 'epex person list' shows what there is."
    )
    assert f"person                           {PRISON}  an erased person" in exchange.sees(OFFICER, "person", "list")


def prove(exchange: Exchange) -> None:
    """Show that everything that is left still holds."""
    verdict = json.loads(exchange.program(OFFICER, "audit", "verify", "--json"))
    assert (verdict["ok"], verdict["faults"]) == (True, [])
    assert exchange.answer("search", "carries", acting_as=HOST)["total"] == 0
    assert exchange.sees(OFFICER, "consent", "list") == ["consent  given   an erased person  [erased]  Anonymous quote"]
    erasures = exchange.answer("audit", "log", "--type", "person.erased", acting_as=COORDINATOR)
    assert [erased["summary"].partition(",")[0] for erased in erasures] == [
        f"{OFFICER} (data protection officer) finished erasing a person"
    ]


def test_an_officer_answers_protects_erases_and_proves(exchange: Exchange, tmp_path: Path) -> None:
    visited(exchange)
    begins(exchange, OFFICER)
    answers = ("--answer", f"how={WORDS}", "--language", "en", "--occurred-on", "2017-03-20")
    exchange.types(VISITOR, "reflection", "record", VISIT, *answers, "--visibility", "network")

    answer(exchange, tmp_path)
    take_time(exchange)
    follow_an_incident(exchange)
    keep_no_longer_than_needed(exchange)
    read_the_register(exchange)
    assert exchange.answer("search", "carries", acting_as=HOST)["total"] == 1
    erase(exchange)
    prove(exchange)
