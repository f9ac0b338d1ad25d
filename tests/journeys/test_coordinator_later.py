"""The coordinator's journey goes on: plenaries change their minds, a report is run, two branches come together."""

from pathlib import Path

import pytest

from tests.journeys.living import COORDINATOR, HOST, HOUSE, LANE, OFFICER, PRISON, VISIT, VISITOR, Exchange, visited

pytestmark = pytest.mark.slow

REFLECTION = f"Visitor reflection: {VISIT}"
WORDS = "They walk before they ask."
CHALLENGE = "How do we begin an evening?"
EVENINGS, STEPS, BEGINNINGS = "Evenings that begin well", "First steps outside", "Beginnings"
OUTSIDE, WING = "Outside", "On the wing"
HELD = "Held back by a merge, to be decided on"
GOODBYES = "Saying goodbye"
ROUND, WALK = "Evening round", "Friday walk"
PLENARY = "Spring plenary"
HERE = ("--forum", PLENARY)
ROWS = "id,name,country,kind,language\no1,Harbour Club,DK,grassroots_volunteer,da\n"
MAPPING = """
[columns]
id = "id"
name = "name"
country = "country"
kind = "kind"
languages = "language"

[values]
source = "the list of members"
"""


def share(exchange: Exchange) -> None:
    """Note who has the same challenge, and what was seen of it."""
    exchange.types(COORDINATOR, "challenge", "state", CHALLENGE, "--organisation", HOUSE)
    exchange.types(COORDINATOR, "challenge", "share", CHALLENGE, "--organisation", PRISON)
    assert exchange.is_refused(COORDINATOR, "challenge", "share", CHALLENGE, "--organisation", PRISON) == (
        "The organisation shares this challenge already; name another one."
    )
    exchange.types(VISITOR, "challenge", "link", CHALLENGE, REFLECTION, "--quote", WORDS)
    exchange.types(VISITOR, "challenge", "link", CHALLENGE, VISIT)
    why = ("--reason", "The visit as such says nothing of it")
    exchange.types(COORDINATOR, "challenge", "unlink", CHALLENGE, VISIT, *why)
    page = exchange.answer("challenge", "show", CHALLENGE)
    assert [linked["passage"] for linked in page["evidence"]] == [WORDS]


def change_their_minds(exchange: Exchange) -> None:
    """Let plenaries park, merge, reject, take up again and split what members propose."""
    exchange.types(HOST, "theme", "propose", EVENINGS, "--challenge", CHALLENGE)
    exchange.types(HOST, "theme", "link", EVENINGS, VISIT, "--note", "Three evenings")
    exchange.types(VISITOR, "theme", "propose", STEPS)
    exchange.types(VISITOR, "theme", "link", STEPS, REFLECTION, "--quote", WORDS)
    exchange.types(VISITOR, "theme", "link", STEPS, VISIT)
    exchange.types(VISITOR, "theme", "unlink", STEPS, VISIT, "--reason", "The words say enough")
    assert exchange.is_refused(HOST, "theme", "park", EVENINGS, "--reason", "Not now") == (
        "Only a coordinator or editor may record theme decisions; ask one of them to record it."
    )

    there = ("--attended", COORDINATOR, "--attended", HOST, "--attended", VISITOR)
    exchange.types(COORDINATOR, "meeting", "hold", PLENARY, "--held-on", "2017-05-16", *there)
    exchange.types(COORDINATOR, "theme", "discuss", EVENINGS, *HERE, "--reason", "Both sides named it")
    exchange.types(COORDINATOR, "theme", "park", EVENINGS, *HERE, "--reason", "After the summer")
    exchange.types(COORDINATOR, "theme", "reopen", EVENINGS, *HERE, "--reason", "Two more visits")
    exchange.types(COORDINATOR, "theme", "merge", STEPS, "--into", EVENINGS, *HERE, "--reason", "One thing, two names")
    exchange.types(COORDINATOR, "theme", "rename", EVENINGS, BEGINNINGS, *HERE, "--reason", "It is not only evenings")
    exchange.types(COORDINATOR, "theme", "reject", BEGINNINGS, *HERE, "--reason", "Nobody was for it")
    assert exchange.is_refused(COORDINATOR, "theme", "adopt", BEGINNINGS, *HERE, "--reason", "Yet we want it") == (
        "The theme is rejected, so nobody can adopt it; take it up again first with 'epex theme reopen'."
    )
    exchange.types(COORDINATOR, "theme", "reopen", BEGINNINGS, *HERE, "--reason", "A third house asked")
    apart = ("--into", OUTSIDE, "--into", WING, "--evidence", f"{VISIT}={OUTSIDE}")
    exchange.types(COORDINATOR, "theme", "split", BEGINNINGS, *apart, *HERE, "--reason", "Two settings")
    for theme in (OUTSIDE, WING):
        exchange.types(COORDINATOR, "theme", "discuss", theme, *HERE, "--reason", "It stands alone now")
        exchange.types(COORDINATOR, "theme", "adopt", theme, *HERE, "--method", "consensus", "--reason", "All agree")
    exchange.types(COORDINATOR, "theme", "retire", WING, "--reason", "The wing was closed")


def see_why(exchange: Exchange) -> None:
    """Follow every decision back to the words it rests on, and from the words forward."""
    assert exchange.sees(COORDINATOR, "theme", "list") == [
        f"theme  split    {BEGINNINGS}",
        f"theme  merged   {STEPS}",
        f"theme  adopted  {OUTSIDE}",
        f"theme  retired  {WING}",
    ]
    why = exchange.sees(COORDINATOR, "audit", "why", OUTSIDE)
    decided = [line.partition(", ")[2].partition(" (")[0] for line in why if "(recorded by" in line]
    assert decided == [
        f"discussed: {BEGINNINGS}",
        f"parked: {BEGINNINGS}",
        f"reopened: {BEGINNINGS}",
        f"merged: {STEPS}",
        f"renamed: {BEGINNINGS}",
        f"rejected: {BEGINNINGS}",
        f"reopened: {BEGINNINGS}",
        f"split: {BEGINNINGS}",
        f"discussed: {OUTSIDE}",
        f"adopted: {OUTSIDE}",
    ]
    evidence = why[why.index("Evidence") + 1 : why.index("Taken back")]
    assert [line.partition(" (")[0] for line in evidence if "[" in line or "“" in line] == [
        f"  split off from: {BEGINNINGS} [theme]",
        f"    proposed from: {CHALLENGE} [challenge]",
        f"      supports: Visitor reflection: {VISIT} [reflection]",
        f"        “{WORDS}”",
        f"        about: {VISIT} [visit]",
        f"    supports: {VISIT} [visit]",
        f"    merged into it: {STEPS} [theme]",
        f"      supports: Visitor reflection: {VISIT} [reflection]",
        f"        “{WORDS}”",
    ]
    changes = exchange.sees(COORDINATOR, "audit", "diff", "2017-01-01", "2017-12-31", "--by", "occurred")
    assert [line.partition(". [")[0] for line in changes if "'" in line][2:4] == [
        f"  '{OUTSIDE}' was proposed and adopted",
        f"  '{WING}' was proposed and adopted",
    ]
    traced = exchange.sees(COORDINATOR, "audit", "trace", REFLECTION)
    assert [line.partition(" (")[0] for line in traced if line.startswith("  supports")] == [
        f"  supports: {CHALLENGE} [challenge]",
        f"  supports: {STEPS} [theme]",
    ]


def keep_elements_true(exchange: Exchange) -> None:
    """Join two descriptions of one thing, retire it, and take it up again."""
    exchange.types(HOST, "element", "identify", ROUND, "--core", "The same two walk every Friday.")
    exchange.types(VISITOR, "element", "identify", WALK, "--core", "Two walk on Fridays.")
    exchange.types(VISITOR, "element", "link", WALK, REFLECTION, "--quote", WORDS)
    exchange.types(VISITOR, "element", "link", WALK, VISIT)
    exchange.types(VISITOR, "element", "unlink", WALK, VISIT, "--reason", "The words say enough")
    assert exchange.is_refused(VISITOR, "element", "merge", ROUND, "--into", WALK, "--reason", "The same walk") == (
        "Only a coordinator or editor may work on an element of another organisation; ask one of them to record it."
    )
    exchange.types(COORDINATOR, "element", "merge", WALK, "--into", ROUND, "--reason", "The same walk")
    exchange.types(COORDINATOR, "element", "retire", ROUND, "--reason", "Nobody walked in winter")
    assert exchange.is_refused(VISITOR, "transfer", "consider", ROUND, "--to", PRISON) == (
        "The element is retired, so nobody can transfer it any more; "
        "use one that is open, or take it up again with 'epex element reopen'."
    )
    exchange.types(COORDINATOR, "element", "reopen", ROUND, "--reason", "Two of them walk again")
    page = exchange.answer("element", "show", ROUND)
    assert (page["status"], page["label"], [linked["passage"] for linked in page["evidence"]]) == (
        "open",
        "draft",
        [WORDS],
    )


def report(exchange: Exchange) -> None:
    """See a transfer through as far as its report: anticipated, and nothing more."""
    exchange.types(COORDINATOR, "transfer", "consider", ROUND, "--to", LANE, "--reason", "They asked")
    reports = [row["id"] for row in exchange.answer("report", "list")]
    assert reports[:3] == ["practice-transfer", "year-review", "timeline"]
    told = exchange.sees(COORDINATOR, "report", "run", "practice-transfer", "--option", f"element={ROUND}")
    assert [line.partition(" [")[0] for line in told if line.startswith("***")] == ["*** ANTICIPATED ***"]


def take_in(exchange: Exchange, folder: Path) -> None:
    """Take in a table, once however often it is typed; what is not allowed is listed, and stops nothing."""
    (folder / "map.toml").write_text(MAPPING, "utf-8")
    (folder / "rows.csv").write_text(f"{ROWS}o2,Canal Club,Denmark,ngo,da\n", "utf-8")
    rows = ("--kind", "organisations", "--map", str(folder / "map.toml"), str(folder / "rows.csv"))
    first, again = (exchange.answer("import", *rows, acting_as=COORDINATOR) for _ in range(2))
    assert [(told["recorded"], told["skipped"]) for told in (first, again)] == [(1, 0), (0, 1)]
    assert [(row["row"], row["field"]) for row in first["refused"]] == [(3, "country")]
    (folder / "rows.csv").write_text(ROWS.replace("Club", "Society"), "utf-8")
    assert [row["row"] for row in exchange.answer("import", *rows, acting_as=COORDINATOR)["refused"]] == [2]
    revised = exchange.answer("import", "--revise", *rows, acting_as=COORDINATOR)
    assert (revised["recorded"], revised["refused"]) == (1, [])
    assert exchange.sees(VISITOR, "organisation", "list")[-1] == (
        "organisation  DK       grassroots volunteer  Harbour Society"
    )


def part(exchange: Exchange, folder: Path) -> Exchange:
    """Take a branch along, and let both sides decide on one theme."""
    assert exchange.is_refused(VISITOR, "branch", str(folder / "road")) == (
        "Only a coordinator or data protection officer may branch a knowledge base; ask one of them to record it."
    )
    exchange.types(COORDINATOR, "theme", "propose", GOODBYES)
    exchange.types(COORDINATOR, "theme", "discuss", GOODBYES, *HERE, "--reason", "Somebody left")
    exchange.sees(COORDINATOR, "branch", str(folder / "road"), "--reason", "A visit without a network")
    road = Exchange(folder / "road")
    road.types(COORDINATOR, "challenge", "state", "How do we say goodbye?", "--organisation", PRISON)
    road.types(COORDINATOR, "theme", "reject", GOODBYES, "--reason", "Nobody on the road spoke of it")
    exchange.types(COORDINATOR, "theme", "park", GOODBYES, "--reason", "Until the book is out")
    return road


def come_together(exchange: Exchange, road: Exchange, folder: Path) -> None:
    """Merge the two, and decide what both decided."""
    key = exchange.sees(COORDINATOR, "merge", "key")[0]
    road.sees(COORDINATOR, "export", "--bundle", str(folder / "road.zip"), "--to", key)
    first = exchange.answer("import", str(folder / "road.zip"), acting_as=COORDINATOR)
    again = exchange.answer("import", str(folder / "road.zip"), acting_as=COORDINATOR)
    [held] = exchange.answer("merge", "list", acting_as=COORDINATOR)
    assert ([event["event_id"] for event in first["held"]], again["recorded"]) == ([held["id"]], 0)
    deciding = exchange.waits(COORDINATOR)[HELD]
    assert [line.partition(" | epex ")[2] for line in deciding] == [f"merge show {held['id'][:8]}"]
    assert "Nobody on the road spoke of it" in "\n".join(exchange.sees(COORDINATOR, "merge", "show", held["id"]))
    assert exchange.is_refused(VISITOR, "merge", "settle", held["id"], "--drop", "--reason", "No") == (
        "Only a coordinator or data protection officer may decide what becomes of something that a merge held back; "
        "ask one of them to record it."
    )
    why = ("--drop", "--reason", "Those who were at home had heard more")
    exchange.sees(COORDINATOR, "merge", "settle", held["id"], *why)
    assert HELD not in exchange.waits(COORDINATOR)
    assert [row["status"] for row in exchange.answer("theme", "list") if row["title"] == GOODBYES] == ["parked"]
    titles = [row["title"] for row in exchange.answer("challenge", "list")]
    assert titles.count("How do we say goodbye?") == 1
    for base in (exchange, road):
        assert base.answer("audit", "verify", acting_as=OFFICER)["ok"] is True


def test_a_coordinator_sees_decisions_change_and_two_branches_come_together(exchange: Exchange, tmp_path: Path) -> None:
    visited(exchange)
    answers = ("--answer", f"how={WORDS}", "--language", "en", "--visibility", "network")
    exchange.types(VISITOR, "reflection", "record", VISIT, *answers)

    share(exchange)
    change_their_minds(exchange)
    see_why(exchange)
    keep_elements_true(exchange)
    report(exchange)
    take_in(exchange, tmp_path)
    road = part(exchange, tmp_path)
    come_together(exchange, road, tmp_path)
