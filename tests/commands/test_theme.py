"""`epex theme`: proposals, evidence and decisions."""

import pytest

from tests.commands.running import FOUNDER, HOST, VISITING, VISITOR, Epex


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


def test_only_a_document_is_quoted(epex: Epex, theme: str) -> None:
    sentence = epex.refusal("theme", "link", theme, challenge(epex), "--quote", "parents")

    assert sentence == "Only a reflection or a meeting's minutes can be quoted; say the rest with --note."


def test_unlink_takes_evidence_back(epex: Epex, theme: str) -> None:
    source = challenge(epex)
    epex.record("theme", "link", theme, source)

    epex.record("theme", "unlink", theme, source, "--reason", "It speaks of something else")

    assert epex.answer("theme", "show", theme)["evidence"] == []


def test_adopt_keeps_how_the_meeting_decided(epex: Epex, discussed: str) -> None:
    meeting = epex.record("meeting", "hold", "Plenary in Graz", "--held-on", "2017-03-14")

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


@pytest.mark.slow
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


def test_the_history_of_a_candidate_tells_how_it_began(epex: Epex, theme: str) -> None:
    shown = epex("theme", "history", theme)

    head, stream, _, *told = shown.stdout.splitlines()
    assert (head, stream, told[-1]) == (
        "Trust before content",
        f"{theme}, candidate",
        "Nothing was decided on it yet.",
    )
    assert "Mira Holm (coordinator, data protection officer) proposed the theme" in told[0]

    (proposed,) = epex.answer("theme", "history", theme)
    assert {
        name: proposed[name] for name in ("decision", "title", "actor_name", "summary", "not_stated", "dissents")
    } == {
        "decision": "proposed",
        "title": "Trust before content",
        "actor_name": "Mira Holm",
        "summary": "Mira Holm (coordinator, data protection officer) proposed the theme 'Trust before content'",
        "not_stated": [],
        "dissents": [],
    }


def test_the_history_has_one_shape_from_the_proposal_on(epex: Epex, discussed: str) -> None:
    proposed, decision = epex.answer("theme", "history", discussed)

    assert (proposed["decision"], decision["decision"]) == ("proposed", "discussed")
    assert {*proposed} - {"summary"} == {*decision}


def test_history_tells_where_to_read_on(epex: Epex, discussed: str) -> None:
    other = epex.record("theme", "propose", "Trust first")
    epex.record("theme", "merge", discussed, "--into", other, "--reason", "One thing")

    merged, kept = (epex("theme", "history", one).stdout.splitlines()[-3:] for one in (discussed, other))

    assert merged == [
        "Read on",
        "  It was merged into, and goes on in 'Trust first':",
        f"    epex theme history {other[:14]}",
    ]
    assert kept == [
        "Read on",
        "  Merged into it was 'Trust before content':",
        f"    epex theme history {discussed[:14]}",
    ]


@pytest.fixture
def plenary(epex: Epex) -> str:
    return epex.record(
        *("meeting", "hold", "Plenary in Graz", "--held-on", "2017-03-14", "--attended", FOUNDER, "--attended", VISITOR)
    )


def test_a_decision_is_dated_by_its_meeting(epex: Epex, discussed: str, plenary: str) -> None:
    epex.record("theme", "adopt", discussed, "--forum", plenary, "--reason", "Eleven work on it")
    epex.record("theme", "park", discussed, "--forum", plenary, "--reason", "Later", "--occurred-on", "2017-04")

    decisions = epex.answer("theme", "history", discussed)[-2:]

    assert [(decision["forum_title"], decision["occurred_on"]) for decision in decisions] == [
        ("Plenary in Graz", "2017-03-14"),
        ("Plenary in Graz", "2017-04"),
    ]


def test_more_votes_than_people_who_attended_are_refused(epex: Epex, discussed: str, plenary: str) -> None:
    vote = ("theme", "adopt", discussed, "--forum", plenary, "--for", "2", "--against", "1", "--reason", "Now")

    sentence = epex.refusal(*vote)
    epex.record("meeting", "correct", plenary, "--attended", newcomer(epex), "--reason", "She came later")
    epex.record(*vote)

    assert sentence == (
        "The votes come to 3, but the meeting notes 2 who attended; "
        "mend the figures, or note who else was there with 'epex meeting correct'."
    )
    assert status(epex, discussed) == "adopted"


def newcomer(epex: Epex) -> str:
    return epex.record("person", "add", "--name", "Ida Lund", "--organisation", HOST)


def test_a_meeting_that_the_actor_may_not_read_is_no_forum(epex: Epex, discussed: str) -> None:
    hidden = epex.record("meeting", "hold", "Board", "--held-on", "2017", "--visibility", "organisation")
    editor = epex.record("person", "add", "--name", "Ida Lund", "--organisation", VISITING, "--role", "editor")
    park = ("theme", "park", discussed, "--reason", "Later", "--forum")

    refused = [epex.refusal(*park, stream, acting_as=editor) for stream in (hidden, hidden[:-1] + "x")]

    assert refused[0] == f"There is no '{hidden}' that you may read; 'epex meeting list' shows what there is."
    assert refused[1].startswith("There is no meeting")


def test_several_people_disagree_with_their_names_or_without(epex: Epex, discussed: str, plenary: str) -> None:
    epex.record(
        *("theme", "adopt", discussed, "--forum", plenary, "--reason", "Now", "--dissent", "Too wide"),
        *("--dissent", "Too soon", "--dissent-of", VISITOR, "Not in a prison", "--dissent-of", FOUNDER, "Ask them"),
    )

    told, printed = epex.answer("theme", "history", discussed)[-1], epex("theme", "history", discussed).stdout

    assert sorted((one["who"], one["text"]) for one in told["dissents"]) == [
        ("", "Too wide\n\nToo soon"),
        (VISITOR, "Not in a prison"),
        (FOUNDER, "Ask them"),
    ]
    assert f"  Dissent ({VISITOR}, {VISITING}): Not in a prison\n" in printed


def test_dissent_of_somebody_who_is_not_noted_at_the_meeting_is_kept_with_a_note(epex: Epex, discussed: str) -> None:
    there = epex.record("meeting", "hold", "Spring", "--held-on", "2017-03-14", "--attended", FOUNDER)
    park = ("theme", "park", discussed, "--reason", "Later", "--forum", there)

    told = epex(*park, "--dissent-of", VISITOR, "Not yet", "--dissent-of", FOUNDER, "Now")

    assert told.stderr == (
        f"Note: {VISITOR} is not noted as having attended the meeting; "
        "put the list right with 'epex meeting correct' if they were there.\n"
    )
    assert len(epex.answer("theme", "history", discussed)[-1]["dissents"]) == 2


def test_a_decision_says_what_it_does_not_state(epex: Epex, discussed: str) -> None:
    epex.record("theme", "park", discussed, "--reason", "Later")

    printed = epex("theme", "history", discussed).stdout

    assert (
        epex.answer("theme", "history", discussed)[-1]["not_stated"],
        "  Not stated: forum, method\n" in printed,
    ) == (
        ["forum", "method"],
        True,
    )


def test_a_theme_that_was_never_discussed_is_a_candidate_again(epex: Epex, theme: str) -> None:
    for decision in ("park", "reopen"):
        epex.record("theme", decision, theme, "--reason", "So it was decided")

    refused = epex.refusal("theme", "adopt", theme, "--reason", "Now")

    assert (status(epex, theme), refused) == (
        "candidate",
        "A theme is discussed before it is adopted; record 'epex theme discuss' first.",
    )


@pytest.mark.slow
def test_whose_organisation_has_left_keeps_their_own_words_and_records_nothing_else(
    epex: Epex, discussed: str, completed: str
) -> None:
    said = epex.record("reflection", "record", completed, "--answer", "how=Slowly", acting_as=VISITOR)
    element = epex.record("element", "identify", "Round", "--core", "They walk.", acting_as=VISITOR)
    epex.record("organisation", "leave", VISITING)
    attempts = (
        ("theme", "propose", "Trust first"),
        ("theme", "link", discussed, completed),
        ("element", "note-condition", element, "Time"),
        ("element", "describe", element, "--risks", "Rain"),
        ("element", "identify", "Second round", "--core", "They walk again."),
        ("challenge", "state", "How do we go on?"),
    )

    refused = [epex.refusal(*attempt, acting_as=VISITOR) for attempt in attempts]

    ended = "Your organisation has left the network, so you may not"
    home = "Your organisation has left the network; name a member with --organisation to record for it."
    assert [sentence.removeprefix(f"{ended} ") for sentence in refused] == [
        "propose a theme any more; ask a coordinator or practitioner or editor to record it.",
        "link evidence any more; ask a coordinator or practitioner or editor to record it.",
        "note a condition any more; ask a coordinator or practitioner or editor to record it.",
        "work on an element of another organisation any more; ask a coordinator or editor to record it.",
        *(home, home),
    ]
    epex.record("reflection", "revise", said, "--answer", "how=Very slowly", "--reason", "A word", acting_as=VISITOR)
    epex.record("reflection", "withdraw", said, "--reason", "We left", acting_as=VISITOR)


def test_a_tie_adopts_nothing(epex: Epex, discussed: str) -> None:
    adopt = ("theme", "adopt", discussed, "--reason", "Now", "--for", "1", "--against", "1")

    assert epex.refusal(*adopt).startswith("The vote was a tie, 1 to 1, which is no majority; record")


def test_one_persons_several_words_of_dissent_are_kept_together(epex: Epex, discussed: str) -> None:
    twice = ("--dissent-of", VISITOR, "Not yet", "--dissent-of", VISITOR, "Not here")
    epex.record("theme", "park", discussed, "--reason", "Later", *twice)

    assert [one["text"] for one in epex.answer("theme", "history", discussed)[-1]["dissents"]] == [
        "Not yet\n\nNot here"
    ]


def test_a_merge_moves_the_evidence_and_is_traced_both_ways(epex: Epex, discussed: str) -> None:
    other = epex.record("theme", "propose", "Trust first")
    (source,) = [row["id"] for row in epex.answer("theme", "show", discussed)["evidence"]]

    epex.record("theme", "merge", discussed, "--into", other, "--reason", "One thing")

    goes_on = epex.answer("theme", "show", other)
    assert [(row["id"], row["came_from_title"]) for row in goes_on["evidence"]] == [(source, "Trust before content")]
    assert epex.answer("theme", "show", discussed)["evidence"][0]["went_to_titles"] == ["Trust first"]
    assert source in {row["id"] for row in epex.answer("audit", "why", other)["evidence"]}
    assert other in {row["id"] for row in epex.answer("audit", "trace", source)["evidence"]}


def test_evidence_that_was_taken_over_is_taken_back(epex: Epex, discussed: str) -> None:
    other = epex.record("theme", "propose", "Trust first")
    (source,) = [row["id"] for row in epex.answer("theme", "show", discussed)["evidence"]]
    epex.record("theme", "merge", discussed, "--into", other, "--reason", "One thing")

    epex.record("theme", "unlink", other, source, "--reason", "It belongs elsewhere")

    assert epex.answer("theme", "show", other)["evidence"] == []
    assert "took" in epex("audit", "log", "--type", "theme.evidence_unlinked").stdout


@pytest.mark.slow
def test_a_split_hands_evidence_on_as_it_is_told(epex: Epex, discussed: str, visit: str) -> None:
    (source,) = [row["id"] for row in epex.answer("theme", "show", discussed)["evidence"]]
    epex.record("theme", "link", discussed, visit)

    epex.record(
        *("theme", "split", discussed, "--into", "In prison", "--into", "de=Danach", "--reason", "Two things"),
        *("--evidence", f"{source}=In prison"),
    )

    shown = {title: epex.answer("theme", "show", title)["evidence"] for title in ("In prison", "Danach")}
    assert {title: {row["id"] for row in rows} for title, rows in shown.items()} == {
        "In prison": {source, visit},
        "Danach": {visit},
    }


@pytest.mark.parametrize("pair", ["In prison", "nothing=At sea"])
def test_a_split_refuses_an_assignment_to_nothing(epex: Epex, discussed: str, pair: str) -> None:
    split = ("theme", "split", discussed, "--into", "In prison", "--into", "After", "--reason", "Two things")

    sentence = epex.refusal(*split, "--evidence", pair)

    assert sentence == f"'{pair}' assigns nothing; write --evidence 'ID=LABEL' with a label that --into gives."


@pytest.mark.slow
def test_an_earlier_version_is_quoted_and_told_from_todays(epex: Epex, theme: str, completed: str) -> None:
    reflection = epex.record("reflection", "record", completed, "--answer", "how=They listen first.", acting_as=VISITOR)
    revise = ("reflection", "revise", reflection, "--answer", "how=They ask first.", "--reason", "Clearer")
    epex.record(*revise, acting_as=VISITOR)

    refused = epex.refusal("theme", "link", theme, reflection, "--quote", "They listen", acting_as=VISITOR)
    none = epex.refusal(
        *("theme", "link", theme, reflection, "--quote", "They listen", "--version", "3"), acting_as=VISITOR
    )
    epex.record("theme", "link", theme, reflection, "--quote", "They listen", "--version", "1", acting_as=VISITOR)

    (row,) = epex.answer("theme", "show", theme, acting_as=VISITOR)["evidence"]
    assert refused == "These words do not stand in the document; quote them exactly as they were written."
    assert none == "There is no version 3 of it that you may read; choose one of: 1, 2."
    assert (row["passage"], row["state"], row["document_version"], row["now"]) == ("They listen", "changed", 1, None)


def test_of_words_that_others_may_not_read_nothing_is_shown(epex: Epex, theme: str, completed: str) -> None:
    stranger = epex.record("organisation", "add", "--name", "Far House", "--country", "DE", "--kind", "ngo")
    epex.record("person", "add", "--name", "Ida Lund", "--organisation", stranger)
    reflection = epex.record("reflection", "record", completed, "--answer", "how=They listen first.", acting_as=VISITOR)
    epex.record("theme", "link", theme, reflection, "--quote", "They listen", acting_as=VISITOR)

    shown = [epex("theme", "show", theme, acting_as=who).stdout for who in (VISITOR, "Ida Lund")]

    assert [("They listen" in text, reflection[:16] in text) for text in shown] == [(True, True), (False, False)]
