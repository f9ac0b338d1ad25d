"""The evaluation on the command line: interviews, findings, stories of change, and who may not see them."""

from pathlib import Path

import pytest

from epex.app.base import KnowledgeBase
from epex.core import interview
from epex.core.log.command import Command
from tests.commands import stages
from tests.commands.running import FOUNDER, VISITING, VISITOR, Epex
from tests.commands.terminal import on_terminal

EVA = "Eva Lund"
WORDS = "Nobody tells the officers why."
ROUND = "Evening round"


@pytest.fixture
def evaluated(epex: Epex) -> Epex:
    """Let an evaluator join, and record an interview and a finding."""
    stages.told(epex, lambda: _evaluate(epex), "evaluated")
    return epex


def _evaluate(epex: Epex) -> None:
    epex.record("person", "add", "--name", EVA, "--organisation", VISITING, "--role", "evaluator")
    epex.record("element", "identify", ROUND, "--core", "The same two walk every Friday.")
    said = ("interview", "record", f"{WORDS} We tried tea.", "--person", VISITOR, "--year", "1", "--language", "en")
    epex.record(*said, acting_as=EVA)
    stated = ("finding", "state", "Officers are left out", "--kind", "what_does_not", "--year", "1")
    epex.record(*stated, acting_as=EVA)


@pytest.fixture
def told(evaluated: Epex) -> Epex:
    """Choose a story of change."""
    chosen = ("story", "choose", "The first cup", "He stayed for a cup.", "--about", ROUND, "--year", "1")
    more = ("--teller", VISITOR, "--considered", "9", "--chosen-by", "Six of us", "--reason", "It is small")
    stages.told(evaluated, lambda: evaluated.record(*chosen, *more, acting_as=EVA), "story")
    return evaluated


def test_interview_record_reads_a_file_and_lists_it_to_the_evaluator(evaluated: Epex, tmp_path: Path) -> None:
    (tmp_path / "interview.txt").write_text("Somebody from outside spoke.\n", "utf-8")
    evaluated.record("interview", "record", "--file", str(tmp_path / "interview.txt"), "--year", "1", acting_as=EVA)

    rows = evaluated.answer("interview", "list", "--year", "1", acting_as=EVA)

    assert [(row["title"], row["person_name"]) for row in rows] == [
        ("Interview 1 of year 1", VISITOR),
        ("Interview 2 of year 1", ""),
    ]


@pytest.mark.parametrize("who", ["", VISITOR])
def test_nobody_but_evaluators_sees_an_interview(told: Epex, who: str) -> None:
    lists = [told.answer(subject, "list", acting_as=who) for subject in ("interview", "story")]
    missing = told.refusal("interview", "show", "Interview 1 of year 1", acting_as=who)

    hidden = {"interview.recorded", "story.chosen"} & {
        event["type"] for event in told.answer("audit", "log", acting_as=who)
    }
    assert (lists, hidden) == ([[], []], set())
    assert missing == told.refusal("interview", "show", "Interview 9 of year 1", acting_as=who).replace("9", "1")


@pytest.mark.parametrize(
    "command",
    [
        ("interview", "record", "Yes.", "--year", "1"),
        ("finding", "state", "Yes.", "--kind", "change", "--year", "1"),
        ("finding", "revise", "Officers are left out", "Yes.", "--reason", "Why"),
        ("finding", "link", "Officers are left out", ROUND),
        ("finding", "retract", "Officers are left out", "--reason", "Why"),
        ("story", "choose", "Tea", "Yes.", "--about", ROUND, "--year", "1", "--reason", "Why"),
    ],
)
def test_the_evaluation_is_recorded_by_evaluators_alone(evaluated: Epex, command: tuple[str, ...]) -> None:
    before = len(evaluated.answer("audit", "log", acting_as=EVA))

    assert evaluated.refusal(*command).startswith("Only an evaluator may")
    assert len(evaluated.answer("audit", "log", acting_as=EVA)) == before


def test_an_interview_is_never_recorded_for_more_readers(evaluated: Epex) -> None:
    said = ("interview", "record", "Yes.", "--year", "1", "--visibility", "network")

    refused = evaluated.refusal(*said, acting_as=EVA)

    assert refused == "What is confided to the evaluation is for evaluators only; leave out --visibility."


def test_interview_record_refuses_a_year_that_is_not_open_and_oneself(evaluated: Epex) -> None:
    said = ("interview", "record", "Yes.")

    assert evaluated.refusal(*said, "--year", "4", acting_as=EVA) == (
        "Year 4 of the programme is not open; choose one of: 1."
    )
    assert evaluated.refusal(*said, "--year", "1", "--person", EVA, acting_as=EVA).startswith("Nobody interviews")


def test_finding_link_quotes_an_interview_for_evaluators_alone(evaluated: Epex) -> None:
    link = ("finding", "link", "Officers are left out", "Interview 1 of year 1")
    evaluated.record(*link, "--quote", WORDS, "--note", "Said twice", acting_as=EVA)
    evaluated.record("finding", "link", "Officers are left out", ROUND, "--stance", "nuances", acting_as=EVA)

    own = evaluated.answer("finding", "show", "Officers are left out", acting_as=EVA)["evidence"]
    others = evaluated.answer("finding", "show", "Officers are left out")["evidence"]

    assert [(row["kind"], row["passage"], row["note"]) for row in own] == [
        ("interview", WORDS, "Said twice"),
        ("element", None, ""),
    ]
    assert [(row["kind"], row["stance"]) for row in others] == [("element", "nuances")]


@pytest.mark.slow
def test_finding_link_quotes_an_earlier_version_of_an_interview(evaluated: Epex) -> None:
    revise = ("interview", "revise", "Interview 1 of year 1", "Nothing.", "--reason", "Asked for")
    evaluated.record(*revise, acting_as=EVA)
    link = ("finding", "link", "Officers are left out", "Interview 1 of year 1", "--quote", WORDS)

    assert evaluated.refusal(*link, acting_as=EVA).startswith("These words do not stand in the document")
    assert evaluated.refusal(*link, "--version", "3", acting_as=EVA) == (
        "There is no version 3 of it; choose one of: 1, 2."
    )
    evaluated.record(*link, "--version", "1", acting_as=EVA)
    (row,) = evaluated.answer("finding", "show", "Officers are left out", acting_as=EVA)["evidence"]
    assert (row["passage"], row["state"], row["document_version"]) == (WORDS, "changed", 1)


def test_finding_unlink_takes_interviews_and_others_back(evaluated: Epex) -> None:
    finding = "Officers are left out"
    for source in ("Interview 1 of year 1", ROUND):
        evaluated.record("finding", "link", finding, source, acting_as=EVA)
    for source in ("Interview 1 of year 1", ROUND):
        evaluated.record("finding", "unlink", finding, source, "--reason", "Another year", acting_as=EVA)

    assert evaluated.answer("finding", "show", finding, acting_as=EVA)["evidence"] == []


def test_finding_state_links_what_supports_it_but_no_interview(evaluated: Epex) -> None:
    state = ("finding", "state", "Rounds last", "--kind", "what_works", "--year", "1", "--evidence")

    refused = evaluated.refusal(*state, "Interview 1 of year 1", acting_as=EVA)
    evaluated.record(*state, ROUND, acting_as=EVA)

    assert refused == "An interview is linked apart, so that nobody else learns of it: use 'epex finding link'."
    assert [row["title"] for row in evaluated.answer("finding", "show", "Rounds last")["evidence"]] == [ROUND]


@pytest.mark.slow
def test_finding_is_revised_and_retracted_with_reasons(evaluated: Epex) -> None:
    evaluated.record(
        "finding", "revise", "Officers are left out", "They hear last", "--reason", "Clearer", acting_as=EVA
    )
    evaluated.record("finding", "retract", "They hear last", "--reason", "Year 2 differs", acting_as=EVA)

    (row,) = evaluated.answer("finding", "list", "--year", "1")
    page = evaluated("finding", "show", "They hear last").stdout

    assert (row["title"], row["status"], row["kind"]) == ("They hear last", "retracted", "what_does_not")
    assert "Found        what does not" in page
    assert "Year 2 differs" in page


def test_a_story_leaves_the_evaluation_when_its_teller_has_agreed(told: Epex) -> None:
    release = ("story", "release", "The first cup")

    assert told.refusal(*release, acting_as=EVA).startswith("The teller was not asked yet; record their agreement")
    told.record("story", "consent", "The first cup", "He wants to tell it himself", "--refused", acting_as=EVA)
    assert told.refusal(*release, acting_as=EVA).startswith("The teller refused")
    told.record("story", "consent", "The first cup", "On the phone", acting_as=EVA)
    told.record(*release, "Somebody stayed for a cup.", "--title", "A cup", acting_as=EVA)

    (row,) = told.answer("story", "list", "--year", "1")
    shown = told.answer("story", "show", "A cup")
    assert (row["about_title"], row["status"], row["visibility"]) == (ROUND, "released", "network")
    assert (shown["text"], shown["because"], shown["chosen_by"]) == (
        "Somebody stayed for a cup.",
        "It is small",
        "Six of us",
    )
    assert VISITOR not in told("story", "show", "A cup").stdout


def test_story_choose_takes_the_words_of_an_interview_and_who_gave_it(evaluated: Epex) -> None:
    chosen = ("story", "choose", "Left out", "--about", ROUND, "--year", "1", "--reason", "It is short")
    evaluated.record(*chosen, "--source", "Interview 1 of year 1", "--quote", WORDS, acting_as=EVA)

    shown = evaluated.answer("story", "show", "Left out", acting_as=EVA)

    assert (shown["text"], shown["teller_name"], shown["evidence"][0]["passage"]) == (WORDS, VISITOR, WORDS)


def test_story_choose_quotes_a_reflection(evaluated: Epex, completed: str) -> None:
    answer = ("--answer", "how=They listen first.", "--language", "en", "--visibility", "network")
    reflection = evaluated.record("reflection", "record", completed, *answer, "--author", VISITOR)
    chosen = ("story", "choose", "Listening", "--about", completed, "--year", "1", "--reason", "Short")
    evaluated.record(*chosen, "--source", reflection, "--quote", "They listen first.", acting_as=EVA)

    shown = evaluated.answer("story", "show", "Listening", acting_as=EVA)

    assert (shown["teller_name"], shown["evidence"][0]["passage"]) == (VISITOR, "They listen first.")


@pytest.mark.slow
def test_a_story_that_was_not_released_supports_nothing_that_others_read(told: Epex) -> None:
    link = ("finding", "link", "Officers are left out", "The first cup")

    assert told.refusal(*link, acting_as=EVA).startswith("This story has not been released; release it first")
    told.record(*link, "--visibility", "evaluation", acting_as=EVA)
    assert told.answer("finding", "show", "Officers are left out")["evidence"] == []


@pytest.mark.slow
def test_interview_withdraw_destroys_its_key_and_names_what_rests_on_it(evaluated: Epex) -> None:
    evaluated.record("finding", "link", "Officers are left out", "Interview 1 of year 1", acting_as=EVA)
    withdraw = ("interview", "withdraw", "Interview 1 of year 1", "--reason", "Asked for")

    done = evaluated(*withdraw, "--json", acting_as=EVA)

    stream = evaluated.answer("interview", "list", acting_as=EVA)[0]["id"]
    assert "The finding 'Officers are left out' rests on it; look whether it still repeats its words." in done.stderr
    assert stream in KnowledgeBase.open(evaluated.folder).log.vault.tombstones()
    assert evaluated.answer("interview", "show", stream, acting_as=EVA)["status"] == "withdrawn"
    assert evaluated.refusal(*withdraw, acting_as=EVA).startswith("This interview was withdrawn")
    assert evaluated("audit", "verify").exit_code == 0


def test_interview_withdraw_asks_once_on_a_terminal(evaluated: Epex) -> None:
    withdraw = ("--as", EVA, "interview", "withdraw", "Interview 1 of year 1")

    status, told = on_terminal(evaluated.folder, *withdraw, typed="\n")

    assert (status, "Nobody can undo it." in " ".join(told.split())) == (1, True), told
    assert evaluated.answer("interview", "show", "Interview 1 of year 1", acting_as=EVA)["status"] != "withdrawn"


@pytest.mark.slow
def test_a_withdrawal_that_was_broken_off_goes_on(evaluated: Epex) -> None:
    base = KnowledgeBase.open(evaluated.folder, EVA)
    stream = base.queries().resolve("Interview 1 of year 1", "interview")
    # As a crash would leave it: recorded, but the key still there.
    act = base.begin(Command(visibility="evaluation"))
    act.record(interview.withdraw(act.load(stream), by=act.by))

    again = evaluated.answer("interview", "withdraw", stream, acting_as=EVA)

    assert (again["id"], again["events"][0]["type"]) == (stream, "interview.withdrawn")
    assert stream in KnowledgeBase.open(evaluated.folder).log.vault.tombstones()


@pytest.mark.slow
def test_story_withdraw_takes_a_released_story_from_everybody(told: Epex) -> None:
    told.record("story", "consent", "The first cup", "On the phone", acting_as=EVA)
    told.record("story", "release", "The first cup", acting_as=EVA)
    assert told.answer("story", "list") != []

    told.record("story", "withdraw", "The first cup", "--reason", "Changed his mind", acting_as=EVA)

    raw = b"".join(path.read_bytes() for path in told.folder.rglob("*") if path.is_file())
    assert told.answer("story", "list") == []
    assert b"He stayed for a cup." not in raw


@pytest.mark.slow
def test_the_words_of_somebody_erased_go_from_the_evaluation_too(told: Epex) -> None:
    told.record("story", "consent", "The first cup", "On the phone", acting_as=EVA)
    told.record("story", "release", "The first cup", acting_as=EVA)
    (own,) = told.answer("interview", "list", acting_as=EVA)

    done = told("person", "erase", VISITOR, "--ground", "Asked for")

    raw = b"".join(path.read_bytes() for path in told.folder.rglob("*") if path.is_file())
    assert done.exit_code == 0, done.output
    assert (told.answer("story", "list"), b"He stayed for a cup." in raw) == ([], False)
    shown = told.answer("interview", "show", own["id"], acting_as=EVA)
    assert (shown["status"], shown["text"], shown["person_name"]) == ("erased", "", "[erased]")


@pytest.mark.parametrize(("subject", "which"), [("interview", "Interview 1 of year 1"), ("story", "The first cup")])
def test_withdraw_is_for_evaluators_alone(told: Epex, subject: str, which: str) -> None:
    stream = told.answer(subject, "list", acting_as=EVA)[0]["id"]

    assert (
        told.refusal(subject, "withdraw", stream)
        == f"There is no '{stream}' that you may read; 'epex {subject} list' shows what there is."
    )
    assert told.answer(subject, "show", which, acting_as=EVA)["status"] in ("recorded", "chosen")


def test_without_the_key_for_evaluation_quoted_words_are_sealed_and_not_taken_back(told: Epex) -> None:
    link = ("finding", "link", "Officers are left out", "Interview 1 of year 1", "--quote", WORDS)
    told.record(*link, acting_as=EVA)
    (told.folder / "keys" / "evaluation.key").unlink()

    page = " ".join(told("finding", "show", "Officers are left out", acting_as=EVA).stdout.split())

    assert "Its words are sealed for evaluators; their key, evaluation.key, is not here." in page
    assert "taken back" not in page


def test_without_the_key_for_evaluation_nothing_confided_is_opened_or_recorded(told: Epex) -> None:
    (told.folder / "keys" / "evaluation.key").unlink()
    sealed = told.answer("interview", "show", "Interview 1 of year 1", acting_as=EVA)

    refusals = [
        told.refusal("interview", "record", "Yes.", "--year", "1", acting_as=EVA),
        told.refusal(
            "finding", "link", "Officers are left out", "Interview 1 of year 1", "--quote", "x", acting_as=EVA
        ),
        told.refusal("story", "release", "Story 1 of year 1", acting_as=EVA),
    ]

    assert (sealed["text"], sealed["person_name"]) == ("[sealed]", "[sealed]")
    assert [refusal.partition(",")[0] for refusal in refusals] == [
        "The wrapping key for evaluation is not here",
        "The key for evaluation is not here",
        "The key for evaluation is not here",
    ]


@pytest.mark.slow
def test_nothing_of_an_interview_lies_anywhere_in_the_folder(evaluated: Epex) -> None:
    evaluated.record(
        "finding", "link", "Officers are left out", "Interview 1 of year 1", "--quote", WORDS, acting_as=EVA
    )
    for command in (("interview", "list"), ("interview", "show", "Interview 1 of year 1"), ("audit", "log")):
        assert evaluated(*command, acting_as=EVA).exit_code == 0
    assert evaluated("search", "officers", acting_as=EVA).exit_code == 0
    evaluated.answer("views", "rebuild")

    raw = {path: path.read_bytes() for path in evaluated.folder.rglob("*") if path.is_file()}

    assert [path for path, content in raw.items() if WORDS.encode() in content] == []
    assert any(b"Officers are left out" in content for content in raw.values())


def test_what_waits_for_the_evaluator_is_shown_to_nobody_else(told: Epex) -> None:
    waiting = told("waiting", acting_as=EVA).stdout

    assert "Tellers of stories to ask" in waiting
    assert "Findings that rest on nothing yet" in waiting
    assert "stories" not in told("waiting", acting_as=FOUNDER).stdout.lower()


@pytest.mark.slow
def test_an_erasure_tells_nobody_but_evaluators_that_somebody_was_interviewed(told: Epex) -> None:
    interview = told.answer("interview", "list", acting_as=EVA)[0]["id"]
    row = told.answer("person", "erase", VISITOR, "--ground", "Asked for it in a letter")
    asked = [event["position"] for event in told.answer("audit", "log") if event["type"] == "person.erasure_requested"]

    printed = told("person", "erase", row["id"], "--ground", "Again").stdout
    shown = told.answer("audit", "show", str(asked[0]))

    assert (row["confided_keys"], row["documents"], [key["key"] for key in row["keys"]]) == (2, [], [row["id"]])
    assert "and 2 that evaluators alone know" in printed
    assert [interview in str(said) for said in (row, printed, shown)] == [False, False, False]
