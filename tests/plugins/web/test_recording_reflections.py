"""Reflecting in a browser: question by question, with a draft, to what those read who may."""

import pytest

from tests.plugins.web.visiting import Site, Visit

AUTHOR, HOST, OTHER, COORDINATOR = (
    "Denise Hartley-Owusu",
    "Gisela Trautwein-Haas",
    "Henrik Stuhlmacher",
    "Orla Keaveney",
)
TITLE = "Kitchen tables: a family counselling service"
RECORDED = f"Visitor reflection after 3 months: {TITLE}"


@pytest.fixture
def about(site: Site) -> str:
    return str(next(row["id"] for row in site.ask(AUTHOR, "visit", "list") if row["title"] == TITLE))


@pytest.fixture
def writing(site: Site, about: str) -> Visit:
    browser = site.member(AUTHOR)
    browser.get(f"/reflect/{about}/3")
    return browser


def drafts(site: Site, name: str = AUTHOR) -> list[int]:
    return [row["answered"] for row in site.ask(name, "reflection", "drafts")]


def recorded(site: Site) -> list[str]:
    return [row["title"] for row in site.ask(AUTHOR, "reflection", "list") if row["title"] == RECORDED]


def test_nothing_is_kept_before_somebody_writes(site: Site, writing: Visit) -> None:
    writing.fill(answer="  ", to="next")

    assert (drafts(site), writing.page and writing.page.url.query) == ([], b"question=how")


def test_answers_are_kept_at_every_step_and_nobody_else_sees_them(site: Site, about: str, writing: Visit) -> None:
    writing.fill(answer="Because *trust* comes first.", to="next")
    writing.fill(answer="We walk.", to="pause")

    assert (writing.path, drafts(site), drafts(site, HOST), recorded(site)) == ("/", [2], [], [])
    writing.get(f"/reflect/{about}/3")
    assert "Question 3 of 5" in writing.main
    writing.fill(answer="", to="back")
    assert "We walk." in writing.shown


def test_reflection_is_recorded_for_those_who_were_named(site: Site, about: str, writing: Visit) -> None:
    writing.fill(answer="Because *trust* comes first.", to="next")
    writing.get(f"/reflect/{about}/3?question=check")
    named = "Those who hosted and visited Gisela Trautwein-Haas , Cem Ördek , Denise Hartley-Owusu ."
    assert named in writing.main

    writing.fill(to="record", visibility="pair", quotation="none", language="en")

    assert writing.path.startswith("/reflections/reflection-")
    assert "<em>trust</em>" in writing.shown
    assert (drafts(site), len(recorded(site))) == ([], 1)
    place = writing.path
    assert site.member(HOST).get(place).status_code == 200
    assert site.member(OTHER).get(place).status_code == 404


def test_form_that_is_sent_twice_records_once(site: Site, about: str, writing: Visit) -> None:
    writing.fill(answer="Because.", to="next")
    writing.get(f"/reflect/{about}/3?question=check")
    page = writing.page
    answers = []
    for _ in range(2):
        writing.page = page
        answers.append(writing.fill(to="record", visibility="pair", quotation="none", language="en").url.path)

    assert (len(set(answers)), len(recorded(site))) == (1, 1)
    assert answers[0].startswith("/reflections/reflection-")


def test_nothing_is_recorded_when_nothing_was_written(about: str, writing: Visit) -> None:
    writing.get(f"/reflect/{about}/3?question=check")

    answer = writing.fill(to="record")

    assert (answer.status_code, writing.alert) == (422, "Nothing is written yet; answer at least one question.")


@pytest.mark.parametrize("name", [OTHER, COORDINATOR])
def test_whoever_took_no_part_is_told_before_they_write(site: Site, about: str, name: str) -> None:
    browser = site.member(name)

    answer = browser.get(f"/reflect/{about}")

    assert answer.status_code in (403, 422)
    assert "reflects on a visit" in browser.alert


def test_whoever_reflected_already_is_told_before_they_write(site: Site, about: str) -> None:
    browser = site.member(AUTHOR)

    assert browser.get(f"/reflect/{about}").status_code == 422
    assert browser.alert.startswith("This person's reflection is recorded already")


def test_questions_are_asked_in_the_language_that_is_written_in(about: str, writing: Visit) -> None:
    writing.fill(answer="لأن الثقة تأتي أولا", language="ar", to="pause")

    writing.get(f"/reflect/{about}/3?question=why")

    assert '<label for="answer" lang="ar" dir="auto">' in writing.shown


def test_time_to_look_back_that_nobody_knows_is_refused(site: Site, about: str) -> None:
    browser = site.member(AUTHOR)

    assert [browser.get(f"/reflect/{about}/{months}").status_code for months in ("4", "--help")] == [404, 404]


def test_reflection_is_revised_and_released_by_its_author(site: Site) -> None:
    rows = site.ask(AUTHOR, "reflection", "list")
    reflection = next(row["id"] for row in rows if row["title"] == f"Visitor reflection: {TITLE}")
    browser, other = site.member(AUTHOR), site.member(OTHER)
    before = site.ask(AUTHOR, "reflection", "show", reflection)["answers"]
    browser.get(f"/reflections/{reflection}")
    assert f'href="/reflections/{reflection}/revise"' in browser.shown
    assert f'href="/reflections/{reflection}/revise"' not in other.get(f"/reflections/{reflection}").text

    browser.get(f"/reflections/{reflection}/revise")
    browser.fill(**{"answer-why": "Because we said so."}, reason="More honest")

    after = site.ask(AUTHOR, "reflection", "show", reflection)["answers"]
    assert after == {**before, "why": "Because we said so."}
    browser.get(f"/reflections/{reflection}/release")
    browser.fill(visibility="public")
    assert site.ask(AUTHOR, "reflection", "show", reflection)["visibility"] == "public"


def test_reflection_that_a_coordinator_typed_in_is_revised_by_them(site: Site, about: str) -> None:
    said = (
        "reflection",
        "record",
        about,
        "--author",
        site.people[AUTHOR],
        "--follow-up",
        "6",
        "--answer",
        "how=Slowly",
    )
    typed = site.ask(COORDINATOR, *said)["id"]
    site.ask(AUTHOR, "reflection", "release", typed, "--visibility", "network")
    browser, author, other = (site.member(name) for name in (COORDINATOR, AUTHOR, OTHER))
    place = f'href="/reflections/{typed}/revise"'
    pages = [each.get(f"/reflections/{typed}").text for each in (browser, author, other)]

    browser.get(f"/reflections/{typed}/revise")
    browser.fill(**{"answer-how": "Very slowly."}, reason="A slip of the pen")

    assert [place in page for page in pages] == [True, True, False]
    assert site.ask(AUTHOR, "reflection", "show", typed)["answers"] == {"how": "Very slowly."}


def test_reflection_that_its_author_wrote_is_not_offered_to_a_coordinator_to_revise(site: Site) -> None:
    shown = [
        site.ask(COORDINATOR, "reflection", "show", row["id"]) for row in site.ask(COORDINATOR, "reflection", "list")
    ]
    browser = site.member(COORDINATOR)
    written = [row for row in shown if row["person"] and not row["may_revise"]]

    pages = {row["id"]: browser.get(f"/reflections/{row['id']}").text for row in written[:3]}
    assert pages
    assert [one for one, page in pages.items() if f'href="/reflections/{one}/revise"' in page] == []
