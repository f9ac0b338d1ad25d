"""`epex reflection`: recorded, revised and released by the people whose words they are."""

import pytest

from tests.commands import stages
from tests.commands.running import FOUNDER, HOST, VISITING, VISITOR, Epex
from tests.commands.terminal import on_terminal

ANSWERS = """# why: Why do we do what we do?
Because nobody else goes there.

# how: How do we do it in practice?
"""


@pytest.fixture
def reflection(epex: Epex, completed: str) -> str:
    return epex.record("reflection", "record", completed, "--answer", "why=It helps", acting_as=VISITOR)


def shown(epex: Epex, reflection: str, acting_as: str = VISITOR) -> dict[str, object]:
    return dict(epex.answer("reflection", "show", reflection, acting_as=acting_as))


def test_record_by_questions_knows_the_side(epex: Epex, reflection: str, completed: str) -> None:
    row = shown(epex, reflection)

    names = ("about", "side", "answers", "visibility", "question_set", "title")
    answers = {"why": "It helps"}
    assert [row[name] for name in names] == [
        *(completed, "visitor", answers, "pair", "epex"),
        "Visitor reflection: Street work",
    ]


@pytest.mark.usefixtures("completed")
def test_record_reads_answers_below_their_questions(epex: Epex) -> None:
    recorded = epex.record("reflection", "record", "Street work", "-", given=ANSWERS, acting_as=VISITOR)

    assert shown(epex, recorded)["answers"] == {"why": "Because nobody else goes there."}


def test_record_takes_a_free_text_and_guesses_its_language(epex: Epex, completed: str) -> None:
    text = "Wir haben gesehen, dass die Kollegen zuerst zuhören und dann erst fragen."

    recorded = epex.record("reflection", "record", completed, text, acting_as=VISITOR)

    row = shown(epex, recorded)
    assert (row["answers"], row["language"], row["detected_language"]) == ({"text": text}, "", "de")


def test_only_the_two_sides_read_it(epex: Epex, reflection: str) -> None:
    stranger = epex.record("person", "add", "--name", "Zoe", "--organisation", HOST)

    listed = epex.answer("reflection", "list", acting_as=stranger)

    assert listed == []
    assert [row["id"] for row in epex.answer("reflection", "list", acting_as=VISITOR)] == [reflection]


def test_a_reflection_on_a_meeting(epex: Epex) -> None:
    meeting = epex.record("meeting", "hold", "Plenary in Graz", "--held-on", "2017-03", "--attended", FOUNDER)

    recorded = epex.record("reflection", "record", "Plenary in Graz", "We agreed too fast")

    row = shown(epex, recorded, FOUNDER)
    assert (row["about"], row["side"]) == (meeting, "participant")


def test_a_reflection_waits_for_the_end_of_the_visit(epex: Epex, visit: str) -> None:
    sentence = epex.refusal("reflection", "record", visit, "Good", acting_as=VISITOR)

    assert sentence == "The visit is planned; record the reflection once the visit is completed."


def test_what_is_neither_visit_nor_meeting_is_refused(epex: Epex) -> None:
    sentence = epex.refusal("reflection", "record", "Nowhere", "Good")

    assert sentence == "There is no visit 'Nowhere' that you may read; 'epex visit list' shows what there is."


def test_an_answer_to_an_unknown_question_is_refused(epex: Epex, completed: str) -> None:
    sentence = epex.refusal("reflection", "record", completed, "--answer", "when=Now", acting_as=VISITOR)

    assert sentence.startswith("'when' is not a question; answer one of: why, how,")


def test_nothing_to_say_says_how_to_say_it(epex: Epex, completed: str) -> None:
    sentence = epex.refusal("reflection", "record", completed, acting_as=VISITOR)

    assert sentence == "The reflection is missing; give it as it is, with --file FILE, or as - from standard input."


def test_an_editor_needs_a_terminal(epex: Epex, completed: str) -> None:
    assert epex.refusal("reflection", "record", completed, "--editor", acting_as=VISITOR) == (
        "--editor needs a terminal; give the answers with --answer or --file, or as - instead."
    )


def test_revise_changes_the_answers_that_are_named(epex: Epex, reflection: str) -> None:
    revision = ("reflection", "revise", reflection, "--answer", "how=Slowly", "--reason", "More precise")

    epex.record(*revision, acting_as=VISITOR)

    row = shown(epex, reflection)
    assert (row["answers"], row["version"]) == ({"why": "It helps", "how": "Slowly"}, 2)


def test_revise_states_the_language_and_looks_at_it_anew(epex: Epex, completed: str) -> None:
    said = ("--answer", "how=They drink tea with the families and they wait.", "--language", "en")
    recorded = epex.record("reflection", "record", completed, *said, acting_as=VISITOR)
    french = "how=Nous buvons du thé avec les familles et nous attendons."
    revision = ("reflection", "revise", recorded, "--reason", "In French")

    slip = epex(*revision, "--answer", french, acting_as=VISITOR)
    before = shown(epex, recorded)
    epex.record(*revision, "--language", "fr", acting_as=VISITOR)

    row = shown(epex, recorded)
    assert slip.stderr.startswith("It reads like 'fr', and says 'en'; both are kept.")
    assert [(each["language"], each["detected_language"]) for each in (before, row)] == [("en", "fr"), ("fr", "fr")]
    assert (row["answers"], row["version"]) == (before["answers"], 3)
    [hit] = epex.answer("search", "buvons", acting_as=VISITOR)["hits"]
    assert hit["language"] == "fr"


def test_revise_refuses_what_changes_nothing(epex: Epex, reflection: str) -> None:
    revise = ("reflection", "revise", reflection, "--reason", "Again")

    for same in (("--answer", "why=It helps"), ("# why\nIt helps\n",)):
        assert "changes nothing" in epex.refusal(*revise, *same, acting_as=VISITOR)
    assert shown(epex, reflection)["version"] == 1


def test_a_free_text_is_revised_with_headings_of_its_own(epex: Epex, completed: str) -> None:
    recorded = epex.record("reflection", "record", completed, "It helps.", acting_as=VISITOR)

    epex.record("reflection", "revise", recorded, "## Monday\nTea.", "--reason", "More", acting_as=VISITOR)

    assert shown(epex, recorded)["answers"] == {"text": "## Monday\nTea."}


def test_a_heading_that_is_no_question_is_refused_with_the_questions(epex: Epex, completed: str) -> None:
    record = ("reflection", "record", completed, "## hvordan gar det?\nFint.")

    refused = epex.refusal(*record, acting_as=VISITOR)

    assert refused == (
        "Line 1: '## hvordan gar det?' is no question of 'epex'; head each answer with its question, or with one of: "
        "why, how, what_does_not_work, need_to_learn, add."
    )


@pytest.mark.slow
@pytest.mark.parametrize(("typed", "is_gone"), [("y\n", True), ("\n", False)])
def test_withdraw_asks_once_on_a_terminal_and_never_why(epex: Epex, reflection: str, typed: str, is_gone: bool) -> None:  # noqa: FBT001 - a case
    status, told = on_terminal(epex.folder, "--as", VISITOR, "reflection", "withdraw", reflection, typed=typed)

    assert "will be gone, in every version and language, and every quote of it withdrawn. Nobody" in " ".join(
        told.split()
    )
    assert (status == 0, shown(epex, reflection)["status"] == "withdrawn") == (is_gone, is_gone), told


@pytest.mark.slow
def test_withdraw_with_yes_asks_nothing(epex: Epex, reflection: str) -> None:
    status, told = on_terminal(epex.folder, "--as", VISITOR, "reflection", "withdraw", reflection, "--yes")

    assert (status, "Go on?" in told) == (0, False), told


def test_the_pair_marks_questions_that_nobody_reviewed(epex: Epex, reflection: str) -> None:
    note = "The wording of these questions in 'de' is a translation that nobody has reviewed yet."
    pair = ("reflection", "pair", epex.answer("reflection", "show", reflection, acting_as=VISITOR)["about"])

    told = epex(*pair, "--language", "de", acting_as=VISITOR).stdout

    assert (" ".join(told.split()).count(note), epex.answer(*pair, acting_as=VISITOR)["notes"]) == (1, [])


@pytest.mark.slow
def test_nobody_but_the_author_revises_what_the_author_wrote(epex: Epex, reflection: str) -> None:
    epex.record("reflection", "release", reflection, "--visibility", "network", acting_as=VISITOR)

    sentence = epex.refusal("reflection", "revise", reflection, "Better so", "--reason", "Nicer")

    assert sentence == "Only its author, or who typed it in for them, may revise a reflection; ask one of them."
    assert shown(epex, reflection)["version"] == 1


@pytest.mark.slow
def test_who_typed_it_in_and_the_author_revise_what_was_typed_in(epex: Epex, completed: str) -> None:
    typed = epex.record("reflection", "record", completed, "--author", VISITOR, "--answer", "how=With tea")
    epex.record("reflection", "release", typed, "--visibility", "network", acting_as=VISITOR)

    epex.record("reflection", "revise", typed, "--answer", "how=With coffee", "--reason", "A slip")
    epex.record("reflection", "revise", typed, "--answer", "how=With both", "--reason", "Both", acting_as=VISITOR)

    assert shown(epex, typed)["answers"] == {"how": "With both"}


def test_revise_by_a_whole_text_replaces_all_answers(epex: Epex, reflection: str) -> None:
    epex.record("reflection", "revise", reflection, "Better so", "--reason", "Shorter", acting_as=VISITOR)

    assert shown(epex, reflection)["answers"] == {"text": "Better so"}


@pytest.mark.slow
def test_release_lets_more_people_read(epex: Epex, reflection: str) -> None:
    stranger = epex.record("person", "add", "--name", "Zoe", "--organisation", HOST)

    epex.record("reflection", "release", reflection, "--visibility", "network", acting_as=VISITOR)

    assert shown(epex, reflection, stranger)["visibility"] == "network"


def test_a_release_to_the_organisations_reaches_both(epex: Epex, reflection: str) -> None:
    stranger = epex.record("person", "add", "--name", "Zoe", "--organisation", HOST)

    epex.record("reflection", "release", reflection, "--visibility", "organisation", acting_as=VISITOR)

    assert shown(epex, reflection, stranger)["visibility"] == "organisation"


def test_only_the_author_releases(epex: Epex, reflection: str) -> None:
    sentence = epex.refusal("reflection", "release", reflection, "--visibility", "public")

    assert sentence == "Only its author may release a reflection; ask the person whose words they are."


def test_a_release_does_not_narrow(epex: Epex, reflection: str) -> None:
    sentence = epex.refusal("reflection", "release", reflection, "--visibility", "private", acting_as=VISITOR)

    assert sentence == (
        "Its visibility is 'pair', and a release only widens that; choose one of: organisation, network, public."
    )


def test_keep_is_agreed_and_taken_back_by_the_author(epex: Epex, reflection: str) -> None:
    epex.record("reflection", "keep", reflection, acting_as=VISITOR)
    agreed = shown(epex, reflection)["if_erased"]
    epex.record("reflection", "keep", reflection, "--no-longer", acting_as=VISITOR)

    assert (agreed, shown(epex, reflection)["if_erased"]) == ("stays, without a name", "")


def test_keep_is_nobody_elses_to_agree(epex: Epex, reflection: str) -> None:
    sentence = epex.refusal("reflection", "keep", reflection)

    assert sentence == "Only its author may agree that a reflection stays; ask the person whose words they are."


@pytest.mark.slow
def test_withdraw_prints_a_certificate(epex: Epex, reflection: str) -> None:
    done = epex("reflection", "withdraw", reflection, "--reason", "Too easy to recognise", acting_as=VISITOR)

    row = shown(epex, reflection)
    assert done.stdout.splitlines()[0] == f"Certificate: {reflection} was withdrawn."
    assert (row["title"], row["answers"], row["status"]) == ("[erased]", {}, "withdrawn")


def test_withdraw_tells_nobody_that_a_reflection_is_there(epex: Epex, reflection: str) -> None:
    epex.record("person", "add", "--name", "Ida Berg", "--organisation", HOST)
    never = f"reflection-{'0' * 8}{reflection[19:]}"

    refused = epex.refusal("reflection", "withdraw", reflection, acting_as="Ida Berg")

    assert refused.startswith(f"There is no '{reflection}' that you may read; ")
    assert epex.refusal("reflection", "withdraw", never, acting_as="Ida Berg") == refused.replace(reflection, never)


@pytest.mark.slow
def test_withdraw_answers_programs_the_same_again(epex: Epex, reflection: str) -> None:
    first, second = (epex.answer("reflection", "withdraw", reflection, acting_as=VISITOR) for _ in range(2))

    assert (first["id"], first["reason"], first) == (reflection, "", second)


@pytest.mark.slow
def test_what_was_withdrawn_is_not_quoted_or_changed(epex: Epex, reflection: str) -> None:
    element = epex.record("element", "identify", "Tea first", "--core", "Tea.", acting_as=VISITOR)
    epex.answer("reflection", "withdraw", reflection, acting_as=VISITOR)

    link = ("element", "link", element, reflection, "--quote", "It helps")
    assert epex.refusal(*link, acting_as=VISITOR).startswith("Only a reflection")
    revise = ("reflection", "revise", reflection, "--answer", "why=Anew", "--reason", "Anew")
    assert epex.refusal(*revise, acting_as=VISITOR).startswith("This reflection was withdrawn")


def test_an_author_translates_for_the_same_readers(epex: Epex, reflection: str) -> None:
    german = ("reflection", "translate", reflection, "# why\nEs hilft", "--language", "de")

    epex.record(*german, acting_as=VISITOR)

    row = epex.answer("reflection", "show", reflection, "--language", "de", acting_as=VISITOR)
    assert [(made["language"], made["reviewed"], made["translator_name"]) for made in row["translated"]] == [
        ("de", True, VISITOR)
    ]
    assert (row["questions"], row["answers"]) == (
        [{"key": "why", "question": "Warum tun wir, was wir tun?", "answer": "Es hilft"}],
        {"why": "It helps"},
    )
    assert epex.answer("audit", "log", "--type", "reflection.translated")[0]["visibility"] == "pair"


def test_somebody_elses_translation_waits_for_its_author(epex: Epex, reflection: str) -> None:
    german = ("reflection", "translate", reflection, "--answer", "why=Es hilft", "--language", "de")
    epex.record(*german)
    told = epex("reflection", "show", reflection, acting_as=VISITOR).stdout
    confirm = ("reflection", "translate", reflection, "--language", "de", "--confirm")

    refused = epex.refusal(*confirm)
    epex.record(*confirm, acting_as=VISITOR)

    assert "de, by Mira Holm (unreviewed)" in told
    assert refused.startswith("Only the author confirms it, or somebody else whose organisation works in 'de'")
    assert "de, by Mira Holm\n" in epex("reflection", "show", reflection, acting_as=VISITOR).stdout


@pytest.mark.slow
def test_a_newer_translation_waits_beside_a_confirmed_one(epex: Epex, reflection: str) -> None:
    german = ("reflection", "translate", reflection, "--language", "de")
    epex.record(*german, "--answer", "why=Es hilft", acting_as=VISITOR)
    epex.record(*german, "--answer", "why=Es nützt")

    told = epex("reflection", "show", reflection, "--language", "de", acting_as=VISITOR).stdout
    epex.record(*german, "--confirm", acting_as=VISITOR)

    assert "Warum tun wir, was wir tun?\n  Es hilft\n" in told
    assert told.partition("Translations\n")[2].splitlines() == [
        "  de, by Ben Okafor",
        "  de, a newer one by Mira Holm (unreviewed), to be confirmed with:",
        f"    epex reflection translate {reflection[:19]} --language de --confirm",
        "    Es nützt",
    ]
    shown_now = epex("reflection", "show", reflection, "--language", "de", acting_as=VISITOR).stdout
    assert ("Es nützt" in shown_now, "a newer one" in shown_now) == (True, False)


def test_a_translation_is_found_in_its_language(epex: Epex, reflection: str) -> None:
    german = ("reflection", "translate", reflection, "# why\nDer Blumentopf hilft", "--language", "de")

    epex.record(*german, acting_as=VISITOR)

    hits = epex.answer("search", "Blumentopf", acting_as=VISITOR)["hits"]
    epex.record("person", "add", "--name", "Zoe", "--organisation", HOST)
    assert [hit["id"] for hit in hits] == [reflection]
    assert epex.answer("search", "Blumentopf", acting_as="Zoe")["total"] == 0


def test_a_translation_of_what_one_may_not_read_is_refused_like_what_is_not_there(epex: Epex, reflection: str) -> None:
    epex.record("person", "add", "--name", "Zoe", "--organisation", HOST, "--role", "editor")
    missing = reflection[:-12] + "0" * 12

    hidden, absent = (
        epex.refusal("reflection", "translate", which, "x", "--language", "de", acting_as="Zoe")
        for which in (reflection, missing)
    )

    assert hidden.replace(reflection, "") == absent.replace(missing, "")


def test_a_translation_has_no_label_of_its_own(epex: Epex, reflection: str) -> None:
    german = ("reflection", "translate", reflection, "# why\nEs hilft", "--language", "de", "--visibility", "public")

    assert epex.refusal(*german, acting_as=VISITOR) == (
        "A translation has the readers of the reflection, whose label stays 'pair'; leave out --visibility."
    )


@pytest.mark.slow
def test_a_revision_has_no_label_of_its_own(epex: Epex, reflection: str) -> None:
    epex.record("reflection", "release", reflection, "--visibility", "public", acting_as=VISITOR)
    revise = ("reflection", "revise", reflection, "--answer", "why=It helped", "--reason", "Past")

    refused = epex.refusal(*revise, "--visibility", "pair", acting_as=VISITOR)
    epex.record(*revise, acting_as=VISITOR)

    assert (
        refused == "A revision has the readers of the reflection, whose label stays 'public'; leave out --visibility."
    )
    assert shown(epex, reflection)["visibility"] == "public"
    assert epex.answer("audit", "log", "--type", "reflection.revised")[0]["visibility"] == "public"


def test_what_may_tell_who_a_client_is_is_noted_and_recorded(epex: Epex, completed: str) -> None:
    words = "A mother, +43 664 1234567, born 3 May 1990"

    recorded = epex("reflection", "record", completed, "--answer", f"why={words}", "--json", acting_as=VISITOR)
    [row] = epex.answer("reflection", "list", acting_as=VISITOR)
    revised = epex("reflection", "revise", row["id"], f"So: {words}", "--reason", "Told", acting_as=VISITOR)

    assert (recorded.exit_code, revised.exit_code) == (0, 0)
    notes = [
        f"Note: this seems to hold {what}; nothing here may tell who a client is."
        for what in ("a telephone number", "a date of birth")
    ]
    assert [done.stderr.splitlines() for done in (recorded, revised)] == [notes, notes]


def test_how_to_reach_a_colleague_is_not_noted(epex: Epex) -> None:
    done = epex("person", "add", "--name", "Zoe", "--organisation", HOST, "--contact", "zoe@example.org")

    assert (done.exit_code, done.stderr) == (0, "")


def test_an_earlier_version_that_was_translated_says_so(epex: Epex, reflection: str) -> None:
    epex.record("reflection", "translate", reflection, "# why\nEs hilft", "--language", "de", acting_as=VISITOR)
    epex.record("reflection", "revise", reflection, "# why\nIt helped", "--reason", "Past", acting_as=VISITOR)

    told = epex("reflection", "show", reflection, "--language", "de", acting_as=VISITOR).stdout

    assert "Translated into de by Ben Okafor (of version 1, which was revised since):" in told
    assert epex.refusal("reflection", "show", reflection, "--language", "fr", acting_as=VISITOR) == (
        "There is no translation into 'fr' (there is: de); see it without --language."
    )


def test_show_puts_each_answer_below_its_question(epex: Epex, reflection: str) -> None:
    told = epex("reflection", "show", reflection, "--language", "en", acting_as=VISITOR).stdout

    assert "Why do we do what we do?\n  It helps" in told
    assert "As it was written, in en:" in told


@pytest.fixture
def both(epex: Epex) -> str:
    return stages.told(epex, lambda: _both(epex), "both")


def _both(epex: Epex) -> str:
    sides = ("--host", HOST, "--host-person", FOUNDER, "--visitor", VISITOR)
    visit = epex.record("visit", "plan", "Rounds", "--year", "1", *sides)
    for step in ("agree", "prepare", "start", "complete"):
        epex.record("visit", step, visit)
    epex.record("reflection", "record", visit, "--answer", "why=It helps", acting_as=VISITOR)
    hosted = ("reflection", "record", visit, "--answer", "why=Nobody else goes", "--answer", "add=Tea")
    epex.record(*hosted, "--visibility", "private")
    return visit


def test_pair_prints_both_sides_of_each_question(epex: Epex, both: str) -> None:
    told = epex("reflection", "pair", both).stdout

    assert told.splitlines()[-7:] == [
        "Why do we do what we do?",
        "Host      Nobody else goes",
        "Visitor   It helps",
        "",
        "What can we add to one another's work?",
        "Host      Tea",
        "Visitor   -",
    ]


@pytest.mark.slow
def test_pair_says_who_answered_what_where_several_did(epex: Epex) -> None:
    epex.record("person", "add", "--name", "Zoe", "--organisation", VISITING)
    sides = ("--host", HOST, "--visitor", VISITOR, "--visitor", "Zoe")
    visit = epex.record("visit", "plan", "Rounds", "--year", "1", *sides)
    for step in ("agree", "prepare", "start", "complete"):
        epex.record("visit", step, visit)
    record = ("reflection", "record", visit, "--answer")
    ben = epex.record(*record, "why=It helps", "--language", "en", acting_as=VISITOR)
    zoe = epex.record(*record, "why=Wir haben gesehen, dass die Kollegen zuerst zuhören", acting_as="Zoe")
    epex.record("reflection", "translate", ben, "# why\nEs hilft", "--language", "de", acting_as="Zoe")

    plain, german = (
        epex("reflection", "pair", visit, *more).stdout.splitlines() for more in ((), ("--language", "de"))
    )

    assert plain[1:3] == [
        f"Visitor   Ben Okafor, in en [{ben[:19]}]",
        f"Visitor   Zoe, it reads like de [{zoe[:19]}]",
    ]
    assert german[1] == f"Visitor   Ben Okafor, in de (a translation, unreviewed) [{ben[:19]}]"
    assert plain[-4:] == [
        "Host      -",
        "Visitor   Ben Okafor: It helps",
        "",
        "          Zoe: Wir haben gesehen, dass die Kollegen zuerst zuhören",
    ]


def test_pair_says_what_is_missing_and_no_more(epex: Epex, both: str) -> None:
    told = epex("reflection", "pair", both, acting_as=VISITOR).stdout
    row = epex.answer("reflection", "pair", both, "--follow-up", "3", acting_as=VISITOR)

    assert "Nothing from the host that you may read." in told
    assert ("Tea" in told, "Nobody else goes" in told) == (False, False)
    assert row["missing"] == ["Nothing from the host that you may read.", "Nothing from the visitor that you may read."]


def test_an_author_sees_where_a_lesson_was_used(epex: Epex, reflection: str) -> None:
    element = epex.record("element", "identify", "Tea first", "--core", "Tea.", acting_as=VISITOR)
    epex.record("element", "link", element, reflection, "--quote", "It helps", acting_as=VISITOR)
    theme = epex.record("theme", "propose", "Tea")
    epex.record("theme", "link", theme, element)

    uses = epex.answer("reflection", "uses", acting_as=VISITOR)
    told = epex("reflection", "uses", acting_as=VISITOR).stdout
    alone = epex(acting_as=VISITOR).stdout

    assert [(use["kind"], use["title"], use["how"], use["reflection"]) for use in uses] == [
        ("element", "Tea first", "in support", reflection),
        ("theme", "Tea", "through the element 'Tea first'", reflection),
    ]
    assert "“It helps”" in told
    assert "Where your lessons are used" in alone
    assert "Tea (theme, through the element 'Tea first')" in alone
    assert epex("reflection", "uses").stderr == "Nothing rests on what you wrote yet, as far as you may read.\n"


def test_an_author_sees_that_what_was_quoted_has_changed_since(epex: Epex, reflection: str) -> None:
    element = epex.record("element", "identify", "Tea first", "--core", "Tea.", acting_as=VISITOR)
    epex.record("element", "link", element, reflection, "--quote", "It helps", acting_as=VISITOR)
    epex.record("reflection", "revise", reflection, "# why\nIt heals", "--reason", "Typo", acting_as=VISITOR)

    told = epex("reflection", "show", reflection, acting_as=VISITOR).stdout

    changed = "These words no longer stand in it: it was changed since they were quoted."
    assert told.endswith(f"  “It helps”\n    {changed}\n".replace("  “", "    “"))
