"""Desks in a browser: publication and data protection, each for those who may, with its consequences shown before."""

import json

from tests.plugins.web.visiting import Site

OFFICER, EDITOR, PRACTITIONER = "Orla Keaveney", "Aylin Demirbaş-Koch", "Henrik Stuhlmacher"
ASKED = "Denise Hartley-Owusu"


def test_edition_is_opened_outlined_and_told_what_stands_in_its_way(site: Site) -> None:
    editor = site.member(EDITOR)
    editor.get("/new/edition")
    editor.fill(title="Third thoughts", editor=[site.people[EDITOR]])
    publication = editor.path
    theme = site.ask(EDITOR, "theme", "list")[0]["id"]
    editor.get(f"{publication}/outline")
    editor.fill(title="What waits", theme=[theme], writer=[site.people[EDITOR]])
    chapter = editor.path
    editor.get(f"{chapter}/draft")
    editor.fill(text=f"Waiting is work.\n^ {theme}")
    assert (editor.path, "Waiting is work." in editor.main) == (chapter, True)
    reviewer = site.member(ASKED)
    reviewer.get(f"{chapter}/review")
    reviewer.fill(outcome="accept", comment="It reads well.")
    reviewer.get(f"{chapter}/approve")
    reviewer.fill()
    assert "approved" in reviewer.main

    editor.get(publication)

    assert "freezing it" in editor.main
    editor.get(f"{publication}/freeze")
    editor.fill()
    assert editor.alert == "'I have read what it says, to its end' is not ticked yet; tick it if it is so."


def test_draft_comes_back_to_be_written_on(site: Site) -> None:
    editor = site.member(EDITOR)
    chapter = site.ask(EDITOR, "chapter", "list")[0]["id"]

    editor.get(f"/chapters/{chapter}/draft")

    assert "# Three meetings before a hard word" in editor.shown
    assert "\n^ element-" in editor.shown


def test_consent_is_taken_back_by_whoever_gave_it(site: Site) -> None:
    given = next(row for row in site.ask(OFFICER, "consent", "list") if row["status"] == "given")
    giver = site.member(given["giver_title"])
    giver.get(f"/consents/{given['id']}/withdraw")
    giver.fill()

    assert site.ask(OFFICER, "consent", "show", given["id"])["status"] == "withdrawn"
    assert site.member(PRACTITIONER).get(f"/consents/{given['id']}").status_code == 404


def test_request_goes_to_the_desk_and_is_answered(site: Site) -> None:
    member = site.member(PRACTITIONER)
    member.get("/new/request")
    member.fill(kind="access", text="What do you keep?")
    request = member.path
    officer = site.member(OFFICER)
    officer.get("/")
    assert f'href="{request}/answer"' in officer.shown
    officer.get(f"{request}/answer")
    officer.fill(text="Sent as a file.")

    assert (officer.path, "answered" in officer.main) == (request, True)
    assert "Sent as a file." in member.get(request).text
    assert site.member(EDITOR).get(request).status_code == 404


def test_incident_is_reported_assessed_and_closed(site: Site) -> None:
    member = site.member(PRACTITIONER)
    member.get("/new/incident")
    member.fill(title="A list was left in a room", text="It was handed in.")
    incident, officer = member.path, site.member(OFFICER)
    for step, fields in (
        ("assess", {"risk": "low", "tell": ["people"], "reason": "No names."}),
        ("notify", {"told": "people", "text": "By telephone."}),
        ("close", {"text": "Lists are shredded now."}),
    ):
        officer.get(f"{incident}/{step}")
        assert (officer.fill(**fields).status_code, officer.alert) == (200, "")

    assert "closed" in officer.main
    assert "Lists are shredded now." in member.get(incident).text


def test_everything_about_somebody_is_for_them_and_for_the_officer(site: Site) -> None:
    place = f"/people/{site.people[ASKED]}/everything"
    own, officer, other = (site.member(name) for name in (ASKED, OFFICER, PRACTITIONER))

    page, file = own.get(place), own.get(f"{place}.json")

    assert (page.status_code, officer.get(place).status_code, other.get(place).status_code) == (200, 200, 403)
    assert json.loads(file.text)["title"] == ASKED
    assert file.headers["Content-Disposition"] == 'attachment; filename="everything.json"'
    assert own.get(f"{place}.html").text.startswith("<!doctype html>")
    assert own.get(f"{place}.exe").status_code == 404
    assert sorted(path.name for path in site.served.folder.iterdir()) == ["accounts.db"]


def test_erasure_shows_its_consequences_and_is_confirmed(site: Site) -> None:
    officer, place = site.member(OFFICER), f"/people/{site.people[ASKED]}/erase"
    member = site.member(ASKED)
    officer.get(place)
    assert "What will be gone, for ever" in officer.main
    assert "Visitor reflection: Kitchen tables: a family counselling service" in officer.main

    officer.fill(ground="Asked for it in a letter")
    assert (officer.page and officer.page.status_code, member.get("/visits").status_code) == (422, 200)
    assert "Asked for it in a letter" in officer.shown
    officer.fill(ground="Asked for it in a letter", sure="1")

    assert officer.main.startswith("It was erased")
    member.get("/visits")
    assert member.path == "/sign-in"
    assert ASKED not in officer.get("/protecting").text
    assert ASKED not in json.dumps(site.ask(OFFICER, "person", "list"))


def test_nobody_else_erases(site: Site) -> None:
    person = site.people[ASKED]
    browser = site.member(PRACTITIONER)
    browser.get("/new/challenge")

    answer = browser.post(f"/people/{person}/erase", ground="Because", sure="1")

    assert (answer.status_code, browser.get(f"/people/{person}/erase").status_code) == (403, 403)
    assert ASKED in json.dumps(site.ask(OFFICER, "person", "list"))
