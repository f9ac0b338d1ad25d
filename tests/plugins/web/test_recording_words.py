"""Words in a browser: quoted with consent, taken back by their author, and what the evaluation records."""

import re

from tests.plugins.web.visiting import Site

EDITOR, AUTHOR, EVALUATOR, PRACTITIONER = (
    "Aylin Demirbaş-Koch",
    "Denise Hartley-Owusu",
    "Sunniva Pell",
    "Henrik Stuhlmacher",
)
CHAPTER = re.compile(r'<option value="(chapter-[^"]+)"')


def own(site: Site) -> str:
    rows = site.ask(AUTHOR, "reflection", "list")
    return next(str(row["id"]) for row in rows if (row["person_title"], row["visibility"]) == (AUTHOR, "network"))


def test_words_are_quoted_with_the_consent_of_whoever_wrote_them(site: Site) -> None:
    reflection = own(site)
    words = next(iter(site.ask(AUTHOR, "reflection", "show", reflection)["answers"].values()))[:30]
    editor, author = site.member(EDITOR), site.member(AUTHOR)
    editor.get(f"/reflections/{reflection}/quote")
    chapter = CHAPTER.findall(editor.shown)[0]
    editor.fill(quote=words, chapter=chapter, use="attributed")
    quote = editor.path
    assert f'href="{quote}/ask"' in editor.shown
    editor.get(f"{quote}/ask")
    editor.fill(reason="It says it best.")
    consent = editor.path
    author.get("/")
    assert f'href="{consent}"' in author.shown
    author.get(f"{consent}/give")
    author.fill()
    assert f'href="{quote}/ask"' not in editor.get(quote).text
    author.get(f"{quote}/withdraw")
    author.fill()

    assert site.ask(EDITOR, "quote", "show", quote.rpartition("/")[2])["status"] == "withdrawn"


def test_reflection_is_withdrawn_by_its_author_alone_once_it_is_confirmed(site: Site) -> None:
    place = f"/reflections/{own(site)}"
    author, other = site.member(AUTHOR), site.member(PRACTITIONER)
    assert f"{place}/withdraw" not in other.get(place).text
    other.get(f"{place}/withdraw")
    assert other.fill(sure="1").status_code == 403
    author.get(f"{place}/withdraw")
    author.fill()
    assert author.alert == "'I have read this, and want it gone' is still empty; fill it in."

    author.fill(sure="1")

    assert author.main.startswith("It was erased")
    assert site.ask(AUTHOR, "reflection", "show", place.rpartition("/")[2])["answers"] == {}


def test_reflection_may_stay_when_its_author_is_erased(site: Site) -> None:
    place, author = f"/reflections/{own(site)}", site.member(AUTHOR)
    author.get(f"{place}/keep")
    author.fill()

    assert f"{place}/keep" not in author.get(place).text


def test_interview_is_for_evaluators_and_a_finding_for_all(site: Site) -> None:
    evaluator, other = site.member(EVALUATOR), site.member(PRACTITIONER)
    evaluator.get("/new/interview")
    evaluator.fill(person=site.people[AUTHOR], year="2", text="Nobody asked me how.", language="en")
    interview = evaluator.path
    assert ("Nobody asked me how." in evaluator.main, other.get(interview).status_code) == (True, 404)
    evaluator.get("/new/finding")
    evaluator.fill(text="How was asked rarely.", kind="what_does_not", year="2")
    finding = evaluator.path
    evaluator.get(f"{finding}/link")
    evaluator.fill(source=interview.rpartition("/")[2], stance="supports")
    assert interview in evaluator.get(finding).text

    shown = other.get(finding).text

    assert (
        "How was asked rarely." in shown,
        interview in shown,
        "Record an interview" in other.get("/evaluating").text,
    ) == (
        True,
        False,
        False,
    )


def test_story_is_released_once_its_teller_agreed(site: Site) -> None:
    evaluator, other = site.member(EVALUATOR), site.member(PRACTITIONER)
    transfer = site.ask(EVALUATOR, "transfer", "list")[0]["id"]
    evaluator.get("/new/story")
    evaluator.fill(
        title="Tea", text="It lasted.", about=transfer, year="2", teller=site.people[AUTHOR], reason="It is small."
    )
    story = evaluator.path
    assert (f"{story}/release" in evaluator.shown, other.get(story).status_code) == (False, 404)
    evaluator.get(f"{story}/consent")
    evaluator.fill(how="By telephone")
    evaluator.get(f"{story}/release")
    evaluator.fill()

    assert "It lasted." in other.get(story).text
