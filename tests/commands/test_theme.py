"""`epex theme`: proposals, evidence and decisions."""

import pytest

from tests.commands.running import FOUNDER, HOST, Epex


@pytest.fixture
def theme(epex: Epex) -> str:
    return epex.record("theme", "propose", "Trust before content", "--label", "de=Vertrauen vor Inhalt")


@pytest.fixture
def discussed(epex: Epex, theme: str) -> str:
    epex.record("theme", "link", theme, challenge(epex))
    epex.record("theme", "discuss", theme, "--reason", "It came up everywhere")
    return theme


def challenge(epex: Epex) -> str:
    return epex.record("challenge", "state", "How do we involve parents?", "--organisation", HOST)


def status(epex: Epex, theme: str) -> str:
    return str(epex.answer("theme", "show", theme)["status"])


def test_propose_keeps_labels_definitions_and_challenges(epex: Epex) -> None:
    asked = challenge(epex)

    theme = epex.record(
        *("theme", "propose", "Tillit først", "--language", "nb", "--label", "en=Trust first"),
        *("--definition", "en=Before all else", "--challenge", "How do we involve parents?", "--file", "-"),
        given="Not advice.\n",
    )

    shown = epex.answer("theme", "show", theme)
    assert shown["labels"] == {"no": "Tillit først", "en": "Trust first"}
    assert (shown["title"], shown["definition"], shown["scope_note"]) == (
        "Trust first",
        "Before all else",
        "Not advice.",
    )
    assert shown["challenges"] == [asked]


def test_propose_without_a_label_is_refused(epex: Epex) -> None:
    assert epex.refusal("theme", "propose").startswith("A theme needs a label; give it one")


def test_two_labels_in_one_language_are_refused(epex: Epex) -> None:
    sentence = epex.refusal("theme", "propose", "Trust", "--label", "en=Confidence")

    assert sentence == "There are two texts in 'en'; give one text per language, such as de=TEXT."


def test_link_quotes_a_reflection_at_its_place(epex: Epex, theme: str, completed: str) -> None:
    words = "They listen first, and they say so."
    reflection = epex.record("reflection", "record", completed, "--answer", f"how={words}", acting_as="Ben Okafor")

    link = ("theme", "link", theme, reflection, "--stance", "nuances", "--quote", "say so", "--note", "A habit")
    epex.record(*link, acting_as="Ben Okafor")

    (evidence,) = epex.answer("theme", "show", theme)["evidence"]
    assert (evidence["id"], evidence["stance"], evidence["passage"]) == (reflection, "nuances", "say so")
    assert (evidence["start"], evidence["end"]) == (words.index("say so"), words.index("say so") + 6)


def test_words_that_do_not_stand_there_are_refused(epex: Epex, theme: str, completed: str) -> None:
    reflection = epex.record("reflection", "record", completed, "They listen.", acting_as="Ben Okafor")

    sentence = epex.refusal("theme", "link", theme, reflection, "--quote", "nothing", acting_as="Ben Okafor")

    assert sentence == "These words do not stand in the document; quote them exactly as they were written."


def test_only_a_reflection_is_quoted(epex: Epex, theme: str) -> None:
    sentence = epex.refusal("theme", "link", theme, challenge(epex), "--quote", "parents")

    assert sentence == "Only a reflection can be quoted; leave out --quote, and say the rest with --note."


def test_unlink_takes_evidence_back(epex: Epex, theme: str) -> None:
    source = challenge(epex)
    epex.record("theme", "link", theme, source)

    epex.record("theme", "unlink", theme, source, "--reason", "It speaks of something else")

    assert epex.answer("theme", "show", theme)["evidence"] == []


def test_adopt_keeps_how_the_meeting_decided(epex: Epex, discussed: str) -> None:
    meeting = epex.record("meeting", "hold", "Plenary in Graz", "--held-on", "2017-03-14", "--attended", FOUNDER)

    epex.record(
        *("theme", "adopt", "Trust before content", "--meeting", "Plenary in Graz", "--for", "9", "--against", "2"),
        *("--abstained", "1", "--reason", "Eleven work on it", "--alternatives", "Waiting", "--dissent", "Too wide"),
    )

    decision = epex.answer("theme", "history", discussed)[-1]
    names = ("decision", "forum", "method", "votes_for", "votes_against", "abstained")
    assert [decision[name] for name in names] == ["adopted", meeting, "vote", 9, 2, 1]
    assert [decision[name] for name in ("rationale", "alternatives", "dissent")] == [
        "Eleven work on it",
        "Waiting",
        "Too wide",
    ]


def test_a_theme_is_adopted_only_after_a_discussion(epex: Epex, theme: str) -> None:
    sentence = epex.refusal("theme", "adopt", theme, "--reason", "Now")

    assert sentence == "A theme is discussed before it is adopted; record 'epex theme discuss' first."


def test_decisions_lead_through_the_states(epex: Epex, discussed: str) -> None:
    statuses = []
    for decision in ("park", "reopen", "reject", "reopen", "adopt", "retire"):
        epex.record("theme", decision, discussed, "--reason", "So it was decided")
        statuses.append(status(epex, discussed))

    assert statuses == ["parked", "discussed", "rejected", "discussed", "adopted", "retired"]


def test_rename_replaces_the_labels(epex: Epex, discussed: str) -> None:
    epex.record("theme", "rename", discussed, "Trust first", "--reason", "Nobody understood content")

    assert epex.answer("theme", "show", discussed)["labels"] == {"en": "Trust first"}


def test_merge_touches_both_themes_in_one_command(epex: Epex, discussed: str) -> None:
    other = epex.record("theme", "propose", "Trust first")

    done = epex.answer("theme", "merge", "Trust first", "--into", discussed, "--reason", "One thing")

    assert done["events"] == [
        {"type": "theme.merged", "stream_id": other, "version": 2},
        {"type": "theme.absorbed", "stream_id": discussed, "version": 4},
    ]
    assert epex.answer("theme", "show", other)["merged_into"] == discussed


def test_a_theme_does_not_merge_into_itself(epex: Epex, theme: str) -> None:
    sentence = epex.refusal("theme", "merge", theme, "--into", theme, "--reason", "Why not")

    assert sentence == "A theme cannot be merged into itself; name another theme with --into."


def test_split_makes_new_themes(epex: Epex, discussed: str) -> None:
    epex.record("theme", "split", discussed, "--into", "In prison", "--into", "de=Danach", "--reason", "Two things")

    titles = {row["title"]: row["status"] for row in epex.answer("theme", "list")}
    assert titles == {"Trust before content": "split", "In prison": "candidate", "Danach": "candidate"}


def test_history_reads_as_a_story(epex: Epex, discussed: str) -> None:
    shown = epex("theme", "history", discussed)

    assert "discussed: Trust before content (recorded by Mira Holm)" in shown.stdout
    assert "Rationale: It came up everywhere" in shown.stdout


def test_the_history_of_a_candidate_is_empty(epex: Epex, theme: str) -> None:
    shown = epex("theme", "history", theme)

    assert (shown.exit_code, shown.stdout, shown.stderr) == (0, "", "Nothing here.\n")
