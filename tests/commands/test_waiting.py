"""`epex waiting`: the most urgent, each with what to type."""

from tests.commands.running import FOUNDER, HOST, VISITING, VISITOR, Epex


def plan(epex: Epex, number: int) -> str:
    day = f"2017-0{number}-13"
    terms = ("--host", HOST, "--visitor", VISITOR, "--host-person", FOUNDER, "--starts-on", day)
    return epex.record("visit", "plan", f"Visit {number}", "--year", "1", *terms)


def test_waiting_shows_the_five_most_urgent_and_where_the_rest_is(epex: Epex) -> None:
    visits = {number: plan(epex, number) for number in (7, 6, 5, 4, 3, 2, 1)}

    some, everything = epex("waiting"), epex("waiting", "--all")

    heading, *lines = some.stdout.splitlines()[2:]
    assert heading == "Visits to move on"
    assert lines == [
        *(f"  2017-0{number}-13  Visit {number}  epex visit agree {visits[number][:14]}" for number in range(1, 6)),
        "  and 2 more: epex visit board",
    ]
    assert len(everything.stdout.splitlines()) == 3 + len(visits)


def test_waiting_is_what_epex_alone_shows(epex: Epex) -> None:
    plan(epex, 1)

    assert epex("waiting").stdout == epex().stdout


def test_waiting_tells_programs_the_same(epex: Epex) -> None:
    visit = plan(epex, 3)

    assert epex.answer("waiting") == [
        {
            "heading": "Visits to move on",
            "id": visit,
            "title": "Visit 3",
            "command": f"visit agree {visit}",
            "due": "2017-03-13",
            "note": "",
            "overview": "visit board",
        }
    ]


def test_what_is_too_long_for_a_line_takes_two(epex: Epex) -> None:
    epex.record("person", "add", "--name", "Somebody With A Rather Long Name", "--organisation", VISITING)
    title = "A visit whose title is as long as titles of visits sometimes are"
    given = ("--host", HOST, "--visitor", "Somebody With A Rather Long Name")
    visit = epex.record("visit", "plan", title, "--year", "1", *given)
    for step in ("agree", "prepare", "start", "complete"):
        epex.record("visit", step, visit)

    lines = epex("waiting").stdout.splitlines()

    assert lines[2] == "Reflections missing"
    assert lines[3].startswith(
        "  A visit whose title is as long as titles of … (visitor: Somebody With A Rather Long Name)"
    )
    assert lines[4].startswith("    epex form export person-")
