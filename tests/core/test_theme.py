"""Themes."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, get_args

import pytest

from epex.core import theme
from epex.core.decision import Actor, On, Refused
from epex.core.evidence import Link, Passage, passage_hash
from epex.core.judgement import Judgement
from epex.core.theme import (
    Theme,
    ThemeAbsorbed,
    ThemeAdopted,
    ThemeDiscussed,
    ThemeEvent,
    ThemeEvidenceLinked,
    ThemeEvidenceUnlinked,
    ThemeMerged,
    ThemeParked,
    ThemeProposed,
    ThemeRejected,
    ThemeRenamed,
    ThemeReopened,
    ThemeRetired,
    ThemeSplit,
    proposed_v1_to_v2,
)
from tests.core.actors import COORDINATOR, EDITOR, EVALUATOR, PRACTITIONER, only

Decide = Callable[..., list[On]]

ID = "theme-1"
LABELS = {"en": "Trust before content", "de": "Vertrauen vor Inhalt"}
TRUST = Link("reflection-1", "reflection-1", 1, 0, 5)
AGREED = Judgement(rationale="Five organisations share it.", forum="meeting-1")
VOTED = Judgement(
    rationale="It is what most visits showed.",
    method="vote",
    votes_for=9,
    votes_against=2,
    abstained=0,
    alternatives="Two themes instead of one.",
    dissent="Prison and school differ too much.",
    dissents={"person-1": "We were not asked."},
    attended=11,
)
STATUSES = ("candidate", "discussed", "adopted", "parked", "rejected", "merged", "split", "retired")


def known(status: str = "candidate", *evidence: str) -> Theme:
    return Theme(ID, status, links=frozenset(map(Link, evidence)))


@pytest.mark.parametrize("by", [COORDINATOR, PRACTITIONER, EDITOR])
def test_propose_records_labels_definitions_scope_and_challenges(by: Actor) -> None:
    proposed = theme.propose(
        ID, LABELS, by=by, definitions={"en": "Contact first."}, scope_note="All settings.", challenges=("challenge-1",)
    )

    assert proposed == [
        On(
            ID,
            ThemeProposed(
                labels=LABELS,
                definitions={"en": "Contact first."},
                scope_note="All settings.",
                challenges=("challenge-1",),
            ),
        )
    ]


@pytest.mark.parametrize(
    ("labels", "definitions", "by", "why"),
    [
        (LABELS, {}, EVALUATOR, "Only a coordinator or practitioner or editor may propose a theme"),
        ({}, {}, EDITOR, "A theme needs a label; give it one, such as --label 'en=Trust before content'"),
        ({"en": " "}, {}, EDITOR, "The label is empty"),
        ({"tlh": "batlh"}, {}, EDITOR, "'tlh' is not a known language"),
        (LABELS, {"en": ""}, EDITOR, "The definition is empty"),
        (LABELS, {"xx": "?"}, EDITOR, "'xx' is not a known language"),
    ],
)
def test_propose_refuses(labels: dict[str, str], definitions: dict[str, str], by: Actor, why: str) -> None:
    with pytest.raises(Refused, match=why):
        theme.propose(ID, labels, by=by, definitions=definitions)


def test_link_records_stance_and_note() -> None:
    linked = theme.link(known(), "reflection-1", "nuances", by=PRACTITIONER, note="Only in schools.")

    assert linked == [On(ID, ThemeEvidenceLinked(source="reflection-1", stance="nuances", note="Only in schools."))]


def test_link_takes_over_the_passage() -> None:
    passage = Passage("reflection-1", 2, 18, 26, "The file")

    event = only(theme.link(known(), "reflection-1", "supports", by=EDITOR, passage=passage))

    assert event == ThemeEvidenceLinked(
        source="reflection-1",
        stance="supports",
        document="reflection-1",
        document_version=2,
        start=18,
        end=26,
        quote="The file",
        passage_hash=passage_hash("The file"),
    )


def test_link_lets_a_linked_document_be_quoted_again() -> None:
    passage = Passage("reflection-1", 1, 0, 5, "Trust")

    event = only(theme.link(known("discussed", "reflection-1"), "reflection-1", "supports", by=EDITOR, passage=passage))

    assert event.quote == "Trust"


@pytest.mark.parametrize(
    ("state", "source", "stance", "by", "why"),
    [
        (known(), "reflection-1", "supports", EVALUATOR, "may link evidence; ask one of them"),
        (known("parked"), "reflection-1", "supports", EDITOR, "is parked, so nobody can link evidence to it any more"),
        (known(), "reflection-1", "likes", EDITOR, "'likes' is not a known stance"),
        (known(), ID, "supports", EDITOR, "A theme cannot be evidence for itself"),
        (
            known(),
            "interview-1",
            "supports",
            EDITOR,
            "A theme rests on what was seen, said or found; link a reflection",
        ),
        (
            known("candidate", "element-1"),
            "element-1",
            "supports",
            EDITOR,
            "linked already; quote a passage of it to say more, or give another --stance to contest it",
        ),
    ],
)
def test_link_refuses(state: Theme, source: str, stance: str, by: Actor, why: str) -> None:
    with pytest.raises(Refused, match=why):
        theme.link(state, source, stance, by=by)


@pytest.mark.parametrize("passage", [None, Passage("reflection-1", 1, 0, 5, "Trust")])
def test_another_stance_on_the_same_contests_it(passage: Passage | None) -> None:
    linked = known("discussed")
    for stance in ("supports", "contradicts"):
        event = only(theme.link(linked, "reflection-1", stance, by=PRACTITIONER, passage=passage))
        linked = theme.evolve(linked, ID, event)

    assert sorted(link.stance for link in linked.links) == ["contradicts", "supports"]
    with pytest.raises(Refused, match=r"linked already; quote .*, or give another --stance to contest it"):
        theme.link(linked, "reflection-1", "contradicts", by=EDITOR, passage=passage)
    assert theme.evolve(linked, ID, ThemeEvidenceUnlinked(source="reflection-1", reason="No.")).links == frozenset()


def test_unlink_records_the_reason() -> None:
    unlinked = theme.unlink(known("adopted", "element-1"), "element-1", by=EDITOR, reason="Wrong element.")

    assert unlinked == [On(ID, ThemeEvidenceUnlinked(source="element-1", reason="Wrong element."))]


@pytest.mark.parametrize(
    ("state", "by", "reason", "why"),
    [
        (known("adopted", "element-1"), PRACTITIONER, "Wrong.", "Only a coordinator or editor may unlink evidence"),
        (known("retired", "element-1"), EDITOR, "Wrong.", "is retired, so nobody can unlink evidence from it any more"),
        (known("adopted", "element-1"), EDITOR, "", "The reason is empty"),
        (
            known("adopted", "element-2"),
            EDITOR,
            "Wrong.",
            "is not linked to the theme; 'epex theme show' lists what is",
        ),
    ],
)
def test_unlink_refuses(state: Theme, by: Actor, reason: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        theme.unlink(state, "element-1", by=by, reason=reason)


DECISIONS = {
    "discuss": (theme.discuss, ThemeDiscussed, {"candidate", "discussed", "adopted"}),
    "adopt": (theme.adopt, ThemeAdopted, {"discussed"}),
    "park": (theme.park, ThemeParked, {"candidate", "discussed", "adopted"}),
    "reject": (theme.reject, ThemeRejected, {"candidate", "discussed", "parked"}),
    "reopen": (theme.reopen, ThemeReopened, {"parked", "rejected", "retired"}),
    "retire": (theme.retire, ThemeRetired, {"adopted", "parked"}),
}


def allowed(decide: Decide, state: Theme, judgement: Judgement = AGREED, by: Actor = EDITOR) -> list[On]:
    try:
        return decide(state, judgement, by=by)
    except Refused:
        return []


@pytest.mark.parametrize(("decide", "event", "statuses"), DECISIONS.values(), ids=DECISIONS)
def test_decisions_are_taken_only_from_the_statuses_that_allow_them(
    decide: Decide, event: type[Any], statuses: set[str]
) -> None:
    states = {status: replace(known(status, "element-1"), was_discussed=True) for status in STATUSES}

    taken = {status: allowed(decide, state) for status, state in states.items()}

    carried = {"forum": "meeting-1", "rationale": "Five organisations share it."}
    assert taken == {status: [On(ID, event(**carried))] if status in statuses else [] for status in STATUSES}


@pytest.mark.parametrize(("decide", "event", "statuses"), DECISIONS.values(), ids=DECISIONS)
def test_decisions_keep_the_vote_the_alternatives_and_the_dissent(
    decide: Decide, event: type[Any], statuses: set[str]
) -> None:
    state = replace(known(min(statuses), "element-1"), was_discussed=True)

    decided = only(decide(state, VOTED, by=COORDINATOR))

    assert decided == event(**VOTED.fields())


@pytest.mark.parametrize("decide", [decision[0] for decision in DECISIONS.values()], ids=DECISIONS)
def test_decisions_are_recorded_by_coordinators_and_editors_only(decide: Decide) -> None:
    with pytest.raises(Refused, match="Only a coordinator or editor may record theme decisions"):
        decide(known(), AGREED, by=PRACTITIONER)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"rationale": " "}, "The rationale is empty"),
        ({"method": "dice"}, "'dice' is not a known method; choose one of: consensus, editors, vote"),
        ({"method": "vote"}, "A vote needs its figures; give --for and --against"),
        ({"method": "vote", "votes_for": 3}, "A vote needs its figures"),
        ({"method": "vote", "votes_against": 3}, "A vote needs its figures"),
        ({"method": "vote", "votes_for": 3, "votes_against": -1}, "A vote cannot be negative"),
        ({"method": "editors", "abstained": -1}, "A vote cannot be negative; give the number of voices"),
        ({"abstained": 3}, "A vote needs its figures; give --for and --against"),
        (
            {"method": "vote", "votes_for": 7, "votes_against": 2, "abstained": 2, "attended": 10},
            "come to 11, but the meeting notes 10 who attended; mend .*, or note who else was there with 'epex meeting",
        ),
        ({"votes_for": 2, "votes_against": 0, "attended": 1}, "The votes come to 2, but the meeting notes 1 who"),
        (
            {"votes_for": 0, "votes_against": 0},
            "Nobody voted, so it was no vote; leave the figures out, or name another",
        ),
        (
            {"method": "consensus", "votes_for": 2, "votes_against": 1},
            "A consensus has no votes against; leave --against out, or name another --method: vote or editors.",
        ),
        ({"dissents": {"person-1": " "}}, "The dissent is empty"),
    ],
)
def test_decisions_refuse_an_unsound_judgement(changes: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused, match=why):
        theme.discuss(known(), replace(AGREED, **changes), by=EDITOR)


LOST = replace(VOTED, votes_for=0)


@pytest.mark.parametrize(
    "decide",
    [
        *(decision[0] for name, decision in DECISIONS.items() if name != "discuss"),
        lambda state, judgement, by: theme.rename(state, LABELS, judgement, by=by),
        lambda state, judgement, by: theme.merge(state, Theme("theme-2"), judgement, by=by),
        lambda state, judgement, by: theme.split(
            state, {"theme-2": {"en": "One"}, "theme-3": {"en": "Two"}}, judgement, by=by
        ),
    ],
)
def test_a_decision_that_the_vote_went_against_is_refused(decide: Decide) -> None:
    tied = replace(LOST, votes_for=2)
    settled = replace(tied, method="editors")

    taken = [
        [allowed(decide, known(status, "element-1"), vote) for status in STATUSES] for vote in (LOST, tied, settled)
    ]

    assert [any(decisions) for decisions in taken] == [False, False, True]


def test_a_lost_vote_says_what_to_record_instead_and_is_discussed() -> None:
    with pytest.raises(Refused) as refusal:
        theme.adopt(known("discussed", "element-1"), LOST, by=EDITOR)

    assert str(refusal.value) == (
        "The vote was lost, 0 to 2, so this was not decided; record the discussion with 'epex theme discuss', "
        "or what was decided instead, and count --for as for that decision."
    )
    assert only(theme.discuss(known(), LOST, by=EDITOR)) == ThemeDiscussed(**LOST.fields())


def test_a_tie_says_that_it_is_no_majority() -> None:
    with pytest.raises(Refused) as refusal:
        theme.adopt(known("discussed", "element-1"), replace(VOTED, votes_for=2), by=EDITOR)

    assert str(refusal.value) == (
        "The vote was a tie, 2 to 2, which is no majority; record the discussion with 'epex theme discuss', "
        "or say --method editors when the editors decided."
    )


@pytest.mark.parametrize(
    ("status", "decide", "instead"),
    [
        ("candidate", theme.retire, "record what was said of it with 'epex theme discuss' first, or"),
        ("discussed", theme.reopen, "record the decision on it first with 'epex theme adopt', 'park' or 'reject'."),
        ("adopted", theme.adopt, "leave it so, or end it with 'epex theme retire'."),
        ("parked", theme.adopt, "take it up again first with 'epex theme reopen'."),
        ("rejected", theme.adopt, "take it up again first with 'epex theme reopen'."),
        ("retired", theme.park, "take it up again first with 'epex theme reopen'."),
        ("merged", theme.reopen, "use the theme that it was merged into, as 'epex theme show' tells."),
        ("split", theme.park, "use one of the themes that it was split into, as 'epex theme show' tells."),
    ],
)
def test_decisions_that_a_status_does_not_allow_say_what_to_do_instead(
    status: str, decide: Decide, instead: str
) -> None:
    with pytest.raises(Refused) as refusal:
        decide(known(status), AGREED, by=EDITOR)

    said = str(refusal.value)
    assert (said.startswith(f"The theme is {status}, so nobody can"), said.partition("; ")[2][: len(instead)]) == (
        True,
        instead,
    )


@pytest.mark.parametrize(
    ("judgement", "method"),
    [
        (AGREED, ""),
        (replace(AGREED, method="consensus"), "consensus"),
        (replace(AGREED, method="consensus", votes_for=9, votes_against=0, abstained=1), "consensus"),
        (replace(AGREED, votes_for=9, votes_against=2), "vote"),
        (replace(AGREED, method="editors", votes_for=2, votes_against=2), "editors"),
    ],
)
def test_a_method_is_kept_as_it_was_stated_and_figures_are_a_vote(judgement: Judgement, method: str) -> None:
    assert only(theme.park(known(), judgement, by=EDITOR)).method == method


def test_adopt_refuses_what_was_never_discussed() -> None:
    with pytest.raises(Refused, match="discussed before it is adopted; record 'epex theme discuss' first"):
        theme.adopt(known("candidate", "element-1"), AGREED, by=EDITOR)


@pytest.mark.parametrize(
    ("before", "status"),
    [
        ([], "candidate"),
        ([ThemeDiscussed(rationale="a")], "discussed"),
        ([ThemeAdopted(rationale="a")], "discussed"),
    ],
)
def test_reopening_takes_a_theme_back_to_where_it_was(before: list[ThemeEvent], status: str) -> None:
    parked = after(PROPOSED, *before, ThemeParked(rationale="b"))

    event = only(theme.reopen(parked, AGREED, by=EDITOR))

    assert event == ThemeReopened(status=status, **AGREED.fields())
    assert theme.evolve(parked, ID, event).status == status


def test_a_candidate_that_was_parked_is_discussed_before_it_is_adopted() -> None:
    parked = known("parked", "element-1")
    reopened = theme.evolve(parked, ID, only(theme.reopen(parked, AGREED, by=EDITOR)))

    with pytest.raises(Refused, match="discussed before it is adopted; record 'epex theme discuss' first"):
        theme.adopt(reopened, AGREED, by=EDITOR)


def test_adopt_refuses_what_rests_on_nothing() -> None:
    with pytest.raises(Refused, match="no evidence yet; link some with 'epex theme link' first"):
        theme.adopt(known("discussed"), AGREED, by=EDITOR)


def test_rename_gives_new_labels() -> None:
    renamed = theme.rename(known("parked"), {"fr": "La confiance"}, AGREED, by=EDITOR)

    assert renamed == [On(ID, ThemeRenamed(labels={"fr": "La confiance"}, **AGREED.fields()))]


@pytest.mark.parametrize(
    ("status", "labels", "why"),
    [
        ("candidate", {}, "A theme needs a label"),
        ("candidate", {"en": ""}, "The label is empty"),
        ("merged", LABELS, "The theme is merged, so nobody can rename it"),
    ],
)
def test_rename_refuses(status: str, labels: dict[str, str], why: str) -> None:
    with pytest.raises(Refused, match=why):
        theme.rename(known(status), labels, AGREED, by=EDITOR)


def test_merge_ends_one_theme_and_tells_the_other() -> None:
    merged = theme.merge(known("parked"), Theme("theme-2", "adopted"), VOTED, by=EDITOR)

    assert merged == [
        On(ID, ThemeMerged(into="theme-2", **VOTED.fields())),
        On("theme-2", ThemeAbsorbed(merged=ID, evidence=())),
    ]


def test_merge_moves_every_piece_of_evidence() -> None:
    going = replace(known("discussed"), links=frozenset({Link("element-1"), TRUST}), taken=frozenset({"visit-2"}))
    other = Theme("theme-2", links=frozenset({Link("visit-1")}))

    merged = theme.merge(going, other, AGREED, by=EDITOR)

    absorbed = ThemeAbsorbed(merged=ID, evidence=("element-1", "reflection-1", "visit-2"))
    assert merged == [On(ID, ThemeMerged(into="theme-2", **AGREED.fields())), On("theme-2", absorbed)]
    assert theme.evolve(other, "theme-2", absorbed).sources == ("element-1", "reflection-1", "visit-1", "visit-2")


def test_an_older_merge_that_does_not_tell_moves_nothing_into_the_state() -> None:
    assert theme.evolve(known("discussed", "visit-1"), ID, ThemeAbsorbed(merged="theme-2")) == known(
        "discussed", "visit-1"
    )


def test_a_theme_that_took_evidence_over_is_adopted_on_it() -> None:
    taken = theme.evolve(known("discussed"), ID, ThemeAbsorbed(merged="theme-2", evidence=("element-1",)))

    assert only(theme.adopt(taken, AGREED, by=EDITOR)) == ThemeAdopted(**AGREED.fields())


@pytest.mark.parametrize(
    ("state", "into", "why"),
    [
        (known(), known(), "cannot be merged into itself; name another theme with --into"),
        (known("merged"), Theme("theme-2"), "The theme is merged, so nobody can merge it"),
        (known(), Theme("theme-2", "retired"), "The receiving theme is retired; choose one that is open"),
        (known(), Theme("theme-2", "parked"), "The receiving theme is parked"),
    ],
)
def test_merge_refuses(state: Theme, into: Theme, why: str) -> None:
    with pytest.raises(Refused, match=why):
        theme.merge(state, into, AGREED, by=EDITOR)


def test_split_ends_one_theme_and_proposes_its_parts() -> None:
    parts = {"theme-2": {"en": "Trust in schools"}, "theme-3": {"en": "Trust in prisons"}}

    divided = theme.split(known("adopted"), parts, AGREED, by=EDITOR)

    assert divided == [
        On(ID, ThemeSplit(into=("theme-2", "theme-3"), **AGREED.fields())),
        On("theme-2", ThemeProposed(labels={"en": "Trust in schools"}, split_from=ID, evidence=())),
        On("theme-3", ThemeProposed(labels={"en": "Trust in prisons"}, split_from=ID, evidence=())),
    ]


def test_split_hands_assigned_evidence_to_its_part_and_all_other_to_each() -> None:
    parts = {"theme-2": {"en": "Trust in schools"}, "theme-3": {"en": "Trust in prisons"}}
    whole = replace(known("adopted"), links=frozenset({Link("visit-1"), TRUST}), taken=frozenset({"element-1"}))

    _, *born = theme.split(
        whole, parts, AGREED, by=EDITOR, assigned={"reflection-1": {"theme-2"}, "visit-1": {"theme-2", "theme-3"}}
    )

    states = [theme.evolve(None, part.stream, only([part])) for part in born]
    assert [state.sources for state in states] == [
        ("element-1", "reflection-1", "visit-1"),
        ("element-1", "visit-1"),
    ]


@pytest.mark.parametrize(
    ("assigned", "why"),
    [
        ({"visit-1": {"theme-2"}}, "What --evidence names is not linked to the theme; 'epex theme show' lists what is"),
        ({"element-1": {"theme-4"}}, "What --evidence assigns goes to one of the new themes; name it as --into does"),
    ],
)
def test_split_refuses_to_assign(assigned: dict[str, set[str]], why: str) -> None:
    parts = {"theme-2": {"en": "Trust in schools"}, "theme-3": {"en": "Trust in prisons"}}

    with pytest.raises(Refused, match=why):
        theme.split(known("adopted", "element-1"), parts, AGREED, by=EDITOR, assigned=assigned)


@pytest.mark.parametrize(
    ("status", "parts", "why"),
    [
        ("candidate", {"theme-2": LABELS}, "at least two new themes; give --into twice"),
        ("candidate", {"theme-2": LABELS, "theme-3": {}}, "A theme needs a label"),
        ("split", {"theme-2": LABELS, "theme-3": LABELS}, "The theme is split, so nobody can split it"),
    ],
)
def test_split_refuses(status: str, parts: dict[str, dict[str, str]], why: str) -> None:
    with pytest.raises(Refused, match=why):
        theme.split(known(status), parts, AGREED, by=EDITOR)


def after(*events: ThemeEvent) -> Theme:
    state = None
    for event in events:
        state = theme.evolve(state, ID, event)
    assert state
    return state


PROPOSED = ThemeProposed(labels=LABELS)


@pytest.mark.parametrize(
    ("events", "status"),
    [
        ([], "candidate"),
        ([ThemeDiscussed(rationale="a")], "discussed"),
        ([ThemeAdopted(rationale="a")], "adopted"),
        ([ThemeAdopted(rationale="a"), ThemeDiscussed(rationale="b")], "adopted"),
        ([ThemeParked(rationale="a")], "parked"),
        ([ThemeRejected(rationale="a")], "rejected"),
        ([ThemeRenamed(rationale="a", labels=LABELS)], "candidate"),
        ([ThemeMerged(rationale="a", into="theme-2")], "merged"),
        ([ThemeAbsorbed(merged="theme-2")], "candidate"),
        ([ThemeSplit(rationale="a", into=("theme-2", "theme-3"))], "split"),
        ([ThemeParked(rationale="a"), ThemeReopened(rationale="b")], "discussed"),
        ([ThemeRetired(rationale="a")], "retired"),
    ],
)
def test_evolve_follows_the_status(events: list[ThemeEvent], status: str) -> None:
    assert after(PROPOSED, *events).status == status


def test_evolve_knows_the_evidence_that_is_linked_now() -> None:
    linked = [ThemeEvidenceLinked(source=source, stance="supports") for source in ("element-1", "element-2")]
    unlinked = ThemeEvidenceUnlinked(source="element-1", reason="Wrong element.")

    assert after(PROPOSED, *linked, unlinked) == known("candidate", "element-2")


@pytest.mark.parametrize(
    ("first_version", "labels", "definitions"),
    [
        ({"label": "Trust"}, {"en": "Trust"}, {}),
        ({"label": "Vertrauen", "language": "de", "definition": ""}, {"de": "Vertrauen"}, {}),
        ({"label": "Tillit", "language": "no", "definition": "Først."}, {"no": "Tillit"}, {"no": "Først."}),
    ],
)
def test_the_first_version_of_a_proposal_is_lifted(
    first_version: dict[str, Any], labels: dict[str, str], definitions: dict[str, str]
) -> None:
    lifted = proposed_v1_to_v2({"scope_note": "", **first_version})

    assert lifted == {"scope_note": "", "labels": labels, "definitions": definitions}


def test_link_refuses_a_passage_that_is_linked_already() -> None:
    passage = Passage("reflection-1", 1, 0, 5, "Trust")
    linked = only(theme.link(known(), "reflection-1", "supports", by=EDITOR, passage=passage))
    state = theme.evolve(known(), ID, linked)

    with pytest.raises(Refused, match="This passage is linked already"):
        theme.link(state, "reflection-1", "supports", by=EDITOR, passage=passage)


def test_unlink_frees_the_passages_of_the_source() -> None:
    passage = Passage("reflection-1", 1, 0, 5, "Trust")
    state = theme.evolve(known(), ID, only(theme.link(known(), "reflection-1", "supports", by=EDITOR, passage=passage)))

    freed = theme.evolve(state, ID, only(theme.unlink(state, "reflection-1", by=EDITOR, reason="Misread.")))

    assert freed == known()


def test_whoever_linked_evidence_takes_it_back() -> None:
    who = {PRACTITIONER.person}

    unlinked = theme.unlink(known("adopted", "element-1"), "element-1", by=PRACTITIONER, reason="No.", linked_by=who)

    assert unlinked == [On(ID, ThemeEvidenceUnlinked(source="element-1", reason="No."))]


def test_unlink_of_one_passage_keeps_the_others() -> None:
    second = Link("reflection-1", "reflection-1", 1, 10, 15)
    state = replace(known("adopted"), links=frozenset({TRUST, second, Link("visit-1")}))

    unlinked = theme.unlink(state, "reflection-1", by=EDITOR, reason="Misread.", place=TRUST.place)

    assert unlinked == [
        On(
            ID,
            ThemeEvidenceUnlinked(
                source="reflection-1", document="reflection-1", document_version=1, start=0, end=5, reason="Misread."
            ),
        )
    ]
    assert theme.evolve(state, ID, only(unlinked)).links == {second, Link("visit-1")}


def test_unlink_refuses_a_passage_that_is_not_linked() -> None:
    with pytest.raises(Refused, match="This passage is not linked to the theme; 'epex theme show' lists those"):
        theme.unlink(known("adopted", "reflection-1"), "reflection-1", by=EDITOR, reason="No.", place=TRUST.place)


def test_every_decision_event_carries_how_the_meeting_came_to_it() -> None:
    carried = {"forum", "method", "votes_for", "votes_against", "abstained", "rationale", "alternatives", "dissent"}
    noted = (ThemeProposed, ThemeEvidenceLinked, ThemeEvidenceUnlinked, ThemeAbsorbed)

    decisions = [event for event in get_args(ThemeEvent) if event not in noted]

    assert [event.type for event in decisions if not carried | {"dissents"} <= set(event.__dataclass_fields__)] == []
    assert len(decisions) == 9


def test_split_refuses_two_parts_of_one_name() -> None:
    with pytest.raises(Refused, match="have the same label"):
        theme.split(known("discussed"), {"theme-2": LABELS, "theme-3": LABELS}, AGREED, by=EDITOR)
