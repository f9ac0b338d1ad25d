"""Answering: at prompts, in the editor, from a file with front matter; and drafts that outlive a crash."""

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.commands.running import FOUNDER, HOST, VISITING, VISITOR, Epex
from tests.commands.terminal import PROGRAM, editor, on_terminal

ANSWERS = "Because they come back.\nAnd bring others.\n\n\nForms.\n\n\n\n"
UNREVIEWED = "The wording of these questions in 'de' is a translation that nobody has reviewed yet."
FILE = """---
visit: Street work
language: no
side: visitor
visibility: network
quotation: anonymous
occurred_on: 2017-03-14
---
# Tea first

## Hvorfor gjør vi det vi gjør?
Fordi noen må.

## how
### First
Slowly.
"""


def shown(epex: Epex, recorded: str) -> dict[str, object]:
    return dict(epex.answer("reflection", "show", recorded, acting_as=VISITOR))


def drafts(epex: Epex) -> list[dict[str, object]]:
    return list(epex.answer("reflection", "drafts", acting_as=VISITOR))


def kept(epex: Epex) -> list[str]:
    folder = epex.folder / "drafts"
    return [path.name for path in folder.iterdir()] if folder.exists() else []


def test_prompts_ask_every_question_and_keep_both_languages(epex: Epex, completed: str) -> None:
    done = epex("reflection", "record", completed, "--prompt", "--json", given=f"{ANSWERS}fr\ny\n", acting_as=VISITOR)

    [row] = epex.answer("reflection", "list", acting_as=VISITOR)
    answers = {"why": "Because they come back.\nAnd bring others.", "what_does_not_work": "Forms."}
    assert (done.exit_code, shown(epex, row["id"])["answers"]) == (0, answers)
    assert (row["language"], row["detected_language"]) == ("fr", "en")
    assert "It reads like 'en'; both are kept." in done.stderr
    readers = f"the two sides of the visit, and {FOUNDER} as data protection officer"
    assert f"Readers: {readers}. Record it now? [Y/n]" in done.stderr
    assert "nobody has reviewed" not in done.stderr
    assert kept(epex) == []


@pytest.mark.parametrize(
    ("label", "readers"),
    [
        ("private", f"only you, and {FOUNDER} as data protection officer"),
        ("organisation", f"the organisations on both sides, and {FOUNDER} as data protection officer"),
        ("network", "everybody in the network"),
    ],
)
def test_prompts_say_who_will_read(epex: Epex, completed: str, label: str, readers: str) -> None:
    record = ("reflection", "record", completed, "--prompt", "--visibility", label)

    done = epex(*record, given=f"{ANSWERS}en\nn\n", acting_as=VISITOR)

    assert f"Readers: {readers}. Record it now? [Y/n]" in done.stderr


@pytest.mark.slow
def test_prompts_speak_the_language_of_the_authors_organisation(epex: Epex, completed: str) -> None:
    epex.record("organisation", "revise", VISITING, "--language", "de", "--language", "en")

    done = epex("reflection", "record", completed, "--prompt", given="", acting_as=VISITOR)

    assert "1/5  Warum tun wir, was wir tun?" in done.stderr
    assert done.stderr.startswith(UNREVIEWED)


def test_a_translation_that_somebody_signed_has_no_mark(epex: Epex, completed: str) -> None:
    epex.record("organisation", "revise", VISITING, "--language", "de")
    epex.record("questions", "sign", "epex", "--language", "de")

    done = epex("reflection", "record", completed, "--prompt", given="", acting_as=VISITOR)

    assert ("Warum tun wir, was wir tun?" in done.stderr, UNREVIEWED in done.stderr) == (True, False)


def test_a_stated_language_is_not_asked_for(epex: Epex, completed: str) -> None:
    done = epex(
        "reflection", "record", completed, "--prompt", "--language", "en", given=f"{ANSWERS}\n", acting_as=VISITOR
    )

    assert (done.exit_code, "The language of your answers" in done.stderr) == (0, False)


def test_who_stops_finds_the_draft_again(epex: Epex, completed: str) -> None:
    first = epex("reflection", "record", completed, "--prompt", given="Because.\n\nSlow", acting_as=VISITOR)
    listed = drafts(epex)
    second = epex("reflection", "record", completed, "--prompt", given="\n\nForms.\n\n-\n\n\nen\n\n", acting_as=VISITOR)

    assert (first.exit_code, first.stdout) == (1, "")
    assert first.stderr.splitlines()[-1] == (
        f"Nothing is recorded yet. What you wrote is kept; go on with: epex reflection record {completed[:14]}"
    )
    assert [(row["id"], row["title"], row["use"], row["answered"]) for row in listed] == [
        (completed, "Street work", "record", 2)
    ]
    assert "is here; going on with it." in second.stderr
    assert "So far: Because. (Enter keeps it, - takes it out)" in second.stderr
    [row] = epex.answer("reflection", "list", acting_as=VISITOR)
    assert shown(epex, row["id"])["answers"] == {"why": "Because.", "how": "Slow", "what_does_not_work": "Forms."}
    assert kept(epex) == []


def test_an_answer_is_taken_out_of_a_draft(epex: Epex, completed: str) -> None:
    epex("reflection", "record", completed, "--prompt", given="Because.\n\nSlow", acting_as=VISITOR)

    epex("reflection", "record", completed, "--prompt", given="\n-\n\n\n\n\nen\n\n", acting_as=VISITOR)

    [row] = epex.answer("reflection", "list", acting_as=VISITOR)
    assert shown(epex, row["id"])["answers"] == {"why": "Because."}


def test_who_would_rather_go_on_later_keeps_the_draft(epex: Epex, completed: str) -> None:
    done = epex("reflection", "record", completed, "--prompt", given=f"{ANSWERS}xx\nen\nno\n", acting_as=VISITOR)

    assert (done.exit_code, len(kept(epex)), epex.answer("reflection", "list", acting_as=VISITOR)) == (1, 1, [])
    assert "'xx' is not a language of the network." in done.stderr


def test_nobody_is_asked_what_would_be_refused(epex: Epex, visit: str) -> None:
    done = epex("reflection", "record", visit, "--prompt", given=ANSWERS, acting_as=VISITOR)

    assert done.stderr == "The visit is planned; record the reflection once the visit is completed.\n"


def test_who_answers_nothing_leaves_nothing_behind(epex: Epex, completed: str) -> None:
    done = epex("reflection", "record", completed, "--prompt", given="\n\n\n\n\n", acting_as=VISITOR)

    assert done.stderr.splitlines()[-1] == "The reflection is empty; answer at least one of the questions."
    assert kept(epex) == []


@pytest.mark.slow
def test_a_draft_is_the_typists_and_the_authors_alone(epex: Epex, completed: str) -> None:
    epex("reflection", "record", completed, "--prompt", given="Because.\n\n", acting_as=VISITOR)
    epex.record("person", "add", "--name", "Zoe", "--organisation", HOST)

    assert [epex.answer("reflection", "drafts", acting_as=name) for name in (FOUNDER, "Zoe")] == [[], []]


def test_a_draft_is_discarded_on_request(epex: Epex, completed: str) -> None:
    epex("reflection", "record", completed, "--prompt", given="Because.\n\n", acting_as=VISITOR)

    assert epex.refusal("reflection", "drafts", "--discard", completed) == (
        f"You have no draft about '{completed}'; 'epex reflection drafts' lists yours."
    )
    assert epex.answer("reflection", "drafts", "--discard", "Street work", acting_as=VISITOR) == []
    assert kept(epex) == []


def test_recording_by_a_text_takes_the_draft_away(epex: Epex, completed: str) -> None:
    epex("reflection", "record", completed, "--prompt", given="Because.\n\n", acting_as=VISITOR)

    epex.record("reflection", "record", completed, "It was good.", acting_as=VISITOR)

    assert kept(epex) == []


def test_a_follow_up_is_a_reflection_of_its_own_with_its_own_draft(epex: Epex, completed: str) -> None:
    epex.record("reflection", "record", completed, "It was good.", acting_as=VISITOR)
    record = ("reflection", "record", completed, "--follow-up", "6")

    stopped = epex(*record, "--prompt", given="Because.\n\n", acting_as=VISITOR)
    epex.record(*record, "We drink tea now.", acting_as=VISITOR)

    assert stopped.stderr.splitlines()[-1].endswith(f"epex reflection record {completed[:14]} --follow-up 6")
    titles = [row["title"] for row in epex.answer("reflection", "list", acting_as=VISITOR)]
    assert titles == ["Visitor reflection: Street work", "Visitor reflection after 6 months: Street work"]
    assert epex.refusal(*record, "Again.", acting_as=VISITOR).startswith(
        "This person's follow-up after 6 months is recorded already; change it with 'epex reflection revise reflection-"
    )


@pytest.mark.parametrize("by", [VISITOR, FOUNDER])
def test_a_second_reflection_is_refused_whoever_types_it(epex: Epex, completed: str, by: str) -> None:
    first = epex.record("reflection", "record", completed, "It was good.", acting_as=VISITOR)

    sentence = epex.refusal("reflection", "record", completed, "Again.", "--author", VISITOR, acting_as=by)

    assert sentence == (
        f"This person's reflection is recorded already; change it with 'epex reflection revise {first[:19]}'."
    )


@pytest.mark.slow
def test_after_a_withdrawal_there_is_room_for_another(epex: Epex, completed: str) -> None:
    first = epex.record("reflection", "record", completed, "It was good.", acting_as=VISITOR)
    epex.answer("reflection", "withdraw", first, acting_as=VISITOR)

    second = epex.record("reflection", "record", completed, "Otherwise.", acting_as=VISITOR)

    assert shown(epex, second)["answers"] == {"text": "Otherwise."}


def test_a_file_says_everything(epex: Epex, completed: str, tmp_path: Path) -> None:
    (tmp_path / "r.md").write_text(FILE, "utf-8")

    recorded = epex.record("reflection", "record", "--file", str(tmp_path / "r.md"), acting_as=VISITOR)

    row = shown(epex, recorded)
    assert {name: row[name] for name in ("about", "title", "language", "visibility", "quotation", "occurred_on")} == {
        "about": completed,
        "title": "Tea first",
        "language": "no",
        "visibility": "network",
        "quotation": "anonymous",
        "occurred_on": "2017-03-14",
    }
    assert row["answers"] == {"why": "Fordi noen må.", "how": "### First\nSlowly."}


@pytest.mark.slow
@pytest.mark.usefixtures("completed")
def test_what_is_typed_counts_before_what_the_file_says(epex: Epex) -> None:
    options = ("--visibility", "pair", "--language", "da", "--occurred-on", "2018", "--quotation", "none")

    recorded = epex.record("reflection", "record", "Street work", "-", *options, given=FILE, acting_as=VISITOR)

    row = shown(epex, recorded)
    assert [row[name] for name in ("visibility", "language", "occurred_on", "quotation")] == [
        *("pair", "da", "2018", "none")
    ]


@pytest.mark.usefixtures("completed")
def test_a_follow_up_and_a_question_set_may_stand_in_the_file(epex: Epex) -> None:
    text = '+++\nmeeting = "Plenary"\nquestion_set = "gibbs"\ntitle = "Mine"\n+++\n# Feelings\nJoy'
    epex.record("meeting", "hold", "Plenary", "--held-on", "2017-03", "--attended", FOUNDER)

    recorded = epex.record("reflection", "record", "--file", "-", given=text)
    again = FILE.replace("quotation: anonymous", "follow_up: 3")
    later = epex.record("reflection", "record", "--file", "-", given=again, acting_as=VISITOR)

    row = dict(epex.answer("reflection", "show", recorded))
    assert (row["title"], row["question_set"], row["answers"]) == ("Mine", "gibbs", {"feelings": "Joy"})
    assert shown(epex, later)["follow_up"] == 3


@pytest.mark.slow
@pytest.mark.usefixtures("completed")
@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            "language: no",
            "language: tlh",
            "Line 3: 'tlh' is not a known language of the network; choose one of: en, de",
        ),
        ("side: visitor", "side: guest", "Line 4: 'guest' is not a known side; choose one of: host, visitor"),
        ("network", "everybody", "Line 5: 'everybody' is not a known visibility; choose one of: private, pair"),
        ("anonymous", "yes", "Line 6: 'yes' is not a known permission to quote; choose one of: none"),
        ("2017-03-14", "14 March", "Line 7: '14 March' is not a date"),
        ("side: visitor", "seite: gast", "Line 4: 'seite' is not known here; write one of: visit, meeting, about"),
        ("side: visitor", "side: [a]", "Line 4: 'side' is not one text; write it as side: TEXT."),
        ("side: visitor", "about: Else", "Line 4: there is a visit or meeting already; name one."),
        (
            "side: visitor",
            "follow_up: 4",
            "Line 4: '4' is not a known follow-up in months; choose one of: 0, 3, 6, 12.",
        ),
        ("side: visitor", "side: a: b", "Line 4: the front matter cannot be read as YAML"),
        ("---\n# Tea", "# Tea", "Line 1: the front matter that begins here never ends"),
        ("## how", "## Wie lange?", "Line 14: '## Wie lange?' is no question of 'epex'"),
        ("## how", "## why", "Line 14: the question 'why' is answered twice"),
        ("visit: Street work", "visit: Elsewhere", "There is no visit 'Elsewhere' that you may read"),
        ("visit: Street work\n", "", "Say which visit or meeting it is about; 'epex visit list' shows them."),
        ("quotation: anonymous", "question_set: kolb", "'kolb' is not a known question set; choose one of:"),
    ],
)
def test_a_broken_file_names_its_line_and_records_nothing(epex: Epex, old: str, new: str, sentence: str) -> None:
    before = epex.events()

    refused = epex.refusal("reflection", "record", "--file", "-", given=FILE.replace(old, new), acting_as=VISITOR)

    assert refused.startswith(sentence), refused
    assert epex.events() == before


@pytest.mark.usefixtures("completed")
def test_a_file_about_another_visit_than_the_one_named_is_refused(epex: Epex) -> None:
    other = epex.record("visit", "plan", "Another", "--year", "1", "--host", HOST, "--visitor", VISITOR)

    sentence = epex.refusal("reflection", "record", other, "-", given=FILE, acting_as=VISITOR)

    assert sentence == f"The file is about 'Street work', and you named '{other}'; name one of them."


@pytest.mark.slow
def test_a_crash_costs_no_answer(epex: Epex, completed: str) -> None:
    options = ("--base", str(epex.folder), "--as", VISITOR, "reflection", "record", completed, "--prompt")
    with subprocess.Popen(
        [*PROGRAM, *options], stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    ) as running:
        assert running.stdin is not None
        running.stdin.write(b"Because they come back.\n\n")
        running.stdin.flush()
        until = time.monotonic() + 30
        while not any(name.endswith(".draft") for name in kept(epex)) and time.monotonic() < until:
            time.sleep(0.05)
        os.kill(running.pid, signal.SIGKILL)

    done = epex("reflection", "record", completed, "--prompt", given="\n\n\n\n\nen\n\n", acting_as=VISITOR)

    [row] = epex.answer("reflection", "list", acting_as=VISITOR)
    assert (done.exit_code, shown(epex, row["id"])["answers"]) == (0, {"why": "Because they come back."})


@pytest.mark.slow
def test_a_terminal_is_asked_without_a_word(epex: Epex, completed: str) -> None:
    status, told = on_terminal(
        epex.folder, "--as", VISITOR, "reflection", "record", completed, typed=f"{ANSWERS}en\n\n"
    )

    assert (status, "5/5  What can we add to one another's work?" in told) == (0, True), told
    assert len(epex.answer("reflection", "list", acting_as=VISITOR)) == 1


@pytest.mark.slow
def test_the_editor_writes_a_sheet_and_a_refusal_keeps_it(epex: Epex, completed: str, tmp_path: Path) -> None:
    record = ("--as", VISITOR, "reflection", "record", completed, "--editor")
    twice = editor(tmp_path, "text = '# how\\nSlowly.\\n# how\\nAgain.\\n'")
    status, told = on_terminal(epex.folder, *record, environment=twice)
    mended = editor(tmp_path, "text = text.replace('# how\\nAgain.', '# why\\nBecause.')")
    second, _ = on_terminal(epex.folder, *record, environment=mended)

    assert (status, "answered twice" in told, "What you wrote is kept; go on with: epex" in told) == (1, True, True)
    [row] = epex.answer("reflection", "list", acting_as=VISITOR)
    assert (second, shown(epex, row["id"])["answers"]) == (0, {"how": "Slowly.", "why": "Because."})
    assert kept(epex) == []


@pytest.mark.slow
def test_the_sheet_marks_a_translation_that_nobody_reviewed(epex: Epex, completed: str, tmp_path: Path) -> None:
    epex.record("organisation", "revise", VISITING, "--language", "de")
    keeps = editor(tmp_path, f"pathlib.Path({str(tmp_path / 'seen')!r}).write_text(text); text += 'Tee.'")
    record = ("--as", VISITOR, "reflection", "record", completed, "--editor")

    status, told = on_terminal(epex.folder, *record, environment=keeps)

    [row] = epex.answer("reflection", "list", acting_as=VISITOR)
    assert (status, shown(epex, row["id"])["answers"]) == (0, {"add": "Tee."}), told
    assert (tmp_path / "seen").read_text().startswith(f"<!-- {UNREVIEWED} -->\n\n# why: Warum")


@pytest.mark.slow
def test_a_revision_in_the_editor_begins_with_what_stands(epex: Epex, completed: str, tmp_path: Path) -> None:
    recorded = epex.record("reflection", "record", completed, "--answer", "how=Slowly.", acting_as=VISITOR)
    changed = editor(tmp_path, "text = text.replace('Slowly.', 'Very slowly.')")

    status, told = on_terminal(
        epex.folder, "--as", VISITOR, "reflection", "revise", recorded, "--reason", "Clearer", environment=changed
    )

    assert (status, shown(epex, recorded)["answers"]) == (0, {"how": "Very slowly."}), told


@pytest.mark.slow
def test_a_translation_in_the_editor_shows_the_original(epex: Epex, completed: str, tmp_path: Path) -> None:
    recorded = epex.record("reflection", "record", completed, "--answer", "how=Slowly.", acting_as=VISITOR)
    added = editor(tmp_path, "assert '> Slowly.' in text; text = text.replace('> Slowly.', '> Slowly.\\nLangsam.')")

    status, told = on_terminal(
        epex.folder, "--as", VISITOR, "reflection", "translate", recorded, "--language", "de", environment=added
    )

    made = epex.answer("reflection", "show", recorded, acting_as=VISITOR)["translated"]
    assert (status, [each["answers"] for each in made]) == (0, [{"how": "Langsam."}]), told


@pytest.mark.slow
def test_drafts_go_with_the_person_and_into_no_copy(epex: Epex, completed: str, tmp_path: Path) -> None:
    epex("reflection", "record", completed, "--prompt", given="Marmalade kettles.\n\n", acting_as=VISITOR)

    saved = epex("backup", str(tmp_path / "all.zip"))
    branched = epex("branch", str(tmp_path / "branch"))
    doctor = epex("doctor")

    assert (saved.exit_code, branched.exit_code, doctor.exit_code) == (0, 0, 0), doctor.output
    assert not (tmp_path / "branch" / "drafts").exists()
    assert b"draft" not in (tmp_path / "all.zip").read_bytes()
    erased = epex("person", "erase", VISITOR, "--ground", "On request")
    assert (erased.exit_code, kept(epex)) == (0, []), erased.output


@pytest.mark.slow
def test_a_draft_goes_when_the_visits_reflection_is_withdrawn(epex: Epex, completed: str) -> None:
    recorded = epex.record("reflection", "record", completed, "It was good.", acting_as=VISITOR)
    epex("reflection", "record", completed, "--follow-up", "3", "--prompt", given="Still.\n\n", acting_as=VISITOR)
    there = len(kept(epex))

    epex.answer("reflection", "withdraw", recorded, acting_as=VISITOR)

    assert (there, kept(epex)) == (1, [])
