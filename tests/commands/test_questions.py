"""`epex questions`: sets are added, adopted and signed, and reflections answer what is in force."""

from pathlib import Path

import pytest

from tests.commands.running import HOST, VISITING, VISITOR, Epex

STREET = """
name = "street"
title = "Street work"
original = "de"

[[questions]]
key = "begin"
de = "Wie beginnen Sie?"
en = "How do you begin?"

[[questions]]
key = "go_on"
[questions.wordings]
de = "Wie geht es weiter?"
en = "How do you go on?"
"""


@pytest.fixture
def street(epex: Epex, tmp_path: Path) -> str:
    (tmp_path / "street.toml").write_text(STREET, "utf-8")
    return epex.record("questions", "add", str(tmp_path / "street.toml"))


def test_list_shows_what_comes_with_the_program(epex: Epex) -> None:
    listed = epex.answer("questions", "list")

    assert [(row["name"], row["title"], row["in_force"], row["questions"]) for row in listed] == [
        ("after_action_review", "After Action Review", False, 4),
        ("epex", "The five EPEX questions", True, 5),
        ("gibbs", "Gibbs' reflective cycle", False, 6),
    ]
    assert listed[0]["unreviewed"] == ["de", "fr", "nl", "da", "no", "sr", "ar", "sq"]


def test_add_counts_the_versions_of_a_name(epex: Epex, street: str) -> None:
    changed = STREET.replace("How do you begin?", "How do you start?")

    second = epex.record("questions", "add", "-", given=changed)

    row = epex.answer("questions", "show", "street")
    assert (second, row["version"], row["versions"]) == (street, 2, [1, 2])
    assert row["wordings"][0] == {"key": "begin", "de": "Wie beginnen Sie?", "en": "How do you start?"}
    earlier = epex.answer("questions", "show", street[:14], "--version", "1", "--language", "en")
    assert earlier["wordings"][0] == {"key": "begin", "en": "How do you begin?"}
    assert epex.refusal("questions", "add", "-", given=changed) == (
        "'street' reads like this already (version 2); change it, then add it."
    )


@pytest.mark.slow
@pytest.mark.usefixtures("street")
def test_what_is_adopted_is_asked_from_then_on(epex: Epex, completed: str) -> None:
    epex.record("questions", "adopt", "street")

    done = epex("reflection", "record", completed, "--prompt", given="", acting_as=VISITOR)
    recorded = epex.record("reflection", "record", completed, "--answer", "go_on=Slowly", acting_as=VISITOR)

    row = epex.answer("reflection", "show", recorded, acting_as=VISITOR)
    assert "1/2  How do you begin?" in done.stderr
    assert (row["question_set"], row["question_set_version"], row["questions"]) == (
        "street",
        1,
        [{"key": "go_on", "question": "How do you go on?", "answer": "Slowly"}],
    )
    assert [row["name"] for row in epex.answer("questions", "list") if row["in_force"]] == ["street"]


@pytest.mark.slow
@pytest.mark.usefixtures("street")
def test_a_draft_goes_on_with_the_questions_it_began_with(epex: Epex, completed: str) -> None:
    epex("reflection", "record", completed, "--prompt", given="Because.\n\n", acting_as=VISITOR)
    epex.record("questions", "adopt", "street")

    epex("reflection", "record", completed, "--prompt", given="\n\n\n\n\nen\n\n", acting_as=VISITOR)

    [row] = epex.answer("reflection", "list", acting_as=VISITOR)
    assert epex.answer("reflection", "show", row["id"], acting_as=VISITOR)["question_set"] == "epex"


def test_a_speaker_signs_and_a_stranger_does_not(epex: Epex) -> None:
    refused = epex.refusal("questions", "sign", "epex", "--language", "de", acting_as=VISITOR)
    epex.record("organisation", "revise", VISITING, "--language", "de")

    epex.record("questions", "sign", "epex", "--language", "de", acting_as=VISITOR)

    assert refused == (
        "Only a coordinator may sign for 'de' without an organisation that works in it; ask one of them to record it."
    )
    row = epex.answer("questions", "show", "epex")
    assert ([each["actor_name"] for each in row["signed"]], "de" in row["unreviewed"]) == ([VISITOR], False)


def test_a_coordinator_adopts_and_nobody_else(epex: Epex) -> None:
    assert epex.refusal("questions", "adopt", "gibbs", acting_as=VISITOR) == (
        "Only a coordinator may adopt a question set for the network; ask one of them to record it."
    )
    epex.record("questions", "adopt", "gibbs", "--reason", "We want to speak of feelings")
    assert epex.refusal("questions", "adopt", "gibbs").startswith("'gibbs' is in force already (version 1)")


def test_a_set_is_for_the_whole_network(epex: Epex) -> None:
    assert epex.refusal("questions", "adopt", "gibbs", "--visibility", "private") == (
        "Question sets are for the whole network; leave out --visibility."
    )


def test_show_says_what_is_unreviewed_and_who_signed(epex: Epex) -> None:
    epex.record("questions", "sign", "after action review", "--language", "de", "--occurred-on", "2017-01-09")

    told = epex("questions", "show", "after_action_review", "--language", "de", "--language", "fr").stdout

    assert told.splitlines()[:5] == [
        "After Action Review",
        "after_action_review, version 1",
        "",
        "de (signed by Mira Holm, 2017-01-09)",
        "  1. Was sollte geschehen? [planned]",
    ]
    assert "fr (unreviewed)" in told


@pytest.mark.usefixtures("street")
def test_show_refuses_a_language_or_a_set_that_is_not_there(epex: Epex) -> None:
    assert epex.refusal("questions", "show", "street", "--language", "fr") == (
        "'street' has no wording in 'fr'; it has: de, en."
    )
    assert epex.refusal("questions", "show", "kolb") == (
        "'kolb' is not a known question set; choose one of: after_action_review, epex, gibbs, street."
    )


@pytest.mark.usefixtures("street")
def test_the_log_says_it_in_words(epex: Epex) -> None:
    epex.record("questions", "adopt", "street")
    epex.record("questions", "sign", "street", "--language", "en")

    roles = "Mira Holm (coordinator, data protection officer) "
    assert [row["summary"].removeprefix(roles) for row in epex.answer("audit", "log")[-3:]] == [
        "added version 1 of the questions 'Street work'",
        "adopted the questions 'Street work' (version 1)",
        "signed the wording of the questions 'Street work' in 'en'",
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("name = 'x", "Standard input cannot be read as TOML ("),
        ("name = 'x'\nkolb = 1", "-: 'kolb' is not known here; write name ="),
        ("name = ' '", "- has no name; write name ="),
        ("name = 'x'", "- has no questions; write name ="),
        ("name = 'x'\nquestions = [1]", "- has no questions; write name ="),
        ("name = 'x'\n[[questions]]\nen = 'How?'", "-: question 1 has no key; give it one of small letters"),
        ("name = 'x'\n[[questions]]\nkey = 'how'\nen = 1", "-: question 1 has no text for 'en'; write it as en ="),
        ("name = 'x'\n[[questions]]\nkey = 'how'\nwordings = 1", "-: question 1 has no text for 'wordings'"),
        ("name = 'Street Work'\n[[questions]]\nkey = 'how'\nen = 'How?'", "'Street Work' cannot be the name of a"),
    ],
)
def test_a_file_of_another_form_is_refused(epex: Epex, text: str, why: str) -> None:
    sentence = epex.refusal("questions", "add", "-", given=text)

    assert sentence.startswith(why.replace("Standard input", "-")), sentence


def test_a_form_asks_what_is_in_force_and_reads_every_set_back(epex: Epex, completed: str) -> None:
    epex.record("questions", "add", "-", given=STREET)
    epex.record("questions", "adopt", "street")
    gibbs = epex.answer("form", "export", VISITOR, "--question-set", "gibbs", "--language", "en")["text"]
    text = epex.answer("form", "export", VISITOR, "--language", "de")["text"]
    epex.record("questions", "adopt", "epex")

    answered = text.replace("Wie beginnen Sie?\n", "Wie beginnen Sie?\nMit Tee.\n").replace("weiter?\n", "weiter?\n-\n")
    recorded = epex.record("form", "import", "-", given=answered)

    row = epex.answer("reflection", "show", recorded, acting_as=VISITOR)
    assert (row["question_set"], row["answers"], row["about"]) == ("street", {"begin": "Mit Tee."}, completed)
    assert "[question 6]" in gibbs
    late = gibbs
    for question in ("happened?", "feel?", "not?", "of it?", "done?", "you do?"):
        late = late.replace(f"{question}\n", f"{question}\nToo late.\n")
    assert epex.refusal("form", "import", "-", given=late).startswith(
        "This person's reflection on the visit is recorded"
    )


def test_a_form_asks_for_a_follow_up(epex: Epex, completed: str) -> None:
    epex.record("reflection", "record", completed, "It was good.", acting_as=VISITOR)
    assert epex.refusal("form", "export", VISITOR).startswith("No completed visit waits for this person's reflection")

    text = epex.answer("form", "export", VISITOR, "--follow-up", "3", "--question-set", "gibbs", "--language", "en")[
        "text"
    ]
    for question in ("happened?", "feel?", "not?", "of it?", "done?", "you do?"):
        text = text.replace(f"{question}\n", f"{question}\nStill tea.\n")
    recorded = epex.record("form", "import", "-", given=text)

    row = epex.answer("reflection", "show", recorded, acting_as=VISITOR)
    assert (row["follow_up"], row["title"]) == (3, "Visitor reflection after 3 months: Street work")
    assert "Street work, looking back after 3 months" in " ".join(text.split()) or "after 3 months" in text
    assert row["about"] == completed


def test_nobody_adds_a_set_without_the_role(epex: Epex) -> None:
    epex.record("person", "add", "--name", "Zoe", "--organisation", HOST, "--role", "editor")

    assert epex.refusal("questions", "add", "-", given=STREET, acting_as="Zoe") == (
        "Only a coordinator may add a question set; ask one of them to record it."
    )
