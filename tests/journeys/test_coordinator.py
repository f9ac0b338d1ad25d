"""The coordinator's journey: from an empty folder to a year of visits, a meeting that decides, and an export."""

import csv
from pathlib import Path

import pytest

from tests.journeys.living import COORDINATOR, HOST, HOUSE, LANE, NETWORK, OFFICER, PRISON, VISIT, VISITOR, Exchange

pytestmark = pytest.mark.slow

MATCH = f"{PRISON} visits {HOUSE}"
CLUB, NEWCOMER = "Harbour Club", "Noor Dahl"
UNMATCHED = f"{LANE} visits {HOUSE}"
CHALLENGE = "How do we begin an evening?"
THEME = "Evenings that begin well"
PLENARY = "Spring plenary"
STREET = """
name = "street"
title = "Street work"
original = "en"

[[questions]]
key = "begin"
en = "How do you begin?"

[[questions]]
key = "go_on"
en = "How do you go on?"
"""


def answered(form: str, answer: str) -> str:
    """Answer the second question of a form, and none of the others."""
    questions, end = form.split("[end of form]")
    head, why, how, *others = questions.split("[question ")
    parts = [head, f"{why}-\n", f"{how}{answer}\n", *(f"{other}-\n" for other in others)]
    return f"{'[question '.join(parts)}[end of form]{end}"


def gather(exchange: Exchange) -> None:
    """Bring the members of the network together, open its year, and hand the protection of data to somebody else."""
    exchange.types(COORDINATOR, "organisation", "revise", HOUSE, "--language", "no", "--language", "en")
    for name, country, kind in ((PRISON, "XK", "public_service"), (LANE, "GB", "ngo")):
        profile = ("--country", country, "--kind", kind, "--language", "en")
        exchange.types(COORDINATOR, "organisation", "add", "--name", name, *profile)
    for name, home in ((HOST, HOUSE), (VISITOR, PRISON)):
        exchange.types(COORDINATOR, "person", "add", "--name", name, "--organisation", home)
    exchange.types(COORDINATOR, "year", "open", "--purpose", "practice_transfer")
    officer = ("--name", OFFICER, "--organisation", HOUSE, "--role", "data_protection_officer")
    exchange.types(COORDINATOR, "person", "add", *officer)
    exchange.types(COORDINATOR, "person", "revise", COORDINATOR, "--role", "coordinator")


def part_with_one(exchange: Exchange) -> None:
    """See one member leave, and keep the colleague who found work elsewhere."""
    profile = ("--country", "DK", "--kind", "grassroots_volunteer")
    exchange.types(COORDINATOR, "organisation", "add", "--name", CLUB, *profile)
    exchange.types(COORDINATOR, "person", "add", "--name", NEWCOMER, "--organisation", CLUB)
    exchange.types(COORDINATOR, "person", "move", NEWCOMER, "--organisation", LANE, "--reason", "She found work there")
    exchange.types(COORDINATOR, "organisation", "leave", CLUB, "--occurred-on", "2017-01-31", "--reason", "It closed")
    assert exchange.sees(COORDINATOR, "organisation", "list")[-1] == (
        f"organisation  DK       grassroots volunteer  {CLUB} (left 2017-01-31)"
    )
    assert exchange.is_refused(COORDINATOR, "match", "offer", "A club on the quay", "--organisation", CLUB) == (
        "The organisation has left the network; choose one that is a member, or add it again."
    )


def choose_questions(exchange: Exchange) -> None:
    """Add questions of the network's own, try them, and go back to the five."""
    added = exchange.types(COORDINATOR, "questions", "add", "-", given=STREET)
    exchange.types(COORDINATOR, "questions", "adopt", "street", "--reason", "Two are answered sooner than five")
    in_force = [row["name"] for row in exchange.answer("questions", "list", acting_as=VISITOR) if row["in_force"]]
    assert (exchange.answer("questions", "show", "street")["id"], in_force) == (added, ["street"])
    exchange.types(COORDINATOR, "questions", "adopt", "epex", "--reason", "The members missed what does not work")
    assert exchange.is_refused(COORDINATOR, "questions", "adopt", "epex") == (
        "'epex' is in force already (version 1); choose another question set."
    )


def match(exchange: Exchange) -> None:
    """Find out who should meet, and let both sides say yes."""
    offer = ("--organisation", HOUSE, "--setting", "youth_work")
    exchange.types(COORDINATOR, "match", "offer", "How two go out on foot, every Friday evening", *offer)
    need = ("--organisation", PRISON, "--task", "Evenings on the wing", "--setting", "youth_work")
    exchange.types(COORDINATOR, "match", "need", "How to meet people on foot in the evening", *need)
    exchange.types(COORDINATOR, "match", "need", "How evenings on foot are paid for", "--organisation", LANE)
    assert exchange.sees(COORDINATOR, "match", "propose")[:9] == [
        MATCH,
        "  for      What one wants to learn, the other can show: evening, foot.",
        "           Both work in: youth work.",
        "           Both speak: en.",
        "           They work in different countries: NO and XK.",
        "           They have not visited each other before.",
        "           The host's offer has room for a visit.",
        "  to propose epex match propose --host organisation --visitor organisation",
        "",
    ]

    pair = ("--host", HOUSE, "--visitor", LANE, "--year", "1")
    exchange.types(COORDINATOR, "match", "propose", *pair, "--reason", "Both begin in the evening.")
    replacing = ("--side", "visitor", "--replacement", PRISON, "--reason", "Nobody can leave in spring")
    exchange.types(COORDINATOR, "match", "decline", UNMATCHED, *replacing)
    assert exchange.sees(COORDINATOR, "match", "list") == [
        f"match  declined  1               {UNMATCHED}",
        f"match  proposed  1               {MATCH}",
    ]
    asked = "How evenings on foot are paid for"
    exchange.types(COORDINATOR, "match", "withdraw", asked, "--reason", "Answered on the telephone")
    assert [row["status"] for row in exchange.answer("match", "needs")] == ["open", "withdrawn"]
    assert [row["status"] for row in exchange.answer("match", "offers")] == ["open"]
    heading, told = "Matches to accept or decline", "Prison Service South visits Youth House …"
    assert exchange.waits(COORDINATOR) == {}
    exchange.types(VISITOR, "match", "accept", MATCH)
    assert exchange.waits(COORDINATOR) == {heading: [f"{told} | epex match accept match"]}
    exchange.types(COORDINATOR, "match", "accept", MATCH)
    heading = "Matches to plan a visit from"
    assert exchange.waits(COORDINATOR) == {heading: [f"{told} | epex visit plan TITLE --year 1 --match match"]}


def visit(exchange: Exchange) -> None:
    """Plan the visit from the match, follow it to its end, and call another one off."""
    people, days = (
        ("--host-person", HOST, "--visitor", VISITOR),
        ("--starts-on", "2017-03-06", "--ends-on", "2017-03-07"),
    )
    place = ("--place", "Tromsø", "--place-precision", "country")
    exchange.types(COORDINATOR, "visit", "plan", VISIT, "--match", MATCH, *people, *days, *place)
    assert exchange.waits(COORDINATOR) == {}
    assert exchange.is_refused(COORDINATOR, "visit", "complete", VISIT, "--on", "2017-03-15") == (
        "The visit is planned, so nobody can complete it now; the next step is 'epex visit agree'."
    )

    later = ("visit", "postpone", VISIT, "--starts-on", "2017-03-13", "--ends-on", "2017-03-14")
    assert exchange.is_refused(COORDINATOR, *later) == (
        "The reason is missing; give it as it is, with --file FILE, or as - from standard input."
    )
    exchange.types(COORDINATOR, "visit", "postpone", *later[2:], "--reason", "The host is ill")
    exchange.types(COORDINATOR, "visit", "correct", VISIT, "--ends-on", "2017-03-15", "--reason", "A slip of the pen")
    exchange.types(HOST, "visit", "agree", VISIT, "--objectives", "See how an evening begins.")
    heading, told = "Agreements not signed by both sides", f"{VISIT} (not signed by the visitor)"
    assert exchange.waits(COORDINATOR) == {
        heading: [f"2017-03-13 | {told} | epex visit sign visit --signed-for visitor"]
    }
    exchange.types(COORDINATOR, "visit", "sign", VISIT, "--signed-for", "visitor")
    assert exchange.waits(COORDINATOR) == {}
    exchange.types(COORDINATOR, "visit", "prepare", VISIT, "--briefed", VISITOR)
    exchange.types(COORDINATOR, "visit", "start", VISIT, "--on", "2017-03-13")
    exchange.types(COORDINATOR, "visit", "complete", VISIT, "--on", "2017-03-15")
    exchange.types(COORDINATOR, "visit", "monitor", VISIT, "Both know where to begin.", "--unexpected", "Tea.")
    assert exchange.sees(COORDINATOR, "visit", "board") == [
        f"visit  monitored  2017-03-13 to 15  -          reflect  {VISIT}"
    ]

    other = ("--year", "1", "--host", PRISON, "--visitor", HOST, "--starts-on", "2017-09-04")
    exchange.types(COORDINATOR, "visit", "plan", "Evenings on the wing", *other)
    exchange.types(COORDINATOR, "visit", "cancel", "Evenings on the wing", "--reason", "The ministry gave no access")
    assert exchange.sees(COORDINATOR, "visit", "list") == [
        f"visit  monitored  2017-03-13   {HOUSE}     {VISIT}",
        f"visit  cancelled  2017-09-04   {PRISON}  Evenings on the wing",
    ]


def ask(exchange: Exchange, folder: Path) -> None:
    """Mail the questions to those who have not reflected yet, and read their answers back."""
    heading = "Reflections missing"
    missing = [
        f"2017-03-15 | {VISIT} (host: {HOST}) | epex form export person",
        f"2017-03-15 | {VISIT} (visitor: {VISITOR}) | epex form export person",
    ]
    assert exchange.waits(COORDINATOR)[heading] == missing
    for who, answer in ((HOST, "Vi går ut før vi spør om noe."), (VISITOR, "They walk the same streets every Friday.")):
        form = folder / "form.txt"
        exchange.sees(COORDINATOR, "form", "export", who, "--language", "en", "--output", str(form))
        form.write_text(answered(form.read_text("utf-8"), answer), "utf-8")
        exchange.sees(COORDINATOR, "form", "import", str(form))
        form.unlink()
    assert heading not in exchange.waits(COORDINATOR)
    assert exchange.sees(COORDINATOR, "reflection", "list") == []
    assert exchange.is_refused(COORDINATOR, "reflection", "show", f"Host reflection: {VISIT}") == (
        f"There is no reflection 'Host reflection: {VISIT}' that you may read; "
        "'epex reflection list' shows what there is."
    )


def decide(exchange: Exchange) -> None:
    """Hold a meeting that decides about a theme, and see why it decided so."""
    exchange.types(COORDINATOR, "challenge", "state", CHALLENGE, "--organisation", HOUSE)
    exchange.types(COORDINATOR, "theme", "propose", THEME, "--challenge", CHALLENGE)
    exchange.types(COORDINATOR, "theme", "link", THEME, VISIT, "--note", "Seen on three evenings")
    there = ("--attended", COORDINATOR, "--attended", HOST, "--attended", VISITOR)
    meeting = ("--held-on", "2017-05-16", "--place", "Graz", *there, "--agenda", "Themes", "--minutes", "Two for it.")
    exchange.types(COORDINATOR, "meeting", "hold", PLENARY, *meeting)
    exchange.types(
        COORDINATOR, "meeting", "correct", PLENARY, "--place", "Linz", "--reason", "Graz was the year before"
    )
    exchange.types(COORDINATOR, "theme", "discuss", THEME, "--forum", PLENARY, "--reason", "Both sides named it")
    vote = (THEME, "--forum", PLENARY, "--reason", "Seen on three evenings", "--method", "vote")
    assert exchange.is_refused(COORDINATOR, "theme", "adopt", *vote, "--for", "3", "--against", "1") == (
        "The votes come to 4, but the meeting notes 3 who attended; "
        "mend the figures, or note who else was there with 'epex meeting correct'."
    )
    exchange.types(
        COORDINATOR, "theme", "adopt", *vote, "--for", "2", "--against", "1", "--dissent", "One visit is little."
    )
    head, *history = exchange.sees(COORDINATOR, "theme", "history", THEME)
    assert (head, history[history.index(f"2017-05-16, discussed: {THEME} (recorded by {COORDINATOR})") :]) == (
        THEME,
        [
            f"2017-05-16, discussed: {THEME} (recorded by {COORDINATOR})",
            f"  Forum: {PLENARY}",
            "  Rationale: Both sides named it",
            f"  Organisation: {HOUSE}",
            f"2017-05-16, adopted: {THEME} (recorded by {COORDINATOR})",
            f"  Forum: {PLENARY}",
            "  Method: vote",
            "  Rationale: Seen on three evenings",
            "  Votes for: 2",
            "  Votes against: 1",
            "  Dissent: One visit is little.",
            f"  Organisation: {HOUSE}",
        ],
    )
    held = exchange.sees(COORDINATOR, "meeting", "show", PLENARY)
    assert [line for line in held if line.startswith(("Attended", "  2017"))] == [
        f"Attended     {COORDINATOR}, {HOST}, {VISITOR}",
        f"  2017-05-16, discussed: {THEME} (recorded by {COORDINATOR})",
        f"  2017-05-16, adopted: {THEME} (recorded by {COORDINATOR})",
    ]


def hand_over(exchange: Exchange, folder: Path) -> None:
    """Write a calendar for everybody, and hand over what is in the base."""
    exchange.program(COORDINATOR, "visit", "calendar", "--output", str(folder / "visits.ics"))
    calendar = (folder / "visits.ics").read_text("utf-8").splitlines()
    assert [line for line in calendar if line.startswith(("SUMMARY", "DTSTART", "STATUS"))] == [
        f"SUMMARY:{VISIT}",
        "DTSTART;VALUE=DATE:20170313",
        "STATUS:CONFIRMED",
        f"SUMMARY:{PLENARY}",
        "DTSTART;VALUE=DATE:20170516",
        "STATUS:CONFIRMED",
        "SUMMARY:Evenings on the wing",
        "DTSTART;VALUE=DATE:20170904",
        "STATUS:CANCELLED",
    ]
    exchange.program(COORDINATOR, "export", "--output", str(folder / "handover"))
    with (folder / "handover" / "visits.csv").open(encoding="utf-8", newline="") as table:
        assert [(row["title"], row["status"]) for row in csv.DictReader(table)] == [
            (VISIT, "monitored"),
            ("Evenings on the wing", "cancelled"),
        ]
    events = (folder / "handover" / "events.ndjson").read_text("utf-8").splitlines()
    assert sum('"type":"theme.adopted"' in event for event in events) == 1
    assert sum("Vi går ut" in event for event in events) == 0


def test_a_coordinator_leads_a_year_from_an_empty_folder_to_an_export(tmp_path: Path) -> None:
    exchange = Exchange(tmp_path / "base")

    first = ("--network", NETWORK, "--person", COORDINATOR, "--organisation", HOUSE, "--country", "NO")
    made = exchange.program("", "init", str(exchange.folder), *first)
    assert made.startswith(f"{exchange.folder} is a knowledge base now.")
    assert exchange.waits(COORDINATOR) == {}

    gather(exchange)
    part_with_one(exchange)
    choose_questions(exchange)
    match(exchange)
    visit(exchange)
    ask(exchange, tmp_path)
    decide(exchange)
    hand_over(exchange, tmp_path)

    assert exchange.program(COORDINATOR).splitlines() == [
        f"{NETWORK}, as {COORDINATOR}",
        "Nothing waits for you. 'epex search WORD' finds what others learned; 'epex --help' shows the rest.",
    ]
