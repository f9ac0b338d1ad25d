"""Words in a browser: quoted with consent, taken back by their author, and what the evaluation records."""

import re

from tests.plugins.web.visiting import Site

EDITOR, AUTHOR, EVALUATOR, PRACTITIONER = (
    "Aylin Demirbaş-Koch",
    "Denise Hartley-Owusu",
    "Sunniva Pell",
    "Henrik Stuhlmacher",
)
OFFICER = "Orla Keaveney"
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
    assert author.alert == "'I have read this, and want it gone' is not ticked yet; tick it if it is so."

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


def test_interview_is_revised_and_withdrawn_by_evaluators_alone(site: Site) -> None:
    row = next(one for one in site.ask(EVALUATOR, "interview", "list") if one["status"] == "recorded")
    place, evaluator, other = f"/interviews/{row['id']}", site.member(EVALUATOR), site.member(PRACTITIONER)
    assert [other.get(f"{place}/{step}").status_code for step in ("revise", "withdraw")] == [404, 404]
    evaluator.get(f"{place}/revise")
    evaluator.fill(text="Nobody asked anybody how.", reason="A name taken out.")
    revised = site.ask(EVALUATOR, "interview", "show", row["id"])["text"]
    evaluator.get(f"{place}/withdraw")

    evaluator.fill(sure="1", reason="They asked for it.")

    shown = site.ask(EVALUATOR, "interview", "show", row["id"])
    assert (revised, shown["status"], shown["text"]) == ("Nobody asked anybody how.", "withdrawn", "")


def test_story_is_withdrawn_also_once_it_is_released(site: Site) -> None:
    story = next(one["id"] for one in site.ask(EVALUATOR, "story", "list") if one["status"] == "released")
    place, evaluator, other = f"/stories/{story}", site.member(EVALUATOR), site.member(PRACTITIONER)
    assert f"{place}/withdraw" not in other.get(place).text
    other.get(f"{place}/withdraw")
    refused = other.fill(sure="1").status_code
    assert f'href="{place}/withdraw"' in evaluator.get(place).text
    evaluator.get(f"{place}/withdraw")

    evaluator.fill(sure="1")

    assert (refused, site.ask(EVALUATOR, "story", "show", story)["status"]) == (403, "withdrawn")


def test_finding_lets_go_of_what_it_was_said_to_rest_on(site: Site) -> None:
    finding = next(one["id"] for one in site.ask(EVALUATOR, "finding", "list") if one["status"] == "stated")
    place, evaluator, other = f"/findings/{finding}", site.member(EVALUATOR), site.member(PRACTITIONER)
    before = site.ask(EVALUATOR, "finding", "show", finding)["evidence"]
    other.get(f"{place}/unlink")
    assert other.fill(source=before[0]["id"], reason="I know better.").status_code == 403
    assert f'href="{place}/unlink"' in evaluator.get(place).text
    evaluator.get(f"{place}/unlink")

    evaluator.fill(source=before[0]["id"], reason="It was about another visit.")

    assert site.ask(EVALUATOR, "finding", "show", finding)["evidence"] == before[1:]


def test_who_let_a_reflection_stay_may_change_their_mind(site: Site) -> None:
    place, author, other = f"/reflections/{own(site)}", site.member(AUTHOR), site.member(PRACTITIONER)
    author.get(f"{place}/keep")
    author.fill()
    other.get(f"{place}/let-go")
    refused = other.fill().status_code
    author.get(f"{place}/let-go")
    author.fill()

    kept = site.ask(AUTHOR, "reflection", "show", place.rpartition("/")[2])["if_erased"]
    assert (refused, bool(kept), f"{place}/keep" in author.get(place).text) == (403, False, True)


def test_somebody_is_asked_about_all_their_words(site: Site) -> None:
    officer = site.member(OFFICER)
    officer.get(f"/people/{site.people[PRACTITIONER]}/roles")
    officer.fill(role="reviewer", reason="He only reviews.")
    editor, author = site.member(EDITOR), site.member(AUTHOR)
    reviewer = site.member(PRACTITIONER)
    assert 'href="/new/consent"' not in reviewer.get("/publications").text
    reviewer.get("/new/consent")
    refused = reviewer.fill(person=site.people[AUTHOR], scope="translation").status_code
    assert 'href="/new/consent"' in editor.get("/publications").text
    editor.get("/new/consent")
    editor.fill(person=site.people[AUTHOR], scope="training_reuse", reason="For new members.")
    consent = editor.path
    author.get(f"{consent}/give")
    author.fill()

    shown = site.ask(AUTHOR, "consent", "show", consent.rpartition("/")[2])
    assert (refused, shown["scope"], shown["quote"], shown["status"]) == (403, "training_reuse", "", "given")


def test_officer_passes_on_what_was_decided_on_paper(site: Site) -> None:
    editor, officer = site.member(EDITOR), site.member(OFFICER)
    editor.get("/new/consent")
    editor.fill(person=site.people[AUTHOR], scope="translation")
    consent = editor.path
    editor.get(f"{consent}/given-on-paper")
    refused = editor.fill(reason="In my drawer.").status_code
    assert f'href="{consent}/given-on-paper"' in officer.get(consent).text
    stood = []
    for step in ("given", "withdrawn"):
        officer.get(f"{consent}/{step}-on-paper")
        officer.fill(reason="In the grey folder.")
        stood.append(site.ask(OFFICER, "consent", "show", consent.rpartition("/")[2])["status"])

    assert (refused, stood) == (403, ["given", "withdrawn"])


def test_viewpoint_is_taken_back_by_its_signer_alone(site: Site) -> None:
    row = site.ask(EDITOR, "viewpoint", "list")[0]
    place, signer, other = f"/viewpoints/{row['id']}", site.member(row["signer_title"]), site.member(PRACTITIONER)
    other.get(f"{place}/withdraw")
    refused = other.fill().status_code
    assert f'href="{place}/withdraw"' in signer.get(place).text
    signer.get(f"{place}/withdraw")

    signer.fill()

    assert (refused, site.ask(EDITOR, "viewpoint", "show", row["id"])["status"]) == (403, "withdrawn")
